"""What a coordinator puts right: a field of one signature, or how its signer is listed."""

from __future__ import annotations

import datetime
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from sqlalchemy import Connection, select

from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.counting.decisions import check_words
from kiosk.coordinator.counting.following import follow
from kiosk.coordinator.counting.kiosk_names import RecordPlace, kiosk_names
from kiosk.coordinator.counting.questions import places_of
from kiosk.coordinator.records.choices import PersonRecords
from kiosk.coordinator.records.corrections import (
    FIELDS,
    Contents,
    Correction,
    corrections,
    place_of,
    sealed_word,
)
from kiosk.coordinator.records.people import people, what_holds
from kiosk.coordinator.register import words
from kiosk.coordinator.register.boxes import unbox
from kiosk.coordinator.register.register import Register
from kiosk.coordinator.register.tables import record_table
from kiosk.errors import CampaignError
from kiosk.signing.choices import Choices, choices_of
from kiosk.signing.countries import resolve_country
from kiosk.signing.own_fields import OwnField
from kiosk.signing.own_values import MAX_OWN_TEXT
from kiosk.signing.signature import LIMITS, Signature, value_of


@dataclass(frozen=True)
class Corrected:
    """A signature as it was signed, as it holds, and the corrections of it, the oldest first."""

    signed: Signature
    holds: Signature
    corrections: list[Correction]


@dataclass(frozen=True)
class ChoiceQuestion:
    """One who signed more than once, and may have chosen more the last time.

    Attributes:
        name: the person's, as it holds.
        place: the signature with the wider choices.
        signed: all of the person's, with the day and what each says.
        holds: what holds until somebody decides.
        wants: what would hold if the wider choices were taken.
    """

    name: str
    place: RecordPlace
    signed: list[tuple[RecordPlace, str, Choices]]
    holds: Choices
    wants: Choices


def correct(
    register: Register,
    keys: CampaignKeys,
    record: bytes,
    fields: Mapping[str, str],
    choices: Choices | None,
    who: str,
    reason: str,
    today: datetime.date,
    own: Sequence[OwnField] = (),
) -> int:
    """Puts one signature right, settles duplicates anew, and returns the correction's number.

    Args:
        record: its digest.
        fields: new values of some of `FIELDS`, or of `own` ones; what is as it was is passed over.
        choices: those that hold from now on for the person, if they are to change.
        own: the campaign's own fields.

    Raises:
        CampaignError: there is no such signature, nothing would change, a value is too long or the name
            empty, or nobody says who puts it right; or the register cannot be written.
    """
    check_words(who, reason)
    with register.transaction() as connection:
        key, signed = _record(connection, keys, record)
        now = what_holds(connection, keys, [key]).of(record, signed)
        values = {name: _as_kept(name, value.strip()) for name, value in fields.items()}
        changed = {name: value for name, value in values.items() if value != value_of(now, name)}
        _check_fields(changed, own)
        if choices is not None and _same(choices, choices_of(now)):
            choices = None
        if not changed and choices is None:
            raise CampaignError("Nothing would change.", "Give a value that is another one than now.")
        (person,) = people(connection, keys, [key])
        contents = Contents(who.strip(), reason.strip(), changed, choices, _over(person) if choices else ())
        return _say(connection, keys, record, signed, contents, today)


def read_record(register: Register, keys: CampaignKeys, record: bytes) -> Corrected:
    """The signature whose record has this digest, and what was put right on it.

    Raises:
        CampaignError: there is no such signature.
    """
    with register.reading() as connection:
        key, signed = _record(connection, keys, record)
        holds = what_holds(connection, keys, [key]).of(record, signed)
        return Corrected(
            signed, holds, [one for one in corrections(connection, keys) if one.record == record]
        )


def undo_correction(
    register: Register, keys: CampaignKeys, number: int, who: str, today: datetime.date
) -> int:
    """Takes correction `number` back by a new word, and returns the new one's number.

    Raises:
        CampaignError: there is no such correction, or it does not stand any more.
    """
    check_words(who, "")
    with register.transaction() as connection:
        found = corrections(connection, keys)
        back = next((one for one in found if one.id == number and one.stands and one.contents), None)
        if back is None:
            raise CampaignError(
                "Correction {number} does not stand.",
                "The list of corrections tells those that do.",
                number=number,
            )
        _, signed = _record(connection, keys, back.record)
        contents = Contents(who.strip(), f"Takes back {number}.")
        return _say(connection, keys, back.record, signed, contents, today, number)


