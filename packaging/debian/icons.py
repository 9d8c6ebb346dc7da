"""The program's drawing in the sizes that menus want: `icons.py DRAWING FOLDER` (a hicolor theme)."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

SIZES = (16, 22, 24, 32, 48, 64, 128, 256)
NAME = "signing-kiosk"


def draw(drawing: Path, theme: Path) -> None:
    """Writes `drawing` below the folder `theme`: as it is, and as a picture of every size."""
    renderer = QSvgRenderer(str(drawing))
    if not renderer.isValid():
        raise SystemExit(f"{drawing} is no drawing.")
    for size in SIZES:
        picture = QImage(size, size, QImage.Format.Format_ARGB32)
        picture.fill(0)
        painter = QPainter(picture)
        renderer.render(painter)
        painter.end()
        file = theme / f"{size}x{size}" / "apps" / f"{NAME}.png"
        file.parent.mkdir(parents=True)
        picture.save(str(file))
    scalable = theme / "scalable" / "apps" / f"{NAME}.svg"
    scalable.parent.mkdir(parents=True)
    shutil.copyfile(drawing, scalable)


if __name__ == "__main__":
    application = QGuiApplication([])
    draw(Path(sys.argv[1]), Path(sys.argv[2]))
