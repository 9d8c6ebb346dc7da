"""Posters as files: what a print shop gets from a stick, and what staff are told when a stick fails."""

from __future__ import annotations

import re
import zlib
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPdf import QPdfDocument

from kiosk.app import application
from kiosk.campaign.content import parse_content, read_folder
from kiosk.campaign.model import Campaign, PosterColours
from kiosk.campaign.poster_versions import PosterVersion, poster_versions
from kiosk.errors import StorageError
from kiosk.ui.artwork.drawing import paint_poster
from kiosk.ui.artwork.typesetting import set_slogan
from kiosk.ui.posters.files import poster_pdf, save_posters
from tests.conftest import CAMPAIGNS
from tests.program import done, refused

POINT = 25.4 / 72
"""Millimetres."""


@pytest.fixture
def bundled() -> Campaign:
    application()
    return parse_content(read_folder(CAMPAIGNS / "stop-repression-hong-kong"))


def _version(*lines: str, language: str = "en", number: int = 0) -> PosterVersion:
    colours = PosterColours(paper="#ffffff", ink="#a1001a")
    return PosterVersion("canary", number, language, lines, colours, "A campaign", "")


def test_each_of_the_seven_is_there_in_chinese_and_english_on_a4_and_a3(
    bundled: Campaign, tmp_path: Path
) -> None:
    told: list[tuple[int, int]] = []
    files = save_posters(bundled, tmp_path / "posters", lambda done, of: told.append((done, of)))
    assert sorted(files) == sorted((tmp_path / "posters").iterdir())
    assert told[0] == (0, len(files))
    assert told[-1] == (len(files), len(files))
    names = {file.name for file in files}
    ids = [poster.id for poster in bundled.texts["en"].posters]
    assert len(ids) == 7
    for id in ids:
        for language in ("en", "zh-Hant", "zh-Hans"):
            assert {f"{id}-{language}-A4.pdf", f"{id}-{language}-A3.pdf"} <= names


