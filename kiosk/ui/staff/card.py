"""The staff's card: one page of A4 for the table, with pictures of the program's own screens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from kiosk.campaign.model import Colours
from kiosk.campaign.palette import own_mode, palette_for
from kiosk.stall.pin import MAX_PIN, MIN_PIN
from kiosk.ui.language import Language
from kiosk.ui.pdf_page import in_millimetres, pdf_pages, set_text
from kiosk.ui.staff.gestures import HOLD_SECONDS, TAPS
from kiosk.ui.widgets.hold_button import HOLD_MS

STICK = "BLUE"
"""What the stick on the pictures is called."""

_PAGE = QRectF(0, 0, 210, 297)
_MARGIN = 11.0
_BAND = 25.0
"""How high the campaign's colour stands at the top."""
_COLUMNS = 3
_GAP = 6.0
_MARK = 5.6
"""How wide the disc with a step's number is."""
_TEXT_SIZES = tuple(tenths / 10 for tenths in range(39, 25, -1))
"""How high the letters are: the largest with which everything is on the page."""
_INK, _QUIET, _LINE = QColor("#1a1a1a"), QColor("#5c5c5c"), QColor("#b0b0b0")


@dataclass(frozen=True)
class CardStep:
    """One thing that staff do: the name of the screen beside it, what it is called, and how it is done."""

    picture: str
    heading: str
    text: str


@dataclass(frozen=True)
class StaffCard:
    """What a card is made of.

    Attributes:
        language: whose words it has.
        title: the campaign's.
        colours: the campaign's own.
        contact: how to reach the campaign; empty where it does not say.
        pictures: every screen that a step names.
    """

    language: Language
    title: str
    colours: Colours
    contact: str
    pictures: Mapping[str, QImage]


def steps(language: Language) -> list[CardStep]:
    """What staff do, from the first to the last; buttons are called what the screens call them."""
    text = language.text
    return [
        CardStep(
            "attract",
            text("Switch it on"),
            text(
                "Plug in the charger, and the kiosk’s own stick if it starts from one: that stays in. "
                "Switch the laptop on, and wait: the first screen comes by itself."
            ),
        ),
        CardStep(
            "set-up-pack",
            text("Set it up, once"),
            text(
                "Plug in the stick with the campaign’s pack. Hold a finger in the very corner, top left, "
                "for {seconds} seconds, or press Ctrl+Alt+S: that is the way to the staff’s room. Press "
                "“{set_up}”.",
                seconds=round(HOLD_SECONDS),
                set_up=text("Set up this laptop"),
            ),
        ),
        CardStep(
            "set-up-words",
            text("Compare ten words"),
            text(
                "Telephone the coordinator and read them aloud. If one differs, press “{different}” and do "
                "not use that stick.",
                different=text("They are different"),
            ),
        ),
        CardStep(
            "set-up-pin",
            text("Choose a PIN"),
            text(
                "{least} to {most} digits, for those who run the stall and nobody else. It opens the "
                "staff’s room, and nobody can look it up for you.",
                least=MIN_PIN,
                most=MAX_PIN,
            ),
        ),
        CardStep(
            "set-up-done",
            text("Does it work?"),
            text(
                "A test signature was made and read back. Now press “{open}”, go to the staff’s room and "
                "press “{rehearse}”: it says what to mend. Do not sign to try it out: that would count.",
                open=text("Open the kiosk"),
                rehearse=text("Rehearse"),
            ),
        ),
        CardStep(
            "thanks",
            text("People sign"),
            text(
                "“{thanks}” comes when a signature is safely stored, not before. The next person finds a "
                "fresh screen. For a break, press “{close}” in the staff’s room.",
                thanks=text("Thank you!"),
                close=text("Close the stall"),
            ),
        ),
        CardStep(
            "synced",
            text("Sync every night"),
            text(
                "Plug in a stick, enter the PIN, press “{sync}”. Wait until the screen says that you can "
                "remove it: only now are they safe elsewhere. Then switch off.",
                sync=text("Sync to {place}", place=STICK),
            ),
        ),
        CardStep(
            "neutral",
            text("In a hurry: lock"),
            text(
                "{taps} quick taps in the very corner, top left, or Ctrl+Alt+L: dark, and what was being "
                "typed is gone. It stays so when switched on again. A touch and the PIN open it.",
                taps=TAPS,
            ),
        ),
        CardStep(
            "wipe",
            text("Before it is taken: wipe"),
            text(
                "Press “{wipe}” in the staff’s room, then hold the button for {seconds} seconds. What is on "
                "no stick is lost: sync first if there is time.",
                wipe=text("Wipe this laptop"),
                seconds=HOLD_MS // 1000,
            ),
        ),
    ]


