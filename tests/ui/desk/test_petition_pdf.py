"""The petition as PDF: text to copy in every script, numbered pages, and nobody who did not agree."""

from __future__ import annotations

import datetime
import subprocess
import sys
import unicodedata
import uuid
from collections.abc import Callable
from pathlib import Path

import msgspec
import pypdf
import pytest
from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QFontMetricsF
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QApplication

from kiosk.campaign.content import parse_content, read_folder
from kiosk.campaign.model import Campaign
from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.counting.books import Account
from kiosk.coordinator.reports.lists import Listed
from kiosk.coordinator.reports.petition import Petition
from kiosk.coordinator.reports.proof import Signatory
from kiosk.errors import StorageError
from kiosk.languages import LANGUAGES
from kiosk.signing.strokes import encode_strokes
from kiosk.ui.desk.petition import pdf
from kiosk.ui.desk.petition.paper import PAGE, Paper
from kiosk.ui.language import Language
from kiosk.ui.pdf.document import PdfDocument
from kiosk.ui.pdf.objects import PdfObjects
from tests import long_campaign, patience
from tests.exports import HandmadeKiosk
from tests.people import person
from tests.program import ENVIRONMENT, ROOT, done, kiosk, refused

DAY = datetime.date(2026, 11, 22)
HAND = encode_strokes((((100, 200), (900, 1200), (2000, 300)), ((2500, 700), (3900, 700))))


def listed(name: str, **changes: object) -> Listed:
    fields = {"initials": False, "organisation": "", "role": "", "city": "", "country": "HK", "drawn": ""}
    return Listed(name=name, **{**fields, **changes})  # type: ignore[arg-type]


def petition(
    *people: Listed, language: str = "en", counted: int | None = None, **changes: object
) -> Petition:
    account = Account(counted=len(people) if counted is None else counted)
    fields = {"account": account, "organisations": 0, "countries": {"HK": len(people)}}
    return Petition(language=language, day=DAY, listed=people, **{**fields, **changes})  # type: ignore[arg-type]


def write_petition(
    path: Path, campaign: Campaign, handed: Petition, *progress: Callable[[int, int], object]
) -> int:
    """Writes `handed`, signed with a key of the test's."""
    return pdf.write_petition(path, campaign, handed, signatory(campaign, handed), *progress)


def signatory(campaign: Campaign, handed: Petition) -> Signatory:
    """Signs with a key of the test's."""
    keys = CampaignKeys(bytes(32))
    return Signatory(campaign.id, DAY, handed.counted, bytes(32), keys.signer, keys.signing_key.sign)


@pytest.fixture(scope="session")
def bundled(content: Path) -> Campaign:
    """The bundled campaign, read."""
    return parse_content(read_folder(content))


Pages = Callable[[Petition], list[str]]


@pytest.fixture
def pages(qapp: QApplication, bundled: Campaign, tmp_path: Path) -> Pages:
    """The text of each page that a reader of the PDF gets."""

    def write_and_read(handed: Petition) -> list[str]:
        path = tmp_path / "petition.pdf"
        count = write_petition(path, bundled, handed)
        reader = pypdf.PdfReader(path)
        assert len(reader.pages) == count
        return [" ".join(page.extract_text().split()) for page in reader.pages]

    return write_and_read


@pytest.mark.parametrize(
    "name",
    [
        "陳大文", "马长龙", "黄青风", "歐陽娜娜", "Ελένη", "Иван Петров", "Zoe\u0308 Nguye\u0302\u0303n",
        "Effie Fifield", "박지민", "A&B <b>", "（李），", "X" * 300,
    ],
)  # fmt: skip
def test_a_name_is_copied_as_it_was_typed(pages: Pages, name: str) -> None:
    text = pages(petition(listed(name)))[-2]
    if len(name) == 300:
        text = text.replace(" ", "")
    assert unicodedata.normalize("NFC", name) in unicodedata.normalize("NFC", text)


