"""Which signatures are looked at: listed and searched off the UI thread, and dropped with the session."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from kiosk.coordinator.reports.browse import (
    Filter,
    Found,
    Listing,
    list_records,
    read_page,
    search_records,
)
from kiosk.errors import KioskError
from kiosk.ui.desk.session import Session
from kiosk.ui.job import Job, Run
from kiosk.ui.tasks import Tasks


class SignatureBrowser(Job):
    """The filter, the search, and what was found; the pages that show it come and go.

    Attributes:
        filter, text: what is wanted; `text` is empty where nothing is searched for.
        listing: what there is of it, once that is known.
        found, near: after a search, how many have `text` in them, and how many are only near.
        shows_near: whether `listing` is of those.
        kiosk_name: what the kiosk of the filter is called.
        is_stale: whether the register may have changed since.
        listed: sent when `listing` is another one.
    """

    listed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session: Session | None = session
        self._reading = Tasks(self)
        self.filter = Filter()
        self.text = ""
        self.kiosk_name = ""
        self.listing = Listing()
        self._parts = (Listing(), Listing())
        self.shows_near = False
        self.is_stale = True

    @property
    def found(self) -> int:
        return len(self._parts[0])

    @property
    def near(self) -> int:
        return len(self._parts[1])

    def show_near(self, near: bool) -> None:
        """Puts those that are only near into `listing`, or those that were found."""
        self.shows_near, self.listing = near, self._parts[near]
        self.changed.emit()
        self.listed.emit()

    def outdate(self) -> None:
        """Has the records listed anew when a page shows them next."""
        self.is_stale = True

    def look_again(self) -> None:
        """Lists the same anew, if anything may have changed."""
        if self.is_stale:
            self.look(self.filter, self.text)

    def look(self, wanted: Filter, text: str = "") -> None:
        """Lists the records that `wanted` describes, those with `text` in them; what was under way ends."""
        session = self._session
        if session is None:
            return
        self.abandon()
        self.filter, self.text = wanted, text.strip()
        self._parts, self.shows_near = (Listing(), Listing()), False
        self.listing, self.is_stale = Listing(), False

        def work(run: Run) -> tuple[Listing, Listing]:
            register = session.existing_register()
            if register is None:
                return Listing(), Listing()
            listing = list_records(register, wanted, run.is_stopped)
            if not self.text:
                return listing, Listing()
            return search_records(register, session.keys, listing, self.text, run.tell, run.is_stopped)

        self.begin(work, self._take)
        self.listed.emit()

    def read(
        self,
        first: int,
        count: int,
        done: Callable[[list[Found]], None],
        failed: Callable[[KioskError], None],
        asked_by: QObject,
    ) -> None:
        """Reads and opens `count` records of the listing, from `first` on, and gives them to `done`."""
        session, listing = self._session, self.listing

        def work() -> list[Found]:
            register = session.existing_register() if session is not None else None
            if session is None or register is None:
                return []
            return read_page(register, session.keys, listing, first, count)

        self._reading.run(work, done, failed, asked_by=asked_by)

    def close(self) -> None:
        """Lets go of the key, and of what was searched for and found."""
        self.abandon()
        self._session = None
        self.filter, self.text, self.listing = Filter(), "", Listing()
        self._parts, self.shows_near = (Listing(), Listing()), False

    def _take(self, parts: tuple[Listing, Listing]) -> None:
        self._parts = parts
        self.show_near(False)
