"""Boxes in the register: none tells how long what is in it is, and each opens to just that."""

from __future__ import annotations

import msgspec
import pytest
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.coordinator.register.boxes import FIELDS, box, unbox, unbox_all
from kiosk.errors import CampaignError
from kiosk.signing.own_values import Own
from kiosk.signing.receipt_code import code_of, new_receipt_code
from kiosk.signing.signature import Signature, to_json
from kiosk.signing.strokes import encode_strokes
from tests.people import person
from tests.signing.test_seal import signatures

PLACE = (bytes(8), 1, bytes(16), bytes(32))
HAND = encode_strokes((((100, 200), (900, 1200)),))
CODE = 12_641_975_194_779
AROUND = 12 + 16
"""Bytes of the nonce, and of what binds the box to its record."""


@pytest.mark.parametrize("copy", [None, bytes(range(16))])
def test_whatever_its_length_a_signature_fills_blocks_and_comes_out_whole(copy: bytes | None) -> None:
    cipher = ChaCha20Poly1305(bytes(32))
    sizes = set()
    for length in range(1, 257):
        signed = person(1, name="x" * length)
        made = box(cipher, signed, PLACE, copy)
        assert unbox_all(cipher, made, PLACE) == (signed, copy)
        sizes.add(len(made) - AROUND)
    assert len(sizes) == 2
    assert all(size % 208 == 0 for size in sizes)


@settings(max_examples=60, deadline=None)
@given(signatures, st.none() | st.just(bytes(range(16))))
def test_every_signature_comes_out_as_it_went_in(signed: Signature, copy: bytes | None) -> None:
    cipher = ChaCha20Poly1305(bytes(32))
    assert unbox_all(cipher, box(cipher, signed, PLACE, copy), PLACE) == (signed, copy)


def test_a_campaigns_own_fields_come_out_as_they_went_in() -> None:
    cipher = ChaCha20Poly1305(bytes(32))
    own: Own = {"student-number": "20260001", "wants-lift": True, "days": ("mon", "tue")}
    signed = person(
        1, version=2, own=own, identified_by="student-number", drawn=HAND, help=("write", "speak")
    )
    assert unbox(cipher, box(cipher, signed, PLACE), PLACE) == signed


def test_the_order_of_what_is_in_a_box_is_for_ever() -> None:
    """A field that comes later stands behind these: what earlier programs wrote is read still."""
    assert FIELDS[:22] == (
        "version", "date", "kind", "name", "consent", "language", "organisation", "role", "country", "city",
        "postcode", "email", "phone", "public", "updates", "help", "paper_ref", "drawn", "typed_signature",
        "receipt", "own", "identified_by",
    )  # fmt: skip
    assert set(FIELDS) == set(Signature.__struct_fields__)


def sealed(inside: bytes) -> bytes:
    """As the register keeps it: a nonce, and what is bound to kiosk, number, id and digest."""
    kiosk, seq, id, digest = PLACE
    bound = b"signing-kiosk register v2\0" + kiosk + seq.to_bytes(8, "big") + id + digest
    return bytes(12) + ChaCha20Poly1305(bytes(32)).encrypt(bytes(12), inside, bound)


@pytest.mark.parametrize(("by_number", "size"), [(True, 208), (False, 256)])
def test_a_box_of_today_opens_in_every_later_version(by_number: bool, size: int) -> None:
    """The words of a receipt are the number that they write; before, they were words."""
    signed, copy = person(1, receipt=code_of(CODE)), bytes(range(16))
    fields = [CODE if name == "receipt" and by_number else getattr(signed, name) for name in FIELDS[:22]]
    inside = msgspec.msgpack.encode([copy, *fields])
    made = sealed((len(inside).to_bytes(4, "big") + inside).ljust(size, b"\0"))
    cipher = ChaCha20Poly1305(bytes(32))
    assert unbox_all(cipher, made, PLACE) == (signed, copy)
    assert len(box(cipher, signed, PLACE, copy)) == 208 + AROUND


def test_what_nearly_all_leave_fills_one_box_with_the_six_words_of_their_receipt() -> None:
    cipher, copy = ChaCha20Poly1305(bytes(32)), bytes(range(16))
    for n in range(30):
        receipt = new_receipt_code()
        for more in (
            {},
            {"phone": "+852 9123 4567", "postcode": "999077"},
            {"name": "歐陽娜娜", "email": ""},
        ):
            assert len(box(cipher, person(n, receipt=receipt, **more), PLACE, copy)) == 208 + AROUND


def test_however_much_a_hostile_kiosk_writes_its_box_opens() -> None:
    """More than any campaign's signature has: two bytes of its length would begin as JSON does."""
    own: Own = {f"a{n}": "\U0001f44d" * 500 for n in range(15)}
    signed = person(1, version=2, own={**own, "b": "\U0001f44d" * 360})
    length = len(msgspec.msgpack.encode([None, *(getattr(signed, name) for name in FIELDS)]))
    assert length.to_bytes(2, "big").startswith(b"{")
    cipher = ChaCha20Poly1305(bytes(32))
    assert unbox(cipher, box(cipher, signed, PLACE), PLACE) == signed


@pytest.mark.parametrize("copy", [None, bytes(range(16))])
def test_a_box_from_before_opens(copy: bytes | None) -> None:
    """Until version 4 of the register: JSON, spaces, and the mark behind a zero, if it was there."""
    behind = b"\0" + copy if copy else b""
    made = sealed(to_json(person(1)).ljust(512 - len(behind)) + behind)
    assert unbox_all(ChaCha20Poly1305(bytes(32)), made, PLACE) == (person(1), copy)


_pack = msgspec.msgpack.encode
_FIELDS = [None, *(getattr(person(1), name) for name in FIELDS)]


@pytest.mark.parametrize(
    "inside",
    [
        b"", b"\0", b"\xff\xff" + bytes(10), b"\0\x01\xc1", _pack(7), _pack([]),
        _pack(_FIELDS[:-1]), _pack([1, *_FIELDS[1:]]),
        _pack([*_FIELDS[:4], " ", *_FIELDS[5:]]),
        _pack([*_FIELDS[:2], "yesterday", *_FIELDS[3:]]), _pack(_FIELDS) + b"x",
    ],
)  # fmt: skip
def test_what_is_no_signature_is_told(inside: bytes) -> None:
    for made in (inside, len(inside).to_bytes(4, "big") + inside):
        with pytest.raises(CampaignError, match="changed or damaged"):
            unbox(ChaCha20Poly1305(bytes(32)), sealed(made), PLACE)
