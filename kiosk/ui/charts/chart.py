"""What a chart is, and how one is drawn: into a window, a picture or a page of a PDF."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from kiosk.ui.charts.canvas import Canvas, ChartLook
from kiosk.ui.language import Language

_TOLD = 12
"""Rows of its table that are read out for a chart."""


@dataclass(frozen=True)
class ChartTable:
    """The same numbers as a table, written as the language writes them; a name, then numbers in each row."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def read_out(self) -> str:
        """The first rows in one line."""
        told = "; ".join(" ".join(row) for row in self.rows[:_TOLD])
        return f"{told} …" if len(self.rows) > _TOLD else told


class Chart(Protocol):
    """Numbers that can be drawn, and told as a table. It holds no colours and no sizes.

    Attributes:
        title: what it shows, in the language in which it is to be drawn.
    """

    @property
    def title(self) -> str: ...

    def table(self, language: Language) -> ChartTable:
        """All its numbers."""
        ...

    def height(self, width: float, size: float) -> float:
        """How high it likes to be, `width` wide, with text of `size`."""
        ...

    def draw_on(self, canvas: Canvas) -> None:
        """Draws it, without its title."""
        ...


def draw(chart: Chart, painter: QPainter, rect: QRectF, look: ChartLook, language: Language) -> None:
    """Draws `chart`, without its title, into `rect` of any painter.

    Args:
        look: with the height of text in the painter's units.
    """
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    chart.draw_on(Canvas(painter, rect, look, language))
    painter.restore()
