"""What a coordinator decided of two records: a log that is only added to, and that tells when it was changed.

Who decided and why is encrypted; each entry is sealed over the one before (HMAC-SHA256).
A decision is about digests: it waits for records that are merged later, and outlives
those that go (docs/decisions/0014).
"""

from __future__ import annotations

import datetime
import hmac
import os
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from sqlalchemy import Connection, bindparam, delete, insert, select, update

from kiosk.coordinator.duplicates import settle_digests
from kiosk.coordinator.keys import CampaignKeys
from kiosk.coordinator.register import Register
from kiosk.coordinator.tables import decision_table, setting_table
from kiosk.errors import CampaignError, Remark

MAX_REASON = 1000
MAX_WHO = 100
_HEAD = "decisions"
_CUT = "decisions cut after "
_MOST = 10**9


class Verdict(StrEnum):
    """What two records are; `OPEN`: an earlier decision was taken back."""

    SAME = "same"
    DIFFERENT = "different"
    OPEN = "open"


@dataclass(frozen=True)
class Decision:
    """An entry of the log.

    Attributes:
        id: its number, from 1 on.
        one, other: the records' digests.
        day: ISO 8601.
        stands: it is the last word on the two, and sound.
        is_sound: nobody changed it. Of one that was changed, `reason` and `who` may be empty.
    """

    id: int
    one: bytes
    other: bytes
    verdict: Verdict
    reason: str
    who: str
    day: str
    stands: bool
    is_sound: bool


@dataclass(frozen=True)
class _Entry:
    """A row of the log. What a hand put into it that is no text, or no bytes, is empty: its seal is wrong."""

    id: int
    one: bytes
    other: bytes
    verdict: str
    day: str
    box: bytes
    seal: bytes
    stands: bool


class _Told(msgspec.Struct, frozen=True):
    who: str
    reason: str


def decide(
    register: Register,
    keys: CampaignKeys,
    one: bytes,
    other: bytes,
    verdict: Verdict,
    reason: str,
    who: str,
    today: datetime.date,
) -> int:
    """Adds a decision, settles the two records' people anew, and returns its number.

    Args:
        one, other: the digests, in whatever order; they need not be in the register yet.
        reason: why, in the coordinator's words.
        who: who decided.

    Raises:
        CampaignError: they are one record, nobody says who decides, or a text is too long;
            or the register cannot be written.
    """
    if one == other:
        raise CampaignError("A record is the same as itself.", "Name two records.")
    _check_words(who, reason)
    with register.transaction() as connection:
        return _add(connection, keys, one, other, verdict, _Told(who.strip(), reason.strip()), today)


def _add(
    connection: Connection,
    keys: CampaignKeys,
    one: bytes,
    other: bytes,
    verdict: Verdict,
    told: _Told,
    today: datetime.date,
) -> int:
    one, other = sorted((one, other))
    box = _boxed(keys, told, one, other)
    rows = _rows(connection)
    sound = _sound(rows, keys)
    number, before = (rows[-1].id + 1, rows[-1].seal) if rows else (1, b"")
    if not 1 <= number <= _MOST:
        raise CampaignError(
            "The log of duplicates was changed by hand, and takes no more.",
            "Put back a copy of the register.",
        )
    if _is_cut(connection, keys, rows):
        # The new end would hide that, so it is kept.
        connection.execute(insert(setting_table).values(name=f"{_CUT}{number - 1}", value=""))
    day = today.isoformat()
    seal = _seal(keys, before, number, one, other, verdict, day, box)
    connection.execute(
        insert(decision_table).values(
            id=number, one=one, other=other, verdict=verdict, day=day, box=box, seal=seal, stands=False
        )
    )
    _set_head(connection, keys, number, seal)
    _let_stand(connection, [*sound, number])
    settle_digests(connection, [one, other])
    return number


def undo(register: Register, keys: CampaignKeys, number: int, who: str, today: datetime.date) -> int:
    """Takes decision `number` back by a new entry, and returns the new one's number.

    Raises:
        CampaignError: there is no such decision, or it does not stand any more.
    """
    _check_words(who, "")
    with register.transaction() as connection:
        rows = _rows(connection)
        standing = _standing(rows, _sound(rows, keys))
        back = next((row for row in rows if row.id == number and row.id in standing), None)
        if back is None:
            raise CampaignError(
                "Decision {number} does not stand.",
                "The log of duplicates lists those that do.",
                number=number,
            )
        told = _Told(who.strip(), f"Takes back {number}.")
        return _add(connection, keys, back.one, back.other, Verdict.OPEN, told, today)


def _check_words(who: str, reason: str) -> None:
    if not who.strip():
        raise CampaignError("Nobody says who decides this.", "Give a name or initials.")
    if len(reason) > MAX_REASON or len(who) > MAX_WHO:
        raise CampaignError(
            "The reason is longer than {most} characters, or the name than {most_of_name}.",
            "Shorten it.",
            most=MAX_REASON,
            most_of_name=MAX_WHO,
        )


def log(register: Register, keys: CampaignKeys) -> list[Decision]:
    """Every decision, the oldest first."""
    with register.reading() as connection:
        rows = _rows(connection)
    sound = _sound(rows, keys)
    standing = _standing(rows, sound)
    return [_decision(row, keys, row.id in sound, row.id in standing) for row in rows]


