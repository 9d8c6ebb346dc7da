"""Which kiosks count: a stranger's, a seized laptop's, one whose clock is wrong."""

from __future__ import annotations

import dataclasses
import datetime
import itertools
import json
import re
from pathlib import Path

import pytest
from sqlalchemy import event

from kiosk.coordinator.counting.barring import apply_standing_everywhere
from kiosk.coordinator.counting.books import Account, balance
from kiosk.coordinator.counting.kiosks import (
    find_kiosk,
    hold,
    kiosk_views,
    let_new_wait,
    restore,
    revoke,
    trust,
)
from kiosk.coordinator.merge.adding import Added, Brought, add
from kiosk.coordinator.merge.merge import merge
from kiosk.coordinator.records.opening import Outcome, RegisterEntry
from kiosk.coordinator.register.register import KioskRow, Register
from kiosk.coordinator.reports.receipts import merged
from kiosk.errors import CampaignError
from tests.conftest import TODAY, Desk
from tests.exports import HandmadeKiosk
from tests.people import person
from tests.program import done, refused


@pytest.fixture
def library(keys) -> HandmadeKiosk:
    """Five people."""
    made = HandmadeKiosk(keys, "Library steps")
    made.sign(*(person(n) for n in range(5)))
    return made


@pytest.fixture
def stranger(keys) -> HandmadeKiosk:
    """Somebody's own kiosk: two of the same five with earlier days, and two nobody knows."""
    made = HandmadeKiosk(keys, "Canteen")
    made.sign(*(person(n, date="1999-01-01") for n in (0, 1, 70, 71)))
    return made


@pytest.fixture
def files(library: HandmadeKiosk, stranger: HandmadeKiosk, tmp_path: Path) -> list[Path]:
    written = []
    for number, kiosk in enumerate((library, stranger)):
        written.append(tmp_path / f"{number}.signatures")
        written[-1].write_bytes(b"".join(kiosk.batch([record]) for record in kiosk.records))
    return written


def accounts(register: Register) -> dict[str, Account]:
    return {one.name: one.account for one in balance(register).kiosks}


def test_a_revoked_kiosks_records_do_not_count_and_the_true_ones_do_again(
    desk: Desk, files: list[Path], stranger: HandmadeKiosk
) -> None:
    before = desk.merge(*files).books
    assert before.total == Account(counted=7, duplicate=2)
    assert accounts(desk.register)["Library steps"] == Account(counted=3, duplicate=2)
    revoke(desk.register, desk.keys, stranger.id)
    assert accounts(desk.register) == {
        "Library steps": Account(counted=5), "Canteen": Account(rejected=4),
    }  # fmt: skip
    assert {one.reason for one in balance(desk.register).failures} == {"This kiosk is revoked."}
    assert desk.list().count(b"rejected") == 4, "they are all listed still"
    restore(desk.register, desk.keys, stranger.id)
    assert balance(desk.register) == before


def test_a_seized_laptop_is_revoked_from_a_number_on(desk: Desk, files: list[Path], stranger) -> None:
    desk.merge(*files)
    revoke(desk.register, desk.keys, stranger.id, 2)
    assert accounts(desk.register) == {
        "Library steps": Account(counted=4, duplicate=1), "Canteen": Account(counted=1, rejected=3),
    }  # fmt: skip
    reasons = {(one.number, one.reason) for one in balance(desk.register).failures}
    assert reasons == {(n, "This kiosk is revoked.") for n in (2, 3, 4)}
    (receipt,) = (one for one in merged(desk.register) if one.name == "Canteen")
    assert receipt.upto == 1, "nothing that is set aside is deleted from a laptop"


def test_the_word_and_the_files_may_come_in_any_order(make_desk, files: list[Path], stranger) -> None:
    """The kiosk is known by its first record; the word is given before, between or after the rest."""
    lists = set()
    lines = files[1].read_bytes().splitlines(keepends=True)
    first = files[1].with_name("first.signatures")
    first.write_bytes(b"".join(lines[:2]))
    for order in itertools.permutations([*files, None]):
        desk = make_desk()
        desk.merge(first)
        for step in order:
            if step is None:
                revoke(desk.register, desk.keys, stranger.id, 2)
            else:
                desk.merge(step)
        lists.add(desk.list())
    assert len(lists) == 1


def test_a_revoked_record_is_not_opened_at_each_merge_again(desk: Desk, files: list[Path], stranger) -> None:
    desk.merge(*files)
    revoke(desk.register, desk.keys, stranger.id)
    again = desk.merge(*files)
    assert (again.new, again.repaired, [file.known for file in again.files]) == (0, 0, [5, 4])


