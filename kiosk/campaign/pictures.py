"""What a picture's headers say: its size (a small file may unpack to gigabytes), and notes of its making."""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.errors import ContentError

MAX_SIDE = 2048
"""Pixels of a picture's width and height."""

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_NOTES = (b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME")
_JPEG_NOTES = {(0xE1, b"Exif"), (0xE1, b"http")}
_IPTC, _COMMENT, _PIXELS = 0xED, 0xFE, 0xDA
_NO_LENGTH = (0x01, *range(0xD0, 0xDA))
"""Markers without anything behind them, of which none belongs before the pixels."""
_NO_FRAME = (0xC4, 0xC8, 0xCC)
"""Markers among those of frames that are none: tables, and one that is reserved."""


def picture_name(path: str) -> str:
    """The name of the picture in the file `path`, without folder and kind."""
    return path.rpartition("/")[2].partition(".")[0]


def check_picture(name: str, data: bytes, *, whole: bool = False) -> None:
    """Raises ContentError unless `data` is the picture that its name says, and not too many pixels.

    Args:
        whole: it may not be cut off behind its header either.
    """
    size = _png_size(data) if name.endswith(".png") else _jpeg_size(data)
    if size is None or (whole and not _is_whole(name, data)):
        raise ContentError(
            "{file} is not the kind of picture that its name says, or is damaged.",
            "Save it again as PNG or JPEG.",
            file=name,
        )
    width, height = size
    if not (1 <= width <= MAX_SIDE and 1 <= height <= MAX_SIDE):
        raise ContentError(
            "{file} has {width} x {height} pixels; at most {most} x {most} are allowed.",
            "Make it smaller.",
            file=name,
            width=width,
            height=height,
            most=MAX_SIDE,
        )


def _is_whole(name: str, data: bytes) -> bool:
    """Whether the mark that ends a picture stands behind its pixels: a copy that broke off has none."""
    begin, end = (b"IDAT", b"IEND") if name.endswith(".png") else (b"\xff\xda", b"\xff\xd9")
    return 0 <= data.rfind(begin) < data.rfind(end)


def has_notes(name: str, data: bytes) -> bool:
    """Whether the picture carries what a camera or a program notes inside it: where, when, with what.

    That is EXIF, XMP (ISO 16684-1), IPTC, a comment, and any text or time in a PNG (sections 11.3.3, 11.3.4).
    """
    if name.endswith(".png"):
        return any(chunk in _PNG_NOTES for chunk in _png_chunks(data))
    return any(
        (marker, data[at : at + 4]) in _JPEG_NOTES or marker in (_IPTC, _COMMENT)
        for marker, at in _jpeg_segments(data)
    )


def _png_size(data: bytes) -> tuple[int, int] | None:
    """Width and height in the header chunk (PNG, section 11.2.1), which always comes first."""
    if not data.startswith(_PNG) or data[12:16] != b"IHDR" or len(data) < 24:
        return None
    return int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    """Width and height in the first frame header (JPEG, ITU-T T.81, section B.2.2)."""
    for marker, at in _jpeg_segments(data):
        if 0xC0 <= marker <= 0xCF and marker not in _NO_FRAME:
            return int.from_bytes(data[at + 3 : at + 5], "big"), int.from_bytes(data[at + 1 : at + 3], "big")
    return None


def _jpeg_segments(data: bytes) -> Iterator[tuple[int, int]]:
    """The marker of each segment before the pixels, and where what it says begins (the same, B.1.1)."""
    at = 2
    if not data.startswith(b"\xff\xd8\xff"):
        return
    while data[at : at + 1] == b"\xff" and len(data) >= at + 9:
        marker = data[at + 1]
        if marker == 0xFF:  # padding
            at += 1
            continue
        if marker == _PIXELS or marker in _NO_LENGTH:
            return
        yield marker, at + 4
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")


def _png_chunks(data: bytes) -> Iterator[bytes]:
    """Each chunk's name (PNG, section 5.3)."""
    at = len(_PNG)
    while len(data) >= at + 8:
        yield data[at + 4 : at + 8]
        at += 12 + int.from_bytes(data[at : at + 4], "big")
