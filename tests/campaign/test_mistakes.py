"""Every mistake in a content folder is told with its file, its line, and what to do."""

from __future__ import annotations

import re
import struct

import pytest

from kiosk.campaign.content import read_folder
from kiosk.errors import ContentError, NewerVersionError
from tests.campaign.conftest import WHOLE_JPEG, WHOLE_PNG, Editor, jpeg, png


def told(editor: Editor) -> str:
    """What a person is told of the mistake; there must be one, with something to do about it."""
    with pytest.raises(ContentError) as caught:
        editor.read()
    assert caught.value.todo
    return caught.value.what


# Each: the file, what stands there, what is typed instead, the line's text, what is said of it.
SLIPS = {
    "a typo in a key": ("campaign.toml", 'city = "off"', 'citty = "off"', "citty", "Did you mean 'city'?"),
    "a typo in a text's key": ("en/texts.toml", "slogan =", "sloga =", "sloga =", "Did you mean 'slogan'?"),
    "a typo in an id": (
        "zh-Hant/actions.toml",
        "[speak-at",
        "[speek-at",
        "[speek-at",
        "'speak-at-the-meeting'",
    ),
    "an id that Windows keeps for a device": (
        "campaign.toml",
        'id = "campus-library-hours"',
        'id = "nul"',
        'id = "nul"',
        "no file can be called 'nul' on Windows",
    ),
    "an unknown choice": (
        "campaign.toml",
        'phone = "off"',
        'phone = "maybe"',
        "phone",
        "write one of these: 'required', 'asked', 'off'",
    ),
    "a number for a text": ("en/texts.toml", 'title = "A library', "title = 5 #", "title = 5", "'title'"),
    "a number for the second entry's text": (
        "en/actions.toml",
        'title = "Speak',
        'title = 5 # "Speak',
        "title = 5",
        "'title'",
    ),
    "a missing quotation mark": ("en/texts.toml", 'title = "A', "title = A", "title = A", ""),
    "a key twice": ("en/texts.toml", "slogan =", 'title = "B"\nslogan =', 'title = "B"', ""),
    "a date that is none": ("campaign.toml", "2027-07-31", '"soon"', "destroy_by", "as 2028-12-31, without"),
    "a format that is none": (
        "campaign.toml",
        "format = 3",
        "format = 0",
        "format = 0",
        "write one of these: 1",
    ),
    "a goal in words": ("campaign.toml", "2_500", '"many"', "signatures = ", "write a whole number"),
    "a goal of nobody": ("campaign.toml", "2_500", "0", "signatures = ", "from 1 to 1,000,000,000"),
    "a goal beyond all people": ("campaign.toml", "2_500", "10_000_000_000", "signatures = ", "from 1 to"),
    "a goal's day in quotation marks": ("campaign.toml", "2027-03-12", '"March"', '"March"', "as 2028-12-31"),
    "a goal without a number": ("campaign.toml", "signatures = 2_500", "", "[goal]", "missing in [goal]"),
    "a key that a goal has not": ("campaign.toml", "by = 2027-03", "bye = 2027-03", "bye = ", "mean 'by'?"),
    "a hand-over in words": ("campaign.toml", "2027-03-15", '"in March"', '"in March"', "as 2028-12-31"),
    "a goal in an earlier format": ("campaign.toml", "format = 3", "format = 2", "[goal]", "has format = 3"),
    "a key of another table": ("campaign.toml", "[form]\n", "[form]\nformat = 1\n", None, "not known here."),
    "a truth in quotation marks": (
        "actions.toml",
        "help = false",
        'help = "no"',
        'help = "no"',
        "true or false",
    ),
    "a choice of a figure": (
        "figures.toml",
        '"percent"',
        '"per cent"',
        "unit",
        "write one of these: 'percent', 'people'",
    ),
    "a value in quotation marks": ("figures.toml", "value = 73", 'value = "73"', "value", "write a number"),
    "an unknown language": ("campaign.toml", '"zh-Hans"]', '"zh-Hans", "xx"]', "languages", "'xx'"),
    "a language of no shape": ("campaign.toml", '"zh-Hans"]', '"zh-Hans", "../en"]', "languages", "'../en'"),
    "a language twice": ("campaign.toml", '"zh-Hans"]', '"zh-Hans", "en"]', "languages", "each once"),
    "a folder of no language": ("campaign.toml", '"en", "zh-Hant"', '"en"', "languages", "zh-Hant/"),
    "an id with a space": ("campaign.toml", '"campus-library', '"campus library', "id =", "a-z"),
    "a colour by name": ("campaign.toml", "#eef6f2", "white", "white", "#rrggbb"),
    "a poster's colour": ("posters.toml", "#f4f1c9", "#f4f1c", "ink", "#rrggbb"),
    "a script as a link": (
        "campaign.toml",
        "https://riverside-students.example/library",
        "javascript:alert(1)",
        "javascript",
        "https://",
    ),
    "a country by name": ("endorsers.toml", 'country = "HK"', 'country = "Hong Kong"', "[riverside", "'HK'"),
    "a link that there is not": (
        "actions.toml",
        'link = "website"',
        'link = "forum"',
        "[count-seats]",
        "lacks",
    ),
    "a picture that there is not": (
        "endorsers.toml",
        'country = "HK"',
        'country = "HK"\npicture = "pictures/a.png"',
        "[riverside",
        "pictures/",
    ),
    "a figure of no question": ("figures.toml", '"01-why-midnight"', '"09-why"', "[seats-by-hour]", "09-why"),
    "a figure's value that is no number": (
        "figures.toml",
        "value = 73",
        "value = nan",
        "[seats-by-hour]",
        "values",
    ),
    "a figure's value below nothing": (
        "figures.toml",
        "value = 73",
        "value = -73",
        "[seats-by-hour]",
        "values",
    ),
    "HTML": ("en/texts.toml", "Lights on till", "Lights <b>on</b> till", "Lights <b>", "HTML"),
    "an image": ("zh-Hant/actions.toml", 'text = "', 'text = "![](x.png) ', "![]", "an image"),
}


