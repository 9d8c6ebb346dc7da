"""Which screen shows what: the sections that a visitor reads, and the pages of the form."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.signing.visit import Step, Visit
from kiosk.ui.screen import Screen, View
from kiosk.ui.stall.contact import ContactScreen
from kiosk.ui.stall.demands import DemandsScreen
from kiosk.ui.stall.endorsers import EndorsersScreen
from kiosk.ui.stall.form import FormScreen, Moves
from kiosk.ui.stall.questions import QuestionsScreen
from kiosk.ui.stall.sign_consent import ConsentScreen
from kiosk.ui.stall.sign_contact import ContactFormScreen
from kiosk.ui.stall.sign_country import CountryScreen
from kiosk.ui.stall.sign_drawn import DrawnScreen
from kiosk.ui.stall.sign_extras import ExtrasScreen
from kiosk.ui.stall.sign_help import HelpScreen
from kiosk.ui.stall.sign_listing import ListingScreen
from kiosk.ui.stall.sign_name import NameScreen

SECTIONS: dict[str, type[Screen]] = {
    "demands": DemandsScreen,
    "endorsers": EndorsersScreen,
    "questions": QuestionsScreen,
    "contact": ContactScreen,
}
FORM: dict[Step, Callable[[View, Visit, Moves], FormScreen]] = {
    Step.NAME: NameScreen,
    Step.COUNTRY: CountryScreen,
    Step.CONTACT: ContactFormScreen,
    Step.DRAWN: DrawnScreen,
    Step.EXTRAS: ExtrasScreen,
    Step.LISTING: ListingScreen,
    Step.HELP: HelpScreen,
    Step.CONSENT: ConsentScreen,
    Step.SAVING: ConsentScreen,
}
