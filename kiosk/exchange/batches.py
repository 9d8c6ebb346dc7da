"""Puts the lines of an export file together into batches that a kiosk vouches for.

Everybody who reads an export file reads it through `read_batches`: the kiosk, to
see what is already there, and the coordinator, to merge.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from kiosk.errors import ExportError, NewerVersionError
from kiosk.exchange.disguise import START, disguise
from kiosk.exchange.lines import Checkpoint, Damaged, Newer, Watch, read_lines
from kiosk.exchange.record import Record
from kiosk.files import open_ordinary, storage

SUFFIX = ".signatures"
MAX_PENDING = 20_000
"""Records held in memory while their checkpoint has not come yet."""
MAX_PENDING_BYTES = 96 * 1024 * 1024
"""What they may take together."""
MAX_TORN = 1000
"""Kiosks remembered by their damaged lines."""
MAX_UNCLOSED = 20_000
"""Records remembered that nobody vouches for."""


@dataclass(frozen=True)
class Lost:
    """A record that a checkpoint speaks of and this file does not bring soundly.

    `damaged` tells a damaged line from one that is simply not there.
    """

    seq: int
    damaged: bool


@dataclass(frozen=True)
class Batch:
    """A checkpoint whose signature is good, the records that it vouches for, and those that are lost."""

    checkpoint: Checkpoint
    records: list[Record]
    lost: list[Lost]


@dataclass
class ReadStats:
    """What a file holds besides sound batches; filled while `read_batches` runs.

    Attributes:
        foreign: checkpoints of another campaign.
        forged: checkpoints whose signature does not fit.
        newer: lines of a newer version.
        damaged: lines that are not sound.
        torn: whose damaged lines stand after that kiosk's last checkpoint, so that no later sync
            can have repaired them; None for a line that does not say, after any checkpoint at all.
            A stray line, such as a mail's footer, is not one.
        unclosed: records that no checkpoint after them vouches for, as (kiosk id, number, digest):
            an interrupted sync, or a second copy of what was vouched for before. At most `MAX_UNCLOSED`.
        batches: sound batches read.
        read: bytes of the file read up to the last checkpoint.
    """

    foreign: int = 0
    forged: int = 0
    newer: int = 0
    damaged: int = 0
    batches: int = 0
    read: int = 0
    torn: set[bytes | None] = field(default_factory=set)
    unclosed: list[tuple[bytes, int, bytes]] = field(default_factory=list)

    def leave_open(self, record: Record) -> None:
        """Notes a record that no checkpoint vouches for."""
        if len(self.unclosed) < MAX_UNCLOSED:
            self.unclosed.append((record.kiosk, record.seq, record.digest()))


def read_batches(
    path: Path, key_id: bytes, stats: ReadStats, watch: Watch = lambda lines, size: None
) -> Iterator[Batch]:
    """The batches of the campaign `key_id` in the export file `path`, as they come.

    Memory stays flat whatever the file's size. A damaged, forged or foreign part is
    counted in `stats` and never stops the rest.

    Args:
        watch: see `read_lines`.

    Raises:
        ExportError: the file is empty, not an ordinary one, or holds no line of an export file.
        NewerVersionError: only a newer version's lines are in it.
        StorageError: it cannot be read.
    """
    with storage(path):
        if path.is_dir():
            raise ExportError(
                "{path} is a folder, not a signatures file.", "Name the files in it.", path=path
            )
    reader, empty = _Reader(stats), True
    with storage(path), open_ordinary(path, _odd(path), links=True) as file:
        for line in read_lines(file, watch):
            empty = False
            if isinstance(line, Record):
                reader.take(line)
            elif isinstance(line, Newer):
                stats.newer += 1
            elif isinstance(line, Damaged):
                reader.note_damage(line)
            elif line.campaign != key_id:
                reader.pass_over(line, file.tell())
            elif not line.verify():
                stats.forged += 1
            else:
                yield reader.close(line, file.tell())
    reader.end()
    _refuse_what_is_no_export(path, empty, stats)


class _Reader:
    """The records that wait for a checkpoint, and what may have been lost before it."""

    def __init__(self, stats: ReadStats) -> None:
        self._stats = stats
        self._pending: OrderedDict[bytes, Record] = OrderedDict()
        self._held = 0
        self._claimed: set[tuple[bytes | None, int]] = set()
        self._some_line_damaged = False

    def take(self, record: Record) -> None:
        """Has `record` wait; of too many, the oldest are left open."""
        digest = record.digest()
        if digest not in self._pending:
            self._pending[digest] = record
            self._held += len(record.sealed)
        while len(self._pending) > MAX_PENDING or self._held > MAX_PENDING_BYTES:
            _, dropped = self._pending.popitem(last=False)
            self._held -= len(dropped.sealed)
            self._stats.leave_open(dropped)

    def note_damage(self, line: Damaged) -> None:
        """Counts a damaged line, and remembers whose it may have been."""
        self._stats.damaged += 1
        if line.stray:
            return
        if len(self._stats.torn) < MAX_TORN:
            self._stats.torn.add(line.kiosk)
        if line.seq is not None and len(self._claimed) < MAX_PENDING:
            self._claimed.add((line.kiosk, line.seq))
        else:
            self._some_line_damaged = True

    def pass_over(self, checkpoint: Checkpoint, read: int) -> None:
        """Counts a checkpoint of another campaign; its records are foreign too, and not left open."""
        self._stats.foreign += 1
        self._stats.read = read
        if checkpoint.verify():
            self._stats.torn -= {checkpoint.kiosk, None}
            self._batch(checkpoint)

    def close(self, checkpoint: Checkpoint, read: int) -> Batch:
        """The batch that `checkpoint` vouches for; the file is read up to `read`."""
        self._stats.batches += 1
        self._stats.read = read
        self._stats.torn -= {checkpoint.kiosk, None}
        batch = self._batch(checkpoint)
        self._some_line_damaged = False
        return batch

    def end(self) -> None:
        """Nothing comes any more: what still waits is left open."""
        for record in self._pending.values():
            self._stats.leave_open(record)

    def _batch(self, checkpoint: Checkpoint) -> Batch:
        records: list[Record] = []
        lost: list[Lost] = []
        kiosk = checkpoint.kiosk
        for seq, digest in enumerate(checkpoint.digests, checkpoint.first):
            record = self._pending.get(digest)
            damaged = (kiosk, seq) in self._claimed
            self._claimed.discard((kiosk, seq))
            # The digest covers kiosk and number, so a match is this record and no other.
            if record is not None and record.kiosk == kiosk and record.seq == seq:
                records.append(record)
                del self._pending[digest]
                self._held -= len(record.sealed)
            else:
                lost.append(Lost(seq, damaged or self._some_line_damaged))
        return Batch(checkpoint, records, lost)


def _odd(path: Path) -> ExportError:
    return ExportError("{path} is not an ordinary file.", "Copy the signatures into a file first.", path=path)


def _refuse_what_is_no_export(path: Path, empty: bool, stats: ReadStats) -> None:
    if empty:
        raise ExportError(
            "{path} is empty: it holds no signatures.",
            "Sync the kiosk again, then merge the new file.",
            path=path,
        )
    sound = stats.batches or stats.unclosed or stats.foreign or stats.forged
    if not sound and stats.newer:
        raise NewerVersionError(
            "{path} was written by a newer version of this program.", "Update this program.", path=path
        )
    if not sound:
        with open_ordinary(path, _odd(path), links=True) as file:
            happened = disguise(path, file.read(START), surely=True)
        raise happened or ExportError(
            "{path} is not a signatures file, or is damaged from beginning to end.",
            "Choose the right file, or sync the kiosk again.",
            path=path,
        )
