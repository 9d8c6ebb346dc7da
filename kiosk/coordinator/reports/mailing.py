"""Mailing lists in the columns in which CiviCRM and Action Network import them.

A name is one text here, and nobody can tell the family name in it: it stays whole and
stands in the column of the first name, so that a greeting has all of it. Neither has a
column for the whole name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from kiosk.signing.checks import check_email
from kiosk.signing.countries import resolve_country
from kiosk.signing.signature import Signature


@dataclass(frozen=True)
class Layout:
    """The columns that a program knows by their names, and how to fill them."""

    columns: tuple[str, ...]
    row: Callable[[Signature], tuple[str, ...]]


def gets_news(signature: Signature) -> bool:
    """Whether who signed agreed to get news, and left what can be an e-mail address for it.

    One that a spreadsheet would run as a formula is none that anybody has.
    """
    email = signature.email.strip()
    return signature.updates and bool(email) and email[0] not in "=+@" and not check_email(email)


def _text(typed: str) -> str:
    """What was typed in one line, without signs before it that would make a formula of it.

    A program reads this list, so nothing is put before a value; nothing of a name, a city or a
    postcode is lost by taking such signs away.
    """
    line = " ".join(re.sub(r"[;\t\r\n]", " ", typed).split())
    while line and (
        unicodedata.normalize("NFKC", line[0])[:1] in ("=", "+", "-", "@")
        or unicodedata.category(line[0]) in ("Cf", "Mn", "Cc", "Zs")
    ):
        line = line[1:]
    return line


def _civicrm(one: Signature) -> tuple[str, ...]:
    code = resolve_country(one.country) or ""
    names = _text(one.name), "", one.email.strip()
    return *names, _text(one.city), _text(one.postcode), code, _locale_code(one.language)


def _action_network(one: Signature) -> tuple[str, ...]:
    code = resolve_country(one.country) or ""
    names = one.email.strip(), _text(one.name), ""
    return *names, _text(one.city), _text(one.postcode), code, one.language


CIVICRM = Layout(
    ("First Name", "Last Name", "Email", "City", "Postal Code", "Country", "Preferred Language"), _civicrm
)
"""Labels of CiviCRM's fields: its contact import proposes the field whose label a column has."""
ACTION_NETWORK = Layout(
    ("email", "first_name", "last_name", "city", "zip_code", "country", "language"), _action_network
)
"""Names of Action Network's fields: its upload matches columns of the same name by itself."""


def _locale_code(tag: str) -> str:
    """A language as CiviCRM has it, such as "zh_TW" for "zh-Hant" (CLDR's likely territory), or nothing."""
    try:
        locale = Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return ""
    spelled = "_".join(filter(None, (locale.language, locale.script)))
    likely = get_global("likely_subtags").get(spelled, "").rpartition("_")[2]
    territory = locale.territory or likely
    return f"{locale.language}_{territory}" if territory else ""
