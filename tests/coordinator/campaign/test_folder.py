"""The campaign folder: made whole or not at all, and its packs."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from kiosk.campaign.changes import Change
from kiosk.campaign.pack import build_pack
from kiosk.coordinator.campaign.folder import CampaignFolder
from kiosk.coordinator.campaign.keys import CampaignKeys, save_keys
from kiosk.errors import CampaignError, ContentError, NewerVersionError, PassphraseError, StorageError
from tests.conftest import PASSPHRASE, TODAY, MakePack

pytestmark = pytest.mark.slow


@pytest.fixture
def own_content(tmp_path: Path, content: Path) -> Path:
    """A copy of the content to make mistakes in."""
    return shutil.copytree(content, tmp_path / "content")


def everything_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_new_folder_has_all_it_needs_and_opens_again(campaign: CampaignFolder) -> None:
    assert everything_in(campaign.path) == {
        "campaign.key", "campaign.json", "content", "stop-repression-hong-kong.kioskpack",
    }  # fmt: skip
    again = CampaignFolder.open(campaign.path)
    assert again.public == campaign.public
    assert again.read_content().id == "stop-repression-hong-kong"
    assert again.current_pack() is not None
    assert campaign.path.stat().st_mode & 0o077 == 0


def test_a_mistake_in_the_content_leaves_nothing(own_content: Path, tmp_path: Path) -> None:
    (own_content / "campaign.toml").write_text("format = ")
    before = everything_in(tmp_path)
    with pytest.raises(ContentError, match=r"campaign\.toml, line 1"):
        CampaignFolder.create(tmp_path / "C", own_content, PASSPHRASE, TODAY)
    assert everything_in(tmp_path) == before


def test_a_short_passphrase_leaves_nothing(content: Path, tmp_path: Path) -> None:
    with pytest.raises(PassphraseError):
        CampaignFolder.create(tmp_path / "C", content, "short", TODAY)
    assert everything_in(tmp_path) == set()


def test_a_full_disk_leaves_nothing(content: Path, small_disk) -> None:
    small_disk.fill()
    with pytest.raises(StorageError, match="full"):
        CampaignFolder.create(small_disk.path / "C", content, PASSPHRASE, TODAY)
    assert everything_in(small_disk.path) == {"film.mov"}


def test_nothing_is_made_over_what_is_there(content: Path, tmp_path: Path) -> None:
    (tmp_path / "C").mkdir()
    with pytest.raises(CampaignError, match="already"):
        CampaignFolder.create(tmp_path / "C", content, PASSPHRASE, TODAY)
    assert everything_in(tmp_path / "C") == set()


def test_changed_content_makes_the_next_edition(desk_folder: Path) -> None:
    folder = CampaignFolder.open(desk_folder)
    slogan = desk_folder / "content" / "en" / "texts.toml"
    slogan.write_text(slogan.read_text() + "\n# another word\n")
    assert folder.current_pack() is None
    pack = folder.make_pack(folder.unlock(PASSPHRASE), TODAY)
    assert pack.manifest.edition == 2
    assert CampaignFolder.open(desk_folder).public.edition == 2
    assert CampaignFolder.open(desk_folder).current_pack() == pack


def test_a_mistake_keeps_the_pack_as_it_was(desk_folder: Path) -> None:
    folder = CampaignFolder.open(desk_folder)
    before = folder.pack_file.read_bytes()
    petition = desk_folder / "content" / "en" / "petition.md"
    petition.write_text("<script>alert(1)</script>")
    with pytest.raises(ContentError, match="HTML"):
        folder.make_pack(folder.unlock(PASSPHRASE), TODAY)
    petition.unlink()
    with pytest.raises(ContentError, match=r"petition\.md"):
        folder.make_pack(folder.unlock(PASSPHRASE), TODAY)
    assert folder.pack_file.read_bytes() == before
    assert CampaignFolder.open(desk_folder).public.edition == 1


@pytest.mark.parametrize("file", ["en/consent.md", "zh-Hant/privacy.md"])
def test_other_words_to_agree_to_need_another_version(desk_folder: Path, file: str) -> None:
    folder = CampaignFolder.open(desk_folder)
    before = folder.pack_file.read_bytes()
    wording = desk_folder / "content" / file
    wording.write_text(wording.read_text() + "\nAnd we may tell our friends.\n")
    with pytest.raises(ContentError, match="consent wording changed") as told:
        folder.check_content()
    assert "[consent]" in told.value.todo
    assert folder.pack_file.read_bytes() == before
    top = desk_folder / "content" / "campaign.toml"
    version = folder.read_content().consent_version
    top.write_text(top.read_text().replace(f'version = "{version}"', f'version = "{version}-b"'))
    pack = folder.make_pack(folder.unlock(PASSPHRASE), TODAY)
    assert (pack.manifest.edition, pack.campaign.consent_version) == (2, f"{version}-b")


def test_a_form_that_asks_for_a_drawn_signature_makes_larger_records(desk_folder: Path) -> None:
    folder = CampaignFolder.open(desk_folder)
    top = desk_folder / "content" / "campaign.toml"
    assert folder.current_pack().manifest.record_bytes == 2048  # type: ignore[union-attr]
    top.write_text(top.read_text().replace("[form]", '[form]\nsignature = "asked"'))
    assert folder.make_pack(folder.unlock(PASSPHRASE), TODAY).manifest.record_bytes == 4096


def test_a_language_less_changes_no_words_to_agree_to(desk_folder: Path) -> None:
    folder = CampaignFolder.open(desk_folder)
    top = desk_folder / "content" / "campaign.toml"
    top.write_text(top.read_text().replace('["en", "zh-Hant", "zh-Hans"]', '["en", "zh-Hant"]'))
    shutil.rmtree(desk_folder / "content" / "zh-Hans")
    assert folder.make_pack(folder.unlock(PASSPHRASE), TODAY).campaign.languages == ["en", "zh-Hant"]


def test_what_changed_since_the_pack_is_told_and_of_a_damaged_one_nothing(desk_folder: Path) -> None:
    folder = CampaignFolder.open(desk_folder)
    assert folder.changes_since_pack() == []
    petition, settings = (desk_folder / "content" / name for name in ("en/petition.md", "campaign.toml"))
    petition.write_text(petition.read_text() + "\nAnother sentence.\n")
    settings.write_text(settings.read_text() + '\n[more]\nweb = "example.org"\n')
    changes = folder.changes_since_pack()
    assert Change("en/petition.md", "", "changed") in changes
    assert {one.kind for one in changes if one.file == "campaign.toml"} == {"new"}
    folder.pack_file.write_bytes(b"not a pack")
    assert folder.changes_since_pack() == []
    folder.pack_file.unlink()
    assert folder.changes_since_pack() == []


def test_the_campaign_is_known_while_its_content_has_no_mistake(desk_folder: Path) -> None:
    folder = CampaignFolder.open(desk_folder)
    whole = folder.content_if_whole()
    assert whole is not None
    assert whole.id == folder.public.campaign
    (desk_folder / "content" / "campaign.toml").write_text("format = ")
    assert folder.content_if_whole() is None


def test_another_campaigns_pack_in_its_place_is_not_this_ones(
    desk_folder: Path, make_pack: MakePack, keys: CampaignKeys
) -> None:
    """Neither current, nor what people here agreed to, nor signed anew once the key sheets were tried."""
    folder = CampaignFolder.open(desk_folder)
    shutil.copy(make_pack(by=CampaignKeys(b"o" * 32)), folder.pack_file)
    assert folder.current_pack() is None
    assert folder.last_campaign() is None
    strangers = build_pack(
        folder.read_files(),
        public_key=keys.public_key,
        signing_key=CampaignKeys(b"o" * 32).signing_key,
        edition=1,
        made=TODAY.isoformat(),
        record_bytes=2048,
        untested=True,
    )
    folder.pack_file.write_bytes(strangers)
    folder.rehearse_shares(folder.make_shares(keys, 2, 3))
    assert folder.pack_file.read_bytes() == strangers
    assert folder.public.edition == 1


@pytest.mark.parametrize("pack", [None, b"not a pack"])
def test_without_the_last_pack_there_is_nothing_to_compare_with(
    desk_folder: Path, pack: bytes | None
) -> None:
    folder = CampaignFolder.open(desk_folder)
    folder.pack_file.unlink()
    if pack:
        folder.pack_file.write_bytes(pack)
    wording = desk_folder / "content" / "en" / "consent.md"
    wording.write_text("I agree.\n")
    assert folder.make_pack(folder.unlock(PASSPHRASE), TODAY).manifest.edition == 2


def test_a_wrong_passphrase_unlocks_nothing_and_keeps_the_pack_as_it_was(desk_folder: Path) -> None:
    folder = CampaignFolder.open(desk_folder)
    before = folder.pack_file.read_bytes()
    with pytest.raises(PassphraseError):
        folder.unlock("correct horse batter")
    assert folder.pack_file.read_bytes() == before


def test_another_campaigns_key_is_refused(desk_folder: Path) -> None:
    save_keys(desk_folder / "campaign.key", CampaignKeys.new(), PASSPHRASE)
    with pytest.raises(CampaignError, match="another campaign"):
        CampaignFolder.open(desk_folder).unlock(PASSPHRASE)


def test_another_id_in_the_content_is_refused(desk_folder: Path) -> None:
    top = desk_folder / "content" / "campaign.toml"
    top.write_text(top.read_text().replace("stop-repression-hong-kong", "another"))
    with pytest.raises(CampaignError, match="id"):
        CampaignFolder.open(desk_folder).check_content()


def test_what_is_no_campaign_folder(tmp_path: Path, desk_folder: Path) -> None:
    with pytest.raises(CampaignError, match="not a campaign folder") as told:
        CampaignFolder.open(tmp_path)
    assert "make a new campaign" in told.value.todo
    file = desk_folder / "campaign.json"
    public = json.loads(file.read_text())
    file.write_text(json.dumps({**public, "version": 3, "more": True}))
    with pytest.raises(NewerVersionError):
        CampaignFolder.open(desk_folder)
    file.write_text(json.dumps({**public, "edition": "one"}))
    with pytest.raises(CampaignError, match="damaged"):
        CampaignFolder.open(desk_folder)
