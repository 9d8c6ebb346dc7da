"""The stall's window: one visit at a time, one screen at a time, built anew for every visitor."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QClipboard, QCloseEvent, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QApplication, QLayout, QLineEdit, QVBoxLayout, QWidget

from kiosk.campaign.model import Campaign
from kiosk.errors import KioskError, SignatureError
from kiosk.signing.signature import Signature
from kiosk.signing.visit import Step, Visit
from kiosk.ui.language import Language
from kiosk.ui.stall.actions import ActionsScreen
from kiosk.ui.stall.bands import SectionBand, TopBand
from kiosk.ui.stall.contact import ContactScreen
from kiosk.ui.stall.demands import DemandsScreen
from kiosk.ui.stall.endorsers import EndorsersScreen
from kiosk.ui.stall.form import FormScreen, Moves
from kiosk.ui.stall.out_of_order import OutOfOrderScreen
from kiosk.ui.stall.posters import PostersScreen
from kiosk.ui.stall.question import QuestionOver
from kiosk.ui.stall.questions import QuestionsScreen
from kiosk.ui.stall.reading import ReadingScreen
from kiosk.ui.stall.sign_consent import ConsentScreen
from kiosk.ui.stall.sign_contact import ContactFormScreen
from kiosk.ui.stall.sign_country import CountryScreen
from kiosk.ui.stall.sign_name import NameScreen
from kiosk.ui.stall.thanks import ThanksScreen
from kiosk.ui.stall.view import Screen, View
from kiosk.ui.tasks import Tasks
from kiosk.ui.theme import Theme

IDLE_SECONDS = 60
"""How long nobody touches anything before the visit ends."""
WARNING_SECONDS = 15
"""How long before that the visitor is asked."""

_START = "demands"
_SECTIONS: dict[str, type[Screen]] = {
    "demands": DemandsScreen,
    "endorsers": EndorsersScreen,
    "actions": ActionsScreen,
    "questions": QuestionsScreen,
    "posters": PostersScreen,
    "contact": ContactScreen,
}
_FORM: dict[Step, type[NameScreen] | type[CountryScreen] | type[ContactFormScreen] | type[ConsentScreen]] = {
    Step.NAME: NameScreen,
    Step.COUNTRY: CountryScreen,
    Step.CONTACT: ContactFormScreen,
    Step.CONSENT: ConsentScreen,
}
_ACTIVITY = {
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.TouchBegin,
    QEvent.Type.TouchUpdate,
    QEvent.Type.Wheel,
    QEvent.Type.InputMethod,
}


class StallWindow(QWidget):
    """Shows a campaign and takes signatures for it.

    Args:
        application: whose events tell that somebody is there.
        campaign: what is shown.
        store: seals and stores a signature; called off the UI thread, returns when it is durable.
        prepare: makes ready to store; called off the UI thread once the window has been painted.
        training: whether the training mark is shown.
        today: the clock, as a day.
        idle_seconds: how long nobody touches anything before the visit ends.
    """

    def __init__(
        self,
        application: QApplication,
        campaign: Campaign,
        store: Callable[[Signature], object],
        *,
        prepare: Callable[[], object] = lambda: None,
        training: bool = False,
        today: Callable[[], datetime.date] = datetime.date.today,
        idle_seconds: float = IDLE_SECONDS,
    ) -> None:
        super().__init__()
        self.setObjectName("window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._application = application
        self._campaign = campaign
        self._store = store
        self._fault: KioskError | None = None
        self.visit = self._blank_visit()
        self._training = training
        self._today = today
        self._tasks = Tasks(self)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        # The window has the size it has: what is on it must fit, never the other way round.
        self._layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self._parts: list[QWidget] = []
        self._screen: Screen | None = None
        self._theme: Theme | None = None
        self._question: QuestionOver | None = None
        self._warning_seconds = max(1, min(WARNING_SECONDS, round(idle_seconds / 3)))
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.setInterval(round(max(0.1, idle_seconds - self._warning_seconds) * 1000))
        self._idle.timeout.connect(self._ask_whether_there)
        self.setWindowTitle(campaign.texts[campaign.languages[0]].title)
        self.new_visit()
        application.installEventFilter(self)
        QTimer.singleShot(0, self, lambda: self._tasks.run(prepare, lambda _: None, self._out_of_order))

    def new_visit(self) -> None:
        """Ends the visit, forgets everything of it, and shows the start."""
        if self.visit.step is Step.SAVING:
            return  # it is over in a moment, and then says how it went
        self.visit.end()
        _clear_clipboards()
        self.visit = self._blank_visit()
        self._section = _START
        self._reading: str | None = None
        self._idle.stop()
        self._build()

    def _blank_visit(self) -> Visit:
        campaign = self._campaign
        return Visit(campaign.asked, campaign.consent_version, campaign.languages[0])

    def show_section(self, name: str) -> None:
        """Shows a section; a form that was begun keeps what was typed."""
        self._section = name
        self._build()

    def speak(self, language: str) -> None:
        """Shows everything in `language`; nothing that was typed is lost."""
        self.visit.language = language
        self._build()

    def start_signing(self) -> None:
        """To the form's first page."""
        self.visit.start()
        self._build()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._theme is None or self._make_theme() != self._theme:
            self._build()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _ACTIVITY and self._question is None and not self._is_untouched():
            self._idle.start()
        return False

    def closeEvent(self, event: QCloseEvent) -> None:
        if event.spontaneous() and self.isFullScreen() and not self._training:
            event.ignore()  # a visitor's Alt+F4; staff end the program itself
            return
        self._idle.stop()
        _clear_clipboards()
        self._application.removeEventFilter(self)
        self._tasks.wait()
        self.visit.end()
        super().closeEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(1366, 768)

    # ------------------------------------------------------------ building screens

    def _make_theme(self) -> Theme:
        return Theme.make(self._campaign.colours, self.width(), self.height(), self.visit.language)

    def _build(self) -> None:
        """Replaces everything on the screen with what the visit shows now."""
        if self._question is not None:
            self._question.close_over()
            self._question = None
        theme = self._make_theme()
        if theme != self._theme:
            self._theme = theme
            self.setStyleSheet(theme.style_sheet())
        language = Language(self.visit.language)
        direction = (
            Qt.LayoutDirection.RightToLeft if language.right_to_left else Qt.LayoutDirection.LeftToRight
        )
        self.setLayoutDirection(direction)
        view = self._view = View(self._campaign, language, theme)
        old = self._parts
        place, old_screen = _Place.of(self), self._screen
        self._screen = self._make_screen(view)
        self._parts = [
            TopBand(view, training=self._training, home=self._go_home, speak=self.speak),
            self._screen,
        ]
        if self.visit.step is Step.READING and self._reading is None and self._fault is None:
            self._parts.append(SectionBand(view, self._section, self.show_section, self.start_signing))
        same_screen = old_screen is not None and type(old_screen) is type(self._screen)
        for part in old:
            self._layout.removeWidget(part)
            part.hide()
            part.setParent(None)
            part.deleteLater()
        for part in self._parts:
            self._layout.addWidget(part, 1 if part is self._screen else 0)
        if self.visit.step is Step.SAVING:
            for part in self._parts:
                part.setEnabled(False)
        elif not self._is_untouched():
            self._idle.start()
        if self._screen.first_focus is not None:
            self._screen.first_focus.setFocus()
        if same_screen:
            place.restore(self)

    def _make_screen(self, view: View) -> Screen:
        text = view.language.text
        if self._fault is not None:
            return OutOfOrderScreen(view, self._fault)
        if self._reading == "petition":
            return ReadingScreen(view, text("The petition"), view.texts.petition, self._close_reading)
        if self._reading == "privacy":
            return ReadingScreen(view, text("Privacy notice"), view.texts.privacy, self._close_reading)
        if self.visit.step in (Step.CONSENT, Step.SAVING):
            return ConsentScreen(view, self.visit, self._moves(self._submit))
        if self.visit.step in _FORM:
            return _FORM[self.visit.step](view, self.visit, self._moves(self._next))
        if self.visit.step is Step.THANKS:
            return ThanksScreen(view, self.new_visit, self._act)
        return _SECTIONS[self._section](view)

    def _moves(self, forward: Callable[[], object]) -> Moves:
        return Moves(self._back, forward, partial(self._read, "petition"), partial(self._read, "privacy"))

    def _is_untouched(self) -> bool:
        """Whether this is the start as the next visitor should find it."""
        return (
            self.visit.step is Step.READING
            and self._section == _START
            and self._reading is None
            and self.visit.is_blank()
            and self.visit.language == self._campaign.languages[0]
        )

    # ----------------------------------------------------------------- moving about

    def _go_home(self) -> None:
        """To the start; asks first when something typed would be lost."""
        if self.visit.is_blank():
            self.new_visit()
        else:
            self._ask(self._view.language.text("Start anew? What you typed is forgotten then."))

    def _ask_whether_there(self) -> None:
        self._ask(self._view.language.text("Are you still there?"), self._warning_seconds)

    def _ask(self, question: str, seconds: int = 0) -> None:
        """Lays a question over everything; without an answer in `seconds`, the visit ends."""
        if self._question is None and self.visit.step is not Step.SAVING:
            self._idle.stop()
            self._question = QuestionOver(self, self._view, question, self._go_on, self.new_visit, seconds)

    def _go_on(self) -> None:
        self._question = None
        self._build()

    def _read(self, what: str) -> None:
        self._reading = what
        self._build()

    def _close_reading(self) -> None:
        self._reading = None
        self._build()

    def _back(self) -> None:
        self.visit.back()
        self._build()

    def _next(self) -> None:
        before = self.visit.step
        findings = self.visit.next()
        if self.visit.step is not before:
            self._build()
        elif isinstance(self._screen, FormScreen):
            self._screen.show_findings(findings)

    def _submit(self) -> None:
        findings = self.visit.findings(Step.CONSENT)
        signature = self.visit.submit(self._today())
        if signature is None:
            if isinstance(self._screen, FormScreen):
                self._screen.show_findings(findings)
            return
        self._idle.stop()
        for part in self._parts:
            part.setEnabled(False)  # until it is known whether the signature is stored
        self._tasks.run(lambda: self._store(signature), lambda _: self._saved(), self._failed)

    def _saved(self) -> None:
        self.visit.saved()
        self._build()

    def _failed(self, error: KioskError) -> None:
        self.visit.failed()
        self._build()
        if isinstance(self._screen, ConsentScreen):
            text = self._view.language.text
            too_long = text("This is more text than one signature can hold. Please go back and shorten it.")
            unstored = text(
                "Your signature could not be stored. Nothing you typed is lost: "
                "please call us, then try again."
            )
            self._screen.show_problem(too_long if isinstance(error, SignatureError) else unstored)

    def _out_of_order(self, error: KioskError) -> None:
        """The kiosk cannot keep signatures, so it takes none."""
        self._fault = error
        self._build()

    def _act(self) -> None:
        """From "Thank you" to what you can do, as a new visit in the same language."""
        language = self.visit.language
        self.new_visit()
        self.visit.language = language
        self.show_section("actions")


@dataclass(frozen=True)
class _Place:
    """Where the cursor is, by the name of its widget, so that a screen built anew has it there again."""

    name: str
    cursor: int

    @classmethod
    def of(cls, window: QWidget) -> _Place:
        focus = window.focusWidget()
        cursor = focus.cursorPosition() if isinstance(focus, QLineEdit) else 0
        return cls(focus.objectName() if focus is not None else "", cursor)

    def restore(self, window: QWidget) -> None:
        for widget in window.findChildren(QWidget, self.name) if self.name else []:
            widget.setFocus()
            if isinstance(widget, QLineEdit):
                widget.setCursorPosition(self.cursor)


def _clear_clipboards() -> None:
    """Empties the clipboard, and X11's primary selection where there is one."""
    clipboard = QGuiApplication.clipboard()
    clipboard.clear()
    if clipboard.supportsSelection():
        clipboard.clear(QClipboard.Mode.Selection)
