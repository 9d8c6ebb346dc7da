"""The kiosk full screen in an X window: whatever is pressed, clicked or started, only the kiosk is there."""

from __future__ import annotations

import random
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from kiosk.stall.kiosk import Kiosk
from kiosk.supervisor import pause_after
from tests import patience
from tests.conftest import MakeKiosk
from tests.ui.random_events import do_anything, let_go
from tests.ui.shortcuts import GROUPS
from tests.ui.x_hand import XHand
from tests.ui.x_session import LOCKED, XKiosk, x_display, x_kiosk

EVENTS = 10_000

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="X windows are tried on Linux")


@pytest.fixture
def data(make_kiosk: MakeKiosk) -> Path:
    return make_kiosk().data


@pytest.fixture
def kiosk(tmp_path: Path, data: Path) -> Iterator[XKiosk]:
    with x_display(tmp_path, *LOCKED) as display, x_kiosk(display, data, tmp_path / "said") as opened:
        yield opened


def test_no_shortcut_leads_out(kiosk: XKiosk) -> None:
    windows, processes = kiosk.windows(), kiosk.processes()
    with XHand(kiosk.display) as hand:
        for first in ((), ("Return", "x", "y", "ctrl+a")):  # at the start; at the name, with text to copy
            hand.press(*first)
            for group in GROUPS:
                hand.press(*group)
                patience.until(lambda: not kiosk.is_busy())
                patience.until(lambda: kiosk.has_it_all() and kiosk.windows() == windows)
    assert kiosk.processes() == processes
    assert kiosk.said.read_text() == ""


def test_nothing_comes_of_ten_thousand_random_events(kiosk: XKiosk) -> None:
    windows, processes = kiosk.windows(), kiosk.processes()
    chance = random.Random(20261122)
    with XHand(kiosk.display) as hand:
        for _ in range(10):
            for _ in range(EVENTS // 10):
                do_anything(hand, chance)
            let_go(hand)
            patience.until(lambda: not kiosk.is_busy())
            patience.until(lambda: kiosk.has_it_all() and kiosk.windows() == windows)
            assert kiosk.processes() == processes
    assert kiosk.said.read_text() == ""


def test_it_comes_back_when_something_takes_its_place(kiosk: XKiosk, tmp_path: Path) -> None:
    window, states = kiosk.window(), tmp_path / "states"
    with (
        states.open("wb") as said,
        kiosk.start("xprop", "-spy", "-id", window, "_NET_WM_STATE", said=said) as spy,
    ):
        patience.until(lambda: "_FULLSCREEN" in states.read_text())
        kiosk.ask("xdotool", "windowminimize", window)
        patience.until(lambda: "_HIDDEN" in states.read_text())
        patience.until(kiosk.has_it_all)
        spy.kill()
    other = kiosk.start("xmessage", "Update available")
    try:
        patience.until(lambda: len(kiosk.windows()) > 1)
        patience.until(kiosk.has_it_all)
    finally:
        other.kill()
        other.wait()


def test_it_comes_back_when_a_desktop_shows_itself(tmp_path: Path, data: Path) -> None:
    """Super+D under Debian's own openbox, as on a laptop that is not locked down."""
    states = tmp_path / "states"
    with (
        x_display(tmp_path) as display,
        x_kiosk(display, data, tmp_path / "said") as kiosk,
        states.open("wb") as said,
        kiosk.start("xprop", "-spy", "-root", "_NET_SHOWING_DESKTOP", said=said) as spy,
    ):
        patience.until(lambda: "= 0" in states.read_text())
        with XHand(display) as hand:
            hand.press("super+d")
        patience.until(lambda: "= 1" in states.read_text())
        patience.until(kiosk.has_it_all)
        spy.kill()


def test_who_else_has_a_screen_sees_the_campaigns_colour(kiosk: XKiosk) -> None:
    kiosk.ask("xrandr", "--setmonitor", "left", "960/250x1080/280+0+0", "screen")
    kiosk.ask("xrandr", "--setmonitor", "right", "960/250x1080/280+960+0", "none")
    _wait_for_windows(kiosk, "0,0 960x1080", "960,0 960x1080")
    kiosk.ask("xrandr", "--delmonitor", "right")
    _wait_for_windows(kiosk, "0,0 960x1080")
    kiosk.ask("xrandr", "--setmonitor", "right", "960/250x540/140+960+0", "none")
    _wait_for_windows(kiosk, "0,0 960x1080", "960,0 960x540")
    kiosk.ask("xrandr", "--delmonitor", "left")
    kiosk.ask("xrandr", "--delmonitor", "right")
    _wait_for_windows(kiosk, "0,0 1920x1080")
    assert kiosk.said.read_text() == ""


def _wait_for_windows(kiosk: XKiosk, *places: str) -> None:
    there: list[str] = []

    def is_so() -> bool:
        there[:] = sorted(_place(kiosk, window) for window in kiosk.windows())
        return there == sorted(places)

    try:
        patience.until(is_so)
    except AssertionError as late:
        raise AssertionError(f"{there}, not {sorted(places)}") from late


def _place(kiosk: XKiosk, window: str) -> str:
    says = kiosk.ask("xdotool", "getwindowgeometry", "--shell", window).split()
    at = dict(line.split("=") for line in says)
    return f"{at['X']},{at['Y']} {at['WIDTH']}x{at['HEIGHT']}" if at else ""


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSEGV])
def test_a_crash_leads_back_to_the_start(
    kiosk: XKiosk, data: Path, tmp_path: Path, how: signal.Signals
) -> None:
    crashed = kiosk.process()
    with XHand(kiosk.display) as hand:
        hand.press("Return", "a", "n", "n")
    crashed.send_signal(how)
    patience.until(lambda: kiosk.owner() not in (0, crashed.pid) and kiosk.has_it_all())
    assert kiosk.said.read_text() == ""
    Kiosk.open(data).vault.check()
    assert list(tmp_path.rglob("core*")) == []


def test_who_ends_the_supervisor_ends_the_kiosk(kiosk: XKiosk) -> None:
    process = kiosk.process()
    kiosk.program.kill()
    process.wait(patience.SECONDS)
    assert kiosk.said.read_text() == ""


def test_the_one_who_runs_it_can_end_it(kiosk: XKiosk) -> None:
    process = kiosk.process()
    kiosk.program.terminate()
    assert kiosk.program.wait(patience.SECONDS) == 0
    assert not psutil.pid_exists(process.pid)


def test_one_that_always_crashes_is_started_ever_more_slowly() -> None:
    pauses = [pause_after(crashes) for crashes in range(1, 40)]
    assert pauses[:6] == [0, 0, 0, 1, 2, 4]
    assert pauses == sorted(pauses)
    assert pauses[-1] == 60
