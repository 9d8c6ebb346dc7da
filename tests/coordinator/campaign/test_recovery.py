"""Keys that cannot be lost: another passphrase, a rehearsed restore, and a folder made anew from shares."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from kiosk.coordinator.campaign import keys as key_files
from kiosk.coordinator.campaign.folder import CampaignFolder
from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.campaign.recovery import recover_folder
from kiosk.coordinator.campaign.shares import make_shares
from kiosk.errors import CampaignError, NewerVersionError, PassphraseError, ShareError, StorageError
from tests.conftest import PASSPHRASE, TODAY, MakePack

pytestmark = pytest.mark.slow

NEW = "another horse battery"


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """One guess is cheap here."""
    monkeypatch.setattr(key_files, "MEMORY_KIB", 64)


def files_in(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


# ------------------------------------------------------------------------ passphrase


def test_another_passphrase_opens_it_and_the_old_one_no_longer(desk_folder: Path, keys: CampaignKeys) -> None:
    folder = CampaignFolder.open(desk_folder)
    folder.change_passphrase(PASSPHRASE, NEW)
    assert folder.unlock(NEW) == keys
    with pytest.raises(PassphraseError):
        folder.unlock(PASSPHRASE)
    assert folder.key_file.stat().st_mode & 0o777 == 0o600
    assert not [name for name in files_in(desk_folder) if name.startswith(".")]


@pytest.mark.parametrize(("old", "new"), [("not the passphrase", NEW), (PASSPHRASE, "short")])
def test_a_change_that_is_refused_changes_nothing(desk_folder: Path, old: str, new: str) -> None:
    before = files_in(desk_folder)
    with pytest.raises(PassphraseError):
        CampaignFolder.open(desk_folder).change_passphrase(old, new)
    assert files_in(desk_folder) == before


def test_a_full_disk_keeps_the_old_passphrase(small_disk, desk_folder: Path) -> None:
    folder = CampaignFolder.open(shutil.copytree(desk_folder, small_disk.path / "C"))
    small_disk.fill()
    with pytest.raises(StorageError, match="full"):
        folder.change_passphrase(PASSPHRASE, NEW)
    assert folder.unlock(PASSPHRASE)


# -------------------------------------------------------------- shares and the rehearsal


def test_shares_are_noted_and_then_rehearsed(desk_folder: Path, keys: CampaignKeys) -> None:
    folder = CampaignFolder.open(desk_folder)
    assert folder.public.shares is None
    assert not folder.public.rehearsed
    shares = folder.make_shares(keys, 3, 5)
    for now in (folder, CampaignFolder.open(desk_folder)):
        assert (now.public.shares.needed, now.public.shares.total) == (3, 5)  # type: ignore[union-attr]
        assert not now.public.rehearsed
    with pytest.raises(ShareError, match="2 of the 3"):
        folder.rehearse_shares(shares[:2])
    assert not CampaignFolder.open(desk_folder).public.rehearsed
    folder.rehearse_shares(shares[2:])
    assert folder.public.rehearsed
    assert CampaignFolder.open(desk_folder).public == folder.public


def test_no_word_of_a_share_is_in_the_folder(desk_folder: Path, keys: CampaignKeys) -> None:
    folder = CampaignFolder.open(desk_folder)
    before = files_in(desk_folder)
    shares = folder.make_shares(keys, 2, 3)
    folder.rehearse_shares(shares)
    after = files_in(desk_folder)
    pack = folder.pack_file.name  # which is no longer untested
    assert {name for name in after if after[name] != before.get(name)} == {"campaign.json", pack}
    said = after["campaign.json"].decode()
    # "total" and "set" are words of the list, and names in the file.
    public = json.loads(said)
    values = json.dumps([*public.pop("shares").values(), *public.values()])
    assert not [word for share in shares for word in share.words.split()[4:] if f'"{word}"' in values]
    assert set(json.loads(said)["shares"]) == {"set", "needed", "total", "rehearsed"}


def test_another_campaigns_shares_are_told(desk_folder: Path, keys: CampaignKeys) -> None:
    folder = CampaignFolder.open(desk_folder)
    folder.make_shares(keys, 2, 3)
    with pytest.raises(ShareError, match="another campaign"):
        folder.rehearse_shares(make_shares(b"o" * 32, 2, 3))
    assert not CampaignFolder.open(desk_folder).public.rehearsed


def test_a_new_set_must_be_rehearsed_itself(desk_folder: Path, keys: CampaignKeys) -> None:
    folder = CampaignFolder.open(desk_folder)
    earlier = folder.make_shares(keys, 2, 3)
    folder.rehearse_shares(earlier)
    newest = folder.make_shares(keys, 3, 5)
    assert not folder.public.rehearsed
    with pytest.raises(ShareError, match="an earlier set"):
        folder.rehearse_shares(earlier)
    assert not CampaignFolder.open(desk_folder).public.rehearsed
    folder.rehearse_shares(newest)
    assert folder.public.rehearsed


def test_a_pack_made_in_a_window_opened_earlier_forgets_nothing(
    desk_folder: Path, keys: CampaignKeys
) -> None:
    one, other = CampaignFolder.open(desk_folder), CampaignFolder.open(desk_folder)
    one.rehearse_shares(one.make_shares(keys, 2, 3))
    assert other.make_pack(other.unlock(PASSPHRASE), TODAY).manifest.edition == 3  # the rehearsal made one
    assert one.make_pack(one.unlock(PASSPHRASE), TODAY).manifest.edition == 4
    assert CampaignFolder.open(desk_folder).public.rehearsed


def test_a_folder_of_version_1_goes_on_and_becomes_version_2(desk_folder: Path, keys: CampaignKeys) -> None:
    file = desk_folder / "campaign.json"
    old = json.loads(file.read_text())
    del old["shares"]
    file.write_text(json.dumps({**old, "version": 1}))
    before = file.read_bytes()
    folder = CampaignFolder.open(desk_folder)
    assert folder.public.shares is None
    assert folder.unlock(PASSPHRASE) == keys
    assert folder.current_pack() is not None
    assert file.read_bytes() == before, "reading changes nothing"
    folder.make_pack(folder.unlock(PASSPHRASE), TODAY)
    assert json.loads(file.read_text()) == {**old, "version": 2, "edition": 2, "shares": None}
    folder.rehearse_shares(folder.make_shares(keys, 2, 2))
    assert CampaignFolder.open(desk_folder).public.rehearsed


# -------------------------------------------------------------------------- recovery


def test_a_forgotten_passphrase_is_replaced(desk_folder: Path, keys: CampaignKeys) -> None:
    folder = CampaignFolder.open(desk_folder)
    shares = folder.make_shares(keys, 2, 3)
    before = files_in(desk_folder)
    recovered = recover_folder(desk_folder, shares[1:], NEW)
    assert recovered.unlock(NEW) == keys
    assert recovered.public.rehearsed, "that they restore the key has been seen"
    after = files_in(desk_folder)
    changed = {"campaign.key", "campaign.json", folder.pack_file.name}
    assert {name for name in after if after[name] != before[name]} == changed


def test_a_lost_key_file_comes_back(desk_folder: Path, keys: CampaignKeys) -> None:
    (desk_folder / "campaign.key").unlink()
    recovered = recover_folder(desk_folder, make_shares(keys.seed, 2, 3)[:2], NEW)
    assert recovered.unlock(NEW) == keys
    assert recovered.make_pack(keys, TODAY).manifest.edition == 3


def test_a_folder_is_made_anew_from_the_pack_of_a_kiosk(
    tmp_path: Path, campaign: CampaignFolder, keys: CampaignKeys, make_kiosk, desk
) -> None:
    """The laptop burned: what is left are sheets of paper, a kiosk, and what it has synced."""
    pack = make_kiosk().data / "campaign.kioskpack"
    assert pack.is_file()
    shares = make_shares(keys.seed, 3, 5)
    folder = recover_folder(tmp_path / "desks" / "new", shares[2:], NEW, pack)
    assert CampaignFolder.open(folder.path).public == folder.public
    assert folder.unlock(NEW) == keys
    assert folder.path.stat().st_mode & 0o077 == 0
    assert folder.public.rehearsed
    assert files_in(folder.content) == files_in(campaign.content)
    assert folder.current_pack() is not None
    assert folder.pack_file.read_bytes() == pack.read_bytes()
    newest = folder.make_pack(folder.unlock(NEW), TODAY)
    assert newest.manifest.edition > 100, "newer packs than this kiosk's may have burned"
    assert newest.key_id == keys.key_id


def test_only_the_pack_and_the_register_are_left(desk_folder: Path, keys: CampaignKeys) -> None:
    folder = CampaignFolder.open(desk_folder)
    shares = folder.make_shares(keys, 2, 3)
    (desk_folder / "register.sqlite").write_bytes(b"merged signatures")
    for name in ("campaign.json", "campaign.key"):
        (desk_folder / name).unlink()
    shutil.rmtree(folder.content)
    recovered = recover_folder(desk_folder, shares[:2], NEW)
    assert recovered.unlock(NEW) == keys
    assert recovered.current_pack() is not None
    assert recovered.register_file.read_bytes() == b"merged signatures"


def test_a_campaign_for_training_is_one_for_training_again(tmp_path: Path, content: Path) -> None:
    made = CampaignFolder.create(tmp_path / "C", content, PASSPHRASE, TODAY, training=True)
    shares = make_shares(made.unlock(PASSPHRASE).seed, 2, 3)
    folder = recover_folder(tmp_path / "new", shares[1:], NEW, made.pack_file)
    assert folder.public.training
    assert folder.public == CampaignFolder.open(tmp_path / "new").public


def test_sheets_of_an_earlier_set_restore_the_key_and_are_no_rehearsal_of_the_newest(
    desk_folder: Path, keys: CampaignKeys
) -> None:
    folder = CampaignFolder.open(desk_folder)
    earlier = folder.make_shares(keys, 2, 3)
    folder.make_shares(keys, 3, 5)
    recovered = recover_folder(desk_folder, earlier[:2], NEW)
    assert recovered.unlock(NEW) == keys
    assert not recovered.public.rehearsed


def test_what_was_written_into_the_content_stays(desk_folder: Path, keys: CampaignKeys) -> None:
    (desk_folder / "campaign.json").write_text("half a fi")
    slogan = desk_folder / "content" / "en" / "texts.toml"
    slogan.write_text(slogan.read_text() + "\n# not in the pack yet\n")
    recovered = recover_folder(desk_folder, make_shares(keys.seed, 2, 2), NEW)
    assert "not in the pack yet" in slogan.read_text()
    assert recovered.current_pack() is None


def test_of_several_packs_the_newest_counts(
    desk_folder: Path, keys: CampaignKeys, make_pack: MakePack
) -> None:
    shutil.copy(make_pack(7), desk_folder / "a stick's.kioskpack")
    (desk_folder / "campaign.json").unlink()
    recovered = recover_folder(desk_folder, make_shares(keys.seed, 2, 2), NEW)
    assert recovered.public.edition == 107
    assert recovered.current_pack().manifest.edition == 7  # type: ignore[union-attr]


def test_a_lost_content_comes_back_from_a_pack(desk_folder: Path, keys: CampaignKeys) -> None:
    folder = CampaignFolder.open(desk_folder)
    shutil.rmtree(folder.content)
    recover_folder(desk_folder, make_shares(keys.seed, 2, 2), NEW, folder.pack_file)
    assert CampaignFolder.open(desk_folder).current_pack() is not None


@pytest.mark.parametrize("left", ["folder", "another pack"])
def test_another_campaigns_pack_recovers_nothing(
    desk_folder: Path, keys: CampaignKeys, make_pack: MakePack, left: str
) -> None:
    other = make_pack(9, by=CampaignKeys(b"o" * 32))
    if left == "folder":
        shutil.rmtree(desk_folder / "content")
        given = other
    else:
        (desk_folder / "campaign.json").unlink()
        shutil.copy(other, desk_folder / "other.kioskpack")
        given = None
    before = files_in(desk_folder)
    with pytest.raises(ShareError, match="different campaigns"):
        recover_folder(desk_folder, make_shares(keys.seed, 2, 2), NEW, given)
    assert files_in(desk_folder) == before


def test_without_any_pack_it_is_said_where_one_may_be(tmp_path: Path, keys: CampaignKeys) -> None:
    with pytest.raises(CampaignError, match="no pack") as told:
        recover_folder(tmp_path / "new", make_shares(keys.seed, 2, 2), NEW)
    assert "kiosk’s data folder" in told.value.todo
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("left", ["folder", "pack"])
def test_another_campaigns_shares_recover_nothing(desk_folder: Path, left: str) -> None:
    if left == "pack":
        (desk_folder / "campaign.json").unlink()
    before = files_in(desk_folder)
    with pytest.raises(ShareError, match=r"another campaign|different campaigns"):
        recover_folder(desk_folder, make_shares(b"o" * 32, 2, 2), NEW)
    assert files_in(desk_folder) == before


def test_a_short_passphrase_recovers_nothing(tmp_path: Path, campaign: CampaignFolder, keys) -> None:
    with pytest.raises(PassphraseError, match="at least 8"):
        recover_folder(tmp_path / "new", make_shares(keys.seed, 2, 2), "short", campaign.pack_file)
    assert not (tmp_path / "new").exists()


def test_a_folder_of_a_newer_program_is_left_alone(desk_folder: Path, keys: CampaignKeys) -> None:
    (desk_folder / "campaign.json").write_text('{"version": 3}')
    before = files_in(desk_folder)
    with pytest.raises(NewerVersionError):
        recover_folder(desk_folder, make_shares(keys.seed, 2, 2), NEW)
    assert files_in(desk_folder) == before


def test_a_recovery_that_a_full_disk_broke_off_is_done_again(
    small_disk, campaign: CampaignFolder, keys: CampaignKeys
) -> None:
    shares = make_shares(keys.seed, 2, 2)
    path = small_disk.path / "C"
    small_disk.fill()
    with pytest.raises(StorageError):
        recover_folder(path, shares, NEW, campaign.pack_file)
    with pytest.raises(CampaignError, match="not a campaign folder"):
        CampaignFolder.open(path)
    small_disk.free()
    assert recover_folder(path, shares, NEW, campaign.pack_file).unlock(NEW) == keys
