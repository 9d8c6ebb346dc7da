"""The lists behind the books: each record once, by kiosk and number, and what was lost among them."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from kiosk.coordinator.counting.books import MAX_FAILURES, balance, failures
from kiosk.coordinator.counting.listing import listing
from kiosk.coordinator.merge.adding import Brought, add
from kiosk.coordinator.records.opening import Outcome, RegisterEntry
from kiosk.coordinator.register.register import KioskRow, State
from tests.conftest import TODAY, Desk
from tests.exports import HandmadeKiosk
from tests.people import person

LOST = "Its line in the signatures file is damaged."
NOT_OPENED = "It cannot be opened with this campaign’s key."


@pytest.fixture
def kiosks(desk: Desk, tmp_path: Path) -> list[HandmadeKiosk]:
    """Two, by id: of each, one counts, two are rejected, one does not open and two were lost."""
    made = sorted((HandmadeKiosk(desk.keys, name) for name in ("Library", "Canteen")), key=lambda one: one.id)
    for number, kiosk in enumerate(made):
        people = [person(20 * number + n, consent="" if n in (1, 3) else "2026-11") for n in range(6)]
        kiosk.sign(*people)
        kiosk.records[4] = dataclasses.replace(kiosk.records[4], sealed=bytes(3184))
        lines = kiosk.batch(kiosk.records).splitlines(keepends=True)
        for at in (2, 5):
            lines[at] = lines[at][:500] + b"?" + lines[at][501:]
        file = tmp_path / f"{kiosk.name}.signatures"
        file.write_bytes(b"".join(lines))
        desk.merge(file)
    return made


@pytest.mark.parametrize("page", [1, 2, 3, 500])
def test_what_is_lost_or_does_not_open_is_listed_by_kiosk_and_number(
    desk: Desk, kiosks: list[HandmadeKiosk], monkeypatch: pytest.MonkeyPatch, page: int
) -> None:
    monkeypatch.setattr("kiosk.coordinator.counting.listing._PAGE", page)
    found = list(listing(desk.register, State.UNREADABLE))
    expected = [
        (kiosk.id, seq, reason) for kiosk in kiosks for seq, reason in ((3, LOST), (5, NOT_OPENED), (6, LOST))
    ]
    assert [(one.kiosk, one.seq, one.reason) for one in found] == expected
    assert {(one.key, one.id, one.digest, one.day) for one in found if one.reason == LOST} == {
        (0, b"", b"", "")
    }
    for kiosk in kiosks:
        of_it = listing(desk.register, State.UNREADABLE, kiosk.id)
        assert list(of_it) == [one for one in found if one.kiosk == kiosk.id]


def test_a_listed_record_is_told_with_all_that_it_has(desk: Desk, kiosks: list[HandmadeKiosk]) -> None:
    (counted,) = listing(desk.register, State.COUNTED, kiosks[0].id)
    record = kiosks[0].records[0]
    assert (counted.seq, counted.id, counted.digest) == (1, record.id, record.digest())
    assert (counted.day, counted.reason, counted.duplicate_of) == ("2026-11-01", "", None)
    assert counted.key > 0


def test_failures_of_every_kind_come_by_kiosk_and_number(desk: Desk, kiosks: list[HandmadeKiosk]) -> None:
    numbers = [(one.kiosk, one.number, one.state) for one in failures(desk.register)]
    states = [(2, "rejected"), (3, "unreadable"), (4, "rejected"), (5, "unreadable"), (6, "unreadable")]
    assert numbers == [(kiosk.name, seq, state) for kiosk in kiosks for seq, state in states]


def test_the_books_name_a_thousand_failures_and_the_list_all(desk: Desk) -> None:
    entries = [
        RegisterEntry(n, n.to_bytes(16), n.to_bytes(32), Outcome.REJECTED, "Because.") for n in range(1, 1002)
    ]
    with desk.register.transaction() as connection:
        add(connection, desk.keys, [Brought(KioskRow(bytes(16), "Gate", 1001), entries)], TODAY)
    assert [one.number for one in balance(desk.register).failures] == list(range(1, 1001))
    assert len(list(failures(desk.register))) == 1001
    assert MAX_FAILURES == 1000