def troubles(language: Language) -> list[tuple[str, str]]:
    """What may go wrong, and what to do then."""
    text = language.text
    return [
        (
            text("The screen is black."),
            text(
                "Touch it, press a key. If it stays black, hold the power button for ten seconds and switch "
                "on again. All that were thanked for are there."
            ),
        ),
        (
            text("It asks for a passphrase."),
            text(
                "That of the disk or of the kiosk’s own stick, not the PIN. At its very first start the "
                "stick asks for the keyboard, and twice for a new passphrase of 12 characters or more. "
                "Without it nobody gets in."
            ),
        ),
        (
            text("Another system appears, such as Windows."),
            text(
                "Switch off, plug in the kiosk’s stick, switch on and press F12 (Esc, F9; on a Mac hold "
                "Option) until a list comes. Choose the stick."
            ),
        ),
        (
            text("The laptop is gone."),
            text(
                "Telephone the coordinator at once: which stall, when it was last synced. Without the "
                "campaign’s key nobody can read what is on it."
            ),
        ),
    ]


def staff_card_pdf(cards: Sequence[StaffCard]) -> bytes:
    """The PDF file of one or more `cards`, a page of A4 each."""
    title = cards[0].language.text("Running the stall")
    return pdf_pages(title, "A4", [partial(_paint, card) for card in cards])


def _paint(card: StaffCard, painter: QPainter, area: QRectF) -> None:
    painter.save()
    in_millimetres(painter, area, "A4")
    painter.fillRect(_PAGE, Qt.GlobalColor.white)
    _Page(painter, card, _size_of(card)).draw()
    painter.restore()


def _size_of(card: StaffCard) -> float:
    """How high the letters of `card` can be."""
    scratch = QImage(1, 1, QImage.Format.Format_RGB32)
    with QPainter(scratch) as painter:
        fit = (size for size in _TEXT_SIZES if _Page(painter, card, size).draw() <= _PAGE.height() - _MARGIN)
        return next(fit, _TEXT_SIZES[-1])


