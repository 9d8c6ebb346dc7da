"""The desk's first page: the number, how it comes about, and what waits for the coordinator."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QLabel, QTableView

from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.merge.merge import merge
from kiosk.coordinator.register.register import Register
from kiosk.coordinator.reports.open_matters import Matter, MatterKind
from kiosk.ui.desk.navigation import PageId
from kiosk.ui.desk.parts.chart_card import ChartCard, ChartPicture
from kiosk.ui.desk.parts.file_dialog import FileDialog
from kiosk.ui.desk.parts.matters import matter_words
from kiosk.ui.desk.today.page import PAGES, TodayPage
from kiosk.ui.language import Language
from tests.conftest import TODAY
from tests.exports import HandmadeKiosk
from tests.people import person
from tests.ui.desk.conftest import DeskHand, OpenDesk

FORMULA = "=SUM(A1)"


@pytest.fixture
def merged(open_desk: OpenDesk, desk_folder: Path, keys: CampaignKeys, tmp_path: Path) -> DeskHand:
    """An unlocked desk with two kiosks' signatures, of which three never came."""
    files = []
    for place, (name, number) in enumerate((("Gate", 40), (FORMULA, 9))):
        kiosk = HandmadeKiosk(keys, name)
        people = (
            person(100 * place + n, date=f"2026-11-{1 + n % 20:02d}", country=("HK", "DE")[n % 2])
            for n in range(number)
        )
        records = kiosk.sign(*people)
        files.append(tmp_path / f"{place}.signatures")
        files[-1].write_bytes(kiosk.batch(records[:3]) + kiosk.batch(records[3 + 3 * place :]))
    merge(Register(desk_folder / "register.sqlite", keys.key_id), keys, files, today=TODAY)
    hand = open_desk(desk_folder)
    hand.unlock()
    hand.wait_for("3 signatures never came")
    return hand


def total(hand: DeskHand) -> str:
    (shown,) = (one for one in hand.window.findChildren(QLabel, "total") if one.isVisible())
    return shown.text()


def card(hand: DeskHand, name: str) -> ChartCard:
    (shown,) = (one for one in hand.window.findChildren(ChartCard, name) if not one.isHidden())
    return shown


def test_the_desk_opens_on_how_it_goes(merged: DeskHand) -> None:
    assert merged.button("page-today").isChecked()
    assert total(merged) == "46"
    pictures = {
        name: card(merged, name).findChild(ChartPicture).accessibleDescription()
        for name in ("days", "map", "stalls")
    }
    assert pictures["map"] == "Hong Kong 24; Germany 22"
    assert "Gate 40" in pictures["stalls"]


def test_the_page_has_the_keys_at_once(merged: DeskHand) -> None:
    page = merged.window.page
    assert isinstance(page, TodayPage)
    assert merged.window.focusWidget() is page.first_focus
    merged.press(Qt.Key.Key_PageDown)
    assert page.first_focus.verticalScrollBar().value() > 0


@pytest.mark.parametrize(("matter", "page"), [("unconfirmed", PageId.KIOSKS), ("gaps", PageId.MERGE)])
def test_what_is_open_leads_to_where_it_is_settled(merged: DeskHand, matter: str, page: PageId) -> None:
    merged.click(f"open-{matter}")
    assert merged.button(f"page-{page}").isChecked()


def test_a_copy_and_receipts_are_what_is_left_to_do_until_they_are_made(
    merged: DeskHand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = tmp_path / "second disk"
    disk.mkdir()
    monkeypatch.setattr(FileDialog, "folder", lambda *_: str(disk))
    merged.wait_for("46 signatures are in no copy of the campaign’s folder")
    merged.click("open-copy")
    merged.click("copy-folder")
    merged.wait_for("The campaign’s folder is copied to")
    (copy,) = disk.iterdir()
    assert (copy / "campaign.json").is_file()
    merged.click("page-today")
    merged.qtbot.waitUntil(lambda: not merged.sees("in no copy"))
    merged.click("open-receipts")
    merged.click("receipts")
    merged.wait_for("The receipts are in")
    merged.click("page-today")
    merged.qtbot.waitUntil(lambda: not merged.sees("no receipt for what was merged"))
    assert merged.button("open-unconfirmed")


def test_what_is_merged_is_in_the_number_when_one_comes_back(
    merged: DeskHand, keys: CampaignKeys, tmp_path: Path
) -> None:
    more = HandmadeKiosk(keys, "Canteen")
    file = tmp_path / "more.signatures"
    file.write_bytes(more.batch(more.sign(person(900), person(901))))
    merged.window.show_page(PageId.MERGE)
    merged.window.work.merging.start([file])
    merged.wait_for("2 new signatures")
    merged.click("page-today")
    merged.qtbot.waitUntil(lambda: total(merged) == "48")


def test_a_stall_called_like_a_formula_is_copied_as_text(merged: DeskHand) -> None:
    merged.button("stalls-copy").click()
    copied = QGuiApplication.clipboard().text()
    assert f"'{FORMULA}" in copied
    assert "Gate\t40" in copied
    merged.wait_for("The table is copied.")


def test_the_table_stands_in_the_charts_place(merged: DeskHand) -> None:
    merged.button("map-table").click()
    (table,) = (one for one in merged.window.findChildren(QTableView, "map-numbers"))
    model = table.model()
    assert {model.index(row, 0).data() for row in range(model.rowCount())} == {"Hong Kong", "Germany"}


@pytest.mark.parametrize("ending", [".png", ".svg", ""])
def test_a_picture_is_saved(
    merged: DeskHand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    chosen = tmp_path / f"days{ending}"
    monkeypatch.setattr(FileDialog, "save", lambda *_: (str(chosen), "SVG (*.svg)"))
    merged.button("days-save").click()
    merged.wait_for("is saved.")
    if ending == ".png":
        assert not QImage(str(chosen)).isNull()
    else:
        assert "<svg" in chosen.with_suffix(".svg").read_text(encoding="utf-8")


def test_everything_that_can_be_open_has_words_and_a_page() -> None:
    for tag in ("en", "zh-Hant"):
        lines = {matter_words(Matter(kind, 2), Language(tag)) for kind in MatterKind}
        assert len(lines) == len(MatterKind)
        assert all("2" in line for line in lines)
    assert PAGES.keys() == set(MatterKind)


def test_what_is_stopped_is_looked_for_again(merged: DeskHand) -> None:
    today = merged.window.work.today
    today.outdate()
    merged.click("page-merge")
    merged.click("page-today")
    today.stop()
    merged.qtbot.waitUntil(lambda: not today.busy)
    merged.click("page-merge")
    with merged.qtbot.waitSignal(today.changed):
        merged.click("page-today")
    merged.qtbot.waitUntil(lambda: not today.busy)
    assert total(merged) == "46"
    assert merged.sees("3 signatures never came")


def test_nothing_of_it_outlives_the_lock(merged: DeskHand) -> None:
    today = merged.window.work.today
    merged.click("lock")
    assert (today.counts, today.matters, today._session) == (None, None, None)


def test_before_anything_is_merged_it_says_so(hand: DeskHand) -> None:
    hand.wait_for("Nothing has been merged yet.")
    assert total(hand) == "0"
    hand.wait_for("Nothing is open.")
