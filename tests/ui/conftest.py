"""A training kiosk with its window open, and a visitor in front of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kiosk.app import Training, application, make_training
from kiosk.coordinator.boxes import unbox
from kiosk.coordinator.merge import Opener
from kiosk.rehearsal import Visitor
from kiosk.signing.signature import Signature
from kiosk.ui.stall.window import StallWindow
from tests.conftest import CAMPAIGNS

OpenStall = Callable[..., "Stall"]


class Stall:
    """An open kiosk: its window, who stands before it, and what a coordinator would find in its vault."""

    def __init__(self, training: Training, window: StallWindow) -> None:
        self.training = training
        self.kiosk = training.kiosk
        self.window = window
        self.visitor = Visitor(window)

    def signatures(self) -> list[Signature]:
        """Everything in the vault, opened with the campaign's key."""
        from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

        opener, keys = Opener(self.training.keys), self.training.keys
        opened = []
        for entry in opener.entries([stored.record for stored in self.kiosk.vault.records()]):
            assert entry.box is not None, entry.reason
            record = entry.record
            opened.append(
                unbox(ChaCha20Poly1305(keys.register_key), entry.box, record.kiosk, record.seq, record.id)
            )
        return opened


@pytest.fixture
def open_stall(qtbot: QtBot, tmp_path: Path) -> OpenStall:
    """Opens a kiosk of a bundled campaign in a window of a given size."""
    app = application()

    def start(
        campaign: str = "stop-repression-hong-kong",
        size: tuple[int, int] = (1366, 768),
        idle_seconds: float = 60,
    ) -> Stall:
        folder = tmp_path / f"{campaign}-{size[0]}x{size[1]}"
        folder.mkdir()
        training = make_training(folder, CAMPAIGNS / campaign)
        window = StallWindow(
            app,
            training.kiosk.campaign,
            training.kiosk.sign,
            prepare=training.kiosk.prepare,
            training=True,
            idle_seconds=idle_seconds,
        )
        qtbot.addWidget(window)
        window.resize(*size)
        window.show()
        return Stall(training, window)

    return start


@pytest.fixture
def stall(open_stall: OpenStall) -> Stall:
    """The bundled campaign at 1366x768."""
    return open_stall()
