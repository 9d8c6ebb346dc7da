"""What people typed is in no log of any library and in the words of no error, whatever fails."""

from __future__ import annotations

import logging
import shutil
import sqlite3
import traceback
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from kiosk.cli import kiosk
from kiosk.errors import KioskError
from tests.people import row, write_csv, written_forms

CANARIES = ("Zanzibar Quux", "zanzibar.quux@example.org", "+852 9123 4567", "Port Moresby Nine")
HELD = dict(zip(("name", "email", "phone", "city"), CANARIES, strict=True))


class Office:
    """A stall and a desk, worked by commands, and a listener to all that any library would log."""

    def __init__(self, folder: Path, desk: Path, passphrase: Path, heard: pytest.LogCaptureFixture) -> None:
        self.folder, self.desk = folder, desk
        self.data, self.stick = folder / "kiosk", folder / "stick"
        self._passphrase = passphrase
        self._heard = heard
        self.said = ""
        """All that was said, logged, or stood in an error that was caught on the way."""

    def run(self, *arguments: object) -> BaseException | None:
        done = CliRunner().invoke(kiosk, [str(one) for one in arguments])
        self.said += done.output + self._heard.text + repr([record.args for record in self._heard.records])
        self._heard.clear()
        error = done.exception
        while error is not None:
            self.said += "".join(traceback.format_exception(error, chain=False)) + repr(error)
            error = error.__cause__ or error.__context__
        return done.exception

    def at_the_desk(self, *arguments: object) -> BaseException | None:
        with_key = ("--campaign", self.desk, "--passphrase-file", self._passphrase)
        return self.run(*arguments, *with_key)

    def sign(self, *people: dict[str, str]) -> BaseException | None:
        sheet = write_csv(self.folder / "sheet.csv", people)
        return self.run("sign", sheet, "--data", self.data)

    def sync_and_merge(self) -> None:
        assert not self.run("sync", self.stick, "--data", self.data)
        (file,) = self.stick.glob("*.signatures")
        assert not self.at_the_desk("merge", file)

    def assert_nothing_said(self) -> None:
        said, small = self.said.encode(), self.said.casefold()
        for canary in CANARIES:
            for form in written_forms(canary):
                assert form not in said, canary
            assert canary.casefold() not in small


@pytest.fixture
def office(
    tmp_path: Path, desk_folder: Path, passphrase_file: Path, caplog: pytest.LogCaptureFixture
) -> Office:
    caplog.set_level(logging.DEBUG)
    for library in ("sqlalchemy", "sqlalchemy.engine", "sqlalchemy.pool", "alembic", "filelock"):
        caplog.set_level(logging.DEBUG, library)
    office = Office(tmp_path, desk_folder, passphrase_file, caplog)
    office.stick.mkdir()
    (tmp_path / "PIN").write_text("246810\n")
    (pack,) = desk_folder.glob("*.kioskpack")
    office.run("setup", pack, "--name", "Gate", "--data", office.data, "--pin-file", tmp_path / "PIN")
    return office


def test_no_log_and_no_output_tells_what_people_typed_while_all_goes_well(office: Office) -> None:
    assert not office.sign(row(1, **HELD), row(2, **{**HELD, "name": "Zanzibar Quuux"}), row(3))
    office.sync_and_merge()
    office.at_the_desk("duplicates")
    office.at_the_desk("report")
    assert not office.at_the_desk("export", office.folder / "list.csv")
    assert HELD["name"] in (office.folder / "list.csv").read_text("utf-8"), "it was there"
    assert "INSERT INTO" in office.said, "SQLAlchemy was heard"
    assert "SQL parameters hidden" in office.said
    assert "246810" not in office.said
    office.assert_nothing_said()


def _a_folder_in_the_vaults_place(office: Office) -> None:
    (office.data / "vault.sqlite").unlink()
    (office.data / "vault.sqlite").mkdir()


def _no_table_in_the_vault(office: Office) -> None:
    with sqlite3.connect(office.data / "vault.sqlite") as vault:
        for (table,) in vault.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            vault.execute(f'DROP TABLE "{table}"')


def _a_vault_that_takes_nothing(office: Office) -> None:
    with sqlite3.connect(office.data / "vault.sqlite") as vault:
        (table,) = vault.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%sealed%'"
        ).fetchone()
        vault.execute(f"CREATE TRIGGER no BEFORE INSERT ON \"{table}\" BEGIN SELECT RAISE(ABORT, 'no'); END")


@pytest.mark.parametrize(
    "broken", [_a_folder_in_the_vaults_place, _no_table_in_the_vault, _a_vault_that_takes_nothing]
)
def test_an_error_while_signing_tells_nothing_of_who_signs(
    office: Office, broken: Callable[[Office], None]
) -> None:
    broken(office)
    assert isinstance(office.sign(row(1, **HELD)), KioskError)
    office.assert_nothing_said()
    for file in office.data.rglob("*"):
        if file.is_file():
            for canary in CANARIES:
                assert not any(form in file.read_bytes() for form in written_forms(canary)), file.name


@pytest.mark.parametrize("change", ["DELETE", "UPDATE", "INSERT"])
def test_an_error_while_merging_tells_nothing_of_who_signed(office: Office, change: str) -> None:
    assert not office.sign(row(3))
    office.sync_and_merge()
    register = office.desk / "register.sqlite"
    with sqlite3.connect(register) as base:
        names = [name for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for name in names:
            base.execute(
                f'CREATE TRIGGER "{name}_no" BEFORE {change} ON "{name}" '
                "BEGIN SELECT RAISE(ABORT, 'no'); END"
            )
    assert not office.sign(row(1, **HELD))
    assert not office.run("sync", office.stick, "--data", office.data)
    (file,) = office.stick.glob("*.signatures")
    office.at_the_desk("merge", file)
    office.assert_nothing_said()


def test_a_list_that_cannot_be_written_tells_nothing_of_who_is_on_it(office: Office) -> None:
    assert not office.sign(row(1, **HELD))
    office.sync_and_merge()
    assert isinstance(office.at_the_desk("export", office.folder / "no such folder" / "list.csv"), KioskError)
    shutil.rmtree(office.stick)
    assert office.run("sync", office.stick, "--data", office.data)
    office.assert_nothing_said()
