"""The locked session's files, as far as they can be tried without a boot; `make try-boot` boots them."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.lacking import need
from tests.program import ROOT

_SESSION = ROOT / "packaging" / "session"
_FILES = _SESSION / "files"
_LIB = _FILES / "usr" / "lib" / "signing-kiosk-session"
_UNITS = _FILES / "usr" / "lib" / "systemd" / "system"
_SYSTEM = Path("/usr/lib/systemd/system")


@pytest.fixture
def laptop(tmp_path: Path) -> Path:
    """A root folder with the session's files, the system's own units, and all programs that units start."""
    root = tmp_path / "laptop"
    shutil.copytree(_FILES, root)
    for unit in _SYSTEM.iterdir():
        if unit.is_file():
            shutil.copy(unit, root / "usr/lib/systemd/system")
    for program in ("usr/bin/xinit", "usr/lib/signing-kiosk-session/kiosk"):
        (root / program).parent.mkdir(exist_ok=True)
        (root / program).touch(0o755)
    return root


def test_systemd_has_nothing_against_the_units(laptop: Path) -> None:
    need("systemd-analyze")
    units = sorted(unit.name for unit in _UNITS.iterdir())
    command = ["systemd-analyze", "verify", f"--root={laptop}", "--man=no", *units]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    about_ours = [line for line in told.stderr.splitlines() if "signing-kiosk" in line]
    assert about_ours == []
    assert told.returncode == 0, told.stderr


@pytest.mark.parametrize("unit", sorted(_UNITS.iterdir()), ids=lambda unit: unit.name)
def test_every_program_of_a_unit_is_there_and_can_be_run(unit: Path) -> None:
    for line in unit.read_text().splitlines():
        if line.startswith("Exec") and "=/usr/lib/signing-kiosk-session/" in line:
            program = line.partition("=")[2].split()[0]
            if not program.endswith("/kiosk"):
                assert (_FILES / program[1:]).stat().st_mode & 0o111 == 0o111


def test_uninstalling_finds_every_file_outside_the_sessions_own_folder() -> None:
    """Nothing but plain files is installed, so that a list of them is all there is to remove."""
    assert all(path.is_dir() or (path.is_file() and not path.is_symlink()) for path in _FILES.rglob("*"))


@pytest.mark.parametrize("script", [*_SESSION.glob("*.sh"), *_LIB.iterdir()], ids=lambda script: script.name)
def test_every_script_is_one_that_sh_can_read(script: Path) -> None:
    if script.read_bytes().startswith(b"#!/bin/sh"):
        assert subprocess.run(["sh", "-n", script], check=False).returncode == 0
        assert script.stat().st_mode & 0o111 == 0o111
