"""The start: a poster that people walk up to, readable from three metres."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEasingCurve, QPropertyAnimation, QTimer
from PySide6.QtGui import QHideEvent, QMouseEvent, QShowEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QGraphicsOpacityEffect,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
)

from kiosk.ui.screen import Screen, View
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.buttons import button
from kiosk.ui.widgets.headline import Headline
from kiosk.ui.widgets.labels import label

DEMAND_SECONDS = 7
"""How long each demand stands."""

_HEADLINE = 150
"""Units that the slogan is high at most."""


class _Demands(QStackedWidget):
    """One demand at a time; the next fades in. It stands still while nobody can see it."""

    def __init__(self, demands: list[str], theme: Theme) -> None:
        super().__init__()
        self.setFixedHeight(theme.px(200 if theme.tall else 116))
        self.setObjectName("demands")
        self._motion = theme.motion
        for demand in demands:
            self.addWidget(Headline(demand, theme, theme.on_accent, least=18, most=40))
        self._timer = QTimer(self)
        self._timer.setInterval(round(DEMAND_SECONDS * 1000))
        self._timer.timeout.connect(self.show_next)

    def show_next(self) -> None:
        """The next demand, after the last one the first."""
        self.setCurrentIndex((self.currentIndex() + 1) % self.count())
        if not self._motion:
            return
        shown = self.currentWidget()
        assert shown is not None
        effect = QGraphicsOpacityEffect(shown)
        shown.setGraphicsEffect(effect)
        fade = QPropertyAnimation(effect, b"opacity", effect)
        fade.setDuration(self._motion)
        fade.setStartValue(0.0)
        fade.setEndValue(1.0)
        fade.setEasingCurve(QEasingCurve.Type.OutCubic)
        fade.finished.connect(lambda: effect.setEnabled(False))  # at rest, it costs nothing
        fade.start()

    def showEvent(self, event: QShowEvent) -> None:
        if self.count() > 1:
            self._timer.start()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._timer.stop()
        super().hideEvent(event)


class AttractScreen(Screen):
    """The slogan, the demands in turn, how many have signed here, and one large button.

    Args:
        signed: how many signatures this stall has; None while that is not known.
        look: called by a touch anywhere else: shows the demands.
        sign: called by the button.
    """

    def __init__(
        self, view: View, signed: int | None, look: Callable[[], object], sign: Callable[[], object]
    ) -> None:
        super().__init__(view)
        self.setProperty("poster", True)
        theme, texts, text = view.theme, view.texts, view.language.text
        px = theme.px
        self._look = look
        side = 40 if theme.tall else 72
        self.body.setContentsMargins(px(side), px(20), px(side), px(44))
        self.body.setSpacing(px(18))
        headline = Headline(texts.slogan, theme, theme.on_accent, least=40, most=_HEADLINE)
        self.body.addWidget(headline, 1)
        if texts.call:
            call = Headline(texts.call, theme, theme.on_accent, least=18, most=34)
            call.setFixedHeight(px(90 if theme.tall else 48))
            self.body.addWidget(call)
        demands = QHBoxLayout()
        demands.setSpacing(px(22))
        bar = QFrame()
        bar.setObjectName("bar")
        bar.setFixedWidth(px(10))
        demands.addWidget(bar)
        demands.addWidget(_Demands(texts.demands, theme), 1)
        self.body.addLayout(demands)
        self.body.addSpacing(px(12))
        row = QBoxLayout(QBoxLayout.Direction.TopToBottom if theme.tall else QBoxLayout.Direction.LeftToRight)
        row.setSpacing(theme.gap(28))
        self.first_focus = button(text("Touch to sign"), "sign", sign, role="poster")
        row.addWidget(self.first_focus)
        beside = QVBoxLayout()
        beside.setSpacing(px(4))
        self._count = label("", "attract-count")
        self._count.setObjectName("count")
        beside.addStretch(1)
        beside.addWidget(self._count)
        beside.addWidget(label(text("Touch anywhere else to read more."), "attract-small"))
        beside.addStretch(1)
        row.addLayout(beside, 1)
        self.body.addLayout(row)
        self.show_signed(signed)

    def show_signed(self, signed: int | None) -> None:
        """Says how many have signed at this stall."""
        words = ""
        if signed is not None:
            words = self.view.language.plural(
                "{number} person has signed at this stall.",
                "{number} people have signed at this stall.",
                signed,
            )
        if signed == 0:
            words = self.view.language.text("Be the first to sign at this stall.")
        self._count.setText(words)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._look()
