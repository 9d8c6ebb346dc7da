"""The stall's window: one visit at a time, one screen at a time, built anew for every visitor."""

from __future__ import annotations

import gc
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QStyle, QWidget

from kiosk.signing.visit import Step, Visit
from kiosk.stall.kiosk import Kiosk
from kiosk.ui.keyboard.widget import Keyboard
from kiosk.ui.language import Language
from kiosk.ui.places import Stick, sticks
from kiosk.ui.posters.navigator import PosterNavigator
from kiosk.ui.screen import View
from kiosk.ui.staff.navigator import StaffNavigator
from kiosk.ui.staff.neutral_screen import NEUTRAL, TITLE
from kiosk.ui.stall.bands import SectionBand, TopBand, TopBandActions
from kiosk.ui.stall.position import ScreenPosition
from kiosk.ui.tasks import Tasks
from kiosk.ui.theme import Appearance, Theme
from kiosk.ui.widgets.focus_ring import FocusRing
from kiosk.ui.window.clipboard import clear_clipboards
from kiosk.ui.window.overlays import Answers, Overlays
from kiosk.ui.window.router import Router
from kiosk.ui.window.sections import sections_of
from kiosk.ui.window.stack import Stack
from kiosk.ui.window.storing import Storing
from kiosk.ui.window.submission import Submission
from kiosk.ui.window.watching import Watching

IDLE_SECONDS = 60
"""How long nobody touches anything before the visit ends."""


