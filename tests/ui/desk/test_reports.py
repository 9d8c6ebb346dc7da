"""The numbers are looked at, and lists and the petition are saved."""

from __future__ import annotations

import csv
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtWidgets import QLabel, QTableView

from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.merge.merge import merge
from kiosk.coordinator.register.register import Register, Row
from kiosk.coordinator.reports.hand_over import hand_overs
from kiosk.ui.desk.navigation import PageId
from kiosk.ui.desk.parts.file_dialog import FileDialog
from tests import patience
from tests.exports import HandmadeKiosk
from tests.people import person
from tests.ui.desk.conftest import DeskHand, OpenDesk


def bring(desk_folder: Path, keys: CampaignKeys, stick: Path, people: int = 12) -> None:
    """Two stalls' signatures in the register: `people` at the first, of whom one also signs at the second."""
    files = []
    for name, numbers in (("Library steps", range(people)), ("Gate", range(people - 1, people + 2))):
        kiosk = HandmadeKiosk(keys, name)
        signed = [
            person(
                n,
                date=f"2026-11-{1 + n % 3:02d}",
                public="name" if n % 2 else "no",
                country="TW" if n % 4 == 0 else "HK",
                language="zh-Hant" if n % 3 else "en",
                updates=n % 2 == 1,
            )
            for n in numbers
        ]
        file = stick / f"{name}.signatures"
        file.write_bytes(kiosk.batch(kiosk.sign(*signed)))
        files.append(file)
    merge(Register(desk_folder / "register.sqlite", keys.key_id), keys, files)


@pytest.fixture
def reports(open_desk: OpenDesk, desk_folder: Path, keys: CampaignKeys, stick: Path) -> DeskHand:
    """An unlocked desk with the reports open."""
    bring(desk_folder, keys, stick)
    hand = open_desk(desk_folder)
    hand.unlock()
    hand.wait_for("Merge")
    hand.window.show_page(PageId.REPORTS)
    hand.wait_for("signatures that count")
    return hand


