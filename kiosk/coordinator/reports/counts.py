"""How many count: in all, of each day, at each stall, from each country.

It takes one look at one index, so that it is there at once however large the register is. Like `totals.py`
it needs no key, and believes what the register holds: who looks at it also has the register checked.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from sqlalchemy import func, literal, select, text, union_all

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
    c, each = record_table.c, func.count().label("number")
    groups = select(c.kiosk, c.day, c.country, each).where(_COUNTED).group_by(c.kiosk, c.day, c.country)
    group, none = groups.cte("counted").c, literal(b"")
    number = func.sum(group.number)
    # Added up by the database: a million signatures are tens of thousands of groups, and these few rows.
    added = union_all(
        select(literal("stalls"), group.kiosk, func.max(group.day), number).group_by(group.kiosk),
        select(literal("days"), none, group.day, number).group_by(group.day),
        select(literal("countries"), none, group.country, number).group_by(group.country),
    )
    with register.reading() as connection:
        rows = connection.execute(added).all()
    stalls = {id: StallCount(name) for id, name in kiosk_names(register).items()}
    sums: dict[str, Counter[str]] = {"days": Counter(), "countries": Counter()}
    for by, kiosk, named, total in rows:
        if by != "stalls":
            sums[by][named] = int(total)
        elif kiosk in stalls:  # another desk may have added it since
            stalls[kiosk] = StallCount(stalls[kiosk].name, int(total), named)
    return Counts(sums["days"], sums["countries"], stalls)
