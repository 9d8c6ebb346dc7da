"""Kiosks are trusted, held, revoked and restored; two records of one number are compared."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QTableView

from kiosk.coordinator.campaign.folder import CampaignFolder
from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.counting.books import balance
from kiosk.coordinator.counting.forks import forks
from kiosk.coordinator.rights.withdrawals import plan_by_record, withdraw
from kiosk.exchange.new_pin import read_new_pins
from kiosk.ui.desk.parts.file_dialog import FileDialog
from tests import patience
from tests.conftest import TODAY, Desk
from tests.exports import HandmadeKiosk
from tests.people import person
from tests.ui.desk.conftest import DeskHand, OpenDesk
from tests.ui.desk.harvest import STALLS, harvest


@pytest.fixture
def kiosks(open_desk: OpenDesk, desk_folder: Path, keys: CampaignKeys, stick: Path) -> DeskHand:
    """A desk at its kiosks: three stalls, and a laptop that was copied and went on twice."""
    laptop = HandmadeKiosk(keys, "Copied")
    copy = HandmadeKiosk(keys, "Copied", laptop.key)
    files = harvest(keys, stick)
    for number, one in enumerate((laptop, copy)):
        path = stick / f"copied-{number}.signatures"
        path.write_bytes(one.batch(one.sign(person(5000 + number))))
        files.append(path)
    Desk(desk_folder, keys).merge(*files)
    hand = open_desk(desk_folder)
    hand.unlock()
    hand.click("page-kiosks")
    hand.button("trust")
    return hand


def table(hand: DeskHand) -> QTableView:
    """The list of kiosks, as soon as it is there."""

    def shown() -> list[QTableView]:
        return [one for one in hand.window.findChildren(QTableView, "kiosk-list") if one.isVisible()]

    hand.qtbot.waitUntil(lambda: len(shown()) == 1)
    return shown()[0]


def row(hand: DeskHand, name: str) -> list[str]:
    """The cells of the kiosk `name`; none if it is not listed."""
    model = table(hand).model()
    rows = [
        [model.index(row, column).data() for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]
    return next((cells for cells in rows if cells[0] == name), ["", "", ""])


def choose(hand: DeskHand, name: str) -> None:
    kiosks = table(hand)
    names = [kiosks.model().index(row, 0).data() for row in range(kiosks.model().rowCount())]
    kiosks.selectRow(names.index(name))


def books(hand: DeskHand, state: str) -> int:
    hand.click("page-merge")
    work = hand.window.work
    assert work is not None
    work.merging._tasks.wait()  # the books are read anew after every word on a kiosk
    patience.settle()
    number = int(hand.button(f"all-{state}").text())
    hand.click("page-kiosks")
    return number


def wait_for_state(hand: DeskHand, name: str, state: str) -> None:
    hand.qtbot.waitUntil(lambda: row(hand, name)[2] == state)


def cells(hand: DeskHand, name: str) -> list[list[str]]:
    """All that is in the table `name`."""
    model = hand.window.page.findChild(QTableView, name).model()
    return [
        [model.index(row, column).data() for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_every_kiosk_is_listed_and_the_odd_one_comes_first(kiosks: DeskHand) -> None:
    assert {name: row(kiosks, name)[2] for name in (*STALLS, "Copied")} == dict.fromkeys(
        (*STALLS, "Copied"), "not confirmed"
    )
    assert row(kiosks, "Copied")[1] == "! 1"
    assert kiosks.sees("1 number has several records")


def test_a_file_that_lets_a_kiosks_staff_choose_a_new_pin_is_written_to_a_stick(
    kiosks: DeskHand, keys: CampaignKeys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "for the gate"
    folder.mkdir()
    monkeypatch.setattr(FileDialog, "folder", lambda *_: str(folder))
    choose(kiosks, "Gate")
    kiosks.wait_for("Its signatures")
    kiosks.click("new-pin")
    kiosks.wait_for("carry it like a key")
    (file,) = folder.iterdir()
    (word,) = read_new_pins(file)
    assert word.verify(keys.signer)
    assert kiosks.sees(word.kiosk.hex()[:4])


def test_the_word_on_a_kiosk_that_was_given_last_is_undone(kiosks: DeskHand) -> None:
    counted = books(kiosks, "counted")
    choose(kiosks, "Gate")
    kiosks.click("revoke")
    kiosks.type("revoke-from", "10")
    kiosks.press(Qt.Key.Key_Return)
    wait_for_state(kiosks, "Gate", "revoked")
    kiosks.click("trust")
    kiosks.click("yes")
    wait_for_state(kiosks, "Gate", "trusted")
    kiosks.click("undo-word")
    wait_for_state(kiosks, "Gate", "revoked")
    assert kiosks.sees("revoked from number 10 on")
    assert kiosks.sees(f"{counted} before, {counted - 11} now.")
    assert not [one for one in kiosks.window.findChildren(QAbstractButton, "undo-word") if one.isVisible()]


def test_a_kiosk_is_trusted_held_revoked_and_restored(
    kiosks: DeskHand, desk_folder: Path, keys: CampaignKeys
) -> None:
    counted = books(kiosks, "counted")
    gate = next(one for one in balance(Desk(desk_folder, keys).register).kiosks if one.name == "Gate")
    kiosks.button("trust")
    choose(kiosks, "Gate")
    kiosks.wait_for("Its signatures")
    kiosks.click("trust")
    kiosks.wait_for("Nothing that counts now changes. It is not flagged any more.")
    kiosks.click("yes")
    wait_for_state(kiosks, "Gate", "trusted")
    kiosks.click("hold")
    kiosks.wait_for(f"{gate.account.counted} signatures that count now are set aside")
    kiosks.click("yes")
    wait_for_state(kiosks, "Gate", "waits")
    assert books(kiosks, "rejected") > 2
    kiosks.button("its-list")
    choose(kiosks, "Gate")
    kiosks.click("restore")
    kiosks.wait_for("17 signatures that were set aside count again, unless they are duplicates.")
    kiosks.click("yes")
    wait_for_state(kiosks, "Gate", "not confirmed")
    kiosks.click("revoke")
    kiosks.button("from-first")
    assert kiosks.sees("Type a number.")
    assert not kiosks.button("yes").isEnabled()
    kiosks.type("revoke-from", "10")
    kiosks.wait_for("11 signatures that count now are set aside")
    kiosks.press(Qt.Key.Key_Return)
    wait_for_state(kiosks, "Gate", "revoked")
    assert kiosks.sees("revoked from number 10 on")
    assert kiosks.sees(f"{counted} before, {counted - 11} now.")
    kiosks.click("restore")
    kiosks.click("yes")
    wait_for_state(kiosks, "Gate", "not confirmed")
    assert books(kiosks, "counted") == counted


def test_a_seized_laptop_may_go_on_counting_up_to_now(kiosks: DeskHand) -> None:
    choose(kiosks, "Gate")
    kiosks.click("revoke")
    kiosks.click("from-next")
    kiosks.wait_for("Nothing that counts now changes. What is merged later")
    assert kiosks.window.page.findChild(QLineEdit, "field-revoke-from").text() == "21"


def test_a_word_that_is_not_confirmed_changes_nothing(kiosks: DeskHand) -> None:
    choose(kiosks, "Gate")
    kiosks.click("hold")
    kiosks.click("no")
    kiosks.click("trust")
    kiosks.wait_for("First compare the id")
    assert kiosks.window.focusWidget().objectName() == "no", "Enter pressed twice does no harm"
    choose(kiosks, "Canteen")
    kiosks.button("trust")
    assert {row(kiosks, name)[2] for name in STALLS} == {"not confirmed"}


def test_two_records_of_one_number_are_compared_and_decided(kiosks: DeskHand) -> None:
    assert books(kiosks, "rejected") == 2
    kiosks.click("compare")
    kiosks.wait_for(person(5000).name)
    assert kiosks.sees(person(5001).name)
    assert [line[:2] + line[3:] for line in cells(kiosks, "forks")] == [
        ["Copied", "1", "waits for your word"]
    ]
    kiosks.click("only-1")
    kiosks.wait_for("55 before, 56 now.")
    kiosks.wait_for("accepted, counted")
    assert kiosks.button("part-forks").text().replace("\u00a0", " ") == "Numbers used twice: 0 wait"
    assert cells(kiosks, "forks")[0][3] == "1 of 2 accepted"
    kiosks.click("both")
    kiosks.wait_for("56 before, 57 now.")
    kiosks.click("neither")
    kiosks.wait_for("57 before, 55 now.")
    assert books(kiosks, "rejected") == 2


def test_one_of_two_records_that_was_withdrawn_is_shown_as_that(
    kiosks: DeskHand, desk_folder: Path, keys: CampaignKeys
) -> None:
    desk = Desk(desk_folder, keys)
    (fork,) = forks(desk.register)
    plan = plan_by_record(desk.register, desk.keys, f"Copied:1:{fork.claims[0].digest.hex()}")
    withdraw(desk.register, keys, CampaignFolder.open(desk_folder), plan, TODAY)
    kiosks.click("page-merge")
    kiosks.click("page-kiosks")
    kiosks.click("compare")
    kiosks.button("both")
    assert kiosks.sees("withdrawn")
    buttons = kiosks.window.findChildren(QAbstractButton)
    only = [one for one in buttons if one.isVisible() and one.objectName().startswith("only-")]
    assert len(only) == 1, "nothing of it is left to count"


def test_a_word_that_cannot_be_given_is_told(kiosks: DeskHand, desk_folder: Path) -> None:
    kiosks.click("hold")
    kiosks.button("yes")
    (desk_folder / "register.sqlite").write_bytes(b"no register any more" * 1000)
    kiosks.click("yes")
    kiosks.wait_for("That did not work.")
    kiosks.button("hold")


def test_a_kiosk_leads_to_its_signatures(kiosks: DeskHand) -> None:
    choose(kiosks, "Library steps")
    kiosks.click("its-list")
    kiosks.wait_for("Only Library steps")
    kiosks.wait_for("20 signatures")


def test_new_kiosks_may_be_made_to_wait(
    kiosks: DeskHand, desk_folder: Path, keys: CampaignKeys, tmp_path: Path
) -> None:
    kiosks.click("new-wait")
    kiosks.wait_for("is not counted until you trust it")
    late = HandmadeKiosk(keys, "Late")
    (tmp_path / "late.signatures").write_bytes(late.batch(late.sign(person(7000))))
    Desk(desk_folder, keys).merge(tmp_path / "late.signatures")
    kiosks.click("page-kiosks")
    wait_for_state(kiosks, "Late", "waits")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh-Hant", ["有 1 個簽名的日期尚未到來：它的時鐘快了。", "比較這些記錄"]),
        ("zh-Hans", ["有 1 个签名的日期尚未到来：它的时钟快了。", "比较这些记录"]),
    ],
)
def test_what_is_odd_is_told_in_the_windows_language(
    kiosks: DeskHand, desk_folder: Path, keys: CampaignKeys, tmp_path: Path, language: str, words: list[str]
) -> None:
    ahead = HandmadeKiosk(keys, "Ahead")
    twin = HandmadeKiosk(keys, "Ahead", ahead.key)
    both = ahead.batch(ahead.sign(person(7000), person(7002, date="2999-01-01")))
    (tmp_path / "ahead.signatures").write_bytes(both + twin.batch(twin.sign(person(7001))))
    Desk(desk_folder, keys).merge(tmp_path / "ahead.signatures")
    kiosks.click(f"language-{language}")
    kiosks.click("page-kiosks")
    kiosks.qtbot.waitUntil(lambda: row(kiosks, "Ahead")[0] == "Ahead")
    choose(kiosks, "Ahead")
    for said in words:
        kiosks.wait_for(said)
