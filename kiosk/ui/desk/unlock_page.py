"""The page that asks for the campaign's passphrase."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout

from kiosk.coordinator.folder import CampaignFolder
from kiosk.coordinator.keys import CampaignKeys
from kiosk.errors import KioskError, PassphraseError
from kiosk.ui.desk.field import DeskField
from kiosk.ui.desk.view import DeskPage, DeskView
from kiosk.ui.widgets.announce import announce
from kiosk.ui.widgets.buttons import button
from kiosk.ui.widgets.labels import label


class UnlockPage(DeskPage):
    """Asks for the passphrase of `folder`. Trying it takes a second or so, off the UI thread.

    Args:
        opened: given the keys.
        other: leads to another campaign's folder.
        remark: what happened before, such as that the desk has locked itself.
    """

    def __init__(
        self,
        view: DeskView,
        folder: CampaignFolder,
        title: str,
        opened: Callable[[CampaignKeys], None],
        other: Callable[[], object],
        remark: str = "",
    ) -> None:
        text = view.language.text
        super().__init__(view, title, str(folder.path))
        self._folder = folder
        self._opened = opened
        self.body.addStretch(1)
        if remark:
            self.body.addWidget(label(remark, "question"))
        self._field = DeskField(text("Passphrase of the campaign"), "passphrase", self._try, secret=True)
        self._field.setMaximumWidth(view.theme.px(520))
        self.body.addWidget(self._field)
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

    def _try(self) -> None:
        words = self._field.line.text()
        if not words or not self._unlock.isEnabled():
            return
        self._field.line.clear()
        self._field.remark("")
        self._wait(True)
        self.view.tasks.run(lambda: self._folder.unlock(words), self._opened, self._refused, asked_by=self)

    def _refused(self, error: KioskError) -> None:
        self._wait(False)
        text = self.view.language.text
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
