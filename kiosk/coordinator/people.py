"""What holds of each signature: whoever signed twice may have chosen otherwise the other time.

Nothing of this is stored. It follows from the signatures that are settled as one person's, so it
is the same in whatever order they were merged, and goes when one of them goes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from sqlalchemy import Connection, func, or_, select

from kiosk.coordinator.boxes import unbox
from kiosk.coordinator.choices import Person, Signed
from kiosk.coordinator.keys import CampaignKeys
from kiosk.coordinator.register import Register, Row, State
from kiosk.coordinator.tables import record_table
from kiosk.errors import CampaignError
from kiosk.signing.choices import NARROWEST, Choices, choices_of, with_choices
from kiosk.signing.signature import Signature

_LIVING = (State.COUNTED, State.DUPLICATE)
_MANY = 500


@dataclass(frozen=True)
class Holding:
    """What holds of some records.

    Attributes:
        choices: by digest, those that hold, where they are not the signature's own.
    """

    choices: Mapping[bytes, Choices]

    def of(self, digest: bytes, signature: Signature) -> Signature:
        """`signature`, of the record with this digest, as it holds."""
        choices = self.choices.get(digest)
        return signature if choices is None else with_choices(signature, choices)


def rows_that_hold(register: Register, keys: CampaignKeys) -> Iterator[Row]:
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
    choices: dict[bytes, Choices] = {}
    for person in people(connection, keys, records):
        holds = person.holds
        choices.update({one.digest: holds for one in person.signed if one.choices != holds})
    return Holding(choices)


def people(
    connection: Connection, keys: CampaignKeys, records: Collection[int] | None = None
) -> Iterator[Person]:
    """Those whose signatures are in these rows, or all who signed more than once."""
    c = record_table.c
    cipher = ChaCha20Poly1305(keys.register_key)
    for firsts in _portions(_firsts(connection, records)):
        found = (
            select(func.coalesce(c.duplicate_of, c.key).label("first"), c.kiosk, c.seq, c.id, c.digest)
            .add_columns(c.day, c.box)
            .where(or_(c.key.in_(firsts), c.duplicate_of.in_(firsts)), c.status.in_(_LIVING))
            .order_by(c.day, c.kiosk, c.seq, c.digest)
        )
        of_whom: dict[int, list[Signed]] = defaultdict(list)
        for row in connection.execute(found):
            of_whom[row.first].append(_signed(row, cipher))
        yield from map(Person, of_whom.values())


def _firsts(connection: Connection, records: Collection[int] | None) -> list[int]:
    """The rows of the first records of the people whom `people` is asked for."""
    c = record_table.c
    if records is None:
        twice = select(c.duplicate_of).where(c.duplicate_of.is_not(None)).distinct()
        return list(connection.execute(twice.order_by(c.duplicate_of)).scalars())
    firsts: dict[int, None] = {}
    for some in _portions(records):
        found = select(func.coalesce(c.duplicate_of, c.key)).where(c.key.in_(some))
        firsts.update(dict.fromkeys(connection.execute(found).scalars()))
    return list(firsts)


def _portions(keys: Iterable[int]) -> Iterator[list[int]]:
    source = iter(keys)
    while some := list(islice(source, _MANY)):
        yield some


def _signed(row: Any, cipher: ChaCha20Poly1305) -> Signed:
    try:
        choices = choices_of(unbox(cipher, row.box, (row.kiosk, row.seq, row.id, row.digest)))
    except CampaignError:
        choices = NARROWEST  # somebody changed it: it may have said so
    return Signed(row.digest, row.kiosk, row.seq, row.day, choices)
