"""The steps in which one writes: who, title, slogan, demands, and the text that people sign."""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping
from functools import partial

from PySide6.QtWidgets import QWidget

from kiosk.languages import own_name
from kiosk.ui.desk.parts.field import DeskField
from kiosk.ui.desk.parts.text import DeskText
from kiosk.ui.desk.start.beginning import Beginning
from kiosk.ui.desk.start.step import StartStep, StepMoves
from kiosk.ui.desk.view import DeskView
from kiosk.ui.widgets.buttons import button


class WordsStep(StartStep):
    """A line or a text for each language, of which the first one's is needed."""

    def __init__(
        self,
        view: DeskView,
        heading: str,
        intro: str,
        begun: Beginning,
        moves: StepMoves,
        screen: str = "attract",
    ) -> None:
        super().__init__(view, heading, intro, begun, moves, screen)
        self._boxes: dict[str, DeskField | DeskText] = {}

    def add_lines(self, title: str, name: str, texts: MutableMapping[str, str]) -> None:
        """A line called `title` for each language; what is typed goes into `texts`."""
        for tag in self.begun.answers.languages:
            line = self._add_line(self._titled(title, tag), f"{name}-{tag}", texts.get(tag, ""))
            line.line.textChanged.connect(partial(self._put, texts, tag))

    def add_line(self, title: str, name: str, text: str, put: Callable[[str], object]) -> None:
        """One line for all languages."""

        def changed(typed: str) -> None:
            put(typed)
            self.changed()

        self._add_line(title, name, text).line.textChanged.connect(changed)

    def add_texts(
        self, title: str, name: str, texts: Mapping[str, str], put: Callable[[str, str], object], lines: int
    ) -> None:
        """A text called `title` for each language; `put` is told the language's tag, and what is typed."""
        for tag in self.begun.answers.languages:
            self._add_text(self._titled(title, tag), f"{name}-{tag}", texts.get(tag, ""), put, tag, lines)

    def needs(self, texts: Mapping[str, str], name: str) -> bool:
        """Whether the first language lacks its text; then says so at its line."""
        first = self.begun.answers.first
        lacking = not texts.get(first, "").strip()
        words = self.view.language.text("Write something here: the campaign needs it.") if lacking else ""
        self._boxes[f"{name}-{first}"].remark(words)
        return lacking

    def _add_line(self, title: str, name: str, text: str) -> DeskField:
        made = DeskField(title, name, self.go_on)
        self._note(name, made, made.line)
        made.line.setText(text)
        return made

    def _add_text(
        self, title: str, name: str, text: str, put: Callable[[str, str], object], tag: str, lines: int
    ) -> None:
        def changed() -> None:
            put(tag, made.typed)
            self.changed()

        made = DeskText(self.view, title, name, lines, changed)
        self._note(name, made, made.edit)
        made.show_text(text)

    def _note(self, name: str, box: DeskField | DeskText, typed: QWidget) -> None:
        """Puts `box` into the column; the cursor goes to the first of them."""
        if not self._boxes:
            self.first_focus = typed
        self._boxes[name] = box
        self.page.content.addWidget(box)

    def _titled(self, title: str, tag: str) -> str:
        return title if len(self.begun.answers.languages) == 1 else f"{title} · {own_name(tag)}"

    def _put(self, texts: MutableMapping[str, str], tag: str, typed: str) -> None:
        texts[tag] = typed
        self.changed()


class WhoStep(WordsStep):
    """Who collects, who gets it, and how to reach the campaign."""

    def __init__(self, view: DeskView, begun: Beginning, moves: StepMoves) -> None:
        text, answers = view.language.text, begun.answers
        super().__init__(
            view,
            text("Who are you, and to whom does it go?"),
            text("Both stand in the petition and in the privacy notice."),
            begun,
            moves,
            "petition",
        )
        self.add_lines(text("Who collects the signatures"), "organiser", answers.organiser)
        self.add_lines(text("Who the petition is for"), "addressee", answers.addressee)

        def reach(typed: str) -> None:
            answers.contact = typed.strip()

        words = text("E-mail address at which people reach you (may be left empty)")
        self.add_line(words, "contact", answers.contact, reach)
        self.close_column()

    def lacks(self) -> bool:
        answers = self.begun.answers
        lacking = [
            self.needs(answers.organiser, "organiser"),
            self.needs(answers.addressee, "addressee"),
        ]
        return any(lacking)


class TitleStep(WordsStep):
    """What the campaign is called."""

    def __init__(self, view: DeskView, begun: Beginning, moves: StepMoves) -> None:
        text = view.language.text
        super().__init__(
            view,
            text("What is it called?"),
            text("The title stands above every screen and on the petition that is handed over."),
            begun,
            moves,
        )
        self.add_lines(text("Title"), "title", begun.answers.title)
        self.close_column()

    def lacks(self) -> bool:
        return self.needs(self.begun.answers.title, "title")


class SloganStep(WordsStep):
    """What passers-by read."""

    def __init__(self, view: DeskView, begun: Beginning, moves: StepMoves) -> None:
        text = view.language.text
        super().__init__(
            view,
            text("What shall passers-by read?"),
            text("The slogan is drawn as large as the screen allows: the fewer words, the better."),
            begun,
            moves,
        )
        self.add_lines(text("Slogan"), "slogan", begun.answers.slogan)
        self.close_column()

    def lacks(self) -> bool:
        return self.needs(self.begun.answers.slogan, "slogan")


class DemandsStep(WordsStep):
    """What is demanded, one a line."""

    def __init__(self, view: DeskView, begun: Beginning, moves: StepMoves) -> None:
        text, demands = view.language.text, begun.answers.demands
        super().__init__(
            view,
            text("What do you demand?"),
            text("One demand a line. Three are read, ten are not."),
            begun,
            moves,
            "demands",
        )

        def put(tag: str, typed: str) -> None:
            demands[tag] = typed.split("\n")

        self.add_texts(text("Demands"), "demands", self._joined(), put, 6)
        self.close_column()

    def _joined(self) -> dict[str, str]:
        return {tag: "\n".join(lines) for tag, lines in self.begun.answers.demands.items()}

    def lacks(self) -> bool:
        return self.needs(self._joined(), "demands")


class TextStep(WordsStep):
    """The text that people sign, which is proposed."""

    def __init__(self, view: DeskView, begun: Beginning, moves: StepMoves) -> None:
        text, answers = view.language.text, begun.answers
        super().__init__(
            view,
            text("What do people sign?"),
            text("This is a proposal: change it as you like. Privacy notice and consent are written, too."),
            begun,
            moves,
            "petition",
        )
        proposed = answers.proposed_petitions()
        shown = {tag: answers.petition.get(tag) or proposed.get(tag, "") for tag in answers.languages}

        def put(tag: str, typed: str) -> None:
            answers.petition[tag] = "" if typed.strip() == proposed.get(tag, "").strip() else typed

        self.add_texts(text("The petition"), "petition", shown, put, 10)
        if any(answers.petition.values()):
            self.page.content.addWidget(
                button(text("Take the proposed text again"), "proposed", self._propose, role="link")
            )
        self.close_column()

    def _propose(self) -> None:
        answers = self.begun.answers
        answers.petition.clear()
        for tag, proposed in answers.proposed_petitions().items():
            box = self._boxes[f"petition-{tag}"]
            assert isinstance(box, DeskText)
            box.edit.setPlainText(proposed)
