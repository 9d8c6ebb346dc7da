"""Receipts files: what is written is read back, and nothing that a stick can hold stops the reader."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.errors import ExportError, NewerVersionError
from kiosk.exchange.lines import MAX_SEQ
from kiosk.exchange.receipts import MAX_FILE, Receipt, read_receipts, receipts_file, write_receipts
from kiosk.files import read_capped
from tests.exchange.conftest import CAMPAIGN, ShortKiosk
from tests.exports import flipped
from tests.lacking import need_posix

COORDINATOR = Ed25519PrivateKey.from_private_bytes(b"c" * 32)
SIGNER = COORDINATOR.public_key().public_bytes_raw()
RECEIPT = Receipt(CAMPAIGN, ShortKiosk().id, 132, b"n" * 32, "2026-11-22").signed(COORDINATOR)
MANY = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
"""A file is written anew for each example, so they may share a folder."""


@pytest.fixture
def path(quick_path: Path) -> Path:
    return receipts_file(quick_path, "tiny")


def written(path: Path, *receipts: Receipt) -> bytes:
    write_receipts(path, receipts)
    return path.read_bytes()


@MANY
@given(
    st.binary(min_size=16, max_size=16),
    st.integers(1, MAX_SEQ),
    st.binary(min_size=32, max_size=32),
    st.dates(),
)
def test_a_receipt_is_read_back_and_verified(
    path: Path, kiosk: bytes, upto: int, chain: bytes, day: object
) -> None:
    receipt = Receipt(CAMPAIGN, kiosk, upto, chain, str(day)).signed(COORDINATOR)
    write_receipts(path, [receipt, RECEIPT])
    assert read_receipts(path) == [receipt, RECEIPT]
    assert receipt.verify(SIGNER)


def test_its_name_is_the_campaigns(path: Path) -> None:
    assert path.name == "tiny.receipts"


@pytest.mark.parametrize(
    "change",
    [
        {"campaign": bytes(16)},
        {"kiosk": bytes(16)},
        {"upto": 133},
        {"chain": bytes(32)},
        {"made": "2026-11-23"},
        {"signature": bytes(64)},
        {"signature": b""},
    ],
)
def test_a_receipt_with_anything_changed_is_not_the_coordinators_word(change: dict[str, object]) -> None:
    assert RECEIPT.verify(SIGNER)
    assert not replace(RECEIPT, **change).verify(SIGNER)


def test_another_coordinators_receipt_is_not_this_ones(path: Path) -> None:
    assert not RECEIPT.verify(ShortKiosk(number=2).key.public_key().public_bytes_raw())
    assert not RECEIPT.verify(b"not a key")


def test_no_file_holds_no_receipt(path: Path) -> None:
    assert read_receipts(path) == []


def test_every_bit_of_a_line_matters(path: Path) -> None:
    """Whatever one flipped bit does, it never makes another receipt that the coordinator signed."""
    good = written(path, RECEIPT)
    for at in range(len(good)):
        path.write_bytes(flipped(good, at))
        try:
            proven = [receipt for receipt in read_receipts(path) if receipt.verify(SIGNER)]
        except NewerVersionError:
            continue
        assert proven in ([], [RECEIPT])


def test_a_file_cut_anywhere_loses_its_last_receipt_only(path: Path) -> None:
    one = written(path, RECEIPT)
    other = written(path, replace(RECEIPT, upto=99).signed(COORDINATOR))
    for at in range(len(one), len(one) + len(other) - 1):
        path.write_bytes((one + other)[:at])
        assert read_receipts(path) == [RECEIPT]


HOSTILE = [
    b"[" * 100_000,
    b'{"receipt":' + b"[" * 100_000,
    b'{"receipt":1e400}',
    b'{"receipt":1,"upto":' + b"9" * 5_000 + b"}",
    b'{"receipt":NaN}',
    b'{"receipt":true}',
    b'{"receipt":null}',
    b'{"made":"\\ud800"}',
    b"\0" * 1000,
    b"\xff\xfe{\0",
    b"[]",
    b"null",
]


@pytest.mark.parametrize("line", HOSTILE, ids=range(len(HOSTILE)))
def test_a_line_made_to_stop_the_reader_does_not(path: Path, line: bytes) -> None:
    path.write_bytes(line + b"\n" + written(path, RECEIPT) + line)
    assert read_receipts(path) == [RECEIPT]


@MANY
@given(
    st.recursive(st.none() | st.booleans() | st.floats() | st.integers() | st.text(), st.lists, max_leaves=4)
)
def test_any_value_in_any_field_is_survived(path: Path, value: object) -> None:
    good = msgspec.json.decode(written(path, RECEIPT))
    for key in good:
        path.write_bytes(msgspec.json.encode({**good, key: value}))
        try:
            proven = [receipt for receipt in read_receipts(path) if receipt.verify(SIGNER)]
        except NewerVersionError:
            assert key == "receipt"
            continue
        assert proven in ([], [RECEIPT])


@MANY
@given(st.binary(max_size=2000))
def test_any_bytes_are_survived(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    assert read_receipts(path) == []


def test_a_newer_programs_receipt_asks_for_an_update(path: Path) -> None:
    path.write_bytes(written(path, RECEIPT) + b'{"receipt":2,"from":101}\n')
    with pytest.raises(NewerVersionError, match="newer version"):
        read_receipts(path)


def test_a_file_that_is_too_large_is_not_read(path: Path) -> None:
    path.write_bytes(written(path, RECEIPT) * (MAX_FILE // 300))
    with pytest.raises(ExportError, match="larger than"):
        read_receipts(path)


@need_posix
def test_only_an_ordinary_file_is_read(path: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    write_receipts(elsewhere, [RECEIPT])
    path.symlink_to(elsewhere)
    with pytest.raises(ExportError, match="not an ordinary file"):
        read_receipts(path)
    path.unlink()
    path.symlink_to(tmp_path / "nowhere")
    with pytest.raises(ExportError, match="not an ordinary file"):
        read_receipts(path)
    path.unlink()
    path.mkdir()
    with pytest.raises(ExportError, match="not an ordinary file"):
        read_receipts(path)


@pytest.mark.skipif(os.name == "nt", reason="named pipes are POSIX")
def test_a_pipe_is_not_waited_for(path: Path) -> None:
    os.mkfifo(path)
    with pytest.raises(ExportError, match="not an ordinary file"):
        read_receipts(path)


def test_writing_over_a_link_leaves_what_it_leads_to(path: Path, tmp_path: Path) -> None:
    diary = tmp_path / "diary.txt"
    diary.write_text("Dear diary")
    path.symlink_to(diary)
    write_receipts(path, [RECEIPT])
    assert diary.read_text() == "Dear diary"
    assert read_capped(path, MAX_FILE).startswith(b'{"receipt":1,')


def test_a_file_of_exactly_the_largest_size_is_read_and_a_larger_one_is_not(path: Path) -> None:
    assert MAX_FILE == 4 * 1024 * 1024
    path.write_bytes(written(path, RECEIPT).ljust(MAX_FILE))
    assert read_receipts(path) == [RECEIPT]
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(ExportError, match="larger than"):
        read_receipts(path)


def test_what_is_signed_is_written_as_the_format_has_it() -> None:
    receipt = Receipt(b"c" * 16, b"k" * 16, 132, b"n" * 32, "2026-11-22")
    number = b"\0" * 7 + b"\x84"
    said = b"signing-kiosk merge receipt v1\0" + b"c" * 16 + b"k" * 16 + number + b"n" * 32 + b"2026-11-22"
    assert receipt.message() == said
    assert not receipt.verify(SIGNER), "it is not signed yet"
