"""Questions for the coordinator: two who may be one person, and what agrees between them.

They come from rules that ask (the same e-mail, another name) and from the search for
probable duplicates. What is decided is asked no more, whatever is merged later.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from sqlalchemy import Connection, delete, func, select

from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.counting.clusters import Order
from kiosk.coordinator.counting.kiosk_names import RecordPlace, kiosk_names
from kiosk.coordinator.counting.rules import with_meaning
from kiosk.coordinator.records.fingerprints import HiddenRules, Rule
from kiosk.coordinator.records.people import rows_that_hold, what_holds
from kiosk.coordinator.register import marks
from kiosk.coordinator.register.boxes import unbox
from kiosk.coordinator.register.register import COUNTABLE, Register
from kiosk.coordinator.register.seals import suggestion_seal
from kiosk.coordinator.register.tables import (
    decision_table,
    never_written,
    record_table,
    suggestion_table,
)
from kiosk.coordinator.register.words import Meaning, Verdict
from kiosk.database import insert_rows, portions
from kiosk.errors import CampaignError
from kiosk.signing.compared import key_of
from kiosk.signing.normalise import postcode_key
from kiosk.signing.own_fields import text_of
from kiosk.signing.signature import FIELDS, Signature

if TYPE_CHECKING:
    from kiosk.coordinator.counting.likeness.search import Likely

HOUSEHOLD = 20
"""People who share a contact before it is no household's but an office's, and nothing is asked."""
_TYPED = tuple(name for name, field in FIELDS.items() if field.correctable)
"""The fields that a person types, in the order of the table."""

Progress = Callable[[int], None]
"""Told how many records have been read, and the last number again while they are compared.

