"""Certificates: what is written is read back as it was, and only exactly what is specified is one."""

from __future__ import annotations

import base64
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.errors import ExportError, NewerVersionError
from kiosk.exchange.certificates import (
    MAX_FILE,
    Certificate,
    CertificateFacts,
    RecordFact,
    read_certificate,
    write_certificate,
)
from kiosk.exchange.lines import MAX_SEQ
from kiosk.files import is_open_to_others

COORDINATOR = Ed25519PrivateKey.from_private_bytes(b"c" * 32)
SIGNER = COORDINATOR.public_key().public_bytes_raw()
CAMPAIGN, KIOSK, DIGEST, MARK = "0" * 32, "ab" * 16, "cd" * 32, "ef" * 16
FACTS = CertificateFacts(1, "withdrawal", CAMPAIGN, "2026-11-22", [RecordFact(KIOSK, 7, DIGEST)], [MARK])
STATEMENT = "One signature was withdrawn.\n\nIt stays out 永遠.\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "certificate.txt"


def certificate(facts: CertificateFacts = FACTS, statement: str = STATEMENT) -> Certificate:
    return Certificate.of(statement, facts).signed(COORDINATOR)


def test_it_is_read_back_as_it_was_signed(path: Path) -> None:
    written = certificate()
    write_certificate(path, written)
    assert not is_open_to_others(path)
    back = read_certificate(path)
    assert back == written
    assert back.verify(SIGNER)
    assert back.statement == STATEMENT.rstrip("\n")
    assert back.facts == FACTS


def test_its_text_ends_in_one_line_of_facts_and_one_with_the_signature(path: Path) -> None:
    write_certificate(path, certificate())
    *statement, empty, facts, signature = path.read_text("utf-8").splitlines()
    assert "\n".join(statement) + "\n" == STATEMENT
    assert empty == ""
    assert msgspec.json.decode(facts) == {
        "certificate": 1,
        "kind": "withdrawal",
        "campaign": CAMPAIGN,
        "made": "2026-11-22",
        "records": [{"kiosk": KIOSK, "number": 7, "digest": DIGEST}],
        "marks": [MARK],
    }, "what is empty is not written"
    assert signature.startswith("signature ")


def test_line_ends_of_other_systems_and_empty_lines_at_the_end_change_nothing(path: Path) -> None:
    write_certificate(path, certificate())
    plain = path.read_bytes()
    for other in (plain.replace(b"\n", b"\r\n"), plain + b"\n\n", plain.rstrip(b"\n")):
        path.write_bytes(other)
        assert read_certificate(path).verify(SIGNER)


@pytest.mark.parametrize("at", [0, 30, -100, -40])
def test_with_anything_changed_it_is_not_the_coordinators_word(path: Path, at: int) -> None:
    written = certificate()
    body = bytearray(written.body)
    body[at] ^= 1
    assert not replace(written, body=bytes(body)).verify(SIGNER)
    assert not replace(written, signature=bytes(64)).verify(SIGNER)
    assert not replace(written, signature=b"").verify(SIGNER)
    assert not written.verify(b"k" * 32)
    assert not written.verify(b"no key")
    assert not Certificate.of(STATEMENT, FACTS).verify(SIGNER), "it is not signed yet"


@pytest.mark.parametrize(
    "facts",
    [
        FACTS,
        CertificateFacts(1, "withdrawal", CAMPAIGN, "2026-11-22", [RecordFact(KIOSK, 1, DIGEST)]),
        CertificateFacts(1, "withdrawal", CAMPAIGN, "2026-11-22", [RecordFact(KIOSK, MAX_SEQ, DIGEST)]),
        CertificateFacts(1, "withdrawal", CAMPAIGN, "2026-11-22", [], [MARK] * 3),
        CertificateFacts(
            1, "destruction", CAMPAIGN, "2026-02-28", totals={"counted": 3}, elsewhere="db/name"
        ),
    ],
)
def test_facts_as_specified_are_taken(path: Path, facts: CertificateFacts) -> None:
    write_certificate(path, certificate(facts))
    assert read_certificate(path).facts == facts


