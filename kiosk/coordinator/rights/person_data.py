"""Everything that the register has of one person, to hand over to them: it is their right to a copy.

Nothing of anybody else is in it: not who decided something, and of a decision that is about
another person's signature neither whose it is nor why.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import Literal, cast

import msgspec
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from sqlalchemy import Connection, select

from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.counting.decisions import log
from kiosk.coordinator.counting.kiosk_names import RecordPlace, kiosk_names
from kiosk.coordinator.counting.questions import questions
from kiosk.coordinator.records.corrections import corrections
from kiosk.coordinator.records.people import what_holds
from kiosk.coordinator.register.boxes import unbox
from kiosk.coordinator.register.register import Register, State
from kiosk.coordinator.register.tables import record_table
from kiosk.errors import CampaignError
from kiosk.files import writing_private
from kiosk.signing.choices import Choices
from kiosk.signing.own_values import Own
from kiosk.signing.signature import Signature


class DecisionOn(msgspec.Struct, frozen=True):
    """What a coordinator decided of this record and another.

    `other` and `reason` are empty where the other is not among those that are handed over.
    """

    day: str
    verdict: str
    stands: bool
    other: str = ""
    reason: str = ""


class QuestionOn(msgspec.Struct, frozen=True):
    """That this record and another may be one person's, and nobody has decided yet."""

    shared: list[str]
    probability: float | None = None
    other: str = ""


class CorrectionOn(msgspec.Struct, frozen=True):
    """What was put right on this record; `fields` and `choices` are the new values."""

    day: str
    stands: bool
    reason: str
    fields: dict[str, str]
    choices: Choices | None


class RecordData(msgspec.Struct, frozen=True):
    """One record of the person.

    `kiosk` is its name, `kiosk_id`, `id` and `digest` hexadecimal. `same_as` names the one that
    counts in its place, if that is handed over too. `signed` is what was signed, field by field,
    and `holds` the fields that count otherwise now; both are empty of a withdrawn record.
    """

    kiosk: str
    kiosk_id: str
    number: int
    id: str
    digest: str
    status: State
    reason: str
    same_as: str
    signed: dict[str, object]
    holds: dict[str, object]
    corrections: list[CorrectionOn]
    decisions: list[DecisionOn]
    questions: list[QuestionOn]

    @property
    def own(self) -> tuple[Own, Own]:
        """The answers to the campaign's own fields: as they were signed, and as they hold."""
        signed = cast(Own, self.signed.get("own", {}))
        return signed, cast(Own, self.holds.get("own", signed))


class PersonData(msgspec.Struct, frozen=True):
    """The copy: of which campaign, made on which day, and the person's records."""

    campaign: str
    made: str
    records: list[RecordData]
    person_data: Literal[1] = 1


def person_data(
    register: Register, keys: CampaignKeys, campaign: str, places: Sequence[RecordPlace], today: datetime.date
) -> PersonData:
    """Everything that `register` has of the records at `places`, which are one person's.

    Args:
        campaign: its id.

    Raises:
        CampaignError: one of them was changed in the register, or there are none.
    """
    if not places:
        raise CampaignError(
            "No signature of this person has reached the register yet.",
            "Merge what the kiosks have, and try again.",
        )
    names = kiosk_names(register)
    called = {place.digest: f"{place.name}:{place.seq}" for place in places}
    original = record_table.alias()
    cipher = ChaCha20Poly1305(keys.register_key)
    with register.reading() as connection:
        found = connection.execute(
            select(record_table, original.c.digest.label("first"))
            .outerjoin(original, record_table.c.duplicate_of == original.c.key)
            .where(record_table.c.digest.in_(called))
            .order_by(record_table.c.day, record_table.c.kiosk, record_table.c.seq)
        ).all()
        holding = what_holds(connection, keys, [row.key for row in found])
        corrected = _corrections(connection, keys, called)
    decisions, asked = _decisions(register, keys, called), _questions(register, keys, called)
    records = []
    for row in found:
        signed = unbox(cipher, row.box, (row.kiosk, row.seq, row.id, row.digest)) if row.box else None
        records.append(
            RecordData(
                kiosk=names[row.kiosk],
                kiosk_id=row.kiosk.hex(),
                number=row.seq,
                id=row.id.hex(),
                digest=row.digest.hex(),
                status=State(row.status),
                reason=row.reason,
                same_as=called.get(row.first, ""),
                signed=_fields(signed) if signed else {},
                holds=_otherwise(signed, holding.of(row.digest, signed)) if signed else {},
                corrections=corrected[row.digest],
                decisions=decisions[row.digest],
                questions=asked[row.digest],
            )
        )
    return PersonData(campaign, today.isoformat(), records)


def write_person_data(path: Path, data: PersonData) -> None:
    """Writes the copy to `path` as JSON, for programs. Raises StorageError; an older file then stays."""
    with writing_private(path) as file:
        file.write(msgspec.json.format(msgspec.json.encode(data)) + b"\n")


def _fields(signature: Signature) -> dict[str, object]:
    fields = msgspec.structs.asdict(signature)
    del fields["version"]  # of the format, and nobody's
    return fields


def _otherwise(signed: Signature, holds: Signature) -> dict[str, object]:
    """The fields of `holds` that are not as in `signed`."""
    before = _fields(signed)
    return {name: value for name, value in _fields(holds).items() if value != before[name]}


def _corrections(
    connection: Connection, keys: CampaignKeys, called: dict[bytes, str]
) -> dict[bytes, list[CorrectionOn]]:
    found: dict[bytes, list[CorrectionOn]] = {digest: [] for digest in called}
    for one in corrections(connection, keys):
        if one.record in found and one.contents is not None and one.takes_back is None:
            said = one.contents
            found[one.record].append(
                CorrectionOn(one.day, one.stands, said.reason, said.fields, said.choices)
            )
    return found


def _decisions(
    register: Register, keys: CampaignKeys, called: dict[bytes, str]
) -> dict[bytes, list[DecisionOn]]:
    found: dict[bytes, list[DecisionOn]] = {digest: [] for digest in called}
    for one in log(register, keys):
        for digest, other in ((one.one, one.other), (one.other, one.one)):
            if digest in found:
                own = other in called
                found[digest].append(
                    DecisionOn(
                        one.day, one.verdict, one.stands, called.get(other, ""), one.reason if own else ""
                    )
                )
    return found


def _questions(
    register: Register, keys: CampaignKeys, called: dict[bytes, str]
) -> dict[bytes, list[QuestionOn]]:
    found: dict[bytes, list[QuestionOn]] = {digest: [] for digest in called}
    for one in questions(register, keys):
        for digest, other in (
            (one.one.digest, one.other.digest),
            (one.other.digest, one.one.digest),
        ):
            if digest in found:
                shared = [rule.name.lower() for rule in one.shared]
                found[digest].append(QuestionOn(shared, one.probability, called.get(other, "")))
    return found
