"""Makes copies of posters, on a stick or on paper, while the screens go on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, QRectF
from PySide6.QtGui import QPainter

from kiosk.campaign.model import Campaign
from kiosk.campaign.poster_versions import PosterVersion
from kiosk.errors import KioskError
from kiosk.stall.eject import eject
from kiosk.ui.artwork.drawing import paint_poster
from kiosk.ui.job import Job, Run
from kiosk.ui.pdf_page import page_layout
from kiosk.ui.places import Printer, Stick
from kiosk.ui.posters.files import save_posters
from kiosk.ui.tasks import Tasks

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

FOLDER = "posters"
"""The folder on a stick that they are saved in."""


@dataclass(frozen=True)
class CopyResult:
    """How the last copying went.

    Attributes:
        place: the stick's or the printer's name.
        files: how many files were saved.
        out: whether the stick can be pulled out.
        error: why it could not be done.
    """

    kind: Literal["saved", "printed", "failed"]
    place: str
    files: int = 0
    out: bool = False
    error: KioskError | None = None


class PosterCopies(Job):
    """Copies the posters of `campaign`, one thing at a time, and knows how far it is.

    It outlives the screen that shows it: a screen may be built anew in the middle.
    """

    def __init__(self, campaign: Campaign, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent, tasks)
        self._campaign = campaign
        self.looking = Tasks(self)
        """For what looks at sticks and printers: a slow one keeps no copy waiting."""
        self.outcome: CopyResult | None = None

    def save(self, stick: Stick) -> None:
        """Saves all posters on `stick`, and takes it out of the system."""

        def work(run: Run) -> CopyResult:
            files = save_posters(self._campaign, stick.folder / FOLDER, run.tell)
            return CopyResult("saved", stick.name, len(files), eject(stick.folder))

        self._copy(work, stick.name)

    def print(self, printer: Printer, version: PosterVersion, paper: str) -> None:
        """Prints one poster once, on `paper` (a key of `pdf_page.PAPERS`)."""

        def work(run: Run) -> CopyResult:
            print_poster(printer.begin(), version, paper)
            return CopyResult("printed", printer.name)

        self._copy(work, printer.name)

    def forget(self) -> None:
        """Forgets how the last one went; for when staff come back later."""
        if not self.busy:
            self.outcome = None

    def _copy(self, work: Callable[[Run], CopyResult], place: str) -> None:
        self.outcome = None
        self.begin(
            work, self._note_end, lambda error: self._note_end(CopyResult("failed", place, error=error))
        )

    def _note_end(self, outcome: CopyResult) -> None:
        self.outcome = outcome


def print_poster(printer: QPrinter, version: PosterVersion, paper: str) -> None:
    """Prints `version` on a sheet of `paper`, up to the edges as far as the printer can.

    Raises:
        KioskError: the printer takes no job.
    """
    printer.setDocName(version.id)
    printer.setPageLayout(page_layout(paper))
    painter = QPainter()
    if not painter.begin(printer):
        raise KioskError(
            "The printer {printer} takes no job.",
            "Check that it is on and connected, or save the posters to a stick.",
            printer=printer.printerName(),
        )
    try:
        paint_poster(painter, QRectF(printer.paperRect(printer.Unit.DevicePixel)), version)
    finally:
        ended = painter.end()
    if not ended or printer.printerState() is printer.PrinterState.Error:
        raise KioskError(
            "The printer {printer} reports an error.",
            "Look at the printer, then try again.",
            printer=printer.printerName(),
        )
