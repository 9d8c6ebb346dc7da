"""What follows from the coordinator's words, and keeping the register's tables so.

The tables say it again for the queries of settling, and for reports without the key. They are
made from the words alone: what a hand wrote into them is put right the next time the key is open.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Table, delete, or_, select, true, update

from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.counting.barring import KioskStanding, apply_standing, apply_standing_everywhere
from kiosk.coordinator.counting.duplicates import Progress, settle_all, settle_digests, settle_runs
from kiosk.coordinator.counting.numbers import runs
from kiosk.coordinator.counting.renewing import renew, uncorrected
from kiosk.coordinator.counting.rules import RULES, SETTING, check_meaning, may_mean
from kiosk.coordinator.records.fingerprints import HiddenRules, Rule, withdrawal_mark
from kiosk.coordinator.records.opening import Outcome, RegisterEntry
from kiosk.coordinator.register import marks, words
from kiosk.coordinator.register.register import Register, State
from kiosk.coordinator.register.settings import FILL_IN, NEW_KIOSKS, WAIT
from kiosk.coordinator.register.tables import (
    accepted_table,
    decision_table,
    kiosk_table,
    record_table,
    setting_table,
    suggestion_table,
    withdrawal_table,
)
from kiosk.coordinator.register.words import Meaning, Said, Standing, Verdict, said
from kiosk.database import insert_rows, portions

Key = TypeVar("Key")

_NEW = KioskStanding(Standing.NEW)


@dataclass
class Meant:
    """What all words together mean.

    Attributes:
        standings: by kiosk; of a kiosk that is not there, nothing was said.
        accepted: by digest, the day on which the record was let count.
        settings: what the table of settings holds of the words.
        verdicts: by two digests, the lower first.
        withdrawn: the digests of withdrawn records.
        marks: all by which withdrawn signatures are known, those records' own among them.
    """

    standings: dict[bytes, KioskStanding] = field(default_factory=dict)
    accepted: dict[bytes, str] = field(default_factory=dict)
    settings: dict[str, str] = field(default_factory=dict)
    verdicts: dict[tuple[bytes, bytes], str] = field(default_factory=dict)
    withdrawn: set[bytes] = field(default_factory=set)
    marks: set[bytes] = field(default_factory=set)

    def take(self, word: words.Word) -> None:
        """Takes in one word more: it holds in place of what was said before."""
        match word:
            case words.OfKiosk(kiosk, standing, revoked_from):
                self.standings[kiosk] = KioskStanding(standing, revoked_from)
            case words.OfRecords(digests, accepted, day):
                for digest in digests:
                    _hold(self.accepted, digest, day if accepted else None)
            case words.OfRule(rule, meaning):
                if rule in RULES and may_mean(rule, meaning):
                    self.settings[SETTING + rule] = meaning.value
            case words.OfNewKiosks(wait):
                _hold(self.settings, NEW_KIOSKS, WAIT if wait else None)
            case words.OfTwo(one=first, other=second, verdict=verdict):
                _hold(self.verdicts, (first, second), None if verdict is Verdict.OPEN else verdict.value)
            case words.Withdrawn(digests, marks):
                self.withdrawn |= set(digests)
                self.marks |= {*marks, *map(withdrawal_mark, digests)}
            case words.OfSignature() | words.HandedOver() | words.Begun():
                pass  # of one of these `renew` takes care, from the others nothing follows


def _hold(held: dict[Key, str], key: Key, value: str | None) -> None:
    """Has `value` stand last in `held`, or nothing where it is None."""
    held.pop(key, None)
    if value is not None:
        held[key] = value


def meaning_of(spoken: Iterable[Said]) -> Meant:
    """What the words `spoken` mean, in their order: the last one holds."""
    meant = Meant()
    for one in spoken:
        meant.take(one.word)
    return meant


def say(
    register: Register, keys: CampaignKeys, *spoken: words.Word, progress: Progress = lambda done, of: None
) -> int:
    """Says something for the coordinator, and brings about what follows; all of it, or nothing.

    Args:
        progress: told how many records are settled anew, of how many, where all must be.

    Returns:
        the number of the last word.

    Raises:
        CampaignError, StorageError: the register cannot be written.
    """
    with register.transaction() as connection:
        number = words.say(connection, keys, *spoken)
        follow(connection, keys, progress)
    return number


def choose_rules(
    register: Register,
    keys: CampaignKeys,
    meanings: Mapping[str, Meaning],
    progress: Progress = lambda done, of: None,
) -> None:
    """Lets rules mean something else, and decides anew who is a duplicate; all of it, or nothing.

    Args:
        meanings: by rule (`rules.RULES`), what it means from now on.
        progress: told how many records are settled, of how many; what it raises leaves all as it was.

    Raises:
        CampaignError: as `rules.check_meaning` says, or the register cannot be written.
    """
    for rule, meaning in meanings.items():
        check_meaning(rule, meaning)
    spoken = [words.OfRule(rule, meaning) for rule, meaning in meanings.items()]
    say(register, keys, *spoken, progress=progress)


def follow(
    connection: Connection, keys: CampaignKeys, progress: Progress = lambda done, of: None
) -> dict[str, int]:
    """Brings the tables to what the words mean, and settles whom that concerns, in the caller's transaction.

    Returns:
        by table, how many rows were not so: what was just said, or what a hand changed; and by "correction",
        how many records were not as they were corrected.
    """
    meant = meaning_of(said(connection, keys))
    settings, withdrawals, accepted, verdicts = (_bring(connection, *what) for what in _tables(meant))
    kiosks = _wrong_standings(connection, meant)
    for kiosk in kiosks:
        word = meant.standings.get(kiosk, _NEW)
        changed = update(kiosk_table).where(kiosk_table.c.id == kiosk)
        connection.execute(changed.values(standing=word.standing, revoked_from=word.revoked_from))
    emptied = empty(connection, keys, _to_withdraw(connection, keys, meant))
    for kiosk in kiosks:
        for barred in apply_standing_everywhere(connection, kiosk):
            settle_runs(connection, keys, runs(barred))
    _decide_numbers_anew(connection, keys, {digest for (digest,) in accepted})
    settle_digests(connection, keys, {digest for two in verdicts for digest in two})
    if any(name.startswith(SETTING) for (name,) in settings):
        settle_all(connection, keys, progress)
    renewed = renew(connection, keys)
    return {
        "setting": len(settings),
        "withdrawal": len(withdrawals),
        "accepted": len(accepted),
        "decision": len(verdicts),
        "kiosk": len(kiosks),
        "correction": renewed,
        "record": emptied,
    }


def is_followed(connection: Connection, keys: CampaignKeys) -> bool:
    """Whether the tables are as the words mean; nothing is changed."""
    meant = meaning_of(said(connection, keys))
    return not (
        any(_amiss(connection, *what) for what in _tables(meant))
        or _wrong_standings(connection, meant)
        or _to_withdraw(connection, keys, meant)
        or uncorrected(connection, keys)
    )


RowKey = tuple[Any, ...]
"""The primary key of a row."""
Rows = Mapping[RowKey, tuple[Any, ...]]
"""Rows of a table: by primary key, the other columns."""


def _tables(meant: Meant) -> list[tuple[Table, Rows, ColumnElement[bool]]]:
    """What the tables must hold that repeat the words, and which of their rows that is about."""
    chosen = setting_table.c.name.not_in((words.HEAD, FILL_IN))
    return [
        (setting_table, {(name,): (value,) for name, value in meant.settings.items()}, chosen),
        (withdrawal_table, {(mark,): () for mark in meant.marks}, true()),
        (accepted_table, {(digest,): (day,) for digest, day in meant.accepted.items()}, true()),
        (decision_table, {two: (verdict,) for two, verdict in meant.verdicts.items()}, true()),
    ]


def _amiss(connection: Connection, table: Table, wanted: Rows, which: ColumnElement[bool]) -> set[RowKey]:
    """Of which rows that are there, or must be, what is there is not what is `wanted`."""
    keys = list(table.primary_key.columns)
    others = [column for column in table.columns if column not in keys]
    found = connection.execute(select(*keys, *others).where(which))
    there = {tuple(row[: len(keys)]): tuple(row[len(keys) :]) for row in found}
    return {key for key in there.keys() | wanted.keys() if there.get(key) != wanted.get(key)}


def _bring(connection: Connection, table: Table, wanted: Rows, which: ColumnElement[bool]) -> set[RowKey]:
    """Makes the rows those that are `wanted`; returns which were not so."""
    keys = list(table.primary_key.columns)
    others = [column for column in table.columns if column not in keys]
    wrong = _amiss(connection, table, wanted, which)
    anew: Collection[RowKey] = wrong
    if wrong and table is setting_table:  # they are few, and a name that is no text equals none
        connection.execute(delete(table).where(which))
        anew = wanted.keys()
    else:
        for key in wrong:
            same = [column == value for column, value in zip(keys, key, strict=True)]
            connection.execute(delete(table).where(*same))
    new = [(*key, *wanted[key]) for key in anew if key in wanted]
    insert_rows(connection, table, [column.name for column in (*keys, *others)], new)
    return wrong


def _wrong_standings(connection: Connection, meant: Meant) -> list[bytes]:
    """The kiosks that have another standing than was said."""
    c = kiosk_table.c
    wrong = []
    for id, standing, revoked_from in connection.execute(select(c.id, c.standing, c.revoked_from)):
        word = meant.standings.get(id, _NEW)
        if (standing, revoked_from) != (word.standing, word.revoked_from):
            wrong.append(id)
    return wrong


def _decide_numbers_anew(connection: Connection, keys: CampaignKeys, digests: Collection[bytes]) -> None:
    """Decides anew which count of the records that share a number with one of these."""
    c = record_table.c
    numbers: dict[bytes, set[int]] = defaultdict(set)
    for some in portions(digests):
        for kiosk, seq in connection.execute(select(c.kiosk, c.seq).where(c.digest.in_(some))):
            numbers[kiosk].add(seq)
    for kiosk, seqs in numbers.items():
        for first, last in runs(sorted(seqs)):
            settle_runs(connection, keys, runs(apply_standing(connection, kiosk, first, last)))


def marked(connection: Connection, keys: CampaignKeys, some: Collection[bytes]) -> set[bytes]:
    """The digests of the records that have one of `some` marks: of a receipt code, or of the very content."""
    found = set(marks.with_receipts(connection, some))
    fingerprints = list(marks.having(connection, some))
    rules = HiddenRules(keys.rule_key).read([(value, rule) for value, rule, _ in fingerprints])
    found.update(key for (*_, key), rule in zip(fingerprints, rules, strict=True) if rule is Rule.COPY)
    digests: set[bytes] = set()
    for keys_of_some in portions(found):
        which = select(record_table.c.digest).where(record_table.c.key.in_(keys_of_some))
        digests.update(connection.execute(which).scalars())
    return digests


def _to_withdraw(connection: Connection, keys: CampaignKeys, meant: Meant) -> set[bytes]:
    """The digests of the records that should be withdrawn by the words, and are not."""
    c = record_table.c
    found: set[bytes] = set()
    for some in portions(meant.withdrawn | marked(connection, keys, meant.marks)):
        still = select(c.digest).where(c.digest.in_(some), c.outcome != Outcome.WITHDRAWN)
        found.update(connection.execute(still).scalars())
    return found


def empty(connection: Connection, keys: CampaignKeys, digests: Collection[bytes]) -> int:
    """Takes everything of these records out of the register but where they are, digest and receipt mark.

    Who was settled as the same person's is settled anew. Returns how many records there were.
    """
    c, pairs = record_table.c, suggestion_table.c
    emptied = 0
    for some in portions(digests):
        rows = connection.execute(select(record_table).where(c.digest.in_(some)).order_by(c.key)).all()
        found = [row.key for row in rows]
        connection.execute(delete(suggestion_table).where(or_(pairs.one.in_(found), pairs.other.in_(found))))
        for row in rows:
            left = RegisterEntry(row.seq, row.id, row.digest, Outcome.WITHDRAWN, receipt=row.receipt)
            connection.execute(
                update(record_table)
                .where(c.key == row.key)
                .values(
                    outcome=Outcome.WITHDRAWN,
                    status=State.WITHDRAWN,
                    duplicate_of=None,
                    **dict.fromkeys(("reason", "day", "kind", "country", "language"), ""),
                    box=None,
                    seal=left.sealed(row.kiosk, keys.seal_key).seal,
                )
            )
        # Fingerprints go last: resettling uses them.
        settle_runs(connection, keys, runs(found))
        marks.replace(connection, [(row.key, None, row.receipt) for row in rows])
        emptied += len(rows)
    return emptied
