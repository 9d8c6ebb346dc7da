"""The promise is kept: the day is counted down to, a dry run says what goes, and then it goes."""

from __future__ import annotations

import datetime
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from kiosk.coordinator.campaign.folder import CampaignFolder
from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.register.register import Register
from kiosk.coordinator.rights.destroy import destroy, inventory
from kiosk.coordinator.rights.withdrawals import plan_by_record, withdraw
from kiosk.errors import StorageError
from kiosk.exchange.certificates import read_certificate
from kiosk.stall.sync import sync
from kiosk.ui.desk import session
from kiosk.ui.desk.parts.file_dialog import FileDialog
from kiosk.ui.widgets import hold_button
from tests import patience
from tests.conftest import TODAY, Desk, MakeKiosk
from tests.people import person
from tests.ui.desk.conftest import DeskHand, OpenDesk
from tests.ui.desk.tour import settle
from tests.ui.faults import faults
from tests.ui.languages import LANGUAGES

ID = "stop-repression-hong-kong"


@pytest.fixture
def folder(desk_folder: Path, keys: CampaignKeys, make_kiosk: MakeKiosk, tmp_path: Path) -> CampaignFolder:
    """A campaign at its end: a stall's signatures, one withdrawn, five sheets of the key, and a list."""
    kiosk, stick = make_kiosk("Library steps"), tmp_path / "a stick"
    stick.mkdir()
    for n in range(3):
        kiosk.sign(person(n))
    desk = Desk(desk_folder, keys)
    desk.merge(sync(kiosk, stick).file)
    opened = CampaignFolder.open(desk_folder)
    withdraw(desk.register, keys, opened, plan_by_record(desk.register, desk.keys, "Library steps:3"), TODAY)
    opened.make_shares(keys, 3, 5)
    (desk_folder / "list.csv").write_text("name\nAna Canário\n")
    return opened


@pytest.fixture
def hand(open_desk: OpenDesk, folder: CampaignFolder, monkeypatch: pytest.MonkeyPatch) -> DeskHand:
    """At the page, unlocked; the button is held for a shorter time than by people."""
    monkeypatch.setattr(hold_button, "HOLD_MS", 300)
    hand = open_desk(folder.path)
    hand.unlock()
    hand.click("page-retention")
    hand.button("destroy")
    return hand


def hold(hand: DeskHand) -> None:
    hand.qtbot.mousePress(hand.button("destroy"), Qt.MouseButton.LeftButton)


def destroy_by_hand(hand: DeskHand) -> None:
    hand.type("id", ID)
    hold(hand)


@pytest.mark.parametrize(
    ("before", "said", "warned"),
    [
        (400, "400 days left", ""),
        (30, "30 days left", "It is time"),
        (0, "Today is the last day", "It is time"),
        (-1, "1 day too late", "The promise is broken"),
    ],
)
def test_the_day_is_counted_down_to(
    open_desk: OpenDesk,
    folder: CampaignFolder,
    monkeypatch: pytest.MonkeyPatch,
    before: int,
    said: str,
    warned: str,
) -> None:
    class Clock(datetime.date):
        @classmethod
        def today(cls) -> datetime.date:
            return datetime.date(2028, 12, 31) - datetime.timedelta(days=before)

    monkeypatch.setattr("kiosk.ui.desk.window.Session", lambda *args: session.Session(*args, Clock.today))
    hand = open_desk(folder.path)
    hand.unlock()
    hand.click("page-retention")
    hand.wait_for(said)
    assert hand.sees("Everything is destroyed by Dec 31, 2028")
    assert hand.sees(warned)
    assert warned or not hand.sees("It is time")


def test_the_dry_run_says_exactly_what_goes_and_what_stays(hand: DeskHand, folder: CampaignFolder) -> None:
    shown = [words.replace("\u200b", "") for words in hand.texts()]
    found = inventory(folder)
    in_the_folder = [path.name for path in found.goes if path.parent == folder.path]
    assert in_the_folder[:2] == ["campaign.key", "register.sqlite"]
    for name in (*in_the_folder, *(path.name for path in found.stays), "list.csv"):
        assert name in shown
    assert "1 certificate of a withdrawal" in shown
    assert "what you said of kiosks, records and rules, encrypted" in shown
    assert shown.count("the register with all merged signatures") == 1
    made = folder.public.shares
    assert made is not None
    assert f"The printed sheets 1 to 5 of set {made.set}, and those of any earlier set." in shown
    assert all(path.exists() for path in found.goes)


def test_the_id_is_typed_and_the_button_held_to_the_end(hand: DeskHand, folder: CampaignFolder) -> None:
    button = hand.button("destroy")
    assert not button.isEnabled()
    hand.type("id", ID[:-1])
    assert not button.isEnabled()
    hand.type("id", ID[-1])
    hold(hand)
    hand.qtbot.mouseRelease(button, Qt.MouseButton.LeftButton)
    hand.wait_for("You let go: nothing was deleted.")
    assert folder.key_file.exists()
    hold(hand)
    hand.wait_for("The key and all signatures are destroyed.")
    assert not folder.key_file.exists()
    assert not folder.register_file.exists()


