"""One screen of a stall as it would look, drawn at once and without a stall: beside what is being written.

Nothing listens to it, so unlike `previews` it may stand in a coordinator's window.
"""

from __future__ import annotations

import datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.campaign.model import Campaign
from kiosk.signing.visit import Step, Visit
from kiosk.ui.language import Language
from kiosk.ui.screen import Screen, View
from kiosk.ui.stall.actions import ActionsScreen
from kiosk.ui.stall.attract import AttractScreen
from kiosk.ui.stall.bands import SectionBand, TopBand, TopBandActions
from kiosk.ui.stall.contact import ContactScreen
from kiosk.ui.stall.demands import DemandsScreen
from kiosk.ui.stall.endorsers import EndorsersScreen
from kiosk.ui.stall.form import Moves
from kiosk.ui.stall.pages import form_screen
from kiosk.ui.stall.questions import QuestionsScreen
from kiosk.ui.stall.reading import ReadingScreen
from kiosk.ui.theme import Theme
from kiosk.ui.window.sections import SECTIONS, sections_of

_SIZE = (1366, 768)
_FORM = "form-"
"""What the names of the form's pages begin with."""
_NOT_DRAWN = ("posters",)
"""Sections that no still is made of."""


def still_names(campaign: Campaign) -> list[str]:
    """The screens of `campaign` that can be drawn, in the order in which a visitor comes to them."""
    visit = _visit(campaign, campaign.languages[0])
    extras = [page for page in visit.extras if page not in visit.pages]
    return [
        "attract",
        *(section for section in sections_of(campaign) if section not in _NOT_DRAWN),
        "petition",
        "privacy",
        *(_FORM + page for page in (*visit.pages[:-1], *extras, *visit.pages[-1:])),
    ]


def draw_still(campaign: Campaign, language: str, name: str) -> QPixmap:
    """The screen `name` (of `still_names`) of `campaign` in `language`, as large as on a laptop."""
    view = View(
        campaign,
        Language(language, campaign.words_in(language)),
        Theme.make(campaign.colours, *_SIZE, language, motion=0),
        _nothing,
        datetime.date.today,
    )
    window = QWidget()
    window.setObjectName("window")
    window.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    window.setStyleSheet(view.theme.style_sheet())
    window.setLayoutDirection(view.language.direction)
    column = QVBoxLayout(window)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    actions = TopBandActions(_nothing, _nothing, _nothing, _nothing)
    column.addWidget(TopBand(view, actions, training=False))
    column.addWidget(_screen(view, name), 1)
    if name in SECTIONS:
        offered = sections_of(view.campaign)
        titles = {section: offered[section].title(view.language) for section in offered}
        column.addWidget(SectionBand(view, titles, name, _nothing, _nothing))
    window.resize(*_SIZE)
    picture = window.grab()
    window.deleteLater()
    return picture


def _screen(view: View, name: str) -> Screen:
    text, visit = view.language.text, _visit(view.campaign, view.language.tag)
    match name:
        case "attract":
            return AttractScreen(view, None, (view.language.tag,), _nothing, _nothing)
        case "demands":
            return DemandsScreen(view)
        case "endorsers":
            return EndorsersScreen(view)
        case "actions":
            return ActionsScreen(view, visit)
        case "questions":
            return QuestionsScreen(view)
        case "contact":
            return ContactScreen(view)
        case "petition":
            return ReadingScreen(view, text("The petition"), view.texts.petition, _nothing)
        case "privacy":
            return ReadingScreen(view, text("Privacy notice"), view.texts.privacy, _nothing)
    visit.step = name.removeprefix(_FORM)
    page = form_screen(visit.step)
    assert page is not None, name
    return page(view, visit, Moves(_nothing, _nothing, _nothing, _nothing, _nothing))


def _visit(campaign: Campaign, language: str) -> Visit:
    visit = Visit(campaign.asked, campaign.consent_version, language, own=campaign.fields)
    visit.step = Step.NAME
    return visit


def _nothing(*_: object) -> None:
    """What a button of a picture does."""
