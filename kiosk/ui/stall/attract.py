"""The start: a wall of posters that people walk up to, readable from three metres."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QMouseEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLayout, QVBoxLayout

from kiosk.stall.shift import Tally
from kiosk.ui.artwork.bills import Bills
from kiosk.ui.artwork.photograph import Photographs
from kiosk.ui.artwork.wall import Sheets, SloganWall
from kiosk.ui.language import Language
from kiosk.ui.screen import Screen, View
from kiosk.ui.stall.tally import goal_bar, tally_words
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.accessible_role import Role, set_accessible_role
from kiosk.ui.widgets.buttons import WrappingButton, button
from kiosk.ui.widgets.headline import Headline
from kiosk.ui.widgets.labels import label

_DOWN, _ACROSS = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
BILL_SECONDS = 16
"""How long each bill stands."""
_BUTTONS = 2
"""Other languages that have a button of their own; of more, the one of the slogan has one."""
_LONG_WORD = 10
"""Letters of a word from which on the button to sign is wider than the others together."""


class AttractScreen(Screen):
    """The slogan, posters, the call and the demands in turn, how many have signed, and large buttons.

    Args:
        tally: how many have signed here; None while that is not known.
        languages: which take turns, that of `view` first.
        look: called by a touch anywhere else, with the language of the slogan; by who has only keys or a
            screen reader, with that of `view`.
        sign: called by a button to sign, with its language.
        photographs: what was made of the campaign's pictures before.
    """

    def __init__(
        self,
        view: View,
        tally: Tally | None,
        languages: Sequence[str],
        look: Callable[[str], object],
        sign: Callable[[str], object],
        photographs: Photographs | None = None,
    ) -> None:
        super().__init__(view)
        self.setProperty("poster", True)
        theme, text = view.theme, view.language.text
        px = theme.px
        self._look, self._sign = look, sign
        self._bills, self._number = Bills(view.campaign, languages), 0
        bill = self._bills.bill(0)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        self._wall = SloganWall(bill, theme)
        set_accessible_role(self._wall, Role.Heading)
        self._sheets = Sheets(bill, theme, 3 if theme.tall else 2, self._bills.pictures, photographs)
        self._words = Headline(bill.words, theme, theme.on_accent, least=18, most=46)
        self._words.setObjectName("words")
        room = 96 if view.campaign.goal is None else 88
        self._words.setFixedHeight(px(130 if theme.tall else room))
        self._count = label("", "attract-count")
        self._count.setObjectName("count")
        self.body.addWidget(self._wall, 1)
        foot = QBoxLayout(_DOWN if theme.tall else _ACROSS)
        side = px(40 if theme.tall else 56)
        foot.setContentsMargins(side, px(8), side, px(20))
        foot.setSpacing(px(28))
        said = QVBoxLayout()
        said.setSpacing(px(12))
        said.addWidget(self._words)
        said.addWidget(self._count)
        self._goal = goal_bar(view, tally)
        if self._goal is not None:
            said.addWidget(self._goal)
        said.addStretch(1)
        said.addLayout(self._ways(theme))
        # Of touches it needs none, for they may be anywhere; keys and screen readers need a place.
        more = text("Touch anywhere else to read more.")
        said.addWidget(button(more, "read-more", partial(look, view.language.tag), role="attract-more"))
        if theme.tall:
            foot.addWidget(self._sheets)
            foot.addLayout(said)
        else:
            foot.addLayout(said, 20)
            foot.addWidget(self._sheets, 13)
        self.body.addLayout(foot)
        self._timer = QTimer(self)
        self._timer.setInterval(round(BILL_SECONDS * 1000))
        self._timer.timeout.connect(self.show_next)
        slogan = view.texts.slogan
        self._wall.setAccessibleName(slogan)
        self.setAccessibleName(slogan)
        self.show_tally(tally)

    def _ways(self, theme: Theme) -> QLayout:
        """A button to sign in the language shown, and large ones for who reads another."""
        tag = self.view.language.tag
        words = self.view.language.text("Touch to sign")
        self.first_focus = button(words, "sign", partial(self._sign, tag), role="poster")
        others = [each for each in self.view.campaign.languages if each != tag]
        self._offered = others[0] if len(others) > _BUTTONS else ""
        beside = QHBoxLayout()
        beside.setSpacing(theme.gap(16))
        for other in [] if self._offered else others:
            beside.addWidget(self._way_in(other, f"sign-{other}", partial(self._sign, other)), 1)
        if self._offered:
            self._other = self._way_in(self._offered, "sign-other", lambda: self._sign(self._offered))
            beside.addWidget(self._other, 1)
        ways = QBoxLayout(_DOWN if theme.tall else _ACROSS)
        ways.setSpacing(theme.gap(16))
        is_long = max(map(len, words.split())) > _LONG_WORD
        ways.addWidget(self.first_focus, 3 if is_long else 2)
        if others:
            ways.addLayout(beside, 1 if is_long and self._offered else min(_BUTTONS, len(others)))
        return ways

    def _way_in(self, language: str, name: str, clicked: Callable[[], object]) -> WrappingButton:
        """A button to sign, in the words of `language`."""
        return button(self._to_sign(language), name, clicked, role="poster-other")

    def _to_sign(self, language: str) -> str:
        return Language(language, self.view.campaign.words_in(language)).text("Touch to sign")

    def show_tally(self, tally: Tally | None) -> None:
        """Says how many have signed."""
        self._count.setText(tally_words(self.view, tally))
        if self._goal is not None:
            self._goal.show_tally(tally)

    def show_next(self) -> None:
        """The next bill: another poster, in its colours, and another language."""
        self._number += 1
        bill = self._bills.bill(self._number)
        self._wall.post(bill)
        self._sheets.post(bill)
        self._words.say(bill.words, Language(bill.language))
        if self._goal is not None:
            self._goal.show_day()
        if self._offered and bill.language != self.view.language.tag:
            self._offered = bill.language
            self._other.say(self._to_sign(bill.language))

    def showEvent(self, event: QShowEvent) -> None:
        self._timer.start()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._timer.stop()
        super().hideEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._look(self._wall.bill.language)
