"""Staff at the stall: behind their PIN they see how it is doing, sync, close it, and leave it."""

from __future__ import annotations

import shutil
from pathlib import Path
from threading import Event as Happening

import pytest
from filelock import FileLock
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton
from pytestqt.qtbot import QtBot

from kiosk.app import application
from kiosk.coordinator.merge.merge import merge
from kiosk.coordinator.register.register import Register
from kiosk.coordinator.reports.receipts import give_receipts, merged
from kiosk.errors import StorageError
from kiosk.rehearsal import Person
from kiosk.stall.folder import JOURNAL, STATE
from kiosk.stall.journal import Event, Journal
from kiosk.stall.settings import load_settings
from kiosk.stall.state import load_state
from kiosk.ui.places import Stick
from kiosk.ui.staff import gestures, navigator
from kiosk.ui.staff.pages import Ending
from kiosk.ui.stall.attract import AttractScreen
from kiosk.ui.stall.closed import ClosedScreen
from kiosk.ui.window.window import StallWindow
from tests import long_campaign, patience
from tests.conftest import TODAY
from tests.ui.conftest import Clock, OpenStall, Stall, shown, tell_of_sticks
from tests.ui.faults import faults

PIN = "2468"
ROSA = Person("en", "Rosa Secret", "GB", "rosa@example.org")


class Desk:
    """A stall whose staff stand before it, with sticks to plug in."""

    def __init__(self, stall: Stall, qtbot: QtBot, folder: Path) -> None:
        self.stall = stall
        self.window = stall.window
        self.tap = stall.visitor.tap
        self._qtbot = qtbot
        self._folder = folder

    def plug_in(self, name: str = "RED STICK") -> Path:
        """Plugs a stick in, as the system would tell."""
        tell_of_sticks(self.window)  # it knows what was there before
        patience.settle()
        folder = self._folder / name
        folder.mkdir(exist_ok=True)
        self.stall.plugged_in.append(Stick(name, folder, 10**9))
        tell_of_sticks(self.window)
        patience.settle()
        return folder

    def call(self) -> None:
        QTest.keyClick(
            self.window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        )
        patience.settle()

    def come_in(self) -> None:
        self.call()
        self.give_pin()

    def give_pin(self, pin: str = PIN) -> None:
        for digit in pin:
            self.tap(f"digit-{digit}")
        self.tap("enter-pin")

    def read(self) -> str:
        labels = self.window.findChildren(QLabel)
        return "\n".join(label.text() for label in labels if label.isVisible())

    def wait_to_read(self, words: str) -> None:
        self._qtbot.waitUntil(lambda: words in self.read())

    def screen(self) -> str:
        return type(shown(self.window)).__name__


@pytest.fixture
def desk(open_stall: OpenStall, qtbot: QtBot, tmp_path: Path) -> Desk:
    return Desk(open_stall(pin=PIN), qtbot, tmp_path)


