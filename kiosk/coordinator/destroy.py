"""Destroying a campaign's signatures: its key first, without which no copy anywhere can be read.

What stays is campaign.json, the content (public texts) and the certificate with the totals.
A destruction that was cut short goes on where it stopped: the certificate is signed before
the key goes, and stands under a second name until everything is gone.
"""

from __future__ import annotations

import datetime
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text

from kiosk.campaign import pack as packs
from kiosk.coordinator.books import Books, balance
from kiosk.coordinator.certificates import destruction_certificate
from kiosk.coordinator.folder import CampaignFolder
from kiosk.coordinator.keys import CampaignKeys
from kiosk.coordinator.public_side import PublicSide
from kiosk.coordinator.register import Register
from kiosk.coordinator.tables import metadata
from kiosk.errors import CampaignError, SettingsError, StorageError
from kiosk.exchange.certificates import read_certificate, write_certificate
from kiosk.files import storage, sync_folder


@dataclass(frozen=True)
class Inventory:
    """What is in a campaign folder.

    Attributes:
        goes: the files that destroying deletes, in that order: the key first.
        stays: what is not personal, and is kept.
        unknown: what this program did not put there, and so leaves to the coordinator.
    """

    goes: list[Path]
    stays: list[Path]
    unknown: list[Path]


def inventory(folder: CampaignFolder) -> Inventory:
    """What destroying the campaign in `folder` would delete, keep, and leave alone."""
    with storage(folder.path):
        there = sorted(folder.path.iterdir())
        withdrawals = sorted(folder.withdrawals.glob("*.txt"))
    keys = [path for path in there if _is_or_was_cut_short(path, folder.key_file)]
    register = [path for path in there if path.name.startswith(folder.register_file.name)]
    made = [path for path in there if path.suffix == packs.SUFFIX]
    goes = [*keys, *register, *made, *withdrawals]
    public = (folder.path / "campaign.json", folder.content)
    stays = [path for path in (*public, folder.destruction, folder.destruction_under_way) if path in there]
    known = {*goes, *stays, folder.withdrawals}
    return Inventory(goes, stays, [path for path in there if path not in known])


def sheets_to_burn(public: PublicSide) -> str:
    """Which printed shares of the key have to be destroyed by hand, by their numbers where they are known."""
    made = public.shares
    if made is None:
        return "printed share sheets, if any were ever made"
    which = f"1 to {made.total}" if made.total else "all that were made"
    return f"the printed share sheets of set {made.set} ({which}), and those of any earlier set"


def destroy(
    folder: CampaignFolder, register: Register | None, keys: CampaignKeys, today: datetime.date
) -> Path:
    """Certifies and then deletes the key, the register, the packs and what else `inventory` lists.

    Args:
        register: the campaign's register, in `folder` or elsewhere; None if nothing was ever merged.

    Returns:
        the certificate, in `folder`.

    Raises:
        CampaignError, StorageError: as `finish` says, which may then be called again.
    """
    books = balance(register) if register else Books()
    elsewhere = register.name if register and register.name != str(folder.register_file) else ""
    gone = [path.name for path in inventory(folder).goes]
    if elsewhere:
        gone.append(f"the register at {elsewhere}")
    sheets = sheets_to_burn(folder.public)
    certificate = destruction_certificate(keys, folder.public.campaign, books, gone, elsewhere, sheets, today)
    write_certificate(folder.destruction_under_way, certificate)
    return finish(folder, register)


def is_under_way(folder: CampaignFolder) -> bool:
    """Whether destroying was begun and cut short."""
    return folder.destruction_under_way.exists()


def finish(folder: CampaignFolder, register: Register | None) -> Path:
    """Deletes what is left of a campaign whose destruction `is_under_way`; returns the certificate.

    Args:
        register: needed where it is not in `folder`.

    Raises:
        CampaignError, ExportError: the certificate is not this campaign's; nothing is deleted.
        SettingsError: its register is elsewhere, and it is not `register`.
        StorageError: some files could not be deleted, and says which; all others are gone.
    """
    certificate = read_certificate(folder.destruction_under_way)
    if certificate.facts.kind != "destruction" or not certificate.verify(folder.public.signer):
        raise CampaignError(
            "{path} was not signed by this campaign's coordinator.",
            "Nothing was deleted. Delete that file, and find out who put it there.",
            path=folder.destruction_under_way,
        )
    left = [path for path in inventory(folder).goes if not _deleted(path, folder)]
    with storage(folder.path):
        sync_folder(folder.path)
    if certificate.facts.elsewhere:
        _drop_tables(register, certificate.facts.elsewhere)
    if left:
        raise StorageError(
            "These could not be deleted: {names}.",
            "Run it again; if they stay, delete them by hand, or destroy the disk.",
            names=", ".join(path.name for path in left),
        )
    with storage(folder.path):
        with suppress(FileNotFoundError):
            folder.withdrawals.rmdir()
        folder.destruction_under_way.replace(folder.destruction)
        sync_folder(folder.path)
    return folder.destruction


def _drop_tables(register: Register | None, name: str) -> None:
    if register is None or register.name != name:
        raise SettingsError(
            "The key is destroyed; the tables of the register are not yet: {name}.",
            "Run it again with the register's address: --register ADDRESS.",
            name=name,
        )
    with register.transaction() as connection:
        metadata.drop_all(connection)
        connection.execute(text("DROP TABLE IF EXISTS alembic_version"))


def _is_or_was_cut_short(path: Path, file: Path) -> bool:
    """Whether `path` is `file`, or what a write of it that was cut short has left."""
    return path == file or path.name.startswith(f".{file.name}.")


def _deleted(path: Path, folder: CampaignFolder) -> bool:
    try:
        if _is_or_was_cut_short(path, folder.key_file):
            _overwrite(path)
        path.unlink(missing_ok=True)
    except OSError:
        return False
    return True


def _overwrite(path: Path) -> None:
    """Writes chance over a file in its place. A magnetic disk forgets by it; flash may keep old blocks."""
    with suppress(FileNotFoundError), path.open("r+b", buffering=0) as file:
        file.write(os.urandom(path.stat().st_size))
        os.fsync(file.fileno())
