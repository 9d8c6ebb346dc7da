"""The on-screen keyboard, in a window of its own with real fields, under somebody's finger."""

from __future__ import annotations

import gc
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtQuickWidgets import QQuickWidget
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from kiosk.campaign.model import ChineseMethod, Colours
from kiosk.languages import LANGUAGES
from kiosk.ui.keyboard.methods import methods_for
from kiosk.ui.keyboard.widget import Keyboard
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.key_button import KeyButton
from kiosk.ui.widgets.text_field import TextField
from tests import patience
from tests.program import ENVIRONMENT, ROOT
from tests.ui.onscreen import Finger

_COLOURS = Colours(paper="#fff3b8", ink="#17130a", accent="#0f0f0f", on_accent="#ffd60a")
_HINTS = {
    "email": Qt.InputMethodHint.ImhEmailCharactersOnly,
    "phone": Qt.InputMethodHint.ImhDialableCharactersOnly,
    "year": Qt.InputMethodHint.ImhDigitsOnly,
}


class Desk:
    """A window with fields to type in and the keyboard below."""

    def __init__(
        self,
        qtbot: QtBot,
        languages: tuple[str, ...],
        size: tuple[int, int],
        chinese: tuple[ChineseMethod, ...] = (),
    ) -> None:
        self.window = QWidget()
        qtbot.addWidget(self.window)
        layout = QVBoxLayout(self.window)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        self.lines: dict[str, QLineEdit] = {}
        theme = Theme.make(_COLOURS, *size, languages[0])
        self.keyboard = Keyboard(theme, languages, chinese=chinese)
        for name in ("name", "email", "phone", "year"):
            key = KeyButton(f"key-{name}", "Show the keyboard", theme, self.keyboard.open)
            field = TextField(name.title(), name, "", lambda text: None, key)
            self.lines[name] = field.line
            if name in _HINTS:
                field.line.setInputMethodHints(field.line.inputMethodHints() | _HINTS[name])
            layout.addWidget(field)
        self.button = QPushButton("Next")
        layout.addWidget(self.button)
        layout.addStretch()
        layout.addWidget(self.keyboard)
        self.finger = Finger(self.keyboard)
        self.window.resize(*size)
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)
        self.name.setFocus()

    @property
    def name(self) -> QLineEdit:
        return self.lines["name"]

    @property
    def text(self) -> str:
        return self.name.text()


OpenDesk = Callable[..., Desk]


@pytest.fixture
def open_desk(qtbot: QtBot) -> OpenDesk:
    def start(
        languages: tuple[str, ...] = ("en", "zh-Hant", "zh-Hans"),
        size: tuple[int, int] = (1366, 768),
        chinese: tuple[ChineseMethod, ...] = (),
    ) -> Desk:
        return Desk(qtbot, languages, size, chinese)

    return start


@pytest.fixture
def desk(open_desk: OpenDesk) -> Desk:
    """In English and Chinese at 1366x768, with the keyboard open for the name."""
    desk = open_desk()
    desk.keyboard.open()
    return desk


def test_it_stays_away_until_it_is_asked_for(open_desk: OpenDesk) -> None:
    desk = open_desk()
    QTest.mouseClick(desk.name, Qt.MouseButton.LeftButton)
    QTest.keyClicks(desk.name, "Chan")
    assert not desk.keyboard.isVisible()
    assert desk.text == "Chan"
    assert len([window for window in QGuiApplication.topLevelWindows() if window.isVisible()]) == 1


def test_fingers_on_a_touch_screen(desk: Desk) -> None:
    screen = QTest.createTouchDevice()
    for letter in "ad":  # within the 800 pixels that the "offscreen" screen is wide
        place, panel = desk.finger.place(letter), desk.finger.panel
        QTest.touchEvent(panel, screen).press(0, place, panel)
        patience.settle()
        QTest.touchEvent(panel, screen).release(0, place, panel)
        patience.settle()
    assert desk.text == "Ad"


def test_latin_letters_begin_with_a_capital(desk: Desk) -> None:
    desk.finger.tap(*"mei", " ", *"chan")
    assert desk.text == "Mei chan"


