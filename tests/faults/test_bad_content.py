"""A content folder with a mistake: the file and the line are told, and no campaign folder appears."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.program import refused


@pytest.fixture
def own_content(tmp_path: Path, content: Path) -> Path:
    return shutil.copytree(content, tmp_path / "content")


def campaign_is_refused(content: Path, passphrase_file: Path, *saying: str) -> None:
    folder = content.parent / "C"
    refused(
        "campaign", "new", folder, "--content", content, "--passphrase-file", passphrase_file, saying=saying
    )
    assert {path.name for path in content.parent.iterdir()} == {content.name}, "nothing half-made"


def test_a_typo_in_a_key(own_content: Path, passphrase_file: Path) -> None:
    top = own_content / "campaign.toml"
    text = top.read_text().replace("\ncity = ", "\ncitty = ")
    top.write_text(text)
    line = 1 + text[: text.index("citty")].count("\n")
    campaign_is_refused(own_content, passphrase_file, f"campaign.toml, line {line}", "'citty'", "'city'")


def test_html_in_a_text(own_content: Path, passphrase_file: Path) -> None:
    (own_content / "en" / "petition.md").write_text('We demand.\n\n<img src="file:///etc/passwd">\n')
    campaign_is_refused(own_content, passphrase_file, "en/petition.md, line 3")


def test_a_picture_of_two_gigabytes(own_content: Path, passphrase_file: Path) -> None:
    (own_content / "pictures").mkdir(exist_ok=True)
    with (own_content / "pictures" / "big.png").open("wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n")
        file.truncate(2 * 2**30)
    campaign_is_refused(own_content, passphrase_file, "big.png", "larger")


def test_a_missing_section(own_content: Path, passphrase_file: Path) -> None:
    (own_content / "en" / "consent.md").unlink()
    campaign_is_refused(own_content, passphrase_file, "en/consent.md")


def test_a_link_out_of_the_folder(own_content: Path, passphrase_file: Path) -> None:
    (own_content / "en" / "petition.md").unlink()
    (own_content / "en" / "petition.md").symlink_to("/etc/hostname")
    campaign_is_refused(own_content, passphrase_file, "en/petition.md", "leads out")


def test_no_content_folder(tmp_path: Path, passphrase_file: Path) -> None:
    none = tmp_path / "none"
    refused(
        "campaign", "new", tmp_path / "C", "--content", none, "--passphrase-file", passphrase_file,
        saying=("no content folder",),
    )  # fmt: skip
    assert not (tmp_path / "C").exists()


def test_a_short_passphrase(content: Path, tmp_path: Path) -> None:
    (tmp_path / "P").write_text("short\n")
    refused(
        "campaign", "new", tmp_path / "C", "--content", content, "--passphrase-file", tmp_path / "P",
        saying=("at least 8",),
    )  # fmt: skip
    assert not (tmp_path / "C").exists()
