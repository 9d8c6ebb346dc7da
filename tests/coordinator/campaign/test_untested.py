"""A pack says that it is untested until the campaign's key was restored from its sheets."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from kiosk.campaign.pack import Pinned, build_pack, open_pack, verify_pack
from kiosk.coordinator.campaign.folder import CampaignFolder
from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.errors import PackError
from tests.conftest import PASSPHRASE, TODAY

pytestmark = pytest.mark.slow


def manifest_of(pack: Path) -> dict[str, object]:
    """The manifest as it stands in the file."""
    with zipfile.ZipFile(pack) as archive:
        found: dict[str, object] = json.loads(archive.read("manifest.json"))
    return found


def test_the_rehearsal_signs_the_pack_anew_and_kiosks_take_it(desk_folder: Path, keys: CampaignKeys) -> None:
    folder = CampaignFolder.open(desk_folder)
    first = open_pack(folder.pack_file)
    assert first.manifest.untested
    assert manifest_of(folder.pack_file)["kioskpack"] == 2
    folder.rehearse_shares(folder.make_shares(keys, 2, 3))
    pinned = Pinned(first.manifest.signer, first.manifest.public_key, first.manifest.edition)
    second = open_pack(folder.pack_file, pinned)
    assert (second.manifest.untested, second.manifest.edition) == (False, 2)
    assert (second.files, second.manifest.made) == (first.files, first.manifest.made)
    assert folder.public.edition == 2
    assert folder.current_pack() is not None


def test_a_tested_pack_is_written_as_before(desk_folder: Path, keys: CampaignKeys) -> None:
    folder = CampaignFolder.open(desk_folder)
    folder.rehearse_shares(folder.make_shares(keys, 2, 3))
    assert not folder.make_pack(keys, TODAY).manifest.untested
    manifest = manifest_of(folder.pack_file)
    assert manifest["kioskpack"] == 1
    assert "untested" not in manifest


def test_a_tested_pack_is_not_signed_anew_when_the_sheets_are_tried_again(
    desk_folder: Path, keys: CampaignKeys
) -> None:
    folder = CampaignFolder.open(desk_folder)
    shares = folder.make_shares(keys, 2, 3)
    folder.rehearse_shares(shares)
    before = folder.pack_file.read_bytes()
    folder.rehearse_shares(shares)
    assert (folder.pack_file.read_bytes(), folder.public.edition) == (before, 2)


def test_new_sheets_that_were_not_tried_make_the_next_pack_untested(
    desk_folder: Path, keys: CampaignKeys
) -> None:
    folder = CampaignFolder.open(desk_folder)
    folder.rehearse_shares(folder.make_shares(keys, 2, 3))
    folder.make_shares(keys, 2, 3)
    assert folder.make_pack(keys, TODAY).manifest.untested


def test_a_campaign_for_training_has_no_untested_packs(tmp_path: Path, content: Path) -> None:
    folder = CampaignFolder.create(tmp_path / "training", content, PASSPHRASE, TODAY, training=True)
    assert not open_pack(folder.pack_file).manifest.untested


def test_a_pack_whose_rehearsal_finds_none_is_no_fault(desk_folder: Path, keys: CampaignKeys) -> None:
    folder = CampaignFolder.open(desk_folder)
    folder.pack_file.unlink()
    folder.rehearse_shares(folder.make_shares(keys, 2, 3))
    assert folder.public.rehearsed
    assert not folder.pack_file.exists()


def test_an_untested_pack_does_not_pass_for_an_earlier_version(
    desk_folder: Path, keys: CampaignKeys, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = CampaignFolder.open(desk_folder).read_files()
    made = {"public_key": keys.public_key, "edition": 1, "made": TODAY.isoformat(), "record_bytes": 2048}
    data = build_pack(files, signing_key=keys.signing_key, untested=True, **made)  # type: ignore[arg-type]
    assert verify_pack(data, "P").manifest.untested
    with pytest.raises(PackError):
        verify_pack(data.replace(b'"kioskpack":2', b'"kioskpack":1'), "P")
