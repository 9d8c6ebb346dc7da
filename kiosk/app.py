"""Puts the program together: builds the services and opens a window."""

from __future__ import annotations

import datetime
import gc
import os
import signal
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize, Signal, Slot
from PySide6.QtWidgets import QApplication, QWidget

from kiosk import paths
from kiosk.campaign.content import parse_content, read_folder
from kiosk.campaign.pack import build_pack
from kiosk.errors import KioskError, StorageError
from kiosk.files import locked, storage
from kiosk.signing.signature import record_bytes
from kiosk.stall import folder
from kiosk.stall.clock import load_clock
from kiosk.stall.journal import Event, Journal
from kiosk.stall.kiosk import Kiosk, is_kiosk, set_up
from kiosk.stall.session import LEAVE, ask_root, is_locked_session
from kiosk.stall.wipe import is_wiped_in_part, wipe
from kiosk.supervisor import FAULT
from kiosk.ui.awake import awake
from kiosk.ui.keyboard.compose import Composer
from kiosk.ui.keyboard.platform import prepare
from kiosk.ui.keyboard.system import SystemKeptOut
from kiosk.ui.language import Language, system_language
from kiosk.ui.places import Stick, sticks
from kiosk.ui.staff.neutral_screen import NEUTRAL
from kiosk.ui.staff.pages import Ending
from kiosk.ui.widgets.accessible_role import install_accessible_roles
from kiosk.ui.window.full_screen import FullScreen
from kiosk.ui.window.window import StallWindow

if TYPE_CHECKING:
    from kiosk.coordinator.campaign.keys import CampaignKeys
    from kiosk.ui.desk.preview import Previewer, StallScreens

_REOPEN = 64
"""What Qt's loop ends with where another window takes this one's place; no exit code of the program."""


@dataclass(frozen=True)
class Training:
    """A kiosk to practise on: the bundled campaign, with a key of its own."""

    kiosk: Kiosk
    keys: CampaignKeys


def make_training(folder: Path, content: Path | None = None, pin: str | None = None) -> Training:
    """A training kiosk in the empty `folder`; its campaign is no other's, so nothing of it can be merged.

    Args:
        content: a content folder; the bundled campaign's without it.
        pin: the staff's PIN; they need none without it.
    """
    return training_with(read_folder(content or paths.bundled_campaign()), folder, pin)


def training_with(files: Mapping[str, bytes], folder: Path, pin: str | None = None) -> Training:
    """As `make_training`, of the content `files`: a content folder's, or those of a pack."""
    pack = folder / "training.kioskpack"
    keys = write_pack(files, pack, training=True)
    return Training(set_up(pack, "Training", folder / "kiosk", pin), keys)


def write_pack(
    files: Mapping[str, bytes], path: Path, *, training: bool, made: datetime.date | None = None
) -> CampaignKeys:
    """Writes a pack of the content `files` to `path`, and returns its keys, which are no other campaign's.

    Args:
        training: whether a kiosk of it says on every screen that nothing counts.
        made: the day; today without it.
    """
    from kiosk.coordinator.campaign.keys import CampaignKeys  # a real kiosk needs none

    keys = CampaignKeys.new()
    path.write_bytes(
        build_pack(
            files,
            public_key=keys.public_key,
            signing_key=keys.signing_key,
            edition=1,
            made=(made or datetime.date.today()).isoformat(),
            record_bytes=record_bytes(parse_content(files).asked),
            training=training,
        )
    )
    return keys


