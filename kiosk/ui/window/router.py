"""Where the visitor is: which screen is due, and where its buttons lead."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from kiosk.signing.visit import Step, Visit
from kiosk.stall.kiosk import Kiosk
from kiosk.ui.artwork.photograph import Photographs
from kiosk.ui.posters.navigator import PosterNavigator
from kiosk.ui.screen import Browsing, Screen, View
from kiosk.ui.staff.navigator import StaffNavigator
from kiosk.ui.stall.attract import AttractScreen
from kiosk.ui.stall.form import FormScreen, Moves
from kiosk.ui.theme import Appearance
from kiosk.ui.window.sections import SECTIONS
from kiosk.ui.window.storing import Storing

START = "attract"
"""What is shown, in place of a section, before anybody has come."""


class Router:
    """Holds all that is known of the visit, and leads it on.

    Args:
        build: called when another screen is due.
        new_visit: ends the visit, with what the window itself knows of it.
        submit: what the form's last button does.
        speak: makes the window's keyboard write a language, given its tag.
        seconds_left: until the visit ends if nobody touches anything.

    Attributes:
        visit: what is typed, and how far the form is.
        appearance: the look that the visitor chose.
        browsing: what they opened in the sections.
        section: the one that is shown, unless the form is; or `START`.
    """

    def __init__(
        self,
        kiosk: Kiosk,
        staff: StaffNavigator,
        posters: PosterNavigator,
        storing: Storing,
        *,
        build: Callable[[], object],
        new_visit: Callable[[], object],
        submit: Callable[[], object],
        speak: Callable[[str], object],
        seconds_left: Callable[[], float],
    ) -> None:
        self._campaign = kiosk.campaign
        self._record_bytes = kiosk.pack.manifest.record_bytes
        self._staff = staff
        self._posters = posters
        self._storing = storing
        self._build = build
        self._new_visit = new_visit
        self._submit = submit
        self._keyboard_speaks = speak
        self._seconds_left = seconds_left
        self._photographs = Photographs()
        self._screen: Screen | None = None
        self._begin()

    def _begin(self) -> None:
        campaign = self._campaign
        self.visit = Visit(
            campaign.asked,
            campaign.consent_version,
            self._first_language,
            self._record_bytes,
            campaign.fields,
        )
        self.appearance = self._usual_appearance()
        self.browsing = Browsing()
        self.section = START
        self._reading: str | None = None
        self._signed = False

    def forget(self) -> None:
        """Begins with somebody else, at the start, and away from what only staff see."""
        self._begin()
        self._posters.leave()
        self._staff.leave()

    @property
    def _first_language(self) -> str:
        """The language of the start, as staff chose."""
        chosen, languages = self._staff.display.language, self._campaign.languages
        return chosen if chosen in languages else languages[0]

    def _usual_appearance(self) -> Appearance:
        return Appearance(text_size=self._staff.display.text_size)

    def is_at_rest(self) -> bool:
        """Whether this is the start as the next visitor should find it."""
        return (
            self.visit.step is Step.READING
            and self.section == START
            and self._reading is None
            and not self._staff.active
            and self.visit.is_blank()
            and self.visit.language == self._first_language
            and self.appearance == self._usual_appearance()
        )

    def shows_section(self) -> bool:
        """Whether the screen is a section, below which stands the band that leads to the others."""
        return (
            self.visit.step is Step.READING
            and self.section != START
            and self._reading is None
            and self._storing.fault is None
            and not self._posters.staff_only
            and not self._posters.fills_screen
            and not self._staff.active
            and not self._staff.closed
        )

    @property
    def shows_bands(self) -> bool:
        """Whether there is anything above and below the screen: not before staff let anybody in, and
        not around a poster that fills it.
        """
        return not (self._staff.locked or self._posters.fills_screen)

    @property
    def asks_to_sign(self) -> bool:
        """Whether a section has the button to sign: not what one can do, for who has just signed."""
        return not (self._signed and self.section == "actions")

    def screen(self, view: View) -> Screen:
        """The screen that is due, built anew."""
        self._screen = self._make_screen(view)
        return self._screen

    def _make_screen(self, view: View) -> Screen:
        # All but the start is loaded behind the first frame (later.py).
        if self._staff.active:
            return self._staff.screen(view)
        if self._storing.fault is not None:
            from kiosk.ui.stall.out_of_order import OutOfOrderScreen

            return OutOfOrderScreen(view, self._storing.fault)
        if self._reading is not None:
            return self._reading_screen(view, self._reading)
        if self.visit.step not in (Step.READING, Step.ENDED):
            return self._form_screen(view)
        if self._staff.closed:
            from kiosk.ui.stall.closed import ClosedScreen

            return ClosedScreen(view)
        if self.section == START:
            tally, languages = self._storing.tally, self._in_turn()
            return AttractScreen(view, tally, languages, self._look, self._sign, self._photographs)
        if not self.asks_to_sign:
            from kiosk.ui.stall.actions import ActionsScreen

            return ActionsScreen(view, self.visit, signed=True)
        return SECTIONS[self.section].screen(view, self.visit, self._posters)

    def _form_screen(self, view: View) -> Screen:
        from kiosk.ui.stall.actions import actions_left
        from kiosk.ui.stall.pages import form_screen
        from kiosk.ui.stall.thanks import ThanksScreen

        if self.visit.step is Step.THANKS:
            act = self._act if actions_left(view.texts) else None
            receipt, tally, left = self.visit.receipt, self._storing.tally, self._seconds_left
            return ThanksScreen(view, receipt, tally, left, self._new_visit, act)
        page = form_screen(self.visit.step)
        assert page is not None
        return page(view, self.visit, self._moves())

    def _reading_screen(self, view: View, what: str) -> Screen:
        from kiosk.ui.stall.reading import ReadingScreen

        text = view.language.text
        if what == "petition":
            return ReadingScreen(view, text("The petition"), view.texts.petition, self._close_reading)
        return ReadingScreen(view, text("Privacy notice"), view.texts.privacy, self._close_reading)

    def _moves(self) -> Moves:
        forward = self._submit if self.visit.step is Step.CONSENT else self._next
        petition, privacy = (partial(self._read, what) for what in ("petition", "privacy"))
        return Moves(self._back, forward, self._open, petition, privacy)

    def show_section(self, name: str) -> None:
        """Shows a section; a form that was begun keeps what was typed."""
        self.section = name
        self._posters.leave()
        self._build()

    def show_staff_posters(self) -> None:
        """From the staff's panel to saving and printing posters."""
        self._staff.leave()
        self.section = "posters"
        self._posters.enter()

    def _in_turn(self) -> list[str]:
        """The languages that take turns on the start: all of them, until a visitor has chosen one."""
        chosen, languages = self.visit.language, self._campaign.languages
        if chosen != self._first_language:
            return [chosen]
        return [chosen, *(each for each in languages if each != chosen)]

    def _speak(self, language: str) -> None:
        self.visit.language = language
        self._keyboard_speaks(language)

    def _look(self, language: str) -> None:
        """From the start to the demands, in the language in which somebody read it."""
        self._speak(language)
        self.show_section("demands")

    def _sign(self, language: str) -> None:
        """From the start to the form, in the language of the button."""
        self._speak(language)
        self.start_signing()

    def start_signing(self) -> None:
        """To the form's first page."""
        self.visit.start()
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

    def _open(self, extra: str) -> None:
        self.visit.open(extra)
        self._build()

    def _next(self) -> None:
        before = self.visit.step
        findings = self.visit.next()
        if self.visit.step is not before:
            self._build()
        elif isinstance(self._screen, FormScreen):
            self._screen.show_findings(findings)

    def _act(self) -> None:
        """From "Thank you" to what you can do, as a new visit in the same language."""
        language, appearance = self.visit.language, self.appearance
        self._new_visit()
        self.visit.language, self.appearance, self._signed = language, appearance, True
        self.show_section("actions")
