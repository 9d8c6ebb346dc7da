"""The rules of exact duplicates: what each means at first, and that nobody slips another one in."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.coordinator.counting.books import Account, balance
from kiosk.coordinator.counting.following import choose_rules, say
from kiosk.coordinator.counting.rules import chosen_rules
from kiosk.coordinator.register.words import Meaning, OfNewKiosks, OfRule
from kiosk.errors import CampaignError
from tests.conftest import Desk
from tests.exports import HandmadeKiosk
from tests.people import person

AT_FIRST = {
    "name+email": "duplicate",
    "name+phone": "duplicate",
    "name+postcode": "duplicate",
    "name+paper": "duplicate",
    "email": "question",
    "phone": "question",
    "own-field": "duplicate",
}


def test_what_each_rule_means_at_first_and_when_it_was_chosen(desk: Desk) -> None:
    assert chosen_rules(desk.register) == AT_FIRST
    choose_rules(desk.register, desk.keys, {"email": Meaning.NOTHING, "name+paper": Meaning.QUESTION})
    assert chosen_rules(desk.register) == {**AT_FIRST, "email": "nothing", "name+paper": "question"}
    choose_rules(desk.register, desk.keys, {"email": Meaning.QUESTION, "name+paper": Meaning.DUPLICATE})
    assert chosen_rules(desk.register) == AT_FIRST


@pytest.mark.parametrize("rule", ["email", "phone"])
def test_a_contact_alone_makes_no_duplicate_whoever_says_so(desk: Desk, rule: str) -> None:
    with pytest.raises(CampaignError, match="families share one"):
        choose_rules(desk.register, desk.keys, {"name+email": Meaning.NOTHING, rule: Meaning.DUPLICATE})
    assert chosen_rules(desk.register) == AT_FIRST
    say(desk.register, desk.keys, OfRule(rule, Meaning.DUPLICATE), OfRule("luck", Meaning.DUPLICATE))
    assert chosen_rules(desk.register) == AT_FIRST


@pytest.mark.parametrize(
    "row",
    ["'duplicates by email', 'duplicate'", "'duplicates by luck', 'nothing'", "'duplicates by email', 'red'"],
)
def test_a_rule_that_was_put_into_the_register_by_hand_is_told(desk: Desk, row: str) -> None:
    with desk.register.transaction() as connection:
        connection.exec_driver_sql(f"INSERT INTO setting VALUES ({row})")
    with pytest.raises(CampaignError, match="changed"):
        chosen_rules(desk.register)


def test_a_rule_that_is_said_with_something_else_decides_anew(desk: Desk, tmp_path: Path) -> None:
    kiosk = HandmadeKiosk(desk.keys)
    file = tmp_path / "x.signatures"
    file.write_bytes(kiosk.batch(kiosk.sign(person(1), person(1))))
    assert desk.merge(file).books.total == Account(counted=1, duplicate=1)
    say(desk.register, desk.keys, OfNewKiosks(True), OfRule("name+email", Meaning.QUESTION))
    assert balance(desk.register).total == Account(counted=2)
