"""After signing: a stamp on the whole page, then the receipt, then what one can do."""

from __future__ import annotations

import shutil
from heapq import nlargest
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from kiosk.rehearsal.visitor import Person
from kiosk.signing.receipt_code import word_list
from kiosk.signing.visit import Step
from kiosk.ui.stall import thanks
from kiosk.ui.stall.question import QuestionOver
from kiosk.ui.stall.stamp import StampView
from kiosk.ui.stall.thanks import SECONDS
from kiosk.ui.widgets.qr import QrCode
from kiosk.ui.window.watching import WARNING_SECONDS
from tests import patience
from tests.conftest import CAMPAIGNS
from tests.ui.conftest import Clock, OpenStall, Stall, shown


def _sign(stall: Stall) -> None:
    visitor = stall.visitor
    visitor.tap("sign")
    visitor.type_into("name", "Ann")
    for tap in ("next", "country-HK", "next", "consent", "submit"):
        visitor.tap(tap)
    patience.until(lambda: stall.window.visit.step is Step.THANKS)


def _shows_receipt(stall: Stall) -> bool:
    return any(label.isVisible() for label in stall.window.findChildren(QLabel, "receipt"))


@pytest.mark.parametrize("size", [(1366, 768), (1080, 1920)])
def test_thank_you_has_the_whole_page_and_then_the_receipt_comes(
    open_stall: OpenStall, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    monkeypatch.setattr(thanks, "STAMP_SECONDS", 3600)
    stall = open_stall(size=size)
    _sign(stall)
    stamp = stall.visitor.find(StampView, "stamp")
    assert stamp.size() == shown(stall.window).size()
    assert not _shows_receipt(stall)
    assert stamp.accessibleName() == "Thank you! You are number 1 here today."
    monkeypatch.setattr(thanks, "STAMP_SECONDS", 0.01)
    stall.window.new_visit()
    _sign(stall)
    qtbot.waitUntil(lambda: _shows_receipt(stall))
    assert not any(stamp.isVisible() for stamp in stall.window.findChildren(StampView))
    assert stall.window.focusWidget().objectName() == "receipt"


@pytest.mark.parametrize("by", ["finger", "key"])
def test_who_is_in_a_hurry_passes_over_the_stamp(
    stall: Stall, monkeypatch: pytest.MonkeyPatch, by: str
) -> None:
    monkeypatch.setattr(thanks, "STAMP_SECONDS", 3600)
    _sign(stall)
    stamp = stall.visitor.find(StampView, "stamp")
    if by == "finger":
        QTest.mouseClick(stamp, Qt.MouseButton.LeftButton)
    else:
        QTest.keyClick(stamp, Qt.Key.Key_Return)
    assert _shows_receipt(stall)
    assert stall.window.visit.step is Step.THANKS, "the receipt is not passed over"


def _says_how_long(stall: Stall, seconds: int) -> bool:
    words = [label.text() for label in stall.window.findChildren(QLabel) if label.isVisible()]
    return f"This screen clears itself in {seconds} seconds." in words


def test_the_countdown_is_true_and_nobody_is_asked_meanwhile(clock: Clock, stall: Stall) -> None:
    _sign(stall)
    for left in range(SECONDS, 1, -1):
        assert _shows_receipt(stall)
        assert _says_how_long(stall, left)
        assert not stall.window.findChildren(QuestionOver)
        clock.pass_by(stall.window, 1)
    clock.pass_by(stall.window, 1)
    assert stall.window.visit.step is Step.READING


def test_what_the_stamp_took_is_not_promised_once_more(
    clock: Clock, stall: Stall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(thanks, "STAMP_SECONDS", 3600)
    _sign(stall)
    clock.now += 2
    stall.visitor.find(StampView, "stamp").passed_over.emit()  # as by itself: a touch would begin anew
    assert _shows_receipt(stall)
    assert _says_how_long(stall, SECONDS - 2)


@pytest.mark.parametrize("by", ["finger", "key"])
def test_any_touch_or_key_begins_the_countdown_anew(clock: Clock, stall: Stall, by: str) -> None:
    stall.window.activateWindow()
    _sign(stall)
    clock.pass_by(stall.window, SECONDS - 2)
    if by == "finger":
        QTest.mouseClick(stall.visitor.find(QLabel, "receipt"), Qt.MouseButton.LeftButton)
    else:
        QTest.keyClick(stall.window.focusWidget(), Qt.Key.Key_Tab)
    clock.pass_by(stall.window, 1)
    assert _says_how_long(stall, SECONDS - 1)


def test_who_does_not_come_back_from_a_card_over_the_receipt_is_asked(clock: Clock, stall: Stall) -> None:
    _sign(stall)
    stall.visitor.tap("appearance")
    clock.pass_by(stall.window, SECONDS)
    assert [over for over in stall.window.findChildren(QuestionOver) if over.isVisible()]
    clock.pass_by(stall.window, WARNING_SECONDS - 1)
    assert stall.window.visit.step is Step.THANKS
    clock.pass_by(stall.window, 1)
    assert stall.window.visit.step is Step.READING


@pytest.mark.parametrize("by", ["look", "language", "card"])
def test_the_stamp_is_seen_once_and_the_receipt_stays(
    stall: Stall, monkeypatch: pytest.MonkeyPatch, by: str
) -> None:
    monkeypatch.setattr(thanks, "STAMP_SECONDS", 3600)
    _sign(stall)
    QTest.mouseClick(stall.visitor.find(StampView, "stamp"), Qt.MouseButton.LeftButton)
    for tap in {
        "look": ("appearance", "text-largest", "appearance-done"),
        "language": ("language-zh-Hant",),
        "card": ("appearance", "appearance-done"),
    }[by]:
        stall.visitor.tap(tap)
        assert _shows_receipt(stall)
    stall.visitor.tap("done")
    _sign(stall)
    assert not _shows_receipt(stall), "the next one who signs has a stamp of their own"


def test_the_receipt_takes_no_cursor_from_a_card(
    stall: Stall, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(thanks, "STAMP_SECONDS", 1)
    stall.window.activateWindow()
    _sign(stall)
    stall.visitor.tap("appearance")
    qtbot.waitUntil(lambda: _shows_receipt(stall))
    for _ in range(9):
        assert stall.window.focusWidget().window() is stall.window
        assert stall.visitor.find(QWidget, "over").isAncestorOf(stall.window.focusWidget())
        QTest.keyClick(stall.window.focusWidget(), Qt.Key.Key_Tab)
    stall.visitor.tap("appearance-done")
    assert stall.window.focusWidget().objectName() == "receipt"


SIZES = [(1366, 768), (1024, 600), (1920, 1080), (1080, 1920)]


@pytest.mark.parametrize("text_size", ["normal", "large", "largest"])
@pytest.mark.parametrize("size", SIZES)
def test_any_receipt_is_two_rows_of_three_words(
    open_stall: OpenStall, size: tuple[int, int], text_size: str
) -> None:
    stall = open_stall(size=size)
    stall.visitor.tap("appearance")
    stall.visitor.tap(f"text-{text_size}")
    stall.visitor.tap("appearance-done")
    for language in ("en", "zh-Hant"):
        stall.window.speak(language)
        _sign(stall)
        patience.settle()
        receipt = stall.visitor.find(QLabel, "receipt")
        across = receipt.fontMetrics().horizontalAdvance
        assert across(" ".join(nlargest(3, word_list(), across))) <= receipt.contentsRect().width()
        assert receipt.contentsRect().height() < 3 * receipt.fontMetrics().lineSpacing()
        assert _is_whole(stall, receipt)
        (link,) = [each for each in stall.kiosk.campaign.texts[language].links if each.id == "materials"]
        codes = stall.window.findChildren(QrCode)
        (poster,) = [code for code in codes if code.accessibleDescription() == link.url]
        assert _is_whole(stall, poster), "nobody has to scroll for the poster"
        stall.visitor.tap("done")


def _is_whole(stall: Stall, widget: QWidget) -> bool:
    """Whether all of `widget`, which is on a page that may scroll, is in sight."""
    (page,) = [area for area in stall.window.findChildren(QScrollArea) if area.isAncestorOf(widget)]
    box = QRect(widget.mapTo(page.viewport(), QPoint(0, 0)), widget.size())
    return page.viewport().rect().contains(box)


def test_the_second_line_of_a_step_stands_below_its_first(open_stall: OpenStall) -> None:
    stall = open_stall(size=(1024, 600))
    _sign(stall)
    labels = stall.window.findChildren(QLabel)
    marks = [label for label in labels if label.text() == "•"]
    steps = stall.kiosk.campaign.texts["en"].next_steps
    for mark, words in zip(marks, steps, strict=True):
        (step,) = [label for label in labels if label.text() == words]
        assert mark.geometry().right() < step.x()
        assert mark.y() == step.y()


def test_each_who_signs_is_told_their_number_of_the_day(stall: Stall) -> None:
    for number in (1, 2, 3):
        _sign(stall)
        words = [label.text() for label in stall.window.findChildren(QLabel)]
        assert f"You are number {number} here today." in words
        stall.visitor.tap("done")


def test_a_poster_can_be_taken_home_where_the_campaign_has_a_link(stall: Stall) -> None:
    _sign(stall)
    (link,) = [each for each in stall.kiosk.campaign.texts["en"].links if each.id == "materials"]
    codes = [code.accessibleDescription() for code in stall.window.findChildren(QrCode)]
    assert link.url in codes


def test_a_campaign_without_such_a_link_has_the_receipt_alone(open_stall: OpenStall) -> None:
    stall = open_stall("campus-library-hours")
    stall.visitor.sign(Person("en", "Ann", "HK", "ann@example.org"))
    assert len(stall.window.findChildren(QrCode)) == 1


def test_who_has_signed_is_not_led_to_what_is_only_to_sign(open_stall: OpenStall, tmp_path: Path) -> None:
    folder = shutil.copytree(CAMPAIGNS / "campus-library-hours", tmp_path / "content")
    for file in folder.glob("*/actions.toml"):
        file.unlink()
    (folder / "actions.toml").write_text("[sign-now]\n", "utf-8")
    (folder / "en" / "actions.toml").write_text('[sign-now]\ntitle = "Sign"\ntext = "Here."\n', "utf-8")
    stall = open_stall(folder)
    stall.visitor.read("actions")
    stall.visitor.sign(Person("en", "Ann", "HK", "ann@example.org"))
    assert stall.visitor.button("done")
    assert not stall.window.findChildren(QAbstractButton, "act")


def test_what_one_can_do_next_asks_nobody_to_sign_again(stall: Stall) -> None:
    _sign(stall)
    stall.visitor.tap("act")
    actions = stall.kiosk.campaign.texts["en"].actions
    words = [label.text() for label in stall.window.findChildren(QLabel)]
    assert actions[0].title == "Sign, and ask others to sign"
    assert actions[0].title not in words
    assert all(action.title in words for action in actions[1:])
    assert not stall.window.findChildren(QAbstractButton, "sign")
    assert not [each for each in stall.window.findChildren(QWidget) if each.objectName().startswith("help-")]
    stall.visitor.tap("section-demands")
    assert stall.visitor.button("sign"), "the next one may want to"