def test_new_kiosks_wait_if_the_campaign_says_so(desk: Desk, files: list[Path], library, stranger) -> None:
    desk.merge(files[0])
    let_new_wait(desk.register, desk.keys, True)
    assert desk.merge(files[1]).books.total == Account(counted=5, rejected=4)
    assert {one.reason for one in balance(desk.register).failures} == {
        "This kiosk waits for the coordinator’s word."
    }
    standings = {view.name: view.standing.value for view in kiosk_views(desk.register, TODAY)}
    assert standings == {"Library steps": "new", "Canteen": "held"}
    trust(desk.register, desk.keys, stranger.id)
    assert balance(desk.register).total == Account(counted=7, duplicate=2)
    hold(desk.register, desk.keys, library.id)
    assert accounts(desk.register) == {"Library steps": Account(rejected=5), "Canteen": Account(counted=4)}


def test_a_kiosk_is_named_by_its_name_or_its_id(desk: Desk, files: list[Path], keys, library) -> None:
    desk.merge(*files)
    register = desk.register
    assert find_kiosk(register, "Library steps") == library.id
    assert find_kiosk(register, library.id.hex()[:8].upper()) == library.id
    with pytest.raises(CampaignError, match="No kiosk is called"):
        find_kiosk(register, "Library")
    namesake = HandmadeKiosk(keys, "Library steps")
    files[0].write_bytes(namesake.batch(namesake.sign(person(90))))
    desk.merge(files[0])
    with pytest.raises(CampaignError, match="Several kiosks") as told:
        find_kiosk(register, "Library steps")
    assert library.id.hex()[:8] in told.value.todo


def test_what_is_odd_about_a_kiosk_is_said(desk: Desk, keys, tmp_path: Path) -> None:
    ordinary = [HandmadeKiosk(keys, f"Stall {n}") for n in range(3)]
    for number, kiosk in enumerate(ordinary):
        kiosk.sign(*(person(1000 * number + n) for n in range(20)))
    busy = HandmadeKiosk(keys, "Busy")
    busy.sign(*(person(5000 + n) for n in range(250)))
    ahead = HandmadeKiosk(keys, "Ahead")
    ahead.sign(person(6000, date="2999-01-01"), person(6001, date="2026-11-23"))
    behind = HandmadeKiosk(keys, "Behind")
    behind.sign(person(6002, date="1970-01-01"))
    file = tmp_path / "x.signatures"
    file.write_bytes(b"".join(one.batch(one.records) for one in (*ordinary, busy, ahead, behind)))
    merge(desk.register, keys, [file], today=TODAY)
    remarks = {
        view.name: list(map(str, view.remarks)) for view in kiosk_views(desk.register, TODAY) if view.remarks
    }
    assert remarks == {
        "Busy": ["250 signatures on 2026-11-01: far more than the other kiosks on their best days."],
        "Ahead": ["Signatures of a day that is yet to come: 1. Its clock is ahead."],
        "Behind": ["Signatures of a day long ago: 1. Its clock is behind."],
    }
    assert {view.first_seen for view in kiosk_views(desk.register, TODAY)} == {TODAY.isoformat()}


def add_days(desk: Desk, keys, kiosk: int, days: dict[str, int]) -> None:
    """Has the register take so many records of each day from the `kiosk`th laptop."""
    numbers = range(1, sum(days.values()) + 1)
    each = [day for day, number in days.items() for _ in range(number)]
    entries = [
        RegisterEntry(n, bytes([kiosk]) + n.to_bytes(15, "big"), bytes([kiosk]) + n.to_bytes(31, "big"),
                      Outcome.OPENED, day=day)
        for n, day in zip(numbers, each, strict=True)
    ]  # fmt: skip
    brought = Brought(KioskRow(bytes([kiosk]) * 16, f"Stall {kiosk}", len(entries)), entries)
    with desk.register.transaction() as connection:
        assert add(connection, keys, [brought], TODAY) == [Added(len(entries), 0, 0)]


def odd(desk: Desk) -> dict[str, list[str]]:
    return {view.name: list(map(str, view.remarks)) for view in kiosk_views(desk.register, TODAY)}


def test_more_than_a_laptop_can_take_is_said(desk: Desk, keys) -> None:
    add_days(desk, keys, 1, {"2026-11-01": 1501, "2026-11-02": 3})
    add_days(desk, keys, 2, {"2026-11-01": 1500, "2026-11-02": 1500})
    assert odd(desk) == {
        "Stall 1": ["1,501 signatures on 2026-11-01: more than one laptop can take on a day."],
        "Stall 2": [],
    }


