"""What is left of a campaign that was destroyed, and how to go on where destroying it was cut short."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout

from kiosk.coordinator.campaign.folder import CampaignFolder
from kiosk.coordinator.register.register import Register
from kiosk.coordinator.rights.destroy import finish, is_under_way
from kiosk.errors import CampaignError, KioskError
from kiosk.exchange.certificates import Certificate, read_certificate
from kiosk.ui.desk.destroy.inventory import by_hand_card
from kiosk.ui.desk.opening.unlock import password_field
from kiosk.ui.desk.parts.cards import Card
from kiosk.ui.desk.parts.certificate import CertificateView
from kiosk.ui.desk.shared_register.kept import Kept
from kiosk.ui.desk.view import DeskPage, DeskView
from kiosk.ui.widgets.buttons import button
from kiosk.ui.widgets.labels import label
from kiosk.ui.widgets.layouts import clear_layout


def is_kept(folder: CampaignFolder) -> bool:
    """Whether the campaign can still be unlocked: it was not destroyed, and is not being."""
    return not folder.destruction.exists() and not is_under_way(folder)


class DestroyedPage(DeskPage):
    """The certificate, and what people still have to burn; while it is under way, a button to finish it.

    Args:
        kept: where the merged signatures were; a server's tables have to go, too.
        leave: leads to the first page.
    """

    def __init__(
        self, view: DeskView, folder: CampaignFolder, kept: Kept, leave: Callable[[], object]
    ) -> None:
        super().__init__(view, view.language.text("Destruction"), str(folder.path))
        self._folder = folder
        self._kept = kept
        self.add_back(leave)
        self._parts = QVBoxLayout()
        self._parts.setSpacing(view.theme.px(12))
        self.body.addLayout(self._parts, 1)
        if is_under_way(folder):
            self._offer_to_finish()
        else:
            self._read()

    def _offer_to_finish(self) -> None:
        text = self.view.language.text
        card = Card(self.view, text("Destroying it was cut short"))
        words = text("The certificate is signed, and some things are gone. What is left has to go, too.")
        card.add(words, "body")
        self._password = password_field(self.view, self._kept, self._finish)
        self._password.setMaximumWidth(self.view.theme.px(520))
        card.column.addWidget(self._password)
        self._remark = card.add("", "warning")
        self._remark.hide()
        self._go_on = button(text("Finish destroying"), "finish", self._finish, role="primary")
        card.buttons.addWidget(self._go_on)
        self._parts.addWidget(card)
        self._parts.addWidget(by_hand_card(self.view, self._folder.public))
        self._parts.addStretch(1)
        self.first_focus = self._password.line if self._kept.asks_password else self._go_on

    def _finish(self) -> None:
        if not self._go_on.isEnabled():
            return
        folder, place = self._folder, self._kept.place(self._password.line.text())
        self._password.line.clear()
        self._go_on.setEnabled(False)

        def work() -> Path:
            return finish(folder, Register(place, folder.public.key_id) if place else None)

        self.view.tasks.run(work, lambda _: self._read(), self._fail, asked_by=self)

    def _fail(self, error: KioskError) -> None:
        self._go_on.setEnabled(True)
        self._remark.setText(self.view.language.error(error))
        self._remark.show()

    def _read(self) -> None:
        clear_layout(self._parts)
        self._parts.addWidget(label(self.view.language.text("One moment, please."), "body"))
        self._parts.addStretch(1)
        folder = self._folder

        def work() -> Certificate:
            certificate = read_certificate(folder.destruction)
            if certificate.facts.kind != "destruction" or not certificate.verify(folder.public.signer):
                raise CampaignError(
                    "{path} was not signed by this campaign’s coordinator, or was changed.",
                    "Do not rely on it. Look for another copy.",
                    path=folder.destruction,
                )
            return certificate

        self.view.tasks.run(work, self._show, self._fail_to_read, asked_by=self)

    def _fail_to_read(self, error: KioskError) -> None:
        clear_layout(self._parts)
        self._parts.addWidget(label(self.view.language.error(error), "warning"))
        self._parts.addWidget(by_hand_card(self.view, self._folder.public))
        self._parts.addStretch(1)

    def _show(self, certificate: Certificate) -> None:
        clear_layout(self._parts)
        words = self.view.language.text("The key and all signatures are destroyed.")
        self._parts.addWidget(label(words, "question"))
        shown = CertificateView(self.view, certificate)
        self._parts.addWidget(by_hand_card(self.view, self._folder.public))
        self._parts.addWidget(shown, 1)
        self.add_primary(self.view.language.text("Save the certificate …"), "save-certificate", shown.save)