@pytest.mark.parametrize("slip", SLIPS.values(), ids=SLIPS.keys())
def test_a_slip_is_told_with_its_line(editor: Editor, slip: tuple[str, str, str, str | None, str]) -> None:
    file, old, new, shown, said = slip
    editor.replace(file, old, new)
    what = told(editor)
    line = editor.line_of(file, shown) if shown else editor.line_of(file, "[form]") + 1
    assert what.startswith(f"{file}, line {line}: ")
    assert said in what
    for word in ("Invalid enum", "Expected", "Object", "`"):
        assert word not in what


@pytest.mark.parametrize(
    ("markup", "name"),
    [
        ("Please <script>alert(1)</script> sign.", "HTML"),
        ("<div>Please sign.</div>", "HTML"),
        ("Please <!-- note --> sign.", "HTML"),
        ("Look: ![us](https://example.org/x.png)", "an image"),
        ("Go to [our site](https://example.org).", "a link"),
        ("Go to <https://example.org>.", "a link"),
        ("Go to [our site](javascript:alert(1)).", "a link"),
        ("```\ncode\n```", "code"),
    ],
)
def test_markup_that_texts_may_not_have_is_told_with_its_line(editor: Editor, markup: str, name: str) -> None:
    before = (editor.folder / "en/petition.md").read_text(encoding="utf-8").rstrip("\n")
    editor.append("en/petition.md", f"\n\n{markup}\n")
    line = before.count("\n") + 4
    assert f"en/petition.md, line {line}: {name} is not allowed" in told(editor)


def test_markup_later_in_a_paragraph_is_told_with_its_own_line(editor: Editor) -> None:
    editor.write("en/petition.md", "\n\nOne\ntwo\nthree <b>four</b>\n")
    assert told(editor).startswith("en/petition.md, line 5:")


def test_another_encoding_is_told_with_its_line(editor: Editor) -> None:
    editor.write("en/petition.md", "First line.\nAt the caf\xe9.\n".encode("latin-1"))
    assert told(editor) == "en/petition.md, line 2: this is not UTF-8 text."


def test_a_missing_quotation_mark_at_the_end_of_the_file_has_a_line(editor: Editor) -> None:
    editor.write("en/texts.toml", 'title = """never closed')
    assert re.match(r"en/texts\.toml, line \d+: ", told(editor))


def test_a_question_must_start_with_its_title(editor: Editor) -> None:
    editor.write("en/questions/02-who-pays.md", "Who pays?\nThe university.\n")
    assert told(editor).startswith("en/questions/02-who-pays.md, line 1:")


