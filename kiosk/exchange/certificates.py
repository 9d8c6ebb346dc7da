"""Certificates: the coordinator's signed word, in plain text, on what was withdrawn or destroyed.

Specified in docs/format.md, "Certificate". A file is hostile until it has parsed, and a
certificate until `verify` has returned true.
"""

from __future__ import annotations

import base64
import datetime
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Final, Literal

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from kiosk.errors import ExportError, NewerVersionError
from kiosk.exchange.lines import MAX_SEQ, from_hex
from kiosk.files import read_capped, write_whole
from kiosk.versioned import decode_versioned

VERSION: Final = 1
MAX_FILE = 4 * 1024 * 1024
"""Bytes of a certificate: some 20,000 records."""

_LABEL = b"signing-kiosk certificate v1\0"
_SIGNATURE = b"signature "


class RecordFact(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One record that was withdrawn: its kiosk's id and its digest in hex, and its number there."""

    kiosk: str
    number: int
    digest: str


class CertificateFacts(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a certificate says, for a program to read.

    `campaign` is the key id in hex and `made` the day (ISO 8601). `records` were withdrawn, and
    `marks` are keyed ones (hex) by which their signatures, or a code's that has not come yet, are
    known when they come: without the campaign's key they tell nothing. `totals` are the books of
    a register that was destroyed, if it could be read; `elsewhere` names it if it was not in the
    campaign folder.
    """

    certificate: int
    kind: Literal["withdrawal", "destruction"]
    campaign: str
    made: str
    records: list[RecordFact] = []
    marks: list[str] = []
    totals: dict[str, int] = {}
    elsewhere: str = ""


@dataclass(frozen=True)
class Certificate:
    """A statement for people with its facts for programs, signed by the coordinator.

    Attributes:
        body: the statement, and below it the facts in one line of JSON.
        signature: Ed25519 over all of that.
    """

    body: bytes
    signature: bytes = b""

    @classmethod
    def of(cls, statement: str, facts: CertificateFacts) -> Certificate:
        """A certificate that is not signed yet."""
        return cls(statement.rstrip("\n").encode() + b"\n\n" + msgspec.json.encode(facts) + b"\n")

    @cached_property
    def statement(self) -> str:
        """The statement, as people read it."""
        return self.body.decode().rstrip("\n").rpartition("\n")[0].rstrip("\n")

    @cached_property
    def facts(self) -> CertificateFacts:
        """What it says, for a program. Raises ExportError, NewerVersionError."""
        damaged = ExportError("This is not a certificate, or it is damaged.", "Ask for a new copy of it.")
        newer = NewerVersionError(
            "This certificate was made by a newer version of this program.", "Update this program."
        )
        line = self.body.rstrip(b"\n").rpartition(b"\n")[2]
        facts = decode_versioned(
            line, CertificateFacts, VERSION, newer=lambda: newer, damaged=lambda: damaged, key="certificate"
        )
        try:
            _check(facts)
        except ValueError as error:
            raise damaged from error
        return facts

    def signed(self, signing_key: Ed25519PrivateKey) -> Certificate:
        """The same certificate with the coordinator's signature."""
        return replace(self, signature=signing_key.sign(_LABEL + self.body))

    def verify(self, signer: bytes) -> bool:
        """Whether the coordinator whose Ed25519 public key is `signer` signed exactly this."""
        try:
            Ed25519PublicKey.from_public_bytes(signer).verify(self.signature, _LABEL + self.body)
        except (InvalidSignature, ValueError):
            return False
        return True


def write_certificate(path: Path, certificate: Certificate) -> None:
    """Writes the signed `certificate` to the text file `path`, whole or not at all. Raises StorageError."""
    last_line = _SIGNATURE + base64.b64encode(certificate.signature) + b"\n"
    write_whole(path, certificate.body + last_line, private=True)


def read_certificate(path: Path) -> Certificate:
    """The certificate in the file `path`, not verified yet.

    Line ends as other systems write them are no change.

    Raises:
        ExportError: it is not a certificate, or too large.
        NewerVersionError: a newer version wrote it.
        StorageError: it cannot be read.
    """
    raw = read_capped(path, MAX_FILE, ExportError).replace(b"\r\n", b"\n").rstrip(b"\n")
    body, end, last_line = raw.rpartition(b"\n")
    try:
        body.decode()
        signature = base64.b64decode(last_line.removeprefix(_SIGNATURE), validate=True)
        if not last_line.startswith(_SIGNATURE) or len(signature) != 64:
            raise ValueError("not a signature")
    except ValueError as error:
        raise ExportError(
            "{path} is not a certificate, or is damaged.", "Choose the right file.", path=path
        ) from error
    certificate = Certificate(body + end, signature)
    _ = certificate.facts  # raises where it has none
    return certificate


def _check(facts: CertificateFacts) -> None:
    """Raises ValueError for facts that are not exactly as specified."""
    if facts.certificate != VERSION or datetime.date.fromisoformat(facts.made).isoformat() != facts.made:
        raise ValueError("not a certificate")
    from_hex(facts.campaign, 16)
    for mark in facts.marks:
        from_hex(mark, 16)
    for record in facts.records:
        from_hex(record.kiosk, 16)
        from_hex(record.digest, 32)
        if not 1 <= record.number <= MAX_SEQ:
            raise ValueError("not a record's number")
