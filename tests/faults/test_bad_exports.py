"""Files that cannot be merged, as the coordinator meets them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kiosk.coordinator.campaign.keys import CampaignKeys
from tests.exports import HandmadeKiosk
from tests.people import person
from tests.program import done, kiosk, refused


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    return tmp_path / "bad.signatures"


@pytest.fixture
def merge(desk_folder: Path, passphrase_file: Path) -> tuple[object, ...]:
    """The command, up to the files' names."""
    return ("merge", "--campaign", desk_folder, "--passphrase-file", passphrase_file)


def empty(path: Path) -> None:
    path.touch()


def gigabyte_of_zeros(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(2**30)


def newer(path: Path) -> None:
    path.write_text('{"record":2,"more":true}\n')


def folder(path: Path) -> None:
    path.mkdir()


def foreign(path: Path) -> None:
    other = HandmadeKiosk(CampaignKeys.new())
    path.write_bytes(other.batch(other.sign(person(1))))


def letter(path: Path) -> None:
    path.write_text("Dear coordinator,\n" * 1000)


@pytest.mark.parametrize(
    ("make", "saying"),
    [
        (empty, "empty"),
        (gigabyte_of_zeros, "not a signatures file"),
        (newer, "newer version"),
        (folder, "folder"),
        (foreign, "another campaign"),
        (letter, "not a signatures file"),
        (lambda path: None, "does not exist"),
    ],
    ids=["empty", "zeros", "newer", "folder", "foreign", "letter", "missing"],
)
def test_it_is_told_and_the_good_file_goes_in(
    make, saying: str, bad: Path, merge, keys, desk_folder: Path
) -> None:
    make(bad)
    honest = HandmadeKiosk(keys, "Gate")
    good = bad.with_name("good.signatures")
    good.write_bytes(honest.batch(honest.sign(person(1), person(2))))
    result = kiosk(*merge, bad, good)
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    assert "has a fault" not in result.stderr
    (told,) = result.stderr.splitlines()
    assert "bad.signatures" in told
    assert saying in told
    assert "counted 2 " in result.stdout
    assert json.loads(done("report", "--campaign", desk_folder, "--json"))["counted"] == 2


def test_a_wrong_passphrase(bad: Path, desk_folder: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong"
    wrong.write_text("correct horse batterie\n")
    empty(bad)
    before = {path.name for path in desk_folder.iterdir()}
    refused(
        "merge",
        bad,
        "--campaign",
        desk_folder,
        "--passphrase-file",
        wrong,
        saying=("passphrase", "try again"),
    )
    assert {path.name for path in desk_folder.iterdir()} == before


def test_no_register_yet_and_no_campaign_folder(
    desk_folder: Path, passphrase_file: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out.csv"
    refused(
        "export",
        out,
        "--campaign",
        desk_folder,
        "--passphrase-file",
        passphrase_file,
        saying=("no register yet",),
    )
    refused("report", "--campaign", tmp_path / "none", saying=("not a campaign folder",))
    assert not out.exists()
    assert not (desk_folder / "register.sqlite").exists(), "asking makes nothing"
