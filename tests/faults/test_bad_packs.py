"""A pack that cannot be trusted: one clear sentence, and the laptop stays as it was."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from kiosk.campaign.content import read_folder
from tests.faults.packs import write_pack
from tests.program import done, refused


@pytest.fixture
def files(content: Path) -> dict[str, bytes]:
    return read_folder(content)


def set_up_is_refused(pack: Path, *saying: str) -> None:
    data = pack.parent / "A"
    refused("setup", pack, "--name", "Stall A", "--data", data, saying=saying)
    assert not data.exists()


def test_an_honest_pack_made_this_way_is_taken(tmp_path: Path, keys, files) -> None:
    pack = write_pack(tmp_path / "x.kioskpack", keys, files)
    assert "Stall A" in done("setup", pack, "--name", "Stall A", "--data", tmp_path / "A")


def test_a_changed_word(tmp_path: Path, campaign) -> None:
    pack = tmp_path / "x.kioskpack"
    pack.write_bytes(campaign.pack_file.read_bytes().replace(b"Stop Repression", b"Stop Regression"))
    set_up_is_refused(pack, "x.kioskpack", "coordinator")


def test_a_wrong_signature(tmp_path: Path, keys, files) -> None:
    pack = write_pack(tmp_path / "x.kioskpack", keys, files)
    data = pack.read_bytes()
    with zipfile.ZipFile(pack) as archive:
        signature = archive.read("signature")
        members = [(one, archive.read(one)) for one in archive.namelist()]
    with zipfile.ZipFile(pack, "w") as archive:
        for name, content in members:
            archive.writestr(name, bytes(64) if name == "signature" else content)
    assert signature in data
    set_up_is_refused(pack, "signature does not fit", "coordinator")


def test_a_missing_section(tmp_path: Path, keys, files) -> None:
    del files["en/privacy.md"]
    set_up_is_refused(write_pack(tmp_path / "x.kioskpack", keys, files), "en/privacy.md")


@pytest.mark.parametrize("path", ["../../evil.md", "/etc/evil", "en/../../evil.md", "..\\evil.md"])
def test_a_path_that_leaves_its_folder(tmp_path: Path, keys, files, path: str) -> None:
    set_up_is_refused(write_pack(tmp_path / "x.kioskpack", keys, {**files, path: b"x"}), "x.kioskpack")
    assert not list(tmp_path.parent.rglob("evil*"))


@pytest.mark.parametrize(
    "text",
    ["Sign <b>now</b>!", '<img src="file:///etc/passwd">', "![](file:///etc/passwd)", "<script>x</script>"],
)
def test_html_in_a_text(tmp_path: Path, keys, files, text: str) -> None:
    files["en/petition.md"] = f"# The petition\n\n{text}\n".encode()
    set_up_is_refused(write_pack(tmp_path / "x.kioskpack", keys, files), "en/petition.md", "line")


def test_a_pack_of_two_gigabytes(tmp_path: Path) -> None:
    pack = tmp_path / "x.kioskpack"
    with pack.open("wb") as file:
        file.truncate(2 * 2**30)
    set_up_is_refused(pack, "larger")


def test_a_bomb(tmp_path: Path, keys, files) -> None:
    files["pictures/big.png"] = b"\x89PNG\r\n\x1a\n" + bytes(200 * 2**20)
    pack = write_pack(tmp_path / "x.kioskpack", keys, files, compression=zipfile.ZIP_DEFLATED)
    assert pack.stat().st_size < 2**20
    set_up_is_refused(pack, "x.kioskpack")


@pytest.mark.parametrize("data", [b"", b"PK", b"not a pack" * 100])
def test_what_is_no_pack(tmp_path: Path, data: bytes) -> None:
    pack = tmp_path / "x.kioskpack"
    pack.write_bytes(data)
    set_up_is_refused(pack, "x.kioskpack")


def test_a_folder_and_a_missing_pack(tmp_path: Path) -> None:
    set_up_is_refused(tmp_path / "none.kioskpack", "does not exist")
    folder = tmp_path / "folder.kioskpack"
    folder.mkdir()
    set_up_is_refused(folder, "folder")
