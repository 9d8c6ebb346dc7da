"""Whether this laptop has a letter for everything that a campaign, or the program, says."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

import msgspec
from PySide6.QtGui import QFont, QFontMetrics

from kiosk.campaign.model import Campaign
from kiosk.stall.findings import Finding
from kiosk.ui.language import own_name
from kiosk.ui.theme import fonts_for

_CJK = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO", "IDEOGRAPHIC", "FULLWIDTH")
"""How the Unicode names of the letters begin that are in the one package."""
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
    package = "fonts-noto-cjk" if any(map(_is_cjk, missing)) else "fonts-noto-core"
    return Finding(
        f"fonts-{language}",
        "fault",
        "No font on this laptop has {number} of the letters in {language}, such as {letters}. Install a font "
        "for them (on Debian: sudo apt install {package}).",
        {**values, "number": len(missing), "letters": " ".join(missing[:_NAMED]), "package": package},
    )


def missing_letters(text: str, language: str) -> list[str]:
    """The characters of `text`, each once and in order, that no installed font can show in `language`."""
    metrics = QFontMetrics(QFont(list(fonts_for(language))))
    # Separators and what only steers the letters (joiners, marks of direction) need no picture.
    seen = [char for char in dict.fromkeys(text) if unicodedata.category(char)[0] not in "ZC"]
    return [char for char in seen if not metrics.inFontUcs4(ord(char))]


def _is_cjk(letter: str) -> bool:
    return unicodedata.name(letter, "").startswith(_CJK)


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
