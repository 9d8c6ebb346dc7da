"""What can be wrong with a screen as it stands: cut, outside, on top of each other, nameless, too small."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QScrollArea, QTableView, QWidget

from kiosk.campaign.palette import contrast
from kiosk.ui.posters.view import PosterView
from kiosk.ui.stall.over import Over
from kiosk.ui.theme import APART_MM, TOUCH_MM
from kiosk.ui.widgets.buttons import WrappingButton
from kiosk.ui.widgets.headline import Headline

QT_GREY = {"#efefef", "#f0f0f0", "#fafafa", "#d4d4d4"}
"""What Qt's Fusion style paints windows and buttons with when nobody tells it otherwise."""


MOUSE = 24
"""Pixels a side that a mouse needs (WCAG 2.2, 2.5.8)."""


def faults(window: QWidget, *, by_mouse: bool = False) -> list[str]:
    """Everything that is wrong with what `window` shows.

    Args:
        by_mouse: it is worked by a mouse and can be made larger, so things may be smaller than a
            fingertip, and there may be room to spare.
    """
    shown = _shown(window)
    found = [
        *_names(shown),
        *_places(shown, window),
        *_texts(shown),
        *_headings(shown),
        *_overlaps(shown, window),
    ]
    picture = window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    if by_mouse:
        return found + list(_small(shown)) + list(_greys(picture))
    return found + list(_targets(shown, window)) + list(_greys(picture)) + list(_emptiness(picture))


def _shown(window: QWidget) -> list[QWidget]:
    """All visible widgets; those below a card do not count."""
    cards = [card for card in window.findChildren(Over) if card.isVisible()]
    root = cards[-1] if cards else window
    return [widget for widget in root.findChildren(QWidget) if widget.isVisible()]


def _names(shown: list[QWidget]) -> Iterator[str]:
    for widget in shown:
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus and not widget.accessibleName().strip():
            yield f"{_called(widget)} has no accessible name"


def _places(shown: list[QWidget], window: QWidget) -> Iterator[str]:
    for widget in shown:
        page = _page_of(widget)
        if page is None and not window.rect().contains(_box(widget, window)):
            yield f"{_called(widget)} reaches out of the window: {_box(widget, window)}"
        if page is not None and (inner := page.widget()) is not None and inner.isAncestorOf(widget):
            left = widget.mapTo(inner, QPoint(0, 0)).x()
            if left < 0 or left + widget.width() > page.viewport().width() + 1:
                yield f"{_called(widget)} reaches out sideways"


def _texts(shown: list[QWidget]) -> Iterator[str]:
    for widget in shown:
        if isinstance(widget, QLabel) and widget.text():
            needed = (
                widget.heightForWidth(widget.width()) if widget.wordWrap() else widget.sizeHint().height()
            )
            if widget.height() + 1 < needed:
                yield f"cut text: {widget.text()[:40]!r} {widget.height()} < {needed}"
        elif isinstance(widget, WrappingButton | Headline) and widget.height() + 1 < widget.heightForWidth(
            widget.width()
        ):
            yield f"cut: {_called(widget)} {widget.height()} < {widget.heightForWidth(widget.width())}"
        if isinstance(widget, WrappingButton) and widget.width() + 1 < widget.minimumSizeHint().width():
            yield f"cut button: {_called(widget)} {widget.width()} < {widget.minimumSizeHint().width()}"
        if isinstance(widget, QLabel) and widget.text() and _longest_word(widget) > _inside(widget) + 1:
            yield f"cut word in: {widget.text()[:40]!r}"


def _headings(shown: list[QWidget]) -> Iterator[str]:
    for table in shown:
        if not isinstance(table, QTableView) or table.horizontalHeader().isHidden():
            continue
        header, across = table.horizontalHeader(), Qt.Orientation.Horizontal
        for section in range(header.count()):
            if header.sectionSize(section) + 1 < header.sectionSizeHint(section):
                yield f"cut heading: {table.model().headerData(section, across)!r}"


def _longest_word(label: QLabel) -> int:
    if label.textFormat() != Qt.TextFormat.PlainText or any(_has_no_spaces(char) for char in label.text()):
        return 0
    words = re.split("[ \n\u200b\u2005]+", QLabel.text(label).replace("-", "- "))
    return max((label.fontMetrics().horizontalAdvance(word) for word in words), default=0)


def _inside(label: QLabel) -> int:
    """The width that its letters have."""
    indent = label.fontMetrics().horizontalAdvance("x") // 2 if label.frameWidth() else 0
    return label.contentsRect().width() - max(indent, label.indent())


