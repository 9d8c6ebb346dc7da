"""A campaign's own fields are added, moved and taken away in a content folder, and its comments stay."""

from __future__ import annotations

import hashlib
import tomllib

import pytest

from kiosk.campaign import field_files, slots
from kiosk.campaign.content import parse_content, read_folder
from kiosk.campaign.editing import ContentEditor
from kiosk.errors import ContentError
from kiosk.signing.own_fields import OwnField
from tests.campaign.conftest import Editor


def fields(content: ContentEditor) -> tuple[OwnField, ...]:
    return parse_content(content.files).fields


def test_a_field_that_is_added_is_the_last_and_asked_in_the_words_given(editor: Editor) -> None:
    content = ContentEditor(editor.folder)
    field_files.add(content, "en", "choices", "Which halls do you use?", ["Main hall", "Café", "圖書館"])
    content.save()
    campaign = editor.read()
    *_, added = campaign.fields
    assert (added.id, added.kind, added.asked) == ("which-halls-do-you-use", "choices", "asked")
    assert added.options == ("main-hall", "cafe", "option-eacb4e")
    words = campaign.texts["en"].fields[added.id]
    assert words.title == "Which halls do you use?"
    assert words.options == {"main-hall": "Main hall", "cafe": "Café", "option-eacb4e": "圖書館"}
    missing = {one.key for one in campaign.missing if one.language == "zh-Hant"}
    assert added.id in missing


@pytest.mark.parametrize(
    ("title", "id"),
    [
        ("Matriculation number", "matriculation-number"),
        ("Straße, Haus-Nr.?", "strasse-haus-nr"),
        ("學號", "field-DIGEST"),
        ("電話 number", "field-DIGEST"),  # "number" alone would be that of another question, too
        ("2nd address", "field-2nd-address"),
        ("Name", "field-DIGEST"),
        ("Faculty", "field-DIGEST"),
        ("a" * 60, "a" * 33 + "-DIGEST"),
    ],
)
def test_the_id_is_made_of_the_title_and_of_no_other(editor: Editor, title: str, id: str) -> None:
    content = ContentEditor(editor.folder)
    field_files.add(content, "en", "text", title)
    assert fields(content)[-1].id == id.replace("DIGEST", hashlib.sha256(title.encode()).hexdigest()[:6])


def test_what_is_taken_away_gives_its_id_to_nothing_else(editor: Editor) -> None:
    """People's answers are known by the id: 醫 must not be what 法 was."""
    content = ContentEditor(editor.folder)
    field_files.add(content, "en", "choice", "學院", ["文", "法", "理"])
    id, before = fields(content)[-1].id, fields(content)[-1].options
    field_files.remove_option(content, slots.languages(content), id, before[1])
    field_files.add_option(content, "en", id, "醫")
    now = fields(content)[-1].options
    assert now[:2] == (before[0], before[2])
    assert now[2] not in before
    field_files.add_option(content, "en", id, "法")
    assert fields(content)[-1].options[3] == before[1], "the same again is the same"
    slots.remove(content, "fields", id)
    field_files.add(content, "en", "text", "電話")
    assert fields(content)[-1].id != id


def test_an_option_without_words_stays_where_it_is_and_can_be_taken_away(editor: Editor) -> None:
    content = ContentEditor(editor.folder)
    content.set_value("en/fields.toml", ("faculty", "options", "arts"), None)
    (_, entry) = slots.entries(content, "fields", "en")
    shown = [slot.option for slot in entry.slots if slot.option]
    assert shown[0] == "arts"
    assert shown == content.value("campaign.toml", "fields", 1, "options")
    field_files.remove_option(content, slots.languages(content), "faculty", "arts")
    assert "arts" not in fields(content)[1].options


def test_words_of_a_field_that_is_not_there_can_be_taken_away(editor: Editor) -> None:
    editor.append("en/fields.toml", '\n[room]\ntitle = "Room"\n')
    content = ContentEditor(editor.folder)
    with pytest.raises(ContentError, match="room"):
        fields(content)
    assert [entry.id for entry in slots.entries(content, "fields", "en")][-1] == "room"
    slots.move(content, "fields", "room", -1)
    slots.remove(content, "fields", "room")
    assert len(fields(content)) == 2