class _Page:
    """Draws a card with letters of one size; all measures are millimetres."""

    def __init__(self, painter: QPainter, card: StaffCard, size: float) -> None:
        self._painter = painter
        self._card = card
        self._size = size
        palette = palette_for(card.colours, own_mode(card.colours))
        self._accent, self._on_accent = QColor(palette.accent), QColor(palette.on_accent)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)

    def draw(self) -> float:
        """Draws everything; returns where it ends, which may be below the page."""
        self._draw_band()
        y = self._draw_steps(_BAND + _GAP)
        y = self._draw_troubles(y)
        return self._draw_foot(y)

    def _draw_band(self) -> None:
        self._painter.fillRect(QRectF(0, 0, _PAGE.width(), _BAND), self._accent)
        text, width = self._card.language.text, _PAGE.width() - 2 * _MARGIN
        y = 4.5
        y += self._write(self._card.title, _MARGIN, y, width, 4, colour=self._on_accent)
        self._write(text("Running the stall"), _MARGIN, y, width, 8.5, bold=True, colour=self._on_accent)

    def _draw_steps(self, y: float) -> float:
        width = (_PAGE.width() - 2 * _MARGIN - (_COLUMNS - 1) * _GAP) / _COLUMNS
        every = steps(self._card.language)
        for first in range(0, len(every), _COLUMNS):
            row = every[first : first + _COLUMNS]
            ends = [
                self._draw_step(step, first + column + 1, _MARGIN + column * (width + _GAP), y, width)
                for column, step in enumerate(row)
            ]
            y = max(ends) + 0.6 * _GAP
        return y

    def _draw_step(self, step: CardStep, number: int, x: float, y: float, width: float) -> float:
        size = self._size
        picture = self._card.pictures[step.picture]
        room = QRectF(x, y, width, width * picture.height() / picture.width())
        self._painter.drawImage(room, picture)
        self._painter.setPen(QPen(_LINE, 0.2))
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.drawRect(room)
        y = room.bottom() + 1.6
        self._draw_number(number, x, y)
        side = _MARK + 1.4
        high = self._write(step.heading, x + side, y + 0.1, width - side, 1.3 * size, bold=True)
        y += max(_MARK, high) + 0.8
        return y + self._write(step.text, x, y, width, size)

    def _draw_number(self, number: int, x: float, y: float) -> None:
        painter, radius = self._painter, _MARK / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._accent)
        painter.drawEllipse(QPointF(x + radius, y + radius), radius, radius)
        self._write(
            str(number),
            x + 0.33 * _MARK,
            y + 0.06 * _MARK,
            _MARK,
            0.62 * _MARK,
            bold=True,
            colour=self._on_accent,
        )

    def _draw_troubles(self, y: float) -> float:
        """The troubles, two beside each other, in a frame."""
        text, size, top = self._card.language.text, self._size, y
        width = (_PAGE.width() - 2 * _MARGIN - 3 * _GAP) / 2
        x = _MARGIN + _GAP
        y += 0.5 * _GAP
        y += self._write(text("If something is wrong"), x, y, 2 * width, 1.3 * size, bold=True) + 0.8
        every = troubles(self._card.language)
        for first in range(0, len(every), 2):
            ends = []
            for column, (what, todo) in enumerate(every[first : first + 2]):
                left = x + column * (width + _GAP)
                under = y + self._write(what, left, y, width, size, bold=True)
                ends.append(under + self._write(todo, left, under, width, size))
            y = max(ends) + 0.3 * _GAP
        y += 0.2 * _GAP
        self._painter.setPen(QPen(self._accent, 0.6))
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.drawRoundedRect(QRectF(_MARGIN, top, _PAGE.width() - 2 * _MARGIN, y - top), 2, 2)
        return y + 0.7 * _GAP

    def _draw_foot(self, y: float) -> float:
        """A line to write the telephone number on, and what the pictures are."""
        text, width = self._card.language.text, _PAGE.width() - 2 * _MARGIN
        words = text("The coordinator’s telephone:")
        high = self._write(words, _MARGIN, y, width / 3, 1.1 * self._size, bold=True)
        self._painter.setPen(QPen(_INK, 0.3))
        line = y + high
        self._painter.drawLine(QPointF(_MARGIN + width / 3, line), QPointF(_MARGIN + width, line))
        y = line + 1.5
        notes = [text("The pictures are examples: your words, names and numbers are others.")]
        if self._card.contact:
            notes.append(self._card.contact)
        return y + self._write("  ·  ".join(notes), _MARGIN, y, width, 0.85 * self._size, colour=_QUIET)

    def _write(
        self,
        text: str,
        x: float,
        y: float,
        width: float,
        size: float,
        *,
        bold: bool = False,
        colour: QColor = _INK,
    ) -> float:
        """Writes `text` from `y` down, in lines of at most `width`; returns how high it is."""
        self._painter.setPen(colour)
        room = QRectF(x, y, width, _PAGE.height())
        return set_text(self._painter, text, room, size, self._card.language.tag, bold=bold)
