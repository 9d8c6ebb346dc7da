"""Boxes in the register: none tells how long what is in it is, and each opens to just that."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from kiosk.coordinator.register.boxes import box, unbox_all
from kiosk.signing.signature import to_json
from tests.people import person

PLACE = (bytes(8), 1, bytes(16), bytes(32))
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
    assert all(size % 256 == 0 for size in sizes)


def test_a_box_of_today_opens_in_every_later_version() -> None:
    """As the register keeps it: a nonce, and what is bound to kiosk, number, id and digest."""
    cipher, signed = ChaCha20Poly1305(bytes(32)), person(1)
    kiosk, seq, id, digest = PLACE
    made = box(cipher, signed, PLACE, bytes(range(16)))
    bound = b"signing-kiosk register v2\0" + kiosk + seq.to_bytes(8, "big") + id + digest
    inside = cipher.decrypt(made[:12], made[12:], bound)
    assert inside.startswith(to_json(signed))
    assert inside.endswith(b" \0" + bytes(range(16)))
