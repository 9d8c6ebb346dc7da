"""What the program says, in the visitor's language: catalogues, country names, language names.

Texts of a campaign come from its pack; these are the program's own, as its catalogues
have them or as the campaign would rather say it. What neither has is shown in English.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

from kiosk.campaign.words import Words
from kiosk.catalogues import catalogue
from kiosk.errors import KioskError, Remark, Value
from kiosk.languages import spoken
from kiosk.wording import printable, without_login

if TYPE_CHECKING:
    from babel import Locale
    from PySide6.QtCore import Qt

_SIZES = (("gigabyte", 10**9, "#,##0.#"), ("megabyte", 10**6, "#,##0"), ("kilobyte", 10**3, "#,##0"))
"""A unit (CLDR), the bytes of it, and how a number of them is written."""


class Language:
    """One language that a visitor has chosen.

    Args:
        tag: such as "en" or "zh-Hant".
        words: a campaign's own for some of the messages, or for all.
    """

    def __init__(self, tag: str, words: Mapping[str, Words] = MappingProxyType({})) -> None:
        self.tag = tag
        self._catalogue = catalogue(tag)
        self._words = words

    @cached_property
    def _locale(self) -> Locale:
        # CLDR takes long to load, and the first frame has no number in it: so with all of Babel's below.
        from babel import Locale

        return Locale.parse(self.tag, sep="-")

    def text(self, message: str, /, **values: object) -> str:
        """The program's `message` (English, the key of the catalogue), with `{name}` values put in."""
        translated = self._own(message, "other") or self._catalogue.text(message)
        return translated.format(**values) if values else translated

    def plural(self, one: str, many: str, number: int, **values: object) -> str:
        """`one` or `many`, by this language's plural rules, with `{number}` and `{name}` values put in."""
        own = self._own(one, self._locale.plural_form(number))
        translated = own or self._catalogue.plural(one, many, number)
        return translated.format(number=self.number(number), **values)

    def _own(self, message: str, form: str) -> str:
        """How the campaign says `message` in a plural `form`; empty where it does not say it itself."""
        words = self._words.get(message, "")
        return words if isinstance(words, str) else words[form]

    def told(self, what: str, todo: str, /, **values: object) -> str:
        """The messages `what` and `todo` (which may be empty) one after the other, with the values put in."""
        first = self.text(what, **values)
        return self.text("{what} {todo}", what=first, todo=self.text(todo, **values)) if todo else first

    def error(self, error: KioskError) -> str:
        """What happened and what to do; each in English where the catalogue lacks it.

        The values may be a stranger's: files and folders on a stick.
        """
        values = {
            name: printable(value) if isinstance(value, str) else value
            for name, value in error.values.items()
        }
        return self.told(*error.templates, **values)

    def remark(self, remark: Remark) -> str:
        """All that `remark` says, its numbers and days as this language writes them."""
        values = {name: self._value(value) for name, value in remark.values.items()}
        return self.told(*remark.templates, **values)

    def _value(self, value: Value) -> str:
        if isinstance(value, datetime.date):
            return self.date(value.isoformat())
        return self.number(value) if isinstance(value, int) else without_login(value)

    def country(self, code_or_text: str) -> str:
        """A country's name; a text that is no code stays as it is."""
        from kiosk.signing.countries import country_name

        return country_name(code_or_text, self.tag)

    def percent(self, value: float) -> str:
        """A share of a hundred, as this language writes it."""
        from babel.numbers import format_percent

        return str(format_percent(value / 100, locale=self._locale))

    def number(self, value: float) -> str:
        """A number with this language's separators."""
        from babel.numbers import format_decimal

        return str(format_decimal(value, locale=self._locale))

    def size(self, size: int) -> str:
        """So many bytes as people count them, in thousands: kB, MB or GB, as this language writes them."""
        from babel.units import format_unit

        unit, bytes_of, form = next((each for each in _SIZES if size >= each[1]), _SIZES[-1])
        return str(format_unit(size / bytes_of, f"digital-{unit}", "short", form, self._locale))

    def date(self, day: str) -> str:
        """A day (ISO 8601) as this language writes it."""
        from babel.dates import format_date

        return str(format_date(datetime.date.fromisoformat(day), "medium", locale=self._locale))

    def full_date(self, day: datetime.date) -> str:
        """A day with its day of the week, as this language writes it."""
        from babel.dates import format_date

        return str(format_date(day, "full", locale=self._locale))

    def day_and_month(self, day: datetime.date) -> str:
        """A day without its year, as this language writes it shortest: for an axis."""
        from babel.dates import format_skeleton

        return str(format_skeleton("MMMd", day, locale=self._locale))

    @property
    def direction(self) -> Qt.LayoutDirection:
        """In which direction the language is written, and a window in it is laid out."""
        from PySide6.QtCore import QLocale

        return QLocale(self.tag).textDirection()


def system_language() -> str:
    """Of the languages that the program itself speaks, the one closest to the system's."""
    from PySide6.QtCore import QLocale

    return next(filter(None, map(spoken, QLocale.system().uiLanguages())), "en")
