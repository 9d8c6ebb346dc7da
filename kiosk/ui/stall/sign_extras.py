"""What a visitor may add, each on a page of its own; who wants nothing just goes on."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from kiosk.signing.findings import FieldFinding
from kiosk.signing.signature import fields_on
from kiosk.signing.visit import Step, Visit
from kiosk.ui.screen import View
from kiosk.ui.stall.form import FormScreen, Moves
from kiosk.ui.stall.sign_own import own_lines
from kiosk.ui.widgets.card_button import CardButton
from kiosk.ui.widgets.labels import label
from kiosk.ui.wording import listing_words


class ExtrasScreen(FormScreen):
    """A card for each thing that is optional, with what has been given so far."""

    def __init__(self, view: View, visit: Visit, moves: Moves) -> None:
        text = view.language.text
        super().__init__(
            view,
            visit,
            moves,
            text("Would you like to add something?"),
            text("All of this is up to you. You can also just continue."),
        )
        self._titles: dict[str, str] = {
            Step.CONTACT: text("Leave your e-mail or phone"),
            Step.LISTING: text("Be listed publicly"),
            Step.HELP: text("Offer your help"),
            Step.DRAWN: text("Draw your signature"),
            **{
                name: " · ".join(view.texts.fields[field.id].title for field in page)
                for name, page in visit.own_pages.items()
            },
        }
        for extra in visit.extras:
            card = CardButton(
                self._titles[extra],
                self._given(extra),
                f"extra-{extra}",
                view.theme,
                partial(moves.open, extra),
            )
            self.form.addWidget(card)
        self._problem = label("", "warning")
        self._problem.setObjectName("problem")
        self._problem.hide()
        self.form.addWidget(self._problem)
        self.add_buttons()

    def show_findings(self, findings: Sequence[FieldFinding]) -> None:
        """Names the page that something stops on."""
        for extra in self.visit.extras:
            if any(found.remark.stops for found in self.visit.findings(extra)):
                text = self.view.language.text
                self._problem.setText(text("Please correct this first: {page}", page=self._titles[extra]))
                self._problem.show()
                return

    def _given(self, extra: str) -> str:
        draft, language = self.visit.draft, self.view.language
        if extra is Step.CONTACT:
            typed = (draft.texts[name] for name in fields_on(Step.CONTACT))
            given = [text for text in typed if text.strip()]
            news = [language.text("Yes, send me news")] if draft.updates else []
            return " · ".join(given + news) or language.text("Nothing given so far")
        if extra in self.visit.own_pages:
            answers = own_lines(self.view, self.visit, self.visit.own_pages[extra])
            return " · ".join(words for _, words in answers) or language.text("Nothing given so far")
        if extra is Step.LISTING:
            return listing_words(language)[draft.public]
        if extra is Step.HELP:
            titles = [action.title for action in self.view.texts.actions if action.id in draft.help]
            return " · ".join(titles) or language.text("Nothing chosen so far")
        if draft.typed_signature:
            return language.text("The typed name stands for it")
        return language.text("Drawn") if draft.drawn else language.text("Not drawn so far")
