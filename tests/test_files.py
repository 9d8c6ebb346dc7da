"""Files on a stranger's stick: only ordinary ones are opened, and none is waited for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kiosk.campaign.pack import open_pack
from kiosk.coordinator.campaign.folder import CampaignFolder
from kiosk.errors import ExportError, PackError
from kiosk.files import open_ordinary, read_capped

pytestmark = pytest.mark.skipif(os.name == "nt", reason="pipes, devices and links are POSIX")
ODD = ExportError("That is odd.", "Take it away.")


def test_an_ordinary_file_is_read_and_added_to(tmp_path: Path) -> None:
    path = tmp_path / "notes"
    for words in (b"one ", b"two"):
        with open_ordinary(path, ODD, "ab") as file:
            file.write(words)
    with open_ordinary(path, ODD) as file:
        assert file.read() == b"one two"


def test_nothing_is_written_through_a_link(tmp_path: Path) -> None:
    diary = tmp_path / "diary"
    diary.write_text("Dear diary")
    link = tmp_path / "link"
    link.symlink_to(diary)
    with pytest.raises(ExportError):
        open_ordinary(link, ODD, "ab")
    with open_ordinary(link, ODD, links=True) as file:
        assert file.read() == b"Dear diary"


@pytest.mark.parametrize("links", [True, False])
def test_a_device_a_pipe_and_a_folder_are_refused(tmp_path: Path, links: bool) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (Path("/dev/ptmx"), tmp_path / "pipe", tmp_path):
        with pytest.raises(ExportError):
            open_ordinary(path, ODD, links=links)


def test_a_file_that_is_too_large_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "huge"
    path.touch()
    os.truncate(path, 1 << 40)
    with pytest.raises(PackError, match="larger than"):
        read_capped(path, 1 << 39, PackError)  # reading that much would take all memory


def test_a_pack_that_somebody_names_is_an_ordinary_file(tmp_path: Path, campaign: CampaignFolder) -> None:
    link = tmp_path / "link.kioskpack"
    link.symlink_to(campaign.pack_file)
    pipe = tmp_path / "pipe.kioskpack"
    os.mkfifo(pipe)
    for path in (link, pipe):
        with pytest.raises(PackError, match="not an ordinary file"):
            open_pack(path)
