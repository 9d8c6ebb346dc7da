"""What the coordinator says is kept as it was said, and nobody else can say, change or leave out a word."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import msgspec
import pytest
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from sqlalchemy import text

from kiosk.coordinator.campaign.folder import CampaignFolder
from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.integrity.checking import check, open_register
from kiosk.coordinator.merge.merge import merge
from kiosk.coordinator.register import words
from kiosk.coordinator.register.kept_words import KeptWords
from kiosk.coordinator.register.register import Register
from kiosk.coordinator.register.words import (
    Meaning,
    OfKiosk,
    OfNewKiosks,
    OfRecords,
    OfRule,
    OfSignature,
    OfTwo,
    RawWord,
    Standing,
    Verdict,
    Withdrawn,
)
from kiosk.errors import CampaignError, StorageError
from tests.conftest import TODAY
from tests.exports import HandmadeKiosk
from tests.people import person

pytestmark = pytest.mark.slow

EVERY_KIND = [
    OfKiosk(bytes(16), Standing.REVOKED, 3),
    OfRecords([bytes(32), os.urandom(32)], True, "2026-11-29"),
    OfRule("name+email", Meaning.QUESTION),
    OfNewKiosks(True),
    OfTwo(bytes(32), b"\1" * 32, Verdict.SAME, "Kim", "met them", "2026-11-29"),
    OfSignature(bytes(32), b"sealed", "2026-11-29", 2),
    Withdrawn([bytes(32)], [bytes(16)]),
]


@pytest.fixture
def register(desk_folder: Path) -> Register:
    """An empty one, with the campaign folder's copy of the words beside it."""
    return open_register(CampaignFolder.open(desk_folder))


def say(register: Register, keys: CampaignKeys, *spoken: words.Word) -> int:
    with register.transaction() as connection:
        return words.say(connection, keys, *spoken)


def said(register: Register, keys: CampaignKeys) -> list[tuple[int, words.Word]]:
    with register.reading() as connection:
        return [(one.id, one.word) for one in words.said(connection, keys)]


def by_hand(register: Register, *statements: str, **values: object) -> None:
    with register.transaction() as connection:
        for statement in statements:
            connection.execute(text(statement), values)


def told(register: Register, keys: CampaignKeys) -> list[str]:
    return list(map(str, check(register, keys)))


def test_every_kind_of_word_is_read_as_it_was_said(register: Register, keys: CampaignKeys) -> None:
    assert say(register, keys, *EVERY_KIND[:3]) == 3
    assert say(register, keys, *EVERY_KIND[3:]) == 7
    assert said(register, keys) == list(enumerate(EVERY_KIND, 1))
    assert said(register, CampaignKeys.new()) == []


def test_a_word_is_bound_to_the_one_before_it(register: Register, keys: CampaignKeys) -> None:
    say(register, keys, *EVERY_KIND)
    with register.reading() as connection:
        rows = words.raw_words(connection)
        end = words.head(connection, keys)
    assert [row.before for row in rows] == [b"", *(row.box[-16:] for row in rows[:-1])]
    assert end == (7, rows[-1].box[-16:])


def test_a_word_of_today_opens_in_every_later_version(register: Register, keys: CampaignKeys) -> None:
    say(register, keys, *EVERY_KIND[:2])
    with register.reading() as connection:
        row = words.raw_words(connection)[1]
    bound = b"signing-kiosk word v1\0" + (2).to_bytes(8, "big") + row.before
    told = ChaCha20Poly1305(keys.word_key).decrypt(row.box[:12], row.box[12:], bound)
    assert msgspec.json.decode(told)["word"] == "records"


def test_a_word_that_says_more_than_is_known_is_not_half_understood(
    register: Register, keys: CampaignKeys
) -> None:
    every_kind = [*EVERY_KIND, words.Begun(), words.HandedOver("list", "2026-11-29", 3, {})]
    assert say(register, keys, *every_kind) == len(every_kind)
    assert len(said(register, keys)) == len(every_kind)
    more: list[Any] = [{**msgspec.to_builtins(word), "more": 1} for word in every_kind]
    assert say(register, keys, *more) == 2 * len(every_kind)
    assert len(said(register, keys)) == len(every_kind)


