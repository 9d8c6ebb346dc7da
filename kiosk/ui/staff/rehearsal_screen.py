"""The rehearsal's page: how far it is; then its verdict, what needs somebody, and the rest folded away."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from kiosk.stall.findings import Finding
from kiosk.ui.screen import View
from kiosk.ui.staff.findings import finding_label, finding_words
from kiosk.ui.staff.page import StaffPage
from kiosk.ui.staff.rehearsal_work import STEPS, RehearsalWork
from kiosk.ui.widgets.announce import announce
from kiosk.ui.widgets.buttons import button
from kiosk.ui.widgets.done_mark import DoneMark
from kiosk.ui.widgets.labels import label
from kiosk.ui.widgets.layouts import clear_layout


class RehearsalScreen(StaffPage):
    """Plays the rehearsal and tells what it finds."""

    def __init__(self, view: View, work: RehearsalWork, back: Callable[[], object]) -> None:
        text = view.language.text
        intro = text("A whole day is played with a key that is thrown away. Your signatures are not touched.")
        super().__init__(view, text("Rehearse"), intro, back)
        self._work = work
        self._unfolded = False
        self._play = button(text("Play the rehearsal"), "play", work.start, role="primary")
        self._bar = QProgressBar()
        self._bar.setObjectName("how-far")
        self._bar.setTextVisible(False)
        self._bar.setRange(0, STEPS)
        self._bar.setAccessibleName(text("It is being played …"))
        self._found = QVBoxLayout()
        self._found.setSpacing(view.theme.px(8))
        self.content.addWidget(self._bar)
        self.content.addLayout(self._found)
        self.content.addWidget(self._play)
        self.first_focus = self._play
        work.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        text, work = self.view.language.text, self._work
        clear_layout(self._found)
        self._bar.setVisible(work.busy)
        if work.busy:
            self.disable(self._play)
        else:
            self._play.setEnabled(True)
            if self.hasFocus():
                self._play.setFocus()
        if work.busy:
            self._unfolded = False
            self._bar.setValue(work.step - 1)
            step = label(text("Step {number} of {total}", number=work.step, total=STEPS), "item")
            step.setObjectName("step")
            self._found.addWidget(step)
            for finding in work.findings[-1:]:
                self._found.addWidget(finding_label(finding, self.view.language))
        elif work.findings:
            *findings, verdict = work.findings
            self._show_verdict(verdict)
            self._show_findings(findings)
        else:
            self._found.addWidget(label(text("It takes less than three minutes."), "intro"))

    def _show_verdict(self, verdict: Finding) -> None:
        words = finding_words(verdict, self.view.language)
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self.view.theme.px(24))
        if verdict.state == "well":
            row.addWidget(DoneMark(self.view.theme), 0, Qt.AlignmentFlag.AlignTop)
        said = label(words, "urgent" if verdict.state == "fault" else "question")
        said.setObjectName("verdict")
        row.addWidget(said, 1)
        self._found.addWidget(holder)
        announce(said, words)

    def _show_findings(self, findings: list[Finding]) -> None:
        """Faults first; what is well is counted, and shown when somebody asks."""
        order = {"fault": 0, "warning": 1, "not known": 2}
        others = [finding for finding in findings if finding.state != "well"]
        for finding in sorted(others, key=lambda finding: order[finding.state]):
            self._found.addWidget(finding_label(finding, self.view.language))
        well = [finding for finding in findings if finding.state == "well"]
        if self._unfolded:
            for finding in well:
                self._found.addWidget(finding_label(finding, self.view.language))
        elif well:
            words = self.view.language.text(
                "Show what is well: {number}", number=self.view.language.number(len(well))
            )
            self._found.addWidget(button(words, "show-well", self._unfold, role="link"))

    def _unfold(self) -> None:
        self._unfolded = True
        assert self.way_back is not None
        self.way_back.setFocus()  # what had the cursor goes
        self._show()
