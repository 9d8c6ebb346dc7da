"""From nothing to a pack on a stick with the window alone; then people sign with it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QPlainTextEdit

from kiosk.app import application, stall_window
from kiosk.campaign.report import content_report
from kiosk.coordinator.campaign import keys as key_files
from kiosk.coordinator.campaign.drawn_words import draw_passphrase
from kiosk.coordinator.campaign.folder import CampaignFolder
from kiosk.coordinator.campaign.strength import Lasts, strength
from kiosk.rehearsal.visitor import Person, Visitor
from kiosk.signing.seal import OpeningKey, Sealed
from kiosk.stall.kiosk import set_up
from kiosk.ui.desk.parts.file_dialog import FileDialog
from kiosk.ui.places import no_sticks
from tests import patience
from tests.long_campaign import PSEUDO, AccentedWords
from tests.ui.desk.conftest import DeskHand, OpenDesk
from tests.ui.desk.test_campaign import type_words, words_on
from tests.ui.faults import faults

MOST_DECISIONS = 15
SIZES = ((1920, 1080), (1366, 768), (1024, 700))
"""The smallest last: what is shown next is drawn as large as the window is then."""


@pytest.fixture(autouse=True)
def _cheap_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(key_files, "MEMORY_KIB", 64)


class Starter:
    """Who starts a campaign: types, clicks, and counts the decisions."""

    def __init__(self, hand: DeskHand, folder: Path, stick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.hand, self.folder, self.stick = hand, folder, stick
        self.decisions = 0
        self._monkeypatch = monkeypatch

    def choose(self, path: Path) -> None:
        """What the system's dialogue for a folder will say next."""
        self._monkeypatch.setattr(FileDialog, "folder", lambda *_: str(path))

    def decide(self, name: str = "next") -> None:
        self.decisions += 1
        self.hand.click(name)

    def write(self, name: str, text: str) -> None:
        """Writes into the box `name` for a text of several lines."""
        (box,) = [
            one for one in self.hand.window.findChildren(QPlainTextEdit, f"text-{name}") if one.isVisible()
        ]
        box.setFocus()
        box.selectAll()
        box.insertPlainText(text)

    def label(self, name: str) -> QLabel:
        (found,) = [one for one in self.hand.window.findChildren(QLabel, name) if one.isVisible()]
        return found

    def steps(self) -> Iterator[str]:
        """All steps, each said when it is answered and not left yet."""
        hand = self.hand
        self.decide("start")
        hand.click("speaks-zh-Hant")
        yield "languages"
        self.decide()
        hand.type("organiser-en", "Night Riders of Riverside")
        hand.type("organiser-zh-Hant", "河畔夜車會")
        hand.type("addressee-en", "the City Council")
        hand.type("addressee-zh-Hant", "市議會")
        hand.type("contact", "riders@night.org")
        yield "who"
        self.decide()
        hand.type("title-en", "Trams all night")
        hand.type("title-zh-Hant", "電車通宵行")
        yield "title"
        self.decide()
        hand.type("slogan-en", "Ride on")
        hand.type("slogan-zh-Hant", "坐到天光")
        yield "slogan"
        self.decide()
        self.write("demands-en", "A tram every half an hour, all night.\nStops with light.")
        self.write("demands-zh-Hant", "每半小時一班，通宵行駛。\n車站要有燈。")
        yield "demands"
        self.decide()
        yield "text"
        self.decide()
        for choice in ("country-required", "email-asked", "public-asked", "updates-asked"):
            hand.click(choice)
        yield "fields"
        self.decide()
        hand.click("colours-brick")
        yield "colours"
        self.decide()
        hand.clear("last-day")
        hand.type("last-day", "2031-07-31")
        yield "last-day"
        self.decide()
        self.choose(self.folder)
        hand.click("place")
        yield "place"
        self.decide()
        hand.click("draw-words")
        self.passphrase = self.label("drawn-words").text()
        hand.type("again", self.passphrase)
        yield "key"
        self.decide("make")
        sheets = self._make_sheets(self.folder / "paper")
        yield "sheets"
        self.decide("try")
        for number in (1, 2):
            type_words(hand, words_on(sheets / f"share-{number}-of-3.pdf"))
        hand.qtbot.waitUntil(hand.button("next").isEnabled)
        yield "rehearsal"
        self.decide()
        self.choose(self.stick)
        hand.click("folder")
        hand.qtbot.waitUntil(lambda: "trams-all-night.kioskpack" in self.label("said").text())
        patience.settle()
        yield "pack"
        self.decide("done")

    def _make_sheets(self, folder: Path) -> Path:
        """Saves the sheets, and gives the folder that they are in; the page stays."""
        folder.mkdir()
        self.choose(folder)
        self.hand.click("save")
        self.hand.qtbot.waitUntil(self.hand.button("try").isEnabled)
        return folder / "shares"


@pytest.fixture
def starter(open_desk: OpenDesk, tmp_path: Path, stick: Path, monkeypatch: pytest.MonkeyPatch) -> Starter:
    hand = open_desk()
    hand.click("language-en")
    return Starter(hand, tmp_path, stick, monkeypatch)


