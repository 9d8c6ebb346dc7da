"""What in an export file could not be used, in sentences: told at the end, as another file may bring it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from kiosk.coordinator.books import run_text, runs
from kiosk.coordinator.register import Register
from kiosk.exchange.batches import MAX_UNCLOSED, Batch, Leftovers
from kiosk.wording import counted

_MAX_LOST = 10_000
"""Lost numbers of one file that are remembered, to name them."""
_MAX_TOLD = 10
"""Kiosks that one sentence names."""

_Positions = dict[bytes, list[tuple[int, bytes]]]
"""By kiosk id: the numbers and digests of records."""


@dataclass
class Remains:
    """What a file left to be told of, gathered while it is read."""

    leftovers: Leftovers = field(default_factory=Leftovers)
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


def problems(register: Register, file: Remains, names: Mapping[bytes, str]) -> list[str]:
    """What in a file could not be used, now that all files are in."""
    left = file.leftovers
    told = []
    if left.foreign:
        told.append(f"Left out: {counted(left.foreign, 'batch', 'batches')} of another campaign.")
    if left.forged:
        told.append(f"Left out: {counted(left.forged, 'batch', 'batches')} with a wrong signature.")
    if left.newer:
        lines = counted(left.newer, "line")
        told.append(f"Left out: {lines} of a newer version. Update this program, then merge again.")
    open_ends: _Positions = defaultdict(list)
    for kiosk, seq, digest in left.unclosed:
        open_ends[kiosk].append((seq, digest))
    interrupted = _lacking(register, open_ends)
    if interrupted:
        least = "at least " if len(left.unclosed) >= MAX_UNCLOSED else ""
        records = _records(interrupted, {**file.names, **names})
        told.append(f"Not vouched for: {least}{records}. A sync was interrupted: sync again there.")
    elif left.torn:
        told.append(_cut_short(left.torn, names))
    lost = _lacking(register, file.lost)
    if lost:
        least = "at least " if file.lost_in_all > _MAX_LOST else ""
        records = _records(lost, {**file.names, **names})
        told.append(f"Damaged or missing: {least}{records}. Sync again there.")
    return told


def _cut_short(torn: set[bytes | None], names: Mapping[bytes, str]) -> str:
    known = sorted(_name(kiosk, names) for kiosk in torn if kiosk is not None)
    whose = f" of {', '.join(known[:_MAX_TOLD])}" if known else ""
    return f"It ends in the middle of a sync{whose}: sync that kiosk again."


def _lacking(register: Register, positions: _Positions) -> dict[bytes, list[int]]:
    """The numbers, by kiosk, of those of `positions` that the register does not have."""
    lacking = {}
    for kiosk, wanted in positions.items():
        held = register.held(kiosk, min(wanted)[0], max(wanted)[0])
        numbers = sorted({seq for seq, digest in wanted if digest not in held})
        if numbers:
            lacking[kiosk] = numbers
    return lacking


def _records(numbers: Mapping[bytes, list[int]], names: Mapping[bytes, str]) -> str:
    """Records as people name them: "18 records (Library steps: 41 to 57; Stall A: 3)"."""
    parts = [f"{_name(kiosk, names)}: {run_text(runs(seqs))}" for kiosk, seqs in numbers.items()]
    more = [f"and {counted(len(parts) - _MAX_TOLD, 'more kiosk')}"] if len(parts) > _MAX_TOLD else []
    total = sum(map(len, numbers.values()))
    return f"{counted(total, 'record')} ({'; '.join(parts[:_MAX_TOLD] + more)})"


def _name(kiosk: bytes, names: Mapping[bytes, str]) -> str:
    return names.get(kiosk) or f"kiosk {kiosk.hex()[:8]}"