def test_a_key_shows_what_else_it_gives_and_a_long_press_offers_it(desk: Desk, qtbot: QtBot) -> None:
    assert {"é", "è"} <= set(desk.finger.corner("e").lower())
    assert desk.finger.corner("q") == ""
    place = desk.finger.place("e")
    QTest.mousePress(desk.finger.panel, Qt.MouseButton.LeftButton, pos=place)
    qtbot.waitUntil(lambda: "É" in desk.finger.held())
    QTest.mouseRelease(desk.finger.panel, Qt.MouseButton.LeftButton, pos=place)
    qtbot.waitUntil(lambda: desk.text != "")
    assert desk.text in "ÊËÈÉ"


def test_a_name_in_zhuyin(desk: Desk) -> None:
    desk.finger.tap("注音", "ㄔ", "ㄣ", "´")
    desk.finger.pick("陳")
    desk.finger.tap("ㄉ", "ㄚ", "`")
    desk.finger.pick("大")
    desk.finger.tap("ㄨ", "ㄣ", "´")
    desk.finger.pick("文")
    assert desk.text == "陳大文"


def test_a_name_in_cangjie(desk: Desk) -> None:
    desk.finger.tap("倉頡", *"弓中木田")
    desk.finger.pick("陳")
    desk.finger.tap("大")
    desk.finger.pick("大")
    desk.finger.tap("卜", "大")
    desk.finger.pick("文")
    assert desk.text == "陳大文"


def test_a_campaign_may_say_how_chinese_is_written_and_quick_takes_two_parts_of_a_character(
    open_desk: OpenDesk,
) -> None:
    desk = open_desk(("zh-Hant", "en"), chinese=("quick", "cangjie"))
    desk.keyboard.open()
    assert "注音" not in desk.finger.written()
    desk.finger.tap(*"弓田")
    desk.finger.pick("陳")
    desk.finger.tap("倉頡", *"弓中木田")
    desk.finger.pick("陳")
    assert desk.text == "陳陳"


@pytest.mark.parametrize(
    ("tag", "names"),
    [
        ("zh-Hant", ["注音", "倉頡"]),
        ("zh-Hant-HK", ["倉頡", "速成", "注音"]),
        ("zh-HK", ["倉頡", "速成", "注音"]),
        ("zh-Hans", ["拼音"]),
        ("zh", ["拼音"]),
    ],
)
def test_chinese_is_written_as_is_usual_where_it_is(tag: str, names: list[str]) -> None:
    assert [method.name for method in methods_for([tag])] == [*names, "English"]


def test_a_name_in_pinyin(desk: Desk) -> None:
    desk.finger.tap("拼音", *"chendawen")
    for character in "陈大文":
        desk.finger.pick(character)
    assert desk.text == "陈大文"


def test_an_email_address_has_its_own_keys(desk: Desk) -> None:
    desk.finger.tap("注音")
    desk.lines["email"].setFocus()
    assert "注音" not in desk.finger.written()
    desk.finger.tap(*"chan", "_", "7", "@", "e", "x", ".com")
    assert desk.lines["email"].text() == "chan_7@ex.com"
    desk.name.setFocus()
    desk.finger.tap("ㄅ")
    assert desk.keyboard.isVisible()


def test_numbers_have_their_own_keys(desk: Desk) -> None:
    desk.finger.tap("拼音")
    desk.lines["phone"].setFocus()
    desk.finger.tap("+", *"85223456789")
    assert desk.lines["phone"].text() == "+85223456789"
    assert "q" not in desk.finger.written()
    desk.lines["year"].setFocus()
    desk.finger.tap(*"2019")
    assert desk.lines["year"].text() == "2019"


def test_the_hide_key_puts_it_away(desk: Desk, qtbot: QtBot) -> None:
    with qtbot.waitSignal(desk.keyboard.put_away):
        desk.finger.tap("HideKeyboardKey")
    assert not desk.keyboard.isVisible()
    desk.keyboard.open()
    desk.finger.tap("q")
    assert desk.text == "Q"


