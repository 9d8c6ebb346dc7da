"""The data folder is this user's alone, and no time of a file in it tells more than the day."""

from __future__ import annotations

import datetime
import hmac
import os
import sqlite3
import stat
import time
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from kiosk.app import make_training
from kiosk.campaign.pack import Pack
from kiosk.errors import StorageError
from kiosk.files import close_to_others, locked
from kiosk.stall import folder as folder_module
from kiosk.stall.folder import OPEN_LOCK, make_folder, settle
from kiosk.stall.journal import Event, Journal
from kiosk.stall.kiosk import Kiosk, set_up
from kiosk.stall.paper import check_sheet, seal_rows
from kiosk.stall.settings import Display, save_settings
from kiosk.stall.sheet import PaperSheet, read_sheet
from kiosk.stall.shift import close_shift, open_shift
from kiosk.stall.state import save_state
from kiosk.stall.sync import sync
from kiosk.stall.vault import Vault
from kiosk.stall.wipe import wipe
from tests.people import person
from tests.program import done

pytestmark = pytest.mark.skipif(os.name == "nt", reason="modes and times of folders are POSIX")

DAY = 24 * 60 * 60


def told(data: Path) -> list[str]:
    """The files, and the folder itself, that tell a time of day, or that others may open."""
    found = []
    for path in (data, *sorted(data.iterdir())):
        seen = path.stat()
        if seen.st_mtime_ns % (DAY * 10**9) or seen.st_atime_ns % (DAY * 10**9):
            found.append(f"{path.name} has a time")
        if abs(datetime.datetime.now(datetime.UTC).timestamp() - seen.st_mtime) > 2 * DAY:
            found.append(f"{path.name} has the wrong day")
        if stat.S_IMODE(seen.st_mode) & 0o077:
            found.append(f"{path.name} is {stat.S_IMODE(seen.st_mode):o}")
    return found


Write = Callable[[Kiosk], object]

_WRITES: dict[str, Write] = {
    "a signature": lambda kiosk: kiosk.sign(person(1)),
    "a line of the journal": lambda kiosk: Journal(kiosk.data).note(Event.STAFF),
    "the state": lambda kiosk: save_state(
        kiosk.data, lambda state: msgspec.structs.replace(state, wrong_pins=3)
    ),
    "a shift": open_shift,
    "the end of a shift": close_shift,
    "the settings": lambda kiosk: save_settings(
        kiosk.data, msgspec.structs.replace(kiosk.settings, display=Display(beep=True))
    ),
    "a newer pack": lambda kiosk: set_up(kiosk.pack, "", kiosk.data, None),
    "a new identity": lambda kiosk: kiosk.begin_again(),
    "an alarm": lambda kiosk: kiosk.vault.note_copied(0),
    "a wipe": lambda kiosk: wipe(kiosk.data),
}


@pytest.mark.parametrize("what", _WRITES)
def test_after_a_write_all_times_are_the_days_and_all_is_private(
    open_umask: None, tmp_path: Path, campaign_pack: Pack, what: str
) -> None:
    kiosk = set_up(campaign_pack, "Gate", tmp_path / "a" / "b" / "data", None)
    assert told(kiosk.data) == []
    assert stat.S_IMODE((tmp_path / "a" / "b").stat().st_mode) == 0o700
    _WRITES[what](kiosk)
    assert told(kiosk.data) == []


def test_reading_does_not_bring_the_time_back(tmp_path: Path, stall: Kiosk) -> None:
    stall.sign(person(1))
    again = Kiosk.open(stall.data)
    again.vault.check()
    again.status()
    list(stall.data.iterdir())
    (stall.data / "kiosk.json").read_bytes()
    assert told(stall.data) == []


def test_a_sync_tells_no_time_either(stall: Kiosk, stick: Path) -> None:
    stall.sign(person(1))
    sync(stall, stick)
    assert told(stall.data) == []


def test_the_commands_leave_no_time_and_nothing_open(
    open_umask: None, campaign_pack: Pack, tmp_path: Path
) -> None:
    pack = tmp_path / "a.kioskpack"
    pack.write_bytes(campaign_pack.data)
    sheet = tmp_path / "paper.csv"
    sheet.write_text("name,country,date\nAna,PT,2026-11-01\n")
    done("setup", pack, "--name", "Gate", "--data", tmp_path / "data")
    done("sign", sheet, "--data", tmp_path / "data")
    done("sync", tmp_path, "--data", tmp_path / "data")
    assert told(tmp_path / "data") == []


