"""Which screen is which page of the form."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.signing.visit import OWN_PAGE, Step, Visit
from kiosk.ui.screen import View
from kiosk.ui.stall.form import FormScreen, Moves
from kiosk.ui.stall.sign_consent import ConsentScreen
from kiosk.ui.stall.sign_contact import ContactFormScreen
from kiosk.ui.stall.sign_country import CountryScreen
from kiosk.ui.stall.sign_drawn import DrawnScreen
from kiosk.ui.stall.sign_extras import ExtrasScreen
from kiosk.ui.stall.sign_help import HelpScreen
from kiosk.ui.stall.sign_listing import ListingScreen
from kiosk.ui.stall.sign_name import NameScreen
from kiosk.ui.stall.sign_own import OwnFieldsScreen

_FORM: dict[str, Callable[[View, Visit, Moves], FormScreen]] = {
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


def form_screen(step: str) -> Callable[[View, Visit, Moves], FormScreen] | None:
    """What makes the page of the form that a visit is on; None where it is on none."""
    return OwnFieldsScreen if step.startswith(OWN_PAGE) else _FORM.get(step)
