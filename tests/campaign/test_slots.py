"""What can be edited in a window, also of content in which something is wrong."""

from __future__ import annotations

import tomllib

import pytest

from kiosk.campaign.content import parse_content, read_folder
from kiosk.campaign.editing import ContentEditor
from kiosk.campaign.slots import add, entries, move, remove, sections
from tests.campaign.conftest import WHOLE_JPEG, Editor, jpeg


def test_a_question_that_is_added_takes_no_others_place(editor: Editor) -> None:
    content = ContentEditor(editor.folder)
    first, *_ = entries(content, "questions", "en")
    add(content, "questions")
    (*_, added) = entries(content, "questions", "en")
    added.slots[0].write(content, "# Who cleans?\n\nWe do.\n")
    remove(content, "questions", first.id)
    before = [one.slots[0].read(content) for one in entries(content, "questions", "en")]
    add(content, "questions")
    (*others, newest) = entries(content, "questions", "en")
    assert [one.slots[0].read(content) for one in others] == before
    assert newest.slots[0].read(content) == "# …\n\n…\n"


def test_a_question_that_is_moved_keeps_its_answer_in_every_language_and_its_figure(editor: Editor) -> None:
    content = ContentEditor(editor.folder)
    before = parse_content(content.files)
    move(content, "questions", "01-why-midnight", 1)
    assert [entry.id for entry in entries(content, "questions", "en")] == [
        "01-who-pays",
        "02-why-midnight",
        "03-who-sees-my-name",
    ]
    moved = parse_content(content.files)
    for language, texts in before.texts.items():
        first, second, third = texts.questions
        assert [(one.question, one.answer) for one in moved.texts[language].questions] == [
            (one.question, one.answer) for one in (second, first, third)
        ]
        assert moved.texts[language].questions[1].figures == first.figures != []
    for past_the_end in (("01-who-pays", -1), ("03-who-sees-my-name", 1)):
        move(content, "questions", *past_the_end)
    content.save()
    assert parse_content(read_folder(editor.folder)) == moved
    move(content, "questions", "02-why-midnight", -1)
    content.save()
    assert parse_content(read_folder(editor.folder)) == before


def test_questions_without_numbers_get_some_when_they_are_moved(editor: Editor) -> None:
    for language in ("en", "zh-Hant", "zh-Hans"):
        for name in ("01-why-midnight", "02-who-pays"):
            question = editor.folder / language / "questions" / f"{name}.md"
            question.rename(question.with_name(f"{name[3:]}.md"))
    content = ContentEditor(editor.folder)
    assert [entry.id for entry in entries(content, "questions", "en")] == [
        "03-who-sees-my-name",
        "who-pays",
        "why-midnight",
    ]
    move(content, "questions", "why-midnight", -1)
    assert [entry.id for entry in entries(content, "questions", "en")] == [
        "01-who-sees-my-name",
        "02-why-midnight",
        "03-who-pays",
    ]


def test_what_is_seen_on_a_picture_of_the_start_is_written_among_the_short_texts(editor: Editor) -> None:
    before = [slot.called for slot in entries(ContentEditor(editor.folder), "texts", "en")[0].slots]
    assert "pictures" not in before
    editor.write("pictures/march.jpg", jpeg(900, 1200) + WHOLE_JPEG)
    editor.replace("campaign.toml", "[goal]", '[start]\npictures = ["pictures/march.jpg"]\n\n[goal]')
    content = ContentEditor(editor.folder)
    (texts,) = entries(content, "texts", "zh-Hant")
    assert [slot.called for slot in texts.slots] == [*before, "pictures/march.jpg"]
    texts.slots[-1].write(content, "提着燈籠的同學")
    intro = next(slot for slot in texts.slots if slot.called == "posters_intro")
    intro.write(content, "海報")  # a key behind the table would be in it
    content.save()
    written = editor.read().texts["zh-Hant"]
    assert written.pictures == {"march": "提着燈籠的同學"}
    assert written.posters_intro == "海報"
    texts.slots[-1].write(content, "")
    content.save()
    assert editor.read().texts["zh-Hant"].pictures == {}


@pytest.mark.parametrize("wrong", ["pictures = 5", "pictures = [5]", "other = 1"])
def test_pictures_that_are_no_list_have_no_line(editor: Editor, wrong: str) -> None:
    editor.replace("campaign.toml", "[goal]", f"[start]\n{wrong}\n\n[goal]")
    (texts,) = entries(ContentEditor(editor.folder), "texts", "en")
    assert not [slot for slot in texts.slots if slot.called.startswith("pictures")]


@pytest.mark.parametrize("section", ["actions", "posters", "endorsers", "demands"])
def test_what_is_added_is_sound_comes_last_moves_and_goes_without_a_trace(
    section: str, editor: Editor
) -> None:
    content = ContentEditor(editor.folder)
    before = [entry.id for entry in entries(content, section, "en")]
    add(content, section)
    parse_content(content.files)
    *others, added = [entry.id for entry in entries(content, section, "en")]
    assert others == before
    move(content, section, added, -1)
    assert [entry.id for entry in entries(content, section, "en")] == [*before[:-1], added, before[-1]]
    shown = parse_content(content.files).texts["en"]
    if section != "demands":
        assert [one.id for one in getattr(shown, section)] == [*before[:-1], added, before[-1]]
    move(content, section, added, 1)
    remove(content, section, added)
    tables = {name: tomllib.loads(data.decode()) for name, data in content.files.items() if "toml" in name}
    assert tables == {
        name: tomllib.loads(data.decode())
        for name, data in read_folder(editor.folder).items()
        if "toml" in name
    }


@pytest.mark.parametrize(
    ("file", "wrong"),
    [
        ("en/demands.toml", 'lights = "on"\n'),
        ("en/figures.toml", 'seats-by-hour = "many"\n'),
        ("en/figures.toml", "[seats-by-hour]\nlabels = 5\n"),
        ("en/figures.toml", '[seats-by-hour]\nlabels = ["six"]\n'),
        ("figures.toml", "[seats-by-hour]\nbars = 7\n"),
        ("figures.toml", '[seats-by-hour]\nbars = ["six", {id = "six"}, {parts = [5, {id = 6}]}]\n'),
        ("en/texts.toml", 'title = ["a"]\nnext_steps = "soon"\n'),
    ],
)
def test_what_has_the_wrong_form_can_be_put_right(file: str, wrong: str, editor: Editor) -> None:
    editor.write(file, wrong)
    content = ContentEditor(editor.folder)
    for section in sections(content):
        for entry in entries(content, section, "en"):
            for slot in entry.slots:
                slot.read(content)
                typed = slot.choices[-1] if slot.choices else "7"
                slot.write(content, typed)
                assert slot.read(content).strip() == typed
