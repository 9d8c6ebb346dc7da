"""Odd names, hasty fingers, torn cables: nothing crashes, nothing is lost, nobody signs twice."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from kiosk.signing.signature import RECORD_BYTES
from kiosk.signing.strokes import decode_strokes
from kiosk.signing.visit import Step
from kiosk.ui.keyboard.widget import Keyboard
from kiosk.ui.widgets.ink_pad import InkPad
from kiosk.ui.widgets.text_field import MAX_TYPED
from tests import patience
from tests.program import ENVIRONMENT, ROOT
from tests.ui.canaries import drawn_content
from tests.ui.conftest import OpenStall, Stall
from tests.ui.test_x_window import display as display

ODD_NAMES = ["X", "陳", "x" * 300, "Zoë 🌻👩‍👩‍👧", "שרה לוי", "e\u0301\u0323\u0302" * 30, "محمد Smith"]


def _sign_with(stall: Stall, name: str) -> None:
    visitor = stall.visitor
    visitor.tap("sign")
    _paste(visitor.find(QLineEdit, "field-name"), name)
    for tap in ("next", "country-HK", "next", "consent", "submit"):
        visitor.tap(tap)


def _paste(line: QLineEdit, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    QTest.mouseClick(line, Qt.MouseButton.LeftButton)
    QTest.keyClick(line, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


@pytest.mark.parametrize("name", ODD_NAMES, ids=range(len(ODD_NAMES)))
def test_an_odd_name_is_taken_as_it_is(stall: Stall, name: str) -> None:
    _sign_with(stall, name)
    stall.visitor.tap("done")
    assert [signature.name for signature in stall.signatures()] == [name]


@pytest.mark.parametrize("name", ["", "   ", "\u3000 \u00a0"], ids=["none", "spaces", "wide"])
def test_a_name_of_spaces_is_none(stall: Stall, name: str) -> None:
    stall.visitor.tap("sign")
    stall.visitor.type_into("name", name)
    stall.visitor.tap("next")
    assert stall.window.visit.step is Step.NAME
    assert stall.visitor.find(QLabel, "remark-name").text() == "Please fill this in."


def test_a_pasted_book_is_cut_and_said_to_be_too_long(stall: Stall) -> None:
    stall.visitor.tap("sign")
    _paste(stall.visitor.find(QLineEdit, "field-name"), "x" * 1_000_000)
    assert len(stall.window.visit.draft.texts["name"]) == MAX_TYPED
    stall.visitor.tap("next")
    assert "too long" in stall.visitor.find(QLabel, "remark-name").text()


def test_a_country_that_does_not_exist_is_pointed_out_and_kept(stall: Stall) -> None:
    visitor = stall.visitor
    visitor.tap("sign")
    visitor.type_into("name", "Ann")
    visitor.tap("next")
    visitor.type_into("country", "Ruritania")
    visitor.tap("next")
    assert stall.window.visit.step is Step.COUNTRY
    assert visitor.find(QLabel, "remark-country").text()
    for tap in ("next", "next", "consent", "submit", "done"):
        visitor.tap(tap)
    assert [signature.country for signature in stall.signatures()] == ["Ruritania"]


@pytest.mark.parametrize("drawing", ["dot", "much", "outside"])
def test_a_strange_drawing_is_taken(open_stall: OpenStall, tmp_path: Path, drawing: str) -> None:
    stall = open_stall(drawn_content(tmp_path))
    visitor = stall.visitor
    visitor.tap("sign")
    visitor.type_into("name", "Ann")
    for tap in ("next", "country-HK", "extra-drawn"):
        visitor.tap(tap)
    pad = visitor.find(InkPad, "ink-pad")
    middle = pad.rect().center()
    if drawing == "dot":
        QTest.mouseClick(pad, Qt.MouseButton.LeftButton, pos=middle)
    else:
        far = QPoint(3000, -2000) if drawing == "outside" else QPoint(0, 0)
        QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=middle)
        for n in range(20_000 if drawing == "much" else 50):
            pad._go_on(
                ("mouse", 0), QPointF(middle + QPoint(n * 7 % 301 - 150, n * 13 % 101 - 50) + far * (n % 2))
            )
        QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=middle + far)
    drawn = stall.window.visit.draft.drawn
    for tap in ("next", "next", "consent", "submit", "done"):
        visitor.tap(tap)
    (signature,) = stall.signatures()
    assert signature.drawn
    assert len(signature.drawn) < RECORD_BYTES * 4
    assert decode_strokes(signature.drawn) == drawn or drawing == "much"


def test_turning_speaking_and_the_keyboard_in_mid_form_lose_nothing(stall: Stall, qtbot: QtBot) -> None:
    visitor, window = stall.visitor, stall.window
    visitor.tap("sign")
    visitor.tap("kind-organisation")
    for field in ("name", "organisation", "role"):
        visitor.type_into(field, f"Ann {field}")
    for size in (QSize(1080, 1920), QSize(1024, 600), QSize(1366, 768)):
        window.resize(size)
        for language in ("zh-Hant", "zh-Hans", "en"):
            visitor.tap(f"language-{language}")
            visitor.tap("key-name")
            window.findChild(Keyboard).put_away.emit()
        for look in ("text-large", "colours-contrast", "text-normal", "colours-light"):
            visitor.tap("appearance")
            visitor.tap(look)
            visitor.tap("appearance-done")
        for field in ("name", "organisation", "role"):
            assert visitor.find(QLineEdit, f"field-{field}").text() == f"Ann {field}"
    for tap in ("next", "country-HK", "next", "consent", "submit", "done"):
        visitor.tap(tap)
    assert [(s.name, s.role) for s in stall.signatures()] == [("Ann name", "Ann role")]


def test_a_double_tap_on_sign_only_begins(display: str, tmp_path: Path) -> None:
    played = subprocess.run(
        [sys.executable, "-m", "tests.ui.hasty_visit", str(tmp_path)],
        cwd=ROOT,
        env={**ENVIRONMENT, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"},
        capture_output=True,
        text=True,
        timeout=patience.SECONDS,
        check=False,
    )
    assert played.stdout == "name\n", played.stdout + played.stderr


def test_a_key_held_down_goes_one_page_on_and_signs_once(stall: Stall, qtbot: QtBot) -> None:
    def hold() -> None:
        for again in (False, True, True, True, True):
            target = stall.window.focusWidget() or stall.window
            key = QKeyEvent(
                QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", again
            )
            QApplication.sendEvent(target, key)
            patience.settle()

    stall.window.activateWindow()
    visitor = stall.visitor
    visitor.tap("sign")
    visitor.type_into("name", "Ann")
    hold()
    assert stall.window.visit.step is Step.COUNTRY
    assert not stall.window.findChild(QLabel, "remark-country").isVisible()
    visitor.tap("country-HK")
    visitor.tap("next")
    visitor.tap("consent")
    visitor.find(QAbstractButton, "submit").setFocus()
    hold()
    qtbot.waitUntil(lambda: stall.window.visit.step is Step.THANKS)
    hold()
    assert len(stall.signatures()) == 1
