"""An error says what happened and what to do, whatever its values are made of, and wherever it was raised."""

from __future__ import annotations

import copy
import errno
import pickle
from pathlib import Path

import pytest

from kiosk.errors import KioskError, PackError, StorageError
from kiosk.files import storage

ODD = ("{path}", "{0}", "{", "}}", "100% full", "%s %(x)s", "a\nb", "{why!r:>{width}}")


def _full(path: str) -> KioskError:
    return StorageError("{path} is full.", "Free {size} there.", path=Path(path), size=3)


def test_the_values_are_put_into_both_sentences() -> None:
    error = _full("/media/red")
    assert (error.what, error.todo) == ("/media/red is full.", "Free 3 there.")
    assert str(error) == "/media/red is full. Free 3 there."


@pytest.mark.parametrize("odd", ODD)
def test_a_value_is_put_in_as_it_is(odd: str) -> None:
    assert _full(odd).what == f"{Path(odd)} is full."


@pytest.mark.parametrize("odd", ODD)
def test_a_ready_sentence_stays_as_it_is(odd: str) -> None:
    error = PackError(f"{odd} is no pack.", odd)
    assert (error.what, error.todo) == (f"{odd} is no pack.", odd)


@pytest.mark.parametrize("odd", ODD)
def test_a_file_of_any_name_that_is_not_there_is_named(tmp_path: Path, odd: str) -> None:
    with pytest.raises(StorageError) as told, storage(tmp_path / odd):
        (tmp_path / odd / "x").read_bytes()
    assert str(told.value).startswith(f"{tmp_path / odd} does not exist. ")


def test_an_error_of_the_system_that_has_no_advice_gives_its_reason() -> None:
    with pytest.raises(StorageError, match=r"^x cannot be used \(Not a typewriter\)\. Check the disk"):
        with storage("x"):
            raise OSError(errno.ENOTTY, "Not a typewriter")


@pytest.mark.parametrize("travel", [copy.deepcopy, lambda error: pickle.loads(pickle.dumps(error))])
@pytest.mark.parametrize("error", [_full("{a} %s"), KioskError("{a} as it is."), KioskError("")])
def test_it_comes_whole_out_of_another_process(error: KioskError, travel) -> None:
    again = travel(error)
    assert type(again) is type(error)
    for part in ("what", "todo", "templates", "values"):
        assert getattr(again, part) == getattr(error, part)
    assert str(again) == str(error)
