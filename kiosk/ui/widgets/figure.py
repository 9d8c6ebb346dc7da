"""A figure: bars drawn from their numbers, named by label and pattern as well as colour."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.campaign.model import Bar, Figure
from kiosk.ui.language import Language
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.labels import label

_BAR = 54
_GAP = 16
_LABEL = 20


class _Bars(QWidget):
    """The bars of `figure`; parts are solid or outlined in turn, so nobody needs colours to tell them."""

    def __init__(self, figure: Figure, language: Language, theme: Theme) -> None:
        super().__init__()
        self._figure = figure
        self._language = language
        self._theme = theme
        self._most = max(sum(part.value for part in bar.parts) for bar in figure.bars)
        self._parts = list(dict.fromkeys(part.id for bar in figure.bars for part in bar.parts))
        rows = len(figure.bars)
        self.setFixedHeight(theme.text(rows * (_BAR + _GAP) + (34 if self._has_legend() else 0)))
        self.setAccessibleName(figure.title)
        self.setAccessibleDescription(figure.text)

    def _has_legend(self) -> bool:
        return any(len(bar.parts) > 1 for bar in self._figure.bars)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, figure = self._theme, self._figure
        painter.setFont(theme.font(_LABEL, bold=True))
        metrics = painter.fontMetrics()
        left = max(metrics.horizontalAdvance(figure.labels[bar.id]) for bar in figure.bars) + theme.px(18)
        left = min(left, self.width() // 2)
        for row, bar in enumerate(figure.bars):
            top = row * theme.text(_BAR + _GAP)
            painter.setPen(QColor(theme.ink))
            name_room = QRectF(0, top, left - theme.px(10), theme.text(_BAR))
            painter.drawText(
                name_room, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap, figure.labels[bar.id]
            )
            self._paint_bar(painter, bar, left, top)
        if self._has_legend():
            self._paint_legend(painter, left, len(figure.bars) * theme.text(_BAR + _GAP))

    def _paint_bar(self, painter: QPainter, bar: Bar, left: int, top: int) -> None:
        theme = self._theme
        room = self.width() - left - theme.px(4)
        if len(bar.parts) == 1:
            room -= theme.text(150)  # for the number beside the bar
        x = float(left)
        for part in bar.parts:
            width = max(room * part.value / self._most, theme.px(4))
            inside = len(bar.parts) > 1
            solid = not inside or self._parts.index(part.id) % 2 == 0
            box = QRectF(x, top, width, theme.text(_BAR))
            painter.setPen(QPen(QColor(theme.ink), theme.px(3)))
            painter.setBrush(QBrush(QColor(theme.accent if solid else theme.card)))
            painter.drawRect(box)
            value = self._value(part.value)
            painter.setPen(QColor(theme.on_accent if solid and inside else theme.ink))
            where = (
                box if inside else QRectF(x + width + theme.px(10), top, theme.text(150), theme.text(_BAR))
            )
            side = Qt.AlignmentFlag.AlignHCenter if inside else Qt.AlignmentFlag.AlignLeft
            painter.drawText(where, side | Qt.AlignmentFlag.AlignVCenter, value)
            x += width

    def _paint_legend(self, painter: QPainter, left: int, top: int) -> None:
        theme = self._theme
        x = left
        for number, part in enumerate(self._parts):
            painter.setPen(QPen(QColor(theme.ink), theme.px(3)))
            painter.setBrush(QColor(theme.accent if number % 2 == 0 else theme.card))
            painter.drawRect(QRectF(x + 2, top + theme.text(6), theme.text(20), theme.text(20)))
            painter.setPen(QColor(theme.ink))
            text = self._figure.labels[part]
            width = painter.fontMetrics().horizontalAdvance(text)
            painter.drawText(
                QRectF(x + theme.text(30), top, width + 4, theme.text(32)),
                Qt.AlignmentFlag.AlignVCenter,
                text,
            )
            x += theme.text(30 + 28) + width

    def _value(self, value: float) -> str:
        return (
            self._language.percent(value) if self._figure.unit == "percent" else self._language.number(value)
        )


class FigureView(QWidget):
    """A figure with its title and note; the whole of it in words for a screen reader."""

    def __init__(self, figure: Figure, language: Language, theme: Theme) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, theme.px(10), 0, theme.px(10))
        layout.addWidget(label(figure.title, "item"))
        layout.addWidget(_Bars(figure, language, theme))
        if figure.note:
            layout.addWidget(label(figure.note, "small"))
