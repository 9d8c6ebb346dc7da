"""The last day: everything that can open a signature goes, and a certificate with the totals stays."""

from __future__ import annotations

import datetime
import os
import shutil
import sqlite3
from contextlib import closing
from itertools import count
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import create_engine, inspect, text

from kiosk.coordinator.campaign.folder import CampaignFolder
from kiosk.coordinator.campaign.keys import CampaignKeys, replace_keys, save_keys
from kiosk.coordinator.campaign.public_side import SharesMade
from kiosk.coordinator.campaign.retention import Countdown, countdown
from kiosk.coordinator.campaign.shares import make_shares
from kiosk.coordinator.counting.books import Account, Books
from kiosk.coordinator.merge.merge import merge
from kiosk.coordinator.register.register import Register
from kiosk.coordinator.rights.certificates import destruction_certificate
from kiosk.coordinator.rights.destroy import destroy, finish, inventory, is_under_way, sheets_to_burn
from kiosk.coordinator.rights.withdrawals import plan_by_record, withdraw
from kiosk.errors import CampaignError, SettingsError, StorageError
from kiosk.exchange.certificates import read_certificate, write_certificate
from tests.conftest import PASSPHRASE, TODAY
from tests.exports import HandmadeKiosk
from tests.people import person
from tests.program import done, kiosk, refused

DESTROY_BY = datetime.date(2028, 12, 31)


@pytest.fixture
def folder(desk_folder: Path, keys: CampaignKeys) -> CampaignFolder:
    """A campaign at its end: two signatures merged and one withdrawn, and an exported list left lying."""
    opened = CampaignFolder.open(desk_folder)
    kiosk = HandmadeKiosk(keys, "Library steps")
    kiosk.sign(person(1), person(2), person(3))
    export = desk_folder.parent / "stick.signatures"
    export.write_bytes(kiosk.batch(kiosk.records))
    register = Register(opened.register_file, keys.key_id)
    merge(register, keys, [export])
    withdraw(register, keys, opened, plan_by_record(register, keys, "Library steps:3"), TODAY)
    (desk_folder / "list.csv").write_text("name\nAna Canário\n")
    (desk_folder / ".campaign.key.x7").write_text("cut short")
    return opened


def destroy_all(folder: CampaignFolder, keys: CampaignKeys) -> Path:
    return destroy(folder, Register(folder.register_file, keys.key_id), keys, TODAY)


def names(paths: list[Path]) -> list[str]:
    return [path.name for path in paths]


def tables_in(file: Path) -> set[str]:
    with closing(sqlite3.connect(file)) as database:
        tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    return {name for (name,) in tables if not name.startswith("sqlite_")}


def test_the_inventory_says_exactly_what_goes(folder: CampaignFolder, keys: CampaignKeys) -> None:
    found = inventory(folder)
    assert names(found.goes) == [
        ".campaign.key.x7",
        "campaign.key",
        "register.sqlite",
        "stop-repression-hong-kong.kioskpack",
        *names(list(folder.withdrawals.iterdir())),
    ]
    assert names(found.stays) == ["campaign.json", "content"]
    assert names(found.unknown) == ["list.csv"]
    before = set(folder.path.iterdir())
    destroy_all(folder, keys)
    assert not any(path.exists() for path in found.goes)
    kept = {*found.stays, *found.unknown, folder.destruction}
    assert set(folder.path.iterdir()) == kept
    assert kept <= before | {folder.destruction}


def test_the_certificate_has_the_totals_and_is_still_good_without_the_key(
    folder: CampaignFolder, keys: CampaignKeys
) -> None:
    certificate = read_certificate(destroy_all(folder, keys))
    assert certificate.verify(CampaignFolder.open(folder.path).public.signer)
    assert certificate.facts.kind == "destruction"
    totals = {"collected": 3, "counted": 2, "duplicate": 0, "withdrawn": 1, "rejected": 0, "unreadable": 0}
    assert certificate.facts.totals == totals
    assert "collected 3, counted 2" in certificate.statement
    assert "Library steps: collected 3" in certificate.statement
    assert "share sheets" in certificate.statement
    assert "canary" not in certificate.statement


