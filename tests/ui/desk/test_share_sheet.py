"""The sheets that a coordinator prints: every word is on them, readable by eye, scanner and PDF reader."""

from __future__ import annotations

import io
import unicodedata
from pathlib import Path

import pytest
import segno
from pypdf import PdfReader
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from PySide6.QtPdf import QPdfDocument

from kiosk.app import application
from kiosk.coordinator.campaign.shares import make_shares, read_share
from kiosk.errors import StorageError
from kiosk.ui.desk.keys.sheet import (
    Keys,
    ShareSheet,
    fingerprint_pdf,
    prepare_folder,
    save_sheets,
    share_pdf,
    share_text,
)
from kiosk.ui.language import Language

LANGUAGES = pytest.mark.parametrize("tag", ["en", "zh-Hant", "zh-Hans"])
FINGERPRINT = [
    "owner",
    "negative",
    "dining",
    "crystal",
    "percent",
    "scout",
    "alcohol",
    "have",
    "spark",
    "adapt",
]
MM = 4
"""Pixels of a millimetre in the pictures here."""


@pytest.fixture
def sheets() -> list[ShareSheet]:
    application()
    keys = Keys("Stop Repression in Hong Kong 停止打壓香港", FINGERPRINT)
    return [ShareSheet(keys, share, 5, "2026-11-22") for share in make_shares(bytes(range(32)), 3, 5)]


def text_of(pdf: bytes) -> list[str]:
    (page,) = PdfReader(io.BytesIO(pdf)).pages
    return unicodedata.normalize("NFKC", page.extract_text()).split()


def picture_of(pdf: bytes, path: Path) -> QImage:
    path.write_bytes(pdf)
    document = QPdfDocument()
    assert document.load(str(path)) is QPdfDocument.Error.None_
    assert document.pageCount() == 1
    assert document.pagePointSize(0).toSize() == QSize(595, 842), "A4"
    picture = document.render(0, QSize(210 * MM, 297 * MM)).convertToFormat(QImage.Format.Format_Grayscale8)
    document.close()
    return picture


def ink(picture: QImage, left: int, top: int, right: int, bottom: int) -> float:
    """How much of a part of the page (mm) is dark, 0 to 1."""
    pixels = [(x, y) for x in range(left * MM, right * MM) for y in range(top * MM, bottom * MM)]
    return sum(picture.pixelColor(x, y).lightness() < 128 for x, y in pixels) / len(pixels)


@LANGUAGES
def test_every_word_of_a_share_is_found_in_its_pdf_in_order(sheets: list[ShareSheet], tag: str) -> None:
    for sheet in sheets:
        words = sheet.share.words.split()
        found = text_of(share_pdf(sheet, Language(tag)))
        assert set(words + FINGERPRINT) <= set(found)
        assert sheet.share.words in " ".join(word for word in found if word.isascii() and word.isalpha())


def test_words_that_fonts_draw_as_one_letter_are_found_too(sheets: list[ShareSheet]) -> None:
    keys = Keys("A campaign", ["traffic", "fiber", "flavor", "sniff", "golden", "fluff"])
    raw = PdfReader(io.BytesIO(fingerprint_pdf(keys, Language("en")))).pages[0].extract_text()
    assert {"traffic", "fiber", "flavor", "sniff"} <= set(raw.split())


@LANGUAGES
def test_a_sheet_looks_like_one(sheets: list[ShareSheet], tag: str, tmp_path: Path) -> None:
    picture = picture_of(share_pdf(sheets[1], Language(tag)), tmp_path / "a.pdf")
    assert 0.02 < ink(picture, 0, 0, 210, 297) < 0.3
    assert ink(picture, 15, 60, 138, 160) > 0.02, "the words"
    for edge in ((0, 0, 210, 10), (0, 0, 10, 297), (200, 0, 210, 297), (0, 287, 210, 297)):
        assert ink(picture, *edge) == 0, "office printers leave out the edge"


