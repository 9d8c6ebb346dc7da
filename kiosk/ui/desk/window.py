"""The coordinator's window: a campaign is opened, unlocked, worked on, and locked again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QKeySequence,
    QPixmap,
    QShortcut,
)
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget
from shiboken6 import isValid

from kiosk.campaign.model import Campaign, Colours, FieldText
from kiosk.coordinator.campaign.folder import CampaignFolder
from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.register.server_address import ServerAddress
from kiosk.coordinator.reports.browse import Filter
from kiosk.errors import KioskError
from kiosk.languages import spoken
from kiosk.signing.own_fields import OwnField
from kiosk.ui.desk.campaign.page import CampaignPage
from kiosk.ui.desk.destroy.destroyed import DestroyedPage, is_kept
from kiosk.ui.desk.destroy.page import RetentionPage
from kiosk.ui.desk.detour import Detours, MakePage
from kiosk.ui.desk.duplicates.page import DuplicatesPage
from kiosk.ui.desk.guide import GuideWindow
from kiosk.ui.desk.kiosks.page import KiosksPage
from kiosk.ui.desk.merge.page import MergePage
from kiosk.ui.desk.navigation import Navigation, NavigationActions, PageId
from kiosk.ui.desk.opening.page import OpeningPage
from kiosk.ui.desk.opening.unlock import UnlockPage
from kiosk.ui.desk.preview import Previewer, Previews, StallScreens
from kiosk.ui.desk.register_notice import RegisterNotice
from kiosk.ui.desk.remembered import Remembered
from kiosk.ui.desk.reports.page import ReportsPage
from kiosk.ui.desk.session import Session
from kiosk.ui.desk.shared_register.kept import Kept, Sharing
from kiosk.ui.desk.signatures.page import SignaturesPage
from kiosk.ui.desk.sizes import SIZE, SMALLEST, ResizeWatch, is_typed_into, theme_for
from kiosk.ui.desk.today.page import TodayPage
from kiosk.ui.desk.view import DeskPage, DeskView
from kiosk.ui.desk.withdraw.page import WithdrawPage
from kiosk.ui.desk.work import Work
from kiosk.ui.hands import Hands
from kiosk.ui.idle import IdleWatch
from kiosk.ui.language import Language, system_language
from kiosk.ui.tasks import Tasks
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.layouts import clear_layout

IDLE_SECONDS = 600
"""After which a desk that nobody uses locks itself."""
_MOST_NEAR = 3
"""Languages that stand in the column themselves."""
_TELLING = (PageId.MERGE, PageId.DUPLICATES)
"""Pages that tell what somebody changed in the register."""
_PLAIN = Colours(paper="#f4f1e8", ink="#1b1a17", accent="#1f2a44", on_accent="#ffd60a")
"""The colours while no campaign is open."""

_NO_SCREENS = StallScreens(lambda campaign: (), lambda *_: QPixmap())


class DeskWindow(QWidget):
    """The window. What it shows is built anew for every page, language and lock.

    Args:
        memory: the file with what the desk remembers.
        folder: the campaign to open; without it one is asked for.
        address: the register's, where it is not the campaign folder's own; wins over what is remembered.
        previewer: draws the stall's screens of a content folder.
        draw_card: makes the staff's card of a pack's file, as a PDF.
        stall: draws one of the stall's screens at once.
        exports: signatures files to merge as soon as a campaign is unlocked.

    Attributes:
        work: what goes on while a campaign is unlocked; None while none is.
        language: what the desk speaks.
    """

    def __init__(
        self,
        application: QApplication,
        memory: Path,
        folder: Path | None = None,
        address: str | None = None,
        idle_seconds: float = IDLE_SECONDS,
        previewer: Previewer = lambda content, stopped: iter(()),
        draw_card: Callable[[Path], bytes] = lambda pack: b"",
        stall: StallScreens = _NO_SCREENS,
        exports: Sequence[Path] = (),
    ) -> None:
        super().__init__()
        self._address = address
        self._exports = list(exports)
        self._remembered = Remembered(memory)
        self.language = Language(self._remembered.memory.language or system_language())
        self._folder: CampaignFolder | None = None
        self._campaign: Campaign | None = None
        self.work: Work | None = None
        self._here = next(iter(PageId))
        self._problem = ""
        self._remark = ""
        self._aside: MakePage | None = None
        self._worn: Colours | None = None
        self._detours = Detours(self._show_aside, self._show_here, self._enter, self._draw, stall, draw_card)
        self._previewer = previewer
        self._previews: Previews | None = None
        self._tasks = Tasks(self)
        self._idle = IdleWatch(idle_seconds, self.lock_itself, lambda: self.work is not None, self)
        self._hands = Hands(application, self, self._idle.watch)
        self._hands.begin()
        self.setObjectName("window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAcceptDrops(True)
        self.setMinimumSize(*SMALLEST)
        self.resize(*SIZE)
        self._sides = QHBoxLayout(self)
        self._sides.setContentsMargins(0, 0, 0, 0)
        self._sides.setSpacing(0)
        self.page: DeskPage | None = None
        self._theme: Theme | None = None
        ResizeWatch(self, self._fit)
        QShortcut(QKeySequence.StandardKey.HelpContents, self, self._show_guide)
        QShortcut(QKeySequence.StandardKey.Open, self, self._choose)
        if folder is not None:
            self.open(folder)
        else:
            self._show()

    def open(self, folder: Path) -> None:
        """Opens the campaign in `folder` as far as that goes without the passphrase."""
        try:
            self._folder = CampaignFolder.open(folder)
        except KioskError as error:
            self._folder, self._problem = None, str(error)
            self._remembered.note(lambda memory: memory.without(folder))
        else:
            self._problem = self._remark = ""
            if self._remembered.lost is not None:
                self._remark = self.language.error(self._remembered.lost)
            self._campaign = self._folder.content_if_whole()
            self._remembered.note(lambda memory: memory.used(folder))
        self._show_here()

    def lock(self) -> None:
        """Drops the key and everything that was decrypted, and stops what is under way."""
        self._lock("", stop=True)

    def _lock(self, remark: str, *, stop: bool) -> None:
        """Locks; the passphrase is asked for anew.

        Args:
            remark: why, if nobody asked for it.
            stop: ends a merge that is under way; else it goes on, and its key goes when it ends.
        """
        self._idle.stop()
        if self.work is not None:
            self.work.close(stop=stop)
            self.work = None
        self._remark = remark
        self._show_here()

    def speak(self, tag: str) -> None:
        """Shows everything in another language, and remembers it."""
        self.language = Language(tag)
        self._remembered.note(lambda memory: memory.speaking(tag))
        self._show()

    def show_page(self, page: PageId) -> None:
        """Leads to `page`."""
        self._here = page
        self._show_here()

    def show_list(self, wanted: Filter, kiosk_name: str = "") -> None:
        """Leads to the signatures that `wanted` describes."""
        assert self.work is not None
        self.work.browsing.kiosk_name = kiosk_name
        self.work.browsing.look(wanted)
        self.show_page(PageId.SIGNATURES)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.work is not None and not self.work.merging.busy and event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        given = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if given and self.work is not None:
            event.acceptProposedAction()
            self.show_page(PageId.MERGE)
            self.work.merging.start(given)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.work is not None:
            self.work.close(stop=True)
            self.work = None
        for left_running in self.findChildren(Work):
            left_running.merging.stop()
        self._hands.close()
        self._idle.stop()
        self._stop_drawing()
        for drawing in self.findChildren(Previews):
            drawing.wait()
        self._tasks.wait()
        super().closeEvent(event)

    def _show_here(self) -> None:
        """Shows the page of the column again, and forgets the one beside it."""
        self._aside = self._worn = None
        self._show()

    def _draw(self, content: Path) -> Previews:
        self._stop_drawing()
        self._previews = Previews(self._previewer, content, self)
        return self._previews

    def _stop_drawing(self) -> None:
        if self._previews is not None and isValid(self._previews):
            self._previews.stop()

    def _show_aside(self, make: MakePage, colours: Colours | None = None) -> None:
        self._aside, self._worn = make, colours
        self._show()

    def _show(self) -> None:
        colours = self._campaign.colours if self._folder and self._campaign else _PLAIN
        # What is filled in a step at a time stays as it is, whatever size the window gets meanwhile.
        theme = theme_for(
            self.size() if self._aside is None else QSize(*SIZE), self._worn or colours, self.language.tag
        )
        view = DeskView(self.language, theme, self._tasks, self._offers(), self._own())
        self.setWindowTitle(f"{self._title()} · Signing kiosk")
        clear_layout(self._sides)
        if theme != self._theme:  # it costs as much as a page
            self._theme = theme
            self.setStyleSheet(theme.style_sheet("desk"))
        self.setLayoutDirection(self.language.direction)
        lock = self.lock if self.work is not None else None
        here = self._here if self.work is not None else None
        actions = NavigationActions(self.show_page, self.speak, lock)
        self._sides.addWidget(Navigation(view, self._title(), actions, here, self._near()))
        self.page = self._make_page(view)
        if self.work is not None:
            tells = self._aside is None and self._here in _TELLING
            show = None if tells else partial(self.show_page, PageId.MERGE)
            self.page.add_notice(RegisterNotice(view, self.work.session, show))
        self._sides.addWidget(self.page, 1)
        if self.page.first_focus is not None:
            self.page.first_focus.setFocus()

    def _fit(self) -> None:
        """Draws a page anew, which forgets where one was on it, only if it must be smaller."""
        fitting = theme_for(self.size(), _PLAIN, self.language.tag)
        if self._theme is not None and fitting.scale < self._theme.scale and not is_typed_into(self):
            self._show()

    def _show_guide(self) -> None:
        GuideWindow(self.language, theme_for(self.size(), _PLAIN, self.language.tag), self).show()

    def _choose(self) -> None:
        """Asks for what the window works on: signatures files, or a campaign while none is open."""
        if self.work is not None and not self.work.merging.busy and self._aside is None:
            self.show_page(PageId.MERGE)
        if isinstance(self.page, MergePage | OpeningPage):
            self.page.choose()

    def _make_page(self, view: DeskView) -> DeskPage:
        if self._aside is not None:
            return self._aside(view)
        if self._folder is None:
            recent = [Path(one) for one in self._remembered.memory.folders]
            return OpeningPage(view, recent, self.open, self._detours, self._problem, self._to_merge())
        if self.work is None and not is_kept(self._folder):
            return DestroyedPage(view, self._folder, self._kept(self._folder), self._leave)
        if self.work is None:
            kept, actions = self._kept(self._folder), (self._unlocked, self._leave)
            return UnlockPage(
                view, self._folder, kept, self._title(), *actions, self._remark or self._to_merge()
            )
        return self._make_work_page(view, self.work)

    def _make_work_page(self, view: DeskView, work: Work) -> DeskPage:
        match self._here:
            case PageId.TODAY:
                return TodayPage(view, work.session, self._campaign, work.today, self.show_page)
            case PageId.MERGE:
                return MergePage(view, work.session, work.merging, work.today.outdate, self.show_list)
            case PageId.KIOSKS:
                return KiosksPage(view, work.kiosks, self.show_list)
            case PageId.SIGNATURES:
                return SignaturesPage(view, work.session, work.browsing, work.register_changed, self._detours)
            case PageId.DUPLICATES:
                return DuplicatesPage(view, work.duplicates)
            case PageId.REPORTS:
                return ReportsPage(view, work.session, self._campaign, work.handing_over, self.show_page)
            case PageId.WITHDRAW:
                return WithdrawPage(view, work.session, work.register_changed)
            case PageId.RETENTION:
                return RetentionPage(view, work.session, self._is_busy, work.today, self.lock)
            case PageId.CAMPAIGN:
                sharing = Sharing(self._kept(work.session.folder), self._is_busy, self._keep)
                return CampaignPage(view, work.session, self._detours, sharing)

    def _unlocked(self, keys: CampaignKeys, password: str) -> None:
        assert self._folder is not None
        self._begin(self._folder, keys, password)
        if self._exports:
            assert self.work is not None
            self._here = PageId.MERGE
            self.work.merging.start(self._exports)
            self._exports = []
        self._show()

    def _kept(self, folder: CampaignFolder) -> Kept:
        return Kept(self._address, self._remembered.memory.server(folder.path))

    def _is_busy(self) -> bool:
        """Whether anything is under way that needs the register."""
        return self.work is not None and self.work.is_busy()

    def _keep(self, server: ServerAddress | None, password: str) -> None:
        """Goes on with the register on `server`, or with the folder's own; the page stays."""
        work = self.work
        assert work is not None
        folder, keys = work.session.folder, work.session.keys
        self._remembered.change(lambda memory: memory.kept_on(folder.path, server))
        self._remembered.lost = None  # it was said again
        work.close(stop=True)
        self._begin(folder, keys, password)

    def _begin(self, folder: CampaignFolder, keys: CampaignKeys, password: str = "") -> Session:
        self.work = Work(Session(folder, keys, self._kept(folder).place(password)), self)
        self._remark = self._problem = ""
        self._idle.start()
        return self.work.session

    def _enter(self, folder: CampaignFolder, keys: CampaignKeys) -> Session:
        """Opens a campaign that has been made or recovered, on its own page."""
        self._here = PageId.CAMPAIGN
        self._folder, self._campaign = folder, folder.content_if_whole()
        self._remembered.note(lambda memory: memory.used(folder.path))
        return self._begin(folder, keys)

    def _leave(self) -> None:
        self._folder = self._campaign = None
        self._show()

    def lock_itself(self) -> None:
        """Locks because nobody was there; a merge goes on."""
        text = self.language.text
        remark = text("Nobody was here for a while, so the desk has locked itself.")
        if self.work is not None and self.work.merging.busy:
            remark += " " + text("The merge goes on to its end.")
        self._lock(remark, stop=False)

    def _to_merge(self) -> str:
        """Says which files wait for the campaign to be unlocked."""
        if not self._exports:
            return ""
        return self.language.plural(
            "{number} file is merged as soon as the campaign is unlocked.",
            "{number} files are merged as soon as the campaign is unlocked.",
            len(self._exports),
        )

    def _near(self) -> list[str]:
        """The languages to have at hand: this one, English, and what the campaign is written in."""
        written = self._campaign.languages if self._folder and self._campaign else ("zh-Hant", "zh-Hans")
        wanted = (self.language.tag, "en", *filter(None, map(spoken, written)))
        return list(dict.fromkeys(wanted))[:_MOST_NEAR]

    def _title(self) -> str:
        if self._folder is None:
            return self.language.text("The coordinator’s desk")
        if self._campaign is None:
            return self._folder.path.name
        return self._campaign.texts_in(self.language.tag).title

    def _offers(self) -> dict[str, str]:
        actions = self._campaign.texts_in(self.language.tag).actions if self._campaign else ()
        return {one.id: one.title for one in actions}

    def _own(self) -> dict[str, tuple[OwnField, FieldText]]:
        return self._campaign.fields_in(self.language.tag) if self._campaign else {}
