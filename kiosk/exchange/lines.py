"""The lines of an export file: how a record and a checkpoint are written and strictly read.

Specified in docs/format.md, "Export file". A line is hostile until it has parsed,
and a checkpoint until `verify` has returned true.
"""

from __future__ import annotations

import base64
import functools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from kiosk.exchange.kiosk_name import is_readable
from kiosk.exchange.record import Record, chain_over, kiosk_id

VERSION = 1
MAX_LINE = 128 * 1024
"""Bytes of one line."""
MAX_BATCH = 1000
"""Records that one checkpoint closes."""
MAX_SEALED = 32 * 1024
MAX_SEQ = 99_999_999

STARTS = (b'{"record":', b'{"checkpoint":')
"""How every line begins."""
_CUT_RECORD = re.compile(rb'\{"record":1,"kiosk":"([0-9a-f]{32})"')
"""What is left at the least of a record line that was cut short, to say whose it was."""
_NO_TEXT = re.compile(rb"[\0-\x08\x0a-\x1f\x7f]")
_BEFORE = b" \t>\xef\xbb\xbf"
"""What may stand before a line: white space, a mail's sign that it quotes, a byte order mark."""
_SIGNED = b"signing-kiosk checkpoint v1\0"


@dataclass(frozen=True)
class Checkpoint:
    """A kiosk's signed word on the records `first` to `last`.

    Attributes:
        campaign: the campaign's 16-byte key id.
        key: the kiosk's Ed25519 public key (32 bytes).
        name: what staff called the kiosk.
        start: the hash chain before record `first`.
        digests: the digest of each record, in order.
        signature: Ed25519 over all of it.
    """

    campaign: bytes
    key: bytes
    name: str
    first: int
    last: int
    start: bytes
    digests: tuple[bytes, ...]
    signature: bytes = b""

    @property
    def kiosk(self) -> bytes:
        """The id of the kiosk that signed it."""
        return kiosk_id(self.key)

    def message(self) -> bytes:
        """What the kiosk signs: the labelled fields, ending in the chain after `last`."""
        name = self.name.encode()
        return b"".join(
            (
                _SIGNED,
                self.campaign,
                self.key,
                len(name).to_bytes(2, "big"),
                name,
                self.first.to_bytes(8, "big"),
                self.last.to_bytes(8, "big"),
                self.start,
                chain_over(self.start, self.digests),
            )
        )

    def verify(self) -> bool:
        """Whether the kiosk whose key this is signed exactly this."""
        try:
            Ed25519PublicKey.from_public_bytes(self.key).verify(self.signature, self.message())
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True)
class Damaged:
    """A line that is not sound; `kiosk` and `seq` are what it claims, where that can still be read.

    It is `stray` if no kiosk began it: a text line, such as a mail program's footer.
    """

    kiosk: bytes | None = None
    seq: int | None = None
    stray: bool = False


@dataclass(frozen=True)
class Newer:
    """A line that a newer version of this program wrote."""


Line = Record | Checkpoint | Damaged | Newer

Watch = Callable[[int, int], None]
"""Told how many lines, or pieces of one that is too long, have been read since the last sound one, and
how many bytes they have."""


class _RecordLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    record: int
    kiosk: str
    seq: str
    id: str
    digest: str
    sealed: bytes


class _CheckpointLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    checkpoint: int
    campaign: str
    key: str
    name: str
    first: int
    last: int
    start: str
    digests: str
    signature: str


class _AnyLine(msgspec.Struct, frozen=True):
    record: int = 0
    checkpoint: int = 0


_decode_record = msgspec.json.Decoder(_RecordLine).decode
_decode_checkpoint = msgspec.json.Decoder(_CheckpointLine).decode
_decode_any = msgspec.json.Decoder(_AnyLine).decode


def write_record(record: Record) -> bytes:
    """The line of `record`; all of one size, because every field has one."""
    return (
        msgspec.json.encode(
            _RecordLine(
                record=VERSION,
                kiosk=record.kiosk.hex(),
                seq=f"{record.seq:08d}",
                id=record.id.hex(),
                digest=record.digest().hex(),
                sealed=record.sealed,
            )
        )
        + b"\n"
    )


def write_checkpoint(checkpoint: Checkpoint, signing_key: Ed25519PrivateKey) -> bytes:
    """The line of `checkpoint`, signed with the kiosk's key."""
    return (
        msgspec.json.encode(
            _CheckpointLine(
                checkpoint=VERSION,
                campaign=checkpoint.campaign.hex(),
                key=checkpoint.key.hex(),
                name=checkpoint.name,
                first=checkpoint.first,
                last=checkpoint.last,
                start=checkpoint.start.hex(),
                digests=base64.b64encode(b"".join(checkpoint.digests)).decode(),
                signature=base64.b64encode(signing_key.sign(checkpoint.message())).decode(),
            )
        )
        + b"\n"
    )


