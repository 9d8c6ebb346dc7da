"""A signature's limits: what is exactly at one is sealed and opened, what is one past it is not."""

from __future__ import annotations

import msgspec
import pytest

from kiosk.errors import NewerVersionError, SignatureError
from kiosk.signing.receipt_code import new_receipt_code
from kiosk.signing.signature import (
    DRAWN_RECORD_BYTES,
    LIMITS,
    MAX_CONSENT,
    MAX_HELP,
    MAX_HELP_ITEM,
    MAX_LANGUAGE,
    RECORD_BYTES,
    Signature,
    decode,
    encode,
    lowest_version,
    record_bytes,
    to_json,
)
from kiosk.signing.strokes import encode_strokes
from tests.people import NEWER, person

DRAWN = encode_strokes((((5, 6), (70, 80)), ((9, 9),)))
ROOM = 64 * 1024
"""More bytes than any signature needs."""


def raw(**changes: object) -> bytes:
    """What a kiosk that keeps no limit would have sealed."""
    return msgspec.json.encode({**msgspec.to_builtins(person(1)), **changes})


def test_the_limits_are_those_of_the_format() -> None:
    assert LIMITS == {
        "name": 300, "organisation": 300, "role": 200, "country": 100, "city": 100, "postcode": 40,
        "email": 254, "phone": 60, "paper_ref": 120,
    }  # fmt: skip
    assert (MAX_LANGUAGE, MAX_CONSENT, MAX_HELP, MAX_HELP_ITEM) == (20, 40, 20, 60)
    assert (RECORD_BYTES, DRAWN_RECORD_BYTES) == (2048, 4096)


@pytest.mark.parametrize("field", [*LIMITS, "language", "consent"])
def test_a_text_may_be_as_long_as_its_limit_and_no_longer(field: str) -> None:
    limit = {**LIMITS, "language": MAX_LANGUAGE, "consent": MAX_CONSENT}[field]
    longest = lowest_version(person(1, **{field: "長" * limit}))
    assert decode(encode(longest, ROOM)) == longest
    with pytest.raises(SignatureError, match="more text than one signature can hold"):
        encode(person(1, **{field: "長" * (limit + 1)}), ROOM)
    with pytest.raises(SignatureError, match="a field that is too long"):
        decode(raw(version=longest.version, **{field: "長" * (limit + 1)}))


@pytest.mark.parametrize(
    ("help", "fits"),
    [
        (("x" * MAX_HELP_ITEM,) * MAX_HELP, True),
        (("x",) * (MAX_HELP + 1), False),
        (("x", "x" * (MAX_HELP_ITEM + 1)), False),
        ((), True),
    ],
)
def test_help_may_be_offered_with_twenty_actions(help: tuple[str, ...], fits: bool) -> None:
    signature = person(1, help=help)
    if fits:
        assert decode(encode(signature, ROOM)) == signature
        return
    with pytest.raises(SignatureError):
        encode(signature, ROOM)
    with pytest.raises(SignatureError):
        decode(raw(help=help))


def test_a_signature_that_fills_its_record_to_the_last_byte_fits_and_one_byte_more_does_not() -> None:
    signature = person(1)
    size = len(to_json(signature))
    assert encode(signature, size) == to_json(signature)
    assert encode(signature, size + 3) == to_json(signature) + b"   "
    with pytest.raises(SignatureError):
        encode(signature, size - 1)
    assert len(encode(signature)) == RECORD_BYTES


@pytest.mark.parametrize(
    "change",
    [
        {"date": "20261101"},
        {"date": "2026-11-1"},
        {"date": "2026-02-30"},
        {"date": "2026-11-01T12:00"},
        {"drawn": "scribble"},
        {"receipt": "one two three four five six"},
        {"drawn": DRAWN, "typed_signature": True},
    ],
)
def test_what_is_no_day_drawing_or_receipt_is_refused_both_ways(change: dict[str, object]) -> None:
    with pytest.raises(SignatureError):
        encode(person(1, **change), ROOM)
    with pytest.raises(SignatureError, match="none"):
        decode(raw(**change))


@pytest.mark.parametrize(
    "change", [{"drawn": DRAWN}, {"typed_signature": True}, {"receipt": new_receipt_code()}]
)
def test_a_drawing_or_a_typed_signature_and_a_receipt_are_taken(change: dict[str, object]) -> None:
    signature = person(1, **change)
    assert decode(encode(signature, ROOM)) == signature


@pytest.mark.parametrize("change", [{"name": ""}, {"name": " \t"}, {"consent": ""}, {"version": 0}])
def test_without_a_name_or_the_consent_it_is_not_complete(change: dict[str, object]) -> None:
    with pytest.raises(SignatureError, match="not a complete signature"):
        decode(raw(**change))


