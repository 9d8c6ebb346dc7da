"""Whether this laptop has a letter for everything that a campaign, or the program, says."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterator

import msgspec
from PySide6.QtGui import QFont, QFontMetrics

from kiosk.campaign.model import Campaign
from kiosk.languages import own_name
from kiosk.stall.findings import Finding
from kiosk.ui.theme import fonts_for

_CJK = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO", "IDEOGRAPHIC", "FULLWIDTH")
"""How the Unicode names of the letters begin that are in the one package."""
_FIRST_EMOJI = 0x1F000
_UNSEEN = {"Zs", "Zl", "Zp", "Cc", "Cf"}
_NAMED = 5
"""Missing letters that the sentence shows."""


def check_fonts(campaign: Campaign) -> Iterator[Finding]:
    """For each of the campaign's languages, whether its letters can be shown. Needs Qt's application."""
    for language, texts in campaign.texts.items():
        yield _check(language, "".join((own_name(language), *_strings(msgspec.to_builtins(texts)))))


def _check(language: str, text: str) -> Finding:
    missing = missing_letters(text, language)
    values: dict[str, str | int] = {"language": own_name(language)}
    if not missing:
        return Finding(f"fonts-{language}", "well", "All texts in {language} can be shown.", values)
    values |= {"number": len(missing), "letters": " ".join(missing[:_NAMED])}
    if sys.platform != "linux":
        return Finding(
            f"fonts-{language}",
            "fault",
            "No font on this laptop has {number} of the letters in {language}, such as {letters}. Add that "
            "language in the system’s settings: its fonts come with it.",
            values,
        )
    packages = " ".join(sorted({_package(letter) for letter in missing}))
    return Finding(
        f"fonts-{language}",
        "fault",
        "No font on this laptop has {number} of the letters in {language}, such as {letters}. Install a font "
        "for them (on Debian it is called {package}).",
        {**values, "package": packages},
    )


def missing_letters(text: str, language: str) -> list[str]:
    """The characters of `text`, each once and in order, that no installed font can show in `language`."""
    metrics = QFontMetrics(QFont(list(fonts_for(language))))
    seen = [char for char in dict.fromkeys(text) if not _only_steers(char)]
    return [char for char in seen if not metrics.inFontUcs4(ord(char))]


def _only_steers(char: str) -> bool:
    """Whether a character needs no picture: a space, a joiner, a mark of direction, a variant's number."""
    is_variant = unicodedata.name(char, "").startswith("VARIATION SELECTOR")
    return is_variant or unicodedata.category(char) in _UNSEEN


def _package(letter: str) -> str:
    """The Debian package with a font that has `letter`."""
    if unicodedata.name(letter, "").startswith(_CJK):
        return "fonts-noto-cjk"
    return "fonts-noto-color-emoji" if ord(letter) >= _FIRST_EMOJI else "fonts-noto-core"


def _strings(value: object) -> Iterator[str]:
    """Every text in plain data, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)
