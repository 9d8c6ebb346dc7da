"""What the coordinator's commands print: right plurals, and nothing that drives the terminal."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from kiosk.cli import kiosk as program
from kiosk.wording import counted, printable
from tests.exports import HandmadeKiosk
from tests.people import person
from tests.program import refused


def test_numbers_have_their_noun() -> None:
    assert [counted(n, "record") for n in (0, 1, 2, 1200)] == [
        "0 records", "1 record", "2 records", "1,200 records",
    ]  # fmt: skip
    assert [counted(n, "batch", "batches") for n in (1, 2)] == ["1 batch", "2 batches"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Library steps 大會堂", "Library steps 大會堂"),
        ("\x1b]0;owned\x07", "?]0;owned?"),
        ("a\u202egnp.exe", "a?gnp.exe"),
        ("In all:\nIn all: 0\r", "In all:?In all: 0?"),
        ("\u2066\u200b\x9b", "???"),
    ],
)
def test_nothing_that_a_terminal_obeys_is_printed(text: str, shown: str) -> None:
    assert printable(text) == shown


NAME = "x\x1b[2J\u202e.signatures"


def run(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(program, [str(argument) for argument in arguments])
    return result.exit_code, result.output


def test_what_is_wrong_with_a_file_names_it_once(
    desk_folder: Path, tmp_path: Path, passphrase_file: Path
) -> None:
    (tmp_path / "empty.signatures").write_bytes(b"")
    code, said = run(
        "merge",
        tmp_path / "empty.signatures",
        "--campaign",
        desk_folder,
        "--passphrase-file",
        passphrase_file,
    )
    assert code == 1
    assert said.count("empty.signatures") == 1, said


def test_one_of_each_is_written_right(desk_folder: Path, keys, tmp_path: Path, passphrase_file: Path) -> None:
    stall, stranger = HandmadeKiosk(keys, "Stall A"), HandmadeKiosk(keys, "Stall B")
    file = tmp_path / NAME
    forged = stranger.batch(stranger.sign(person(2))).replace(b'"name":"Stall B', b'"name":"Stall C')
    file.write_bytes(stall.batch(stall.sign(person(1))) + forged + b'{"record":2}\n')
    unlock = ("--campaign", desk_folder, "--passphrase-file", passphrase_file)
    code, said = run("merge", file, *unlock)
    assert code == 1
    assert "batches with a wrong signature: 1." in said
    assert "lines of a newer version: 1." in said
    assert f"nobody vouches for: 1 ({stranger.id.hex()[:8]}: 1)" in said
    assert "! x?[2J?.signatures: " in said
    assert not any(char in said for char in "\x1b\u202e")
    code, said = run("export", tmp_path / "out.csv", *unlock)
    assert (code, said.startswith("1 record written")) == (0, True)


def test_a_file_that_repairs_says_so(desk_folder: Path, keys, tmp_path: Path, passphrase_file: Path) -> None:
    stall = HandmadeKiosk(keys, "Stall A")
    whole = stall.batch(stall.sign(person(1), person(2)))
    bad, good = tmp_path / "bad.signatures", tmp_path / "good.signatures"
    bad.write_bytes(whole.replace(b'"id":"', b'"id":"x', 1))
    good.write_bytes(whole)
    unlock = ("--campaign", desk_folder, "--passphrase-file", passphrase_file)
    code, said = run("merge", bad, *unlock)
    assert (code, "Damaged or missing: 1 (Stall A: 1)" in said) == (1, True)
    code, said = run("merge", good, *unlock)
    assert (code, "0 new, 1 repaired" in said.splitlines()) == (0, True)
    code, said = run("merge", good, *unlock)
    assert (code, said.splitlines()[-1]) == (0, "0 new")


def test_a_complaint_about_a_name_shows_it_harmlessly(tmp_path: Path) -> None:
    said = refused("report", "--campaign", tmp_path / NAME, saying=("x?[2J?.signatures",))
    assert "\x1b" not in said


def test_the_help_of_export_says_whom_the_file_is_for() -> None:
    _, said = run("export", "--help")
    assert "coordinators" in said
    assert "not the list that is handed over" in " ".join(said.split())
