"""The bands above and below every screen: the campaign's name and languages; the sections and "Sign"."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy

from kiosk.ui.language import own_name
from kiosk.ui.stall.view import View
from kiosk.ui.widgets.buttons import button
from kiosk.ui.widgets.labels import label


class TopBand(QFrame):
    """The campaign's name (a tap leads to the start), the training mark, and the languages."""

    def __init__(
        self, view: View, *, training: bool, home: Callable[[], object], speak: Callable[[str], object]
    ) -> None:
        super().__init__()
        self.setObjectName("band")
        px = view.theme.px
        row = QHBoxLayout(self)
        row.setContentsMargins(px(34), px(8), px(26), px(8))
        row.setSpacing(px(8))
        start = button(view.texts.title, "home", home)
        start.setAccessibleDescription(view.language.text("Go to the start"))
        start.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        row.addWidget(start, 1)
        if training:
            row.addWidget(_training_mark(view))
        for tag in view.campaign.languages:
            choice = button(
                own_name(tag), f"language-{tag}", partial(speak, tag), role="language", checkable=True
            )
            choice.setChecked(tag == view.language.tag)
            row.addWidget(choice)


def _training_mark(view: View) -> QLabel:
    mark = label(view.language.text("TRAINING: nothing counts"), "training")
    mark.setObjectName("training")
    mark.setWordWrap(False)
    mark.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    return mark


class SectionBand(QFrame):
    """A button for each section, and the one that matters."""

    def __init__(
        self, view: View, current: str, show: Callable[[str], object], sign: Callable[[], object]
    ) -> None:
        super().__init__()
        self.setObjectName("sections")
        px, text = view.theme.px, view.language.text
        row = QHBoxLayout(self)
        row.setContentsMargins(px(24), px(10), px(24), px(10))
        row.setSpacing(px(4))
        sections = {
            "demands": text("Demands"),
            "endorsers": text("Who’s signed?"),
            "actions": text("What you can do"),
            "questions": text("Questions"),
            "posters": text("Posters"),
            "contact": text("Contact"),
        }
        for name, words in sections.items():
            section = button(words, f"section-{name}", partial(show, name), role="section", checkable=True)
            section.setChecked(name == current)
            row.addWidget(section)
        row.addStretch(1)
        row.addWidget(button(text("Sign the petition"), "sign", sign, role="primary"))
