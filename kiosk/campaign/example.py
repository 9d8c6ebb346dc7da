"""A content folder to begin with: a copy of the bundled example's, to write one's own campaign into."""

from __future__ import annotations

import shutil
from pathlib import Path

from kiosk import paths
from kiosk.errors import StorageError
from kiosk.files import storage


def copy_example(folder: Path) -> None:
    """Copies the content of the small bundled campaign to `folder`, which must not be there yet.

    Raises:
        StorageError: there is something there, or it cannot be written.
    """
    with storage(folder):
        if folder.exists() or folder.is_symlink():
            raise StorageError(
                "There is something at {folder} already.", "Choose another place.", folder=folder
            )
        for file in sorted(paths.example_campaign().rglob("*")):
            if file.is_file():
                copy = folder / file.relative_to(paths.example_campaign())
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(file, copy)  # not its rights: the program's own may be read-only
