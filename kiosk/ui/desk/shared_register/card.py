"""Where the merged signatures are kept, and how to keep them elsewhere: a card of the Campaign page."""

from __future__ import annotations

from pathlib import Path

from kiosk.coordinator.campaign.folder import CampaignFolder
from kiosk.coordinator.register.server_address import is_address, read_address, shown
from kiosk.errors import KioskError, SettingsError
from kiosk.ui.desk.detour import Detours
from kiosk.ui.desk.parts.cards import Card
from kiosk.ui.desk.shared_register.flow import ShareRegister
from kiosk.ui.desk.shared_register.kept import Kept, Sharing
from kiosk.ui.desk.view import DeskView
from kiosk.ui.language import Language
from kiosk.ui.widgets.announce import announce
from kiosk.ui.widgets.buttons import button


class RegisterCard(Card):
    """Says where the register of `folder` is; leads to a server's, and back to the folder's own."""

    def __init__(self, view: DeskView, folder: CampaignFolder, detours: Detours, sharing: Sharing) -> None:
        text, kept = view.language.text, sharing.kept
        super().__init__(view, text("Where merged signatures are kept"))
        self._folder = folder
        self._detours = detours
        self._sharing = sharing
        self.add(kept_text(view.language, kept), "body").setObjectName("kept")
        if kept.given:
            words = text("That was said when this window was started, and wins over what is remembered here.")
            self.add(words, "body")
            return
        self._remark = self.add("", "warning")
        self._remark.setObjectName("remark-register")
        self._remark.hide()
        share = text("Another server …") if kept.server else text("Use a shared database …")
        self.buttons.addWidget(button(share, "share-register", self._share))
        if kept.server:
            self._back = button(text("Keep it in this folder again"), "keep-here", self._ask)
            self.buttons.addWidget(self._back)

    def _share(self) -> None:
        if not self._is_busy():
            share = ShareRegister(self._folder, self._detours, self._sharing)
            self._detours.show(share.page)

    def _ask(self) -> None:
        if self._is_busy():
            return
        text = self._view.language.text
        self._tell(
            text(
                "What was merged on the server stays there. This desk then merges into this folder’s own "
                "register, and counts only what is in that. To come back you need the server’s address."
            )
        )
        self._back.hide()
        keep = button(text("Yes, keep it in this folder"), "keep-here-yes", self._keep)
        self.buttons.addWidget(keep)
        keep.setFocus()

    def _keep(self) -> None:
        if self._is_busy():
            return
        try:
            self._sharing.use(None, "")
        except KioskError as error:
            self._tell(self._view.language.error(error))
        else:
            self._detours.back()

    def _is_busy(self) -> bool:
        """Whether it must wait, which is said then."""
        busy = self._sharing.is_busy()
        if busy:
            text = self._view.language.text
            self._tell(text("Something is still under way. Stop it, or wait until it has ended."))
        return busy

    def _tell(self, words: str) -> None:
        self._remark.setText(words)
        self._remark.show()
        announce(self._remark, words)


def kept_text(language: Language, kept: Kept) -> str:
    """Where the merged signatures are, as a sentence; never with a password."""
    if kept.given:
        if not is_address(kept.given):
            return language.text("In the file {file}.", file=Path(kept.given).name)
        try:
            return _on_server(language, *shown(read_address(kept.given)))
        except SettingsError as error:
            return language.error(error)
    if kept.server:
        return _on_server(language, kept.server.host, kept.server.database)
    return language.text("In this folder, on this computer.")


def _on_server(language: Language, host: str, database: str) -> str:
    return language.text(
        "On the server {host}, in the database {database}: several desks merge into it.",
        host=host,
        database=database,
    )
