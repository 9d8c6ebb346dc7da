"""Runs every vector in this folder: what docs/format.md says, one case a file (generate.py makes them)."""

from __future__ import annotations

import base64
import hashlib
import io
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from shamir_mnemonic import MnemonicError, combine_mnemonics
from shamir_mnemonic.wordlist import WORDLIST

from kiosk.campaign.pack import fingerprint, verify_pack
from kiosk.coordinator.campaign.keys import CampaignKeys, load_keys
from kiosk.coordinator.campaign.shares import read_share, restore_seed
from kiosk.errors import (
    CampaignError,
    ExportError,
    KioskError,
    NewerVersionError,
    PackError,
    PassphraseError,
    ReceiptError,
    SealError,
    ShareError,
    SignatureError,
)
from kiosk.exchange.batches import ReadStats, read_batches
from kiosk.exchange.certificates import read_certificate, write_certificate
from kiosk.exchange.lines import Checkpoint, Damaged, Newer, read_lines, write_checkpoint, write_record
from kiosk.exchange.new_pin import read_new_pins, write_new_pins
from kiosk.exchange.receipts import read_receipts, write_receipts
from kiosk.exchange.record import Record, chain_over, kiosk_id
from kiosk.signing.receipt_code import new_receipt_code, read_receipt_code
from kiosk.signing.seal import OpeningKey, Sealed, public_key
from kiosk.signing.signature import decode, encode, to_json
from kiosk.signing.strokes import MAX_DRAWN, decode_strokes

Vector = dict[str, Any]
HERE = Path(__file__).parent
FAILURES: dict[str, type[KioskError]] = {
    "newer version": NewerVersionError,
    "not a signature": SignatureError,
    "not a receipt": ReceiptError,
    "cannot be opened": SealError,
    "not an export file": ExportError,
    "not a certificate": ExportError,
    "cannot be trusted": PackError,
    "wrong passphrase": PassphraseError,
    "damaged": CampaignError,
    "not shares": ShareError,
}


def vectors(folder: str) -> Callable[[Any], Any]:
    """Runs a test once for each vector in `folder`."""
    files = sorted((HERE / folder).glob("*.json"))
    loaded = [json.loads(file.read_text(encoding="utf-8")) for file in files]
    return pytest.mark.parametrize("vector", loaded, ids=[file.stem for file in files])


@contextmanager
def expected(vector: Vector) -> Iterator[None]:
    """Exactly the failure that the vector expects, or none."""
    if vector["expect"] == "ok":
        yield
        return
    failure = FAILURES[vector["expect"]]
    with pytest.raises(failure) as caught:
        yield
    assert type(caught.value) is failure


def test_every_vector_belongs_to_a_test() -> None:
    tested = {
        "signature",
        "drawn",
        "receipt",
        "keys",
        "sealed",
        "digest",
        "chain",
        "record-line",
        "checkpoint-line",
        "export-file",
        "receipts-file",
        "new-pin-file",
        "certificate",
        "pack",
        "key-file",
        "shares",
        "slip39",
    }
    assert {file.parent.name for file in HERE.rglob("*.json")} == tested
    for file in HERE.rglob("*.json"):
        assert json.loads(file.read_text(encoding="utf-8"))["comment"], file


@vectors("signature")
def test_signature(vector: Vector) -> None:
    data = vector["json"].encode().ljust(vector["size"], b" ")
    assert hashlib.sha256(data).hexdigest() == vector["padded_sha256"]
    with expected(vector):
        signature = decode(data)
    if vector["expect"] == "ok":
        assert encode(signature, vector["size"]) == data


@vectors("drawn")
def test_drawn(vector: Vector) -> None:
    with expected(vector):
        drawn = decode_strokes(vector["text"])
    if vector["expect"] == "ok":
        assert [" ".join(f"{x},{y}" for x, y in stroke) for stroke in drawn] == vector["strokes"]
        assert len(vector["text"]) <= MAX_DRAWN


