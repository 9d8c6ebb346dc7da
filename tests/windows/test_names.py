"""Names that Windows takes for something else: its devices, and a drive's current folder."""

from __future__ import annotations

import sys
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from kiosk.cli.options import Folder
from kiosk.windows.names import is_device, whole_drive
from tests.lacking import need_windows
from tests.program import kiosk


@pytest.mark.parametrize(
    "name", ["con", "CON", "nul.txt", "Aux.tar.gz", "com1", "LPT9.signatures", "prn .pdf", "COM²", "conin$"]
)
def test_a_device_is_known_whatever_its_ending(name: str) -> None:
    assert is_device(name)


@pytest.mark.parametrize("name", ["console", "com", "com10", "null", "a.con", "nul-1", "lpt0x", "", ".con"])
def test_others_are_mere_names(name: str) -> None:
    assert not is_device(name)


@pytest.mark.parametrize(
    ("said", "meant"),
    [("D:", "D:\\"), ("d:", "d:\\"), ("D:\\", "D:\\"), ("D:a", "D:a"), ("a", "a"), (r"\\s\h", "\\\\s\\h\\")],
)
def test_a_mere_letter_means_the_whole_drive(said: str, meant: str) -> None:
    assert str(whole_drive(PureWindowsPath(said))) == meant


def test_elsewhere_that_is_a_name_like_any_other() -> None:
    assert whole_drive(PurePosixPath("D:")) == PurePosixPath("D:")
    if sys.platform != "win32":
        assert Folder.convert("D:", None, None) == Path("D:")


@need_windows
def test_a_drive_is_synced_to_at_its_root_and_a_device_never(tmp_path: Path) -> None:
    assert Folder.convert("C:", None, None) == Path("C:\\")
    told = kiosk("status", "--data", tmp_path / "nul.data")
    assert told.returncode == 2
    assert "Windows keeps the name nul.data for a device." in told.stderr
