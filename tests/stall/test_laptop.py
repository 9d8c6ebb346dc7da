"""What is said of a laptop before a stall opens: each thing that can be wrong has its sentence."""

from __future__ import annotations

import datetime
import os
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import msgspec
import psutil
import pytest

from kiosk.errors import ClockError
from kiosk.stall import clock_check, laptop
from kiosk.stall.clock_check import clock, last_used, must_be_possible, own_may_be_right, set_clock
from kiosk.stall.journal import Event, Journal, JournalEntry
from kiosk.stall.kiosk import Kiosk
from kiosk.stall.laptop import (
    battery,
    free_disk,
    look_at_laptop,
    permissions,
    read_battery,
    sealing,
    time_zone,
)
from kiosk.stall.shift import open_shift
from kiosk.stall.state import ClockCorrection, load_state
from kiosk.stall.stored import Release
from kiosk.stall.sync import sync
from tests.conftest import TODAY, Disk, MakeKiosk, MakePack, on, with_sticks
from tests.people import person

NOON = datetime.datetime.combine(TODAY, datetime.time(12, 0), datetime.UTC)
DAY = datetime.timedelta(days=1)
MIB = 2**20


@pytest.mark.parametrize(
    ("percent", "plugged", "state", "words"),
    [
        (80.4, False, "well", "at 80 %."),
        (29, False, "warning", "Plug in the charger."),
        (29, None, "warning", "Plug in the charger."),
        (30.5, False, "well", "at 30 %."),
        (30, False, "warning", "at 30 %."),
        (10.5, False, "warning", "at 10 %."),
        (10, False, "fault", "at 10 %."),
        (0, False, "fault", "at 0 %."),
        (10, True, "well", "at 10 %, and there is mains power"),
        (None, True, "not known", "No battery"),
        (4, False, "fault", "at 4 %. Plug in the charger now"),
        (4, True, "well", "mains power"),
        (None, None, "not known", "No battery"),
    ],
)
def test_the_battery(percent: float | None, plugged: bool | None, state: str, words: str) -> None:
    found = battery(percent, plugged)
    assert (found.state, words in found.sentence) == (state, True), found.sentence


class Reading(NamedTuple):
    """What psutil reads of a battery."""

    percent: float
    power_plugged: bool | None


def test_a_battery_is_read_as_the_system_tells_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def silent() -> None:
        raise OSError("the driver does not answer")

    monkeypatch.setattr(psutil, "sensors_battery", lambda: Reading(55.5, True), raising=False)
    assert read_battery() == (55.5, True)
    for none in (lambda: None, silent):
        monkeypatch.setattr(psutil, "sensors_battery", none)
        assert read_battery() == (None, None)
    monkeypatch.delattr(psutil, "sensors_battery")
    assert read_battery() == (None, None)


def test_a_clock_that_may_be_right(stall: Kiosk) -> None:
    found = clock(NOON + DAY, stall)
    assert (found.state, found.sentence) == (
        "not known",
        "The clock says 2026-11-23, 12:00. Compare that with a watch.",
    )


@pytest.mark.parametrize(("minutes", "sentence"), [(0, "The clock says"), (1, "It is"), (-1, "It is")])
def test_a_clock_that_staff_said_is_right_is_not_called_wrong(
    stall: Kiosk, minutes: int, sentence: str
) -> None:
    found = clock(NOON, stall, ClockCorrection("boot", 0, minutes))
    assert found.sentence.startswith(f"{sentence} 2026-11-22, 12:00")
    assert (found.name, found.state) == ("clock", "warning" if minutes else "not known")


def test_staff_who_said_that_the_clock_is_right_know_better_than_the_journal(stall: Kiosk) -> None:
    Journal(stall.data, lambda: TODAY + 9 * DAY).note(Event.ENDED)
    assert clock(NOON, stall).state == "fault"
    assert clock(NOON, stall, ClockCorrection("boot", 0, 0)).state == "not known"


@pytest.mark.parametrize(("day", "then"), [(TODAY - DAY, TODAY - DAY), (TODAY - 40 * DAY, TODAY)])
def test_when_the_clock_is_set_a_shift_keeps_its_day_unless_that_cannot_be(
    stall: Kiosk, tmp_path: Path, day: datetime.date, then: datetime.date
) -> None:
    open_shift(Kiosk(stall.data, stall.settings, stall.pack, on(day)))
    assert set_clock(stall, tmp_path, NOON) is None
    shift = load_state(stall.data).shift
    assert shift is not None
    assert shift.day == then