def test_the_code_on_a_sheet_is_that_of_its_words(sheets: list[ShareSheet], tmp_path: Path) -> None:
    sheet = sheets[0]
    picture = picture_of(share_pdf(sheet, Language("en")), tmp_path / "a.pdf")
    modules = [list(row) for row in segno.make(sheet.share.words, error="m", micro=False).matrix]

    def is_dark(x: float, y: float) -> bool:
        return picture.pixelColor(int(x), int(y)).lightness() < 128

    dark = [(x, y) for x in range(138 * MM, 200 * MM) for y in range(66 * MM, 140 * MM) if is_dark(x, y)]
    left, top = min(x for x, _ in dark), min(y for _, y in dark)
    step = (max(x for x, _ in dark) + 1 - left) / len(modules)
    places = [0.5 + number for number in range(len(modules))]
    seen = [[int(is_dark(left + x * step, top + y * step)) for x in places] for y in places]
    assert seen == modules


@LANGUAGES
def test_a_long_title_leaves_room_for_everything(sheets: list[ShareSheet], tag: str, tmp_path: Path) -> None:
    keys = Keys("A campaign with a very long title that goes on and on " * 5, FINGERPRINT)
    sheet = ShareSheet(keys, sheets[0].share, 5, "2026-11-22")
    picture = picture_of(share_pdf(sheet, Language(tag)), tmp_path / "a.pdf")
    assert ink(picture, 0, 287, 210, 297) == 0
    assert set(sheet.share.words.split() + FINGERPRINT) <= set(text_of(share_pdf(sheet, Language(tag))))


@LANGUAGES
def test_the_ten_words_fill_a_page_to_read_aloud(tag: str, tmp_path: Path) -> None:
    application()
    pdf = fingerprint_pdf(Keys("停止打壓香港", FINGERPRINT), Language(tag))
    found = text_of(pdf)
    assert [word for word in found if word in FINGERPRINT] == FINGERPRINT
    assert 0.01 < ink(picture_of(pdf, tmp_path / "a.pdf"), 0, 0, 210, 297) < 0.3


def test_each_language_says_it_in_its_own_words(sheets: list[ShareSheet]) -> None:
    texts = {tag: share_text(sheets[1], Language(tag)) for tag in ("en", "zh-Hant", "zh-Hans")}
    assert "Key sheet 2 of 5" in texts["en"]
    assert "密鑰紙第 2 張，共 5 張" in texts["zh-Hant"]
    assert "切勿拍照、复印或扫描" in texts["zh-Hans"]
    assert all("停止打壓香港" in text for text in texts.values())


@LANGUAGES
def test_plain_text_has_the_words_by_number(sheets: list[ShareSheet], tag: str) -> None:
    sheet = sheets[4]
    lines = share_text(sheet, Language(tag)).splitlines()
    rows = [line for line in lines if line.lstrip()[:1].isdigit() and line[2:3] == " " and line.isascii()]
    cells = [cell for row in rows for cell in zip(row.split()[::2], row.split()[1::2], strict=True)]
    words = " ".join(word for _, word in sorted(cells, key=lambda cell: int(cell[0])))
    assert read_share(words, 1) == sheet.share


@pytest.mark.parametrize("text", [False, True])
def test_files_are_for_this_user_alone(sheets: list[ShareSheet], tmp_path: Path, text: bool) -> None:
    folder = tmp_path / "sheets"
    prepare_folder(folder)
    files = save_sheets(folder, sheets, Language("en"), text=text)
    assert sorted(files) == sorted(folder.iterdir())
    assert len(files) == 5
    assert folder.stat().st_mode & 0o077 == 0
    assert all(file.stat().st_mode & 0o777 == 0o600 for file in files)


def test_sheets_of_two_sets_do_not_get_into_one_folder(sheets: list[ShareSheet], tmp_path: Path) -> None:
    prepare_folder(tmp_path)
    save_sheets(tmp_path, sheets[:1], Language("en"), text=True)
    with pytest.raises(StorageError, match=r"sheets in .* already"):
        prepare_folder(tmp_path)
    (tmp_path / "link").symlink_to(tmp_path)
    with pytest.raises(StorageError, match="leads elsewhere"):
        prepare_folder(tmp_path / "link")
