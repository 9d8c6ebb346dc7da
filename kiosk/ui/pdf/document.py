"""A tagged PDF (ISO 32000-1, 14.8; PDF/UA-1): pages in millimetres, each thing on them with its role."""

from __future__ import annotations

import datetime
import functools
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QColor, QFont, QPainterPath, QTextLayout

from kiosk.ui.pdf.cff import EM
from kiosk.ui.pdf.letters import PdfLetters, ShownLine
from kiosk.ui.pdf.metadata import metadata
from kiosk.ui.pdf.objects import PdfObjects, pdf_text
from kiosk.ui.widgets.ink import Line

COLUMN_HEADING = b"/A<</O/Table/Scope/Column>>"
"""An element's entry that makes it the heading of a table's column."""
_POINTS = 72 / 25.4
"""In a millimetre."""


@dataclass
class _Element:
    """A part of the document's structure that is not complete yet."""

    role: bytes
    number: int
    parent: int
    extra: bytes
    page: int = 0
    kids: list[bytes] = field(default_factory=list)


@dataclass
class _Page:
    """A page that is not written yet, and the numbers of the streams drawn on it."""

    number: int
    contents: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class _Bookmark:
    title: str
    page: int
    y: float


class _Closing:
    """Closes the element of `document` that was opened last; a list has a million of them."""

    def __init__(self, document: PdfDocument) -> None:
        self._document = document

    def __enter__(self) -> None:
        pass

    def __exit__(self, *_: object) -> None:
        self._document.close_element()


