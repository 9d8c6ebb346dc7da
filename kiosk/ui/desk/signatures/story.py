"""One record's whole story: where it comes from, what became of it and why, and what was signed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from kiosk.coordinator.reports.browse import Found
from kiosk.languages import own_name
from kiosk.signing.signature import FIELDS, Signature
from kiosk.signing.strokes import Drawn, decode_strokes
from kiosk.ui.desk.view import DeskView
from kiosk.ui.desk.wording import help_words, own_lines, state_words
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.buttons import button
from kiosk.ui.widgets.ink import paint_drawn
from kiosk.ui.widgets.labels import label
from kiosk.ui.widgets.layouts import clear_layout
from kiosk.ui.widgets.scroll import ScrollPage
from kiosk.ui.wording import listing_words, title_words

_WIDTH = 290


class Story(QFrame):
    """The card beside the table.

    Args:
        copy, correct: lead to a copy for the person, and to what can be put right.
    """

    def __init__(
        self, view: DeskView, copy: Callable[[bytes], object], correct: Callable[[bytes], object]
    ) -> None:
        super().__init__()
        self._view = view
        self._copy = copy
        self._correct = correct
        px = view.theme.px
        self.setProperty("role", "card")
        self.setObjectName("story")
        self.setFixedWidth(px(_WIDTH))
        column = QVBoxLayout(self)
        column.setContentsMargins(px(18), px(14), px(8), px(14))
        self._page = ScrollPage(view.language)
        self._page.content.setSpacing(px(10))
        self._page.content.setContentsMargins(0, 0, px(8), 0)
        column.addWidget(self._page, 1)
        self._ways = QVBoxLayout()
        self._ways.setSpacing(px(8))
        self._ways.setContentsMargins(0, 0, px(10), 0)
        column.addLayout(self._ways)
        self.show_record(None)

    def show_record(self, found: Found | None) -> None:
        """Tells the story of `found`, or how to choose one."""
        content, text = self._page.content, self._view.language.text
        clear_layout(content)
        clear_layout(self._ways)
        self._page.verticalScrollBar().setValue(0)
        if found is None:
            content.addWidget(label(text("Choose a signature to see all of it."), "intro"))
            content.addStretch(1)
            return
        content.addWidget(label(f"{found.kiosk} · {found.number}", "question"))
        content.addWidget(label(self._what_became(found), "item"))
        if found.reason is not None:
            content.addWidget(label(self._view.language.remark(found.reason), "warning"))
        if found.signature is not None:
            signed = dict(self._lines(found.signed)) if found.signed else {}
            for title, value in self._lines(found.signature):
                content.addWidget(_Line(title, value))
                if signed.get(title, "") != value:
                    content.addWidget(
                        label(text("As signed: {value}", value=signed.get(title) or "—"), "small")
                    )
            drawn = decode_strokes(found.signature.drawn) if found.signature.drawn else ()
            if drawn:
                content.addWidget(_Ink(drawn, text("Signature as drawn"), self._view.theme))
        elif found.day:
            content.addWidget(_Line(text("Day"), self._view.language.date(found.day)))
        if found.signature is not None:
            way = partial(self._copy, found.digest)
            self._ways.addWidget(button(text("A copy for the person …"), "copy", way))
            way = partial(self._correct, found.digest)
            self._ways.addWidget(button(text("Put something right …"), "correct", way))
        content.addStretch(1)

    def _what_became(self, found: Found) -> str:
        words = state_words(self._view.language)[found.state]
        if found.same_as is None:
            return words
        kiosk, number = found.same_as
        same = self._view.language.text(
            "the same person as {kiosk} · {number}, which counts", kiosk=kiosk, number=number
        )
        return f"{words}: {same}"

    def _lines(self, signature: Signature) -> Iterator[tuple[str, str]]:
        language = self._view.language
        text = language.text
        said = {
            "country": language.country(signature.country) if signature.country else "",
            "date": language.date(signature.date),
            "public": listing_words(language)[signature.public],
            "updates": text("yes") if signature.updates else text("no"),
            "help": help_words(signature.help, self._view.offers),
            "language": own_name(signature.language),
        }

        def told(names: Iterable[str]) -> Iterator[tuple[str, str]]:
            return (
                (title_words(name, language), said.get(name) or getattr(signature, name)) for name in names
            )

        typed = [name for name, field in FIELDS.items() if field.correctable]
        lines = [
            *told(["name", "date", *typed[1:]]),
            *own_lines(signature, self._view),
            *told(["public", "updates", "help", "language", "paper_ref"]),
        ]
        return ((title, value) for title, value in lines if value)


class _Line(QWidget):
    def __init__(self, title: str, value: str) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(label(title, "small"))
        column.addWidget(label(value, "value"))


class _Ink(QWidget):
    """A drawn signature."""

    def __init__(self, drawn: Drawn, title: str, theme: Theme) -> None:
        super().__init__()
        self._drawn = drawn
        self._ink = QColor(theme.ink)
        self.setFixedHeight(theme.px(110))
        self.setAccessibleName(title)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            paint_drawn(painter, self._drawn, QRectF(self.rect()), self._ink)
