"""The petition's last page: its signature, as text and as a QR code, and how it is checked."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainterPath

from kiosk.coordinator.reports.proof import SignedStatement
from kiosk.ui.desk.petition.paper import CONTENT, INK, QUIET, Paper
from kiosk.ui.language import Language
from kiosk.ui.pdf.document import alternative
from kiosk.ui.widgets.qr import modules

_CODE = 74.0
"""The width of the QR code."""
_SIZE = 3.5


def draw_last_page(paper: Paper, language: Language, signed: SignedStatement) -> None:
    """Draws what `signed` says of all pages before this one."""
    text, said = language.text, signed.statement
    x, width = CONTENT.x(), CONTENT.width()
    title = text("How to check this petition")
    paper.document.bookmark(title)
    with paper.part("H1"):
        y = paper.write(title, x, CONTENT.y() - 2, width, 6, bold=True) + 4
    about = text(
        "The campaign has signed this file with its key. The command “kiosk verify” says whether a byte of "
        "it was changed, and with the campaign’s folder also whether its register still has what was counted "
        "here. The digest of the document is the SHA-256 of the file’s first {number} bytes: of all pages "
        "before this one.",
        number=str(said.size),
    )
    with paper.part("P"):
        y = paper.write(about, x, y, width, 4.0) + 5
    rows = {
        text("Digest of the document"): said.document,
        text("Digest of the register"): said.register,
        text("The campaign’s key"): said.signer,
        text("Signature"): signed.signature.hex(),
    }
    for name, value in rows.items():
        with paper.part("P"):
            y = paper.write(name, x, y, width, 3.1, colour=QUIET)
            y = paper.write(_grouped(value), x, y, width, _SIZE) + 2.4
    room = QRectF(x, y + 3, _CODE, _CODE)
    with paper.part("Figure", alternative(signed.words) + paper.document.box(paper.room(room))):
        _draw_code(paper, signed.words, room)
    beside = text("The code holds the same, as text: what is signed, and the signature.")
    with paper.part("P"):
        paper.write(beside, x + _CODE + 8, room.y() + 4, width - _CODE - 8, 4.0, colour=INK)


def _grouped(value: str) -> str:
    """Hexadecimal digits in groups of eight."""
    return " ".join(value[start : start + 8] for start in range(0, len(value), 8))


def _draw_code(paper: Paper, words: str, room: QRectF) -> None:
    rows = modules(words)
    step = room.width() / len(rows)
    shape = QPainterPath()
    for y, row in enumerate(rows):
        for x, dark in enumerate(row):
            if dark:
                shape.addRect(QRectF(x * step, y * step, step, step))
    paper.fill_path(shape, room, INK)
