"""A certificate's text, and a button to save it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.errors import KioskError
from kiosk.exchange.certificates import Certificate, write_certificate
from kiosk.ui.desk.parts.cards import Card
from kiosk.ui.desk.parts.file_dialog import FileDialog
from kiosk.ui.desk.view import DeskView
from kiosk.ui.widgets.announce import announce
from kiosk.ui.widgets.labels import label
from kiosk.ui.widgets.scroll import ScrollPage


class CertificateView(QWidget):
    """Shows what `certificate` says; `save` asks where to, and tells how that went."""

    def __init__(self, view: DeskView, certificate: Certificate) -> None:
        super().__init__()
        self._view = view
        self._certificate = certificate
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(view.theme.px(8))
        card = Card(view, view.language.text("The certificate"))
        page = ScrollPage(view.language)
        words = label(certificate.statement, "certificate")
        words.setObjectName("certificate")
        page.content.addWidget(words)
        page.content.addStretch(1)
        card.column.addWidget(page)
        column.addWidget(card, 1)
        self._remark = label("", "item")
        self._remark.setObjectName("remark-certificate")
        self._remark.hide()
        column.addWidget(self._remark)

    def save(self) -> None:
        """Asks for a file's name, and writes the certificate there with its signature."""
        text, facts = self._view.language.text, self._certificate.facts
        title = text("Save the certificate …")
        chosen, _ = FileDialog.save(self, title, f"{facts.kind}-{facts.made}.txt", "*.txt")
        if not chosen:
            return
        path, certificate = Path(chosen), self._certificate
        self._view.tasks.run(
            lambda: write_certificate(path, certificate),
            lambda _: self._say(text("The certificate is in {file}.", file=path)),
            self._fail,
            asked_by=self,
        )

    def _fail(self, error: KioskError) -> None:
        self._say(f"{self._view.language.text('That did not work.')} {self._view.language.error(error)}")

    def _say(self, words: str) -> None:
        self._remark.setText(words)
        self._remark.show()
        announce(self._remark, words)
