"""Full disks, write-protected disks, and data folders of a newer version, as staff meet them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.stall.kiosk import Kiosk
from tests.conftest import Disk
from tests.disks import stick
from tests.people import row, write_csv
from tests.program import done, kiosk, refused


def test_a_full_disk_while_signing(small_disk, make_kiosk, tmp_path: Path) -> None:
    data = make_kiosk(data=small_disk.path / "A").data
    sheet = write_csv(tmp_path / "sheet.csv", [row(n) for n in range(400)])
    said = refused("sign", sheet, "--data", data, saying=("full", "Free some space"))
    assert "canary" not in said
    stored = Kiosk.open(data).vault.count()
    assert 0 < stored < 400
    Kiosk.open(data).vault.check()
    refused("sign", sheet, "--data", data, saying=("full",))
    done("status", "--data", data)


def test_every_row_reported_before_the_disk_was_full_is_there(small_disk, make_kiosk, tmp_path: Path) -> None:
    data = make_kiosk(data=small_disk.path / "A").data
    sheet = write_csv(tmp_path / "sheet.csv", [row(n) for n in range(400)])
    result = kiosk("sign", sheet, "--data", data)
    assert result.returncode == 1
    reported = [line for line in result.stdout.splitlines() if "stored as number" in line]
    assert len(reported) == Kiosk.open(data).vault.count()


def test_a_full_stick(small_disk, stall: Kiosk, tmp_path: Path) -> None:
    done("sign", write_csv(tmp_path / "sheet.csv", [row(1)]), "--data", stall.data)
    small_disk.fill()
    refused("sync", small_disk.path, "--data", stall.data, saying=("space",))
    assert not list(small_disk.path.glob("*.signatures"))
    assert stall.status().waiting == 1


@pytest.fixture
def real_disk(tmp_path: Path) -> Iterator[Disk]:
    """One that outlasts the laptop going off, as set-up asks for."""
    with stick(tmp_path / "real disk") as path:
        yield Disk(path)


def test_a_full_disk_at_set_up(real_disk: Disk, campaign) -> None:
    real_disk.fill()
    data = real_disk.path / "A"
    refused("setup", campaign.pack_file, "--name", "A", "--data", data, saying=("full",))
    assert not data.exists() or not list(data.iterdir())


def test_a_write_protected_data_folder(small_disk, make_kiosk, tmp_path: Path) -> None:
    data = make_kiosk(data=small_disk.path / "A").data
    sheet = write_csv(tmp_path / "sheet.csv", [row(1)])
    done("sign", sheet, "--data", data)
    small_disk.protect()
    write_csv(sheet, [row(2)])
    refused("sign", sheet, "--data", data, saying=("cannot be written to",))
    assert "Signatures:  1" in done("status", "--data", data), "what is there can still be read"


def test_a_write_protected_disk_at_set_up(real_disk: Disk, campaign) -> None:
    real_disk.protect()
    refused("setup", campaign.pack_file, "--name", "A", "--data", real_disk.path / "A", saying=("cannot be",))


def test_a_data_folder_of_a_newer_version(stall: Kiosk, tmp_path: Path) -> None:
    sheet = write_csv(tmp_path / "sheet.csv", [row(1)])
    connection = sqlite3.connect(stall.data / "vault.sqlite")
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    for command in (("sign", sheet), ("status",), ("sync", tmp_path)):
        refused(*command, "--data", stall.data, saying=("newer version", "Update"))
    (stall.data / "kiosk.json").write_text('{"version": 99, "other": "keys"}')
    refused("status", "--data", stall.data, saying=("newer version", "Update"))
    assert not list(tmp_path.glob("*.signatures"))


def test_a_damaged_data_folder(stall: Kiosk, tmp_path: Path) -> None:
    vault = stall.data / "vault.sqlite"
    vault.write_bytes(b"\xa5" * 20_000)
    refused("status", "--data", stall.data, saying=("vault.sqlite", "Do not delete it"))
    vault.unlink()
    refused("status", "--data", stall.data, saying=("missing", "Put the file back"))
    assert not vault.exists()
    (stall.data / "kiosk.json").write_text("{")
    refused("status", "--data", stall.data, saying=("damaged",))
