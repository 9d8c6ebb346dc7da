"""Whether two pictures of a screen look the same."""

from __future__ import annotations

from collections import Counter

from PySide6.QtGui import QImage, QPainter

SHADE = 64
"""Of 255: two shades closer than this are one to the eye."""
PIXELS = 40
"""Of a million: fewer than a letter has."""


def differs(received: QImage, expected: QImage) -> bool:
    """Whether anybody could see it: Qt sets the edges of some letters by a shade more or less each time."""
    if received.size() != expected.size():
        return True
    shades = Counter(memoryview(difference_of(received, expected).constBits()).cast("I"))
    seen = sum(count for shade, count in shades.items() if max(shade.to_bytes(4, "big")[1:]) > SHADE)
    return seen > PIXELS


def difference_of(received: QImage, expected: QImage) -> QImage:
    difference = received.convertToFormat(QImage.Format.Format_RGB32)
    with QPainter(difference) as painter:
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Difference)
        painter.drawImage(0, 0, expected)
    return difference