@pytest.mark.parametrize("language", ["zh-Hant", "zh-Hans"])
@pytest.mark.parametrize("name", ["Ana 2 (Block 10)", "@1st", "余母音", "龟田"])
def test_in_a_chinese_petition_it_is_too(pages: Pages, language: str, name: str) -> None:
    assert name in pages(petition(listed(name), language=language))[-2]


@pytest.mark.parametrize(
    "name",
    [
        "فاطمة الزهراء",
        "שרה לוי",
        "😀👍🏽 Bob",
        "a\u202eb",
        "\u2066",
        "𠮷野家",
        "देवनागरी",
        "\ufffe\uffff",
        "ﷺ",
        "\ud83d",
        "\n",
    ],
)
def test_no_name_stops_it(pages: Pages, name: str) -> None:
    assert "Last One" in pages(petition(listed(name), listed("Last One")))[-2]


def test_a_list_of_one_whose_name_cannot_be_seen_is_written(pages: Pages) -> None:
    assert "No. 1" in pages(petition(listed("\u2066", country="")))[-2]


def test_what_turns_a_line_around_is_left_out(pages: Pages) -> None:
    assert "abc" in pages(petition(listed("a\u202ebc")))[-2]


def test_the_programs_words_on_it_are_the_campaigns_own(
    qapp: QApplication, bundled: Campaign, tmp_path: Path
) -> None:
    own = {
        "Page {page} of {pages}": "Pagina {page} van {pages}",
        "signature": {"one": "handtekening", "other": "handtekeningen & <b>"},
    }
    texts = msgspec.structs.replace(bundled.texts["en"], language="nl", words=own)
    campaign = msgspec.structs.replace(bundled, languages=["nl"], texts={"nl": texts})
    path = tmp_path / "petition.pdf"
    write_petition(path, campaign, petition(listed("Jan"), language="nl", counted=2))
    first = " ".join(pypdf.PdfReader(path).pages[0].extract_text().split())
    assert "handtekeningen & <b>" in first
    assert "Pagina 1 van 7" in first


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["Petition", "1,234", "signatures", "as of Nov 22, 2026", "Page 1 of 7"]),
        (
            "zh-Hant",
            ["請願書", "停止鎮壓香港", "1,234", "截至 2026年11月22日", "第 1 頁，共 7 頁"],
        ),
        (
            "zh-Hans",
            ["请愿书", "停止镇压香港", "1,234", "截至 2026年11月22日", "第 1 页，共 7 页"],
        ),
    ],
)
def test_the_cover_says_what_is_handed_over(
    pages: Pages, bundled: Campaign, language: str, words: list[str]
) -> None:
    cover, demands = pages(petition(listed("Ana"), language=language, counted=1234))[:2]
    for word in words:
        assert word in cover
    for demand in bundled.texts[language].demands:
        assert demand.replace(" ", "") in demands.replace(" ", "")


def test_the_text_stands_there_word_by_word(pages: Pages) -> None:
    text = pages(petition(listed("Ana")))[2]
    assert "a government of its own choosing" in text
    assert "**" not in text


def test_the_numbers_add_up_and_few_from_one_country_are_not_shown(pages: Pages) -> None:
    people = [listed("Ana"), listed("Bo"), listed("C", initials=True)]
    countries = {"HK": 80, "GB": 5, "TV": 4, "": 10, "other": 1}
    numbers = pages(petition(*people, counted=100, organisations=7, countries=countries))[4]
    for line in ("93 People", "7 Organisations", "2 Listed with the name", "1 Listed with the initials",
                 "97 Counted, but not listed", "Hong Kong 80", "United Kingdom 5"):  # fmt: skip
        assert line in numbers
    assert "Tuvalu" not in numbers
    assert "Others 15" in numbers


