"""Which kiosk `kiosk run` opens: never training in the place of one that has lost a file."""

from __future__ import annotations

import subprocess
import sys

import pytest

from kiosk.app import run_kiosk
from kiosk.errors import KioskError
from tests.conftest import MakeKiosk


@pytest.mark.parametrize("lost", ["kiosk.json", "campaign.kioskpack"])
def test_a_kiosk_that_lost_a_file_does_not_open_as_training(make_kiosk: MakeKiosk, lost: str) -> None:
    data = make_kiosk().data
    (data / lost).unlink()
    with pytest.raises(KioskError):
        run_kiosk(data, (800, 600))


def test_a_stall_loads_nothing_that_only_the_desk_needs() -> None:
    """It starts sooner without, and the bundle does not even have it."""
    of_the_desk = ("duckdb", "pyarrow", "splink", "sqlglot", "psycopg", "xlsxwriter", "zxcvbn")
    look = f"import kiosk.app, kiosk.rehearsal, sys; print([m for m in {of_the_desk} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
