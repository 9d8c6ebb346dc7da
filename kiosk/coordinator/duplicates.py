"""Exact duplicates: who signed twice, by keyed fingerprints.

Two signatures are one person's when the name is the same and so is the e-mail, the
phone, or (where neither left an e-mail or phone) the postcode, or (where there is no
postcode either) the sheet and row on paper. Sharing an e-mail alone is no duplicate:
families do. "The same" is as in `signing.normalise`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import ColumnElement, Connection, bindparam, exists, func, select, update

from kiosk.coordinator.fingerprints import EXACT
from kiosk.coordinator.register import Register, State
from kiosk.coordinator.tables import fingerprint_table, record_table

_PIECE = 5000
"""Records that are settled together, so that memory stays flat."""
_MAX_NAMED = 500
"""Values that one query names."""


@dataclass(frozen=True)
class _Member:
    """A record that counts unless it is a duplicate; `order` says which of a cluster is the first."""

    key: int
    order: tuple[str, bytes, int, bytes]
    duplicate_of: int | None


def settle(register: Register) -> int:
    """Decides anew which records are duplicates of which; returns how many are.

    Of the records that are one person's, the first counts: by day, then kiosk, then
    number. So the outcome depends on what was merged and not on the order.
    """
    with register.transaction() as connection:
        last = connection.execute(select(func.max(record_table.c.key))).scalar()
        settle_runs(connection, [(1, int(last or 0))])
        duplicates = select(func.count()).where(record_table.c.status == State.DUPLICATE)
        return int(connection.execute(duplicates).scalar() or 0)


def settle_runs(connection: Connection, runs: Iterable[tuple[int, int]]) -> None:
    """Decides anew, in the caller's transaction, for some records and for all that they meet.

    Args:
        runs: first and last key of records that are new, or may not count as they did.
    """
    for first, last in runs:
        for start in range(first, last + 1, _PIECE):
            _settle(connection, start, min(last, start + _PIECE - 1))


def _settle(connection: Connection, first: int, last: int) -> None:
    groups, members = _explore(connection, *_seeds(connection, first, last))
    first_of = _first_of_each_cluster(groups, members)
    changes = [
        {"changed": key, "to": State.DUPLICATE if original else State.COUNTED, "original": original}
        for key, member in members.items()
        if (original := first_of[key] if first_of[key] != key else None) != member.duplicate_of
    ]
    if changes:
        connection.execute(
            update(record_table)
            .where(record_table.c.key == bindparam("changed"))
            .values(status=bindparam("to"), duplicate_of=bindparam("original")),
            changes,
        )


def _seeds(connection: Connection, first: int, last: int) -> tuple[set[bytes], dict[int, _Member]]:
    """What `_explore` starts from: the values that these records share with others, and the duplicates."""
    own, other = fingerprint_table, fingerprint_table.alias()
    meets = exists().where(other.c.value == own.c.value, other.c.record != own.c.record)
    shared = connection.execute(
        select(own.c.value).where(own.c.record.between(first, last), own.c.rule.in_(EXACT), meets)
    )
    among = record_table.c.key.between(first, last)
    return set(shared.scalars()), _members(connection, among, record_table.c.duplicate_of.is_not(None))


def _explore(
    connection: Connection, values: set[bytes], members: dict[int, _Member]
) -> tuple[dict[bytes, list[int]], dict[int, _Member]]:
    """All records that hang together with `members` and with those who share `values`.

    Returns:
        by value, who shares it; and all who were met, by key.
    """
    groups: dict[bytes, list[int]] = defaultdict(list)
    c = fingerprint_table.c
    new_members = set(members)
    while values or new_members:
        for some in _portions(new_members):
            found = connection.execute(select(c.value).where(c.record.in_(some), c.rule.in_(EXACT)))
            values.update(value for value in found.scalars() if value not in groups)
        new_members = set()
        for some in _portions(values):
            sharing = connection.execute(
                select(c.value, c.record).where(c.value.in_(some), c.rule.in_(EXACT))
            ).all()
            met = {row.record for row in sharing} - members.keys()
            for keys in _portions(met):
                found_members = _members(connection, record_table.c.key.in_(keys))
                members.update(found_members)
                new_members.update(found_members)
            for row in sharing:
                groups[row.value].append(row.record)
        values = set()
    return groups, members


def _members(connection: Connection, *which: ColumnElement[bool]) -> dict[int, _Member]:
    """Those of the records that count unless they are duplicates, by key."""
    c = record_table.c
    rows = connection.execute(
        select(c.key, c.day, c.kiosk, c.seq, c.digest, c.duplicate_of).where(
            *which, c.status.in_([State.COUNTED, State.DUPLICATE])
        )
    )
    return {
        row.key: _Member(row.key, (row.day, row.kiosk, row.seq, row.digest), row.duplicate_of) for row in rows
    }


def _portions(things: Collection[int] | Collection[bytes]) -> Iterator[list[int] | list[bytes]]:
    source = iter(things)
    while some := list(islice(source, _MAX_NAMED)):
        yield some  # type: ignore[misc]


def _first_of_each_cluster(groups: dict[bytes, list[int]], members: dict[int, _Member]) -> dict[int, int]:
    """For every record, the first record of its cluster (union-find over the groups)."""
    parent = {key: key for key in members}

    def find(key: int) -> int:
        while parent[key] != key:
            parent[key] = parent[parent[key]]
            key = parent[key]
        return key

    for group in groups.values():
        present = [key for key in group if key in members]
        for key in present[1:]:
            one, other = find(present[0]), find(key)
            first, second = sorted((one, other), key=lambda root: members[root].order)
            parent[second] = first
    return {key: find(key) for key in parent}
