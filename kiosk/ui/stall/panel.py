"""The coloured panel beside a page of the form: what is signed, how far it is, and what can be read."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QProgressBar, QVBoxLayout

from kiosk.ui.screen import View
from kiosk.ui.widgets.buttons import button
from kiosk.ui.widgets.equal_column import EqualColumn
from kiosk.ui.widgets.flow import FlowLayout
from kiosk.ui.widgets.headline import Headline
from kiosk.ui.widgets.labels import label

_WIDTH = 350
_SLOGAN = 64


class Panel(QFrame):
    """Stands on the side where reading starts; on a tall window it lies on top.

    Args:
        progress: which page this is, from 1, and how many there are.
    """

    def __init__(
        self,
        view: View,
        progress: tuple[int, int],
        read_petition: Callable[[], object],
        read_privacy: Callable[[], object],
    ) -> None:
        super().__init__()
        self.setObjectName("panel")
        theme, text = view.theme, view.language.text
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(32), theme.px(22), theme.px(32), theme.px(22))
        column.setSpacing(theme.px(12))
        number, total = progress
        column.addWidget(label(text("Step {number} of {total}", number=number, total=total), "progress"))
        bar = QProgressBar()
        bar.setRange(0, total)
        bar.setValue(number)
        bar.setTextVisible(False)
        bar.setFixedHeight(theme.px(14))
        bar.setAccessibleName(text("Step {number} of {total}", number=number, total=total))
        column.addWidget(bar)
        readings = FlowLayout(theme.gap(12)) if theme.tall else EqualColumn()
        readings.setSpacing(theme.gap(12))
        for reading in (
            button(text("Read the petition"), "read-petition", read_petition, role="panel"),
            button(text("Read the privacy notice"), "read-privacy", read_privacy, role="panel"),
        ):
            readings.addWidget(reading)
        slogan = Headline(view.texts.slogan, theme, theme.on_accent, least=14, most=44)
        column.addWidget(slogan, 1)
        if theme.tall:
            slogan.setFixedHeight(theme.px(_SLOGAN))
        else:
            self.setFixedWidth(theme.px(_WIDTH))
        column.addLayout(readings)
