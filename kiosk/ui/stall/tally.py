"""How many have signed, in words: what is true and says most."""

from __future__ import annotations

from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from kiosk.campaign.model import Goal
from kiosk.stall.shift import Tally
from kiosk.ui.screen import View
from kiosk.ui.widgets.labels import label
from kiosk.ui.wording import goal_words


def in_all(view: View, tally: Tally | None) -> int:
    """How many have signed as far as this laptop knows: by the pack, or here, which are never added.

    The number of the pack may count some of this stall's.
    """
    signed = view.campaign.signed
    return max(signed.number if signed else 0, tally.signed if tally else 0)


def tally_words(view: View, tally: Tally | None) -> str:
    """How many have signed, for who has not yet: in all, and here today; nothing while it is not known."""
    language = view.language
    lines = []
    here = tally.signed if tally else 0
    if in_all(view, tally) > here:
        lines.append(
            language.plural(
                "{number} has signed. Add yours.", "{number} have signed. Add yours.", in_all(view, tally)
            )
        )
    if tally and tally.today:
        lines.append(
            language.plural(
                "{number} person has signed here today.",
                "{number} people have signed here today.",
                tally.today,
            )
        )
    elif here and not lines:
        lines.append(
            language.plural(
                "{number} person has signed at this stall.",
                "{number} people have signed at this stall.",
                here,
            )
        )
    elif tally and not lines:
        lines.append(language.text("Be the first to sign at this stall."))
    return "\n".join(lines)


class GoalBar(QWidget):
    """How far the campaign is on the way to `goal`: a bar, and below it what the goal is, and by which day.

    The day is told until it is past. It stands on a ground of the accent colour.
    """

    def __init__(self, view: View, goal: Goal, tally: Tally | None) -> None:
        super().__init__()
        self._view = view
        self._goal = goal
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(view.theme.px(4))
        self._bar = QProgressBar()
        self._bar.setObjectName("goal")
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(view.theme.px(22))
        self._bar.setRange(0, goal.signatures)
        column.addWidget(self._bar)
        self._words = label("", "attract-small")
        self._words.setObjectName("goal-words")
        column.addWidget(self._words)
        self.show_day()
        self.show_tally(tally)

    def show_day(self) -> None:
        """Says what the goal is; the day by which it is to be reached, as long as that is to come."""
        view, goal = self._view, self._goal
        to_come = goal.by is not None and goal.by >= view.today()
        words = goal_words(goal, view.texts.goal, view.language, with_day=to_come)
        if words != self._words.text():
            self._words.setText(words)
            self._bar.setAccessibleName(words)

    def show_tally(self, tally: Tally | None) -> None:
        """Shows how many have signed in all, as far as this laptop knows."""
        self._bar.setValue(min(self._bar.maximum(), in_all(self._view, tally)))


def goal_bar(view: View, tally: Tally | None) -> GoalBar | None:
    """The bar of a campaign that has a goal."""
    return GoalBar(view, view.campaign.goal, tally) if view.campaign.goal else None
