"""Who may have signed twice: looked for, seen side by side, decided by keys, and taken back."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTableView

from kiosk.coordinator.campaign.folder import CampaignFolder
from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.counting.books import balance
from kiosk.coordinator.merge.merge import merge
from kiosk.coordinator.register.register import Register
from kiosk.coordinator.reports.lists import public_list
from kiosk.ui.desk.navigation import PageId
from tests.exports import HandmadeKiosk
from tests.people import person
from tests.ui.desk.conftest import DeskHand, OpenDesk


@pytest.fixture
def reviewing(open_desk: OpenDesk, desk_folder: Path, keys: CampaignKeys, stick: Path) -> DeskHand:
    """A desk at its duplicates: two families share an e-mail each."""
    kiosk = HandmadeKiosk(keys, "Gate")
    signed = [
        person(1, name="Rosa Lam", email="home@example.org"),
        person(2, name="Peter Lam", email="home@example.org"),
        person(3, name="陳大文", email="chan@example.org"),
        person(4, name="陳小文", email="chan@example.org"),
        person(5),
    ]
    file = stick / "Gate.signatures"
    file.write_bytes(kiosk.batch(kiosk.sign(*signed)))
    merge(Register(desk_folder / "register.sqlite", keys.key_id), keys, [file])
    hand = open_desk(desk_folder)
    hand.unlock()
    hand.button("lock")
    hand.window.show_page(PageId.DUPLICATES)
    hand.wait_for("Question 1 of 2")
    hand.wait_for("home@example.org")
    return hand


def counted(desk_folder: Path, keys: CampaignKeys) -> int:
    return balance(Register(desk_folder / "register.sqlite", keys.key_id)).total.counted


def test_two_are_shown_side_by_side_with_what_differs(reviewing: DeskHand) -> None:
    assert reviewing.sees("the same e-mail")
    for words in ("Rosa Lam", "Peter Lam", "≠", "Gate · 1", "Gate · 2"):
        assert reviewing.sees(words), words


def test_who_decides_must_be_said_first(reviewing: DeskHand, desk_folder: Path, keys: CampaignKeys) -> None:
    reviewing.press(Qt.Key.Key_S)
    reviewing.wait_for("Please fill this in.")
    assert counted(desk_folder, keys) == 5


def test_keys_alone_settle_everything(reviewing: DeskHand, desk_folder: Path, keys: CampaignKeys) -> None:
    reviewing.type("who", "AB")
    reviewing.window.page.findChild(type(reviewing.button("same")), "same").setFocus()
    reviewing.press(Qt.Key.Key_L)
    reviewing.wait_for("Question 2 of 2")
    reviewing.wait_for("chan@example.org")
    reviewing.press(Qt.Key.Key_D)
    reviewing.wait_for("Question 1 of 1")
    reviewing.wait_for("home@example.org")
    assert counted(desk_folder, keys) == 5
    reviewing.press(Qt.Key.Key_S)
    reviewing.wait_for("No question is open.")
    assert counted(desk_folder, keys) == 4
    reviewing.button("same")
    reviewing.press(Qt.Key.Key_U)
    reviewing.wait_for("Question 1 of 1")
    assert counted(desk_folder, keys) == 5


def test_what_was_decided_is_in_the_log_and_is_taken_back_there(
    reviewing: DeskHand, desk_folder: Path, keys: CampaignKeys
) -> None:
    reviewing.type("who", "AB")
    reviewing.type("reason", "met them both")
    reviewing.click("same")
    reviewing.wait_for("Decisions: 1")
    assert counted(desk_folder, keys) == 4
    reviewing.click("part-decisions")
    table = reviewing.window.findChild(QTableView, "decisions")
    cells = [table.model().index(0, column).data() for column in range(table.model().columnCount())]
    assert {"AB", "the same person", "met them both"} <= set(cells)
    table.selectRow(0)
    reviewing.click("take-back")
    reviewing.wait_for("Decisions: 2")
    assert counted(desk_folder, keys) == 5


def test_a_search_finds_who_is_alike(reviewing: DeskHand) -> None:
    reviewing.click("find-duplicates")
    reviewing.qtbot.waitUntil(lambda: not reviewing.window.work.duplicates.busy)
    assert reviewing.window.work.duplicates.error is None
    reviewing.wait_for("Question 1 of")


def test_rules_are_chosen_in_plain_words_and_say_what_they_changed(
    reviewing: DeskHand, desk_folder: Path, keys: CampaignKeys
) -> None:
    reviewing.click("part-rules")
    assert not reviewing.sees("Apply the rules")
    assert reviewing.button("rule-email-question").isChecked()
    reviewing.click("rule-email-nothing")
    assert reviewing.sees("The same e-mail: they will all count, and nothing is asked.")
    reviewing.click("apply-rules")
    reviewing.wait_for("count: 5 before, 5 now; questions: 2 before, 0 now.")
    assert reviewing.button("rule-email-nothing").isChecked()
    assert not reviewing.sees("Apply the rules")
    assert not reviewing.sees("nothing is asked.")
    reviewing.click("part-questions")
    assert reviewing.sees("No question is open.")


def test_a_rule_may_join_or_part_people_and_is_taken_back(
    reviewing: DeskHand, desk_folder: Path, keys: CampaignKeys
) -> None:
    again = HandmadeKiosk(keys, "Again")
    file = desk_folder.parent / "Again.signatures"
    file.write_bytes(again.batch(again.sign(person(1, name="Rosa Lam", email="home@example.org"))))
    merge(Register(desk_folder / "register.sqlite", keys.key_id), keys, [file])
    reviewing.click("page-duplicates")
    reviewing.click("part-rules")
    reviewing.click("rule-name+email-question")
    reviewing.click("rule-name+phone-nothing")
    reviewing.click("apply-rules")
    reviewing.wait_for("count: 5 before, 6 now;")
    assert counted(desk_folder, keys) == 6
    reviewing.click("rule-name+email-duplicate")
    reviewing.click("apply-rules")
    reviewing.wait_for("count: 6 before, 5 now;")
    assert counted(desk_folder, keys) == 5


def test_applying_rules_is_stopped_and_changes_nothing(reviewing: DeskHand, desk_folder: Path) -> None:
    reviewing.click("part-rules")
    reviewing.click("rule-email-nothing")
    with closing(sqlite3.connect(desk_folder / "register.sqlite", isolation_level=None)) as other_desk:
        other_desk.execute("BEGIN IMMEDIATE")  # so that it has to wait
        reviewing.click("apply-rules")
        reviewing.click("stop")
        assert reviewing.sees("Stopping …")
        other_desk.execute("ROLLBACK")
    reviewing.wait_for("Stopped: everything is as it was.")
    assert reviewing.button("rule-email-nothing").isChecked(), "what was chosen can be applied again"
    assert reviewing.button("apply-rules").isEnabled()
    reviewing.click("page-duplicates")
    reviewing.click("part-rules")
    assert reviewing.button("rule-email-question").isChecked()


@pytest.mark.parametrize(
    ("language", "words"),
    [("zh-Hant", "決定在登記冊內被更改：1"), ("zh-Hans", "决定在登记册内被更改：1")],
)
def test_a_register_changed_by_hand_is_told_in_the_windows_language(
    reviewing: DeskHand, desk_folder: Path, language: str, words: str
) -> None:
    reviewing.type("who", "AB")
    reviewing.click("same")
    reviewing.wait_for("Decisions: 1")
    reviewing.window.lock()
    with closing(sqlite3.connect(desk_folder / "register.sqlite")) as register, register:
        register.execute("UPDATE decision SET verdict = 'different'")
    reviewing.click(f"language-{language}")
    reviewing.unlock()
    reviewing.click("page-merge")
    reviewing.wait_for(words)
    reviewing.click("page-duplicates")
    reviewing.wait_for(words)


def test_locking_forgets_the_two_and_who_decided(reviewing: DeskHand) -> None:
    reviewing.type("who", "AB")
    work = reviewing.window.work.duplicates
    reviewing.window.lock()
    assert not work.lines
    assert not work.who
    assert not reviewing.sees("Rosa Lam")


def test_a_wider_choice_is_taken_or_kept(
    reviewing: DeskHand, desk_folder: Path, keys: CampaignKeys, stick: Path
) -> None:
    kiosk = HandmadeKiosk(keys, "Market")
    file = stick / "Market.signatures"
    said = [("2026-11-01", "no", ()), ("2026-11-02", "name", ("union-motion",))]
    signed = [person(9, name="Ben Ho", date=day, public=public, help=help) for day, public, help in said]
    file.write_bytes(kiosk.batch(kiosk.sign(*signed)))
    register = Register(desk_folder / "register.sqlite", keys.key_id)
    merge(register, keys, [file])
    reviewing.window.show_page(PageId.DUPLICATES)
    reviewing.wait_for("Wider choices: 1")
    campaign = CampaignFolder.open(desk_folder).read_content()
    reviewing.click("part-choices")
    reviewing.wait_for("Ben Ho")
    title = next(one.title for one in campaign.texts["en"].actions if one.id == "union-motion")
    take, keep = (reviewing.button(f"{way}-0").accessibleName() for way in ("take", "keep"))
    assert take == f"Take the wider choice: List my name · offers help: {title}"
    assert keep == "Keep the narrower one: Only count me · offers no help"
    reviewing.click("take-0")
    reviewing.wait_for("Please fill this in.")
    reviewing.type("who-choices", "AB")
    reviewing.click("take-0")
    reviewing.wait_for("Wider choices: 0")
    assert [one.name for one in public_list(register, keys)] == ["Ben Ho"]
    reviewing.click("undo-answer")
    reviewing.wait_for("Wider choices: 1")
    assert public_list(register, keys) == []
    assert not reviewing.button("undo-answer").isEnabled()
