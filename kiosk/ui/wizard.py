"""Something that is done one step after another, with a page for each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

View = TypeVar("View")
Page = TypeVar("Page")


class Wizard(Generic[View, Page]):
    """Knows which step is due, and leads on and back.

    What was decided so far is kept beside it and outside of the pages, as a page is built anew in
    the middle, for another language, say.

    Args:
        steps: builds the page of each step.
        show: called when another page is due: it asks for it by `page`.
        leave: called for the way back from the first step.

    Attributes:
        step: the one that is due, from 0.
    """

    def __init__(
        self,
        steps: Sequence[Callable[[View], Page]],
        show: Callable[[], object],
        leave: Callable[[], object],
    ) -> None:
        self._steps = steps
        self._show = show
        self._leave = leave
        self.step = 0

    def page(self, view: View) -> Page:
        """The page of the step that is due, built anew."""
        return self._steps[self.step](view)

    def go_on(self) -> None:
        """To the next step."""
        self.go_to(self.step + 1)

    def go_back(self) -> None:
        """To the step before; from the first one away."""
        if self.step == 0:
            self._leave()
        else:
            self.go_to(self.step - 1)

    def go_to(self, step: int) -> None:
        """To `step`, which may be the one that is due: then its page is built anew."""
        self.step = step
        self._show()
