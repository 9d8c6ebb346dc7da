"""Accents and compositions on the laptop's own keys, through a real X server and its keyboard layouts."""

from __future__ import annotations

import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from tests.program import ENVIRONMENT, ROOT
from tests.ui.x_hand import XHand
from tests.ui.x_session import x_display

_PATIENCE_SECONDS = 20.0


class Typist:
    """Somebody at real keys; `said` is what the fields hold, "name|city"."""

    def __init__(self, display: str, said: Iterator[str], layout: tuple[str, ...]) -> None:
        subprocess.run(["setxkbmap", *layout], env={**ENVIRONMENT, "DISPLAY": display}, check=True)
        self._lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=lambda: [self._lines.put(line.strip()) for line in said], daemon=True).start()
        assert self._next() == "ready"
        self._hand = XHand(display)

    def types(self, keys: str) -> None:
        """Presses keys by their names, with spaces between."""
        self._hand.press(*keys.split())

    def ends_up_with(self, text: str) -> None:
        """Waits until the fields hold that."""
        seen = []
        while not seen or seen[-1] != text:
            seen.append(self._next(seen))

    def _next(self, seen: object = "") -> str:
        try:
            return self._lines.get(timeout=_PATIENCE_SECONDS)
        except queue.Empty:
            pytest.fail(f"nothing more was typed; seen so far: {seen}")


Sit = Callable[..., "contextmanager[Typist]"]


@pytest.fixture(scope="module")
def display(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with x_display(tmp_path_factory.mktemp("x")) as name:
        yield name


@contextmanager
def typist(display: str, *layout: str, keyboard: bool = False) -> Iterator[Typist]:
    """A typist before a form, in a keyboard layout (as setxkbmap names it)."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.ui.typed_on_x", *(["open"] if keyboard else [])],
        env={**ENVIRONMENT, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    ) as program:
        assert program.stdout is not None
        try:
            yield Typist(display, program.stdout, layout)
        finally:
            program.terminate()


@pytest.mark.parametrize("keyboard", [False, True], ids=["alone", "beside the keyboard on the screen"])
@pytest.mark.parametrize(
    ("layout", "keys", "name"),
    [
        (("es",), "shift+j o s dead_acute e", "José"),
        (("es",), "dead_grave a dead_acute i shift+dead_diaeresis u ntilde", "àíüñ"),
        (("us", "-variant", "intl"), "shift+j o s dead_acute e", "José"),
        (("us", "-variant", "intl"), "dead_grave a shift+dead_circumflex o shift+dead_tilde n", "àôñ"),
        (("us", "-variant", "intl"), "dead_acute space dead_acute c", "'ć"),
        (("fr",), "n o dead_circumflex e l shift+dead_diaeresis e", "noêlë"),
        (("gr",), "Greek_gamma dead_acute Greek_alpha", "γά"),
        (("cz",), "dead_acute o dead_caron", "ó"),
        (("us", "-option", "compose:ralt"), "Multi_key o slash Multi_key apostrophe e", "øé"),
    ],
)  # fmt: skip
def test_an_accent_goes_onto_its_letter(
    display: str, layout: tuple[str, ...], keys: str, name: str, keyboard: bool
) -> None:
    with typist(display, *layout, keyboard=keyboard) as person:
        person.types(keys)
        person.ends_up_with(f"{name}|")


def test_a_letter_that_takes_no_accent_is_typed_without_and_backspace_takes_the_accent_back(
    display: str,
) -> None:
    with typist(display, "es") as person:
        person.types("dead_acute q a dead_acute BackSpace e")
        person.ends_up_with("qae|")


def test_an_accent_that_was_begun_is_gone_in_the_next_field_and_for_the_next_visitor(display: str) -> None:
    with typist(display, "es") as person:
        person.types("a dead_acute Tab e")
        person.ends_up_with("a|e")
        person.types("dead_acute Return e")  # Return ends the visit
        person.ends_up_with("e|")
