"""Qt Virtual Keyboard in a widget: resources/keyboard/Panel.qml, and what Python asks of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from PySide6.QtCore import Q_ARG, Q_RETURN_ARG, QGenericArgumentHolder, QMetaObject, Qt, QUrl, Signal
from PySide6.QtQuickWidgets import QQuickWidget

from kiosk import paths
from kiosk.ui.keyboard.methods import Method

_BOOL = Q_RETURN_ARG(bool)


class KeyboardPanel(QQuickWidget):
    """The keys. Qt Virtual Keyboard serves one of these in a program.

    Args:
        look: the style's colours and sizes, see `look_for`.
    """

    put_away = Signal()
    """The hide key was pressed."""

    def __init__(self, look: dict[str, Any]) -> None:
        super().__init__()
        folder = paths.resources() / "keyboard"
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setResizeMode(QQuickWidget.ResizeMode.SizeRootObjectToView)
        self.engine().addImportPath(str(folder))
        self.dress(look)
        self.setSource(QUrl.fromLocalFile(str(folder / "Panel.qml")))
        # Queued: the key that was pressed is not to vanish while it is still being told so.
        self.rootObject().putAway.connect(  # type: ignore[attr-defined]  # a signal of Panel.qml
            self.put_away, Qt.ConnectionType.QueuedConnection
        )

    def dress(self, look: dict[str, Any]) -> None:
        """Draws everything in another look."""
        self.rootContext().setContextProperty("look", look)

    def offer(self, methods: Sequence[Method]) -> None:
        """Puts the keys of these methods into the band; one of them writes Latin letters."""
        root = self.rootObject()
        root.setProperty("latin", next(place for place, method in enumerate(methods) if method.latin))
        root.setProperty("methods", [asdict(method) for method in methods])

    def choose(self, place: int) -> None:
        """Turns to the method at this place."""
        self.rootObject().setProperty("chosen", place)

    @property
    def mode(self) -> str:
        """The mode of the method in use, "" where it is the layout's own or only Latin letters fit."""
        return str(self.rootObject().property("mode"))

    @property
    def composing(self) -> bool:
        """Whether a character has been begun."""
        return bool(self.rootObject().property("composing"))

    def type(self, key: int, text: str) -> bool:
        """Types a key; False when the input method leaves it alone."""
        return self._ask("type", Q_ARG(int, key), Q_ARG(str, text))

    def pick(self, place: int) -> bool:
        """Takes a candidate by its place, from 0; False when there is none."""
        return self._ask("pick", Q_ARG(int, place))

    def _ask(self, function: str, *arguments: QGenericArgumentHolder) -> bool:
        return bool(QMetaObject.invokeMethod(self.rootObject(), function, _BOOL, *arguments))
