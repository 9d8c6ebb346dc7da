"""Takes over a register of an earlier version, whose rows are not sealed: once, when the key is first open.

What its boxes hold is made anew from them; what is not in a box is believed this once. A register
that was sealed before is not taken over again: somebody would have made it unsealed.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from sqlalchemy import Connection, delete, inspect, select, text, update

from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.counting.following import follow
from kiosk.coordinator.counting.rules import RULES, SETTING, may_mean
from kiosk.coordinator.integrity.rows import delete_records, rewrite
from kiosk.coordinator.records.fingerprints import Rule, withdrawal_mark
from kiosk.coordinator.records.opening import EntryMaker, Outcome, RegisterEntry
from kiosk.coordinator.register import words
from kiosk.coordinator.register.boxes import unbox_old
from kiosk.coordinator.register.marks import unpack
from kiosk.coordinator.register.register import Register, State
from kiosk.coordinator.register.seals import kiosk_seal, lost_seal
from kiosk.coordinator.register.settings import is_adopted, must_be_adopted, new_kiosks_wait
from kiosk.coordinator.register.tables import (
    accepted_table,
    kiosk_table,
    lost_table,
    record_table,
    setting_table,
    suggestion_table,
    withdrawal_table,
)
from kiosk.coordinator.register.words import Meaning, Standing, Verdict
from kiosk.errors import CampaignError, Remark

_PIECE = 500


def adopt(register: Register, keys: CampaignKeys) -> list[Remark]:
    """Seals what an earlier version left, a piece at a time; a register that is sealed is not looked through.

    Returns:
        what could not be taken over, and what should be looked at.

    Raises:
        CampaignError: the register was sealed before, and is not any more.
    """
    with register.reading() as connection:
        if not must_be_adopted(connection):
            return []
        known = words.raw_words(connection)
    if words.sound([*known, *(register.kept.rows() if register.kept else [])], keys):
        raise CampaignError(
            "{register} is an old copy from before this program was updated, or somebody broke its seals.",
            "Make a new register: move this one away and merge the signatures files again.",
            register=register.name,
        )
    after: int | None = 0
    lost = 0
    while after is not None:
        with register.transaction() as connection:
            after, gone = _take_over(connection, keys, after)
            lost += gone
    with register.transaction() as connection:
        spoken, unsound = _words(connection, keys)
        words.say(connection, keys, words.Begun(), *spoken)
        follow(connection, keys)
        _seal_rest(connection, keys)
        is_adopted(connection)
    remarks = [
        Remark(
            "The register is sealed from now on. What earlier versions left in it was believed this once.",
            "Compare the kiosks in the books with those that you know.",
        )
    ]
    if lost:
        remarks.append(
            Remark(
                "Records in the register that do not open: {number}. They were taken out.",
                "Merge their signatures files again.",
                number=lost,
            )
        )
    if unsound:
        remarks.append(
            Remark(
                "Decisions on duplicates that were changed by hand: {number}. They do not count.",
                "Look at the duplicates, and decide again.",
                number=unsound,
            )
        )
    return remarks


def _take_over(connection: Connection, keys: CampaignKeys, after: int) -> tuple[int | None, int]:
    """Seals the next records after row `after`; returns the last of them, and how many did not open."""
    c = record_table.c
    maker = EntryMaker(keys)
    rows = connection.execute(select(record_table).where(c.key > after).order_by(c.key).limit(_PIECE)).all()
    gone = []
    for row in rows:
        if row.seal is not None:
            continue  # it was interrupted after this
        entry = _entry(row, maker, keys)
        if entry is None:
            gone.append(row.key)
            continue
        rewrite(connection, row.key, entry)
    fresh = {"status": State.COUNTED, "duplicate_of": None}
    connection.execute(update(record_table).where(c.duplicate_of.in_(gone)).values(**fresh))
    delete_records(connection, gone)
    return (rows[-1].key if rows else None), len(gone)


def _entry(row: Any, maker: EntryMaker, keys: CampaignKeys) -> RegisterEntry | None:
    """What the record `row` is, sealed; None if its box does not open."""
    place = (row.kiosk, row.seq, row.id, row.digest)
    if row.outcome not in list(Outcome):
        return None
    if row.outcome != Outcome.OPENED:
        reason = row.reason if row.outcome != Outcome.WITHDRAWN else ""
        entry = RegisterEntry(row.seq, row.id, row.digest, Outcome(row.outcome), reason, receipt=row.receipt)
        return entry.sealed(row.kiosk, keys.seal_key)
    try:
        signature = unbox_old(maker.cipher, row.box, place)
    except (CampaignError, OverflowError):  # a hand put in a number below 0
        return None
    # The first version did not say rules: what is not made of the signature is of its very content.
    made = {value for value, _ in unpack(maker.opened(place, signature, None).fingerprints)}
    copies = [
        value
        for value, rule in unpack(row.fingerprints)
        if rule in (Rule.COPY, Rule.OLD) and value not in made
    ]
    return maker.opened(place, signature, copies[0] if len(copies) == 1 else None)


def _words(connection: Connection, keys: CampaignKeys) -> tuple[list[words.Word], int]:
    """What the coordinator had said, as words; and how many decisions were changed by hand."""
    c = kiosk_table.c
    spoken: list[words.Word] = [
        words.OfKiosk(row.id, Standing(row.standing), row.revoked_from)
        for row in connection.execute(select(kiosk_table).where(c.standing != Standing.NEW).order_by(c.id))
    ]
    for row in connection.execute(select(accepted_table)):
        spoken.append(words.OfRecords([row.digest], True, row.day))
    if new_kiosks_wait(connection):
        spoken.append(words.OfNewKiosks(True))
    for row in connection.execute(select(setting_table)):
        rule = row.name.removeprefix(SETTING)
        is_chosen = rule in RULES and row.name.startswith(SETTING) and row.value in list(Meaning)
        if is_chosen and may_mean(rule, Meaning(row.value)):
            spoken.append(words.OfRule(rule, Meaning(row.value)))
    marks = set(connection.execute(select(withdrawal_table.c.mark)).scalars())
    if marks:
        gone = select(record_table.c.digest).where(record_table.c.outcome == Outcome.WITHDRAWN)
        digests = {one for one in connection.execute(gone).scalars() if withdrawal_mark(one) in marks}
        spoken.append(words.Withdrawn(sorted(digests), sorted(marks)))
    if not inspect(connection).has_table("old_decision"):
        return spoken, 0
    rows = connection.execute(text("SELECT * FROM old_decision ORDER BY id")).all()
    sound = list(_sound_decisions(rows, keys))
    connection.execute(text("DROP TABLE old_decision"))
    return spoken + sound, len(rows) - len(sound)


class _Told(msgspec.Struct, frozen=True):
    who: str
    reason: str


def _sound_decisions(rows: Any, keys: CampaignKeys) -> Iterator[words.OfTwo]:
    """The decisions whose seals are right; each covers the one before (HMAC-SHA256)."""
    cipher, before, number = ChaCha20Poly1305(keys.register_key), b"", 0
    for row in rows:
        try:
            parts = (before, row.id.to_bytes(8, "big", signed=True), row.one, row.other, row.verdict.encode(),
                     row.day.encode(), row.box)  # fmt: skip
            framed = b"".join(len(part).to_bytes(4, "big") + part for part in parts)
            seal = hmac.digest(keys.decision_key, b"decision" + framed, sha256)
            is_sealed = hmac.compare_digest(seal, row.seal)
        except (AttributeError, TypeError):  # a hand put in values of another type
            continue
        if row.id == number + 1 and is_sealed:
            try:
                bound = b"signing-kiosk decision v1\0" + row.one + row.other
                told = msgspec.json.decode(cipher.decrypt(row.box[:12], row.box[12:], bound), type=_Told)
            except (InvalidTag, ValueError, msgspec.MsgspecError):
                told = _Told("", "")
            yield words.OfTwo(row.one, row.other, Verdict(row.verdict), told.who, told.reason, row.day)
        before, number = row.seal, row.id


def _seal_rest(connection: Connection, keys: CampaignKeys) -> None:
    """Seals what kiosks said of themselves, and the lost numbers; probable pairs are found anew."""
    connection.execute(delete(suggestion_table))
    for row in connection.execute(select(kiosk_table)).all():
        seal = kiosk_seal(keys.seal_key, row.id, row.name, row.last_seq, row.first_seen)
        connection.execute(update(kiosk_table).where(kiosk_table.c.id == row.id).values(seal=seal))
    c = lost_table.c
    for row in connection.execute(select(lost_table)).all():
        seal = lost_seal(keys.seal_key, row.kiosk, row.seq, row.reason)
        where = (c.kiosk == row.kiosk, c.seq == row.seq)
        connection.execute(update(lost_table).where(*where).values(seal=seal))