def test_from_nothing_to_a_pack_on_a_stick_and_a_signature_with_the_window_alone(
    starter: Starter, tmp_path: Path
) -> None:
    seen = []
    for step in starter.steps():
        seen.append(step)
        if step in ("languages", "key", "sheets", "rehearsal"):
            assert starter.label("steps").text().startswith("Step ")
    assert len(seen) == 14
    assert starter.decisions <= MOST_DECISIONS
    folder = CampaignFolder.open(tmp_path / "trams-all-night")
    campaign = folder.read_content()
    assert content_report(campaign) == []
    assert campaign.texts["zh-Hant"].demands[1] == "車站要有燈。"
    assert campaign.retention.destroy_by == datetime.date(2031, 7, 31)
    assert campaign.asked["email"] == "asked"
    assert campaign.colours.accent == "#9b2f1b"
    assert folder.public.rehearsed

    kiosk = set_up(starter.stick / "trams-all-night.kioskpack", "Stall", tmp_path / "kiosk", None)
    assert not kiosk.pack.manifest.untested
    window = stall_window(kiosk, find_sticks=no_sticks)
    starter.hand.qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    Visitor(window).sign(Person("zh-Hant", "Chan Tai Man", "HK", "chan@example.org"))
    (stored,) = kiosk.vault.records()
    keys = folder.unlock(starter.passphrase)
    signed = OpeningKey(keys.opening_seed, keys.key_id).open(Sealed(stored.record.id, stored.record.sealed))
    assert (signed.name, signed.country, signed.language) == ("Chan Tai Man", "HK", "zh-Hant")


def test_what_was_begun_is_given_up_only_when_that_is_said(starter: Starter) -> None:
    hand = starter.hand
    hand.click("start")
    hand.click("back")
    assert hand.sees("Start a campaign"), "nothing was entered, so nothing is asked"
    hand.click("start")
    hand.click("speaks-de")
    hand.click("back")
    assert hand.sees("Leave without saving?")
    hand.click("stay")
    assert hand.button("speaks-de").isChecked()
    hand.click("back")
    hand.click("leave")
    assert hand.sees("Start a campaign")


def test_what_is_lacking_or_cannot_be_is_told_where_it_is(starter: Starter) -> None:
    hand = starter.hand
    hand.click("start")
    hand.click("speaks-en")
    hand.click("next")
    assert hand.sees("Choose at least one.")
    hand.click("speaks-en")
    hand.click("next")
    hand.click("next")
    assert starter.label("remark-organiser-en").text() == "Write something here: the campaign needs it."
    hand.type("organiser-en", "Us")
    hand.type("addressee-en", "Them")
    hand.click("next")
    hand.type("title-en", "<b>Trams</b>")
    hand.click("next")
    assert "en/texts.toml" in starter.label("mistake").text()
    hand.clear("title-en")
    hand.type("title-en", "Trams")
    hand.click("next")
    hand.wait_for("What shall passers-by read?")


def test_back_and_the_main_button_keep_their_places(starter: Starter) -> None:
    hand, places = starter.hand, set()
    for step in starter.steps():
        mains = [one for one in (hand.window.page.primary,) if one is not None]
        back = hand.window.findChildren(QAbstractButton, "back")
        shown = [one for one in (*mains, *back) if one.isVisible()]
        places |= {
            (one.objectName() == "back", one.mapTo(hand.window, one.rect().topLeft())) for one in shown
        }
        if step == "sheets":
            break
    assert len(places) == 2


def test_colours_of_ones_own_are_corrected_live(starter: Starter) -> None:
    hand = starter.hand
    for _ in starter.steps():
        if hand.sees("Which colours?"):
            break
    hand.clear("colour-ink")
    hand.window.findChild(QLineEdit, "field-colour-ink").textEdited.emit("")
    assert hand.sees("A colour is written as #1a2b3c.")
    for letter in "#fdf0e0":
        hand.qtbot.keyClicks(hand.window.findChild(QLineEdit, "field-colour-ink"), letter)
    assert "the screens use #" in starter.label("corrected").text()
    before = starter.label("beside").pixmap().toImage()
    hand.click("colours-sea")
    assert starter.label("corrected").text() == ""
    hand.qtbot.waitUntil(lambda: starter.label("beside").pixmap().toImage() != before)


def test_every_step_fits_in_every_size(starter: Starter) -> None:
    hand = starter.hand
    for step in starter.steps():
        for size in SIZES:
            hand.window.resize(*size)
            application().processEvents()
            assert faults(hand.window, by_mouse=True) == [], (step, size)


def test_every_step_is_whole_in_long_words(starter: Starter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.ui.language.catalogue", lambda tag: AccentedWords())
    hand, wrong = starter.hand, list[str]()
    for step in starter.steps():
        if step == "languages":  # those of the window are proposed there
            hand.window.speak(PSEUDO)
        for size in ((1366, 768), (1024, 600)):
            hand.window.resize(*size)
            patience.settle()
            wrong += [f"{step} at {size}: {fault}" for fault in faults(hand.window, by_mouse=True)]
    assert wrong == []


def test_six_words_that_are_drawn_hold_longer_than_a_thousand_years() -> None:
    drawn = {draw_passphrase() for _ in range(20)}
    assert len(drawn) == 20
    assert {strength(words).lasts for words in drawn} == {Lasts.LONGER}
