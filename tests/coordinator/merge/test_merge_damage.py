"""What is damaged costs itself alone, and is named by kiosk and number."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kiosk.coordinator.counting.books import Account
from kiosk.coordinator.merge import problems as telling
from kiosk.coordinator.merge.merge import merge
from kiosk.coordinator.register.register import Register
from kiosk.errors import StorageError
from kiosk.exchange.lines import write_checkpoint, write_record
from kiosk.exchange.record import Record
from tests.exports import HandmadeKiosk, flip_bit, line_starts, numbers, read
from tests.people import person
from tests.program import kiosk as command


@pytest.fixture
def kiosk(keys) -> HandmadeKiosk:
    made = HandmadeKiosk(keys, "Library steps")
    made.sign(*(person(n) for n in range(1, 6)))
    return made


@pytest.fixture
def file(kiosk: HandmadeKiosk, tmp_path: Path) -> Path:
    """Five records in one batch."""
    path = tmp_path / "exports.signatures"
    path.write_bytes(kiosk.batch(kiosk.records))
    return path


def test_a_flipped_bit_costs_that_record_alone(file: Path, desk) -> None:
    starts = line_starts(file.read_bytes())
    flip_bit(file, starts[2] + 900)
    books = desk.merge(file).books
    assert books.total == Account(counted=4, unreadable=1)
    assert [(one.kiosk, one.number, one.state) for one in books.failures] == [
        ("Library steps", 3, "unreadable")
    ]


def test_a_bit_flipped_anywhere_in_a_line_costs_no_other(file: Path, kiosk: HandmadeKiosk) -> None:
    """Every byte of record 3's line, each with another bit."""
    whole = file.read_bytes()
    starts = line_starts(whole)
    told = 0
    for at in range(starts[2], starts[3]):
        data = bytearray(whole)
        data[at] ^= 1 << at % 8
        file.write_bytes(data)
        (batch,), _ = read(file, kiosk.keys.key_id)
        lost = [one.seq for one in batch.lost]
        assert set(numbers([batch])) >= {1, 2, 4, 5}, at
        assert lost == ([] if 3 in numbers([batch]) else [3]), at
        told += lost == [3] and batch.lost[0].damaged
    # All but a few are known to be damaged. Those few look like a line end or a newer version's line.
    assert told > (starts[3] - starts[2]) * 0.99


def test_a_damaged_record_is_made_good_by_another_file(file: Path, tmp_path: Path, make_desk) -> None:
    good = tmp_path / "good.signatures"
    good.write_bytes(file.read_bytes())
    flip_bit(file, 900)
    one, other = make_desk(), make_desk()
    assert one.merge(file).books.total == Account(counted=4, unreadable=1)
    repaired = one.merge(good)
    assert (repaired.new, repaired.repaired) == (0, 1), "the damaged one was collected already"
    assert repaired.books.total == Account(counted=5)
    assert not repaired.books.failures
    other.merge(good)
    assert other.merge(file).books.total == Account(counted=5)
    assert one.list() == other.list()


def test_lost_lines_are_a_gap_with_its_numbers(file: Path, kiosk: HandmadeKiosk, desk) -> None:
    lines = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(b"".join([lines[0], lines[3], lines[5]]))
    (one,) = desk.merge(file).books.kiosks
    assert one.gaps == [(2, 3), (5, 5)]
    assert one.account == Account(counted=2)
    file.write_bytes(b"".join(lines))
    (one,) = desk.merge(file).books.kiosks
    assert one.gaps == []


def test_a_batch_alone_shows_what_is_missing_before_it(kiosk: HandmadeKiosk, desk, tmp_path: Path) -> None:
    file = tmp_path / "late.signatures"
    file.write_bytes(kiosk.batch(kiosk.records[3:]))
    (one,) = desk.merge(file).books.kiosks
    assert one.gaps == [(1, 3)]
    assert one.account.counted == 2


def test_a_damaged_checkpoint_is_told_and_the_next_sync_mends_it(
    file: Path, kiosk: HandmadeKiosk, desk
) -> None:
    whole = file.read_bytes()
    at = line_starts(whole)[5]
    flip_bit(file, at + 30)
    (result,) = desk.merge(file).files
    assert result.new == 0
    assert any("sync again there" in str(problem) for problem in result.problems)
    assert any(kiosk.id.hex()[:8] in str(problem) for problem in result.problems)
    file.write_bytes(file.read_bytes() + whole)
    assert desk.merge(file).books.total == Account(counted=5)