@pytest.mark.parametrize(
    ("countries", "is_there"), [({"HK": 80, "GB": 9, "TV": 1}, True), ({"HK": 80}, False)]
)
def test_several_countries_are_on_a_map(
    pages: Pages, tmp_path: Path, countries: dict[str, int], is_there: bool
) -> None:
    assert "Hong Kong 80" in pages(petition(listed("Ana"), counted=90, countries=countries))[4]
    tree = pypdf.PdfReader(tmp_path / "petition.pdf").trailer["/Root"]["/StructTreeRoot"]["/K"]
    parts = [part.get_object() for part in tree["/K"]]
    figures = [part["/Alt"] for part in parts if part["/S"] == "/Figure"]
    assert ("By country or region" in figures) is is_there


def test_many_long_demands_are_all_there(qapp: QApplication, tmp_path: Path, content: Path) -> None:
    long = parse_content(read_folder(long_campaign.very_long(tmp_path)))
    path = tmp_path / "petition.pdf"
    write_petition(path, long, petition(listed("Ana"), counted=1234567))
    found = [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(path).pages]
    text = " ".join(found).replace(" ", "")
    for demand in long.texts["en"].demands:
        assert demand.replace(" ", "") in text


def test_pages_are_numbered_and_every_row_is_there_once(pages: Pages) -> None:
    people = [listed(f"Person {n:03d}.", organisation="Union " * (n % 40)) for n in range(300)]
    found = pages(petition(*people))
    for number, page in enumerate(found, 1):
        assert f"Page {number} of {len(found)}" in page
    text = " ".join(found)
    assert [text.count(one.name) for one in people] == [1] * 300
    assert len(found) > 10


