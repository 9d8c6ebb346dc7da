"""The rehearsal in a real X window: the same clicks and keys, under a window manager."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import patience
from tests.ui.x_session import x_display


@pytest.fixture
def display(tmp_path: Path) -> Iterator[str]:
    """An X display of its own with a window manager as people have it."""
    with x_display(tmp_path) as name:
        yield name


@pytest.mark.long
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
        timeout=patience.LONG_SECONDS,
        check=False,
    )
    assert played.returncode == 0, played.stdout + played.stderr
    assert "collected 5 = counted 5" in played.stdout
    taken = {picture.stem for picture in pictures.iterdir()}
    for language in ("en", "zh-Hant", "zh-Hans"):
        assert {f"demands-{language}", f"consent-{language}", f"thanks-{language}"} <= taken