def test_a_torn_end_is_told_and_the_rest_goes_in(file: Path, kiosk: HandmadeKiosk, desk) -> None:
    later = kiosk.sign(person(6), person(7))
    file.write_bytes(file.read_bytes() + kiosk.batch(later)[:-50])
    result = desk.merge(file)
    assert result.books.total == Account(counted=5)
    assert any(": 2 (" in str(problem) for problem in result.files[0].problems)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b"\n\n\r\n", "empty"),
        (b"\0" * 3_000_000, "not a signatures file"),
        (b"%PDF-1.7\n" * 1000, "not a signatures file"),
        (b'{"record":', "not a signatures file"),
        (b"[" * 100_000, "not a signatures file"),
        (b'{"record":1,"kiosk":"' + b"[" * 100_000 + b"\n", "not a signatures file"),
        (b'{"record":2,"what":"ever"}\n', "newer version"),
        (b'{"checkpoint":9}\n' * 3, "newer version"),
        ("陳大文,HK\n".encode(), "not a signatures file"),
        (b"\xff\xfe" + "文".encode("utf-16-le") * 50, "not a signatures file"),
    ],
)
def test_what_is_no_export_is_told_and_the_next_file_goes_in(
    data: bytes, says: str, file: Path, tmp_path: Path, desk
) -> None:
    bad = tmp_path / "bad.signatures"
    bad.write_bytes(data)
    result = desk.merge(bad, file)
    assert says in str(result.files[0].problems[0])
    assert len(result.files[0].problems) == 1
    assert result.books.total == Account(counted=5)


def test_a_folder_and_a_missing_file(file: Path, tmp_path: Path, desk) -> None:
    told: list[int] = []
    places = [tmp_path, tmp_path / "none.signatures", tmp_path / ("x" * 5000), file]
    result = merge(desk.register, desk.keys, places, told.append)
    assert "folder" in str(result.files[0].problems[0])
    assert "does not exist" in str(result.files[1].problems[0])
    assert [len(one.problems) for one in result.files] == [1, 1, 1, 0]
    assert result.books.total == Account(counted=5)
    assert told[-1] == file.stat().st_size


def test_nothing_but_zeros(tmp_path: Path, desk) -> None:
    zeros = tmp_path / "zeros.signatures"
    with zeros.open("wb") as file:
        file.truncate(2**26)
    result = desk.merge(zeros)
    assert "not a signatures file" in str(result.files[0].problems[0])
    assert result.new == 0


def test_a_line_too_long_is_passed_over(file: Path, desk) -> None:
    whole = file.read_bytes()
    starts = line_starts(whole)
    file.write_bytes(whole[: starts[2]] + b'{"record":1,' + b"x" * 400_000 + b"\n" + whole[starts[2] :])
    assert desk.merge(file).books.total == Account(counted=5)


def test_lines_of_a_newer_version_are_counted_and_the_rest_goes_in(file: Path, desk) -> None:
    file.write_bytes(b'{"record":2}\n' + file.read_bytes() + b'{"checkpoint":3,"x":[]}\n')
    result = desk.merge(file)
    assert result.books.total == Account(counted=5)
    (problem,) = result.files[0].problems
    assert str(problem) == "Left out, lines of a newer version: 2. Update this program, then merge again."


def test_a_full_desk_says_so_and_can_go_on_later(file: Path, kiosk: HandmadeKiosk, small_disk) -> None:
    from tests.conftest import Desk

    desk = Desk(small_disk.path, kiosk.keys)
    desk.merge(file)
    more = file.with_name("more.signatures")
    more.write_bytes(kiosk.batch(kiosk.sign(*(person(n) for n in range(100, 150)))))
    small_disk.fill()
    with pytest.raises(StorageError, match="full"):
        desk.merge(more)
    assert desk.merge(file).books.total.collected == 5
    small_disk.free()
    assert desk.merge(more).books.total == Account(counted=55)


def test_the_same_record_many_times_counts_once(file: Path, kiosk: HandmadeKiosk, desk) -> None:
    line = write_record(kiosk.records[0])
    file.write_bytes(line * 50 + file.read_bytes() + line * 50)
    result = desk.merge(file)
    assert result.books.total == Account(counted=5)


def test_a_file_cut_inside_a_record_is_told_and_the_next_sync_mends_it(
    file: Path, kiosk: HandmadeKiosk, desk
) -> None:
    whole = file.read_bytes()
    later = kiosk.batch(kiosk.sign(person(6), person(7)))
    for cut in (5, 90, 2_000):
        file.write_bytes(whole + later[:cut])
        (problem,) = desk.merge(file).files[0].problems
        assert str(problem).startswith("It ends in the middle of a sync"), cut
        assert ("Library steps" in str(problem)) == (cut > 60), (
            "its name, where the line still says whose it is"
        )
        file.write_bytes(file.read_bytes() + b"\n" + later)
        assert desk.merge(file).files[0].problems == []


def test_another_kiosks_sync_does_not_hide_a_cut_one(file: Path, kiosk: HandmadeKiosk, keys, desk) -> None:
    whole = file.read_bytes()
    later = kiosk.batch(kiosk.sign(person(6), person(7)))
    town_hall = HandmadeKiosk(keys, "Town hall")
    file.write_bytes(whole + later[:2_000] + b"\n" + town_hall.batch(town_hall.sign(person(20))))
    result = desk.merge(file)
    assert result.books.total.counted == 6
    (problem,) = result.files[0].problems
    assert str(problem) == "It ends in the middle of a sync of Library steps: sync that kiosk again."


