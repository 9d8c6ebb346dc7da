"""A visitor signs by clicking and typing; what the coordinator opens is what was typed and chosen."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from kiosk.app import application
from kiosk.rehearsal import Person
from kiosk.signing.visit import Step
from kiosk.ui.keyboard.widget import Keyboard
from tests import patience
from tests.conftest import TODAY
from tests.ui.conftest import OpenStall, Stall
from tests.ui.onscreen import Finger


@pytest.mark.parametrize(
    ("language", "name", "country"),
    [("en", "Seán O'Brien", "IE"), ("zh-Hant", "陳大文", "HK"), ("zh-Hans", "刘小明", "US")],
)
def test_a_visitor_signs_in_each_language(stall: Stall, language: str, name: str, country: str) -> None:
    stall.visitor.sign(Person(language, name, country, "someone@example.org"))
    (signature,) = stall.signatures()
    assert (signature.name, signature.country, signature.email) == (name, country, "someone@example.org")
    assert (signature.language, signature.updates, signature.public) == (language, True, "initials")
    assert signature.consent == stall.kiosk.campaign.consent_version
    assert signature.kind == "person"
    assert signature.date == TODAY.isoformat()


def test_only_name_country_and_consent_are_needed(stall: Stall) -> None:
    visitor = stall.visitor
    visitor.tap("sign")
    visitor.type_into("name", "Ann")
    visitor.tap("next")
    visitor.tap("country-HK")
    visitor.tap("next")
    visitor.tap("consent")
    visitor.tap("submit")
    visitor.tap("done")
    (signature,) = stall.signatures()
    assert (signature.public, signature.updates, signature.help) == ("no", False, ())


class _Taps(QObject):
    """Counts whatever is pressed: with the mouse, and on the keyboard outside of fields."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0
        application().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(watched, QWidget):
            pressed = event.type() == QEvent.Type.MouseButtonPress
            keyed = event.type() == QEvent.Type.KeyPress and not isinstance(watched, QLineEdit)
            self.count += pressed or keyed
        return False


@pytest.mark.parametrize("language", ["en", "zh-Hant", "zh-Hans"])
def test_from_the_demands_to_thank_you_in_six_taps_and_four_steps(
    stall: Stall, qtbot: QtBot, language: str
) -> None:
    visitor = stall.visitor
    visitor.tap(f"language-{language}")
    visitor.read("demands")
    taps, steps = _Taps(), []

    def tap(name: str) -> None:
        visitor.tap(name)
        steps.append(stall.window.visit.progress)

    try:
        tap("sign")
        QTest.keyClicks(stall.window.focusWidget(), "Ann")
        for name in ("next", "country-HK", "next", "consent", "submit"):
            tap(name)
        visitor.find(QLabel, "receipt")
    finally:
        application().removeEventFilter(taps)
    assert taps.count <= 6
    assert list(dict.fromkeys(steps[:-1])) == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert [signature.name for signature in stall.signatures()] == ["Ann"]


@pytest.mark.parametrize(
    ("method", "language", "syllables"),
    [
        ("注音", "zh-Hant", [("ㄔㄣ´", "陳"), ("ㄉㄚ`", "大"), ("ㄨㄣ´", "文")]),
        ("拼音", "zh-Hans", [("chen", "陳"), ("da", "大"), ("wen", "文")]),
    ],
)
def test_a_chinese_name_is_typed_on_the_screen_and_signed_with(
    stall: Stall, method: str, language: str, syllables: list[tuple[str, str]]
) -> None:
    visitor = stall.visitor
    visitor.tap(f"language-{language}")
    visitor.tap("sign")
    stall.window.activateWindow()
    visitor.tap("key-name")
    finger = Finger(visitor.find(Keyboard, ""))
    finger.tap(method)
    for keys, character in syllables:
        finger.tap(*keys)
        finger.pick(_offered(finger, character))
    name = "".join(character for _, character in syllables).replace("陳", _line(stall, "name").text()[0])
    assert _line(stall, "name").text() == name
    for tap in ("next", "country-HK", "next", "consent", "submit", "done"):
        visitor.tap(tap)
    assert [signature.name for signature in stall.signatures()] == [name]


def _offered(finger: Finger, character: str) -> str:
    """The character, or its simplified form where the method writes that."""
    return patience.until(
        lambda: next((found for found in (character, "陈") if found in finger.candidates()), None)
    )


