"""Posters as PDF files to print: one file for each poster, version and size of paper."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kiosk.campaign.model import Campaign
from kiosk.campaign.poster_versions import PosterVersion, poster_versions
from kiosk.errors import KioskError, StorageError
from kiosk.files import storage, write_whole
from kiosk.ui.artwork.drawing import paint_poster
from kiosk.ui.pdf_page import PAPERS, pdf_page


def save_posters(
    campaign: Campaign, folder: Path, progress: Callable[[int, int], object] = lambda done, of: None
) -> list[Path]:
    """Saves every poster of `campaign`, in every version and size of paper, as PDF files in `folder`.

    Files of an earlier time are replaced; each file is there whole or not at all.

    Args:
        folder: made if it is not there yet; what it lies in must be.
        progress: told how many files are done, of how many.

    Returns:
        The files, named such as "no-to-article-23-en-A4.pdf".

    Raises:
        KioskError: the campaign has no posters.
        StorageError: the folder's disk is full, write-protected or gone.
    """
    wanted = [
        (folder / f"{version.id}-{version.language}-{paper}.pdf", version, paper)
        for versions in poster_versions(campaign)
        for version in versions
        for paper in PAPERS
    ]
    if not wanted:
        raise KioskError("This campaign has no posters.", "Ask the coordinators for a pack that has some.")
    if folder.is_symlink():
        raise StorageError(
            "{folder} leads elsewhere.", "Delete it there, or take another stick.", folder=folder
        )
    with storage(folder):
        folder.mkdir(exist_ok=True)
    for done, (path, version, paper) in enumerate(wanted):
        progress(done, len(wanted))
        write_whole(path, poster_pdf(version, paper))
    progress(len(wanted), len(wanted))
    return [path for path, _, _ in wanted]


def poster_pdf(version: PosterVersion, paper: str) -> bytes:
    """The PDF file of one poster: one page, all of it shapes.

    Args:
        paper: a key of `PAPERS`.
    """
    return pdf_page(version.slogan, paper, lambda painter, page: paint_poster(painter, page, version))