def test_a_field_goes_with_its_own_comment_in_every_file(editor: Editor) -> None:
    for language in ("en", "zh-Hant"):
        editor.replace(f"{language}/fields.toml", "[student-number]", "# ours\n[student-number]")
        editor.replace(f"{language}/fields.toml", "[faculty]", "# Ask Robin first\n[faculty]")
    content = ContentEditor(editor.folder)
    slots.remove(content, "fields", "student-number")
    for language in ("en", "zh-Hant"):
        text = content.files[f"{language}/fields.toml"].decode()
        assert "# ours" not in text
        assert "# Ask Robin first\n[faculty]" in text


def test_a_new_field_comes_between_no_table_and_its_comment(editor: Editor) -> None:
    editor.append("campaign.toml", "\n# The last days\n[keyboard]\nchinese = []\n")
    content = ContentEditor(editor.folder)
    field_files.add(content, "en", "text", "Room")
    text = content.files["campaign.toml"].decode()
    assert text.endswith(
        '[[fields]]\nid = "room"\nkind = "text"\n\n# The last days\n[keyboard]\nchinese = []\n'
    )


def test_words_that_are_too_long_are_told_with_their_place(editor: Editor) -> None:
    content = ContentEditor(editor.folder)
    content.set_value("zh-Hant/fields.toml", ("faculty", "options", "law"), "法" * 201)
    with pytest.raises(ContentError, match="200 characters") as told:
        fields(content)
    assert told.value.values["file"] == "zh-Hant/fields.toml"
    assert told.value.values["key"] == "faculty.options.law"


def test_the_first_field_of_a_campaign_makes_its_format_the_second(editor: Editor) -> None:
    content = ContentEditor(editor.folder)
    for id in field_files.ids(content):
        slots.remove(content, "fields", id)
    assert fields(content) == ()
    assert content.value("campaign.toml", "fields") is None
    content.set_value("campaign.toml", ("format",), 1)
    content.set_value("campaign.toml", ("goal",), None)
    content.set_value("campaign.toml", ("hand_over",), None)
    for language in slots.languages(content):
        for key in ("goal", "organiser", "addressee"):
            content.set_value(f"{language}/texts.toml", (key,), None)
    field_files.add(content, "en", "yes-no", "Are you a member?")
    assert [(field.id, field.kind) for field in fields(content)] == [("are-you-a-member", "yes-no")]
    assert content.value("campaign.toml", "format") == 2
    field_files.add(content, "en", "number", "How many?")
    content.set_value("campaign.toml", ("format",), 3)
    field_files.add(content, "en", "date", "Since when?")
    assert content.value("campaign.toml", "format") == 3, "what a newer program can read stays"


def test_fields_are_moved_with_their_comments_and_back(editor: Editor) -> None:
    content = ContentEditor(editor.folder)
    before = content.files["campaign.toml"].decode()
    slots.move(content, "fields", "faculty", -1)
    assert [field.id for field in fields(content)] == ["faculty", "student-number"]
    moved = content.files["campaign.toml"].decode()
    assert sorted(moved.split("\n")) == sorted(before.split("\n"))
    slots.move(content, "fields", "faculty", -1)
    slots.move(content, "fields", "student-number", 1)
    assert content.files["campaign.toml"].decode() == moved, "there is no place beyond the first and the last"
    slots.move(content, "fields", "student-number", -1)
    assert content.files["campaign.toml"].decode() == before


def test_a_field_goes_in_every_language_and_all_else_stays(editor: Editor) -> None:
    content = ContentEditor(editor.folder)
    before = content.files["campaign.toml"].decode()
    slots.remove(content, "fields", "faculty")
    assert [field.id for field in fields(content)] == ["student-number"]
    after = content.files["campaign.toml"].decode()
    assert before.startswith(after.rstrip("\n"))
    for language in ("en", "zh-Hant", "zh-Hans"):
        assert list(content.value(f"{language}/fields.toml")) == ["student-number"]


