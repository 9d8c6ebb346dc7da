"""Who signed twice: by keyed fingerprints, and by what a coordinator decided.

Two signatures are one person's when the name is the same and so is the e-mail, the
phone, or (where neither left an e-mail or phone) the postcode, or (where there is no
postcode either) the sheet and row on paper, unless the coordinator chose other rules
(`rules.py`). Sharing an e-mail alone is no duplicate: families do. "The same" is as in
`signing.normalise`. A decision (`decisions.py`) joins two, or keeps them apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    bindparam,
    exists,
    func,
    or_,
    select,
    union,
    update,
)

from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.counting.clusters import Links, Order, first_of_each
from kiosk.coordinator.counting.numbers import runs
from kiosk.coordinator.counting.rules import with_meaning
from kiosk.coordinator.records.fingerprints import HiddenRules
from kiosk.coordinator.register import marks
from kiosk.coordinator.register.marks import Fingerprint
from kiosk.coordinator.register.register import COUNTABLE, State
from kiosk.coordinator.register.tables import decision_table, record_table
from kiosk.coordinator.register.words import Meaning, Verdict
from kiosk.database import portions

Progress = Callable[[int, int], None]
"""Told how many records are done, of how many."""

_PIECE = 5000
"""Records that are settled together, so that memory stays flat."""


@dataclass(frozen=True)
class _Member:
    """A record that counts unless it is a duplicate; `order` says which of a cluster is the first."""

    key: int
    order: Order
    duplicate_of: int | None

    @property
    def digest(self) -> bytes:
        """The record's digest."""
        return self.order[3]


def settle_all(
    connection: Connection, keys: CampaignKeys, progress: Progress = lambda done, of: None
) -> None:
    """Decides anew, in the caller's transaction, which records are duplicates of which.

    Of the records that are one person's, the first counts: by day, then kiosk, then
    number. So the outcome depends on what was merged and not on the order.

    Args:
        progress: told how many records are settled, of how many.
    """
    key, done = record_table.c.key, 0
    of = connection.execute(select(func.count()).select_from(record_table)).scalar_one()
    following = select(key).order_by(key).limit(_PIECE)
    while some := connection.execute(following).scalars().all():
        settle_runs(connection, keys, runs(some))
        done += len(some)
        progress(done, of)
        following = following.where(key > some[-1])


def settle_runs(connection: Connection, keys: CampaignKeys, runs: Iterable[tuple[int, int]]) -> int:
    """Decides anew, in the caller's transaction, for some records and for all that they meet.

    Args:
        runs: first and last key of records that are new, or may not count as they did.

    Returns:
        about how many something changed.
    """
    changed, rules = 0, None
    for first, last in runs:
        rules = rules or _Rules(connection, keys)
        for start in range(first, last + 1, _PIECE):
            changes = _changes(connection, rules, start, min(last, start + _PIECE - 1))
            if changes:
                connection.execute(
                    update(record_table)
                    .where(record_table.c.key == bindparam("changed"))
                    .values(status=bindparam("to"), duplicate_of=bindparam("original")),
                    [change._asdict() for change in changes],
                )
            changed += len(changes)
    return changed


def unsettled(connection: Connection, keys: CampaignKeys) -> set[int]:
    """The keys of all records that are not duplicates as they should be; nothing is changed."""
    rules, c = _Rules(connection, keys), record_table.c
    wrong: set[int] = set()
    seen: set[int] = set()

    def look(values: set[bytes], members: dict[int, _Member]) -> None:
        groups, met = _explore(connection, rules, values, members)
        seen.update(met)
        wrong.update(change.changed for change in _changed(connection, groups, met))

    for found in marks.shared(connection):
        look(rules.values({(value, rule) for value, rule, _ in found}), {})
    joined = connection.execute(select(c.key).where(c.duplicate_of.is_not(None))).scalars()
    d = decision_table.c
    decided = connection.execute(
        select(c.key).where(c.digest.in_(union(select(d.one), select(d.other))))
    ).scalars()
    for lone in portions({*joined, *decided} - seen):
        look(set(), _members(connection, c.key.in_(lone)))
    return wrong


def settle_digests(connection: Connection, keys: CampaignKeys, digests: Collection[bytes]) -> None:
    """The same for the records with these digests; those that are not here are passed over."""
    for some in portions(digests):
        found = connection.execute(select(record_table.c.key).where(record_table.c.digest.in_(some)))
        settle_runs(connection, keys, [(key, key) for key in found.scalars().all()])


class _Change(NamedTuple):
    """What becomes of the record `changed` (a key), and which counts in its place."""

    changed: int
    to: State
    original: int | None


class _Rules:
    """Tells which fingerprints make duplicates."""

    def __init__(self, connection: Connection, keys: CampaignKeys) -> None:
        self._meant = with_meaning(connection, Meaning.DUPLICATE)
        self._hidden = HiddenRules(keys.rule_key)

    def values(self, fingerprints: Iterable[Fingerprint]) -> set[bytes]:
        """The values of those that do."""
        made = list(fingerprints)
        rules = self._hidden.read(made)
        return {value for (value, _), rule in zip(made, rules, strict=True) if rule in self._meant}


