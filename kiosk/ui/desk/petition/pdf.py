"""The petition as a PDF file (A4) to hand to a parliament, drawn page by page into the file."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QFile, QHashSeed, QIODevice, QUuid
from PySide6.QtGui import QPainter, QPdfWriter

from kiosk.campaign.model import Campaign
from kiosk.coordinator.reports.lists import petition_fields
from kiosk.errors import StorageError
from kiosk.files import writing_private
from kiosk.ui.desk.petition.contents import Petition
from kiosk.ui.desk.petition.list import ListPages
from kiosk.ui.desk.petition.pages import draw_cover, draw_numbers, more_pages
from kiosk.ui.desk.petition.paper import CONTENT, MM, QUIET, Paper
from kiosk.ui.desk.petition.pdf_repair import repair
from kiosk.ui.language import Language
from kiosk.ui.pdf_page import page_layout

_NAMESPACE = uuid.UUID("6d0b1f9e-53c8-4c1b-9a55-0a1c5e7b2f40")


def write_petition(
    path: Path,
    campaign: Campaign,
    petition: Petition,
    progress: Callable[[int, int], object] = lambda done, of: None,
) -> int:
    """Writes `petition` to the PDF file `path`, for its owner only; the same petition makes the same file.

    Needs Qt's application, but not its thread.

    Args:
        progress: told how many pages are done, of how many; what it raises stops the writing.

    Returns:
        How many pages it has.

    Raises:
        StorageError: the file cannot be written; an older one is untouched.
    """
    with writing_private(path) as file:
        device = QFile()
        device.open(file.fileno(), QIODevice.OpenModeFlag.WriteOnly, QFile.FileHandleFlag.DontCloseHandle)
        QHashSeed.setDeterministicGlobalSeed()  # Qt writes the fonts in a hash's order
        try:
            count = _draw(device, campaign, petition, progress)
        finally:
            QHashSeed.resetRandomGlobalSeed()
            device.close()
        if device.error() is not QFile.FileError.NoError:
            raise StorageError(
                "{path} could not be written whole.", "Check that its disk is not full.", path=path
            )
        repair(file, petition.day)
    return count


def _draw(
    device: QIODevice, campaign: Campaign, petition: Petition, progress: Callable[[int, int], object]
) -> int:
    texts = campaign.texts[petition.language]
    language = Language(petition.language, texts.words)
    writer = QPdfWriter(device)
    writer.setTitle(texts.title)
    writer.setCreator("Signing kiosk")
    name = f"{campaign.id} {petition.language} {petition.day} {petition.counted}"
    writer.setDocumentId(QUuid(str(uuid.uuid5(_NAMESPACE, name))))
    writer.setResolution(round(MM * 25.4))
    writer.setPageLayout(page_layout("A4"))
    with QPainter(writer) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paper = Paper(writer, painter, petition.language)
        own = [texts.fields[field.id].title for field in petition_fields(campaign)]
        list_pages = ListPages(paper, language, petition.listed, own)
        pages = [
            partial(draw_cover, paper, language, campaign, petition),
            *(
                partial(text.draw, page)
                for text in more_pages(paper, language, texts)
                for page in range(text.count)
            ),
            partial(draw_numbers, paper, language, petition),
            *(partial(list_pages.draw, page) for page in range(list_pages.count)),
        ]
        for number, draw in enumerate(pages, 1):
            paper.turn()
            draw()
            foot = language.text(
                "Page {page} of {pages}", page=language.number(number), pages=language.number(len(pages))
            )
            y = CONTENT.bottom() + 8
            paper.write(foot, CONTENT.x(), y, CONTENT.width(), 3.1, colour=QUIET, at_right=True)
            if number > 1:
                width = CONTENT.width() - 45
                paper.write(paper.cut(texts.title, 3.1, width), CONTENT.x(), y, width, 3.1, colour=QUIET)
            progress(number, len(pages))
    return len(pages)
