"""Merge: the same books whatever the order, however often, and however the files were put together."""

from __future__ import annotations

import itertools
import shutil
from pathlib import Path

import pytest

from kiosk.coordinator.counting.books import Account, Books, balance
from kiosk.coordinator.merge.merge import MergeResult
from kiosk.stall.kiosk import Kiosk
from kiosk.stall.sync import sync
from tests.exports import HandmadeKiosk
from tests.people import NAMES, person

pytestmark = pytest.mark.slow


@pytest.fixture
def exports(make_kiosk, tmp_path: Path) -> list[Path]:
    """The files of three kiosks; person 1 signed at all of them, in one way or another."""
    files = []
    for number, name in enumerate(("Library steps", "Canteen", "Gate")):
        kiosk: Kiosk = make_kiosk(name)
        for n in range(1, 5):
            kiosk.sign(person(10 * number + n, date=f"2026-11-{10 - number:02d}"))
        changes = {"name": NAMES[1].upper() + " 1", "email": "CANARY1@Example1.ORG", "date": "2026-11-20"}
        kiosk.sign(person(1, **changes) if number else person(99))
        stick = tmp_path / f"stick {number}"
        stick.mkdir()
        files.append(sync(kiosk, stick).file)
    return files


def test_two_kiosks_and_their_duplicates(exports: list[Path], desk) -> None:
    result = desk.merge(*exports)
    assert result.new == 15
    assert result.books.total == Account(counted=13, duplicate=2)
    assert {(one.name, one.account.collected, tuple(one.gaps)) for one in result.books.kiosks} == {
        ("Library steps", 5, ()), ("Canteen", 5, ()), ("Gate", 5, ()),
    }  # fmt: skip
    assert not any(file.problems for file in result.files)


def test_where_nothing_was_merged_nothing_was_stopped_nor_changed() -> None:
    nothing = MergeResult([], Books())
    assert (nothing.new, nothing.repaired, nothing.stopped, nothing.changed) == (0, 0, False, [])


def test_merging_again_changes_nothing(exports: list[Path], desk) -> None:
    first = desk.merge(*exports)
    listed = desk.list()
    again = desk.merge(*exports)
    assert (again.new, [file.known for file in again.files]) == (0, [5, 5, 5])
    assert again.books == first.books
    assert desk.list() == listed


def test_a_copy_beside_the_file_brings_only_what_is_known(exports: list[Path], desk, tmp_path: Path) -> None:
    copy = shutil.copy(exports[0], tmp_path / "copy.signatures")
    files = desk.merge(exports[0], copy).files
    assert [(file.new, file.known) for file in files] == [(5, 0), (0, 5)]


def test_the_order_does_not_matter(exports: list[Path], make_desk) -> None:
    lists = set()
    for order in itertools.permutations(exports):
        together = make_desk()
        together.merge(*order)
        lists.add(together.list())
        one_by_one = make_desk()
        for file in order:
            one_by_one.merge(file)
        lists.add(one_by_one.list())
    assert len(lists) == 1


def test_files_laid_end_to_end_are_one_file(exports: list[Path], make_desk, tmp_path: Path) -> None:
    apart, joined = make_desk(), make_desk()
    apart.merge(*exports)
    both = tmp_path / "both.signatures"
    both.write_bytes(b"".join(file.read_bytes() for file in reversed(exports)))
    assert joined.merge(both).new == 15
    assert joined.list() == apart.list()
    both.write_bytes(both.read_bytes() * 2)
    assert joined.merge(both).new == 0


def test_lines_may_end_as_on_windows_and_have_blank_ones_between(exports: list[Path], desk) -> None:
    file = exports[0]
    file.write_bytes(b"\r\n" + file.read_bytes().replace(b"\n", b"\r\n\r\n"))
    assert desk.merge(file).books.total == Account(counted=5)


def test_a_growing_file_brings_only_what_is_new(stall: Kiosk, stick: Path, desk) -> None:
    for n in range(3):
        stall.sign(person(n))
        file = sync(stall, stick).file
        result = desk.merge(file)
        assert (result.new, result.files[0].known) == (1, n)


def test_large_inputs_are_opened_on_all_cores(keys, make_desk, tmp_path: Path) -> None:
    """Over 4 MiB: the processes' way gives the same list as the one-process way."""
    kiosk = HandmadeKiosk(keys)
    records = kiosk.sign(*(person(n % 900) for n in range(1000)))
    parts = [kiosk.batch(records[at : at + 100]) for at in range(0, 1000, 100)]
    whole = tmp_path / "whole.signatures"
    whole.write_bytes(b"".join(parts))
    assert whole.stat().st_size > 4 * 2**20
    large, small = make_desk(), make_desk()
    result = large.merge(whole)
    assert result.books.total == Account(counted=900, duplicate=100)
    for number, part in enumerate(parts):
        file = tmp_path / f"{number}.signatures"
        file.write_bytes(part)
        small.merge(file)
    assert small.list() == large.list()


def test_what_was_vouched_for_and_is_wholly_absent_is_a_gap(desk, keys, tmp_path: Path) -> None:
    kiosk = HandmadeKiosk(keys)
    records = kiosk.sign(*(person(n) for n in range(5)))
    absent = kiosk.batch(records[3:]).splitlines(keepends=True)[-1]  # its checkpoint alone
    file = tmp_path / "a.signatures"
    file.write_bytes(kiosk.batch(records[:3]) + absent)
    books = desk.merge(file).books
    assert [one.gaps for one in books.kiosks] == [[(4, 5)]]
    assert [one.gaps for one in balance(desk.register).kiosks] == [[(4, 5)]], "and it is remembered"


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_checkpoints_alone_in_a_file_change_nothing_in_whatever_order(
    desk, keys, tmp_path: Path, order: tuple[int, int]
) -> None:
    kiosk = HandmadeKiosk(keys)
    records = kiosk.sign(*(person(n) for n in range(5)))
    files = [tmp_path / "records.signatures", tmp_path / "checkpoint.signatures"]
    files[0].write_bytes(kiosk.batch(records[:3]))
    files[1].write_bytes(kiosk.batch(records[3:]).splitlines(keepends=True)[-1])
    desk.merge(*(files[number] for number in order))
    assert [one.gaps for one in balance(desk.register).kiosks] == [[]]
