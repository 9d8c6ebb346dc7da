"""`kiosk withdraw`, `certificate` and `destroy`, as a coordinator types them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from kiosk.coordinator.campaign.folder import CampaignFolder
from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.signing.receipt_code import new_receipt_code
from kiosk.stall.kiosk import Kiosk
from tests import patience
from tests.conftest import PASSPHRASE, make_cheap
from tests.exports import HandmadeKiosk
from tests.people import person, written_forms
from tests.program import COMMAND, ENVIRONMENT, done, kiosk, refused

CODE = new_receipt_code(lambda bits: 0x2B7E151628AED)
UNUSED = new_receipt_code(lambda bits: 5)


@pytest.fixture(scope="module")
def a_day(
    tmp_path_factory: pytest.TempPathFactory,
    campaign: CampaignFolder,
    keys: CampaignKeys,
    passphrase_file: Path,
) -> Path:
    """A day at Stall A, of which each test gets a copy: "stick" with its file, and "desk" that merged it.

    Three signed, the second kept the six words.
    """
    folder = tmp_path_factory.mktemp("day")
    shutil.copytree(campaign.path, folder / "desk")
    make_cheap(folder / "desk", keys)
    (folder / "stick").mkdir()
    done("setup", campaign.pack_file, "--name", "Stall A", "--data", folder / "A")
    stall = Kiosk.open(folder / "A")
    for signature in (person(1), person(2, receipt=CODE), person(3)):
        stall.sign(signature)
    done("sync", folder / "stick", "--data", folder / "A")
    (file,) = (folder / "stick").glob("*.signatures")
    done("merge", file, "--campaign", folder / "desk", "--passphrase-file", passphrase_file)
    return folder


@pytest.fixture
def export_file(a_day: Path, stick: Path) -> Path:
    """The file that the day ended with."""
    shutil.copytree(a_day / "stick", stick, dirs_exist_ok=True)
    (file,) = stick.glob("*.signatures")
    return file


@pytest.fixture
def at(desk_folder: Path, passphrase_file: Path) -> list[object]:
    """Where the desk is, as every command is told."""
    return ["--campaign", desk_folder, "--passphrase-file", passphrase_file]


@pytest.fixture
def merged(a_day: Path, desk_folder: Path) -> None:
    """The desk has merged it."""
    shutil.copytree(a_day / "desk", desk_folder, dirs_exist_ok=True)


BOOKS = "In all: collected 3 = counted {} + duplicate 0 + withdrawn {} + rejected 0 + unreadable 0"


def test_from_six_words_to_a_certificate(
    merged: None, at: list[object], desk_folder: Path, export_file: Path, tmp_path: Path
) -> None:
    proof = tmp_path / "proof.txt"
    said = done("withdraw", *CODE.split(), *at, "--yes", "--certificate", proof)
    assert "Stall A:2: signed on 2026-11-01, counted" in said
    assert "Withdrawn." in said
    assert BOOKS.format(2, 1) in done("report", "--campaign", desk_folder)
    assert BOOKS.format(2, 1) in done("merge", export_file, *at)
    done("export", tmp_path / "out.csv", *at)
    assert "canary2@" not in (tmp_path / "out.csv").read_text(encoding="utf-8")
    at_rest = [file.read_bytes() for file in desk_folder.rglob("*") if file.is_file()]
    for words in (person(2).name, person(2).email, CODE):
        assert not any(form in data for data in at_rest for form in written_forms(words))
    checked = done("certificate", proof, "--campaign", desk_folder)
    assert "Stall A, number 2" in checked
    assert "The signature is good." in checked
    proof.write_bytes(proof.read_bytes().replace(b"number 2", b"number 3"))
    refused("certificate", proof, "--campaign", desk_folder, saying=("was changed since",))


def test_words_before_the_file(export_file: Path, at: list[object], desk_folder: Path) -> None:
    """The person writes in while the stick is still on its way."""
    said = done("withdraw", CODE, *at, "--yes")
    assert "honoured when it comes" in said
    assert BOOKS.format(2, 1) in done("merge", export_file, *at)
    assert "Stall A:2: withdrawn" in done("withdraw", CODE, *at)


def test_without_anybody_to_ask_nothing_is_withdrawn(
    merged: None, at: list[object], desk_folder: Path
) -> None:
    refused("withdraw", CODE, *at, saying=("Nothing was withdrawn", "--yes"))
    refused("withdraw", *at, saying=("not said what to withdraw",))
    refused("withdraw", CODE, "--record", "Stall A:1", *at, saying=("more than one way",))
    refused("withdraw", CODE.replace("employer", "emploier"), *at, "--yes", saying=("Word 3", "'employer'"))
    assert BOOKS.format(3, 0) in done("report", "--campaign", desk_folder)


def test_somebody_who_lost_the_words_is_found_and_withdrawn(merged: None, at: list[object]) -> None:
    (found,) = done("withdraw", "--find", "canary3@", *at).splitlines()
    assert found.endswith(f"2026-11-01, counted, {person(3).name}, canary3@example3.org")
    reference = found.partition(",")[0]
    assert reference.startswith("Stall A:3:")
    asjson = json.loads(done("withdraw", "--record", reference, *at, "--yes", "--json"))
    assert (asjson["withdrawn"], asjson["awaited"]) == (["Stall A:3"], False)
    assert done("withdraw", "--find", "canary3@", *at) == ""


def test_the_words_in_a_file(merged: None, at: list[object], tmp_path: Path) -> None:
    (tmp_path / "words").write_text(CODE.upper() + "\n")
    assert "Withdrawn." in done("withdraw", "--code-file", tmp_path / "words", *at, "--yes")


@pytest.mark.skipif(os.name == "nt", reason="needs a terminal of POSIX")
def test_at_a_terminal_it_asks_for_the_words_and_for_a_yes(
    merged: None, at: list[object], desk_folder: Path
) -> None:
    import pty

    for answer, books in (("n", BOOKS.format(3, 0)), ("y", BOOKS.format(2, 1))):
        keyboard, screen = pty.openpty()
        command = [*COMMAND, "withdraw", *map(str, at)]
        with subprocess.Popen(
            command, env=ENVIRONMENT, stdin=screen, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        ) as started:
            os.write(keyboard, f"{CODE}\n{answer}\n".encode())
            _, asked = started.communicate(timeout=patience.SECONDS)
        os.close(keyboard)
        os.close(screen)
        assert b"Receipt code (six words)" in asked
        assert b"Withdraw this for good?" in asked
        assert books in done("report", "--campaign", desk_folder)


def test_the_last_day(merged: None, at: list[object], desk_folder: Path, tmp_path: Path) -> None:
    listed = done("destroy", "--campaign", desk_folder, "--dry-run")
    assert "goes:  campaign.key" in listed
    assert "goes:  register.sqlite" in listed
    assert "Nothing was destroyed." in listed
    id = "stop-repression-hong-kong"
    refused("destroy", *at, saying=("Nothing was destroyed", f"--yes-destroy {id}"))
    refused("destroy", *at, "--yes-destroy", "campus", saying=("Nothing was destroyed",))
    assert BOOKS.format(3, 0) in done("report", "--campaign", desk_folder)
    assert "Destroyed." in done("destroy", *at, "--yes-destroy", id)
    assert "collected 3, counted 3" in done(
        "certificate", desk_folder / "destruction.txt", "--campaign", desk_folder
    )
    refused("report", "--campaign", desk_folder, saying=("were destroyed", "destruction.txt"))
    refused("export", tmp_path / "out.csv", *at, saying=("were destroyed",))
    refused("destroy", *at, "--yes-destroy", id, saying=("were destroyed",))


def test_the_wrong_passphrase_destroys_nothing(merged: None, desk_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "wrong").write_text("another passphrase\n")
    said = kiosk(
        "destroy", "--campaign", desk_folder, "--passphrase-file", tmp_path / "wrong",
        "--yes-destroy", "stop-repression-hong-kong",
    )  # fmt: skip
    assert said.returncode == 1
    assert "does not open" in said.stderr
    assert BOOKS.format(3, 0) in done("report", "--campaign", desk_folder)


def test_the_report_says_when_the_day_has_passed(
    content: Path, stick: Path, passphrase_file: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "content"
    shutil.copytree(content, folder)
    settings = folder / "campaign.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("2028-12-31", "2020-12-31"))
    desk = tmp_path / "late"
    done("campaign", "new", desk, "--content", folder, "--passphrase-file", passphrase_file)
    laptop = HandmadeKiosk(CampaignFolder.open(desk).unlock(PASSPHRASE), "Stall B")
    file = stick / "b.signatures"
    file.write_bytes(laptop.batch(laptop.sign(person(1))))
    done("merge", file, "--campaign", desk, "--passphrase-file", passphrase_file)
    said = kiosk("report", "--campaign", desk)
    assert said.returncode == 0
    assert "were to be destroyed by 2020-12-31" in said.stderr
    report = json.loads(done("report", "--campaign", desk, "--json"))
    assert report["destroy_by"] == "2020-12-31"
    assert report["days_left"] < -2000