@vectors("receipt")
def test_receipt(vector: Vector) -> None:
    with expected(vector):
        code = read_receipt_code(vector["typed"])
    if vector["expect"] == "ok":
        assert code == vector["words"] == new_receipt_code(lambda bits: int(vector["number"], 16))


@vectors("keys")
def test_keys(vector: Vector) -> None:
    keys = CampaignKeys(bytes.fromhex(vector["seed"]))
    assert keys.opening_seed.hex() == vector["opening_seed"]
    assert keys.public_key == public_key(keys.opening_seed) == base64.b64decode(vector["public_key"])
    assert keys.signer.hex() == vector["signer"]
    assert keys.key_id.hex() == vector["campaign"]
    assert keys.register_key.hex() == vector["register_key"]
    assert keys.fingerprint_key.hex() == vector["fingerprint_key"]


@vectors("sealed")
def test_sealed(vector: Vector) -> None:
    opening = OpeningKey(bytes.fromhex(vector["opening_seed"]), bytes.fromhex(vector["campaign"]))
    with expected(vector):
        signature = opening.open(Sealed(bytes.fromhex(vector["id"]), base64.b64decode(vector["sealed"])))
    if vector["expect"] == "ok":
        assert to_json(signature).decode() == vector["json"]


@vectors("digest")
def test_digest(vector: Vector) -> None:
    kiosk = kiosk_id(bytes.fromhex(vector["kiosk_public_key"]))
    assert kiosk.hex() == vector["kiosk"]
    record = Record(kiosk, vector["seq"], bytes.fromhex(vector["id"]), base64.b64decode(vector["sealed"]))
    assert record.digest().hex() == vector["digest"]


@vectors("chain")
def test_chain(vector: Vector) -> None:
    start, digests = bytes.fromhex(vector["start"]), [bytes.fromhex(digest) for digest in vector["digests"]]
    after_each = [chain_over(start, digests[: n + 1]).hex() for n in range(len(digests))]
    assert after_each == vector["after_each"]
    assert chain_over(start, []) == start


@vectors("record-line")
def test_record_line(vector: Vector) -> None:
    raw = vector["line"].encode()
    (line,) = read_lines(io.BytesIO(raw))
    kind = {"ok": Record, "damaged": Damaged, "newer version": Newer}[vector["expect"]]
    assert type(line) is kind
    if isinstance(line, Record):
        assert json.loads(write_record(line)) == json.loads(raw)


@vectors("checkpoint-line")
def test_checkpoint_line(vector: Vector) -> None:
    raw = vector["line"].encode()
    (line,) = read_lines(io.BytesIO(raw))
    if not isinstance(line, Checkpoint):
        assert {Damaged: "damaged", Newer: "newer version"}[type(line)] == vector["expect"]  # type: ignore[index]
    elif line.campaign.hex() != vector["campaign"]:
        assert vector["expect"] == "other campaign"
    else:
        assert vector["expect"] == ("ok" if line.verify() else "forged")
    if vector["expect"] == "ok":
        assert isinstance(line, Checkpoint)
        assert line.kiosk.hex() == vector["kiosk"]
        key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(vector["kiosk_seed"]))
        assert write_checkpoint(line, key) == raw + b"\n"


@vectors("export-file")
def test_export_file(vector: Vector, tmp_path: Path) -> None:
    path = tmp_path / "all.signatures"
    path.write_bytes(vector["file"].encode())
    stats = ReadStats()
    with expected(vector):
        batches = list(read_batches(path, bytes.fromhex(vector["campaign"]), stats))
    if vector["expect"] != "ok":
        return
    assert [
        {
            "kiosk": batch.checkpoint.kiosk.hex(),
            "first": batch.checkpoint.first,
            "last": batch.checkpoint.last,
            "records": [record.seq for record in batch.records],
            "lost": [asdict(lost) for lost in batch.lost],
        }
        for batch in batches
    ] == vector["batches"]
    counts = {name: getattr(stats, name) for name in ("foreign", "forged", "newer", "damaged")}
    assert {**counts, "unclosed": len(stats.unclosed)} == vector["leftovers"]


