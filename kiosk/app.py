"""Puts the program together: builds the services and opens a window."""

from __future__ import annotations

import datetime
import os
import signal
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSocketNotifier
from PySide6.QtWidgets import QApplication

from kiosk import paths
from kiosk.campaign.content import parse_content, read_folder
from kiosk.campaign.pack import build_pack
from kiosk.coordinator.keys import CampaignKeys
from kiosk.signing.signature import record_bytes
from kiosk.stall.kiosk import Kiosk, is_kiosk, set_up
from kiosk.stall.settings import pin_fits
from kiosk.ui.awake import awake
from kiosk.ui.keyboard.platform import prepare
from kiosk.ui.stall.full_screen import FullScreen
from kiosk.ui.stall.guard import Guard
from kiosk.ui.stall.window import StallWindow


@dataclass(frozen=True)
class Training:
    """A kiosk to practise on: the bundled campaign, with a key of its own."""

    kiosk: Kiosk
    keys: CampaignKeys


def make_training(folder: Path, content: Path | None = None) -> Training:
    """A training kiosk in the empty `folder`; its campaign is no other's, so nothing of it can be merged.

    Args:
        content: a content folder; the bundled campaign's without it.
    """
    keys = CampaignKeys.new()
    pack = folder / "training.kioskpack"
    files = read_folder(content or paths.bundled_campaign())
    pack.write_bytes(
        build_pack(
            files,
            public_key=keys.public_key,
            signing_key=keys.signing_key,
            edition=1,
            made=datetime.date.today().isoformat(),
            record_bytes=record_bytes(parse_content(files).asked),
            training=True,
        )
    )
    return Training(set_up(pack, "Training", folder / "kiosk", None), keys)


def application() -> QApplication:
    """The Qt application, made once a process."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    prepare()
    made = QApplication(["kiosk"])
    made.setStyle("Fusion")
    made.setApplicationName("Signing kiosk")
    return made


def stall_window(kiosk: Kiosk) -> StallWindow:
    """The window of `kiosk`, not shown yet."""
    pin = kiosk.settings.pin
    return StallWindow(
        application(),
        kiosk.campaign,
        kiosk.sign,
        prepare=kiosk.prepare,
        training=kiosk.pack.manifest.training,
        today=kiosk.today,
        pin_fits=None if pin is None else partial(pin_fits, kept=pin),
    )


def run_kiosk(data: Path, size: tuple[int, int] | None) -> int:
    """Opens the kiosk in the folder `data`, or training mode before any set-up; returns the exit code.

    Args:
        size: a window of this size in pixels; full screen without it.

    Raises:
        KioskError: the kiosk's files are damaged, newer, or cannot be read.
    """
    app = application()
    with ExitStack() as stack:
        if is_kiosk(data):
            kiosk = Kiosk.open(data)
        else:
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="kiosk-training-"))
            kiosk = make_training(Path(folder)).kiosk
        guard = Guard(app)
        window = stall_window(kiosk)
        if size:
            window.resize(*size)
            window.show()
        elif kiosk.pack.manifest.training:  # who practises on their own laptop is not shut in
            window.showFullScreen()
        else:
            FullScreen(app, window, kiosk.campaign.colours.accent)
        stack.callback(guard.close)
        stack.enter_context(awake())
        stack.enter_context(_interruptible(app))
        return app.exec()


@contextmanager
def _interruptible(app: QApplication) -> Iterator[None]:
    """Lets Ctrl+C in a terminal end the program in good order (Qt's loop alone would not see it)."""
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    old_fd = signal.set_wakeup_fd(writing)
    old_handlers = [
        (number, signal.signal(number, lambda *_: None)) for number in (signal.SIGINT, signal.SIGTERM)
    ]
    notifier = QSocketNotifier(reading, QSocketNotifier.Type.Read)
    notifier.activated.connect(app.quit)
    try:
        yield
    finally:
        notifier.setEnabled(False)
        signal.set_wakeup_fd(old_fd)
        for number, handler in old_handlers:
            signal.signal(number, handler)
        os.close(reading)
        os.close(writing)
