"""The staff's card says what the screens say, and is a page that can be hung up."""

from __future__ import annotations

import io
import re
import unicodedata
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from kiosk import paths
from kiosk.app import application, write_pack
from kiosk.campaign.content import parse_content, read_folder
from kiosk.campaign.model import Colours
from kiosk.rehearsal.staff_card import walk
from kiosk.ui.language import Language
from kiosk.ui.staff.card import StaffCard, staff_card_pdf, steps, troubles
from kiosk.ui.window.window import StallWindow
from tests.conftest import CAMPAIGNS, TODAY
from tests.program import ENVIRONMENT, done, refused
from tests.ui.languages import LANGUAGES

COLOURS = Colours(paper="#eef6f2", ink="#0c2530", accent="#0b4a5a")
QUOTED = re.compile("“([^”]+)”|「([^」]+)」")
MM = 3
"""Pixels of a millimetre in the pictures here."""


@dataclass
class Walked:
    """What was seen on the way of a stall's staff: the pictures and the words of every screen."""

    pictures: dict[str, QImage] = field(default_factory=dict)
    words: dict[str, set[str]] = field(default_factory=dict)

    def look(self, name: str, window: StallWindow) -> None:
        self.pictures[name] = window.grab().toImage()
        shown = [each for each in window.findChildren(QWidget) if each.isVisible()]
        texts = {each.text() for each in shown if isinstance(each, QLabel | QAbstractButton)}
        texts |= {each.accessibleName() for each in shown}
        self.words[name] = self.words.get(name, set()) | texts


@cache
def walked(language: str) -> Walked:
    application()
    seen = Walked()
    walk(read_folder(paths.bundled_campaign()), language, seen.look)
    return seen


def card(language: str) -> StaffCard:
    pictures = walked(language).pictures
    return StaffCard(Language(language), "A title", COLOURS, "us@example.org", pictures)


def text_of(pdf: bytes) -> str:
    pages = PdfReader(io.BytesIO(pdf)).pages
    return "".join(unicodedata.normalize("NFKC", page.extract_text()) for page in pages)


def without_spaces(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def is_in(words: str, text: str) -> bool:
    """Whether `text` has `words`; a PDF's reader may be told a radical, and another digit, that looks so."""
    letters = without_spaces(words)
    looks = ("." if letter.isdigit() else f"(?:{re.escape(letter)}|[\u2e80-\u2fdf])" for letter in letters)
    return re.search("".join(looks), text) is not None


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_card_quotes_stands_on_the_screens(language: str) -> None:
    words = walked(language).words
    quotes = 0
    for step in steps(Language(language)):
        for found in QUOTED.findall(step.text):
            quotes += 1
            quoted = "".join(found)
            near = words[step.picture] | words["room"] | words["sync"]
            assert any(quoted in each for each in near), f"{quoted!r} is on no screen of {step.heading!r}"
    assert quotes == 8


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_picture_of_a_sync_says_that_the_stick_can_be_removed(language: str) -> None:
    done_and_out = Language(language).plural(
        "{number} signature is on {place}. Remove it.",
        "{number} signatures are on {place}. Remove it.",
        128,
        place="BLUE",
    )
    assert done_and_out in walked(language).words["synced"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_picture_of_wiping_says_what_would_be_lost(language: str) -> None:
    one = "{number} signature is on this laptop only, on no stick. It is lost."
    many = "{number} signatures are on this laptop only, on no stick. They are lost."
    assert Language(language).plural(one, many, 1) in walked(language).words["wipe"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_is_on_one_page_inside_what_a_printer_reaches(language: str, tmp_path: Path) -> None:
    pdf = staff_card_pdf([card(language)])
    (tmp_path / "card.pdf").write_bytes(pdf)
    document = QPdfDocument()
    assert document.load(str(tmp_path / "card.pdf")) is QPdfDocument.Error.None_
    assert document.pageCount() == 1
    assert document.pagePointSize(0).toSize() == QSize(595, 842), "A4"
    page = document.render(0, QSize(210 * MM, 297 * MM)).convertToFormat(QImage.Format.Format_RGB32)
    document.close()
    below = [page.pixelColor(x, y).lightness() for x in range(210 * MM) for y in range(289 * MM, 297 * MM)]
    beside = [page.pixelColor(x, y).lightness() for x in range(8 * MM) for y in range(30 * MM, 297 * MM)]
    assert min(below + beside) > 200, "nothing lies in the margins"
    text = without_spaces(text_of(pdf))
    said = [words for step in steps(Language(language)) for words in (step.heading, step.text)]
    said += [words for trouble in troubles(Language(language)) for words in trouble]
    for words in (*said, "us@example.org"):
        assert is_in(words, text), words


@pytest.mark.long
def test_each_language_has_a_page_of_the_campaign_in_a_pack(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if Path("/dev/shm").is_dir():
        monkeypatch.setitem(ENVIRONMENT, "TMPDIR", "/dev/shm")  # in memory, as temporary files often are
    pack = tmp_path / "campus.kioskpack"
    write_pack(read_folder(CAMPAIGNS / "campus-library-hours"), pack, training=False)
    said = done("staff-card", "card.pdf", "--pack", pack, "--data", "none", cwd=tmp_path)
    pages = [without_spaces(page.extract_text()) for page in PdfReader(tmp_path / "card.pdf").pages]
    campaign = parse_content(read_folder(CAMPAIGNS / "campus-library-hours"))
    assert f"{len(campaign.languages)} pages" in said
    for language, page in zip(campaign.languages, pages, strict=True):
        assert without_spaces(campaign.texts[language].title) in page
    assert not (tmp_path / "none").exists()


def test_the_card_of_a_campaign_that_is_over_is_drawn_too(tmp_path: Path) -> None:
    """Nobody can sign there any more, by the clock of the laptop that draws it."""
    files = read_folder(CAMPAIGNS / "stop-repression-hong-kong")
    toml, replaced = re.subn(
        r"(?m)^destroy_by = \S+", f"destroy_by = {TODAY}", files["campaign.toml"].decode()
    )
    assert replaced == 1
    seen: list[str] = []
    walk({**files, "campaign.toml": toml.encode()}, "en", lambda name, window: seen.append(name))
    assert seen[-1] == "neutral"


def test_a_language_that_the_campaign_lacks_and_a_folder_that_is_missing_are_told(tmp_path: Path) -> None:
    refused("staff-card", "card.pdf", "--language", "fr", "--data", "none", cwd=tmp_path, saying=("'fr'",))
    refused("staff-card", "no/card.pdf", "--language", "en", "--data", "none", cwd=tmp_path, saying=("no",))
    assert list(tmp_path.iterdir()) == []