def test_an_organisation_signs_with_who_signs_for_it(stall: Stall) -> None:
    visitor = stall.visitor
    visitor.tap("sign")
    visitor.tap("kind-organisation")
    visitor.type_into("name", "Ian")
    visitor.type_into("organisation", "Bakers")
    visitor.type_into("role", "President")
    visitor.tap("next")
    visitor.tap("country-GB")
    visitor.tap("extra-help")
    visitor.tap("help-union-motion")
    visitor.tap("next")
    visitor.tap("next")
    visitor.tap("consent")
    visitor.tap("submit")
    visitor.tap("done")
    (signature,) = stall.signatures()
    assert (signature.kind, signature.organisation, signature.role) == ("organisation", "Bakers", "President")
    assert signature.help == ("union-motion",)


def test_a_country_is_found_by_a_few_letters(stall: Stall) -> None:
    visitor = stall.visitor
    visitor.tap("sign")
    visitor.type_into("name", "Ann")
    visitor.tap("next")
    visitor.type_into("country", "nor")
    visitor.tap("country-NO")
    assert stall.window.visit.draft.texts["country"] == "NO"


@pytest.mark.parametrize(
    ("typed", "taken"), [("hong", "HK"), ("nor", "NO"), ("Niger", "NE"), ("Atlantis", "Atlantis")]
)
def test_enter_takes_the_first_country_that_the_letters_find(stall: Stall, typed: str, taken: str) -> None:
    visitor = stall.visitor
    visitor.tap("sign")
    visitor.type_into("name", "Ann")
    visitor.tap("next")
    visitor.type_into("country", typed)
    QTest.keyClick(stall.window.focusWidget(), Qt.Key.Key_Return)
    assert stall.window.visit.draft.texts["country"] == taken


@pytest.mark.parametrize(("typed", "code"), [("Viet Nam", "VN"), ("韓國", "KR"), ("cote d'ivoire", "CI")])
def test_a_country_that_is_typed_out_is_that_country(stall: Stall, typed: str, code: str) -> None:
    visitor = stall.visitor
    visitor.tap("sign")
    visitor.type_into("name", "Ann")
    visitor.tap("next")
    visitor.type_into("country", typed)
    for tap in ("next", "next", "consent", "submit"):
        visitor.tap(tap)
    assert [one.country for one in stall.signatures()] == [code]


def test_a_name_of_several_countries_is_asked_about_and_each_is_offered(stall: Stall) -> None:
    visitor = stall.visitor
    visitor.tap("sign")
    visitor.type_into("name", "Ann")
    visitor.tap("next")
    visitor.type_into("country", "Congo")
    visitor.tap("next")
    remark = stall.window.findChild(QLabel, "remark-country")
    assert remark.text() == "Several countries have this name. Please choose yours."
    visitor.tap("country-CD")
    assert stall.window.visit.draft.texts["country"] == "CD"


def test_what_is_missing_is_said_next_to_the_field(stall: Stall) -> None:
    visitor = stall.visitor
    visitor.tap("sign")
    visitor.tap("next")
    assert stall.window.visit.step is Step.NAME
    remark = stall.window.findChild(QLabel, "remark-name")
    assert remark.isVisible()
    assert remark.text() == "Please fill this in."
    visitor.type_into("name", "Ann")
    visitor.tap("next")
    visitor.tap("country-HK")
    visitor.tap("next")
    visitor.tap("submit")
    assert stall.window.findChild(QLabel, "problem").text() == "Please tick this box to sign."
    assert stall.signatures() == []


def test_a_doubtful_address_is_pointed_out_and_taken(stall: Stall) -> None:
    visitor = stall.visitor
    visitor.tap("sign")
    visitor.type_into("name", "Ann")
    visitor.tap("next")
    visitor.tap("country-HK")
    visitor.tap("extra-contact")
    visitor.type_into("email", "ann at home")
    visitor.tap("next")
    assert stall.window.visit.step is Step.CONTACT
    assert stall.window.findChild(QLabel, "remark-email").isVisible()
    visitor.tap("next")
    visitor.tap("next")
    visitor.tap("consent")
    visitor.tap("submit")
    visitor.tap("done")
    assert stall.signatures()[0].email == "ann at home"


def test_going_back_and_changing_language_lose_nothing(stall: Stall) -> None:
    visitor = stall.visitor
    visitor.tap("sign")
    visitor.type_into("name", "Ann Lee")
    visitor.tap("next")
    visitor.tap("country-HK")
    visitor.tap("extra-contact")
    visitor.type_into("city", "Leeds")
    visitor.tap("updates")
    visitor.tap("language-zh-Hant")
    visitor.tap("read-privacy")
    visitor.tap("close-reading")
    visitor.tap("back")
    visitor.tap("back")
    assert _line(stall, "country").text() == "香港"
    visitor.tap("back")
    assert _line(stall, "name").text() == "Ann Lee"
    visitor.tap("next")
    visitor.tap("next")
    visitor.tap("extra-contact")
    assert _line(stall, "city").text() == "Leeds"
    visitor.tap("next")
    visitor.tap("next")
    visitor.tap("consent")
    visitor.tap("submit")
    visitor.tap("done")
    (signature,) = stall.signatures()
    assert (signature.name, signature.country, signature.city) == ("Ann Lee", "HK", "Leeds")
    assert (signature.updates, signature.language) == (True, "zh-Hant")


