"""A person takes a signature back, by the receipt or by a letter, and gets a certificate."""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from kiosk.coordinator.campaign.folder import CampaignFolder
from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.counting.books import Account, balance
from kiosk.exchange.certificates import read_certificate
from kiosk.signing.receipt_code import new_receipt_code
from kiosk.signing.signature import Signature
from kiosk.stall.sync import sync
from kiosk.ui.desk.parts.file_dialog import FileDialog
from kiosk.ui.desk.withdraw import search as person_search
from kiosk.ui.desk.withdraw.search import Hit
from kiosk.ui.job import Run
from tests import patience
from tests.conftest import Desk, MakeKiosk
from tests.people import person
from tests.ui.desk.conftest import DeskHand, OpenDesk
from tests.ui.desk.tour import settle
from tests.ui.faults import faults
from tests.ui.languages import LANGUAGES

CODE = new_receipt_code(lambda bits: 0x2B7E151628AED)
"""Of the second signature at the library steps."""
OTHER_CODE = new_receipt_code(lambda bits: 0x1A6ABF7158809)
"""Of one that has not come yet."""


@pytest.fixture
def office(desk_folder: Path, keys: CampaignKeys, make_kiosk: MakeKiosk, tmp_path: Path) -> Desk:
    """Two stalls' signatures, merged; the second person at the library steps signed at the market, too."""
    people = {
        "Library steps": [person(1), person(2, receipt=CODE), person(3)],
        "Market": [person(2, date="2026-11-02"), person(4)],
    }
    desk = Desk(desk_folder, keys)
    for name, signatures in people.items():
        kiosk, stick = make_kiosk(name), tmp_path / f"stick of {name}"
        stick.mkdir()
        for signature in signatures:
            kiosk.sign(signature)
        desk.merge(sync(kiosk, stick).file)
    return desk


@pytest.fixture
def hand(open_desk: OpenDesk, office: Desk) -> DeskHand:
    """At the page, unlocked."""
    hand = open_desk(office.folder)
    hand.unlock()
    hand.click("page-withdraw")
    return hand


def books(office: Desk) -> Account:
    return balance(office.register).total


def certificates(office: Desk) -> list[Path]:
    return sorted(CampaignFolder.open(office.folder).withdrawals.glob("*.txt"))


def look_up(hand: DeskHand, code: str) -> None:
    hand.clear("code")
    hand.type("code", code)
    hand.press(Qt.Key.Key_Return)


def search(hand: DeskHand, text: str) -> None:
    hand.clear("person")
    hand.type("person", text)
    hand.click("search")


