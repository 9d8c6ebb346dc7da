"""Marks by which people meet their duplicates: the same for ever, or an old register would meet nobody."""

from __future__ import annotations

import hashlib
import hmac

import msgspec
import pytest
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import ECB

from kiosk.coordinator.records.fingerprints import Fingerprinter, HiddenRules, Rule, withdrawal_mark
from kiosk.signing.signature import Signature

KEY = bytes(range(32))
AES_OF_A_BLOCK = Cipher(AES(KEY), ECB()).encryptor().update
ANA = Signature(1, "2026-11-22", "person", "Ana  LÓPEZ", "2026-11", "en", country="HK")


def mark(*parts: str) -> bytes:
    """HMAC-SHA256 of `parts`, two zero characters between them, cut to 16 bytes."""
    return hmac.digest(KEY, "\0\0".join(parts).encode(), hashlib.sha256)[:16]


def marks(**fields: object) -> dict[Rule, bytes]:
    return dict(Fingerprinter(KEY).of(msgspec.structs.replace(ANA, **fields)))


def test_of_a_person_with_an_address_and_a_number() -> None:
    assert marks(email="Ana@Example.org", phone="2555 1234", postcode="999077") == {
        Rule.EMAIL: mark("email", "person", "ana lópez", "ana@example.org"),
        Rule.EMAIL_ALONE: mark("email alone", "ana@example.org"),
        Rule.PHONE: mark("phone", "person", "ana lópez", "+85225551234"),
        Rule.PHONE_ALONE: mark("phone alone", "+85225551234"),
    }


def test_of_somebody_with_a_postcode_or_a_line_on_paper() -> None:
    assert marks(postcode="SW1A 1AA") == {Rule.POSTCODE: mark("postcode", "person", "ana lópez", "SW1A1AA")}
    assert marks(paper_ref="sheet 3, line 12") == {
        Rule.PAPER: mark("paper", "person", "ana lópez", "sheet 3 line 12")
    }
    assert marks(paper_ref="sheet 3") == {}
    for contact in ({"email": "a@example.org"}, {"phone": "2555 1234"}):
        assert marks(postcode="999077", paper_ref="sheet 3, line 12", **contact) == marks(**contact)
    assert marks() == {}


def test_rules_are_hidden_and_read_again_and_have_the_numbers_that_every_register_has() -> None:
    hidden = HiddenRules(KEY)
    made = [(rule, mark(rule.name)) for rule in Rule]
    kept, none, one = hidden.hide([made, [], made[3:4]])
    assert (none, one) == ([], kept[3:4])
    assert hidden.read(kept) == [rule for rule, _ in made]
    numbers = {"OLD": 0, "EMAIL": 1, "PHONE": 2, "POSTCODE": 3, "COPY": 4, "EMAIL_ALONE": 5, "PHONE_ALONE": 6,
               "PAPER": 7, "OWN": 8}  # fmt: skip
    assert {rule.name: rule.value for rule in Rule} == numbers
    masks = AES_OF_A_BLOCK(b"".join(value for value, _ in kept))[::16]
    assert [rule ^ mask for (_, rule), mask in zip(kept, masks, strict=True)] == list(numbers.values())
    assert hidden.read([(kept[0][0], kept[0][1] ^ 255)]) == [None]


def test_a_withdrawal_is_known_by_sixteen_bytes() -> None:
    assert withdrawal_mark(bytes(range(32))) == bytes(range(16))


def test_of_an_organisation() -> None:
    found = marks(kind="organisation", organisation="Tram  Club", email="a@example.org")
    assert found[Rule.EMAIL] == mark("email", "organisation", "ana lópez\0tram club", "a@example.org")


@pytest.mark.parametrize("own", [{"number": "20261236"}, {"number": "２０２６１２３６"}])
def test_who_is_told_apart_by_a_field_still_meets_others_by_contact(own: dict[str, str]) -> None:
    contact = {"email": "a@example.org", "phone": "2555 1234"}
    found = marks(version=2, own=own, identified_by="number", postcode="999077", **contact)
    assert found[Rule.OWN] == mark("own", "number", "20261236")
    others = marks(**contact)
    assert found == {
        Rule.OWN: found[Rule.OWN],
        Rule.EMAIL_ALONE: others[Rule.EMAIL_ALONE],
        Rule.PHONE_ALONE: others[Rule.PHONE_ALONE],
    }


def test_of_a_sealed_record_and_of_a_receipt_code() -> None:
    maker = Fingerprinter(KEY)
    assert maker.of_sealed(b"\1" * 16, b"box") == mark(
        "record", (b"\1" * 16).hex(), hashlib.sha256(b"box").hexdigest()
    )
    assert maker.of_receipt("abc") == mark("receipt", "abc")
    assert maker.of_receipt("") is None
