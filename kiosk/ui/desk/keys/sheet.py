"""The sheets that a coordinator prints: one for each share of the key, and the campaign's ten words.

Drawn as text, so that a reader finds the words in the PDF; a terminal gets them as plain text.
A share's words go to the page and to its file, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import segno
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from kiosk.campaign.pack import fingerprint
from kiosk.coordinator.campaign.folder import CampaignFolder
from kiosk.coordinator.campaign.share_text import WORDS
from kiosk.coordinator.campaign.shares import Share
from kiosk.errors import ContentError, StorageError
from kiosk.files import close_to_others, storage, write_whole
from kiosk.ui.language import Language
from kiosk.ui.pdf_page import in_millimetres, pdf_page, set_text

_COLUMNS = 3
_ROWS = WORDS // _COLUMNS


@dataclass(frozen=True)
class Keys:
    """Whose keys a sheet is about: the campaign's title, and the ten words of its fingerprint."""

    campaign: str
    fingerprint: Sequence[str]


def keys_of(folder: CampaignFolder, language: str) -> Keys:
    """The keys of the campaign in `folder`, with its title in `language` (a tag) where it has one."""
    title = folder.public.campaign
    with suppress(ContentError):  # what is wrong in the content is no reason to have no sheets
        title = folder.read_content().texts_in(language).title
    return Keys(title, fingerprint(folder.public.signer, folder.public.public_key))


@dataclass(frozen=True)
class ShareSheet:
    """What a share's sheet says: the share, how many there are, and the day (ISO 8601) they were made."""

    keys: Keys
    share: Share
    total: int
    made: str

    @property
    def name(self) -> str:
        """What its file is called, without the ending."""
        return f"share-{self.share.number}-of-{self.total}"


def prepare_folder(folder: Path) -> None:
    """Makes `folder` for the sheets of one set, before there are any.

    Raises:
        StorageError: there are sheets in it already, or it cannot be made.
    """
    if folder.is_symlink():
        raise StorageError("{folder} leads elsewhere.", "Choose a folder of its own.", folder=folder)
    with storage(folder):
        folder.mkdir(mode=0o700, exist_ok=True)
        close_to_others(folder)
        if any(folder.glob("share-*")):
            raise StorageError(
                "There are sheets in {folder} already.",
                "Print and delete them first, or choose another folder.",
                folder=folder,
            )


def save_sheets(folder: Path, sheets: Sequence[ShareSheet], language: Language, *, text: bool) -> list[Path]:
    """Saves each sheet in `folder`, for this user alone: as a PDF, or as plain text.

    Raises:
        StorageError: the folder cannot be written to.
    """
    files = [folder / f"{sheet.name}{'.txt' if text else '.pdf'}" for sheet in sheets]
    for file, sheet in zip(files, sheets, strict=True):
        data = share_text(sheet, language).encode() if text else share_pdf(sheet, language)
        write_whole(file, data, private=True)
    return files


def share_pdf(sheet: ShareSheet, language: Language) -> bytes:
    """One page of A4 with the share's words, a QR code of them, and what to do with it."""
    return pdf_page(
        _heading(sheet, language), "A4", lambda painter, page: paint_share(painter, page, sheet, language)
    )


def paint_share(painter: QPainter, area: QRectF, sheet: ShareSheet, language: Language) -> None:
    """Draws a share's sheet over the whole of `area`, which has the proportions of A4."""
    page = _Page(painter, area, language)
    page.write(sheet.keys.campaign, 5)
    page.write(_heading(sheet, language), 12, bold=True)
    for line in _about(sheet, language):
        page.write(line, 4)
    page.y += 4
    page.qr(sheet.share.words, QRectF(138, page.y - 2, 58, 58))
    page.columns(sheet.share.words.split(), size=4.6, room=QRectF(15, page.y, 120, _ROWS * 8.4), rows=_ROWS)
    page.y += _ROWS * 8.4 + 4
    page.write(language.text("What to do with this sheet"), 5, bold=True)
    for line in _to_do(language):
        page.write(f"•  {line}", 3.8)
    page.y += 3
    page.write(language.text("It belongs to the campaign with these ten words:"), 3.8)
    page.write(" ".join(sheet.keys.fingerprint), 4.2, bold=True)
    page.end()


def share_text(sheet: ShareSheet, language: Language) -> str:
    """The sheet as plain text, for a terminal or where there is no printer."""
    words = [f"{number:2} {word:12}" for number, word in enumerate(sheet.share.words.split(), 1)]
    rows = ["".join(words[row::_ROWS]).rstrip() for row in range(_ROWS)]
    lines = [
        sheet.keys.campaign,
        _heading(sheet, language),
        *_about(sheet, language),
        "",
        *rows,
        "",
        language.text("What to do with this sheet"),
        *(f"- {line}" for line in _to_do(language)),
        "",
        language.text("It belongs to the campaign with these ten words:"),
        " ".join(sheet.keys.fingerprint),
    ]
    return "\n".join(lines) + "\n"


