"""Answers to a campaign's own fields as they are typed up from paper: read as meant, or refused with why."""

from __future__ import annotations

import msgspec
import pytest

from kiosk.campaign.model import Campaign, FieldText
from kiosk.campaign.pack import Pack
from kiosk.errors import PaperError
from kiosk.signing.own_fields import OwnField
from kiosk.signing.own_values import Own
from kiosk.stall.days import DateOrder
from kiosk.stall.own_cells import read_own

FIELDS = (
    OwnField("card", "text", "required", "[0-9]{4}", example="1234", identifies=True),
    OwnField("note", "text", limit=10),
    OwnField("born", "date"),
    OwnField("member", "yes-no"),
    OwnField("faculty", "choice", options=("arts", "law", "art-history")),
    OwnField("halls", "choices", options=("main", "north", "east")),
    OwnField("gone", "text", "off", limit=5),
)
ENGLISH = {
    "faculty": {"arts": "Arts", "law": "Law", "art-history": "Arts and their history"},
    "halls": {"main": "Main hall", "north": "North hall", "east": "East hall"},
}
CHINESE = {
    "faculty": {"arts": "文學院", "law": "法學院", "art-history": "文學院"},
    "halls": {"main": "主樓", "north": "北樓", "east": "東樓"},
}


@pytest.fixture
def asking(campaign_pack: Pack) -> Campaign:
    """A campaign with a field of each kind; two options have the same words in Chinese."""
    texts = {
        language: msgspec.structs.replace(
            texts,
            fields={
                field.id: FieldText(
                    field.id, options=(ENGLISH if language == "en" else CHINESE).get(field.id, {})
                )
                for field in FIELDS
            },
        )
        for language, texts in campaign_pack.campaign.texts.items()
    }
    return msgspec.structs.replace(campaign_pack.campaign, texts=texts, fields=FIELDS)


def test_every_kind_of_answer_is_read_as_it_was_meant(asking: Campaign) -> None:
    cells = {
        "card": "１２３４",
        "note": " as typed ",
        "born": "3/12/1999",
        "member": " JA ",
        "faculty": " law ",
        "halls": "East hall; main;; ",
        "name": "Ana",
    }
    expected: Own = {
        "card": "１２３４",
        "note": " as typed ",
        "born": "1999-12-03",
        "member": True,
        "faculty": "law",
        "halls": ("main", "east"),
    }
    read = read_own(asking, cells, DateOrder.DAY_FIRST)
    assert read == expected
    assert list(read) == list(expected), "in the campaign's order"


@pytest.mark.parametrize(
    ("field", "cell", "kept"),
    [
        ("note", "x" * 10, "x" * 10),
        ("note", " \u200b", None),
        ("born", "2000年1月31日", "2000-01-31"),
        ("born", "2062-01-31", "2062-01-31"),  # whatever it is the day of, it need not be past
        ("born", "", None),
        ("member", "nein", False),
        ("member", "１", True),
        ("faculty", "LAW", "law"),
        ("faculty", "法學院", "law"),
        ("faculty", "Arts and their history", "art-history"),
        ("halls", "北樓", ("north",)),
        ("halls", "north;North hall", ("north",)),
        ("halls", " ", None),
        ("gone", "too long for it", None),
    ],
)
def test_an_answer_is_taken_or_passed_over(asking: Campaign, field: str, cell: str, kept: object) -> None:
    read = read_own(asking, {"card": "1234", field: cell}, None)
    assert read == {"card": "1234"} | ({} if kept is None else {field: kept})


@pytest.mark.parametrize(
    ("field", "cell", "why"),
    [
        ("card", "", "It has no card."),
        ("card", "123", "Its card does not fit what the campaign asks for."),
        ("note", "x" * 11, "Its note is longer than 10 characters."),
        ("born", "3/12/1999", "Its born may be two days"),
        ("born", "31/2/1999", "Its born is no day of the calendar"),
        ("born", "some day", "Its born cannot be read"),
        ("member", "perhaps", "Its member is neither yes nor no."),
        ("faculty", "magic", "Its faculty is none of: arts, law, art-history."),
        ("faculty", "文學院", "Its faculty is none of: arts, law, art-history."),  # it may be either of two
        ("halls", "main; west", "Its halls is none of: main, north, east."),
    ],
)
def test_what_does_not_fit_is_refused_and_never_quoted(
    asking: Campaign, field: str, cell: str, why: str
) -> None:
    with pytest.raises(PaperError) as told:
        read_own(asking, {"card": "1234", field: cell}, None)
    assert told.value.what.startswith(why)
    assert not cell or cell not in told.value.what


def test_what_must_be_answered_is_missed_where_the_sheet_has_no_such_column(asking: Campaign) -> None:
    with pytest.raises(PaperError, match=r"^It has no card\."):
        read_own(asking, {"name": "Ana"}, None)
