"""The languages in which tests look at every screen; the others have the same screens and other words."""

from __future__ import annotations

from kiosk.languages import LANGUAGES as _OF_THE_PROGRAM

LANGUAGES = ("en", "zh-Hant", "zh-Hans")
OTHER_LANGUAGES = sorted(set(_OF_THE_PROGRAM) - set(LANGUAGES))