def test_a_clock_that_is_set_holds_at_once_and_at_the_next_start(stall: Kiosk, tmp_path: Path) -> None:
    """Where no shift was ever opened; and the journal says that it was set, and on which day."""
    assert set_clock(stall, tmp_path / "kept", stall.clock.now() + 2 * DAY) is None
    assert stall.today() == TODAY + 2 * DAY
    kept = load_state(tmp_path / "kept").clock
    assert kept is not None
    assert kept == stall.clock.said
    assert kept.minutes == 2 * 24 * 60
    assert load_state(stall.data).shift is None
    assert Journal(stall.data).entries() == [JournalEntry(str(TODAY + 2 * DAY), Event.CLOCK)]
    assert set_clock(stall, tmp_path / "kept", None) is None, "the laptop's own was right after all"
    assert stall.today() == TODAY


def test_the_laptops_own_clock_may_be_right_whatever_staff_said(stall: Kiosk, tmp_path: Path) -> None:
    assert own_may_be_right(stall)
    before = Kiosk(stall.data, stall.settings, stall.pack, on(TODAY - 9 * DAY))
    assert not own_may_be_right(before)
    fault = set_clock(before, tmp_path, None)
    assert fault is not None
    assert "this program was made on 2026-11-22" in fault.sentence
    assert set_clock(before, tmp_path, stall.clock.now()) is None
    assert (before.today(), own_may_be_right(before)) == (TODAY, False)


@pytest.mark.parametrize("thoroughly", [True, False])
def test_no_signature_is_taken_on_a_day_that_cannot_be(stall: Kiosk, thoroughly: bool) -> None:
    must_be_possible(stall, thoroughly=thoroughly)
    before = Kiosk(stall.data, stall.settings, stall.pack, on(TODAY - 9 * DAY))
    with pytest.raises(ClockError, match="cannot be right, so no signature is taken"):
        must_be_possible(before, thoroughly=thoroughly)
    practice = msgspec.structs.replace(
        stall.pack, manifest=msgspec.structs.replace(stall.pack.manifest, training=True)
    )
    must_be_possible(replace(before, pack=practice), thoroughly=thoroughly)


def test_a_clock_that_went_back_is_seen_only_where_what_was_written_down_is_looked_at(stall: Kiosk) -> None:
    Journal(stall.data, lambda: TODAY + 9 * DAY).note(Event.ENDED)
    must_be_possible(stall, thoroughly=False)
    with pytest.raises(ClockError):
        must_be_possible(stall, thoroughly=True)
    stall.clock.say(stall.clock.now())
    must_be_possible(stall, thoroughly=True)


def test_a_pack_that_says_no_day_is_no_fault_of_the_clock(stall: Kiosk) -> None:
    manifest = msgspec.structs.replace(stall.pack.manifest, made="last week")
    kiosk = replace(stall, pack=msgspec.structs.replace(stall.pack, manifest=manifest))
    assert clock(NOON, kiosk).state == "not known"


def test_a_clock_that_cannot_be_is_not_set(stall: Kiosk, tmp_path: Path) -> None:
    before = stall.clock.now()
    fault = set_clock(stall, tmp_path, NOON - 400 * DAY)
    assert fault is not None
    assert fault.state == "fault"
    assert stall.clock.now() == before
    assert not list(tmp_path.glob("*.json"))


@pytest.mark.parametrize("day", [datetime.date(1970, 1, 1), TODAY - 2 * DAY])
def test_a_clock_before_the_program_was_made(stall: Kiosk, day: datetime.date) -> None:
    at = datetime.datetime.combine(day, datetime.time(12, 0), datetime.UTC)
    for kiosk in (stall, None):
        found = clock(at, kiosk)
        assert found.state == "fault"
        assert found.sentence == f"The clock says {day}, but this program was made on 2026-11-22. " + (
            "Set the date and time."
        )


def test_a_clock_before_the_pack_was_made(
    make_kiosk: MakeKiosk, make_pack: MakePack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock_check, "RELEASED", TODAY - 30 * DAY)
    found = clock(NOON - 2 * DAY, make_kiosk(pack=make_pack()))
    assert found.state == "fault"
    assert "the campaign’s pack was made on 2026-11-22" in found.sentence


