"""Seals: only who has the campaign's key can make one, and those of today stay right."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kiosk.coordinator.register.seals import head_seal, kiosk_seal, lost_seal, record_seal, suggestion_seal

KEY, OTHER_KEY = bytes(range(32)), bytes(32)
KIOSK, DIGEST = bytes(8), bytes(32)
MARKS = [(b"a" * 16, 1), (b"b" * 16, 2)]


def of_record(key: bytes, marks: list[tuple[bytes, int]]) -> bytes:
    facts = ("2026-11-22", "person", "HK", "en")
    return record_seal(key, (KIOSK, 1, bytes(16), DIGEST), "opened", "", facts, None, b"box", marks)


SEALS: dict[str, Callable[[bytes], bytes]] = {
    "a record": lambda key: of_record(key, MARKS),
    "a kiosk": lambda key: kiosk_seal(key, KIOSK, "Library steps", 3, "2026-11-22"),
    "a lost number": lambda key: lost_seal(key, KIOSK, 3, "It is damaged."),
    "a probable pair": lambda key: suggestion_seal(key, DIGEST, b"\1" * 32, 0.9),
    "the words' end": lambda key: head_seal(key, 3, bytes(16)),
}


@pytest.mark.parametrize("seal", [*SEALS.values()], ids=[*SEALS])
def test_nobody_without_the_key_makes_it(seal: Callable[[bytes], bytes]) -> None:
    assert seal(KEY) == seal(KEY) != seal(OTHER_KEY)
    assert len(seal(KEY)) == 16


def test_no_two_things_have_the_same() -> None:
    assert len({seal(KEY) for seal in SEALS.values()}) == len(SEALS)


def test_fingerprints_are_sealed_in_whatever_order() -> None:
    assert of_record(KEY, MARKS) == of_record(KEY, MARKS[::-1]) != of_record(KEY, MARKS[:1])


def test_a_seal_of_an_earlier_version_is_right() -> None:
    assert SEALS["a kiosk"](KEY).hex() == "dd059656c4b6b25ee9b7188a9ed74d1a"
