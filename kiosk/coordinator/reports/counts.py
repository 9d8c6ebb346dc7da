"""How many count: in all, of each day, at each stall, from each country.

It takes one look at one index, so that it is there at once however large the register is. Like `totals.py`
it needs no key, and believes what the register holds: who looks at it also has the register checked.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from sqlalchemy import func, select, text

from kiosk.coordinator.counting.kiosk_names import kiosk_names
from kiosk.coordinator.register.register import Register
from kiosk.coordinator.register.tables import record_table

_COUNTED = text("status = 'counted'")
"""Written out, so that the index serves that holds nothing else."""


@dataclass
class StallCount:
    """How many count of one kiosk, by its `name`, and the last day (ISO 8601) of which one is."""

    name: str
    counted: int = 0
    last: str = ""


@dataclass(frozen=True)
class Counts:
    """How many count.

    Attributes:
        days, countries: by ISO 8601 day, and by country as `Totals` has them.
        stalls: by the kiosk's id, also those of which none counts.
    """

    days: Counter[str] = field(default_factory=Counter)
    countries: Counter[str] = field(default_factory=Counter)
    stalls: dict[bytes, StallCount] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """All that count."""
        return self.days.total()


def count(register: Register) -> Counts:
    """How many of the records in `register` count as it stands."""
    c = record_table.c
    counted = (
        select(c.kiosk, c.day, c.country, func.count()).where(_COUNTED).group_by(c.kiosk, c.day, c.country)
    )
    with register.reading() as connection:
        rows = connection.execute(counted).all()
    counts = Counts(stalls={id: StallCount(name) for id, name in kiosk_names(register).items()})
    for kiosk, day, country, number in rows:
        counts.days[day] += number
        counts.countries[country] += number
        stall = counts.stalls.get(kiosk)
        if stall is not None:  # another desk may have added it since
            stall.counted += number
            stall.last = max(stall.last, day)
    return counts
