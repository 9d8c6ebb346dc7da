"""Merging: files are dropped or chosen, the bar moves, and the books say what came of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QFrame, QVBoxLayout

from kiosk.coordinator.reports.browse import Filter
from kiosk.exchange.batches import SUFFIX
from kiosk.ui.desk.merge.afterwards import AfterMerge
from kiosk.ui.desk.merge.books import BooksView
from kiosk.ui.desk.merge.files import FilesView
from kiosk.ui.desk.merge.work import Merged, MergeWork
from kiosk.ui.desk.parts.file_dialog import FileDialog
from kiosk.ui.desk.parts.progress_card import ProgressCard
from kiosk.ui.desk.session import Session
from kiosk.ui.desk.view import DeskPage, DeskView
from kiosk.ui.desk.wording import time_words
from kiosk.ui.job import Progress
from kiosk.ui.widgets.announce import announce
from kiosk.ui.widgets.buttons import button
from kiosk.ui.widgets.labels import label
from kiosk.ui.widgets.layouts import clear_layout

_MOST_PROBLEMS = 4
"""Folders without a signatures file that are named; and changes of the register by hand."""


class MergePage(DeskPage):
    """What is merged, what that brought, and the books after it.

    Args:
        work: does it, and knows how it goes.
        show_list: leads to the signatures that a number stands for; given the kiosk's name, too.
    """

    def __init__(
        self,
        view: DeskView,
        session: Session,
        work: MergeWork,
        noted: Callable[[], object],
        show_list: Callable[[Filter, str], object],
    ) -> None:
        text = view.language.text
        super().__init__(
            view,
            text("Merge"),
            text("Drop signatures files, a stick or whole folders anywhere on this window."),
        )
        self._work = work
        self._session = session
        self._show_list = show_list
        self._choose = self.add_primary(text("Choose files …"), "choose-files", self.choose)
        self._progress = ProgressCard(view, text("How far the merge is"), work.stop)
        self.body.addWidget(self._progress)
        self._outcome = QVBoxLayout()
        self._outcome.setSpacing(view.theme.px(6))
        self.body.addLayout(self._outcome)
        self._books = QVBoxLayout()
        self.body.addLayout(self._books, 1)
        self._folder = button(text("Choose a folder …"), "choose-folder", self._choose_folder)
        self._foot = AfterMerge(view, session, self._folder, noted)
        self.body.addWidget(self._foot)
        self._shown: object = None
        work.changed.connect(self._show)
        self._show()

    def choose(self) -> None:
        """Asks for signatures files, and merges them."""
        if self._work.busy:
            return
        text = self.view.language.text
        # A browser or a mail program may have put something behind the name, or changed all of it.
        ours, any_kind = text("Signatures files"), text("All files")
        kinds = f"{ours} (*{SUFFIX}*);;{any_kind} (*)"
        files = FileDialog.open_many(self, text("Choose files …"), kinds)
        if files:
            self._work.start([Path(file) for file in files])

    def _choose_folder(self) -> None:
        folder = FileDialog.folder(self, self.view.language.text("Choose a folder …"))
        if folder:
            self._work.start([Path(folder)])

    def _show(self) -> None:
        work = self._work
        self._progress.begin(work.busy)
        for one in (self._choose, self._folder):
            one.setEnabled(not work.busy)
        self._foot.enable(not work.busy)
        if work.busy:
            self._say_how_far(work.progress)
        state = (work.busy, work.merged, work.error, work.books, work.is_read, len(work.changed_by_hand))
        if state != self._shown:
            self._shown = state
            self._show_outcome()
            self._show_books()

    def _say_how_far(self, how_far: Progress) -> None:
        text = self.view.language.text
        if not how_far.of:
            self._progress.show_progress(text("Looking for signatures files …"), 0, 0)
            return
        size = QLocale(self.view.language.tag).formattedDataSize
        words = text("{done} of {all}", done=size(how_far.done), all=size(how_far.of))
        if how_far.left is not None:
            rate = text("{size} a second", size=size(round(how_far.rate)))
            words = f"{words} · {rate} · {time_words(how_far.left, self.view.language)}"
        self._progress.show_progress(words, how_far.done, how_far.of)

    def _show_outcome(self) -> None:
        clear_layout(self._outcome)
        work, text = self._work, self.view.language.text
        if work.error is not None:
            why = self.view.language.error(work.error)
            self._outcome.addWidget(label(text("That did not work. {why}", why=why), "warning"))
            announce(self, why)
        for one in work.changed_by_hand[-_MOST_PROBLEMS:]:
            self._outcome.addWidget(label(self.view.language.remark(one), "warning"))
            announce(self, self.view.language.remark(one))
        if work.merged is not None:
            for words, role in _outcome(work.merged, self.view):
                self._outcome.addWidget(label(words, role))
            announce(self, _outcome(work.merged, self.view)[0][0])

    def _show_books(self) -> None:
        clear_layout(self._books)
        work, text = self._work, self.view.language.text
        if work.books is None or not work.books.kiosks:
            if work.is_read and not work.busy:
                drop = QFrame()
                drop.setProperty("role", "drop")
                column = QVBoxLayout(drop)
                column.addStretch(1)
                column.addWidget(label(text("Nothing has been merged yet."), "question"))
                words = text(
                    "A kiosk’s sync writes a file that ends in .signatures onto a stick. Merging it again, "
                    "or files in another order, changes nothing."
                )
                column.addWidget(label(words, "body"))
                column.addStretch(2)
                margin = self.view.theme.px(40)
                column.setContentsMargins(margin, margin, margin, margin)
                self._books.addWidget(drop, 1)
            else:
                self._books.addStretch(1)
            return
        files = FilesView(self.view, work.merged.result.files) if work.merged is not None else None
        self._books.addWidget(BooksView(self.view, work.books, files, self._show_list), 1)


def _outcome(merged: Merged, view: DeskView) -> list[tuple[str, str]]:
    """What a merge brought: lines and their looks."""
    text, plural = view.language.text, view.language.plural
    result, found = merged.result, merged.found
    files = plural("{number} file", "{number} files", len(result.files))
    known = sum(file.known for file in result.files)
    lines = [
        (
            text(
                "{files} merged: {new}, {known}.",
                files=files,
                new=plural("{number} new signature", "{number} new signatures", result.new),
                known=plural("{number} known already", "{number} known already", known),
            ),
            "question",
        )
    ]
    if not found.files:
        lines = [(text("There was no signatures file to merge."), "question")]
    if result.stopped:
        lines.insert(0, (text("Stopped. What was read by then is merged; merge again to go on."), "warning"))
    if result.repaired:
        words = plural(
            "{number} that was lost or damaged before is good now.",
            "{number} that were lost or damaged before are good now.",
            result.repaired,
        )
        lines.append((words, "body"))
    if found.others:
        words = plural(
            "{number} other file was left out: there are no signatures in it.",
            "{number} other files were left out: there are no signatures in them.",
            found.others,
        )
        lines.append((words, "body"))
    lines += [(view.language.remark(one), "warning") for one in found.problems[:_MOST_PROBLEMS]]
    problems = sum(bool(file.problems) for file in result.files)
    if problems:
        words = plural(
            "{number} file could not be used whole: see “Files of this merge”.",
            "{number} files could not be used whole: see “Files of this merge”.",
            problems,
        )
        lines.append((words, "warning"))
    return lines
