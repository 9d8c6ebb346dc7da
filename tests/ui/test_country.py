"""A visitor's country: which are offered first, what a few letters find, and the stall's own."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit

from kiosk.stall.settings import load_settings
from tests import patience
from tests.ui.conftest import OpenStall, Stall


def _to_country(stall: Stall) -> QLineEdit:
    stall.visitor.tap("sign")
    stall.visitor.type_into("name", "Ann")
    stall.visitor.tap("next")
    return stall.visitor.find(QLineEdit, "field-country")


def _offered(stall: Stall) -> list[str]:
    """The codes of the countries that are shown, as one reads them."""
    patience.settle()
    shown = [button for button in stall.window.findChildren(QAbstractButton) if button.isVisible()]
    found = [button for button in shown if button.objectName().startswith("country-")]
    found.sort(key=lambda button: (button.mapTo(stall.window, QPoint()).y(), button.x()))
    return [button.objectName().removeprefix("country-") for button in found]


def _choose_for_the_stall(stall: Stall, letters: str, code: str) -> None:
    """As staff: in training there is no PIN before their room."""
    stall.window.staff.enter()
    stall.visitor.tap("display")
    stall.visitor.type_into("stall-country", letters)
    stall.visitor.tap(f"country-{code}")
    stall.visitor.tap("back")
    stall.visitor.tap("back")


def test_the_countries_of_most_who_have_signed_are_offered(stall: Stall) -> None:
    _to_country(stall)
    offered = _offered(stall)
    endorsers = [each.country for each in stall.kiosk.campaign.texts["en"].endorsers]
    assert len(offered) > 1
    assert [endorsers.count(code) for code in offered] == sorted(map(endorsers.count, offered), reverse=True)


def test_the_stall_s_own_country_comes_first_from_then_on(stall: Stall) -> None:
    _to_country(stall)
    before = _offered(stall)
    assert "LI" not in before
    stall.window.new_visit()
    _choose_for_the_stall(stall, "liecht", "LI")
    assert load_settings(stall.kiosk.data).display.country == "LI"
    for _ in range(2):
        _to_country(stall)
        assert _offered(stall) == ["LI", *before][:8]
        stall.window.new_visit()


def test_the_stall_s_own_country_can_be_taken_back(stall: Stall) -> None:
    _choose_for_the_stall(stall, "liecht", "LI")
    stall.window.staff.enter()
    stall.visitor.tap("display")
    line = stall.visitor.find(QLineEdit, "field-stall-country")
    assert line.text() == "Liechtenstein"
    line.selectAll()
    QTest.keyClick(line, Qt.Key.Key_Backspace)
    patience.until(lambda: load_settings(stall.kiosk.data).display.country == "")


def test_enter_takes_the_stall_s_country_as_it_takes_a_visitor_s(stall: Stall) -> None:
    stall.window.staff.enter()
    stall.visitor.tap("display")
    stall.visitor.type_into("stall-country", "liecht")
    QTest.keyClick(stall.visitor.find(QLineEdit, "field-stall-country"), Qt.Key.Key_Return)
    patience.until(lambda: load_settings(stall.kiosk.data).display.country == "LI")


def test_of_countries_that_fit_as_well_the_stall_s_own_is_first_and_enter_takes_it(stall: Stall) -> None:
    line = _to_country(stall)
    QTest.keyClicks(line, "uni")
    assert _offered(stall)[0] != "GB"
    stall.window.new_visit()
    _choose_for_the_stall(stall, "united k", "GB")
    line = _to_country(stall)
    QTest.keyClicks(line, "uni")
    assert _offered(stall)[0] == "GB"
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert stall.window.visit.draft.texts["country"] == "GB"


@pytest.mark.parametrize("size", [(1366, 768), (1080, 1920)])
def test_the_list_stays_where_it_is_while_one_types(open_stall: OpenStall, size: tuple[int, int]) -> None:
    stall = open_stall(size=size)
    line = _to_country(stall)
    places = set()
    for letter in " germ":
        QTest.keyClicks(line, letter)
        first = stall.visitor.button(f"country-{_offered(stall)[0]}")
        places.add((line.mapTo(stall.window, QPoint()), first.mapTo(stall.window, QPoint())))
    assert len(places) == 1