def test_a_question_that_the_first_language_lacks_is_not_passed_over(editor: Editor) -> None:
    editor.write("zh-Hant/questions/04-new.md", "# 新的?\n\n是。\n")
    assert "zh-Hant/questions/04-new.md" in told(editor)


def test_a_figure_without_a_label_is_told(editor: Editor) -> None:
    editor.replace("zh-Hant/figures.toml", "taken = ", "# taken = ")
    assert "lacks 'taken'" in told(editor)


def test_a_figure_without_bars_is_told(editor: Editor) -> None:
    text = (editor.folder / "figures.toml").read_text(encoding="utf-8")
    editor.write("figures.toml", text.split("bars = [")[0] + "bars = []\n")
    assert "needs bars" in told(editor)


def test_the_words_of_a_goal_without_a_goal_are_told(editor: Editor) -> None:
    editor.replace("campaign.toml", "[goal]\nsignatures = 2_500\nby = 2027-03-12\n", "")
    line = editor.line_of("en/texts.toml", "goal = ")
    assert told(editor).startswith(f"en/texts.toml, line {line}: these are the words of a goal")


START = '[start]\npictures = ["pictures/march.jpg"]\n\n'
WORDS = '\n[pictures]\nmarhc = "People with lanterns"\n'


@pytest.mark.parametrize(
    ("start", "line", "said"),
    [
        (START.replace("march", "merch"), "pictures/merch", "[start] has a picture 'pictures/merch.jpg'"),
        (START.replace("pictures/march.jpg", "en/texts.toml"), "en/texts.toml", "not in the folder pict"),
        (START.replace('["', '["pictures/march.jpg", "'), "pictures = ", "each with a name of its own"),
        (
            START.replace('["', '["pictures/a.jpg", "pictures/b.jpg", "pictures/c.jpg", "pictures/d.jpg", "'),
            "pictures = ",
            "list at most 4 pictures",
        ),
        (START.replace("pictures =", "picture ="), "picture = ", "Did you mean 'pictures'?"),
        ('[start]\npictures = "pictures/march.jpg"\n\n', "pictures = ", "write a list between square"),
        ("[start]\n\n", "[start]", "'pictures' is missing in [start]"),
    ],
)
def test_a_mistake_in_the_pictures_of_the_start_is_told_with_its_line(
    editor: Editor, start: str, line: str, said: str
) -> None:
    for name in ("march", "a", "b", "c", "d"):
        editor.write(f"pictures/{name}.jpg", jpeg(900, 1200) + WHOLE_JPEG)
    editor.replace("campaign.toml", "[goal]", start + "[goal]")
    where = f"campaign.toml, line {editor.line_of('campaign.toml', line)}: "
    assert told(editor).startswith(where)
    assert said in told(editor)


def test_pictures_of_the_start_need_the_newer_format(editor: Editor) -> None:
    editor.write("pictures/march.jpg", jpeg(900, 1200) + WHOLE_JPEG)
    _without_a_hand_over(editor)
    editor.replace("campaign.toml", "[form]", START + "[form]")
    assert "a campaign with a [start] has format = 3" in told(editor)
    editor.replace("campaign.toml", "format = 2", "format = 3")
    editor.read()


@pytest.mark.parametrize("name", ["march.png", "march.jpg"])
def test_a_picture_of_the_start_that_is_cut_off_is_told_though_its_header_is_whole(
    editor: Editor, name: str
) -> None:
    whole = png(900, 1200) + WHOLE_PNG if name.endswith(".png") else jpeg(900, 1200) + WHOLE_JPEG
    editor.write(f"pictures/{name}", whole[:-4])
    editor.read()  # so that a pack from before can be opened, with it at an endorser
    editor.replace("campaign.toml", "[goal]", START.replace("march.jpg", name) + "[goal]")
    assert told(editor).startswith(f"pictures/{name} is not the kind of picture that its name says, or is")
    editor.write(f"pictures/{name}", whole)
    editor.read()


def test_a_slip_in_the_name_of_a_described_picture_is_told(editor: Editor) -> None:
    editor.write("pictures/march.jpg", jpeg(900, 1200) + WHOLE_JPEG)
    editor.append("zh-Hant/texts.toml", WORDS)
    line = editor.line_of("zh-Hant/texts.toml", "marhc")
    assert told(editor) == f"zh-Hant/texts.toml, line {line}: 'marhc' is not known here."
    editor.replace("campaign.toml", "[goal]", START + "[goal]")
    assert told(editor).endswith("'marhc' is not known here. Did you mean 'march'?")


