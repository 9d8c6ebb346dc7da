"""A table over any number of records: only the pages that are looked at are read, and few are kept."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from kiosk.coordinator.reports.browse import Found
from kiosk.errors import KioskError
from kiosk.ui.desk.signatures.browsing import SignatureBrowser
from kiosk.ui.desk.wording import state_words
from kiosk.ui.language import Language

_CITY, DAY, KIOSK, _NUMBER, STATE = range(1, 6)
"""The columns after that with the name."""
LESS_NEEDED = (_CITY, DAY)
"""The columns that a narrow window can do without."""
_PAGE = 100
_KEPT = 30
"""Pages of opened signatures that are in memory at most."""
_NO_PARENT = QModelIndex()
_NOT_YET = "…"

_Index = QModelIndex | QPersistentModelIndex


class RecordsModel(QAbstractTableModel):
    """The records of `browsing`, a row each; what is not read yet is "…" until it is.

    One page is read at a time: the one that was asked for last, so that after a quick scroll
    nobody waits for all that went by.
    """

    failed = Signal(object)

    def __init__(self, browsing: SignatureBrowser, language: Language) -> None:
        super().__init__()
        self._browsing = browsing
        self._states = state_words(language)
        self._date = language.date
        text = language.text
        person, place = [text("Name"), text("City"), text("Day")], [text("Kiosk"), text("Number")]
        self._columns = [*person, *place, text("State")]
        self._pages: OrderedDict[int, list[Found]] = OrderedDict()
        self._wanted: int | None = None
        self._reading: int | None = None
        browsing.listed.connect(self._start_anew)

    def at(self, row: int) -> Found | None:
        """The record in `row`; None while it is being read."""
        page, place = divmod(row, _PAGE)
        found = self._pages.get(page)
        if found is None:
            self._want(page)
            return None
        self._pages.move_to_end(page)
        return found[place] if place < len(found) else None

    def rowCount(self, parent: _Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._browsing.listing)

    def columnCount(self, parent: _Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            found = self.at(index.row())
            return _NOT_YET if found is None else self._cell(found, index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if index.column() == _NUMBER else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section == _NUMBER else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def _cell(self, found: Found, column: int) -> str:
        signature = found.signature
        cells = (
            signature.name or signature.organisation if signature else "",
            signature.city if signature else "",
            self._date(found.day) if found.day else "",
            found.kiosk,
            str(found.number),
            self._states[found.state],
        )
        return cells[column]

    def _start_anew(self) -> None:
        self.beginResetModel()
        self._pages.clear()
        self._wanted = self._reading = None
        self.endResetModel()

    def _want(self, page: int) -> None:
        self._wanted = page
        if self._reading is None:
            self._read_on()

    def _read_on(self) -> None:
        page, self._wanted = self._wanted, None
        if page is None or page in self._pages:
            return
        self._reading = page
        listing = self._browsing.listing

        def still(then: Any) -> Any:
            return lambda value: then(page, value) if listing is self._browsing.listing else None

        self._browsing.read(page * _PAGE, _PAGE, still(self._take), still(self._fail), asked_by=self)

    def _take(self, page: int, found: list[Found]) -> None:
        self._reading = None
        self._pages[page] = found
        while len(self._pages) > _KEPT:
            self._pages.popitem(last=False)
        if found:
            last = self.index(page * _PAGE + len(found) - 1, len(self._columns) - 1)
            self.dataChanged.emit(self.index(page * _PAGE, 0), last)
        self._read_on()

    def _fail(self, page: int, error: KioskError) -> None:
        self._reading = None
        self._pages[page] = []  # it is not asked for again
        self.failed.emit(error)
