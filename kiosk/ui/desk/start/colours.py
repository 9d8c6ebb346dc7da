"""The step in which the campaign gets its colours."""

from __future__ import annotations

import re
from functools import partial

import msgspec
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QGridLayout

from kiosk.campaign.model import Colours
from kiosk.campaign.new_campaign import PALETTES
from kiosk.campaign.palette import corrections
from kiosk.ui.desk.parts.field import DeskField
from kiosk.ui.desk.start.beginning import Beginning
from kiosk.ui.desk.start.step import StartStep, StepMoves
from kiosk.ui.desk.view import DeskView
from kiosk.ui.widgets.buttons import button
from kiosk.ui.widgets.labels import label

_COLUMNS = 3
_SWATCH = QSize(72, 40)
"""In units."""


class ColoursStep(StartStep):
    """Six palettes, and four lines for one's own, which are corrected so that they can be read."""

    def __init__(self, view: DeskView, begun: Beginning, moves: StepMoves) -> None:
        text, px = view.language.text, view.theme.px
        super().__init__(
            view,
            text("Which colours?"),
            text("Choose some, or write your own. What could not be read is corrected on the screens."),
            begun,
            moves,
        )
        grid = QGridLayout()
        grid.setSpacing(px(12))
        self._palettes = {}
        for place, (name, colours) in enumerate(PALETTES.items()):
            made = button("", f"colours-{name}", partial(self._take, colours), checkable=True)
            made.setAccessibleName(text("Colours {number}", number=place + 1))
            made.setIcon(_swatch(colours, _SWATCH * view.theme.scale))
            made.setIconSize(_SWATCH * view.theme.scale)
            made.setMinimumHeight(px(64))
            self._palettes[name] = made
            grid.addWidget(made, place // _COLUMNS, place % _COLUMNS)
        self.page.content.addLayout(grid)
        self.page.content.addSpacing(px(6))
        self.page.content.addWidget(label(text("Or your own, each as #rrggbb"), "item"))
        own = QGridLayout()
        own.setSpacing(px(12))
        self._lines = {}
        for place, (role, title) in enumerate(
            {
                "paper": text("Page"),
                "ink": text("Text"),
                "accent": text("Strong colour"),
                "on_accent": text("Text on it"),
            }.items()
        ):
            line = DeskField(title, f"colour-{role}", self.go_on)
            line.line.setMaxLength(7)
            line.line.textEdited.connect(self._typed)
            self._lines[role] = line
            own.addWidget(line, place // 2, place % 2)
        self.page.content.addLayout(own)
        self._corrected = label("", "body")
        self._corrected.setObjectName("corrected")
        self.page.content.addWidget(self._corrected)
        self.close_column()
        self._show()

    def _take(self, colours: Colours) -> None:
        self.begun.answers.colours = colours
        self._show()
        self.changed()

    def _show(self) -> None:
        """Shows the colours that are chosen, in the lines too."""
        for role, line in self._lines.items():
            line.line.setText(getattr(self.begun.answers.colours, role))
            line.remark("")
        self._note()

    def _note(self) -> None:
        """Marks the palette that is chosen, and says which colours are corrected."""
        colours, language = self.begun.answers.colours, self.view.language
        for name, made in self._palettes.items():
            made.setChecked(PALETTES[name] == colours)
        titles = {role: line.title.text() for role, line in self._lines.items()}
        self._corrected.setText(
            "\n".join(
                language.text(
                    "{colour}: {given} cannot be read there, so the screens use {used}.",
                    colour=titles[fix.role],
                    given=fix.given,
                    used=fix.used,
                )
                for fix in corrections(colours)
            )
        )

    def _typed(self) -> None:
        if self.lacks():
            return
        given = {role: line.line.text().strip().lower() for role, line in self._lines.items()}
        self.begun.answers.colours = msgspec.convert(given, Colours)
        self._note()
        self.changed()

    def lacks(self) -> bool:
        words = self.view.language.text("A colour is written as #1a2b3c.")
        wrong = [
            line
            for line in self._lines.values()
            if not re.fullmatch("#[0-9a-fA-F]{6}", line.line.text().strip())
        ]
        for line in self._lines.values():
            line.remark(words if line in wrong else "")
        return bool(wrong)


def _swatch(colours: Colours, size: QSize) -> QIcon:
    """The four colours beside each other, as on a screen: strong with its text, page with its text."""
    picture = QPixmap(size)
    picture.fill(QColor(colours.paper))
    half, bar = size.width() // 2, size.height() // 5
    painter = QPainter(picture)
    painter.fillRect(0, 0, half, size.height(), QColor(colours.accent))
    painter.fillRect(bar, 2 * bar, half - 2 * bar, bar, QColor(colours.on_accent))
    painter.fillRect(half + bar, 2 * bar, half - 2 * bar, bar, QColor(colours.ink))
    painter.end()
    return QIcon(picture)