def test_on_the_very_day_a_clock_is_right(make_kiosk: MakeKiosk, make_pack: MakePack, stick: Path) -> None:
    """The day on which the program and the pack were made, and the kiosk was used last."""
    kiosk = make_kiosk(pack=make_pack())
    kiosk.sign(person(1))
    open_shift(kiosk)
    sync(kiosk, stick)
    Journal(kiosk.data, kiosk.today).note(Event.ENDED)
    assert last_used(kiosk) == TODAY
    assert clock(NOON, kiosk).state == "not known"
    assert clock(NOON, None).state == "not known"


def test_a_kiosk_that_wrote_no_day_was_never_used(stall: Kiosk) -> None:
    assert last_used(stall) is None


def test_the_newest_day_counts_wherever_it_is_written(make_kiosk: MakeKiosk, stick: Path) -> None:
    made = make_kiosk()
    later = [Kiosk(made.data, made.settings, made.pack, on(TODAY + n * DAY)) for n in range(5)]
    open_shift(later[1])
    assert last_used(made) == TODAY + DAY
    later[2].sign(person(1))
    sync(later[2], stick)
    assert last_used(made) == TODAY + 2 * DAY
    made.vault.release(
        Release(1, made.vault.chain_after(1) or b"", (TODAY + 3 * DAY).isoformat()), made.vault.lives()[-1]
    )
    assert last_used(made) == TODAY + 3 * DAY
    Journal(made.data, later[4].today).note(Event.STARTED)
    assert last_used(made) == TODAY + 4 * DAY


def test_a_sync_by_a_clock_far_ahead_is_not_held_against_the_right_one(
    make_kiosk: MakeKiosk, stick: Path
) -> None:
    made = make_kiosk()
    ahead = with_sticks(Kiosk(made.data, made.settings, made.pack, on(datetime.date(2099, 1, 1))))
    made.sign(person(1))
    sync(ahead, stick)
    assert last_used(made) is None
    assert made.status().last_sync == "", "nobody is told that all is synced until 2099"
    sync(with_sticks(Kiosk(made.data, made.settings, made.pack, on(TODAY + 9 * DAY))), stick)
    assert last_used(made) == TODAY + 9 * DAY
    Journal(made.data, made.today).note(Event.CLOCK)
    assert last_used(made) == TODAY, "staff have said since that the clock is right"


def test_a_file_that_cannot_be_read_hides_no_day_of_another(make_kiosk: MakeKiosk, stick: Path) -> None:
    kiosk = make_kiosk()
    kiosk.sign(person(1))
    sync(kiosk, stick)
    (kiosk.data / "state.json").write_text('{"version": 99}')
    assert last_used(kiosk) == TODAY
    open_shift_at = TODAY + DAY
    (kiosk.data / "state.json").write_text(
        f'{{"version": 1, "shift": {{"day": "{open_shift_at}", "before": 0}}}}'
    )
    (kiosk.data / "vault.sqlite").write_bytes(b"no database")
    assert last_used(kiosk) == open_shift_at


def test_a_clock_that_went_back_since_the_shift_was_opened(make_kiosk: MakeKiosk) -> None:
    made = make_kiosk()
    open_shift(Kiosk(made.data, made.settings, made.pack, on(TODAY + 9 * DAY)))
    found = clock(NOON + 3 * DAY, made)
    assert found.state == "fault"
    assert "but this kiosk was in use on 2026-12-01: it went back." in found.sentence


def test_a_clock_that_went_back_since_the_program_ran(stall: Kiosk) -> None:
    Journal(stall.data, lambda: TODAY + 9 * DAY).note(Event.ENDED)
    Journal(stall.data, lambda: TODAY).note(Event.STARTED)
    assert "in use on 2026-12-01: it went back." in clock(NOON + 3 * DAY, stall).sentence
    assert clock(NOON + 7 * DAY, stall).state == "fault"
    assert clock(NOON + 8 * DAY, stall).state == "not known", "further west it is still the day before"


def test_whoever_opens_the_stall_says_that_the_clock_is_right_now(stall: Kiosk) -> None:
    """Else one day with a clock that is ahead would be told as a fault until that day comes."""
    Journal(stall.data, lambda: TODAY + 99 * DAY).note(Event.STARTED)
    Journal(stall.data, lambda: TODAY).note(Event.OPENED)
    assert clock(NOON + DAY, stall).state == "not known"


