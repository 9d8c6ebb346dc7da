"""What a person chose, as chips that a coordinator can set."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from kiosk.signing.choices import Choices
from kiosk.ui.desk.view import DeskView
from kiosk.ui.widgets.buttons import WrappingButton, button
from kiosk.ui.widgets.flow import FlowLayout
from kiosk.ui.widgets.labels import label
from kiosk.ui.wording import listing_words

Key = TypeVar("Key", bound=str)

_YES, _NO = "yes", "no"


class ChoiceChips(QWidget):
    """How to be listed, whether to get news, and which help to offer.

    Args:
        chosen: what is set at first.
        offers: the ids of help that can be set.
    """

    def __init__(self, view: DeskView, chosen: Choices, offers: Iterable[str]) -> None:
        super().__init__()
        text, px = view.language.text, view.theme.px
        self._view = view
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        side_by_side = QHBoxLayout()
        side_by_side.setSpacing(px(24))
        column.addLayout(side_by_side)
        title = text("Listed publicly")
        listings = self._chips(title, "public", listing_words(view.language), [chosen.public])
        self._public = self._add_one_of(side_by_side, title, listings)
        title, yes_no = text("Wants news"), {_YES: text("yes"), _NO: text("no")}
        news = self._chips(title, "updates", yes_no, [_YES if chosen.updates else _NO])
        self._updates = self._add_one_of(side_by_side, title, news)
        title, called = text("Offers help"), {id: view.offers.get(id, id) for id in offers}
        self._help = self._chips(title, "help", called, chosen.help)
        if self._help:
            self._add(column, title, self._help)

    def choices(self) -> Choices:
        """What is set now."""
        return Choices(
            _set_in(self._public),
            _set_in(self._updates) == _YES,
            tuple(chip.property("key") for chip in self._help if chip.isChecked()),
        )

    def _chips(
        self, title: str, name: str, words: Mapping[Key, str], chosen: Collection[Key]
    ) -> list[WrappingButton]:
        """A chip for each key of `words`; those in `chosen` are set."""
        chips = []
        for key, said in words.items():
            chip = button(said, f"{name}-{key}", lambda: None, role="chip", checkable=True)
            chip.setAccessibleName(f"{title}: {said}")
            chip.setProperty("key", key)
            chip.setChecked(key in chosen)
            chips.append(chip)
        return chips

    def _add_one_of(self, layout: QBoxLayout, title: str, chips: Sequence[WrappingButton]) -> QButtonGroup:
        """Adds chips of which one is set."""
        group = QButtonGroup(self)
        for chip in chips:
            group.addButton(chip)
        self._add(layout, title, chips)
        return group

    def _add(self, layout: QBoxLayout, title: str, chips: Sequence[WrappingButton]) -> None:
        column, row = QVBoxLayout(), FlowLayout(self._view.theme.px(8))
        column.setSpacing(self._view.theme.px(6))
        column.addWidget(label(title, "item"))
        for chip in chips:
            row.addWidget(chip)
        column.addLayout(row)
        layout.addLayout(column, 1)


def _set_in(group: QButtonGroup) -> Any:
    """The key of the chip that is set; one always is."""
    chip = group.checkedButton()
    assert chip is not None
    return chip.property("key")
