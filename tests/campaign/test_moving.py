"""A table is moved with its comment, and every other byte stays where it is."""

from __future__ import annotations

import tomllib

import pytest

from kiosk.campaign.moving import moved, moved_in_list, with_another, without
from tests.conftest import CAMPAIGNS

FILE = """# In this order.

# The first one.
[one]
text = \"\"\"
[two]
is no table here\"\"\"

[two] # the second
text = "2"
[two.colours]
ink = "#111111"


# A third,
# in two lines.
["three"]
text = '3'"""


def test_a_table_is_moved_with_its_comment_and_what_is_below_it() -> None:
    up = moved(FILE, "three", -2)
    assert list(tomllib.loads(up)) == ["three", "one", "two"]
    assert up.startswith(
        "# In this order.\n\n# A third,\n# in two lines.\n[\"three\"]\ntext = '3'\n\n# The first"
    )
    assert up.endswith('[two.colours]\nink = "#111111"\n')
    assert sorted(filter(None, up.split("\n"))) == sorted(filter(None, FILE.split("\n")))


@pytest.mark.parametrize("way", [("one", 1), ("two", -1), ("two", 1), ("three", -1)])
def test_there_and_back_is_as_it_was(way: tuple[str, int]) -> None:
    id, by = way
    there = moved(FILE + "\n", id, by)
    assert there != FILE + "\n"
    assert tomllib.loads(there) == tomllib.loads(FILE)
    assert moved(there, id, -by) == FILE + "\n"


@pytest.mark.parametrize(
    ("text", "id", "by"),
    [
        (FILE, "one", -1),
        (FILE, "three", 1),
        (FILE, "four", 1),
        ("[a]\n[b]\n[a.c]\n", "a", 1),
        ("[a]\nx = '[b]'\n", "b", -1),
        ("a = 1\n", "a", 1),
        ("", "a", 1),
        ("[a\n[b]\n", "b", -1),
    ],
)
def test_where_it_cannot_be_nothing_changes(text: str, id: str, by: int) -> None:
    assert moved(text, id, by) == text


@pytest.mark.parametrize(
    "file", sorted(CAMPAIGNS.glob("*/*s.toml")), ids=lambda one: f"{one.parent.name}-{one.name}"
)
def test_every_table_of_the_bundled_campaigns_moves_and_comes_back(file) -> None:
    text = file.read_text("utf-8")
    ids = list(tomllib.loads(text))
    for id in ids[1:]:
        there = moved(text, id, -1)
        place = ids.index(id)
        assert list(tomllib.loads(there)) == [*ids[: place - 1], id, ids[place - 1], *ids[place + 1 :]]
        assert moved(there, id, 1) == text


LISTED = """\
a = 1

# the first
[[fields]]
id = "x"  # of two
text = \"\"\"
[[fields]]
\"\"\"

[[fields]]
id = "y"
[fields.more]
z = 1

[other]
b = 2

# the third
[[ "fields" ]]
id = "z"
"""


def ids(text: str) -> list[str]:
    return [one["id"] for one in tomllib.loads(text).get("fields", [])]


def test_a_table_of_a_list_is_moved_with_its_comment_and_comes_back() -> None:
    there = moved_in_list(LISTED, "fields", 2, -2)
    assert ids(there) == ["z", "x", "y"]
    assert there.index("# the third") < there.index('id = "z"') < there.index("# the first")
    assert there.count("[fields.more]\nz = 1") == 1
    assert moved_in_list(there, "fields", 0, 2) == LISTED


@pytest.mark.parametrize(("place", "by"), [(0, -1), (2, 1), (3, -1), (0, 3)])
def test_a_table_of_a_list_has_no_place_beyond_its_ends(place: int, by: int) -> None:
    assert moved_in_list(LISTED, "fields", place, by) == LISTED


def test_a_table_of_a_list_is_taken_out_with_its_comment() -> None:
    assert ids(without(LISTED, "fields", 0)) == ["y", "z"]
    assert "# the first" not in without(LISTED, "fields", 0)
    only_third = without(without(LISTED, "fields", 0), "fields", 0)
    assert only_third == 'a = 1\n\n[other]\nb = 2\n\n# the third\n[[ "fields" ]]\nid = "z"\n'
    assert without(only_third, "fields", 0) == "a = 1\n\n[other]\nb = 2\n"
    assert without(LISTED, "fields", 3) == LISTED
    first, end = FILE.index("\n\n[two] #") + 1, FILE.index("\n\n\n# A third") + 1
    assert without(FILE, "two") == FILE[:first] + FILE[end:]


def test_a_table_is_added_behind_the_last_of_its_list() -> None:
    new = '[[fields]]\nid = "w"\n'
    there = with_another(LISTED, "fields", new)
    assert there == LISTED + "\n" + new
    assert with_another(LISTED.rstrip("\n"), "fields", new) == there
    between = with_another(LISTED.replace('# the third\n[[ "fields" ]]\nid = "z"\n', ""), "fields", new)
    assert ids(between) == ["x", "y", "w"]
    assert between.index('id = "w"') < between.index("[other]")
    assert with_another("a = 1\n", "fields", new) == "a = 1\n"


def test_what_stands_in_a_comment_opens_no_text() -> None:
    text = LISTED.replace("# the first", '# """ of them\u2028and this')
    assert ids(moved_in_list(text, "fields", 2, -2)) == ["z", "x", "y"]
