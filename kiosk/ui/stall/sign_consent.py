"""The form's last page: what is being signed with, and the consent."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QGridLayout

from kiosk.errors import KioskError, SignatureError
from kiosk.signing.findings import FieldFinding
from kiosk.signing.signature import fields_on
from kiosk.signing.visit import Step, Visit
from kiosk.ui.screen import View
from kiosk.ui.stall.form import FormScreen, Moves
from kiosk.ui.stall.sign_own import own_lines
from kiosk.ui.widgets.announce import announce
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
        self._consent.toggled.connect(lambda on: setattr(visit.draft, "consent", on))
        self._problem = label("", "warning")
        self._problem.setObjectName("problem")
        self._problem.hide()
        self.form.addWidget(self._consent)
        self.form.addWidget(self._problem)
        self.form.addWidget(self._given())
        self.first_focus = self._consent
        self.add_buttons(text("Sign now"))

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
            (text("Your signature"), self._signature()),
        ]
        return [(title, given) for title, given in lines if given.strip()]

    def _signature(self) -> str:
        text, draft = self.view.language.text, self.visit.draft
        if draft.typed_signature:
            return text("The typed name stands for it")
        return text("Drawn") if draft.drawn else ""

    def show_findings(self, findings: Sequence[FieldFinding]) -> None:
        stopped = any(finding.field == "consent" for finding in findings)
        self._show_problem(self.view.language.text("Please tick this box to sign.") if stopped else "")
        if stopped:
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
        self._consent.setAccessibleDescription(words)
        announce(self._consent, words)
