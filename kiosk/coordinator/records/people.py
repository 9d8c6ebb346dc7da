"""What holds of each signature: whoever signed twice may have chosen otherwise, or asked for a correction.

Nothing of this is stored. It follows from the signatures that are settled as one person's, and from the
coordinator's words, so it is the same in whatever order they were merged, and goes when one of them goes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from sqlalchemy import Connection, func, or_, select

from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.records.choices import PersonRecords, SignedChoices
from kiosk.coordinator.records.corrections import StandingCorrections, corrections, standing, with_fields
from kiosk.coordinator.register.boxes import unbox
from kiosk.coordinator.register.register import COUNTABLE, Register, Row, State
from kiosk.coordinator.register.tables import record_table
from kiosk.database import portions
from kiosk.errors import CampaignError
from kiosk.signing.choices import NARROWEST, Choices, choices_of, with_choices
from kiosk.signing.signature import Signature

Progress = Callable[[int], object]
"""Told how many records of the register are read; what it raises ends the reading."""


@dataclass(frozen=True)
class Holding:
    """What holds of some records, by digest, where it is not what was signed.

    Attributes:
        fields: those that a coordinator put right.
        choices: those that hold for the person.
    """

    fields: Mapping[bytes, Mapping[str, str]]
    choices: Mapping[bytes, Choices]

    def of(self, digest: bytes, signature: Signature) -> Signature:
        """`signature`, of the record with this digest, as it holds."""
        holds = with_fields(signature, self.fields.get(digest, {}))
        choices = self.choices.get(digest)
        return holds if choices is None else with_choices(holds, choices)


def rows_that_hold(register: Register, keys: CampaignKeys) -> Generator[Row, None, None]:
    """The register's rows as `Register.rows` gives them, each signature as it holds.

    Raises:
        CampaignError: a record was changed in the register.
    """
    with register.reading() as connection:
        holding = what_holds(connection, keys)
    for row in register.rows(keys.register_key):
        signature = row.signature
        yield row if signature is None else replace(row, signature=holding.of(row.digest, signature))


def what_holds(connection: Connection, keys: CampaignKeys, records: Collection[int] | None = None) -> Holding:
    """What holds of the records in these rows, or of all."""
    held = standing(corrections(connection, keys))
    choices: dict[bytes, Choices] = {}
    for person in people(connection, keys, records, held):
        holds = person.holds
        choices.update({one.digest: holds for one in person.signed if one.choices != holds})
    return Holding(held.fields, choices)


def people(
    connection: Connection,
    keys: CampaignKeys,
    records: Collection[int] | None = None,
    held: StandingCorrections | None = None,
) -> Iterator[PersonRecords]:
    """Those whose signatures are in these rows, or all who signed more than once or were ruled about.

    Args:
        held: the corrections that stand, where they were read already.
    """
    rulings = (held or standing(corrections(connection, keys))).rulings
    c = record_table.c
    cipher = ChaCha20Poly1305(keys.register_key)
    for firsts in portions(_firsts(connection, records, rulings)):
        found = (
            select(func.coalesce(c.duplicate_of, c.key).label("first"), c.kiosk, c.seq, c.id, c.digest)
            .add_columns(c.day, c.box)
            .where(or_(c.key.in_(firsts), c.duplicate_of.in_(firsts)), c.status.in_(COUNTABLE))
            .order_by(c.day, c.kiosk, c.seq, c.digest)
        )
        of_whom: dict[int, list[SignedChoices]] = defaultdict(list)
        for row in connection.execute(found):
            of_whom[row.first].append(_signed(row, cipher))
        for signed in of_whom.values():
            on_them = [ruling for one in signed for ruling in rulings.get(one.digest, ())]
            yield PersonRecords(signed, sorted(on_them, key=attrgetter("number")))


def _firsts(
    connection: Connection, records: Collection[int] | None, rulings: Collection[bytes]
) -> Iterable[int]:
    """The rows of the first records of the people whom `people` is asked for."""
    c = record_table.c
    first = select(func.coalesce(c.duplicate_of, c.key))
    found: dict[int, None] = {}
    if records is None:
        twice = select(c.duplicate_of).where(c.duplicate_of.is_not(None)).distinct()
        found.update(dict.fromkeys(connection.execute(twice.order_by(c.duplicate_of)).scalars()))
        for digests in portions(rulings):
            found.update(dict.fromkeys(connection.execute(first.where(c.digest.in_(digests))).scalars()))
    for some in portions(records or ()):
        found.update(dict.fromkeys(connection.execute(first.where(c.key.in_(some))).scalars()))
    return found


def _signed(row: Any, cipher: ChaCha20Poly1305) -> SignedChoices:
    try:
        choices = choices_of(unbox(cipher, row.box, (row.kiosk, row.seq, row.id, row.digest)))
    except CampaignError:
        choices = NARROWEST  # somebody changed it: it may have said so
    return SignedChoices(row.digest, row.kiosk, row.seq, row.day, choices)


def counted_signatures(
    register: Register, keys: CampaignKeys, progress: Progress = lambda read: None
) -> Iterator[Signature]:
    """Every signature that counts, with the choices that hold for its person.

    Raises CampaignError if a record was changed in the register.
    """
    for read, row in enumerate(rows_that_hold(register, keys), 1):
        progress(read)
        if row.status is State.COUNTED and row.signature is not None:
            yield row.signature