@pytest.mark.parametrize("change", [{"kind": "group"}, {"public": "yes"}, {"age": 40}, {"name": None}])
def test_a_field_that_is_not_as_specified_is_refused_without_quoting_it(change: dict[str, object]) -> None:
    with pytest.raises(SignatureError, match="not a signature") as told:
        decode(raw(**change))
    assert "group" not in str(told.value)


@pytest.mark.parametrize("more", [{}, {"age": 40}])
def test_a_newer_kiosks_signature_asks_for_an_update(more: dict[str, object]) -> None:
    with pytest.raises(NewerVersionError, match="newer version"):
        decode(raw(version=NEWER, **more))


@pytest.mark.parametrize(
    ("own", "identified_by", "sound"),
    [
        ({"a": "b"}, "", True),
        ({"a": "b"}, "a", True),
        ({"a": "b"}, "c", False),
        ({"a": True}, "a", False),
        ({"a": ("b",)}, "a", False),
        ({}, "", False),
        ({}, "a", False),
        ({f"a{n}": "b" for n in range(24)}, "", True),
        ({f"a{n}": "b" for n in range(25)}, "", False),
        ({"x" * 40: "b"}, "", True),
        ({"x" * 41: "b"}, "", False),
        ({"student-number": "b"}, "", True),
        ({"Student": "b"}, "", False),
        ({"a": "b", "a--b": "b"}, "", False),
        ({"a": "x" * 500}, "", True),
        ({"a": "x" * 501}, "", False),
        ({"a": ""}, "", False),
        ({"a": " \u3000"}, "", False),
        ({"a": "b", "c": " "}, "", False),
        ({"a": False}, "", True),
        ({"a": ()}, "", False),
        ({"a": ("b",)}, "", True),
        ({"a": ("b", "c")}, "", True),
        ({"a": ("b", "b")}, "", False),
        ({"a": ("b", "C")}, "", False),
        ({"a": tuple(f"b{n}" for n in range(60))}, "", True),
        ({"a": tuple(f"b{n}" for n in range(61))}, "", False),
    ],
)
def test_a_campaigns_own_fields_go_no_further_than_any_campaigns_may(
    own: dict[str, object], identified_by: str, sound: bool
) -> None:
    signature = person(1, version=2, own=own, identified_by=identified_by)
    if sound:
        assert decode(encode(signature, ROOM)) == signature
        return
    with pytest.raises(SignatureError):
        encode(signature, ROOM)
    with pytest.raises(SignatureError):
        decode(to_json(signature))


def test_a_signature_is_of_no_version_that_lacks_what_is_in_it() -> None:
    for field, value in (("own", {"a": "b"}), ("identified_by", "a")):
        early = person(1, version=1, **{field: value})
        with pytest.raises(SignatureError):
            encode(early, ROOM)
        with pytest.raises(SignatureError):
            decode(to_json(early))
    later = person(1, version=NEWER)
    assert encode(later).rstrip() == to_json(later), "a later one may have other reasons"
    for unsound in ({"own": {"A": "b"}}, {"identified_by": "a"}):
        with pytest.raises(SignatureError):
            encode(person(1, version=NEWER, **unsound))


def test_two_signatures_that_are_the_same_are_one_in_a_set() -> None:
    own = {"version": 2, "own": {"a": ("b", "c")}}
    assert len({person(1, **own), person(1, **own), person(2, **own)}) == 2


def test_what_is_empty_is_not_written() -> None:
    bare = Signature(1, "2026-11-01", "person", "Ana", "2026-11", "en")
    assert set(msgspec.json.decode(to_json(bare))) == {
        "version", "date", "kind", "name", "consent", "language",
    }  # fmt: skip
    assert (bare.public, bare.updates, bare.help, bare.typed_signature) == ("no", False, (), False)


@pytest.mark.parametrize(
    ("asked", "size"), [(None, 2048), ("off", 2048), ("asked", 4096), ("required", 4096)]
)
def test_a_campaign_that_asks_for_a_drawing_has_twice_the_room(asked: str | None, size: int) -> None:
    assert record_bytes({"signature": asked} if asked else {}) == size


@pytest.mark.parametrize(("own", "more"), [(0, 0), (255, 0), (256, 256), (511, 256), (1300, 1280)])
def test_own_fields_take_whole_steps_more(own: int, more: int) -> None:
    assert record_bytes({}, own) == 2048 + more
    assert record_bytes({"signature": "asked"}, own) == 4096 + more