def test_a_copy_of_a_data_folder_was_not_in_use_when_it_was_copied(stall: Kiosk) -> None:
    stall.sign(person(1))
    for path in (stall.data, *stall.data.iterdir()):
        os.utime(path, (future := (NOON + 99 * DAY).timestamp(), future))
    assert clock(NOON + DAY, stall).state == "not known"


def test_a_clock_that_went_back_since_the_last_sync(make_kiosk: MakeKiosk, stick: Path) -> None:
    made = make_kiosk()
    kiosk = Kiosk(made.data, made.settings, made.pack, on(TODAY + 40 * DAY))
    kiosk.sign(person(1))
    sync(kiosk, stick)
    found = clock(NOON + 3 * DAY, kiosk)
    assert found.state == "fault"
    assert "in use on 2027-01-01" in found.sentence


def test_a_clock_after_the_end_of_the_campaign(stall: Kiosk) -> None:
    assert clock(datetime.datetime(2028, 12, 31, 23, tzinfo=datetime.UTC), stall).state == "not known"
    found = clock(datetime.datetime(2099, 1, 1, tzinfo=datetime.UTC), stall)
    assert found.state == "fault"
    assert "destroyed by 2028-12-31. If the clock is right, ask the coordinator" in found.sentence


def test_the_time_zone() -> None:
    assert time_zone(NOON).state == "warning"
    found = time_zone(NOON.astimezone(datetime.timezone(datetime.timedelta(hours=8), "HKT")))
    assert (found.state, found.sentence) == ("well", "The time zone is HKT.")


def test_too_little_room_on_the_disk(small_disk: Disk) -> None:
    found = free_disk(small_disk.path / "not there yet")
    assert found.state == "fault"
    assert "MB are free on the disk: signatures would soon be refused. Free some space." in found.sentence


@pytest.mark.parametrize(
    ("free", "state", "said"),
    [
        (0, "fault", "Only 0 MB are free"),
        (16 * MIB - 1, "fault", "Only 16 MB are free"),
        (16 * MIB, "warning", "Only 16 MB are free"),
        (256 * MIB - 1, "warning", "Only 268 MB are free"),
        (256 * MIB, "well", "268 MB are free"),
        (10**10 - 1, "well", "9999 MB are free"),
        (10**10, "well", "10 GB are free"),
    ],
)
def test_the_room_on_a_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, state: str, said: str
) -> None:
    class Usage(NamedTuple):
        total: int
        used: int
        free: int

    asked: list[Path] = []

    def usage(path: Path) -> Usage:
        asked.append(path)
        return Usage(2 * free + 1, free + 1, free)

    monkeypatch.setattr(shutil, "disk_usage", usage)
    found = free_disk(tmp_path / "not" / "there yet")
    assert (found.name, found.state) == ("disk", state)
    assert found.sentence.startswith(said)
    assert asked == [tmp_path], "the disk is asked where the folder will be"


def test_a_folder_that_is_not_there_yet_is_open_to_nobody(tmp_path: Path) -> None:
    found = permissions(tmp_path / "gone")
    assert (found.name, found.state, found.sentence) == (
        "permissions",
        "well",
        "There is no data folder yet.",
    )


def test_only_this_user_can_read_the_signatures(stall: Kiosk) -> None:
    assert permissions(stall.data).state == "well"


@pytest.mark.parametrize(
    ("name", "mode"),
    [
        ("vault.sqlite", 0o640),
        ("vault.sqlite", 0o620),
        ("kiosk.json", 0o604),
        ("kiosk.json", 0o601),
        (".", 0o777),
        (".", 0o720),
        (".", 0o702),
    ],
)
def test_others_can_get_at_the_signatures(stall: Kiosk, name: str, mode: int) -> None:
    (stall.data / name).chmod(mode)
    found = permissions(stall.data)
    assert found.state == "fault"
    assert f"the data folder {stall.data}. Ask" in found.sentence


def test_what_tells_nothing_may_be_open(stall: Kiosk) -> None:
    """The pack, a folder of something else, and that the data folder is there."""
    (stall.data / "campaign.kioskpack").chmod(0o644)
    (stall.data / "photos").mkdir(mode=0o755)
    stall.data.chmod(0o755)
    assert permissions(stall.data).state == "well"


