"""What of a kiosk does not count: however many records there are, each with the first of several reasons."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.coordinator.counting.books import Account, balance
from kiosk.coordinator.counting.following import say
from kiosk.coordinator.counting.kiosks import hold, revoke, trust
from kiosk.coordinator.register.words import OfKiosk, Standing, Withdrawn
from tests.conftest import Desk
from tests.exports import HandmadeKiosk
from tests.people import person


@pytest.fixture
def library(desk: Desk, tmp_path: Path) -> HandmadeKiosk:
    """Five people, merged."""
    made = HandmadeKiosk(desk.keys, "Library steps")
    file = tmp_path / "library.signatures"
    file.write_bytes(made.batch(made.sign(*(person(n) for n in range(5)))))
    desk.merge(file)
    return made


def reasons(desk: Desk) -> dict[int, str]:
    """By number, why a record does not count."""
    return {one.number: one.reason for one in balance(desk.register).failures}


def test_a_kiosk_that_is_revoked_from_no_number_is_revoked_from_the_first(
    desk: Desk, library: HandmadeKiosk
) -> None:
    say(desk.register, desk.keys, OfKiosk(library.id, Standing.REVOKED))
    assert balance(desk.register).total == Account(rejected=5)


@pytest.mark.parametrize("piece", [1, 2, 5, 6])
def test_every_record_is_barred_and_counts_again_however_many_are_looked_at_together(
    desk: Desk, library: HandmadeKiosk, monkeypatch: pytest.MonkeyPatch, piece: int
) -> None:
    monkeypatch.setattr("kiosk.coordinator.counting.barring._PIECE", piece)
    revoke(desk.register, desk.keys, library.id, 2)
    assert reasons(desk) == dict.fromkeys((2, 3, 4, 5), "This kiosk is revoked.")
    hold(desk.register, desk.keys, library.id)
    assert reasons(desk) == dict.fromkeys((1, 2, 3, 4, 5), "This kiosk waits for the coordinator’s word.")
    trust(desk.register, desk.keys, library.id)
    assert balance(desk.register).total == Account(counted=5)


def test_of_a_kiosk_that_waits_contested_numbers_wait_as_well(
    desk: Desk, library: HandmadeKiosk, tmp_path: Path
) -> None:
    copied = HandmadeKiosk(desk.keys, library.name, library.key)
    file = tmp_path / "copied.signatures"
    file.write_bytes(copied.batch(copied.sign(person(70))))
    desk.merge(file)
    assert "Two different records" in reasons(desk)[1]
    hold(desk.register, desk.keys, library.id)
    assert set(reasons(desk).values()) == {"This kiosk waits for the coordinator’s word."}
    trust(desk.register, desk.keys, library.id)
    assert balance(desk.register).total == Account(counted=4, rejected=2)


def test_what_is_withdrawn_stays_withdrawn_whatever_is_said_of_its_kiosk(
    desk: Desk, library: HandmadeKiosk, tmp_path: Path
) -> None:
    say(desk.register, desk.keys, Withdrawn([library.records[0].digest()], []))
    copied = HandmadeKiosk(desk.keys, library.name, library.key)
    file = tmp_path / "copied.signatures"
    file.write_bytes(copied.batch(copied.sign(person(70))))
    assert desk.merge(file).books.total == Account(counted=4, withdrawn=1, rejected=1)
    hold(desk.register, desk.keys, library.id)
    assert balance(desk.register).total == Account(withdrawn=1, rejected=5)
    trust(desk.register, desk.keys, library.id)
    assert balance(desk.register).total == Account(counted=4, withdrawn=1, rejected=1)
