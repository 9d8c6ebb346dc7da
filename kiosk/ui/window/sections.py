"""The sections that a visitor reads, in the order in which they stand in the band."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from kiosk.campaign.model import Campaign, Texts
from kiosk.signing.visit import Visit
from kiosk.ui.language import Language
from kiosk.ui.posters.navigator import PosterNavigator
from kiosk.ui.screen import Screen, View


class Section(msgspec.Struct, frozen=True):
    """What its button says, the screen that it leads to, and whether a campaign has anything for that."""

    title: Callable[[Language], str]
    screen: Callable[[View, Visit, PosterNavigator], Screen]
    has: Callable[[Campaign, Texts], bool]


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
    "demands": Section(
        lambda language: language.text("Demands"), _demands, lambda campaign, texts: bool(texts.demands)
    ),
    "endorsers": Section(
        lambda language: language.text("Who’s signed?"),
        _endorsers,
        lambda campaign, texts: bool(texts.endorsers or campaign.signed),
    ),
    "actions": Section(
        lambda language: language.text("What you can do"),
        _actions,
        lambda campaign, texts: bool(texts.actions),
    ),
    "questions": Section(
        lambda language: language.text("Questions"), _questions, lambda campaign, texts: bool(texts.questions)
    ),
    "posters": Section(
        lambda language: language.text("Posters"),
        lambda view, visit, posters: posters.screen(view),
        lambda campaign, texts: bool(texts.posters),
    ),
    "contact": Section(
        lambda language: language.text("Contact"),
        _contact,
        lambda campaign, texts: bool(texts.links or campaign.contact.email or texts.contact_intro),
    ),
}


def sections_of(campaign: Campaign) -> dict[str, Section]:
    """The sections that `campaign` has something for, by name: no others are offered."""
    texts = campaign.texts[campaign.languages[0]]  # another language has as many entries
    return {name: section for name, section in SECTIONS.items() if section.has(campaign, texts)}
