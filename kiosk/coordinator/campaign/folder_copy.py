"""A copy of the whole campaign folder: on a second disk, in case the first one is lost."""

from __future__ import annotations

import datetime
import os
import shutil
from collections.abc import Callable
from itertools import chain, count
from pathlib import Path

from kiosk.coordinator.campaign.folder import CampaignFolder
from kiosk.database import copy_database
from kiosk.errors import CampaignError
from kiosk.files import making_folder, no_folder, storage


def copy_folder(folder: CampaignFolder, into: Path, today: datetime.date) -> Path:
    """Copies `folder` to a new folder in `into`, whole or not at all; it is a campaign folder itself.

    The register may be in use: the copy has it as it is at one moment.

    Returns:
        the copy, called as the folder, with the day.

    Raises:
        CampaignError: `into` is in the folder itself, or the register is damaged.
        StorageError: there is no such folder, or no room in it.
    """
    with storage(into):
        if not into.is_dir():
            raise no_folder(into)
        if into.resolve().is_relative_to(folder.path.resolve()):
            raise CampaignError(
                "{path} is in the campaign’s folder itself.", "Choose a folder on another disk.", path=into
            )
        name = f"{folder.path.resolve().name}-{today.isoformat()}"
        names = chain([name], (f"{name}-{number}" for number in count(2)))
        copy = next(into / one for one in names if not (into / one).exists())
        with making_folder(copy) as staging:
            if folder.register_file.exists():
                copy_database(folder.register_file, staging / folder.register_file.name, CampaignError)
            shutil.copytree(folder.path, staging, ignore=_but_register(folder), dirs_exist_ok=True)
            for path in staging.rglob("*"):
                if path.is_file():
                    _flush(path)
    return copy


def _but_register(folder: CampaignFolder) -> Callable[[str, list[str]], list[str]]:
    """For `copytree`: leaves out the register, and what SQLite keeps beside it for a moment."""
    register = folder.register_file

    def left_out(place: str, names: list[str]) -> list[str]:
        return [name for name in names if Path(place) == register.parent and name.startswith(register.name)]

    return left_out


def _flush(file: Path) -> None:
    """Returns when `file` is on the disk."""
    with file.open("rb+") as opened:
        os.fsync(opened.fileno())
