"""A file that another program has open: on Windows it can be neither moved nor deleted meanwhile."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from kiosk.errors import StorageError
from kiosk.files import patiently, storage_error, write_whole
from kiosk.stall.wipe import wipe
from tests.conftest import MakeKiosk
from tests.lacking import need_windows


def windows_error(number: int) -> OSError:
    error = PermissionError(13, "Access is denied")
    error.winerror = number  # type: ignore[attr-defined]
    return error


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (5, "x is open in another program, or this user may not change it. Close it there, or"),
        (32, "x is open in another program. Close it there, then try again."),
        (33, "x is open in another program."),
        (206, "x is too long a name for that disk. Choose a shorter name"),
        (1, "x may not be opened by this user."),
    ],
)
def test_what_windows_means_is_said(number: int, words: str) -> None:
    assert str(storage_error("x", windows_error(number))).startswith(words)


@pytest.mark.parametrize("number", [5, 32, 33])
def test_what_is_held_for_a_moment_is_waited_for(number: int) -> None:
    refusals = [windows_error(number)] * 3

    def act() -> str:
        if refusals:
            raise refusals.pop()
        return "done"

    assert patiently(act) == "done"


def test_every_other_refusal_is_told_at_once() -> None:
    tried = []

    def act() -> None:
        tried.append(1)
        raise PermissionError(13, "no")

    with pytest.raises(PermissionError):
        patiently(act)
    assert len(tried) == 1


@need_windows
def test_a_file_that_is_open_for_a_moment_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "settings"
    path.write_bytes(b"old")
    scanner = path.open("rb")
    threading.Timer(0.3, scanner.close).start()
    write_whole(path, b"new")
    assert path.read_bytes() == b"new"


@need_windows
def test_a_file_that_stays_open_keeps_what_it_has_and_is_told(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(b"old")
    with path.open("rb"), pytest.raises(StorageError, match=r"is open in another program.* Close it there"):
        write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@need_windows
def test_a_wipe_names_the_file_that_is_open(make_kiosk: MakeKiosk) -> None:
    data = make_kiosk().data
    with (data / "journal.txt").open("a"), pytest.raises(StorageError, match=r"journal\.txt"):
        wipe(data)
    wipe(data)
