"""What other programs make of a signatures file on its way: told by how it begins, and never undone here."""

from __future__ import annotations

import base64
import zlib
from itertools import pairwise
from pathlib import Path

from kiosk.errors import ExportError
from kiosk.exchange.lines import STARTS, looks_like_export

START = 16 * 1024
"""Bytes of a file's beginning by which it is known."""
APPLE_DOUBLE = b"\x00\x05\x16\x07"
"""How the hidden files begin in which a Mac keeps what FAT has no place for (RFC 1740, appendix B)."""

_PACKED = (b"\x1f\x8b", b"PK\x03\x04", b"BZh", b"\xfd7zXZ\0", b"\x28\xb5\x2f\xfd", b"7z\xbc\xaf\x27\x1c")
"""How gzip, ZIP, bzip2, xz, zstd and 7z files begin."""
_WIDE = {
    b"\xff\xfe\0\0": "utf-32", b"\0\0\xfe\xff": "utf-32", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16",
    b"{\0\"\0": "utf-16-le", b"\0{\0\"": "utf-16-be",
}  # fmt: skip
"""How a text in other units than bytes begins."""
_IN_BASE64 = tuple(base64.b64encode(start[:9]) for start in STARTS)
_ENDING = b".signatures"
"""The end of the name of what is in an archive, which stands in it as it is."""
_MAIL_LINE = 998
"""Characters after which a mail program breaks a line at the latest (RFC 5322, 2.1.1); most do after 76."""


def disguise(path: Path, start: bytes, *, surely: bool = False) -> ExportError | None:
    """What happened to the signatures file `path`, which begins with `start`; None where nothing is known.

    Args:
        surely: it is one by its name, so what is packed in it need not be looked at.
    """
    if _is_wide(start):
        return ExportError(
            "{path} was saved by another program, as UTF-16 text.",
            "Take the file as it is on the stick; do not open and save it.",
            path=path,
        )
    if any(line.startswith(_IN_BASE64) for line in start.splitlines()):
        return ExportError(
            "{path} is an attachment as it travels inside a mail (base64).",
            "Open the mail, and save the attachment from there.",
            path=path,
        )
    broken = _broken(start)
    if any(line.endswith(b"=") for line in broken):
        return ExportError(
            "{path} was changed by a mail program (quoted-printable).",
            "Save the mail’s attachment itself, or have the file sent inside a ZIP file.",
            path=path,
        )
    if broken:
        return ExportError(
            "{path} was changed by a mail program: its lines are broken.",
            "Save the mail’s attachment itself, or have the file sent inside a ZIP file.",
            path=path,
        )
    if start.startswith(_PACKED) and (surely or _ENDING in start or looks_like_export(_unpacked(start))):
        return ExportError("{path} is compressed.", "Unpack it, and take what was in it.", path=path)
    return None


def _is_wide(start: bytes) -> bool:
    encoding = next((encoding for begin, encoding in _WIDE.items() if start.startswith(begin)), "")
    return bool(encoding) and looks_like_export(start.decode(encoding, "ignore").encode())


def _broken(start: bytes) -> list[bytes]:
    """Lines that begin as a signatures file's do, and go on in the next as a mail program lets them."""
    lines = [line.rstrip() for line in start.split(b"\n")]
    return [
        line
        for line, after in pairwise(lines)
        if line.startswith(STARTS) and len(line) <= _MAIL_LINE and not line.endswith(b"}")
        if after and not after.startswith(STARTS)
    ]


def _unpacked(start: bytes) -> bytes:
    """How the first thing begins that is packed in a gzip (RFC 1952) or ZIP file, if that can be had."""
    try:
        if start.startswith(b"\x1f\x8b"):
            return zlib.decompressobj(wbits=31).decompress(start, START)
        if start.startswith(b"PK\x03\x04"):
            name, extra = (int.from_bytes(start[at : at + 2], "little") for at in (26, 28))
            data = start[30 + name + extra :]
            return zlib.decompressobj(wbits=-15).decompress(data, START) if start[8] == 8 else data
    except zlib.error:
        pass
    return b""
