"""A content folder to begin with: a copy of the bundled example's, to write one's own campaign into."""

from __future__ import annotations

from pathlib import Path

from kiosk import paths
from kiosk.campaign.content import read_folder
from kiosk.errors import StorageError
from kiosk.files import making_folder, storage, write_files


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
        with making_folder(folder) as staging:
            write_files(staging, read_folder(paths.example_campaign()))
            staging.chmod(0o755)
