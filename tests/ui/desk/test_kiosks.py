"""Kiosks are trusted, held, revoked and restored; of two records of one number, one is let count."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QTableView

from kiosk.coordinator.keys import CampaignKeys
from tests.conftest import Desk
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

    hand.qtbot.waitUntil(lambda: len(shown()) == 1, timeout=10_000)
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
    number = int(hand.button(f"all-{state}").text())
    hand.click("page-kiosks")
    return number


def wait_for_state(hand: DeskHand, name: str, state: str) -> None:
    hand.qtbot.waitUntil(lambda: row(hand, name)[2] == state, timeout=10_000)


def test_every_kiosk_is_listed_and_the_odd_one_comes_first(kiosks: DeskHand) -> None:
    assert {name: row(kiosks, name)[2] for name in (*STALLS, "Copied")} == dict.fromkeys(
        (*STALLS, "Copied"), "not confirmed"
    )
    assert row(kiosks, "Copied")[1] == "! 1"
    assert kiosks.sees("Number 1 has 2 different records")


def test_a_kiosk_is_trusted_held_revoked_and_restored(kiosks: DeskHand) -> None:
    counted = books(kiosks, "counted")
    kiosks.button("trust")
    choose(kiosks, "Gate")
    kiosks.wait_for("Its signatures")
    kiosks.click("trust")
    wait_for_state(kiosks, "Gate", "trusted")
    kiosks.click("hold")
    wait_for_state(kiosks, "Gate", "waits")
    assert books(kiosks, "rejected") > 2
    kiosks.button("its-list")
    choose(kiosks, "Gate")
    kiosks.click("restore")
    wait_for_state(kiosks, "Gate", "not confirmed")
    kiosks.clear("revoke-from")
    kiosks.type("revoke-from", "10")
    kiosks.click("revoke")
    wait_for_state(kiosks, "Gate", "revoked")
    assert kiosks.sees("revoked from number 10 on")
    kiosks.click("restore")
    wait_for_state(kiosks, "Gate", "not confirmed")
    assert books(kiosks, "counted") == counted


def test_one_of_two_records_is_let_count_and_that_is_taken_back(kiosks: DeskHand) -> None:
    rejected = books(kiosks, "rejected")
    assert rejected == 2
    kiosks.button("trust")
    accept = next(
        one
        for one in kiosks.window.page.findChildren(type(kiosks.button("trust")))
        if one.objectName().startswith("accept-")
    )
    piece = accept.objectName().removeprefix("accept-")
    accept.click()
    kiosks.button(f"take-back-{piece}")
    assert books(kiosks, "rejected") == 1
    kiosks.click(f"take-back-{piece}")
    kiosks.button(f"accept-{piece}")
    assert books(kiosks, "rejected") == 2


def test_a_kiosk_leads_to_its_signatures(kiosks: DeskHand) -> None:
    choose(kiosks, "Library steps")
    kiosks.click("its-list")
    kiosks.wait_for("20 signatures")
    assert kiosks.sees("Only Library steps")


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
