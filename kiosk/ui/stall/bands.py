"""The bands above and below every screen: the campaign's name and languages; the sections and "Sign"."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QFrame, QLabel, QSizePolicy, QVBoxLayout

from kiosk.languages import own_name
from kiosk.ui.screen import View
from kiosk.ui.widgets.accessible_role import Role, set_accessible_role
from kiosk.ui.widgets.buttons import WrappingButton, button, choice_button
from kiosk.ui.widgets.flow import FlowLayout
from kiosk.ui.widgets.labels import label

MOST_LANGUAGES = 4
"""Languages that get a button each; of more, one button leads to all."""


class TopBandActions(msgspec.Struct, frozen=True):
    """Where the top band leads from any screen."""

    home: Callable[[], object]
    speak: Callable[[str], object]
    languages: Callable[[], object]
    appearance: Callable[[], object]


class TopBand(QFrame):
    """The campaign's name (a tap leads to the start), the look, and the languages."""

    def __init__(self, view: View, actions: TopBandActions, *, training: bool) -> None:
        super().__init__()
        self.setObjectName("band")
        px, tall = view.theme.px, view.theme.tall
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        if training:
            column.addWidget(_training_mark(view))
        row = QBoxLayout(QBoxLayout.Direction.TopToBottom if tall else QBoxLayout.Direction.LeftToRight)
        row.setContentsMargins(px(32 if tall else 44), px(8), px(26), px(8))
        row.setSpacing(view.theme.gap(8))
        column.addLayout(row)
        start = button(view.texts.title, "home", actions.home)
        start.setAccessibleDescription(view.language.text("Go to the start"))
        start.setSizePolicy(_one_that_yields())
        row.addWidget(start, 1)
        flow = FlowLayout(view.theme.gap(8))
        for choice in _choices(view, actions):
            flow.addWidget(choice)
        row.addLayout(flow)


def _choices(view: View, actions: TopBandActions) -> list[WrappingButton]:
    text = view.language.text
    look = button("A\u2009a", "appearance", actions.appearance, role="band")
    look.setAccessibleName(text("Text and colours"))
    choices = [look]
    languages = view.campaign.languages
    if len(languages) > MOST_LANGUAGES:
        # The name of the one that is shown, and the same word in English for who cannot read it.
        every = button(
            f"{own_name(view.language.tag)} · Languages", "languages", actions.languages, role="band"
        )
        return [*choices, every]
    for tag in languages if len(languages) > 1 else ():
        choice = choice_button(own_name(tag), f"language-{tag}", partial(actions.speak, tag), role="band")
        choice.setChecked(tag == view.language.tag)
        choices.append(choice)
    return choices


def _one_that_yields() -> QSizePolicy:
    policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    return policy


def _training_mark(view: View) -> QLabel:
    mark = label(view.language.text("TRAINING: nothing counts"), "training")
    mark.setObjectName("training")
    mark.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return mark


class SectionBand(QFrame):
    """A button for each section, and the one that matters, unless `sign` is None."""

    def __init__(
        self,
        view: View,
        titles: Mapping[str, str],
        current: str,
        show: Callable[[str], object],
        sign: Callable[[], object] | None,
    ) -> None:
        super().__init__()
        set_accessible_role(self, Role.PageTabList)
        self.setObjectName("sections")
        theme, text = view.theme, view.language.text
        row = QBoxLayout(QBoxLayout.Direction.TopToBottom if theme.tall else QBoxLayout.Direction.LeftToRight)
        row.setContentsMargins(theme.px(24), theme.px(10), theme.px(24), theme.px(10))
        row.setSpacing(theme.gap(12))
        self.setLayout(row)
        flow = FlowLayout(theme.gap(6), centred=theme.tall, yields=not theme.tall)
        for name, words in titles.items():
            section = choice_button(
                words, f"section-{name}", partial(show, name), role="section", told=Role.PageTab
            )
            section.setChecked(name == current)
            flow.addWidget(section)
        row.addLayout(flow, 1)
        if sign is not None:
            row.addWidget(
                button(text("Sign the petition"), "sign", sign, role="primary"),
                alignment=Qt.AlignmentFlag.AlignVCenter,
            )