def _changes(connection: Connection, rules: _Rules, first: int, last: int) -> list[_Change]:
    return _changed(connection, *_explore(connection, rules, *_seeds(connection, rules, first, last)))


def _changed(
    connection: Connection, groups: dict[bytes, list[int]], members: dict[int, _Member]
) -> list[_Change]:
    links = Links(list(groups.values()), *_decided(connection, members))
    first_of = first_of_each({key: member.order for key, member in members.items()}, links)
    return [
        _Change(key, State.DUPLICATE if original else State.COUNTED, original)
        for key, member in members.items()
        if (original := first_of[key] if first_of[key] != key else None) != member.duplicate_of
    ]


def _seeds(
    connection: Connection, rules: _Rules, first: int, last: int
) -> tuple[set[bytes], dict[int, _Member]]:
    """What `_explore` starts from: values that these records may share with others, duplicates, decided ones.

    A record that counts no more is no member itself; those whom it joined are.
    """
    c, decided = record_table.c, decision_table.c
    is_decided = exists().where(or_(decided.one == c.digest, decided.other == c.digest))
    among = c.key.between(first, last)
    values = rules.values(_fingerprints(connection, among))
    gone = select(c.digest).where(among, c.status.not_in(COUNTABLE))
    same = decided.verdict == Verdict.SAME
    joined = union(
        select(decided.one).where(same, decided.other.in_(gone)),
        select(decided.other).where(same, decided.one.in_(gone)),
    )
    return marks.perhaps_shared(connection, values), {
        **_members(connection, among, or_(c.duplicate_of.is_not(None), is_decided)),
        **_members(connection, c.duplicate_of.is_not(None), c.duplicate_of.between(first, last)),
        **_members(connection, c.digest.in_(joined)),
    }


def _explore(
    connection: Connection, rules: _Rules, values: set[bytes], members: dict[int, _Member]
) -> tuple[dict[bytes, list[int]], dict[int, _Member]]:
    """All records that hang together with `members` and with those who share `values`.

    Returns:
        by value, who shares it; and all who were met, by key.
    """
    groups: dict[bytes, list[int]] = defaultdict(list)
    new_members = dict(members)
    while values or new_members:
        for some in portions(new_members):
            found = _fingerprints(connection, record_table.c.key.in_(some))
            values.update(rules.values(found) - groups.keys())
        new_members = _joined_by_decision(connection, new_members, members)
        met: set[int] = set()
        for value, _, key in marks.having(connection, values):
            groups[value].append(key)
            met.add(key)
        for keys in portions(met - members.keys()):
            new_members.update(_members(connection, record_table.c.key.in_(keys)))
        members.update(new_members)
        values = set()
    return groups, members


def _joined_by_decision(
    connection: Connection, some: dict[int, _Member], known: dict[int, _Member]
) -> dict[int, _Member]:
    """The records, not `known` yet, of which a coordinator said that they are the same as one of `some`."""
    c = decision_table.c
    found: dict[int, _Member] = {}
    for digests in portions({member.digest for member in some.values()}):
        pairs = connection.execute(
            select(c.one, c.other).where(
                c.verdict == Verdict.SAME, or_(c.one.in_(digests), c.other.in_(digests))
            )
        ).all()
        for partners in portions({digest for pair in pairs for digest in pair}):
            found.update(_members(connection, record_table.c.digest.in_(partners)))
    return {key: member for key, member in found.items() if key not in known}


def _decided(
    connection: Connection, members: dict[int, _Member]
) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """The pairs of `members` that are decided to be the same, and those that are not."""
    keys = {member.digest: member.key for member in members.values()}
    c = decision_table.c
    pairs: dict[str, list[tuple[int, int]]] = {"same": [], "different": []}
    for digests in portions(keys):
        for row in connection.execute(
            select(c.one, c.other, c.verdict).where(c.verdict.in_(pairs), c.one.in_(digests))
        ):
            if row.other in keys:
                pairs[row.verdict].append((keys[row.one], keys[row.other]))
    return pairs["same"], pairs["different"]


def _members(connection: Connection, *which: ColumnElement[bool]) -> dict[int, _Member]:
    """Those of the records that count unless they are duplicates, by key."""
    c = record_table.c
    rows = connection.execute(
        select(c.key, c.day, c.kiosk, c.seq, c.digest, c.duplicate_of).where(*which, c.status.in_(COUNTABLE))
    )
    return {
        row.key: _Member(row.key, (row.day, row.kiosk, row.seq, row.digest), row.duplicate_of) for row in rows
    }


def _fingerprints(connection: Connection, which: ColumnElement[bool]) -> Iterator[Fingerprint]:
    """All fingerprints of these records."""
    c = record_table.c
    held = connection.execute(select(c.fingerprints).where(which, c.fingerprints.is_not(None)))
    return chain.from_iterable(map(marks.unpack, held.scalars().all()))
