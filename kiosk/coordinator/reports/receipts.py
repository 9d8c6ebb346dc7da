"""The coordinator's receipts: how far each kiosk's records are in the register, signed for the kiosks.

A kiosk may delete what a receipt names, so a receipt names only what was opened, and
without a break from the kiosk's first record on.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.counting.kiosk_names import kiosk_names
from kiosk.coordinator.register.register import FAILED, Register, State
from kiosk.errors import CampaignError
from kiosk.exchange.batches import SUFFIX
from kiosk.exchange.disguise import START
from kiosk.exchange.lines import looks_like_export
from kiosk.exchange.receipts import Receipt, read_receipts, receipts_file, write_receipts
from kiosk.exchange.record import GENESIS, next_link
from kiosk.files import no_folder, storage


@dataclass(frozen=True)
class MergedKiosk:
    """How far a kiosk's records are merged.

    Attributes:
        kiosk: the kiosk's 16-byte id.
        name: what to call it.
        upto: every record from 1 to this one is here exactly once and was opened; 0 if not even the first.
        chain: the kiosk's hash chain after record `upto`.
        last: the highest number that the kiosk has vouched for.
    """

    kiosk: bytes
    name: str
    upto: int
    chain: bytes
    last: int


def merged(register: Register, than: Mapping[str, int] | None = None) -> list[MergedKiosk]:
    """How far each kiosk that `register` has heard of is merged, by name.

    Args:
        than: by kiosk id (hex) a number; those that have vouched for no higher one are left out.
    """
    names, than = kiosk_names(register), than or {}
    found = []
    for kiosk in register.kiosks():
        if kiosk.last_seq <= than.get(kiosk.id.hex(), -1):
            continue
        with closing(register.digests(kiosk.id)) as records:
            found.append(MergedKiosk(kiosk.id, names[kiosk.id], *_unbroken(records), kiosk.last_seq))
    return found


def _unbroken(records: Iterable[tuple[int, bytes, State]]) -> tuple[int, bytes]:
    """The last number of the unbroken run from 1 on, and the chain after it."""
    upto, chain = 0, GENESIS
    for number, same in groupby(records, key=lambda record: record[0]):
        (_, digest, state), *others = same
        # Two records of one number: a laptop was copied or put back, and which one it has is not known here.
        if number != upto + 1 or others or state in FAILED:
            break
        upto, chain = number, next_link(chain, digest)
    return upto, chain


def give_receipts(
    kiosks: Iterable[MergedKiosk], keys: CampaignKeys, campaign: str, target: Path, today: datetime.date
) -> Path:
    """Signs a receipt for each of `kiosks` and writes them where a sync to `target` finds them.

    What another desk of the campaign wrote there stays where it is higher.

    Args:
        campaign: the campaign's id.
        target: a folder or stick, or an export file in it.

    Returns:
        the receipts file.

    Raises:
        CampaignError: nothing of any kiosk is merged from its first record on.
        StorageError: there is no such folder, or it cannot be written.
        ExportError, NewerVersionError: what has the file's name there cannot be replaced.
    """
    made = {
        kiosk.kiosk: Receipt(keys.key_id, kiosk.kiosk, kiosk.upto, kiosk.chain, today.isoformat()).signed(
            keys.signing_key
        )
        for kiosk in kiosks
        if kiosk.upto
    }
    if not made:
        raise CampaignError(
            "There is nothing to give a receipt for: no kiosk’s signatures are merged from the first on.",
            "Merge the kiosks’ signatures files; the books name what is lacking.",
        )
    path = receipts_file(_folder(target), campaign)
    write_receipts(path, [*made.values(), *_higher(read_receipts(path), made, keys)])
    return path


def _higher(there: Iterable[Receipt], made: Mapping[bytes, Receipt], keys: CampaignKeys) -> Iterator[Receipt]:
    """The highest sound receipt of `there` for each kiosk, if it is higher than the one `made` now."""
    sound = [one for one in there if one.campaign == keys.key_id and one.verify(keys.signer)]
    highest = {one.kiosk: one for one in sorted(sound, key=lambda one: one.upto)}
    for kiosk, receipt in highest.items():
        if kiosk not in made or receipt.upto > made[kiosk].upto:
            yield receipt


def _folder(target: Path) -> Path:
    with storage(target):
        folder = target.parent if _is_export(target) else target
        if not folder.is_dir():
            raise no_folder(folder)
    return folder


def _is_export(target: Path) -> bool:
    """Whether it is a signatures file: by its name, also before there is one, or else by how it begins."""
    if target.is_dir():
        return False
    if SUFFIX in target.name.lower():
        return True
    if not target.is_file():
        return False
    with target.open("rb") as file:
        return looks_like_export(file.read(START))
