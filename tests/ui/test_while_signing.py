"""What a visitor sees while signing: remarks that go, the cursor's ring, what is signed, and time to read."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QWidget

from kiosk.campaign.palette import MODES, contrast
from kiosk.rehearsal.visitor import Person
from kiosk.signing.listing import initials
from kiosk.signing.visit import Step
from kiosk.ui.stall.question import QuestionOver
from kiosk.ui.widgets.focus_ring import FocusRing
from tests import long_campaign, patience
from tests.ui.conftest import Clock, OpenStall, Stall, shown

ANN = Person("en", "Ann", "HK", "ann@example.org")


def _to_consent(stall: Stall) -> None:
    stall.visitor.tap("sign")
    stall.visitor.type_into("name", "Ann")
    for tap in ("next", "country-HK", "next"):
        stall.visitor.tap(tap)


def _said(stall: Stall, name: str) -> str:
    remark = stall.visitor.window.findChild(QLabel, name)
    return remark.text() if remark is not None and remark.isVisible() else ""


# ------------------------------------------------------------------ remarks


def test_a_remark_goes_when_what_it_asked_for_is_there(stall: Stall) -> None:
    stall.visitor.tap("sign")
    stall.visitor.tap("next")
    assert _said(stall, "remark-name") == "Please fill this in."
    stall.visitor.type_into("name", "Ana Lopez")
    assert _said(stall, "remark-name") == ""
    line = stall.visitor.find(QLineEdit, "field-name")
    assert not line.property("stopped")
    assert line.accessibleDescription() == "needed"


def test_it_stays_while_that_is_not_there(stall: Stall) -> None:
    stall.visitor.tap("sign")
    stall.visitor.tap("next")
    stall.visitor.type_into("name", "  ")
    assert _said(stall, "remark-name") == "Please fill this in."


def test_please_tick_this_box_goes_with_the_tick(stall: Stall) -> None:
    _to_consent(stall)
    stall.visitor.tap("submit")
    assert _said(stall, "problem") == "Please tick this box to sign."
    stall.visitor.tap("consent")
    assert _said(stall, "problem") == ""


def test_a_doubt_does_not_look_like_an_error(stall: Stall) -> None:
    _to_consent(stall)
    stall.visitor.tap("back")
    stall.visitor.tap("extra-contact")
    stall.visitor.type_into("email", "ann@example,org")
    stall.visitor.tap("next")
    remark = stall.visitor.find(QLabel, "remark-email")
    assert remark.text() == "Is this address right? If so, just continue."
    assert remark.property("role") == "doubt"
    assert not stall.visitor.find(QLineEdit, "field-email").property("stopped")


def test_a_drawn_signature_takes_the_remark_away(open_stall: OpenStall, tmp_path: Path) -> None:
    stall = open_stall(long_campaign.signed_by_hand(tmp_path))
    stall.visitor.begin(ANN)
    stall.visitor.tap("country-HK")
    assert stall.window.visit.step is Step.DRAWN
    stall.visitor.tap("next")
    assert _said(stall, "remark-drawn")
    stall.visitor.tap("typed-signature")
    assert not _said(stall, "remark-drawn")


# ------------------------------------------------------------------ consent


def test_what_is_signed_stands_above_the_box(stall: Stall) -> None:
    _to_consent(stall)
    demands = stall.visitor.find(QLabel, "demands")
    box = stall.visitor.find(QAbstractButton, "consent")
    patience.settle()
    for demand in stall.kiosk.campaign.texts["en"].demands:
        assert demand.rstrip("!") in demands.text()
    assert demands.mapTo(stall.window, QPoint()).y() < box.mapTo(stall.window, QPoint()).y()


def test_the_signature_is_shown_as_it_was_drawn(open_stall: OpenStall, tmp_path: Path) -> None:
    stall = open_stall(long_campaign.signed_by_hand(tmp_path))
    stall.window.visit.draft.drawn = (((100, 100), (2000, 400), (2500, 200)),)
    stall.visitor.begin(ANN)
    for tap in ("country-HK", "next", "next"):
        stall.visitor.tap(tap)
    drawing = stall.visitor.find(QWidget, "drawing")
    picture = drawing.grab().toImage()
    colours = {picture.pixel(x, y) for x in range(picture.width()) for y in range(picture.height())}
    assert len(colours) > 1
    assert "Drawn" not in [label.text() for label in stall.window.findChildren(QLabel)]


# ------------------------------------------------------------------ the cursor


@pytest.mark.parametrize("mode", MODES)
def test_who_works_by_keys_sees_the_cursor_on_every_control_in_every_look(stall: Stall, mode: str) -> None:
    stall.visitor.tap("appearance")
    stall.visitor.tap(f"colours-{mode}")
    stall.visitor.tap("appearance-done")
    _to_consent(stall)
    ring = stall.window.findChild(FocusRing)
    seen = set()
    for _ in range(12):
        QTest.keyClick(stall.window.focusWidget(), Qt.Key.Key_Tab)
        patience.settle()
        control = stall.window.focusWidget()
        if control.objectName() not in ("consent", "submit", "back", "home"):
            continue
        seen.add(control.objectName())
        assert ring.isVisible()
        place = control.mapTo(stall.window, QPoint())
        assert ring.geometry().contains(control.rect().translated(place))
        picture = stall.window.grab().toImage()
        middle = place.y() + control.height() // 2
        outside = [picture.pixelColor(x, middle).name() for x in range(ring.x(), place.x())]
        colours = set(outside)
        assert max(contrast(one, other) for one in colours for other in colours) >= 7, outside
    assert {"consent", "submit", "back"} <= seen


def test_who_points_sees_no_ring(stall: Stall) -> None:
    stall.visitor.tap("sign")
    assert not stall.window.findChild(FocusRing).isVisible()
    QTest.keyClick(stall.window.focusWidget(), Qt.Key.Key_Tab)
    assert stall.window.findChild(FocusRing).isVisible()


# ------------------------------------------------------------------ cards and time


@pytest.mark.parametrize("mode", MODES)
def test_a_question_never_lies_on_white(stall: Stall, mode: str) -> None:
    stall.visitor.tap("appearance")
    stall.visitor.tap(f"colours-{mode}")
    stall.visitor.tap("appearance-done")
    stall.visitor.tap("sign")
    stall.visitor.type_into("name", "Ann")
    stall.visitor.tap("home")
    corner = QColor(stall.window.grab().toImage().pixel(2, 300))
    assert corner.lightness() < 60


def test_a_change_of_the_look_shows_behind_the_card_at_once(stall: Stall) -> None:
    stall.visitor.read("demands")
    stall.visitor.tap("appearance")
    seen = set()
    for mode in MODES:
        stall.visitor.tap(f"colours-{mode}")
        seen.add(stall.window.grab().toImage().pixel(5, 500))
    assert len(seen) == len(MODES)


def _asks(stall: Stall) -> bool:
    return any(over.isVisible() for over in stall.window.findChildren(QuestionOver))


@pytest.mark.parametrize("by", ["finger", "letter"])
def test_any_touch_or_key_says_that_somebody_is_there(clock: Clock, stall: Stall, by: str) -> None:
    stall.visitor.tap("sign")
    stall.visitor.type_into("name", "Ann")
    clock.pass_by(stall.window, 41)
    (over,) = stall.window.findChildren(QuestionOver)
    if by == "finger":
        QTest.mouseClick(over, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    else:
        QTest.keyClick(over, Qt.Key.Key_A)
    assert not _asks(stall)
    assert stall.window.visit.draft.texts["name"] == "Ann"


@pytest.mark.parametrize("arrow", [Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down])
def test_an_arrow_says_so_too_and_does_not_lead_to_the_other_answer(
    clock: Clock, stall: Stall, arrow: Qt.Key
) -> None:
    stall.window.activateWindow()
    stall.visitor.tap("sign")
    stall.visitor.type_into("name", "Ann")
    clock.pass_by(stall.window, 41)
    for key in (arrow, Qt.Key.Key_Space):
        QTest.keyClick(stall.window.focusWidget(), key)
    assert not _asks(stall)
    assert stall.window.visit.draft.texts["name"].strip() == "Ann"


def test_tab_leads_to_the_other_answer(clock: Clock, stall: Stall) -> None:
    stall.window.activateWindow()
    stall.visitor.tap("sign")
    stall.visitor.type_into("name", "Ann")
    clock.pass_by(stall.window, 41)
    QTest.keyClick(stall.window.focusWidget(), Qt.Key.Key_Shift)
    QTest.keyClick(stall.window.focusWidget(), Qt.Key.Key_Tab)
    assert _asks(stall)
    QTest.keyClick(stall.window.focusWidget(), Qt.Key.Key_Space)
    assert stall.window.visit.is_blank()


def test_who_goes_on_finds_the_page_and_its_remarks_as_they_were(clock: Clock, stall: Stall) -> None:
    stall.window.activateWindow()
    stall.visitor.tap("sign")
    stall.visitor.tap("next")
    below = shown(stall.window)
    clock.pass_by(stall.window, 41)
    assert _asks(stall)
    stall.visitor.tap("go-on")
    words = [label.text() for label in stall.window.findChildren(QLabel) if label.isVisible()]
    assert "Please fill this in." in words
    assert shown(stall.window) is below
    assert stall.window.focusWidget().objectName() == "field-name"


def test_there_are_twenty_seconds_to_answer(clock: Clock, stall: Stall) -> None:
    stall.visitor.tap("sign")
    stall.visitor.type_into("name", "Ann")
    clock.pass_by(stall.window, 39)
    assert not _asks(stall)
    clock.pass_by(stall.window, 1)
    assert _asks(stall)
    clock.pass_by(stall.window, 19)
    assert _asks(stall)
    clock.pass_by(stall.window, 1)
    assert stall.window.visit.is_blank()


def test_who_reads_a_long_text_is_not_asked_so_soon(clock: Clock, stall: Stall) -> None:
    _to_consent(stall)
    stall.visitor.tap("read-petition")
    clock.pass_by(stall.window, 100)
    assert not _asks(stall)
    clock.pass_by(stall.window, 25)
    assert _asks(stall)


# ------------------------------------------------------------------ the list


@pytest.mark.parametrize(("name", "whole"), [("王", True), ("Ann", False)])
def test_who_would_be_listed_by_the_whole_name_is_told(stall: Stall, name: str, whole: bool) -> None:
    stall.window.visit.draft.texts["name"] = name
    stall.visitor.tap("sign")
    for tap in ("next", "country-HK", "extra-listing"):
        stall.visitor.tap(tap)
    words = [label.text() for label in stall.window.findChildren(QLabel) if label.isVisible()]
    assert (f"The list says your whole name: {name}" in words) == whole


def test_what_the_list_would_say_stands_under_each_choice(stall: Stall) -> None:
    _to_consent(stall)
    for tap in ("back", "extra-listing"):
        stall.visitor.tap(tap)
    for choice, words in (
        ("public-no", "Your name is shown nowhere."),
        ("public-initials", f"The list says: {initials('Ann')}"),
        ("public-name", "The list says: Ann"),
    ):
        ring = stall.visitor.find(QAbstractButton, choice)
        (hint,) = [label for label in stall.window.findChildren(QLabel) if label.text() == words]
        below = hint.mapTo(stall.window, QPoint()) - ring.mapTo(stall.window, QPoint())
        assert 0 <= below.y() - ring.height() < 10
        assert hint.indent() == ring.text_starts_at
