"""The stall's window: one visit at a time, one screen at a time, built anew for every visitor."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QStyle, QWidget

from kiosk.errors import KioskError
from kiosk.signing.visit import Step, Visit
from kiosk.stall.kiosk import Kiosk
from kiosk.ui.keyboard.widget import Keyboard
from kiosk.ui.language import Language
from kiosk.ui.places import Stick, sticks
from kiosk.ui.posters.navigator import PosterRoom
from kiosk.ui.screen import Browsing, Screen, View
from kiosk.ui.staff.neutral_screen import NEUTRAL, TITLE
from kiosk.ui.staff.room import StaffRoom
from kiosk.ui.stall.actions import ActionsScreen
from kiosk.ui.stall.attract import AttractScreen
from kiosk.ui.stall.bands import SectionBand, TopBand, Ways
from kiosk.ui.stall.closed import ClosedScreen
from kiosk.ui.stall.form import FormScreen, Moves
from kiosk.ui.stall.out_of_order import OutOfOrderScreen
from kiosk.ui.stall.overs import Answers, Overs
from kiosk.ui.stall.reading import ReadingScreen
from kiosk.ui.stall.screens import FORM, SECTIONS
from kiosk.ui.stall.sign_consent import ConsentScreen
from kiosk.ui.stall.thanks import ThanksScreen
from kiosk.ui.tasks import Tasks
from kiosk.ui.theme import Appearance, Theme
from kiosk.ui.window.clipboard import clear_clipboards
from kiosk.ui.window.stack import Stack
from kiosk.ui.window.storing import Storing
from kiosk.ui.window.watching import Watching

IDLE_SECONDS = 60
"""How long nobody touches anything before the visit ends."""

_START = "attract"


class StallWindow(QWidget):
    """Shows a campaign and takes signatures for it.

    Args:
        application: whose events tell that somebody is there.
        kiosk: whose campaign is shown, and which stores the signatures.
        set_up_in: the data folder that this laptop will be set up in; None when it has been.
        idle_seconds: how long nobody touches anything before the visit ends.
        find_sticks: what is plugged in now.
    """

    ended = Signal(object)
    """Staff are done with this window; an `Ending`."""

    def __init__(
        self,
        application: QApplication,
        kiosk: Kiosk,
        *,
        set_up_in: Path | None = None,
        idle_seconds: float = IDLE_SECONDS,
        find_sticks: Callable[[], list[Stick]] = sticks,
    ) -> None:
        super().__init__()
        self.setObjectName("window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.campaign = campaign = kiosk.campaign
        self._today = kiosk.today
        self._training = kiosk.pack.manifest.training
        self._room = kiosk.pack.manifest.record_bytes
        # A slow stick must never keep a signature waiting, so staff's work has a thread of its own.
        staff_tasks = Tasks(self)
        self.staff = StaffRoom(
            kiosk, set_up_in, find_sticks, staff_tasks, self._to_staff_posters, self._at_rest, self
        )
        self.staff.changed.connect(self._build)
        self.staff.ended.connect(self.ended)
        self._posters = PosterRoom(campaign, staff_tasks, self.staff.lock, self._build, self, find_sticks)
        self.staff.has_pin.connect(self._posters.ask_for_pin)
        self.visit = self._blank_visit()
        self._appearance = self._usual_appearance()
        self._keyboard = Keyboard(self._make_theme(), campaign.languages, self)
        self._stack = Stack(self, self._keyboard)
        self._theme: Theme | None = None
        self._overs = Overs(self, Answers(self._build, self.new_visit, self.speak, self._look_like))
        self._idle_seconds = max(1, round(idle_seconds))
        self._watching = watching = Watching(
            application, self, idle_seconds, self._ask_whether_there, self._would_be_missed
        )
        watching.pointer.field_touched.connect(self._stack.open_keyboard)
        watching.gestures.staff.connect(self._call_staff)
        watching.gestures.panic.connect(self._panic)
        self._storing = Storing(kiosk, self.staff.journal, self)
        self._storing.changed.connect(self._tell_signed)
        self._storing.stored.connect(self._saved)
        self._storing.refused.connect(self._failed)
        self.new_visit()

    def new_visit(self) -> None:
        """Ends the visit, forgets everything of it, and shows the start."""
        if self.visit.step is Step.SAVING:
            return  # it is over in a moment, and then says how it went
        QGuiApplication.inputMethod().reset()
        self.visit.end()
        clear_clipboards()
        self.visit = self._blank_visit()
        self._appearance = self._usual_appearance()
        self._section = _START
        self._browsing = Browsing()
        self._posters.leave()
        self.staff.leave()
        self._keyboard.forget()
        self._keyboard.speak(self.visit.language)
        self._reading: str | None = None
        self._build()

    def _blank_visit(self) -> Visit:
        campaign = self.campaign
        return Visit(campaign.asked, campaign.consent_version, self._first_language, self._room)

    @property
    def _title(self) -> str:
        return self.campaign.texts[self.campaign.languages[0]].title

    @property
    def _first_language(self) -> str:
        """The language of the start, as staff chose."""
        chosen, languages = self.staff.display.language, self.campaign.languages
        return chosen if chosen in languages else languages[0]

    def _usual_appearance(self) -> Appearance:
        return Appearance(text_size=self.staff.display.text_size)

    def show_section(self, name: str) -> None:
        """Shows a section; a form that was begun keeps what was typed."""
        self._section = name
        self._posters.leave()
        self._build()

    def speak(self, language: str) -> None:
        """Shows everything in `language`; nothing that was typed is lost."""
        self.visit.language = language
        self._keyboard.speak(language)
        self._build()

    def start_signing(self) -> None:
        """To the form's first page."""
        self.visit.start()
        self._build()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._theme is None or self._make_theme() != self._theme:
            over = self._overs.shown
            self._build()
            self._overs.ask_again(self._view, over)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leads one step back; from "Thank you" it does not, for the receipt would be gone."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif not self._keyboard.isHidden():
            self._stack.close_keyboard()
        elif self._stack.screen is not None and self._stack.screen.way_back is not None:
            self._stack.screen.way_back.click()
        elif self._shows_section():
            self._go_home()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._watching.close()
        self.staff.close()
        clear_clipboards()
        self._storing.wait()
        self.visit.end()
        super().closeEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(1366, 768)

    # ------------------------------------------------------------ building screens

    def _make_theme(self) -> Theme:
        animated = self.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration) > 0
        return Theme.make(
            NEUTRAL if self.staff.locked else self.campaign.colours,
            self.width(),
            self.height(),
            self.visit.language,
            self._appearance,
            dots_per_inch=self.screen().physicalDotsPerInch(),
            motion=400 if animated else 0,
        )

    def _build(self) -> None:
        """Replaces everything on the screen with what the visit shows now."""
        QGuiApplication.inputMethod().commit()  # what is being composed belongs to the old field
        self._overs.close()
        theme = self._make_theme()
        if theme != self._theme:
            self._theme = theme
            self.setStyleSheet(theme.style_sheet())
            self._keyboard.set_theme(theme)
        language = Language(self.visit.language)
        direction = (
            Qt.LayoutDirection.RightToLeft if language.right_to_left else Qt.LayoutDirection.LeftToRight
        )
        self.setLayoutDirection(direction)
        view = self._view = View(self.campaign, language, theme, self._stack.open_keyboard, self._browsing)
        self.setWindowTitle(TITLE if self.staff.locked else self._title)
        screen = self._make_screen(view)
        languages = partial(self._overs.offer_languages, view)
        looks = partial(self._overs.offer_looks, view, self._appearance)
        ways = Ways(self._go_home, self.speak, languages, looks)
        above = [] if self.staff.locked else [TopBand(view, ways, training=self._training)]
        below: list[QWidget] = []
        if self._shows_section():
            below = [SectionBand(view, self._section, self.show_section, self.start_signing)]
        usable, by_finger = self.visit.step is not Step.SAVING, self._watching.pointer.finger
        self._stack.show([*above, screen, *below], screen, usable=usable, by_finger=by_finger)
        self._watching.idle.start()

    def _make_screen(self, view: View) -> Screen:
        text = view.language.text
        if self.staff.active:
            return self.staff.screen(view)
        if self._storing.fault is not None:
            return OutOfOrderScreen(view, self._storing.fault)
        if self._reading == "petition":
            return ReadingScreen(view, text("The petition"), view.texts.petition, self._close_reading)
        if self._reading == "privacy":
            return ReadingScreen(view, text("Privacy notice"), view.texts.privacy, self._close_reading)
        if self.visit.step in FORM:
            return FORM[self.visit.step](view, self.visit, self._moves())
        if self.visit.step is Step.THANKS:
            return ThanksScreen(view, self.visit.receipt, self.new_visit, self._act)
        if self.staff.closed:
            return ClosedScreen(view)
        if self._section == _START:
            return AttractScreen(
                view, self._storing.signed, partial(self.show_section, "demands"), self.start_signing
            )
        if self._section == "actions":
            return ActionsScreen(view, self.visit)
        if self._section == "posters":
            return self._posters.screen(view)
        return SECTIONS[self._section](view)

    def _shows_section(self) -> bool:
        return (
            self.visit.step is Step.READING
            and self._section != _START
            and self._reading is None
            and self._storing.fault is None
            and not self._posters.staff_only
            and not self.staff.active
            and not self.staff.closed
        )

    def _moves(self) -> Moves:
        forward = self._submit if self.visit.step is Step.CONSENT else self._next
        petition, privacy = (partial(self._read, what) for what in ("petition", "privacy"))
        return Moves(self._back, forward, self._open, petition, privacy)

    def _would_be_missed(self) -> bool:
        """Whether somebody seems to be there, unless this is the start as the next visitor should find it."""
        saving = self.visit.step is Step.SAVING
        return not (self._at_rest() or self._overs.asks or saving or self.staff.busy or self.staff.neutral)

    def _at_rest(self) -> bool:
        """Whether this is the start as the next visitor should find it."""
        return (
            self.visit.step is Step.READING
            and self._section == _START
            and self._reading is None
            and not self.staff.active
            and self._overs.shown is None
            and self.visit.is_blank()
            and self.visit.language == self._first_language
            and self._appearance == self._usual_appearance()
        )

    # ----------------------------------------------------------- cards over the screen

    def _go_home(self) -> None:
        """To the start; asks first when something typed would be lost."""
        if self.visit.is_blank():
            self.new_visit()
        else:
            question = self._view.language.text("Start anew? What you typed is forgotten then.")
            self._ask(question, self._idle_seconds)

    def _ask_whether_there(self) -> None:
        self._ask(self._view.language.text("Are you still there?"), self._watching.warning_seconds)

    def _ask(self, question: str, seconds: int) -> None:
        if self.visit.step is not Step.SAVING and not self._overs.asks:
            self._overs.ask(self._view, question, seconds)

    def _look_like(self, appearance: Appearance) -> None:
        self._appearance = appearance
        self._build()
        self._overs.offer_looks(self._view, appearance)

    # ----------------------------------------------------------------- moving about

    def _read(self, what: str) -> None:
        self._reading = what
        self._build()

    def _close_reading(self) -> None:
        self._reading = None
        self._build()

    def _back(self) -> None:
        self.visit.back()
        self._build()

    def _open(self, extra: Step) -> None:
        self.visit.open(extra)
        self._build()

    def _next(self) -> None:
        before = self.visit.step
        findings = self.visit.next()
        if self.visit.step is not before:
            self._build()
        elif isinstance(self._stack.screen, FormScreen):
            self._stack.screen.show_findings(findings)

    def _act(self) -> None:
        """From "Thank you" to what you can do, as a new visit in the same language."""
        language, appearance = self.visit.language, self._appearance
        self.new_visit()
        self.visit.language, self._appearance = language, appearance
        self.show_section("actions")

    # --------------------------------------------------------------------- the staff

    def _call_staff(self) -> None:
        """Asks for the PIN; a visit in progress is over."""
        if self.visit.step is Step.SAVING or self.staff.active:
            return
        language = self.visit.language
        self.new_visit()
        self.visit.language = language
        self.staff.enter()

    def _panic(self) -> None:
        """Forgets everything and shows nothing; a signature that is being stored still is."""
        self.staff.lock_up()
        self.visit.end()
        self.new_visit()

    def _to_staff_posters(self) -> None:
        self.staff.leave()
        self._section = "posters"
        self._posters.enter()

    # ----------------------------------------------------------------- the signature

    def _submit(self) -> None:
        findings = self.visit.findings(Step.CONSENT)
        signature = self.visit.submit(self._today())
        if signature is None:
            if isinstance(self._stack.screen, FormScreen):
                self._stack.screen.show_findings(findings)
            return
        self._stack.disable()
        self._storing.store(self.visit, signature)

    def _saved(self, visit: Visit) -> None:
        if visit is not self.visit:
            return  # it has ended in a hurry
        if self.staff.display.beep:
            QApplication.beep()
        self.visit.saved()
        self._build()

    def _failed(self, visit: Visit, error: KioskError) -> None:
        if visit is not self.visit:
            return
        self.visit.failed()
        self._build()
        if isinstance(self._stack.screen, ConsentScreen):
            self._stack.screen.show_not_stored(error)

    def _tell_signed(self) -> None:
        if self._storing.fault is not None:
            self._build()
        elif isinstance(self._stack.screen, AttractScreen) and self._storing.signed is not None:
            self._stack.screen.show_signed(self._storing.signed)
