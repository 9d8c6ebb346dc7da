"""The start's painted parts: the slogan as wide as the screen, and posters; the next ones wipe over them."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QHideEvent, QImage, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.campaign.poster_versions import PosterVersion
from kiosk.ui.artwork.bills import Bill, StartPicture
from kiosk.ui.artwork.drawing import PROPORTION, paint_poster, paint_wall
from kiosk.ui.artwork.photograph import Photographs
from kiosk.ui.theme import Theme

_STEPS, _STEP_MS = 8, 80
"""A wipe is drawn in so many steps, each a strip of its own: all of it costs as much as one picture."""


class _Posted(QWidget):
    """Shows a picture of a bill, which the next one wipes over; at rest it costs nothing."""

    def __init__(self, bill: Bill, theme: Theme) -> None:
        super().__init__()
        self.bill = bill
        self.theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # what lies below need not be drawn
        self._drawn = self._before = QPixmap()
        self._step = _STEPS
        self._timer = QTimer(self)
        self._timer.setInterval(_STEP_MS)
        self._timer.timeout.connect(self._go_on)

    @abstractmethod
    def draw(self, painter: QPainter, bill: Bill) -> None:
        """Draws `bill` into the size that the widget has."""

    @property
    def moving(self) -> bool:
        """Whether one bill is wiping over another."""
        return self._timer.isActive()

    def post(self, bill: Bill) -> None:
        """Shows `bill` in place of the one before."""
        self.bill = bill
        self._before, self._drawn = self._drawn, QPixmap()
        if self.theme.motion and self.isVisible() and not self._before.isNull():
            self._step = 0
            self._timer.start()
        else:
            self._stop()
            self.update()

    def _edge(self, step: int) -> int:
        """How far the new picture reaches, in pixels from where reading starts."""
        return self.width() * step // _STEPS

    def _go_on(self) -> None:
        old, self._step = self._edge(self._step), self._step + 1
        new = self._edge(self._step)
        self.update(self._strip(old, new))
        if self._step >= _STEPS:
            self._stop()

    def _strip(self, start: int, end: int) -> QRect:
        left = self.width() - end if self.isRightToLeft() else start
        return QRect(left, 0, end - start, self.height())

    def _stop(self) -> None:
        self._timer.stop()
        self._step = _STEPS
        self._before = QPixmap()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._stop()
        self._drawn = QPixmap()
        super().resizeEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._stop()
        super().hideEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._drawn.isNull():
            self._drawn = self._picture()
        painter = QPainter(self)
        if not self._before.isNull():
            painter.drawPixmap(0, 0, self._before)
            painter.setClipRect(self._strip(0, self._edge(self._step)))
        painter.drawPixmap(0, 0, self._drawn)

    def _picture(self) -> QPixmap:
        ratio = self.devicePixelRatio()
        pixmap = QPixmap(self.size() * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(QColor(self.theme.accent))
        with QPainter(pixmap) as painter:
            self.draw(painter, self.bill)
        return pixmap


class SloganWall(_Posted):
    """The slogan in heavy letters across the whole width, in the colours of a poster."""

    def __init__(self, bill: Bill, theme: Theme) -> None:
        super().__init__(bill, theme)
        self.setObjectName("slogan")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(theme.px(150))

    def draw(self, painter: QPainter, bill: Bill) -> None:
        colours = bill.colours
        paint_wall(painter, QRectF(self.rect()), bill.slogan, bill.language, colours.paper, colours.ink)


class Sheets(_Posted):
    """Posters side by side, as many as there is room for; the second of them is a picture, if there is one.

    Args:
        across: how many at most.
        pictures: those that take turns.
        photographs: what was made of them before.
    """

    def __init__(
        self,
        bill: Bill,
        theme: Theme,
        across: int,
        pictures: Sequence[StartPicture] = (),
        photographs: Photographs | None = None,
    ) -> None:
        super().__init__(bill, theme)
        self.setObjectName("sheets")
        self._pictures = list(pictures)
        self._photographs = photographs or Photographs()
        self._slogans = [sheet.slogan for sheet in bill.sheets]
        self._say_what_is_seen()
        self._across = min(across, len(bill.sheets) + bool(pictures))
        self._gap = theme.px(16)
        vertical = QSizePolicy.Policy.Fixed if theme.tall else QSizePolicy.Policy.Expanding
        self.setSizePolicy(QSizePolicy.Policy.Expanding, vertical)

    def sizeHint(self) -> QSize:
        if not self.theme.tall:
            return QSize(self.theme.px(440), self.theme.px(300))
        width = self.theme.width - 2 * self.theme.px(40)
        sheet = (width - self._gap * (self._across - 1)) / self._across
        return QSize(width, round(sheet * PROPORTION))

    def _say_what_is_seen(self) -> None:
        seen = [picture.seen for picture in self._pictures if picture.seen]
        self.setAccessibleName(", ".join((*seen, *self._slogans)))

    def _cover(self, picture: StartPicture | None, size: QSize) -> QImage | None:
        """`picture`, as large as a sheet; None where it cannot be drawn, and then nobody is told of it."""
        if picture is None or picture not in self._pictures:
            return None
        cover = self._photographs.cover(picture.path, picture.file, size * self.devicePixelRatio())
        if cover.isNull():
            self._pictures.remove(picture)
            self._say_what_is_seen()
            return None
        return cover

    def draw(self, painter: QPainter, bill: Bill) -> None:
        gaps = self._gap * (self._across - 1)
        width = min((self.width() - gaps) / self._across, self.height() / PROPORTION)
        height = width * PROPORTION
        spare = self.width() - width * self._across - gaps
        left = 0.0 if self.isRightToLeft() else spare
        size = QSize(int(width), int(height))
        cover = self._cover(bill.picture, size)
        sheets: list[PosterVersion | QImage] = list(bill.sheets)
        if cover is not None:
            sheets.insert(1, cover)
        for sheet in sheets[: self._across]:
            page = QRectF(left, (self.height() - height) / 2, width, height)
            if isinstance(sheet, QImage):
                page = QRectF(QRect(QPoint(int(page.left()), int(page.top())), size))  # not blurred
                painter.drawImage(page, sheet)
            else:
                paint_poster(painter, page, sheet)
            painter.setPen(QColor(self.theme.on_accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(page.adjusted(0, 0, -1, -1))
            left += width + self._gap
