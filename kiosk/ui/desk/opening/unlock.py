"""The page that asks for the campaign's passphrase, and for the password of a server with its register."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout

from kiosk.coordinator.campaign.folder import CampaignFolder
from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.register.register import Register
from kiosk.errors import KioskError, LoginError, PassphraseError
from kiosk.ui.desk.parts.field import DeskField
from kiosk.ui.desk.shared_register.kept import Kept
from kiosk.ui.desk.view import DeskPage, DeskView
from kiosk.ui.widgets.announce import announce
from kiosk.ui.widgets.buttons import button
from kiosk.ui.widgets.labels import label


class UnlockPage(DeskPage):
    """Asks for the passphrase of `folder`. Trying it takes a second or so, off the UI thread.

    A password is tried, too. A server that is gone keeps nobody out: the pages that need it say so.

    Args:
        kept: where the merged signatures are.
        opened: given the keys, and the server's password.
        other: leads to another campaign's folder.
        remark: what happened before, such as that the desk has locked itself.
    """

    def __init__(
        self,
        view: DeskView,
        folder: CampaignFolder,
        kept: Kept,
        title: str,
        opened: Callable[[CampaignKeys, str], None],
        other: Callable[[], object],
        remark: str = "",
    ) -> None:
        text = view.language.text
        super().__init__(view, title, str(folder.path))
        self._folder = folder
        self._kept = kept
        self._opened = opened
        self.body.addStretch(1)
        if remark:
            self.body.addWidget(label(remark, "question"))
        entered = self._to_password if kept.asks_password else self._try
        self._field = DeskField(text("Passphrase of the campaign"), "passphrase", entered, secret=True)
        self._password = password_field(view, kept, self._try)
        for field in (self._field, self._password):
            field.setMaximumWidth(view.theme.px(520))
            self.body.addWidget(field)
        self._moment = label("", "intro")
        self._moment.setObjectName("moment")
        self.body.addWidget(self._moment)
        row = QHBoxLayout()
        row.setSpacing(view.theme.px(12))
        self._unlock = button(text("Unlock"), "unlock", self._try, role="primary")
        self._other = button(text("Another campaign"), "other", other)
        row.addWidget(self._unlock)
        row.addWidget(self._other)
        row.addStretch(1)
        self.body.addLayout(row)
        self.body.addStretch(2)
        self.first_focus = self._field.line

    def _to_password(self) -> None:
        self._password.line.setFocus()

    def _try(self) -> None:
        words, password = self._field.line.text(), self._password.line.text()
        if not words or not self._unlock.isEnabled():
            return
        folder, kept, opened = self._folder, self._kept, self._opened
        for field in (self._field, self._password):
            field.line.clear()
            field.remark("")
        self._wait(True)

        def work() -> CampaignKeys:
            keys = folder.unlock(words)
            if password:
                _try_password(kept, password, keys)
            return keys

        self.view.tasks.run(work, lambda keys: opened(keys, password), self._refused, asked_by=self)

    def _refused(self, error: KioskError) -> None:
        self._wait(False)
        text = self.view.language.text
        if isinstance(error, LoginError):
            self._password.remark(self.view.language.error(error))
            self._field.line.setFocus()
            return
        wrong = text("This passphrase does not open the campaign’s key. Check it, and try again.")
        self._field.remark(wrong if isinstance(error, PassphraseError) else self.view.language.error(error))
        self._field.line.setFocus()

    def _wait(self, waiting: bool) -> None:
        words = self.view.language.text("One moment, please.") if waiting else ""
        self._moment.setText(words)
        announce(self._moment, words)
        self._unlock.setEnabled(not waiting)
        self._other.setEnabled(not waiting)
        self._field.line.setEnabled(not waiting)
        self._password.line.setEnabled(not waiting)


def password_field(view: DeskView, kept: Kept, entered: Callable[[], object]) -> DeskField:
    """Asks for the password of the server that `kept` remembers; hidden where there is none."""
    text = view.language.text
    server = kept.server
    words = text(
        "Password of {user} on {host}, if it asks for one",
        user=server.user if server else "",
        host=server.host if server else "",
    )
    field = DeskField(words, "password", entered, secret=True)
    if not kept.asks_password:
        field.hide()
    return field


def _try_password(kept: Kept, password: str, keys: CampaignKeys) -> None:
    """Raises LoginError if the server does not take `password`; other trouble is for the pages to tell."""
    place = kept.place(password)
    assert place is not None
    try:
        Register(place, keys.key_id)
    except LoginError:
        raise
    except KioskError:
        pass
