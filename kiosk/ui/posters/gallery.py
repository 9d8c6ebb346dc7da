"""Posters and leaflets: all of them side by side; a tap shows one large."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from kiosk.campaign.model import Poster
from kiosk.campaign.poster_versions import PosterVersion, poster_versions
from kiosk.ui.artwork.drawing import PROPORTION
from kiosk.ui.posters.view import PosterButton
from kiosk.ui.screen import Screen, View
from kiosk.ui.widgets.labels import label

_COLUMNS = (2, 3, 4)

_LEAST, _SMALLEST = 220, 110
"""How wide a poster is at least, in units, where all are seen at once; and where nothing else fits."""
_SCROLL_BAR = 36
"""What a scroll bar and its distance take, in units."""


class PostersScreen(Screen):
    """All posters and leaflets as they are printed, with a title in the visitor's language.

    Args:
        look: called with the number of the poster that is tapped.
    """

    def __init__(self, view: View, look: Callable[[int], object]) -> None:
        super().__init__(view)
        px = view.theme.px
        self._page = self.add_page(view.language.text("Posters and leaflets"), view.texts.posters_intro)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(px(24))
        self._grid.setVerticalSpacing(px(18))
        self._cells = [
            _Cell(view, versions[0], poster, partial(look, number))
            for number, (versions, poster) in enumerate(
                zip(poster_versions(view.campaign), view.texts.posters, strict=True)
            )
        ]
        self._columns = 0
        self._page.content.addLayout(self._grid)
        self._place(_COLUMNS[0])  # Tab comes to them in the order in which they are put somewhere first
        self._page.content.addStretch(1)
        self._page.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._arrange()
        return super().eventFilter(watched, event)

    def _arrange(self) -> None:
        """As large as they can all be seen at once; where that is too small, row by row."""
        px, height = self.view.theme.px, self._page.viewport().height()
        across = self._page.width() - px(_SCROLL_BAR)  # whether or not there is one: it must not flicker
        gaps = self._grid.horizontalSpacing(), self._grid.verticalSpacing()
        sizes = []
        for columns in _COLUMNS:
            column = (across - gaps[0] * (columns - 1)) // columns
            rows = -(-len(self._cells) // columns)
            caption = max((cell.caption_height(column) for cell in self._cells), default=0)
            sizes.append((min(column, int((height / rows - caption - gaps[1]) / PROPORTION)), columns))
        width, columns = max(sizes)
        if width < px(_LEAST):
            width, columns = min(column, int((height - caption) / PROPORTION)), _COLUMNS[-1]
        for cell in self._cells:
            cell.poster.set_width(max(px(_SMALLEST), width))
        if columns != self._columns:
            self._place(columns)

    def _place(self, columns: int) -> None:
        for column in range(max(self._columns, columns)):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        self._columns = columns
        for number, cell in enumerate(self._cells):
            self._grid.addWidget(cell, number // columns, number % columns)


class _Cell(QWidget):
    """A poster and its caption."""

    def __init__(
        self, view: View, version: PosterVersion, poster: Poster, clicked: Callable[[], object]
    ) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._spacing = view.theme.px(2)
        column.setSpacing(self._spacing)
        self.poster = PosterButton(version, f"poster-{poster.id}", view.theme, clicked)
        column.addWidget(self.poster, 0, Qt.AlignmentFlag.AlignHCenter)
        if poster.lines and version.language != view.language.tag:
            self.poster.setAccessibleName(f"{version.slogan} ({' '.join(poster.lines)})")
        self._caption = label(poster.title, "caption")
        self._caption.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        column.addWidget(self._caption)
        column.addStretch(1)

    def caption_height(self, width: int) -> int:
        """What the caption takes below a poster in a column of `width` pixels."""
        return self._caption.heightForWidth(width) + self._spacing
