"""What stands in the window from top to bottom: the bands, a screen, and the keyboard."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from kiosk.ui.keyboard.widget import Keyboard
from kiosk.ui.screen import Screen, heading_of
from kiosk.ui.stall.bands import SectionBand
from kiosk.ui.stall.form import FormScreen
from kiosk.ui.stall.position import ScreenPosition
from kiosk.ui.widgets.announce import announce


class Stack:
    """Fills `window` with parts, in place of those before; the keyboard below them comes and goes.

    Attributes:
        screen: the one that is shown; None before there was one.
    """

    def __init__(self, window: QWidget, keyboard: Keyboard) -> None:
        self._window = window
        self._keyboard = keyboard
        self._layout = QVBoxLayout(window)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        # The window has the size it has: what is on it must fit, never the other way round.
        self._layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self._layout.addWidget(keyboard)
        keyboard.put_away.connect(self.close_keyboard)
        self._parts: list[QWidget] = []
        self._leaving: list[QWidget] = []
        self.screen: Screen | None = None

    def show(self, parts: Sequence[QWidget], screen: Screen, *, usable: bool, by_finger: bool) -> None:
        """Shows `parts` from top to bottom; `screen`, one of them, takes the height that is left.

        A screen of the kind that was there has the cursor and is scrolled as that was.

        Args:
            usable: whether anything can be touched.
            by_finger: whether the keyboard comes by itself where something is to be typed.
        """
        place, is_new = ScreenPosition.of(self._window), type(screen) is not type(self.screen)
        self._replace(parts, screen)
        if is_new and not screen.typed:
            self._keyboard.close()
        screen.setAccessibleName(heading_of(screen))
        self._make_room()
        if not usable:
            self.disable()
        if screen.first_focus is not None:
            screen.first_focus.setFocus()
            if is_new and screen.typed and by_finger:
                self.open_keyboard()
        if is_new:
            announce(screen, heading_of(screen))
        if screen.first_focus is None or not is_new:
            place.restore_focus(self._window)
        if not is_new:  # scrolled once it has its height
            QTimer.singleShot(0, self._window, partial(place.restore_scrolling, self._window))

    def disable(self) -> None:
        """Nothing of it can be touched any more."""
        for part in self._parts:
            part.setEnabled(False)

    def open_keyboard(self) -> None:
        """Shows the keyboard for the field with the cursor."""
        self._keyboard.open()
        self._make_room()

    def close_keyboard(self) -> None:
        """Puts the keyboard away."""
        self._keyboard.close()
        self._make_room()

    def _replace(self, parts: Sequence[QWidget], screen: Screen) -> None:
        old = self._parts
        self._parts, self.screen = list(parts), screen
        # Held until Qt has deleted them: the event that led here may still be in one of them.
        self._leaving = [part for part in self._leaving if isValid(part)] + old
        for part in old:
            self._layout.removeWidget(part)
            part.hide()
            part.deleteLater()
        for place, part in enumerate(self._parts):
            self._layout.insertWidget(place, part, 1 if part is screen else 0)

    def _make_room(self) -> None:
        """While somebody types on the screen, the sections step back, and so does what stands by the form."""
        keyboard = not self._keyboard.isHidden()
        for part in self._parts:
            if isinstance(part, SectionBand):
                part.setVisible(not keyboard)
        if isinstance(self.screen, FormScreen):
            self.screen.make_room(keyboard=keyboard)
