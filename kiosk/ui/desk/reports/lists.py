"""What can be handed over: the petition and the lists, each with who may get it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from kiosk.campaign.model import Campaign
from kiosk.campaign.report import words_report
from kiosk.coordinator.reports.formats import FORMATS, Print
from kiosk.coordinator.reports.lists import ListKind
from kiosk.languages import own_name
from kiosk.ui.desk.parts.file_dialog import FileDialog
from kiosk.ui.desk.reports.work import HandOverWork, Order
from kiosk.ui.desk.view import DeskView
from kiosk.ui.widgets.buttons import button
from kiosk.ui.widgets.labels import label
from kiosk.ui.widgets.scroll import ScrollPage


@dataclass(frozen=True)
class _Offer:
    """A list: its title, who may get it, and its files: the kind, the ending, and the button's words."""

    title: str
    about: str
    files: Sequence[tuple[ListKind | Print, str, str]]


class ListsView(QWidget):
    """A card for each list, and the language in which all of them are written.

    Args:
        name: what files are called to begin with; each list puts its kind behind it.
        before: stands above the lists.
    """

    def __init__(
        self, view: DeskView, work: HandOverWork, campaign: Campaign, name: str, before: QWidget
    ) -> None:
        super().__init__()
        self._campaign = campaign
        self._view = view
        self._work = work
        self._name = name
        self._chips: dict[str, QAbstractButton] = {}
        self._lacking = label("", "warning")
        self._lacking.setObjectName("lacking-words")
        px = view.theme.px
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(12))
        if len(campaign.languages) > 1:
            column.addLayout(self._choice(campaign.languages))
        column.addWidget(self._lacking)
        own = view.language.tag
        self._speak(own if own in campaign.languages else campaign.languages[0])
        page = ScrollPage(view.language)
        page.content.setSpacing(px(12))
        page.content.addWidget(before)
        for offer in self._offers():
            page.content.addWidget(self._card(offer))
        page.content.addStretch(1)
        column.addWidget(page, 1)
        words = view.language.text(
            "A file that was written is not encrypted: whoever gets it can read it. Delete it when you "
            "are done."
        )
        column.addWidget(label(words, "small"))

    def save(self, kind: ListKind | Print, ending: str) -> None:
        """Asks where to, then writes the list `kind`, or what is printed."""
        text = self._view.language.text
        suggested = str(Path.home() / f"{self._name}-{kind}{ending}")
        chosen, _ = FileDialog.save(self, text("Save as …"), suggested, f"*{ending}")
        if chosen:
            path = Path(chosen)
            file = path if path.suffix.lower() == ending else path.with_name(path.name + ending)
            self._work.start(Order(kind, file, self._language))

    def _choice(self, languages: Sequence[str]) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(self._view.theme.px(8))
        caption = label(self._view.language.text("Written in"), "item")
        caption.setWordWrap(False)
        caption.setSizePolicy(caption.sizePolicy().Policy.Fixed, caption.sizePolicy().verticalPolicy())
        row.addWidget(caption)
        self._chips = {
            tag: button(
                own_name(tag), f"written-in-{tag}", partial(self._speak, tag), role="chip", checkable=True
            )
            for tag in languages
        }
        for chip in self._chips.values():
            row.addWidget(chip)
        row.addStretch(1)
        return row

    def _speak(self, tag: str) -> None:
        self._language = tag
        for other, chip in self._chips.items():
            chip.setChecked(other == tag)
        lacking = words_report(self._campaign, tag)
        self._lacking.setText(self._view.language.remark(lacking) if lacking else "")
        self._lacking.setVisible(lacking is not None)

    def _card(self, offer: _Offer) -> QFrame:
        px = self._view.theme.px
        card = QFrame()
        card.setProperty("role", "card")
        row = QHBoxLayout(card)
        row.setContentsMargins(px(20), px(12), px(20), px(14))
        row.setSpacing(px(16))
        words = QVBoxLayout()
        words.setSpacing(px(2))
        words.addWidget(label(offer.title, "item"))
        words.addWidget(label(offer.about, "body"))
        row.addLayout(words, 1)
        for kind, ending, caption in offer.files:
            save: Callable[[], None] = partial(self.save, kind, ending)
            made = button(caption, f"save-{kind}{ending}", save)
            made.setAccessibleName(f"{offer.title}: {caption}")
            row.addWidget(made, 0, Qt.AlignmentFlag.AlignVCenter)
        return card

    def _offers(self) -> list[_Offer]:
        text = self._view.language.text
        words = {".csv": text("CSV …"), ".xlsx": text("Spreadsheet …")}

        def files(kind: ListKind) -> list[tuple[ListKind | Print, str, str]]:
            return [(kind, ending, words.get(ending, f"{one.name} …")) for ending, one in FORMATS.items()]

        return [
            _Offer(
                text("The petition"),
                text(
                    "To hand to a parliament, to print or to send: the demands, the text, the numbers, and "
                    "who agreed to be listed."
                ),
                [(Print.PETITION, ".pdf", text("PDF …"))],
            ),
            _Offer(
                text("One page each"),
                text(
                    "For newspapers and social media, from the same numbers: a summary, an open letter with "
                    "the names that may be listed, and a picture with the number."
                ),
                [
                    (Print.SUMMARY, ".pdf", text("Summary …")),
                    (Print.OPEN_LETTER, ".pdf", text("Open letter …")),
                    (Print.PICTURE, ".png", text("Picture …")),
                ],
            ),
            _Offer(
                text("The public list"),
                text("For a website or a newspaper: who agreed to be listed, with the name or the initials."),
                files(ListKind.PUBLIC),
            ),
            _Offer(
                text("The mailing list"),
                text("For whoever sends the news: who wants it and left an e-mail address, and nobody else."),
                [
                    (ListKind.CIVICRM, ".csv", "CiviCRM …"),
                    (ListKind.ACTION_NETWORK, ".csv", "Action Network …"),
                ],
            ),
            _Offer(
                text("The helpers"),
                text("For whoever calls them: who offered which help, and how to reach them."),
                files(ListKind.HELPERS),
            ),
            _Offer(
                text("Everything"),
                text(
                    "For the coordinators only: every record with every field, also of those who did not "
                    "want to be listed."
                ),
                files(ListKind.ALL),
            ),
        ]