def test_the_certificate_stays_and_the_key_is_dropped(
    hand: DeskHand, folder: CampaignFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    destroy_by_hand(hand)
    hand.wait_for("The key and all signatures are destroyed.")
    assert hand.window.work is None
    assert hand.window.findChild(QLineEdit, "field-passphrase") is None
    assert folder.public.shares is not None
    assert hand.sees(f"The printed sheets 1 to 5 of set {folder.public.shares.set}")
    kept = read_certificate(folder.destruction)
    assert hand.sees(kept.statement)
    assert kept.facts.totals["collected"] == 3
    given = tmp_path / "given.txt"
    monkeypatch.setattr(FileDialog, "save", lambda *_: (str(given), ""))
    hand.click("save-certificate")
    hand.wait_for(f"The certificate is in {given}.")
    assert given.read_bytes() == folder.destruction.read_bytes()
    hand.click("back")
    hand.wait_for("Open a campaign")


def test_a_campaign_that_was_destroyed_opens_to_a_page_that_says_so(
    open_desk: OpenDesk, folder: CampaignFolder, keys: CampaignKeys
) -> None:
    destroy(folder, Register(folder.register_file, keys.key_id), keys, TODAY)
    hand = open_desk(folder.path)
    hand.wait_for("collected 3, counted 2")
    hand.click("back")
    hand.wait_for("Open a campaign")


def test_what_was_cut_short_is_finished(hand: DeskHand, open_desk: OpenDesk, folder: CampaignFolder) -> None:
    stubborn = folder.path / "register.sqlite-stubborn"
    stubborn.mkdir()  # a folder cannot be unlinked
    destroy_by_hand(hand)
    hand.wait_for("Destroying it was cut short")
    assert not folder.key_file.exists()
    again = open_desk(folder.path)
    again.wait_for("Destroying it was cut short")
    again.click("finish")
    again.wait_for("These could not be deleted")
    stubborn.rmdir()
    again.click("finish")
    again.wait_for("The key and all signatures are destroyed.")
    assert folder.destruction.exists()


def test_a_disk_that_refuses_the_certificate_loses_nothing(
    hand: DeskHand, folder: CampaignFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, *_: object) -> None:
        raise StorageError("The disk is full.", "Make room.")

    monkeypatch.setattr("kiosk.coordinator.rights.destroy.write_certificate", full)
    destroy_by_hand(hand)
    hand.wait_for("The disk is full.")
    assert folder.key_file.exists()
    assert folder.register_file.exists()
    monkeypatch.undo()
    monkeypatch.setattr(hold_button, "HOLD_MS", 300)
    hold(hand)
    hand.wait_for("The key and all signatures are destroyed.")


def test_nothing_is_destroyed_while_a_merge_is_under_way(hand: DeskHand, folder: CampaignFolder) -> None:
    work = hand.window.work
    assert work is not None
    merged = Event()
    work.merging.begin(lambda run: merged.wait(patience.SECONDS), lambda _: None)
    destroy_by_hand(hand)
    hand.wait_for("Something is still under way.")
    assert folder.key_file.exists()
    merged.set()


def test_what_today_reads_is_stopped_and_ends_before_anything_goes(
    hand: DeskHand, folder: CampaignFolder
) -> None:
    today = hand.window.work.today  # type: ignore[union-attr]
    read = Event()
    today.begin(lambda run: read.wait(patience.SECONDS), lambda _: None)
    destroy_by_hand(hand)
    hand.qtbot.waitUntil(lambda: today.stopping)
    assert folder.key_file.exists()
    assert not hand.sees("Something is still under way.")
    read.set()
    hand.wait_for("The key and all signatures are destroyed.")
    assert not folder.key_file.exists()


def test_a_forged_certificate_is_not_shown_as_the_coordinators(
    open_desk: OpenDesk, folder: CampaignFolder, keys: CampaignKeys
) -> None:
    destroy(folder, Register(folder.register_file, keys.key_id), keys, TODAY)
    said = folder.destruction.read_bytes()
    folder.destruction.write_bytes(said.replace(b"counted 2", b"counted 9"))
    hand = open_desk(folder.path)
    hand.wait_for("was not signed by this campaign’s coordinator, or was changed.")
    assert not hand.sees("counted 9")


@pytest.mark.parametrize("size", [(1024, 700), (1366, 768)], ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_step_is_whole(
    open_desk: OpenDesk,
    folder: CampaignFolder,
    monkeypatch: pytest.MonkeyPatch,
    size: tuple[int, int],
    language: str,
) -> None:
    monkeypatch.setattr(hold_button, "HOLD_MS", 300)
    hand = open_desk(folder.path, size=size)
    hand.window.speak(language)
    hand.unlock()
    hand.click("page-retention")
    wrong: list[str] = []

    def look(step: str, button: str) -> None:
        hand.button(button)
        settle(hand)
        wrong.extend(f"{step}: {fault}" for fault in faults(hand.window, by_mouse=True))

    look("retention", "destroy")
    stubborn = folder.path / "register.sqlite-stubborn"
    stubborn.mkdir()
    destroy_by_hand(hand)
    look("cut short", "finish")
    stubborn.rmdir()
    hand.click("finish")
    look("destroyed", "save-certificate")
    assert wrong == []
