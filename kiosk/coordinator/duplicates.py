"""Who signed twice: by keyed fingerprints, and by what a coordinator decided.

Two signatures are one person's when the name is the same and so is the e-mail, the
phone, or (where neither left an e-mail or phone) the postcode, or (where there is no
postcode either) the sheet and row on paper, unless the coordinator chose other rules
(`rules.py`). Sharing an e-mail alone is no duplicate: families do. "The same" is as in
`signing.normalise`. A decision (`decisions.py`) joins two, or keeps them apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from sqlalchemy import ColumnElement, Connection, bindparam, exists, func, or_, select, union, update

from kiosk.coordinator.clusters import Links, Order, first_of_each
from kiosk.coordinator.fingerprints import Rule
from kiosk.coordinator.register import Register, State
from kiosk.coordinator.rules import Meaning, set_meaning, with_meaning
from kiosk.coordinator.tables import decision_table, fingerprint_table, record_table

T = TypeVar("T")
_LIVING = (State.COUNTED, State.DUPLICATE)
Progress = Callable[[int, int], None]
"""Told how many records are done, of how many."""

_PIECE = 5000
"""Records that are settled together, so that memory stays flat."""
_MAX_NAMED = 500
"""Values that one query names."""


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


def settle(register: Register) -> int:
    """Decides anew which records are duplicates of which; returns how many are.

    Of the records that are one person's, the first counts: by day, then kiosk, then
    number. So the outcome depends on what was merged and not on the order.
    """
    with register.transaction() as connection:
        _settle_all(connection)
        duplicates = select(func.count()).where(record_table.c.status == State.DUPLICATE)
        return int(connection.execute(duplicates).scalar() or 0)


def settle_by(
    register: Register, chosen: Mapping[str, Meaning], progress: Progress = lambda done, of: None
) -> None:
    """Lets rules mean something else, and decides anew who is a duplicate; all of it, or nothing.

    Args:
        chosen: by rule (`rules.RULES`), what it means from now on.
        progress: told how many records are settled, of how many; what it raises leaves all as it was.

    Raises:
        CampaignError: as `rules.set_meaning` says, or the register cannot be written.
    """
    with register.transaction() as connection:
        for rule, meaning in chosen.items():
            set_meaning(connection, rule, meaning)
        _settle_all(connection, progress)


def _settle_all(connection: Connection, progress: Progress = lambda done, of: None) -> None:
    last = int(connection.execute(select(func.max(record_table.c.key))).scalar() or 0)
    for first in range(1, last + 1, _PIECE):
        upto = min(last, first + _PIECE - 1)
        _settle(connection, first, upto)
        progress(upto, last)


def settle_runs(connection: Connection, runs: Iterable[tuple[int, int]]) -> None:
    """Decides anew, in the caller's transaction, for some records and for all that they meet.

    Args:
        runs: first and last key of records that are new, or may not count as they did.
    """
    for first, last in runs:
        for start in range(first, last + 1, _PIECE):
            _settle(connection, start, min(last, start + _PIECE - 1))


def settle_digests(connection: Connection, digests: Collection[bytes]) -> None:
    """The same for the records with these digests; those that are not here are passed over."""
    for some in _portions(digests):
        keys = connection.execute(select(record_table.c.key).where(record_table.c.digest.in_(some)))
        settle_runs(connection, [(key, key) for key in keys.scalars().all()])


def _settle(connection: Connection, first: int, last: int) -> None:
    rules = with_meaning(connection, Meaning.DUPLICATE)
    groups, members = _explore(connection, rules, *_seeds(connection, rules, first, last))
    links = Links(list(groups.values()), *_decided(connection, members))
    first_of = first_of_each({key: member.order for key, member in members.items()}, links)
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


def _seeds(
    connection: Connection, rules: Collection[Rule], first: int, last: int
) -> tuple[set[bytes], dict[int, _Member]]:
    """What `_explore` starts from: values that these records share with others, duplicates, decided ones.

    A record that counts no more is no member itself; those whom it joined are.
    """
    own, other = fingerprint_table, fingerprint_table.alias()
    meets = exists().where(other.c.value == own.c.value, other.c.record != own.c.record)
    shared = connection.execute(
        select(own.c.value).where(own.c.record.between(first, last), own.c.rule.in_(rules), meets)
    )
    c, decided = record_table.c, decision_table.c
    is_decided = exists().where(decided.stands, or_(decided.one == c.digest, decided.other == c.digest))
    among = c.key.between(first, last)
    gone = select(c.digest).where(among, c.status.not_in(_LIVING))
    same = (decided.stands, decided.verdict == "same")
    joined = union(
        select(decided.one).where(*same, decided.other.in_(gone)),
        select(decided.other).where(*same, decided.one.in_(gone)),
    )
    return set(shared.scalars()), {
        **_members(connection, among, or_(c.duplicate_of.is_not(None), is_decided)),
        **_members(connection, c.duplicate_of.is_not(None), c.duplicate_of.between(first, last)),
        **_members(connection, c.digest.in_(joined)),
    }


def _explore(
    connection: Connection, rules: Collection[Rule], values: set[bytes], members: dict[int, _Member]
) -> tuple[dict[bytes, list[int]], dict[int, _Member]]:
    """All records that hang together with `members` and with those who share `values`.

    Returns:
        by value, who shares it; and all who were met, by key.
    """
    groups: dict[bytes, list[int]] = defaultdict(list)
    c = fingerprint_table.c
    new_members = dict(members)
    while values or new_members:
        for some in _portions(new_members):
            found = connection.execute(select(c.value).where(c.record.in_(some), c.rule.in_(rules)))
            values.update(value for value in found.scalars() if value not in groups)
        new_members = _joined_by_decision(connection, new_members, members)
        for shared in _portions(values):
            sharing = connection.execute(
                select(c.value, c.record).where(c.value.in_(shared), c.rule.in_(rules))
            ).all()
            met = {row.record for row in sharing} - members.keys()
            for keys in _portions(met):
                new_members.update(_members(connection, record_table.c.key.in_(keys)))
            for row in sharing:
                groups[row.value].append(row.record)
        members.update(new_members)
        values = set()
    return groups, members


def _joined_by_decision(
    connection: Connection, some: dict[int, _Member], known: dict[int, _Member]
) -> dict[int, _Member]:
    """The records, not `known` yet, of which a coordinator said that they are the same as one of `some`."""
    c = decision_table.c
    found: dict[int, _Member] = {}
    for digests in _portions({member.digest for member in some.values()}):
        pairs = connection.execute(
            select(c.one, c.other).where(
                c.stands, c.verdict == "same", or_(c.one.in_(digests), c.other.in_(digests))
            )
        ).all()
        for partners in _portions({digest for pair in pairs for digest in pair}):
            found.update(_members(connection, record_table.c.digest.in_(partners)))
    return {key: member for key, member in found.items() if key not in known}


def _decided(
    connection: Connection, members: dict[int, _Member]
) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """The pairs of `members` that are decided to be the same, and those that are not."""
    keys = {member.digest: member.key for member in members.values()}
    c = decision_table.c
    pairs: dict[str, list[tuple[int, int]]] = {"same": [], "different": []}
    for digests in _portions(keys):
        for row in connection.execute(
            select(c.one, c.other, c.verdict).where(c.stands, c.verdict.in_(pairs), c.one.in_(digests))
        ):
            if row.other in keys:
                pairs[row.verdict].append((keys[row.one], keys[row.other]))
    return pairs["same"], pairs["different"]


def _members(connection: Connection, *which: ColumnElement[bool]) -> dict[int, _Member]:
    """Those of the records that count unless they are duplicates, by key."""
    c = record_table.c
    rows = connection.execute(
        select(c.key, c.day, c.kiosk, c.seq, c.digest, c.duplicate_of).where(*which, c.status.in_(_LIVING))
    )
    return {
        row.key: _Member(row.key, (row.day, row.kiosk, row.seq, row.digest), row.duplicate_of) for row in rows
    }


def _portions(things: Iterable[T]) -> Iterator[list[T]]:
    source = iter(things)
    while some := list(islice(source, _MAX_NAMED)):
        yield some
