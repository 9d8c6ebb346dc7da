"""Looking through the register: every record is in its list, at its place, with its whole story."""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Iterable
from contextlib import closing
from itertools import product

import pytest

from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.register.register import State
from kiosk.coordinator.reports.browse import Filter, Found, Listing, list_records, read_page, search_records
from kiosk.exchange.record import Record
from tests.conftest import Desk
from tests.exports import HandmadeKiosk, flipped
from tests.people import person

pytestmark = pytest.mark.slow

C, D, R, U = State.COUNTED, State.DUPLICATE, State.REJECTED, State.UNREADABLE
MOST_AT_ONCE = 500
"""Signatures that are opened between two words on how far a search is."""


class Stalls:
    """A desk with the records of two kiosks, merged in another order than that of their numbers."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        made = (HandmadeKiosk(desk.keys, name) for name in ("Gate", "Market"))
        self.low, self.high = sorted(made, key=lambda kiosk: kiosk.id)
        self.high.sign(
            person(1, public="name"), person(2), person(3, consent=""), person(4, name="Ana Canari")
        )
        fourth = self.high.records[3]
        self.high.records[3] = Record(fourth.kiosk, 4, fourth.id, flipped(fourth.sealed, -1))
        self.low.sign(person(1, date="2026-11-02"), *(person(n) for n in (12, 13, 14)))
        self._bring(self.high, 1, 4, damaged=2)
        self._bring(self.low, 3, 4, damaged=4)
        self._bring(self.low, 1, 2)

    def _bring(self, kiosk: HandmadeKiosk, first: int, last: int, damaged: int = 0) -> None:
        lines = kiosk.batch(kiosk.records[first - 1 : last]).splitlines(keepends=True)
        if damaged:
            line = bytearray(lines[damaged - first])
            line[500] ^= 1
            lines[damaged - first] = bytes(line)
        file = self.desk.folder / "x.signatures"
        file.write_bytes(b"".join(lines))
        self.desk.merge(file)

    def page(self, listing: Listing, first: int = 0, count: int = 100) -> list[Found]:
        return read_page(self.desk.register, self.desk.keys, listing, first, count)

    def change(self, sql: str, *values: object) -> None:
        """Somebody changes the register's file by hand."""
        with closing(sqlite3.connect(self.desk.folder / "register.sqlite")) as register, register:
            register.execute(sql, values)


def places(found: Iterable[Found]) -> list[tuple[str, int]]:
    return [(one.kiosk, one.number) for one in found]


@pytest.fixture
def stalls(desk: Desk) -> Stalls:
    return Stalls(desk)


def test_all_that_arrived_comes_by_kiosk_and_number_and_then_what_was_lost(stalls: Stalls) -> None:
    listing = list_records(stalls.desk.register)
    found = stalls.page(listing)
    low, high = stalls.low.name, stalls.high.name
    assert [(one.kiosk, one.number, one.state) for one in found] == [
        (low, 1, D), (low, 2, C), (low, 3, C), (high, 1, C), (high, 3, R), (high, 4, U),
        (low, 4, U), (high, 2, U),
    ]  # fmt: skip
    assert (len(listing), len(listing.keys), len(listing.lost)) == (8, 6, 2)
    assert len(Listing()) == 0


def test_each_record_is_shown_with_its_whole_story(stalls: Stalls) -> None:
    found = stalls.page(list_records(stalls.desk.register))
    duplicate, second, third, first, rejected, unreadable, *lost = found
    assert [one.day for one in found[:4]] == ["2026-11-02", "2026-11-01", "2026-11-01", "2026-11-01"]
    assert {one.day for one in found[4:]} == {""}
    assert duplicate.same_as == (stalls.high.name, 1)
    assert {one.same_as for one in found[1:]} == {None}
    assert [one.digest for one in (duplicate, second, third)] == [
        record.digest() for record in stalls.low.records[:3]
    ]
    assert [one.digest for one in (first, rejected, unreadable)] == [
        stalls.high.records[place].digest() for place in (0, 2, 3)
    ]
    assert [one.signature.name if one.signature else None for one in found[:5]] == [
        person(1).name, person(12).name, person(13).name, person(1).name, None
    ]  # fmt: skip
    assert [bool(one.reason) for one in found] == [False, False, False, False, True, True, True, True]
    assert {(one.key, str(one.reason), one.signature, one.digest) for one in lost} == {
        (None, "Its line in the signatures file is damaged.", None, b"")
    }
    assert [one.key for one in found[:6]] == list(list_records(stalls.desk.register).keys)


