"""A petition's signature on a file so small that every byte of it can be changed."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.coordinator.reports.proof import Signatory, verify
from kiosk.errors import CampaignError, NewerVersionError
from tests.conftest import TODAY

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
FIRST, LAST = b"%PDF-1.7\nall but the last page\n", b"the last page\n%%EOF\n"


def signed(size: int = len(FIRST), first: bytes = FIRST, last: bytes = LAST) -> bytes:
    """A petition whose statement is on its first `size` bytes."""
    signatory = Signatory("demo", TODAY, 7, bytes(32), KEY.public_key().public_bytes_raw(), KEY.sign)
    whole = first + last
    statement = signatory.statement(size, hashlib.sha256(whole[:size]).digest())
    data = whole + Signatory.last_line(statement)
    return data + signatory.close(hashlib.sha256(data).digest())


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "petition.pdf"


def test_what_was_signed_is_read(path: Path) -> None:
    path.write_bytes(signed())
    said = verify(path)
    assert (said.campaign, said.day, said.counted) == ("demo", TODAY, 7)
    assert (said.size, said.document) == (len(FIRST), hashlib.sha256(FIRST).hexdigest())
    assert said.signer == KEY.public_key().public_bytes_raw().hex()


def test_no_bit_can_be_changed(path: Path) -> None:
    data = signed()
    for place in range(len(data)):
        path.write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])
        with pytest.raises(CampaignError):
            verify(path)


def test_nothing_can_be_cut_off_or_added(path: Path) -> None:
    data = signed()
    for changed in (*(data[:length] for length in range(len(data))), data + b"\n", data[1:], b"\n" + data):
        path.write_bytes(changed)
        with pytest.raises(CampaignError):
            verify(path)


def test_a_document_of_megabytes_is_read_in_pieces(path: Path) -> None:
    first = FIRST + bytes(range(256)) * 9_000
    path.write_bytes(signed(len(first), first))
    assert verify(path).size == len(first)
    path.write_bytes(signed(len(first), first).replace(b"\0\1\2", b"\0\1\3", 1))
    with pytest.raises(CampaignError, match="changed"):
        verify(path)


@pytest.mark.parametrize("size", [0, len(FIRST + LAST), len(FIRST + LAST) + 1])
def test_a_statement_is_on_some_of_the_document_but_not_on_all(path: Path, size: int) -> None:
    path.write_bytes(signed(size))
    with pytest.raises(CampaignError, match="changed"):
        verify(path)


@pytest.mark.parametrize("size", [1, len(FIRST + LAST) - 1])
def test_however_much_of_the_document_it_is_on(path: Path, size: int) -> None:
    path.write_bytes(signed(size))
    assert verify(path).size == size


@pytest.mark.parametrize("version", [b"2", b"10", b"99999999"])
def test_a_newer_programs_petition_is_told_as_that(path: Path, version: bytes) -> None:
    path.write_bytes(signed().replace(b"%kiosk-petition-1 ", b"%kiosk-petition-" + version + b" "))
    with pytest.raises(NewerVersionError):
        verify(path)


@pytest.mark.parametrize("version", [b"0", b"01", b"100000000", b"x", b"", b"-1"])
def test_what_is_no_version_is_a_change(path: Path, version: bytes) -> None:
    path.write_bytes(signed().replace(b"%kiosk-petition-1 ", b"%kiosk-petition-" + version + b" "))
    with pytest.raises(CampaignError, match="changed"):
        verify(path)
