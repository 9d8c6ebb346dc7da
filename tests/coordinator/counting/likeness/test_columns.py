"""What of a signature is compared, and who is compared with whom: only who has something in common."""

from __future__ import annotations

import msgspec
import pytest

from kiosk.coordinator.counting.likeness.columns import Columns, columns
from tests.people import person


def row(**fields: str) -> Columns:
    """The row of somebody who left nothing but `fields`."""
    return columns(7, person(1, **{"city": "", "email": "", **fields}))


def test_a_row_has_everything_in_its_loosest_form() -> None:
    everything = {
        "city": "Pórto",
        "postcode": "4000-001",
        "email": "Ana.Lee@Example.org",
        "phone": "9123 4567",
    }
    found = row(name="Lee, Ana MARÍA", **everything)
    assert found == Columns(
        unique_id=7,
        name="ana lee maria",
        words=["ana", "lee", "maria"],
        spelling="ana lee maria",
        first="ana",
        last="maria",
        mandarin="lmnr",
        cantonese="lmnr",
        city="porto",
        city_spelling="porto",
        postcode="4000001",
        email="ana.lee@example.org",
        local="ana.lee",
        phone="+85291234567",
        keys=found.keys,
    )


def test_what_is_missing_is_nothing_and_agrees_with_nothing() -> None:
    assert msgspec.structs.astuple(row(name="...")) == (7, None, [], *[None] * 11, [])


def test_for_an_organisation_its_own_name_counts() -> None:
    assert row(kind="organisation", organisation="Tram Club", name="Ana Lee").words == ["club", "tram"]
    assert row(organisation="Tram Club", name="Ana Lee").words == ["ana", "lee"]


def test_typos_are_counted_in_letters_of_any_script() -> None:
    chan = row(name="陳大文", city="香港")
    for text, letters in ((chan.spelling, 3), (chan.first, 3), (chan.last, 3), (chan.city_spelling, 2)):
        assert text is not None
        assert text.isascii()
        assert len(text) == letters
    assert (chan.mandarin, chan.cantonese) == ("cnntw", "cmnnt")


def test_what_is_too_short_means_nothing() -> None:
    assert (row(name="Chan Wai").mandarin, row(name="Li Na").mandarin) == ("cnw", None)
    assert (row(name="Chan Wai").cantonese, row(name="Li Na").cantonese) == ("cnw", None)
    assert (row(email="annab@a.example").local, row(email="anna@a.example").local) == ("annab", None)


@pytest.mark.parametrize(
    ("one", "other", "are_compared"),
    [
        ({"name": "Ana Lee", "city": "Porto"}, {"name": "Lee, Ána", "city": "Lisboa"}, True),
        ({"name": "Ana Lee"}, {"name": "Ana Lee", "kind": "organisation", "organisation": "Ana Lee"}, False),
        ({"name": "陳大文"}, {"name": "Chen Dawen"}, True),  # as Mandarin reads it
        ({"name": "陳大文"}, {"name": "Chan Tai Man"}, True),  # as Cantonese does
        ({"email": "ana.lee@a.example"}, {"email": "Ana.Lee@a.example"}, True),
        ({"email": "ana.lee@a.example"}, {"email": "ana.lee@b.example"}, True),
        ({"email": "ana@a.example"}, {"email": "ana@b.example"}, False),
        ({"phone": "+852 9123 4567"}, {"phone": "9123 4567"}, True),
        ({"city": "Porto", "postcode": "4000"}, {"city": "Porto", "postcode": "4000"}, True),
        ({"city": "Porto"}, {"city": "Porto"}, False),  # nobody is compared with all who live there
        ({"postcode": "4000"}, {"postcode": "4000"}, False),
        # one who begins alike in the same place
        ({"name": "Anabel Zorn", "city": "Porto"}, {"name": "Anatol Xu", "city": "Porto"}, True),
        ({"name": "Andrea Zorn", "city": "Porto"}, {"name": "Anatol Xu", "city": "Porto"}, False),
        ({"name": "Ana Zorn", "postcode": "4000"}, {"name": "Ben Zorx", "postcode": "4000"}, True),
        ({"name": "Ana Mil Zorn", "city": "Porto"}, {"name": "Ben Milo Xu", "city": "Porto"}, False),
        ({"name": "陳大文", "city": "香港"}, {"name": "陳小明", "city": "香港"}, True),
        ({"name": "陳大文", "city": "香港"}, {"name": "李小明", "city": "香港"}, False),
        # a whole word, where the place begins alike
        ({"name": "Ana Lee", "city": "Porto"}, {"name": "Ben Lee", "city": "Portimão"}, True),
        ({"name": "Ana Lee", "city": "Porto"}, {"name": "Ben Lee", "city": "Porvoo"}, False),
        ({"name": "Ana Lee", "postcode": "4000"}, {"name": "Ben Lee", "postcode": "4009"}, True),
        ({"name": "Ana Lee", "postcode": "4000"}, {"name": "Ben Lee", "postcode": "4090"}, False),
    ],
)
def test_who_is_compared_with_whom(one: dict[str, str], other: dict[str, str], are_compared: bool) -> None:
    rows = row(**{"name": "Yves Quist", **one}), row(**{"name": "Bao Dinh", **other})
    assert (not set(rows[0].keys).isdisjoint(rows[1].keys)) is are_compared


def test_strangers_share_no_key_by_chance() -> None:
    """The numbers have 63 bits, all that the tables take, and are the same on every machine."""
    keys = {key for n in range(40) for key in columns(n, person(n, postcode=f"{n:04}")).keys}
    assert 2**62 < max(keys) < 2**63
    assert min(keys) >= 0
