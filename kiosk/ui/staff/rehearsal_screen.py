"""The rehearsal's page: each step as it happens, and what this laptop is like."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout

from kiosk.ui.staff.findings import finding_label
from kiosk.ui.staff.rehearsal_work import RehearsalWork
from kiosk.ui.stall.view import Screen, View
from kiosk.ui.widgets.buttons import button
from kiosk.ui.widgets.labels import label
from kiosk.ui.widgets.layouts import clear_layout


class RehearsalScreen(Screen):
    """What the rehearsal has found so far, the newest last."""

    def __init__(self, view: View, work: RehearsalWork, back: Callable[[], object]) -> None:
        super().__init__(view)
        text = view.language.text
        self._work = work
        self.add_heading(
            text("Rehearse"),
            text("A whole day is played with a key that is thrown away. Your signatures are not touched."),
        )
        self._page = self.add_scroll()
        foot = QHBoxLayout()
        self.way_back = button(text("Go back"), "back", back)
        foot.addWidget(self.way_back)
        foot.addStretch(1)
        self._play = button(text("Play the rehearsal"), "play", work.start, role="primary")
        foot.addWidget(self._play)
        self.body.addLayout(foot)
        self.first_focus = self._play
        work.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        text = self.view.language.text
        clear_layout(self._page.content)
        for finding in self._work.findings:
            self._page.content.addWidget(finding_label(finding, self.view.language))
        if self._work.busy:
            self._page.content.addWidget(label(text("It is being played …"), "item"))
        elif not self._work.findings:
            self._page.content.addWidget(label(text("It takes less than three minutes."), "intro"))
        self._page.content.addStretch(1)
        self._play.setEnabled(not self._work.busy)
