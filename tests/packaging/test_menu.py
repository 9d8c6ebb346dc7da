"""The desk among a user's programs."""

from __future__ import annotations

import os
import shlex
import subprocess
from configparser import ConfigParser
from pathlib import Path

from tests.program import ROOT

_SCRIPT = ROOT / "packaging" / "menu" / "install-menu.sh"


def put_into_menu(home: Path, script: Path = _SCRIPT) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "HOME": str(home)}
    return subprocess.run([script], env=environment, capture_output=True, text=True)


def test_the_entry_starts_the_desk_of_this_folder(tmp_path: Path) -> None:
    told = put_into_menu(tmp_path)
    assert told.returncode == 0, told.stderr
    parser = ConfigParser(interpolation=None)
    parser.read(tmp_path / ".local/share/applications/signing-kiosk-desk.desktop", encoding="utf-8")
    entry = parser["Desktop Entry"]
    assert shlex.split(entry["Exec"]) == [str(ROOT / ".venv/bin/kiosk"), "desk", "%F"]
    assert Path(entry["Icon"]).is_file()


def test_a_folder_that_an_entry_cannot_name_is_told(tmp_path: Path) -> None:
    odd = tmp_path / "50% & more"
    script = odd / "packaging/menu/install-menu.sh"
    script.parent.mkdir(parents=True)
    script.write_bytes(_SCRIPT.read_bytes())
    script.chmod(0o755)
    told = put_into_menu(tmp_path / "home", script)
    assert told.returncode == 1
    assert "Move it to another folder" in told.stderr
    assert not (tmp_path / "home").exists()
