"""Forms of a name, an e-mail, a phone number and a postcode in which the same one looks the same.

These feed the duplicate fingerprints and nothing else: what a person wrote is
kept and handed over exactly as typed.
"""

from __future__ import annotations

import unicodedata
from contextlib import suppress

import phonenumbers
from email_validator import EmailNotValidError, validate_email


def name_key(name: str) -> str:
    """A name in any script without case, width, punctuation or spacing differences.

    NFKC and case folding (Unicode 15, section 3.13); letters keep their accents and
    marks, because in many scripts these make another name.
    """
    # Invisible joiners and direction marks (Cf) go first: one keeps a letter and its accent apart.
    visible = "".join(char for char in unicodedata.normalize("NFKC", name) if not _is_invisible(char))
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", visible).casefold())
    # Punctuation and spaces separate.
    kept = (" " if unicodedata.category(char)[0] in "PZC" else char for char in folded)
    return " ".join("".join(kept).split())


def _is_invisible(char: str) -> bool:
    return unicodedata.category(char) == "Cf"


def email_key(email: str) -> str:
    """An e-mail address without case, width, "+tag" and Gmail's dots; empty for an empty one."""
    text = unicodedata.normalize("NFKC", email).strip()
    with suppress(EmailNotValidError):
        text = validate_email(text, check_deliverability=False, test_environment=True).normalized
    local, at, domain = text.casefold().rpartition("@")
    if not at:
        return text.casefold()
    with suppress(UnicodeError):
        domain = domain.encode("idna").decode("ascii")
    local = local.partition("+")[0] or local
    if domain in ("gmail.com", "googlemail.com"):
        local, domain = local.replace(".", ""), "gmail.com"
    return f"{local}@{domain}"


def phone_key(phone: str, country: str | None) -> str:
    """A phone number in E.164 (ITU-T), read as one of `country` (ISO 3166 code) when it has no prefix.

    A number that cannot be read as one keeps its digits; empty for an empty one.
    """
    text = unicodedata.normalize("NFKC", phone).strip()
    candidates = ["+" + text[2:], text] if text.startswith("00") else [text]
    for candidate in candidates:
        try:
            number = phonenumbers.parse(candidate, country)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_possible_number(number):
            number.extension = None
            return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return "".join(str(unicodedata.digit(char)) for char in text if unicodedata.digit(char, None) is not None)


def postcode_key(postcode: str) -> str:
    """A postcode in capitals, without spaces and hyphens."""
    folded = unicodedata.normalize("NFKC", postcode).upper()
    return "".join(char for char in folded if char.isalnum())
