"""The sections that a visitor reads, in the order in which they stand in the band."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from kiosk.signing.visit import Visit
from kiosk.ui.language import Language
from kiosk.ui.posters.navigator import PosterNavigator
from kiosk.ui.screen import Screen, View


class Section(msgspec.Struct, frozen=True):
    """What its button says, and the screen that it leads to."""

    title: Callable[[Language], str]
    screen: Callable[[View, Visit, PosterNavigator], Screen]


def _demands(view: View, visit: Visit, posters: PosterNavigator) -> Screen:
    from kiosk.ui.stall.demands import DemandsScreen  # these are loaded behind the first frame (later.py)

    return DemandsScreen(view)


def _endorsers(view: View, visit: Visit, posters: PosterNavigator) -> Screen:
    from kiosk.ui.stall.endorsers import EndorsersScreen

    return EndorsersScreen(view)


def _actions(view: View, visit: Visit, posters: PosterNavigator) -> Screen:
    from kiosk.ui.stall.actions import ActionsScreen

    return ActionsScreen(view, visit)


def _questions(view: View, visit: Visit, posters: PosterNavigator) -> Screen:
    from kiosk.ui.stall.questions import QuestionsScreen

    return QuestionsScreen(view)


def _contact(view: View, visit: Visit, posters: PosterNavigator) -> Screen:
    from kiosk.ui.stall.contact import ContactScreen

    return ContactScreen(view)


SECTIONS: dict[str, Section] = {
    "demands": Section(lambda language: language.text("Demands"), _demands),
    "endorsers": Section(lambda language: language.text("Who’s signed?"), _endorsers),
    "actions": Section(lambda language: language.text("What you can do"), _actions),
    "questions": Section(lambda language: language.text("Questions"), _questions),
    "posters": Section(
        lambda language: language.text("Posters"), lambda view, visit, posters: posters.screen(view)
    ),
    "contact": Section(lambda language: language.text("Contact"), _contact),
}
