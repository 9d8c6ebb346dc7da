"""Every page, in every language and at several sizes: all there, named, inside, not cut, easy to read."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.merge.merge import merge
from kiosk.coordinator.register.register import Register
from kiosk.languages import LANGUAGES as PROGRAM_LANGUAGES
from kiosk.ui.desk.navigation import PageId
from tests.exports import HandmadeKiosk
from tests.people import person
from tests.ui.desk.conftest import OpenDesk
from tests.ui.desk.harvest import harvest
from tests.ui.desk.tour import settle, tour
from tests.ui.faults import faults, poor_contrast
from tests.ui.languages import LANGUAGES

SIZES = [(1024, 700), (1366, 768), (1920, 1080)]


@pytest.fixture
def merged(desk_folder: Path, keys: CampaignKeys, stick: Path) -> Path:
    """A campaign folder with three stalls' signatures in its register, and a copied laptop's."""
    laptop = HandmadeKiosk(keys, "Copied")
    twin = HandmadeKiosk(keys, "Copied", laptop.key)
    both = stick / "both.signatures"
    both.write_bytes(laptop.batch(laptop.sign(person(5000))) + twin.batch(twin.sign(person(5001))))
    merge(Register(desk_folder / "register.sqlite", keys.key_id), keys, [*harvest(keys, stick), both])
    return desk_folder


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_whole_at_every_size(open_desk: OpenDesk, merged: Path, language: str) -> None:
    hand = open_desk()
    hand.window.speak(language)
    wrong = []
    for name in tour(hand, merged):
        for size in SIZES:
            hand.window.resize(*size)
            settle(hand)
            wrong += [f"{name} at {size}: {fault}" for fault in faults(hand.window, by_mouse=True)]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
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


@pytest.mark.parametrize("language", sorted(set(PROGRAM_LANGUAGES) - set(LANGUAGES)))
def test_every_page_is_whole_in_the_other_languages_too(
    open_desk: OpenDesk, merged: Path, language: str
) -> None:
    hand = open_desk(size=SIZES[0])
    hand.click("more-languages")
    hand.click(f"language-{language}")
    wrong = []
    for name in tour(hand, merged):
        settle(hand)
        wrong += [f"{name}: {fault}" for fault in faults(hand.window, by_mouse=True)]
    assert wrong == []
