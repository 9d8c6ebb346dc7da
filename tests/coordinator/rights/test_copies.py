"""Copies of a campaign's secrets in its folder are known by what is in them, under whatever name."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from kiosk.coordinator.campaign.folder import CampaignFolder
from kiosk.coordinator.campaign.keys import CampaignKeys, save_keys
from kiosk.coordinator.campaign.shares import make_shares
from kiosk.coordinator.register.register import Register
from kiosk.coordinator.rights.copies import Copies, find_copies
from tests.conftest import TODAY

pytestmark = pytest.mark.slow

MOST = 64 * 1024
"""Bytes up to which a file is looked into for keys and shares."""


@pytest.fixture
def folder(desk_folder: Path, keys: CampaignKeys) -> CampaignFolder:
    opened = CampaignFolder.open(desk_folder)
    Register(opened.register_file, keys.key_id)
    return opened


def found(folder: CampaignFolder) -> Copies:
    """What is found beside the key and the register themselves."""
    copies = find_copies(folder.path, folder.public, folder.key_file)
    own = {folder.register_file, *folder.path.glob("register.sqlite-*")}
    copies.registers = [path for path in copies.registers if path not in own]
    return copies


def test_a_folder_without_copies_has_none(folder: CampaignFolder) -> None:
    assert found(folder) == Copies()


@pytest.mark.parametrize(("more", "is_found"), [(0, True), (1, False)])
def test_a_key_is_looked_for_in_files_up_to_their_limit(
    folder: CampaignFolder, more: int, is_found: bool
) -> None:
    copy = folder.path / "notes.txt"
    copy.write_bytes(folder.key_file.read_bytes().ljust(MOST + more))
    assert found(folder).keys == ([copy] if is_found else [])


def test_a_key_that_an_editor_has_written_anew_is_the_same_key(folder: CampaignFolder) -> None:
    copy = folder.path / "campaign.key.bak"
    copy.write_text(json.dumps(json.loads(folder.key_file.read_text()), indent=None, separators=(",", ":")))
    assert found(folder) == Copies(keys=[copy])


def test_only_what_has_both_is_a_key(folder: CampaignFolder) -> None:
    key = folder.key_file.read_text()
    (folder.path / "no kdf").write_text(key.replace('"kdf"', '"kd"'))
    (folder.path / "no box").write_text(key.replace('"box"', '"bx"'))
    assert found(folder) == Copies()


def test_keys_and_sheets_are_sorted_by_whose_they_are(folder: CampaignFolder, keys: CampaignKeys) -> None:
    same = folder.path / "a.key"
    shutil.copy(folder.key_file, same)
    earlier, others = folder.path / "b.key", folder.path / "c.key"
    save_keys(earlier, keys, "an earlier passphrase")
    save_keys(others, CampaignKeys.new(), "another passphrase")
    for name in ("share-1-of-3.pdf", "SHARE-12-of-16 (1).PDF"):
        (folder.path / name).write_bytes(b"%PDF-1.4")
    for name in ("my share-1-of-3.pdf", "share-x-of-3.pdf", "share-1-of-3.png"):
        (folder.path / name).write_bytes(b"%PDF-1.4")
    sheet = folder.path / "sheet"
    sheet.write_text(make_shares(keys.seed, 2, 3)[0].words)
    copies = found(folder)
    assert copies.keys == [same]
    doubtful = {"b.key", "c.key", "share-1-of-3.pdf", "SHARE-12-of-16 (1).PDF", "sheet"}
    assert {path.name for path in copies.doubtful} == doubtful


def test_in_a_copy_of_the_folder_any_key_is_the_campaigns(folder: CampaignFolder, keys: CampaignKeys) -> None:
    copy = folder.path / "copy" / "old.key"
    copy.parent.mkdir()
    shutil.copy(folder.path / "campaign.json", copy.parent)
    save_keys(copy, keys, "an earlier passphrase")
    assert found(folder) == Copies(keys=[copy])


def test_another_campaigns_folder_is_left_out_with_all_below_it(
    folder: CampaignFolder, campaign: CampaignFolder
) -> None:
    other = folder.path / "other"
    CampaignFolder.create(other, campaign.content, "another passphrase", TODAY)
    (other / "below").mkdir()
    shutil.copy(folder.key_file, other / "below" / "a.key")
    assert found(folder) == Copies()
    (other / "campaign.json").write_text("{")  # nobody knows whose it is
    assert other / "below" / "a.key" in found(folder).keys


@pytest.mark.parametrize("name", ["old register.db", "register [1].sqlite", "what*.sqlite", "odd?.sqlite"])
def test_a_register_is_found_with_what_sqlite_keeps_beside_it(folder: CampaignFolder, name: str) -> None:
    copy = folder.path / "below" / name
    copy.parent.mkdir()
    shutil.copy(folder.register_file, copy)
    beside = [copy.with_name(f"{name}-{end}") for end in ("shm", "wal")]
    for path in (*beside, copy.with_name("whatever.sqlite-wal"), copy.with_name("register 1.sqlite-wal")):
        path.write_bytes(b"")
    assert found(folder).registers == [copy, *beside]


def test_what_is_no_register_of_this_campaign_is_left_alone(folder: CampaignFolder) -> None:
    Register(folder.path / "others.sqlite", bytes(16))
    (folder.path / "short").write_bytes(b"SQLite format 3")
    (folder.path / "broken").write_bytes(b"SQLite format 3\0" + bytes(5000))
    (folder.path / "text").write_bytes(b"no SQLite format 3\0" + folder.register_file.read_bytes())
    (folder.path / "folder").mkdir()
    assert found(folder) == Copies()


def test_neither_a_pipe_nor_a_link_to_a_folder_keeps_the_search(folder: CampaignFolder) -> None:
    os.mkfifo(folder.path / "a pipe")
    elsewhere = folder.path.parent / "elsewhere"
    elsewhere.mkdir()
    shutil.copy(folder.key_file, elsewhere)
    (folder.path / "link").symlink_to(elsewhere)
    (folder.path / "nowhere").symlink_to(folder.path / "not there")
    assert found(folder) == Copies()


def test_copies_come_in_the_order_of_their_names(folder: CampaignFolder) -> None:
    copies = [folder.path / name for name in ("b", "c", "x/a", "x/z", "y/a")]
    for copy in reversed(copies):
        copy.parent.mkdir(exist_ok=True)
        shutil.copy(folder.key_file, copy)
    assert found(folder).keys == copies
