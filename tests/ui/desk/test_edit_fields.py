"""The campaign's own fields are made, changed and taken away in the desk's window."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit

from kiosk.app import application
from kiosk.campaign import field_files
from kiosk.campaign.content import parse_content, read_folder
from kiosk.campaign.editing import ContentEditor
from kiosk.campaign.model import Campaign
from kiosk.coordinator.campaign.folder import CampaignFolder
from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.ui.desk.edit.wording import kind_words
from kiosk.ui.desk.parts.text import DeskText
from tests.conftest import TODAY
from tests.ui.desk.conftest import DeskHand, OpenDesk
from tests.ui.desk.test_edit import SIZES, choose, type_over, write
from tests.ui.faults import faults


@pytest.fixture
def hand(hand: DeskHand, desk_folder: Path) -> DeskHand:
    """A desk that edits its campaign's own fields: it has none yet."""
    hand.click("page-campaign")
    hand.click("edit")
    hand.click("section-fields")
    return hand


def add(hand: DeskHand, title: str, kind: str, *options: str) -> None:
    type_over(hand, "new-field", title)
    choose(hand, "new-field", kind)
    if options:
        write(hand, "new-field", "\n".join(options))
    hand.click("add-field")


def saved(hand: DeskHand, desk_folder: Path) -> Campaign:
    hand.click("save")
    hand.wait_for("Saved: ")
    return parse_content(read_folder(desk_folder / "content"))


def test_a_student_number_and_a_faculty_are_asked_for_without_a_file_being_touched(
    hand: DeskHand, desk_folder: Path
) -> None:
    add(hand, "Your student number", "some words")
    shared = "campaign.toml:fields:0"
    type_over(hand, f"{shared}:pattern", "[0-9]{8}")
    type_over(hand, f"{shared}:example", "20261236")
    type_over(hand, "en/fields.toml:your-student-number:wrong", "It has eight digits.")
    choose(hand, f"{shared}:check", "Luhn (ISO/IEC 7812-1)")
    choose(hand, f"{shared}:asked", "needed")
    choose(hand, f"{shared}:identifies", "Yes")
    add(hand, "Your faculty", "one of several", "Arts", "Law")
    choose(hand, "campaign.toml:fields:1:petition", "Yes")
    type_over(hand, "option-your-faculty", "Science")
    hand.click("add-option-your-faculty")
    hand.click("remove-en/fields.toml:your-faculty:options:law")
    type_over(hand, "en/fields.toml:your-faculty:options:arts", "Arts and Humanities")
    hand.click("up-your-faculty")
    campaign = saved(hand, desk_folder)
    faculty, number = campaign.fields
    assert (faculty.id, faculty.kind, faculty.options, faculty.petition) == (
        "your-faculty",
        "choice",
        ("arts", "science"),
        True,
    )
    assert (number.pattern, number.check, number.example) == ("[0-9]{8}", "luhn", "20261236")
    assert (number.asked, number.identifies) == ("required", True)
    words = campaign.texts["en"].fields
    assert words["your-faculty"].options == {"arts": "Arts and Humanities", "science": "Science"}
    assert words["your-student-number"].wrong == "It has eight digits."
    hand.click("tongue-zh-Hant")
    type_over(hand, "zh-Hant/fields.toml:your-faculty:title", "你的學院")
    hand.click("remove-your-student-number")
    campaign = saved(hand, desk_folder)
    assert [field.id for field in campaign.fields] == ["your-faculty"]
    assert campaign.texts["zh-Hant"].fields["your-faculty"].title == "你的學院"


def test_what_a_pack_has_cannot_be_taken_away_but_is_asked_no_more(
    open_desk: OpenDesk, desk_folder: Path, keys: CampaignKeys
) -> None:
    content = ContentEditor(desk_folder / "content")
    field_files.add(content, "en", "choice", "Faculty of yours", ["Arts", "Law"])
    content.save()
    CampaignFolder.open(desk_folder).make_pack(keys, TODAY)
    hand = open_desk(desk_folder)
    hand.unlock()
    for name in ("page-campaign", "edit", "section-fields"):
        hand.click(name)
    type_over(hand, "option-faculty-of-yours", "Medicine")
    hand.click("add-option-faculty-of-yours")
    hand.button("remove-en/fields.toml:faculty-of-yours:options:medicine")
    names = {one.objectName() for one in hand.window.findChildren(QAbstractButton) if one.isVisible()}
    assert "remove-faculty-of-yours" not in names
    assert not {f"remove-en/fields.toml:faculty-of-yours:options:{one}" for one in ("arts", "law")} & names
    choose(hand, "campaign.toml:fields:0:asked", "not asked")
    (field,) = saved(hand, desk_folder).fields
    assert (field.asked, field.options) == ("off", ("arts", "law", "medicine"))
    CampaignFolder.open(desk_folder).check_content()


