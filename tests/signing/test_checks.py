"""The form warns rather than refuses: no real name is turned away, and only what must be there stops."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.signing.checks import check_country, check_email, check_fields, check_phone, check_text
from kiosk.signing.findings import FieldFinding, FieldRemark, is_blank
from kiosk.signing.signature import LIMITS
from tests.people import NAMES

REAL_NAMES = [
    *NAMES,
    "X",
    "李",
    "O",
    "ぁ",
    "A" * 300,
    "Wolfe­schlegel­stein­hausen­berger­dorff " * 7,
    "Null",
    "None",
    "Test",
    "👩‍👩‍👧",
    "🕯️",
    "\u202eעברית\u202c",
    "Z̸̡̛a̶̢̎l̵̰̆g̵̱̈́o̴̠͐",
    "ක්‍රිශාන්",
    "می‌خواهم",
    "1",
    "'",
    "O’Neil",
    "D'",
    "-",
    "...",
    "<b>Bob</b>",
    "'; DROP TABLE",
    "=cmd|' /C calc'!A0",
    "jean paul ii",
    "Ng",
    "陳",
    "𠮷",
]


@pytest.mark.parametrize("name", REAL_NAMES)
def test_no_real_name_is_refused_or_doubted(name: str) -> None:
    assert check_text("name", name, required=True) == []


@given(st.text(min_size=1, max_size=300).filter(lambda text: not is_blank(text)))
def test_whatever_can_be_seen_is_a_name(name: str) -> None:
    assert check_text("name", name, required=True) == []


@pytest.mark.parametrize(
    "nothing", ["", " ", "\u3000\t\n", "\u200b\u200d\ufeff", "\u202e", "\u3164", "\u2800", "\u0301"]
)
def test_what_cannot_be_seen_is_no_name(nothing: str) -> None:
    assert check_text("name", nothing, required=True) == [FieldFinding("name", FieldRemark.REQUIRED)]
    assert check_text("city", nothing, required=False) == []


@pytest.mark.parametrize("field", LIMITS)
def test_one_character_over_the_limit_stops(field: str) -> None:
    assert check_text(field, "字" * LIMITS[field], required=True) == []
    assert check_text(field, "字" * (LIMITS[field] + 1), required=False) == [
        FieldFinding(field, FieldRemark.TOO_LONG)
    ]


def test_only_what_must_be_there_stops_a_person() -> None:
    assert {remark for remark in FieldRemark if remark.stops} == {
        FieldRemark.REQUIRED,
        FieldRemark.TOO_LONG,
        FieldRemark.DOES_NOT_FIT,
    }


@pytest.mark.parametrize(
    "email",
    ["", "ana@example.org", "ana@kiosk.test", " ana@example.org ", "a+b@例子.香港", "o'brien@example.co.uk"],
)
def test_an_address_that_can_be_one_is_not_doubted(email: str) -> None:
    assert check_email(email) == []


@pytest.mark.parametrize(
    "email", ["ana", "ana@", "@example.org", "ana@example", "a b@example.org", "ana@exa..org"]
)
def test_an_address_that_cannot_be_one_is_doubted(email: str) -> None:
    assert check_email(email) == [FieldFinding("email", FieldRemark.DOUBTFUL_EMAIL)]


@pytest.mark.parametrize(
    ("phone", "country"),
    [
        ("", ""),
        ("9123 4567", "HK"),
        ("9123 4567", "香港"),
        ("+852 9123 4567", ""),
        ("020 7946 0018", "England"),
        ("٠١٠٠ ١٢٣ ٤٥٦٧", "EG"),
    ],
)
def test_a_number_that_can_be_one_is_not_doubted(phone: str, country: str) -> None:
    assert check_phone(phone, country) == []


@pytest.mark.parametrize(
    ("phone", "country"), [("9123 4567", ""), ("12", "HK"), ("call me", "HK"), ("1" * 300, "GB")]
)
def test_a_number_that_cannot_be_one_is_doubted(phone: str, country: str) -> None:
    assert check_phone(phone, country) == [FieldFinding("phone", FieldRemark.DOUBTFUL_PHONE)]


def test_an_unknown_country_is_doubted_and_a_known_one_is_not() -> None:
    for country in ("", "HK", "hk", "Hong Kong", "香港", "Deutschland", "المغرب"):
        assert check_country(country) == []
    assert check_country("Atlantis") == [FieldFinding("country", FieldRemark.UNKNOWN_COUNTRY)]
    assert check_country("Congo") == [FieldFinding("country", FieldRemark.SEVERAL_COUNTRIES)]
    assert check_country("Viet Nam") == []


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_text_in_any_field_is_survived_and_never_quoted(one: str, other: str) -> None:
    values = dict.fromkeys(LIMITS, one) | {"country": other}
    for finding in check_fields(values, dict.fromkeys(LIMITS, "required"), tuple(LIMITS)):
        assert finding.field in LIMITS


def test_a_form_is_checked_field_by_field_in_its_order() -> None:
    values = {"name": "", "email": "ana", "phone": "12", "country": "HK", "city": ""}
    asked = {"name": "required", "email": "asked", "phone": "asked", "city": "asked"}
    assert check_fields(values, asked, ("name", "city", "email", "phone")) == [
        FieldFinding("name", FieldRemark.REQUIRED),
        FieldFinding("email", FieldRemark.DOUBTFUL_EMAIL),
        FieldFinding("phone", FieldRemark.DOUBTFUL_PHONE),
    ]


def test_a_number_is_read_as_one_of_the_country_in_the_form() -> None:
    doubt = [FieldFinding("phone", FieldRemark.DOUBTFUL_PHONE)]
    assert check_fields({"phone": "9123 4567", "country": "HK"}, {}, ("phone",)) == []
    assert check_fields({"phone": "9123 4567"}, {}, ("phone",)) == doubt
    assert check_fields({"phone": "", "country": "Atlantis"}, {}, ("phone", "country")) == [
        FieldFinding("country", FieldRemark.UNKNOWN_COUNTRY)
    ]


def test_what_a_form_lacks_is_empty_and_only_missing_where_it_is_required() -> None:
    assert check_fields({}, {}, ("name", "email", "country")) == []
    assert check_fields({}, {"name": "required"}, ("name",)) == [FieldFinding("name", FieldRemark.REQUIRED)]
