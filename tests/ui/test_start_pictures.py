"""Photographs and drawings of a campaign take their turn on the start, beside the posters."""

from __future__ import annotations

import shutil
import struct
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QRect, QSize
from PySide6.QtGui import QColor, QImage, QImageWriter, QPainter
from pytestqt.qtbot import QtBot

from kiosk.campaign.content import parse_content, read_folder
from kiosk.ui.artwork import photograph
from kiosk.ui.artwork.bills import Bills
from kiosk.ui.artwork.photograph import Photographs
from kiosk.ui.artwork.wall import Sheets
from kiosk.ui.stall.attract import AttractScreen
from kiosk.ui.theme import Theme
from tests import patience
from tests.conftest import CAMPAIGNS
from tests.ui.conftest import OpenStall, Stall, shown
from tests.ui.faults import faults
from tests.ui.heard import heard

HONG_KONG = CAMPAIGNS / "stop-repression-hong-kong"
PINK, GREEN, BLUE = QColor("#e02ab4"), QColor("#1f9d55"), QColor("#2f6fe0")
SEEN = {"en": "People with umbrellas", "zh-Hant": "舉着雨傘的人"}
TURNED = b"\xff\xe1\x00\x22Exif\0\0II*\0" + struct.pack(
    "<IHHHIII", 8, 1, 0x0112, 3, 1, 6, 0
)  # EXIF: the camera was held upright
"""What a telephone writes into an upright photograph."""


