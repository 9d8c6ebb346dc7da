"""The signatures: listed, filtered, searched, and told in full; also when there are a million."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QAbstractButton, QTableView

from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.register.boxes import box
from kiosk.coordinator.register.register import Register
from kiosk.coordinator.register.seals import kiosk_seal, record_seal
from kiosk.ui.desk.navigation import PageId
from kiosk.ui.desk.parts.file_dialog import FileDialog
from kiosk.ui.desk.signatures.records_model import DAY, STATE
from tests import patience
from tests.conftest import Desk
from tests.people import person
from tests.ui.desk.conftest import DeskHand, OpenDesk
from tests.ui.desk.harvest import harvest
from tests.ui.languages import LANGUAGES

MANY = 1_000_000
READABLE = 20_000
"""Of the many, those that have a signature to open; the others are there to be counted and scrolled past."""


@pytest.fixture
def merged(open_desk: OpenDesk, desk_folder: Path, keys: CampaignKeys, stick: Path) -> DeskHand:
    """A desk with the harvest of three stalls in its register, at its signatures."""
    assert Desk(desk_folder, keys).merge(*harvest(keys, stick)).new == 57
    hand = open_desk(desk_folder)
    hand.unlock()
    hand.click("page-signatures")
    hand.wait_for("57 signatures")
    return hand


def names(hand: DeskHand) -> list[str]:
    """The first column, once all of it is read."""
    table = hand.window.findChild(QTableView, "records")

    def read() -> list[str]:
        model = table.model()
        return [model.index(row, 0).data() for row in range(model.rowCount())]

    hand.qtbot.waitUntil(lambda: "…" not in read())
    return read()


def choose(hand: DeskHand, row: int) -> None:
    hand.window.findChild(QTableView, "records").selectRow(row)


def test_every_state_has_its_list(merged: DeskHand) -> None:
    merged.click("chip-duplicate")
    merged.wait_for("1 signature")
    choose(merged, 0)
    merged.wait_for("the same person as")
    merged.click("chip-unreadable")
    merged.qtbot.waitUntil(lambda: not merged.sees("the same person as"))
    merged.wait_for("1 signature")
    choose(merged, 0)
    merged.wait_for("Its line in the signatures file is damaged.")


@pytest.mark.parametrize("language", LANGUAGES)
def test_days_and_states_can_be_read_whole(merged: DeskHand, language: str) -> None:
    merged.click(f"language-{language}")
    merged.wait_for("57")
    names(merged)  # all is read
    table = merged.window.findChild(QTableView, "records")
    for column in (DAY, STATE):
        assert table.sizeHintForColumn(column) <= table.columnWidth(column)


def test_a_number_in_the_books_opens_its_list(merged: DeskHand) -> None:
    merged.click("page-merge")
    merged.click("all-duplicate")
    merged.wait_for("1 signature")
    merged.click("page-merge")
    merged.button("all-duplicate")
    table = merged.window.findChild(QTableView, "kiosks")
    table.chosen.emit([table.model().index(row, 0).data() for row in range(3)].index("Gate"), 1)
    merged.wait_for("17 signatures")
    assert merged.sees("Only Gate")
    merged.click("chip-kiosk")
    merged.wait_for("57 signatures")


def test_a_name_is_found_and_the_whole_record_told(merged: DeskHand) -> None:
    merged.type("search", "PETROV")
    merged.click("search")
    merged.wait_for("0 signatures")
    merged.window.page.first_focus.clear()
    merged.type("search", "иван петров 3")
    merged.click("search")
    merged.wait_for("1 signature")
    assert names(merged) == ["Иван Петров 3"]
    choose(merged, 0)
    merged.wait_for("canary3@example3.org")
    merged.click("show-all")
    merged.wait_for("57 signatures")


def test_who_is_near_is_shown_apart(merged: DeskHand) -> None:
    merged.type("search", "Ivna Petrov")
    merged.click("search")
    merged.wait_for("0 signatures")
    merged.window.page.first_focus.clear()
    merged.type("search", "петров ивна 3")
    merged.click("search")
    merged.wait_for("0 signatures · 1 more is near.")
    assert names(merged) == []
    merged.click("chip-near")
    merged.wait_for("1 signature · Near")
    assert names(merged) == ["Иван Петров 3"]
    merged.click("chip-found")
    merged.wait_for("0 signatures · 1 more is near.")
    merged.click("show-all")
    merged.wait_for("57 signatures")


def test_another_language_keeps_what_was_looked_for(merged: DeskHand) -> None:
    merged.click("chip-duplicate")
    merged.wait_for("1 signature")
    merged.click("language-zh-Hans")
    merged.wait_for("1 个签名")
    assert merged.button("chip-duplicate").isChecked()


def test_nothing_that_was_opened_outlives_the_lock(merged: DeskHand) -> None:
    merged.type("search", "canary3")
    merged.click("search")
    merged.wait_for("1 signature")
    browsing = merged.window.work.browsing
    merged.click("lock")
    assert (browsing.text, len(browsing.listing), browsing._session) == ("", 0, None)
    assert not any("canary" in text or "Петров" in text for text in merged.texts())


def test_a_record_that_was_changed_does_not_hide_the_others(merged: DeskHand, desk_folder: Path) -> None:
    with sqlite3.connect(desk_folder / "register.sqlite") as register:
        register.execute("UPDATE record SET box = zeroblob(400) WHERE key = 5")
    merged.click("chip-counted")
    merged.wait_for("55 signatures")
    assert names(merged).count("") == 1
    choose(merged, names(merged).index(""))
    merged.wait_for("was changed or damaged")


class Heart(QTimer):
    """Beats every 10 ms, and notices the longest time in which it could not.

    What counts is processor time, of the UI thread alone and of all threads together (one of
    them may keep the UI thread waiting), as a share of all that was used while it beat: so it does not
    matter how fast the computer is, and what else it has to do.
    """

    def __init__(self) -> None:
        super().__init__()
        self.alone = self.together = 0.0
        self._last = time.thread_time(), time.process_time()
        self._first = self._last[1]
        self.timeout.connect(self._beat)
        self.start(10)

    def finish(self) -> float:
        """Stops, and says how much processor time was used from the beginning."""
        self.stop()
        return time.process_time() - self._first

    def _beat(self) -> None:
        now = time.thread_time(), time.process_time()
        self.alone = max(self.alone, now[0] - self._last[0])
        self.together = max(self.together, now[1] - self._last[1])
        self._last = now


@pytest.fixture
def many(desk_folder: Path, keys: CampaignKeys) -> Path:
    """The campaign folder with a register of a million records of one kiosk."""
    Register(desk_folder / "register.sqlite", keys.key_id)
    kiosk, cipher = bytes(16), ChaCha20Poly1305(keys.register_key)

    def rows() -> Iterator[tuple[object, ...]]:
        for n in range(1, MANY + 1):
            place, state = (kiosk, n, bytes(16), n.to_bytes(32)), "opened" if (n + 1) % 50 else "withdrawn"
            data = box(cipher, person(n), place) if n > MANY - READABLE and (n + 1) % 50 else None
            seal = record_seal(keys.seal_key, place, state, "", ("2026-11-01", "", "", ""), None, data, ())
            yield n, *place, "2026-11-01", state, "counted" if (n + 1) % 50 else state, data, seal

    with sqlite3.connect(desk_folder / "register.sqlite") as register:
        register.execute(
            "INSERT INTO kiosk (id, name, last_seq, seal) VALUES (?, 'Stall A', ?, ?)",
            (kiosk, MANY, kiosk_seal(keys.seal_key, kiosk, "Stall A", MANY, "")),
        )
        register.executemany(
            "INSERT INTO record (key, kiosk, seq, id, digest, day, outcome, status, reason, box, seal) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, '', ?, ?)",
            rows(),
        )
    return desk_folder


@pytest.mark.long
def test_a_million_signatures_open_scroll_and_are_searched_without_a_stop(
    open_desk: OpenDesk, many: Path
) -> None:
    hand = open_desk(many)
    hand.unlock()
    hand.button("lock")
    heart = Heart()
    hand.window.show_page(PageId.SIGNATURES)
    # The register is checked whole before any of it is shown.
    table = hand.window.findChild(QTableView, "records")
    hand.qtbot.waitUntil(lambda: table.model().rowCount() == MANY, timeout=900_000)
    bar = table.verticalScrollBar()
    for part in range(1, 60):
        bar.setValue(bar.maximum() * part // 60)
        patience.settle()
    table.scrollToBottom()
    hand.qtbot.waitUntil(lambda: table.model().index(MANY - 1, 0).data().endswith(f" {MANY}"))
    hand.type("search", f"canary{MANY - 7}@example{MANY - 7}.org")
    hand.click("search")
    hand.wait_for("Looked at")
    hand.qtbot.waitUntil(lambda: hand.sees("1 signature"))
    hand.click("show-all")
    hand.qtbot.waitUntil(lambda: hand.sees("1,000,000 signatures"))
    used = heart.finish()
    assert heart.alone < used / 150
    assert heart.together < used / 75

    # A search is stopped.
    hand.window.page.first_focus.clear()
    hand.type("search", "nobody")
    hand.click("search")
    hand.wait_for("Looked at")
    hand.click("stop")
    hand.wait_for("0 signatures")
    progress = hand.window.work.browsing.progress
    assert progress.done < progress.of == MANY


def test_a_copy_for_the_person_is_saved_from_the_story(
    merged: DeskHand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    merged.click("chip-duplicate")
    merged.wait_for("1 signature")
    choose(merged, 0)
    merged.click("copy")
    merged.wait_for("Only this one")
    for name, ending in (("save-read", ".html"), ("save-programs", ".json")):
        file = tmp_path / f"mine{ending}"
        monkeypatch.setattr(FileDialog, "save", lambda *_, file=file: (str(file), ""))
        merged.click(name)
        merged.wait_for(f"mine{ending}")
        assert "canary" in file.read_text(encoding="utf-8")
    assert len(json.loads(file.read_text())["records"]) == 2
    merged.click("alone")
    file.unlink()
    merged.click("save-programs")
    merged.qtbot.waitUntil(file.exists)
    merged.qtbot.waitUntil(merged.button("save-programs").isEnabled)
    assert len(json.loads(file.read_text())["records"]) == 1
    merged.click("back")
    merged.button("chip-duplicate")


def test_a_field_and_the_listing_are_put_right_from_the_story_and_taken_back(merged: DeskHand) -> None:
    merged.type("search", "иван петров 3")
    merged.click("search")
    merged.wait_for("1 signature")
    choose(merged, 0)
    merged.click("correct")
    merged.button("public-initials")
    assert merged.sees("Hong Kong"), "a country goes by its name, not by its code"
    merged.clear("city")
    merged.type("city", "Porto")
    merged.click("public-initials")
    merged.click("updates-yes")
    merged.click("put-right")
    merged.wait_for("Please fill this in.")
    merged.type("who", "Kim")
    merged.click("put-right")
    merged.wait_for("City: Porto")
    merged.wait_for("List my initials · wants news")
    assert not merged.sees("Country: "), "what nobody changed is not put right"
    merged.click("back")
    merged.wait_for("1 signature")
    choose(merged, 0)
    merged.wait_for("As signed:")
    assert merged.sees("Porto")
    merged.click("correct")
    merged.type("who", "Kim")
    merged.wait_for("Take this back")
    (undo,) = [
        one
        for one in merged.window.findChildren(QAbstractButton)
        if one.text() == "Take this back" and one.isVisible()
    ]
    merged.click(undo.objectName())
    merged.wait_for("taken back")
