"""The locked session mounts no part of a disk that its system is on: it may be a stick itself."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.disks import image, mounted
from tests.program import ROOT

_STICK = ROOT / "packaging/session/files/usr/lib/signing-kiosk-session/stick"


def test_what_the_system_uses_is_not_mounted_as_a_stick(tmp_path: Path) -> None:
    with image() as file, mounted(tmp_path / "vault", "-o", "loop", file):
        mounts = Path("/proc/self/mounts").read_text()
        (source,) = (line.split()[0] for line in mounts.splitlines() if f" {tmp_path}/vault " in line)
        said = subprocess.run(
            ["sh", _STICK, "mount", Path(source).name], capture_output=True, text=True, check=True
        )
        assert "is on a disk that this system uses itself" in said.stderr
        assert Path("/proc/self/mounts").read_text() == mounts
