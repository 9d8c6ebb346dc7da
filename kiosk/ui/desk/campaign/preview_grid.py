"""Shows the stall's screens small, a row of them for each language; a click shows one large."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QDialog, QLabel, QPushButton, QVBoxLayout, QWidget

from kiosk.languages import own_name
from kiosk.ui.desk.preview import Preview, Previews
from kiosk.ui.desk.view import DeskView
from kiosk.ui.widgets.flow import FlowLayout
from kiosk.ui.widgets.labels import label

_WIDTH = 216
"""Of a small screen, in units."""
_LARGE = 940


class PreviewGrid(QWidget):
    """The screens that are there, and those that still come."""

    def __init__(self, view: DeskView, previews: Previews) -> None:
        super().__init__()
        self._view = view
        self._previews = previews
        self._rows: dict[str, FlowLayout] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(view.theme.px(8))
        self._state = label("", "intro")
        self._state.setObjectName("drawing")
        self._column.addWidget(self._state)
        for preview in previews.all:
            self._add(preview)
        previews.came.connect(self._add)
        previews.ended.connect(self._say)
        self._say()

    def _add(self, preview: Preview) -> None:
        px, language = self._view.theme.px, preview.language
        if language not in self._rows:
            self._rows[language] = FlowLayout(px(10))
            self._column.addWidget(label(own_name(language), "item"))
            self._column.addLayout(self._rows[language])
        row = self._rows[language]
        number = row.count() + 1
        name = self._view.language.text(
            "Screen {number}, {language}", number=number, language=own_name(language)
        )
        small = QPushButton()
        small.setObjectName(f"screen-{language}-{number}")
        small.setAccessibleName(name)
        small.setProperty("role", "screen")
        picture = preview.pixmap(px(_WIDTH))
        small.setIcon(QIcon(picture))
        small.setIconSize(picture.size())
        small.setFixedSize(picture.size() + QSize(px(6), px(6)))
        small.clicked.connect(partial(self._enlarge, preview, name))
        row.addWidget(small)
        self._say()

    def _say(self) -> None:
        text, previews = self._view.language.text, self._previews
        if previews.problem is not None:
            self._state.setText(self._view.language.error(previews.problem))
        elif previews.running:
            self._state.setText(
                text("The stall’s screens are being drawn: {number}", number=len(previews.all))
            )
        else:
            self._state.setText(text("These are the stall’s own screens. Click one to see it large."))

    def _enlarge(self, preview: Preview, name: str) -> None:
        shown = QDialog(self)
        shown.setObjectName("large-screen")
        shown.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        shown.setWindowTitle(name)
        column = QVBoxLayout(shown)
        column.setContentsMargins(0, 0, 0, 0)
        large = QLabel()
        large.setPixmap(preview.pixmap(self._view.theme.px(_LARGE)))
        column.addWidget(large)
        shown.open()
