"""What the program prints where stdout has no code for its letters, as for a pipe on Windows."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.conftest import MakeKiosk, MakePack
from tests.program import COMMAND, ENVIRONMENT


def printed(encoding: str, *arguments: object) -> tuple[str, str]:
    """stdout and stderr of `kiosk`, which must do what it is asked to."""
    environment = {**ENVIRONMENT, "PYTHONIOENCODING": encoding}
    done = subprocess.run([*COMMAND, *map(str, arguments)], env=environment, capture_output=True)
    told = done.stdout.decode(encoding), done.stderr.decode(encoding)
    assert done.returncode == 0, told
    return told


@pytest.mark.parametrize("encoding", ["cp1252", "cp950", "cp437"])
def test_a_kiosk_is_made_and_told_of_in_every_code_page(
    make_pack: MakePack, tmp_path: Path, encoding: str
) -> None:
    data = tmp_path / "陳 é"
    out, _ = printed(encoding, "setup", make_pack(), "--name", "圖書館 é", "--data", data)
    assert "Read these words to the coordinator" in out
    out, _ = printed(encoding, "status", "--data", data)
    assert "Signatures:  0" in out
    assert ("圖書館" in out) == (encoding == "cp950")
    assert ("é" in out) == (encoding in ("cp1252", "cp437"))


@pytest.mark.parametrize("encoding", ["cp1252", "cp950", "ascii", "utf-8"])
def test_json_stays_json(make_kiosk: MakeKiosk, encoding: str) -> None:
    name = "圖書館 é 𠮷"  # a letter that no code page has
    out, _ = printed(encoding, "status", "--json", "--data", make_kiosk(name).data)
    assert json.loads(out)["name"] == name


def test_a_closed_stdout_is_no_fault(make_kiosk: MakeKiosk) -> None:
    """As of a Windows program without a console."""
    command = f'"{COMMAND[0]}" -m kiosk status --data "{make_kiosk().data}" >&-'
    if os.name != "nt":
        done = subprocess.run(["sh", "-c", command], env=ENVIRONMENT, capture_output=True)
        assert b"has a fault" not in done.stderr