@pytest.fixture
def closed_folder() -> Iterator[Path]:
    """A folder that this test may not open: root is somebody else for the while."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0)
        if os.getuid() != 0:
            yield folder
        else:
            os.setreuid(65534, 0)
            yield folder
            os.setreuid(0, 0)
        folder.chmod(0o700)


@pytest.mark.skipif(os.name == "nt", reason="modes are POSIX")
@pytest.mark.parametrize("mode", [0, 0o555, 0o333, 0o666])
def test_a_data_folder_that_may_not_be_opened(closed_folder: Path, mode: int) -> None:
    closed_folder.chmod(mode)
    found = permissions(closed_folder)
    assert found.state == "fault"
    assert "may not read and write the data folder" in found.sentence


def test_who_can_get_at_a_disk_that_knows_no_rights_is_not_known(
    stall: Kiosk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_rights(path: Path) -> bool:
        raise OSError("FAT has none")

    monkeypatch.setattr(laptop, "is_open_to_others", no_rights)
    found = permissions(stall.data)
    assert (found.name, found.state, found.values) == (
        "permissions",
        "not known",
        {"folder": str(stall.data)},
    )
    assert found.sentence.startswith("It is not known who else")


def test_on_windows_the_folder_itself_tells_who_gets_at_new_files(
    stall: Kiosk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    for is_open, state in ((True, "fault"), (False, "well")):
        monkeypatch.setattr(laptop, "is_open_to_others", {stall.data: is_open}.get)
        assert permissions(stall.data).state == state


def test_a_damaged_vault_is_a_fault_and_the_rest_is_looked_at(stall: Kiosk) -> None:
    stall.sign(person(1))
    connection = sqlite3.connect(stall.data / "vault.sqlite")
    connection.execute("UPDATE record SET sealed = zeroblob(100)")
    connection.commit()
    connection.close()
    found = {finding.name: finding for finding in look_at_laptop(stall.data, stall, NOON)}
    assert found["vault"].state == "fault"
    assert "Record 1" in found["vault"].sentence
    assert found["sealing"].state == "well"
    assert "swap" in found


def test_everything_is_looked_at_once_and_in_this_order(stall: Kiosk, tmp_path: Path) -> None:
    names = ["battery", "clock", "time-zone", "disk", "permissions", "vault", "sealing"]
    leaks = ["encryption", "swap", "hibernation", "core-dumps", "input-methods", "screen-reader"]
    (tmp_path / "proc").mkdir()
    (tmp_path / "proc/swaps").write_text("Filename Type Size Used Priority\n")
    found = list(look_at_laptop(stall.data, stall, NOON, tmp_path))
    assert [one.name for one in found] == names + leaks
    assert found[names.index("sealing") + 2].state == "well", "this system does not swap"
    names.remove("vault")
    assert [one.name for one in look_at_laptop(stall.data, None, NOON, tmp_path)] == names + leaks


def test_the_clock_that_is_given_is_the_one_that_is_looked_at(tmp_path: Path) -> None:
    then = datetime.datetime(2031, 5, 6, 7, 8, tzinfo=datetime.UTC)
    found = {one.name: one for one in look_at_laptop(tmp_path, None, then)}
    assert found["clock"].values == {"today": "2031-05-06", "time": "07:08"}
    assert found["time-zone"].state == "warning"


def test_without_another_word_it_is_what_staff_said_of_the_kiosks_clock(stall: Kiosk) -> None:
    stall.clock.say(stall.clock.now() + 2 * DAY)
    found = {one.name: one for one in look_at_laptop(stall.data, stall)}
    assert found["clock"].state == "warning"
    assert "as staff said" in found["clock"].sentence
    assert found["clock"].values["today"] == "2026-11-24"
    given = {one.name: one for one in look_at_laptop(stall.data, stall, NOON)}
    assert given["clock"].state == "not known"


def test_without_another_word_it_is_this_laptops_own_day(tmp_path: Path) -> None:
    before = datetime.date.today()
    found = {one.name: one for one in look_at_laptop(tmp_path, None)}
    assert found["clock"].values["today"] in {str(before), str(datetime.date.today())}


def test_a_sound_vault_says_how_much_it_holds(stall: Kiosk) -> None:
    stall.sign(person(1))
    stall.sign(person(2))
    found = laptop.vault(stall)
    assert (found.name, found.state, found.values) == ("vault", "well", {"number": 2})


def test_this_computer_can_seal(stall: Kiosk, monkeypatch: pytest.MonkeyPatch) -> None:
    assert sealing().state == "well"
    monkeypatch.setattr("kiosk.signing.seal.KEM", object)  # what an older library has to offer
    found = {one.name: one for one in look_at_laptop(stall.data, stall, NOON)}
    assert found["sealing"].state == "fault"
