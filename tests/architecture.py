"""Draws docs/architecture.svg from the code: the rooms of `kiosk`, and which imports which.

Rooms and arrows are what the import graph says; only where a room stands across the page, and what is
written into it, is said here. A room that is not named here, or a circle, is an error.
"""

from __future__ import annotations

from dataclasses import dataclass
from graphlib import TopologicalSorter
from html import escape
from pathlib import Path

import grimp

FILE = Path(__file__).parents[1] / "docs" / "architecture.svg"

_GROUND = "ground"
_WITH_ROOMS = ("kiosk.ui", "kiosk.coordinator")
_OF_EVERY_WINDOW = (
    "kiosk.ui.widgets",
    "kiosk.ui.keyboard",
    "kiosk.ui.charts",
    "kiosk.ui.artwork",
    "kiosk.ui.pdf",
)
_OF_THE_COMMANDS = ("kiosk.__main__",)

_LAPTOP, _DESK, _BOTH = "#e3eefb", "#fdeedd", "#f1f1ee"
_INK, _PALE, _LINE = "#1d2733", "#4d5a68", "#66737f"
_WIDTH, _BOX_WIDTH, _BOX_HEIGHT, _ROW = 1240, 190, 50, 82
_MARGIN = 24


@dataclass(frozen=True)
class _Look:
    """How a room is drawn: the middle of its box across the page, its colour, what stands in it."""

    middle: int
    colour: str
    holds: str
    wide: int = _BOX_WIDTH


_LOOKS = {
    "cli": _Look(620, _BOTH, "every command", 300),
    "rehearsal": _Look(620, _BOTH, "the whole chain, played on this laptop", 300),
    "app": _Look(620, _BOTH, "builds the services, opens a window", 300),
    "ui.window": _Look(245, _LAPTOP, "brings the laptop's screens together", 260),
    "ui.posters": _Look(360, _LAPTOP, "posters and their copies"),
    "ui.stall": _Look(130, _LAPTOP, "a visitor's screens"),
    "ui.staff": _Look(360, _LAPTOP, "the screens behind the PIN"),
    "stall": _Look(245, _LAPTOP, "vault, settings, PIN, sync, release", 260),
    "ui": _Look(480, _BOTH, "what every window shares"),
    "ui.desk": _Look(900, _DESK, "the coordinator's window", 260),
    "coordinator.merge": _Look(900, _DESK, "export files into the register"),
    "coordinator.integrity": _Look(900, _DESK, "changes made by hand"),
    "coordinator.rights": _Look(900, _DESK, "withdraw, correct, destroy"),
    "coordinator.reports": _Look(1125, _DESK, "lists, totals, receipts", 180),
    "coordinator.counting": _Look(900, _DESK, "which records count"),
    "coordinator.records": _Look(900, _DESK, "what a record says"),
    "coordinator.desk_memory": _Look(1125, _DESK, "where campaigns are kept", 216),
    "coordinator.register": _Look(900, _DESK, "the database"),
    "coordinator.campaign": _Look(900, _DESK, "folder, key, shares"),
    "exchange": _Look(620, _BOTH, "files that travel"),
    "campaign": _Look(245, _BOTH, "what is signed: content, pack", 220),
    "signing": _Look(955, _BOTH, "one signature: fields, seal", 220),
    _GROUND: _Look(620, _BOTH, "database, files, versions of files, wording, memory, errors, paths", 1192),
}


def rooms(graph: grimp.ImportGraph) -> dict[str, set[str]]:
    """Every room of the code, and the rooms that it imports.

    A room is a package in `kiosk`, and one in `kiosk.ui` or `kiosk.coordinator`; single modules beside the
    packages of `kiosk` are the ground, except `app`.
    """
    found: dict[str, set[str]] = {}
    for module in sorted(graph.modules - {"kiosk", *_WITH_ROOMS[1:]}):
        room = _room(graph, module)
        imported = (graph.find_modules_directly_imported_by(module)) - {"kiosk"}
        found.setdefault(room, set()).update({_room(graph, one) for one in imported} - {room})
    return found


def _room(graph: grimp.ImportGraph, module: str) -> str:
    top = ".".join(module.split(".")[:2])
    if top in _WITH_ROOMS:
        inner = ".".join(module.split(".")[:3])
        is_room = bool(graph.find_children(inner)) if top == "kiosk.ui" else inner != top
        if inner != top and is_room and inner not in _OF_EVERY_WINDOW:
            return inner.removeprefix("kiosk.")
        return top.removeprefix("kiosk.")
    if top in _OF_THE_COMMANDS:
        return "cli"
    is_package = bool(graph.find_children(top)) and top != "kiosk.windows"
    return top.removeprefix("kiosk.") if is_package or top == "kiosk.app" else _GROUND


