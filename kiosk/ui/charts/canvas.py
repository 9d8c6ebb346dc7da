"""What charts are drawn with: a place on any of Qt's painters, mirrored for languages from right to left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF

from kiosk.campaign.model import Colours
from kiosk.campaign.palette import own_mode, palette_for
from kiosk.ui.language import Language
from kiosk.ui.theme import Theme, fonts_for

Side = Literal["start", "middle", "end"]
_SIDES = {"start": Qt.AlignmentFlag.AlignLeft, "middle": Qt.AlignmentFlag.AlignHCenter}
_MIRRORED = {"start": "end", "end": "start", "middle": "middle"}


@dataclass(frozen=True)
class ChartLook:
    """Colours (`#rrggbb`) by role, as `Palette` has them, fonts, and the height of the letters.

    Attributes:
        size: of ordinary text, in the painter's units; everything else follows it.
    """

    paper: str
    ink: str
    quiet: str
    line: str
    accent: str
    on_accent: str
    fonts: tuple[str, ...]
    size: float

    @classmethod
    def of_theme(cls, theme: Theme, units: float = 13) -> ChartLook:
        """That of a window, with text `units` high."""
        return cls(
            theme.card,
            theme.ink,
            theme.quiet,
            theme.line,
            theme.accent,
            theme.on_accent,
            theme.fonts,
            theme.text(units),
        )

    @classmethod
    def printed(cls, colours: Colours, language: str, size: float) -> ChartLook:
        """That of a page that is printed on white, in a campaign's strong colour if that shows there."""
        on_white = Colours(paper="#ffffff", ink="#1a1a1a", accent=colours.accent, on_accent=colours.on_accent)
        palette = palette_for(on_white, own_mode(on_white))
        return cls(
            palette.paper,
            palette.ink,
            "#5c5c5c",
            "#c9c9c9",
            palette.accent,
            palette.on_accent,
            fonts_for(language),
            size,
        )

    def between(self, one: str, other: str, share: float) -> QColor:
        """The colour that is `share` of the way from `one` to the `other`."""
        a, b = QColor(one), QColor(other)
        red, green, blue = (
            round(x + (y - x) * share)
            for x, y in ((a.red(), b.red()), (a.green(), b.green()), (a.blue(), b.blue()))
        )
        return QColor(red, green, blue)


class Canvas:
    """A rectangle of a painter to draw on. All places are given as in a language from left to right."""

    def __init__(self, painter: QPainter, rect: QRectF, look: ChartLook, language: Language) -> None:
        self.painter = painter
        self.rect = rect
        self.look = look
        self.language = language
        self.em = look.size
        self._mirrored = language.direction is Qt.LayoutDirection.RightToLeft

    def font(self, scale: float = 1.0, *, bold: bool = False) -> QFont:
        """A font `scale` times as high as ordinary text; its letters can be copied from a PDF one by one."""
        font = QFont(list(self.look.fonts))
        font.setPixelSize(max(1, round(self.em * scale)))
        font.setBold(bold)
        font.setFeature(QFont.Tag("liga"), 0)
        font.setFeature(QFont.Tag("locl"), 0)
        return font

    def width(self, words: str, scale: float = 1.0, *, bold: bool = False) -> float:
        """How wide `words` are in one line."""
        return QFontMetricsF(self.font(scale, bold=bold), self.painter.device()).horizontalAdvance(words)

    def cut(self, words: str, room: float, scale: float = 1.0, *, bold: bool = False) -> str:
        """`words` in one line no wider than `room`, without their middle if they are too long."""
        metrics = QFontMetricsF(self.font(scale, bold=bold), self.painter.device())
        return metrics.elidedText(words, Qt.TextElideMode.ElideMiddle, room)

    def write(
        self,
        words: str,
        room: QRectF,
        side: Side = "start",
        *,
        scale: float = 1.0,
        bold: bool = False,
        colour: str = "",
    ) -> None:
        """Writes `words` in one line, in the middle of the height of `room`."""
        self.painter.setFont(self.font(scale, bold=bold))
        self.painter.setPen(QColor(colour or self.look.ink))
        place = _MIRRORED[side] if self._mirrored else side
        across = _SIDES.get(place, Qt.AlignmentFlag.AlignRight) | Qt.AlignmentFlag.AlignAbsolute
        flags = across | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine | Qt.TextFlag.TextDontClip
        self.painter.drawText(self.box(room), int(flags), words)

    def box(self, room: QRectF) -> QRectF:
        """`room` where it really is."""
        if not self._mirrored:
            return room
        return QRectF(self._x(room.right()), room.top(), room.width(), room.height())

    def fill(self, room: QRectF, colour: str | QColor, radius: float = 0.0) -> None:
        """Fills a rectangle with corners that are `radius` round."""
        self.painter.setPen(Qt.PenStyle.NoPen)
        self.painter.setBrush(QColor(colour))
        self.painter.drawRoundedRect(self.box(room), radius, radius)

    def line(
        self, points: Sequence[QPointF], colour: str | QColor, thick: float, *, dashed: bool = False
    ) -> None:
        """A line through `points`."""
        pen = QPen(QColor(colour), thick)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        if dashed:
            pen.setDashPattern([5, 4])
        self.painter.setPen(pen)
        self.painter.setBrush(Qt.BrushStyle.NoBrush)
        self.painter.drawPolyline(QPolygonF([self.point(one) for one in points]))

    def area(self, points: Sequence[QPointF], colour: QColor) -> None:
        """Fills what `points` enclose."""
        path = QPainterPath()
        path.addPolygon(QPolygonF([self.point(one) for one in points]))
        self.painter.setPen(Qt.PenStyle.NoPen)
        self.painter.setBrush(colour)
        self.painter.drawPath(path)

    def dot(self, place: QPointF, radius: float, colour: str | QColor, rim: str) -> None:
        """A disc with a rim that sets it off from what is below it."""
        self.painter.setPen(QPen(QColor(rim), max(1.0, self.em * 0.1)))
        self.painter.setBrush(QColor(colour))
        self.painter.drawEllipse(self.point(place), radius, radius)

    def point(self, place: QPointF) -> QPointF:
        """`place` where it really is."""
        return QPointF(self._x(place.x()), place.y())

    def _x(self, x: float) -> float:
        return self.rect.left() + self.rect.right() - x if self._mirrored else x