def test_a_double_tap_signs_once(stall: Stall, qtbot: QtBot) -> None:
    visitor = stall.visitor
    visitor.tap("sign")
    visitor.type_into("name", "Ann")
    for tap in ("next", "country-HK", "next", "consent"):
        visitor.tap(tap)
    submit = stall.window.findChild(object, "submit")
    QTest.mouseClick(submit, Qt.MouseButton.LeftButton)
    QTest.mouseDClick(submit, Qt.MouseButton.LeftButton)
    QTest.mouseClick(submit, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: stall.window.visit.step is Step.THANKS)
    assert len(stall.signatures()) == 1


def _to_the_consent(stall: Stall) -> None:
    stall.visitor.tap("sign")
    stall.visitor.type_into("name", "Ann")
    for tap in ("next", "country-HK", "next", "consent"):
        stall.visitor.tap(tap)


def _place(stall: Stall, name: str) -> QRect:
    """Where a button is in the window."""
    found = stall.visitor.find(QWidget, name)
    return QRect(found.mapTo(stall.window, QPoint()), found.size())


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
@pytest.mark.parametrize("size", [(1024, 600), (1366, 768), (1920, 1080), (1080, 1920)])
def test_who_taps_twice_on_sign_now_keeps_the_receipt(
    open_stall: OpenStall, size: tuple[int, int], language: str
) -> None:
    stall = open_stall(size=size)
    stall.window.speak(language)
    _to_the_consent(stall)
    submit = _place(stall, "submit")
    stall.visitor.tap("submit")
    for name in ("done", "act"):
        assert not _place(stall, name).intersects(submit), name


def test_who_presses_enter_twice_keeps_the_receipt(stall: Stall) -> None:
    _to_the_consent(stall)
    stall.visitor.find(QWidget, "submit").setFocus()
    QTest.keyClick(stall.window.focusWidget(), Qt.Key.Key_Return)
    receipt = stall.visitor.find(QLabel, "receipt")
    assert stall.window.focusWidget() is receipt
    QTest.keyClick(receipt, Qt.Key.Key_Return)
    QTest.keyClick(receipt, Qt.Key.Key_Space)
    assert stall.visitor.find(QLabel, "receipt").text().split() == stall.window.visit.receipt.split()


def test_when_the_vault_fails_what_was_typed_stays_and_trying_again_works(stall: Stall, qtbot: QtBot) -> None:
    visitor = stall.visitor
    visitor.tap("sign")
    visitor.type_into("name", "Ann")
    for tap in ("next", "country-HK", "next", "consent"):
        visitor.tap(tap)
    vault = stall.kiosk.vault.path
    away = vault.rename(vault.with_suffix(".away"))
    visitor.tap("submit")
    qtbot.waitUntil(lambda: stall.window.visit.step is Step.CONSENT)
    problem = stall.visitor.find(QLabel, "problem")
    assert "could not be stored" in problem.text()
    assert not vault.exists()
    away.rename(vault)
    visitor.tap("submit")
    visitor.tap("done")
    assert [signature.name for signature in stall.signatures()] == ["Ann"]


def test_the_keyboard_alone_is_enough(stall: Stall, qtbot: QtBot) -> None:
    def press(key: Qt.Key) -> None:
        QTest.keyClick(stall.window.focusWidget() or stall.window, key)
        patience.settle()

    def go_to(name: str) -> None:
        for _ in range(60):
            focus = stall.window.focusWidget()
            if focus is not None and focus.objectName() == name:
                return
            press(Qt.Key.Key_Tab)
        raise AssertionError(f"Tab does not reach {name}")

    stall.window.activateWindow()
    go_to("sign")
    press(Qt.Key.Key_Space)
    go_to("field-name")
    QTest.keyClicks(stall.window.focusWidget(), "Ann")
    press(Qt.Key.Key_Return)
    go_to("country-HK")
    press(Qt.Key.Key_Space)
    go_to("next")
    press(Qt.Key.Key_Space)
    go_to("consent")
    press(Qt.Key.Key_Space)
    go_to("submit")
    press(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: stall.window.visit.step is Step.THANKS)
    assert [signature.name for signature in stall.signatures()] == ["Ann"]


