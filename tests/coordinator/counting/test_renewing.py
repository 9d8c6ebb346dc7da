"""A corrected signature is kept as it was corrected, and whom it met or meets is settled anew."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from kiosk.coordinator.counting.books import Account, balance
from kiosk.coordinator.counting.following import follow, is_followed
from kiosk.coordinator.register.boxes import box
from kiosk.coordinator.rights.correcting import correct, undo_correction
from kiosk.exchange.record import Record
from kiosk.signing.signature import Signature
from tests.conftest import TODAY, Desk
from tests.exports import HandmadeKiosk
from tests.people import person

BEN = person(2, name="Ben Ho", email="ben@exmaple.org")


@pytest.fixture
def merged(desk: Desk, tmp_path: Path) -> Callable[..., list[Record]]:
    """Merges signatures of one kiosk."""

    def merge(*signatures: Signature) -> list[Record]:
        kiosk = HandmadeKiosk(desk.keys)
        file = tmp_path / "x.signatures"
        file.write_bytes(kiosk.batch(kiosk.sign(*signatures)))
        desk.merge(file)
        return kiosk.records

    return merge


@pytest.fixture
def ben(desk: Desk, merged: Callable[..., list[Record]]) -> Record:
    """Ben's signature, the second of three: the country and the e-mail were put right."""
    _, record, _ = merged(person(1), BEN, person(3))
    right = {"country": "PT", "email": "ben@example.org"}
    correct(desk.register, desk.keys, record.digest(), right, None, "Kim", "", TODAY)
    return record


def kept(desk: Desk) -> tuple[list[Any], list[Any]]:
    """All rows of records, and of the ways to them."""
    with desk.register.reading() as connection:
        return (
            list(map(tuple, connection.exec_driver_sql("SELECT * FROM record ORDER BY key"))),
            list(map(tuple, connection.exec_driver_sql("SELECT * FROM mark ORDER BY record, start"))),
        )


def fingerprints(desk: Desk) -> list[Any]:
    """What each record's row holds of them."""
    with desk.register.reading() as connection:
        return list(connection.exec_driver_sql("SELECT fingerprints FROM record ORDER BY key").scalars())


def test_what_somebody_changed_of_a_corrected_signature_is_as_it_was_corrected_again(
    desk: Desk, ben: Record
) -> None:
    before = kept(desk)
    with desk.register.transaction() as connection:
        facts = "SELECT kind, country, language FROM record WHERE seq = 2"
        assert tuple(connection.exec_driver_sql(facts).one()) == ("person", "PT", "en")
        for change in (
            "UPDATE record SET kind = 'organisation', country = 'TW', language = 'fr', seal = x'00' "
            "WHERE seq = 2",
            "UPDATE record SET fingerprints = (SELECT fingerprints FROM record WHERE seq = 1) WHERE seq = 2",
        ):
            connection.exec_driver_sql(change)
        assert follow(connection, desk.keys)["correction"] == 1
        assert is_followed(connection, desk.keys)
    assert kept(desk) == before


def test_a_box_from_before_it_held_the_mark_of_the_very_content_loses_no_mark(
    desk: Desk, ben: Record
) -> None:
    marks = fingerprints(desk)
    place = (ben.kiosk, ben.seq, ben.id, ben.digest())
    old = box(ChaCha20Poly1305(desk.keys.register_key), BEN, place)
    with desk.register.transaction() as connection:
        connection.exec_driver_sql("UPDATE record SET box = ?, seal = x'00' WHERE seq = 2", (old,))
        assert follow(connection, desk.keys)["correction"] == 1
        assert is_followed(connection, desk.keys)
    assert fingerprints(desk) == marks


def test_a_corrected_signature_that_does_not_open_any_more_is_left_as_it_is(desk: Desk, ben: Record) -> None:
    with desk.register.transaction() as connection:
        connection.exec_driver_sql("UPDATE record SET box = zeroblob(300) WHERE seq = 2")
    before = kept(desk)
    with desk.register.transaction() as connection:
        assert is_followed(connection, desk.keys)
        assert set(follow(connection, desk.keys).values()) == {0}
    assert kept(desk) == before


def test_who_was_one_with_another_only_by_the_mistake_counts_once_it_is_put_right(
    desk: Desk, merged: Callable[..., list[Record]]
) -> None:
    """The first and the last share nothing: the one in the middle, which is corrected, was both."""
    ana = {"name": "Ana Lee", "city": "", "email": ""}
    email, phone = {"email": "ana@example.org"}, {"phone": "+852 9123 4567"}
    _, both, _ = merged(person(1, **ana | email), person(1, **ana | email | phone), person(1, **ana | phone))
    assert balance(desk.register).total == Account(counted=1, duplicate=2)
    right = {"email": "ana.lee@example.org", "phone": "+852 9123 9999"}
    number = correct(desk.register, desk.keys, both.digest(), right, None, "Kim", "", TODAY)
    assert balance(desk.register).total == Account(counted=3)
    undo_correction(desk.register, desk.keys, number, "Kim", TODAY)
    assert balance(desk.register).total == Account(counted=1, duplicate=2)
