"""What is to be known of a content folder: its mistakes, what it lacks, its size, and the stall's screens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.campaign.content import parse_new_content, read_folder
from kiosk.campaign.model import Campaign
from kiosk.campaign.report import content_report
from kiosk.errors import KioskError, Remark
from kiosk.languages import own_name
from kiosk.ui.desk.campaign.preview_grid import PreviewGrid
from kiosk.ui.desk.parts.cards import Card
from kiosk.ui.desk.preview import Previews
from kiosk.ui.desk.view import DeskView


@dataclass(frozen=True)
class Looked:
    """A content folder without mistakes.

    Attributes:
        files, size: how many there are, and their bytes in all: about what a pack has.
    """

    campaign: Campaign
    remarks: list[Remark]
    files: int
    size: int


def look_at(content: Path) -> Looked:
    """Reads the content folder. Raises ContentError, StorageError."""
    files = read_folder(content)
    campaign = parse_new_content(files)
    return Looked(campaign, content_report(campaign), len(files), sum(map(len, files.values())))


class ContentView(QWidget):
    """The report on `content`, and below it what is added.

    Args:
        sound: told when there is no mistake in it.
    """

    def __init__(
        self,
        view: DeskView,
        content: Path,
        sound: Callable[[Looked], object] = lambda looked: None,
    ) -> None:
        super().__init__()
        self._view = view
        self._sound = sound
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(view.theme.px(12))
        view.tasks.run(lambda: look_at(content), self._show, self._fail, asked_by=self)

    def add(self, card: Card) -> None:
        """Adds a card below the report."""
        self._column.addWidget(card)

    def show_screens(self, previews: Previews) -> None:
        """Shows the stall's screens below the report, as they come."""
        self._column.addWidget(PreviewGrid(self._view, previews))

    def _show(self, looked: Looked) -> None:
        text, language = self._view.language.text, self._view.language
        campaign = looked.campaign
        languages = ", ".join(map(own_name, campaign.languages))
        size = language.size(looked.size)
        card = Card(
            self._view,
            campaign.texts_in(language.tag).title,
            (
                language.plural(
                    "In {languages}. {number} file, {size}.",
                    "In {languages}. {number} files, {size}.",
                    looked.files,
                    languages=languages,
                    size=size,
                ),
                "body",
            ),
        )
        self._column.addWidget(card)
        title = text("Before it goes to a stall")
        if looked.remarks:
            remarks = Card(self._view, title)
            for remark in looked.remarks:
                remarks.add("•  " + language.remark(remark), "body")
        else:
            remarks = Card(
                self._view, title, (text("Nothing is missing, and all colours can be read."), "body")
            )
        self._column.addWidget(remarks)
        self._sound(looked)

    def _fail(self, error: KioskError) -> None:
        title = self._view.language.text("There is a mistake in the content")
        card = Card(self._view, title)
        what, todo = error.templates
        text = self._view.language.text
        card.add(text(what, **error.values), "warning").setObjectName("mistake")
        if todo:
            card.add(text(todo, **error.values), "body")
        self._column.addWidget(card)