def photo(*stripes: QColor, size: tuple[int, int] = (600, 800), kind: bytes = b"jpeg") -> bytes:
    """A picture of stripes, side by side, as a file."""
    image = QImage(*size, QImage.Format.Format_ARGB32)
    image.fill(QColor(0, 0, 0, 0))
    with QPainter(image) as painter:
        for place, colour in enumerate(stripes):
            left, right = (size[0] * at // len(stripes) for at in (place, place + 1))
            painter.fillRect(left, 0, right - left, size[1], colour)
    file = QBuffer()
    file.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(file, kind)
    writer.setQuality(95)
    assert writer.write(image)
    return bytes(file.data().data())


def content(tmp_path: Path, *, seen: bool = False, posters: bool = True, **pictures: bytes) -> Path:
    """The bundled campaign with these pictures on its start."""
    folder = Path(shutil.copytree(HONG_KONG, tmp_path / "with pictures"))
    (folder / "pictures").mkdir()
    names = []
    for name, data in pictures.items():
        kind = "png" if data.startswith(b"\x89PNG") else "jpg"
        names.append(f"pictures/{name}.{kind}")
        (folder / names[-1]).write_bytes(data)
    top = folder / "campaign.toml"
    text = top.read_text(encoding="utf-8").replace("format = 1", "format = 3")
    listed = ", ".join(f'"{name}"' for name in names)
    top.write_text(text.replace("[form]", f"[start]\npictures = [{listed}]\n\n[form]"), encoding="utf-8")
    if seen:
        for language, words in SEEN.items():
            with (folder / language / "texts.toml").open("a", encoding="utf-8") as file:
                file.write(f'\n[pictures]\n{next(iter(pictures))} = "{words}"\n')
    if not posters:
        for path in (folder / "posters.toml", *folder.glob("*/posters.toml")):
            path.unlink()
    return folder


def start(stall: Stall) -> AttractScreen:
    screen = shown(stall.window)
    assert isinstance(screen, AttractScreen)
    return screen


def sheets(stall: Stall) -> QImage:
    """What the posters and pictures of the start look like once nothing moves."""
    widget = stall.visitor.find(Sheets, "sheets")
    patience.until(lambda: not widget.moving)
    return widget.grab().toImage()


def is_like(one: QColor, other: QColor) -> bool:
    pairs = zip(one.getRgb(), other.getRgb(), strict=True)
    return all(abs(mine - yours) < 12 for mine, yours in pairs)


def box_of(image: QImage, *colours: QColor) -> QRect:
    """Where something of these colours stands in the middle of `image`; nothing else may be within."""

    def run(pixels: list[QColor]) -> tuple[int, int]:
        there = [at for at, pixel in enumerate(pixels) if any(is_like(pixel, colour) for colour in colours)]
        assert not there or there[-1] - there[0] + 1 == len(there)
        return (there[0], len(there)) if there else (0, 0)

    middle = image.height() // 2
    left, width = run([image.pixelColor(x, middle) for x in range(image.width())])
    centre = left + width // 2
    top, height = run([image.pixelColor(centre, y) for y in range(image.height())]) if width else (0, 0)
    return QRect(left, top, width, height)


def is_same(one: QImage, other: QImage) -> bool:
    """But for the edges of small letters, which Qt does not draw twice alike."""
    points = [(x, y) for x in range(0, one.width(), 2) for y in range(0, one.height(), 2)]
    differ = sum(one.pixel(*point) != other.pixel(*point) for point in points)
    return one.size() == other.size() and differ < len(points) / 1000


def reads(monkeypatch: pytest.MonkeyPatch) -> list[QSize]:
    """In which sizes pictures are read from here on."""
    read: list[QSize] = []
    really = photograph._covering

    def counted(file: bytes, kind: str, size: QSize) -> QImage:
        read.append(size)
        return really(file, kind, size)

    monkeypatch.setattr(photograph, "_covering", counted)
    return read


@pytest.mark.parametrize("posters", [True, False], ids=["beside posters", "beside demands"])
@pytest.mark.parametrize("size", [(1366, 768), (1024, 600), (1080, 1920)])
def test_a_picture_covers_the_second_sheet_and_has_the_border_of_a_poster(
    open_stall: OpenStall, tmp_path: Path, size: tuple[int, int], posters: bool
) -> None:
    wide = photo(GREEN, GREEN, PINK, PINK, GREEN, GREEN, size=(1800, 600))  # what is at its sides is cut
    stall = open_stall(content(tmp_path, march=wide, posters=posters), size)
    patience.settle()
    assert faults(stall.window) == []
    image, across = sheets(stall), 3 if size[1] > size[0] else 2
    box = box_of(image, PINK)
    assert box.height() == pytest.approx(box.width() * 297 / 210, abs=3)
    assert image.width() / across * 0.8 < box.width() < image.width() / across
    assert box_of(image, GREEN).isEmpty()
    around, middle = box.adjusted(-1, -1, 1, 1), box.center()
    edges = [(x, middle.y()) for x in (around.left(), around.right())]
    edges += [(middle.x(), y) for y in (around.top(), around.bottom())]
    assert {image.pixelColor(*edge).name() for edge in edges} == {stall.window.theme.on_accent}
    poster = image.copy(0, box.top(), box.left() - 4, box.height())
    assert len({poster.pixel(x, y) for x in range(0, poster.width(), 3) for y in (40, 90, 140)}) > 2


def test_pictures_take_turns(open_stall: OpenStall, tmp_path: Path) -> None:
    drawing = photo(BLUE, kind=b"png")
    stall = open_stall(content(tmp_path, march=photo(PINK), drawing=drawing))
    patience.settle()
    order = []
    for _ in range(4):
        image = sheets(stall)
        (colour,) = [one for one in (PINK, BLUE) if not box_of(image, one).isEmpty()]
        order.append(colour)
        start(stall).show_next()
    assert order == [PINK, BLUE, PINK, BLUE]


def test_a_photograph_stands_as_the_camera_was_held(open_stall: OpenStall, tmp_path: Path) -> None:
    lying = photo(PINK, BLUE, size=(800, 600))
    stall = open_stall(content(tmp_path, march=lying[:2] + TURNED + lying[2:]))
    patience.settle()
    image = sheets(stall)
    box = box_of(image, PINK, BLUE)
    assert box.height() == pytest.approx(box.width() * 297 / 210, abs=3)
    assert is_like(image.pixelColor(box.center().x(), box.top() + box.height() // 4), PINK)
    assert is_like(image.pixelColor(box.center().x(), box.bottom() - box.height() // 4), BLUE)


def test_a_drawing_without_a_ground_stands_on_white_paper(open_stall: OpenStall, tmp_path: Path) -> None:
    lines = photo(QColor(0, 0, 0, 0), kind=b"png")
    stall = open_stall(content(tmp_path, drawing=lines))
    patience.settle()
    assert box_of(sheets(stall), QColor("#ffffff")).width() > 100


def test_who_cannot_see_a_picture_hears_in_their_language_what_is_on_it(
    open_stall: OpenStall, tmp_path: Path
) -> None:
    stall = open_stall(content(tmp_path, seen=True, march=photo(PINK)))
    for language in ("en", "zh-Hant"):
        stall.visitor.speak(language)
        start(stall).show_next()
        told = heard(stall.visitor.find(Sheets, "sheets"))
        assert told is not None
        assert told.name.startswith(f"{SEEN[language]}, ")
        assert Bills(stall.kiosk.campaign, [language]).bill(0).sheets[0].slogan in told.name


@pytest.mark.qt_log_ignore("Unsupported JPEG data")  # what Qt says of a damaged one
@pytest.mark.parametrize("kind", [b"png", b"jpeg"])
def test_in_place_of_a_damaged_picture_stand_the_posters(
    open_stall: OpenStall, tmp_path: Path, kind: bytes
) -> None:
    whole = photo(PINK, kind=kind)
    at = whole.index(b"IDAT" if kind == b"png" else b"\xff\xc0") + 4
    damaged = whole[:at] + b"\x0c" + whole[at + 1 :]  # no size and no end, but what the pixels are made by
    stall = open_stall(content(tmp_path, seen=True, march=damaged))
    without = open_stall()
    patience.settle()
    for _ in range(3):
        assert is_same(sheets(stall), sheets(without))
        told = [heard(one.visitor.find(Sheets, "sheets")) for one in (stall, without)]
        assert told[0] == told[1]
        for one in (stall, without):
            start(one).show_next()


def test_a_picture_is_read_once_as_large_as_it_is_drawn_and_kept_in_one_size(
    open_stall: OpenStall, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = reads(monkeypatch)
    large = photo(PINK, size=(2048, 2048))
    stall = open_stall(content(tmp_path, march=large, other=photo(BLUE)))
    patience.settle()
    for _ in range(3):  # visitors
        for _ in range(3):
            start(stall).show_next()
            sheets(stall)
        stall.visitor.tap("sign")
        stall.window.new_visit()
        patience.settle()
    box = box_of(sheets(stall), PINK)
    assert len(read) == 2
    assert read[0].width() == pytest.approx(box.width(), abs=4)
    photographs = stall.window._router._photographs
    assert {made.size() for _, made in photographs._made.values()} == {read[0]}
    stall.window.resize(1920, 1080)
    patience.settle()
    sheets(stall)
    assert {size for size, _ in photographs._made.values()} == set(read[1:])


def test_without_a_picture_nothing_is_read_and_the_bills_are_as_they_were(
    open_stall: OpenStall, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = reads(monkeypatch)
    stall = open_stall()
    for _ in range(3):
        patience.settle()
        sheets(stall)
        start(stall).show_next()
    bills = Bills(stall.kiosk.campaign, ["en"])
    assert read == []
    assert bills.pictures == ()
    assert {bills.bill(number).picture for number in range(9)} == {None}


def test_a_bill_with_a_picture_wipes_over_the_last_as_any_other(qtbot: QtBot, tmp_path: Path) -> None:
    """Between its steps nothing is read or drawn anew."""
    campaign = parse_content(read_folder(content(tmp_path, march=photo(PINK), other=photo(BLUE))))
    bills = Bills(campaign, ["en"])
    theme = Theme.make(campaign.colours, 1366, 768, "en", motion=400)
    widget = Sheets(bills.bill(0), theme, 2, bills.pictures, Photographs())
    drawn: list[int] = []
    really = widget.draw
    widget.draw = lambda painter, bill: (drawn.append(1), really(painter, bill))[1]  # type: ignore[method-assign]
    qtbot.addWidget(widget)
    widget.resize(500, 340)
    widget.show()
    qtbot.waitUntil(lambda: bool(drawn))
    widget.post(bills.bill(1))
    assert widget.moving
    qtbot.waitUntil(lambda: not widget.moving)
    assert not box_of(widget.grab().toImage(), BLUE).isEmpty()
    assert len(drawn) == 2


def _most_memory() -> int:
    """The most bytes that this process has had in memory."""
    if sys.platform == "win32":
        return 0
    import resource

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


@pytest.mark.parametrize("size", [(2048, 1), (1, 2048)])
@pytest.mark.parametrize("kind", [b"png", b"jpeg"])
def test_a_thin_picture_is_cut_before_it_grows(qapp: object, kind: bytes, size: tuple[int, int]) -> None:
    file = photo(PINK, size=size, kind=kind)
    before = _most_memory()
    cover = Photographs().cover(f"a.{kind.decode()}", file, QSize(321, 454))
    assert cover.size() == QSize(321, 454)
    assert is_like(cover.pixelColor(160, 227), PINK)
    assert _most_memory() - before < 200 * 2**20


def test_a_picture_with_more_pixels_than_its_pack_may_have_is_not_drawn(qapp: object) -> None:
    assert Photographs().cover("a.png", photo(PINK, size=(2049, 9), kind=b"png"), QSize(30, 42)).isNull()