def mend(register: Register, keys: CampaignKeys) -> list[Remark]:
    """Finds out whether the log was changed by hand, lets only what is sound count, and says what was found.

    Nothing is deleted. Entries that were changed stay in the log and can be decided again.
    """
    with register.reading() as connection:
        rows = _rows(connection)
        cuts = _cuts(connection)
        if _is_cut(connection, keys, rows):
            cuts.add(rows[-1].id if rows else 0)
    sound = _sound(rows, keys)
    said = [
        Remark(
            "Decision {number} in the log of duplicates was changed by hand, or one before it is missing: "
            "it does not count.",
            "Look at the two records, and decide again.",
            number=row.id,
        )
        for row in rows
        if row.id not in sound
    ]
    said += [
        Remark(
            "Entries after decision {number} are missing from the log of duplicates.",
            "Put back a copy of the register, or decide again.",
            number=number,
        )
        for number in sorted(cuts)
    ]
    if {row.id for row in rows if row.stands} != _standing(rows, sound):
        with register.transaction() as connection:
            _let_stand(connection, sound)
            settle_digests(connection, [digest for row in rows for digest in (row.one, row.other)])
    return said


def _rows(connection: Connection) -> list[_Entry]:
    rows = connection.execute(select(decision_table).order_by(decision_table.c.id))
    return [
        _Entry(
            row.id,
            _bytes(row.one),
            _bytes(row.other),
            _text(row.verdict),
            _text(row.day),
            _bytes(row.box),
            _bytes(row.seal),
            row.stands,
        )
        for row in rows
    ]


def _bytes(value: object) -> bytes:
    return value if isinstance(value, bytes) else b""  # SQLite keeps whatever it is given


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _sound(rows: Iterable[_Entry], keys: CampaignKeys) -> set[int]:
    """The numbers of the entries whose seals are right."""
    sound, before, number = set(), b"", 0
    for row in rows:
        seal = _seal(keys, before, row.id, row.one, row.other, row.verdict, row.day, row.box)
        if row.id == number + 1 and hmac.compare_digest(seal, row.seal):
            sound.add(row.id)
        before, number = row.seal, row.id
    return sound


def _standing(rows: Iterable[_Entry], sound: set[int]) -> set[int]:
    """The numbers of those that are the last word on their two records."""
    last = {(row.one, row.other): row.id for row in rows if row.id in sound}
    return set(last.values())


def _let_stand(connection: Connection, sound: Iterable[int]) -> None:
    rows = _rows(connection)
    standing = _standing(rows, set(sound))
    changes = [
        {"number": row.id, "now": row.id in standing} for row in rows if row.stands != (row.id in standing)
    ]
    if changes:
        changed = update(decision_table).where(decision_table.c.id == bindparam("number"))
        connection.execute(changed.values(stands=bindparam("now")), changes)


def _is_cut(connection: Connection, keys: CampaignKeys, rows: list[_Entry]) -> bool:
    """Whether the log ends elsewhere than where it was left."""
    head = connection.execute(select(setting_table.c.value).where(setting_table.c.name == _HEAD)).scalar()
    return head != (_head(keys, rows[-1].id, rows[-1].seal) if rows else None)


def _cuts(connection: Connection) -> set[int]:
    """After which decisions entries were missing when the next one was made."""
    names = connection.execute(select(setting_table.c.name).where(setting_table.c.name.startswith(_CUT)))
    return {int(number) for name in names.scalars() if (number := name.removeprefix(_CUT)).isdecimal()}


def _set_head(connection: Connection, keys: CampaignKeys, number: int, seal: bytes) -> None:
    """Remembers where the log ends, so that nobody shortens it unseen."""
    connection.execute(delete(setting_table).where(setting_table.c.name == _HEAD))
    connection.execute(insert(setting_table).values(name=_HEAD, value=_head(keys, number, seal)))


def _head(keys: CampaignKeys, number: int, seal: bytes) -> str:
    return hmac.digest(
        keys.decision_key, b"end" + number.to_bytes(8, "big", signed=True) + seal, sha256
    ).hex()


def _seal(
    keys: CampaignKeys, before: bytes, id: int, one: bytes, other: bytes, verdict: str, day: str, box: bytes
) -> bytes:
    parts = (before, id.to_bytes(8, "big", signed=True), one, other, verdict.encode(), day.encode(), box)
    framed = b"".join(len(part).to_bytes(4, "big") + part for part in parts)
    return hmac.digest(keys.decision_key, b"decision" + framed, sha256)


def _boxed(keys: CampaignKeys, told: _Told, one: bytes, other: bytes) -> bytes:
    nonce = os.urandom(12)
    cipher = ChaCha20Poly1305(keys.register_key)
    return nonce + cipher.encrypt(nonce, msgspec.json.encode(told), _bound(one, other))


def _told(keys: CampaignKeys, row: _Entry) -> _Told:
    cipher = ChaCha20Poly1305(keys.register_key)
    try:
        data = cipher.decrypt(row.box[:12], row.box[12:], _bound(row.one, row.other))
        return msgspec.json.decode(data, type=_Told)
    except (InvalidTag, ValueError, msgspec.MsgspecError):
        return _Told("", "")


def _bound(one: bytes, other: bytes) -> bytes:
    return b"signing-kiosk decision v1\0" + one + other


def _decision(row: _Entry, keys: CampaignKeys, is_sound: bool, stands: bool) -> Decision:
    told = _told(keys, row)
    verdict = Verdict(row.verdict) if row.verdict in list(Verdict) else Verdict.OPEN
    return Decision(row.id, row.one, row.other, verdict, told.reason, told.who, row.day, stands, is_sound)
