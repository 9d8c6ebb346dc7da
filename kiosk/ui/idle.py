"""Notices that nobody is there any more."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer

from kiosk.stall.clock import seconds_since_start

_ACTIVITY = {
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.TouchBegin,
    QEvent.Type.TouchUpdate,
    QEvent.Type.TabletPress,
    QEvent.Type.TabletMove,
    QEvent.Type.Wheel,
    QEvent.Type.InputMethod,
}

_LOOK_SECONDS = 1.0
"""How often the clock is looked at."""


class IdleWatch(QObject):
    """Calls `idle` once nobody has touched anything for `seconds`.

    Time during which the laptop slept counts too: whoever opens its lid finds no form.

    Args:
        matters: whether anybody would be missed just now; as long as not, the wait does not begin.

    Attributes:
        seconds: how long it waits, from the next `start`.
    """

    def __init__(
        self,
        seconds: float,
        idle: Callable[[], object],
        matters: Callable[[], bool],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self.seconds = seconds
        self._idle = idle
        self._matters = matters
        self._until = 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(round(min(_LOOK_SECONDS, seconds) * 1000))
        self._timer.timeout.connect(self._look)

    @property
    def left(self) -> float:
        """The seconds that are left if nobody touches anything."""
        return self._until - seconds_since_start()

    def start(self) -> None:
        """Begins to wait, anew."""
        self._until = seconds_since_start() + self.seconds
        if not self._timer.isActive():
            self._timer.start()

    def stop(self) -> None:
        """Waits no longer, until the next `start`."""
        self._timer.stop()

    def watch(self, watched: QObject, event: QEvent) -> bool:
        """To be told of what hands do; keeps nothing from others."""
        if event.type() in _ACTIVITY and self._timer.isActive():
            self.start()
        return False

    def _look(self) -> None:
        if not self._matters():
            self.start()
        elif seconds_since_start() >= self._until:
            self._idle()
