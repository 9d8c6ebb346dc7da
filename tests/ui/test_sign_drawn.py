"""A campaign that asks for a drawn signature gets it, or the typed name; back and forth loses nothing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from kiosk.app import application, make_training, stall_window
from kiosk.rehearsal import Visitor
from kiosk.signing.strokes import decode_strokes
from kiosk.signing.visit import Step
from kiosk.ui.widgets.ink_pad import InkPad
from tests.conftest import CAMPAIGNS
from tests.ui.conftest import Stall


@pytest.fixture
def open_drawn(qtbot: QtBot, tmp_path: Path):
    """Opens a kiosk of the bundled campaign whose form has a drawn signature."""

    def start(asked: str) -> Stall:
        content = tmp_path / "content"
        shutil.copytree(CAMPAIGNS / "stop-repression-hong-kong", content)
        top = content / "campaign.toml"
        top.write_text(top.read_text().replace("[form]", f'[form]\nsignature = "{asked}"'))
        folder = tmp_path / "training"
        folder.mkdir()
        application()
        training = make_training(folder, content)
        window = stall_window(training.kiosk)
        qtbot.addWidget(window)
        window.resize(1366, 768)
        window.show()
        return Stall(training, window, [])

    return start


def to_the_country(visitor: Visitor) -> None:
    visitor.tap("sign")
    visitor.type_into("name", "Ann")
    visitor.tap("next")


def scribble(stall: Stall) -> None:
    pad = stall.visitor.find(InkPad, "ink-pad")
    start = pad.rect().center()
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=start)
    for n in range(30):
        QTest.mouseMove(pad, start + QPoint(4 * n, -n * n // 10))
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=start + QPoint(120, -90))


def test_a_required_drawing_is_asked_for_and_is_what_the_coordinator_opens(open_drawn) -> None:
    stall = open_drawn("required")
    visitor = stall.visitor
    to_the_country(visitor)
    visitor.tap("country-HK")
    assert stall.window.visit.step is Step.DRAWN
    visitor.tap("next")
    assert visitor.find(QLabel, "remark-drawn").text() == "Please fill this in."
    scribble(stall)
    scribble(stall)
    visitor.tap("undo-stroke")
    drawn = stall.window.visit.draft.drawn
    assert len(drawn) == 1
    visitor.tap("language-zh-Hant")
    visitor.tap("back")
    visitor.tap("next")
    stall.window.resize(1024, 600)
    assert visitor.find(InkPad, "ink-pad").drawn == drawn
    for tap in ("next", "next", "consent", "submit", "done"):
        visitor.tap(tap)
    (signature,) = stall.signatures()
    assert decode_strokes(signature.drawn) == drawn
    assert stall.kiosk.pack.manifest.record_bytes == 4096


def test_an_optional_drawing_may_be_the_typed_name_or_nothing(open_drawn) -> None:
    stall = open_drawn("asked")
    visitor = stall.visitor
    for typed in (True, False):
        to_the_country(visitor)
        visitor.tap("country-HK")
        visitor.tap("extra-drawn")
        if typed:
            visitor.tap("typed-signature")
        scribble(stall)
        if not typed:
            visitor.tap("clear-strokes")
        for tap in ("next", "next", "consent", "submit", "done"):
            visitor.tap(tap)
    assert [(s.drawn, s.typed_signature) for s in stall.signatures()] == [("", True), ("", False)]


def test_the_next_visitor_finds_an_empty_sheet(open_drawn, qtbot: QtBot) -> None:
    stall = open_drawn("asked")
    visitor = stall.visitor
    for canary in (True, False):
        to_the_country(visitor)
        visitor.tap("country-HK")
        visitor.tap("extra-drawn")
        assert visitor.find(InkPad, "ink-pad").drawn == ()
        if canary:
            scribble(stall)
            for tap in ("next", "next", "consent", "submit", "done"):
                visitor.tap(tap)
