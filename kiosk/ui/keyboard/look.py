"""The theme, as the keyboard's style (resources/keyboard/) wants it: colours, fonts and sizes in pixels."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtGui import QFont

from kiosk.ui.keyboard.methods import Method
from kiosk.ui.theme import Theme, fonts_for

_ROWS = 4
_BAND = 0.75
"""The height of the band above the keys, in rows."""
_SHARE = 0.45
"""How much of the window's height the keyboard takes at most."""
_ROW_PER_WIDTH = 0.085
"""A row's height at most, as a share of the width: ten keys stand side by side, none higher than wide."""
_PHONE_KEYS = ["+"]
_EMAIL_KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0", "_", "-", "@", ".com"]


def look_for(theme: Theme, methods: Iterable[Method], window: QSize) -> dict[str, Any]:
    """The context property `look` of the QML files, for a window of that size."""
    row = min(int(window.height() * _SHARE / (_ROWS + _BAND)), round(window.width() * _ROW_PER_WIDTH))
    row = max(1, row)

    def font(share: float, language: str = "") -> QFont:
        """A font whose height is a share of a row."""
        font = theme.font(1)
        font.setPixelSize(max(1, round(row * share)))
        if language:
            font.setFamilies(list(fonts_for(language)))
        return font

    return {
        "paper": theme.paper,
        "ink": theme.ink,
        "accent": theme.accent,
        "onAccent": theme.on_accent,
        "card": theme.card,
        "line": theme.line,
        "width": max(1, window.width()),
        "row": row,
        "keys": row * _ROWS,
        "band": round(row * _BAND),
        "gap": max(4, row // 12),
        "radius": max(4, row // 8),
        "hair": theme.px(1),
        "fonts": {method.locale: font(0.42, method.tag) for method in methods},
        "keyFont": font(0.42),
        "wordFont": font(0.30),
        "smallFont": font(0.20),
        "emailKeys": _EMAIL_KEYS,
        "phoneKeys": _PHONE_KEYS,
        "height": row * _ROWS + round(row * _BAND),
    }
