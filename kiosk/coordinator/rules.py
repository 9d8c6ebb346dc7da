"""The rules of exact duplicates that a coordinator can set; they are in the register, for all desks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sqlalchemy import Connection, delete, insert, select

from kiosk.coordinator.fingerprints import EXACT, Rule
from kiosk.coordinator.tables import Stored, setting_table
from kiosk.errors import CampaignError


class Meaning(Stored):
    """What it means that two signatures agree by a rule."""

    DUPLICATE = "duplicate"
    QUESTION = "question"
    NOTHING = "nothing"


RULES: Final[Mapping[str, Rule]] = {
    "name+email": Rule.EMAIL,
    "name+phone": Rule.PHONE,
    "name+postcode": Rule.POSTCODE,
    "name+paper": Rule.PAPER,
    "email": Rule.EMAIL_ALONE,
    "phone": Rule.PHONE_ALONE,
}
"""The rules as people call them. A record copied whole is always a duplicate."""

_SETTING = "duplicates by "


def meanings(connection: Connection) -> dict[Rule, Meaning]:
    """What each rule means in this register."""
    c = setting_table.c
    rows = connection.execute(select(c.name, c.value).where(c.name.startswith(_SETTING)))
    chosen = {RULES[row.name.removeprefix(_SETTING)]: Meaning(row.value) for row in rows}
    first = {rule: Meaning.DUPLICATE if rule in EXACT else Meaning.QUESTION for rule in Rule}
    return first | chosen


def with_meaning(connection: Connection, meaning: Meaning) -> list[Rule]:
    """The rules that mean `meaning`."""
    return [rule for rule, chosen in meanings(connection).items() if chosen is meaning]


def set_meaning(connection: Connection, rule: str, meaning: Meaning) -> None:
    """Lets `rule` (one of `RULES`) mean something else. The duplicates are to be settled anew after it.

    Raises:
        CampaignError: an e-mail or a phone alone would make a duplicate.
    """
    if RULES[rule] not in EXACT and meaning is Meaning.DUPLICATE:
        raise CampaignError(
            "The same e-mail or phone alone makes nobody a duplicate: families share one.",
            "Leave it a question, and answer it; or choose the name with it.",
        )
    name = _SETTING + rule
    connection.execute(delete(setting_table).where(setting_table.c.name == name))
    connection.execute(insert(setting_table).values(name=name, value=meaning))