def rows(imports: dict[str, set[str]]) -> dict[str, int]:
    """How high each room stands: above all that it imports. Raises CycleError where rooms form a circle."""
    heights: dict[str, int] = {}
    for room in TopologicalSorter(imports).static_order():
        heights[room] = max((heights[below] + 1 for below in imports[room]), default=0)
    return heights


def arrows(imports: dict[str, set[str]]) -> list[tuple[str, str]]:
    """The imports that no way by other rooms implies."""
    reached: dict[str, set[str]] = {}
    for room in TopologicalSorter(imports).static_order():
        reached[room] = imports[room].union(*(reached[below] for below in imports[room]))
    return [
        (room, below)
        for room in sorted(imports)
        for below in sorted(imports[room])
        if not any(below in reached[other] for other in imports[room])
    ]


def draw() -> str:
    """The picture as SVG, the same for the same code."""
    imports = rooms(grimp.build_graph("kiosk", cache_dir=None))
    if unknown := imports.keys() ^ _LOOKS.keys():
        raise ValueError(
            f"Rooms that came or went; say in tests/architecture.py how they look: {sorted(unknown)}"
        )
    heights = rows(imports)
    top = max(heights.values())
    height = 2 * _MARGIN + top * _ROW + _BOX_HEIGHT
    tops = {room: _MARGIN + (top - heights[room]) * _ROW for room in imports}
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" '
        f'font-family="DejaVu Sans, Verdana, sans-serif" role="img">',
        "<title>The rooms of the program; an arrow says which room imports which</title>",
        '<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="9" markerHeight="9" '
        f'orient="auto"><path d="M0 0.8 L7.5 4 L0 7.2 z" fill="{_LINE}"/></marker></defs>',
        f'<rect width="{_WIDTH}" height="{height}" fill="#ffffff"/>',
        *_heading(130, 3 * _ROW, "The laptop", "no network, cannot read what it sealed"),
        *_heading(1110, _ROW, "The desk", "has the campaign's key"),
    ]
    lines += [_arrow(one, other, tops) for one, other in arrows(imports)]
    for room in sorted(imports):
        lines += _box(room, tops[room])
    return "\n".join([*lines, "</svg>", ""])


def _heading(middle: int, y: int, title: str, words: str) -> list[str]:
    return [_text(middle, y, title, 24, bold=True), _text(middle, y + 22, words, 13)]


def _box(room: str, top: int) -> list[str]:
    look = _LOOKS[room]
    return [
        f'<rect x="{look.middle - look.wide // 2}" y="{top}" width="{look.wide}" height="{_BOX_HEIGHT}" '
        f'rx="7" fill="{look.colour}" stroke="{_INK}"/>',
        _text(look.middle, top + 21, room, 15, bold=True),
        _text(look.middle, top + 39, look.holds, 12),
    ]


def _text(middle: int, y: int, words: str, size: int, *, bold: bool = False) -> str:
    weight, colour = (' font-weight="bold"', _INK) if bold else ("", _PALE)
    return (
        f'<text x="{middle}" y="{y}" font-size="{size}"{weight} text-anchor="middle" '
        f'fill="{colour}">{escape(words)}</text>'
    )


def _arrow(one: str, other: str, tops: dict[str, int]) -> str:
    """From the foot of `one` to the head of `other`: straight down, or where their corners are nearest."""
    above, below = _LOOKS[one], _LOOKS[other]
    return (
        f'<line x1="{_nearest(above, below)}" y1="{tops[one] + _BOX_HEIGHT}" '
        f'x2="{_nearest(below, above)}" y2="{tops[other]}" '
        f'stroke="{_LINE}" stroke-width="1.4" marker-end="url(#head)"/>'
    )


def _nearest(box: _Look, to: _Look) -> int:
    """Where on the edge of `box` an arrow from or to the other is."""
    away = to.middle - box.middle
    if abs(away) < to.wide // 2 and to.wide > box.wide:
        return box.middle
    reach = box.wide // 2 - 14
    return box.middle + max(-reach, min(reach, away))


if __name__ == "__main__":
    FILE.write_text(draw(), encoding="utf-8", newline="\n")
