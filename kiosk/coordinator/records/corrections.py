"""Corrections: what a coordinator put right on one signature, at its signer's wish.

Each is a word of the coordinator (`words.py`), so it cannot be changed or left out unseen. What it says
is encrypted once more, under a key that is made of what was signed: it can be read as long as the
signature can, and goes with it when that is withdrawn (docs/decisions/0024). The signature itself,
its digest and its receipt stay as they are.
"""

from __future__ import annotations

import hmac
import os
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from sqlalchemy import Connection, select

from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.records.choices import Ruling
from kiosk.coordinator.register import words
from kiosk.coordinator.register.boxes import RecordRef, unbox
from kiosk.coordinator.register.tables import record_table
from kiosk.coordinator.register.words import OfSignature
from kiosk.database import portions
from kiosk.errors import CampaignError
from kiosk.signing.choices import Choices
from kiosk.signing.own_values import is_own_id
from kiosk.signing.signature import FIELDS as SIGNATURE_FIELDS
from kiosk.signing.signature import Signature, lowest_version, to_json

FIELDS: Final = tuple(name for name, field in SIGNATURE_FIELDS.items() if field.correctable)
"""The fields of a signature that can be put right; its choices can, too."""


class Contents(msgspec.Struct, frozen=True):
    """What a correction says.

    `fields` has the new value of each field that changes. `choices`, if it is about them, are those
    that hold for the person from then on, over all of the person's signatures that were there: `over`,
    by digest.
    """

    who: str
    reason: str
    fields: dict[str, str] = {}
    choices: Choices | None = None
    over: tuple[bytes, ...] = ()


@dataclass(frozen=True)
class Correction:
    """A correction, or the word that takes one back.

    Attributes:
        id: its number among the coordinator's words.
        record: the digest of the record that it is about.
        takes_back: the number of the one that it takes back.
        stands: it was not taken back, and takes none back.
        contents: None where the signature is gone or has not come yet.
    """

    id: int
    record: bytes
    day: str
    takes_back: int | None
    stands: bool
    contents: Contents | None


@dataclass(frozen=True)
class StandingCorrections:
    """What holds by the corrections that stand.

    Attributes:
        fields: by digest, the new values.
        rulings: by digest, what was said of its person's choices, the oldest first.
        records: the digests of all records that were ever corrected.
    """

    fields: Mapping[bytes, Mapping[str, str]] = field(default_factory=dict)
    rulings: Mapping[bytes, list[Ruling]] = field(default_factory=dict)
    records: frozenset[bytes] = frozenset()


def corrections(connection: Connection, keys: CampaignKeys) -> list[Correction]:
    """Every correction, the oldest first."""
    spoken = [(one.id, one.word) for one in words.said(connection, keys) if isinstance(one.word, OfSignature)]
    signed = _signed(connection, keys, {word.record for _, word in spoken})
    gone = {word.takes_back for _, word in spoken}
    return [
        Correction(
            number,
            word.record,
            word.day,
            word.takes_back,
            word.takes_back is None and number not in gone,
            _open(keys, word, signed[word.record]) if word.record in signed else None,
        )
        for number, word in spoken
    ]


def standing(found: Iterable[Correction]) -> StandingCorrections:
    """What holds by these corrections, of which the last one has the last word."""
    fields: dict[bytes, dict[str, str]] = defaultdict(dict)
    rulings: dict[bytes, list[Ruling]] = defaultdict(list)
    records = set()
    for one in found:
        records.add(one.record)
        if not one.stands or one.contents is None:
            continue
        fields[one.record] |= one.contents.fields
        if one.contents.choices is not None:
            over = frozenset(one.contents.over)
            rulings[one.record].append(Ruling(one.id, one.record, one.day, one.contents.choices, over))
    return StandingCorrections(fields, rulings, frozenset(records))


def with_fields(signature: Signature, fields: Mapping[str, str]) -> Signature:
    """`signature` with other values in those fields, built in or the campaign's own; none that is no text."""
    if not fields:
        return signature
    known: dict[str, object] = {name: value for name, value in fields.items() if name in FIELDS}
    own = {**signature.own, **{name: value for name, value in fields.items() if is_own_id(name)}}
    own = {name: value for name, value in own.items() if name not in SIGNATURE_FIELDS and value != ""}
    if own != signature.own:
        kept = signature.identified_by if signature.identified_by in own else ""
        known |= {"own": own, "identified_by": kept}
    return lowest_version(msgspec.structs.replace(signature, **known)) if known else signature


def sealed_word(
    keys: CampaignKeys, record: bytes, signed: Signature, contents: Contents, day: str, back: int | None
) -> OfSignature:
    """The word that says `contents` of the record with this digest, in which `signed` is."""
    nonce = os.urandom(12)
    data = _cipher(keys, signed).encrypt(nonce, msgspec.json.encode(contents), _bound(record))
    return OfSignature(record, nonce + data, day, back)


def _open(keys: CampaignKeys, word: OfSignature, signed: Signature) -> Contents | None:
    try:
        data = _cipher(keys, signed).decrypt(word.box[:12], word.box[12:], _bound(word.record))
        return msgspec.json.decode(data, type=Contents)
    except (InvalidTag, ValueError, msgspec.MsgspecError):
        return None


def _cipher(keys: CampaignKeys, signed: Signature) -> ChaCha20Poly1305:
    return ChaCha20Poly1305(hmac.digest(keys.word_key, b"correction\0" + to_json(signed), "sha256"))


def _bound(record: bytes) -> bytes:
    return b"signing-kiosk correction v1\0" + record


def _signed(connection: Connection, keys: CampaignKeys, digests: Iterable[bytes]) -> dict[bytes, Signature]:
    """What is in those of the records that can be opened."""
    cipher = ChaCha20Poly1305(keys.register_key)
    c = record_table.c
    found: dict[bytes, Signature] = {}
    for some in portions(digests):
        rows = connection.execute(
            select(c.kiosk, c.seq, c.id, c.digest, c.box).where(c.digest.in_(some), c.box.is_not(None))
        )
        for row in rows:
            try:
                found[row.digest] = unbox(cipher, row.box, place_of(row))
            except CampaignError:
                continue  # somebody changed it: whoever reads the record is told
    return found


def place_of(row: Any) -> RecordRef:
    """Which record is in the table's `row`."""
    return row.kiosk, row.seq, row.id, row.digest
