"""campaign.json: what a campaign folder says of itself without the key, strictly read."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.campaign.public_side import FILE, PublicSide, SharesMade, read_public, write_public
from kiosk.errors import CampaignError, NewerVersionError


@pytest.fixture
def public(keys: CampaignKeys) -> PublicSide:
    return PublicSide(2, "tiny", keys.public_key, keys.signer, 3, True, SharesMade(77, 2, 3))


def test_what_was_written_is_read_back(tmp_path: Path, public: PublicSide, keys: CampaignKeys) -> None:
    write_public(tmp_path, public)
    back = read_public(tmp_path)
    assert back == public
    assert back.key_id == keys.key_id
    assert not back.rehearsed
    shares = msgspec.structs.replace(public.shares, rehearsed=True)
    assert msgspec.structs.replace(public, shares=shares).rehearsed
    assert not msgspec.structs.replace(public, shares=None).rehearsed


def test_a_folder_of_the_first_version_is_taken_over(tmp_path: Path, public: PublicSide) -> None:
    write_public(tmp_path, msgspec.structs.replace(public, version=1))
    assert read_public(tmp_path) == public


def test_any_other_folder_is_none(tmp_path: Path) -> None:
    with pytest.raises(CampaignError, match="is not a campaign folder"):
        read_public(tmp_path)
    (tmp_path / FILE).mkdir()
    with pytest.raises(CampaignError, match="is not a campaign folder"):
        read_public(tmp_path)


@pytest.mark.parametrize(
    "change", [{"version": 0}, {"colour": "red"}, {"edition": "3"}, {"shares": {"set": 1}}]
)
def test_a_damaged_one_is_told(tmp_path: Path, public: PublicSide, change: dict[str, object]) -> None:
    write_public(tmp_path, public)
    file = tmp_path / FILE
    file.write_bytes(msgspec.json.encode({**msgspec.json.decode(file.read_bytes()), **change}))
    with pytest.raises(CampaignError, match="is damaged"):
        read_public(tmp_path)


def test_a_newer_one_and_a_huge_one_are_told(tmp_path: Path, public: PublicSide) -> None:
    write_public(tmp_path, public)
    file = tmp_path / FILE
    whole = file.read_bytes()
    file.write_bytes(whole.ljust(64 * 1024))
    assert read_public(tmp_path) == public
    file.write_bytes(whole.ljust(64 * 1024 + 1))
    with pytest.raises(CampaignError, match="larger than"):
        read_public(tmp_path)
    file.write_text('{"version": 3}')
    with pytest.raises(NewerVersionError, match="newer version"):
        read_public(tmp_path)
