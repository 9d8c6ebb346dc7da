"""A campaign's own fields, written by an editor, or by whoever makes a hostile pack."""

from __future__ import annotations

import pytest

from kiosk.campaign.content import parse_content
from kiosk.campaign.model import Campaign, Missing
from kiosk.errors import ContentError, NewerVersionError
from kiosk.signing.own_values import MAX_OWN
from kiosk.signing.signature import FIELDS
from tests.campaign.conftest import Editor

Files = dict[str, bytes]
WORDS = '[{id}]\ntitle = "A question"\nwrong = "No."\n[{id}.options]\nx = "X"\ny = "Y"\n'


def with_fields(tiny: Files, fields: str, ids: tuple[str, ...] = ("number",), words: str = "") -> Campaign:
    top = tiny["campaign.toml"].replace(b"format = 1", b"format = 2") + fields.encode()
    written = words or "".join(WORDS.format(id=id) for id in ids)
    return parse_content({**tiny, "campaign.toml": top, "en/fields.toml": written.encode()})


def field(id: str = "number", more: str = "", kind: str = "text") -> str:
    return f'\n[[fields]]\nid = "{id}"\nkind = "{kind}"\n{more}\n'


def test_a_text_takes_a_table_and_its_words_and_no_code(tiny: Files) -> None:
    campaign = with_fields(tiny, field("motto"), ("motto",))
    assert [(one.id, one.kind, one.asked) for one in campaign.fields] == [("motto", "text", "asked")]
    assert campaign.texts["en"].fields["motto"].title == "A question"


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        (field("Number"), "must be made of a-z"),
        (field("=1+2"), "must be made of a-z"),
        (field("-number"), "must be made of a-z"),
        (field("a" * 41), "must be made of a-z"),
        *[(field(name), "already") for name in ("name", "email", "id", "status", "kiosk", "signature")],
        (field("paper-ref"), "already"),
        (field("duplicate-of"), "already"),
        (field("e-mail"), "already"),
        (field() + field(), "two fields"),
        (field("student-no") + field("studentno"), "two fields"),
        (field(kind="colour"), "write one of these"),
        (field(more='asked = "perhaps"'), "write one of these"),
        (field(kind="choice"), "needs options"),
        (field(more='options = ["x", "y"]'), "needs options"),
        (field(more='options = ["x"]', kind="choice"), "2 to 60"),
        (field(more=f"options = {[f'x{n}' for n in range(61)]}", kind="choice"), "2 to 60"),
        (field(more='options = ["x", "x"]', kind="choice"), "each once"),
        (field(more='options = ["=x", "y"]', kind="choices"), "each once"),
        (field(more='pattern = "(a+)+"\nexample = "a"'), "pattern of 'number' cannot be read"),
        (field(more='pattern = "[0-9]{8}"'), "needs an example"),
        (field(more='pattern = "[0-9]{8}"\nexample = "1"'), "example of 'number' does not fit"),
        (field(more='check = "luhn"\nexample = "20261237"'), "does not fit"),
        (field(more='pattern = "x"', kind="date"), "only texts and numbers"),
        (field(more="limit = 0"), "1 to 500"),
        (field(more="limit = 501"), "1 to 500"),
        (field(more="identifies = true", kind="yes-no"), "cannot tell people apart"),
        (field("a", "identifies = true") + field("b", "identifies = true"), "second with identifies"),
        (field(more="sensitive = true\npetition = true"), "sensitive and go onto"),
        (field(more="colour = 1"), "not known here"),
        ("".join(field(f"field-{n}") for n in range(MAX_OWN + 1)), "one field too many"),
        ("".join(field(f"field-{n}") for n in range(800)), "one field too many"),
    ],
)
def test_a_field_that_cannot_be_is_told_with_its_line(tiny: Files, fields: str, reason: str) -> None:
    with pytest.raises(ContentError, match=reason) as told:
        with_fields(tiny, fields)
    assert "campaign.toml, line" in told.value.what


def test_no_field_of_the_program_can_be_taken(tiny: Files) -> None:
    for name in FIELDS:
        with pytest.raises(ContentError, match="already"):
            with_fields(tiny, field(name.replace("_", "-")))


def test_format_1_has_none_and_says_so(tiny: Files) -> None:
    top = tiny["campaign.toml"] + field().encode()
    with pytest.raises(ContentError, match="format = 2"):
        parse_content({**tiny, "campaign.toml": top})


def test_a_program_that_knows_format_1_alone_asks_for_an_update_and_so_does_this_one(tiny: Files) -> None:
    top = tiny["campaign.toml"].replace(b"format = 1", b"format = 4") + b"\n[[questions]]\n"
    with pytest.raises(NewerVersionError):
        parse_content({**tiny, "campaign.toml": top})


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("[other]\ntitle = 'x'", "not known here"),
        ("", "lacks a table"),
        ("[number]\ntitle = ''\noptions = {x = 'X', y = 'Y'}\n", "number.title"),
        ("[number]\ntitle = 'x'\n", "number.options.x"),
        ("[number]\ntitle = 'x'\noptions = {x = 'X'}\n", "number.options.y"),
        ("[number]\ntitle = '" + "x" * 201 + "'\noptions = {x = 'X', y = 'Y'}\n", "more than 200"),
        ("[number]\ntitle = '<b>x</b>'\noptions = {x = 'X', y = 'Y'}\n", "HTML"),
    ],
)
def test_words_that_lack_are_told(tiny: Files, words: str, reason: str) -> None:
    with pytest.raises(ContentError, match=reason):
        with_fields(tiny, field(more='options = ["x", "y"]', kind="choice"), words=words or "# none")


def test_a_pattern_needs_a_sentence_for_what_does_not_fit(tiny: Files) -> None:
    fields = field(more='pattern = "[0-9]"\nexample = "7"')
    with pytest.raises(ContentError, match=r"number\.wrong"):
        with_fields(tiny, fields, words="[number]\ntitle = 'x'\n")


def test_what_another_language_lacks_is_shown_in_the_first_and_reported(editor: Editor) -> None:
    editor.write("zh-Hant/fields.toml", "[faculty]\ntitle = '學院'\noptions = {law = '法學院'}\n")
    campaign = editor.read()
    words = campaign.texts["zh-Hant"].fields
    assert words["student-number"].title == campaign.texts["en"].fields["student-number"].title
    assert (words["faculty"].options["law"], words["faculty"].options["arts"]) == ("法學院", "Arts")
    missing = [one for one in campaign.missing if one.file == "fields.toml" and one.language == "zh-Hant"]
    assert missing[0] == Missing("zh-Hant", "fields.toml", "student-number")
    assert "faculty.options.arts" in {one.key for one in missing}