@vectors("receipts-file")
def test_receipts_file(vector: Vector, tmp_path: Path) -> None:
    path = tmp_path / "tiny.receipts"
    path.write_bytes(vector["file"].encode())
    with expected(vector):
        receipts = read_receipts(path)
    if vector["expect"] != "ok":
        return
    assert [receipt.verify(bytes.fromhex(vector["signer"])) for receipt in receipts] == vector["signed"]
    write_receipts(path, receipts)
    written = [json.loads(line) for line in path.read_text().splitlines()]
    assert all(line in map(parsed, vector["file"].splitlines()) for line in written)


@vectors("new-pin-file")
def test_new_pin_file(vector: Vector, tmp_path: Path) -> None:
    path = tmp_path / "tiny.newpin"
    path.write_bytes(vector["file"].encode())
    with expected(vector):
        words = read_new_pins(path)
    if vector["expect"] != "ok":
        return
    assert [word.verify(bytes.fromhex(vector["signer"])) for word in words] == vector["signed"]
    write_new_pins(path, words)
    written = [json.loads(line) for line in path.read_text().splitlines()]
    assert all(line in map(parsed, vector["file"].splitlines()) for line in written)


def parsed(line: str) -> Any:
    """What a line of JSON holds, None for one that is none."""
    try:
        return json.loads(line)
    except ValueError:
        return None


@vectors("certificate")
def test_certificate(vector: Vector, tmp_path: Path) -> None:
    path = tmp_path / "certificate.txt"
    path.write_bytes(vector["file"].encode())
    with expected(vector):
        certificate = read_certificate(path)
    if vector["expect"] != "ok":
        return
    assert certificate.verify(bytes.fromhex(vector["signer"])) is vector["signed"]
    write_certificate(path, certificate)
    assert path.read_text() == vector["file"].replace("\r\n", "\n")


@vectors("pack")
def test_pack(vector: Vector) -> None:
    with expected(vector):
        pack = verify_pack(base64.b64decode(vector["pack"]), "tiny.kioskpack")
    if vector["expect"] != "ok":
        return
    assert pack.campaign.id == vector["campaign"]
    assert pack.key_id.hex() == vector["key_id"]
    assert (pack.manifest.edition, pack.manifest.record_bytes) == (vector["edition"], vector["record_bytes"])
    assert pack.manifest.files.keys() == vector["files"].keys()
    assert pack.manifest.untested is vector.get("untested", False)
    words = fingerprint(pack.manifest.signer, pack.manifest.public_key)
    assert words == [WORDLIST[number] for number in vector["fingerprint_word_numbers"]]


@vectors("key-file")
def test_key_file(vector: Vector, tmp_path: Path) -> None:
    path = tmp_path / "campaign.key"
    path.write_text(vector["file"], encoding="utf-8")
    with expected(vector):
        keys = load_keys(path, vector["passphrase"])
    if vector["expect"] == "ok":
        assert keys.seed.hex() == vector["seed"]


@vectors("shares")
def test_shares(vector: Vector) -> None:
    with expected(vector):
        seed = restore_seed([read_share(text, place) for place, text in enumerate(vector["shares"], 1)])
    if vector["expect"] == "ok":
        assert seed.hex() == vector["seed"]


@vectors("slip39")
def test_official_slip39(vector: Vector) -> None:
    """A selection of the vectors that SLIP-39 comes with: the library that shares rest on keeps to it."""
    if vector["expect"] == "ok":
        secret = combine_mnemonics(vector["mnemonics"], vector["passphrase"].encode())
        assert secret.hex() == vector["secret"]
        return
    with pytest.raises(MnemonicError):
        combine_mnemonics(vector["mnemonics"], vector["passphrase"].encode())
