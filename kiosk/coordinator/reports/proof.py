"""The signature of a petition: over the document and over what was counted; made with the campaign's key.

Specified in docs/format.md, "Petition".
"""

from __future__ import annotations

import base64
import binascii
import datetime
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final, Literal

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import select

from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.register.register import Register, State
from kiosk.coordinator.register.tables import record_table
from kiosk.errors import CampaignError, NewerVersionError
from kiosk.files import open_ordinary, storage

VERSION: Final = 1
_MARK: Final = b"%kiosk-petition-"
"""A comment of PDF, by which the last line is known."""
_MOST = 4096
"""Bytes of that line."""
_STATEMENT: Final = b"signing-kiosk petition v1\0"
_FILE: Final = b"signing-kiosk petition file v1\0"
_COUNTED: Final = b"signing-kiosk counted v1\0"
_BLOCK = 1 << 20


class Statement(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the campaign says with its signature.

    Attributes:
        petition: the version of this.
        campaign: its id.
        day: as of when.
        counted: how many signatures count.
        size: how many bytes of the file `document` is the SHA-256 (hex) of: all but the last page.
        register: the SHA-256 (hex) of what was counted (`counted_digest`).
        signer: the public half (hex) of the key with which it is signed.
    """

    petition: Literal[1]
    campaign: str
    day: datetime.date
    counted: int
    size: int = msgspec.field(name="bytes")
    document: str
    register: str
    signer: str

    @property
    def line(self) -> bytes:
        """The statement as it is signed and printed: JSON without spaces, in ASCII."""
        return msgspec.json.encode(self)


@dataclass(frozen=True)
class SignedStatement:
    """A statement with its signature (64 bytes)."""

    statement: Statement
    signature: bytes

    @property
    def words(self) -> str:
        """Both in one line, for the QR code and the end of the file."""
        return f"{self.statement.line.decode()} {base64.b64encode(self.signature).decode()}"


@dataclass(frozen=True)
class Signatory:
    """Signs one petition for a campaign; made with its key.

    Attributes:
        register: the digest of what was counted.
    """

    campaign: str
    day: datetime.date
    counted: int
    register: bytes
    signer: bytes
    sign: Callable[[bytes], bytes]

    @classmethod
    def of(
        cls, register: Register, keys: CampaignKeys, campaign: str, day: datetime.date, counted: int
    ) -> Signatory:
        """For the petition of `campaign` in which `counted` signatures of `register` count."""
        return cls(campaign, day, counted, counted_digest(register), keys.signer, keys.signing_key.sign)

    def statement(self, size: int, digest: bytes) -> SignedStatement:
        """The statement on a document whose first `size` bytes have the SHA-256 `digest`."""
        said = Statement(
            petition=VERSION,
            campaign=self.campaign,
            day=self.day,
            counted=self.counted,
            size=size,
            document=digest.hex(),
            register=self.register.hex(),
            signer=self.signer.hex(),
        )
        return SignedStatement(said, self.sign(_STATEMENT + said.line))

    @staticmethod
    def last_line(signed: SignedStatement) -> bytes:
        """What stands behind a petition's end: the statement, without the file's signature."""
        return _MARK + b"%d " % VERSION + signed.words.encode() + b" "

    def close(self, digest: bytes) -> bytes:
        """The end of that line: the signature on the whole file, whose SHA-256 up to here is `digest`."""
        return base64.b64encode(self.sign(_FILE + digest)) + b"\n"


def counted_digest(register: Register) -> bytes:
    """The SHA-256 over which records count: their digests one after the other, sorted."""
    digest = hashlib.sha256(_COUNTED)
    column = record_table.c.digest
    query = select(column).where(record_table.c.status == State.COUNTED).order_by(column)
    with register.reading() as connection:
        for (one,) in connection.execution_options(yield_per=10_000).execute(query):
            digest.update(one)
    return digest.digest()


def verify(path: Path) -> Statement:
    """What the petition in the PDF file `path` says; every byte of it is as it was signed.

    Whose key `Statement.signer` is, the file cannot prove.

    Raises:
        CampaignError: it is no petition, or was changed.
        NewerVersionError: a newer program wrote it.
        StorageError: it cannot be read.
    """
    no_petition = CampaignError(
        "{path} is no petition that this program signed, or its end was cut off or changed.",
        "Ask for the file again, from whoever handed it over.",
        path=path,
    )
    with storage(path), open_ordinary(path, no_petition, links=True) as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - _MOST))
        tail = file.read(_MOST)
        start = tail.rfind(b"\n" + _MARK) + 1
        if not start:
            raise no_petition
        signed, whole = _read_line(tail[start:], path)
        said = signed.statement
        body = size - len(tail) + start
        line = tail[start : tail.rindex(b" ") + 1]
        first, all_but_seal = _digests(file, said.size, body, line)
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(said.signer))
        key.verify(signed.signature, _STATEMENT + said.line)
        key.verify(whole, _FILE + all_but_seal)
    except (InvalidSignature, ValueError) as error:
        raise _changed(path) from error
    if not 0 < said.size < body or first.hex() != said.document:
        raise _changed(path)
    return said


def _read_line(line: bytes, path: Path) -> tuple[SignedStatement, bytes]:
    """What the last line says, and the signature on the whole file."""
    parts = line.removeprefix(_MARK).split(b" ")
    if parts[0].isdigit() and len(parts[0]) < 9 and int(parts[0]) > VERSION:
        raise NewerVersionError(
            "{path} was made by a newer version of this program.", "Update this program.", path=path
        )
    if len(parts) != 4:
        raise _changed(path)
    try:
        statement = msgspec.json.decode(parts[1], type=Statement)
        signature, whole = (base64.b64decode(part) for part in parts[2:])
    except (msgspec.DecodeError, binascii.Error, ValueError) as error:
        raise _changed(path) from error
    signed = SignedStatement(statement, signature)
    written = Signatory.last_line(signed) + base64.b64encode(whole) + b"\n"
    if written != line:  # the same in another form is a change, too
        raise _changed(path)
    return signed, whole


def _changed(path: Path) -> CampaignError:
    """What to raise where a byte of the file is not as it was signed."""
    return CampaignError(
        "{path} was changed after it was signed: nothing in it can be trusted.",
        "Ask for the file again, from whoever handed it over.",
        path=path,
    )


def _digests(file: BinaryIO, first: int, body: int, line: bytes) -> tuple[bytes, bytes]:
    """The SHA-256 of the first bytes of `file`, and of its `body` with what stands of the last `line`."""
    file.seek(0)
    digest = hashlib.sha256()
    early = b""
    done = 0
    first = min(first, body)
    while block := file.read(min(_BLOCK, (first if done < first else body) - done)):
        digest.update(block)
        done += len(block)
        if done == first:
            early = digest.copy().digest()
    digest.update(line)
    return early, digest.digest()