@pytest.mark.parametrize(("paper", "width", "height"), [("A4", 210, 297), ("A3", 297, 420)])
def test_a_file_is_one_page_of_that_size_all_of_it_shapes(
    bundled: Campaign, paper: str, width: int, height: int
) -> None:
    for versions in poster_versions(bundled):
        for version in versions:
            data = poster_pdf(version, paper)
            boxes = re.findall(rb"/MediaBox *\[([^]]*)\]", data)
            (box,) = ([float(number) for number in found.split()] for found in boxes)
            assert box == pytest.approx([0, 0, width / POINT, height / POINT], abs=1)
            assert not re.search(rb"/Subtype */Image|/FontFile|/BaseFont", data)
            streams = re.findall(rb"FlateDecode.*?stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL)
            drawn = b"".join(zlib.decompressobj().decompress(stream) for stream in streams)
            assert drawn.count(b" c\n") > 50, "letters are curves"
            assert not re.search(rb"\bTj\b|\bDo\b|\bBI\b", drawn), "neither fonts nor pictures"


def test_a_pdf_reader_shows_what_was_drawn(bundled: Campaign, tmp_path: Path) -> None:
    version = poster_versions(bundled)[0][0]
    (tmp_path / "a.pdf").write_bytes(poster_pdf(version, "A4"))
    document = QPdfDocument()
    assert document.load(str(tmp_path / "a.pdf")) is QPdfDocument.Error.None_
    assert document.pageCount() == 1
    assert document.metaData(QPdfDocument.MetaDataField.Title) == version.slogan
    size = QSize(210, 297)
    shown = document.render(0, size).convertToFormat(QImage.Format.Format_RGB32)
    drawn = _picture(version, size)
    differing = sum(
        abs(shown.pixelColor(x, y).lightness() - drawn.pixelColor(x, y).lightness()) > 100
        for x in range(size.width())
        for y in range(size.height())
    )
    assert differing < 0.02 * size.width() * size.height()
    document.close()


def _picture(version: PosterVersion, size: QSize) -> QImage:
    picture = QImage(size, QImage.Format.Format_RGB32)
    picture.fill(0x777777)
    with QPainter(picture) as painter:
        paint_poster(painter, QRectF(0, 0, size.width(), size.height()), version)
    return picture


@pytest.mark.parametrize("number", range(4))
@pytest.mark.parametrize("language", ["en", "zh-Hant", "ar"])
@pytest.mark.parametrize(
    "lines",
    [
        ("!",),
        ("不",),
        ("Donaudampfschifffahrtsgesellschaft" * 9,),
        ("word " * 400,),
        tuple(f"line {number}" for number in range(60)),
        ("上" * 300, "。"),
        ("لا للقمع", "الحرية الآن"),
        ("🙂🙃", "é" * 20),
        ("\u200b", "\u202e"),
        ("",),
        (" ", "word"),
        ("#only", "#hashtags"),
        ("#",),
        ("Mixed 中文 words", "第二，行"),
    ],
)
def test_whatever_the_lines_are_they_fill_the_sheet_and_stay_on_it(
    lines: tuple[str, ...], language: str, number: int
) -> None:
    application()
    version = _version(*lines, language=language, number=number)
    assert poster_pdf(version, "A4").startswith(b"%PDF")
    room = QRectF(10, 10, 190, 277)
    within = room.adjusted(-0.1, -0.1, 0.1, 0.1)
    boxes = [letters.box for letters in set_slogan(lines, language, room)]
    assert all(within.contains(box) for box in boxes if not box.isEmpty())


def test_the_words_stay_where_office_printers_can_print(bundled: Campaign) -> None:
    """What a poster has more than the same one with nothing to read keeps 10 mm from the edges."""
    size = QSize(420, 594)  # two pixels a millimetre
    for number, versions in enumerate(poster_versions(bundled)):
        for version in versions if number else []:  # the first's ground moves with its words
            drawn = _picture(version, size)
            blank = _picture(replace(version, lines=("\u200b",), campaign=""), size)
            if any(line.startswith("#") for line in version.lines):
                blank = _picture(replace(version, lines=("#", "\u200b", "#"), campaign=""), size)
            outside = [
                (x, y)
                for x in range(420)
                for y in range(594)
                if not (20 <= x < 400 and 20 <= y < 574) and drawn.pixel(x, y) != blank.pixel(x, y)
            ]
            assert not outside, (version.id, version.language, outside[:5])
            assert drawn != blank


def test_simplified_and_traditional_readers_get_their_own_glyphs() -> None:
    """The same character is drawn otherwise in Hong Kong and on the mainland."""
    application()
    room = QRectF(0, 0, 100, 100)
    (hong_kong,) = set_slogan(["骨"], "zh-Hant", room)
    (mainland,) = set_slogan(["骨"], "zh-Hans", room)
    assert hong_kong.outline != mainland.outline


def test_the_command_saves_them_without_a_kiosk(tmp_path: Path) -> None:
    out = tmp_path / "out"
    said = done("posters", out, "--data", tmp_path / "none")
    assert len(list(out.glob("*-en-A4.pdf"))) == 7
    assert said.startswith(f"{len(list(out.iterdir()))} PDF files")
    assert not (tmp_path / "none").exists()


def test_the_command_saves_those_of_the_kiosk(tmp_path: Path, make_kiosk) -> None:
    out = tmp_path / "out"
    done("posters", out, "--data", make_kiosk().data)
    assert (out / "history-repeats-zh-Hant-A3.pdf").is_file()


def test_a_stick_that_is_gone_is_said(tmp_path: Path) -> None:
    refused("posters", tmp_path / "stick" / "posters", saying=("does not exist", "stick is plugged in"))


def test_a_full_stick_is_said_and_has_no_half_file(small_disk) -> None:
    small_disk.fill()
    refused("posters", small_disk.path, saying=("full", "Free some space"))
    assert [path.name for path in small_disk.path.iterdir()] == ["film.mov"]


def test_a_write_protected_stick_is_said(small_disk) -> None:
    small_disk.protect()
    refused("posters", small_disk.path, saying=("cannot be written to", "write protection"))
    assert not list(small_disk.path.iterdir())


def test_a_link_on_the_stick_is_not_followed(tmp_path: Path) -> None:
    elsewhere, stick = tmp_path / "elsewhere", tmp_path / "stick"
    elsewhere.mkdir()
    stick.mkdir()
    (stick / "posters").symlink_to(elsewhere)
    campaign = parse_content(read_folder(CAMPAIGNS / "stop-repression-hong-kong"))
    with pytest.raises(StorageError, match="leads elsewhere"):
        save_posters(campaign, stick / "posters")
    assert list(elsewhere.iterdir()) == []
