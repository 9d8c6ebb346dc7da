"""Fields of two signatures are compared in the form in which the same looks the same."""

from __future__ import annotations

import pytest

from kiosk.signing.compared import key_of, own_key
from tests.people import person


@pytest.mark.parametrize(
    ("field", "text", "key"),
    [
        ("name", "  Ana  CANÁRIO ", "ana canário"),
        ("organisation", "Riverside-Society", "riverside society"),
        ("city", "ŁÓDŹ", "łódź"),
        ("email", "Ana+petition@Example.ORG", "ana@example.org"),
        ("phone", "9123 4567", "+85291234567"),  # of Hong Kong, where the signature is from
        ("country", "Hong Kong", "HK"),
        ("country", "香港", "HK"),
        ("country", "ATLANTIS", "atlantis"),
        ("postcode", "n1-9gu ", "N19GU"),
        ("role", " Chair ", " Chair "),
    ],
)
def test_a_field_is_compared_in_one_form(field: str, text: str, key: str) -> None:
    assert key_of(person(1, **{field: text}), field) == key


@pytest.mark.parametrize(
    ("own", "identified_by", "key"),
    [
        ({"number": " 2026-000１ ", "faculty": "law"}, "number", "20260001"),
        ({"number": "20260001"}, "", ""),
        ({"faculty": "law"}, "number", ""),
        ({"number": True}, "number", ""),
    ],
)
def test_the_own_field_that_tells_people_apart_is_compared_as_a_postcode(
    own: dict[str, object], identified_by: str, key: str
) -> None:
    assert own_key(person(1, version=2, own=own, identified_by=identified_by)) == key
