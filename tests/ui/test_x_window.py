"""The rehearsal in a real X window: the same clicks and keys, under a window manager."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def display(tmp_path: Path) -> Iterator[str]:
    """An X display of its own with a window manager, without which no window gets the focus."""
    if not (shutil.which("Xvfb") and shutil.which("openbox")):
        pytest.skip("Xvfb and openbox are not installed (make install-dev brings them)")
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1920x1080x24", "-nolisten", "tcp"],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as answer:
        number = answer.readline().strip()
    name = f":{number}"
    manager = subprocess.Popen(
        ["openbox"], env={**os.environ, "DISPLAY": name, "HOME": str(tmp_path)}, stderr=subprocess.DEVNULL
    )
    time.sleep(0.3)
    try:
        yield name
    finally:
        manager.terminate()
        server.terminate()
        manager.wait()
        server.wait()


def test_the_rehearsal_in_an_x_window(display: str, tmp_path: Path) -> None:
    environment = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
    pictures = tmp_path / "pictures"
    played = subprocess.run(
        [
            sys.executable,
            "-m",
            "kiosk",
            "rehearse",
            "--data",
            str(tmp_path / "none"),
            "--screenshots",
            str(pictures),
        ],
        env=environment,
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert played.returncode == 0, played.stdout + played.stderr
    assert "collected 5 = counted 5" in played.stdout
    taken = {picture.stem for picture in pictures.iterdir()}
    for language in ("en", "zh-Hant", "zh-Hans"):
        assert {f"demands-{language}", f"consent-{language}", f"thanks-{language}"} <= taken
