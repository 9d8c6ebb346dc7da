"""A PDF file (ISO 32000-1) written from its beginning to its end: objects, and where each of them stands.

What is small goes into compressed streams of a hundred objects, so that the tags of a long list cost little.
"""

from __future__ import annotations

import hashlib
import zlib
from array import array
from typing import BinaryIO

_HEAD = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
_TOGETHER = 200
"""Small objects in one stream."""
_FREE, _PLAIN, _IN_STREAM = 0, 1, 2
"""The kinds of entries of a cross-reference stream (7.5.8.3)."""


class PdfObjects:
    """The objects of a PDF file, numbered from 1.

    Args:
        file: is only written to, never read.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._hash = hashlib.sha256()
        self.written = 0
        # Of each object: its kind, and where it is; at 0 the one that is always free.
        self._kinds = array("B", [_FREE])
        self._places = array("Q", [0])
        self._indexes = array("H", [65535])
        self._small: list[tuple[int, bytes]] = []
        self._put(_HEAD)

    @property
    def digest(self) -> bytes:
        """The SHA-256 of the `written` bytes so far."""
        return self._hash.copy().digest()

    def reserve(self) -> int:
        """The number of an object that is written later."""
        self._kinds.append(_FREE)
        self._places.append(0)
        self._indexes.append(0)
        return len(self._kinds) - 1

    def add(self, body: bytes, number: int = 0) -> int:
        """Writes an object that is no stream, under a reserved `number` or the next; returns that."""
        number = number or self.reserve()
        self._small.append((number, body))
        if len(self._small) == _TOGETHER:
            self._flush()
        return number

    def add_plain(self, body: bytes) -> int:
        """The same, not compressed: simple readers look into the file for some of it."""
        number = self.reserve()
        self._start(number)
        self._put(b"%d 0 obj\n%b\nendobj\n" % (number, body))
        return number

    def add_stream(self, data: bytes, entries: bytes = b"", number: int = 0) -> int:
        """Writes a stream with more `entries` in its dictionary, compressed; returns its number."""
        number = number or self.reserve()
        packed = zlib.compress(data, 5)
        self._start(number)
        self._put(
            b"%d 0 obj\n<<%b/Filter/FlateDecode/Length %d>>stream\n%b\nendstream\nendobj\n"
            % (number, entries, len(packed), packed)
        )
        return number

    def flush(self) -> None:
        """Writes what waits for others to be written with, so that `digest` covers it."""
        if self._small:
            self._flush()

    def finish(self, root: int, info: int, identity: bytes) -> None:
        """Writes where everything is, and the end.

        Args:
            root, info: the numbers of the catalogue and of the document's information.
            identity: 16 bytes that no other document has.
        """
        self.flush()
        number = self.reserve()
        place = self.written
        self._kinds[number], self._places[number] = _PLAIN, place
        rows = bytearray()
        for kind, where, index in zip(self._kinds, self._places, self._indexes, strict=True):
            rows += b"%c%b%b" % (kind, where.to_bytes(5, "big"), index.to_bytes(2, "big"))
        hexed = identity.hex().encode()
        entries = b"/Type/XRef/W[1 5 2]/Size %d/Root %d 0 R/Info %d 0 R/ID[<%b><%b>]" % (
            len(self._kinds), root, info, hexed, hexed,
        )  # fmt: skip
        self.add_stream(bytes(rows), entries, number)
        self._put(b"startxref\n%d\n%%%%EOF\n" % place)

    def end_with(self, line: bytes) -> None:
        """Writes a comment behind the end."""
        self._put(line)

    def _start(self, number: int) -> None:
        self._kinds[number], self._places[number] = _PLAIN, self.written

    def _flush(self) -> None:
        stream = self.reserve()
        index, bodies = [], bytearray()
        for place, (number, body) in enumerate(self._small):
            self._kinds[number], self._places[number], self._indexes[number] = _IN_STREAM, stream, place
            index.append(b"%d %d" % (number, len(bodies)))
            bodies += body + b"\n"
        head = b" ".join(index) + b"\n"
        entries = b"/Type/ObjStm/N %d/First %d" % (len(self._small), len(head))
        self._small = []
        self.add_stream(head + bodies, entries, stream)

    def _put(self, data: bytes) -> None:
        self._file.write(data)
        self._hash.update(data)
        self.written += len(data)


def pdf_text(text: str) -> bytes:
    """`text` as a string of a PDF: UTF-16 with a byte order mark, in hexadecimal."""
    return b"<FEFF%b>" % text.encode("utf-16-be", "replace").hex().upper().encode()


def pdf_name(text: str) -> bytes:
    """`text` as a name of a PDF, whatever stands in it."""
    return b"/" + b"".join(
        b"%c" % byte if chr(byte).isalnum() and byte < 128 else b"#%02X" % byte for byte in text.encode()
    )