def test_where_the_end_was_taken_away_the_numbers_go_on_all_the_same(
    register: Register, keys: CampaignKeys
) -> None:
    say(register, keys, *EVERY_KIND[:3])
    by_hand(register, "DELETE FROM setting WHERE name = 'words'")
    assert say(register, keys, OfNewKiosks(True)) == 4
    with register.reading() as connection:
        rows = words.raw_words(connection)
    assert [row.before for row in rows[1:]] == [row.box[-16:] for row in rows[:-1]]


@pytest.mark.parametrize(("number", "is_read"), [(9_999_999_999, True), (10_000_000_000, False)])
def test_a_number_of_ten_digits_is_read_and_no_longer_one(
    register: Register, keys: CampaignKeys, number: int, is_read: bool
) -> None:
    with register.transaction() as connection:
        words.set_head(connection, keys, number, bytes(16))
        assert words.head(connection, keys) == ((number, bytes(16)) if is_read else (0, b""))


def test_the_length_of_a_word_does_not_tell_what_it_says(register: Register, keys: CampaignKeys) -> None:
    """Nonce, text padded to 256 bytes, and what binds it."""
    long = OfTwo(bytes(32), b"\1" * 32, Verdict.SAME, "Kim", "x" * 300, "2026-11-29")
    say(register, keys, OfNewKiosks(True), OfRule("email", Meaning.NOTHING), long)
    with register.reading() as connection:
        assert [len(row.box) - 12 - 16 for row in words.raw_words(connection)] == [256, 256, 512]


@pytest.mark.parametrize(
    "value",
    ["", "3", "3 ", "x {link} {seal}", "-3 {link} {seal}", "{n} zz {seal}", "{n} {link} x", "{n} {link}",
     "2 {link} {seal}", "4 {link} {seal}", "99999999999 {link} {seal}", "9" * 30 + " {link} {seal}",
     "+{n} {link} {seal}", "{n} {link}00 {seal}"],
)  # fmt: skip
def test_an_end_that_was_changed_by_hand_is_none(register: Register, keys: CampaignKeys, value: str) -> None:
    say(register, keys, *EVERY_KIND[:3])
    told(register, keys)
    with register.reading() as connection:
        whole = connection.execute(text("SELECT value FROM setting WHERE name = 'words'")).scalar_one()
    number, link, seal = whole.split(" ")
    value = value.format(n=number, link=link, seal=seal)
    by_hand(register, "UPDATE setting SET value = :value WHERE name = 'words'", value=value)
    with register.reading() as connection:
        assert words.head(connection, keys) == (0, b"")
    (remark,) = told(register, keys)
    assert remark.startswith("What you said was changed in the register, or is missing there.")
    with register.reading() as connection:
        assert words.head(connection, keys) == (3, bytes.fromhex(link))


def test_after_a_cut_the_numbers_go_on(register: Register, keys: CampaignKeys) -> None:
    say(register, keys, *EVERY_KIND[:3])
    by_hand(register, "DELETE FROM word WHERE id > 1")
    assert say(register, keys, OfNewKiosks(False)) == 4


@pytest.mark.parametrize("taken", [10**9 - 2, 10**9 - 1, 10**9, 2**62, -4])
def test_a_number_that_a_hand_gave_is_never_gone_on_from(
    register: Register, keys: CampaignKeys, taken: int
) -> None:
    by_hand(register, "INSERT INTO word VALUES (:id, x'', x'00')", id=taken)
    assert say(register, keys, OfNewKiosks(True)) == 1
    with register.reading() as connection:
        assert words.head(connection, keys)[0] == 1


def test_words_of_another_order_are_none(register: Register, keys: CampaignKeys) -> None:
    say(register, keys, *EVERY_KIND)
    by_hand(register, "UPDATE word SET id = id + 10")
    assert said(register, keys) == []


# What the register loses comes back from the campaign folder


def test_a_register_made_anew_has_the_words_of_the_folder(
    register: Register, keys: CampaignKeys, desk_folder: Path
) -> None:
    folder = CampaignFolder.open(desk_folder)
    assert told(register, keys) == []
    assert said(register, keys) == [(1, words.Begun())]
    say(register, keys, OfNewKiosks(True), OfRule("email", Meaning.NOTHING))
    before = said(register, keys)
    register.drop()
    folder.register_file.unlink()
    anew = open_register(folder)
    assert told(anew, keys)[:-1] == []
    assert said(anew, keys) == before
    with anew.reading() as connection:
        assert words.head(connection, keys)[0] == 3


