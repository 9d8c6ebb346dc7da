"""A campaign is made of a few answers: the folder is written, and what the program cannot know is told."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest

from kiosk import paths
from kiosk.campaign.content import parse_content, read_folder
from kiosk.campaign.model import Campaign
from kiosk.campaign.new_campaign import PALETTES, NewCampaign, write_new_campaign
from kiosk.campaign.palette import corrections
from kiosk.campaign.proposals import has_proposal
from kiosk.campaign.report import content_report
from kiosk.errors import StorageError
from kiosk.languages import LANGUAGES
from tests.conftest import TODAY

LAST = datetime.date(2027, 7, 31)
PROPOSED = sorted(file.stem for file in paths.new_campaign().glob("*.toml"))


def answers(*languages: str) -> NewCampaign:
    """What somebody said, in the first of the languages alone."""
    first = languages[0]
    return NewCampaign(
        languages=list(languages),
        destroy_by=LAST,
        organiser={first: "Night Riders {of} Riverside"},
        addressee={first: "the City Council"},
        contact="riders@night.org",
        title={first: "Trams all night!"},
        slogan={first: 'We say: "Ride on"'},
        demands={first: ["A tram every half an hour, all night.", "Stops with light."]},
        form={"country": "required", "email": "asked", "public": "asked"},
    )


def lacks(campaign: Campaign) -> list[str]:
    """What the report says of the campaign; how many words the program itself lacks is another matter."""
    return [str(one) for one in content_report(campaign) if "words of the program" not in str(one)]


def test_there_are_texts_to_begin_with_in_four_languages() -> None:
    assert PROPOSED == ["de", "en", "zh-Hans", "zh-Hant"]
    assert set(PROPOSED) < set(LANGUAGES)


@pytest.mark.parametrize("language", PROPOSED)
def test_a_campaign_in_a_language_with_texts_lacks_nothing(language: str, tmp_path: Path) -> None:
    folder = tmp_path / "content"
    write_new_campaign(folder, answers(language), TODAY)
    campaign = parse_content(read_folder(folder))
    assert lacks(campaign) == []
    assert (campaign.id, campaign.retention.destroy_by) == ("trams-all-night", LAST)
    texts = campaign.texts[language]
    assert texts.demands == ["A tram every half an hour, all night.", "Stops with light."]
    for text in (texts.petition, texts.privacy, texts.consent, *texts.next_steps):
        assert not re.search(r"\{(?!of\})", text)
    assert "the City Council" in texts.petition
    assert "- Stops with light." in texts.petition
    assert "Night Riders {of} Riverside" in texts.consent
    assert "2027" in texts.consent
    assert "2027" in texts.privacy
    assert "riders@night.org" in texts.privacy


def test_the_privacy_notice_says_what_the_form_asks() -> None:
    asks = answers("en")
    assert "your e-mail address, if you like" in asks.proposal("en").privacy
    assert "initials" in asks.proposal("en").privacy
    asks.form = {"phone": "required"}
    asks.contact = ""
    privacy = asks.proposal("en").privacy
    assert "your name and your phone number." in privacy
    assert "your e-mail address, if" not in privacy
    assert "Whether you are listed" not in privacy
    assert "Come to our stall" in privacy


def test_another_language_has_what_the_program_knows_and_the_rest_is_told() -> None:
    campaign = parse_content(answers("en", "zh-Hant", "fr").files(TODAY))
    assert campaign.texts["zh-Hant"].consent.startswith("我簽署這份請願書")
    told = [str(remark) for remark in content_report(campaign)]
    assert "zh-Hant/texts.toml lacks title: shown in en instead, marked." in told
    assert "zh-Hant/petition.md is missing: shown in en instead, marked." in told
    assert not any("zh-Hant/consent.md" in one for one in told)
    assert "fr/consent.md is missing: shown in en instead, marked." in told


def test_demands_in_another_language_come_with_a_petition_in_it() -> None:
    said = answers("en", "zh-Hant")
    said.title["zh-Hant"] = "電車通宵行"
    said.slogan["zh-Hant"] = "坐到天光"
    said.demands["zh-Hant"] = ["每半小時一班，通宵行駛。", "車站要有燈。"]
    said.organiser["zh-Hant"], said.addressee["zh-Hant"] = "河畔夜車會", "市議會"
    assert lacks(parse_content(said.files(TODAY))) == []
    said.demands["zh-Hant"].pop()
    told = [str(remark) for remark in content_report(parse_content(said.files(TODAY)))]
    assert "zh-Hant/demands.toml lacks demand-1: shown in en instead, marked." in told


def test_a_first_language_without_texts_has_english_ones_that_the_report_tells() -> None:
    assert not has_proposal("fr")
    campaign = parse_content(answers("fr").files(TODAY))
    assert campaign.texts["fr"].consent.startswith("[to be translated] I sign this petition")
    told = " ".join(str(remark) for remark in content_report(campaign))
    for file in ("petition.md", "privacy.md", "consent.md", "texts.toml"):
        assert f"fr/{file} has English words that are marked" in told


def test_a_petition_of_ones_own_is_taken_as_it_is() -> None:
    said = answers("en")
    said.petition["en"] = "To whom it may concern:\n\nTrams."
    assert parse_content(said.files(TODAY)).texts["en"].petition == "To whom it may concern:\n\nTrams."


@pytest.mark.parametrize(
    ("title", "id"),
    [
        ("Straßenbahn — jede Nacht", "strassenbahn-jede-nacht"),
        ("電車通宵行", "our-campaign"),
        ("CON", "our-campaign"),
        ("x" * 99, "x" * 40),
    ],
)
def test_the_id_is_made_of_the_title(title: str, id: str) -> None:
    said = answers("en")
    said.title["en"] = title
    assert parse_content(said.files(TODAY)).id == id


def test_all_colours_that_are_offered_can_be_read() -> None:
    assert len(PALETTES) == 6
    assert [corrections(colours) for colours in PALETTES.values()] == [[]] * 6


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    with pytest.raises(StorageError, match="There is something at"):
        write_new_campaign(tmp_path / "content", answers("en"), TODAY)
    assert [path.name for path in tmp_path.iterdir()] == ["content"]
