"""The promise: by which day all signatures are destroyed, what that would delete, and doing it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kiosk.coordinator.campaign.retention import Countdown, countdown
from kiosk.coordinator.rights.destroy import Inventory, destroy, inventory, is_under_way
from kiosk.errors import KioskError
from kiosk.ui.desk.destroy.destroy import DestroyView
from kiosk.ui.desk.destroy.inventory import InventoryView
from kiosk.ui.desk.parts.cards import Card
from kiosk.ui.desk.session import Session
from kiosk.ui.desk.view import DeskPage, DeskView
from kiosk.ui.job import Job
from kiosk.ui.language import Language
from kiosk.ui.widgets.announce import announce
from kiosk.ui.widgets.labels import label

_Looked = tuple[Countdown | None, Inventory, str]


class RetentionPage(DeskPage):
    """The countdown, the dry run, and the way to the last word.

    Args:
        is_busy: whether anything is under way that needs the register.
        looking: only looks at the register, and is stopped before that goes.
        ended: locks the desk: the campaign is destroyed, or as good as.
    """

    def __init__(
        self,
        view: DeskView,
        session: Session,
        is_busy: Callable[[], bool],
        looking: Job,
        ended: Callable[[], object],
    ) -> None:
        text = view.language.text
        super().__init__(view, text("Retention"), text("What people were told when they signed."))
        self._session = session
        self._is_busy = is_busy
        self._looking = looking
        self._ended = ended
        self._last_word: DestroyView | None = None
        self._page = self.add_scroll()
        self._moment = label(text("One moment, please."), "body")
        self._page.content.addWidget(self._moment)
        self._page.content.addStretch(1)
        view.tasks.run(self._look, self._show, self._fail, asked_by=self)

    def _look(self) -> _Looked:
        session = self._session
        register = session.existing_register()
        is_here = register is None or register.name == str(session.folder.register_file)
        elsewhere = "" if is_here or register is None else register.name
        return countdown(session.folder, session.today()), inventory(session.folder), elsewhere

    def _fail(self, error: KioskError) -> None:
        self._moment.setText(self.view.language.error(error))

    def _show(self, looked: _Looked) -> None:
        left, found, elsewhere = looked
        text, content = self.view.language.text, self._page.content
        self._moment.hide()
        content.insertWidget(0, _countdown_card(self.view, left))
        title = text("If it is destroyed now: nothing is done yet")
        content.insertWidget(1, label(title, "question"))
        content.insertWidget(2, InventoryView(self.view, self._session.folder, found, elsewhere))
        self._last_word = DestroyView(self.view, self._session.folder.public.campaign, self._destroy)
        content.insertWidget(3, self._last_word)

    def _destroy(self) -> None:
        last_word, session, looking = self._last_word, self._session, self._looking
        assert last_word is not None
        if self._is_busy():
            text = self.view.language.text
            last_word.remark(text("Something is still under way. Stop it, or wait until it has ended."))
            return
        looking.stop()
        self.setEnabled(False)
        announce(self, self.view.language.text("One moment, please."))

        def work() -> Path:
            looking.wait()  # Windows deletes no file that is open
            return destroy(session.folder, session.checked_register(), session.keys, session.today())

        def failed(error: KioskError) -> None:
            if is_under_way(session.folder):
                self._ended()  # it goes on from the page that says so
                return
            self.setEnabled(True)
            last_word.remark(self.view.language.error(error))

        self.view.tasks.run(work, lambda _: self._ended(), failed, asked_by=self)


def _countdown_card(view: DeskView, left: Countdown | None) -> Card:
    text = view.language.text
    if left is None:
        words = text(
            "The day is in the pack and in the content. Neither can be read: look at the campaign’s page."
        )
        return Card(view, text("By which day everything is destroyed is not known"), (words, "warning"))
    day = view.language.date(left.destroy_by.isoformat())
    card = Card(view, text("Everything is destroyed by {day}", day=day))
    card.add(_days(left, view.language), "figure")
    if left.days_left < 0:
        card.add(text("The promise is broken every day that it is kept longer. Destroy it now."), "warning")
    elif left.is_urgent:
        card.add(text("It is time: hand over the list that is still needed, then destroy."), "warning")
    words = text(
        "People signed under a text with this day in it. By then the key and all signatures go; after that "
        "nobody can read any of them, you included. What is left is a certificate with the totals."
    )
    card.add(words, "body")
    return card


def _days(left: Countdown, language: Language) -> str:
    if left.days_left < 0:
        return language.plural("{number} day too late", "{number} days too late", -left.days_left)
    if left.days_left == 0:
        return language.text("Today is the last day")
    return language.plural("{number} day left", "{number} days left", left.days_left)
