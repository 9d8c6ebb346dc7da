"""One start up to its first frame, which says what it took: seconds of processor time, and MiB of memory.

`python -m tests.benchmarks.one_start [DATA]`: `kiosk run` of the kiosk in DATA, or a window of Qt alone.
Nothing is imported here that neither needs: it would count as theirs.
"""

from __future__ import annotations

import sys


def bare() -> None:
    """A window of Qt alone."""
    from PySide6.QtWidgets import QApplication, QWidget

    application = QApplication(["bare"])
    window = QWidget()
    window.resize(1366, 768)
    _tell_at_first_frame(window)
    window.show()
    application.exec()


def kiosk(data: str) -> None:
    """The command; that Qt draws without a display is none of its business."""
    from kiosk.cli import kiosk as command
    from kiosk.cli import stall
    from kiosk.cli.options import load_qt

    stall.has_display = lambda: True
    stall.gc.disable()  # as the command does, before anything of the window is loaded
    load_qt()
    from kiosk import app

    make = app.stall_window

    def made(*args, **kwargs):
        window = make(*args, **kwargs)
        _tell_at_first_frame(window)
        return window

    app.stall_window = made
    command.main(["run", "--windowed", "1366x768", "--data", data], standalone_mode=False)


def _tell_at_first_frame(window) -> None:
    from PySide6.QtCore import QEvent, QObject, QTimer

    class FirstFrame(QObject):
        def eventFilter(self, watched, event) -> bool:
            if event.type() == QEvent.Type.Paint:
                watched.removeEventFilter(self)
                QTimer.singleShot(0, _tell)  # once this paint is over
            return False

    window.installEventFilter(FirstFrame(window))


def _tell() -> None:
    import os
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    with open("/proc/self/statm") as file:  # noqa: PTH123
        pages = int(file.read().split()[1])
    print(used.ru_utime + used.ru_stime, pages * os.sysconf("SC_PAGE_SIZE") / 2**20, flush=True)
    os._exit(0)


if __name__ == "__main__":
    kiosk(sys.argv[1]) if sys.argv[1:] else bare()