def _without_a_hand_over(editor: Editor) -> None:
    """Makes it a campaign of format 2."""
    editor.replace("campaign.toml", "[goal]\nsignatures = 2_500\nby = 2027-03-12\n", "")
    editor.replace("campaign.toml", "[hand_over]\nday = 2027-03-15", "")
    editor.replace("campaign.toml", "format = 3", "format = 2")
    for language in ("en", "zh-Hant", "zh-Hans"):
        kept = [
            line
            for line in (editor.folder / language / "texts.toml").read_text(encoding="utf-8").splitlines()
            if not line.startswith(("goal = ", "organiser = ", "addressee = "))
        ]
        editor.write(f"{language}/texts.toml", "\n".join(kept) + "\n")


@pytest.mark.parametrize("key", ["organiser", "addressee"])
def test_who_hands_over_to_whom_needs_the_newer_format(editor: Editor, key: str) -> None:
    _without_a_hand_over(editor)
    editor.read()
    editor.append("en/texts.toml", f'{key} = "The Council"\n')
    assert f"'{key}' needs format = 3" in told(editor)


def test_a_link_twice_is_told(editor: Editor) -> None:
    editor.append("campaign.toml", '\n[[links]]\nid = "website"\nurl = "https://example.org"\n')
    assert "list each link once" in told(editor)


def test_an_empty_text_file_is_told(editor: Editor) -> None:
    editor.write("zh-Hant/consent.md", " \n")
    assert told(editor) == "zh-Hant/consent.md is empty."


def test_a_picture_of_another_kind_is_told(editor: Editor) -> None:
    editor.write("pictures/a.png", b"\xff\xd8\xff" + bytes(20))
    assert told(editor).startswith("pictures/a.png is not the kind of picture")


def test_too_many_demands_are_told(editor: Editor) -> None:
    editor.write("en/demands.toml", "".join(f'[d{n}]\ntext = "x"\n' for n in range(201)))
    assert "more than 200" in told(editor)


def test_more_next_steps_than_anybody_reads_are_told(editor: Editor) -> None:
    editor.replace("en/texts.toml", "next_steps = [", 'next_steps = ["a", "b", ')
    line = editor.line_of("en/texts.toml", "next_steps")
    assert told(editor) == f"en/texts.toml, line {line}: 'next_steps' has more than 4 lines."


def test_next_steps_that_are_no_list_are_told(editor: Editor) -> None:
    editor.replace("en/texts.toml", "next_steps = [", 'next_steps = "We count." # [')
    text = (editor.folder / "en/texts.toml").read_text(encoding="utf-8")
    editor.write("en/texts.toml", text.split(" # [")[0])
    assert "write a list between square brackets" in told(editor)


def test_a_key_that_is_known_elsewhere_is_not_suggested_for_itself(editor: Editor) -> None:
    editor.replace("campaign.toml", "[form]\n", "[form]\nformat = 1\n")
    assert "'format'?" not in told(editor)


def test_a_newer_format_asks_for_a_newer_program(editor: Editor) -> None:
    editor.replace("campaign.toml", "format = 3", "format = 4\nmore = true")
    with pytest.raises(NewerVersionError, match="newer version") as caught:
        editor.read()
    assert "Update" in caught.value.todo


@pytest.mark.parametrize(
    "name",
    ["Thumbs.db", "pictures/Thumbs.db", "en/desktop.ini", "Desktop.ini", ".DS_Store", "en/texts.toml~"],
)
def test_what_file_managers_leave_behind_is_passed_over(editor: Editor, name: str) -> None:
    before = read_folder(editor.folder)
    editor.write(name, b"\xff\xfe")
    assert read_folder(editor.folder) == before


def test_a_content_folder_that_is_not_there_is_told(editor: Editor) -> None:
    with pytest.raises(ContentError, match="no content folder"):
        Editor(editor.folder / "nowhere").read()


def test_a_picture_that_hides_its_size_behind_another_is_refused(editor: Editor) -> None:
    large, small = jpeg(5000, 5000), jpeg(50, 50)
    decoy = b"\xff\x01" + struct.pack(">H", len(large)) + large[2:]  # a reader that knows FF 01 goes on here
    editor.write("pictures/a.jpg", large[:2] + decoy + small[2:] + WHOLE_JPEG)
    assert told(editor).startswith("pictures/a.jpg is not the kind of picture that its name says, or is")