def test_what_was_said_beside_an_older_copy_is_told_as_disorder(
    register: Register, keys: CampaignKeys, desk_folder: Path, tmp_path: Path
) -> None:
    """Two desks said something after the same word: which of the two holds, only people know."""
    folder = CampaignFolder.open(desk_folder)
    stall = HandmadeKiosk(keys)
    file = tmp_path / "x.signatures"
    file.write_bytes(stall.batch(stall.sign(person(1))))
    merge(register, keys, [file], today=TODAY, folder=folder)
    say(register, keys, OfNewKiosks(True))
    copy = folder.register_file.read_bytes()
    say(register, keys, OfNewKiosks(False), OfNewKiosks(True), OfNewKiosks(False))
    folder.register_file.write_bytes(copy)
    other = Register(folder.register_file, keys.key_id)  # a desk with another folder
    say(other, keys, OfRule("email", Meaning.NOTHING), OfRule("phone", Meaning.NOTHING))
    found = told(register, keys)
    assert any("What you said was changed in the register" in one for one in found)
    assert any("what you said is in disorder from number 5 on." in one for one in found)
    again = told(register, keys)
    assert [one.split(":")[0] for one in again] == [
        "The register was put back from an older copy and went on from there"
    ]
    assert [number for number, _ in said(register, keys)] == [1, 2, 3, 4, 5]
    copy = folder.register_file.read_bytes()
    say(register, keys, OfNewKiosks(True), OfNewKiosks(False), OfNewKiosks(True))
    folder.register_file.write_bytes(copy)
    say(other, keys, OfRule("email", Meaning.QUESTION))
    told(register, keys)
    (disorder,) = told(register, keys)
    assert "in disorder from number 5 on." in disorder, "the first of several"


@pytest.mark.parametrize(("missing", "numbers"), [("1, 4, 5, 7", "1, 4–5, 7"), ("2", "2")])
def test_missing_words_are_told_by_their_numbers(
    register: Register, keys: CampaignKeys, desk_folder: Path, missing: str, numbers: str
) -> None:
    say(register, keys, *EVERY_KIND)
    CampaignFolder.open(desk_folder).words_file.unlink()
    by_hand(register, f"DELETE FROM word WHERE id IN ({missing})")
    fresh = open_register(CampaignFolder.open(desk_folder))
    beginning = "Some of what you said is missing in the register, and in this campaign folder:"
    assert any(one.startswith(f"{beginning} {numbers}.") for one in told(fresh, keys))


def test_words_that_are_brought_back_do_not_move_the_end(
    register: Register, keys: CampaignKeys, desk_folder: Path
) -> None:
    """The newest is lost everywhere: its number is not given again, and what follows is bound to it."""
    folder = CampaignFolder.open(desk_folder)
    say(register, keys, *EVERY_KIND[:3])
    say(Register(folder.register_file, keys.key_id), keys, *EVERY_KIND[3:])  # a desk with another folder
    with register.reading() as connection:
        end = words.head(connection, keys)
    by_hand(register, "DELETE FROM word WHERE id IN (2, 7)")
    assert any("in this campaign folder: 7." in one for one in told(register, keys))
    assert [number for number, _ in said(register, keys)] == [1, 2, 3, 4, 5, 6]
    with register.reading() as connection:
        assert words.head(connection, keys) == end


def test_the_copy_passes_over_damaged_lines_and_is_only_added_to(tmp_path: Path) -> None:
    path = tmp_path / "words"
    one, two, three = (RawWord(n, b"before", bytes([n]) * 40) for n in (1, 2, 3))
    kept = KeptWords(path)
    assert kept.rows() == []
    kept.keep([])
    assert not path.exists()
    kept.keep([two, one])
    assert kept.rows() == [two, one]
    assert kept.has(two)
    assert not kept.has(three)
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(lines[0][:-5] + b"\n" + b"\xff\xfe\n\n" + lines[1])
    damaged = KeptWords(path)
    assert damaged.rows() == [one]
    damaged.keep([one])
    assert path.read_bytes() != b"".join(lines)  # there was nothing to add
    damaged.keep([one, three])
    assert KeptWords(path).rows() == [one, three] == damaged.rows()
    assert path.stat().st_mode & 0o777 == 0o600
    with path.open("r+b") as file:
        file.truncate(256 * 1024 * 1024 + 1)
    with pytest.raises((CampaignError, StorageError)):
        KeptWords(path).rows()
