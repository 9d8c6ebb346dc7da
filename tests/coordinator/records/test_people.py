"""What holds for each person: read record by record, with a coordinator's rulings in their order."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.coordinator.records.people import counted_signatures, people
from kiosk.coordinator.rights.correcting import correct
from kiosk.signing.choices import Choices
from tests.conftest import TODAY, Desk
from tests.exports import HandmadeKiosk
from tests.people import person


@pytest.fixture
def signed(desk: Desk, tmp_path: Path) -> Desk:
    """A desk with five signatures: two are one person's, and one is rejected."""
    kiosk = HandmadeKiosk(desk.keys)
    file = tmp_path / "x.signatures"
    ana = {"name": "Ana Lee", "email": "ana@example.org", "public": "name"}
    people = (
        person(1, **ana),
        person(1, date="2026-11-02", **ana),
        person(2),
        person(3, consent=""),
        person(4),
    )
    file.write_bytes(kiosk.batch(kiosk.sign(*people)))
    desk.merge(file)
    return desk


def test_each_person_is_counted_once_and_how_far_it_is_read_is_told(signed: Desk) -> None:
    told: list[int] = []
    found = list(counted_signatures(signed.register, signed.keys, told.append))
    assert [one.date for one in found] == ["2026-11-01"] * 3
    assert told == [1, 2, 3, 4, 5]


def test_a_persons_rulings_come_in_the_order_in_which_they_were_given(signed: Desk) -> None:
    first, second = (row.digest for row in signed.register.rows(signed.keys.register_key) if row.seq < 3)
    given = [
        correct(signed.register, signed.keys, record, {}, choices, "Kim", "", TODAY)
        for record, choices in (
            (second, Choices("no")),
            (first, Choices("initials")),
            (second, Choices("no")),
        )
    ]
    with signed.register.reading() as connection:
        (ana,) = (one for one in people(connection, signed.keys) if len(one.signed) == 2)
    assert [ruling.number for ruling in ana.rulings] == given
    assert [one.digest for one in ana.signed] == [first, second]


def test_who_signed_once_and_was_ruled_about_is_among_the_people(signed: Desk) -> None:
    (once,) = (row.digest for row in signed.register.rows(signed.keys.register_key) if row.seq == 5)
    correct(signed.register, signed.keys, once, {}, Choices("initials"), "Kim", "", TODAY)
    with signed.register.reading() as connection:
        found = {one.signed[0].digest: one.holds for one in people(connection, signed.keys)}
    assert len(found) == 2
    assert found[once] == Choices("initials")
