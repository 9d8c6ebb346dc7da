"""Damage anywhere in an export file costs what it hits and nothing else, and never raises."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.errors import ExportError
from kiosk.exchange.record import Record
from tests.exchange.conftest import CAMPAIGN, ShortKiosk
from tests.exports import read

KIOSK = ShortKiosk()
BATCHES = [(1, 3), (4, 6), (7, 9)]
PARTS = [KIOSK.batch(first, last) for first, last in BATCHES]
FILE = b"".join(PARTS)
SOUND = {KIOSK.record(n).digest() for n in range(1, 10)}
any_file = settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def file(quick_path: Path) -> Path:
    return quick_path / "all.signatures"


def sound(file: Path, data: bytes) -> set[int]:
    """The numbers of the records that `data` brings; each must be just as it was signed."""
    file.write_bytes(data)
    batches, _ = read(file, CAMPAIGN)
    records: list[Record] = [record for batch in batches for record in batch.records]
    assert {record.digest() for record in records} <= SOUND
    return {record.seq for record in records}


def hit(at: int) -> set[int]:
    """What damage at byte `at` may cost: one record, or where a checkpoint is hit its batch."""
    begin = 0
    for (first, last), part in zip(BATCHES, PARTS, strict=True):
        for number, line in enumerate(part.splitlines(keepends=True), first):
            if at < begin + len(line):
                return {number} if number <= last else set(range(first, last + 1))
            begin += len(line)
    raise AssertionError("beyond the file")


@any_file
@given(st.integers(0, len(FILE) - 1), st.integers(0, 7))
def test_any_flipped_bit_costs_at_most_what_it_hits(file: Path, at: int, bit: int) -> None:
    damaged = bytearray(FILE)
    damaged[at] ^= 1 << bit
    assert sound(file, bytes(damaged)) >= set(range(1, 10)) - hit(at)


def test_every_line_end_may_be_lost(file: Path) -> None:
    for at in (n for n, byte in enumerate(FILE) if byte == 0x0A):
        for replacement in (b"", b" ", b"\r", b"x", b"\0"):
            assert sound(file, FILE[:at] + replacement + FILE[at + 1 :]) == set(range(1, 10))


@any_file
@given(st.integers(0, len(FILE) - 1), st.binary(min_size=1, max_size=40))
def test_bytes_put_in_anywhere_cost_at_most_what_they_hit(file: Path, at: int, more: bytes) -> None:
    assert sound(file, FILE[:at] + more + FILE[at:]) >= set(range(1, 10)) - hit(at) - hit(max(at - 1, 0))


@any_file
@given(st.integers(0, len(FILE) - 1), st.integers(1, 600))
def test_a_hole_costs_at_most_the_lines_that_it_touches(file: Path, at: int, length: int) -> None:
    end = min(at + length, len(FILE))
    touched = set().union(*(hit(n) for n in range(at, end)))
    assert sound(file, FILE[:at] + FILE[end:]) >= set(range(1, 10)) - touched
    assert sound(file, FILE[:at] + bytes(end - at) + FILE[end:]) >= set(range(1, 10)) - touched


def test_a_last_batch_cut_at_any_byte_leaves_the_earlier_ones(file: Path) -> None:
    earlier = len(PARTS[0]) + len(PARTS[1])
    for end in range(earlier, len(FILE) - 1):
        assert sound(file, FILE[:end]) == set(range(1, 7))
    assert sound(file, FILE[:-1]) == set(range(1, 10))


def test_after_a_cut_at_any_byte_appending_the_batch_again_repairs_the_file(file: Path) -> None:
    earlier = len(PARTS[0]) + len(PARTS[1])
    for end in range(earlier, len(FILE)):
        for between in (b"", b"\n"):
            assert sound(file, FILE[:end] + between + PARTS[2]) == set(range(1, 10))


def test_only_the_beginning_of_the_first_line_is_no_export_file(file: Path) -> None:
    for end in (1, 10, 21, 100):
        with pytest.raises(ExportError):
            sound(file, FILE[:end])


@any_file
@given(st.permutations(range(3)), st.lists(st.integers(0, 2), max_size=3))
def test_batches_in_any_order_and_number_bring_the_same(
    file: Path, order: list[int], again: list[int]
) -> None:
    assert sound(file, b"".join(PARTS[n] for n in [*order, *again])) == set(range(1, 10))