What it raises ends the search.
"""


@dataclass(frozen=True)
class CandidatePair:
    """Two records that count, each the first of a person's, and why they may be one person's.

    Attributes:
        probability: by the search; None if that did not find them.
        shared: the rules by which they agree.
    """

    one: RecordPlace
    other: RecordPlace
    probability: float | None
    shared: tuple[Rule, ...]

    @property
    def percent(self) -> int | None:
        """`probability` in whole percent, rounded down and never above 99: a model is not certain."""
        return None if self.probability is None else min(99, int(100 * self.probability))


@dataclass(frozen=True)
class Line:
    """A field side by side; `agrees` as duplicates are compared, None where one of them left it empty."""

    field: str
    one: str
    other: str
    agrees: bool | None


@dataclass
class _Doubt:
    probability: float | None = None
    shared: set[Rule] = field(default_factory=set)


def find_probable(
    register: Register,
    keys: CampaignKeys,
    progress: Progress = lambda number: None,
    spark: str | None = None,
) -> int:
    """Searches for probable duplicates, keeps what it finds for `questions`, and returns how many pairs.

    Args:
        progress: told how many records are read; what it raises ends the search.
        spark: the Spark master that compares them, which takes pyspark; None for this computer's memory.

    Raises:
        LikenessError: there is not enough memory, or Spark stopped.
        CampaignError: a record was changed in the register, or that cannot be written;
            or this copy of the program came without Splink and DuckDB.
    """
    read = 0

    def tell(number: int) -> None:
        nonlocal read
        read = number
        progress(number)

    found = _likely_pairs(_numbered(register, keys, tell), lambda: progress(read), spark)
    wanted = {number for pair in found for number in (pair.one, pair.other)}
    with register.transaction() as connection:
        rows = connection.execute(select(record_table.c.key, record_table.c.digest))
        record = {_number(row.digest): row for row in rows if _number(row.digest) in wanted}
        connection.execute(delete(suggestion_table))
        pairs = []
        for pair in found:
            one, other = record[pair.one], record[pair.other]
            seal = suggestion_seal(keys.seal_key, one.digest, other.digest, pair.probability)
            pairs.append((one.key, other.key, pair.probability, seal))
        insert_rows(connection, suggestion_table, ("one", "other", "probability", "seal"), pairs)
    return len(found)


def _likely_pairs(
    records: Iterable[tuple[int, Signature]], alive: Callable[[], None], spark: str | None
) -> list[Likely]:
    # They take a second to import, and a stall has no need of them: packaging/debian/desk-parts.txt.
    try:
        from kiosk.coordinator.counting.likeness.memory import likeness
    except ImportError as error:
        raise CampaignError(
            "The program is here without the desk’s parts: it cannot search for probable duplicates.",
            "Install the desk’s parts, too (on Debian: the package signing-kiosk-desk).",
        ) from error
    if spark is None:
        return likeness(records, alive=alive)
    from kiosk.coordinator.counting.likeness.spark import search_on_spark

    return search_on_spark(spark, records, alive)


def _numbered(register: Register, keys: CampaignKeys, progress: Progress) -> Iterator[tuple[int, Signature]]:
    for read, row in enumerate(rows_that_hold(register, keys), 1):
        if row.signature is not None and row.status in COUNTABLE:
            yield _number(row.digest), row.signature
        progress(read)


def _number(digest: bytes) -> int:
    """A number below 2^63 that stays with the record, in every register."""
    return int.from_bytes(digest[:8]) >> 1


def questions(register: Register, keys: CampaignKeys) -> list[CandidatePair]:
    """Everything that is open: the likeliest first, then those who only share a contact."""
    names = kiosk_names(register)
    with register.reading() as connection:
        doubts = _doubts(connection, keys)
        places = _places(connection, names, {key for pair in doubts for key in pair})
    found = [
        CandidatePair(places[one], places[other], doubt.probability, tuple(sorted(doubt.shared)))
        for (one, other), doubt in doubts.items()
    ]
    return sorted(found, key=_rank)


def _rank(question: CandidatePair) -> tuple[float, bytes, int, bytes, int]:
    one, other = question.one, question.other
    return -(question.probability or 0), one.kiosk, one.seq, other.kiosk, other.seq


def side_by_side(register: Register, keys: CampaignKeys, question: CandidatePair) -> list[Line]:
    """The two signatures of `question`, opened in memory, field by field; none that both left empty."""
    one, other = _opened(register, keys, question.one), _opened(register, keys, question.other)
    lines = []
    for name in ("kind", *_TYPED, "language", "paper_ref", "date"):
        left, right = str(getattr(one, name)), str(getattr(other, name))
        if left or right:
            same = key_of(one, name) == key_of(other, name)
            lines.append(Line(name, left, right, same if left and right else None))
    for name in dict.fromkeys((*one.own, *other.own)):
        left, right = text_of(one.own.get(name, "")), text_of(other.own.get(name, ""))
        same = postcode_key(left) == postcode_key(right)
        lines.append(Line(name, left, right, same if left and right else None))
    return lines


def places_of(
    register: Register, names: dict[bytes, str], digests: Iterable[bytes]
) -> dict[bytes, RecordPlace]:
    """Where the records with these digests are, as far as they are in the register."""
    c = record_table.c
    places = {}
    with register.reading() as connection:
        for some in portions(digests):
            for row in connection.execute(select(c.kiosk, c.seq, c.digest).where(c.digest.in_(some))):
                places[row.digest] = RecordPlace(row.kiosk, names[row.kiosk], row.seq, row.digest)
    return places


def _opened(register: Register, keys: CampaignKeys, place: RecordPlace) -> Signature:
    with register.reading() as connection:
        row = connection.execute(select(record_table).where(record_table.c.digest == place.digest)).first()
        holding = what_holds(connection, keys, [row.key] if row else [])
    if row is None or row.box is None:
        raise CampaignError(
            "{kiosk}:{number} is not there any more.",
            "Look at the questions anew.",
            kiosk=place.name,
            number=place.seq,
        )
    cipher = ChaCha20Poly1305(keys.register_key)
    signed = unbox(cipher, row.box, (row.kiosk, row.seq, row.id, row.digest))
    return holding.of(row.digest, signed)


def _doubts(connection: Connection, keys: CampaignKeys) -> dict[tuple[int, int], _Doubt]:
    """The open questions, by the keys of two people's first records."""
    doubts: dict[tuple[int, int], _Doubt] = defaultdict(_Doubt)
    for rule, people in _who_share(connection, keys):
        for other in people[1:]:
            doubts[_pair(people[0], other)].shared.add(rule)
    for one, other, probability in _probable(connection):
        if one != other:
            doubt = doubts[_pair(one, other)]
            doubt.probability = max(doubt.probability or 0, probability)
    for pair in _decided(connection) & doubts.keys():
        del doubts[pair]
    return doubts


