"""The content folders that screens are tried on are campaigns like any other, and are what they say."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from kiosk.campaign.content import parse_content, read_folder
from kiosk.campaign.markdown import to_safe_html
from kiosk.campaign.model import Campaign, Texts
from kiosk.campaign.pack import build_pack, open_pack
from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.errors import ContentError
from tests import long_campaign
from tests.long_campaign import PSEUDO, TWELVE

KEYS = CampaignKeys(bytes(range(32)))
BUILDERS = (
    long_campaign.pseudo_locale,
    long_campaign.right_to_left,
    long_campaign.very_long,
    long_campaign.damaged_picture,
    long_campaign.twelve_languages,
)


def read(folder: Path) -> Campaign:
    return parse_content(read_folder(folder))


def short_texts(texts: Texts) -> list[str]:
    """Everything that is shown on one screen or another, but for what is longer than a paragraph."""
    return [
        texts.title, texts.slogan, texts.call, texts.thanks, texts.contact_intro, texts.consent,
        *texts.next_steps, *texts.demands,
        *(text for action in texts.actions for text in (action.title, action.text, action.give) if text),
        *(text for endorser in texts.endorsers for text in (endorser.name, endorser.role)),
        *(question.question for question in texts.questions),
        *(figure.title for question in texts.questions for figure in question.figures),
        *(text for poster in texts.posters for text in (poster.title, poster.note, *poster.lines)),
        *(text for link in texts.links for text in (link.title, link.text)),
    ]  # fmt: skip


def markup(text: str) -> list[str]:
    """The tags of a Markdown text as it is shown: its paragraphs, lists, and what is bold."""
    return re.findall(r"<[^>]+>", to_safe_html(text))


@pytest.mark.parametrize("build", BUILDERS, ids=lambda build: build.__name__)
def test_each_travels_in_a_pack_and_lacks_no_text(build: Callable[[Path], Path], tmp_path: Path) -> None:
    files = read_folder(build(tmp_path))
    path = tmp_path / "long.kioskpack"
    path.write_bytes(
        build_pack(
            files,
            public_key=KEYS.public_key,
            signing_key=KEYS.signing_key,
            edition=1,
            made="2026-11-22",
            record_bytes=2048,
        )
    )
    campaign = open_pack(path).campaign
    assert campaign == parse_content(files)
    assert campaign.missing == []


def test_the_pseudo_locale_is_accented_and_two_fifths_longer(tmp_path: Path) -> None:
    campaign = read(long_campaign.pseudo_locale(tmp_path))
    english, pseudo = campaign.texts["en"], campaign.texts[PSEUDO]
    assert pseudo.title.startswith("[Šţöþ Ŕéþŕéššîöñ")
    assert len(short_texts(english)) == len(short_texts(pseudo)) > 100
    for short, long in zip(short_texts(english), short_texts(pseudo), strict=True):
        assert len(long) >= 1.4 * len(short), short
        assert (long[0], long[-1]) == ("[", "]")


def test_changed_markdown_keeps_its_paragraphs_lists_and_bold_words(tmp_path: Path) -> None:
    folder = long_campaign.pseudo_locale(tmp_path)
    campaign = read(folder)
    english, pseudo = campaign.texts["en"], campaign.texts[PSEUDO]
    assert "<li>" in markup(english.petition)
    assert "<strong>" in markup(english.petition)
    assert markup(pseudo.petition) == markup(english.petition)
    assert markup(pseudo.privacy) == markup(english.privacy)


def test_the_arabic_texts_have_no_latin_letter_left_and_keep_their_numbers(tmp_path: Path) -> None:
    campaign = read(long_campaign.right_to_left(tmp_path))
    english, arabic = campaign.texts["en"], campaign.texts["ar"]
    everything = " ".join([*short_texts(arabic), arabic.petition, arabic.privacy])
    assert not re.search("[A-Za-z]", everything)
    assert "2014" in arabic.petition
    assert "2028" in arabic.consent
    assert markup(arabic.privacy) == markup(english.privacy)


def test_the_very_long_campaign_has_much_of_everything_but_pictures(tmp_path: Path, content: Path) -> None:
    usual, campaign = read(content), read(long_campaign.very_long(tmp_path))
    assert campaign.pictures == {}
    for language, texts in campaign.texts.items():
        assert len(texts.title) > 3 * len(usual.texts[language].title)
        assert (len(texts.demands), len(texts.questions), len(texts.endorsers)) == (60, 40, 60)
        assert len(texts.privacy) > 2.9 * len(usual.texts[language].privacy)
    figures = [question.id for question in campaign.texts["en"].questions if question.figures]
    assert figures == ["08-votes-and-seats"]


def test_twelve_languages_are_a_choice_of_twelve(tmp_path: Path) -> None:
    campaign = read(long_campaign.twelve_languages(tmp_path))
    assert campaign.languages == list(campaign.texts) == TWELVE


def test_a_picture_cut_behind_its_header_is_read_but_never_half_drawn(tmp_path: Path) -> None:
    campaign = read(long_campaign.damaged_picture(tmp_path))
    endorser = campaign.texts["en"].endorsers[0]
    assert endorser.picture == "pictures/chomsky.png"
    # Nothing to draw: the screen shows the initials.
    assert QImage.fromData(campaign.pictures[endorser.picture]).isNull()


def test_a_picture_that_is_none_is_refused_by_name(tmp_path: Path) -> None:
    folder = long_campaign.damaged_picture(tmp_path)
    (folder / "pictures" / "chomsky.png").write_bytes(b"<html>404 Not Found</html>")
    with pytest.raises(ContentError, match=r"pictures/chomsky\.png is not the kind of picture"):
        read(folder)
