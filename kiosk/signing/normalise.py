"""Forms of a name, an e-mail, a phone number and a postcode in which the same one looks the same.

These feed the duplicate fingerprints and nothing else: what a person wrote is
kept and handed over exactly as typed.
"""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress

_UNSEEN = re.compile(
    "[\u034f\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef"  # which shape of a letter
    "\u0640\u064b-\u0652\u0670]"  # Arabic tatweel, and vowels that are written or left out
)
_PLAIN_EMAIL = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*@[a-z0-9]+(?:[.-][a-z0-9]+)+")
"""An address, in small letters, in which there is nothing to be made the same."""
_ANGLES = re.compile(r"[^<]*<([^<>]*)>[\s.,;]*")


class _ByCategory(dict[int, str]):
    """A table for `str.translate` that puts one text for all characters of some Unicode categories.

    It looks up each character once: a merge sees the same ones millions of times.
    """

    def __init__(self, categories: tuple[str, ...], text: str) -> None:
        self._categories = categories
        self._text = text

    def __missing__(self, code: int) -> str:
        in_them = unicodedata.category(chr(code)).startswith(self._categories)
        self[code] = self._text if in_them else chr(code)
        return self[code]


_CONTROLS = _ByCategory(("Cf",), "")
_BETWEEN_WORDS = _ByCategory(("P", "Z", "C"), " ")


def name_key(name: str) -> str:
    """A name in any script without case, width, punctuation or spacing differences.

    NFKC and case folding (Unicode 15, section 3.13); letters keep their accents and
    marks, because in many scripts these make another name. Arabic vowel marks do not,
    nor a space between two letters of a script that is written without.
    """
    if name.isascii():  # the same as below, in a tenth of the time
        return " ".join(name.lower().translate(_BETWEEN_WORDS).split())
    # What is not seen goes first: it may keep a letter and its accent apart.
    visible = _UNSEEN.sub("", _without_controls(unicodedata.normalize("NFKC", name)))
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", visible).casefold())
    # The four Turkish i: their capitals are each other's small letters elsewhere.
    folded = unicodedata.normalize("NFKC", re.sub("[iı]\u0307*", "i", folded))
    # Punctuation and spaces separate.
    words = folded.translate(_BETWEEN_WORDS).split()
    key = ""
    for word in words:
        key += word if not key or (_is_wide(key[-1]) and _is_wide(word[0])) else f" {word}"
    return key


def _without_controls(text: str) -> str:
    """`text` without invisible joiners and direction marks (Unicode category Cf)."""
    return text.translate(_CONTROLS)


def _is_wide(char: str) -> bool:
    """Whether this is a letter as wide as it is high: Chinese, Japanese, Korean."""
    return unicodedata.east_asian_width(char) in "WF" and unicodedata.category(char)[0] == "L"


def email_key(email: str) -> str:
    """An e-mail address without case, width, "+tag" and Gmail's dots; empty for an empty one.

    What is copied along with one goes: "mailto:", "Name <address>", a comma behind it.
    """
    if not email:
        return ""
    lower = email.lower()
    text = lower if _PLAIN_EMAIL.fullmatch(lower) else _bare_address(email)
    local, at, domain = text.rpartition("@")
    if not at:
        return text
    if not domain.isascii():
        with suppress(UnicodeError):
            domain = domain.encode("idna").decode("ascii")
    local = local.partition("+")[0].rstrip() or local
    if domain in ("gmail.com", "googlemail.com"):
        local, domain = local.replace(".", ""), "gmail.com"
    return f"{local}@{domain}"


def _bare_address(email: str) -> str:
    """The address in what somebody typed or copied, in small letters."""
    from email_validator import EmailNotValidError, validate_email  # no start waits for it

    text = re.sub(r"\s*@\s*", "@", _without_controls(unicodedata.normalize("NFKC", email)))
    in_angles = _ANGLES.fullmatch(text)
    text = in_angles.group(1) if in_angles else text
    text = re.sub(r"^\s*(?:mailto:\s*)+", "", text, flags=re.IGNORECASE).strip().rstrip(" .,;")
    with suppress(EmailNotValidError):
        text = validate_email(text, check_deliverability=False).normalized
    return text.casefold()


def phone_key(phone: str, country: str | None) -> str:
    """A phone number in E.164 (ITU-T), read as one of `country` (ISO 3166 code) when it has no prefix.

    A number that cannot be read as one keeps its digits; empty for an empty one.
    """
    import phonenumbers  # no start waits for it

    text = unicodedata.normalize("NFKC", phone).strip()
    candidates = ["+" + text[2:], text] if text.startswith("00") else [text]
    for candidate in candidates:
        try:
            number = phonenumbers.parse(candidate, country)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_possible_number(number):
            return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return "".join(str(unicodedata.digit(char)) for char in text if unicodedata.digit(char, None) is not None)


def postcode_key(postcode: str) -> str:
    """A postcode in capitals, without spaces and hyphens."""
    folded = unicodedata.normalize("NFKC", postcode).upper()
    return "".join(char for char in folded if char.isalnum())
