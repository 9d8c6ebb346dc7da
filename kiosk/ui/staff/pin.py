"""Staff only: the PIN, on a pad of digits that a finger can use, with longer waits after every wrong try."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from kiosk.errors import KioskError
from kiosk.stall.pin import MAX_PIN, MIN_PIN, PinGuard, wait_after
from kiosk.ui.screen import Screen, View, screen_heading
from kiosk.ui.tasks import Tasks
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.announce import announce
from kiosk.ui.widgets.buttons import button
from kiosk.ui.widgets.labels import label

_PAD_WIDTH = 470
_BETWEEN = 60


class PinLock(QObject):
    """Tries PINs off the UI thread and makes whoever asks wait; it outlives the screens that ask.

    Args:
        guard: knows the PIN, and how many tries were wrong in a row, also before this start.
        clock: seconds that only ever grow.
    """

    opened = Signal()
    changed = Signal()
    """It began to check, or the PIN was wrong, or the check itself failed."""
    refused = Signal()
    """The PIN was wrong."""

    def __init__(
        self,
        guard: PinGuard,
        tasks: Tasks,
        parent: QObject | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._guard = guard
        self._tasks = tasks
        self._clock = clock
        self._until = clock() + wait_after(guard.wrong)
        self.checking = False
        self.fault: KioskError | None = None

    @property
    def wrong(self) -> int:
        """How many tries were wrong in a row."""
        return self._guard.wrong

    @property
    def seconds_left(self) -> int:
        """How long until the next try is taken, in seconds."""
        return max(0, math.ceil(self._until - self._clock()))

    def check(self, digits: str) -> None:
        """Tries `digits`, unless it is checking or waiting; `opened` or `changed` tells how it went."""
        if self.checking or self.seconds_left:
            return
        self.checking = True
        self.fault = None
        self.changed.emit()
        self._tasks.run(lambda: self._guard.fits(digits), self._checked, self._failed)

    def _checked(self, fits: bool) -> None:
        self.checking = False
        self._until = self._clock() + wait_after(self.wrong)
        if fits:
            self.opened.emit()
        else:
            self.refused.emit()
            self.changed.emit()

    def _failed(self, error: KioskError) -> None:
        self.checking = False
        self.fault = error.with_traceback(None)  # its frames hold the digits
        self.changed.emit()


class _Pad(Screen):
    """Digits to tap or type, shown as dots. What is done with them is for the kinds below.

    `told` is the half with the words.

    Args:
        words: a line each below the heading, such as what to do.
        back: away from here, without digits.
    """

    def __init__(self, view: View, heading: str, words: Sequence[str], back: Callable[[], object]) -> None:
        super().__init__(view)
        px, text = view.theme.px, view.language.text
        self._digits = ""
        self.body.addStretch(1)
        told = self.told = QVBoxLayout()
        told.setSpacing(px(10))
        for line in (screen_heading(heading), *(label(line, "intro") for line in words)):
            told.addWidget(_centred(line))
        self._dots = _Dots(view.theme)
        told.addWidget(self._dots)
        self._remark = _centred(label("", "warning"))
        self._remark.setObjectName("remark-pin")
        self._remark.setFixedHeight(px(84))  # the pad stays where it is when there is a remark
        told.addWidget(self._remark)
        pad = QGridLayout()
        pad.setSpacing(view.theme.gap(10))
        for number, digit in enumerate("1234567890"):
            key = button(digit, f"digit-{digit}", partial(self._type, digit), role="digit")
            key.setAutoDefault(False)  # on a digit, Enter is for the whole PIN
            pad.addWidget(key, number // 3, number % 3 + (digit == "0"))
        self._delete = button(text("Delete"), "delete-digit", self._take_back)
        self._enter = button(text("OK"), "enter-pin", self._submit, role="primary")
        pad.addWidget(self._delete, 3, 0)
        pad.addWidget(self._enter, 3, 2)
        for column in range(3):
            pad.setColumnStretch(column, 1)
        halves = QVBoxLayout() if view.theme.tall else QHBoxLayout()
        halves.setSpacing(px(_BETWEEN))
        sides = self.body.contentsMargins()
        room = view.theme.width - sides.left() - sides.right()
        widest = room if view.theme.tall else (room - px(_BETWEEN)) // 2
        width = min(view.theme.text(_PAD_WIDTH), widest)
        for half in (told, pad):
            holder = QWidget()
            holder.setLayout(half)
            half.setContentsMargins(0, 0, 0, 0)
            holder.setFixedWidth(width)
            halves.addWidget(holder, 0, Qt.AlignmentFlag.AlignCenter)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addLayout(halves)
        row.addStretch(1)
        self.body.addLayout(row)
        self.body.addStretch(1)
        self.way_back = button(text("Go back"), "back", back)
        self.body.addWidget(self.way_back, 0, Qt.AlignmentFlag.AlignLeft)
        self._keys = holder.findChildren(QPushButton)  # the second half: the pad
        self.first_focus = self._keys[0]
        self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text() and event.text() in "1234567890":
            self._type(event.text())
        elif event.key() == Qt.Key.Key_Backspace:
            self._take_back()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._submit()
        else:
            super().keyPressEvent(event)

    def _type(self, digit: str) -> None:
        if self._takes_digits() and len(self._digits) < MAX_PIN:
            self._digits += digit
            self._show()

    def _take_back(self) -> None:
        self._digits = self._digits[:-1]
        self._show()

    def _submit(self) -> None:
        if self._takes_digits() and self._digits:
            digits, self._digits = self._digits, ""
            self._entered(digits)

    def _entered(self, digits: str) -> None:
        """The person is done typing."""
        raise NotImplementedError

    def _takes_digits(self) -> bool:
        return True

    def _show(self) -> None:
        count = len(self._digits)
        self._dots.show_count(count, self.view.language.plural("{number} digit", "{number} digits", count))

    def _say(self, remark: str, *, wrong: bool = True) -> None:
        """Shows `remark`; in the colour of what is wrong only where something is."""
        role = "warning" if wrong else "item"
        if self._remark.property("role") != role:
            self._remark.setProperty("role", role)
            self._remark.style().polish(self._remark)
        if remark != self._remark.text():
            self._remark.setText(remark)
            announce(self._remark, remark)


class PinScreen(_Pad):
    """Asks for the PIN; `lock` tells whoever listens when it was right.

    Args:
        forgotten: leads to what can be done without it; None where that is not here.
    """

    def __init__(
        self,
        view: View,
        lock: PinLock,
        back: Callable[[], object],
        forgotten: Callable[[], object] | None = None,
    ) -> None:
        text = view.language.text
        self._lock = lock
        self._tried = False
        self._tick = QTimer()
        super().__init__(view, text("For staff"), [text("Please enter the PIN.")], back)
        if forgotten is not None:
            self.told.addWidget(button(text("PIN forgotten?"), "forgotten", forgotten, role="link"))
        self._tick.setParent(self)
        self._tick.setInterval(250)
        self._tick.timeout.connect(self._show)
        lock.changed.connect(self._show)

    def _entered(self, digits: str) -> None:
        self._tried = True
        self._lock.check(digits)

    def _takes_digits(self) -> bool:
        return not self._lock.checking and not self._lock.seconds_left

    def _show(self) -> None:
        super()._show()
        left, text = self._lock.seconds_left, self.view.language.text
        if self._keys[0].isEnabled() != self._takes_digits():
            self.setFocus()  # from a key that is disabled it would go to the way back, and Enter with it
            for key in self._keys:
                key.setEnabled(self._takes_digits())
            self._keys[0].setFocus()  # a disabled key loses it
        if left and not self._tick.isActive():
            self._tick.start()
        elif not left:
            self._tick.stop()
        if self._lock.checking:
            remark = text("One moment, please.")
        elif left:
            wait = self.view.language.plural(
                "Try again in {number} second.", "Try again in {number} seconds.", left
            )
            remark = text("That is not the PIN.") + f" {wait}" if self._tried else wait
        elif self._lock.fault is not None:
            remark = self.view.language.error(self._lock.fault)
        else:
            remark = text("That is not the PIN.") if self._tried and not self._digits else ""
        self._say(remark, wrong=not self._lock.checking)


@dataclass
class BegunPin:
    """A new PIN that was typed once, until it is typed again: a screen built anew goes on from there."""

    first: str = ""


class ChoosePinScreen(_Pad):
    """A new PIN, twice; `chosen` is told it once both are the same.

    Args:
        words: what stands below the heading, such as "Step 4 of 5".
        begun: what was typed before, and where it is kept.
    """

    def __init__(
        self,
        view: View,
        words: str,
        begun: BegunPin,
        chosen: Callable[[str], object],
        back: Callable[[], object],
    ) -> None:
        text = view.language.text
        self._begun = begun
        self._chosen = chosen
        rule = text("{least} to {most} digits. Tell it to nobody but the staff.", least=MIN_PIN, most=MAX_PIN)
        super().__init__(view, text("Choose a PIN"), [words, rule], back)
        if begun.first:
            self._ask_again()

    def _ask_again(self) -> None:
        self._say(self.view.language.text("The same PIN once more, please."), wrong=False)

    def _entered(self, digits: str) -> None:
        text = self.view.language.text
        first, self._begun.first = self._begun.first, ""
        if not first and len(digits) < MIN_PIN:
            self._say(text("A PIN has at least {number} digits.", number=MIN_PIN))
        elif not first:
            self._begun.first = digits
            self._ask_again()
        elif digits == first:
            self._chosen(digits)
            return
        else:
            self._say(text("Those were two different PINs. Please choose one again."))
        self._show()


class _Dots(QWidget):
    """A dot for each digit that was typed, never the digits."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._count = 0
        self.setObjectName("pin-dots")
        self.setFixedHeight(theme.px(44))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_count(self, count: int, words: str) -> None:
        """Shows `count` dots; `words` say the same."""
        self._count = count
        self.setAccessibleName(words)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        t = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(t.line), t.px(3)))
        painter.drawLine(0, self.height() - 2, self.width(), self.height() - 2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(t.ink))
        step = self.width() / MAX_PIN
        left = (self.width() - step * self._count) / 2
        for number in range(self._count):
            box = QRectF(left + number * step, self.height() / 2 - t.px(10), step, t.px(18))
            painter.drawEllipse(box.center(), t.px(8), t.px(8))


def _centred(words: QLabel) -> QLabel:
    words.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return words