def _has_no_spaces(char: str) -> bool:
    """Whether the letter's script breaks lines without spaces: Thai to Khmer, Chinese and on."""
    return ord(char) > 0x2E80 or 0x0E00 <= ord(char) <= 0x0EFF or 0x1780 <= ord(char) <= 0x17FF


def _targets(shown: list[QWidget], window: QWidget) -> Iterator[str]:
    dpi = window.screen().physicalDotsPerInch()
    least, apart = TOUCH_MM / 25.4 * dpi - 1, APART_MM / 25.4 * dpi - 1
    touched = [widget for widget in shown if isinstance(widget, QAbstractButton | QLineEdit)]
    for widget in touched:
        if widget.height() < least or widget.width() < least:
            yield f"too small to touch: {_called(widget)} {widget.size()}"
    boxes = [(widget, _box(widget, window), _page_of(widget)) for widget in touched]
    for (one, a, page), (other, b, other_page) in itertools.combinations(boxes, 2):
        if page is not other_page:
            continue  # what is scrolled under something else cannot be touched there
        across = max(a.left() - b.right(), b.left() - a.right()) - 1
        down = max(a.top() - b.bottom(), b.top() - a.bottom()) - 1
        if max(across, down) < apart:
            yield f"too close: {_called(one)} and {_called(other)} ({across}, {down})"


def _overlaps(shown: list[QWidget], window: QWidget) -> Iterator[str]:
    kinds = QLabel | QAbstractButton | QLineEdit | QScrollArea | Headline | PosterView
    leaves = [widget for widget in shown if isinstance(widget, kinds)]
    boxes = [(widget, _visible_box(widget, window)) for widget in leaves]
    for (one, a), (other, b) in itertools.combinations(boxes, 2):
        if one.isAncestorOf(other) or other.isAncestorOf(one):
            continue
        common = a & b
        if common.width() > 2 and common.height() > 2:
            yield f"on top of each other: {_called(one)} and {_called(other)} {common}"


def _small(shown: list[QWidget]) -> Iterator[str]:
    for widget in shown:
        if isinstance(widget, QAbstractButton | QLineEdit) and min(widget.width(), widget.height()) < MOUSE:
            yield f"too small to hit: {_called(widget)} {widget.size()}"


def _greys(image: QImage) -> Iterator[str]:
    small = _pixels(image.scaled(64, 64))
    for grey in QT_GREY:
        if small[grey] > small.total() / 50:
            yield f"Qt's own grey {grey}"


def _emptiness(image: QImage) -> Iterator[str]:
    longest = run = 0
    for y in range(image.height()):
        line = bytes(image.constScanLine(y))
        # The left of a wide form page is a panel; it is the page beside it that must not be empty.
        line = line[len(line) * 2 // 5 // 4 * 4 :]
        run = run + 1 if line == line[:4] * (len(line) // 4) else 0
        longest = max(longest, run)
    if longest > image.height() * 0.45:
        yield f"an empty half page: {longest} of {image.height()} rows"


def poor_contrast(window: QWidget, least: float) -> list[str]:
    """The texts whose letters stand out from what is behind them by less than `least` (WCAG 2.2)."""
    image = window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    poor = []
    for widget in _shown(window):
        if not isinstance(widget, QLabel | WrappingButton | Headline) or not widget.isEnabled():
            continue
        text = widget.accessibleName() if isinstance(widget, Headline) else widget.text()
        inside = widget.contentsRect() if isinstance(widget, QLabel) else widget.rect().adjusted(8, 8, -8, -8)
        box = QRect(widget.mapTo(window, inside.topLeft()), inside.size()) & _visible_box(widget, window)
        if not text.strip() or box.height() < 12 or box.width() < 12:
            continue
        pixels = _pixels(image.copy(box))
        behind = pixels.most_common(1)[0][0]
        best = max(contrast(pixel, behind) for pixel in pixels)
        if best < least:
            poor.append(f"{_called(widget)}: {best:.1f} on {behind}")
    return poor


def _pixels(image: QImage) -> Counter[str]:
    """How often each colour is in a picture of 32 bits a pixel."""
    values = Counter(memoryview(image.constBits()).cast("I"))
    return Counter({f"#{value & 0xFFFFFF:06x}": count for value, count in values.items()})


def _called(widget: QWidget) -> str:
    text = getattr(widget, "text", str)()
    return f"{widget.objectName() or type(widget).__name__} {text[:30]!r}"


def _box(widget: QWidget, window: QWidget) -> QRect:
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


def _visible_box(widget: QWidget, window: QWidget) -> QRect:
    page = _page_of(widget)
    box = _box(widget, window)
    return box & _box(page.viewport(), window) if page is not None else box


def _page_of(widget: QWidget) -> QScrollArea | None:
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            return above
        above = above.parentWidget()
    return None
