"""Posters and leaflets: each drawn from its slogan in its own colours, with what it says."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from kiosk.campaign.model import Poster
from kiosk.ui.stall.view import Screen, View
from kiosk.ui.theme import Theme, fonts_for
from kiosk.ui.widgets.labels import label

_WIDTH = 232
_COLUMNS = 4


def paint_poster(painter: QPainter, page: QRectF, poster: Poster) -> None:
    """Draws `poster` into `page`: its printed lines as large as they fit, in its own colours and glyphs."""
    painter.fillRect(page, QColor(poster.colours.paper))
    ink = QColor(poster.colours.ink)
    margin = page.width() * 0.07
    inner = page.adjusted(margin, margin, -margin, -margin)
    painter.fillRect(QRectF(inner.x(), inner.y(), inner.width(), page.height() * 0.018), ink)
    painter.fillRect(
        QRectF(inner.x(), inner.bottom() - page.height() * 0.018, inner.width(), page.height() * 0.018), ink
    )
    room = inner.adjusted(0, page.height() * 0.06, 0, -page.height() * 0.06)
    row = room.height() / len(poster.printed)
    painter.setPen(ink)
    for number, line in enumerate(poster.printed):
        font = QFont(list(fonts_for(poster.language)))
        font.setBold(True)
        font.setPixelSize(100)
        width = QFontMetricsF(font).horizontalAdvance(line) or 1
        font.setPixelSize(max(6, int(min(100 * room.width() / width, row * 0.62))))
        painter.setFont(font)
        where = QRectF(page.x(), room.y() + number * row, page.width(), row)
        painter.drawText(where, Qt.AlignmentFlag.AlignCenter, line)


class _Preview(QWidget):
    """A poster in the proportions of A4 (ISO 216)."""

    def __init__(self, poster: Poster, theme: Theme) -> None:
        super().__init__()
        self._poster = poster
        width = theme.px(_WIDTH)
        self.setFixedSize(QSize(width, round(width * 297 / 210)))
        self.setAccessibleName(" ".join(poster.printed))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_poster(painter, QRectF(self.rect()), self._poster)


class PostersScreen(Screen):
    """All posters and leaflets, with what they say in the visitor's language."""

    def __init__(self, view: View) -> None:
        super().__init__(view)
        px = view.theme.px
        self.add_heading(view.language.text("Posters and leaflets"), view.texts.posters_intro)
        page = self.add_scroll()
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(28))
        grid.setVerticalSpacing(px(22))
        for number, poster in enumerate(view.texts.posters):
            cell = QVBoxLayout()
            cell.setSpacing(px(6))
            cell.addWidget(_Preview(poster, view.theme))
            cell.addWidget(label(poster.title, "item"))
            if poster.lines and poster.language != view.language.tag:
                cell.addWidget(label(" / ".join(poster.lines), "caption"))
            if poster.note:
                cell.addWidget(label(poster.note, "small"))
            cell.addStretch(1)
            grid.addLayout(cell, number // _COLUMNS, number % _COLUMNS)
        for column in range(_COLUMNS):
            grid.setColumnStretch(column, 1)
        page.content.addLayout(grid)
        page.content.addStretch(1)
