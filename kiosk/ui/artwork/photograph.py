"""Pictures of the campaign, made to cover a sheet."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageIOHandler, QImageReader, QPainter

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
    turned = bool(reader.transformation().value & _TURNED.value)
    if there.isValid():  # a JPEG is never unpacked to all of its pixels
        whole = there.transposed() if turned else there
        whole.scale(size, Qt.AspectRatioMode.KeepAspectRatioByExpanding)
        reader.setScaledSize(whole.transposed() if turned else whole)
    picture = reader.read()
    if picture.isNull():
        return picture
    spare = picture.size() - size
    sheet = QImage(size, QImage.Format.Format_RGB32)
    sheet.fill(Qt.GlobalColor.white)  # the paper of a drawing
    with QPainter(sheet) as painter:
        painter.drawImage(-spare.width() // 2, -spare.height() // 2, picture)
    return sheet
