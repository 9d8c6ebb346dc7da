"""What an export file holds of this kiosk, by this kiosk's own word: its signed checkpoints.

A kiosk that finds numbers of its own there that it does not know, or knows otherwise, was put back
from a copy, or copied. Nobody else can make it believe that: it takes the kiosk's key.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from kiosk.errors import ExportError, NewerVersionError
from kiosk.exchange.batches import ReadStats, read_batches
from kiosk.exchange.lines import Watch
from kiosk.exchange.record import next_link
from kiosk.files import open_ordinary
from kiosk.stall.kiosk import Kiosk
from kiosk.stall.stored import Life, Survey
from kiosk.stall.targets import not_ordinary

MAX_UNSOUND_LINES = 50_000
MAX_UNSOUND_BYTES = 16 * 1024 * 1024
"""So much without a sound line, and the kiosk gives up on a file: a power cut leaves a few batches of it
at most. The coordinator's merge, which has time, reads on."""


class TooMuchJunkError(ExportError):
    """A file has so much in it that is not signatures that the kiosk gave up on it."""


def give_up_on_junk(path: Path, lines: int, size: int) -> None:
    """Raises TooMuchJunkError once `lines` and `size` are too much; see `kiosk.exchange.lines.Watch`."""
    if lines > MAX_UNSOUND_LINES or size > MAX_UNSOUND_BYTES:
        raise TooMuchJunkError(
            "Far too much in {path} is not signatures. Nothing was written to it.",
            "Use another stick, or move that file into another folder of this one. "
            "Do not delete it: the coordinator can still look into it.",
            path=path,
        )


@dataclass(frozen=True)
class _Batch:
    """What a checkpoint of this kiosk vouches for: records from `first` on, after the chain `start`."""

    kiosk: bytes
    first: int
    start: bytes
    digests: tuple[bytes, ...]

    def links(self) -> Iterator[tuple[int, bytes]]:
        """The number before its first record with the chain after that, then each number with its own."""
        number, chain = self.first - 1, self.start
        yield number, chain
        for digest in self.digests:
            number, chain = number + 1, next_link(chain, digest)
            yield number, chain


@dataclass(frozen=True)
class Holdings:
    """What an export file holds of a kiosk, of all its lives."""

    records: set[tuple[bytes, int, bytes]] = field(default_factory=set)
    """Those that are sound and vouched for: kiosk id, number and digest."""
    batches: set[_Batch] = field(default_factory=set)

    def rows(self, lives: list[Life], vault: dict[int, bytes]) -> set[int]:
        """The rows of the vault that are there as the vault has them.

        Args:
            vault: the digest of each row.
        """
        befores = {life.kiosk: life.before for life in lives}
        return {
            row
            for kiosk, number, digest in self.records
            if vault.get(row := befores[kiosk] + number) == digest
        }

    def parted_after(self, kiosk: Kiosk, life: Life, survey: Survey) -> int | None:
        """The row of `life` up to which the vault surely is one with what goes on otherwise here.

        None if nothing does. What is damaged in the vault, or released from it, tells nothing.
        """
        vault, released = kiosk.vault, kiosk.vault.released(life).upto
        telling = {
            number: survey.digests.get(life.before + number)
            for number in range(released + 1, life.last + 1)
            if life.before + number not in survey.faults
        }
        agreed = 0
        parted: list[int] = []  # the last number before what is otherwise, of each batch
        for batch in (each for each in self.batches if each.kiosk == life.kiosk):
            for number, digest in enumerate(batch.digests, batch.first):
                if number > life.last or telling.get(number, digest) != digest:
                    parted.append(number - 1)
                    links = reversed([link for link in batch.links() if link[0] <= life.last])
                    agreed = max(
                        agreed, next((n for n, chain in links if vault.chain_after(n, life) == chain), 0)
                    )
                    break
        return life.before + max(released, min(agreed, *parted)) if parted else None

    def leads_to(self, life: Life, start: bytes, number: int, chain: bytes) -> bool:
        """Whether what is here continues `life`, after its last record and the chain `start`, to that chain.

        Args:
            number: the number that has the chain `chain`.
        """
        known = {(life.last, start)}
        before = 0
        while len(known) > before:
            before = len(known)
            for batch in sorted(self.batches, key=lambda each: each.first):
                if batch.kiosk == life.kiosk:
                    links = list(batch.links())
                    at = next((at for at, link in enumerate(links) if link in known), len(links))
                    known.update(links[at:])
        return (number, chain) in known


def read_holdings(kiosk: Kiosk, path: Path, lives: list[Life], watch: Watch) -> Holdings:
    """What the file `path` holds of the kiosk, of any of `lives`; nothing if it is not there or empty.

    Raises:
        StorageError: it cannot be read.
        ExportError, NewerVersionError: it is not an export file, or another campaign's.
    """
    holdings = Holdings()
    if not path.exists() or not path.stat().st_size:
        return holdings
    mine = {life.kiosk for life in lives}
    stats = ReadStats()
    try:
        for batch in read_batches(path, kiosk.pack.key_id, stats, watch):
            checkpoint = batch.checkpoint
            if checkpoint.kiosk in mine:
                holdings.batches.add(
                    _Batch(checkpoint.kiosk, checkpoint.first, checkpoint.start, checkpoint.digests)
                )
                holdings.records.update((one.kiosk, one.seq, one.digest()) for one in batch.records)
    except (NewerVersionError, TooMuchJunkError):
        raise
    except ExportError:
        if not _is_torn_start(path):
            raise
    if stats.foreign and not stats.batches:
        raise ExportError("{path} belongs to another campaign.", "Use another stick.", path=path)
    return holdings


def _is_torn_start(path: Path) -> bool:
    """Whether the file is what an interrupted first sync leaves: the beginning of a first line."""
    with open_ordinary(path, not_ordinary(path)) as file:
        return b'{"record":1,"kiosk":"'.startswith(file.read(21))
