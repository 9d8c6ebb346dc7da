"""`kiosk sign` as somebody uses it who types up paper: look first, answer what is doubtful, then seal."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from kiosk.stall.kiosk import Kiosk
from tests.people import row, write_csv
from tests.program import COMMAND, ENVIRONMENT, ROOT, done, kiosk, refused

pty = pytest.importorskip("pty", reason="no terminal can be played here")


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    return tmp_path / "Sheet 3.csv"


def state(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def answered(answer: str, *arguments: object) -> tuple[int, str]:
    """Runs `kiosk` at a terminal where somebody answers each question so; its exit code and words."""
    ours, theirs = pty.openpty()
    program = subprocess.Popen(
        [*COMMAND, *map(str, arguments)],
        cwd=ROOT, env=ENVIRONMENT, stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    os.close(theirs)
    os.write(ours, f"{answer}\n".encode() * 3)
    said = program.communicate(timeout=120)[0].decode()
    os.close(ours)
    return program.returncode, said


def test_a_dry_run_shows_what_would_be_taken_and_writes_nothing(stall: Kiosk, sheet: Path) -> None:
    write_csv(
        sheet,
        [
            row(1, date="22/11/2026", name="Ana", country="HK"),
            row(2, phone="8.52255E+11"),
            row(3, country="Atlantis"),
            row(4, date="1926-01-02"),
        ],
    )
    before = state(stall.data)
    told = kiosk("sign", sheet, "--dry-run", "--data", stall.data)
    assert told.returncode == 1
    assert "4 rows: 2 would be taken (1 of them doubtful), 2 would not. Nothing was sealed" in told.stdout
    assert "line 2: date: 2026-11-22" in told.stdout
    assert "name: Ana; " in told.stdout
    assert "line 4: please check the country" in told.stderr
    assert "line 3 would not be taken: Its phone is a number that the spreadsheet shortened" in told.stderr
    assert "line 5 would not be taken: Its date lies more than 5 years back" in told.stderr
    assert state(stall.data) == before


def test_nothing_is_sealed_until_doubts_are_answered(stall: Kiosk, sheet: Path) -> None:
    write_csv(sheet, [row(1), row(2, country="Atlantis"), row(3, name="12345678")])
    said = kiosk("sign", sheet, "--data", stall.data)
    assert said.returncode == 1
    assert "line 3: please check the country" in said.stderr
    assert "line 4: please check the name" in said.stderr
    assert "2 rows are doubtful" in said.stderr
    assert "--doubtful" in said.stderr
    assert stall.vault.count() == 0
    code, asked = answered("n", "sign", sheet, "--data", stall.data)
    assert (code, stall.vault.count()) == (1, 0)
    assert "Take 2 doubtful rows as written?" in asked
    code, _ = answered("y", "sign", sheet, "--data", stall.data)
    assert (code, stall.vault.count()) == (0, 3)
    done("sign", sheet, "--again", "--doubtful", "--data", stall.data)
    assert stall.vault.count() == 6


def test_a_guessed_encoding_is_confirmed_before_anything_is_sealed(stall: Kiosk, sheet: Path) -> None:
    sheet.write_bytes("name,country\r\n陳大文,HK\r\n李小龍,香港\r\n".encode("big5"))
    refused("sign", sheet, "--data", stall.data, saying=("Big5", "陳大文", "--encoding big5"))
    shown = kiosk("sign", sheet, "--dry-run", "--data", stall.data)
    assert shown.returncode == 0
    assert "陳大文" in shown.stderr
    code, asked = answered("n", "sign", sheet, "--data", stall.data)
    assert (code, stall.vault.count()) == (1, 0)
    assert "Are they right?" in asked
    assert "2 signatures are sealed" in done("sign", sheet, "--encoding", "big5", "--data", stall.data)
    assert answered("y", "sign", sheet, "--again", "--data", stall.data)[0] == 0
    assert stall.vault.count() == 4


def test_the_order_of_days_can_be_said(stall: Kiosk, sheet: Path) -> None:
    write_csv(sheet, [row(1, date="03/04/2026")])
    refused("sign", sheet, "--data", stall.data, saying=("may be two days",))
    assert stall.vault.count() == 0
    assert "date: 2026-04-03" in done("sign", sheet, "--dry-run", "--days", "day-first", "--data", stall.data)
    done("sign", sheet, "--days", "month-first", "--data", stall.data)
    assert stall.vault.count() == 1