def looks_like_export(start: bytes) -> bool:
    """Whether a file that begins with `start` can be an export file: a mail's words may stand before it."""
    return any(line.lstrip(_BEFORE).startswith(STARTS) for line in start.splitlines())


def read_lines(file: BinaryIO, watch: Watch = lambda lines, size: None) -> Iterator[Line]:
    """Every line of an export file; one that is not sound comes as `Damaged`, and reading goes on.

    Lines that have run together (a lost line end) are taken apart again, and what
    follows a line's last brace is passed over.

    Args:
        watch: may give up on the file by raising an error; called before each line is looked at.
    """
    lines = size = 0
    too_long = False
    while line := file.readline(MAX_LINE + 1):
        lines, size = lines + 1, size + len(line)
        watch(lines, size)
        if too_long or len(line) > MAX_LINE:
            if not too_long:
                yield Damaged()
            too_long = not line.endswith(b"\n")
            continue
        stripped = line.strip()
        if not stripped:
            continue
        for parsed in _parse(stripped):
            if not isinstance(parsed, Damaged):
                lines = size = 0
            yield parsed


def _parse(line: bytes) -> Iterator[Line]:
    parsed = _parse_one(line)
    if isinstance(parsed, Damaged):
        yield from _taken_apart(line)
    else:
        yield parsed


def _taken_apart(line: bytes) -> Iterator[Line]:
    """What is in a line that is not sound as a whole."""
    cuts = sorted(at for start in STARTS for at in _positions(line, start) if at)
    for begin, end in zip([0, *cuts], [*cuts, len(line)], strict=True):
        piece = line[begin:end]
        yield _parse_one(piece[: piece.rfind(b"}") + 1] or piece)


def _positions(line: bytes, start: bytes) -> Iterator[int]:
    at = line.find(start)
    while at >= 0:
        yield at
        at = line.find(start, at + 1)


def _parse_one(line: bytes) -> Line:
    try:
        if line.startswith(STARTS[0]):
            return _to_record(_decode_record(line))
        if line.startswith(STARTS[1]):
            return _to_checkpoint(_decode_checkpoint(line))
    except (msgspec.MsgspecError, ValueError, RecursionError):
        pass
    return _unreadable(line)


def _to_record(line: _RecordLine) -> Line:
    if line.record > VERSION:
        return Newer()
    seq = int(line.seq) if len(line.seq) == 8 and line.seq.isascii() and line.seq.isdecimal() else 0
    kiosk, id = _kiosk_from_hex(line.kiosk), from_hex(line.id, 16)
    if not seq or line.record != VERSION:
        return Damaged(kiosk)
    record = Record(kiosk, seq, id, line.sealed)
    if len(line.sealed) > MAX_SEALED or record.digest().hex() != line.digest:
        return Damaged(kiosk, seq)
    return record


def _to_checkpoint(line: _CheckpointLine) -> Line:
    if line.checkpoint > VERSION:
        return Newer()
    digests = base64.b64decode(line.digests, validate=True)
    count = line.last - line.first + 1
    if (
        line.checkpoint != VERSION
        or not 1 <= line.first <= line.last <= MAX_SEQ
        or count > MAX_BATCH
        or len(digests) != 32 * count
        or not is_readable(line.name)
    ):
        return Damaged()
    return Checkpoint(
        campaign=from_hex(line.campaign, 16),
        key=from_hex(line.key, 32),
        name=line.name,
        first=line.first,
        last=line.last,
        start=from_hex(line.start, 32),
        digests=tuple(digests[at : at + 32] for at in range(0, len(digests), 32)),
        signature=base64.b64decode(line.signature, validate=True),
    )


def _unreadable(line: bytes) -> Line:
    """What can still be said of a line that is not sound: newer, or damaged and whose."""
    try:
        known = _decode_any(line)
        if known.record > VERSION or known.checkpoint > VERSION:
            return Newer()
        fields: dict[str, Any] = msgspec.json.decode(line)
        return Damaged(from_hex(fields["kiosk"], 16), int(fields["seq"]))
    except (msgspec.MsgspecError, ValueError, KeyError, TypeError, RecursionError):
        cut = _CUT_RECORD.match(line)
        return Damaged(bytes.fromhex(cut.group(1).decode()) if cut else None, stray=_is_text(line))


def _is_text(line: bytes) -> bool:
    """Whether it is words, and neither the beginning nor the end of what a kiosk writes."""
    return not (line.startswith(b"{") or line.endswith(b"}") or _NO_TEXT.search(line))


@functools.lru_cache
def _kiosk_from_hex(text: str) -> bytes:
    """A kiosk's id, which stands in each of its many lines."""
    return from_hex(text, 16)


def from_hex(text: str, size: int) -> bytes:
    """Strict lower-case hexadecimal of `size` bytes; raises ValueError."""
    data = bytes.fromhex(text)
    if len(data) != size or data.hex() != text:
        raise ValueError("not hexadecimal of the right size")
    return data
