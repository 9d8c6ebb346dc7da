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

from kiosk.campaign import pack as packs
from kiosk.coordinator.campaign.folder import CampaignFolder
from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.campaign.public_side import PublicSide
from kiosk.coordinator.counting.books import Books, balance
from kiosk.coordinator.register.register import Register
from kiosk.coordinator.rights.certificates import destruction_certificate
from kiosk.coordinator.rights.copies import find_copies
from kiosk.errors import CampaignError, SettingsError, StorageError
from kiosk.exchange.certificates import read_certificate, write_certificate
from kiosk.files import patiently, storage, sync_folder


@dataclass(frozen=True)
class Inventory:
    """What is in a campaign folder.

    Attributes:
        goes: the files that destroying deletes, in that order: the keys first, `campaign.key` as the last.
        keys: those of them that are written over before.
        words: those of them with what the coordinator said.
        doubtful: keys that may or may not be the campaign's, and sheets of its shares: nothing is destroyed
            before a person has looked at them.
        stays: what is not personal, and is kept.
        unknown: what this program did not put there, and so leaves to the coordinator.
    """

    goes: list[Path]
    keys: list[Path]
    words: list[Path]
    doubtful: list[Path]
    stays: list[Path]
    unknown: list[Path]


def inventory(folder: CampaignFolder) -> Inventory:
    """What destroying the campaign in `folder` would delete, keep, and leave alone."""
    with storage(folder.path):
        there = sorted(folder.path.iterdir())
        withdrawals = sorted(folder.withdrawals.glob("*.txt"))
    copies = find_copies(folder.path, folder.public, folder.key_file)
    keys = [path for path in there if _is_piece_of(path, folder.key_file)]
    keys += [path for path in copies.keys if path not in keys]
    keys += [folder.key_file] if folder.key_file in there else []
    register = [path for path in there if path.name.startswith(folder.register_file.name)]
    register += [path for path in copies.registers if path not in register]
    words = [path for path in there if path == folder.words_file or _is_piece_of(path, folder.words_file)]
    made = [path for path in there if path.suffix == packs.SUFFIX]
    upkeep = [folder.upkeep_file] if folder.upkeep_file in there else []
    goes = [*keys, *register, *words, *made, *withdrawals, *upkeep]
    public = (folder.path / "campaign.json", folder.content)
    stays = [path for path in (*public, folder.destruction, folder.destruction_under_way) if path in there]
    doubtful = [path for path in copies.doubtful if path not in goes]
    known = {*goes, *stays, *doubtful, folder.withdrawals}
    return Inventory(goes, keys, words, doubtful, stays, [path for path in there if path not in known])


def sheets_to_burn(public: PublicSide) -> str:
    """Which printed shares of the key have to be destroyed by hand, by their numbers where they are known."""
    made = public.shares
    if made is None:
        return "printed share sheets, if any were ever made"
    which = f"1 to {made.total}" if made.total else "all that were made"
    return f"the printed share sheets of set {made.set} ({which}), and those of any earlier set"


def destroy(
    folder: CampaignFolder,
    register: Register | None,
    keys: CampaignKeys,
    today: datetime.date,
    *,
    with_totals: bool = True,
) -> Path:
    """Certifies and then deletes the key, the register, the packs and what else `inventory` lists.

    Args:
        register: the campaign's register, in `folder` or elsewhere; None if nothing was ever merged, or
            it cannot be read.
        with_totals: the certificate says how many signatures there were; not where that is not known.

    Returns:
        the certificate, in `folder`.

    Raises:
        CampaignError: keys or sheets lie in the folder that a person must look at; nothing was done.
        CampaignError, StorageError: as `finish` says, which may then be called again.
    """
    found = inventory(folder)
    if found.doubtful:
        raise CampaignError(
            "Nothing was destroyed: other keys or key sheets lie in the folder: {names}.",
            "Delete those of this campaign, move others elsewhere, and do it again.",
            names=_names(found.doubtful, folder),
        )
    books = (balance(register) if register else Books()) if with_totals else None
    elsewhere = register.name if register and register.name != str(folder.register_file) else ""
    gone = [_name(path, folder) for path in found.goes]
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
            "{path} was not signed by this campaign’s coordinator.",
            "Nothing was deleted. Delete that file, and find out who put it there.",
            path=folder.destruction_under_way,
        )
    found = inventory(folder)
    left = [path for path in found.goes if not _deleted(path, written_over=path in found.keys)]
    left += found.doubtful  # put there since; they may open what is elsewhere
    with storage(folder.path):
        sync_folder(folder.path)
    if certificate.facts.elsewhere:
        _drop_tables(register, certificate.facts.elsewhere)
    if left:
        raise StorageError(
            "These could not be deleted: {names}.",
            "Run it again; if they stay, delete them by hand, or destroy the disk.",
            names=_names(left, folder),
        )
    with storage(folder.path):
        with suppress(FileNotFoundError):
            folder.withdrawals.rmdir()
        patiently(lambda: folder.destruction_under_way.replace(folder.destruction))
        sync_folder(folder.path)
    return folder.destruction


def _drop_tables(register: Register | None, name: str) -> None:
    if register is None or register.name != name:
        raise SettingsError(
            "The key is destroyed; the tables of the register are not yet: {name}.",
            "Run it again with the register’s address.",
            name=name,
        )
    register.drop()


def _is_piece_of(path: Path, file: Path) -> bool:
    """Whether `path` is what a write of `file` that was cut short has left."""
    return path.name.startswith(f".{file.name}.")


def _name(path: Path, folder: CampaignFolder) -> str:
    """How a file is called in the folder; a certificate of withdrawal by its name alone."""
    return path.name if path.parent == folder.withdrawals else path.relative_to(folder.path).as_posix()


def _names(paths: list[Path], folder: CampaignFolder) -> str:
    return ", ".join(_name(path, folder) for path in paths)


def _deleted(path: Path, *, written_over: bool) -> bool:
    try:
        if written_over:
            _overwrite(path)
        patiently(lambda: path.unlink(missing_ok=True))
    except OSError:
        return False
    return True


def _overwrite(path: Path) -> None:
    """Writes chance over a file in its place. A magnetic disk forgets by it; flash may keep old blocks."""
    with suppress(FileNotFoundError), path.open("r+b", buffering=0) as file:
        file.write(os.urandom(path.stat().st_size))
        os.fsync(file.fileno())