def test_a_field_that_was_typed_and_not_added_is_not_lost_without_a_word(
    hand: DeskHand, desk_folder: Path
) -> None:
    type_over(hand, "new-field", "Which room?")
    hand.click("save")
    assert hand.sees("The new field is not added yet.")
    hand.click("add-field")
    assert [field.id for field in saved(hand, desk_folder).fields] == ["which-room"]


def test_words_that_belong_to_no_field_can_be_taken_away(open_desk: OpenDesk, desk_folder: Path) -> None:
    words = desk_folder / "content/en/fields.toml"
    words.write_text('[room]\ntitle = "Which room?"\n', encoding="utf-8")
    hand = open_desk(desk_folder)
    hand.unlock()
    for name in ("page-campaign", "edit", "section-fields"):
        hand.click(name)
    assert hand.sees("Which room?")
    hand.click("remove-room")
    hand.click("save")
    hand.wait_for("Saved: en/fields.toml.")
    assert parse_content(read_folder(desk_folder / "content")).fields == ()


def test_what_a_new_field_lacks_is_said_where_it_is(hand: DeskHand) -> None:
    choose(hand, "new-field", "any of several")
    hand.click("add-field")
    assert hand.sees("Please fill this in.")
    (options,) = [one for one in hand.window.findChildren(DeskText) if one.isVisible()]
    assert "Write at least two." in [one.text() for one in options.findChildren(QLabel) if one.isVisible()]
    type_over(hand, "new-field", "Which days?")
    write(hand, "new-field", "Monday\n\u200f\nMonday\n")
    hand.click("add-field")
    assert not hand.sees("Please fill this in.")
    assert hand.sees("Write at least two.")
    choose(hand, "new-field", "yes or no")
    hand.click("add-field")
    assert hand.sees("yes or no")
    hand.button("remove-which-days")


def remarked(hand: DeskHand) -> list[str]:
    """The names of the remarks that are seen."""
    labels = hand.window.findChildren(QLabel)
    return [one.objectName() for one in labels if one.isVisible() and "remark" in one.objectName()]


def test_how_long_an_answer_may_be_is_a_number_or_left_to_the_program(
    hand: DeskHand, desk_folder: Path
) -> None:
    add(hand, "Your hall", "some words")
    limit = "campaign.toml:fields:0:limit"
    type_over(hand, limit, "forty")
    hand.qtbot.waitUntil(lambda: remarked(hand) == [f"remark-{limit}"])
    type_over(hand, limit, "40")
    hand.qtbot.waitUntil(lambda: remarked(hand) == [])
    assert saved(hand, desk_folder).fields[0].limit == 40
    type_over(hand, limit, "")
    assert saved(hand, desk_folder).fields[0].limit == 100


def test_a_mistake_stands_at_the_field_that_has_it(hand: DeskHand) -> None:
    add(hand, "First", "some words")
    add(hand, "Second", "some words")
    type_over(hand, "campaign.toml:fields:1:pattern", "[0-9]{8}")
    hand.qtbot.waitUntil(lambda: remarked(hand) == ["remark-campaign.toml:fields:1:example"])
    type_over(hand, "campaign.toml:fields:1:example", "20261236")
    hand.qtbot.waitUntil(lambda: remarked(hand) == ["remark-en/fields.toml:second:wrong"])
    type_over(hand, "en/fields.toml:second:wrong", "Eight digits.")
    hand.qtbot.waitUntil(lambda: remarked(hand) == [])
    type_over(hand, "en/fields.toml:second:title", "")
    hand.qtbot.waitUntil(lambda: remarked(hand) == ["remark-en/fields.toml:second:title"])
    type_over(hand, "en/fields.toml:second:title", "x" * 201)
    hand.qtbot.waitUntil(lambda: "200 characters" in " ".join(hand.texts()))
    assert remarked(hand) == ["remark-en/fields.toml:second:title"]


def test_every_kind_is_offered_and_fits_in_every_size(hand: DeskHand) -> None:
    for kind, words in kind_words(hand.window.language).items():
        options = ("One of them", "Another") if kind in ("choice", "choices") else ()
        add(hand, f"What do you say of {kind}?", words, *options)
    (box,) = [one for one in hand.window.findChildren(QComboBox, "choice-new-field") if one.isVisible()]
    assert box.count() == 6
    for language in ("en", "zh-Hant"):
        hand.window.speak(language)
        hand.click("section-fields")
        for size in SIZES:
            hand.window.resize(*size)
            application().processEvents()
            assert faults(hand.window, by_mouse=True) == [], (language, size)
    assert not [one for one in hand.window.findChildren(QLineEdit) if not one.accessibleName()]
