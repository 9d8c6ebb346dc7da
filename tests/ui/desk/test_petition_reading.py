"""The petition for who reads it otherwise than by eye: tags, bookmarks, and text out in every script."""

from __future__ import annotations

import re
import subprocess
import unicodedata
from itertools import pairwise
from pathlib import Path

import pypdf
import pytest
from PySide6.QtWidgets import QApplication

from kiosk.campaign.content import parse_content, read_folder
from tests import lacking
from tests.ui.desk.test_petition_pdf import HAND, listed, petition, write_petition

NAMES = {
    "Latin": "Zoë Nguyễn",
    "Greek": "Ελένη Παπαδοπούλου",
    "Cyrillic": "Иван Петров",
    "Armenian": "Արամ Պետրոսյան",
    "Georgian": "ქეთევან",
    "Hebrew": "שרה לוי",
    "Arabic": "علاء الدين",
    "Devanagari": "काव्या क्षत्रिय",
    "Bengali": "বাংলা দেবী",
    "Gurmukhi": "ਗੁਰਪ੍ਰੀਤ",
    "Gujarati": "ગુજરાતી પટેલ",
    "Tamil": "தமிழ் கொடி",
    "Telugu": "తెలుగు శ్రీ",
    "Kannada": "ಕನ್ನಡ ಶ್ರೀ",
    "Malayalam": "മലയാളം",
    "Sinhala": "සිංහල ශ්‍රී",
    "Thai": "สมชาย ใจดี",
    "Lao": "ລາວ",
    "Burmese": "ကျောင်းသား",
    "Khmer": "ភាសាខ្មែរ",
    "Ethiopic": "አበበ በቀለ",
    "Tibetan": "བོད་ཡིག",
    "Korean": "박지민",
    "Japanese": "たなか",
    "Traditional Chinese": "陳大文",
    "Simplified Chinese": "马长龙",
    "rare Chinese": "𠮷野家",
}


@pytest.fixture(scope="module")
def handed(qapp: QApplication, content: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A petition with names in many scripts."""
    path = tmp_path_factory.mktemp("reading") / "petition.pdf"
    people = [listed(name, drawn=HAND) for name in NAMES.values()]
    write_petition(path, parse_content(read_folder(content)), petition(*people))
    return path


def plain(text: str) -> str:
    """`text` in one form, without line ends and what steers its direction."""
    return unicodedata.normalize("NFC", " ".join(re.sub("[\u202a-\u202e\u2066-\u2069]", "", text).split()))


@pytest.fixture(scope="module")
def by_pypdf(handed: Path) -> str:
    return plain(" ".join(page.extract_text() for page in pypdf.PdfReader(handed).pages))


@pytest.fixture(scope="module")
def by_poppler(handed: Path) -> str:
    lacking.need("pdftotext")
    return plain(subprocess.run(["pdftotext", handed, "-"], capture_output=True, check=True).stdout.decode())


@pytest.mark.parametrize("script", NAMES)
def test_a_name_is_copied_in_its_script(by_pypdf: str, script: str) -> None:
    assert plain(NAMES[script]) in by_pypdf


@pytest.mark.parametrize("script", NAMES)
def test_another_reader_copies_it_too(by_poppler: str, script: str) -> None:
    assert plain(NAMES[script]) in by_poppler


def test_it_is_tagged_and_says_what_it_is(handed: Path) -> None:
    root = pypdf.PdfReader(handed).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"<pdfuaid:part>1<" in root["/Metadata"].get_data()
    document = root["/StructTreeRoot"]["/K"]
    assert document["/S"] == "/Document"
    parts = [part.get_object() for part in document["/K"]]
    assert {"/H1", "/P", "/L", "/Figure", "/Table"} <= {part["/S"] for part in parts}
    assert all(part["/Alt"] for part in parts if part["/S"] == "/Figure")
    levels = [int(part["/S"][2:]) for part in parts if part["/S"].startswith("/H")]
    assert all(below <= above + 1 for above, below in pairwise(levels)), "no level is left out"
    demands = next(part for part in parts if part["/S"] == "/L")["/K"]
    entries = [[part.get_object()["/S"] for part in entry.get_object()["/K"]] for entry in demands]
    assert entries == [["/Lbl", "/LBody"]] * 5
    (table,) = (part for part in parts if part["/S"] == "/Table")
    assert len(table["/K"]) == 1 + len(NAMES)
    cells = [[cell.get_object()["/S"] for cell in row.get_object()["/K"]] for row in table["/K"]]
    assert cells == [["/TH"] * 4, *[["/TD"] * 4] * len(NAMES)]


def test_all_that_is_marked_leads_to_its_part_of_the_structure(handed: Path) -> None:
    reader = pypdf.PdfReader(handed)
    parents = reader.trailer["/Root"]["/StructTreeRoot"]["/ParentTree"]["/Nums"][1::2]
    for page in reader.pages:
        marks = re.findall(rb"/MCID (\d+)>>BDC", page.get_contents().get_data())
        owners = parents[page["/StructParents"]].get_object()
        assert [int(mark) for mark in marks] == list(range(len(owners)))
        for owner in owners:
            assert owner.get_object()["/S"] in {
                "/H1", "/H2", "/H3", "/P", "/Lbl", "/LBody", "/TH", "/TD", "/Figure",
            }  # fmt: skip


def test_every_font_is_in_the_file(handed: Path) -> None:
    fonts = {
        str(font["/BaseFont"]): font
        for page in pypdf.PdfReader(handed).pages
        for font in (one.get_object() for one in page["/Resources"]["/Font"].values())
    }
    assert len(fonts) > 10
    for font in fonts.values():
        (below,) = font["/DescendantFonts"]
        assert "/FontFile3" in below.get_object()["/FontDescriptor"]
        assert "/ToUnicode" in font


def test_bookmarks_lead_to_its_parts(handed: Path) -> None:
    reader = pypdf.PdfReader(handed)
    titles = [mark["/Title"] for mark in reader.outline]
    assert titles == [
        "Stop Repression in Hong Kong",
        "What we demand",
        "The text that people signed",
        "How this was collected and checked",
        "The signatures in numbers",
        "Those who signed and agreed to be listed",
        "How to check this petition",
    ]
    pages = [reader.get_destination_page_number(mark) for mark in reader.outline]
    assert pages == sorted(pages)
