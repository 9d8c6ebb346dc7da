"""Every screen of a stall in every language, made of a content folder that is not a campaign yet.

The stall runs in a process of its own: it listens to all keys and clicks and empties the clipboard,
which must not happen in a coordinator's window.
"""

from __future__ import annotations

import multiprocessing
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QImageWriter
from PySide6.QtTest import QTest

from kiosk.app import application, make_training, stall_window
from kiosk.errors import KioskError
from kiosk.memory import keep_out_of_files
from kiosk.rehearsal.pipe import PipeEnd
from kiosk.rehearsal.visitor import Person, RehearsalError, Visitor
from kiosk.ui.desk.preview import Preview
from kiosk.ui.places import no_sticks
from kiosk.ui.window.sections import sections_of
from kiosk.ui.window.window import StallWindow

_SIZE = (1366, 768)
_WIDTH = 960
"""Of a picture, in pixels."""
_PATIENCE_SECONDS = 60.0
_LOOK_SECONDS = 0.1
_END = None


def previews(content: Path, stopped: Callable[[], bool]) -> Iterator[Preview]:
    """The screens of the content folder `content`, each as soon as it is drawn: language by language.

    Args:
        stopped: asked often whether to end before all are there.

    Raises:
        ContentError: the content has a mistake.
        RehearsalError: a screen could not be reached.
    """
    context = multiprocessing.get_context("spawn")  # Qt's state does not survive a fork
    shown, showing = context.Pipe(duplex=False)
    stall = context.Process(target=_run_stall, args=(content, showing), daemon=True)
    stall.start()
    showing.close()
    try:
        while (come := _next(shown, stopped)) is not _END:
            if isinstance(come, KioskError):
                raise come
            yield come
    finally:
        stall.kill()
        stall.join()
        shown.close()


def _next(shown: PipeEnd[Any, Any], stopped: Callable[[], bool]) -> Preview | KioskError | None:
    end = time.monotonic() + _PATIENCE_SECONDS
    with suppress(EOFError):
        while time.monotonic() < end:
            if stopped():
                return _END
            if shown.poll(_LOOK_SECONDS):
                come: Preview | KioskError | None = shown.recv()
                return come
    raise RehearsalError("The stall’s screens could not be drawn.", "Close other programs, try again.")


def _run_stall(content: Path, show: PipeEnd[Any, Any]) -> None:
    """What the new process does: walks through all screens and signs, in each language."""
    keep_out_of_files()
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    application()
    try:
        with tempfile.TemporaryDirectory(prefix="kiosk-preview-") as folder:
            window = stall_window(make_training(Path(folder), content).kiosk, find_sticks=no_sticks)
            window.resize(*_SIZE)
            window.show()
            _walk(window, show)
            window.close()
        show.send(_END)
    except KioskError as error:
        show.send(error)


def _walk(window: StallWindow, show: PipeEnd[Any, Any]) -> None:
    def look(_: str) -> None:
        QTest.qWait(0)
        picture = window.grab().toImage()
        small = picture.scaledToWidth(_WIDTH, Qt.TransformationMode.SmoothTransformation)
        file = QBuffer()
        file.open(QIODevice.OpenModeFlag.WriteOnly)
        QImageWriter(file, b"png").write(small)
        show.send(Preview(window.visit.language, bytes(file.data().data())))

    visitor = Visitor(window, look)
    for language in window.campaign.languages:
        visitor.speak(language)
        look("attract")
        for section in sections_of(window.campaign):
            visitor.read(section)
            look(section)
        visitor.sign(Person(language, "Maria Example", "HK", "maria@example.org"))
        visitor.tap("done")
