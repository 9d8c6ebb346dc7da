"""What somebody may do to an export file on its way: none counts twice, none is lost, all is told."""

from __future__ import annotations

import dataclasses
import shutil
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.counting.books import Account, balance
from kiosk.coordinator.counting.forks import accept, forks
from kiosk.exchange.lines import write_checkpoint, write_record
from kiosk.exchange.record import Record
from kiosk.signing import seal
from kiosk.signing.seal import SealingKey
from kiosk.signing.signature import to_json
from kiosk.stall.kiosk import Kiosk
from kiosk.stall.sync import sync
from tests.conftest import TODAY
from tests.exports import HandmadeKiosk
from tests.people import NEWER, person


@pytest.fixture
def kiosk(keys) -> HandmadeKiosk:
    made = HandmadeKiosk(keys, "Library steps")
    made.sign(*(person(n) for n in range(1, 6)))
    return made


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "exports.signatures"


def test_another_campaigns_file_is_left_out(file: Path, kiosk: HandmadeKiosk, desk) -> None:
    foreign = HandmadeKiosk(CampaignKeys.new())
    file.write_bytes(foreign.batch(foreign.sign(person(1))))
    result = desk.merge(file)
    assert result.new == 0
    (problem,) = result.files[0].problems
    assert "another campaign" in str(problem)
    file.write_bytes(file.read_bytes() + kiosk.batch(kiosk.records))
    assert desk.merge(file).books.total == Account(counted=5)


@pytest.mark.parametrize(
    "change",
    [
        {"name": "Another kiosk"},
        {"campaign": b"x" * 16},
        {"key": b"x" * 32},
        {"start": b"x" * 32},
        {"first": 2, "last": 6},
        {"digests": (b"x" * 32,) * 5},
    ],
)
def test_a_changed_checkpoint_vouches_for_nothing(
    file: Path, kiosk: HandmadeKiosk, desk, change: dict[str, object]
) -> None:
    lines = b"".join(write_record(record) for record in kiosk.records)
    honest = kiosk.checkpoint(kiosk.records)
    signature = kiosk.key.sign(honest.message())
    forged = dataclasses.replace(honest, **change)

    class SameSignature:
        def sign(self, message: bytes) -> bytes:
            return signature

    file.write_bytes(lines + write_checkpoint(forged, SameSignature()))  # type: ignore[arg-type]
    result = desk.merge(file)
    assert result.new == 0
    assert any(
        "wrong signature" in str(problem) or "another campaign" in str(problem)
        for problem in result.files[0].problems
    )
    assert any(": 5 (" in str(problem) for problem in result.files[0].problems)


def test_nobody_else_can_sign_for_a_kiosk(file: Path, kiosk: HandmadeKiosk, desk) -> None:
    lines = b"".join(write_record(record) for record in kiosk.records)
    file.write_bytes(lines + write_checkpoint(kiosk.checkpoint(kiosk.records), Ed25519PrivateKey.generate()))
    result = desk.merge(file)
    assert result.new == 0
    assert any("wrong signature" in str(problem) for problem in result.files[0].problems)


def test_nobody_takes_a_kiosks_records_away_by_vouching_for_them_first(
    file: Path, kiosk: HandmadeKiosk, desk
) -> None:
    thief = HandmadeKiosk(kiosk.keys, "Thief")
    *records, checkpoint = kiosk.batch(kiosk.records).splitlines(keepends=True)
    stolen = write_checkpoint(
        dataclasses.replace(kiosk.checkpoint(kiosk.records), key=thief.key.public_key().public_bytes_raw()),
        thief.key,
    )
    file.write_bytes(b"".join([*records, stolen, checkpoint]))
    books = desk.merge(file).books
    assert books.total == Account(counted=5)
    assert [one.gaps for one in books.kiosks if one.kiosk == kiosk.id.hex()] == [[]]


def test_records_carried_into_another_kiosks_file_count_once(
    file: Path, kiosk: HandmadeKiosk, make_desk, tmp_path: Path
) -> None:
    """Somebody with a kiosk of their own signs for ciphertexts that were taken at another one."""
    kiosk.records = []
    kiosk.sign(*(person(n, email="") for n in range(5)))  # nothing but the record tells them apart
    thief = HandmadeKiosk(kiosk.keys, "Thief")
    thief.records = [Record(thief.id, one.seq, one.id, one.sealed) for one in kiosk.records]
    copy = tmp_path / "copy.signatures"
    file.write_bytes(kiosk.batch(kiosk.records))
    copy.write_bytes(thief.batch(thief.records))
    one, other = make_desk(), make_desk()
    assert one.merge(file, copy).books.total == Account(counted=5, duplicate=5)
    assert other.merge(copy, file).books.total == Account(counted=5, duplicate=5)
    assert one.list() == other.list()


