"""A photograph for a campaign: cut to a square, made small, and written anew without what a camera adds."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QImageWriter, QPainter

from kiosk.errors import ContentError

_SIDE = 512
"""Pixels of the square."""
_LARGEST = 12_000
"""Pixels of a side of what is read: a small file may unpack to gigabytes."""
_QUALITY = 88
_KINDS = (b"png", b"jpeg")
"""A drawing (SVG) may fetch other files of this computer into the picture, whatever its own is called."""


def read_photograph(path: Path) -> bytes:
    """The middle of the picture in `path` as a square JPEG of at most 512 pixels, with no metadata.

    Raises:
        ContentError: it is no picture that can be read.
    """
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)  # as the camera was held
    unfit = bytes(reader.format().data()) not in _KINDS or _is_too_large(reader.size())
    picture = QImage() if unfit else reader.read()
    if picture.isNull():
        raise ContentError(
            "{file} is no picture that can be read.", "Choose a PNG or JPEG picture.", file=path.name
        )
    side = min(picture.width(), picture.height())
    square = picture.copy((picture.width() - side) // 2, (picture.height() - side) // 2, side, side)
    plain = QImage(min(side, _SIDE), min(side, _SIDE), QImage.Format.Format_RGB32)
    plain.fill(Qt.GlobalColor.white)
    small = square.scaled(
        plain.size(), Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
    _draw(small, plain)
    file = QBuffer()
    file.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(file, b"jpg")
    writer.setQuality(_QUALITY)
    writer.write(plain)
    return bytes(file.data().data())


def _is_too_large(size: QSize) -> bool:
    return size.isValid() and max(size.width(), size.height()) > _LARGEST


def _draw(picture: QImage, onto: QImage) -> None:
    """Only the pixels go over: no text, no profile, no place."""
    painter = QPainter(onto)
    painter.drawImage(0, 0, picture)
    painter.end()