class PdfDocument:
    """A document being written, page after page.

    Args:
        objects: the file's, still empty.
        title, language: of the document; the language is a tag.
        size: of all pages, in millimetres.
        day: on which it says that it was made, at midnight.
    """

    def __init__(
        self, objects: PdfObjects, title: str, language: str, size: QSizeF, day: datetime.date
    ) -> None:
        self._objects = objects
        self._title = title
        self._language = language
        self._size = size
        self._day = day
        self._letters = PdfLetters()
        self._pages: list[_Page] = []
        self._finished = 0
        self._pages_number = objects.reserve()
        self._parents: list[int] = []
        self._bookmarks: list[_Bookmark] = []
        self._content = bytearray()
        self._marked: list[int] = []
        self._open: _Element | None = None
        self._as_artifact = self._marking_artifact = False
        root, self._tree = objects.reserve(), objects.reserve()
        self._element = _Element(b"Document", root, self._tree, b"")
        self._above: list[_Element] = []
        self._closing = _Closing(self)

    @property
    def pages(self) -> int:
        """How many there are so far."""
        return len(self._pages)

    def start_page(self) -> None:
        """Goes on to a new page."""
        self._end_page()
        self._pages.append(_Page(self._objects.reserve()))
        self._content += b"%.5f 0 0 %.5f 0 0 cm\n" % (_POINTS, _POINTS)

    def _end_page(self) -> None:
        if self._content:
            self._end_content(self._pages[-1])
            marked = b" ".join(b"%d 0 R" % number for number in self._marked)
            self._parents.append(self._objects.add(b"[%b]" % marked))
            self._marked = []

    def _end_content(self, page: _Page) -> None:
        """Writes what was drawn on `page`."""
        self._close_mark()
        page.contents.append(self._objects.add_stream(bytes(self._content)))
        self._content = bytearray()

    def bookmark(self, title: str, y: float = 0) -> None:
        """Lets the reader's table of contents lead to `y` on this page."""
        self._bookmarks.append(_Bookmark(title, self._pages[-1].number, y))

    def element(self, role: str, extra: bytes = b"") -> AbstractContextManager[None]:
        """What is drawn within has the `role` of a standard structure type (14.8.4), and `extra` entries."""
        self.open_element(role, extra)
        return self._closing

    def open_element(self, role: str, extra: bytes = b"") -> None:
        """Begins an element, which may go on over pages until `close_element`."""
        above = self._element
        self._above.append(above)
        self._element = _Element(role.encode(), self._objects.reserve(), above.number, extra)

    def close_element(self) -> None:
        """Ends the element that was opened last."""
        one = self._element
        if self._open is one:
            self._close_mark()
        self._write_element(one)
        self._element = self._above.pop()
        self._element.kids.append(b"%d 0 R" % one.number)

    @contextmanager
    def artifact(self) -> Iterator[None]:
        """What is drawn within belongs to the page, not to what it says."""
        before, self._as_artifact = self._as_artifact, True
        try:
            yield
        finally:
            self._as_artifact = before

    def show(self, text: str, font: QFont) -> ShownLine:
        """`text` in one line, to be measured or written on this page; `font` has `EM` pixels."""
        return self._letters.show(text, font)

    def text(
        self, shown: ShownLine, x: float, base: float, size: float, colour: QColor, squeeze: float = 1
    ) -> None:
        """Writes a text from `x` on the line at `base`, its letters `size` high."""
        self._set(shown.operators, x, base, size / EM, size * squeeze / EM, colour)

    def line(
        self,
        layout: QTextLayout,
        number: int,
        text: str,
        x: float,
        base: float,
        size: float,
        pixels: float,
        colour: QColor,
    ) -> None:
        """Writes a line of a paragraph laid out with letters of `pixels`."""
        shown = self._letters.show_line(layout, number, text, EM / pixels)
        self._set(shown, x, base, size / EM, size / EM, colour)

    def _set(self, shown: bytes, x: float, base: float, scale: float, across: float, colour: QColor) -> None:
        if not shown:
            return
        self._begin(artifact=False)
        self._content += b"q %b rg %.6f 0 0 %.6f %.3f %.3f cm BT %b ET Q\n" % (
            _rgb(colour), across, scale, x, self._size.height() - base, shown,
        )  # fmt: skip

    def fill(self, room: QRectF, colour: QColor, *, artifact: bool = True) -> None:
        """Fills a rectangle; an artifact says nothing."""
        self._begin(artifact=artifact)
        self._content += b"%b rg %b re f\n" % (_rgb(colour), self._box(room))

    def path(self, path: QPainterPath, colour: QColor, thickness: float) -> None:
        """Draws a line along `path`, which is in millimetres."""
        self._begin(artifact=False)
        self._content += b"q %b RG %.3f w 1 J 0 j 3 M %b S Q\n" % (
            _rgb(colour), thickness, self._steps(path, 0, 0),
        )  # fmt: skip

    def curves(
        self, lines: Iterable[Line], to: tuple[float, float, float], colour: QColor, thickness: float
    ) -> None:
        """Draws lines whose unit is as large as the first of `to`; the others say where they begin."""
        self._begin(artifact=False)
        scale, left, top = to
        self._content += b"q %b RG %.3f w 1 J 1 j %.6f 0 0 %.6f %.3f %.3f cm" % (
            _rgb(colour), thickness, scale, -scale, left, self._size.height() - top,
        )  # fmt: skip
        for start, curves in lines:
            self._content += b" %.0f %.0f m" % start
            self._content += b"".join([b" %.0f %.0f %.0f %.0f %.0f %.0f c" % curve for curve in curves])
        self._content += b" S Q\n"

    def fill_path(self, path: QPainterPath, left: float, top: float, colour: QColor) -> None:
        """Fills `path`, which is in millimetres from there."""
        self._begin(artifact=False)
        self._content += b"%b rg %b f\n" % (_rgb(colour), self._steps(path, left, top))

    def _steps(self, path: QPainterPath, left: float, top: float) -> bytes:
        """The operators that make `path`."""
        steps, curve = [], []
        kinds = QPainterPath.ElementType
        for number in range(path.elementCount()):
            step = path.elementAt(number)
            point = b"%.2f %.2f" % (left + step.x, self._size.height() - top - step.y)
            if step.type is kinds.MoveToElement:
                steps.append(point + b" m")
            elif step.type is kinds.LineToElement:
                steps.append(point + b" l")
            else:
                curve.append(point)
                if len(curve) == 3:
                    steps.append(b" ".join(curve) + b" c")
                    curve = []
        return b" ".join(steps)

    @contextmanager
    def clipped(self, room: QRectF) -> Iterator[None]:
        """Nothing is drawn outside of `room`."""
        self._close_mark()
        self._content += b"q %b re W n\n" % self._box(room)
        try:
            yield
        finally:
            self._close_mark()
            self._content += b"Q\n"

    def _box(self, room: QRectF) -> bytes:
        return b"%.3f %.3f %.3f %.3f" % (
            room.x(), self._size.height() - room.bottom(), room.width(), room.height(),
        )  # fmt: skip

    def box(self, room: QRectF) -> bytes:
        """`room` of this page, as the attributes of a figure have it (14.8.5.4.3)."""
        left, bottom = room.x() * _POINTS, (self._size.height() - room.bottom()) * _POINTS
        right, top = room.right() * _POINTS, (self._size.height() - room.y()) * _POINTS
        return b"/A<</O/Layout/BBox[%.2f %.2f %.2f %.2f]>>" % (left, bottom, right, top)

    def finish_pages(self, foot: Callable[[int], None] = lambda number: None) -> None:
        """Writes all pages so far with their fonts; later ones use fonts of their own.

        Args:
            foot: draws on each of them what is known at the end only; gets its number, from 1 on.
        """
        self._end_page()
        unfinished = range(self._finished, len(self._pages))
        for place in unfinished:
            with self.artifact():
                foot(place + 1)
            if self._content:
                self._end_content(self._pages[place])
        resources = self._objects.add(b"<</Font<<%b>>>>" % self._letters.write(self._objects))
        for place in unfinished:
            self._write_page(place, resources)
        self._finished = len(self._pages)
        self._objects.flush()
        self._letters = PdfLetters()

    def _write_page(self, place: int, resources: int) -> None:
        page = self._pages[place]
        box = b"0 0 %.2f %.2f" % (self._size.width() * _POINTS, self._size.height() * _POINTS)
        contents = b" ".join(b"%d 0 R" % number for number in page.contents)
        self._objects.add(
            b"<</Type/Page/Parent %d 0 R/MediaBox[%b]/Resources %d 0 R/Contents[%b]/StructParents %d"
            b"/Tabs/S>>" % (self._pages_number, box, resources, contents, place),
            page.number,
        )

    def finish(self, identity: uuid.UUID) -> None:
        """Writes what holds the document together, and the end of the file."""
        self.finish_pages()
        objects = self._objects
        kids = b" ".join(b"%d 0 R" % page.number for page in self._pages)
        objects.add(b"<</Type/Pages/Count %d/Kids[%b]>>" % (len(self._pages), kids), self._pages_number)
        self._write_element(self._element)
        numbers = b" ".join(b"%d %d 0 R" % pair for pair in enumerate(self._parents))
        parents = objects.add(b"<</Nums[%b]>>" % numbers)
        objects.add(
            b"<</Type/StructTreeRoot/K %d 0 R/ParentTree %d 0 R/ParentTreeNextKey %d>>"
            % (self._element.number, parents, len(self._parents)),
            self._tree,
        )
        date = f"{self._day:%Y-%m-%d}T00:00:00Z"
        xmp = metadata(self._title, self._language, date)
        about = objects.add_plain(
            b"<</Type/Metadata/Subtype/XML/Length %d>>stream\n%b\nendstream" % (len(xmp), xmp)
        )
        root = objects.add_plain(
            b"<</Type/Catalog/Pages %d 0 R/Lang %b/MarkInfo<</Marked true>>/StructTreeRoot %d 0 R"
            b"/Metadata %d 0 R/Outlines %d 0 R/PageMode/UseOutlines"
            b"/ViewerPreferences<</DisplayDocTitle true>>>>"
            % (
                self._pages_number, pdf_text(self._language), self._tree, about, self._write_bookmarks(),
            )
        )  # fmt: skip
        moment = f"D:{self._day:%Y%m%d}000000Z".encode()
        info = objects.add_plain(
            b"<</Title %b/Creator(Signing kiosk)/Producer(Signing kiosk)/CreationDate(%b)/ModDate(%b)>>"
            % (pdf_text(self._title), moment, moment)
        )
        objects.finish(root, info, identity.bytes)

    def _write_bookmarks(self) -> int:
        objects, marks = self._objects, self._bookmarks
        numbers = [objects.reserve() for _ in marks]
        root = objects.reserve()
        for place, (mark, number) in enumerate(zip(marks, numbers, strict=True)):
            beside = b"/Prev %d 0 R" % numbers[place - 1] if place else b""
            if place + 1 < len(marks):
                beside += b"/Next %d 0 R" % numbers[place + 1]
            top = (self._size.height() - mark.y) * _POINTS
            objects.add(
                b"<</Title %b/Parent %d 0 R%b/Dest[%d 0 R/XYZ 0 %.2f null]>>"
                % (pdf_text(mark.title), root, beside, mark.page, top),
                number,
            )
        ends = b"/First %d 0 R/Last %d 0 R" % (numbers[0], numbers[-1]) if marks else b""
        objects.add(b"<</Type/Outlines%b/Count %d>>" % (ends, len(marks)), root)
        return root

    def _write_element(self, one: _Element) -> None:
        page = b"/Pg %d 0 R" % one.page if one.page else b""
        kids = one.kids[0] if len(one.kids) == 1 else b"[%b]" % b" ".join(one.kids)
        below = b"/K " + kids if one.kids else b""
        self._objects.add(
            b"<</S/%b/P %d 0 R%b%b%b>>" % (one.role, one.parent, page, one.extra, below), one.number
        )

    def _begin(self, *, artifact: bool) -> None:
        """Lets the operators that follow belong to the element that is open, or to none."""
        one = None if artifact or self._as_artifact else self._element
        if one is None:
            if self._open is not None:
                self._close_mark()
            if not self._marking_artifact:
                self._content += b"/Artifact BMC\n"
                self._marking_artifact = True
            return
        if self._open is one:
            return
        self._close_mark()
        mark, page = len(self._marked), self._pages[-1].number
        self._marked.append(one.number)
        self._open = one
        if not one.page:
            one.page = page
        one.kids.append(
            b"%d" % mark if one.page == page else b"<</Type/MCR/Pg %d 0 R/MCID %d>>" % (page, mark)
        )
        self._content += b"/%b<</MCID %d>>BDC\n" % (one.role, mark)

    def _close_mark(self) -> None:
        if self._open is not None or self._marking_artifact:
            self._content += b"EMC\n"
        self._open, self._marking_artifact = None, False


def alternative(words: str) -> bytes:
    """An element's entry with the words for who cannot see it."""
    return b"/Alt " + pdf_text(words)


@functools.cache
def _rgb_of(colour: int) -> bytes:
    return b"%.3f %.3f %.3f" % tuple((colour >> shift & 255) / 255 for shift in (16, 8, 0))


def _rgb(colour: QColor) -> bytes:
    return _rgb_of(colour.rgb())