def test_a_record_given_twice_under_two_numbers_counts_once(file: Path, kiosk: HandmadeKiosk, desk) -> None:
    kiosk.records = []
    first, *_ = kiosk.sign(*(person(n, email="") for n in range(5)))
    kiosk.records.append(Record(kiosk.id, 6, first.id, first.sealed))
    file.write_bytes(kiosk.batch(kiosk.records))
    assert desk.merge(file).books.total == Account(counted=5, duplicate=1)


def test_a_swapped_record_id_does_not_open(file: Path, kiosk: HandmadeKiosk, desk) -> None:
    one, two = kiosk.records[:2]
    kiosk.records[0] = dataclasses.replace(one, id=two.id)
    kiosk.records[1] = dataclasses.replace(two, id=one.id)
    file.write_bytes(kiosk.batch(kiosk.records))
    books = desk.merge(file).books
    assert books.total == Account(counted=3, unreadable=2)
    assert [one.number for one in books.failures] == [1, 2]


def test_a_record_sealed_for_another_campaign_is_listed(file: Path, kiosk: HandmadeKiosk, desk) -> None:
    other = CampaignKeys.new()
    sealed = SealingKey(other.public_key, kiosk.keys.key_id).seal(person(9))
    kiosk.records.append(Record(kiosk.id, 6, sealed.id, sealed.data))
    kiosk.records.append(Record(kiosk.id, 7, b"i" * 16, b"not even sealed"))
    kiosk.records.append(Record(kiosk.id, 8, b"j" * 16, b""))
    file.write_bytes(kiosk.batch(kiosk.records))
    books = desk.merge(file).books
    assert books.total == Account(counted=5, unreadable=3)
    assert [one.number for one in books.failures] == [6, 7, 8]


def test_what_opens_but_is_no_signature_is_rejected_with_its_number(
    file: Path, kiosk: HandmadeKiosk, desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seal, "encode", lambda signature, size: to_json(signature).ljust(size))
    for changes in ({"name": " "}, {"consent": ""}, {"version": NEWER}, {"name": "x" * 301}):
        kiosk.sign(person(9, **changes))
    file.write_bytes(kiosk.batch(kiosk.records))
    books = desk.merge(file).books
    assert books.total == Account(counted=5, rejected=4)
    assert [(one.number, one.state) for one in books.failures] == [(n, "rejected") for n in (6, 7, 8, 9)]
    assert all(one.reason for one in books.failures)
    assert not any("Ana" in one.reason for one in books.failures)


def test_a_cloned_laptop_loses_nothing(make_kiosk, tmp_path: Path, stick: Path, make_desk) -> None:
    """The data folder is copied and both go on: the same numbers, other people."""
    kiosk = make_kiosk("A")
    for n in (1, 2):
        kiosk.sign(person(n))
    shutil.copytree(kiosk.data, tmp_path / "clone")
    clone = Kiosk.open(tmp_path / "clone")
    for n in (3, 4, 5):
        kiosk.sign(person(n))
    for n in (6, 7):
        clone.sign(person(n))
    apart = [tmp_path / "one.signatures", tmp_path / "two.signatures"]
    sync(kiosk, apart[0])
    sync(clone, apart[1])  # to one stick it would be found out (tests/stall/test_copied.py)
    together = stick / "both.signatures"
    together.write_bytes(b"".join(path.read_bytes() for path in apart))
    one = make_desk()
    result = one.merge(together)
    # Nobody knows which laptop's numbers 3 and 4 are right, so a coordinator looks (test_forks.py).
    assert result.books.total == Account(counted=3, rejected=4)
    assert result.books.kiosks[0].gaps == []
    other = make_desk()
    other.merge(*reversed(apart))
    assert other.list() == one.list()
    assert one.merge(*apart).new == 0
    everyone = {claim.digest for fork in forks(one.register) for claim in fork.claims}
    assert accept(one.register, one.keys, everyone, TODAY) == 4
    assert balance(one.register).total == Account(counted=7)


def test_a_kiosks_name_is_only_a_name(file: Path, kiosk: HandmadeKiosk, desk) -> None:
    namesake = HandmadeKiosk(kiosk.keys, "Library steps")
    namesake.sign(person(20))
    formula = HandmadeKiosk(kiosk.keys, "=cmd|'/c calc'!A1")
    formula.sign(person(21))
    file.write_bytes(b"".join(one.batch(one.records) for one in (kiosk, namesake, formula)))
    result = desk.merge(file)
    assert {one.name for one in result.books.kiosks} == {
        f"Library steps ({kiosk.id.hex()[:8]})",
        f"Library steps ({namesake.id.hex()[:8]})",
        "=cmd|'/c calc'!A1",
    }
    assert b",=cmd" not in desk.list()
    assert b",'=cmd" in desk.list()