def _who_share(connection: Connection, keys: CampaignKeys) -> Iterator[tuple[Rule, list[int]]]:
    """For each mark that asks: the rule, and the first records of the people who share it, in order."""
    asking, hidden = with_meaning(connection, Meaning.QUESTION), HiddenRules(keys.rule_key)
    c = record_table.c
    shared = [one for some in marks.shared(connection) for one in some]
    rules = hidden.read([(value, rule) for value, rule, _ in shared])
    asked = [
        (rule, value, key) for (value, _, key), rule in zip(shared, rules, strict=True) if rule in asking
    ]
    first = func.coalesce(c.duplicate_of, c.key).label("first")
    order: dict[int, tuple[Order, int]] = {}
    for some in portions({key for *_, key in asked}):
        rows = select(c.key, c.day, c.kiosk, c.seq, c.digest, first).where(
            c.key.in_(some), c.status.in_(COUNTABLE)
        )
        for key, day, kiosk, seq, digest, one in connection.execute(rows):
            order[key] = (day, kiosk, seq, digest), one
    people: dict[tuple[Rule, bytes], dict[int, None]] = defaultdict(dict)
    try:
        asked = sorted((one for one in asked if one[2] in order), key=lambda one: order[one[2]])
    except TypeError:  # a hand put in values of another type, which cannot even be compared
        raise never_written() from None
    for rule, value, key in asked:
        people[rule, value][order[key][1]] = None
    for (rule, _), firsts in people.items():
        if 1 < len(firsts) <= HOUSEHOLD:
            yield rule, list(firsts)


def _probable(connection: Connection) -> Iterator[tuple[int, int, float]]:
    left, right = record_table.alias(), record_table.alias()
    found = connection.execute(
        select(
            func.coalesce(left.c.duplicate_of, left.c.key),
            func.coalesce(right.c.duplicate_of, right.c.key),
            suggestion_table.c.probability,
        )
        .join(left, left.c.key == suggestion_table.c.one)
        .join(right, right.c.key == suggestion_table.c.other)
        .where(left.c.status.in_(COUNTABLE), right.c.status.in_(COUNTABLE))
    )
    yield from ((one, other, probability) for one, other, probability in found)


def _decided(connection: Connection) -> set[tuple[int, int]]:
    """The pairs of people that a coordinator has decided, whichever of their records it was about."""
    left, right, c = record_table.alias(), record_table.alias(), decision_table.c
    found = connection.execute(
        select(
            func.coalesce(left.c.duplicate_of, left.c.key), func.coalesce(right.c.duplicate_of, right.c.key)
        )
        .join(left, left.c.digest == c.one)
        .join(right, right.c.digest == c.other)
        .where(c.verdict.in_((Verdict.SAME, Verdict.DIFFERENT)))
    )
    return {_pair(one, other) for one, other in found}


def _pair(one: int, other: int) -> tuple[int, int]:
    return min(one, other), max(one, other)


def _places(connection: Connection, names: dict[bytes, str], keys: Iterable[int]) -> dict[int, RecordPlace]:
    c = record_table.c
    places = {}
    for some in portions(keys):
        for row in connection.execute(select(c.key, c.kiosk, c.seq, c.digest).where(c.key.in_(some))):
            places[row.key] = RecordPlace(row.kiosk, names[row.kiosk], row.seq, row.digest)
    return places
