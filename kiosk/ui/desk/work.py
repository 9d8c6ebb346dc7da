"""Everything that goes on while a campaign is unlocked, whatever page is shown."""

from __future__ import annotations

from PySide6.QtCore import QObject

from kiosk.ui.desk.duplicates.work import DuplicatesWork
from kiosk.ui.desk.kiosks.work import KiosksWork
from kiosk.ui.desk.merge.work import MergeWork
from kiosk.ui.desk.reports.work import HandOverWork
from kiosk.ui.desk.session import Session
from kiosk.ui.desk.signatures.browsing import SignatureBrowser
from kiosk.ui.desk.today.work import TodayWork


class Work(QObject):
    """The session, and what works on it off the UI thread. Closing it locks the desk."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._window = parent
        self.session = session
        self.today = TodayWork(session, self)
        self.merging = MergeWork(session, self)
        self.browsing = SignatureBrowser(session, self)
        self.duplicates = DuplicatesWork(session, parent)  # outlives this until its search has stopped
        self.handing_over = HandOverWork(session, self)
        self.kiosks = KiosksWork(session, self)
        self.merging.ended.connect(self._outdate)
        for one in (self.kiosks, self.duplicates):
            one.acted.connect(self._outdate)
            one.acted.connect(self.merging.read_books)

    def is_busy(self) -> bool:
        """Whether anything is under way that needs the register, even what an idle desk let run on.

        Today’s page only looks at it: that is stopped where somebody else needs it (`today`).
        """
        return any(work.is_working() for work in self._window.findChildren(Work))

    def is_working(self) -> bool:
        """Whether anything of this is under way."""
        ones = (self.merging, self.browsing, self.duplicates, self.handing_over, self.kiosks)
        return any(one.busy for one in ones)

    def register_changed(self) -> None:
        """Has the other pages take in that something was withdrawn, or put right."""
        self._outdate()
        self.merging.read_books()

    def _outdate(self) -> None:
        self.browsing.outdate()
        self.today.outdate()

    def close(self, *, stop: bool) -> None:
        """Lets go of the keys and of all that was decrypted.

        Args:
            stop: ends a merge that is under way; else it goes on, and its keys go when it ends.
        """
        if stop or not self.merging.busy:
            self.session.stop()
        del self.session
        self.today.close()
        self.browsing.close()
        self.duplicates.close()
        self.kiosks.close()
        self.handing_over.close()
        self.merging.close(stop=stop)
        self.merging.changed.connect(self._delete_when_idle)
        self.handing_over.changed.connect(self._delete_when_idle)
        self._delete_when_idle()

    def _delete_when_idle(self) -> None:
        if not self.merging.busy and not self.handing_over.busy:
            self.deleteLater()