def application() -> QApplication:
    """The Qt application, made once a process."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    prepare()
    made = QApplication(["kiosk"])
    made.setStyle("Fusion")
    # The Pinyin method would keep a dictionary of what people typed in a folder of the program's name, which
    # Windows gives to every program: there it has a name that no folder can have.
    made.setApplicationName("Signing kiosk" if sys.platform != "win32" else "Signing kiosk?")
    Composer(made)
    SystemKeptOut(made)
    install_accessible_roles()
    return made


def run_desk(
    folder: Path | None,
    register: str | None,
    previewer: Previewer,
    draw_card: Callable[[Path], bytes],
    stall: StallScreens,
    exports: Sequence[Path] = (),
) -> int:
    """Opens the coordinator's window; returns the exit code.

    Args:
        folder: the campaign to open; without it the window asks.
        register: its address, where it is not the campaign folder's own.
        previewer: draws the stall's screens of a content folder.
        draw_card: makes the staff's card of a pack's file, as a PDF.
        stall: draws one of the stall's screens at once.
        exports: signatures files to merge as soon as the campaign is unlocked.
    """
    app = _ordinary_application("signing-kiosk-desk")
    from kiosk.ui.desk.window import DeskWindow  # a stall needs nothing of it

    window = DeskWindow(
        app,
        paths.desk_settings(),
        folder,
        register,
        previewer=previewer,
        draw_card=draw_card,
        stall=stall,
        exports=exports,
    )
    # The program itself is not looked through for garbage again: that would stop the window for
    # a tenth of a second, time and again, while a million records are listed on another thread.
    gc.collect()
    gc.freeze()
    return _until_closed(app, window)


def run_laptop(*, on: bool) -> int:
    """Opens the window that makes this laptop a kiosk (`on`), or gives it back; returns the exit code."""
    app = _ordinary_application(f"signing-kiosk-{'on' if on else 'off'}")
    from kiosk.stall.becoming import become, restart
    from kiosk.ui.laptop import LaptopWindow

    language = Language(system_language())
    window = LaptopWindow(language, NEUTRAL, partial(become, on), restart, on=on)
    return _until_closed(app, window)


def _ordinary_application(menu_entry: str) -> QApplication:
    """An application beside others: its text comes from the system, not from the stall's keyboard.

    Args:
        menu_entry: the name of its file in packaging/menu or packaging/debian, without ".desktop".
    """
    from PySide6.QtGui import QIcon

    app = QApplication(["kiosk"])
    app.setStyle("Fusion")
    app.setApplicationName("Signing kiosk")
    app.setDesktopFileName(menu_entry)
    app.setWindowIcon(QIcon(str(paths.resources() / "icon.svg")))
    return app


def _until_closed(app: QApplication, window: QWidget) -> int:
    """Shows `window` until it is closed, or somebody asks the program to end; returns the exit code."""
    window.show()
    try:
        with interruptible():
            return app.exec()
    finally:
        window.close()
        window.deleteLater()


def stall_window(
    kiosk: Kiosk,
    set_up_in: Path | None = None,
    find_sticks: Callable[[], list[Stick]] = sticks,
    size: QSize | None = None,
) -> StallWindow:
    """The window of `kiosk`, not shown yet.

    Args:
        set_up_in: the data folder that this laptop will be set up in; None when it has been.
        find_sticks: what is plugged in now.
        size: in which it is shown at once, if that is known.
    """
    return StallWindow(application(), kiosk, set_up_in=set_up_in, find_sticks=find_sticks, size=size)


def run_kiosk(data: Path, size: tuple[int, int] | None, pack: Path | None = None) -> int:
    """Opens the kiosk in the folder `data`, or training mode before any set-up; returns the exit code.

    Args:
        size: a window of this size in pixels; full screen without it.
        pack: a pack's file to begin the set-up with.

    Raises:
        KioskError: the kiosk's files are damaged, newer, or cannot be read; or it is open already.
            Full screen, staff have read it then.
    """
    app = application()
    with interruptible():
        while True:
            with _alone(data):
                try:
                    code = _open_once(app, data, size, pack)
                except KioskError as error:
                    if size or not _shall_try_again(app, error):
                        raise
                    code = _REOPEN
            if code != _REOPEN:
                return code
            pack = None


@contextmanager
def _alone(data: Path) -> Iterator[None]:
    """Holds the lock of the kiosk in `data`, if there is one; StorageError where another window does."""
    if not is_kiosk(data):
        yield
        return
    busy = StorageError(f"The kiosk in {data} is open already.", "Use the window that is there.")
    with storage(data), locked(data / folder.OPEN_LOCK, 0, busy, private=True):
        yield


def _shall_try_again(app: QApplication, error: KioskError) -> bool:
    """Shows `error` full screen, until staff have repaired it or leave."""
    from kiosk.ui.staff.cannot_open import CannotOpenWindow  # seldom needed

    gc.enable()
    screen = app.primaryScreen().size()
    window = CannotOpenWindow(error, screen.width(), screen.height())
    window.answered.connect(partial(_answer, app))
    window.showFullScreen()
    try:
        return app.exec() == _REOPEN
    finally:
        window.close()
        window.deleteLater()


def _answer(app: QApplication, again: bool) -> None:
    if not again and is_locked_session():
        ask_root(LEAVE)  # which ends this program; by itself it would only be started again
    else:
        app.exit(_REOPEN if again else 0)


def _open_once(app: QApplication, data: Path, size: tuple[int, int] | None, pack: Path | None) -> int:
    """Opens one window and returns what it ended with: `_REOPEN`, or the program's exit code."""
    if is_wiped_in_part(data):
        wipe(data)
    with ExitStack() as stack:
        if is_kiosk(data):
            kiosk, set_up_in = Kiosk.open(data), None
            journal = Journal(data, kiosk.today)
            journal.begin()
            stack.callback(_note_end, journal, data)
        else:
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="kiosk-training-"))
            kiosk = replace(make_training(Path(folder)).kiosk, clock=load_clock(data))
            set_up_in = data
        window = stall_window(kiosk, set_up_in, size=QSize(*size) if size else app.primaryScreen().size())
        window.seen.connect(partial(_guard, app, stack))
        window.ended.connect(lambda ending: app.exit(_REOPEN if ending is Ending.REOPEN else 0))
        stack.callback(window.deleteLater)
        stack.callback(window.close)
        if size:
            window.show()
        elif kiosk.pack.manifest.training:  # who practises on their own laptop is not shut in
            window.showFullScreen()
        else:
            stack.callback(FullScreen(app, window, NEUTRAL.paper).close)
        if pack is not None:
            window.staff.open_pack(pack)
        stack.enter_context(awake())
        return app.exec()


