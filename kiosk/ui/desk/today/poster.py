"""The number that everybody asks for, as on a poster, with how far that is to the goal."""

from __future__ import annotations

import datetime

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from kiosk.campaign.model import Goal
from kiosk.coordinator.reports.counts import Counts
from kiosk.ui.desk.view import DeskView
from kiosk.ui.language import Language
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.labels import label
from kiosk.ui.wording import goal_words


class NumberPoster(QFrame):
    """How many have signed, very large, on the campaign's colour.

    Args:
        counts: None while they are being read.
        goal: with what it is called, which may be empty; None where the campaign has none.
    """

    def __init__(
        self, view: DeskView, counts: Counts | None, goal: tuple[Goal, str] | None, today: datetime.date
    ) -> None:
        super().__init__()
        language, px = view.language, view.theme.px
        self.setObjectName("poster")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(30), px(16), px(30), px(22))
        column.setSpacing(px(8))
        row = QHBoxLayout()
        row.setSpacing(px(22))
        total = counts.total if counts is not None else 0
        number = label(language.number(total) if counts is not None else "…", "poster-number")
        number.setWordWrap(False)
        number.setObjectName("total")
        row.addWidget(number)
        beside = QVBoxLayout()
        beside.setSpacing(0)
        beside.addStretch(1)
        beside.addWidget(label(language.plural("signature", "signatures", total), "poster-words"))
        if counts is not None:
            for words in _remarks(counts, goal, today, language):
                beside.addWidget(label(words, "poster-small"))
        beside.addStretch(1)
        row.addLayout(beside, 1)
        column.addLayout(row)
        if goal is not None and counts is not None:
            column.addWidget(_Way(total, goal[0].signatures, view.theme, language))


def _remarks(
    counts: Counts, goal: tuple[Goal, str] | None, today: datetime.date, language: Language
) -> list[str]:
    """What stands beside the number: today's part of it, and the goal."""
    lines = []
    new = counts.days.get(today.isoformat(), 0)
    if new:
        lines.append(language.text("{number} of them today", number=language.number(new)))
    if goal is not None:
        wanted, called = goal
        parts = [goal_words(wanted, called, language)]
        if wanted.by is not None and wanted.by >= today:
            left = (wanted.by - today).days
            parts.append(language.plural("{number} day left", "{number} days left", left))
        lines.append(" · ".join(parts))
    return lines


class _Way(QWidget):
    """The way to the goal, as a bar with the share in it."""

    def __init__(self, total: int, goal: int, theme: Theme, language: Language) -> None:
        super().__init__()
        self._share = min(1.0, total / goal)
        self._theme = theme
        self._words = language.percent(int(100 * total / goal))
        self.setFixedHeight(theme.px(30))
        self.setAccessibleName(self._words)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, room = self._theme, QRectF(self.rect())
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            around = room.adjusted(1, 1, -1, -1)
            painter.setPen(QColor(theme.on_accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(around, theme.px(6), theme.px(6))
            done = QRectF(around)
            done.setWidth(max(theme.px(6), around.width() * self._share))
            if mirrored:
                done.moveRight(around.right())
            painter.setBrush(QColor(theme.on_accent))
            painter.drawRoundedRect(done, theme.px(6), theme.px(6))
            self._write(painter, done, around, mirrored)

    def _write(self, painter: QPainter, done: QRectF, around: QRectF, mirrored: bool) -> None:
        """The share at the end of what is done: in it, or beside it where there is no room."""
        theme = self._theme
        painter.setFont(theme.font(16, bold=True))
        needed = painter.fontMetrics().horizontalAdvance(self._words) + theme.px(24)
        inside = done.width() >= needed
        painter.setPen(QColor(theme.accent if inside else theme.on_accent))
        room = QRectF(done) if inside else QRectF(around)
        if not inside:
            room.setLeft(done.right() if not mirrored else around.left())
            room.setRight(done.left() if mirrored else around.right())
        room.adjust(theme.px(12), 0, -theme.px(12), 0)
        at_right = inside is not mirrored
        side = Qt.AlignmentFlag.AlignRight if at_right else Qt.AlignmentFlag.AlignLeft
        painter.drawText(room, int(side | Qt.AlignmentFlag.AlignVCenter), self._words)
