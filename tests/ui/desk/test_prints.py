"""What is published from the petition's numbers: an open letter, a summary, and a picture."""

from __future__ import annotations

from pathlib import Path

import pypdf
import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from kiosk.campaign.content import parse_content, read_folder
from kiosk.campaign.model import Campaign
from kiosk.coordinator.reports.formats import PRINTS, Print
from kiosk.ui.desk.petition.prints import write_print
from tests.exports import HandmadeKiosk
from tests.people import person
from tests.program import done, refused
from tests.ui.desk.test_petition_pdf import listed, petition, signatory


@pytest.fixture(scope="module")
def campus() -> Campaign:
    return parse_content(read_folder(Path("resources/campaigns/campus-library-hours")))


def text_of(path: Path) -> str:
    reader = pypdf.PdfReader(path)
    assert len(reader.pages) == 1
    return " ".join(reader.pages[0].extract_text().split())


def test_the_open_letter_has_every_name_there_is_room_for(
    qapp: QApplication, campus: Campaign, tmp_path: Path
) -> None:
    path = tmp_path / "letter.pdf"
    people = [listed(f"Person {number:03d}.") for number in range(200)]
    handed = petition(*people, listed("\ufdfd" * 300), listed("A. B.", initials=True), counted=1000)
    write_print(Print.OPEN_LETTER, path, campus, handed, signatory(campus, handed))
    text = text_of(path)
    assert "Open letter to the Campus Librarian" in text
    assert all(one.name in text for one in people)
    assert "and 798 more" in text
    assert "1,000 signatures" in text


def test_more_names_than_a_page_holds_are_told(qapp: QApplication, campus: Campaign, tmp_path: Path) -> None:
    path = tmp_path / "letter.pdf"
    handed = petition(*(listed(f"Somebody Called {number}") for number in range(5000)))
    write_print(Print.OPEN_LETTER, path, campus, handed, signatory(campus, handed))
    text = text_of(path)
    more = int(text.split(" more")[0].split("and ")[-1].replace(",", ""))
    assert text.count("Somebody") == 5000 - more
    assert more > 100


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_the_summary_is_one_page_with_the_numbers(
    qapp: QApplication, campus: Campaign, tmp_path: Path, language: str
) -> None:
    path = tmp_path / "summary.pdf"
    places = {"Library steps": 700, "Canteen": 300}
    handed = petition(
        language=language, counted=1000, days={"2026-10-01": 400, "2026-10-02": 600}, places=places
    )
    write_print(Print.SUMMARY, path, campus, handed, signatory(campus, handed))
    text = text_of(path)
    texts = campus.texts[language]
    for words in (texts.title, "1,000", "Library steps 700", "Canteen 300"):
        assert words in text
    for demand in texts.demands:
        assert demand.replace(" ", "") in text.replace(" ", "")


def test_the_picture_has_the_size_that_social_media_show(
    qapp: QApplication, campus: Campaign, tmp_path: Path
) -> None:
    path = tmp_path / "picture.png"
    handed = petition(counted=1_234_567)
    write_print(Print.PICTURE, path, campus, handed, signatory(campus, handed))
    image = QImage(str(path))
    assert (image.width(), image.height()) == (1200, 630)
    assert image.pixelColor(5, 5).name() == campus.colours.accent
    assert path.stat().st_mode & 0o777 == 0o600


def test_by_command_each_is_a_list_of_its_own(
    desk_folder: Path, keys, tmp_path: Path, passphrase_file: Path
) -> None:
    made = HandmadeKiosk(keys)
    file = tmp_path / "x.signatures"
    file.write_bytes(made.batch(made.sign(person(1, name="陳大文", public="name"))))
    key = ("--campaign", desk_folder, "--passphrase-file", passphrase_file)
    done("merge", file, *key)
    for kind, ending in PRINTS.items():
        out = tmp_path / f"{kind}{ending}"
        assert "Still open: 1 kiosk is not confirmed" in done("export", out, "--list", kind, *key)
        assert out.stat().st_size > 1000
    told = done("report", *key)
    for kind in PRINTS:
        assert f": {kind}, 1 signature; open: 1 unconfirmed." in told
    refused("export", tmp_path / "x.pdf", "--list", "picture", *key, saying=("does not end in .png",))
    refused("export", tmp_path / "x.csv", "--list", "summary", *key, saying=("does not end in .pdf",))
    refused("export", tmp_path / "x.doc", *key, saying=(".csv or .xlsx or .pdf",))
