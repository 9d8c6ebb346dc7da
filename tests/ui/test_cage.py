"""The kiosk in a cage session without a screen: nothing that is pressed there leads anywhere else.

What cage shows cannot be looked at here: without a screen, cage of Debian 12 draws no X program at all.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import patience
from tests.conftest import MakeKiosk
from tests.program import ENVIRONMENT, ROOT

_NOBODY = 65534
_HEADLESS = {"WLR_BACKENDS": "headless", "WLR_LIBINPUT_NO_DEVICES": "1", "WLR_RENDERER": "pixman"}


@pytest.fixture
def home() -> Iterator[Path]:
    """A folder of the ordinary user that cage runs as: it refuses root."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def test_only_the_kiosk_is_there(make_kiosk: MakeKiosk, home: Path) -> None:
    if not (shutil.which("cage") and shutil.which("Xwayland")):
        pytest.skip("cage and xwayland are not installed (make install-dev brings them)")
    make_kiosk("cage", home / "data")
    ordinary = []
    if os.geteuid() == 0:
        ordinary = ["setpriv", f"--reuid={_NOBODY}", f"--regid={_NOBODY}", "--clear-groups"]
        for path in [home, *home.rglob("*")]:
            os.chown(path, _NOBODY, _NOBODY)
        if subprocess.run(
            [*ordinary, sys.executable, "-c", "import kiosk"], cwd=ROOT, check=False
        ).returncode:
            pytest.skip("an ordinary user cannot read this checkout, and cage refuses root")
    done = subprocess.run(
        [
            *ordinary, "cage", "--", sys.executable, "-m", "tests.ui.in_cage",
            str(home / "data"), str(home / "said"),
        ],
        cwd=ROOT,
        env={**_without_a_screen(), "HOME": str(home), "TMPDIR": str(home), "XDG_RUNTIME_DIR": str(home)},
        capture_output=True,
        text=True,
        timeout=patience.LONG_SECONDS,
        check=False,
    )  # fmt: skip
    assert "held\n" in done.stdout, done.stdout + done.stderr


def _without_a_screen() -> dict[str, str]:
    kept = {name: value for name, value in ENVIRONMENT.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    return {**kept, **_HEADLESS}
