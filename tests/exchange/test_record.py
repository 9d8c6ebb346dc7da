"""A record's digest covers all of it, and the chain covers every record in its place."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

from kiosk.exchange.record import GENESIS, Record, chain_over, kiosk_id, next_link
from tests.exchange.conftest import ShortKiosk


@pytest.mark.parametrize(
    "change", [{"kiosk": bytes(16)}, {"seq": 8}, {"id": bytes(16)}, {"sealed": b"x"}, {"sealed": b""}]
)
def test_a_record_with_anything_changed_has_another_digest(
    library: ShortKiosk, change: dict[str, object]
) -> None:
    record = library.record(7)
    assert replace(record, **change).digest() != record.digest()
    assert replace(record).digest() == record.digest()


def test_the_chain_changes_with_every_record_and_with_their_order(library: ShortKiosk) -> None:
    digests = [library.record(n).digest() for n in range(1, 5)]
    values = [chain_over(GENESIS, digests[:n]) for n in range(5)]
    assert len(set(values)) == 5
    assert chain_over(GENESIS, digests[::-1]) != values[-1]
    assert chain_over(GENESIS, digests[1:]) != values[-1]


def test_the_chain_can_be_taken_up_anywhere(library: ShortKiosk) -> None:
    digests = [library.record(n).digest() for n in range(1, 5)]
    assert chain_over(chain_over(GENESIS, digests[:2]), digests[2:]) == chain_over(GENESIS, digests)
    assert next_link(GENESIS, digests[0]) == chain_over(GENESIS, digests[:1])


def test_every_key_is_another_kiosk(library: ShortKiosk, town_hall: ShortKiosk) -> None:
    assert library.id != town_hall.id
    assert len(library.id) == 16
    assert library.id == kiosk_id(library.key.public_key().public_bytes_raw())


def test_digest_chain_and_id_stay_what_they_were() -> None:
    """As the format has them; tests/vectors has more."""
    record = Record(b"k" * 16, 7, b"i" * 16, b"sealed")
    place = b"signing-kiosk record v1\0" + b"k" * 16 + b"\0" * 7 + b"\7" + b"i" * 16
    assert record.digest() == hashlib.sha256(place + b"sealed").digest()
    assert bytes(32) == GENESIS
    assert (
        next_link(GENESIS, b"d" * 32)
        == hashlib.sha256(b"signing-kiosk chain v1\0" + bytes(32) + b"d" * 32).digest()
    )
    assert kiosk_id(b"p" * 32) == hashlib.sha256(b"signing-kiosk kiosk v1\0" + b"p" * 32).digest()[:16]
