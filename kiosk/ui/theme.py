"""The look: tokens by role, from the campaign's colours and the window's size, and one style sheet."""

from __future__ import annotations

from dataclasses import dataclass
from string import Template

from PySide6.QtGui import QColor, QFont

from kiosk import paths
from kiosk.campaign.model import Colours

_REFERENCE = (1366, 768)
"""The window size at which one unit is one pixel."""

_FONTS = {
    "zh-Hant": "Noto Sans CJK HK",
    "zh-Hans": "Noto Sans CJK SC",
    "ja": "Noto Sans CJK JP",
    "ko": "Noto Sans CJK KR",
}
_LATIN_FONT = "Noto Sans"
_FALLBACK_FONTS = [
    "Noto Sans CJK HK",
    "Noto Sans CJK SC",
    "DejaVu Sans",
    "Microsoft YaHei",
    "PingFang HK",
    "sans-serif",
]


@dataclass(frozen=True)
class Theme:
    """Colours (`#rrggbb`) by role, and how many pixels a unit is.

    Attributes:
        paper, ink: background and text.
        accent, on_accent: the campaign's strong colour, and text on it.
        quiet: text that steps back, still readable on paper.
        line: borders on paper.
        card: a surface that stands out from the paper.
        warning: remarks on paper.
        scale: pixels of one unit; at 1366x768 it is 1.
    """

    paper: str
    ink: str
    accent: str
    on_accent: str
    quiet: str
    line: str
    card: str
    warning: str
    scale: float
    fonts: tuple[str, ...]

    @classmethod
    def make(cls, colours: Colours, width: int, height: int, language: str) -> Theme:
        """The theme of a campaign's colours for a window of `width` x `height` pixels."""
        dark = _luminance(colours.paper) < 0.2
        return cls(
            paper=colours.paper,
            ink=colours.ink,
            accent=colours.accent,
            on_accent=colours.on_accent,
            quiet=_mix(colours.ink, colours.paper, 0.30),
            line=_mix(colours.ink, colours.paper, 0.62),
            card=_mix(colours.paper, "#000000" if dark else "#ffffff", 0.55),
            warning="#ffb4a9" if dark else "#9c1006",
            scale=round(min(3.0, max(0.72, min(width / _REFERENCE[0], height / _REFERENCE[1]))) * 20) / 20,
            fonts=fonts_for(language),
        )

    def px(self, units: float) -> int:
        """`units` in whole pixels."""
        return max(1, round(units * self.scale))

    def font(self, units: float, *, bold: bool = False) -> QFont:
        """A font `units` high, for text that a widget paints itself."""
        font = QFont(list(self.fonts))
        font.setPixelSize(self.px(units))
        font.setBold(bold)
        return font

    def style_sheet(self) -> str:
        """The style sheet of all screens: resources/theme/stall.qss with the tokens put in.

        `$ink` and the like are colours; `${n}px` with a number n is a size in units.
        """
        raw = (paths.resources() / "theme" / "stall.qss").read_text(encoding="utf-8")
        template = Template(raw)
        sizes = {name: str(self.px(float(name[1:]))) for name in template.get_identifiers() if _is_size(name)}
        colours = {name: value for name, value in vars(self).items() if isinstance(value, str)}
        families = ", ".join(f'"{family}"' for family in self.fonts)
        return template.substitute(sizes, **colours, families=families)


def fonts_for(language: str) -> tuple[str, ...]:
    """The font families for a language, the first one there is being used: its own glyphs first."""
    return (_FONTS.get(language, _LATIN_FONT), *_FALLBACK_FONTS)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _is_size(name: str) -> bool:
    return name.startswith("s") and name[1:].isdigit()


def _luminance(colour: str) -> float:
    channels = []
    parsed = QColor(colour)
    for value in (parsed.redF(), parsed.greenF(), parsed.blueF()):
        channels.append(value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4)
    red, green, blue = channels
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _mix(one: str, other: str, share: float) -> str:
    """`one` with `share` (0 to 1) of `other` in it."""
    a, b = QColor(one), QColor(other)
    return QColor(
        round(a.red() + (b.red() - a.red()) * share),
        round(a.green() + (b.green() - a.green()) * share),
        round(a.blue() + (b.blue() - a.blue()) * share),
    ).name()
