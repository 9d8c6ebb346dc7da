"""The page that changes the campaign's passphrase."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.errors import KioskError, PassphraseError
from kiosk.ui.desk.keys.new_passphrase import NewPassphrase
from kiosk.ui.desk.parts.field import DeskField
from kiosk.ui.desk.session import Session
from kiosk.ui.desk.view import DeskPage, DeskView
from kiosk.ui.widgets.announce import announce
from kiosk.ui.widgets.labels import label


class PassphrasePage(DeskPage):
    """Asks for the passphrase as it is, and twice for the new one.

    Args:
        done: leads away.
    """

    def __init__(self, view: DeskView, session: Session, done: Callable[[], object]) -> None:
        text = view.language.text
        super().__init__(
            view,
            text("Change the passphrase"),
            text("Copies of the folder made before still open with the old one: replace them, sticks too."),
        )
        self._session = session
        self._change = self.add_primary(text("Change it"), "change", self._start)
        self.add_back(done)
        page = self.add_scroll()
        self._old = DeskField(text("Passphrase as it is"), "passphrase", self._start, secret=True)
        self._old.setMaximumWidth(view.theme.px(520))
        page.content.addWidget(self._old)
        self._new = NewPassphrase(
            view, [session.folder.path.name, session.folder.public.campaign], self._start
        )
        page.content.addWidget(self._new)
        self._said = label("", "question")
        self._said.setObjectName("said")
        page.content.addWidget(self._said)
        page.content.addStretch(1)
        self.first_focus = self._old.line

    def _start(self) -> None:
        if not self._change.isEnabled():
            return
        text = self.view.language.text
        old = self._old.line.text()
        self._old.remark("" if old else text("Type the passphrase that opens it now."))
        new = self._new.take() if old else None
        if new is None:
            return
        self._old.line.clear()
        self._wait(True)
        self._say(text("One moment, please."))
        self.view.tasks.run(
            lambda: self._session.folder.change_passphrase(old, new),
            self._changed,
            self._refused,
            asked_by=self,
        )

    def _changed(self, _: None) -> None:
        self._wait(False)
        self._say(
            self.view.language.text("The passphrase is changed. From now on the new one opens the key.")
        )

    def _refused(self, error: KioskError) -> None:
        self._wait(False)
        self._say("")
        wrong = self.view.language.text(
            "This passphrase does not open the campaign’s key. Check it, and try again."
        )
        is_wrong = isinstance(error, PassphraseError)
        self._old.remark(wrong if is_wrong else self.view.language.error(error))
        self._old.line.setFocus()

    def _wait(self, waiting: bool) -> None:
        for widget in (self._change, self._old, self._new):
            widget.setEnabled(not waiting)

    def _say(self, words: str) -> None:
        self._said.setText(words)
        announce(self._said, words)
