"""The kiosk in a cage session without a screen: nothing that is pressed there leads anywhere else.

What cage shows cannot be looked at here: without a screen, cage of Debian 12 draws no X program at all.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import patience
from tests.conftest import MakeKiosk
from tests.lacking import need
from tests.program import ENVIRONMENT, ROOT

_NOBODY = 65534
_HEADLESS = {"WLR_BACKENDS": "headless", "WLR_LIBINPUT_NO_DEVICES": "1", "WLR_RENDERER": "pixman"}


@pytest.fixture
def home() -> Iterator[Path]:
    """A folder of the ordinary user that cage runs as: it refuses root."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def test_only_the_kiosk_is_there(make_kiosk: MakeKiosk, home: Path) -> None:
    need("cage", "Xwayland", "xdotool", "xprop")
    make_kiosk("cage", home / "data")
    ordinary = []
    if os.geteuid() == 0:
        ordinary = ["setpriv", f"--reuid={_NOBODY}", f"--regid={_NOBODY}", "--clear-groups"]
        for path in [home, *home.rglob("*")]:
            os.chown(path, _NOBODY, _NOBODY)

    def in_cage(*program: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*ordinary, "cage", "--", *program],
            cwd=ROOT,
            env={**_without_a_screen(), "HOME": str(home), "TMPDIR": str(home), "XDG_RUNTIME_DIR": str(home)},
            capture_output=True,
            text=True,
            timeout=patience.LONG_SECONDS,
            check=False,
        )

    if (tried := in_cage("echo", "starts")).stdout != "starts\n":
        pytest.skip(_lacking(tried.stderr))
    if in_cage(sys.executable, "-c", "import kiosk; print('starts')").stdout != "starts\n":
        pytest.skip("an ordinary user cannot read this checkout or its Python, and cage refuses root")
    done = in_cage(sys.executable, "-m", "tests.ui.in_cage", str(home / "data"), str(home / "said"))
    assert "held\n" in done.stdout, done.stdout + done.stderr


def _lacking(said: str) -> str:
    """What this machine lacks for cage, which could not even start `echo`."""
    if not Path("/dev/dri").is_dir():
        return "there is no /dev/dri: cage starts no program without a graphics device"
    return f"cage starts no program here: {said.strip().splitlines()[-1:]}"


def _without_a_screen() -> dict[str, str]:
    kept = {name: value for name, value in ENVIRONMENT.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    return {**kept, **_HEADLESS}
