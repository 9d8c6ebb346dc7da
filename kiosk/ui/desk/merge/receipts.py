"""Receipts for a stick: the kiosks that sync to it know then what is merged."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from kiosk.coordinator.reports.receipts import give_receipts, merged
from kiosk.errors import CampaignError, KioskError
from kiosk.ui.desk.session import Session
from kiosk.ui.desk.view import DeskView
from kiosk.ui.widgets.announce import announce
from kiosk.ui.widgets.buttons import button
from kiosk.ui.widgets.labels import label


class ReceiptsRow(QWidget):
    """A button that writes them, and how that went."""

    def __init__(self, view: DeskView, session: Session) -> None:
        super().__init__()
        self._view = view
        self._session = session
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(view.theme.px(12))
        self.write = button(view.language.text("Write receipts to a stick …"), "receipts", self._write)
        self.row.addWidget(self.write)
        self._said = label("", "small")
        self._said.setObjectName("receipts-said")
        self.row.addWidget(self._said, 1)

    def _write(self) -> None:
        text, session = self._view.language.text, self._session
        stick = QFileDialog.getExistingDirectory(self, text("Write receipts to a stick …"))
        if not stick:
            return

        def work() -> Path:
            register = session.checked_register()
            if register is None:
                raise CampaignError("Nothing has been merged yet.", "Merge signatures files first.")
            campaign = session.folder.public.campaign
            return give_receipts(merged(register), session.keys, campaign, Path(stick), session.today())

        self.write.setEnabled(False)
        self._view.tasks.run(work, self._done, self._failed, asked_by=self)

    def _done(self, file: Path) -> None:
        words = self._view.language.text(
            "The receipts are in {file}. Copy the campaign’s folder to a second disk before kiosks sync "
            "there: they then delete what is merged.",
            file=file,
        )
        self._say(words)

    def _failed(self, error: KioskError) -> None:
        self._say(self._view.language.error(error))

    def _say(self, words: str) -> None:
        self.write.setEnabled(True)
        self._said.setText(words)
        announce(self._said, words)
