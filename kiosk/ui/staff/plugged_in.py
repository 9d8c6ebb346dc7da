"""Notices a stick that somebody plugs in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from kiosk.ui.mounts import Mounts
from kiosk.ui.places import Stick
from kiosk.ui.staff.packs import holds_pack
from kiosk.ui.tasks import Tasks


class PluggedIn(QObject):
    """Says when a stick has come; those that are there at the start have not, unless for a pack.

    Args:
        find_sticks: what is plugged in now.
        wants_pack: whether this laptop waits for one: a stick that has it is welcome at the start, too.
    """

    came = Signal(bool)
    """Another stick is there; whether any of them holds a pack."""

    def __init__(self, find_sticks: Callable[[], list[Stick]], parent: QObject, *, wants_pack: bool) -> None:
        super().__init__(parent)
        self._wants_pack = wants_pack
        self._find_sticks = find_sticks
        self._there: set[Path] | None = None
        self._looking = Tasks(self)
        Mounts(self).changed.connect(self.look)

    def look(self) -> None:
        """Looks what is there, and what of it has come."""
        self._looking.run(self._find, self._notice, lambda _: None)

    def wait(self) -> None:
        """Waits until what it looks at has been seen."""
        self._looking.wait()

    def _find(self) -> tuple[set[Path], bool]:
        sticks = self._find_sticks()
        return {stick.folder for stick in sticks}, holds_pack(sticks)

    def _notice(self, found: tuple[set[Path], bool]) -> None:
        before, (self._there, has_pack) = self._there, found
        came = self._wants_pack and has_pack if before is None else bool(self._there - before)
        if came:
            self.came.emit(has_pack)
