"""The look: tokens by role, from the campaign's colours, the window, and what the visitor prefers.

One unit is one pixel on a screen of 1366x768; the same design is drawn larger or
smaller elsewhere, and turned for a screen that is higher than wide.
"""

from __future__ import annotations

from dataclasses import dataclass
from string import Template
from typing import Literal

import msgspec
from PySide6.QtGui import QFont

from kiosk import paths
from kiosk.campaign.model import Colours
from kiosk.campaign.palette import Mode, Palette, own_mode, palette_for

TextSize = Literal["normal", "large", "largest"]
TEXT_SIZES: dict[TextSize, float] = {"normal": 1.0, "large": 1.2, "largest": 1.4}

_LONG, _SHORT = 1366, 768
"""The sides of a window in which one unit is one pixel."""
_SMALLEST_SCALE, _LARGEST_SCALE = 0.6, 4.0

TOUCH_MM = 12.7
"""The least height of what is touched, in millimetres (VotingWorks' writing guide; ISO 9241-411)."""
APART_MM = 2.54
"""The least distance between two such things, in millimetres."""
_MM_PER_INCH = 25.4
_PLAUSIBLE_DPI = (80.0, 160.0)
"""Screens often lie about their size; logical dots per inch outside of this are not believed."""

_FONTS = {
    "zh-Hant": ("Noto Sans CJK HK", "Microsoft JhengHei", "PingFang HK"),
    "zh-Hans": ("Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC"),
    "ja": ("Noto Sans CJK JP", "Yu Gothic", "Hiragino Sans"),
    "ko": ("Noto Sans CJK KR", "Malgun Gothic", "Apple SD Gothic Neo"),
}
"""A language's own glyphs: on Linux, on Windows, and on macOS."""
_LATIN_FONTS = ("Noto Sans", "Segoe UI", "Helvetica Neue")
_FALLBACK_FONTS = (
    "Noto Sans CJK HK",
    "Noto Sans CJK SC",
    "DejaVu Sans",
    "Microsoft JhengHei",
    "Microsoft YaHei",
    "PingFang HK",
    "sans-serif",
)


@dataclass(frozen=True)
class Appearance:
    """What a visitor can choose about the look; `mode` None is the campaign's own colours."""

    mode: Mode | None = None
    text_size: TextSize = "normal"


class Theme(Palette, frozen=True):
    """Everything that the style sheet and the painted widgets take their look from: colours and sizes.

    Attributes:
        width, height: of the window, in pixels.
        scale: pixels of one unit.
        text_scale: how much larger text is than designed, as the visitor chose.
        touch: the least height of what is touched, in pixels.
        apart: the least distance between two such things, in pixels.
        motion: how long a change may move, in milliseconds; 0 for those who want none.
        fonts: font families, the first one there is being used.
    """

    width: int
    height: int
    scale: float
    text_scale: float
    touch: int
    apart: int
    motion: int
    fonts: tuple[str, ...]

    @classmethod
    def make(
        cls,
        colours: Colours,
        width: int,
        height: int,
        language: str,
        appearance: Appearance = Appearance(),
        *,
        dots_per_inch: float = 96.0,
        motion: int = 400,
    ) -> Theme:
        """The theme of a campaign's colours for a window of `width` x `height` pixels."""
        long, short = max(width, height), min(width, height)
        scale = min(long / _LONG, short / _SHORT)
        dpi = min(max(dots_per_inch, _PLAUSIBLE_DPI[0]), _PLAUSIBLE_DPI[1])
        return cls(
            **msgspec.structs.asdict(palette_for(colours, appearance.mode or own_mode(colours))),
            width=width,
            height=height,
            scale=round(min(_LARGEST_SCALE, max(_SMALLEST_SCALE, scale)) * 20) / 20,
            text_scale=TEXT_SIZES[appearance.text_size],
            touch=round(TOUCH_MM / _MM_PER_INCH * dpi),
            apart=round(APART_MM / _MM_PER_INCH * dpi),
            motion=motion,
            fonts=fonts_for(language),
        )

    def in_language(self, language: str) -> Theme:
        """The same for words of another language, which has glyphs of its own."""
        return msgspec.structs.replace(self, fonts=fonts_for(language))

    @property
    def tall(self) -> bool:
        """Whether the window is higher than wide."""
        return self.height > self.width

    @property
    def short_of_height(self) -> bool:
        """Whether text is so large in a wide window that a heading has to scroll with what follows."""
        return self.text_scale > 1 and not self.tall

    def px(self, units: float) -> int:
        """`units` of space, in whole pixels."""
        return max(1, round(units * self.scale))

    def text(self, units: float) -> int:
        """The pixel size of text `units` high, as the visitor wants it."""
        return max(1, round(units * self.scale * self.text_scale))

    def touched(self, units: float) -> int:
        """The height of something `units` high that is touched: never less than a fingertip."""
        return max(self.px(units), self.touch)

    def gap(self, units: float) -> int:
        """`units` between two things that are touched: never so little that a finger hits both."""
        return max(self.px(units), self.apart)

    def columns(self, units: float, most: int) -> int:
        """How many columns at least `units` wide the window has room for, 1 to `most`."""
        return max(1, min(most, int(self.width / (units * self.scale * self.text_scale))))

    def font(self, units: float, *, bold: bool = False) -> QFont:
        """A font `units` high, for text that a widget paints itself."""
        font = QFont(list(self.fonts))
        font.setPixelSize(self.text(units))
        font.setBold(bold)
        return font

    def style_sheet(self, name: str = "stall") -> str:
        """The style sheet `name` in resources/theme/, with the tokens put in.

        `$ink` and the like are colours; `${s24}px` is 24 units of space, `${t24}px` text of
        24 units, `${h58}px` the height of something to touch.
        """
        raw = (paths.resources() / "theme" / f"{name}.qss").read_text(encoding="utf-8")
        template = Template(raw)
        kinds = {"s": self.px, "t": self.text, "h": self.touched}
        sizes = {
            name: str(kinds[name[0]](float(name[1:])))
            for name in template.get_identifiers()
            if name[0] in kinds and name[1:].isdigit()
        }
        families = ", ".join(f'"{family}"' for family in self.fonts)
        return template.substitute(sizes, **_colours(self), families=families)


def _colours(theme: Theme) -> dict[str, str]:
    return {name: getattr(theme, name) for name in Palette.__struct_fields__}


def fonts_for(language: str) -> tuple[str, ...]:
    """The font families for a language, the first one there is being used: its own glyphs first."""
    return (*_FONTS.get(language, _LATIN_FONTS), *_FALLBACK_FONTS)