def test_a_folder_that_was_made_for_it_is_closed_and_one_with_files_is_left(
    open_umask: None, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    make_folder(tmp_path / "empty")
    assert stat.S_IMODE((tmp_path / "empty").stat().st_mode) == 0o700
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared" / "holiday.jpg").touch()
    make_folder(tmp_path / "shared")
    assert stat.S_IMODE((tmp_path / "shared").stat().st_mode) == 0o777


@pytest.mark.parametrize("umask", [0, 0o077, 0o777])
def test_a_folder_that_is_made_is_private_from_its_first_moment(
    open_umask: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, umask: int
) -> None:
    modes: list[int] = []

    def watched(path: Path) -> None:
        modes.append(stat.S_IMODE(path.stat().st_mode))
        close_to_others(path)

    monkeypatch.setattr(folder_module, "close_to_others", watched)
    os.umask(umask)
    make_folder(tmp_path / "new" / "data")
    assert modes[0] == 0o700 & ~umask
    for made in (tmp_path / "new", tmp_path / "new" / "data"):
        assert stat.S_IMODE(made.stat().st_mode) == 0o700


def test_a_folder_that_is_named_in_a_roundabout_way_becomes_a_kiosk(
    campaign_pack: Pack, tmp_path: Path
) -> None:
    stall = tmp_path / "stall"
    stall.mkdir()
    stall.chmod(0o755)
    set_up(campaign_pack, "Stall A", stall / "new" / ".." / "data", None)
    assert Kiosk.open(stall / "data").settings.name == "Stall A"
    assert told(stall / "data") == []
    assert stat.S_IMODE(stall.stat().st_mode) == 0o755, "it is not the kiosk's"


def test_what_is_not_the_kiosks_keeps_its_time_and_mode(stall: Kiosk) -> None:
    photo = stall.data / "holiday.jpg"
    photo.touch()
    photo.chmod(0o644)
    os.utime(photo, (1_000_000_001, 1_000_000_001))
    stall.sign(person(1))
    assert photo.stat().st_mtime == 1_000_000_001
    assert stat.S_IMODE(photo.stat().st_mode) == 0o644


def test_what_an_older_version_left_open_is_closed_by_the_next_write(stall: Kiosk) -> None:
    for path in stall.data.iterdir():
        path.chmod(0o666)
        os.utime(path)
    stall.sign(person(1))
    assert told(stall.data) == []


@pytest.mark.parametrize("moment", [20_000 * DAY, 20_000 * DAY + 1, 20_001 * DAY - 1])
def test_the_times_are_the_beginning_of_the_day_and_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: int
) -> None:
    monkeypatch.setattr(time, "time", lambda: float(moment) + 0.5)
    (tmp_path / "journal.txt").touch()
    settle(tmp_path)
    for path in (tmp_path, tmp_path / "journal.txt"):
        assert (path.stat().st_mtime, path.stat().st_atime) == (20_000 * DAY, 20_001 * DAY)


@pytest.mark.parametrize("mode", [0o601, 0o602, 0o604, 0o610, 0o620, 0o640, 0o600, 0o400])
def test_whatever_is_open_to_others_is_closed(tmp_path: Path, mode: int) -> None:
    """Also what a write that was cut short left; not what only begins alike, nor what a link leads to."""
    tmp_path.chmod(0o755)
    for name in ("kiosk.json", ".kiosk.json.abc", ".kiosk.jsonx", "elsewhere"):
        (tmp_path / name).touch()
        (tmp_path / name).chmod(mode)
        os.utime(tmp_path / name, (1_000_000_001, 1_000_000_001))
    (tmp_path / "state.json").symlink_to("elsewhere")
    settle(tmp_path)
    expected = 0o600 if mode & 0o077 else mode
    for name in ("kiosk.json", ".kiosk.json.abc"):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == expected
        assert (tmp_path / name).stat().st_mtime != 1_000_000_001
    for name in (".kiosk.jsonx", "elsewhere"):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == mode
        assert (tmp_path / name).stat().st_mtime == 1_000_000_001
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755, "the folder itself is somebody else's choice"


def test_a_folder_that_cannot_be_seen_into_is_left(tmp_path: Path) -> None:
    settle(tmp_path / "gone")


def test_a_lock_of_the_data_folder_is_private(open_umask: None, tmp_path: Path) -> None:
    kiosk = make_training(tmp_path).kiosk
    lock = kiosk.data / OPEN_LOCK
    with locked(lock, 0, StorageError("busy"), private=True):
        Journal(kiosk.data).note(Event.STARTED)
        assert told(kiosk.data) == []


# ----------------------------------------------------------------------- sheet marks


@pytest.fixture
def sheet(tmp_path: Path) -> PaperSheet:
    path = tmp_path / "paper.csv"
    path.write_text("name,country,date\nAna,PT,2026-11-01\nBo,DK,2026-11-01\n")
    return read_sheet(path, ["name"])


def marks(data: Path) -> list[bytes]:
    connection = sqlite3.connect(data / "vault.sqlite")
    found = [row[0] for row in connection.execute("SELECT sheet FROM sheet")]
    connection.close()
    return found


def sign(stall: Kiosk, sheet: PaperSheet) -> list[int]:
    """Seals the rows of `sheet` that are not in the vault yet, and returns their lines."""
    return [row.line for row, _ in seal_rows(stall, sheet, check_sheet(stall, sheet))]


def test_who_has_the_settings_cannot_tell_which_sheet_was_taken_in(stall: Kiosk, sheet: PaperSheet) -> None:
    """A second vault under the very same settings gives the same sheet another mark."""
    other = stall.data.with_name("other")
    other.mkdir()
    for name in ("kiosk.json", "campaign.kioskpack"):
        (other / name).write_bytes((stall.data / name).read_bytes())
    Vault.create(other / "vault.sqlite", stall.settings.kiosk, stall.pack.key_id)
    sign(stall, sheet)
    sign(Kiosk.open(other), sheet)
    assert len(marks(stall.data)) == len(marks(other)) == 1
    assert marks(stall.data) != marks(other)
    assert sheet.digest not in marks(stall.data)


def test_a_sheet_that_an_older_version_took_in_is_known_again(stall: Kiosk, sheet: PaperSheet) -> None:
    old = hmac.digest(stall.settings.signing_seed, b"signing-kiosk sheet v1\0" + sheet.digest, "sha256")
    connection = sqlite3.connect(stall.data / "vault.sqlite")
    connection.execute("INSERT INTO sheet VALUES (?, 1)", (old,))
    for change in (
        "ALTER TABLE synced DROP COLUMN device",
        "DROP TABLE life",
        "DROP TABLE copied",
        "DROP TABLE secret",
        "PRAGMA user_version = 2",
    ):
        connection.execute(change)
    connection.commit()
    connection.close()
    again = Kiosk.open(stall.data)
    assert sign(again, sheet) == [3], "the first row was in already"
    assert old not in marks(stall.data)
