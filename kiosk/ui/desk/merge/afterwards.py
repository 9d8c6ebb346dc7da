"""What is to be done after a merge: a copy of the campaign's folder, then receipts for the kiosks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.coordinator.campaign.folder_copy import copy_folder
from kiosk.coordinator.campaign.upkeep import note_copy, note_receipts
from kiosk.coordinator.reports.receipts import give_receipts, merged
from kiosk.errors import CampaignError, KioskError
from kiosk.ui.desk.parts.file_dialog import FileDialog
from kiosk.ui.desk.session import Session
from kiosk.ui.desk.view import DeskView
from kiosk.ui.widgets.announce import announce
from kiosk.ui.widgets.buttons import button
from kiosk.ui.widgets.flow import FlowLayout
from kiosk.ui.widgets.labels import label


class AfterMerge(QWidget):
    """A row of buttons, and below it how that went.

    Args:
        first: stands before the others.
        noted: called when something was done.
    """

    def __init__(self, view: DeskView, session: Session, first: QWidget, noted: Callable[[], object]) -> None:
        super().__init__()
        self._view, self._session, self._noted = view, session, noted
        text, px = view.language.text, view.theme.px
        copy = button(text("Copy the campaign’s folder …"), "copy-folder", self._copy_folder)
        receipts = button(text("Write receipts to a stick …"), "receipts", self._write_receipts)
        self._buttons = (copy, receipts)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(6))
        row = FlowLayout(px(12))
        for one in (first, copy, receipts):
            row.addWidget(one)
        column.addLayout(row)
        self._said = label("", "small")
        self._said.setObjectName("after-merge")
        self._said.hide()
        column.addWidget(self._said)

    def enable(self, enabled: bool) -> None:
        """Lets both be done, or not for now."""
        for one in self._buttons:
            one.setEnabled(enabled)

    def _copy_folder(self) -> None:
        text, session = self._view.language.text, self._session
        place = FileDialog.folder(self, text("Copy the campaign’s folder …"))

        def work() -> Path:
            register = session.existing_register()
            records = register.count() if register is not None else 0  # by the end there may be more
            copy = copy_folder(session.folder, Path(place), session.today())
            note_copy(session.folder, records, session.today())
            return copy

        def done(copy: Path) -> None:
            self._say(text("The campaign’s folder is copied to {folder}.", folder=copy))

        if place:
            self._run(work, done)

    def _write_receipts(self) -> None:
        text, session = self._view.language.text, self._session
        stick = FileDialog.folder(self, text("Write receipts to a stick …"))

        def work() -> Path:
            register = session.checked_register()
            if register is None:
                raise CampaignError("Nothing has been merged yet.", "Merge signatures files first.")
            kiosks, campaign = merged(register), session.folder.public.campaign
            file = give_receipts(kiosks, session.keys, campaign, Path(stick), session.today())
            note_receipts(session.folder, {one.kiosk: one.upto for one in kiosks})
            return file

        def done(file: Path) -> None:
            words = text(
                "The receipts are in {file}. Copy the campaign’s folder to a second disk before kiosks sync "
                "there: they then delete what is merged.",
                file=file,
            )
            self._say(words)

        if stick:
            self._run(work, done)

    def _run(self, work: Callable[[], Path], done: Callable[[Path], object]) -> None:
        def finish(made: Path) -> None:
            self.enable(True)
            self._noted()
            done(made)

        self.enable(False)
        self._say(self._view.language.text("One moment, please."))
        self._view.tasks.run(work, finish, self._failed, asked_by=self)

    def _failed(self, error: KioskError) -> None:
        self.enable(True)
        self._say(self._view.language.error(error))

    def _say(self, words: str) -> None:
        self._said.setText(words)
        self._said.show()
        announce(self._said, words)
