"""Keeps the facts and fingerprints of corrected signatures as they were corrected."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, func, or_, select, update

from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.counting.duplicates import settle_runs
from kiosk.coordinator.counting.numbers import runs
from kiosk.coordinator.records.corrections import corrections, place_of, standing, with_fields
from kiosk.coordinator.records.fingerprints import HiddenRules
from kiosk.coordinator.records.opening import EntryMaker, Outcome, RegisterEntry
from kiosk.coordinator.register import marks
from kiosk.coordinator.register.boxes import unbox_all
from kiosk.coordinator.register.tables import record_table
from kiosk.database import portions
from kiosk.errors import CampaignError


def renew(connection: Connection, keys: CampaignKeys) -> int:
    """Makes the facts and fingerprints of every record that was ever corrected anew, where they differ.

    Whom such a record met, and whom it meets now, is settled anew. Returns how many records differed.
    """
    differing = uncorrected(connection, keys)
    for key, entry in differing.items():
        connection.execute(
            update(record_table)
            .where(record_table.c.key == key)
            .values(kind=entry.kind, country=entry.country, language=entry.language, seal=entry.seal)
        )
    marks.replace(connection, [(key, one.fingerprints, one.receipt) for key, one in differing.items()])
    if differing:
        changed = set(differing)
        settle_runs(connection, keys, runs(sorted(changed | _companions(connection, changed))))
    return len(differing)


def uncorrected(connection: Connection, keys: CampaignKeys) -> dict[int, RegisterEntry]:
    """The records, by key, that were corrected and are not as they were corrected: as each should be."""
    holds = standing(corrections(connection, keys))
    maker, hidden = EntryMaker(keys), HiddenRules(keys.rule_key)
    c = record_table.c
    differing = {}
    for some in portions(holds.records):
        opened = (c.digest.in_(some), c.outcome == Outcome.OPENED, c.box.is_not(None))
        for row in connection.execute(select(record_table).where(*opened)).all():
            entry = _corrected(maker, hidden, row, holds.fields.get(row.digest, {}))
            if entry is not None and entry.seal != row.seal:
                differing[row.key] = entry
    return differing


def _corrected(maker: EntryMaker, hidden: HiddenRules, row: Any, fields: Any) -> RegisterEntry | None:
    """One record as it was corrected; None if it does not open."""
    place = place_of(row)
    try:
        signed, copy = unbox_all(maker.cipher, row.box, place)
    except CampaignError:
        return None
    if copy is None:
        copy = hidden.copy_among(marks.unpack(row.fingerprints))
    return maker.opened(place, with_fields(signed, fields), copy, row.box)


def _companions(connection: Connection, some: Collection[int]) -> set[int]:
    """The rows of those who are settled as the same person's as one of `some`."""
    c = record_table.c
    first = func.coalesce(c.duplicate_of, c.key)
    firsts: set[int] = set()
    same: set[int] = set()
    for those in portions(some):
        firsts.update(connection.execute(select(first).where(c.key.in_(those))).scalars())
    for those in portions(firsts):
        which = or_(c.key.in_(those), c.duplicate_of.in_(those))
        same.update(connection.execute(select(c.key).where(which)).scalars())
    return same
