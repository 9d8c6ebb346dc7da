"""While the register is checked, every page says how far that is; what was changed is told until seen."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.integrity import suspects
from kiosk.ui.desk.navigation import PageId
from tests import patience
from tests.conftest import Desk
from tests.ui.desk.conftest import OpenDesk
from tests.ui.desk.harvest import harvest
from tests.ui.desk.tour import settle
from tests.ui.faults import faults
from tests.ui.languages import LANGUAGES


@pytest.fixture
def merged(desk_folder: Path, keys: CampaignKeys, stick: Path) -> Path:
    """A campaign folder with 57 signatures in its register, one of them lost on the way."""
    assert Desk(desk_folder, keys).merge(*harvest(keys, stick)).new == 57
    return desk_folder


class SlowChecker:
    """Compares 20 records, ten at a time, and the next only once somebody lets it."""

    def __init__(self) -> None:
        self.looked = 0
        self.go_on = threading.Event()
        self._is_sealed = suspects.is_sealed

    def is_sealed(self, *row: object) -> bool:
        self.looked += 1
        if self.looked > 20:
            assert self.go_on.wait(patience.SECONDS)
        return self._is_sealed(*row)  # type: ignore[arg-type]


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> SlowChecker:
    checker = SlowChecker()
    monkeypatch.setattr(suspects, "_PAGE", 10)
    monkeypatch.setattr(suspects, "is_sealed", checker.is_sealed)
    return checker


def test_every_page_says_how_far_the_check_is_and_the_window_lives(
    open_desk: OpenDesk, merged: Path, slow: SlowChecker
) -> None:
    hand = open_desk(merged)
    hand.unlock()
    hand.wait_for("The register is being checked: 20 of 56 signatures.")
    assert not hand.sees("Nothing has been merged yet.")
    for page in PageId:
        hand.click(f"page-{page}")
        hand.wait_for("The register is being checked: 20 of 56 signatures.")
        assert not hand.sees("Nothing has been merged yet.")
    hand.click("page-merge")
    slow.go_on.set()
    hand.button("all-counted")
    hand.qtbot.waitUntil(lambda: not hand.sees("The register is being checked"))


def test_locking_ends_the_check(open_desk: OpenDesk, merged: Path, slow: SlowChecker) -> None:
    hand = open_desk(merged)
    hand.unlock()
    hand.wait_for("The register is being checked: 20 of 56 signatures.")
    work = hand.window.work
    assert work is not None
    tasks = work.merging._tasks
    hand.click("lock")
    hand.wait_for("Passphrase of the campaign")
    slow.go_on.set()
    tasks.wait()
    assert slow.looked == 30, "no more than the ten that were being compared"


def test_what_was_changed_is_told_wherever_one_is_until_it_is_seen(open_desk: OpenDesk, merged: Path) -> None:
    with closing(sqlite3.connect(merged / "register.sqlite")) as register, register:
        register.execute("UPDATE record SET status = 'counted', duplicate_of = NULL")
    hand = open_desk(merged)
    hand.unlock()
    hand.button("lock")
    hand.window.show_page(PageId.SIGNATURES)  # before the register is checked: so it was not told yet
    hand.wait_for("Somebody changed the register by hand.")
    assert not faults(hand.window, by_mouse=True)
    hand.click("see-changes")
    hand.wait_for("Who is a duplicate of whom was changed in the register")
    assert not hand.sees("Somebody changed the register by hand.")
    hand.click("page-signatures")
    settle(hand)
    assert not hand.sees("Somebody changed the register by hand.")


@pytest.mark.parametrize("size", [(1024, 700), (1366, 768)], ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("language", LANGUAGES)
def test_it_fits_on_every_page(
    open_desk: OpenDesk, merged: Path, slow: SlowChecker, size: tuple[int, int], language: str
) -> None:
    hand = open_desk(merged, size=size)
    hand.window.speak(language)
    hand.unlock()
    hand.button("lock")
    wrong = []
    for page in PageId:
        hand.click(f"page-{page}")
        hand.qtbot.waitUntil(lambda: hand.sees("20") and hand.sees("56"))
        wrong += [f"{page}: {fault}" for fault in faults(hand.window, by_mouse=True)]
    slow.go_on.set()
    settle(hand)
    assert wrong == []
