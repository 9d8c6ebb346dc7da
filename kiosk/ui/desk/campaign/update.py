"""The total and the names of those who agreed go from the register into the content, and so to the kiosks."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from kiosk.campaign.signed import SignedName
from kiosk.coordinator.reports.update import Named, Update, plan_update, write_update
from kiosk.errors import CampaignError, KioskError
from kiosk.ui.desk.parts.cards import Card
from kiosk.ui.desk.session import Session
from kiosk.ui.desk.view import DeskPage, DeskView
from kiosk.ui.widgets.announce import announce
from kiosk.ui.widgets.buttons import WrappingButton, button
from kiosk.ui.widgets.flow import FlowLayout
from kiosk.ui.widgets.labels import label

_MOST_SHOWN = 40
"""Names that come or go, listed at all."""


class UpdatePage(DeskPage):
    """Shows what an update would change; nothing is written before that was seen.

    Args:
        done: leads away.
    """

    def __init__(self, view: DeskView, session: Session, done: Callable[[], object]) -> None:
        text = view.language.text
        super().__init__(
            view,
            text("New totals for the kiosks"),
            text("The number of signatures, and the names of those who agreed, for “Who’s signed?”."),
        )
        self._session = session
        self._planned: Update | None = None
        self._write = self.add_primary(text("Put it into the content"), "write", self._put)
        self._write.setEnabled(False)
        self.add_back(done)
        chips = FlowLayout(view.theme.px(8))
        self._chips: dict[Named, WrappingButton] = {}
        for named, words in (
            (Named.ALL, text("All who agreed")),
            (Named.ORGANISATIONS, text("Organisations alone")),
            (Named.NONE, text("No names")),
        ):
            chip = button(words, f"named-{named}", partial(self._plan, named), role="chip", checkable=True)
            self._chips[named] = chip
            chips.addWidget(chip)
        self.body.addLayout(chips)
        page = self.add_scroll()
        self._said = label("", "question")
        self._said.setObjectName("said")
        page.content.addWidget(self._said)
        self._shown = page.content
        self._cards: list[Card] = []
        page.content.addStretch(1)
        self._plan(Named.ALL)

    def _plan(self, named: Named) -> None:
        for one, chip in self._chips.items():
            chip.setChecked(one is named)
        self._write.setEnabled(False)
        self._say(self.view.language.text("One moment, please."))
        session = self._session

        def work() -> Update:
            register = session.checked_register()
            if register is None:
                raise CampaignError("Nothing has been merged yet.", "Merge signatures files first.")
            return plan_update(session.folder, register, session.keys, session.today(), named)

        self._wanted = named
        self.view.tasks.run(work, partial(self._show, named), self._fail, asked_by=self)

    def _show(self, named: Named, planned: Update) -> None:
        if named is not self._wanted:
            return  # somebody has chosen otherwise since
        language = self.view.language
        text = language.text
        self._planned = planned
        signed = planned.file.signed
        if planned.before is None:
            self._say(language.plural("{number} has signed.", "{number} have signed.", signed))
        else:
            words = language.plural(
                "{number} has signed; the kiosks say {before}.",
                "{number} have signed; the kiosks say {before}.",
                signed,
                before=language.number(planned.before),
            )
            self._say(words)
        self._clear()
        notes = []
        if planned.unfit:
            notes.append(
                language.plural(
                    "{number} name cannot be shown: it is markup, or not printable.",
                    "{number} names cannot be shown: they are markup, or not printable.",
                    planned.unfit,
                )
            )
        if planned.left_out:
            notes.append(
                language.plural(
                    "{number} name finds no room.", "{number} names find no room.", planned.left_out
                )
            )
        self._list(
            text("Names that come: {number}", number=language.number(len(planned.new))), planned.new, notes
        )
        if planned.gone:
            self._list(
                text("Names that go: {number}", number=language.number(len(planned.gone))), planned.gone, []
            )
        self._write.setEnabled(True)

    def _list(self, title: str, names: list[SignedName], notes: list[str]) -> None:
        card = Card(self.view, title)
        for one in names[:_MOST_SHOWN]:
            card.add(
                ", ".join(filter(None, (one.name, one.role, self.view.language.country(one.country)))), "body"
            )
        if len(names) > _MOST_SHOWN:
            card.add("…", "body")
        for note in notes:
            card.add(note, "warning")
        self._cards.append(card)
        self._shown.insertWidget(len(self._cards), card)

    def _clear(self) -> None:
        for card in self._cards:
            card.hide()
            card.deleteLater()
        self._cards.clear()

    def _put(self) -> None:
        planned, folder = self._planned, self._session.folder
        if planned is None:
            return
        self._write.setEnabled(False)
        self.view.tasks.run(lambda: write_update(folder, planned), self._written, self._fail, asked_by=self)

    def _written(self, _: None) -> None:
        file = self._session.folder.content / "signed.toml"
        self._say(self.view.language.text("It is in {file}. Now make a new pack.", file=file))

    def _fail(self, error: KioskError) -> None:
        self._clear()
        self._say(self.view.language.error(error))

    def _say(self, words: str) -> None:
        self._said.setText(words)
        announce(self._said, words)
