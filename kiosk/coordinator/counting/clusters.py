"""Which records are one person's, from what joins them and what keeps them apart.

The outcome depends on the records and the decisions alone, never on the order in which
they came: links are taken in a fixed order, the coordinator's first, and one that would
bring two together which are kept apart is passed over (docs/decisions/0014).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

Order = tuple[str, bytes, int, bytes]
"""What says which of a person's records is the first: day, kiosk, number, digest."""


@dataclass(frozen=True)
class Links:
    """What is known of records, by key.

    Attributes:
        groups: those of each group share something that makes them one person's.
        same: pairs that a coordinator joined.
        different: pairs that a coordinator keeps apart; this always holds.
    """

    groups: Sequence[Collection[int]]
    same: Sequence[tuple[int, int]] = ()
    different: Sequence[tuple[int, int]] = ()


def first_of_each(orders: Mapping[int, Order], links: Links) -> dict[int, int]:
    """For every record of `orders`, the first of its person's records. Links to any other are passed over."""
    people = _People(orders, links.different)
    groups = [sorted(orders.keys() & group, key=orders.__getitem__) for group in links.groups]
    pairs = [sorted(pair, key=orders.__getitem__) for pair in links.same]
    if links.different:
        for some in (pairs, groups):
            some.sort(key=lambda group: [orders[key] for key in group])
    for group in (*pairs, *groups):
        for place, key in enumerate(group):
            # Usually the first of the group takes everybody in.
            any(people.join(earlier, key) for earlier in group[:place])
    return {key: people.first(key) for key in orders}


class _People:
    """Union-find that keeps some apart; a person's first record stands for all."""

    def __init__(self, orders: Mapping[int, Order], apart: Sequence[tuple[int, int]]) -> None:
        self._orders = orders
        self._parent = {key: key for key in orders}
        self._apart: dict[int, set[int]] = {}
        for one, other in apart:
            self._apart.setdefault(one, set()).add(other)
            self._apart.setdefault(other, set()).add(one)
        self._of_whom = {key: {key} for key in self._apart}
        """By a person's first: those of the person's records that somebody is kept apart from."""

    def first(self, key: int) -> int:
        while self._parent[key] != key:
            self._parent[key] = self._parent[self._parent[key]]
            key = self._parent[key]
        return key

    def join(self, one: int, other: int) -> bool:
        """Makes them one person, unless two of theirs are kept apart; tells whether they are one now."""
        first, second = sorted((self.first(one), self.first(other)), key=self._orders.__getitem__)
        if first == second:
            return True
        firsts, seconds = self._of_whom.get(first, set()), self._of_whom.get(second, set())
        if any(self._apart[key] & seconds for key in firsts):
            return False
        self._parent[second] = first
        if seconds:
            self._of_whom[first] = firsts | seconds
        return True