def test_the_six_words_withdraw_the_signature_and_its_copy(
    hand: DeskHand, office: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    look_up(hand, CODE.upper())
    hand.wait_for("Withdraw 2 signatures for good")
    assert hand.sees("Library steps, number 2")
    assert hand.sees("Market, number 1")
    assert books(office) == Account(counted=4, duplicate=1)
    hand.click("withdraw")
    hand.wait_for("Withdrawn.")
    assert books(office) == Account(counted=3, withdrawn=2)
    given = tmp_path / "for the person.txt"
    monkeypatch.setattr(FileDialog, "save", lambda *_: (str(given), ""))
    hand.click("save-certificate")
    hand.wait_for(f"The certificate is in {given}.")
    certificate = read_certificate(given)
    assert certificate.verify(CampaignFolder.open(office.folder).public.signer)
    assert hand.sees(certificate.statement)
    assert [path.read_bytes() for path in certificates(office)] == [given.read_bytes()]


def test_only_this_one_leaves_the_other_in(hand: DeskHand, office: Desk) -> None:
    look_up(hand, CODE)
    hand.click("alone")
    hand.wait_for("Withdraw 1 signature for good")
    assert hand.sees("other signatures stay, and one of them counts")
    hand.click("withdraw")
    hand.wait_for("Withdrawn.")
    assert books(office) == Account(counted=4, withdrawn=1)


def test_going_back_withdraws_nothing(hand: DeskHand, office: Desk) -> None:
    look_up(hand, CODE)
    hand.click("back")
    hand.button("look-up")
    assert books(office) == Account(counted=4, duplicate=1)
    assert certificates(office) == []


def test_a_slip_in_a_word_is_told_with_the_word_that_fits(hand: DeskHand) -> None:
    look_up(hand, CODE.replace("priority", "prority"))
    assert hand.sees("Word 1 of the receipt code")
    assert hand.sees("It may be 'priority'.")
    hand.window.speak("zh-Hant")
    look_up(hand, CODE.replace("priority", "prority"))
    assert hand.sees("憑證碼的第 1 個字不是憑證會有的字。")
    assert hand.sees("可能是 'priority'。")


def test_words_of_a_signature_that_has_not_come_are_noted(hand: DeskHand, office: Desk) -> None:
    look_up(hand, OTHER_CODE)
    hand.wait_for("The signature with these six words has not come yet")
    hand.click("withdraw")
    hand.wait_for("Noted.")
    (noted,) = certificates(office)
    assert read_certificate(noted).facts.records == []
    assert books(office) == Account(counted=4, duplicate=1)


def test_what_is_withdrawn_already_is_told(hand: DeskHand, office: Desk) -> None:
    look_up(hand, CODE)
    hand.click("withdraw")
    hand.click("another")
    look_up(hand, CODE)
    hand.wait_for("This is withdrawn already")
    assert books(office).withdrawn == 2


def test_who_writes_in_is_found_and_withdrawn(hand: DeskHand, office: Desk) -> None:
    search(hand, "CANARY4@")
    hand.wait_for("1 signature found.")
    card = hand.button("hit-0")
    for words in ("canary4@example4.org", "Market, number 2", "counted"):
        assert words in card.accessibleDescription()
    hand.click("hit-0")
    hand.wait_for("This will be withdrawn: O'Brien, Seán 4")
    hand.click("withdraw")
    hand.wait_for("Withdrawn.")
    assert books(office) == Account(counted=3, duplicate=1, withdrawn=1)
    hand.click("another")
    search(hand, "CANARY4@")
    hand.wait_for("0 signatures found.")


def test_who_is_near_stands_apart_below(hand: DeskHand, office: Desk) -> None:
    search(hand, "4 sean o'brein")
    hand.wait_for("0 signatures found. 1 more is near.")
    hand.wait_for("Near: it may be misspelt")
    hand.click("hit-0")
    hand.wait_for("This will be withdrawn: O'Brien, Seán 4")
    hand.click("back")
    search(hand, "Seán O’Brien")
    hand.wait_for("1 signature found.")
    assert not hand.sees("Near: it may be misspelt")


def test_of_too_many_the_first_are_shown(hand: DeskHand, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(person_search, "MOST", 2)
    monkeypatch.setattr("kiosk.ui.desk.withdraw.ask.MOST", 2)
    search(hand, "example")
    hand.wait_for("2 signatures found. There may be more")


class SlowReader:
    """Looks at two signatures, and at the next only once somebody lets it."""

    def __init__(self) -> None:
        self.looked = 0
        self.go_on = threading.Event()

    def finder(self, text: str) -> Callable[[Signature], bool]:
        def fits(signature: Signature) -> bool:
            self.looked += 1
            if self.looked > 2:
                assert self.go_on.wait(patience.SECONDS)
            return True

        return fits


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> SlowReader:
    reader = SlowReader()
    monkeypatch.setattr("kiosk.coordinator.reports.search.finder", reader.finder)
    return reader


def test_a_search_is_watched_and_stopped(hand: DeskHand, slow: SlowReader) -> None:
    search(hand, "example")
    hand.wait_for("Looked at 3 of 5 signatures")
    hand.click("stop")
    slow.go_on.set()
    hand.wait_for("You stopped the search: there may be more.")
    assert slow.looked == 3
    assert hand.button("search").isEnabled()


def test_what_was_typed_and_found_dies_with_the_lock(hand: DeskHand) -> None:
    search(hand, "canary4")
    hand.click("hit-0")
    hand.wait_for("This will be withdrawn: O'Brien, Seán 4")
    hand.click("back")
    search(hand, "canary4")
    hand.button("hit-0")
    assert left(Hit)
    hand.click("lock")
    hand.qtbot.waitUntil(lambda: not left(Hit) and not left(Run))
    everything = [one.text() for one in hand.window.findChildren(QLineEdit)] + hand.texts()
    assert not any("canary4" in words or "Seán" in words for words in everything)


def test_the_lock_ends_a_search(hand: DeskHand, slow: SlowReader) -> None:
    search(hand, "example")
    hand.wait_for("Looked at 3 of 5 signatures")
    hand.click("lock")
    hand.wait_for("Passphrase of the campaign")
    patience.settle()  # the page is deleted when the window has a moment
    slow.go_on.set()
    hand.qtbot.waitUntil(lambda: not left(Run) and not left(Hit))
    assert slow.looked == 3


def left(kind: type) -> list[object]:
    """What of `kind` is still in memory."""
    gc.collect()
    return [one for one in gc.get_objects() if isinstance(one, kind)]


def test_a_register_put_back_from_before_is_made_to_honour_it(
    open_desk: OpenDesk, hand: DeskHand, office: Desk
) -> None:
    file = office.folder / "register.sqlite"
    older = file.read_bytes()
    look_up(hand, CODE)
    hand.click("withdraw")
    hand.wait_for("Withdrawn.")
    hand.click("lock")
    file.write_bytes(older)
    again = open_desk(office.folder)
    again.unlock()
    again.click("page-withdraw")
    look_up(again, CODE)
    again.wait_for("This is withdrawn already")


def test_a_folder_that_cannot_be_written_is_told_and_it_can_be_done_again(
    hand: DeskHand, office: Desk
) -> None:
    in_the_way = CampaignFolder.open(office.folder).withdrawals
    look_up(hand, CODE)
    hand.button("withdraw")
    in_the_way.write_text("a file is in the way")
    hand.click("withdraw")
    hand.wait_for("That did not work.")
    in_the_way.unlink()
    hand.click("withdraw")
    hand.wait_for("Withdrawn.")
    assert len(certificates(office)) == 1


@pytest.mark.parametrize("size", [(1024, 700), (1366, 768)], ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_step_is_whole(open_desk: OpenDesk, office: Desk, size: tuple[int, int], language: str) -> None:
    hand = open_desk(office.folder, size=size)
    hand.window.speak(language)
    hand.unlock()
    hand.click("page-withdraw")
    wrong: list[str] = []

    def look(step: str, button: str) -> None:
        hand.button(button)
        settle(hand)
        wrong.extend(f"{step}: {fault}" for fault in faults(hand.window, by_mouse=True))

    look_up(hand, "acid")
    look("not a code", "look-up")
    search(hand, "example")
    look("found", "hit-0")
    look_up(hand, OTHER_CODE)
    look("awaited", "withdraw")
    hand.click("back")
    look_up(hand, CODE)
    look("with copies", "alone")
    hand.click("alone")
    look("alone", "alone")
    hand.click("with-copies")
    hand.click("withdraw")
    look("certificate", "save-certificate")
    hand.click("another")
    look_up(hand, CODE)
    look("already", "withdraw")
    assert wrong == []
