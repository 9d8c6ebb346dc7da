"""Wiping a laptop: everything of a kiosk is deleted, its key first.

A file on a flash disk may leave traces when it is deleted. What they hold of signatures is
sealed, so nobody can read it without the campaign's key; nothing more is promised.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kiosk import paths
from kiosk.errors import StorageError
from kiosk.files import patiently, storage, sync_folder
from kiosk.stall import folder
from kiosk.stall.state import KioskState, save_state


def wipe(data: Path) -> None:
    """Deletes the kiosk in the folder `data`, and leaves a locked laptop that was never set up.

    Files that are not a kiosk's stay; a link is deleted, and never what it leads to. Until
    everything is gone a mark stays, by which the next start goes on with a wipe that was cut
    short; may be called again after a failure, too.

    Raises:
        StorageError: some files could not be deleted, and says which; all others are gone.
    """
    with storage(data):
        (data / folder.WIPING).touch(mode=0o600)
        sync_folder(data)
    left = [path for path in _files_of_the_kiosk(data) if not _deleted(path)]
    with storage(data):
        sync_folder(data)
    if left:
        raise StorageError(
            "These files in {folder} could not be deleted: {files}.",
            "Wipe again; if they stay, delete them by hand, or destroy the disk.",
            folder=data,
            files=", ".join(path.name for path in left),
        )
    save_state(data, lambda _: KioskState(locked=True))
    with storage(data):
        (data / folder.WIPING).unlink()
        sync_folder(data)
    folder.settle(data)


def is_wiped_in_part(data: Path) -> bool:
    """Whether a wipe of the folder `data` was begun and cut short."""
    return (data / folder.WIPING).exists()


def _files_of_the_kiosk(data: Path) -> Iterator[Path]:
    for name in folder.FILES:
        yield data / name
        # What a write that was cut short has left; of the settings, it holds the key.
        yield from data.glob(f".{name}.*")
    if (words := paths.words_typed()) is not None:
        yield from (path for path in words.rglob("*") if path.is_file())


def _deleted(path: Path) -> bool:
    try:
        patiently(lambda: path.unlink(missing_ok=True))
    except OSError:
        return False
    return True
