"""The colours of the screens by role, made from a campaign's four, each readable on its background.

Contrast is that of WCAG 2.2 (relative luminance; 1 to 21): text has at least 4.5, in
high contrast 7; the strong colour stands out from the page by at least 3.
"""

from __future__ import annotations

from typing import Literal

import msgspec
from msgspec.structs import fields

from kiosk.campaign.model import Colours

Mode = Literal["light", "dark", "contrast"]
MODES: tuple[Mode, ...] = ("light", "dark", "contrast")

AA = 4.5
AAA = 7.0
_SURFACE = 3.0
"""What a coloured surface needs against the page (WCAG 2.2, 1.4.11)."""


class Palette(msgspec.Struct, frozen=True):
    """Colours (`#rrggbb`) by role.

    Attributes:
        paper, ink: background and text.
        accent, on_accent: the campaign's strong colour, and text on it.
        quiet: text that steps back, on paper or card.
        line: borders.
        card: a surface that stands out from the paper.
        warning: remarks, on paper or card.
        well: the mark of what went well, on paper or card.
    """

    paper: str
    ink: str
    accent: str
    on_accent: str
    quiet: str
    line: str
    card: str
    warning: str
    well: str


class ColourCorrection(msgspec.Struct, frozen=True):
    """A colour of a campaign that could not be read, and what the screens use instead."""

    role: str
    given: str
    used: str


def palette_for(colours: Colours, mode: Mode) -> Palette:
    """The palette of a campaign in `mode`; one of light and dark is the campaign's own colours."""
    if mode != "contrast":
        return _readable_palette(colours if mode == own_mode(colours) else _turned(colours))
    bright = max(colours.accent, colours.on_accent, key=luminance)
    return Palette(
        paper="#000000",
        ink="#ffffff",
        accent=readable(bright, ("#000000",), AAA),
        on_accent="#000000",
        quiet="#e8e8e8",
        line="#808080",
        card="#000000",
        warning="#ffb4a9",
        well="#8ce99a",
    )


def own_mode(colours: Colours) -> Mode:
    """Whether a campaign's own colours are light or dark."""
    return "dark" if luminance(colours.paper) < luminance(colours.ink) else "light"


def corrections(colours: Colours) -> list[ColourCorrection]:
    """The campaign's colours that had to be changed so that everybody can read them."""
    used = palette_for(colours, own_mode(colours))
    given = {field.name: getattr(colours, field.name) for field in fields(Colours)}
    return [
        ColourCorrection(role, colour, getattr(used, role))
        for role, colour in given.items()
        if colour.lower() != getattr(used, role)
    ]


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    """The relative luminance of `#rrggbb`, 0 to 1."""
    linear = [
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (channel / 255 for channel in _channels(colour))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def mix(one: str, other: str, share: float) -> str:
    """`one` with `share` (0 to 1) of `other` in it."""
    pairs = zip(_channels(one), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def readable(colour: str, backgrounds: tuple[str, ...], ratio: float) -> str:
    """`colour`, moved as little as needed towards black or white to have `ratio` on all backgrounds.

    Where neither reaches it, the better of black and white.
    """

    def least(candidate: str) -> float:
        return min(contrast(candidate, background) for background in backgrounds)

    for step in range(0, 101, 4):
        for end in ("#000000", "#ffffff"):
            moved = mix(colour, end, step / 100)
            if least(moved) >= ratio:
                return moved
    return max("#000000", "#ffffff", key=least)


def _readable_palette(colours: Colours) -> Palette:
    paper = colours.paper.lower()
    dark = own_mode(colours) == "dark"
    ink = readable(colours.ink, (paper,), AA)
    card = mix(paper, "#000000" if dark else "#ffffff", 0.55)
    if contrast(ink, card) < AA:
        card = paper
    accent = readable(colours.accent, (paper,), _SURFACE)
    both = (paper, card)
    return Palette(
        paper=paper,
        ink=ink,
        accent=accent,
        on_accent=readable(colours.on_accent, (accent,), AA),
        quiet=readable(mix(ink, paper, 0.30), both, AA),
        line=mix(ink, paper, 0.5),
        card=card,
        warning=readable("#ffb4a9" if dark else "#9c1006", both, AA),
        well=readable("#8ce99a" if dark else "#146c2e", both, AA),
    )


def _turned(colours: Colours) -> Colours:
    """A light campaign's colours for a dark screen, or the other way round."""
    away, near = ("#000000", "#ffffff") if own_mode(colours) == "light" else ("#ffffff", "#000000")
    paper = mix(colours.paper, away, 0.9)
    strong = [(colours.accent, colours.on_accent), (colours.on_accent, colours.accent)]
    accent, on_accent = max(strong, key=lambda pair: contrast(pair[0], paper))
    return Colours(paper=paper, ink=mix(colours.paper, near, 0.5), accent=accent, on_accent=on_accent)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
