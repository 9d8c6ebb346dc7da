"""A stranger's kiosk that is called like one of ours: the window keeps them apart."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStyleOptionViewItem, QTableView

from kiosk.coordinator.campaign.keys import CampaignKeys
from tests.conftest import Desk
from tests.exports import HandmadeKiosk
from tests.people import person
from tests.ui.desk.conftest import DeskHand, OpenDesk


@pytest.fixture
def true(keys: CampaignKeys) -> HandmadeKiosk:
    return HandmadeKiosk(keys, "Library steps")


@pytest.fixture
def hand(
    open_desk: OpenDesk, desk_folder: Path, keys: CampaignKeys, true: HandmadeKiosk, tmp_path: Path
) -> DeskHand:
    """At the desk: twelve signatures of the true kiosk, one of a twin, three of one that forges its name."""
    twin = HandmadeKiosk(keys, "Library steps")
    forged = HandmadeKiosk(keys, f"Library steps ({true.id.hex()[:8]})")
    file = tmp_path / "x.signatures"
    file.write_bytes(
        b"".join(
            one.batch(one.sign(*(person(n) for n in people)))
            for one, people in ((true, range(12)), (twin, range(20, 21)), (forged, range(30, 33)))
        )
    )
    Desk(desk_folder, keys).merge(file)
    hand = open_desk(desk_folder)
    hand.unlock()
    return hand


def table(hand: DeskHand, name: str) -> QTableView:
    def shown() -> list[QTableView]:
        return [one for one in hand.window.findChildren(QTableView, name) if one.isVisible()]

    hand.qtbot.waitUntil(lambda: len(shown()) == 1, timeout=20_000)
    return shown()[0]


def column(view: QTableView, number: int) -> list[str]:
    model = view.model()
    return [str(model.index(row, number).data()) for row in range(model.rowCount())]


def test_the_totals_have_a_line_for_each(hand: DeskHand, true: HandmadeKiosk) -> None:
    hand.click("page-reports")
    hand.click("by-stalls")
    hand.click("totals-stalls-table")
    stalls = table(hand, "totals-stalls-numbers")
    assert column(stalls, 1) == ["12", "3", "1"]
    assert column(stalls, 0)[0] == f"Library steps ({true.id.hex()[:8]})"
    assert len(set(column(stalls, 0))) == 3


def test_the_card_warns_of_the_name(hand: DeskHand) -> None:
    hand.click("page-kiosks")
    kiosks = table(hand, "kiosk-list")
    for row in range(3):
        kiosks.selectRow(row)
        hand.wait_for("Its name ")
    assert all(cell.startswith("! ") for cell in column(kiosks, 1))


@pytest.mark.parametrize(
    ("page", "name", "kiosk"),
    [("kiosks", "kiosk-list", 0), ("merge", "kiosks", 0), ("signatures", "records", 3)],
)
def test_where_a_name_is_too_long_the_id_at_its_end_stays(
    hand: DeskHand, page: str, name: str, kiosk: int
) -> None:
    hand.click(f"page-{page}")
    view = table(hand, name)
    option = QStyleOptionViewItem()
    delegate = view.itemDelegateForIndex(view.model().index(0, kiosk))
    delegate.initStyleOption(option, view.model().index(0, kiosk))  # type: ignore[attr-defined]
    assert option.textElideMode == Qt.TextElideMode.ElideMiddle
