"""Back to the kiosks: the total and the new names, seen before anything is written."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from kiosk.campaign.signed import SignedName
from kiosk.coordinator.update import Named, Update, plan_update, write_update
from kiosk.errors import CampaignError, KioskError
from kiosk.ui.desk.session import Session
from kiosk.ui.desk.view import DeskView
from kiosk.ui.tasks import Tasks
from kiosk.ui.widgets.announce import announce
from kiosk.ui.widgets.buttons import button
from kiosk.ui.widgets.labels import label
from kiosk.ui.widgets.layouts import clear_layout
from kiosk.ui.widgets.scroll import ScrollPage

_MOST = 60
"""Names of each kind that are shown before they are written; all of them are in the file."""


class UpdateView(QWidget):
    """Whom the screens shall name, what that changes, and a button that writes it into the content."""

    def __init__(self, view: DeskView, session: Session) -> None:
        super().__init__()
        self._view = view
        self._session = session
        self._tasks = Tasks(self)  # reading all signatures takes a while
        self._plan: Update | None = None
        text, px = view.language.text, view.theme.px
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(12))
        words = text(
            "The screen “Who’s signed?” at the stalls shows how many have signed, and names of those who "
            "agreed to it. The next pack brings them."
        )
        column.addWidget(label(words, "body"))
        row = QHBoxLayout()
        row.setSpacing(px(8))
        self._chips = {
            named: button(caption, f"name-{named}", partial(self._look, named), role="chip", checkable=True)
            for named, caption in (
                (Named.ALL, text("All who agreed")),
                (Named.ORGANISATIONS, text("Organisations only")),
                (Named.NONE, text("No names, only the total")),
            )
        }
        for chip in self._chips.values():
            row.addWidget(chip)
        row.addStretch(1)
        self._write = button(text("Write it into the content"), "write-update", self._write_it)
        row.addWidget(self._write)
        column.addLayout(row)
        self._said = label("", "item")
        self._said.setObjectName("update-said")
        column.addWidget(self._said)
        self._page = ScrollPage(view.language)
        self._page.content.setSpacing(px(12))
        column.addWidget(self._page, 1)
        self._chosen = Named.ALL
        self._write.setEnabled(False)

    def begin(self) -> None:
        """Looks what would change, unless it has been looked at."""
        if self._plan is None:
            self._look(self._chosen)

    def _look(self, named: Named) -> None:
        self._chosen = named
        for other, chip in self._chips.items():
            chip.setChecked(other is named)
        self._write.setEnabled(False)
        self._said.setText(self._view.language.text("One moment, please."))
        session = self._session

        def work() -> tuple[Named, Update]:
            register = session.existing_register()
            if register is None:
                raise CampaignError("Nothing has been merged yet.", "Merge signatures files first.")
            return named, plan_update(session.folder, register, session.keys, session.today(), named)

        self._tasks.run(work, self._show, self._fail, asked_by=self)

    def _show(self, planned: tuple[Named, Update]) -> None:
        named, plan = planned
        if named is not self._chosen:
            return  # another choice has been made since
        self._plan = plan
        text, number = self._view.language.text, self._view.language.number
        clear_layout(self._page.content)
        before = "" if plan.before is None else " " + text("(before: {number})", number=number(plan.before))
        words = text(
            "{signed} signatures in all, {names} names for the screens.",
            signed=number(plan.file.signed),
            names=number(len(plan.file.names)),
        )
        self._say(words + before)
        self._add(text("New"), "+", plan.new)
        self._add(text("No longer there"), "−", plan.gone)
        if plan.unfit:
            words = self._view.language.plural(
                "{number} name cannot be shown: there is markup in it, or what cannot be printed.",
                "{number} names cannot be shown: there is markup in them, or what cannot be printed.",
                plan.unfit,
            )
            self._page.content.addWidget(label(words, "warning"))
        if plan.left_out:
            words = self._view.language.plural(
                "{number} name is left out: there is no room for more.",
                "{number} names are left out: there is no room for more.",
                plan.left_out,
            )
            self._page.content.addWidget(label(words, "warning"))
        self._page.content.addStretch(1)
        self._write.setEnabled(True)

    def _add(self, title: str, sign: str, names: Sequence[SignedName]) -> None:
        if not names:
            return
        px, language = self._view.theme.px, self._view.language
        card = QFrame()
        card.setProperty("role", "card")
        column = QVBoxLayout(card)
        column.setContentsMargins(px(20), px(12), px(20), px(14))
        column.setSpacing(px(2))
        column.addWidget(label(f"{title}: {language.number(len(names))}", "item"))
        lines = [f"{sign} {_line(one)}" for one in names[:_MOST]]
        column.addWidget(label("\n".join([*lines, *(["…"] if len(names) > _MOST else [])]), "body"))
        self._page.content.addWidget(card)

    def _write_it(self) -> None:
        plan, folder = self._plan, self._session.folder
        if plan is None:
            return
        self._write.setEnabled(False)
        self._tasks.run(lambda: write_update(folder, plan), lambda _: self._done(), self._fail, asked_by=self)

    def _done(self) -> None:
        words = self._view.language.text(
            "Written. Now make a new pack for the kiosks. To hide a name, write show = false below it in "
            "{file} first.",
            file=self._session.folder.content / "signed.toml",
        )
        self._say(words)

    def _fail(self, error: KioskError) -> None:
        self._say(self._view.language.error(error))

    def _say(self, words: str) -> None:
        self._said.setText(words)
        announce(self._said, words)


def _line(name: SignedName) -> str:
    return ", ".join(filter(None, (name.name, name.role, name.country)))