class StallWindow(QWidget):
    """Shows a campaign and takes signatures for it.

    Args:
        application: whose events tell that somebody is there.
        kiosk: whose campaign is shown, and which stores the signatures.
        set_up_in: the data folder that this laptop will be set up in; None when it has been.
        idle_seconds: how long nobody touches anything before the visit ends.
        find_sticks: what is plugged in now.
        size: in which it is shown at once. Its first screen is then built but once, and hands are watched
            from the first frame on: up to there come a thousand events, and none of them a hand's.

    Attributes:
        storing: stores what was signed, off the UI thread.
        staff: the staff's room.
        theme: the letters and colours of what is shown.
    """

    ended = Signal(object)
    """Staff are done with this window; an `Ending`."""
    seen = Signal()
    """The first frame stands."""

    def __init__(
        self,
        application: QApplication,
        kiosk: Kiosk,
        *,
        set_up_in: Path | None = None,
        idle_seconds: float = IDLE_SECONDS,
        find_sticks: Callable[[], list[Stick]] = sticks,
        size: QSize | None = None,
    ) -> None:
        super().__init__()
        if size is not None:
            self.resize(size)
        self.setObjectName("window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.campaign = campaign = kiosk.campaign
        self._today = kiosk.today
        self._training = kiosk.pack.manifest.training
        # A slow stick must never keep a signature waiting, so staff's work has a thread of its own.
        staff_tasks = Tasks(self)
        to_posters = self._to_staff_posters if "posters" in sections_of(campaign) else None
        self.staff = staff = StaffNavigator(
            kiosk, set_up_in, find_sticks, staff_tasks, to_posters, self._is_at_rest, self
        )
        posters = PosterNavigator(campaign, staff_tasks, staff.lock, self._build, self, find_sticks)
        self.storing = Storing(kiosk, staff.journal, self)
        self._router = Router(
            kiosk,
            staff,
            posters,
            self.storing,
            build=self._build,
            new_visit=self.new_visit,
            submit=lambda: self._submission.submit(),
            speak=lambda language: self._keyboard.speak(language),
            seconds_left=lambda: self._watching.idle.left,
        )
        self._keyboard = Keyboard(self._make_theme(), campaign.languages, self, chinese=campaign.chinese)
        self._stack = Stack(self, self._keyboard)
        self._submission = Submission(
            self.storing, staff, self._router, self._stack, kiosk.today, self._build
        )
        self._painted = False
        self.theme: Theme | None = None
        self._overlays = Overlays(self, Answers(self._stay, self.new_visit, self.speak, self._look_like))
        self._idle_seconds = max(1, round(idle_seconds))
        self._ring = FocusRing(application, self, self._make_theme())
        self._watching = watching = Watching(
            application, self, idle_seconds, self.ask_whether_there, self.would_be_missed, self._ring
        )
        watching.pointer.field_touched.connect(self._stack.open_keyboard)
        watching.gestures.staff.connect(self._call_staff)
        watching.gestures.panic.connect(self.panic)
        staff.changed.connect(self._build)
        staff.ended.connect(self.ended)
        staff.clock_set.connect(self.storing.prepare)
        staff.has_pin.connect(posters.ask_for_pin)
        self._opening = size is not None
        if not self._opening:
            watching.begin()
        self.new_visit()

    @property
    def visit(self) -> Visit:
        """What the visitor does; another one for every visitor."""
        return self._router.visit

    def new_visit(self) -> None:
        """Ends the visit, forgets everything of it, and shows the start."""
        if self.visit.step is Step.SAVING:
            return  # it is over in a moment, and then says how it went
        QGuiApplication.inputMethod().reset()
        self.visit.end()
        clear_clipboards()
        if self.storing.clock_is_wrong:
            self.storing.prepare()  # and then the next visitor is told before they type
        self._router.forget()
        self._keyboard.forget()
        self._keyboard.speak(self.visit.language)
        self._build()

    def show_section(self, name: str) -> None:
        """Shows a section; a form that was begun keeps what was typed."""
        self._router.show_section(name)

    def start_signing(self) -> None:
        """To the form's first page."""
        self._router.start_signing()

    def speak(self, language: str) -> None:
        """Shows everything in `language`; nothing that was typed is lost."""
        self.visit.language = language
        self._keyboard.speak(language)
        self._build()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self, self._open_behind)

    def _open_behind(self) -> None:
        """Opens the vault, and what people need next, once they see the first frame."""
        self.seen.emit()
        if self._opening:
            self._watching.begin()
        gc.enable()  # `kiosk run` has put it off until now
        self.storing.prepare()
        self.staff.begin()
        import kiosk.ui.window.later  # noqa: F401

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.theme is None or self._make_theme() != self.theme:
            over = self._overlays.shown
            self._build()
            self._overlays.ask_again(self._view, over)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leads one step back; from "Thank you" it does not, for the receipt would be gone."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif not self._keyboard.isHidden():
            self._stack.close_keyboard()
        elif self._stack.screen is not None and self._stack.screen.way_back is not None:
            self._stack.screen.way_back.click()
        elif self._router.shows_section():
            self._go_home()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._watching.close()
        self.staff.close()
        clear_clipboards()
        self.storing.wait()
        self.visit.end()
        super().closeEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(1366, 768)

    # ------------------------------------------------------------------------ building

    def _make_theme(self) -> Theme:
        animated = self.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration) > 0
        return Theme.make(
            NEUTRAL if self.staff.locked else self.campaign.colours,
            self.width(),
            self.height(),
            self.visit.language,
            self._router.appearance,
            dots_per_inch=self.screen().physicalDotsPerInch(),
            motion=400 if animated else 0,
        )

    def _build(self) -> None:
        """Replaces everything on the screen with what the visit shows now."""
        QGuiApplication.inputMethod().commit()  # what is being composed belongs to the old field
        self._overlays.close()
        theme = self._make_theme()
        if theme != self.theme:
            self.theme = theme
            self.setStyleSheet(theme.style_sheet())
            self._keyboard.set_theme(theme)
            self._ring.set_theme(theme)
        language = Language(self.visit.language, self.campaign.words_in(self.visit.language))
        self.setLayoutDirection(language.direction)
        router = self._router
        view = self._view = View(
            self.campaign,
            language,
            theme,
            self._stack.open_keyboard,
            self._today,
            router.browsing,
            self.staff.display.country,
        )
        screen = router.screen(view)
        languages = partial(self._overlays.offer_languages, view)
        looks = partial(self._overlays.offer_looks, view, router.appearance)
        actions = TopBandActions(self._go_home, self.speak, languages, looks)
        above = [TopBand(view, actions, training=self._training)] if router.shows_bands else []
        below: list[QWidget] = []
        if router.shows_section():
            offered = sections_of(self.campaign)
            titles = {name: section.title(language) for name, section in offered.items()}
            sign = router.start_signing if router.asks_to_sign else None
            below = [SectionBand(view, titles, router.section, router.show_section, sign)]
        usable, by_finger = self.visit.step is not Step.SAVING, self._watching.pointer.finger
        self._stack.show([*above, screen, *below], screen, usable=usable, by_finger=by_finger)
        self._show_title()
        screen.renamed.connect(self._show_title)
        # The staff's room locks itself after a minute, whatever visitors are given.
        self._watching.wait_at(screen, 1 if self.staff.active else self.staff.display.idle_minutes)

    def _show_title(self) -> None:
        """The window is called as its screen is, and as the campaign."""
        screen = self._stack.screen
        assert screen is not None
        called = [TITLE] if self.staff.locked else [screen.accessibleName(), screen.view.texts.title]
        self.setWindowTitle(" · ".join(filter(None, called)))

    # --------------------------------------------------------------- cards over the screen

    def _go_home(self) -> None:
        """To the start; asks first when something typed would be lost."""
        if self.visit.is_blank():
            self.new_visit()
        else:
            question = self._view.language.text("Start anew? What you typed is forgotten then.")
            self._ask(question, self._idle_seconds)

    def ask_whether_there(self) -> None:
        """Asks whoever seems to have gone; without an answer the visit ends.

        A screen that has counted down before their eyes asks no more.
        """
        screen = self._stack.screen
        if screen is not None and screen.clears_after is not None and self._overlays.shown is None:
            self.new_visit()
            return
        self._ask(self._view.language.text("Are you still there?"), self._watching.warning_seconds)

    def _ask(self, question: str, seconds: int) -> None:
        if self.visit.step is not Step.SAVING and not self._overlays.asks:
            self._overlays.ask(self._view, question, seconds)

    def _stay(self) -> None:
        """Back to the screen below the card, which is as it was: what it had to remark is still there."""
        assert self._stack.screen is not None
        self._overlays.go_on(self._stack.screen)

    def _look_like(self, appearance: Appearance) -> None:
        place = ScreenPosition.of(self)  # on the choice: who goes through them by key goes on from there
        self._router.appearance = appearance
        self._build()
        self._overlays.offer_looks(self._view, appearance)
        place.restore_focus(self)

    def would_be_missed(self) -> bool:
        """Whether somebody seems to be there, unless this is the start as the next visitor should find it."""
        saving = self.visit.step is Step.SAVING
        asks, staff = self._overlays.asks, self.staff
        return not (self._is_at_rest() or asks or saving or staff.busy or staff.neutral)

    def _is_at_rest(self) -> bool:
        """Whether this is the start as the next visitor should find it."""
        return self._router.is_at_rest() and self._overlays.shown is None

    # ---------------------------------------------------------------------- the staff

    def _call_staff(self) -> None:
        """Asks for the PIN; a visit in progress is over."""
        if self.visit.step is Step.SAVING or self.staff.active:
            return
        language = self.visit.language
        self.new_visit()
        self.visit.language = language
        self.staff.enter()

    def panic(self) -> None:
        """Forgets everything and shows nothing; a signature that is being stored still is."""
        self.staff.lock_up()
        self.visit.end()
        self.new_visit()

    def _to_staff_posters(self) -> None:
        self._router.show_staff_posters()
