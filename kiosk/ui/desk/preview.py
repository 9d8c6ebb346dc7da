"""The stall's own screens, small, as a campaign's content would make them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QPixmap

from kiosk.campaign.model import Campaign
from kiosk.errors import KioskError
from kiosk.ui.tasks import Tasks


@dataclass(frozen=True)
class Preview:
    """One screen in one language (its tag), as a PNG file."""

    language: str
    png: bytes

    def pixmap(self, width: int) -> QPixmap:
        """The picture, `width` pixels wide."""
        whole = QPixmap()
        whole.loadFromData(self.png)
        return whole.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)


Previewer = Callable[[Path, Callable[[], bool]], Iterator[Preview]]
"""Gives the screens of a content folder one after another, until the function that it is given says that it
shall stop; raises KioskError. It takes its time."""


@dataclass(frozen=True)
class StallScreens:
    """Draws one of the stall's screens at once, beside what is being written.

    Attributes:
        names: the screens of a campaign, in the order in which a visitor comes to them.
        draw: one of them, by its name, in a language (its tag).
    """

    names: Callable[[Campaign], Sequence[str]]
    draw: Callable[[Campaign, str, str], QPixmap]


class Previews(QObject):
    """The screens of one content folder, drawn while the window goes on; a page may come and go meanwhile."""

    came = Signal(object)
    """A `Preview`; it is in `all` as well."""
    ended = Signal()
    """There will be no more; `problem` says whether something went wrong."""
    _drawn = Signal(object)

    def __init__(self, previewer: Previewer, content: Path, parent: QObject) -> None:
        super().__init__(parent)
        self.all: list[Preview] = []
        self.problem: KioskError | None = None
        self.running = True
        self._stopped = threading.Event()
        self._drawn.connect(self._add)
        stopped, drawn = self._stopped, self._drawn

        def draw() -> None:
            for picture in previewer(content, stopped.is_set):
                drawn.emit(picture)

        self._tasks = Tasks(self)
        self._tasks.run(draw, lambda _: self._end(None), self._end)

    def stop(self) -> None:
        """Draws no more, and vanishes once nothing is under way."""
        self._stopped.set()
        if self.running:
            self.ended.connect(self.deleteLater)
        else:
            self.deleteLater()

    def wait(self) -> None:
        """Returns when nothing is under way any more."""
        self._tasks.wait()

    def _add(self, picture: Preview) -> None:
        self.all.append(picture)
        self.came.emit(picture)

    def _end(self, problem: KioskError | None) -> None:
        self.problem, self.running = problem, False
        self.ended.emit()
