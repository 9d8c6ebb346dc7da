"""New-PIN files: what is written is read back, and nothing that a stick can hold stops the reader."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.errors import ExportError, NewerVersionError
from kiosk.exchange.new_pin import MAX_FILE, NewPin, new_pin_file, read_new_pins, write_new_pins
from tests.exchange.conftest import CAMPAIGN, ShortKiosk
from tests.exchange.test_receipts import HOSTILE
from tests.exports import flipped

COORDINATOR = Ed25519PrivateKey.from_private_bytes(b"c" * 32)
SIGNER = COORDINATOR.public_key().public_bytes_raw()
WORD = NewPin(CAMPAIGN, ShortKiosk().id, b"n" * 16, "2026-11-22").signed(COORDINATOR)


@pytest.fixture
def path(quick_path: Path) -> Path:
    return new_pin_file(quick_path, "tiny")


def written(path: Path, *words: NewPin) -> bytes:
    write_new_pins(path, words)
    return path.read_bytes()


def test_a_word_is_read_back_and_verified(path: Path) -> None:
    other = replace(WORD, kiosk=bytes(16)).signed(COORDINATOR)
    written(path, WORD, other)
    assert path.name == "tiny.newpin"
    assert read_new_pins(path) == [WORD, other]
    assert WORD.verify(SIGNER)
    assert not WORD.verify(ShortKiosk(number=2).key.public_key().public_bytes_raw())


@pytest.mark.parametrize(
    "change",
    [
        {"campaign": bytes(16)},
        {"kiosk": bytes(16)},
        {"nonce": bytes(16)},
        {"made": "2026-11-23"},
        {"signature": bytes(64)},
        {"signature": b""},
    ],
)
def test_a_word_with_anything_changed_is_not_the_coordinators(change: dict[str, object]) -> None:
    assert not replace(WORD, **change).verify(SIGNER)


def test_every_bit_of_a_line_matters(path: Path) -> None:
    good = written(path, WORD)
    for at in range(len(good)):
        path.write_bytes(flipped(good, at))
        try:
            proven = [word for word in read_new_pins(path) if word.verify(SIGNER)]
        except NewerVersionError:
            continue
        assert proven in ([], [WORD])


@pytest.mark.parametrize("line", HOSTILE, ids=range(len(HOSTILE)))
def test_a_line_made_to_stop_the_reader_does_not(path: Path, line: bytes) -> None:
    line = line[: MAX_FILE // 4]
    path.write_bytes(line + b"\n" + written(path, WORD) + line)
    assert read_new_pins(path) == [WORD]


@pytest.mark.parametrize(
    "change",
    [
        {"newpin": 0},
        {"colour": "red"},
        {"made": "20261122"},
        {"made": "2026-02-30"},
        {"campaign": "00" * 15},
        {"kiosk": "00" * 17},
        {"nonce": "00" * 15},
        {"signature": "AAAA!AAAA"},
    ],
)
def test_a_line_that_is_not_exactly_so_is_passed_over(path: Path, change: dict[str, object]) -> None:
    line = msgspec.json.decode(written(path, WORD))
    assert line["newpin"] == 1
    path.write_bytes(msgspec.json.encode({**line, **change}) + b"\n\n" + path.read_bytes())
    assert read_new_pins(path) == [WORD]


def test_a_file_of_64_kib_is_read_and_a_larger_one_is_not(path: Path) -> None:
    path.write_bytes(written(path, WORD).ljust(64 * 1024))
    assert read_new_pins(path) == [WORD]
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(ExportError, match="larger than"):
        read_new_pins(path)


def test_what_is_no_file_of_words_is_told(path: Path) -> None:
    assert read_new_pins(path) == []
    path.mkdir()
    with pytest.raises(ExportError, match="not an ordinary file"):
        read_new_pins(path)
    path.rmdir()
    path.write_bytes(b" " * (MAX_FILE + 1))
    with pytest.raises(ExportError):
        read_new_pins(path)
    path.write_bytes(msgspec.json.encode({"newpin": 2, "something": "new"}))
    with pytest.raises(NewerVersionError):
        read_new_pins(path)
