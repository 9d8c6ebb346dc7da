"""What a window still says in English when all that the program says is accented (`long_campaign`)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QTableView, QWidget
from shamir_mnemonic.wordlist import WORDLIST

from kiosk.languages import LANGUAGES, own_name
from kiosk.signing.receipt_code import WORDS
from tests.long_campaign import PSEUDO

_LATIN = re.compile(r"[A-Za-z]{3,}")
_ALOUD = {*WORDLIST}
"""Words to read aloud: those are the same in every language."""
_NO_WORDS = re.compile(
    r"https?:\S+|mailto:\S+|\S+@\S+|#\w+|[\w-]+\.\w+|[KMG]i?B\b|\b[0-9a-f]{4}( [0-9a-f]{4})+\b"
    r"|\b(?:Jan|Feb|Mar|Apr|Maj|Jun|Jul|Aŭg|Sep|Okt|Nov|Dec)\b"
)
"""Addresses, files, sizes, ids, days."""


def untranslated(window: QWidget, values: Collection[str]) -> list[str]:
    """The texts on `window`, or that it has for a screen reader, in which plain Latin letters stand.

    Args:
        values: what was typed, or named by somebody, and stands there as it is.
    """
    known = sorted((*values, *map(own_name, (*LANGUAGES, PSEUDO))), key=len, reverse=True)
    shown = [widget for widget in window.findChildren(QWidget) if widget.isVisible()]
    return [text for widget in shown for text in _plain(widget, known)]


def _plain(widget: QWidget, known: list[str]) -> Iterator[str]:
    for text in filter(None, _texts(widget)):
        words = _NO_WORDS.sub("", text.replace("\u200b", "").replace("\n", " "))
        for value in known:
            words = words.replace(value, "")
        left = _LATIN.findall(words)
        if left and not (_ALOUD.issuperset(left) and (len(left) in (WORDS, 10) or text[:1].isdigit())):
            yield f"{widget.objectName()}: {text}"


def _texts(widget: QWidget) -> Iterator[str]:
    yield from (widget.accessibleName(), widget.accessibleDescription())
    if isinstance(widget, QAbstractButton):
        yield widget.text()
    if isinstance(widget, QLabel) and widget.textFormat() is Qt.TextFormat.PlainText:  # else the campaign's
        yield widget.text()
    if isinstance(widget, QLineEdit):
        yield widget.placeholderText()
    if isinstance(widget, QTableView):
        model, across = widget.model(), Qt.Orientation.Horizontal
        yield from (str(model.headerData(column, across)) for column in range(model.columnCount()))