@pytest.mark.parametrize(
    "change",
    [
        {"certificate": 0},
        {"kind": "promotion"},
        {"campaign": "0" * 30},
        {"campaign": "0" * 34},
        {"campaign": "A" * 32},
        {"made": "2026-11-2"},
        {"made": "20261122"},
        {"made": "2026-02-30"},
        {"marks": [MARK, "ef" * 15]},
        {"marks": ["EF" * 16]},
        {"records": [{"kiosk": KIOSK, "number": 0, "digest": DIGEST}]},
        {"records": [{"kiosk": KIOSK, "number": MAX_SEQ + 1, "digest": DIGEST}]},
        {"records": [{"kiosk": "ab" * 15, "number": 1, "digest": DIGEST}]},
        {"records": [{"kiosk": KIOSK, "number": 1, "digest": "cd" * 16}]},
        {"records": [{"kiosk": KIOSK, "number": 1, "digest": DIGEST, "name": "Rosa"}]},
        {"totals": {"counted": "three"}},
        {"name": "Rosa"},
    ],
)
def test_facts_that_are_not_exactly_so_are_none(path: Path, change: dict[str, object]) -> None:
    line = msgspec.json.encode({**msgspec.to_builtins(FACTS), "certificate": 1, **change})
    written = Certificate(b"Words.\n\n" + line + b"\n").signed(COORDINATOR)
    write_certificate(path, written)
    with pytest.raises(ExportError, match="not a certificate, or it is damaged"):
        read_certificate(path)


@pytest.mark.parametrize("more", [{}, {"kind": "promotion"}, {"name": "Rosa"}])
def test_a_newer_programs_certificate_asks_for_an_update(path: Path, more: dict[str, object]) -> None:
    line = msgspec.json.encode({**msgspec.to_builtins(FACTS), **more, "certificate": 2})
    write_certificate(path, Certificate(b"Words.\n\n" + line + b"\n").signed(COORDINATOR))
    with pytest.raises(NewerVersionError, match="newer version"):
        read_certificate(path)


@pytest.mark.parametrize(
    "last_line",
    [
        b"",
        b"signature ",
        b"signature " + base64.b64encode(bytes(63)),
        b"signature " + base64.b64encode(bytes(65)),
        b"signature " + base64.b64encode(bytes(64)) + b"!",
        b"Signature " + base64.b64encode(bytes(64)),
        base64.b64encode(bytes(64)),
    ],
)
def test_without_a_signature_of_64_bytes_it_is_none(path: Path, last_line: bytes) -> None:
    path.write_bytes(certificate().body + last_line)
    with pytest.raises(ExportError, match=r"is not a certificate, or is damaged"):
        read_certificate(path)


@pytest.mark.parametrize("raw", [b"", b"\n", b"\xff\xfe", b"Words.\n", b"\xff\n" + b"signature x"])
def test_what_is_none_at_all_is_told(path: Path, raw: bytes) -> None:
    path.write_bytes(raw)
    with pytest.raises(ExportError):
        read_certificate(path)
    path.write_bytes(b"\xff\n\n{}\nsignature " + base64.b64encode(bytes(64)))
    with pytest.raises(ExportError):
        read_certificate(path)


def test_words_that_are_no_text_make_it_none_whatever_its_facts(path: Path) -> None:
    good = certificate()
    facts = good.body.splitlines()[-1]
    write_certificate(path, Certificate(b"\xff\n\n" + facts + b"\n").signed(COORDINATOR))
    with pytest.raises(ExportError, match="is not a certificate, or is damaged"):
        read_certificate(path)


def test_a_file_of_exactly_the_largest_size_is_read_and_a_larger_one_is_not(path: Path) -> None:
    assert MAX_FILE == 4 * 1024 * 1024
    write_certificate(path, certificate())
    room = MAX_FILE - path.stat().st_size
    write_certificate(path, certificate(statement="x" * (room + len(STATEMENT.encode()) - 1)))
    assert path.stat().st_size == MAX_FILE
    assert read_certificate(path).verify(SIGNER)
    path.write_bytes(b"x" + path.read_bytes())
    with pytest.raises(ExportError, match="larger than"):
        read_certificate(path)