def save_as(monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
    """The next file dialog is answered with `file`."""
    monkeypatch.setattr(FileDialog, "save", lambda *_: (str(file), ""))


def table(hand: DeskHand, name: str) -> QTableView:
    """The one that is shown; after a change of language another may not have gone yet."""

    def shown() -> list[QTableView]:
        return [one for one in hand.window.findChildren(QTableView, name) if one.isVisible()]

    hand.qtbot.waitUntil(lambda: len(shown()) == 1)
    return shown()[0]


def lines(hand: DeskHand, group: str) -> list[list[str]]:
    """The table of one of the totals."""
    hand.click(f"by-{group}")
    hand.click(f"totals-{group}-table")
    model = table(hand, f"totals-{group}-numbers").model()
    return [
        [model.index(row, column).data() for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_the_totals_say_how_many_signed_where_and_when(reports: DeskHand) -> None:
    assert lines(reports, "days") == [
        ["Nov 1, 2026", "5", "0"],
        ["Nov 2, 2026", "5", "0"],
        ["Nov 3, 2026", "4", "1"],
    ]
    assert lines(reports, "countries") == [["Hong Kong", "10", "1"], ["Taiwan", "4", "0"]]
    assert lines(reports, "languages") == [["繁體中文", "9", "1"], ["English", "5", "0"]]
    assert sorted(row[0] for row in lines(reports, "stalls")) == ["Gate", "Library steps"]
    reports.click("language-zh-Hant")
    reports.wait_for("個計入的簽名")
    assert lines(reports, "kinds") == [["個人", "14", "1"]]


def test_a_list_is_saved_with_those_who_agreed_and_nobody_else(
    reports: DeskHand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_as(monkeypatch, tmp_path / "news")
    reports.click("part-lists")
    reports.click("save-mailing-civicrm.csv")
    reports.wait_for("news.csv is written: 7 lines.")
    rows = list(csv.DictReader((tmp_path / "news.csv").read_text(encoding="utf-8").splitlines()))
    assert sorted(row["Email"] for row in rows) == sorted(
        f"canary{n}@example{n}.org" for n in range(1, 14, 2)
    )


def test_countries_are_named_in_the_language_that_was_chosen(
    reports: DeskHand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_as(monkeypatch, tmp_path / "public.csv")
    reports.click("part-lists")
    reports.click("written-in-zh-Hant")
    reports.click("save-public.csv")
    reports.wait_for("is written")
    assert "香港" in (tmp_path / "public.csv").read_text(encoding="utf-8-sig")


def test_what_is_written_in_a_language_without_the_programs_words_says_so(
    open_desk: OpenDesk, desk_folder: Path, keys: CampaignKeys, stick: Path
) -> None:
    top = desk_folder / "content" / "campaign.toml"
    top.write_text(top.read_text(encoding="utf-8").replace('["en", ', '["en", "nl", '), encoding="utf-8")
    bring(desk_folder, keys, stick)
    hand = open_desk(desk_folder)
    hand.unlock()
    hand.wait_for("Merge")
    hand.window.show_page(PageId.REPORTS)
    hand.click("part-lists")
    lacking = hand.window.findChild(QLabel, "lacking-words")
    assert not lacking.isVisible()
    hand.click("written-in-nl")
    assert lacking.isVisible()
    assert "words of the program are missing in Nederlands" in lacking.text()
    hand.click("written-in-zh-Hant")
    assert not lacking.isVisible()


def test_the_petition_is_one_click_away_from_the_numbers(
    reports: DeskHand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_as(monkeypatch, tmp_path / "petition.pdf")
    reports.click("petition")
    reports.wait_for("petition.pdf is written")
    text = "".join(page.extract_text() for page in PdfReader(tmp_path / "petition.pdf").pages)
    assert "canary" not in text
    assert "歐陽娜娜" in text  # the fifth
    assert "Ana Canário" not in text  # the first, who did not agree to be listed


def test_what_is_open_is_told_before_a_hand_over_and_leads_to_where_it_is_settled(reports: DeskHand) -> None:
    reports.click("part-lists")
    reports.wait_for("Before you hand anything over")
    reports.click("before-unconfirmed")
    reports.qtbot.waitUntil(lambda: reports.button(f"page-{PageId.KIOSKS}").isChecked())


def test_a_petition_that_is_written_is_in_the_log_with_what_was_open(
    reports: DeskHand, desk_folder: Path, keys: CampaignKeys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_as(monkeypatch, tmp_path / "petition.pdf")
    reports.click("petition")
    reports.wait_for("petition.pdf is written")
    (one,) = hand_overs(Register(desk_folder / "register.sqlite", keys.key_id), keys)
    assert (one.what, one.counted, one.open) == ("petition", 14, {"unconfirmed": 2})


def test_a_file_that_cannot_be_written_is_told(
    reports: DeskHand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_as(monkeypatch, tmp_path / "nowhere" / "all.csv")
    reports.click("part-lists")
    reports.click("save-all.csv")
    reports.wait_for("That did not work.")
    assert reports.button("save-all.csv").isEnabled()


def test_writing_is_stopped_and_leaves_nothing(
    reports: DeskHand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "petition.pdf"
    save_as(monkeypatch, file)
    reports.button("petition").click()  # and before the thread has got anywhere:
    reports.button("stop").click()
    reports.wait_for("Stopped: nothing was written.")
    assert not file.exists()


def test_reading_is_stopped_too_and_says_so_at_once(
    reports: DeskHand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows, pressed, read = Register.rows, threading.Event(), []

    def slow(register: Register, key: bytes) -> Iterator[Row]:
        for row in rows(register, key):
            read.append(row)
            yield row
            assert pressed.wait(patience.SECONDS)

    monkeypatch.setattr(Register, "rows", slow)
    save_as(monkeypatch, tmp_path / "petition.pdf")
    reports.click("petition")
    reports.wait_for("Reading the signatures …")
    reports.click("stop")
    assert reports.sees("Stopping …")
    pressed.set()
    reports.wait_for("Stopped: nothing was written.")
    assert len(read) <= 2, "it was not read to the end first"


def test_locking_forgets_what_was_written_and_stops_the_rest(
    reports: DeskHand, desk_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_as(monkeypatch, tmp_path / "petition.pdf")
    assert reports.window.work is not None
    work = reports.window.work.handing_over
    with closing(sqlite3.connect(desk_folder / "register.sqlite", isolation_level=None)) as other_desk:
        other_desk.execute("BEGIN EXCLUSIVE")  # so that it has to wait
        reports.button("petition").click()
        reports.window.lock()
        other_desk.execute("ROLLBACK")
    reports.qtbot.waitUntil(lambda: not _is_valid(work))
    assert not (tmp_path / "petition.pdf").exists()
    assert not reports.sees("petition.pdf")


def _is_valid(work: object) -> bool:
    from shiboken6 import isValid

    return isValid(work)


def test_before_the_first_merge_there_is_nothing_to_report(hand: DeskHand) -> None:
    hand.window.show_page(PageId.REPORTS)
    hand.wait_for("Nothing has been merged yet.")
    assert not hand.button("petition").isEnabled()
    assert hand.window.findChild(QLabel, "outcome").text() == ""
