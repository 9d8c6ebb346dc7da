"""What the desk remembers between two starts, while it runs: read once, and written with every change."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kiosk.coordinator.desk_memory import DeskMemory, load_memory, save_memory
from kiosk.errors import KioskError, SettingsError

Change = Callable[[DeskMemory], DeskMemory]


class Remembered:
    """What is remembered in `file`.

    Attributes:
        memory: what it is now; nothing where it cannot be read.
        lost: why it cannot. The desk goes on without it, but has to say so.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self.memory = DeskMemory()
        self.lost: KioskError | None = None
        try:
            self.memory = load_memory(file)
        except KioskError as error:
            self.lost = error

    def change(self, change: Change) -> None:
        """Changes what the file holds now, which another window may have changed.

        Raises:
            NewerVersionError: a newer program wrote it; that is not written over.
            StorageError: it cannot be read or written. Nothing is changed then.
        """
        try:
            memory = load_memory(self._file)
        except SettingsError:
            memory = self.memory  # damaged, which was said
        memory = change(memory)
        save_memory(self._file, memory)
        self.memory = memory

    def note(self, change: Change) -> None:
        """The same for a convenience: where the file cannot be changed, it holds until the end."""
        try:
            self.change(change)
        except KioskError:
            self.memory = change(self.memory)