def fingerprint_pdf(keys: Keys, language: Language) -> bytes:
    """One page of A4 with the campaign's ten words, large, to read aloud at a kiosk's set-up."""
    return pdf_page(
        language.text("The campaign’s ten words"),
        "A4",
        lambda painter, page: paint_fingerprint(painter, page, keys, language),
    )


def paint_fingerprint(painter: QPainter, area: QRectF, keys: Keys, language: Language) -> None:
    """Draws the campaign's ten words over the whole of `area`, which has the proportions of A4."""
    page = _Page(painter, area, language)
    page.write(keys.campaign, 6)
    page.write(language.text("The campaign’s ten words"), 13, bold=True)
    page.write(
        language.text(
            "When a kiosk is set up, its screen shows ten words. Whoever stands there calls the coordinator, "
            "and one of you reads aloud. All ten must be the same, in the same order."
        ),
        5,
    )
    page.y += 6
    page.columns(list(keys.fingerprint), size=11, room=QRectF(15, page.y, 180, 5 * 22), rows=5)
    page.y += 5 * 22 + 6
    page.write(language.text("If one word differs, do not use that kiosk: its pack is somebody else’s."), 5)
    page.write(language.text("These words are no secret."), 5)
    page.end()


def _heading(sheet: ShareSheet, language: Language) -> str:
    return language.text("Key sheet {number} of {total}", number=sheet.share.number, total=sheet.total)


def _about(sheet: ShareSheet, language: Language) -> list[str]:
    return [
        language.text(
            "Any {needed} of the {total} sheets together restore the key that opens the campaign’s "
            "signatures. Fewer tell nothing.",
            needed=sheet.share.needed,
            total=sheet.total,
        ),
        language.text(
            "Made on {day}. All sheets of this set begin with the same three words.",
            day=language.date(sheet.made),
        ),
    ]


def _to_do(language: Language) -> list[str]:
    return [
        language.text(
            "Keep it for years, in a closed envelope, dry, where nobody looks. "
            "Tell nobody who does not need to know."
        ),
        language.text("Never keep two sheets in one place or with one person."),
        language.text("Never photograph, copy or scan it, and type it into no phone and no website."),
        language.text(
            "Give the words to the coordinator alone, in person, when the key must be restored. "
            "The code beside them holds the same words."
        ),
        language.text("If it is lost, or somebody has seen it, tell the coordinator at once."),
    ]


class _Page:
    """A page of A4 that is filled from the top: `y` is how far, and all measures are millimetres."""

    _SIZE = QRectF(0, 0, 210, 297)
    _MARGIN = 15.0

    def __init__(self, painter: QPainter, area: QRectF, language: Language) -> None:
        self._painter = painter
        self._language = language
        self.y = self._MARGIN
        painter.save()
        in_millimetres(painter, area, "A4")
        painter.fillRect(self._SIZE, Qt.GlobalColor.white)
        painter.setPen(Qt.GlobalColor.black)

    def end(self) -> None:
        """Gives the painter back as it was."""
        self._painter.restore()

    def write(self, text: str, size: float, *, bold: bool = False) -> None:
        """Writes `text`, in as many lines as it needs, and goes on below it."""
        room = QRectF(self._MARGIN, self.y, self._SIZE.width() - 2 * self._MARGIN, self._SIZE.height())
        self.y += self._set(text, room, size, bold=bold) + 0.35 * size

    def columns(self, words: Sequence[str], *, size: float, room: QRectF, rows: int) -> None:
        """Writes numbered words down the columns of `room`."""
        width = room.width() / -(-len(words) // rows)
        for place, word in enumerate(words):
            x = room.x() + place // rows * width
            y = room.y() + place % rows * room.height() / rows
            number = QRectF(x, y, 1.6 * size, 2 * size)
            self._set(str(place + 1), number, 0.7 * size, down=0.3 * size)
            self._set(word, QRectF(x + 1.6 * size, y, width - 1.6 * size, 2 * size), size, bold=True)

    def qr(self, text: str, room: QRectF) -> None:
        """Draws the QR code of `text` into `room`, with the margin that readers need."""
        modules = segno.make(text, error="m", micro=False).matrix
        step = room.width() / (len(modules) + 2 * 4)
        for y, row in enumerate(modules, 4):
            for x, dark in enumerate(row, 4):
                if dark:
                    module = QRectF(room.x() + x * step, room.y() + y * step, step, step)
                    self._painter.fillRect(module, Qt.GlobalColor.black)

    def _set(self, text: str, room: QRectF, size: float, *, bold: bool = False, down: float = 0) -> float:
        """Sets `text`, letters `size` high, at the top of `room`, and returns how high it is."""
        room = room.translated(0, down)
        return set_text(self._painter, text, room, size, self._language.tag, bold=bold)
