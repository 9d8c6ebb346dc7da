"""Content that is in order: the bundled campaigns, defaults, and translations that lack something."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from kiosk.campaign.content import parse_content, read_folder
from kiosk.campaign.model import Goal, Missing
from tests.campaign.conftest import LIBRARY, WHOLE_JPEG, WHOLE_PNG, Editor, jpeg, png
from tests.conftest import CAMPAIGNS

LACKING = Missing("zh-Hant", "actions.toml", "count-seats")


def test_the_first_campaign_is_complete_in_three_languages(content: Path) -> None:
    campaign = parse_content(read_folder(content))
    assert campaign.languages == ["en", "zh-Hant", "zh-Hans"]
    assert campaign.missing == []
    for texts in campaign.texts.values():
        counts = [len(texts.demands), len(texts.actions), len(texts.questions), len(texts.endorsers)]
        assert (counts, len(texts.posters)) == ([5, 9, 12, 11], 7)
        assert texts.petition
        assert texts.privacy
        assert texts.consent
    english, traditional, simplified = (campaign.texts[language] for language in campaign.languages)
    for one, other in ((english, traditional), (traditional, simplified)):
        assert one.demands != other.demands
        assert [action.id for action in one.actions] == [action.id for action in other.actions]
        assert [question.id for question in one.questions] == [question.id for question in other.questions]


def test_the_campus_campaign_lacks_one_text_on_purpose_to_show_what_happens_then() -> None:
    campaign = parse_content(read_folder(CAMPAIGNS / LIBRARY))
    assert campaign.languages == ["en", "zh-Hant", "zh-Hans"]
    assert campaign.missing == [LACKING]
    assert campaign.asked["email"] == "required"
    assert campaign.asked["city"] == "off"
    assert campaign.retention.destroy_by == datetime.date(2027, 7, 31)


def test_a_goal_is_a_number_a_day_and_what_it_is_called(editor: Editor) -> None:
    campaign = editor.read()
    assert campaign.goal == Goal(2500, datetime.date(2027, 3, 12))
    assert campaign.texts["zh-Hant"].goal == "每四名同學有一名"
    editor.replace("campaign.toml", "by = 2027-03-12", "")
    editor.replace("zh-Hant/texts.toml", "goal =", "# goal =")
    campaign = editor.read()
    assert campaign.goal == Goal(2500)
    assert campaign.texts["zh-Hant"].goal == "One student in four"
    assert Missing("zh-Hant", "texts.toml", "goal") in campaign.missing


def test_the_start_has_pictures_and_says_in_each_language_what_is_seen_on_them(editor: Editor) -> None:
    assert editor.read().start is None
    for name in ("march.jpg", "Lanterns_2.png"):
        picture = jpeg(900, 1200) + WHOLE_JPEG if name.endswith(".jpg") else png(900, 1200) + WHOLE_PNG
        editor.write(f"pictures/{name}", picture)
    pictures = '"pictures/march.jpg", "pictures/Lanterns_2.png"'
    editor.replace("campaign.toml", "[goal]", f"[start]\npictures = [{pictures}]\n\n[goal]")
    campaign = editor.read()
    assert campaign.start is not None
    assert campaign.start.pictures == ["pictures/march.jpg", "pictures/Lanterns_2.png"]
    assert [texts.pictures for texts in campaign.texts.values()] == [{}, {}, {}]
    assert campaign.missing == [LACKING]
    editor.append("en/texts.toml", '\n[pictures]\nmarch = "Students"\nLanterns_2 = "Lanterns"\n')
    editor.append("zh-Hant/texts.toml", '\n[pictures]\nmarch = "同學"\nLanterns_2 = ""\n')
    campaign = editor.read()
    assert campaign.texts["zh-Hant"].pictures == {"march": "同學", "Lanterns_2": "Lanterns"}
    assert campaign.texts["zh-Hans"].pictures == {"march": "Students", "Lanterns_2": "Lanterns"}
    assert set(campaign.missing) == {
        LACKING,
        Missing("zh-Hant", "texts.toml", "pictures.Lanterns_2"),
        Missing("zh-Hans", "texts.toml", "pictures.march"),
        Missing("zh-Hans", "texts.toml", "pictures.Lanterns_2"),
    }


def test_a_campaign_without_a_goal_stays_as_earlier_programs_read_it(tiny: dict[str, bytes]) -> None:
    assert b"format = 1" in tiny["campaign.toml"]
    assert parse_content(tiny).goal is None


def test_a_figure_stands_with_its_question(editor: Editor) -> None:
    questions = {question.id: question for question in editor.read().texts["zh-Hant"].questions}
    (figure,) = questions["01-why-midnight"].figures
    assert [part.value for part in figure.bars[0].parts] == [73, 27]
    assert figure.labels.keys() >= {"six", "taken", "free"}
    assert questions["02-who-pays"].figures == []


def test_the_smallest_campaign_needs_six_files(tiny: dict[str, bytes]) -> None:
    campaign = parse_content(tiny)
    assert campaign.texts["en"].demands == ["One thing."]
    assert campaign.texts["en"].questions == []
    assert campaign.asked["name"] == "required"
    assert campaign.asked["email"] == "off"


@pytest.mark.parametrize("file", ["campaign.toml", "en/texts.toml", "en/demands.toml", "en/petition.md"])
def test_a_file_that_is_needed_is_asked_for_by_name(tiny: dict[str, bytes], file: str) -> None:
    without = {name: data for name, data in tiny.items() if name != file}
    with pytest.raises(Exception, match=file):
        parse_content(without)


def test_items_keep_the_order_of_the_shared_file(editor: Editor) -> None:
    before = [action.id for action in editor.read().texts["en"].actions]
    text = (editor.folder / "actions.toml").read_text(encoding="utf-8")
    comment, *tables = text.split("\n[")
    editor.write("actions.toml", "\n[".join([comment, *reversed(tables)]))
    assert [action.id for action in editor.read().texts["zh-Hant"].actions] == before[::-1]


def test_a_missing_translation_falls_back_and_is_listed(editor: Editor) -> None:
    english = editor.read().texts["en"]
    editor.delete("zh-Hant/petition.md")
    editor.delete("zh-Hant/links.toml")
    editor.replace("zh-Hant/texts.toml", "slogan = ", "# slogan = ")
    editor.write("zh-Hant/demands.toml", '[midnight]\ntext = "圖書館開到午夜。"\n')

    campaign = editor.read()
    chinese = campaign.texts["zh-Hant"]
    assert chinese.petition == english.petition
    assert chinese.slogan == english.slogan
    assert chinese.links == english.links
    assert chinese.demands == ["圖書館開到午夜。", *english.demands[1:]]
    assert chinese.title != english.title
    assert set(campaign.missing) == {
        LACKING,
        Missing("zh-Hant", "petition.md", ""),
        Missing("zh-Hant", "links.toml", "website"),
        Missing("zh-Hant", "texts.toml", "slogan"),
        Missing("zh-Hant", "demands.toml", "fair-shifts"),
        Missing("zh-Hant", "demands.toml", "safe-way-home"),
    }


def test_a_language_without_any_file_is_shown_in_the_first(editor: Editor) -> None:
    editor.replace("campaign.toml", '"zh-Hans"]', '"zh-Hans", "ar"]')
    campaign = editor.read()
    assert campaign.texts["ar"].demands == campaign.texts["en"].demands
    assert campaign.texts["ar"].missing
    assert campaign.texts["zh-Hant"].missing == [LACKING]


def test_what_editors_and_windows_add_does_no_harm(editor: Editor) -> None:
    before = editor.read()
    for file in ("campaign.toml", "en/petition.md", "en/questions/01-why-midnight.md"):
        data = (editor.folder / file).read_bytes()
        editor.write(file, b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n"))
    editor.write("en/.petition.md.swp", b"\0\1")
    editor.write("en/petition.md~", b"an older one")
    editor.write(".DS_Store", b"\0")
    assert editor.read() == before


def test_pictures_travel_with_the_campaign(editor: Editor) -> None:
    picture = png(300, 200)
    editor.write("pictures/robin.png", picture)
    editor.replace(
        "endorsers.toml",
        '[robin-leung]\nkind = "person"',
        '[robin-leung]\nkind = "person"\npicture = "pictures/robin.png"',
    )
    campaign = editor.read()
    assert campaign.texts["en"].endorsers[1].picture == "pictures/robin.png"
    assert campaign.pictures == {"pictures/robin.png": picture}


def test_the_short_texts_for_passers_by_and_after_signing_are_there_in_every_language() -> None:
    for name in ("stop-repression-hong-kong", LIBRARY):
        for texts in parse_content(read_folder(CAMPAIGNS / name)).texts.values():
            assert 1 <= len(texts.call.split()) <= 12
            assert 2 <= len(texts.next_steps) <= 4
            given = {action.id: action.give for action in texts.actions}
            assert sum(map(bool, given.values())) >= 3


def test_what_the_stall_gives_may_be_left_out(editor: Editor) -> None:
    editor.replace("zh-Hant/actions.toml", "give = ", "# give = ")
    actions = editor.read().texts["zh-Hant"].actions
    assert [bool(action.give) for action in actions] == [False, True, True]


def test_a_call_and_next_steps_may_be_left_out_of_all_languages(tiny: dict[str, bytes]) -> None:
    texts = parse_content(tiny).texts["en"]
    assert (texts.call, texts.next_steps) == ("", [])


def test_next_steps_that_a_language_lacks_are_shown_in_the_first(editor: Editor) -> None:
    text = (editor.folder / "zh-Hant/texts.toml").read_text(encoding="utf-8")
    editor.write("zh-Hant/texts.toml", text.split("next_steps")[0])
    campaign = editor.read()
    assert campaign.texts["zh-Hant"].next_steps == campaign.texts["en"].next_steps
    assert Missing("zh-Hant", "texts.toml", "next_steps") in campaign.missing


@pytest.mark.parametrize(
    ("name", "version", "day", "days", "words"),
    [
        (
            "stop-repression-hong-kong",
            "2026-11-d",
            datetime.date(2028, 12, 31),
            {"en": "31 December 2028", "zh-Hant": "2028年12月31日", "zh-Hans": "2028年12月31日"},
            {"en": "six words", "zh-Hant": "六個英文字", "zh-Hans": "六个英文单词"},
        ),
        (
            LIBRARY,
            "2026-11-f",
            datetime.date(2027, 7, 31),
            {"en": "31 July 2027", "zh-Hant": "2027 年 7 月 31 日", "zh-Hans": "2027 年 7 月 31 日"},
            {"en": "six words", "zh-Hant": "六個英文字", "zh-Hans": "六个英文单词"},
        ),
    ],
)
def test_every_language_promises_the_same_day_and_the_same_way_back(
    name: str, version: str, day: datetime.date, days: dict[str, str], words: dict[str, str]
) -> None:
    campaign = parse_content(read_folder(CAMPAIGNS / name))
    assert campaign.consent_version == version
    assert campaign.retention.destroy_by == day
    for language, texts in campaign.texts.items():
        for text in (texts.privacy, texts.consent, " ".join(texts.next_steps)):
            assert days[language] in text
        assert texts.privacy.count(words[language]) >= 3
        assert words[language] in texts.contact_intro
