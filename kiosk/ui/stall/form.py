"""What the pages of the form share: the progress line, remarks next to fields, back and next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from kiosk.signing.checks import Finding, Remark
from kiosk.signing.visit import Step, Visit
from kiosk.ui.stall.view import Screen, View
from kiosk.ui.widgets.buttons import button
from kiosk.ui.widgets.field import Field
from kiosk.ui.widgets.labels import label


@dataclass(frozen=True)
class Moves:
    """Where the buttons of a form page lead."""

    back: Callable[[], object]
    next: Callable[[], object]
    read_petition: Callable[[], object]
    read_privacy: Callable[[], object]


class FormScreen(Screen):
    """A page of the form. `form` is the layout for its fields."""

    def __init__(self, view: View, visit: Visit, page: Step, heading: str, moves: Moves) -> None:
        super().__init__(view)
        self.visit = visit
        self.moves = moves
        self.fields: dict[str, Field] = {}
        px, text = view.theme.px, view.language.text
        self.body.setContentsMargins(px(140), px(20), px(140), px(18))
        pages = visit.pages
        progress = text("Step {number} of {total}", number=pages.index(page) + 1, total=len(pages))
        self.body.addWidget(label(progress, "small"))
        self.body.addWidget(label(heading, "heading"))
        self.form = QVBoxLayout()
        self.form.setSpacing(px(12))
        self.body.addLayout(self.form, 1)
        self._page = page

    def add_field(
        self,
        name: str,
        title: str,
        *,
        shown: str | None = None,
        changed: Callable[[str], None] | None = None,
    ) -> Field:
        """A field for the draft's `name`; Enter goes on.

        Args:
            shown: what stands in it, where that is not the draft's own text.
            changed: told every new text; without it the draft takes the text as it is.
        """
        # An organisation's name is only asked of those who sign for one, and then it is needed.
        if not self.visit.is_required(name) and name != "organisation":
            title = self.view.language.text("{field} (if you like)", field=title)
        draft = self.visit.draft
        text = getattr(draft, name) if shown is None else shown
        field = Field(title, name, text, changed or partial(setattr, draft, name))
        field.line.returnPressed.connect(self.moves.next)
        self.fields[name] = field
        return field

    def add_buttons(self) -> None:
        """The row of buttons; added last, so that Tab comes to it after the fields."""
        px, text = self.view.theme.px, self.view.language.text
        moves = self.moves
        row = QHBoxLayout()
        row.setSpacing(px(12))
        row.addWidget(button(text("Go back"), "back", moves.back))
        row.addStretch(1)
        row.addWidget(button(text("Read the petition"), "read-petition", moves.read_petition, role="link"))
        row.addWidget(
            button(text("Read the privacy notice"), "read-privacy", moves.read_privacy, role="link")
        )
        row.addStretch(1)
        last = self._page is self.visit.pages[-1]
        self.forward = button(
            text("Sign now") if last else text("Continue"),
            "submit" if last else "next",
            moves.next,
            role="primary",
        )
        row.addWidget(self.forward)
        self.body.addLayout(row)

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Says what there is to say next to each field, and puts the cursor into the first that stops."""
        first: Field | None = None
        for name, field in self.fields.items():
            about = [finding.remark for finding in findings if finding.field == name]
            stops = any(remark.stops for remark in about)
            field.remark(self.remark_text(about[0]) if about else "", stops=stops)
            first = first or (field if stops else None)
        if first is not None:
            first.line.setFocus()

    def remark_text(self, remark: Remark) -> str:
        """`remark` in the visitor's language."""
        text = self.view.language.text
        return {
            Remark.REQUIRED: text("Please fill this in."),
            Remark.TOO_LONG: text("This is too long. Please shorten it."),
            Remark.DOUBTFUL_EMAIL: text("Is this address right? If so, just continue."),
            Remark.DOUBTFUL_PHONE: text("Is this number right? If so, just continue."),
            Remark.UNKNOWN_COUNTRY: text("We do not know this country. If it is right, just continue."),
        }[remark]
