"""The last day: everything that can open a signature goes, and a certificate with the totals stays."""

from __future__ import annotations

import datetime
from itertools import count
from pathlib import Path

import pytest

from kiosk.coordinator.books import Account, Books
from kiosk.coordinator.certificates import destruction_certificate
from kiosk.coordinator.destroy import destroy, finish, inventory, is_under_way
from kiosk.coordinator.folder import CampaignFolder
from kiosk.coordinator.keys import CampaignKeys
from kiosk.coordinator.merge import merge
from kiosk.coordinator.register import Register
from kiosk.coordinator.retention import Countdown, countdown
from kiosk.coordinator.withdrawals import plan_by_record, withdraw
from kiosk.errors import CampaignError, StorageError
from kiosk.exchange.certificates import read_certificate, write_certificate
from tests.conftest import PASSPHRASE, TODAY
from tests.exports import HandmadeKiosk
from tests.people import person

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
    withdraw(register, keys, opened, plan_by_record(register, "Library steps:3"), TODAY)
    (desk_folder / "list.csv").write_text("name\nAna Canário\n")
    (desk_folder / ".campaign.key.x7").write_text("cut short")
    return opened


def destroy_all(folder: CampaignFolder, keys: CampaignKeys) -> Path:
    return destroy(folder, Register(folder.register_file, keys.key_id), keys, TODAY)


def names(paths: list[Path]) -> list[str]:
    return [path.name for path in paths]


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
