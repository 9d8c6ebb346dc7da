"""What was done to keep a campaign's signatures: receipts that were given, the last copy of its folder.

A small file in the campaign folder, specified in docs/format.md. It is a note, no proof: where it cannot be
read, nothing is taken for done.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from contextlib import suppress
from typing import Final, Literal

import msgspec

from kiosk.coordinator.campaign.folder import CampaignFolder
from kiosk.errors import CampaignError, KioskError
from kiosk.files import read_capped, write_whole

VERSION: Final = 1
_MOST_BYTES = 4 * 1024 * 1024


class Upkeep(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What `upkeep.json` holds.

    Attributes:
        receipts: by kiosk id (hex), up to which number a receipt was given.
        copied: how many records the register had when the folder was copied last.
        day: when that was (ISO 8601); empty if it never was.
    """

    version: Literal[1] = VERSION
    receipts: dict[str, int] = {}
    copied: int = 0
    day: str = ""


def read_upkeep(folder: CampaignFolder) -> Upkeep:
    """What was done for `folder`."""
    with suppress(KioskError, OSError, msgspec.MsgspecError, RecursionError):
        return msgspec.json.decode(read_capped(folder.upkeep_file, _MOST_BYTES, CampaignError), type=Upkeep)
    return Upkeep()


def note_receipts(folder: CampaignFolder, given: Mapping[bytes, int]) -> None:
    """Notes that receipts were given: by kiosk, up to which number. Raises StorageError."""
    upkeep = read_upkeep(folder)
    upto = {kiosk.hex(): number for kiosk, number in given.items() if number}
    highest = {id: max(number, upkeep.receipts.get(id, 0)) for id, number in upto.items()}
    _write(folder, msgspec.structs.replace(upkeep, receipts=upkeep.receipts | highest))


def note_copy(folder: CampaignFolder, records: int, today: datetime.date) -> None:
    """Notes that the folder was copied, with `records` in its register. Raises StorageError."""
    _write(folder, msgspec.structs.replace(read_upkeep(folder), copied=records, day=today.isoformat()))


def _write(folder: CampaignFolder, upkeep: Upkeep) -> None:
    write_whole(folder.upkeep_file, msgspec.json.format(msgspec.json.encode(upkeep)))
