"""The rehearsal's page: each step as it happens, and what this laptop is like."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout

from kiosk.ui.screen import View
from kiosk.ui.staff.findings import finding_label
from kiosk.ui.staff.page import StaffPage
from kiosk.ui.staff.rehearsal_work import RehearsalWork
from kiosk.ui.widgets.buttons import button
from kiosk.ui.widgets.labels import label
from kiosk.ui.widgets.layouts import clear_layout


class RehearsalScreen(StaffPage):
    """What the rehearsal has found so far, the newest last."""

    def __init__(self, view: View, work: RehearsalWork, back: Callable[[], object]) -> None:
        text = view.language.text
        intro = text("A whole day is played with a key that is thrown away. Your signatures are not touched.")
        super().__init__(view, text("Rehearse"), intro, back)
        self._work = work
        self._play = button(text("Play the rehearsal"), "play", work.start, role="primary")
        self._found = QVBoxLayout()
        self._found.setSpacing(view.theme.px(8))
        self.content.addLayout(self._found)
        self.content.addWidget(self._play)
        self.first_focus = self._play
        work.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        text = self.view.language.text
        clear_layout(self._found)
        for finding in self._work.findings:
            self._found.addWidget(finding_label(finding, self.view.language))
        if self._work.busy:
            self._found.addWidget(label(text("It is being played …"), "item"))
        elif not self._work.findings:
            self._found.addWidget(label(text("It takes less than three minutes."), "intro"))
        self._play.setEnabled(not self._work.busy)
