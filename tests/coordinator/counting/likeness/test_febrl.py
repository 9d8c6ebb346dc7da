"""Probable duplicates on FEBRL: found as well as the figures in docs/duplicates.md say."""

from __future__ import annotations

from itertools import combinations

import pytest

from kiosk.coordinator.counting.likeness.memory import likeness
from kiosk.coordinator.records.fingerprints import EXACT, Fingerprinter
from tests.coordinator.counting.likeness.febrl import febrl, households, pair, quality

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(("number", "recall"), [(1, 0.96), pytest.param(3, 0.88, marks=pytest.mark.long)])
def test_of_a_hundred_pairs_that_are_found_ninety_nine_are_right(number: int, recall: float) -> None:
    records, links = febrl(number)
    found = {pair(one.one, one.other) for one in likeness(records)}
    precision, found_of_all = quality(found, links)
    assert precision >= 0.99
    assert found_of_all >= recall


def test_families_that_share_an_email_are_no_duplicates() -> None:
    records, _ = febrl(1)
    originals = list({signature.name: (key, signature) for key, signature in records}.values())[:400]
    everybody = dict(households(originals))
    found = likeness(everybody.items())
    assert not [one for one in found if one.one // 2 == one.other // 2]


def test_exact_rules_never_join_people_who_merely_share_an_email() -> None:
    records, _ = febrl(2)
    for key, signature in list(households(records))[::2]:
        everybody = dict(households([(key, signature)]))
        for one, other in combinations(everybody.values(), 2):
            marks = [
                {value for rule, value in Fingerprinter(b"key").of(each) if rule in EXACT}
                for each in (one, other)
            ]
            assert marks[0].isdisjoint(marks[1])
