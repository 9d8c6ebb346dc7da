"""What the steps that begin a campaign have in common: a question, and beside it the stall's screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kiosk.ui.desk.parts.beside import StallBeside
from kiosk.ui.desk.start.beginning import Beginning
from kiosk.ui.desk.view import DeskPage, DeskView
from kiosk.ui.widgets.labels import label


@dataclass(frozen=True)
class StepMoves:
    """Where a step's buttons lead."""

    on: Callable[[], object]
    back: Callable[[], object]


class StartStep(DeskPage):
    """One decision. What belongs to it goes into `page.content`.

    Args:
        screen: the stall's that shows what is decided here.
    """

    def __init__(
        self,
        view: DeskView,
        heading: str,
        intro: str,
        begun: Beginning,
        moves: StepMoves,
        screen: str = "attract",
    ) -> None:
        super().__init__(view, heading, intro)
        self.begun = begun
        self._moves = moves
        self.add_primary(view.language.text("Go on"), "next", self.go_on)
        self.add_back(moves.back)
        self.beside = StallBeside(view, begun.stall, begun.campaign, screen)
        self.page = self.add_scroll(self.beside)
        self.remarked = label("", "warning")
        self.remarked.setObjectName("remark-step")
        self.remarked.hide()

    def changed(self) -> None:
        """Notes that something was decided, and draws it."""
        self.begun.touched = True
        self.remark("")
        self.beside.changed()

    def remark(self, words: str) -> None:
        """Says what is still to be done here; nothing where `words` is empty."""
        self.remarked.setText(words)
        self.remarked.setVisible(bool(words))

    def lacks(self) -> bool:
        """Whether something is still to be done here; then says what."""
        return False

    def go_on(self) -> None:
        """To the next step, unless something is lacking or cannot be."""
        if self.lacks():
            return
        self.beside.draw()
        if not self.beside.mistaken:
            self._moves.on()

    def close_column(self) -> None:
        """Ends the left side: what is to be done, and below it nothing."""
        self.page.content.addWidget(self.remarked)
        self.page.content.addStretch(1)
