"""Finds out, with the key, what was changed in the register by hand, tells it, and puts it right.

What a merge learned is sealed (`seals.py`), what the coordinator said is encrypted (`words.py`); all
else follows from the two, and is compared with what it should be. A record whose seal is wrong is made
anew from its box, if that opens; else it is taken out, and comes back with its signatures file.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import Connection, delete, exists, func, insert, select, update

from kiosk.coordinator.campaign.folder import CampaignFolder
from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.counting.barring import apply_standing
from kiosk.coordinator.counting.duplicates import settle_runs, unsettled
from kiosk.coordinator.counting.following import Meant, follow, is_followed, meaning_of
from kiosk.coordinator.counting.kiosk_names import kiosk_names
from kiosk.coordinator.counting.numbers import runs
from kiosk.coordinator.integrity import mark_table
from kiosk.coordinator.integrity.adoption import adopt
from kiosk.coordinator.integrity.changed_by_hand import ChangedByHand
from kiosk.coordinator.integrity.indexes import repair_indexes
from kiosk.coordinator.integrity.odd_values import repair_odd_values
from kiosk.coordinator.integrity.rows import delete_records, rewrite
from kiosk.coordinator.integrity.suspects import (
    Looked,
    Suspects,
    chosen_records,
    contested_by,
    find_suspects,
    is_decided,
    is_sealed,
    misplaced,
    reason_of,
)
from kiosk.coordinator.integrity.word_repair import repair_words
from kiosk.coordinator.records.opening import EntryMaker, Outcome
from kiosk.coordinator.register import words
from kiosk.coordinator.register.boxes import unbox_all
from kiosk.coordinator.register.kept_words import KeptWords
from kiosk.coordinator.register.register import FAILED, Register, State
from kiosk.coordinator.register.seals import kiosk_seal, lost_seal, suggestion_seal
from kiosk.coordinator.register.store import RegisterAddress
from kiosk.coordinator.register.tables import (
    kiosk_table,
    lost_table,
    never_written,
    record_table,
    suggestion_table,
)
from kiosk.coordinator.register.words import Standing
from kiosk.coordinator.rights.withdrawals import recall
from kiosk.database import portions
from kiosk.errors import CampaignError, Remark


def open_register(folder: CampaignFolder, place: RegisterAddress | None = None) -> Register:
    """The campaign's register, at `place` if it is not in `folder`; made when it is not there.

    What the coordinator says is kept in `folder`, too.

    Raises:
        KioskError: as `Register` says.
    """
    return Register(place or folder.register_file, folder.public.key_id, KeptWords(folder.words_file))


def check(
    register: Register,
    keys: CampaignKeys,
    folder: CampaignFolder | None = None,
    looked: Looked = lambda done, of: None,
) -> list[Remark]:
    """Puts right what was changed in `register` by hand, and says what that was.

    Args:
        folder: the campaign's, whose certificates of withdrawal the register then honours.
        looked: told how many records were compared, and how many there are; what it raises ends the check.

    Raises:
        CampaignError: it cannot be put right: make a new register.
        ExportError, NewerVersionError: as `withdrawals.recall` says.
        StorageError: the register cannot be read or written.
    """
    found = ChangedByHand(reindexed=repair_indexes(register), odd=repair_odd_values(register))
    remarks = [*adopt(register, keys), *repair_words(register, keys)]
    with register.reading() as connection:
        meant = meaning_of(words.said(connection, keys))
    suspects = find_suspects(register, keys, meant, looked)
    with register.reading() as connection:
        is_sound = not (
            suspects
            or _odd_kiosks(connection, keys)
            or _made_up_losses(connection, keys)
            or _made_up_pairs(connection, keys)
        ) and is_followed(connection, keys)
    if not is_sound:
        with register.transaction() as connection:
            _repair_records(connection, keys, meant, suspects, found)
            _repair_notes(connection, keys, found)
            _repair_kiosks(connection, keys, found)
            followed = follow(connection, keys)
            found.put_back = followed.pop("record")
            found.copied_words = sum(followed.values())
            _decide_anew(connection, keys, found)
    if folder is not None:
        recall(register, keys, folder)
    with register.reading() as connection:
        wrong = unsettled(connection, keys)
    if wrong:
        with register.transaction() as connection:
            found.settled = settle_runs(connection, keys, runs(sorted(wrong)))
    return [*remarks, *found.remarks(kiosk_names(register))]


def _repair_records(
    connection: Connection, keys: CampaignKeys, meant: Meant, suspects: Suspects, found: ChangedByHand
) -> None:
    maker = EntryMaker(keys)
    out_of_place = set(misplaced(connection))
    for some in portions(suspects.unsealed):
        gone = []
        for row in chosen_records(connection, some):
            if row.key not in out_of_place and is_sealed(row, keys.seal_key):
                continue  # another desk changed it while it was read
            if row.key not in out_of_place and _repair(connection, maker, row):
                found.repaired[row.kiosk].append(row.seq)
                found.keys.add(row.key)
            else:
                found.made_up[row.kiosk].append(row.seq)
                gone.append(row.key)
        _take_out(connection, gone, found)
    if suspects.unsealed or suspects.astray:
        _repair_marks(connection, found)
    contested = contested_by(connection, meant)
    for some in portions(suspects.undecided):
        for row in chosen_records(connection, some):
            if not is_decided(row, reason_of(row, meant, contested)):
                found.undecided[row.kiosk].append(row.seq)
                found.keys.add(row.key)


def _repair_marks(connection: Connection, found: ChangedByHand) -> None:
    """Has the table of marks lead to all records and nowhere else, now that these are right."""
    found.orphans = mark_table.strangers(connection)
    if not mark_table.is_right(connection):
        found.reindexed |= not (found.orphans or found.repaired or found.made_up)
        mark_table.make_anew(connection)
        if not mark_table.is_right(connection):
            raise never_written()


def _repair(connection: Connection, maker: EntryMaker, row: Any) -> bool:
    """Makes a record anew from its box; tells whether that opened."""
    place = (row.kiosk, row.seq, row.id, row.digest)
    try:
        signature, copy = unbox_all(maker.cipher, row.box, place)
    except (CampaignError, AttributeError, TypeError, OverflowError):
        return False
    rewrite(connection, row.key, maker.opened(place, signature, copy, row.box))
    return True


def _take_out(connection: Connection, gone: list[int], found: ChangedByHand) -> None:
    """Deletes records, and what hangs on them."""
    c = record_table.c
    joined = connection.execute(select(c.key).where(c.duplicate_of.in_(gone))).scalars().all()
    found.keys.update(joined)
    connection.execute(update(record_table).where(c.key.in_(joined)).values(duplicate_of=None))
    delete_records(connection, gone)
    found.keys.difference_update(gone)


def _decide_anew(connection: Connection, keys: CampaignKeys, found: ChangedByHand) -> None:
    """Decides anew what becomes of records about which something changed, and of others of their numbers."""
    c = record_table.c
    numbers: dict[bytes, set[int]] = defaultdict(set)
    for places in (found.made_up, found.repaired, found.undecided):
        for kiosk, seqs in places.items():
            numbers[kiosk].update(seqs)
    fresh = {"status": State.COUNTED, "reason": "", "duplicate_of": None}
    for some in portions(found.keys):
        opened = update(record_table).where(c.key.in_(some), c.outcome == Outcome.OPENED)
        connection.execute(opened.values(**fresh))
        withdrawn = update(record_table).where(c.key.in_(some), c.outcome == Outcome.WITHDRAWN)
        connection.execute(withdrawn.values(**{**fresh, "status": State.WITHDRAWN}))
        failed = update(record_table).where(c.key.in_(some), c.outcome.in_(FAILED))
        connection.execute(failed.values(status=c.outcome, duplicate_of=None))
    for kiosk, touched in numbers.items():
        for first, last in runs(sorted(touched)):
            found.keys.update(apply_standing(connection, kiosk, first, last))
    settle_runs(connection, keys, runs(sorted(found.keys)))


def _odd_kiosks(connection: Connection, keys: CampaignKeys) -> set[bytes]:
    """The ids of kiosks that say of themselves what no merge noted, or that are not there at all."""
    there = connection.execute(select(kiosk_table)).all()
    heard_of = select(record_table.c.kiosk).union(select(lost_table.c.kiosk))
    odd = set(connection.execute(heard_of).scalars())
    odd.difference_update(row.id for row in there)
    for row in there:
        if row.seal != kiosk_seal(keys.seal_key, row.id, row.name, row.last_seq, row.first_seen):
            odd.add(row.id)
    return odd


def _repair_kiosks(connection: Connection, keys: CampaignKeys, found: ChangedByHand) -> None:
    """Calls odd kiosks by their id, and takes those out of which nothing is here.

    They vouch for one number less than their last one has, so that what they say counts again with any
    merge of that.
    """
    for id in _odd_kiosks(connection, keys):
        found.kiosks.append(id)
        numbers = [
            connection.execute(select(func.max(table.c.seq)).where(table.c.kiosk == id)).scalar()
            for table in (record_table, lost_table)
        ]
        last = max((number for number in numbers if number is not None), default=None)
        if last is None:
            connection.execute(delete(kiosk_table).where(kiosk_table.c.id == id))
            continue
        seq, name = last - 1, id.hex()[:8]
        seal = kiosk_seal(keys.seal_key, id, name, seq, "")
        values = {"name": name, "last_seq": seq, "first_seen": "", "seal": seal}
        changed = connection.execute(update(kiosk_table).where(kiosk_table.c.id == id).values(**values))
        if not changed.rowcount:
            connection.execute(insert(kiosk_table).values(id=id, standing=Standing.NEW, **values))


def _made_up_losses(connection: Connection, keys: CampaignKeys) -> list[tuple[bytes, int]]:
    """Kiosk and number of records of which no merge noted that they were lost, or which came since."""
    c, lost = record_table.c, lost_table.c
    came = exists().where(c.kiosk == lost.kiosk, c.seq == lost.seq)
    return [
        (row.kiosk, row.seq)
        for row in connection.execute(select(lost_table, came.label("came")))
        if row.came or row.seal != lost_seal(keys.seal_key, row.kiosk, row.seq, row.reason)
    ]


def _made_up_pairs(connection: Connection, keys: CampaignKeys) -> list[tuple[int, int]]:
    """The keys of probable pairs that no search found."""
    one, other, pair = record_table.alias(), record_table.alias(), suggestion_table.c
    found = connection.execute(
        select(suggestion_table, one.c.digest.label("first"), other.c.digest.label("second"))
        .outerjoin(one, one.c.key == pair.one)
        .outerjoin(other, other.c.key == pair.other)
    )
    return [
        (row.one, row.other)
        for row in found
        if row.seal != suggestion_seal(keys.seal_key, row.first, row.second, row.probability)
    ]


def _repair_notes(connection: Connection, keys: CampaignKeys, found: ChangedByHand) -> None:
    """Takes out what was made up of lost records and of probable pairs."""
    lost, pair = lost_table.c, suggestion_table.c
    losses, pairs = _made_up_losses(connection, keys), _made_up_pairs(connection, keys)
    for kiosk, seq in losses:
        connection.execute(delete(lost_table).where(lost.kiosk == kiosk, lost.seq == seq))
    for one, other in pairs:
        connection.execute(delete(suggestion_table).where(pair.one == one, pair.other == other))
    found.others = len(losses) + len(pairs)
