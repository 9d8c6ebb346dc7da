"""Withdrawing from, and destroying, a register that is on a PostgreSQL server."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.coordinator.campaign.folder import CampaignFolder
from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.register.register import Register, State
from kiosk.coordinator.rights import destroy as destroying
from kiosk.errors import StorageError
from kiosk.exchange.certificates import write_certificate
from kiosk.signing.receipt_code import new_receipt_code
from tests.conftest import TODAY
from tests.exports import HandmadeKiosk
from tests.people import person
from tests.postgres import PostgresServer
from tests.program import done, refused

CODE = new_receipt_code(lambda bits: 0x2B7E151628AED)


@pytest.fixture
def export_file(keys: CampaignKeys, tmp_path: Path) -> Path:
    library = HandmadeKiosk(keys, "Library steps")
    library.sign(person(1), person(2, receipt=CODE), person(2))
    file = tmp_path / "library.signatures"
    file.write_bytes(library.batch(library.records))
    return file


@pytest.fixture
def at(desk_folder: Path, passphrase_file: Path, address: str) -> list[object]:
    return ["--campaign", desk_folder, "--passphrase-file", passphrase_file, "--register", address]


def states(address: str, keys: CampaignKeys) -> list[State]:
    return [row.status for row in Register(address, keys.key_id).rows(keys.register_key)]


W, C = State.WITHDRAWN, State.COUNTED


def test_a_withdrawal_on_the_server_holds_for_every_desk(
    export_file: Path, at: list[object], address: str, keys: CampaignKeys, postgres: PostgresServer
) -> None:
    done("merge", export_file, *at)
    said = done("withdraw", CODE, *at, "--yes")
    assert "Library steps:3" in said
    assert "the same person's" in said
    assert states(address, keys) == [C, W, W]
    done("merge", export_file, *at)
    assert states(address, keys) == [C, W, W]
    (boxes,) = postgres.run(
        "psql", "-At", "-c", "SELECT count(box) FROM record", address.rpartition("@/")[2].partition("?")[0]
    ).split()
    assert boxes == b"1"


def test_a_code_noted_on_the_server_is_honoured_by_whichever_desk_merges(
    export_file: Path, at: list[object], address: str, keys: CampaignKeys
) -> None:
    done("withdraw", CODE, *at, "--yes")
    done("merge", export_file, *at)
    assert states(address, keys) == [C, W, C]


def test_destroying_drops_the_tables_of_the_server(
    export_file: Path, at: list[object], desk_folder: Path, address: str, postgres: PostgresServer
) -> None:
    done("merge", export_file, *at)
    assert b"CREATE TABLE" in postgres.dump(address)
    done("destroy", *at, "--yes-destroy", "stop-repression-hong-kong")
    assert b"CREATE TABLE" not in postgres.dump(address)
    said = done("certificate", desk_folder / "destruction.txt", "--campaign", desk_folder)
    assert "collected 3, counted 2" in said
    assert "the register at " in said


def test_cut_short_by_a_server_that_went_away_it_asks_for_its_address_again(
    export_file: Path, at: list[object], desk_folder: Path, address: str, keys: CampaignKeys,
    postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    done("merge", export_file, *at)
    opened = CampaignFolder.open(desk_folder)
    register = Register(address, keys.key_id)

    def and_then_the_server_stops(certificate: object, path: object) -> None:
        write_certificate(certificate, path)  # type: ignore[arg-type]
        postgres.stop()

    monkeypatch.setattr(destroying, "write_certificate", and_then_the_server_stops)
    with pytest.raises(StorageError, match="cannot be reached"):
        destroying.destroy(opened, register, keys, TODAY)
    assert not opened.key_file.exists()
    postgres.start()
    refused("destroy", "--campaign", desk_folder, saying=("are not yet", "the register’s address"))
    assert b"CREATE TABLE" in postgres.dump(address)
    assert "Destroyed." in done("destroy", *at)
    assert b"CREATE TABLE" not in postgres.dump(address)
