"""Renders every screen in every language at two sizes, the same way each time: `make screenshots`.

The pictures in docs/screenshots are what the tests compare against. Only the clock, the randomness and
the cursor's blinking are held still; the screens are the real ones of a training kiosk.
"""

from __future__ import annotations

import hashlib
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QFont, QImage, QPainter
from PySide6.QtTest import QTest

from kiosk import paths
from kiosk.app import application, make_training, stall_window
from kiosk.rehearsal import Visitor
from kiosk.signing.receipt_code import new_receipt_code
from kiosk.ui.places import Stick
from kiosk.ui.theme import fonts_for
from tests import patience
from tests.screens.render_desk import render_desk
from tests.ui.tour import stick_with_pack, tour

FOLDER = Path(__file__).parents[2] / "docs" / "screenshots"
FONTS = FOLDER / "fonts.txt"
SIZES = ((1366, 768), (1080, 1920))
LANGUAGES = ("en", "zh-Hant", "zh-Hans")
ELSEWHERE = {
    "staff",
    "staff-sync",
    "staff-shift",
    "staff-journal",
    "staff-clock",
    "staff-copies",
    "set-up-pack",
    "set-up-words",
}
"""Screens that show what is plugged into this computer, the day, or the words of a new key."""
_RANDOM = 0x2_9A4B_17C3_5D2E
_SAMPLE = "Aa 123 香港簽名 香港签名 é"


def render(size: tuple[int, int], language: str) -> Iterator[tuple[str, QImage]]:
    """The name and the picture of every screen in turn."""
    application().setCursorFlashTime(0)
    with tempfile.TemporaryDirectory() as folder, _same_randomness():
        kiosk = make_training(Path(folder), paths.bundled_campaign()).kiosk
        plugged_in: list[Stick] = []
        window = stall_window(kiosk, Path(folder) / "laptop", lambda: plugged_in.copy())
        try:
            window.resize(*size)
            window.show()
            QTest.qWaitForWindowExposed(window)
            window.speak(language)
            patience.settle()
            window.storing.wait()  # the count of signatures is there
            patience.settle()
            plugged_in.append(stick_with_pack(kiosk))  # at the start it would lead to the set-up
            for name in tour(Visitor(window)):
                if name not in ELSEWHERE:
                    yield name, window.grab().toImage()
        finally:
            window.close()
            window.deleteLater()


def small(image: QImage) -> QImage:
    """`image` in its 64 commonest colours, as it is kept."""
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    plain.setDevicePixelRatio(1)
    counted = Counter(memoryview(plain.constBits()).cast("I"))
    table = [colour for colour, _ in sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:64]]
    return plain.convertToFormat(QImage.Format.Format_Indexed8, table)


def desk_path_of(language: str, name: str) -> Path:
    """Where the picture of a page of the coordinator's desk is kept."""
    return FOLDER / "desk" / language / f"{name}.png"


def path_of(size: tuple[int, int], language: str, name: str) -> Path:
    """Where a screen's picture is kept."""
    return FOLDER / f"{size[0]}x{size[1]}" / language / f"{name}.png"


def fonts_here() -> str:
    """A line for each language: a fingerprint of how this computer draws its letters."""
    application()
    lines = []
    for language in LANGUAGES:
        image = QImage(600, 60, QImage.Format.Format_RGB32)
        image.fill(QColor("white"))
        font = QFont(list(fonts_for(language)))
        font.setPixelSize(32)
        with QPainter(image) as painter:
            painter.setFont(font)
            painter.drawText(4, 44, _SAMPLE)
        lines.append(f"{language} {hashlib.sha256(bytes(image.constBits())).hexdigest()}\n")
    return "".join(lines)


@contextmanager
def _same_randomness() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kiosk.signing.visit.new_receipt_code", lambda: new_receipt_code(lambda _: _RANDOM))
        patch.setattr("kiosk.ui.stall.thanks.ThanksScreen._tick", lambda _: None)  # the clock stands still
        yield


def main() -> None:
    """Renders everything into docs/screenshots, in place of what is there."""
    for size in SIZES:
        shutil.rmtree(FOLDER / f"{size[0]}x{size[1]}", ignore_errors=True)
        for language in LANGUAGES:
            for name, image in render(size, language):
                path = path_of(size, language, name)
                path.parent.mkdir(parents=True, exist_ok=True)
                small(image).save(str(path), "PNG", 0)
                sys.stdout.write(".")
                sys.stdout.flush()
    shutil.rmtree(FOLDER / "desk", ignore_errors=True)
    for language in LANGUAGES:
        for name, image in render_desk(language):
            path = desk_path_of(language, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            small(image).save(str(path), "PNG", 0)
            sys.stdout.write(".")
            sys.stdout.flush()
    FONTS.write_text(fonts_here(), encoding="utf-8")
    sys.stdout.write(f"\nThe pictures are in {FOLDER}\n")


if __name__ == "__main__":
    main()
