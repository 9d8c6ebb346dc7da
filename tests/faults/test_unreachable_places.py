"""Places that cannot even be looked at: a sentence about them, whichever way one comes there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kiosk.coordinator.campaign.folder import CampaignFolder
from kiosk.errors import StorageError
from kiosk.stall.kiosk import Kiosk, set_up
from kiosk.stall.sync import sync
from tests.conftest import PASSPHRASE, TODAY


@pytest.fixture
def nowhere(tmp_path: Path) -> Path:
    """A name longer than a file system takes: looking at it is an error, not a "no"."""
    return tmp_path / ("x" * 300)


def test_a_data_folder(nowhere: Path, campaign) -> None:
    with pytest.raises(StorageError, match="too long"):
        Kiosk.open(nowhere)
    with pytest.raises(StorageError, match="too long"):
        set_up(campaign.pack_file, "Stall A", nowhere, None)


def test_a_stick(nowhere: Path, stall: Kiosk) -> None:
    with pytest.raises(StorageError, match="too long"):
        sync(stall, nowhere)


def test_a_campaign_folder_and_its_content(nowhere: Path, content: Path) -> None:
    with pytest.raises(StorageError, match="too long"):
        CampaignFolder.open(nowhere)
    with pytest.raises(StorageError, match="too long"):
        CampaignFolder.create(nowhere, content, PASSPHRASE, TODAY)
    with pytest.raises(StorageError, match="too long"):
        CampaignFolder.create(nowhere.with_name("C"), nowhere, PASSPHRASE, TODAY)


def test_an_export_file(nowhere: Path, desk) -> None:
    (told,) = desk.merge(nowhere).files[0].problems
    assert "too long" in str(told)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes with names are POSIX")
def test_a_pipe_is_not_waited_for(tmp_path: Path, desk) -> None:
    pipe = tmp_path / "pipe.signatures"
    os.mkfifo(pipe)
    (told,) = desk.merge(pipe).files[0].problems
    assert "not an ordinary file" in str(told)
