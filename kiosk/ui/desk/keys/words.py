"""The words of one share are typed in, word by word, as they stand on its sheet."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCompleter, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from kiosk.coordinator.campaign.share_text import WORDS
from kiosk.coordinator.campaign.shares import LISTED, Share, listed, read_share
from kiosk.errors import ShareError
from kiosk.ui.desk.parts.field import MAX_TYPED, DeskField
from kiosk.ui.desk.view import DeskView
from kiosk.ui.widgets.buttons import WrappingButton, button
from kiosk.ui.widgets.labels import label

_COLUMNS = 3
_ROWS = WORDS // _COLUMNS
_HIDDEN = "••••••"
_PARTS = re.compile(r"\d{1,4}|[^\W\d_]+")
_LONGEST_SHEET = 20_000


class ShareWords(QWidget):
    """Asks for one share. A word is taken at the space after it, or as soon as it can be no other.

    A number before a word says which one it is. A scanner that types the sheet's code fills everything at
    once, and so does a sheet that is pasted.

    Args:
        place: which share this is, from 1: what errors call it.
        given: told the share; may refuse it with a ShareError, which is shown.
    """

    def __init__(self, view: DeskView, place: int, given: Callable[[Share], object]) -> None:
        super().__init__()
        self._view = view
        self._place = place
        self._given = given
        self._words = [""] * WORDS
        self._here = 0
        self._shown = False
        px, text = view.theme.px, view.language.text
        self._field = DeskField("", "word", self._enter)
        self._title = self._field.title
        completer = QCompleter(list(LISTED), self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setCompletionMode(QCompleter.CompletionMode.InlineCompletion)
        self._field.line.setCompleter(completer)
        self._field.line.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self._field.line.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
        )
        self._field.line.setMaximumWidth(px(320))
        self._field.line.setMaxLength(_LONGEST_SHEET)
        self._field.line.textEdited.connect(self._edited)
        self.line = self._field.line
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addWidget(self._field)
        row = QHBoxLayout()
        row.addWidget(label(text("Four letters are enough. Click a word to type it again."), "intro"), 1)
        self._toggle = button(
            text("Show the words"), "show-words", self._show_words, role="link", checkable=True
        )
        row.addWidget(self._toggle)
        column.addLayout(row)
        grid = QGridLayout()
        grid.setSpacing(px(5))
        self._cells: list[WrappingButton] = []
        for number in range(WORDS):
            cell = button("", f"word-{number + 1}", partial(self._go_to, number), role="word")
            cell.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # Tab would come to 33 of them
            grid.addWidget(cell, number % _ROWS, number // _ROWS)
            self._cells.append(cell)
        column.addLayout(grid)
        self._draw()

    def forget(self) -> None:
        """Empties everything."""
        self._words = [""] * WORDS
        self._here = 0
        self.line.clear()
        self._draw()

    def _edited(self, typed: str) -> None:
        if len(typed.split("\n")) > 1 or len(typed) > MAX_TYPED:
            self._take_sheet(typed)
            return
        parts = _PARTS.findall(typed)
        ended = bool(typed) and not typed[-1].isalnum()
        if len(parts) > 1 or (parts and ended):
            self._take(parts if ended else parts[:-1], "" if ended else parts[-1])
        elif len(typed) >= 4 and typed.casefold() in LISTED and self._only(typed):
            self._take([typed], "")

    def _take_sheet(self, pasted: str) -> None:
        """Takes a whole sheet, as it stands in a text file, or its words in rows or one a line."""
        self.line.clear()
        try:
            self._words = read_share(pasted, self._place).words.split()
        except ShareError as error:
            self._field.remark(self._view.language.error(error))
            return
        self._draw()
        self._read()

    def _only(self, typed: str) -> bool:
        """Whether no other word of the list begins so."""
        return sum(word.startswith(typed.casefold()) for word in LISTED) == 1

    def _enter(self) -> None:
        parts = _PARTS.findall(self.line.text())
        if parts:
            self._take(parts, "")

    def _take(self, parts: list[str], rest: str) -> None:
        """Takes whole words in turn, or where a number before one says; `rest` is left in the line."""
        self._field.remark("")
        for word in parts[: 2 * WORDS]:
            if word.isdecimal():
                self._here = min(max(int(word), 1), WORDS) - 1
                continue
            try:
                self._words[self._here] = listed(word.casefold(), self._place, self._here + 1)
            except ShareError as error:
                self.line.setText(word)
                self.line.selectAll()
                self._draw()
                self._field.remark(self._view.language.error(error))
                return
            blank = [number for number, known in enumerate(self._words) if not known]
            self._here = blank[0] if blank else WORDS - 1
        self.line.setText(rest)
        self._draw()
        if all(self._words):
            self._read()

    def _read(self) -> None:
        try:
            share = read_share(" ".join(self._words), self._place)
        except ShareError as error:
            wrong = error.values.get("number") or error.values.get("one")
            if isinstance(wrong, int):
                self._go_to(wrong - 1)
            self._field.remark(self._view.language.error(error))
            return
        self.forget()
        try:
            self._given(share)
        except ShareError as error:
            self._field.remark(self._view.language.error(error))

    def _go_to(self, number: int) -> None:
        self._here = number
        self.line.clear()
        self._draw()
        self.line.setFocus()

    def _show_words(self) -> None:
        self._shown = self._toggle.isChecked()
        self._draw()

    def _draw(self) -> None:
        text = self._view.language.text
        self._title.setText(
            text(
                "Key sheet {place}: word {number} of {all}",
                place=self._place,
                number=self._here + 1,
                all=WORDS,
            )
        )
        self.line.setAccessibleName(self._title.text())
        for number, (cell, word) in enumerate(zip(self._cells, self._words, strict=True)):
            said = word if self._shown else _HIDDEN if word else "–"
            cell.say(f"{number + 1}   {said}")
            cell.setAccessibleName(text("Word {number}", number=number + 1))
            cell.setProperty("state", "here" if number == self._here else "done" if word else "")
            cell.style().polish(cell)
