"""Beside what is being written: the stall's screen that shows it, drawn anew a moment after each change."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from kiosk.campaign.model import Campaign
from kiosk.errors import KioskError
from kiosk.languages import own_name
from kiosk.ui.desk.preview import StallScreens
from kiosk.ui.desk.view import DeskView
from kiosk.ui.widgets.buttons import button
from kiosk.ui.widgets.flow import FlowLayout
from kiosk.ui.widgets.labels import label
from kiosk.ui.widgets.layouts import clear_layout

_PAUSE_MS = 350
"""After the last key, before it is drawn."""


class StallBeside(QWidget):
    """One screen of the stall; the others a click away.

    Args:
        campaign: gives what is to be drawn; may raise a KioskError, which is shown instead.
        screen: the one to begin with.
        language: in which it is drawn at first; the campaign's first where that is none of its own.
    """

    def __init__(
        self,
        view: DeskView,
        stall: StallScreens,
        campaign: Callable[[], Campaign],
        screen: str,
        language: str = "",
    ) -> None:
        super().__init__()
        self._view, self._stall, self._make = view, stall, campaign
        self._screen, self._language = screen, language
        self._wanted: tuple[str, ...] = ()
        self._campaign: Campaign | None = None
        self._picture = QPixmap()
        px, text = view.theme.px, view.language.text
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        self._languages = FlowLayout(px(6))
        column.addLayout(self._languages)
        self._shown = QLabel()
        self._shown.setObjectName("beside")
        self._shown.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter)
        self._shown.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        column.addWidget(self._shown)
        self._mistake = label("", "warning")
        self._mistake.setObjectName("mistake")
        column.addWidget(self._mistake)
        row = QHBoxLayout()
        row.setSpacing(px(8))
        self._where = label("", "intro")
        self._where.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for sign, name, said, by in (
            ("‹", "screen-before", text("The screen before"), -1),
            ("›", "screen-after", text("The next screen"), 1),
        ):
            made = button(sign, name, partial(self._turn, by))
            made.setAccessibleName(said)
            row.addWidget(made)
            if by < 0:
                row.addWidget(self._where, 1)
        column.addLayout(row)
        column.addStretch(1)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.draw)
        self._pause.start(0)

    @property
    def mistaken(self) -> bool:
        """Whether what was drawn last cannot be, and that is said."""
        return bool(self._mistake.text())

    def changed(self) -> None:
        """Draws it anew in a moment."""
        self._pause.start(_PAUSE_MS)

    def want(self, *screens: str) -> None:
        """Shows the first of these screens that there is, the next time that it is drawn."""
        self._wanted = screens

    def draw(self) -> None:
        """Draws it now."""
        self._pause.stop()
        try:
            self._campaign = self._make()
        except KioskError as error:
            self._mistake.setText(self._view.language.error(error))
        else:
            self._mistake.setText("")
            self._draw_screen(self._campaign)
        self._mistake.setVisible(bool(self._mistake.text()))

    def _draw_screen(self, campaign: Campaign) -> None:
        names = list(self._stall.names(campaign))
        if not names:
            return
        if self._language not in campaign.languages:
            self._language = campaign.languages[0]
        self._screen = next((name for name in (*self._wanted, self._screen) if name in names), names[0])
        self._wanted = ()
        self._offer_languages(campaign)
        self._picture = self._stall.draw(campaign, self._language, self._screen)
        self._fit()
        where = self._view.language.text(
            "The stall’s screen {number} of {total}",
            number=names.index(self._screen) + 1,
            total=len(names),
        )
        self._where.setText(where)
        self._shown.setAccessibleName(where)

    def _offer_languages(self, campaign: Campaign) -> None:
        clear_layout(self._languages)
        for tag in campaign.languages if len(campaign.languages) > 1 else ():
            made = button(
                own_name(tag), f"beside-{tag}", partial(self._speak, tag), role="chip", checkable=True
            )
            made.setChecked(tag == self._language)
            self._languages.addWidget(made)

    def _speak(self, tag: str) -> None:
        self._language = tag
        if self._campaign is not None:
            self._draw_screen(self._campaign)

    def _turn(self, by: int) -> None:
        if self._campaign is None:
            return
        names = list(self._stall.names(self._campaign))
        self._screen = names[(names.index(self._screen) + by) % len(names)]
        self._draw_screen(self._campaign)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if self._picture.isNull():
            return
        small = self._picture.scaledToWidth(max(1, self.width()), Qt.TransformationMode.SmoothTransformation)
        self._shown.setFixedHeight(small.height())
        self._shown.setPixmap(small)
