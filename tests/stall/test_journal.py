"""The journal: names of events, numbers and days, in two files that never grow large, whatever is in them."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from kiosk.stall.folder import JOURNAL
from kiosk.stall.journal import Event, Journal, JournalEntry
from tests.lacking import need_posix

DAY = datetime.date(2026, 11, 22)
LINE = len("2026-11-22 wrong PIN\n")


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path, lambda: DAY)


def lines(folder: Path, name: str = JOURNAL) -> list[str]:
    return (folder / name).read_text("utf-8").splitlines()


def test_a_line_has_the_day_the_event_and_a_number_if_there_is_one(journal: Journal, tmp_path: Path) -> None:
    journal.note(Event.SYNCED, 12)
    journal.note(Event.RELEASED, 0)
    journal.note(Event.WRONG_PIN)
    assert lines(tmp_path) == [
        "2026-11-22 synced: 12",
        "2026-11-22 deleted what was merged: 0",
        "2026-11-22 wrong PIN",
    ]
    assert (tmp_path / JOURNAL).stat().st_mode & 0o777 == 0o600
    assert journal.entries() == [
        JournalEntry("2026-11-22", Event.WRONG_PIN),
        JournalEntry("2026-11-22", Event.RELEASED, 0),
        JournalEntry("2026-11-22", Event.SYNCED, 12),
    ]


@need_posix
def test_it_is_private_whatever_the_umask(journal: Journal, tmp_path: Path, open_umask: None) -> None:
    journal.note(Event.STAFF)
    assert (tmp_path / JOURNAL).stat().st_mode & 0o777 == 0o600


def test_every_event_is_read_back(journal: Journal) -> None:
    for event in Event:
        journal.note(event)
    assert [entry.event for entry in journal.entries()] == list(Event)[::-1]


@pytest.mark.parametrize(
    "line",
    [
        "",
        "yesterday synced: 3",
        "2026-11-22",
        "2026-11-22 met Rosa",
        "2026-11-22 synced: many",
        "2026-13-01 synced",
    ],
)
def test_what_is_no_line_of_a_journal_is_passed_over(journal: Journal, tmp_path: Path, line: str) -> None:
    journal.note(Event.STARTED)
    with (tmp_path / JOURNAL).open("a") as file:
        file.write(line + "\n")
    with (tmp_path / JOURNAL).open("ab") as file:
        file.write(b"\xff\xfe\n")
    journal.note(Event.ENDED)
    assert [entry.event for entry in journal.entries()] == [Event.ENDED, Event.STARTED]


def test_it_keeps_one_old_file_and_neither_is_above_64_kib(journal: Journal, tmp_path: Path) -> None:
    path, old = tmp_path / JOURNAL, tmp_path / f"{JOURNAL}.1"
    path.write_bytes(b"2026-11-21 wrong PIN\n" * (64 * 1024 // LINE))
    room = 64 * 1024 - path.stat().st_size
    assert 0 < room < LINE
    journal.note(Event.STAFF)
    assert old.stat().st_size == 64 * 1024 - room
    assert lines(tmp_path) == ["2026-11-22 staff came in"]
    assert len(journal.entries()) == 64 * 1024 // LINE + 1
    assert journal.entries()[0].event is Event.STAFF, "the newest first, over both files"
    path.write_bytes(b"2026-11-20 synced: 1\n" * (64 * 1024 // LINE))
    journal.note(Event.STAFF)
    assert set(lines(tmp_path, f"{JOURNAL}.1")) == {"2026-11-20 synced: 1"}
    assert {file.name for file in tmp_path.iterdir()} == {JOURNAL, f"{JOURNAL}.1"}


def test_a_line_that_just_fits_makes_no_new_file(journal: Journal, tmp_path: Path) -> None:
    line = b"2026-11-22 staff came in\n"
    (tmp_path / JOURNAL).write_bytes(b"x" * (64 * 1024 - len(line)))
    journal.note(Event.STAFF)
    assert not (tmp_path / f"{JOURNAL}.1").exists()
    journal.note(Event.STAFF)
    assert (tmp_path / f"{JOURNAL}.1").exists()


def test_a_start_after_one_that_did_not_end_is_a_crash(journal: Journal) -> None:
    journal.begin()
    journal.note(Event.SYNCED, 3)
    journal.begin()
    journal.begin()
    journal.note(Event.ENDED)
    journal.note(Event.STAFF)
    journal.begin()
    told = [entry.event for entry in journal.entries()[::-1]]
    assert told == [
        Event.STARTED, Event.SYNCED, Event.CRASHED, Event.CRASHED, Event.ENDED, Event.STAFF, Event.STARTED,
    ]  # fmt: skip


def test_a_journal_that_cannot_be_written_or_read_stops_nobody(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gone = Journal(tmp_path / "gone", lambda: DAY)
    gone.begin()
    assert gone.entries() == []
    (tmp_path / JOURNAL).mkdir()
    odd = Journal(tmp_path, lambda: DAY)
    odd.note(Event.STAFF)
    assert odd.entries() == []
    assert capsys.readouterr() == ("", "")


def test_a_disk_that_is_full_loses_a_line_and_says_nothing(
    small_disk, capsys: pytest.CaptureFixture[str]
) -> None:  # type: ignore[no-untyped-def]
    journal = Journal(small_disk.path, lambda: DAY)
    small_disk.fill()
    for _ in range(300):
        journal.note(Event.STAFF)
    assert capsys.readouterr() == ("", "")