def test_an_option_comes_and_goes_in_every_language(editor: Editor) -> None:
    content = ContentEditor(editor.folder)
    before = {
        name: tomllib.loads(data.decode())
        for name, data in read_folder(editor.folder).items()
        if name.endswith(".toml")
    }
    field_files.add_option(content, "en", "faculty", "Veterinary science")
    assert fields(content)[1].options[-1] == "veterinary-science"
    assert parse_content(content.files).texts["en"].fields["faculty"].options["veterinary-science"] == (
        "Veterinary science"
    )
    content.set_value("zh-Hant/fields.toml", ("faculty", "options", "veterinary-science"), "獸醫")
    field_files.add_option(content, "en", "faculty", "Law")
    second = fields(content)[1].options[-1]
    assert second.startswith("option-"), "law is there"
    for option in (second, "veterinary-science"):
        field_files.remove_option(content, slots.languages(content), "faculty", option)
    after = {
        name: tomllib.loads(data.decode()) for name, data in content.files.items() if name.endswith(".toml")
    }
    assert after == before


@pytest.mark.parametrize(
    ("kind", "asked"),
    [
        ("text", ["asked", "limit", "pattern", "check", "example", "identifies", "petition", "sensitive"]),
        ("number", ["asked", "pattern", "check", "example", "identifies", "petition", "sensitive"]),
        ("date", ["asked", "identifies", "petition", "sensitive"]),
        ("choice", ["asked", "petition", "sensitive"]),
        ("choices", ["asked", "petition", "sensitive"]),
        ("yes-no", ["asked", "petition", "sensitive"]),
    ],
)
def test_what_can_be_said_of_a_field_is_what_its_kind_may_have(
    editor: Editor, kind: str, asked: list[str]
) -> None:
    content = ContentEditor(editor.folder)
    field_files.add(content, "en", kind, "New", ["A", "B"])
    (*_, entry) = slots.entries(content, "fields", "en")
    shared = [slot for slot in entry.slots if slot.file == "campaign.toml"]
    assert [slot.called for slot in shared] == asked
    for slot in shared:
        if slot.choices:
            assert slot.read(content) == "", "nothing is written: the default holds"
            slot.write(content, slot.default)
            assert fields(content)[-1] == OwnField("new", kind, options=fields(content)[-1].options)  # type: ignore[arg-type]


def test_fields_on_one_line_can_be_edited_too(editor: Editor) -> None:
    whole = (editor.folder / "campaign.toml").read_text(encoding="utf-8")
    on_one_line = 'fields = [{id = "a", kind = "text"}, {id = "b", kind = "text"}]\n'
    editor.write("campaign.toml", on_one_line + whole[: whole.index("# What the form does not have")])
    for language in ("en", "zh-Hant", "zh-Hans"):
        editor.write(f"{language}/fields.toml", '[a]\ntitle = "A"\n[b]\ntitle = "B"\n')
    content = ContentEditor(editor.folder)
    field_files.add(content, "en", "date", "C")
    slots.move(content, "fields", "c", -2)
    slots.remove(content, "fields", "a")
    assert [(field.id, field.kind) for field in fields(content)] == [("c", "date"), ("b", "text")]


def test_fields_that_are_none_are_told_and_not_touched(editor: Editor) -> None:
    whole = (editor.folder / "campaign.toml").read_text(encoding="utf-8")
    for wrong in ("fields = 5\n", 'fields = ["a"]\n', "fields = [{}, 7]\n"):
        editor.write("campaign.toml", wrong + whole[: whole.index("# What the form does not have")])
        content = ContentEditor(editor.folder)
        assert [one.id for one in slots.entries(content, "fields", "en")] == ["student-number", "faculty"]
        with pytest.raises(ContentError):
            parse_content(content.files)


def test_options_that_are_no_list_are_put_right_by_adding_some(editor: Editor) -> None:
    for wrong in ("5", '"arts"', "[1, 2]"):
        editor.replace("campaign.toml", "options = ", f"options = {wrong} #")
        content = ContentEditor(editor.folder)
        with pytest.raises(ContentError):
            parse_content(content.files)
        for words in ("One", "Two"):
            field_files.add_option(content, "en", "faculty", words)
        for number in ("1", "2"):
            field_files.remove_option(content, slots.languages(content), "faculty", number)
        assert fields(content)[1].options == ("one", "two")


def test_an_id_that_is_none_can_be_taken_away(editor: Editor) -> None:
    editor.replace("campaign.toml", 'id = "faculty"', "id = 7")
    content = ContentEditor(editor.folder)
    assert field_files.ids(content) == ["student-number", "7"]
    slots.remove(content, "fields", "7")
    assert field_files.ids(content) == ["student-number"]
