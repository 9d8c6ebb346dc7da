"""A sync that was cut off at any byte: earlier batches stay good, and the next sync repairs the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.stall.kiosk import Kiosk
from kiosk.stall.sync import sync
from tests.exports import line_starts, numbers, read
from tests.people import person

pytestmark = pytest.mark.slow


@pytest.fixture
def torn_stall(make_kiosk, make_pack, quick_path: Path) -> Kiosk:
    """A kiosk with small records, so that a batch has few bytes to be cut at."""
    return make_kiosk(data=quick_path / "A", pack=make_pack(record_bytes=1024))


def test_cut_anywhere_in_the_last_batch(torn_stall: Kiosk, quick_path: Path, make_desk) -> None:
    kiosk, campaign = torn_stall, torn_stall.pack.key_id
    for n in (1, 2):
        kiosk.sign(person(n))
    file = sync(kiosk, quick_path).file
    start = file.stat().st_size
    kiosk.sign(person(3))
    whole = sync(kiosk, quick_path).file.read_bytes()
    before_it, after_it = make_desk(), make_desk()
    around = {end + by for end in (start, line_starts(whole)[-1], len(whole)) for by in range(-40, 40)}
    cuts = [cut for cut in range(start, len(whole)) if cut in around or cut % 9 == 0]
    for number, cut in enumerate(cuts):
        file.write_bytes(whole[:cut])
        batches, _ = read(file, campaign)
        # Only the last line's end may be missing and the batch still be whole.
        assert numbers(batches) == ([1, 2] if cut < len(whole) - 1 else [1, 2, 3]), cut
        if number % 40 == 0:
            assert before_it.merge(file).books.total.counted == 2, cut
        result = sync(kiosk, quick_path)
        assert result.total == 3, cut
        batches, _ = read(file, campaign)
        assert sorted(set(numbers(batches))) == [1, 2, 3], cut
        assert len(numbers(batches)) == 3, f"cut at {cut}: a record is there twice"
        if number % 40 == 0:
            merged = after_it.merge(file)
            assert merged.books.total.collected == 3, cut
            assert not any(result.problems for result in merged.files), cut


def test_cut_anywhere_in_the_very_first_batch(torn_stall: Kiosk, quick_path: Path) -> None:
    kiosk = torn_stall
    kiosk.sign(person(1))
    file = sync(kiosk, quick_path).file
    whole = file.read_bytes()
    starts = line_starts(whole)
    for cut in [
        *range(60),
        *range(60, len(whole), 37),
        *(at + d for at in starts[1:] for d in (-2, -1, 0, 1)),
    ]:
        file.write_bytes(whole[:cut])
        assert sync(kiosk, quick_path).total == 1, cut
        assert numbers(read(file, kiosk.pack.key_id)[0]) == [1], cut


def test_another_kiosk_goes_on_after_a_torn_end(torn_stall: Kiosk, quick_path: Path, make_kiosk) -> None:
    kiosk = torn_stall
    other = make_kiosk("B", quick_path / "B", pack=quick_path / "A" / "campaign.kioskpack")
    for n in (1, 2):
        kiosk.sign(person(n))
        other.sign(person(10 + n))
    file = sync(kiosk, quick_path).file
    whole = file.read_bytes()
    for cut in range(1, len(whole), 211):
        file.write_bytes(whole[:cut])
        assert sync(other, quick_path).written == 2
        assert sync(kiosk, quick_path).total == 2
        batches, stats = read(file, kiosk.pack.key_id)
        assert numbers(batches) == [1, 1, 2, 2], cut
        assert not stats.unclosed, cut


def test_zeros_after_a_power_cut_are_passed_over(torn_stall: Kiosk, quick_path: Path) -> None:
    """Some file systems give a file its length before its bytes."""
    kiosk = torn_stall
    kiosk.sign(person(1))
    file = sync(kiosk, quick_path).file
    kiosk.sign(person(2))
    with file.open("ab") as end:
        end.write(bytes(300_000))
    assert sync(kiosk, quick_path).written == 1
    assert numbers(read(file, kiosk.pack.key_id)[0]) == [1, 2]
