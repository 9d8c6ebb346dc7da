"""kill -9 at any moment of `kiosk sign`: what was reported as stored is there, and the vault is sound."""

from __future__ import annotations

import os
import random
import re
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kiosk.signing.seal import OpeningKey, Sealed
from kiosk.stall.kiosk import Kiosk
from tests import patience
from tests.people import row, write_csv
from tests.program import COMMAND, ENVIRONMENT, done

pytestmark = pytest.mark.skipif(os.name == "nt", reason="kill -9 is POSIX")

ROWS = [row(n) for n in range(400)]
KILLS = int(os.environ.get("KIOSK_KILLS", "4"))
"""Of each kiosk."""


def sign_and_kill(sheet: Path, data: Path, moments: random.Random) -> dict[int, dict[str, str]]:
    """Signs `sheet`, kills the program at some moment; returns the rows that it had reported, by number."""
    program = subprocess.Popen(
        [*COMMAND, "sign", str(sheet), "--data", str(data)],
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    assert program.stdout is not None
    with program.stdout as said:
        heard = [said.readline() for _ in range(moments.choice((0, 1, 1, 2, 5, 20)))]
        patience.let_go_on(moments.uniform(0, 0.02) if heard else moments.uniform(0, 0.8))
        program.kill()
        heard += said.readlines()
    program.wait()
    reported = re.findall(r"^line (\d+): stored as number (\d+)$", "".join(heard), re.MULTILINE)
    return {int(number): ROWS[int(line) - 2] for line, number in reported}


def test_every_row_that_was_reported_is_there(make_kiosk, keys, tmp_path: Path) -> None:
    sheet = write_csv(tmp_path / "sheet.csv", ROWS)
    opening = OpeningKey(keys.opening_seed, keys.key_id)

    def play(stall: str) -> int:
        """`KILLS` of one kiosk, each followed by a restart that must find everything."""
        data = make_kiosk(stall).data
        moments = random.Random(stall)
        reported: dict[int, dict[str, str]] = {}
        for _ in range(KILLS):
            reported |= sign_and_kill(sheet, data, moments)
            vault = Kiosk.open(data).vault
            vault.check()  # SQLite's integrity check, and the hash chain from end to end
            assert reported.keys() <= set(range(1, vault.count() + 1))
        signed = {stored.record.seq: stored.record for stored in vault.records()}
        for number, typed in reported.items():
            kept = opening.open(Sealed(signed[number].id, signed[number].sealed))
            assert (kept.name, kept.paper_ref) == (typed["name"], typed["paper_ref"])
        return len(reported)

    with ThreadPoolExecutor(3) as stalls:
        counts = list(stalls.map(play, ("A", "B", "C")))
    assert all(counts), "some kiosk was never killed while it signed"


def test_signing_goes_on_after_a_kill(make_kiosk, tmp_path: Path) -> None:
    data = make_kiosk("A").data
    sign_and_kill(write_csv(tmp_path / "sheet.csv", ROWS), data, random.Random(1))
    before = Kiosk.open(data).vault.count()
    done("sign", write_csv(tmp_path / "more.csv", ROWS[:3]), "--data", data)
    assert Kiosk.open(data).vault.count() == before + 3
