"""A signature with what was put right: those fields and no others, and nothing that is no text of a field."""

from __future__ import annotations

import msgspec
import pytest

from kiosk.coordinator.records.choices import Ruling
from kiosk.coordinator.records.corrections import Contents, Correction, standing, with_fields
from kiosk.signing.choices import Choices
from tests.people import person

OWN = {"number": "1", "faculty": "Law"}
STUDENT = person(1, version=2, own=OWN, identified_by="number")


@pytest.mark.parametrize(
    ("fields", "changes"),
    [
        ({}, {}),
        ({"name": "Ana Lee", "email": ""}, {"name": "Ana Lee", "email": ""}),
        ({"number": "2"}, {"own": {**OWN, "number": "2"}}),
        ({"room": "7"}, {"own": {**OWN, "room": "7"}}),
        ({"faculty": ""}, {"own": {"number": "1"}}),
        ({"number": ""}, {"own": {"faculty": "Law"}, "identified_by": ""}),
        ({"number": "", "faculty": ""}, {"own": {}, "identified_by": "", "version": 1}),
        ({"number": "1"}, {}),
        ({"consent": "2020-01", "kind": "organisation", "No Field!": "x"}, {}),
        ({"consent": "2020-01", "name": "Ana Lee"}, {"name": "Ana Lee"}),
    ],
)
def test_a_correction_changes_its_fields_and_no_others(
    fields: dict[str, str], changes: dict[str, object]
) -> None:
    assert with_fields(STUDENT, fields) == msgspec.structs.replace(STUDENT, **changes)


def correction(number: int, contents: Contents | None, *, stands: bool = True) -> Correction:
    return Correction(number, b"record", "2026-11-02", None, stands, contents)


def test_the_last_word_on_each_field_holds_and_what_was_taken_back_does_not() -> None:
    first = Contents("Kim", "", {"name": "Ana", "city": "Porto"}, Choices("no"), (b"record", b"other"))
    found = standing([
        correction(1, first),
        correction(2, Contents("Kim", "", {"name": "Ana Lee"})),
        correction(3, Contents("Kim", "", {"city": "Lisboa"}, Choices("name")), stands=False),
        correction(4, None),
    ])  # fmt: skip
    assert found.fields == {b"record": {"name": "Ana Lee", "city": "Porto"}}
    over = frozenset((b"record", b"other"))
    assert found.rulings == {b"record": [Ruling(1, b"record", "2026-11-02", Choices("no"), over)]}
    assert found.records == {b"record"}


def test_a_record_of_which_nothing_can_be_read_any_more_was_corrected_all_the_same() -> None:
    found = standing([correction(1, None)])
    assert found.records == {b"record"}
    assert not found.fields
    assert not found.rulings
