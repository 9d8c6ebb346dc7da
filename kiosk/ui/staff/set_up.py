"""Making this laptop a kiosk, a step at a time; or taking a newer pack into one."""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from kiosk.campaign.pack import Pack, Pinned
from kiosk.errors import KioskError
from kiosk.exchange.kiosk_name import clean_name
from kiosk.stall.clock import Clock
from kiosk.stall.journal import Event, Journal
from kiosk.stall.kiosk import Kiosk, set_up
from kiosk.stall.lasting import must_last
from kiosk.stall.trial import try_out
from kiosk.ui.places import Stick
from kiosk.ui.screen import Screen, View
from kiosk.ui.staff.packs import FoundPacks, find_packs
from kiosk.ui.staff.pin import BegunPin, ChoosePinScreen
from kiosk.ui.staff.set_up_screens import DoneScreen, KioskNameScreen, PackScreen, RefusedScreen, WordsScreen
from kiosk.ui.tasks import Tasks
from kiosk.ui.wizard import Wizard


class _Step(IntEnum):
    PACK = 0
    WORDS = 1
    NAME = 2
    PIN = 3
    DONE = 4


class KioskSetUp(QObject):
    """Remembers what was chosen on the way, and writes nothing until everything is.

    Args:
        data: the data folder that becomes a kiosk, or is one.
        pinned: what the kiosk was set up with; None where there is none yet.
        clock: what time it is.
        back: away from here.
        open_kiosk: called when this laptop is the kiosk of the pack.
    """

    changed = Signal()
    rehearse = Signal()
    """Somebody wants to try out what was just made."""

    def __init__(
        self,
        data: Path,
        pinned: Pinned | None,
        clock: Clock,
        tasks: Tasks,
        find_sticks: Callable[[], list[Stick]],
        back: Callable[[], object],
        open_kiosk: Callable[[], object],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._data = data
        self._pinned = pinned
        self._clock = clock
        self._tasks = tasks
        self._looking = Tasks(self)
        self._find_sticks = find_sticks
        self._wizard = Wizard(
            (self._choose_pack, self._compare_words, self._choose_name, self._choose_pin, self._done),
            self.changed.emit,
            back,
        )
        self._open_kiosk = open_kiosk
        self.given: Path | None = None
        """A pack's file that somebody opened, to be chosen before those on sticks."""
        self._refused: set[tuple[bytes, bytes]] = set()
        """Whose words were not the coordinator's, until the program ends."""
        self.forget()

    def forget(self) -> None:
        """Forgets all that was chosen, but not which packs were refused: back to the first step."""
        self._wizard.step = _Step.PACK
        self._pack: Pack | None = None
        self._name = ""
        self._begun = BegunPin()
        self._made: Kiosk | None = None
        self._fault: KioskError | None = None

    def leave(self) -> None:
        """Forgets what was chosen; a laptop that is set up by now opens as what it has become."""
        made = self._made
        self.forget()
        if made is not None:
            self._open_kiosk()

    @property
    def is_made(self) -> bool:
        """Whether this laptop has become the kiosk of the pack, and is not opened as one yet."""
        return self._made is not None

    def screen(self, view: View) -> Screen:
        """The step where we are, built anew."""
        return self._wizard.page(view)

    def _told(self, view: View) -> str:
        """Which step it is, in words."""
        count = 2 if self._pinned else len(_Step)
        at = count if self._wizard.step == _Step.DONE else self._wizard.step + 1
        return view.language.text("Step {number} of {total}", number=at, total=count)

    def _choose_pack(self, view: View) -> Screen:
        if self._pinned is None:
            try:
                must_last(self._data)
            except KioskError as error:
                return RefusedScreen(view, error, self._wizard.go_back)
        return PackScreen(
            view,
            self._told(view),
            self.packs,
            self._looking,
            self._take,
            self._wizard.go_back,
            set_up=self._pinned is None,
            different=bool(self._refused),
        )

    def _compare_words(self, view: View) -> Screen:
        assert self._pack is not None
        wizard = self._wizard
        return WordsScreen(
            view, self._told(view), self._pack, wizard.go_on, self._not_the_same, wizard.go_back
        )

    def _choose_name(self, view: View) -> Screen:
        return KioskNameScreen(view, self._told(view), self._name, self._named, self._wizard.go_back)

    def _choose_pin(self, view: View) -> Screen:
        return ChoosePinScreen(view, self._told(view), self._begun, self._run, self._wizard.go_back)

    def _done(self, view: View) -> Screen:
        return DoneScreen(
            view,
            self._told(view),
            self._made,
            self._fault,
            self._open_kiosk,
            None if self._pinned else self.rehearse.emit,
            self._again,
        )

    def packs(self) -> FoundPacks:
        """The packs that are plugged in; slow, so not for the UI thread."""
        found = find_packs(self._find_sticks(), self._pinned, self.given)
        shown = [one for one in found.shown if one.pack is None or _keys(one.pack) not in self._refused]
        return FoundPacks(shown, found.left_out)

    def _take(self, pack: Pack) -> None:
        self._pack = pack
        if self._pinned:
            self._run(None)  # the coordinator is the one who was compared at set-up
        else:
            self._wizard.go_on()

    def _not_the_same(self) -> None:
        assert self._pack is not None
        self._refused.add(_keys(self._pack))
        self._pack = None
        self._wizard.go_back()

    def _named(self, name: str) -> None:
        """Goes on with that name. Raises SettingsError if it cannot be a kiosk's."""
        self._name = clean_name(name)
        self._begun = BegunPin()
        self._wizard.go_on()

    def _run(self, pin: str | None) -> None:
        self._made = self._fault = None
        self._wizard.go_to(_Step.DONE)
        assert self._pack is not None
        # What was chosen goes along: somebody may leave, and all be forgotten, while it is made.
        self._tasks.run(partial(self._make, self._pack, self._name, pin), self._is_made, self._failed)

    def _make(self, pack: Pack, name: str, pin: str | None) -> Kiosk:
        if self._pinned is None:
            must_last(self._data)
        try_out(pack, self._clock)
        kiosk = set_up(pack, name, self._data, pin, self._clock)
        Journal(self._data, self._clock.today).note(Event.UPDATED if self._pinned else Event.SET_UP)
        return kiosk

    def _is_made(self, kiosk: Kiosk) -> None:
        if self._wizard.step != _Step.DONE:
            self._open_kiosk()
            return
        self._made = kiosk
        self.changed.emit()

    def _failed(self, error: KioskError) -> None:
        if self._wizard.step == _Step.DONE:
            self._fault = error.with_traceback(None)  # its frames hold the PIN
            self.changed.emit()

    def _again(self) -> None:
        self.forget()
        self.changed.emit()


def _keys(pack: Pack) -> tuple[bytes, bytes]:
    """What the ten words stand for."""
    return pack.manifest.signer, pack.manifest.public_key
