"""What is handed over to a parliament: how many signed, and who of them agreed to be listed."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kiosk.coordinator.reports.lists import Listed
from kiosk.coordinator.reports.totals import Totals


@dataclass(frozen=True)
class Petition:
    """The signatures of a petition.

    Attributes:
        language: in which it is handed over; one of the campaign's.
        day: as of when.
        counted: all signatures that count, `organisations` of them in the name of one.
        countries: how many count, by code, most first; "" and "other" for those that are not known.
        listed: those who agreed to be listed.
    """

    language: str
    day: datetime.date
    counted: int
    organisations: int
    countries: Mapping[str, int]
    listed: Sequence[Listed]

    @classmethod
    def of(cls, totals: Totals, listed: Sequence[Listed], language: str, day: datetime.date) -> Petition:
        """The petition that a register's `totals` and public list make."""
        kinds = {kind: account.counted for kind, account in totals.kinds.items()}
        countries = {code: account.counted for code, account in totals.countries.items() if account.counted}
        return cls(language, day, sum(kinds.values()), kinds.get("organisation", 0), countries, listed)

    @property
    def initials(self) -> int:
        """How many are listed with their initials."""
        return sum(one.initials for one in self.listed)

    @property
    def named(self) -> int:
        """How many are listed with their name."""
        return len(self.listed) - self.initials

    @property
    def unlisted(self) -> int:
        """How many count, but are not listed."""
        return self.counted - len(self.listed)