@pytest.mark.parametrize(
    ("others", "busy", "is_odd"), [(39, 200, False), (39, 201, True), (41, 205, False), (41, 206, True)]
)
def test_far_more_than_the_others_is_said(desk: Desk, keys, others: int, busy: int, is_odd: bool) -> None:
    for kiosk in (1, 2):
        add_days(desk, keys, kiosk, {"2026-11-01": others})
    add_days(desk, keys, 3, {"2026-11-01": 1, "2026-11-02": busy})
    told = [f"{busy} signatures on 2026-11-02: far more than the other kiosks on their best days."]
    assert odd(desk) == {"Stall 1": [], "Stall 2": [], "Stall 3": told if is_odd else []}


def test_a_kiosk_that_is_alone_is_compared_with_nobody(desk: Desk, keys) -> None:
    add_days(desk, keys, 1, {"2026-11-01": 201})
    assert odd(desk) == {"Stall 1": []}


def test_nothing_is_odd_about_a_kiosk_of_which_nothing_opened(desk: Desk, keys, tmp_path: Path) -> None:
    kiosk = HandmadeKiosk(keys, "Gate")
    file = tmp_path / "x.signatures"
    file.write_bytes(kiosk.batch(kiosk.sign(person(1, consent=""))))
    desk.merge(file)
    assert odd(desk) == {"Gate": []}


def test_a_day_that_cannot_be_is_said(desk: Desk, keys) -> None:
    tomorrow, then, before, long_ago = (
        (TODAY + datetime.timedelta(days=n)).isoformat() for n in (1, 2, -400, -401)
    )
    add_days(desk, keys, 1, {tomorrow: 1, before: 1})
    add_days(desk, keys, 2, {then: 2, tomorrow: 1})
    add_days(desk, keys, 3, {before: 1, long_ago: 3})
    assert odd(desk) == {
        "Stall 1": [],
        "Stall 2": ["Signatures of a day that is yet to come: 2. Its clock is ahead."],
        "Stall 3": ["Signatures of a day long ago: 3. Its clock is behind."],
    }


def test_the_command(
    desk_folder: Path, passphrase_file: Path, files: list[Path], stranger: HandmadeKiosk
) -> None:
    campaign = ("--campaign", desk_folder, "--passphrase-file", passphrase_file)
    done("merge", *files, *campaign)
    assert re.search(
        rf"^Canteen: new, 4 records, first seen \d{{4}}-\d\d-\d\d, id {stranger.id.hex()}$",
        done("kiosks", *campaign),
        re.MULTILINE,
    )
    assert "Canteen: revoked from number 3 on, 4 records" in done(
        "kiosks", "revoke", "Canteen", "--from", 3, *campaign
    )
    assert "collected 4 = counted 2 + duplicate 0 + withdrawn 0 + rejected 2" in done("report", *campaign)
    assert "Canteen: trusted" in done("kiosks", "trust", stranger.id.hex()[:6], *campaign)
    done("kiosks", "--new-kiosks", "wait", *campaign)
    listed = json.loads(done("kiosks", "--json", *campaign))
    assert [(one["name"], one["standing"], one["records"]) for one in listed["kiosks"]] == [
        ("Canteen", "trusted", 4), ("Library steps", "new", 5),
    ]  # fmt: skip
    refused("kiosks", "revoke", "Nobody", *campaign, saying=("No kiosk is called Nobody",))
    refused("kiosks", "hold", *campaign, saying=("Which kiosk",))


def test_a_kiosk_with_one_huge_number_is_held_at_once(desk: Desk, keys, tmp_path: Path) -> None:
    kiosk = HandmadeKiosk(keys, "Huge")
    records = kiosk.sign(person(1), person(2))
    sealed = kiosk.sign(person(3))[0]
    kiosk.records[-1] = huge = dataclasses.replace(sealed, seq=99_999_999)
    file = tmp_path / "huge.signatures"
    file.write_bytes(kiosk.batch(records) + kiosk.batch([huge]))
    desk.merge(file)
    asked = []
    with desk.register.transaction() as connection:
        event.listen(connection, "before_cursor_execute", lambda *given: asked.append(given))
        list(apply_standing_everywhere(connection, kiosk.id))
    assert len(asked) < 20
    hold(desk.register, desk.keys, kiosk.id)
    assert balance(desk.register).total.counted == 0


def test_who_reads_all_signatures_keeps_no_merge_waiting(desk: Desk, files: list[Path], keys) -> None:
    desk.merge(files[0])
    reading = desk.register.rows(keys.register_key)
    first = next(reading)
    before = balance(desk.register).total
    desk.merge(*files)
    after = balance(desk.register).total
    assert after.collected > before.collected
    assert len([first, *reading]) == before.collected, "the list is the one that was asked for"
