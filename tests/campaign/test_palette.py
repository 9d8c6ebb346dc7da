"""Whatever colours a campaign has, everybody can read its screens."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.campaign.content import parse_content, read_folder
from kiosk.campaign.model import Colours
from kiosk.campaign.palette import AA, AAA, MODES, Mode, contrast, corrections, own_mode, palette_for
from kiosk.campaign.report import content_report
from tests.conftest import CAMPAIGNS

TEXT_ON = [
    ("ink", "paper"),
    ("ink", "card"),
    ("quiet", "paper"),
    ("quiet", "card"),
    ("warning", "paper"),
    ("warning", "card"),
    ("on_accent", "accent"),
]
a_colour = st.integers(0, 0xFFFFFF).map(lambda value: f"#{value:06x}")
some_colours = st.builds(Colours, paper=a_colour, ink=a_colour, accent=a_colour, on_accent=a_colour)


@pytest.mark.parametrize("mode", MODES)
@given(colours=some_colours)
def test_every_text_can_be_read_on_its_background(mode: Mode, colours: Colours) -> None:
    palette = palette_for(colours, mode)
    for text, background in TEXT_ON:
        ratio = contrast(getattr(palette, text), getattr(palette, background))
        assert ratio >= (AAA if mode == "contrast" else AA), (text, background, palette)
    assert contrast(palette.accent, palette.paper) >= 3


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)
    assert contrast("#336699", "#336699") == 1


@pytest.mark.parametrize("campaign", ["stop-repression-hong-kong", "campus-library-hours"])
def test_the_bundled_campaigns_look_as_they_were_designed(campaign: str) -> None:
    colours = parse_content(read_folder(CAMPAIGNS / campaign)).colours
    assert corrections(colours) == []
    own = palette_for(colours, own_mode(colours))
    assert (own.paper, own.ink, own.accent) == (colours.paper, colours.ink, colours.accent)
    other = palette_for(colours, "dark" if own_mode(colours) == "light" else "light")
    assert (contrast(own.paper, "#000000") > 10) != (contrast(other.paper, "#000000") > 10)


def test_the_report_names_a_colour_that_nobody_could_read(content: Path) -> None:
    files = read_folder(content)
    written = files["campaign.toml"].decode()
    pale = written.replace('ink = "#17130a"', 'ink = "#e0d8a0"')
    assert pale != written
    files["campaign.toml"] = pale.encode()
    (line,) = [str(one) for one in content_report(parse_content(files)) if "colour" in str(one)]
    assert "colour ink =" in line
    assert "#e0d8a0" in line
