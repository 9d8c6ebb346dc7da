"""A figure: bars drawn large from their numbers, named by label and pattern as well as colour."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.campaign.model import Bar, Figure
from kiosk.ui.language import Language
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.labels import label

_BAR = 104
_GAP = 16
_NAME = 34
"""Units for the name above a bar that has parts."""
_LABEL, _NUMBER = 20, 32
_SMALLEST = 10
"""Units of the type of a label that would not fit otherwise."""


class _Bars(QWidget):
    """The bars of `figure`, as long together as the page is wide, each part with its number and name inside.

    Parts are solid or outlined in turn, so nobody needs colours to tell them.
    """

    def __init__(self, figure: Figure, language: Language, theme: Theme) -> None:
        super().__init__()
        self._figure = figure
        self._language = language
        self._theme = theme
        self._most = max(sum(part.value for part in bar.parts) for bar in figure.bars)
        self._parts = list(dict.fromkeys(part.id for bar in figure.bars for part in bar.parts))
        self.setFixedHeight(theme.text(sum(_height(bar) + _GAP for bar in figure.bars)))
        self.setAccessibleName(figure.title)
        self.setAccessibleDescription(figure.text)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())  # else the program's, and a stop at the wrong end
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top = 0
        for bar in self._figure.bars:
            self._paint_bar(painter, bar, self._theme.text(top))
            top += _height(bar) + _GAP

    def _paint_bar(self, painter: QPainter, bar: Bar, top: int) -> None:
        theme, labels = self._theme, self._figure.labels
        whole = QRectF(self.rect()).adjusted(theme.px(2), 0, -theme.px(2), 0)
        has_parts = len(bar.parts) > 1
        if has_parts:
            name = QRectF(whole.left(), top, whole.width(), theme.text(_NAME))
            self._write(painter, name, [(labels[bar.id], _LABEL)], theme.ink)
            top += theme.text(_NAME)
        start = whole.left()
        for part in bar.parts:
            width = max(whole.width() * part.value / self._most, theme.px(4))
            solid = not has_parts or self._parts.index(part.id) % 2 == 0
            box = QRectF(start, top, width, theme.text(_BAR))
            painter.setPen(QPen(QColor(theme.ink), theme.px(3)))
            painter.setBrush(QBrush(QColor(theme.accent if solid else theme.card)))
            painter.drawRect(self._placed(box))
            named = labels[part.id if has_parts else bar.id]
            lines = [(self._value(part.value), _NUMBER), (named, _LABEL)]
            inside = has_parts or width > whole.width() / 3
            room = box if inside else QRectF(box.right(), top, whole.right() - box.right(), box.height())
            around = theme.px(14)
            room.adjust(around, theme.px(4), -min(around, room.width() / 10), -theme.px(4))
            self._write(painter, room, lines, theme.on_accent if solid and inside else theme.ink)
            start += width

    def _write(self, painter: QPainter, room: QRectF, lines: list[tuple[str, int]], ink: str) -> None:
        """Writes `lines`, each of its size in units, below one another; smaller where they would not fit."""
        painter.setPen(QColor(ink))
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        side = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
        flags = int(side | Qt.AlignmentFlag.AlignAbsolute | Qt.TextFlag.TextWordWrap)
        scale = 1.0
        while True:
            boxes = []
            for words, units in lines:
                painter.setFont(self._theme.font(max(units * scale, _SMALLEST), bold=True))
                boxes.append(painter.boundingRect(QRectF(0, 0, room.width(), 1), flags, words))
            height = sum(box.height() for box in boxes)
            fits = height <= room.height() and all(box.width() <= room.width() for box in boxes)
            if fits or scale * _LABEL <= _SMALLEST:
                break
            scale *= 0.9
        top = room.top() + (room.height() - height) / 2
        for (words, units), box in zip(lines, boxes, strict=True):
            painter.setFont(self._theme.font(max(units * scale, _SMALLEST), bold=True))
            painter.drawText(self._placed(QRectF(room.left(), top, room.width(), box.height())), flags, words)
            top += box.height()

    def _placed(self, box: QRectF) -> QRectF:
        """`box` where it really is: bars begin where lines of text do."""
        if self.layoutDirection() is Qt.LayoutDirection.LeftToRight:
            return box
        return QRectF(self.width() - box.right(), box.top(), box.width(), box.height())

    def _value(self, value: float) -> str:
        return (
            self._language.percent(value) if self._figure.unit == "percent" else self._language.number(value)
        )


def _height(bar: Bar) -> int:
    """In units."""
    return _BAR + (_NAME if len(bar.parts) > 1 else 0)


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
