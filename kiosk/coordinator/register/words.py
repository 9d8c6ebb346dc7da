"""The coordinator's words: what was said of kiosks, records and rules, sealed, and only added to.

A word is encrypted under a key of the campaign (ChaCha20-Poly1305), bound to its number and to the
word before it (by that one's last 16 bytes). So nobody without the key can say one, change one,
or leave one out unseen. What follows from them is in tables of their own, which nobody believes:
`following.py` makes them from the words, and makes them anew where they differ.

To add a kind of word: a struct with a tag of its own here, and in `Word`; what follows from it in
`following.py`. A word may hold what people typed: it is encrypted, and padded.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from sqlalchemy import Connection, delete, insert, select

from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.register.seals import head_seal
from kiosk.coordinator.register.tables import ColumnEnum, setting_table, word_table

HEAD = "words"
"""The setting that says where the words end."""
_BLOCK = 256
_LINK = 16
_MOST = 10**9


class Standing(ColumnEnum):
    """What the coordinator says of a kiosk. The records of a new or trusted one count."""

    NEW = "new"
    TRUSTED = "trusted"
    HELD = "held"
    REVOKED = "revoked"


class Meaning(ColumnEnum):
    """What it means that two signatures agree by a rule."""

    DUPLICATE = "duplicate"
    QUESTION = "question"
    NOTHING = "nothing"


class Verdict(StrEnum):
    """What two records are; `OPEN`: an earlier decision was taken back."""

    SAME = "same"
    DIFFERENT = "different"
    OPEN = "open"


class Begun(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="word", tag="begun"):
    """The first word: from here on every row of the register is sealed."""


class OfKiosk(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="word", tag="kiosk"):
    """A kiosk's standing, and from which number on it is revoked."""

    kiosk: bytes
    standing: Standing
    revoked_from: int | None = None


class OfRecords(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="word", tag="records"):
    """These records (digests) count although others have their numbers; or they do not any more."""

    digests: list[bytes]
    accepted: bool
    day: str


class OfRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="word", tag="rule"):
    """What a rule of duplicates (`rules.RULES`) means."""

    rule: str
    meaning: Meaning


class OfNewKiosks(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="word", tag="new"):
    """Whether kiosks that are met for the first time wait for a word."""

    wait: bool


class OfTwo(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="word", tag="two"):
    """What two records (digests, the lower first) are, who says so, and why."""

    one: bytes
    other: bytes
    verdict: Verdict
    who: str
    reason: str
    day: str


class OfSignature(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="word", tag="signature"):
    """Something of a record (digest) was put right, or a word that did so is taken back.

    What, by whom and why is in `box`, which opens as long as the signature does (`corrections.py`).
    """

    record: bytes
    box: bytes
    day: str
    takes_back: int | None = None


class Withdrawn(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="word", tag="withdrawn"):
    """These records (digests) are withdrawn, and whatever has one of the marks."""

    digests: list[bytes]
    marks: list[bytes]


class HandedOver(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="word", tag="handed over"
):
    """Something was written to be handed over, how many counted then, and of how many what was still open."""

    what: str
    day: str
    counted: int
    open: dict[str, int]


Word = Begun | OfKiosk | OfRecords | OfRule | OfNewKiosks | OfTwo | OfSignature | Withdrawn | HandedOver
_decode = msgspec.json.Decoder(Word).decode


@dataclass(frozen=True)
class RawWord:
    """A row of the table of words, as it stands: somebody may have put it there by hand."""

    id: int
    before: bytes
    box: bytes


@dataclass(frozen=True)
class Said:
    """A sound word, and the row in which it stands."""

    row: RawWord
    word: Word

    @property
    def id(self) -> int:
        """Its number."""
        return self.row.id

    @property
    def link(self) -> bytes:
        """What the next word is bound to."""
        return self.row.box[-_LINK:]


def say(connection: Connection, keys: CampaignKeys, *words: Word) -> int:
    """Adds `words` in the caller's transaction, and returns the last one's number.

    What follows from them is for the caller to bring about (`following.follow`).
    """
    spoken = said(connection, keys)
    number, before = (spoken[-1].id, spoken[-1].link) if spoken else (0, b"")
    number = max(number, head(connection, keys)[0])
    # What somebody put behind them by hand neither takes a number nor leaves numbers empty.
    connection.execute(delete(word_table).where(word_table.c.id > number))
    cipher = ChaCha20Poly1305(keys.word_key)
    for word in words:
        number += 1
        data, nonce = msgspec.json.encode(word), os.urandom(12)
        padded = data.ljust(-(-len(data) // _BLOCK) * _BLOCK)
        box = nonce + cipher.encrypt(nonce, padded, _bound(number, before))
        connection.execute(insert(word_table).values(id=number, before=before, box=box))
        before = box[-_LINK:]
    set_head(connection, keys, number, before)
    return number


def said(connection: Connection, keys: CampaignKeys) -> list[Said]:
    """The words in the register that are sound, in their order."""
    return sound(raw_words(connection), keys)


def sound(rows: Iterable[RawWord], keys: CampaignKeys) -> list[Said]:
    """Those of `rows` that the holder of `keys` wrote."""
    cipher = ChaCha20Poly1305(keys.word_key)
    found = []
    for row in rows:
        try:
            data = cipher.decrypt(row.box[:12], row.box[12:], _bound(row.id, row.before))
            found.append(Said(row, _decode(data)))
        except (InvalidTag, ValueError, OverflowError, msgspec.MsgspecError):
            continue
    return found


def raw_words(connection: Connection) -> list[RawWord]:
    """The table as it stands, by number."""
    rows = connection.execute(
        select(word_table.c.id, word_table.c.before, word_table.c.box).order_by(word_table.c.id)
    ).all()
    return [RawWord(id, _bytes(before), _bytes(box)) for id, before, box in rows]


def head(connection: Connection, keys: CampaignKeys) -> tuple[int, bytes]:
    """The number of the last word and its link, as they were left; 0 if that was never, or by hand."""
    value = connection.execute(select(setting_table.c.value).where(setting_table.c.name == HEAD)).scalar()
    number, _, rest = str(value or "").partition(" ")
    link, _, seal = rest.partition(" ")
    if not number.isdecimal() or len(number) > len(str(_MOST)):
        return 0, b""
    try:
        left = int(number), bytes.fromhex(link)
    except ValueError:
        return 0, b""
    return left if head_seal(keys.seal_key, *left).hex() == seal else (0, b"")


def set_head(connection: Connection, keys: CampaignKeys, number: int, link: bytes) -> None:
    """Remembers where the words end, so that nobody shortens them unseen."""
    value = f"{number} {link.hex()} {head_seal(keys.seal_key, number, link).hex()}"
    connection.execute(delete(setting_table).where(setting_table.c.name == HEAD))
    connection.execute(insert(setting_table).values(name=HEAD, value=value))


def _bytes(value: object) -> bytes:
    return value if isinstance(value, bytes) else b""  # SQLite keeps whatever it is given


def _bound(id: int, before: bytes) -> bytes:
    return b"signing-kiosk word v1\0" + id.to_bytes(8, "big") + before
