"""The languages in which the program itself speaks; those of a campaign are its own."""

from __future__ import annotations

LANGUAGES = ("en", "zh-Hant", "zh-Hans", "ar", "da", "de", "es", "fr", "it", "pl", "pt-BR", "sv", "tr", "uk")
"""English, and what has a catalogue in resources/locale/."""
_SHORT = {"en": "English", "zh-Hant": "繁體中文", "zh-Hans": "简体中文"}


def spoken(tag: str) -> str | None:
    """Of the languages that the program itself speaks, the one for readers of `tag`; None: there is none.

    Such as "zh-Hant" for "zh-TW", and "pt-BR" for "pt-PT".
    """
    if tag in LANGUAGES:
        return tag
    from babel import Locale, UnknownLocaleError  # not at the start of every command

    try:
        locale = Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return None
    whole = f"{locale.language}-{locale.script or 'Hans'}"  # Chinese alone is written in either
    alike = (each for each in LANGUAGES if each.split("-")[0] == locale.language != "zh")
    wanted = (whole, locale.language, *alike)
    return next((each for each in wanted if each in LANGUAGES), None)


def own_name(tag: str) -> str:
    """What a language calls itself, short enough for a button."""
    if tag in _SHORT:
        return _SHORT[tag]
    from babel import Locale

    name = Locale.parse(tag, sep="-").get_display_name() or tag
    return name[:1].upper() + name[1:]
