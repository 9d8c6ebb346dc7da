"""Who has signed: people and organisations with their role and country."""

from __future__ import annotations

import unicodedata

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from kiosk.campaign.model import Endorser
from kiosk.ui.stall.view import Screen, View
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.labels import label

_PICTURE = 84


class _Portrait(QWidget):
    """A round picture, or the initials where there is none; an organisation's is square."""

    def __init__(self, endorser: Endorser, picture: bytes | None, theme: Theme) -> None:
        super().__init__()
        self._endorser = endorser
        self._theme = theme
        self._image = QImage.fromData(picture) if picture else QImage()
        self.setFixedSize(QSize(theme.px(_PICTURE), theme.px(_PICTURE)))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shape = QPainterPath()
        corner = self.width() / 2 if self._endorser.kind == "person" else self._theme.px(10)
        shape.addRoundedRect(self.rect(), corner, corner)
        painter.setClipPath(shape)
        if not self._image.isNull():
            scaled = self._image.scaled(
                self.size(),
                Qt.AspectRatioMode.KeepAspectRatioByExpanding,
                Qt.TransformationMode.SmoothTransformation,
            )
            painter.drawImage((self.width() - scaled.width()) // 2, 0, scaled)
            return
        painter.fillPath(shape, QColor(self._theme.accent))
        painter.setPen(QColor(self._theme.on_accent))
        painter.setFont(self._theme.font(32, bold=True))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, initials(self._endorser.name))


def initials(name: str) -> str:
    """Up to two letters that stand for `name`: of its first two words, or the first of a Chinese name."""
    for bracket in "(（":
        name = name.split(bracket)[0]
    for opening, closing in ("“”", '""', "「」"):
        if name.startswith(opening) and closing in name[1:]:
            name = name[1:].split(closing, 1)[1]
    words = [word for word in name.replace("·", " ").split() if word[0].isalpha()]
    if not words:
        return "?"
    if unicodedata.east_asian_width(words[0][0]) == "W":
        return words[0][0]
    return "".join(word[0] for word in words[:2]).upper()


class EndorsersScreen(Screen):
    """A card for each, in two columns."""

    def __init__(self, view: View) -> None:
        super().__init__(view)
        px = view.theme.px
        self.add_heading(view.language.text("Who’s signed?"), view.texts.endorsers_intro)
        page = self.add_scroll()
        grid = QGridLayout()
        grid.setSpacing(px(14))
        for number, endorser in enumerate(view.texts.endorsers):
            grid.addWidget(self._card(endorser), number // 2, number % 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        page.content.addLayout(grid)
        page.content.addStretch(1)

    def _card(self, endorser: Endorser) -> QFrame:
        px = self.view.theme.px
        card = QFrame()
        card.setProperty("role", "card")
        row = QHBoxLayout(card)
        row.setContentsMargins(px(16), px(14), px(16), px(14))
        row.setSpacing(px(18))
        picture = self.view.campaign.pictures.get(endorser.picture)
        row.addWidget(_Portrait(endorser, picture, self.view.theme), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(px(2))
        words.addWidget(label(endorser.name, "item"))
        words.addWidget(label(endorser.role, "small"))
        words.addWidget(label(self.view.language.country(endorser.country), "small"))
        words.addStretch(1)
        row.addLayout(words, 1)
        return card
