"""Fills in what registers of earlier versions did not have: it is in the boxes, so it takes the key."""

from __future__ import annotations

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from sqlalchemy import Connection, delete, select, update

from kiosk.coordinator.boxes import unbox
from kiosk.coordinator.duplicates import settle
from kiosk.coordinator.facts import clear_facts
from kiosk.coordinator.fingerprints import Rule, fingerprints, receipt_mark
from kiosk.coordinator.keys import CampaignKeys
from kiosk.coordinator.opening import Outcome
from kiosk.coordinator.register import Register
from kiosk.coordinator.settings import is_filled_in, must_be_filled_in
from kiosk.coordinator.tables import fingerprint_table, record_table
from kiosk.database import insert_rows

_PIECE = 500


def refill(register: Register, keys: CampaignKeys) -> None:
    """Gives the records of a migrated register their facts, receipt marks, and fingerprints with rules.

    It is done once, a piece at a time; a register that lacks nothing is not looked through.

    Raises:
        CampaignError: a record was changed in the register.
    """
    with register.reading() as connection:
        if not must_be_filled_in(connection):
            return
    after: int | None = 0
    while after is not None:
        with register.transaction() as connection:
            after = _fill_in(connection, keys, after)
    settle(register)
    with register.transaction() as connection:
        is_filled_in(connection)


def _fill_in(connection: Connection, keys: CampaignKeys, after: int) -> int | None:
    """Fills in the next records after row `after`; returns the last of them, None if there are no more."""
    cipher = ChaCha20Poly1305(keys.register_key)
    c = record_table.c
    rows = connection.execute(
        select(c.key, c.kiosk, c.seq, c.id, c.box)
        .where(c.key > after, c.kind == "", c.outcome == Outcome.OPENED, c.box.is_not(None))
        .order_by(c.key)
        .limit(_PIECE)
    ).all()
    for row in rows:
        signature = unbox(cipher, row.box, row.kiosk, row.seq, row.id)
        facts = clear_facts(signature)
        connection.execute(
            update(record_table)
            .where(c.key == row.key)
            .values(
                kind=facts.kind,
                country=facts.country,
                language=facts.language,
                receipt=receipt_mark(keys.fingerprint_key, signature.receipt),
            )
        )
        _replace(connection, row.key, fingerprints(signature, keys.fingerprint_key))
    return rows[-1].key if rows else None


def _replace(connection: Connection, key: int, made: tuple[tuple[Rule, bytes], ...]) -> None:
    """Puts fingerprints with their rules in the place of the old ones; what is left over is of the copy."""
    c = fingerprint_table.c
    connection.execute(
        delete(fingerprint_table).where(c.record == key, c.value.in_([value for _, value in made]))
    )
    connection.execute(
        update(fingerprint_table).where(c.record == key, c.rule == Rule.OLD).values(rule=Rule.COPY)
    )
    insert_rows(
        connection,
        fingerprint_table,
        ("record", "value", "rule"),
        [(key, value, rule) for rule, value in made],
    )
