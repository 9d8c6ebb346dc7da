"""A table is moved with its comment, and every other byte stays where it is."""

from __future__ import annotations

import tomllib

import pytest

from kiosk.campaign.moving import moved
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
