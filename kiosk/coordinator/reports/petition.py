"""What is handed over: how many signed, what became of every record, and who agreed to be listed."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kiosk.campaign.model import Campaign
from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.counting.books import Account, balance
from kiosk.coordinator.records.people import Progress
from kiosk.coordinator.register.register import Register
from kiosk.coordinator.reports.answers import OTHER, Answers, count_answers
from kiosk.coordinator.reports.lists import Listed, on_petition, public_list
from kiosk.coordinator.reports.totals import total

FEWEST = 5
"""Countries, places and answers with fewer signatures are told together: one or two could be guessed."""


@dataclass(frozen=True)
class Petition:
    """The signatures of a petition.

    Attributes:
        language: in which it is handed over; one of the campaign's.
        day: as of when.
        account: what became of all that was collected.
        organisations: how many of those that count are in the name of one.
        countries: how many count, by code, most first; "" and "other" for those that are not known.
        listed: those who agreed to be listed.
        days: how many that count were given on which day (ISO 8601), in their order.
        places: how many count, by what the kiosk is called, most first.
        answers: how many of those that count gave which answer to the campaign's own fields.
        lacking: how many were numbered by a kiosk and never arrived.
    """

    language: str
    day: datetime.date
    account: Account
    organisations: int
    countries: Mapping[str, int]
    listed: Sequence[Listed]
    days: Mapping[str, int] = field(default_factory=dict)
    places: Mapping[str, int] = field(default_factory=dict)
    answers: Answers = field(default_factory=dict)
    lacking: int = 0

    @classmethod
    def gather(
        cls,
        register: Register,
        keys: CampaignKeys,
        campaign: Campaign,
        language: str,
        day: datetime.date,
        progress: Progress = lambda read: None,
    ) -> Petition:
        """The petition that `register` makes as it stands.

        Raises:
            CampaignError: a record was changed in the register.
        """
        totals, books = total(register), balance(register)
        places: dict[str, int] = {}
        for kiosk in books.kiosks:
            places[kiosk.name] = places.get(kiosk.name, 0) + kiosk.account.counted
        organisations = totals.kinds.get("organisation", Account())
        return cls(
            language=language,
            day=day,
            account=books.total,
            organisations=organisations.counted,
            countries={code: one.counted for code, one in totals.countries.items() if one.counted},
            listed=public_list(register, keys, progress, on_petition(campaign, language)),
            days={name: one.counted for name, one in totals.days.items() if name and one.counted},
            places=dict(sorted(places.items(), key=lambda place: (-place[1], place[0]))),
            answers=count_answers(register, keys, campaign.fields, progress),
            lacking=sum(last - first + 1 for one in books.kiosks for first, last in one.gaps),
        )

    @property
    def counted(self) -> int:
        """All signatures that count."""
        return self.account.counted

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


def without_small_groups(groups: Mapping[str, int], most: int | None = None) -> tuple[dict[str, int], int]:
    """Those of `groups` from which nobody can be guessed (at most `most`), and how many the others are."""
    known = {name: number for name, number in groups.items() if name not in ("", OTHER)}
    shown = [name for name, number in known.items() if number >= FEWEST][:most]
    return {name: known[name] for name in shown}, sum(groups.values()) - sum(known[name] for name in shown)
