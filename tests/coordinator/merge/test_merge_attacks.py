"""Attacks by who has a pack, a stick or a seized laptop: what they cannot do, and what is told of it."""

from __future__ import annotations

import csv
import dataclasses
import os
from pathlib import Path
from types import SimpleNamespace

import pytest

from kiosk.coordinator.counting.books import Account
from kiosk.exchange.lines import Damaged, read_lines, write_checkpoint
from kiosk.exchange.record import Record
from kiosk.signing import seal, signature
from kiosk.signing.signature import to_json
from tests.exports import HandmadeKiosk
from tests.people import NEWER, person

pytestmark = pytest.mark.slow


@pytest.fixture
def kiosk(keys) -> HandmadeKiosk:
    made = HandmadeKiosk(keys, "Library steps")
    made.sign(*(person(n) for n in range(1, 6)))
    return made


@pytest.fixture
def honest(kiosk: HandmadeKiosk, tmp_path: Path) -> Path:
    path = tmp_path / "honest.signatures"
    path.write_bytes(kiosk.batch(kiosk.records))
    return path


@pytest.fixture
def attack(keys, tmp_path: Path) -> tuple[HandmadeKiosk, Path]:
    """A kiosk that somebody made of the public pack, and where its file goes."""
    public = SimpleNamespace(public_key=keys.public_key, key_id=keys.key_id)
    return HandmadeKiosk(public, "Library steps"), tmp_path / "attack.signatures"


def test_junk_sealed_under_the_ids_of_real_records_takes_none_away(
    honest: Path, kiosk: HandmadeKiosk, attack, make_desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The ids are readable on every stick; the junk even opens."""
    thief, file = attack
    for real in kiosk.records:
        with monkeypatch.context() as patch:
            patch.setattr(seal.secrets, "token_bytes", lambda size, id=real.id: id)
            thief.sign(person(99, name=f"Nobody {real.seq}", email="n@n.org", date="0001-01-01"))
    assert [one.id for one in thief.records] == [one.id for one in kiosk.records]
    file.write_bytes(thief.batch(thief.records))
    for order in ((honest, file), (file, honest)):
        books = make_desk().merge(*order).books
        assert books.total == Account(counted=10)
        assert len({one.name for one in books.kiosks}) == 2, "both are told apart by their ids"


def test_a_seized_laptop_that_signs_junk_under_its_own_numbers_takes_none_away(
    honest: Path, kiosk: HandmadeKiosk, keys, make_desk, tmp_path: Path
) -> None:
    officer = HandmadeKiosk(keys, kiosk.name, kiosk.key)
    officer.records = [Record(one.kiosk, one.seq, one.id, os.urandom(3184)) for one in kiosk.records]
    file = tmp_path / "junk.signatures"
    file.write_bytes(officer.batch(officer.records))
    for order in ((honest, file), (file, honest)):
        desk = make_desk()
        assert desk.merge(*order).books.total == Account(counted=5, unreadable=5)
        assert desk.merge().changed == [], "one that opens shares its number with none"


@pytest.mark.parametrize("date", ["", "0000", "-", "not a date!", "2026-11-1", "20261101", "A" * 1500])
def test_a_day_that_is_none_does_not_come_first(
    honest: Path, attack, make_desk, date: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    thief, file = attack
    monkeypatch.setattr(seal, "encode", lambda signed, size: to_json(signed).ljust(size))
    thief.sign(person(1, date=date))
    file.write_bytes(thief.batch(thief.records))
    for order in ((honest, file), (file, honest)):
        assert make_desk().merge(*order).books.total == Account(counted=5, rejected=1)


def test_a_clock_that_is_ahead_costs_nobody_and_comes_last(attack, honest: Path, make_desk) -> None:
    wrong_clock, file = attack
    wrong_clock.sign(person(1, date="2099-01-01"))
    wrong_clock.sign(person(77, date="2099-01-01"))
    file.write_bytes(wrong_clock.batch(wrong_clock.records))
    for order in ((honest, file), (file, honest)):
        desk = make_desk()
        assert desk.merge(*order).books.total == Account(counted=6, duplicate=1)
        rows = csv.DictReader(desk.list().decode("utf-8-sig").splitlines())
        assert sorted(row["status"] for row in rows if row["date"] == "2099-01-01") == [
            "counted",
            "duplicate",
        ]


def test_what_a_newer_kiosk_sealed_goes_in_after_the_update(
    attack, desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    newer, file = attack
    newer.sign(person(1, version=NEWER))
    file.write_bytes(newer.batch(newer.records))
    assert desk.merge(file).books.total == Account(rejected=1)
    monkeypatch.setattr(signature, "VERSION", NEWER)
    updated = desk.merge(file)
    assert (updated.books.total, updated.new, updated.repaired) == (Account(counted=1), 0, 1)


def test_a_record_line_repeated_after_its_batch_is_no_problem(honest: Path, desk) -> None:
    honest.write_bytes(honest.read_bytes() + honest.read_bytes().splitlines(keepends=True)[0])
    assert desk.merge(honest).files[0].problems == []


@pytest.mark.parametrize(
    "name", ["X\x1b]0;owned\x07", "X\x1b[2J", "X\nIn all: collected 0", "X\u202e", "X\u200b", "\x9bX", ""]
)
def test_a_name_that_drives_a_terminal_closes_no_batch(
    kiosk: HandmadeKiosk, name: str, tmp_path: Path
) -> None:
    file = tmp_path / "x.signatures"
    checkpoint = dataclasses.replace(kiosk.checkpoint(kiosk.records), name=name)
    file.write_bytes(write_checkpoint(checkpoint, kiosk.key))
    with file.open("rb") as opened:
        assert list(read_lines(opened)) == [Damaged()]


def test_checkpoints_without_records_make_no_kiosks(keys, honest: Path, desk) -> None:
    checkpoints = []
    for n in range(200):
        stranger = HandmadeKiosk(keys, f"Library {n}")
        records = [Record(stranger.id, 99_999_999, bytes(16), b"")]
        checkpoints.append(stranger.batch(records).splitlines(keepends=True)[-1])
    honest.write_bytes(b"".join(checkpoints) + honest.read_bytes())
    result = desk.merge(honest)
    assert [one.name for one in result.books.kiosks] == ["Library steps"]
    (problem,) = result.files[0].problems
    assert len(str(problem)) < 600


def test_an_early_date_decides_which_counts_and_both_stay_in_the_list(honest: Path, attack, desk) -> None:
    """What docs/decisions/0004 says an attacker can do, as long as there is no trust in kiosks."""
    thief, file = attack
    thief.sign(person(1, date="1999-01-01", public="name"))
    file.write_bytes(thief.batch(thief.records))
    books = desk.merge(honest, file).books
    assert books.total == Account(counted=5, duplicate=1)
    assert desk.list().count(b"canary1@example1.org") == 2
