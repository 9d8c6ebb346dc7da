"""The program's drawing in the sizes of a Mac's icon: `icons.py DRAWING FOLDER.iconset`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

SIZES = (16, 32, 128, 256, 512)


def draw(drawing: Path, folder: Path) -> None:
    """Writes `drawing` into `folder` as `iconutil` wants it: every size, and each for fine screens."""
    renderer = QSvgRenderer(str(drawing))
    for size in SIZES:
        for factor, ending in ((1, ""), (2, "@2x")):
            picture = QImage(size * factor, size * factor, QImage.Format.Format_ARGB32)
            picture.fill(0)
            painter = QPainter(picture)
            renderer.render(painter)
            painter.end()
            picture.save(str(folder / f"icon_{size}x{size}{ending}.png"))


if __name__ == "__main__":
    application = QGuiApplication([])
    draw(Path(sys.argv[1]), Path(sys.argv[2]))
