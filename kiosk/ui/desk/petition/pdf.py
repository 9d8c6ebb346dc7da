"""The petition as a PDF file (A4) to hand to a parliament, written page by page."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

from kiosk.campaign.model import Campaign
from kiosk.coordinator.reports.lists import petition_fields
from kiosk.coordinator.reports.petition import Petition
from kiosk.coordinator.reports.proof import Signatory
from kiosk.files import writing_private
from kiosk.ui.desk.petition.cover import draw_cover
from kiosk.ui.desk.petition.last_page import draw_last_page
from kiosk.ui.desk.petition.list import ListPages, Progress
from kiosk.ui.desk.petition.method import method
from kiosk.ui.desk.petition.paper import CONTENT, PAGE, QUIET, Paper
from kiosk.ui.desk.petition.prose import Prose
from kiosk.ui.desk.petition.statistics import Statistics
from kiosk.ui.language import Language
from kiosk.ui.pdf.document import PdfDocument
from kiosk.ui.pdf.objects import PdfObjects

NAMESPACE = uuid.UUID("6d0b1f9e-53c8-4c1b-9a55-0a1c5e7b2f40")


class _Part(Protocol):
    """What has some pages of its own."""

    def draw(self, new_page: Callable[[], None]) -> None: ...


def write_petition(
    path: Path,
    campaign: Campaign,
    petition: Petition,
    signatory: Signatory,
    progress: Progress = lambda done, of: None,
) -> int:
    """Writes `petition` to the PDF file `path`, for its owner only; the same petition makes the same file.

    Needs Qt's application, but not its thread.

    Args:
        signatory: signs it, for the last page and for `proof.verify`.
        progress: what it raises stops the writing.

    Returns:
        How many pages it has.

    Raises:
        StorageError: the file cannot be written; an older one is untouched.
    """
    texts = campaign.texts_in(petition.language)
    language = Language(petition.language, texts.words)
    with writing_private(path) as file:
        objects = PdfObjects(file)
        document = PdfDocument(objects, texts.title, petition.language, PAGE.size(), petition.day)
        paper = Paper(document, language)
        document.start_page()
        draw_cover(paper, language, campaign, petition)
        for part in _parts(paper, language, campaign, petition, progress):
            part.draw(document.start_page)
        count = document.pages + 1

        def foot(number: int) -> None:
            words = language.text(
                "Page {page} of {pages}", page=language.number(number), pages=language.number(count)
            )
            y = CONTENT.bottom() + 8
            paper.write(words, CONTENT.x(), y, CONTENT.width(), 3.1, colour=QUIET, at_end=True)
            if number > 1:
                width = CONTENT.width() - 45
                paper.write(paper.cut(texts.title, 3.1, width), CONTENT.x(), y, width, 3.1, colour=QUIET)

        document.finish_pages(foot)
        signed = signatory.statement(objects.written, objects.digest)
        document.start_page()
        draw_last_page(paper, language, signed)
        document.finish_pages(foot)
        name = f"{campaign.id} {petition.language} {petition.day} {petition.counted}"
        document.finish(uuid.uuid5(NAMESPACE, name))
        objects.end_with(signatory.last_line(signed))
        objects.end_with(signatory.close(objects.digest))
    return count


def _parts(
    paper: Paper, language: Language, campaign: Campaign, petition: Petition, progress: Progress
) -> Iterator[_Part]:
    """What stands between the cover and the last page."""
    text, texts = language.text, campaign.texts_in(petition.language)
    demands = "\n".join(f"1. {_plain(demand)}" for demand in texts.demands)
    own = [texts.fields[field.id].title for field in petition_fields(campaign)]
    yield Prose(paper, text("What we demand"), demands, size=5.0)
    yield Prose(paper, text("The text that people signed"), texts.petition)
    yield Prose(paper, text("How this was collected and checked"), method(language, petition))
    yield Statistics(paper, language, campaign, petition)
    yield ListPages(paper, language, petition.listed, own, progress)


def _plain(text: str) -> str:
    """`text` so that Markdown takes every character of it as it is."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)
