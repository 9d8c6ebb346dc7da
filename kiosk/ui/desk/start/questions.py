"""What is asked of whoever starts a campaign, in this order."""

from __future__ import annotations

from kiosk.ui.desk.start.colours import ColoursStep
from kiosk.ui.desk.start.fields import FieldsStep
from kiosk.ui.desk.start.languages import LanguagesStep
from kiosk.ui.desk.start.last_day import LastDayStep
from kiosk.ui.desk.start.words import DemandsStep, SloganStep, TextStep, TitleStep, WhoStep

QUESTIONS = (
    LanguagesStep,
    WhoStep,
    TitleStep,
    SloganStep,
    DemandsStep,
    TextStep,
    FieldsStep,
    ColoursStep,
    LastDayStep,
)
