"""A training kiosk with its window open, and a visitor in front of it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from kiosk.app import Training, application, make_training
from kiosk.campaign.pack import Pack
from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.records.opening import Opener
from kiosk.coordinator.register.boxes import unbox
from kiosk.rehearsal import Visitor
from kiosk.signing.signature import Signature
from kiosk.signing.visit import Step
from kiosk.stall import backlight, pin, session
from kiosk.stall.kiosk import Kiosk, set_up
from kiosk.ui import idle
from kiosk.ui.mounts import Mounts
from kiosk.ui.places import Stick
from kiosk.ui.screen import Screen
from kiosk.ui.stall import thanks
from kiosk.ui.tasks import Tasks
from kiosk.ui.window.window import StallWindow
from tests import patience
from tests.conftest import CAMPAIGNS, TODAY, on, with_sticks
from tests.ui.tour import stick_with_pack

OpenStall = Callable[..., "Stall"]


class Stall:
    """An open kiosk: its window, who stands before it, and what a coordinator would find in its vault.

    `plugged_in` are the sticks, not those of the machine that the tests run on.
    """

    def __init__(self, training: Training, window: StallWindow, plugged_in: list[Stick]) -> None:
        self.training = training
        self.kiosk = training.kiosk
        self.window = window
        self.plugged_in = plugged_in
        self.visitor = Visitor(window)

    def signatures(self) -> list[Signature]:
        """Everything in the vault once nothing is being stored, opened with the campaign's key."""
        patience.until(lambda: self.window.visit.step is not Step.SAVING)
        from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

        opener, keys = Opener(self.training.keys), self.training.keys
        opened = []
        records = [stored.record for stored in self.kiosk.vault.records()]
        for record, entry in zip(records, opener.entries(records), strict=True):
            assert entry.box is not None, entry.reason
            place = (record.kiosk, record.seq, record.id, record.digest())
            opened.append(unbox(ChaCha20Poly1305(keys.register_key), entry.box, place))
        return opened


class Clock:
    """The time by which nobody is there any more, in seconds: it passes only when a test says so."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def pass_by(self, window: QWidget, seconds: int) -> None:
        """Lets `seconds` pass for all of a window that looks at the clock or counts down."""
        for _ in range(seconds):
            self.now += 1
            for timer in window.findChildren(QTimer):
                if isValid(timer) and timer.isActive() and not timer.isSingleShot():
                    timer.timeout.emit()
            patience.settle()


def shown(window: StallWindow) -> Screen:
    """The one screen that `window` shows; the one before it may not be gone yet, and is hidden."""
    *leaving, screen = [one for one in window.children() if isinstance(one, Screen)]
    assert all(one.isHidden() for one in leaving)
    return screen


def tell_of_sticks(window: StallWindow) -> None:
    """Something was plugged in or pulled out: the window is told as the system would, and has looked."""
    watching = window.findChildren(Mounts)
    assert watching
    for mounts in watching:
        if isValid(mounts):  # what the first is told may build another screen
            mounts.changed.emit()
    for looking in window.staff.findChildren(Tasks):
        looking.wait()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(idle, "seconds_since_start", clock)
    monkeypatch.setattr(thanks, "STAMP_SECONDS", 0)
    return clock


@pytest.fixture(autouse=True)
def a_plain_laptop(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Whatever computer plays the tests: no locked session, no lamp to set, a PIN that is quick to try."""
    monkeypatch.setattr(session, "REQUESTS", tmp_path / "no session")
    monkeypatch.setattr(backlight, "BACKLIGHTS", tmp_path / "no lamp")
    monkeypatch.setattr(pin, "MEMORY_KIB", 64)


@cache
def _pack_and_keys(content: Path) -> tuple[Pack, CampaignKeys]:
    """A bundled campaign's pack, made and checked once for all tests."""
    with tempfile.TemporaryDirectory() as folder:
        training = make_training(Path(folder), content)
        return training.kiosk.pack, training.keys


@pytest.fixture
def open_stall(clock: Clock, qtbot: QtBot, tmp_path: Path) -> OpenStall:
    """Opens a kiosk of a bundled campaign, or of a content folder, in a window of a given size.

    A slow machine is no visitor who has left: by `clock`, no time passes.
    """
    app = application()

    def start(
        campaign: str | Path = "stop-repression-hong-kong",
        size: tuple[int, int] = (1366, 768),
        idle_seconds: float = 60,
        pin: str | None = None,
        before_set_up: bool = False,
        twin_of: Stall | None = None,
    ) -> Stall:
        folder = Path(tempfile.mkdtemp(dir=tmp_path))
        if twin_of is not None:
            data = shutil.copytree(twin_of.kiosk.data, folder / "kiosk")
            training = replace(twin_of.training, kiosk=Kiosk.open(data, on(TODAY)))
        elif isinstance(campaign, str):
            pack, keys = _pack_and_keys(CAMPAIGNS / campaign)
            training = Training(set_up(pack, "Training", folder / "kiosk", pin, on(TODAY)), keys)
        else:
            training = make_training(folder, campaign, pin)
        training = replace(training, kiosk=with_sticks(training.kiosk))
        set_up_in = folder / "laptop" if before_set_up else None
        plugged_in: list[Stick] = []
        window = StallWindow(
            app,
            training.kiosk,
            set_up_in=set_up_in,
            idle_seconds=idle_seconds,
            find_sticks=lambda: list(plugged_in),
        )
        qtbot.addWidget(window)
        window.resize(*size)
        window.show()
        if before_set_up:  # plugged in after the start, at which a pack leads to the set-up
            qtbot.waitUntil(lambda: window.staff._plugged_in._there is not None)
            plugged_in.append(stick_with_pack(training.kiosk))
        return Stall(training, window, plugged_in)

    return start


@pytest.fixture
def stall(open_stall: OpenStall) -> Stall:
    """The bundled campaign at 1366x768."""
    return open_stall()
