"""What in an export file could not be used: told at the end, as another file may bring it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from kiosk.coordinator.counting.kiosk_names import shown_names
from kiosk.coordinator.counting.numbers import MAX_TOLD, places_text, shown_name
from kiosk.coordinator.register.register import KioskRow, Register
from kiosk.errors import Remark
from kiosk.exchange.batches import MAX_UNCLOSED, Batch, ReadStats

_MAX_LOST = 10_000
"""Lost numbers of one file that are remembered, to name them."""

_Positions = dict[bytes, list[tuple[int, bytes]]]
"""By kiosk id: the numbers and digests of records."""


@dataclass
class FileIssues:
    """What a file left to be told of, gathered while it is read."""

    stats: ReadStats = field(default_factory=ReadStats)
    names: dict[bytes, str] = field(default_factory=dict)
    lost: _Positions = field(default_factory=lambda: defaultdict(list))
    lost_in_all: int = 0

    def note_lost(self, batch: Batch) -> None:
        """Remembers what `batch` vouches for and does not bring; at most `_MAX_LOST` of a file."""
        checkpoint = batch.checkpoint
        for one in batch.lost:
            if self.lost_in_all < _MAX_LOST:
                digest = checkpoint.digests[one.seq - checkpoint.first]
                self.lost[checkpoint.kiosk].append((one.seq, digest))
                self.names[checkpoint.kiosk] = checkpoint.name
            self.lost_in_all += 1


def problems(register: Register, file: FileIssues, names: Mapping[bytes, str]) -> list[Remark]:
    """What in a file could not be used, now that all files are in."""
    left = file.stats
    names = _with_strangers(register, file, names)
    told = []
    if left.foreign:
        told.append(Remark("Left out, batches of another campaign: {number}.", number=left.foreign))
    if left.forged:
        told.append(Remark("Left out, batches with a wrong signature: {number}.", number=left.forged))
    if left.newer:
        told.append(
            Remark(
                "Left out, lines of a newer version: {number}.",
                "Update this program, then merge again.",
                number=left.newer,
            )
        )
    open_ends: _Positions = defaultdict(list)
    for kiosk, seq, digest in left.unclosed:
        open_ends[kiosk].append((seq, digest))
    interrupted = _lacking(register, open_ends)
    if interrupted:
        told.append(
            Remark(
                "Signatures that nobody vouches for: {number} ({places}).",
                "A sync was interrupted: sync again there.",
                number=_number(interrupted, all_known=len(left.unclosed) < MAX_UNCLOSED),
                places=places_text(interrupted, names),
            )
        )
    elif left.torn:
        told.append(_cut_short(left.torn, names))
    lost = _lacking(register, file.lost)
    if lost:
        told.append(
            Remark(
                "Damaged or missing: {number} ({places}).",
                "Sync again there.",
                number=_number(lost, all_known=file.lost_in_all <= _MAX_LOST),
                places=places_text(lost, names),
            )
        )
    return told


def _with_strangers(register: Register, file: FileIssues, names: Mapping[bytes, str]) -> Mapping[bytes, str]:
    """`names`, and what to call the kiosks that only `file` names."""
    strangers = [KioskRow(id, name, 0) for id, name in file.names.items() if id not in names]
    return shown_names([*register.kiosks(), *strangers]) if strangers else names


def _cut_short(torn: set[bytes | None], names: Mapping[bytes, str]) -> Remark:
    known = sorted(shown_name(kiosk, names) for kiosk in torn if kiosk is not None)
    if not known:
        return Remark("It ends in the middle of a sync: sync that kiosk again.")
    return Remark(
        "It ends in the middle of a sync of {names}: sync that kiosk again.",
        names=", ".join(known[:MAX_TOLD]),
    )


def _lacking(register: Register, positions: _Positions) -> dict[bytes, list[int]]:
    """The numbers, by kiosk, of those of `positions` that the register does not have."""
    lacking = {}
    for kiosk, wanted in positions.items():
        held = register.held(kiosk, min(wanted)[0], max(wanted)[0])
        numbers = sorted({seq for seq, digest in wanted if digest not in held})
        if numbers:
            lacking[kiosk] = numbers
    return lacking


def _number(numbers: Mapping[bytes, list[int]], *, all_known: bool) -> str:
    """How many there are: "1,200", or "≥ 10,000" where there may be more."""
    total = f"{sum(map(len, numbers.values())):,}"
    return total if all_known else f"≥ {total}"
