"""The staff's room: behind the PIN, everything that is done at a stall besides signing."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QObject, Signal

from kiosk.errors import KioskError
from kiosk.stall.journal import Event, Journal
from kiosk.stall.kiosk import Kiosk
from kiosk.stall.pin import make_pin
from kiosk.stall.session import is_locked_session
from kiosk.stall.settings import Display, load_settings, save_settings
from kiosk.stall.shift import current_shift, open_shift
from kiosk.stall.state import load_state
from kiosk.stall.wipe import is_wiped_in_part, wipe
from kiosk.ui.places import Stick
from kiosk.ui.screen import Screen, View
from kiosk.ui.staff.door import Door
from kiosk.ui.staff.hurry import HurryLock
from kiosk.ui.staff.neutral_screen import NeutralScreen
from kiosk.ui.staff.pages import Ending, Page
from kiosk.ui.staff.pin import PinLock
from kiosk.ui.staff.plugged_in import PluggedIn
from kiosk.ui.tasks import Tasks

if TYPE_CHECKING:  # what is behind the PIN is loaded by whoever comes in first: no visitor waits for it
    from kiosk.ui.staff.laptop_pages import LaptopPages
    from kiosk.ui.staff.panel import PanelActions
    from kiosk.ui.staff.rehearsal_work import RehearsalWork
    from kiosk.ui.staff.report import Reporting
    from kiosk.ui.staff.set_up import KioskSetUp
    from kiosk.ui.staff.sync_work import SyncWork


class StaffNavigator(QObject):
    """Knows where in the staff's room somebody is, and gives the screen for it.

    Args:
        kiosk: whose room it is.
        set_up_in: the data folder that this laptop will be set up in; None when it has been.
        find_sticks: what is plugged in now.
        tasks: a thread for the staff's work.
        posters: leads to the staff's page of posters; None where the campaign has none.
        at_rest: whether nobody is at the kiosk, so that a stick that is plugged in must be the staff's.
    """

    changed = Signal()
    """There is another screen to show."""
    ended = Signal(object)
    """The window is done with; an `Ending`."""
    clock_set = Signal()
    """Staff said what time it is."""
    has_pin = Signal(object)
    """Staff chose their first PIN; its `PinLock`."""

    def __init__(
        self,
        kiosk: Kiosk,
        set_up_in: Path | None,
        find_sticks: Callable[[], list[Stick]],
        tasks: Tasks,
        posters: Callable[[], object] | None,
        at_rest: Callable[[], bool],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._kiosk = kiosk
        self._set_up_in = set_up_in
        self._tasks = tasks
        self._find_sticks = find_sticks
        self._posters = posters
        # Before a set-up, the kiosk's own folder is gone with this program.
        self._remembered_in = set_up_in or kiosk.data
        self.journal = Journal(kiosk.data, kiosk.today)
        self._hurry = HurryLock(self._remembered_in, self.journal, self._could_not, self)
        self._page = Page.NEUTRAL if self.locked else Page.OUTSIDE
        self._wanted = Page.PANEL
        self._fault: KioskError | None = None
        self.display = kiosk.settings.display
        shift = load_state(kiosk.data).shift
        self.closed = shift is not None and shift.closed
        self._door = Door(kiosk, self.journal, find_sticks, self._go, self._keep_pin, self._go_out, self)
        self._door.opened.connect(self._let_in)
        self._door.has_pin.connect(self.has_pin)
        self._at_rest = at_rest
        self._plugged_in = PluggedIn(find_sticks, self, wants_pack=set_up_in is not None)
        self._plugged_in.came.connect(self._follow_stick)

    def begin(self) -> None:
        """Looks what is plugged in, and begins a new kiosk's first shift."""
        self._plugged_in.look()
        # Where the vault is at fault, the window says so itself.
        self._tasks.run(partial(current_shift, self._kiosk), lambda _: None, lambda _: None)

    @cached_property
    def sync(self) -> SyncWork:
        """The sync."""
        from kiosk.ui.staff.sync_work import SyncWork

        return SyncWork(self._kiosk, self.journal, self._tasks, self._find_sticks, self)

    @cached_property
    def reporting(self) -> Reporting:
        """How the stall is doing."""
        from kiosk.ui.staff.report import Reporting

        return Reporting(self._kiosk, self._tasks, self, practice=self._set_up_in is not None)

    @cached_property
    def _rehearsal(self) -> RehearsalWork:
        from kiosk.ui.staff.rehearsal_work import RehearsalWork

        return RehearsalWork(self._remembered_in, self.journal, self)

    @cached_property
    def set_up(self) -> KioskSetUp:
        """The way to a kiosk, or to a newer pack."""
        from kiosk.ui.staff.set_up import KioskSetUp

        pinned = None if self._set_up_in else self._kiosk.settings.pinned
        data, clock, to_panel = self._remembered_in, self._kiosk.clock, self._to_panel
        reopen = partial(self.ended.emit, Ending.REOPEN)
        made = KioskSetUp(data, pinned, clock, self._tasks, self._find_sticks, to_panel, reopen, self)
        made.changed.connect(self.changed)
        made.rehearse.connect(partial(self._go, Page.REHEARSAL))
        return made

    @cached_property
    def _laptop(self) -> LaptopPages:
        from kiosk.ui.staff.laptop_pages import LaptopPages, Ways

        leave = partial(self.ended.emit, Ending.LEAVE)
        ways = Ways(self._do, self.changed.emit, self._to_panel, self.clock_set.emit, leave)
        return LaptopPages(self._kiosk, self._remembered_in, self.journal, self.reporting, ways)

    @property
    def lock(self) -> PinLock | None:
        """The staff's PIN; None while they have none."""
        return self._door.lock

    @property
    def locked(self) -> bool:
        """Whether it is locked in a hurry, and no staff have come since; or it is being wiped."""
        return self._hurry.locked

    @property
    def active(self) -> bool:
        """Whether the screen is one of this room."""
        return self._page is not Page.OUTSIDE

    @property
    def busy(self) -> bool:
        """Whether staff wait for something that they must not be sent away from."""
        syncs = self._page is Page.SYNC and self.sync.busy
        return syncs or (self._page is Page.REHEARSAL and self._rehearsal.busy)

    @property
    def neutral(self) -> bool:
        """Whether the screen is the one that tells nothing."""
        return self._page is Page.NEUTRAL

    def enter(self, wanted: Page = Page.PANEL) -> None:
        """To the PIN, and from there to the page `wanted`."""
        self._wanted = wanted
        if self.lock is not None:
            self._go(Page.PIN)
        elif self._kiosk.pack.manifest.training:
            self._come_in()
        else:
            self._go(Page.CHOOSE_PIN)

    def open_pack(self, file: Path) -> None:
        """To the set-up, by way of the PIN, with the pack in `file` to choose."""
        self.set_up.given = file
        self.enter(Page.SET_UP if self.can_be_set_up else Page.PANEL)

    def leave(self) -> None:
        """Outside; staff are asked for their PIN again."""
        self._page = Page.NEUTRAL if self.locked else Page.OUTSIDE
        self._door.forget()
        if "set_up" in vars(self):  # somebody has been there
            self.set_up.leave()

    def lock_up(self) -> None:
        """Locks the kiosk until staff come, also over a restart; what is going on goes on unseen."""
        self._wanted = Page.PANEL
        self._hurry.remember(True)
        self.leave()

    def _lock(self) -> None:
        self.lock_up()
        self.changed.emit()

    def close(self) -> None:
        """Ends what it has begun."""
        if "_rehearsal" in vars(self):
            self._rehearsal.stop()
        self._plugged_in.wait()
        self._hurry.wait()
        self._tasks.wait()

    def screen(self, view: View) -> Screen:
        """The screen of where we are, built anew."""
        if self._page is Page.NEUTRAL:
            return NeutralScreen(view, self.enter)
        if self._page in (Page.PIN, Page.CHOOSE_PIN):
            return self._door.screen(view)
        return self._screens.get(self._page, self._panel)(view)

    @cached_property
    def _screens(self) -> dict[Page, Callable[[View], Screen]]:
        from kiosk.ui.staff.rehearsal_screen import RehearsalScreen
        from kiosk.ui.staff.shift_screen import ShiftScreen
        from kiosk.ui.staff.sync_screen import SyncScreen

        back = self._to_panel
        return {
            Page.FORGOTTEN: self._door.forgotten.ask,
            Page.NEW_PIN: self._door.forgotten.choose,
            Page.SYNC: lambda view: SyncScreen(view, self.sync, partial(self._go, Page.SYNCED), back),
            Page.SYNCED: self._synced,
            Page.SHIFT: lambda view: ShiftScreen(view, self._kiosk, self._tasks, self._closed, back),
            Page.DISPLAY: self._ask_display,
            Page.REHEARSAL: lambda view: RehearsalScreen(view, self._rehearsal, self._after_rehearsal),
            Page.SET_UP: self.set_up.screen,
            Page.JOURNAL: self._journal,
            Page.WIPE: self._ask_wipe,
            **self._laptop.screens(),
        }

    def _panel(self, view: View) -> Screen:
        from kiosk.ui.staff.panel import PanelScreen

        name, synced = self._kiosk.settings.name, self.sync.synced_today
        at = f"{synced:%H:%M}" if synced is not None else ""
        return PanelScreen(view, name, self.reporting, at, self._actions(), self._fault)

    def _ask_display(self, view: View) -> Screen:
        from kiosk.stall.backlight import brightness
        from kiosk.ui.staff.display_screen import DisplayScreen

        shine = self._laptop.shine
        return DisplayScreen(view, self.display, self._show_like, brightness(), shine, self._to_panel)

    def _ask_wipe(self, view: View) -> Screen:
        from kiosk.ui.staff.wipe_screen import WipeScreen

        practice = self._set_up_in is not None
        return WipeScreen(view, self.reporting, self._fault, self._wipe, self._to_panel, practice=practice)

    def _synced(self, view: View) -> Screen:
        from kiosk.ui.staff.synced_screen import SyncedScreen

        assert self.sync.outcome is not None
        close = None if self.closed else partial(self._go, Page.SHIFT)
        return SyncedScreen(view, self.sync.outcome, close, self._go_out, self._to_panel)

    def _journal(self, view: View) -> Screen:
        from kiosk.ui.staff.journal_screen import JournalScreen

        kiosk = self._kiosk.vault.lives()[-1].kiosk
        return JournalScreen(view, kiosk, self.journal.entries(), self._to_panel)

    def _go(self, page: Page) -> None:
        self._page = page
        self.changed.emit()

    def _to_panel(self) -> None:
        self._fault = None  # it was told
        self.reporting.look()
        self._go(Page.PANEL)

    def _after_rehearsal(self) -> None:
        if self.set_up.is_made:  # it was offered at the end of the set-up
            self._go(Page.SET_UP)
        else:
            self._to_panel()

    def _to_sync(self) -> None:
        self.sync.forget()
        self._go(Page.SYNC)

    def _to_wipe(self) -> None:
        self._fault = None
        self.reporting.look()
        self._go(Page.WIPE)

    def _go_out(self) -> None:
        self.leave()
        self.changed.emit()

    def _let_in(self) -> None:
        """The PIN was right; it may have been asked for elsewhere, or somebody has left meanwhile."""
        if self._page in (Page.PIN, Page.CHOOSE_PIN, Page.NEW_PIN):
            self._come_in()

    def _come_in(self) -> None:
        if self.locked:
            self._hurry.remember(False)
        self.journal.note(Event.STAFF)
        self.sync.forget()
        self.reporting.look()
        self._go(self._wanted)

    def _could_not(self, error: KioskError) -> None:
        """Keeps what failed for the panel to tell."""
        self._fault = error

    def _actions(self) -> PanelActions:
        from kiosk.ui.staff.panel import PanelActions

        locked_in = is_locked_session()
        return PanelActions(
            sync=self._to_sync,
            shift=self._open if self.closed else partial(self._go, Page.SHIFT),
            shift_is_closed=self.closed,
            posters=self._posters,
            display=partial(self._go, Page.DISPLAY),
            set_up=self._set_up if self.can_be_set_up else None,
            is_set_up=self._set_up_in is None,
            rehearse=partial(self._go, Page.REHEARSAL),
            journal=partial(self._go, Page.JOURNAL),
            lock=self._lock,
            wipe=self._to_wipe,
            leave=partial(self._go, Page.LEAVE),
            clock=partial(self._go, Page.CLOCK),
            turn=partial(self._go, Page.TURN) if locked_in else None,
            switch_off=partial(self._go, Page.SWITCH_OFF) if locked_in else None,
            out=self._go_out,
        )

    def _follow_stick(self, has_pack: bool) -> None:
        """Leads staff who plug a stick in to the set-up or the sync, by way of the PIN."""
        if self._page is Page.SYNCED:
            self._to_sync()
        elif not self.active and self._at_rest():
            self.enter(Page.SET_UP if has_pack and self._set_up_in is not None else Page.SYNC)

    def _keep_pin(self, digits: str) -> None:
        self._do(partial(self._change_settings, pin=make_pin(digits)), self._door.ask_from_now_on)

    def _open(self) -> None:
        self._do(partial(open_shift, self._kiosk), self._opened)

    def _opened(self) -> None:
        self.closed = False
        self.journal.note(Event.OPENED)
        self._go_out()

    def _closed(self) -> None:
        self.closed = True
        self.journal.note(Event.CLOSED)
        if self._page is Page.PANEL:  # who closed it has gone back meanwhile
            self.changed.emit()

    def _show_like(self, display: Display) -> None:
        self._do(partial(self._change_settings, display=display), partial(self._shown_like, display))

    def _shown_like(self, display: Display) -> None:
        self.display = display
        self.changed.emit()

    def _set_up(self) -> None:
        self.set_up.forget()
        self._go(Page.SET_UP)

    @property
    def can_be_set_up(self) -> bool:
        """Whether this laptop can become a kiosk or take a pack; a training kiosk of its own cannot."""
        return self._set_up_in is not None or not self._kiosk.pack.manifest.training

    def _wipe(self) -> None:
        self._hurry.locked = True  # no visitor comes in while it goes on
        # After whatever staff have begun, on the same thread: a sync never finds half a kiosk.
        self._tasks.run(partial(wipe, self._kiosk.data), lambda _: self._wiped(), self._not_wiped)

    def _wiped(self) -> None:
        if self._set_up_in is not None:  # the training kiosk's own folder does not outlive it
            self._hurry.remember(True)
        self.ended.emit(Ending.REOPEN)

    def _not_wiped(self, error: KioskError) -> None:
        if is_wiped_in_part(self._kiosk.data):
            self.ended.emit(Ending.REOPEN)  # no window may take signatures into half a kiosk
            return
        self._hurry.locked = False
        self._fault = error
        self.changed.emit()

    def _change_settings(self, **change: object) -> None:
        data = self._kiosk.data
        save_settings(data, msgspec.structs.replace(load_settings(data), **change))

    def _do(self, work: Callable[[], object], then: Callable[[], None]) -> None:
        """Does something short that writes to the disk; where that fails, the panel says so."""
        try:
            work()
        except KioskError as error:
            self._fault = error
            self._go(Page.PANEL)
        else:
            self._fault = None
            then()