def test_another_campaign_asks_for_what_it_needs(open_stall: OpenStall) -> None:
    campus = open_stall("campus-library-hours")
    visitor = campus.visitor
    visitor.tap("language-zh-Hant")
    visitor.tap("sign")
    visitor.type_into("name", "Ann")
    visitor.tap("next")
    assert campus.window.visit.step is Step.CONTACT
    visitor.tap("next")
    assert campus.window.visit.step is Step.CONTACT
    visitor.type_into("email", "ann@example.org")
    visitor.tap("next")
    visitor.type_into("student-number", "20261234")
    visitor.tap("next")
    visitor.tap("next")
    visitor.tap("consent")
    visitor.tap("submit")
    visitor.tap("done")
    assert [signature.email for signature in campus.signatures()] == ["ann@example.org"]


def _line(stall: Stall, name: str) -> QLineEdit:
    return stall.visitor.find(QLineEdit, f"field-{name}")


def test_an_unforeseen_fault_leaves_nobody_stuck(open_stall: OpenStall, qtbot: QtBot, capfd) -> None:
    stall = open_stall()
    stall.window.storing._sign = lambda signature: 1 // 0
    visitor = stall.visitor
    visitor.tap("sign")
    visitor.type_into("name", "Rosa Secret")
    for tap in ("next", "country-HK", "next", "consent", "submit"):
        visitor.tap(tap)
    problem = visitor.find(QLabel, "problem")
    assert "could not be stored" in problem.text()
    assert stall.window.visit.step is Step.CONSENT
    assert "Secret" not in "".join(capfd.readouterr())


def test_more_text_than_fits_is_to_be_shortened(stall: Stall) -> None:
    visitor = stall.visitor
    visitor.tap("sign")
    visitor.tap("kind-organisation")
    visitor.type_into("name", "陳" * 300)
    visitor.type_into("organisation", "會" * 300)
    visitor.type_into("role", "長" * 50)
    visitor.tap("next")
    assert "shorten" in visitor.find(QLabel, "remark-name").text()
    visitor.find(QLineEdit, "field-organisation").setText("會" * 200)
    for tap in ("next", "country-HK", "extra-contact"):
        visitor.tap(tap)
    visitor.type_into("city", "九" * 100)
    visitor.tap("next")
    assert "shorten" in visitor.find(QLabel, "remark-city").text()
    for tap in ("back", "next", "consent", "submit"):
        visitor.tap(tap)
    assert "shorten" in visitor.find(QLabel, "problem").text()
    assert stall.signatures() == []


def test_a_role_that_is_too_long_is_said_so(stall: Stall) -> None:
    visitor = stall.visitor
    visitor.tap("sign")
    visitor.tap("kind-organisation")
    for field in ("name", "organisation"):
        visitor.type_into(field, "Ann")
    visitor.type_into("role", "x" * 201)
    visitor.tap("next")
    assert stall.window.visit.step is Step.NAME
    assert "too long" in stall.window.findChild(QLabel, "remark-role").text()


def test_turning_the_screen_while_typing_keeps_the_cursor(stall: Stall, qtbot: QtBot) -> None:
    visitor = stall.visitor
    visitor.tap("sign")
    visitor.type_into("name", "Ann")
    for tap in ("next", "country-HK", "extra-contact"):
        visitor.tap(tap)
    visitor.type_into("city", "Leds")
    stall.window.focusWidget().setCursorPosition(3)
    stall.window.resize(1024, 600)
    qtbot.waitUntil(lambda: _line(stall, "city").text() == "Leds")
    line = stall.window.focusWidget()
    assert (line.objectName(), line.cursorPosition()) == ("field-city", 3)
    QTest.keyClicks(line, "e")
    visitor.tap("language-zh-Hans")
    assert stall.window.visit.draft.texts["city"] == "Ledes"
    assert stall.window.focusWidget().objectName() in ("field-city", "language-zh-Hans")


def test_nothing_typed_can_be_copied_out(stall: Stall) -> None:
    visitor = stall.visitor
    visitor.tap("sign")
    visitor.type_into("name", "Rosa Secret")
    line = _line(stall, "name")
    QTest.keyClick(line, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    for key in (Qt.Key.Key_C, Qt.Key.Key_X, Qt.Key.Key_Insert):
        QTest.keyClick(line, key, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(line, Qt.Key.Key_Home)
    for key in (Qt.Key.Key_K, Qt.Key.Key_U):  # on X11 these cut to the end of the line, and all of it
        QTest.keyClick(line, key, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == ""
    assert line.text() == "Rosa Secret"
