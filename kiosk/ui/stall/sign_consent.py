"""The form's last page: what is being signed with, and the consent."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QWidget

from kiosk.errors import KioskError, SignatureError
from kiosk.signing.findings import FieldFinding
from kiosk.signing.signature import fields_on
from kiosk.signing.strokes import Drawn
from kiosk.signing.visit import Step, Visit
from kiosk.ui.screen import View
from kiosk.ui.stall.form import FormScreen, Moves
from kiosk.ui.stall.sign_own import own_lines
from kiosk.ui.widgets.announce import announce
from kiosk.ui.widgets.ink import paint_drawn
from kiosk.ui.widgets.labels import breakable, label
from kiosk.ui.widgets.tick import Tick
from kiosk.ui.wording import listing_words


class ConsentScreen(FormScreen):
    """The consent is ticked by nobody but the visitor; below it stands what they gave."""

    def __init__(self, view: View, visit: Visit, moves: Moves) -> None:
        text = view.language.text
        super().__init__(view, visit, moves, text("Do you agree?"))
        self._consent = Tick(view.texts.consent, "consent", view.theme)
        self._consent.setChecked(visit.draft.consent)
        self._consent.setAccessibleDescription(text("needed"))
        self._consent.toggled.connect(self._agree)
        self._problem = label("", "warning")
        self._problem.setObjectName("problem")
        self._problem.hide()
        demands = self._demands()
        if not view.theme.short_of_height:
            self.form.addWidget(demands)
        self.form.addWidget(self._consent)
        self.form.addWidget(self._problem)
        if view.theme.short_of_height:  # in letters so large, the box must not be below the fold
            self.form.addWidget(demands)
        self.form.addWidget(self._given())
        self.first_focus = self._consent
        self.add_buttons(text("Sign now"))

    def _agree(self, on: bool) -> None:
        self.visit.draft.consent = on
        self.recheck()

    def _demands(self) -> QLabel:
        """What is signed, in short: the slogan's page has it large, "Read the petition" in full."""
        demands = "  ·  ".join(demand.rstrip("!。！.") for demand in self.view.texts.demands)
        shown = label(demands, "caption")
        shown.setObjectName("demands")
        return shown

    def _given(self) -> QFrame:
        card = QFrame()
        card.setProperty("role", "card")
        grid = QGridLayout(card)
        px = self.view.theme.px
        grid.setContentsMargins(px(22), px(14), px(22), px(14))
        grid.setHorizontalSpacing(px(20))
        grid.setVerticalSpacing(px(8))
        for row, (title, given) in enumerate(self._lines()):
            grid.addWidget(label(title, "small"), row, 0)
            grid.addWidget(label(breakable(given), "body"), row, 1)
        if self.visit.draft.drawn and not self.visit.draft.typed_signature:
            below = grid.rowCount()
            grid.addWidget(label(self.view.language.text("Your signature"), "small"), below, 0)
            grid.addWidget(_Drawing(self.visit.draft.drawn, self.view), below, 1)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 3)
        return card

    def _lines(self) -> list[tuple[str, str]]:
        """What was given, each with its title."""
        language, visit, draft = self.view.language, self.visit, self.visit.draft
        text = language.text
        contact = [draft.texts[name] for name in fields_on(Step.CONTACT)]
        organisation = [draft.texts[name] for name in fields_on(Step.NAME)[1:]]
        if draft.kind == "person":
            organisation = []
        help = [action.title for action in self.view.texts.actions if action.id in draft.help]
        lines = [
            (text("Your name"), draft.texts["name"]),
            (text("Organisation"), ", ".join(filter(str.strip, organisation))),
            (text("Country"), language.country(draft.texts["country"])),
            (text("Contact"), ", ".join(filter(str.strip, contact))),
            *own_lines(self.view, visit, visit.own_fields),
            (text("News"), text("Yes, send me news") if draft.updates else ""),
            (text("Public list"), listing_words(language)[draft.public] if visit.is_asked("public") else ""),
            (text("Help"), " · ".join(help)),
            (
                text("Your signature"),
                text("The typed name stands for it") if draft.typed_signature else "",
            ),
        ]
        return [(title, given) for title, given in lines if given.strip()]

    def show_remarks(self, findings: Sequence[FieldFinding]) -> None:
        stopped = any(finding.field == "consent" for finding in findings)
        self._show_problem(self.view.language.text("Please tick this box to sign.") if stopped else "")

    def show_findings(self, findings: Sequence[FieldFinding]) -> None:
        super().show_findings(findings)
        if findings:
            self._consent.setFocus()

    def show_not_stored(self, error: KioskError) -> None:
        """Says that the signature could not be stored because of `error`, and what to do."""
        text = self.view.language.text
        words = text(
            "Your signature could not be stored. Nothing you typed is lost: please call us, then try again."
        )
        if isinstance(error, SignatureError):
            words = text("This is more text than one signature can hold. Please go back and shorten it.")
        self._show_problem(words)

    def _show_problem(self, words: str) -> None:
        self._problem.setText(words)
        self._problem.setVisible(bool(words))
        self._consent.setAccessibleDescription(words or self.view.language.text("needed"))
        announce(self._consent, words)


class _Drawing(QWidget):
    """The signature as it was drawn."""

    def __init__(self, drawn: Drawn, view: View) -> None:
        super().__init__()
        self._drawn = drawn
        self._ink = QColor(view.theme.ink)
        self.setObjectName("drawing")
        self.setAccessibleName(view.language.text("Your signature"))
        self.setFixedSize(view.theme.px(240), view.theme.px(80))

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            paint_drawn(painter, self._drawn, QRectF(self.rect()), self._ink)
