"""Every page, in every language and at several sizes: all there, named, inside, not cut, easy to read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtWidgets import QLineEdit, QTextBrowser

from kiosk.coordinator.campaign.folder import CampaignFolder
from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.merge.merge import merge
from kiosk.coordinator.register.register import Register
from kiosk.signing.countries import country_names
from kiosk.ui.desk.navigation import PageId
from kiosk.ui.desk.parts.file_dialog import FileDialog
from tests.exports import HandmadeKiosk
from tests.long import also_long
from tests.long_campaign import PSEUDO, AccentedWords
from tests.people import person
from tests.ui.desk.conftest import DeskHand, OpenDesk
from tests.ui.desk.harvest import STALLS, harvest
from tests.ui.desk.tour import settle, tour
from tests.ui.faults import faults, poor_contrast
from tests.ui.languages import OTHER_LANGUAGES
from tests.ui.untranslated import untranslated

SIZES = [(1024, 600), (1366, 768), (1920, 1080)]


@pytest.fixture
def merged(desk_folder: Path, keys: CampaignKeys, stick: Path) -> Path:
    """A campaign folder with three stalls' signatures in its register, and a copied laptop's."""
    laptop = HandmadeKiosk(keys, "Copied")
    twin = HandmadeKiosk(keys, "Copied", laptop.key)
    both = stick / "both.signatures"
    both.write_bytes(laptop.batch(laptop.sign(person(5000))) + twin.batch(twin.sign(person(5001))))
    merge(Register(desk_folder / "register.sqlite", keys.key_id), keys, [*harvest(keys, stick), both])
    return desk_folder


def _wrong(hand: DeskHand, folder: Path, sizes: Sequence[tuple[int, int]]) -> Iterator[str]:
    """Goes through every page in every one of `sizes`; says what is wrong with any."""
    for name in tour(hand, folder):
        for size in sizes:
            hand.window.resize(*size)
            settle(hand)
            yield from (f"{name} at {size}: {fault}" for fault in faults(hand.window, by_mouse=True))


@pytest.mark.parametrize("language", ["en", *also_long(["zh-Hant", "zh-Hans"])])
def test_every_page_is_whole_at_every_size(open_desk: OpenDesk, merged: Path, language: str) -> None:
    hand = open_desk()
    hand.window.speak(language)
    assert list(_wrong(hand, merged, SIZES)) == []


@pytest.mark.parametrize("language", ["zh-Hant", *also_long(["en", "zh-Hans"])])
def test_every_text_stands_out_from_what_is_behind_it(
    open_desk: OpenDesk, merged: Path, language: str
) -> None:
    hand = open_desk()
    hand.window.speak(language)
    for name in tour(hand, merged):
        assert poor_contrast(hand.window, 4.5) == [], name


def test_every_page_is_whole_before_anything_was_merged(open_desk: OpenDesk, desk_folder: Path) -> None:
    hand = open_desk(desk_folder)
    hand.unlock()
    for page in PageId:
        hand.click(f"page-{page}")
        settle(hand)
        assert faults(hand.window, by_mouse=True) == [], page


def test_no_entry_is_cut_in_a_window_of_any_height(open_desk: OpenDesk, desk_folder: Path) -> None:
    hand = open_desk(desk_folder)
    hand.unlock()
    for height in range(600, 801, 20):
        hand.window.resize(1024, height)
        settle(hand)
        for entry in (hand.button(f"page-{page}") for page in PageId):
            assert entry.height() >= entry.minimumSizeHint().height(), (height, entry.objectName())
            assert entry.geometry().bottom() < entry.parentWidget().height(), (height, entry.objectName())


@pytest.mark.parametrize(
    "language", ["de", "ar", *also_long(one for one in OTHER_LANGUAGES if one not in ("de", "ar"))]
)
def test_every_page_is_whole_in_the_other_languages_too(
    open_desk: OpenDesk, merged: Path, language: str
) -> None:
    hand = open_desk(size=SIZES[0])
    hand.click("more-languages")
    hand.click(f"language-{language}")
    assert list(_wrong(hand, merged, SIZES[:2])) == []


def test_in_a_large_window_what_is_shown_next_is_larger_and_what_is_typed_stays(
    open_desk: OpenDesk, desk_folder: Path
) -> None:
    hand = open_desk(desk_folder)
    window = hand.window

    def height() -> int:
        return hand.button("unlock").height()

    small = height()
    hand.type("passphrase", "half of it")
    window.resize(1920, 1080)
    settle(hand)
    assert height() == small
    assert window.findChild(QLineEdit, "field-passphrase").text() == "half of it"
    window.open(desk_folder)
    settle(hand)
    assert height() >= 1.3 * small
    window.resize(1024, 700)
    hand.qtbot.waitUntil(lambda: height() == small)


def in_front(hand: DeskHand) -> None:
    """Lets the window have the keys."""
    hand.window.activateWindow()
    hand.qtbot.waitUntil(hand.window.isActiveWindow)


def test_ctrl_o_chooses_files_whatever_page_is_shown(hand: DeskHand, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(FileDialog, "open_many", lambda *given: asked.append(given[1]) or [])
    in_front(hand)
    hand.window.show_page(PageId.REPORTS)
    hand.press(Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    assert asked == ["Choose files …"]
    assert hand.button("page-merge").isChecked()


def test_f1_opens_the_guide_which_can_be_searched_without_losing_the_page(hand: DeskHand) -> None:
    in_front(hand)
    hand.window.show_page(PageId.WITHDRAW)
    hand.press(Qt.Key.Key_F1)
    (page,) = hand.window.findChildren(QTextBrowser, "guide")
    assert "screenshots" not in page.toPlainText()
    hand.type("guide", "receipts")
    hand.click("search-guide")
    assert page.textCursor().selectedText() == "receipts"
    first = page.textCursor().position()
    hand.click("search-guide")
    assert page.textCursor().position() != first
    hand.clear("guide")
    hand.type("guide", "a word that is not there")
    hand.click("search-guide")
    hand.wait_for("That is not in the guide.")
    page.anchorClicked.emit(QUrl("#the-last-day"))
    assert page.textCursor().block().text() == "The last day"
    hand.click("close-guide")
    assert hand.button("page-withdraw").isChecked()


def test_no_page_says_anything_in_english(
    open_desk: OpenDesk, merged: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.ui.language.catalogue", lambda tag: AccentedWords())
    hand = open_desk(size=SIZES[1])
    hand.window.speak(PSEUDO)
    campaign = CampaignFolder.open(merged).read_content().texts["en"]
    countries = country_names(PSEUDO).values()
    values = [campaign.title, str(merged), *STALLS, *countries, "Copied", "Ctrl+L", "Zwickau-Ost"]
    values += [
        "CiviCRM",
        "Action Network",
        "content",
        "stop-repression-hong-kong",
        *(link.id for link in campaign.links),
    ]
    wrong = []
    for name in tour(hand, merged):
        wrong += [f"{name}: {text}" for text in untranslated(hand.window, values)]
    assert wrong == []


def test_every_page_is_whole_in_long_words(
    open_desk: OpenDesk, merged: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.ui.language.catalogue", lambda tag: AccentedWords())
    hand = open_desk(size=SIZES[0])
    hand.window.speak(PSEUDO)
    assert list(_wrong(hand, merged, SIZES[:2])) == []
