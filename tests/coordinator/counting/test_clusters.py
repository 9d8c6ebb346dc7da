"""Who is one person: the same whatever order the links come in, and never two that are kept apart."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from kiosk.coordinator.counting.clusters import Links, first_of_each

PEOPLE = range(7)
ORDERS = {key: (f"2026-11-{9 - key:02}", bytes([key]), key, bytes([key])) for key in PEOPLE}
pairs = st.lists(
    st.tuples(st.sampled_from(PEOPLE), st.sampled_from(PEOPLE)).filter(lambda pair: pair[0] != pair[1])
)
groups = st.lists(st.lists(st.sampled_from(PEOPLE), min_size=2, max_size=4, unique=True), max_size=6)


@given(groups, pairs, pairs, st.randoms(use_true_random=False))
def test_the_order_of_links_does_not_matter(
    shared: list[list[int]],
    same: list[tuple[int, int]],
    different: list[tuple[int, int]],
    chance: random.Random,
) -> None:
    first = first_of_each(ORDERS, Links(shared, same, different))
    for links in (shared, same, different):
        chance.shuffle(links)
    mixed = [chance.sample(group, len(group)) for group in shared]
    turned = [(other, one) for one, other in same]
    assert (
        first_of_each(dict(chance.sample(sorted(ORDERS.items()), 7)), Links(mixed, turned, different))
        == first
    )


@given(groups, pairs, pairs)
def test_the_rows_in_which_records_are_do_not_matter(
    shared: list[list[int]], same: list[tuple[int, int]], different: list[tuple[int, int]]
) -> None:
    row = {key: 6 - key for key in PEOPLE}
    orders = {row[key]: order for key, order in ORDERS.items()}
    moved = Links(
        [[row[key] for key in group] for group in shared],
        [(row[one], row[other]) for one, other in same],
        [(row[one], row[other]) for one, other in different],
    )
    first = first_of_each(ORDERS, Links(shared, same, different))
    assert first_of_each(orders, moved) == {row[key]: row[of] for key, of in first.items()}


@given(groups, pairs, pairs)
def test_those_who_are_kept_apart_are_never_one(
    shared: list[list[int]], same: list[tuple[int, int]], different: list[tuple[int, int]]
) -> None:
    first = first_of_each(ORDERS, Links(shared, same, different))
    assert all(first[one] != first[other] for one, other in different)


@given(groups, pairs)
def test_without_any_kept_apart_every_link_holds_and_the_first_day_counts(
    shared: list[list[int]], same: list[tuple[int, int]]
) -> None:
    first = first_of_each(ORDERS, Links(shared, same))
    for group in [*shared, *same]:
        assert len({first[key] for key in group}) == 1
    assert all(ORDERS[first[key]] <= ORDERS[key] for key in PEOPLE)


def test_the_coordinators_links_come_before_the_rules() -> None:
    """0 and 2 are kept apart: 1 goes with 2, as decided, although a rule would join it to the earlier 0."""
    orders = {key: (f"2026-11-0{key + 1}", b"", key, b"") for key in range(3)}
    assert first_of_each(orders, Links([[0, 1]], [(1, 2)], [(0, 2)])) == {0: 0, 1: 1, 2: 1}


def test_in_a_group_that_is_split_the_others_stay_together() -> None:
    orders = {key: (f"2026-11-0{key + 1}", b"", key, b"") for key in range(4)}
    assert first_of_each(orders, Links([[0, 1, 2, 3]], [], [(0, 1)])) == {0: 0, 1: 1, 2: 0, 3: 0}
    apart = [(0, 1), (0, 2), (0, 3)]
    assert first_of_each(orders, Links([[0, 1, 2, 3]], [], apart)) == {0: 0, 1: 1, 2: 1, 3: 1}
