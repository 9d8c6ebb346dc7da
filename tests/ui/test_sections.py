"""What a visitor finds before signing: the start, the sections, the look, the languages."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage, QTransform
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QLabel,
    QLineEdit,
    QScrollArea,
    QScrollBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from kiosk.campaign.model import Bar, Figure, Part
from kiosk.rehearsal import Person
from kiosk.signing.visit import Step
from kiosk.ui.artwork.wall import SloganWall
from kiosk.ui.language import Language
from kiosk.ui.stall.attract import AttractScreen
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.figure import FigureView
from kiosk.ui.widgets.headline import Headline
from kiosk.ui.widgets.portrait import Portrait
from kiosk.ui.widgets.qr import QrCode
from kiosk.ui.window.sections import SECTIONS
from tests import long_campaign, patience
from tests.conftest import CAMPAIGNS
from tests.ui.conftest import OpenStall, Stall, shown
from tests.ui.faults import faults


def _read(stall: Stall) -> str:
    labels = [label.text() for label in stall.window.findChildren(QLabel) if label.isVisible()]
    headlines = [line.accessibleName() for line in stall.window.findChildren(Headline) if line.isVisible()]
    headlines += [wall.accessibleName() for wall in stall.window.findChildren(SloganWall)]
    return "\n".join(labels + headlines)


def _sign(stall: Stall) -> None:
    visitor = stall.visitor
    visitor.tap("sign")
    visitor.type_into("name", "Ann")
    for tap in ("next", "country-HK", "next", "consent", "submit"):
        visitor.tap(tap)
    visitor.find(QAbstractButton, "done")


# ------------------------------------------------------------------ the start


def test_the_start_says_what_it_is_about_and_how_many_have_signed(stall: Stall, qtbot: QtBot) -> None:
    texts = stall.kiosk.campaign.texts["en"]
    qtbot.waitUntil(lambda: "Be the first" in _read(stall))
    assert texts.slogan in _read(stall)
    assert texts.call in _read(stall)
    _sign(stall)
    stall.visitor.tap("done")
    assert "1 person has signed here today." in _read(stall)
    stall.visitor.tap("language-zh-Hant")
    assert "今天已有 1 人在這裏簽名。" in _read(stall)


def test_a_touch_anywhere_on_the_start_shows_the_demands(stall: Stall) -> None:
    stall.visitor.touch_elsewhere()
    shown = _read(stall)
    assert all(demand in shown for demand in stall.kiosk.campaign.texts["en"].demands)


# ------------------------------------------------------------------ ways


def test_from_everywhere_one_tap_leads_to_signing_the_start_and_the_languages(stall: Stall) -> None:
    for section in SECTIONS:
        stall.visitor.read(section)
        for name in ("sign", "home", "language-en", "language-zh-Hant", "language-zh-Hans"):
            assert stall.visitor.find(QAbstractButton, name).isEnabled()
        stall.visitor.tap("sign")
        assert stall.window.visit.step is Step.NAME
        stall.visitor.tap("back")
    stall.visitor.tap("home")
    assert isinstance(shown(stall.window), AttractScreen)


@pytest.mark.parametrize("size", [(1024, 600), (1366, 768)])
def test_the_sections_stand_in_one_row_in_long_words_too(
    open_stall: OpenStall, tmp_path: Path, size: tuple[int, int]
) -> None:
    stall = open_stall(long_campaign.also_in(tmp_path, "de"), size=size)
    stall.window.speak("de")
    stall.visitor.read("demands")
    tabs = [stall.visitor.find(QAbstractButton, f"section-{name}") for name in SECTIONS]
    assert len({(tab.y(), tab.height()) for tab in tabs}) == 1
    assert all(tab.width() >= tab.minimumSizeHint().width() for tab in tabs), "no word is cut"
    assert stall.visitor.find(QFrame, "sections").height() < 0.15 * size[1]


def test_many_languages_lie_behind_one_button(open_stall: OpenStall, tmp_path: Path) -> None:
    stall = open_stall(long_campaign.twelve_languages(tmp_path))
    stall.visitor.tap("languages")
    stall.visitor.tap("language-ar")
    assert stall.window.visit.language == "ar"
    assert stall.window.layoutDirection() == Qt.LayoutDirection.RightToLeft
    stall.visitor.tap("languages")
    stall.visitor.tap("languages-back")
    assert stall.window.visit.language == "ar"


def test_the_look_changes_at_once_and_ends_with_the_visit(stall: Stall) -> None:
    stall.visitor.read("demands")
    before = stall.visitor.find(QLabel, "training").fontMetrics().height()
    paper = stall.window.grab().toImage().pixelColor(5, 400)
    stall.visitor.tap("appearance")
    stall.visitor.tap("text-largest")
    stall.visitor.tap("colours-dark")
    stall.visitor.tap("appearance-done")
    assert stall.visitor.find(QLabel, "training").fontMetrics().height() > before * 1.3
    assert stall.window.grab().toImage().pixelColor(5, 400).lightness() < paper.lightness() / 3
    stall.visitor.tap("home")
    stall.visitor.read("demands")
    assert stall.visitor.find(QLabel, "training").fontMetrics().height() == before
    assert stall.window.grab().toImage().pixelColor(5, 400) == paper


def test_the_cursor_stays_on_the_look_that_was_chosen_by_key(stall: Stall) -> None:
    stall.visitor.tap("appearance")
    for name in ("text-largest", "text-large", "colours-dark"):
        stall.visitor.button(name).setFocus()
        QTest.keyClick(stall.window.focusWidget(), Qt.Key.Key_Space)
        patience.settle()
        chosen = stall.window.focusWidget()
        assert chosen.objectName() == name
        assert chosen.isVisible()
        assert chosen.isChecked()


# ------------------------------------------------------------------ the sections

_FILES = {
    "endorsers": ("endorsers.toml", "*/endorsers.toml"),
    "actions": ("actions.toml", "*/actions.toml"),
    "questions": ("figures.toml", "*/figures.toml", "*/questions/*.md"),
    "posters": ("posters.toml", "*/posters.toml"),
}
"""What a campaign leaves out that has nothing for a section."""


def _go_through(stall: Stall) -> list[str]:
    """The sections that are offered, each of which is looked at; then somebody signs."""
    visitor = stall.visitor
    visitor.touch_elsewhere()
    tabs = [tab.objectName() for tab in stall.window.findChildren(QAbstractButton) if tab.isVisible()]
    offered = [name.removeprefix("section-") for name in tabs if name.startswith("section-")]
    for section in offered:
        visitor.tap(f"section-{section}")
        patience.settle()
    visitor.tap("home")
    visitor.sign(Person("en", "Ann", "HK", "ann@example.org"))
    visitor.find(QAbstractButton, "done")
    return offered


@pytest.mark.parametrize("without", _FILES)
def test_a_section_that_a_campaign_has_nothing_for_is_not_offered(
    open_stall: OpenStall, tmp_path: Path, without: str
) -> None:
    folder = shutil.copytree(CAMPAIGNS / "campus-library-hours", tmp_path / "content")
    for pattern in _FILES[without]:
        for path in folder.glob(pattern):
            path.unlink()
    stall = open_stall(folder)
    assert _go_through(stall) == [section for section in SECTIONS if section != without]
    assert bool(stall.window.findChildren(QAbstractButton, "act")) == (without != "actions")


def test_the_smallest_campaign_has_its_demands_and_is_signed(
    open_stall: OpenStall, tiny_content: Path
) -> None:
    stall = open_stall(tiny_content)
    assert _go_through(stall) == ["demands"]
    assert len(stall.signatures()) == 1


def test_staff_are_not_led_to_posters_that_there_are_not(open_stall: OpenStall, tiny_content: Path) -> None:
    stall = open_stall(tiny_content)
    stall.window.staff.enter()
    assert stall.visitor.button("sync").isVisible()
    assert not stall.window.findChildren(QAbstractButton, "posters")


def test_who_has_signed_by_kind_and_country(stall: Stall) -> None:
    endorsers = stall.kiosk.campaign.texts["en"].endorsers
    stall.visitor.read("endorsers")
    for wanted in ("organisation", "person", "country", "HK", "all"):
        stall.visitor.tap(f"only-{wanted}")
        shown = _read(stall)
        for endorser in endorsers:
            fits = wanted in ("all", "country", endorser.kind, endorser.country)
            assert (endorser.name in shown) == fits, (wanted, endorser.name)


def test_one_chip_leads_to_the_countries_and_says_that_one_is_chosen(stall: Stall) -> None:
    visitor = stall.visitor
    visitor.read("endorsers")
    assert _chips(stall) == {"all": True, "person": False, "organisation": False, "country": False}
    visitor.tap("only-country")
    countries = {each.country for each in stall.kiosk.campaign.texts["en"].endorsers}
    assert set(_chips(stall)) == {"all", "person", "organisation", "country", *countries}
    visitor.tap("only-HK")
    visitor.tap("language-zh-Hant")
    assert [name for name, down in _chips(stall).items() if down] == ["country", "HK"]
    visitor.tap("only-person")
    assert _chips(stall) == {"all": False, "person": True, "organisation": False, "country": False}


def _chips(stall: Stall) -> dict[str, bool]:
    """Which of those who signed one can choose now, and whether they are chosen."""
    chips = [chip for chip in stall.window.findChildren(QAbstractButton) if chip.isVisible()]
    name = "only-"
    return {
        chip.objectName().removeprefix(name): chip.isChecked()
        for chip in chips
        if chip.objectName().startswith(name)
    }


def test_who_has_signed_has_a_portrait_or_initials_as_poster_type(
    open_stall: OpenStall, content: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "content"
    shutil.copytree(content, folder)
    (folder / "signed.toml").write_text(
        'signed = 3\nday = 2026-11-22\n[[names]]\nname = "Ivy I"\nkind = "person"\n'
        '[[names]]\nname = "Maria Wolf"\nkind = "person"\n',
        "utf-8",
    )
    stall = open_stall(folder)
    stall.visitor.read("endorsers")
    stall.visitor.tap("only-person")
    portraits = stall.window.findChildren(Portrait)
    assert {(portrait.width(), portrait.height()) for portrait in portraits} == {(120, 120)}
    for narrow_or_wide in portraits[-2:]:
        across, down = _drawn(narrow_or_wide.grab().toImage().copy(24, 24, 72, 72))
        assert max(across, down) >= 56, "the letters are as large as the room they have"


def _drawn(image: QImage) -> tuple[int, int]:
    """How far what is drawn on an even ground reaches, across and down."""
    ground = image.pixel(0, 0)
    places = [
        (x, y) for x in range(image.width()) for y in range(image.height()) if image.pixel(x, y) != ground
    ]
    across, down = zip(*places, strict=True)
    return max(across) - min(across) + 1, max(down) - min(down) + 1


def test_help_that_is_offered_beside_an_action_travels_in_the_signature(stall: Stall) -> None:
    visitor = stall.visitor
    visitor.read("actions")
    visitor.tap("help-protest")
    _sign_from_here(stall)
    assert stall.signatures()[0].help == ("protest",)
    visitor.tap("done")
    visitor.read("actions")
    assert not visitor.find(QAbstractButton, "help-protest").isChecked()


def _sign_from_here(stall: Stall) -> None:
    visitor = stall.visitor
    visitor.tap("sign")
    visitor.type_into("name", "Ann")
    visitor.tap("next")
    visitor.tap("country-HK")
    action = next(a for a in stall.kiosk.campaign.texts["en"].actions if a.id == "protest")
    assert action.title in _read(stall)
    for tap in ("next", "consent", "submit"):
        visitor.tap(tap)
    visitor.find(QAbstractButton, "done")


@pytest.mark.parametrize(
    ("typed", "found"),
    [("DEMOCRACY ever", "01-"), ("umbrella", None), ("qwertz", "")],
)
def test_questions_are_found_by_a_few_letters(stall: Stall, typed: str, found: str | None) -> None:
    questions = stall.kiosk.campaign.texts["en"].questions
    stall.visitor.read("questions")
    stall.visitor.type_into("search", typed)
    rows = [q.id for q in questions if stall.window.findChild(QWidget, f"question-{q.id}").isVisible()]
    if found:
        assert any(row.startswith(found) for row in rows)
    if found is None:
        assert 0 < len(rows) < len(questions)
    if found == "":
        assert len(rows) == len(questions), "where none has the words, all can be read"
    assert ("Ask us" in _read(stall)) == (found == "")


def test_questions_are_cards_to_read_at_arm_s_length(stall: Stall) -> None:
    """Type of 24 units is 6 mm high on a laptop, so that it can be read from where somebody taps."""
    stall.visitor.read("questions")
    question = stall.kiosk.campaign.texts["en"].questions[0]
    card = stall.visitor.find(QAbstractButton, f"question-{question.id}")
    assert card.fontInfo().pixelSize() >= 24
    answer = stall.visitor.find(QFrame, "answer")
    sizes = {words.fontInfo().pixelSize() for words in answer.findChildren(QLabel)}
    assert min(sizes) >= 25
    inside, around = (
        stall.window.grab().toImage().pixelColor(answer.mapTo(stall.window, place))
        for place in (QPoint(answer.width() // 2, answer.height() - 24), QPoint(-6, 24))
    )
    assert inside != around, "the answer is a card, too"


@pytest.mark.parametrize("text_size", ["normal", "large", "largest"])
@pytest.mark.parametrize(
    ("size", "least"), [((1366, 768), 3), ((1024, 600), 2), ((1920, 1080), 3), ((1080, 1920), 5)]
)
def test_several_questions_are_seen_at_once(
    open_stall: OpenStall, qtbot: QtBot, size: tuple[int, int], least: int, text_size: str
) -> None:
    stall = open_stall(size=size)
    stall.visitor.read("questions")
    stall.visitor.tap("appearance")
    stall.visitor.tap(f"text-{text_size}")
    stall.visitor.tap("appearance-done")
    for language in ("en", "zh-Hant", "zh-Hans"):
        stall.window.speak(language)
        qtbot.waitUntil(lambda: len(_whole_questions(stall)) >= least)
        line = stall.visitor.find(QLineEdit, "field-search")
        hint = line.fontMetrics().horizontalAdvance(line.placeholderText())
        assert hint < line.width() - 2 * line.fontMetrics().averageCharWidth(), "the hint is whole"


@pytest.mark.parametrize("size", [(1366, 768), (1024, 600)])
def test_the_keyboard_below_the_questions_is_whole(open_stall: OpenStall, size: tuple[int, int]) -> None:
    stall = open_stall(size=size)
    stall.visitor.read("questions")
    stall.visitor.tap("key-search")
    patience.settle()
    assert faults(stall.window) == []


def _whole_questions(stall: Stall) -> list[str]:
    """The questions of which all is in sight."""
    whole = []
    for question in stall.kiosk.campaign.texts["en"].questions:
        row = stall.visitor.find(QAbstractButton, f"question-{question.id}")
        (page,) = [area for area in stall.window.findChildren(QScrollArea) if area.isAncestorOf(row)]
        if page.viewport().rect().contains(QRect(row.mapTo(page.viewport(), QPoint(0, 0)), row.size())):
            whole.append(question.id)
    return whole


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_figure_is_as_wide_as_its_page_with_its_labels_inside(
    open_stall: OpenStall, tmp_path: Path, language: str
) -> None:
    stall = open_stall(long_campaign.right_to_left(tmp_path)) if language == "ar" else open_stall()
    stall.window.speak(language)
    stall.visitor.read("questions")
    stall.visitor.tap("question-08-votes-and-seats")
    figure = stall.window.findChildren(FigureView)[0]
    (bars,) = (each for each in figure.findChildren(QWidget) if each.accessibleDescription())
    drawn = bars.grab().toImage()
    if language == "ar":
        drawn = drawn.transformed(QTransform().scale(-1, 1))
    width, below_its_edge = drawn.width(), 34 + 6
    solid, outlined = (drawn.pixel(round(width * share), below_its_edge) for share in (0.02, 0.98))
    assert solid != outlined
    ends = [x for x in range(width) if drawn.pixel(x, below_its_edge) == solid]
    assert 0.58 < len(ends) / width < 0.62, "it says sixty percent of the whole width"
    letters = {drawn.pixel(x, y) for x in range(14, 120) for y in range(50, 130)}
    assert len(letters) > 2, "its number is inside, at its beginning"


def test_a_figure_s_words_read_from_the_right_end_with_their_stop_at_the_left(
    stall: Stall, qtbot: QtBot
) -> None:
    theme = Theme.make(stall.kiosk.campaign.colours, 1366, 768, "ar", motion=0)

    def right_half(word: str) -> QImage:
        bars = [Bar("all", [Part("all", 3)])]
        view = FigureView(Figure("f", "people", bars, "", "", "", {"all": word}), Language("ar"), theme)
        qtbot.addWidget(view)
        view.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        view.resize(600, view.sizeHint().height())
        picture = view.grab().toImage()
        return picture.copy(500, 0, 100, picture.height())

    assert right_half("الحرية الآن.") == right_half("الحرية الآن"), "they begin with a letter, not the stop"


def test_what_was_opened_stays_in_another_language_and_on_a_turned_screen(stall: Stall) -> None:
    visitor = stall.visitor
    visitor.read("endorsers")
    visitor.tap("only-organisation")
    visitor.read("questions")
    visitor.type_into("search", "2016")
    visitor.tap("question-08-votes-and-seats")
    visitor.tap("language-zh-Hant")
    stall.window.resize(768, 1366)
    assert visitor.find(QLineEdit, "field-search").text() == "2016"
    assert visitor.find(QAbstractButton, "question-08-votes-and-seats").isChecked()
    visitor.read("endorsers")
    assert visitor.find(QAbstractButton, "only-organisation").isChecked()
    visitor.tap("home")
    visitor.read("endorsers")
    assert visitor.find(QAbstractButton, "only-all").isChecked()
    visitor.read("questions")
    assert visitor.find(QLineEdit, "field-search").text() == ""


def test_new_names_and_the_total_of_all_stalls_come_with_a_pack(
    open_stall: OpenStall, content: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "content"
    shutil.copytree(content, folder)
    (folder / "signed.toml").write_text(
        'signed = 1234\nday = 2026-11-22\n'
        '[[names]]\nname = "陳大文"\nkind = "person"\n'
        '[[names]]\nname = "Dockers&lt;"\nkind = "organisation"\nrole = "Port"\ncountry = "NL"\n'
        '[[names]]\nname = "Not Her"\nkind = "person"\nshow = false\n',
        "utf-8",
    )  # fmt: skip
    stall = open_stall(folder)
    stall.visitor.read("endorsers")
    shown = _read(stall)
    assert "1,234 signatures so far, as of Nov 22, 2026." in shown
    assert {"陳大文", "Dockers&lt;", "Port", "Netherlands"} <= set(shown.split("\n"))
    assert "Not Her" not in shown
    stall.visitor.tap("only-country")
    stall.visitor.tap("only-NL")
    assert "Dockers" in _read(stall)
    assert "陳大文" not in _read(stall)
    stall.visitor.tap("language-zh-Hans")
    assert "截至 2026年11月22日，共有 1,234 个签名。" in _read(stall)
    assert stall.window.findChild(QAbstractButton, "only-") is None


# ------------------------------------------------------------------ thank you


def test_the_receipt_on_the_screen_is_the_one_in_the_sealed_signature(stall: Stall) -> None:
    _sign(stall)
    rows = stall.visitor.find(QLabel, "receipt").text().splitlines()
    assert [len(row.split()) for row in rows] == [3, 3]
    receipt = " ".join(rows)
    assert stall.signatures()[0].receipt == receipt
    codes = [code.accessibleDescription() for code in stall.window.findChildren(QrCode) if code.isVisible()]
    assert [code for code in codes if not code.startswith("https:")] == [receipt]
    for step in stall.kiosk.campaign.texts["en"].next_steps:
        assert step in _read(stall)
    stall.visitor.tap("done")
    _sign(stall)
    assert stall.visitor.find(QLabel, "receipt").text().split() != receipt.split()


def test_a_new_language_keeps_the_place_in_a_long_text(stall: Stall, qtbot: QtBot) -> None:
    def bar() -> QScrollBar:
        (page,) = [page for page in stall.window.findChildren(QScrollArea) if page.isVisible()]
        return page.verticalScrollBar()

    stall.visitor.tap("sign")
    stall.visitor.tap("read-privacy")
    qtbot.waitUntil(lambda: bar().maximum() > 0)
    bar().setValue(bar().maximum() // 2)
    stall.visitor.tap("language-zh-Hant")
    qtbot.waitUntil(lambda: bar().maximum() > 0 and bar().value() > bar().maximum() // 3)
