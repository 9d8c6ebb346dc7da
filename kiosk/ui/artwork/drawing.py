"""Draws posters: a slogan in two colours on a sheet, in one of a few compositions of one family.

Everything is drawn as shapes, letters too, so a poster is as sharp on A3 as on a screen.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF, QTransform

from kiosk.campaign.poster_versions import PosterVersion
from kiosk.ui.artwork.typesetting import Letters, fit, set_headline, set_slogan, set_small

SHEET = QRectF(0, 0, 210, 297)
"""A4 upright (ISO 216) in millimetres: the measure in which posters are drawn; A3 has its proportions."""
PROPORTION = SHEET.height() / SHEET.width()
"""Of a sheet: its height to its width."""
_MARGIN = 12
"""What must be read stays this far inside (mm): office printers leave out up to 10."""
_IMPRINT = QRectF(_MARGIN, SHEET.bottom() - _MARGIN - 3.8, SHEET.width() - 2 * _MARGIN, 3.8)
_WEIGHT = 0.9
"""How much heavier (mm) letters are drawn than the font has them; small ones less, lest they clog."""


def paint_poster(painter: QPainter, page: QRectF, version: PosterVersion) -> None:
    """Draws `version` over the whole of `page`, which has the proportions of A4.

    The grounds reach to the edges; everything to be read stays 10 mm (on A4) inside.
    """
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setClipRect(page)
    painter.translate(page.topLeft())
    painter.scale(page.width() / SHEET.width(), page.height() / SHEET.height())
    sheet = _Sheet(painter, version)
    sheet.fill(SHEET, sheet.paper)
    if any(_is_hashtag(line) for line in version.lines):
        _paint_bubble(sheet)
    else:
        _COMPOSITIONS[version.number % len(_COMPOSITIONS)](sheet)
    painter.restore()


def paint_wall(painter: QPainter, wall: QRectF, headline: str, language: str, paper: str, ink: str) -> None:
    """Draws `headline` in `ink` across the whole of `wall`, whose foot is cut aslant as a poster's is.

    Below the cut nothing is drawn. Colours are `#rrggbb`.
    """
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    unit = min(wall.width() / 160, wall.height() / 50)
    slant, bottom = 4 * unit, wall.bottom() - 3 * unit
    ends = [(wall.right(), bottom - slant), (wall.left(), bottom)]
    ground = QPainterPath()
    ground.addPolygon(_polygon((wall.left(), wall.top()), (wall.right(), wall.top()), *ends))
    painter.fillPath(ground, QColor(paper))
    for down, weight in ((1.0, 0.9), (2.4, 0.5)):  # two lines along the cut
        line = QPainterPath()
        upper = [(x, y + down * unit) for x, y in ends]
        line.addPolygon(_polygon(*upper, *((x, y + weight * unit) for x, y in reversed(upper))))
        painter.fillPath(line, QColor(paper))
    room = wall.adjusted(5 * unit, 3.5 * unit, -5 * unit, -slant - 5.5 * unit)
    for each in set_headline(headline, language, room):
        _write(painter, each.outline, QColor(ink), 0.4 * unit)
    painter.restore()


def write_row(
    painter: QPainter, room: QRectF, text: str, language: str, ink: str, *, at: float = 0.5
) -> None:
    """Draws `text` in one heavy row as large as `room` allows; `at` 0 is at its left, 1 at its right."""
    outline = fit(text, language, room)
    box = outline.boundingRect()
    outline.translate((at - 0.5) * (room.width() - box.width()), 0)
    _write(painter, outline, QColor(ink), 0)


def _write(painter: QPainter, letters: QPainterPath, colour: QColor, weight: float) -> None:
    """Draws letters in `colour`, at most `weight` heavier than they are."""
    weight = min(weight, letters.boundingRect().height() / 40)
    pen = QPen(colour, weight, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.MiterJoin)
    pen.setMiterLimit(3)
    painter.setPen(pen if weight else Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawPath(letters)


class _Sheet:
    """What a composition draws with: the poster's two colours, and letters and shapes in them."""

    def __init__(self, painter: QPainter, version: PosterVersion) -> None:
        self._painter = painter
        self.version = version
        self.paper = QColor(version.colours.paper)
        self.ink = QColor(version.colours.ink)

    def fill(self, shape: QRectF | QPolygonF | QPainterPath, colour: QColor) -> None:
        path = QPainterPath()
        if isinstance(shape, QRectF):
            path.addRect(shape)
        elif isinstance(shape, QPolygonF):
            path.addPolygon(shape)
        else:
            path = shape
        self._painter.fillPath(path, colour)

    def set(self, room: QRectF, lines: Sequence[str] = ()) -> list[Letters]:
        """The slogan, or `lines` of it, set into `room`."""
        return set_slogan(lines or self.version.lines, self.version.language, room)

    def write(self, letters: QPainterPath, colour: QColor, weight: float = _WEIGHT) -> None:
        """Draws letters in `colour`, at most `weight` mm heavier than they are."""
        _write(self._painter, letters, colour, weight)

    def imprint(self, colour: QColor, room: QRectF = _IMPRINT) -> None:
        """Whose poster it is, small, at the foot."""
        version = self.version
        left = QRectF(room.x(), room.y(), room.width() * (0.6 if version.address else 1), room.height())
        self.write(set_small(version.campaign, version.language, left), colour, 0)
        if version.address:
            right = QRectF(room.x() + room.width() * 0.64, room.y(), room.width() * 0.36, room.height())
            self.write(set_small(version.address, "en", right, at_right=True), colour, 0)