def test_the_keys_and_the_corner_ask_for_the_pin_and_nothing_else_shows(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.call()
    assert desk.screen() == "PinScreen"
    assert "signed in" not in desk.read()
    desk.tap("back")
    monkeypatch.setattr(gestures, "HOLD_SECONDS", 0.2)
    desk.window._watching.gestures._holding.setInterval(200)
    corner = QPoint(5, 5)
    target = desk.window.childAt(corner)
    QTest.mousePress(target, Qt.MouseButton.LeftButton, pos=target.mapFrom(desk.window, corner))
    qtbot.waitUntil(lambda: desk.screen() == "PinScreen")


def test_a_short_touch_in_the_corner_asks_nobody(desk: Desk) -> None:
    corner = QPoint(5, 5)
    target = desk.window.childAt(corner)
    QTest.mouseClick(target, Qt.MouseButton.LeftButton, pos=target.mapFrom(desk.window, corner))
    assert not desk.window._watching.gestures._holding.isActive()
    assert desk.screen() == "AttractScreen"


def test_calling_staff_ends_the_visit(desk: Desk) -> None:
    desk.tap("sign")
    desk.stall.visitor.type_into("name", "Rosa Secret")
    desk.call()
    assert desk.window.visit.is_blank()
    desk.tap("back")
    assert desk.screen() == "AttractScreen"


def test_the_panel_says_how_the_stall_is_doing(desk: Desk) -> None:
    desk.stall.visitor.sign(ROSA)
    desk.tap("done")
    desk.come_in()
    desk.wait_to_read("signed in this shift")
    assert "1 signature is on this laptop only" in desk.read()
    for about in ("battery", "free on the disk", "The clock says"):
        assert about in desk.read()
    assert "Rosa" not in desk.read()
    desk.tap("back")
    assert desk.screen() == "AttractScreen"
    desk.call()
    assert desk.screen() == "PinScreen", "they are asked again"


def test_one_signature_is_told_as_one_in_a_language_that_says_so(
    open_stall: OpenStall, qtbot: QtBot, tmp_path: Path
) -> None:
    desk = Desk(open_stall(long_campaign.also_in(tmp_path, "de"), pin=PIN), qtbot, tmp_path)
    for number, words in ((1, "Unterschrift"), (2, "Unterschriften")):
        desk.stall.visitor.sign(Person("de", f"Rosa Secret {number}", "GB", "rosa@example.org"))
        desk.tap("done")
        desk.tap("language-de")
        desk.come_in()
        desk.wait_to_read(f"{number}\n{words} insgesamt")
        assert f"{number}\n{words} in dieser Schicht" in desk.read()
        desk.tap("back")


def test_staff_who_walk_away_leave_the_start(clock: Clock, desk: Desk) -> None:
    desk.come_in()
    desk.wait_to_read("signed in this shift")
    clock.pass_by(desk.window, 70)
    assert desk.screen() == "AttractScreen"


def test_a_stick_that_is_plugged_in_leads_staff_to_the_sync(desk: Desk) -> None:
    desk.stall.visitor.sign(ROSA)
    desk.tap("done")
    stick = desk.plug_in()
    assert desk.screen() == "PinScreen"
    desk.give_pin()
    desk.tap("place-0")
    desk.wait_to_read("on RED STICK.")
    assert (stick / "practice-stop-repression-hong-kong.signatures").is_file()
    desk.tap("back")
    desk.wait_to_read("0\non this laptop only")
    assert "never" not in desk.read()


def test_a_sync_that_takes_long_protects_staff_who_wait_and_no_visitor(desk: Desk) -> None:
    desk.stall.visitor.sign(ROSA)
    desk.tap("done")
    stick = desk.plug_in()
    answers = Happening()
    desk.window.staff.sync._tasks.run(answers.wait, lambda _: None, lambda _: None)  # a slow stick
    desk.give_pin()
    desk.tap("place-0")
    assert not desk.window.would_be_missed()
    desk.tap("home")
    desk.tap("sign")
    desk.stall.visitor.type_into("name", "Rosa")
    assert desk.window.staff.sync.busy
    assert desk.window.would_be_missed()
    answers.set()
    desk.window.staff.close()
    assert (stick / "practice-stop-repression-hong-kong.signatures").is_file()


def test_a_stick_disturbs_nobody_who_signs(desk: Desk) -> None:
    desk.tap("sign")
    desk.plug_in()
    assert desk.screen() == "NameScreen"


def test_a_stick_that_fails_is_told_and_nothing_is_lost(desk: Desk) -> None:
    desk.stall.visitor.sign(ROSA)
    desk.tap("done")
    stick = desk.plug_in()
    (stick / "practice-stop-repression-hong-kong.signatures").mkdir()
    desk.give_pin()
    desk.tap("place-0")
    desk.wait_to_read("The sync to RED STICK did not work.")
    assert "all signatures are still on this laptop" in desk.read()
    (stick / "practice-stop-repression-hong-kong.signatures").rmdir()
    desk.tap("place-0")
    desk.wait_to_read("on RED STICK.")


def test_a_sync_is_stopped_says_so_and_goes_on_later(desk: Desk) -> None:
    desk.stall.visitor.sign(ROSA)
    desk.tap("done")
    stick = desk.plug_in()
    desk.give_pin()
    with FileLock(stick / "practice-stop-repression-hong-kong.signatures.lock"):  # another kiosk is at it
        desk.tap("place-0")
        desk.tap("stop-sync")
        assert "Stopping …" in desk.read()
    desk.wait_to_read("The sync to RED STICK was stopped.")
    assert "Nothing new was written" in desk.read()
    assert "all signatures are still on this laptop" in desk.read()
    assert not desk.window.findChild(QPushButton, "stop-sync").isVisible()
    assert desk.window.focusWidget().objectName() == "back"
    desk.tap("place-0")
    desk.wait_to_read("on RED STICK.")


def test_after_a_sync_enter_and_space_lead_back_to_the_panel(desk: Desk) -> None:
    desk.stall.visitor.sign(ROSA)
    desk.tap("done")
    desk.plug_in()
    desk.give_pin()
    desk.wait_to_read("Sync to RED STICK")
    desk.window.findChild(QPushButton, "place-0").setFocus()
    QTest.keyClick(desk.window.windowHandle(), Qt.Key.Key_Space)
    QTest.keyClick(desk.window.windowHandle(), Qt.Key.Key_Space)  # once too often
    assert desk.screen() == "SyncScreen"
    desk.wait_to_read("on RED STICK.")
    QTest.keyClick(desk.window.windowHandle(), Qt.Key.Key_Space)
    assert desk.screen() == "PanelScreen"


def test_a_stick_with_a_hostile_name_is_told_as_it_can_be(desk: Desk) -> None:
    desk.stall.visitor.sign(ROSA)
    desk.tap("done")
    desk.plug_in("<b>\u202egpj.exe\n" + "Wide " * 40)
    desk.plug_in("محمد")
    desk.give_pin()
    desk.wait_to_read("Sync to <b>?gpj.exe?Wide Wid…")
    assert "Sync to \u2068محمد\u2069" in desk.read()
    assert faults(desk.window) == []
    shutil.rmtree(desk.stall.plugged_in[0].folder)
    desk.tap("place-0")
    desk.wait_to_read("did not work.")
    assert "\u202e" not in desk.read(), "nor does its folder's name disturb the sentence"


def test_what_the_coordinator_has_merged_is_deleted_and_said(desk: Desk, tmp_path: Path) -> None:
    desk.stall.visitor.sign(ROSA)
    desk.tap("done")
    stick = desk.plug_in()
    desk.give_pin()
    desk.tap("place-0")
    desk.wait_to_read("on RED STICK.")
    keys = desk.stall.training.keys
    register = Register(tmp_path / "register.sqlite", keys.key_id)
    merge(register, keys, [stick / "practice-stop-repression-hong-kong.signatures"])
    give_receipts(merged(register), keys, "stop-repression-hong-kong", stick, TODAY)
    desk.tap("back")
    desk.tap("sync")
    desk.tap("place-0")
    desk.wait_to_read("The coordinator has merged numbers 1 to 1")
    assert desk.stall.signatures() == []
    assert desk.stall.kiosk.status().signatures == 1


def test_the_stall_is_closed_and_opened_again(desk: Desk, qtbot: QtBot) -> None:
    desk.stall.visitor.sign(ROSA)
    desk.tap("done")
    desk.come_in()
    desk.tap("shift")
    desk.wait_to_read("1 person signed since")
    desk.tap("close-shift")
    desk.wait_to_read("The stall is closed.")
    focused = desk.window.focusWidget()
    assert focused is not None
    assert focused.objectName() == "back", "Enter leads on, not to the start"
    desk.tap("back")
    desk.tap("back")
    assert isinstance(shown(desk.window), ClosedScreen)
    again = StallWindow(application(), desk.stall.kiosk)
    qtbot.addWidget(again)
    assert isinstance(shown(again), ClosedScreen), "it is still closed after a restart"
    again.close()
    desk.come_in()
    desk.tap("shift")
    assert isinstance(shown(desk.window), AttractScreen)
    desk.come_in()
    desk.wait_to_read("signed in this shift")
    assert load_state(desk.stall.kiosk.data).shift is not None
    assert load_state(desk.stall.kiosk.data).shift.before == 1


def test_the_pin_that_was_asked_for_at_the_posters_leads_to_the_posters(desk: Desk) -> None:
    desk.stall.visitor.read("posters")
    desk.tap("poster-history-repeats")
    desk.tap("staff")
    desk.give_pin()
    desk.wait_to_read("Save or print posters")
    assert desk.screen() == "SavePostersScreen"


def test_staff_get_in_when_the_kiosk_can_take_no_signatures(desk: Desk) -> None:
    desk.window.storing.stop(StorageError("The disk reports errors.", "Use another."))
    assert desk.screen() == "OutOfOrderScreen"
    desk.call()
    assert desk.screen() == "PinScreen"
    desk.tap("back")
    desk.window.panic()
    assert desk.screen() == "NeutralScreen"


def test_every_visit_begins_as_staff_want_it(desk: Desk) -> None:
    desk.come_in()
    desk.tap("display")
    for choice in ("start-zh-Hant", "size-large", "beep-on"):
        desk.tap(choice)
    desk.tap("back")
    desk.tap("back")
    desk.window.new_visit()
    assert desk.window.visit.language == "zh-Hant"
    assert desk.window.theme is not None
    assert desk.window.theme.text_scale == 1.2
    kept = load_settings(desk.stall.kiosk.data).display
    assert (kept.language, kept.text_size, kept.beep) == ("zh-Hant", "large", True)


def test_leaving_the_kiosk_is_asked_once_more(desk: Desk, qtbot: QtBot) -> None:
    desk.come_in()
    desk.tap("leave")
    desk.tap("back")
    desk.tap("leave")
    with qtbot.waitSignal(desk.window.ended) as told:
        desk.tap("leave-now")
    assert told.args == [Ending.LEAVE]


def test_the_rehearsal_is_played_beside_the_stall(clock: Clock, desk: Desk, qtbot: QtBot) -> None:
    before = _files(desk.stall)
    desk.come_in()
    desk.tap("rehearse")
    desk.tap("play")
    assert desk.read().count("Step 1 of 8") == 1
    bar = desk.stall.visitor.find(QProgressBar, "how-far")
    values: list[int] = []
    bar.valueChanged.connect(values.append)
    clock.pass_by(desk.window, 70)
    assert desk.screen() == "RehearsalScreen", "nobody is sent away while it is played"
    qtbot.waitUntil(lambda: not desk.window.staff._rehearsal.busy)
    assert values == sorted(values)
    assert len(values) >= 2, "it tells step by step how far it is"
    verdict = desk.window.findChild(QLabel, "verdict")
    assert verdict is not None
    shown_now = [one for one in desk.window.findChildren(QLabel) if one.isVisible()]
    others = [one for one in shown_now if one.text()[:3] in ("✗  ", "!  ", "?  ")]
    assert all(_top(desk, one) > _top(desk, verdict) for one in others)
    assert "Their signatures are sealed" not in desk.read(), "what is well is folded"
    desk.tap("show-well")
    desk.wait_to_read("Their signatures are sealed")
    assert _files(desk.stall) == before


def _top(desk: Desk, label: QLabel) -> int:
    return label.mapTo(desk.window, QPoint()).y()


def _files(stall: Stall) -> dict[str, bytes]:
    """The kiosk's files, but for those that say what staff did."""
    files = stall.kiosk.data.iterdir()
    return {path.name: path.read_bytes() for path in files if path.name not in (JOURNAL, STATE)}


def test_a_kiosk_without_a_pin_asks_for_one_twice(
    open_stall: OpenStall, qtbot: QtBot, tmp_path: Path
) -> None:
    desk = Desk(open_stall(), qtbot, tmp_path)
    desk.window.staff._go(desk.window.staff._page.CHOOSE_PIN)
    desk.give_pin("1234")
    desk.give_pin("1243")
    assert "two different PINs" in desk.read()
    desk.give_pin("12")
    assert "at least 4 digits" in desk.read()
    desk.give_pin("1234")
    desk.give_pin("1234")
    desk.wait_to_read("signed in this shift")
    desk.tap("back")
    desk.call()
    desk.give_pin("1234")
    desk.wait_to_read("signed in this shift")
    desk.tap("back")
    desk.stall.visitor.read("posters")
    desk.tap("poster-history-repeats")
    desk.tap("staff")
    assert desk.screen() == "PinScreen"


def test_the_journal_holds_events_and_numbers_only(desk: Desk) -> None:
    desk.stall.visitor.sign(ROSA)
    desk.tap("done")
    desk.call()
    desk.give_pin("0000")
    desk.wait_to_read("That is not the PIN.")
    text = (desk.stall.kiosk.data / JOURNAL).read_text()
    assert text == f"{TODAY.isoformat()} wrong PIN\n"
    journal = Journal(desk.stall.kiosk.data)
    for number in range(5000):
        journal.note(Event.SYNCED, number)
    assert journal.entries()[0].number == 4999
    sizes = [path.stat().st_size for path in desk.stall.kiosk.data.glob(f"{JOURNAL}*")]
    assert len(sizes) == 2
    assert max(sizes) <= 64 * 1024


def test_enter_pressed_twice_after_the_pin_leads_in_and_not_out(desk: Desk) -> None:
    desk.call()
    for digit in PIN:
        QTest.keyClick(shown(desk.window), digit)
    for _ in range(2):
        QTest.keyClick(desk.window.focusWidget() or desk.window, Qt.Key.Key_Return)
    desk.wait_to_read("signed in this shift")


@pytest.mark.parametrize(("way", "button"), [(("rehearse",), "play"), (("shift",), "close-shift")])
def test_a_button_pressed_twice_by_key_does_not_lead_out(
    desk: Desk, way: tuple[str, ...], button: str
) -> None:
    desk.come_in()
    for name in way:
        desk.tap(name)
    desk.stall.visitor.button(button).setFocus()
    for _ in range(2):
        QTest.keyClick(desk.window.focusWidget() or desk.window, Qt.Key.Key_Space)
    assert desk.window.staff.active
    assert desk.screen() != "PinScreen"


def test_the_panel_begins_with_what_is_needed_and_says_that_the_stall_is_closed(desk: Desk) -> None:
    desk.stall.visitor.sign(ROSA)
    desk.tap("done")
    desk.come_in()
    desk.wait_to_read("signed in this shift")
    focus = desk.window.focusWidget()
    assert focus is not None
    assert focus.objectName() == "needed"
    assert "The stall is closed." not in desk.read()
    desk.tap("shift")
    desk.tap("close-shift")
    desk.wait_to_read("The stall is closed.")
    desk.tap("back")
    desk.wait_to_read("on this laptop only")
    assert "The stall is closed." in desk.read()


def test_what_failed_is_told_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise StorageError("The disk is full.")

    desk.come_in()
    desk.tap("display")
    with monkeypatch.context() as broken:
        broken.setattr(navigator, "save_settings", fail)
        desk.tap("beep-on")
    desk.wait_to_read("The disk is full.")
    desk.tap("display")
    desk.tap("back")
    assert "The disk is full." not in desk.read()
