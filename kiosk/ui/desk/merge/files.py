"""The files of a merge: what each brought, and what in it could not be used."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.coordinator.merge.merge import FileResult
from kiosk.ui.desk.parts.table import DeskTable, TextTable
from kiosk.ui.desk.view import DeskView
from kiosk.ui.widgets.labels import label


class FilesView(QWidget):
    """A line for each file, those with problems first; below, the chosen one's problems in full."""

    def __init__(self, view: DeskView, files: Sequence[FileResult]) -> None:
        super().__init__()
        text = view.language.text
        number = cache(view.language.number)  # of ten thousand files most brought nothing
        self._language = view.language
        self._files = sorted(files, key=lambda file: (not file.problems, str(file.path)))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(view.theme.px(8))
        rows = [
            [
                file.path.name,
                number(file.new),
                number(file.known),
                number(file.repaired),
                " ".join(map(view.language.remark, file.problems)),
            ]
            for file in self._files
        ]
        titles = [text("File"), text("new"), text("known"), text("repaired"), text("not usable")]
        self._table = DeskTable(
            TextTable(titles, rows, (1, 2, 3)),
            "files",
            text("Files of this merge"),
            view.theme,
            (240, 80, 80, 90, 0),
        )
        column.addWidget(self._table, 1)
        self._detail = label("", "body")
        self._detail.setObjectName("file-problems")
        column.addWidget(self._detail)
        self._table.chosen.connect(self._show)
        if self._files and self._files[0].problems:
            self._table.selectRow(0)
            self._show(0)

    def _show(self, row: int, column: int = 0) -> None:
        file = self._files[row]
        self._detail.setText("\n".join([str(file.path), *map(self._language.remark, file.problems)]))