def test_the_hide_key_puts_it_away_where_no_field_has_the_focus(desk: Desk, qtbot: QtBot) -> None:
    desk.button.setFocus()
    patience.settle()
    with qtbot.waitSignal(desk.keyboard.put_away):
        desk.finger.tap("HideKeyboardKey")
    assert not desk.keyboard.isVisible()


def test_it_serves_a_field_that_had_the_focus_before(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    late = Keyboard(Theme.make(_COLOURS, 1366, 768, "en"), ("zh-Hans",), desk.window)
    desk.window.layout().addWidget(late)
    late.open()
    finger = Finger(late)
    patience.settle()
    QTest.keyClicks(desk.name, "da1")
    assert desk.text == "打"
    with qtbot.waitSignal(late.put_away):
        finger.tap("HideKeyboardKey")


def test_it_stays_for_the_next_field_and_over_a_button(desk: Desk, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(desk.keyboard.put_away, wait=100):
        desk.lines["email"].setFocus()
        desk.button.setFocus()
    assert desk.keyboard.isVisible()
    desk.name.setFocus()
    desk.finger.tap("q")
    assert desk.text == "Q"


def test_it_speaks_the_visitors_language(desk: Desk) -> None:
    desk.keyboard.speak("zh-Hant")
    desk.finger.tap("ㄅ")
    desk.keyboard.speak("en")
    desk.name.clear()
    desk.finger.tap("q")
    assert desk.text == "Q"


def test_the_next_visitor_finds_the_first_language_and_nothing_composed(desk: Desk) -> None:
    desk.finger.tap("注音", "ㄔ")
    desk.keyboard.forget()
    assert not desk.keyboard.isVisible()
    desk.name.clear()
    desk.keyboard.open()
    desk.finger.tap("q")
    assert desk.text == "Q"
    assert desk.finger.candidates() == []


def test_forgetting_leaves_nothing_of_the_keyboard(desk: Desk, qtbot: QtBot) -> None:
    desk.finger.tap("拼音", *"chen")
    panel = desk.finger.panel
    with qtbot.waitSignal(panel.destroyed):
        desk.keyboard.forget()
    assert not [widget for widget in QApplication.allWidgets() if isinstance(widget, QQuickWidget)]


def test_the_layouts_own_keys_change_the_method_too(desk: Desk) -> None:
    desk.finger.tap("ChangeLanguageKey", "ㄔ", "ㄣ", "´")
    desk.finger.pick("陳")
    desk.finger.tap("InputModeKey", *"卜大")
    desk.finger.pick("文")
    desk.lines["email"].setFocus()
    desk.finger.tap("@")
    desk.name.setFocus()
    desk.finger.tap("大")
    desk.finger.pick("大")
    assert desk.text == "陳文大"


def test_typing_from_right_to_left(open_desk: OpenDesk) -> None:
    desk = open_desk(("ar", "en"))
    desk.window.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    desk.keyboard.open()
    desk.finger.tap(*"ليلى")
    assert desk.text == "ليلى"
    letters = [desk.finger.place(letter).x() for letter in "ضص"]
    assert letters == sorted(letters)
    desk.lines["email"].setFocus()
    desk.finger.tap(*"q@")
    assert desk.lines["email"].text() == "q@"


@pytest.mark.parametrize(
    "tag",
    [*sorted(set(LANGUAGES) - {"en", "zh-Hant", "zh-Hans"}), "ja", "ko", "ru", "th", "vi", "pt", "nl", "fa"],
)
def test_every_language_has_its_layout(open_desk: OpenDesk, tag: str) -> None:
    desk = open_desk((tag,))
    desk.keyboard.open()
    desk.finger.tap("BackspaceKey")
    assert desk.finger.locale().startswith(tag.replace("-", "_"))


def test_a_language_without_a_layout_has_latin_letters(open_desk: OpenDesk) -> None:
    desk = open_desk(("bo",))
    desk.keyboard.open()
    desk.finger.tap("q")
    assert desk.text == "Q"


@pytest.mark.parametrize("size", [(1024, 600), (1366, 768), (1920, 1080), (1080, 1920), (3840, 2160)])
def test_it_leaves_room_and_its_keys_are_large_enough(open_desk: OpenDesk, size: tuple[int, int]) -> None:
    desk = open_desk(size=size)
    desk.keyboard.open()
    for method in ("English", "注音", "倉頡", "拼音"):
        desk.finger.tap(method)
        assert desk.keyboard.height() <= 0.46 * size[1]
        assert desk.keyboard.geometry().bottom() == size[1] - 1
        assert desk.finger.smallest_key() >= 0.05 * min(size)


def test_it_follows_the_window(desk: Desk, qtbot: QtBot) -> None:
    desk.window.resize(1080, 1920)
    qtbot.waitUntil(lambda: desk.keyboard.width() == 1080)
    desk.finger.tap("q", "p")
    assert desk.text == "Qp"


def test_the_laptops_own_keys_write_chinese(desk: Desk) -> None:
    for method, keys in (("拼音", "chen2dawen1"), ("注音", "tp6 "), ("倉頡", "k "), ("注音", "jp6 ")):
        desk.finger.tap(method)
        for key in keys:
            QTest.keyClick(desk.name, key)
            patience.settle()
    assert desk.text.endswith("陳大文"), desk.text


def test_the_laptops_own_keys_write_latin_letters(desk: Desk) -> None:
    QTest.keyClicks(desk.name, "Chan ")
    desk.finger.tap("注音")
    QTest.keyClicks(desk.name, "CHAN")
    desk.lines["email"].setFocus()
    QTest.keyClicks(desk.lines["email"], "chan@ex.com")
    desk.keyboard.close()
    QTest.keyClicks(desk.name, "-lee")
    assert desk.text == "Chan CHAN-lee"
    assert desk.lines["email"].text() == "chan@ex.com"


def test_the_laptops_own_keys_correct_what_is_composed(desk: Desk) -> None:
    desk.finger.tap("注音")
    QTest.keyClicks(desk.name, "tpp")
    QTest.keyClick(desk.name, Qt.Key.Key_Backspace)
    QTest.keyClicks(desk.name, "p6")
    QTest.keyClick(desk.name, Qt.Key.Key_Return)
    assert desk.text == "陳"
    QTest.keyClick(desk.name, Qt.Key.Key_Backspace)
    assert desk.text == ""


def test_windows_come_and_go(open_desk: OpenDesk) -> None:
    for _ in range(3):
        desk, other = open_desk(), open_desk()
        for each in (desk, other):
            each.window.activateWindow()
            each.name.setFocus()
            each.keyboard.open()
            each.finger.tap("注音", "ㄉ", "ㄚ", "`")
            each.finger.pick("大")
            assert each.text == "大"
        other.window.close()
        other.window.deleteLater()
        gc.collect()


@pytest.mark.parametrize("fields", ["ours", "careless"])
def test_nothing_it_learns_outlives_the_visit(tmp_path: Path, fields: str) -> None:
    """Two visits in a program of their own, whose home is watched."""
    environment = {**ENVIRONMENT, "HOME": str(tmp_path), "USERPROFILE": str(tmp_path)}
    environment = {name: value for name, value in environment.items() if not name.startswith("XDG_")}
    fonts = tmp_path / "fonts"  # the font library's own cache
    played = subprocess.run(
        [sys.executable, "-m", "tests.ui.two_visits", fields],
        env={**environment, "XDG_CACHE_HOME": str(fonts)},
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        timeout=patience.SECONDS,
        check=True,
    )
    offered = [line.split() for line in played.stdout.splitlines()]
    assert len(offered) == 8, played.stdout + played.stderr
    assert all(len(line) > 2 for line in offered)
    assert offered[:4] == offered[4:]
    assert [path for path in tmp_path.rglob("*") if fonts not in (path, *path.parents)] == []
    assert {path.name for path in fonts.glob("*")} <= {"fontconfig"}
    assert played.stderr == ""