def test_rows_are_numbered_as_the_language_writes_numbers(pages: Pages) -> None:
    text = " ".join(pages(petition(*(listed(f"N{number:04}N") for number in range(1, 1013)))))
    rows = [1, 10, 999, 1000, 1001, 1010, 1012]
    assert all(f" {Language('en').number(row)} N{row:04}N" in text for row in rows)
    for tag in (*LANGUAGES, "hi", "fa"):
        words = Language(tag)
        for row in (1_007, 9_999, 10_010, 123_456, 1_234_567):
            assert words.number(row) == words.number(row // 1000 * 1000)[:-3] + f"{row % 1000:03}"


@pytest.mark.long
def test_the_number_of_the_hundred_thousandth_stands_in_one_line(
    qapp: QApplication, bundled: Campaign, tmp_path: Path
) -> None:
    path = tmp_path / "petition.pdf"
    count = write_petition(path, bundled, petition(*[listed("Ana")] * 100_001))
    document = QPdfDocument()
    document.load(str(path))
    text = document.getAllText(count - 2).text()
    document.close()
    assert "100,001" in text


def test_columns_that_nobody_filled_are_left_out(pages: Pages) -> None:
    bare = pages(petition(listed("Ana", country="")))[-2]
    assert "Country" not in bare
    assert "Organisation" not in bare
    full = pages(petition(listed("Ana", organisation="Union", role="Chair", city="九龍")))[-2]
    for words in ("Organisation", "Union", "Chair", "City", "九龍", "Country", "Hong Kong"):
        assert words in full


def test_nobody_listed_makes_a_petition_without_a_list(pages: Pages) -> None:
    found = pages(petition(counted=7))
    assert len(found) == 6
    assert "7 Counted, but not listed" in found[4]


def test_a_drawn_signature_is_there_as_lines(qapp: QApplication, bundled: Campaign, tmp_path: Path) -> None:
    path = tmp_path / "petition.pdf"

    def darkness(*people: Listed) -> int:
        count = write_petition(path, bundled, petition(*people))
        assert b" Do" not in pypdf.PdfReader(path).pages[-2].get_contents().get_data(), "no picture"
        document = QPdfDocument()
        document.load(str(path))
        image = document.render(count - 2, QSize(1050, 1485))
        document.close()
        # Where the signature's column is, below the columns' names.
        area = [(x, y) for x in range(760, 950) for y in range(184, 210)]
        return sum(
            image.pixelColor(x, y).lightness() < 128 and image.pixelColor(x, y).alpha() > 128 for x, y in area
        )

    assert darkness(listed("Ana", country="")) == 0
    assert darkness(listed("Ana", country="", drawn=HAND)) > 20


def darkest(path: Path, area: QRect) -> int:
    """How dark it gets in `area` of the list's last page, 5 dots a millimetre: 0 is white, 255 black."""
    document = QPdfDocument()
    document.load(str(path))
    image = document.render(max(document.pageCount() - 2, 0), QSize(1050, 1485))
    document.close()
    seen = [
        image.pixelColor(x, y)
        for x in range(area.left(), area.right())
        for y in range(area.top(), area.bottom())
    ]
    return max((255 - one.lightness()) * one.alpha() // 255 for one in seen)


def test_piled_up_accents_stay_in_their_row(pages: Pages, tmp_path: Path) -> None:
    pages(petition(listed("."), listed("Z" + "\u0301" * 40 + "algo" + "\u0323" * 40), listed(".")))
    # What is above the point in the rows before and after.
    assert darkest(tmp_path / "petition.pdf", QRect(176, 184, 100, 14)) == 0
    assert darkest(tmp_path / "petition.pdf", QRect(176, 255, 100, 14)) == 0


def test_a_name_higher_than_a_page_ends_on_it(pages: Pages, tmp_path: Path) -> None:
    found = pages(petition(listed("Ana"), listed("\ufdfd" * 200, organisation="W " * 400)))
    assert "…" in found[-2]
    foot_to_edge = QRect(300, 1364, 700, 26)
    assert darkest(tmp_path / "petition.pdf", foot_to_edge) == 0
    assert darkest(tmp_path / "petition.pdf", QRect(0, 1425, 1050, 60)) == 0


def test_no_letter_runs_off_the_page_or_into_the_next_column(qapp: QApplication, tmp_path: Path) -> None:
    path = tmp_path / "narrow.pdf"
    with path.open("wb") as file:
        document = PdfDocument(PdfObjects(file), "Narrow", "en", PAGE.size(), DAY)
        document.start_page()
        Paper(document, Language("en")).write("\ufdfd \u102a\u1039\u1039 ﷺ", 20, 20, 8, 4)
        document.finish(uuid.UUID(int=0))
    assert darkest(path, QRect(100, 95, 40, 60)) > 100, "it is there"
    assert darkest(path, QRect(143, 90, 800, 200)) == 0
    assert darkest(path, QRect(0, 90, 97, 200)) == 0


def test_what_no_font_can_show_is_spelled(pages: Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFontMetricsF, "inFontUcs4", lambda self, code: code < 0x1F000)
    text = pages(petition(listed("Ana 🇭🇰"), listed("Bo 😀"), listed("陳 \U0002a6a5")))[-2]
    assert "Ana HK" in text
    assert "Bo [grinning face]" in text
    assert "[U+2A6A5]" in text.replace(" ", "")


def test_what_has_no_outline_is_spelled_too(pages: Pages) -> None:
    """As an emoji's picture, in fonts that have that: it would be missing on paper."""
    text = pages(petition(listed("Bo \u2800")))[-2]
    assert "Bo [braille pattern blank]" in text


def test_the_same_petition_makes_the_same_file_in_every_process(tmp_path: Path) -> None:
    one, other = tmp_path / "1" / "petition.pdf", tmp_path / "2" / "petition.pdf"
    for path in (one, other):
        path.parent.mkdir()
        names = ("陳大文", "Ελένη", "ไทย", "فاطمة", "देव", "Ana")
        _write_elsewhere(path, *names).communicate(timeout=patience.SECONDS)
    assert one.read_bytes() == other.read_bytes()
    assert pypdf.PdfReader(one).metadata["/CreationDate"] == "D:20261122000000Z"


_WRITER = """
import sys
from pathlib import Path
from kiosk.app import application
from tests.ui.desk.test_petition_pdf import listed, parse_content, petition, read_folder, write_petition

def progress(drawn, of):
    print(drawn, flush=True)
    if drawn == of:
        sys.stdin.read()

app = application()
content = parse_content(read_folder(Path("resources/campaigns/stop-repression-hong-kong")))
write_petition(Path(sys.argv[1]), content, petition(*map(listed, sys.argv[2:])), progress)
"""


def _write_elsewhere(path: Path, *names: str) -> subprocess.Popen[bytes]:
    """A process that writes a petition to `path`, waiting before the last page for the end of its input."""
    temporary = path.parent / "temporary"
    temporary.mkdir()
    return subprocess.Popen(
        [sys.executable, "-c", _WRITER, path, *names],
        cwd=ROOT,
        env={**ENVIRONMENT, "TMPDIR": str(temporary)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has files without a name")
def test_killed_in_the_middle_it_leaves_nothing_anywhere(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    names = [f"Person {number}" for number in range(2000)]
    with _write_elsewhere(folder / "petition.pdf", *names) as writing:
        assert writing.stdout is not None
        while int(writing.stdout.readline()) < 50:
            pass
        assert [path.name for path in folder.rglob("*")] == ["temporary"]
        writing.kill()
    assert [path.name for path in folder.rglob("*")] == ["temporary"]


def test_it_can_be_stopped_and_leaves_nothing(
    qapp: QApplication, bundled: Campaign, quick_path: Path
) -> None:
    class StoppedError(Exception):
        pass

    def stop(drawn: int, of: int) -> None:
        raise StoppedError

    with pytest.raises(StoppedError):
        write_petition(quick_path / "p.pdf", bundled, petition(listed("Ana")), stop)
    assert list(quick_path.iterdir()) == []


def test_a_full_disk_leaves_the_old_petition(qapp: QApplication, bundled: Campaign, small_disk) -> None:
    out = small_disk.path / "out.pdf"
    out.write_text("the old petition")
    small_disk.fill()
    with pytest.raises(StorageError, match="full"):
        write_petition(out, bundled, petition(*(listed(f"Person {n}") for n in range(500))))
    assert out.read_text() == "the old petition"
    assert {path.name for path in small_disk.path.iterdir()} == {"out.pdf", "film.mov"}


def test_by_command_it_has_who_agreed_and_nobody_else(
    desk_folder: Path, keys, tmp_path: Path, passphrase_file: Path
) -> None:
    kiosk = HandmadeKiosk(keys)
    file = tmp_path / "x.signatures"
    signed = [
        person(1, name="陳大文", public="name"),
        person(2, name="Zoë Ångström", public="initials"),
        person(3, name="Hidden Person", public="no"),
        person(1, name="陳大文", public="name"),
    ]
    file.write_bytes(kiosk.batch(kiosk.sign(*signed)))
    key = ("--campaign", desk_folder, "--passphrase-file", passphrase_file)
    done("merge", file, *key)
    out = tmp_path / "petition.pdf"
    assert "7 pages written" in done("export", out, "--language", "zh-Hant", *key)
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(out).pages)
    assert text.count("陳大文") == 1
    assert "ZÅ" in text
    for hidden in ("Ångström", "Hidden", "canary", "example1.org", "2026-11-01"):
        assert hidden not in text
    assert out.stat().st_mode & 0o777 == 0o600
    refused("export", out, "--list", "public", *key, saying=("does not end in",))


def test_by_command_names_in_any_script_leave_the_terminal_quiet(
    desk_folder: Path, keys, tmp_path: Path, passphrase_file: Path
) -> None:
    """Fonts that lack a script are many, and nobody can do anything about it."""
    made = HandmadeKiosk(keys)
    file = tmp_path / "x.signatures"
    file.write_bytes(made.batch(made.sign(person(1, name="काव्या शर्मा", public="name"))))
    key = ("--campaign", desk_folder, "--passphrase-file", passphrase_file)
    done("merge", file, *key)
    assert kiosk("export", tmp_path / "petition.pdf", *key).stderr == ""
