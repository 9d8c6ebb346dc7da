"""The start: a wall of posters and slogans in turn, a way in for every reader, and how many have signed."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractButton, QLabel, QProgressBar
from pytestqt.qtbot import QtBot

from kiosk.campaign.model import Goal, Signed
from kiosk.languages import LANGUAGES
from kiosk.signing.visit import Step
from kiosk.stall.shift import Tally, tally
from kiosk.ui.artwork.bills import Bills
from kiosk.ui.artwork.wall import Sheets, SloganWall
from kiosk.ui.language import Language
from kiosk.ui.screen import View
from kiosk.ui.stall.attract import AttractScreen
from kiosk.ui.stall.tally import goal_bar, tally_words
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.headline import Headline
from tests import long_campaign, patience
from tests.conftest import TODAY, on
from tests.ui.conftest import OpenStall, Stall, shown
from tests.ui.faults import faults


def _start(stall: Stall) -> AttractScreen:
    screen = shown(stall.window)
    assert isinstance(screen, AttractScreen)
    return screen


def _wall(stall: Stall) -> SloganWall:
    return stall.visitor.find(SloganWall, "slogan")


def _view(stall: Stall, motion: int = 400) -> View:
    campaign = stall.kiosk.campaign
    theme = Theme.make(campaign.colours, 1366, 768, "en", motion=motion)
    return View(campaign, Language("en"), theme, lambda: None, lambda: TODAY)


@pytest.mark.parametrize("size", [(1366, 768), (1024, 600), (1920, 1080), (1080, 1920)])
def test_the_slogan_is_as_wide_as_the_screen_and_no_part_of_the_right_third_is_empty(
    open_stall: OpenStall, size: tuple[int, int]
) -> None:
    stall = open_stall(size=size)
    patience.settle()
    picture = stall.window.grab().toImage()
    wall = _wall(stall)
    assert wall.width() == size[0]
    drawn = wall.grab().toImage()
    left, right = (_inked_columns(drawn, part) for part in ((0, 0.1), (0.9, 1)))
    assert left
    assert right
    third = picture.copy(size[0] * 2 // 3, size[1] // 5, size[0] // 3, size[1] * 4 // 5)
    rows = [_is_one_colour(third, y) for y in range(third.height())]
    assert max(_runs(rows), default=0) < third.height() / 8


def _inked_columns(picture: QImage, part: tuple[float, float]) -> int:
    """In how many columns of that part letters stand, in the middle rows."""
    columns = range(int(picture.width() * part[0]), int(picture.width() * part[1]))
    rows = range(picture.height() // 5, picture.height() * 2 // 3)
    ground = picture.pixel(1, 1)
    return sum(any(picture.pixel(x, y) != ground for y in rows) for x in columns)


def _is_one_colour(picture: QImage, y: int) -> bool:
    first = picture.pixel(0, y)
    return all(picture.pixel(x, y) == first for x in range(0, picture.width(), 3))


def _runs(rows: list[bool]) -> list[int]:
    runs, run = [], 0
    for same in rows:
        run = run + 1 if same else 0
        runs.append(run)
    return runs


def test_slogans_posters_and_languages_take_turns(
    open_stall: OpenStall, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.ui.stall.attract.BILL_SECONDS", 0.02)
    stall = open_stall()
    wall, campaign = _wall(stall), stall.kiosk.campaign
    languages, colours, words = set(), set(), set()

    def all_seen() -> bool:
        languages.add(wall.bill.language)
        colours.add(wall.bill.colours)
        words.add(wall.bill.words)
        demands = {demand for texts in campaign.texts.values() for demand in texts.demands}
        return languages == set(campaign.languages) and len(colours) == 4 and demands < words

    qtbot.waitUntil(all_seen)


def test_the_next_bill_wipes_over_the_last_and_for_those_who_want_no_motion_is_there_at_once(
    open_stall: OpenStall, qtbot: QtBot
) -> None:
    stall = open_stall()
    for motion in (400, 0):
        bills = Bills(stall.kiosk.campaign, ["en", "zh-Hant"])
        theme = _view(stall, motion).theme
        sheets = Sheets(bills.bill(0), theme, 2)
        qtbot.addWidget(sheets)
        sheets.resize(400, 300)
        sheets.show()
        before = sheets.grab().toImage()
        sheets.post(bills.bill(1))
        assert sheets.moving == bool(motion)
        assert (sheets.grab().toImage() == before) == bool(motion)
        qtbot.waitUntil(lambda s=sheets: not s.moving)
        assert sheets.grab().toImage() != before


def test_nothing_moves_and_no_time_passes_where_nobody_can_see_it(open_stall: OpenStall) -> None:
    stall = open_stall()
    start = _start(stall)
    start.show_next()
    stall.window.hide()
    assert not [timer for timer in start.findChildren(QTimer) if timer.isActive()]


def test_who_reads_another_language_signs_in_it_by_a_large_button(stall: Stall) -> None:
    for language, words in (("zh-Hant", "輕觸簽名"), ("zh-Hans", "轻触签名")):
        button = stall.visitor.button(f"sign-{language}")
        assert button.text() == words
        assert button.height() >= 100
        stall.visitor.tap(f"sign-{language}")
        assert stall.window.visit.step is Step.NAME
        assert stall.window.visit.language == language
        stall.window.new_visit()


def test_of_many_languages_the_button_is_in_that_of_the_slogan(open_stall: OpenStall, tmp_path: Path) -> None:
    stall = open_stall(long_campaign.twelve_languages(tmp_path))
    start, button = _start(stall), stall.visitor.button("sign-other")
    for _ in range(3):
        start.show_next()
    language = _wall(stall).bill.language
    assert language == long_campaign.TWELVE[3]
    assert button.accessibleName() == Language(language).text("Touch to sign")
    stall.visitor.tap("sign-other")
    assert stall.window.visit.language == language


def test_a_touch_on_a_slogan_leads_to_the_demands_in_its_language(stall: Stall, qtbot: QtBot) -> None:
    _start(stall).show_next()
    language = _wall(stall).bill.language
    assert language != "en"
    qtbot.mouseClick(_wall(stall), Qt.MouseButton.LeftButton)
    assert stall.window.visit.language == language
    words = [label.text() for label in stall.window.findChildren(QLabel)]
    assert stall.kiosk.campaign.texts[language].demands[0] in words


def test_a_language_that_a_visitor_chose_stays(stall: Stall) -> None:
    stall.visitor.tap("language-zh-Hans")
    for _ in range(4):
        _start(stall).show_next()
        assert _wall(stall).bill.language == "zh-Hans"
    assert stall.visitor.find(QAbstractButton, "sign-en").accessibleName() == "Touch to sign"


def test_words_of_another_language_have_the_glyphs_of_that_language(stall: Stall) -> None:
    def said_in_simplified_chinese() -> dict[str, QImage]:
        said = {}
        for _ in range(30):
            start = _start(stall)
            start.show_next()
            if _wall(stall).bill.language == "zh-Hans":
                words = stall.visitor.find(Headline, "words")
                said[words.accessibleName()] = words.grab().toImage()
        return said

    in_turn = said_in_simplified_chinese()
    stall.visitor.tap("language-zh-Hans")
    alone = said_in_simplified_chinese()
    assert in_turn
    assert {words: alone[words] for words in in_turn} == in_turn


def test_a_headline_read_from_the_right_ends_with_its_stop_at_the_left(stall: Stall, qtbot: QtBot) -> None:
    def right_half(text: str) -> QImage:
        headline = Headline(text, _view(stall).theme, "#000000", least=40, most=40)
        qtbot.addWidget(headline)
        headline.say(text, Language("ar"))
        headline.resize(600, 80)
        return headline.grab().toImage().copy(450, 0, 150, 80)

    assert right_half("الحرية الآن.") == right_half("الحرية الآن"), "it begins with a letter, not the stop"


def test_a_campaign_without_posters_shows_its_demands_as_posters(open_stall: OpenStall) -> None:
    campaign = open_stall().kiosk.campaign
    bare = msgspec.structs.replace(
        campaign,
        texts={tag: msgspec.structs.replace(texts, posters=[]) for tag, texts in campaign.texts.items()},
    )
    bill = Bills(bare, ["en"]).bill(0)
    assert [sheet.slogan for sheet in bill.sheets[:2]] == bare.texts["en"].demands[:2]


# ------------------------------------------------------------------ how many have signed


@pytest.mark.parametrize(
    ("in_all", "here", "words"),
    [
        (None, Tally(0, 0), "Be the first to sign at this stall."),
        (None, Tally(1, 1), "1 person has signed here today."),
        (None, Tally(41, 0), "41 people have signed at this stall."),
        (None, Tally(41), "41 people have signed at this stall."),
        (None, Tally(41, 36), "36 people have signed here today."),
        (4218, None, "4,218 have signed. Add yours."),
        (4218, Tally(0, 0), "4,218 have signed. Add yours."),
        (4218, Tally(41, 36), "4,218 have signed. Add yours.\n36 people have signed here today."),
        (4218, Tally(4300, 36), "36 people have signed here today."),
        (None, None, ""),
    ],
)
def test_the_start_says_what_is_true_and_strongest(
    stall: Stall, in_all: int | None, here: Tally | None, words: str
) -> None:
    view = _view(stall)
    signed = Signed(in_all, datetime.date(2026, 11, 1), []) if in_all else None
    view = replace(view, campaign=msgspec.structs.replace(view.campaign, signed=signed))
    assert tally_words(view, here) == words


def test_yesterdays_shift_says_nothing_of_today(stall: Stall) -> None:
    assert tally(stall.kiosk, 3) == Tally(3, 3)
    tomorrow = replace(stall.kiosk, clock=on(TODAY + datetime.timedelta(days=1)))
    assert tally(tomorrow, 4) == Tally(4)


def test_a_goal_is_a_bar_that_says_how_far_it_is(stall: Stall) -> None:
    view = _view(stall)
    assert goal_bar(view, Tally(41, 36)) is None
    signed = Signed(4218, datetime.date(2026, 11, 1), [])
    campaign = msgspec.structs.replace(view.campaign, signed=signed, goal=Goal(10_000))
    bar = goal_bar(replace(view, campaign=campaign), Tally(41, 36))
    assert bar is not None
    (shown_bar,) = bar.findChildren(QProgressBar)
    assert (shown_bar.value(), shown_bar.maximum()) == (4218, 10_000)
    assert "Goal: 10,000" in shown_bar.accessibleName()
    bar.show_tally(Tally(20_000, 36))
    assert shown_bar.value() == 10_000


@pytest.mark.parametrize(
    ("language", "words", "then"),
    [
        ("en", "Goal: 2,500 by Mar 12, 2027 · One student in four", "Goal: 2,500 · One student in four"),
        (
            "zh-Hant",
            "目標：2027年3月12日前達到 2,500 個簽名 · 每四名同學有一名",
            "目標：2,500 · 每四名同學有一名",
        ),
    ],
)
def test_the_day_of_a_goal_is_told_until_it_is_past(
    open_stall: OpenStall, monkeypatch: pytest.MonkeyPatch, language: str, words: str, then: str
) -> None:
    """Also on a start that nobody has touched since the day before."""
    stall = open_stall("campus-library-hours", size=(1024, 600))
    today, day = [TODAY], datetime.date(2027, 3, 12)
    monkeypatch.setattr(stall.kiosk.clock, "today", lambda: today[0])
    stall.visitor.speak(language)

    def told() -> tuple[str, str]:
        start = _start(stall)
        start.show_next()
        (goal,) = start.findChildren(QLabel, "goal-words")
        return goal.text(), start.findChild(QProgressBar).accessibleName()

    assert told() == (words, words)
    today[0] = day
    assert told() == (words, words)
    today[0] = day + datetime.timedelta(days=1)
    assert told() == (then, then)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_start_has_room_for_a_goal_with_its_day_in_any_language(
    open_stall: OpenStall, tmp_path: Path, language: str
) -> None:
    others = [] if language in ("en", "zh-Hant", "zh-Hans") else [language]
    content = long_campaign.also_in(tmp_path, *others)
    top = content / "campaign.toml"
    text = top.read_text(encoding="utf-8").replace("format = 1", "format = 3")
    goal = "[goal]\nsignatures = 10_000\nby = 2026-12-31\n\n[form]"
    top.write_text(text.replace("[form]", goal), encoding="utf-8")
    stall = open_stall(content, size=(1024, 600))
    stall.window.speak(language)
    patience.settle()
    assert faults(stall.window) == []
    (goal_words,) = _start(stall).findChildren(QLabel, "goal-words")
    assert "2026" in goal_words.text()
    assert goal_words.height() < 2 * goal_words.fontMetrics().height(), "it is one line"
    assert _wall(stall).height() >= stall.window.theme.px(150)
