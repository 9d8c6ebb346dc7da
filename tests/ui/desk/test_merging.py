"""Files are merged in the window, and the books say what came of it."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QTableView

from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.counting.books import Account
from kiosk.coordinator.merge import merge as merging
from kiosk.ui.desk.navigation import PageId
from kiosk.ui.desk.parts.file_dialog import FileDialog
from tests import patience
from tests.exports import HandmadeKiosk
from tests.people import person
from tests.ui.conftest import Clock
from tests.ui.desk.conftest import DeskHand, OpenDesk
from tests.ui.desk.harvest import STALLS, harvest


@pytest.fixture
def files(keys: CampaignKeys, stick: Path) -> list[Path]:
    return harvest(keys, stick)


def drop(hand: DeskHand, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    event = QDropEvent(
        QPointF(500, 400),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    hand.window.dropEvent(event)
    assert event.isAccepted()


def shown_account(hand: DeskHand) -> Account:
    states = ("counted", "duplicate", "withdrawn", "rejected", "unreadable")
    account = Account(**{state: int(hand.button(f"all-{state}").text()) for state in states})
    assert account.collected == int(hand.button("all-collected").text())
    return account


def table(hand: DeskHand, name: str) -> list[list[str]]:
    model = hand.window.findChild(QTableView, name).model()
    return [
        [model.index(row, column).data() for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_a_dropped_stick_is_merged_and_the_books_balance(
    hand: DeskHand, files: list[Path], stick: Path
) -> None:
    (stick / "holiday.jpg").write_bytes(b"sun")
    hand.window.show_page(PageId.CAMPAIGN)
    drop(hand, stick)
    hand.wait_for("3 files merged: 57 new signatures, 0 known already.")
    assert shown_account(hand) == Account(counted=55, duplicate=1, unreadable=1)
    assert hand.sees("1 other file was left out")
    rows = {row[0]: row[1:] for row in table(hand, "kiosks")}
    assert set(rows) == set(STALLS)
    assert rows["Gate"][-1] == "3–5"
    hand.click("chip-files")
    assert "Damaged or missing" in table(hand, "files")[0][-1]
    assert hand.sees("Damaged or missing")


def test_files_that_were_opened_are_merged_once_the_campaign_is_unlocked(
    open_desk: OpenDesk, desk_folder: Path, files: list[Path]
) -> None:
    hand = open_desk(exports=files)
    assert hand.sees("3 files are merged as soon as the campaign is unlocked.")
    hand.window.open(desk_folder)
    hand.wait_for("3 files are merged as soon as the campaign is unlocked.")
    hand.unlock()
    hand.wait_for("3 files merged: 57 new signatures, 0 known already.")
    assert shown_account(hand).collected == 57
    hand.window.lock()
    assert not hand.sees("merged as soon as")


def test_one_signature_is_told_as_one(hand: DeskHand, keys: CampaignKeys, stick: Path) -> None:
    kiosk = HandmadeKiosk(keys, "Gate")
    file = stick / "Gate.signatures"
    file.write_bytes(kiosk.batch(kiosk.sign(person(1))))
    drop(hand, stick)
    hand.wait_for("1 file merged: 1 new signature, 0 known already.")
    hand.window.show_page(PageId.REPORTS)
    for language, told in (
        ("en", ("signature that counts", "country", "stall")),
        ("de", ("Unterschrift, die zählt", "Land", "Stand")),
    ):
        hand.window.speak(language)
        for words in told:
            hand.qtbot.waitUntil(lambda words=words: words in hand.texts())


def test_merging_again_brings_nothing_new(
    hand: DeskHand, files: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FileDialog, "open_many", lambda *_: [str(file) for file in files])
    hand.click("page-merge")
    hand.click("choose-files")
    hand.wait_for("57 new signatures")
    before = shown_account(hand)
    hand.click("choose-files")
    hand.wait_for("0 new signatures, 56 known already.")
    assert shown_account(hand) == before


def test_files_that_are_none_leave_no_register(hand: DeskHand, stick: Path, desk_folder: Path) -> None:
    (stick / "holiday.jpg").write_bytes(b"sun")
    drop(hand, stick)
    hand.wait_for("There was no signatures file to merge.")
    assert not (desk_folder / "register.sqlite").exists()


def test_a_merge_is_stopped_and_goes_on(
    hand: DeskHand, files: list[Path], stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop(hand, files[0])
    hand.wait_for("20 new signatures")
    read, pressed = merging.read_batches, threading.Event()

    def slow(path: Path, *rest: object) -> object:
        assert pressed.wait(patience.SECONDS)  # somebody presses Stop while the first file is read
        return read(path, *rest)

    monkeypatch.setattr(merging, "read_batches", slow)
    drop(hand, stick)
    hand.click("stop")
    pressed.set()
    hand.wait_for("Stopped.")
    assert shown_account(hand).collected == 20
    monkeypatch.undo()
    drop(hand, stick)
    hand.wait_for("files merged")
    assert shown_account(hand) == Account(counted=55, duplicate=1, unreadable=1)


@pytest.mark.long
def test_more_bytes_than_two_gibibytes_are_merged(hand: DeskHand, files: list[Path], stick: Path) -> None:
    """Their number is more than Qt's own integers hold."""
    with (stick / "film.signatures").open("wb") as film:
        film.truncate(2**31)
    drop(hand, stick)
    hand.wait_for("4 files merged: 57 new signatures")


def test_receipts_are_written_to_a_stick(
    hand: DeskHand, files: list[Path], stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FileDialog, "folder", lambda *_: str(stick))
    hand.click("page-merge")
    hand.click("receipts")
    hand.wait_for("Merge signatures files first.")
    drop(hand, *files)
    hand.wait_for("57 new signatures")
    hand.click("receipts")
    hand.wait_for("The receipts are in")
    assert any("receipts" in path.name for path in stick.iterdir())


def test_locking_stops_a_merge_but_an_idle_desk_lets_it_end(
    clock: Clock,
    open_desk: OpenDesk,
    desk_folder: Path,
    files: list[Path],
    stick: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read, locked = merging.read_batches, threading.Event()

    def slow(path: Path, *rest: object) -> object:
        assert locked.wait(patience.SECONDS)
        return read(path, *rest)

    monkeypatch.setattr(merging, "read_batches", slow)
    hand = open_desk(desk_folder, idle_seconds=20)
    hand.unlock()
    hand.button("lock")
    drop(hand, stick)
    work = hand.window.work.merging
    clock.pass_by(hand.window, 21)
    hand.wait_for("The merge goes on to its end.")
    assert work._session is None
    hand.unlock()
    hand.qtbot.waitUntil(hand.window._is_busy)  # or the campaign could be destroyed in the middle of it
    with hand.qtbot.waitSignal(work.ended):
        locked.set()
    assert work.merged is None
    hand.window.lock_itself()
    hand.unlock()
    hand.qtbot.waitUntil(lambda: hand.sees("collected"))
    assert shown_account(hand).collected == 57
