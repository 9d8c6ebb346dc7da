"""The receipt on "Thank you": six words in two rows of three, and the same as a code to take a picture of."""

from __future__ import annotations

from functools import cache
from heapq import nlargest

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from kiosk.signing.receipt_code import WORDS, word_list
from kiosk.ui.screen import View
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.labels import label
from kiosk.ui.widgets.qr import QrCode

_LETTERS = 30
"""Units high, where there is room."""
_SIDE, _BORDER = 26, 2
"""Units: what the card takes at each side."""
_A_ROW = WORDS // 2


class ReceiptCard(QFrame):
    """`receipt`, the six words, with what they are good for.

    Args:
        room: pixels across that the card has at least.

    Attributes:
        code: the words.
    """

    def __init__(self, view: View, receipt: str, room: int) -> None:
        super().__init__()
        theme, text = view.theme, view.language.text
        px = theme.px
        self.setProperty("role", "card")
        column = QVBoxLayout(self)
        column.setContentsMargins(px(_SIDE), px(20), px(_SIDE), px(20))
        column.setSpacing(px(8))
        column.addWidget(label(text("Your receipt"), "item"))
        # English words in every language: they are what the coordinator types in.
        words = receipt.split()
        self.code = label("\n".join((" ".join(words[:_A_ROW]), " ".join(words[_A_ROW:]))), "code")
        letters = _letters_that_fit(theme, room - 2 * (px(_SIDE) + px(_BORDER)))
        self.code.setStyleSheet(f"font-size: {letters}px")
        self.code.setIndent(0)  # Qt's own, where a label has a border
        self.code.setObjectName("receipt")
        self.code.setAccessibleName(f"{text('Your receipt')}: {receipt}")
        self.code.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        column.addWidget(self.code)
        row = QHBoxLayout()
        row.setSpacing(px(24))
        caption = label(
            text(
                "Take a picture or write the six words down. "
                "Whoever has them can ask us to take the signature back, so keep them to yourself."
            ),
            "caption",
        )
        row.addWidget(caption, 1)
        qr = QrCode(receipt, text("The six words as a QR code"), px(150))
        row.addWidget(qr, 0, Qt.AlignmentFlag.AlignCenter)
        column.addLayout(row)


def _letters_that_fit(theme: Theme, room: int) -> int:
    """The pixel size at which any receipt's words stand in one row `room` wide.

    Not this receipt's own words alone: the letters are as large for everybody.
    """
    size = theme.text(_LETTERS)
    while size > 1 and _longest_row(theme.fonts, size) > room:
        size -= 1
    return size


@cache
def _longest_row(fonts: tuple[str, ...], size: int) -> int:
    """How wide the widest words that a receipt can have are in one row, in letters of `size` pixels."""
    font = QFont(list(fonts))
    font.setPixelSize(size)
    font.setWeight(QFont.Weight.ExtraBold)
    across = QFontMetrics(font).horizontalAdvance
    return across(" ".join(nlargest(_A_ROW, word_list(), across)))