# ----------------------------------------------------------------------- compositions


def _paint_cut(sheet: _Sheet) -> None:
    """A block of ink with a slanting edge holds the first line; the others stand on the paper."""
    slant = 9.0
    room = SHEET.adjusted(_MARGIN, _MARGIN + 2, -_MARGIN, -_MARGIN - 10)
    letters = sheet.set(room)
    upper = [each for each in letters if each.line == 0]
    if len(upper) == len(letters):
        upper = letters[: (len(letters) + 1) // 2]
    lower = letters[len(upper) :]
    foot, head = max(each.box.bottom() for each in upper), min((e.box.top() for e in lower), default=262)
    beside = bool(lower) and head < foot  # columns, between which there is no edge
    middle = room.center().y() if beside else (foot + head) / 2
    # Both halves step aside for the edge between them.
    halves = (room.top(), middle - slant - 4), (middle + slant + 11.5, room.bottom())
    if beside:
        rooms = [QRectF(room.x(), top, room.width(), bottom - top) for top, bottom in halves]
        parts = sheet.version.lines[:1], sheet.version.lines[1:]
        above, below = (
            [each.outline for each in sheet.set(own, part)] for own, part in zip(rooms, parts, strict=True)
        )
    else:
        above, below = (_squeezed(part, *half) for half, part in zip(halves, (upper, lower), strict=True))
    left, right = SHEET.left(), SHEET.right()
    edge = [(right, middle - slant), (left, middle + slant)]
    sheet.fill(_polygon((left, 0), (right, 0), *edge), sheet.ink)
    for down, weight in ((3.4, 1.5), (6.9, 0.8)):  # two lines along the edge
        upper_side = [(left, middle + slant + down), (right, middle - slant + down)]
        lower_side = [(x, y + weight) for x, y in reversed(upper_side)]
        sheet.fill(_polygon(*upper_side, *lower_side), sheet.ink)
    for outline in above:
        sheet.write(outline, sheet.paper)
    for outline in below:
        sheet.write(outline, sheet.ink)
    sheet.imprint(sheet.ink)


def _paint_frame(sheet: _Sheet) -> None:
    """A frame as heavy as the letters, and the imprint on its foot."""
    side, foot = 8.5, 24.0
    sheet.fill(SHEET, sheet.ink)
    inner = SHEET.adjusted(side, side, -side, -foot)
    sheet.fill(inner, sheet.paper)
    room = inner.adjusted(9, 10, -9, -10)
    for each in sheet.set(room):
        sheet.write(each.outline, sheet.ink)
    sheet.imprint(sheet.paper)


def _paint_rays(sheet: _Sheet) -> None:
    """Rays rise from the foot behind the slogan."""
    origin = QPointF(SHEET.center().x(), SHEET.bottom() - 30)
    tint = _mixed(sheet.paper, sheet.ink, 0.13)
    count = 18
    for number in range(count):
        ray = QPainterPath(origin)
        for turn in (number, number + 0.5):
            to_edge = QTransform().rotate(360 * turn / count).map(QPointF(400, 0))
            ray.lineTo(origin + to_edge)
        ray.closeSubpath()
        sheet.fill(ray, tint)
    foot = QRectF(0, SHEET.bottom() - 25, SHEET.width(), 25)
    sheet.fill(foot, sheet.ink)
    sheet.fill(foot.adjusted(0, -4.5, 0, -26.6), sheet.ink)
    for each in sheet.set(SHEET.adjusted(_MARGIN + 2, _MARGIN + 4, -_MARGIN - 2, -40)):
        sheet.write(each.outline, sheet.ink)
    sheet.imprint(sheet.paper)


def _paint_stripes(sheet: _Sheet) -> None:
    """Warning stripes at the head and the foot, and bars between the lines."""
    band, step = 17.0, 24.0
    for top in (0.0, SHEET.bottom() - band - 22):
        for number in range(-2, 11):
            x = number * step
            foot, head = top + band, top
            stripe = [(x, foot), (x + step / 2, foot), (x + step / 2 + band, head), (x + band, head)]
            sheet.fill(_polygon(*stripe), sheet.ink)
    room = QRectF(_MARGIN, band + 11, SHEET.width() - 2 * _MARGIN, SHEET.height() - 2 * band - 22 - 22)
    letters = sheet.set(room)
    for each in letters:
        sheet.write(each.outline, sheet.ink)
    for upper, lower in pairwise(letters):
        if upper.line != lower.line and upper.box.bottom() < lower.box.top():
            middle = (upper.box.bottom() + lower.box.top()) / 2
            sheet.fill(QRectF(_MARGIN, middle - 1.6, SHEET.width() - 2 * _MARGIN, 3.2), sheet.ink)
    sheet.imprint(sheet.ink)


def _paint_bubble(sheet: _Sheet) -> None:
    """What is shouted stands in a speech bubble, the hashtags above and below it."""
    lines = sheet.version.lines
    shouted = [line for line in lines if not _is_hashtag(line)]
    tags = [line for line in lines if _is_hashtag(line)]
    above, below = (tags[: (len(tags) + 1) // 2], tags[(len(tags) + 1) // 2 :])
    bubble = SHEET.adjusted(_MARGIN - 3, 46 if above else _MARGIN, -_MARGIN + 3, -76)
    path = QPainterPath()
    path.addRoundedRect(bubble, 9, 9)
    side = 1 if sheet.version.number % 2 else -1
    foot = bubble.center().x() - side * 44
    tail = [
        (foot - 20, bubble.bottom() - 4),
        (foot + 20, bubble.bottom() - 4),
        (foot - side * 34, bubble.bottom() + 27),
    ]
    beak = QPainterPath()
    beak.addPolygon(_polygon(*tail))
    beak.closeSubpath()
    sheet.fill(path.united(beak), sheet.ink)
    if shouted:
        for each in sheet.set(bubble.adjusted(9, 10, -9, -10), shouted):
            sheet.write(each.outline, sheet.paper)
    head = QRectF(_MARGIN, _MARGIN, SHEET.width() - 2 * _MARGIN, 26)
    _write_tags(sheet, above, head)
    _write_tags(sheet, below, QRectF(_MARGIN, SHEET.bottom() - 45, SHEET.width() - 2 * _MARGIN, 16))
    sheet.imprint(sheet.ink)


def _write_tags(sheet: _Sheet, tags: Sequence[str], room: QRectF) -> None:
    height = room.height() / max(1, len(tags))
    for number, tag in enumerate(tags):
        row = QRectF(room.x(), room.y() + number * height, room.width(), height * 0.92)
        sheet.write(fit(tag, sheet.version.language, row), sheet.ink, _WEIGHT / 2)


_COMPOSITIONS: tuple[Callable[[_Sheet], None], ...] = (_paint_cut, _paint_frame, _paint_rays, _paint_stripes)


def _polygon(*corners: tuple[float, float]) -> QPolygonF:
    return QPolygonF([QPointF(x, y) for x, y in corners])


def _is_hashtag(line: str) -> bool:
    words = line.split()
    return bool(words) and all(word.startswith("#") for word in words)


def _squeezed(letters: Sequence[Letters], top: float, bottom: float) -> list[QPainterPath]:
    """The letters as high together as from `top` to `bottom`."""
    if not letters:
        return []
    old_top = min(each.box.top() for each in letters)
    old_bottom = max(each.box.bottom() for each in letters)
    down = (bottom - top) / max(old_bottom - old_top, 0.01)
    move = QTransform().translate(0, top).scale(1, down).translate(0, -old_top)
    return [move.map(each.outline) for each in letters]


def _mixed(one: QColor, other: QColor, share: float) -> QColor:
    """`one` with `share` (0 to 1) of `other` in it."""
    return QColor.fromRgbF(
        one.redF() + (other.redF() - one.redF()) * share,
        one.greenF() + (other.greenF() - one.greenF()) * share,
        one.blueF() + (other.blueF() - one.blueF()) * share,
    )
