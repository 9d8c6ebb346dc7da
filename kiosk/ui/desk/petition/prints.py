"""What is made of a petition's numbers to be handed over or published, each as a file of its own."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from pathlib import Path

from kiosk.campaign.model import Campaign
from kiosk.coordinator.reports.formats import Print
from kiosk.coordinator.reports.petition import Petition
from kiosk.coordinator.reports.proof import Signatory
from kiosk.files import writing_private
from kiosk.ui.desk.petition.list import Progress
from kiosk.ui.desk.petition.open_letter import draw_open_letter
from kiosk.ui.desk.petition.paper import PAGE, Paper
from kiosk.ui.desk.petition.pdf import NAMESPACE, write_petition
from kiosk.ui.desk.petition.picture import write_picture
from kiosk.ui.desk.petition.summary import draw_summary
from kiosk.ui.language import Language
from kiosk.ui.pdf.document import PdfDocument
from kiosk.ui.pdf.objects import PdfObjects

_Draw = Callable[[Paper, Language, Campaign, Petition], None]
_PAGES: dict[Print, _Draw] = {Print.OPEN_LETTER: draw_open_letter, Print.SUMMARY: draw_summary}


def write_print(
    kind: Print,
    path: Path,
    campaign: Campaign,
    petition: Petition,
    signatory: Signatory,
    progress: Progress = lambda done, of: None,
) -> int:
    """Writes `kind` to the file `path`, for its owner only; returns how many pages it has.

    Needs Qt's application, but not its thread.

    Args:
        signatory: signs it, if it is a petition.
        progress: what it raises stops the writing.

    Raises:
        StorageError: the file cannot be written; an older one is untouched.
    """
    if kind is Print.PETITION:
        return write_petition(path, campaign, petition, signatory, progress)
    if kind is Print.PICTURE:
        write_picture(path, campaign, petition)
    else:
        _write_page(kind, path, campaign, petition)
    progress(1, 1)
    return 1


def _write_page(kind: Print, path: Path, campaign: Campaign, petition: Petition) -> None:
    title = campaign.texts_in(petition.language).title
    with writing_private(path) as file:
        document = PdfDocument(PdfObjects(file), title, petition.language, PAGE.size(), petition.day)
        document.start_page()
        language = Language(petition.language, campaign.texts_in(petition.language).words)
        _PAGES[kind](Paper(document, language), language, campaign, petition)
        name = f"{campaign.id} {kind} {petition.language} {petition.day} {petition.counted}"
        document.finish(uuid.uuid5(NAMESPACE, name))
