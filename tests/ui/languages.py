"""The languages in which tests look at every screen; the others have the same screens and other words."""

from __future__ import annotations

LANGUAGES = ("en", "zh-Hant", "zh-Hans")
