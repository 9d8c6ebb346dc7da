"""Totals: how many signed on which day, at which stall, in which country, of which kind, in which language.

They are made without the key, from what the register holds in the clear.
"""

from __future__ import annotations

import msgspec
from sqlalchemy import Column, func, select

from kiosk.coordinator.counting.books import Account, balance
from kiosk.coordinator.register.register import Register
from kiosk.coordinator.register.tables import record_table
from kiosk.signing.countries import country_name

TITLES = {"days": "Day", "stalls": "Stall", "countries": "Country", "kinds": "Kind", "languages": "Language"}
"""What each of the totals is by."""


class Totals(msgspec.Struct, frozen=True):
    """An account for each day, stall, country, kind and language; the name "" stands for "not known".

    A stall is its kiosk's id in hexadecimal, for a name may be anybody's; `names` has what to call it.
    What is unreadable has none of these but its stall; what was rejected has what could be
    read of it. Days are ISO 8601, countries ISO 3166 codes, languages tags; what is on no
    list of countries or languages is "other". Days are in their order, the others by how many count.
    """

    days: dict[str, Account]
    stalls: dict[str, Account]
    countries: dict[str, Account]
    kinds: dict[str, Account]
    languages: dict[str, Account]
    names: dict[str, str]

    def label(self, group: str, name: str) -> str:
        """What to call the `name` in one of the totals (a key of `TITLES`), in English."""
        if not name:
            return "not known"
        if group == "stalls":
            return self.names[name]
        return country_name(name, "en") if group == "countries" else name


def total(register: Register) -> Totals:
    """The totals of `register` as it stands."""
    kiosks = balance(register).kiosks  # by name
    stalls = {kiosk.kiosk: kiosk.account for kiosk in kiosks}
    return Totals(
        days=dict(sorted(_by(register, record_table.c.day).items())),
        stalls=dict(sorted(stalls.items(), key=lambda stall: -stall[1].counted)),
        countries=_most_first(_by(register, record_table.c.country)),
        kinds=_most_first(_by(register, record_table.c.kind)),
        languages=_most_first(_by(register, record_table.c.language)),
        names={kiosk.kiosk: kiosk.name for kiosk in kiosks},
    )


def _by(register: Register, column: Column[str]) -> dict[str, Account]:
    """The account of each value of `column`."""
    found: dict[str, dict[str, int]] = {}
    query = select(column, record_table.c.status, func.count()).group_by(column, record_table.c.status)
    with register.reading() as connection:
        for value, status, number in connection.execute(query):
            found.setdefault(value, {})[status] = number
    return {value: Account(**states) for value, states in found.items()}


def _most_first(accounts: dict[str, Account]) -> dict[str, Account]:
    return dict(sorted(accounts.items(), key=lambda item: (-item[1].counted, item[0])))