def test_the_choices_that_hold_stand_beside_those_that_were_signed(stalls: Stalls) -> None:
    """Who said later not to be listed is not, whichever of the two signatures one looks at."""
    found = stalls.page(list_records(stalls.desk.register, Filter(State.COUNTED, stalls.high.id)))
    ((signed, holds),) = ((one.signed, one.signature) for one in found)
    assert signed is not None
    assert holds is not None
    assert (signed.public, holds.public) == ("name", "no")


def test_a_list_has_those_of_one_state_and_one_kiosk_and_no_others(stalls: Stalls) -> None:
    everything = stalls.page(list_records(stalls.desk.register))
    for state, kiosk in product((None, *State), (None, stalls.low, stalls.high)):
        found = stalls.page(list_records(stalls.desk.register, Filter(state, kiosk.id if kiosk else None)))
        assert places(found) == places(
            one
            for one in everything
            if state in (None, one.state) and (kiosk is None or one.kiosk == kiosk.name)
        ), (state, kiosk)


def test_every_page_is_its_part_of_the_list(stalls: Stalls) -> None:
    listing = list_records(stalls.desk.register)
    everything = places(stalls.page(listing))
    for first, count in product(range(len(everything) + 2), (1, 2, 3, 7, 20)):
        assert places(stalls.page(listing, first, count)) == everything[first : first + count], (first, count)


def test_when_nobody_waits_any_more_the_list_ends_with_what_is_read(stalls: Stalls) -> None:
    stopped = list_records(stalls.desk.register, stop=lambda: True)
    assert list(stopped.keys) == list(list_records(stalls.desk.register).keys)
    assert stopped.lost == ()


def test_a_record_that_was_changed_says_so_and_is_not_found(stalls: Stalls, keys: CampaignKeys) -> None:
    stalls.change("UPDATE record SET box = zeroblob(300) WHERE digest = ?", stalls.low.records[1].digest())
    listing = list_records(stalls.desk.register, Filter(kiosk=stalls.low.id))
    _, changed, sound, _ = stalls.page(listing)
    assert "was changed or damaged" in str(changed.reason)
    assert (changed.signature, changed.signed, changed.state) == (None, None, C)
    assert (sound.reason, sound.signature is None) == (None, False)
    found, _ = search_records(stalls.desk.register, keys, listing, "example1")
    assert list(found.keys) == [listing.keys[0], listing.keys[2]]


def test_a_search_keeps_to_its_list_and_its_order(stalls: Stalls, keys: CampaignKeys) -> None:
    everything = list_records(stalls.desk.register)
    found, near = search_records(stalls.desk.register, keys, everything, "example1")
    assert list(found.keys) == list(everything.keys[:4])
    assert list(near.keys) == []
    counted = list_records(stalls.desk.register, Filter(State.COUNTED))
    found, _ = search_records(stalls.desk.register, keys, counted, "example1")
    assert list(found.keys) == list(counted.keys)


def test_a_search_tells_how_far_it_is_and_stops_when_nobody_waits(stalls: Stalls, keys: CampaignKeys) -> None:
    told: list[tuple[int, int]] = []
    key = list_records(stalls.desk.register).keys[1]
    long = Listing(array("q", [key] * (MOST_AT_ONCE + 1)))

    def search(stop_after: int) -> int:
        told.clear()
        found, _ = search_records(
            stalls.desk.register,
            keys,
            long,
            "canary12@",
            lambda done, of: told.append((done, of)),
            lambda: len(told) == stop_after,
        )
        return len(found.keys)

    assert search(3) == MOST_AT_ONCE + 1
    assert told == [(MOST_AT_ONCE, MOST_AT_ONCE + 1), (MOST_AT_ONCE + 1, MOST_AT_ONCE + 1)]
    assert (search(1), len(told)) == (MOST_AT_ONCE, 1)
    assert (search(0), told) == (0, [])


def test_a_page_of_a_campaign_where_nobody_signed_is_empty(desk: Desk) -> None:
    nothing = list_records(desk.register)
    assert (len(nothing), read_page(desk.register, desk.keys, nothing, 0, 100)) == (0, [])
    assert search_records(desk.register, desk.keys, nothing, "Ana") == (Listing(), Listing())