def test_a_destroyed_campaign_says_so(folder: CampaignFolder, keys: CampaignKeys) -> None:
    destroy_all(folder, keys)
    with pytest.raises(CampaignError, match="were destroyed") as caught:
        CampaignFolder.open(folder.path).unlock(PASSPHRASE)
    assert "destruction.txt" in caught.value.todo


def test_the_keys_place_on_the_disk_is_written_over_first(
    folder: CampaignFolder, keys: CampaignKeys, tmp_path: Path
) -> None:
    """Seen through a second name of the same file."""
    key = folder.key_file.read_bytes()
    (tmp_path / "second name").hardlink_to(folder.key_file)
    destroy_all(folder, keys)
    left = (tmp_path / "second name").read_bytes()
    assert len(left) == len(key)
    assert not any(key[at : at + 8] in left for at in range(0, len(key) - 8, 8))


@pytest.mark.skipif(os.name == "nt", reason="only POSIX has a way to sync a folder")
def test_each_step_is_on_the_disk_before_the_next(
    folder: CampaignFolder, keys: CampaignKeys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A power cut loses what was not synced: what was written, and of a folder, which files are in it."""
    key, second_name = folder.key_file.read_bytes(), tmp_path / "second name"
    second_name.hardlink_to(folder.key_file)
    sync, keys_then, folders_then = os.fsync, list[bytes](), list[set[str]]()

    def watched(handle: int) -> None:
        seen = os.fstat(handle)
        if os.path.samestat(seen, folder.path.stat()):
            folders_then.append({path.name for path in folder.path.iterdir()})
        elif os.path.samestat(seen, second_name.stat()):
            keys_then.append(second_name.read_bytes())
        sync(handle)

    monkeypatch.setattr(os, "fsync", watched)
    destroy_all(folder, keys)
    (overwritten,) = keys_then
    assert (len(overwritten), key[:20] in overwritten) == (len(key), False)
    left = {"campaign.json", "content", "list.csv"}
    assert folders_then[-2:] == [
        left | {"withdrawals", "destruction-under-way.txt"},
        left | {"destruction.txt"},
    ]


def test_what_another_program_deletes_meanwhile_is_gone_too(
    folder: CampaignFolder, keys: CampaignKeys, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance, of_the_key = os.urandom, folder.key_file.stat().st_size

    def meanwhile(size: int) -> bytes:
        if size == of_the_key:
            folder.pack_file.unlink()
        return chance(size)

    monkeypatch.setattr(os, "urandom", meanwhile)
    assert destroy_all(folder, keys) == folder.destruction
    assert not folder.pack_file.exists()


def test_what_the_coordinator_said_goes_too(folder: CampaignFolder, keys: CampaignKeys) -> None:
    folder.words_file.write_bytes(b"said")
    piece = folder.path / ".words.log.x7"
    piece.write_bytes(b"cut short")
    found = inventory(folder)
    assert found.words == [piece, folder.words_file]
    assert set(found.words) <= set(found.goes)
    destroy_all(folder, keys)
    assert not any(path.exists() for path in found.words)


def test_a_register_elsewhere_goes_once_its_address_is_given(
    folder: CampaignFolder, keys: CampaignKeys, tmp_path: Path
) -> None:
    elsewhere, another = (Register(tmp_path / name, keys.key_id) for name in ("elsewhere.db", "another.db"))
    merge(elsewhere, keys, [tmp_path / "stick.signatures"])
    certificate = read_certificate(destroy(folder, elsewhere, keys, TODAY))
    assert certificate.facts.elsewhere == elsewhere.name
    assert f"the register at {elsewhere.name}" in certificate.statement
    assert tables_in(tmp_path / "elsewhere.db") == set()
    folder.destruction.rename(folder.destruction_under_way)
    for wrong in (None, another):
        with pytest.raises(SettingsError, match="are not yet"):
            finish(folder, wrong)
    assert "record" in tables_in(tmp_path / "another.db")
    assert finish(folder, elsewhere) == folder.destruction


def test_the_certificate_of_a_withdrawal_destroys_nothing(folder: CampaignFolder) -> None:
    (withdrawal,) = folder.withdrawals.iterdir()
    shutil.copy(withdrawal, folder.destruction_under_way)
    with pytest.raises(CampaignError, match="not signed by this campaign"):
        finish(folder, None)
    assert folder.key_file.exists()


def test_a_campaign_without_its_key_file_can_be_destroyed(folder: CampaignFolder, keys: CampaignKeys) -> None:
    folder.key_file.unlink()
    certificate = read_certificate(destroy_all(folder, keys))
    assert "campaign.key\n" not in certificate.statement.replace(".campaign.key.x7", "")


@pytest.mark.parametrize(
    ("shares", "said"),
    [
        (None, "printed share sheets, if any were ever made"),
        (SharesMade(7, 2, 3), "the printed share sheets of set 7 (1 to 3), and those of any earlier set"),
        (SharesMade(7, 2, None), "the printed share sheets of set 7 (all that were made), and those of any "
                                 "earlier set"),
    ],
)  # fmt: skip
def test_which_sheets_are_to_be_burnt_is_said_as_far_as_it_is_known(
    campaign: CampaignFolder, shares: SharesMade | None, said: str
) -> None:
    assert sheets_to_burn(msgspec.structs.replace(campaign.public, shares=shares)) == said


@pytest.mark.parametrize("deleted", range(5))
def test_cut_short_anywhere_it_goes_on_where_it_stopped(
    folder: CampaignFolder, keys: CampaignKeys, monkeypatch: pytest.MonkeyPatch, deleted: int
) -> None:
    class PowerCut(BaseException):
        pass

    real, calls = Path.unlink, count()

    def until_the_cut(path: Path, missing_ok: bool = False) -> None:
        if next(calls) == deleted:
            raise PowerCut
        real(path, missing_ok)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", until_the_cut)
        with pytest.raises(PowerCut):
            destroy_all(folder, keys)
    assert is_under_way(folder)
    with pytest.raises(CampaignError, match="being destroyed"):
        folder.unlock(PASSPHRASE)
    again = CampaignFolder.open(folder.path)
    certificate = read_certificate(finish(again, None))
    assert certificate.facts.totals["collected"] == 3
    assert not is_under_way(again)
    assert names(inventory(again).goes) == []


def test_a_file_that_cannot_be_deleted_is_named_and_the_key_is_gone(
    folder: CampaignFolder, keys: CampaignKeys
) -> None:
    register = Register(folder.register_file, keys.key_id)
    (folder.path / "register.sqlite-broken").mkdir()  # a folder cannot be unlinked
    with pytest.raises(StorageError, match="sqlite-broken"):
        destroy(folder, register, keys, TODAY)
    assert not folder.key_file.exists()
    assert not folder.register_file.exists()
    assert is_under_way(folder)
    (folder.path / "register.sqlite-broken").rmdir()
    assert finish(folder, None) == folder.destruction


def test_somebody_elses_certificate_destroys_nothing(folder: CampaignFolder) -> None:
    nothing = Books(Account(), [], [])
    forged = destruction_certificate(
        CampaignKeys.new(), folder.public.campaign, nothing, ["all"], "", "", TODAY
    )
    write_certificate(folder.destruction_under_way, forged)
    with pytest.raises(CampaignError, match="not signed"):
        finish(folder, None)
    assert folder.key_file.exists()
    assert folder.register_file.exists()


def test_the_share_sheets_to_burn_are_named_by_number(folder: CampaignFolder, keys: CampaignKeys) -> None:
    shares = folder.make_shares(keys, 3, 5)
    again = CampaignFolder.open(folder.path)
    certificate = read_certificate(destroy_all(again, keys))
    assert f"share sheets of set {shares[0].set} (1 to 5)" in certificate.statement
    with pytest.raises(CampaignError, match="were destroyed"):
        CampaignFolder.open(folder.path).recover(shares[:3], "another good passphrase")
    assert not folder.key_file.exists()


def test_without_totals_the_certificate_says_that_they_are_not_known(
    folder: CampaignFolder, keys: CampaignKeys
) -> None:
    register = Register(folder.register_file, keys.key_id)
    certificate = read_certificate(destroy(folder, register, keys, TODAY, with_totals=False))
    assert certificate.facts.totals == {}
    assert "how many signatures were in it is not known" in certificate.statement
    assert "collected" not in certificate.statement


def test_a_campaign_that_never_merged_can_be_destroyed(desk_folder: Path, keys: CampaignKeys) -> None:
    opened = CampaignFolder.open(desk_folder)
    certificate = read_certificate(destroy(opened, None, keys, TODAY))
    assert certificate.facts.totals["collected"] == 0


@pytest.mark.parametrize(
    ("days", "urgent", "said"),
    [
        (400, False, "400 days left"),
        (31, False, "31 days left"),
        (30, True, "30 days left"),
        (1, True, "1 day left"),
        (0, True, "today is the last day"),
        (-1, True, "1 day ago"),
        (-400, True, "400 days ago"),
    ],
)
def test_the_countdown_is_urgent_from_thirty_days_before(days: int, urgent: bool, said: str) -> None:
    left = Countdown(DESTROY_BY, DESTROY_BY - datetime.timedelta(days=days))
    assert (left.days_left, left.is_urgent) == (days, urgent)
    assert said in left.sentence
    assert ("kiosk destroy" in left.sentence) is urgent


def test_the_day_is_the_packs_not_that_of_content_nobody_has_signed_under(desk_folder: Path) -> None:
    opened = CampaignFolder.open(desk_folder)
    settings = opened.content / "campaign.toml"
    settings.write_text(settings.read_text().replace("2028-12-31", "2031-12-31"))
    left = countdown(opened, TODAY)
    assert left is not None
    assert left.destroy_by == DESTROY_BY
    opened.pack_file.unlink()
    left = countdown(opened, TODAY)
    assert left is not None
    assert left.destroy_by == datetime.date(2031, 12, 31)
    settings.unlink()
    assert countdown(opened, TODAY) is None


@pytest.mark.parametrize(
    "name",
    ["campaign (conflicted copy).key", "campaign.key.bak", ".stversions/campaign~20261101.key",
     "old/photo.jpg", "content/en/notes.txt"],
)  # fmt: skip
def test_a_copy_of_the_key_goes_whatever_it_is_called(
    folder: CampaignFolder, keys: CampaignKeys, name: str
) -> None:
    copy = folder.path / name
    copy.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(folder.key_file, copy)
    second = folder.path / "second.bak"
    os.link(copy, second)  # what is behind both names is written over
    found = inventory(folder)
    assert copy in found.keys
    assert found.keys[-1] == folder.key_file
    with second.open("rb") as still_open:
        certificate = read_certificate(destroy_all(folder, keys))
        assert b"argon2id" not in still_open.read()
    assert name in certificate.statement
    assert not copy.exists()
    assert not second.exists()


@pytest.mark.parametrize("what", ["earlier passphrase", "UTF-16", "sheet", "printed sheet"])
def test_what_may_open_signatures_stops_it_before_anything_is_certified(
    folder: CampaignFolder, keys: CampaignKeys, what: str
) -> None:
    left = folder.path / "backup" / ("share-1-of-3.pdf" if what == "printed sheet" else "left")
    left.parent.mkdir()
    if what == "earlier passphrase":
        save_keys(left, keys, "an earlier passphrase")
    elif what == "UTF-16":
        save_keys(left, keys, "an earlier passphrase")
        left.write_text(left.read_text(), encoding="utf-16")
    elif what == "sheet":
        words = enumerate(make_shares(keys.seed, 2, 3)[0].words.split(), 1)
        left.write_text("Key sheet 1 of 3\n\n" + "\n".join(f"{n:2} {word}" for n, word in words) + "\n")
    else:
        left.write_bytes(b"%PDF-1.4")
    before = {path: path.read_bytes() for path in folder.path.rglob("*") if path.is_file()}
    with pytest.raises(CampaignError, match=r"other keys or key sheets.*backup/") as told:
        destroy_all(folder, keys)
    assert told.value.todo
    assert {path: path.read_bytes() for path in folder.path.rglob("*") if path.is_file()} == before
    left.unlink()
    assert destroy_all(folder, keys)


def test_another_campaigns_folder_inside_is_left_alone(
    folder: CampaignFolder, keys: CampaignKeys, campaign: CampaignFolder
) -> None:
    other = CampaignFolder.create(folder.path / "other", campaign.content, "another passphrase", TODAY)
    copy = folder.path / "copy"
    copy.mkdir()
    for file in (folder.key_file, folder.path / "campaign.json", folder.register_file):
        shutil.copy(file, copy)
    (copy / "register.sqlite").rename(copy / "merged (1).db")
    replace_keys(copy / "campaign.key", keys, "an earlier passphrase")
    destroy_all(folder, keys)
    assert other.unlock("another passphrase")
    assert names(list(copy.iterdir())) == ["campaign.json"]


def test_a_key_that_a_cloud_brings_back_meanwhile_is_told(
    folder: CampaignFolder, keys: CampaignKeys, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = folder.key_file.read_bytes()
    destroy_all(folder, keys)
    folder.destruction.rename(folder.destruction_under_way)
    (folder.path / "campaign (1).key").write_bytes(key)
    with pytest.raises(StorageError, match=r"could not be deleted: campaign \(1\)\.key"):
        finish(folder, None)


def test_the_commands_list_copies_and_refuse_too(folder: CampaignFolder, passphrase_file: Path) -> None:
    shutil.copy(folder.key_file, folder.path / "campaign.key.bak")
    (folder.path / ".stversions").mkdir()
    save_keys(folder.path / ".stversions" / "k", CampaignKeys.new(), "an earlier passphrase")
    listed = kiosk("destroy", "--campaign", folder.path, "--dry-run")
    assert "goes:  campaign.key.bak" in listed.stdout
    assert "! stops it" in listed.stderr
    assert ".stversions/k" in listed.stderr
    refused(
        "destroy", "--campaign", folder.path, "--yes-destroy", folder.public.campaign,
        "--passphrase-file", passphrase_file, saying=(".stversions/k", "move others elsewhere"),
    )  # fmt: skip
    assert folder.unlock(PASSPHRASE)


def test_whoever_meddles_with_the_register_does_not_keep_the_key_alive(
    folder: CampaignFolder, passphrase_file: Path
) -> None:
    with closing(sqlite3.connect(folder.register_file)) as register, register:
        register.execute("CREATE TRIGGER t BEFORE DELETE ON record BEGIN SELECT RAISE(ABORT, 'no'); END")
    words = [
        "destroy", "--campaign", folder.path, "--yes-destroy", folder.public.campaign,
        "--passphrase-file", passphrase_file,
    ]  # fmt: skip
    refused(*words, saying=("never writes", "Nothing was destroyed", "--without-totals"))
    assert folder.unlock(PASSPHRASE)
    done(*words, "--without-totals")
    assert not folder.key_file.exists()
    assert not folder.register_file.exists()
    certificate = read_certificate(folder.destruction)
    assert certificate.verify(folder.public.signer)
    assert certificate.facts.totals == {}
    assert "is not known" in certificate.statement
    assert "collected" not in certificate.statement


def test_what_hangs_on_the_tables_of_a_server_goes_with_them(keys: CampaignKeys, address: str) -> None:
    register = Register(address, keys.key_id)
    server = create_engine(address)
    with server.begin() as connection:
        connection.execute(text("CREATE VIEW hanging AS SELECT * FROM record"))
        connection.execute(text("CREATE TABLE child () INHERITS (record)"))
        connection.execute(text("CREATE TABLE reference (record bigint REFERENCES record (key))"))
    register.drop()
    with server.connect() as connection:
        assert inspect(connection).get_table_names() == ["reference"]
        assert inspect(connection).get_view_names() == []
    server.dispose()
