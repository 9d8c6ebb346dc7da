"""Looking through a register of any size: which records there are, a page of them, and one's whole story.

A listing holds only the rows' keys, eight bytes each, so that any page of a million can be
had at once. Signatures are opened a page at a time, in memory.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from sqlalchemy import Select, select

from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.counting.kiosk_names import kiosk_names
from kiosk.coordinator.records.people import Holding, what_holds
from kiosk.coordinator.register.boxes import unbox
from kiosk.coordinator.register.register import Register, State
from kiosk.coordinator.register.tables import lost_table, record_table
from kiosk.coordinator.reports.search import Fit, record_finder
from kiosk.errors import CampaignError, Remark
from kiosk.signing.signature import Signature

Stop = Callable[[], bool]
Progress = Callable[[int, int], None]
"""Told how many records are looked at, of how many."""

_AT_ONCE = 500
"""Records that are read and opened before `stop` is asked again."""


@dataclass(frozen=True)
class Filter:
    """Which records are wanted: of one state, of one kiosk (its 16 bytes), or of all."""

    state: State | None = None
    kiosk: bytes | None = None


@dataclass(frozen=True)
class Listing:
    """Which records there are: the keys of those that arrived, then the numbers of those that were lost."""

    keys: array[int] = field(default_factory=lambda: array("q"))
    lost: Sequence[tuple[bytes, int, str]] = ()

    def __len__(self) -> int:
        return len(self.keys) + len(self.lost)


@dataclass(frozen=True)
class Found:
    """A record as it is shown.

    Attributes:
        key: its row; None for one of which only the number is known.
        kiosk: the kiosk's name.
        reason: why it does not count, or cannot be shown.
        same_as: kiosk and number of the one that counts instead, if this is a duplicate.
        signature: None if nothing of it can be read, or is left; else as it holds (`people.py`).
        signed: the same as it was signed.
        digest: empty for one of which only the number is known.
    """

    key: int | None
    kiosk: str
    number: int
    state: State
    reason: Remark | None = None
    day: str = ""
    same_as: tuple[str, int] | None = None
    signature: Signature | None = None
    signed: Signature | None = None
    digest: bytes = b""


def list_records(register: Register, wanted: Filter = Filter(), stop: Stop = lambda: False) -> Listing:
    """The records that `wanted` describes, by kiosk and number."""
    table = record_table.c
    query = select(table.key).order_by(table.kiosk, table.seq)
    lost = select(lost_table.c.kiosk, lost_table.c.seq, lost_table.c.reason).order_by(
        lost_table.c.kiosk, lost_table.c.seq
    )
    if wanted.kiosk is not None:
        query = query.where(table.kiosk == wanted.kiosk)
        lost = lost.where(lost_table.c.kiosk == wanted.kiosk)
    if wanted.state is not None:
        query = query.where(table.status == wanted.state)
        if wanted.state is not State.COUNTED:
            query = query.where(table.status != State.COUNTED)  # so that the index of the exceptions serves
    keys = array("q")
    with register.reading() as connection:
        for part in connection.execution_options(yield_per=5000).execute(query).scalars().partitions():
            keys.extend(part)
            if stop():
                return Listing(keys)
        if wanted.state not in (None, State.UNREADABLE):
            return Listing(keys)
        return Listing(keys, [(kiosk, number, reason) for kiosk, number, reason in connection.execute(lost)])


def read_page(
    register: Register, keys: CampaignKeys, listing: Listing, first: int, count: int
) -> list[Found]:
    """The records `first` to `first + count - 1` of `listing` (from 0), with their signatures opened.

    One that was changed in the register has that for its reason.
    """
    wanted = listing.keys[first : first + count]
    lost = listing.lost[max(0, first - len(listing.keys)) : max(0, first + count - len(listing.keys))]
    names = kiosk_names(register)
    with register.reading() as connection:
        rows = {row.key: row for row in connection.execute(_rows(wanted))}
        holding = what_holds(connection, keys, wanted)
    cipher = ChaCha20Poly1305(keys.register_key)
    found = [_found(rows[key], names, cipher, holding) for key in wanted]
    return found + [
        Found(None, names[kiosk], number, State.UNREADABLE, Remark(reason)) for kiosk, number, reason in lost
    ]


def search_records(
    register: Register,
    keys: CampaignKeys,
    listing: Listing,
    text: str,
    progress: Progress = lambda done, of: None,
    stop: Stop = lambda: False,
) -> tuple[Listing, Listing]:
    """Those of `listing` whose signature has `text` in it, and those that are near, as `search.finder` says.

    Every signature is opened for it, so it takes a while; when it is stopped, what was found by then.
    """
    fits = record_finder(register, keys, text)
    cipher = ChaCha20Poly1305(keys.register_key)
    table = record_table.c
    found, near = array("q"), array("q")
    for first in range(0, len(listing.keys), _AT_ONCE):
        if stop():
            break
        part = listing.keys[first : first + _AT_ONCE]
        with register.reading() as connection:
            boxes = connection.execute(
                select(table.key, table.kiosk, table.seq, table.id, table.digest, table.box).where(
                    table.key.in_(part), table.box.is_not(None)
                )
            ).all()
        fit = {row.key: fits(row.digest, one) for row in boxes if (one := _opened(row, cipher)[0])}
        found.extend(key for key in part if fit.get(key) is Fit.FOUND)
        near.extend(key for key in part if fit.get(key) is Fit.NEAR)
        progress(min(first + _AT_ONCE, len(listing.keys)), len(listing.keys))
    return Listing(found), Listing(near)


def _rows(keys: Sequence[int]) -> Select[Any]:
    original = record_table.alias()
    return (
        select(
            record_table,
            original.c.kiosk.label("original_kiosk"),
            original.c.seq.label("original_seq"),
        )
        .outerjoin(original, record_table.c.duplicate_of == original.c.key)
        .where(record_table.c.key.in_(keys))
    )


def _found(row: Any, names: dict[bytes, str], cipher: ChaCha20Poly1305, holding: Holding) -> Found:
    signed, fault = _opened(row, cipher)
    return Found(
        key=row.key,
        kiosk=names[row.kiosk],
        number=row.seq,
        state=State(row.status),
        reason=fault or (Remark(row.reason) if row.reason else None),
        day=row.day,
        same_as=None if row.original_kiosk is None else (names[row.original_kiosk], row.original_seq),
        signature=holding.of(row.digest, signed) if signed else None,
        signed=signed,
        digest=row.digest,
    )


def _opened(row: Any, cipher: ChaCha20Poly1305) -> tuple[Signature | None, Remark | None]:
    """The signature in the table's `row`, or why there is none; None where there never was one to open."""
    if not row.box:
        return None, None
    try:
        return unbox(cipher, row.box, (row.kiosk, row.seq, row.id, row.digest)), None
    except CampaignError as error:
        return None, error.remark
