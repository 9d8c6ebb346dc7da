"""The on-screen keyboard, at the bottom of a window."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QSizePolicy, QVBoxLayout, QWidget
from shiboken6 import isValid

from kiosk.campaign.model import ChineseMethod
from kiosk.ui.keyboard.hardware import composed, picked
from kiosk.ui.keyboard.look import look_for
from kiosk.ui.keyboard.methods import methods_for
from kiosk.ui.theme import Theme

if TYPE_CHECKING:
    from kiosk.ui.keyboard.panel import KeyboardPanel

_TAKES_TEXT = Qt.WidgetAttribute.WA_InputMethodEnabled


class Keyboard(QWidget):
    """A keyboard for touch, hidden until `open`; it belongs at the bottom of a window's vertical layout.

    While it is open for Chinese, the laptop's own keys drive the same input method. The program must have
    called `platform.prepare` before its Qt application was made.

    Args:
        theme: colours and fonts.
        languages: tags of the languages that people may want to type in; the first is spoken at first.
        chinese: the ways to write traditional Chinese; the usual ones if empty.
    """

    put_away = Signal()
    """The person has pressed its hide key; it has closed."""

    def __init__(
        self,
        theme: Theme,
        languages: Iterable[str],
        parent: QWidget | None = None,
        *,
        chinese: Sequence[ChineseMethod] = (),
    ) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._theme = theme
        self._methods = methods_for(languages, chinese)
        self._place = 0
        self._panel: KeyboardPanel | None = None
        self._field: QWidget | None = None
        self._giving = False
        self.hide()
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._focus_changed)

    def open(self) -> None:
        """Shows it, for the field that has the focus, in the language last spoken.

        The first time it takes a moment (under 0.3 s on an old laptop), and about 50 MB of memory.
        """
        if self._panel is None:
            self._build()
        self._focus_changed(None, QApplication.focusWidget())
        self.show()
        method = QGuiApplication.inputMethod()
        method.update(Qt.InputMethodQuery.ImQueryAll)  # a new panel does not know the field yet
        method.show()

    def close(self) -> bool:
        """Hides it. True, as for any widget that has closed."""
        closed = super().close()
        QGuiApplication.inputMethod().hide()
        return closed

    def speak(self, tag: str) -> None:
        """Turns to the first input method of a language (a tag), now and for every visit to come."""
        tags = [method.tag for method in self._methods]
        self._place = tags.index(tag) if tag in tags else 0
        if self._panel is not None:
            self._panel.choose(self._place)

    def set_theme(self, theme: Theme) -> None:
        """Draws it in another theme from now on."""
        self._theme = theme
        self._dress()

    def forget(self) -> None:
        """Ends the visit: closes it, and throws away all that Qt keeps of what was typed."""
        self.close()
        if self._panel is not None:
            self._panel.setParent(None)
            self._panel.deleteLater()
            self._panel = None

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.window().installEventFilter(self)
        self._dress()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.window() and event.type() == QEvent.Type.Resize:
            self._dress()
        if watched is self._field and event.type() in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            assert isinstance(event, QKeyEvent)
            return self._take(event)
        return False

    # ------------------------------------------------------------ the panel

    def _build(self) -> None:
        # Loading Qt Quick costs memory, so only where somebody needs the keyboard.
        from kiosk.ui.keyboard.panel import KeyboardPanel

        for other in QApplication.allWidgets():
            if isinstance(other, Keyboard):
                other.forget()  # Qt Virtual Keyboard serves one place at a time
        self._panel = KeyboardPanel(look_for(self._theme, self._methods, self.window().size()))
        self._panel.put_away.connect(self._put_away)
        self._layout.addWidget(self._panel)
        self._dress()
        self._panel.offer(self._methods)
        self._panel.choose(self._place)

    def _dress(self) -> None:
        """Sizes it for the window, and hands the theme to the style."""
        if self._panel is not None:
            look = look_for(self._theme, self._methods, self.window().size())
            self.setFixedHeight(look["height"])
            self._panel.dress(look)

    # ------------------------------------------------------------ the field, and the laptop's own keys

    def _focus_changed(self, old: QWidget | None, now: QWidget | None) -> None:
        if self._field is not None and isValid(self._field):
            self._field.removeEventFilter(self)
        self._field = now if now is not None and now.testAttribute(_TAKES_TEXT) else None
        if self._field is not None:
            # Qt has put a filter of its own there by now; ours, put later, sees the keys first.
            self._field.installEventFilter(self)
            if self.isVisible():
                QGuiApplication.inputMethod().show()

    def _put_away(self) -> None:
        self.close()
        self.put_away.emit()

    def _take(self, event: QKeyEvent) -> bool:
        """Gives a key of the laptop's own keyboard to the input method; False when it is not for it."""
        if self._panel is None or not self.isVisible() or self._giving:
            return False
        mode, composing = self._panel.mode, self._panel.composing
        if event.type() == QEvent.Type.KeyRelease:
            return composing  # Qt would end the composing
        place = picked(event, mode) if composing else None
        if place is not None:
            return self._panel.pick(place)
        text = composed(event, mode, composing=composing)
        if not text:
            return False
        self._giving = True  # what the input method leaves alone comes back as a key for the field
        try:
            return self._panel.type(event.key(), text)
        finally:
            self._giving = False
