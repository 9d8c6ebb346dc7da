"""The key's shares are made and put on paper: how many there are, how many restore it, and where they go."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from kiosk.coordinator.campaign.shares import LEAST_NEEDED, MOST_SHARES
from kiosk.errors import KioskError
from kiosk.ui.desk.keys.sheet import ShareSheet, keys_of, paint_share, prepare_folder, save_sheets
from kiosk.ui.desk.parts.cards import Card
from kiosk.ui.desk.parts.file_dialog import FileDialog
from kiosk.ui.desk.parts.stepper import Stepper
from kiosk.ui.desk.session import Session
from kiosk.ui.desk.view import DeskPage, DeskView
from kiosk.ui.language import Language
from kiosk.ui.pdf_page import page_layout
from kiosk.ui.places import Printer, printers
from kiosk.ui.widgets.announce import announce
from kiosk.ui.widgets.buttons import button
from kiosk.ui.widgets.labels import label

FOLDER = "shares"
"""Of the sheets, in the folder that was chosen."""
_MEMORY = Path("/dev/shm")
"""A folder that is memory, on Linux: forgotten when the computer is off."""


class SharesPage(DeskPage):
    """Makes a new set of shares, once it has been decided where the sheets go.

    Args:
        done: told the files of the sheets; none where they were printed.
        back: leads away; what was made is good all the same.
    """

    def __init__(
        self,
        view: DeskView,
        session: Session,
        done: Callable[[list[Path]], object],
        back: Callable[[], None],
    ) -> None:
        text = view.language.text
        super().__init__(
            view,
            text("Sheets that bring the key back"),
            text(
                "If the passphrase is forgotten or the folder burns, a few sheets of paper restore the key."
            ),
        )
        self._session = session
        self._files: list[Path] = []
        self._try = self.add_primary(text("Now try them"), "try", lambda: done(self._files))
        self._try.setEnabled(False)
        self.first_focus = None
        self.add_back(back)
        self._page = page = self.add_scroll()
        card = Card(view, text("How many?"))
        self._total = Stepper(view, text("Sheets in all, each for another person"), "total", 3, self._changed)
        self._needed = Stepper(view, text("Sheets that restore the key together"), "needed", 2, self._changed)
        self._meaning = label("", "body")
        for widget in (self._total, self._needed, self._meaning):
            card.column.addWidget(widget)
        self._total.allow(LEAST_NEEDED, MOST_SHARES)
        self._changed()
        page.content.addWidget(card)
        self._out = Card(
            view,
            text("Onto paper"),
            (
                text("Print on a printer with a cable. Nobody else should see the sheets, nor the files."),
                "body",
            ),
        )
        self._out.buttons.addWidget(button(text("Print …"), "print", self._list_printers))
        self._out.buttons.addWidget(button(text("Save as PDF files …"), "save", self._save))
        page.content.addWidget(self._out)
        self._said = label("", "question")
        self._said.setObjectName("said")
        page.content.addWidget(self._said)
        if session.folder.public.shares is not None:
            words = text(
                "There are sheets already. New ones do not make them worthless: collect and burn them."
            )
            page.content.addWidget(label(words, "warning"))
        page.content.addStretch(1)

    def _changed(self) -> None:
        needed, total = self._needed, self._total
        needed.allow(LEAST_NEEDED, total.value)
        text = self.view.language.text
        lost = total.value - needed.value
        meaning = (
            text("Every one of them is needed: if one is lost, all are worth nothing.")
            if not lost
            else text(
                "Any {needed} of the {total} restore it: {lost} may be lost. Fewer tell nothing.",
                needed=needed.value,
                total=total.value,
                lost=lost,
            )
        )
        self._meaning.setText(meaning)

    def _list_printers(self) -> None:
        found = printers()
        if not found:
            self._say(self.view.language.text("This computer knows no printer. Save the sheets as files."))
        for number, printer in enumerate(found):
            made = button(printer.name, f"printer-{number}", partial(self._print, printer))
            self._out.buttons.addWidget(made)

    def _print(self, printer: Printer) -> None:
        self._make(lambda sheets: print_sheets(printer, sheets, self.view.language))

    def _save(self) -> None:
        title = self.view.language.text("Save as PDF files …")
        first = str(_MEMORY) if sys.platform == "linux" and _MEMORY.is_dir() else ""
        chosen = FileDialog.folder(self, title, first)
        if not chosen:
            return
        folder = Path(chosen) / FOLDER
        try:
            prepare_folder(folder)
        except KioskError as error:
            self._say(self.view.language.error(error))
            return
        self._make(lambda sheets: save_sheets(folder, sheets, self.view.language, text=False))

    def _make(self, put: Callable[[list[ShareSheet]], list[Path]]) -> None:
        """Makes the shares and has `put` bring them onto paper, or into files; off the UI thread."""
        session, language = self._session, self.view.language
        needed, total = self._needed.value, self._total.value

        def work() -> list[Path]:
            made = session.today().isoformat()
            keys = keys_of(session.folder, language.tag)
            shares = session.folder.make_shares(session.keys, needed, total)
            return put([ShareSheet(keys, share, total, made) for share in shares])

        self._page.setEnabled(False)
        self._say(language.text("One moment, please."))
        self.view.tasks.run(work, self._made, self._refused, asked_by=self)

    def _made(self, files: list[Path]) -> None:
        text = self.view.language.text
        self._page.setEnabled(True)
        if files:
            words = text(
                "The sheets are in {folder}. Print them now: each is one page.", folder=files[0].parent
            )
        else:
            words = text("The sheets are printed. Look whether every word can be read.")
        self._say(words)
        self._files = files
        self._try.setEnabled(True)
        self._try.setFocus()

    def _refused(self, error: KioskError) -> None:
        self._page.setEnabled(True)
        self._say(self.view.language.error(error))

    def _say(self, words: str) -> None:
        self._said.setText(words)
        announce(self._said, words)


def print_sheets(printer: Printer, sheets: list[ShareSheet], language: Language) -> list[Path]:
    """Prints each sheet on a page of its own; gives no files, for there are none.

    Raises:
        KioskError: the printer takes no job.
    """
    job = printer.begin()
    job.setDocName("sheets")  # print queues keep names
    job.setPageLayout(page_layout("A4"))
    painter = QPainter()
    if not painter.begin(job):
        raise KioskError(
            "The printer {printer} takes no job.",
            "Check that it is on and connected, or save the sheets as files.",
            printer=printer.name,
        )
    try:
        for number, sheet in enumerate(sheets):
            if number:
                job.newPage()
            paint_share(painter, QRectF(job.paperRect(job.Unit.DevicePixel)), sheet, language)
    finally:
        ended = painter.end()
    if not ended or job.printerState() is job.PrinterState.Error:
        raise KioskError(
            "The printer {printer} reports an error.",
            "Look at the printer, then try again.",
            printer=printer.name,
        )
    return []
