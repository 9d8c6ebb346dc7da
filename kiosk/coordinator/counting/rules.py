"""The rules of exact duplicates that a coordinator can set; they are in the register, for all desks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sqlalchemy import Connection, select

from kiosk.coordinator.records.fingerprints import EXACT, Rule
from kiosk.coordinator.register.register import Register
from kiosk.coordinator.register.tables import setting_table
from kiosk.coordinator.register.words import Meaning
from kiosk.errors import CampaignError

RULES: Final[Mapping[str, Rule]] = {
    "name+email": Rule.EMAIL,
    "name+phone": Rule.PHONE,
    "name+postcode": Rule.POSTCODE,
    "name+paper": Rule.PAPER,
    "email": Rule.EMAIL_ALONE,
    "phone": Rule.PHONE_ALONE,
    "own-field": Rule.OWN,
}
"""The rules as people call them. A record copied whole is always a duplicate."""

SETTING = "duplicates by "


def meanings(connection: Connection) -> dict[Rule, Meaning]:
    """What each rule means in this register.

    Raises:
        CampaignError: the register says what cannot be chosen.
    """
    c = setting_table.c
    rows = connection.execute(select(c.name, c.value).where(c.name.startswith(SETTING)))
    chosen = {}
    for row in rows:
        rule, meaning = row.name.removeprefix(SETTING), Meaning(row.value)
        if rule not in RULES or not may_mean(rule, meaning):
            raise CampaignError(
                "Somebody changed in the register what makes a duplicate.",
                "Open it with the passphrase, as by merging: that puts it right.",
            )
        chosen[RULES[rule]] = meaning
    first = {rule: Meaning.DUPLICATE if rule in EXACT else Meaning.QUESTION for rule in Rule}
    return first | chosen


def chosen_rules(register: Register) -> dict[str, Meaning]:
    """The same, by the rules' names in `RULES`."""
    with register.reading() as connection:
        chosen = meanings(connection)
    return {name: chosen[rule] for name, rule in RULES.items()}


def with_meaning(connection: Connection, meaning: Meaning) -> set[Rule]:
    """The rules that mean `meaning`."""
    return {rule for rule, chosen in meanings(connection).items() if chosen is meaning}


def may_mean(rule: str, meaning: Meaning) -> bool:
    """Whether `rule` (one of `RULES`) may mean that: an e-mail or a phone alone makes no duplicate."""
    return RULES[rule] in EXACT or meaning is not Meaning.DUPLICATE


def check_meaning(rule: str, meaning: Meaning) -> None:
    """Raises CampaignError if an e-mail or a phone alone would make a duplicate."""
    if not may_mean(rule, meaning):
        raise CampaignError(
            "The same e-mail or phone alone makes nobody a duplicate: families share one.",
            "Leave it a question, and answer it; or choose the name with it.",
        )
