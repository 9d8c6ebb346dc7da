"""What the pages of the form share: the panel, remarks next to fields, back and next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import msgspec
from PySide6.QtCore import QMargins
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from kiosk.signing.findings import FieldFinding, FieldRemark
from kiosk.signing.visit import Step, Visit
from kiosk.ui.screen import Screen, View, add_heading
from kiosk.ui.stall.panel import Panel
from kiosk.ui.widgets.buttons import button
from kiosk.ui.widgets.labels import label
from kiosk.ui.widgets.scroll import ScrollPage
from kiosk.ui.widgets.text_field import TextField
from kiosk.ui.wording import question_words


class Moves(msgspec.Struct, frozen=True):
    """Where the buttons of a form page lead."""

    back: Callable[[], object]
    next: Callable[[], object]
    open: Callable[[str], object]
    read_petition: Callable[[], object]
    read_privacy: Callable[[], object]


class FormScreen(Screen):
    """A page of the form: one decision. `form` is the layout for its fields.

    Args:
        heading: the question.
        note: a sentence below it.
        scrolls: whether the fields lie on a page that scrolls when it must.
        centred: whether they stand in the middle of it; else at its head, where they stay when it changes.
    """

    def __init__(
        self,
        view: View,
        visit: Visit,
        moves: Moves,
        heading: str,
        note: str = "",
        *,
        scrolls: bool = True,
        centred: bool = True,
    ) -> None:
        super().__init__(view)
        self.visit = visit
        self.moves = moves
        self.fields: dict[str, TextField] = {}
        self._findings: list[FieldFinding] = []
        px, tall = view.theme.px, view.theme.tall
        self.body.setContentsMargins(0, 0, 0, 0)
        sides = QBoxLayout(QBoxLayout.Direction.TopToBottom if tall else QBoxLayout.Direction.LeftToRight)
        sides.setSpacing(0)
        self.body.addLayout(sides)
        panel = Panel(view, visit.progress, moves.read_petition, moves.read_privacy)
        sides.addWidget(panel)
        main = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        side = px(32 if tall else 60)
        self._margins = QMargins(side, px(22), side, px(20))
        main.setContentsMargins(self._margins)
        main.setSpacing(view.theme.gap(10))
        sides.addLayout(main, 1)
        asked = QVBoxLayout()
        asked.setSpacing(main.spacing())
        main.addLayout(asked, 1)
        above = add_heading(asked, heading, note)
        self._yielding: list[QWidget] = [panel, *(above if view.theme.short_of_height else [])]
        self.form = QVBoxLayout()
        self.form.setSpacing(view.theme.gap(26 if tall else 16))
        if scrolls:
            page = ScrollPage(view.language)
            asked.addWidget(page, 1)
            page.content.addStretch(1 if centred else 0)
            page.content.addLayout(self.form)
            page.content.addStretch(1)
        else:
            asked.addLayout(self.form, 1)
        self._main = main
        self._buttons = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._buttons.setSpacing(view.theme.gap(12))

    def make_room(self, *, keyboard: bool) -> None:
        """While somebody types on the screen, the panel steps back, and the buttons stand beside the fields;
        where text is enlarged, the heading goes, too. A tall window has room for all.
        """
        if self.view.theme.tall:
            return
        for part in self._yielding:
            part.setVisible(not keyboard)
        self._progress.setVisible(keyboard)
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._main.setDirection(across if keyboard else down)
        self._buttons.setDirection(down if keyboard else across)
        margins = QMargins(self._margins)
        if keyboard:
            margins.setTop(margins.top() // 3)
            margins.setBottom(margins.bottom() // 3)
        self._main.setContentsMargins(margins)

    def add_field(
        self,
        name: str,
        *,
        shown: str | None = None,
        changed: Callable[[str], None] | None = None,
    ) -> TextField:
        """A field for the draft's `name`; Enter goes on.

        Args:
            shown: what stands in it, where that is not the draft's own text.
            changed: told every new text; without it the draft takes the text as it is.
        """
        title = question_words(name, self.view.language)
        # An organisation's name is only asked of those who sign for one, and then it is needed.
        required = self.visit.is_required(name) or name == "organisation"
        if not required:
            title = self.view.language.text("{field} (if you like)", field=title)
        texts = self.visit.draft.texts
        text = texts[name] if shown is None else shown
        field = self.make_field(title, name, text, changed or partial(texts.__setitem__, name))
        return self.keep_field(name, field, required=required)

    def keep_field(self, name: str, field: TextField, *, required: bool) -> TextField:
        """`field`, whose remarks are shown here from now on; Enter in it goes on."""
        if required:
            field.tell_about(self.view.language.text("needed"))
        field.line.returnPressed.connect(self.entered)
        field.line.textChanged.connect(self.recheck)
        self.fields[name] = field
        return field

    def entered(self) -> None:
        """Enter was pressed in a field."""
        self.moves.next()

    def add_buttons(self, forward: str = "") -> None:
        """The row of buttons; added last, so that Tab comes to it after the fields.

        Args:
            forward: what the button that goes on says; "Continue" without it.
        """
        text = self.view.language.text
        self.way_back = button(text("Go back"), "back", self.moves.back)
        self._buttons.addWidget(self.way_back)
        number, total = self.visit.progress
        self._progress = label(text("Step {number} of {total}", number=number, total=total), "small")
        self._progress.hide()
        self._buttons.addWidget(self._progress)
        self._buttons.addStretch(1)
        last = self.visit.step in (Step.CONSENT, Step.SAVING)
        name = "submit" if last else "next"
        onwards = button(forward or text("Continue"), name, self.moves.next, role="primary")
        self._buttons.addWidget(onwards)
        self.first_focus = self.first_focus or onwards
        self._main.addLayout(self._buttons)

    def show_findings(self, findings: Sequence[FieldFinding]) -> None:
        """Says what there is to say next to each field, and puts the cursor into the first that stops."""
        self._findings = list(findings)
        self.show_remarks(findings)
        stopped = [finding.field for finding in findings if finding.remark.stops]
        first = next((field for name, field in self.fields.items() if name in stopped), None)
        if first is not None:
            first.line.setFocus()

    def recheck(self) -> None:
        """Takes back what was said and is put right meanwhile."""
        if self._findings:
            still = self.visit.findings(self.visit.step)
            remaining = [finding for finding in self._findings if finding in still]
            if remaining != self._findings:
                self._findings = remaining
                self.show_remarks(remaining)

    def show_remarks(self, findings: Sequence[FieldFinding]) -> None:
        """Says what there is to say next to each field, and nothing next to the others."""
        for name, field in self.fields.items():
            about = [finding for finding in findings if finding.field == name]
            stops = any(finding.remark.stops for finding in about)
            field.remark(self.remark_text(about[0]) if about else "", stops=stops)

    def remark_text(self, finding: FieldFinding) -> str:
        """What there is to say about a field, in the visitor's language."""
        text = self.view.language.text
        if finding.remark is FieldRemark.DOES_NOT_FIT:
            return self.view.texts.fields[finding.field].wrong or text("This does not fit. Please check it.")
        return {
            FieldRemark.REQUIRED: text("Please fill this in."),
            FieldRemark.TOO_LONG: text("This is too long. Please shorten it."),
            FieldRemark.DOUBTFUL_EMAIL: text("Is this address right? If so, just continue."),
            FieldRemark.DOUBTFUL_PHONE: text("Is this number right? If so, just continue."),
            FieldRemark.SEVERAL_COUNTRIES: text("Several countries have this name. Please choose yours."),
            FieldRemark.UNKNOWN_COUNTRY: text("We do not know this country. If it is right, just continue."),
        }[finding.remark]