def choice_questions(register: Register, keys: CampaignKeys) -> list[ChoiceQuestion]:
    """Those whose later choices are wider than what holds, and about whom nobody has decided yet."""
    with register.reading() as connection:
        asked = [(person, wider) for person in people(connection, keys) if (wider := person.wider())]
        names = [_name(connection, keys, wider.digest) for _, wider in asked]
    digests = {one.digest for person, _ in asked for one in person.signed}
    places = places_of(register, kiosk_names(register), digests)
    return [
        ChoiceQuestion(
            name,
            places[wider.digest],
            [(places[one.digest], one.day, one.choices) for one in person.signed],
            person.holds,
            person.if_taken(wider),
        )
        for (person, wider), name in zip(asked, names, strict=True)
    ]


def answer(
    register: Register,
    keys: CampaignKeys,
    record: bytes,
    *,
    take: bool,
    who: str,
    reason: str,
    today: datetime.date,
) -> int:
    """Decides that the wider choices of a signature hold, or that the narrower ones do.

    Args:
        record: its digest.

    Raises:
        CampaignError: it is not asked of this signature, or nobody says who decides;
            or the register cannot be written.
    """
    check_words(who, reason)
    with register.transaction() as connection:
        key, signed = _record(connection, keys, record)
        (person,) = people(connection, keys, [key])
        wider = person.wider()
        if wider is None or wider.digest != record:
            raise CampaignError(
                "It is not asked of this signature which choices hold.", "Look at the questions anew."
            )
        choices = person.if_taken(wider) if take else person.holds
        contents = Contents(who.strip(), reason.strip(), {}, choices, _over(person))
        return _say(connection, keys, record, signed, contents, today)


def _say(
    connection: Connection,
    keys: CampaignKeys,
    record: bytes,
    signed: Signature,
    contents: Contents,
    today: datetime.date,
    back: int | None = None,
) -> int:
    word = sealed_word(keys, record, signed, contents, today.isoformat(), back)
    number = words.say(connection, keys, word)
    follow(connection, keys)
    return number


def _record(connection: Connection, keys: CampaignKeys, digest: bytes) -> tuple[int, Signature]:
    """The row of the record with this digest, and what was signed there."""
    row = connection.execute(select(record_table).where(record_table.c.digest == digest)).first()
    if row is None or row.box is None:
        raise CampaignError("This signature is not there any more.", "Look for it anew.")
    return row.key, unbox(ChaCha20Poly1305(keys.register_key), row.box, place_of(row))


def _name(connection: Connection, keys: CampaignKeys, digest: bytes) -> str:
    key, signed = _record(connection, keys, digest)
    holds = what_holds(connection, keys, [key]).of(digest, signed)
    return holds.name or holds.organisation


def _over(person: PersonRecords) -> tuple[bytes, ...]:
    return tuple(one.digest for one in person.signed)


def _same(one: Choices, other: Choices) -> bool:
    return one.widths() == other.widths()


def _as_kept(name: str, value: str) -> str:
    """A country that is known is kept as its code, as when it is chosen at a stall."""
    return (resolve_country(value) or value) if name == "country" else value


def _check_fields(fields: Mapping[str, str], own: Sequence[OwnField]) -> None:
    own_typed = {field.id: field for field in own if field.is_typed or field.kind == "choice"}
    if any(name not in FIELDS and name not in own_typed for name in fields):
        raise CampaignError(
            "Only what a person typed can be put right: {fields}.",
            "Name one of these.",
            fields=", ".join((*FIELDS, *own_typed)),
        )
    for name, value in fields.items():
        if name in own_typed and own_typed[name].findings(value, required=False):
            raise CampaignError(
                "The value of {field} does not fit what the campaign asks for.",
                "Look at it again.",
                field=name,
            )
    if not fields.get("name", "-").strip():
        raise CampaignError("A signature needs a name.", "To take it out, withdraw it.")
    for name, value in fields.items():
        limit = LIMITS.get(name, MAX_OWN_TEXT)
        if len(value) > limit or any(unicodedata.category(char) == "Cc" for char in value):
            raise CampaignError(
                "A value is longer than {most} characters, or has a tab or a line end in it.",
                "Shorten it, or type it anew.",
                most=limit,
            )
