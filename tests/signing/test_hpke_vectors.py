"""The suite against the published HPKE vectors (X-Wing, HKDF-SHA256, ChaCha20-Poly1305)."""

from __future__ import annotations

import json
from typing import Any

import cryptography_vectors
import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.bindings._rust import openssl
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from kiosk.signing.seal import PUBLIC_KEY_BYTES, private_key, public_key


@pytest.fixture(scope="module")
def vector() -> dict[str, Any]:
    with cryptography_vectors.open_vector_file("HPKE/hpke-pq-test-vectors.json", "r") as file:
        vectors = json.load(file)
    suite = {"mode": 0, "kem_id": 0x647A, "kdf_id": 1, "aead_id": 3}
    (found,) = [vector for vector in vectors if suite.items() <= vector.items()]
    return dict(found)


def test_a_seed_gives_the_published_public_key(vector: dict[str, Any]) -> None:
    published = bytes.fromhex(vector["pkRm"])
    assert len(published) == PUBLIC_KEY_BYTES
    assert public_key(bytes.fromhex(vector["skRm"])) == published


def test_the_published_ciphertext_opens_with_the_seeds_key(vector: dict[str, Any]) -> None:
    suite = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
    key = private_key(bytes.fromhex(vector["skRm"]))
    # The library opens the first message of a context, which is all that a sealed signature is.
    first = {name: bytes.fromhex(value) for name, value in vector["encryptions"][0].items()}
    sealed = bytes.fromhex(vector["enc"]) + first["ct"]
    info = bytes.fromhex(vector["info"])
    # The published messages have associated data; the public function has none.
    decrypt = openssl.hpke._decrypt_with_aad
    assert decrypt(suite, sealed, key, info, first["aad"]) == first["pt"]
    with pytest.raises(InvalidTag):
        decrypt(suite, sealed, key, info + b"x", first["aad"])


def test_a_seed_of_another_length_is_refused() -> None:
    for length in (0, 31, 33, 64):
        with pytest.raises(ValueError, match="32 bytes"):
            private_key(bytes(length))
