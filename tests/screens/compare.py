"""Whether two pictures of a screen look the same."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter

SHADE = 64
"""Of 255: two shades closer than this are one to the eye."""
FROM_AFAR = 3
"""Pixels a side that are looked at as one: Qt sets the edges of letters by a shade more or less each time."""


def differs(received: QImage, expected: QImage) -> bool:
    """Whether anybody could see it: a letter, a line, a colour."""
    if received.size() != expected.size():
        return True
    difference = difference_of(_from_afar(received), _from_afar(expected))
    pixels = memoryview(difference.constBits()).cast("I")
    return any(max(shade.to_bytes(4, "big")[1:]) > SHADE for shade in set(pixels))


def difference_of(received: QImage, expected: QImage) -> QImage:
    """Black where the two agree."""
    difference = received.convertToFormat(QImage.Format.Format_RGB32)
    with QPainter(difference) as painter:
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Difference)
        painter.drawImage(0, 0, expected)
    return difference


def _from_afar(image: QImage) -> QImage:
    size = image.size() / FROM_AFAR
    return image.convertToFormat(QImage.Format.Format_RGB32).scaled(
        size, mode=Qt.TransformationMode.SmoothTransformation
    )
