"""The campaign's folder is copied while the desk goes on: the copy is a campaign, or there is none."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kiosk.coordinator.campaign.folder import CampaignFolder
from kiosk.coordinator.campaign.folder_copy import copy_folder
from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.integrity.checking import check, open_register
from kiosk.coordinator.merge.merge import merge
from kiosk.errors import CampaignError, StorageError
from tests.conftest import PASSPHRASE, TODAY
from tests.exports import HandmadeKiosk
from tests.people import person


@pytest.fixture
def folder(desk_folder: Path, keys: CampaignKeys, tmp_path: Path) -> CampaignFolder:
    """A campaign with nine signatures in its register."""
    kiosk = HandmadeKiosk(keys, "Gate")
    export = tmp_path / "gate.signatures"
    export.write_bytes(kiosk.batch(kiosk.sign(*(person(n) for n in range(9)))))
    opened = CampaignFolder.open(desk_folder)
    merge(open_register(opened), keys, [export])
    return opened


def files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_the_copy_is_a_campaign_that_can_be_opened_while_somebody_reads_the_first(
    folder: CampaignFolder, tmp_path: Path
) -> None:
    disk = tmp_path / "second disk"
    disk.mkdir()
    with open_register(folder).reading() as connection:
        connection.exec_driver_sql("SELECT count(*) FROM record").scalar()
        copy = copy_folder(folder, disk, TODAY)
    assert copy.name == f"{folder.path.name}-{TODAY.isoformat()}"
    assert files(copy) == files(folder.path)
    opened = CampaignFolder.open(copy)
    keys = opened.unlock(PASSPHRASE)
    register = open_register(opened)
    assert check(register, keys, opened) == []
    assert register.count() == 9


def test_what_sqlite_keeps_beside_the_register_stays_and_all_else_comes(
    folder: CampaignFolder, tmp_path: Path
) -> None:
    name = folder.register_file.name
    folder.register_file.with_name(f"{name}-journal").touch()
    (folder.path / "content" / f"{name} of last year.txt").write_text("Ask Kim.", encoding="utf-8")
    copy = copy_folder(folder, tmp_path, TODAY)
    assert files(copy) == files(folder.path) - {f"{name}-journal"}
    assert (copy / "content" / f"{name} of last year.txt").read_text(encoding="utf-8") == "Ask Kim."


def test_a_second_copy_of_one_day_leaves_the_first_alone(folder: CampaignFolder, tmp_path: Path) -> None:
    first, second, third = (copy_folder(folder, tmp_path, TODAY) for _ in range(3))
    assert (second.name, third.name) == (f"{first.name}-2", f"{first.name}-3")
    assert files(first) == files(second)


def test_a_campaign_without_a_register_is_copied_too(folder: CampaignFolder, tmp_path: Path) -> None:
    folder.register_file.unlink()
    copy = copy_folder(folder, tmp_path, TODAY)
    assert files(copy) == files(folder.path)


def test_every_file_of_the_copy_is_on_the_disk_when_it_appears(
    folder: CampaignFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A power cut loses what was not synced."""
    sync, synced = os.fsync, set[int]()
    named = tmp_path / f"{folder.path.name}-{TODAY.isoformat()}"

    def watched(handle: int) -> None:
        sync(handle)
        if not named.exists():
            synced.add(os.fstat(handle).st_ino)

    monkeypatch.setattr(os, "fsync", watched)
    copy = copy_folder(folder, tmp_path, TODAY)
    assert copy == named
    assert {path.stat().st_ino for path in copy.rglob("*") if path.is_file()} <= synced


@pytest.mark.parametrize("below", ["", "content"])
def test_a_copy_inside_the_folder_is_refused(folder: CampaignFolder, below: str) -> None:
    before = files(folder.path)
    with pytest.raises(CampaignError, match="in the campaign’s folder itself"):
        copy_folder(folder, folder.path / below, TODAY)
    assert files(folder.path) == before


def test_a_damaged_register_is_told_and_nothing_half_copied_is_left(
    folder: CampaignFolder, tmp_path: Path
) -> None:
    folder.register_file.write_bytes(b"no database " * 1000)
    disk = tmp_path / "second disk"
    disk.mkdir()
    with pytest.raises(CampaignError, match=r"register\.sqlite is not a database"):
        copy_folder(folder, disk, TODAY)
    assert list(disk.iterdir()) == []


def test_a_disk_that_is_gone_is_told(folder: CampaignFolder, tmp_path: Path) -> None:
    with pytest.raises(StorageError):
        copy_folder(folder, tmp_path / "gone", TODAY)
