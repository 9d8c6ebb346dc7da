"""What a person chose, as chips that a coordinator can set."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.signing.choices import Choices
from kiosk.signing.signature import Public
from kiosk.ui.desk.view import DeskView
from kiosk.ui.widgets.buttons import WrappingButton, button
from kiosk.ui.widgets.flow import FlowLayout
from kiosk.ui.widgets.labels import label
from kiosk.ui.wording import listing_words


class ChoiceChips(QWidget):
    """How to be listed, whether to get news, and which help to offer.

    Args:
        chosen: what is set at first.
        offers: the ids of help that can be set.
    """

    def __init__(self, view: DeskView, chosen: Choices, offers: Iterable[str]) -> None:
        super().__init__()
        text = view.language.text
        self._view = view
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(view.theme.px(6))
        self._public: Public = chosen.public
        self._listing: dict[Public, WrappingButton] = {
            public: button(
                words, f"public-{public}", partial(self._list_as, public), role="chip", checkable=True
            )
            for public, words in listing_words(view.language).items()
        }
        self._add(text("Listed publicly"), self._listing.values())
        self._updates = button(text("yes"), "updates", lambda: None, role="chip", checkable=True)
        self._updates.setChecked(chosen.updates)
        self._updates.setAccessibleName(text("Wants news"))
        self._add(text("Wants news"), [self._updates])
        self._help = {
            id: button(id, f"help-{id}", lambda: None, role="chip", checkable=True)
            for id in dict.fromkeys(offers)
        }
        for id, chip in self._help.items():
            chip.setChecked(id in chosen.help)
        if self._help:
            self._add(text("Offers help"), self._help.values())
        self._list_as(chosen.public)

    def choices(self) -> Choices:
        """What is set now."""
        offers = tuple(id for id, chip in self._help.items() if chip.isChecked())
        return Choices(self._public, self._updates.isChecked(), offers)

    def _list_as(self, public: Public) -> None:
        self._public = public
        for one, chip in self._listing.items():
            chip.setChecked(one == public)

    def _add(self, title: str, chips: Iterable[WrappingButton]) -> None:
        self._column.addWidget(label(title, "item"))
        row = FlowLayout(self._view.theme.px(8))
        for chip in chips:
            row.addWidget(chip)
        self._column.addLayout(row)
