"""Leaving the kiosk, and switching the laptop off: each asks once more."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.stall.session import is_locked_session
from kiosk.ui.screen import View
from kiosk.ui.staff.page import StaffPage
from kiosk.ui.widgets.buttons import button
from kiosk.ui.widgets.labels import label


class _EndScreen(StaffPage):
    """What will end, what comes then, and the button for it.

    Args:
        end: ends it; it may take a moment, in which the button cannot be pressed again.
    """

    def __init__(
        self,
        view: View,
        heading: str,
        then: str,
        words: str,
        name: str,
        end: Callable[[], object],
        back: Callable[[], object],
    ) -> None:
        text = view.language.text
        super().__init__(view, heading, text("Nothing is deleted."), back, text("Stay in the kiosk"))
        self.content.addWidget(label(then, "question"))
        self._end = end
        self._button = button(words, name, self._press)
        self.foot.addWidget(self._button)

    def _press(self) -> None:
        self.disable(self._button)
        self._button.say(self.view.language.text("One moment, please."))
        self._end()


class LeaveScreen(_EndScreen):
    """Ends the kiosk, or does not."""

    def __init__(self, view: View, leave: Callable[[], object], back: Callable[[], object]) -> None:
        text = view.language.text
        then = text("The program ends, and whoever sits here can use the laptop.")
        if is_locked_session():
            then = text(
                "The laptop’s own login comes, and whoever knows its password can use the laptop. When it "
                "starts the next time, it is a kiosk again."
            )
        words = text("Leave the kiosk")
        super().__init__(view, text("Leave the kiosk?"), then, words, "leave-now", leave, back)


class SwitchOffScreen(_EndScreen):
    """Switches the laptop off, or does not."""

    def __init__(self, view: View, switch_off: Callable[[], object], back: Callable[[], object]) -> None:
        text = view.language.text
        then = text("The laptop goes off. When it starts the next time, it is a kiosk again.")
        words = text("Switch the laptop off")
        heading = text("Switch the laptop off?")
        super().__init__(view, heading, then, words, "switch-off-now", switch_off, back)
