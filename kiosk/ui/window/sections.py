"""The sections that a visitor reads, in the order in which they stand in the band."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kiosk.signing.visit import Visit
from kiosk.ui.language import Language
from kiosk.ui.posters.navigator import PosterNavigator
from kiosk.ui.screen import Screen, View
from kiosk.ui.stall.actions import ActionsScreen
from kiosk.ui.stall.contact import ContactScreen
from kiosk.ui.stall.demands import DemandsScreen
from kiosk.ui.stall.endorsers import EndorsersScreen
from kiosk.ui.stall.questions import QuestionsScreen


@dataclass(frozen=True)
class Section:
    """What its button says, and the screen that it leads to."""

    title: Callable[[Language], str]
    screen: Callable[[View, Visit, PosterNavigator], Screen]


SECTIONS: dict[str, Section] = {
    "demands": Section(
        lambda language: language.text("Demands"), lambda view, visit, posters: DemandsScreen(view)
    ),
    "endorsers": Section(
        lambda language: language.text("Who’s signed?"), lambda view, visit, posters: EndorsersScreen(view)
    ),
    "actions": Section(
        lambda language: language.text("What you can do"),
        lambda view, visit, posters: ActionsScreen(view, visit),
    ),
    "questions": Section(
        lambda language: language.text("Questions"), lambda view, visit, posters: QuestionsScreen(view)
    ),
    "posters": Section(
        lambda language: language.text("Posters"), lambda view, visit, posters: posters.screen(view)
    ),
    "contact": Section(
        lambda language: language.text("Contact"), lambda view, visit, posters: ContactScreen(view)
    ),
}