def _guard(app: QApplication, stack: ExitStack) -> None:
    try:
        from kiosk.ui.window.guard import Guard  # hands come after the first frame

        stack.callback(Guard(app).close)
    except BaseException:
        app.exit(FAULT)  # rather no kiosk than one that anybody can leave
        raise


def _note_end(journal: Journal, data: Path) -> None:
    if is_kiosk(data):  # else it was wiped, and its journal is not begun again
        journal.note(Event.ENDED)


@contextmanager
def interruptible() -> Iterator[None]:
    """Lets Ctrl+C in a terminal end the program in good order (Qt's loop alone would not see it)."""
    reading, writing = os.pipe()
    if sys.platform != "win32":
        os.set_blocking(writing, False)  # Python wants that where it can be had
    old_fd = signal.set_wakeup_fd(writing)
    old_handlers = [
        (number, signal.signal(number, lambda *_: None)) for number in (signal.SIGINT, signal.SIGTERM)
    ]
    asked = _Asked()
    asked.to_end.connect(asked.end)
    # Qt itself watches no pipe on Windows.
    listening = threading.Thread(target=asked.listen, args=(reading,), daemon=True)
    listening.start()
    try:
        yield
    finally:
        signal.set_wakeup_fd(old_fd)
        for number, handler in old_handlers:
            signal.signal(number, handler)
        os.close(writing)
        listening.join()
        os.close(reading)


class _Asked(QObject):
    """Says in Qt's loop that a signal came, of which Python writes a byte into a pipe."""

    to_end = Signal()

    def listen(self, pipe: int) -> None:
        """Reads `pipe` to its end; for a thread of its own."""
        while os.read(pipe, 1):
            self.to_end.emit()

    @Slot()
    def end(self) -> None:
        """Ends Qt's loop; whoever ran it closes the windows. With `quit`, Qt closes them and ends twice."""
        QApplication.exit(0)
