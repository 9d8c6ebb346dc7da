"""A poster on the screen, in the proportions of its sheet: to look at, or to tap."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QAbstractButton, QPushButton, QSizePolicy

from kiosk.campaign.poster_versions import PosterVersion
from kiosk.ui.artwork.drawing import PROPORTION, paint_poster
from kiosk.ui.theme import Theme

_RING = 5
_SWIPE = 60
"""Units that a finger goes sideways at least before it is no tap."""


class Shown(msgspec.Struct):
    """Which poster is looked at, and in which version; it outlives the screen that shows it.

    Attributes:
        number: the poster's place in the campaign, from 0.
        language: the version's language; empty for the printed one.
    """

    number: int
    language: str = ""

    def of(self, posters: list[list[PosterVersion]]) -> PosterVersion:
        """The version that is shown."""
        versions = posters[self.number]
        return next((each for each in versions if each.language == self.language), versions[0])


class PosterButton(QPushButton):
    """`version` as a button, `set_width` wide; a ring around it shows the focus."""

    def __init__(
        self, version: PosterVersion, name: str, theme: Theme, clicked: Callable[[], object]
    ) -> None:
        super().__init__()
        self._version = version
        self._theme = theme
        self._drawn = QPixmap()
        self._size = QSize(theme.touch, theme.touch)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setObjectName(name)
        self.setAccessibleName(version.slogan)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setAutoDefault(True)  # Enter presses it, as Space does
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.clicked.connect(lambda: clicked())

    def set_width(self, width: int) -> None:
        """Makes it `width` pixels wide, the ring included."""
        ring = self._theme.px(_RING)
        self._size = QSize(width, round((width - 2 * ring) * PROPORTION) + 2 * ring)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return self._size

    def minimumSizeHint(self) -> QSize:
        return self._size

    def paintEvent(self, event: QPaintEvent) -> None:
        ring = self._theme.px(_RING)
        page = self.rect().adjusted(ring, ring, -ring, -ring)
        if self._drawn.deviceIndependentSize().toSize() != page.size():
            self._drawn = _drawn(self._version, page.size(), self.devicePixelRatio())
        painter = QPainter(self)
        painter.drawPixmap(page.topLeft(), self._drawn)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hasFocus() or self.isDown():
            painter.setPen(QPen(QColor(self._theme.ink), ring - 1))
            inside = ring / 2
            painter.drawRoundedRect(
                QRectF(self.rect()).adjusted(inside, inside, -inside, -inside), ring, ring
            )
        else:
            _paint_edge(painter, QRectF(page), self._theme)


class PosterView(QAbstractButton):
    """One poster as large as there is room; a button where it takes the focus and `clicked` leads on."""

    swiped = Signal(int)
    """A finger or an arrow key, towards the next poster (1) or the previous one (-1)."""

    def __init__(self, version: PosterVersion, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._drawn = QPixmap()
        self._pressed: QPointF | None = None
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(theme.px(120), round(theme.px(120) * PROPORTION))
        self.show_version(version)

    def show_version(self, version: PosterVersion) -> None:
        """Shows another poster in the place of this one."""
        self._version = version
        self._drawn = QPixmap()
        self.setAccessibleName(version.slogan)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = event.position()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None:
            return
        way, self._pressed = event.position() - self._pressed, None
        across, down = abs(way.x()), abs(way.y())
        least = self._theme.px(_SWIPE)
        if across >= least and across > down:
            self.swiped.emit(self.steps(-1 if way.x() > 0 else 1))
        elif max(across, down) < least:
            self.click()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        arrows = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if event.key() in arrows:
            self.swiped.emit(self.steps(arrows[Qt.Key(event.key())]))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.click()
        else:
            super().keyPressEvent(event)

    def steps(self, rightwards: int) -> int:
        """How many posters on that is: in a language from right to left, the next one is at the left."""
        return -rightwards if self.layoutDirection() is Qt.LayoutDirection.RightToLeft else rightwards

    def paintEvent(self, event: QPaintEvent) -> None:
        width = min(self.width(), int(self.height() / PROPORTION))
        size = QSize(width, int(width * PROPORTION))
        if self._drawn.deviceIndependentSize().toSize() != size:
            self._drawn = _drawn(self._version, size, self.devicePixelRatio())
        page = QRectF(
            (self.width() - size.width()) // 2, (self.height() - size.height()) // 2, width, size.height()
        )
        painter = QPainter(self)
        painter.drawPixmap(page.topLeft(), self._drawn)
        _paint_edge(painter, page, self._theme)


def _drawn(version: PosterVersion, size: QSize, ratio: float) -> QPixmap:
    """The poster in pixels, so that scrolling does not draw it anew."""
    pixmap = QPixmap(size * ratio)
    pixmap.setDevicePixelRatio(ratio)
    with QPainter(pixmap) as painter:
        paint_poster(painter, QRectF(0, 0, size.width(), size.height()), version)
    return pixmap


def _paint_edge(painter: QPainter, page: QRectF, theme: Theme) -> None:
    """The edge of the sheet, which is otherwise not to be seen on a screen of its colour."""
    painter.setPen(QPen(QColor(theme.line), 1))
    painter.drawRect(page.adjusted(0, 0, -1, -1))
