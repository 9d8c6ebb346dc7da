"""A petition's signature on a file so small that every byte of it can be changed."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.reports.proof import Signatory, SignedStatement, verify
from kiosk.errors import CampaignError, NewerVersionError
from tests.conftest import TODAY, Desk
from tests.exports import HandmadeKiosk, flipped
from tests.lacking import need_posix
from tests.people import person

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
FIRST, LAST = b"%PDF-1.7\nall but the last page\n", b"the last page\n%%EOF\n"


def signed(
    size: int = len(FIRST), first: bytes = FIRST, last: bytes = LAST, signatory: Signatory | None = None
) -> bytes:
    """A petition whose statement is on its first `size` bytes."""
    key = KEY.public_key().public_bytes_raw()
    signatory = signatory or Signatory("demo", TODAY, 7, bytes(32), key, KEY.sign)
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


def test_the_statement_is_the_json_that_is_specified() -> None:
    signatory = Signatory("demo", TODAY, 7, bytes(32), KEY.public_key().public_bytes_raw(), KEY.sign)
    statement = signatory.statement(9, bytes([255] * 32))
    assert json.loads(statement.statement.line) == {
        "petition": 1, "campaign": "demo", "day": TODAY.isoformat(), "counted": 7, "bytes": 9,
        "document": "ff" * 32, "register": "00" * 32, "signer": KEY.public_key().public_bytes_raw().hex(),
    }  # fmt: skip


def test_it_is_on_the_records_that_count(desk: Desk, keys: CampaignKeys, path: Path, tmp_path: Path) -> None:
    kiosk = HandmadeKiosk(keys)
    first, second, *_ = kiosk.sign(person(1), person(2), person(1, date="2026-11-02"), person(3, consent=""))
    file = tmp_path / "x.signatures"
    file.write_bytes(kiosk.batch(kiosk.records))
    desk.merge(file)
    signatory = Signatory.of(desk.register, keys, "demo", TODAY, 2)
    path.write_bytes(signed(signatory=signatory))
    said = verify(path)
    counted = b"".join(sorted((first.digest(), second.digest())))
    assert said.register == hashlib.sha256(b"signing-kiosk counted v1\0" + counted).hexdigest()
    assert (said.campaign, said.day, said.counted, said.signer) == ("demo", TODAY, 2, keys.signer.hex())


def test_a_file_without_a_signature_is_no_petition(path: Path) -> None:
    for data in (b"", FIRST + LAST, FIRST + LAST + b"%kiosk-petition", FIRST * 1000):
        path.write_bytes(data)
        with pytest.raises(CampaignError, match="is no petition"):
            verify(path)


@need_posix
def test_a_link_to_it_is_as_good(path: Path) -> None:
    path.write_bytes(signed())
    link = path.with_name("link.pdf")
    link.symlink_to(path)
    assert verify(link) == verify(path)


def test_its_last_line_has_room_for_4096_bytes_with_the_line_end_before_it(path: Path) -> None:
    def of(campaign: str) -> bytes:
        key = KEY.public_key().public_bytes_raw()
        return signed(signatory=Signatory(campaign, TODAY, 7, bytes(32), key, KEY.sign))

    room = 4096 - (len(of("")) - len(FIRST + LAST) + 1)
    path.write_bytes(of("x" * room))
    assert verify(path).campaign == "x" * room
    path.write_bytes(of("x" * (room + 1)))
    with pytest.raises(CampaignError, match="is no petition"):
        verify(path)


def test_each_of_its_signatures_must_fit(path: Path) -> None:
    """Who has the file alone, or the page with the QR code alone, is not shown what nobody said."""
    signatory = Signatory("demo", TODAY, 7, bytes(32), KEY.public_key().public_bytes_raw(), KEY.sign)
    good = signatory.statement(len(FIRST), hashlib.sha256(FIRST).digest())
    other = signatory.statement(len(FIRST), hashlib.sha256(LAST).digest())
    for statement in (SignedStatement(good.statement, other.signature), other):
        data = FIRST + LAST + Signatory.last_line(statement)
        path.write_bytes(data + signatory.close(hashlib.sha256(data).digest()))
        with pytest.raises(CampaignError, match="was changed"):
            verify(path)


def test_no_bit_can_be_changed(path: Path) -> None:
    data = signed()
    for place in range(len(data)):
        path.write_bytes(flipped(data, place))
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
