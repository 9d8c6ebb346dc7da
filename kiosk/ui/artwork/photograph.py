"""Pictures of the campaign, made to cover a sheet."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, QSize, Qt
from PySide6.QtGui import QImage, QImageIOHandler, QImageReader, QPainter

from kiosk.campaign.pictures import MAX_SIDE

_TURNED = QImageIOHandler.Transformation.TransformationRotate90


class Photographs:
    """What was made of pictures: each is read once for the size that it has, and kept in that alone."""

    def __init__(self) -> None:
        self._made: dict[str, tuple[QSize, QImage]] = {}

    def cover(self, path: str, file: bytes, size: QSize) -> QImage:
        """The picture whose `file` is at `path`, covering `size`; a null one where it cannot be read."""
        was, made = self._made.get(path, (QSize(), QImage()))
        if was != size:
            made = _covering(file, "png" if path.endswith(".png") else "jpeg", size)
            self._made[path] = size, made
        return made


def _covering(file: bytes, kind: str, size: QSize) -> QImage:
    """The middle of the picture `file`, which is of that kind; nothing else is tried."""
    data = QByteArray(file)
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(kind.encode()))
    reader.setAutoTransform(True)  # as the camera was held
    there = reader.size()
    if there.isEmpty() or max(there.width(), there.height()) > MAX_SIDE:
        return QImage()
    turned = bool(reader.transformation().value & _TURNED.value)
    wanted = size.transposed() if turned else size
    part = wanted.scaled(there, Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1))
    spare = there - part
    # Cut first: a thin picture would grow to gigabytes. A JPEG is never unpacked to all of its pixels.
    reader.setClipRect(QRect(spare.width() // 2, spare.height() // 2, part.width(), part.height()))
    reader.setScaledSize(wanted)
    picture = reader.read()
    if picture.isNull():
        return picture
    sheet = QImage(size, QImage.Format.Format_RGB32)
    sheet.fill(Qt.GlobalColor.white)  # the paper of a drawing
    with QPainter(sheet) as painter:
        painter.drawImage(0, 0, picture)
    return sheet