def test_what_is_damaged_or_missing_is_told_until_it_is_there(
    file: Path, kiosk: HandmadeKiosk, desk, tmp_path: Path
) -> None:
    good = tmp_path / "good.signatures"
    good.write_bytes(file.read_bytes())
    lines = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(b"".join([lines[0], lines[1].replace(b'"id":"', b'"id":"x'), lines[4], lines[5]]))
    for _ in range(2):
        (problem,) = desk.merge(file).files[0].problems
        assert str(problem) == "Damaged or missing: 3 (Library steps: 2–4). Sync again there."
    mended = desk.merge(file, good)
    assert (mended.new, mended.repaired) == (2, 1)
    assert [one.problems for one in mended.files] == [[], []], "the next file brought them"
    assert desk.merge(file).files[0].problems == []


def test_a_damaged_line_that_a_later_sync_repaired_is_no_problem(file: Path, desk) -> None:
    whole = file.read_bytes()
    flip_bit(file, 900)
    file.write_bytes(file.read_bytes() + whole)
    result = desk.merge(file)
    assert result.books.total == Account(counted=5)
    assert result.files[0].problems == []


def test_a_checkpoint_alone_makes_no_kiosk_but_is_told(file: Path, kiosk: HandmadeKiosk, desk) -> None:
    file.write_bytes(file.read_bytes().splitlines(keepends=True)[-1])
    result = desk.merge(file)
    assert result.books.kiosks == []
    assert ": 5 (Library steps: 1–5)" in str(result.files[0].problems[0])


def test_lost_records_without_end_are_told_in_one_sentence(
    file: Path, keys, desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telling, "_MAX_LOST", 50)
    stalls = [HandmadeKiosk(keys, f"Stall {n}") for n in range(30)]
    file.write_bytes(b"".join(s.batch(s.sign(person(1), person(2))).splitlines(True)[-1] for s in stalls))
    (problem,) = desk.merge(file).files[0].problems
    assert str(problem).startswith("Damaged or missing: ≥ 50 (Stall 0: 1–2; ")
    assert str(problem).endswith(" …). Sync again there.")


@pytest.mark.parametrize(("number", "told"), [(10_000, "10,000"), (10_001, "≥ 10,000")])
def test_ten_thousand_lost_records_of_a_file_are_counted_one_by_one(
    file: Path, kiosk: HandmadeKiosk, desk, number: int, told: str
) -> None:
    kiosk.records = [Record(kiosk.id, n, bytes(16), b"") for n in range(1, number + 1)]
    parts = (kiosk.records[at : at + 1000] for at in range(0, number, 1000))
    file.write_bytes(b"".join(write_checkpoint(kiosk.checkpoint(part), kiosk.key) for part in parts))
    (problem,) = desk.merge(file).files[0].problems
    assert str(problem) == f"Damaged or missing: {told} (Library steps: 1–10000). Sync again there."


def test_a_register_that_fails_at_the_end_is_told_like_any_other_fault(
    file: Path, kiosk: HandmadeKiosk, desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> set[bytes]:
        raise StorageError("The register is on a disk that reports errors.")

    flip_bit(file, 900)
    monkeypatch.setattr(Register, "held", fail)
    with pytest.raises(StorageError, match="reports errors"):
        desk.merge(file)


def test_progress_moves_within_a_file(file: Path, kiosk: HandmadeKiosk, desk) -> None:
    file.write_bytes(b"".join(kiosk.batch([record]) for record in kiosk.records))
    told: list[int] = []
    merge(desk.register, kiosk.keys, [file, file], told.append)
    size = file.stat().st_size
    assert told == sorted(told)
    assert len(set(told)) >= 10
    assert told[-1] == 2 * size


def test_more_damaged_lines_than_a_screen_takes_are_all_listed_for_scripts(
    tmp_path: Path, kiosk: HandmadeKiosk, desk_folder: Path, passphrase_file: Path
) -> None:
    """1,100 lines; the terminal names 1,000 and says how to list the others."""
    kiosk.sign(*(person(n) for n in range(6, 1201)))
    lines = [
        line for at in (0, 400, 800) for line in kiosk.batch(kiosk.records[at : at + 400]).splitlines(True)
    ]
    cut = [line[:-9] + b"\n" if line.startswith(b'{"record"') else line for line in lines[100:]]
    file = tmp_path / "x.signatures"
    file.write_bytes(b"".join([*lines[:100], *cut]))
    options = ("--campaign", desk_folder, "--passphrase-file", passphrase_file)
    said = command("merge", file, *options).stdout
    assert "! and 100 more records that are rejected or unreadable: kiosk report --json lists all\n" in said
    for arguments in (("merge", file, *options), ("report", "--campaign", desk_folder)):
        told = json.loads(command(*arguments, "--json").stdout)["failures"]
        assert [one["number"] for one in told] == list(range(101, 1201))
