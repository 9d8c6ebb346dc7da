"""By its marks a record is found, and by no mark that only begins as one of its own does."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from kiosk.coordinator.integrity import mark_table as mark_table_module
from kiosk.coordinator.integrity.mark_table import is_right, make_anew
from kiosk.coordinator.merge.merge import merge
from kiosk.coordinator.register import marks
from kiosk.coordinator.register.register import Register
from kiosk.coordinator.register.tables import mark_table
from tests.conftest import Desk
from tests.exports import HandmadeKiosk
from tests.people import person

fingerprints = st.lists(st.tuples(st.binary(min_size=16, max_size=16), st.integers(0, 255)), max_size=9)


def mark(begins: str, ends: str) -> bytes:
    """One of 16 bytes; the table knows the first four."""
    return begins.encode() + bytes(8) + ends.encode()


ONE, LIKE_IT, OTHER = mark("same", "here"), mark("same", "away"), mark("else", "here")


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def register(request: pytest.FixtureRequest, desk: Desk, tmp_path: Path) -> Register:
    """One of three records, of which the first two have marks that begin alike."""
    file = tmp_path / "x.signatures"
    kiosk = HandmadeKiosk(desk.keys)
    file.write_bytes(kiosk.batch(kiosk.sign(*(person(n) for n in range(3)))))
    if request.param == "PostgreSQL":
        made = Register(request.getfixturevalue("address"), desk.keys.key_id)
    else:
        made = desk.register
    merge(made, desk.keys, [file])
    with made.transaction() as connection:
        marks.replace(
            connection,
            [
                (1, marks.pack([(ONE, 1), (OTHER, 2)]), LIKE_IT),
                (2, marks.pack([(LIKE_IT, 3)]), ONE),
                (3, marks.pack([(OTHER, 4)]), None),
            ],
        )
    return made


@given(fingerprints)
def test_fingerprints_come_out_of_a_row_as_they_went_in_and_in_no_order_of_their_making(
    made: list[marks.Fingerprint],
) -> None:
    packed = marks.pack(made)
    assert marks.unpack(packed) == sorted(made)
    assert packed == marks.pack(made[::-1])
    assert (packed is None) is (not made)


@pytest.mark.parametrize("held", [None, b"", b"abc", bytes(16), bytes(18), "text"])
def test_what_nobody_packed_is_none(held: bytes | None) -> None:
    assert marks.unpack(held) == []


def test_a_mark_that_only_begins_as_another_does_is_not_taken_for_it(register: Register) -> None:
    with register.reading() as connection:
        assert list(marks.having(connection, {ONE})) == [(ONE, 1, 1)]
        assert list(marks.having(connection, {LIKE_IT})) == [(LIKE_IT, 3, 2)]
        assert sorted(marks.having(connection, {OTHER})) == [(OTHER, 2, 1), (OTHER, 4, 3)]
        assert list(marks.having(connection, {mark("same", "none"), mark("none", "none")})) == []
        assert list(marks.with_receipts(connection, {ONE})) == [2]
        assert list(marks.with_receipts(connection, {LIKE_IT, OTHER})) == [1]


def test_only_what_two_records_have_is_shared(register: Register) -> None:
    with register.reading() as connection:
        found = [one for some in marks.shared(connection) for one in some]
        assert sorted(found) == [(OTHER, 2, 1), (OTHER, 4, 3)]
        assert marks.perhaps_shared(connection, {ONE, OTHER}) == {ONE, OTHER}, "they begin alike"
        assert marks.perhaps_shared(connection, {mark("none", "none")}) == set()


def test_who_leaves_is_found_no_more_and_the_others_are(register: Register) -> None:
    with register.transaction() as connection:
        marks.leave(connection, [1])
        assert list(marks.having(connection, {ONE, OTHER})) == [(OTHER, 4, 3)]
        assert list(marks.with_receipts(connection, {ONE, LIKE_IT})) == [2]
        assert not is_right(connection)
        make_anew(connection)
        assert is_right(connection)
        assert connection.execute(select(mark_table.c.record).where(mark_table.c.record == 1)).all()


def test_however_few_are_read_at_a_time_the_table_leads_to_all(
    register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mark_table_module, "_PAGE", 2)
    monkeypatch.setattr(mark_table_module, "_ROWS", 2)
    with register.transaction() as connection:
        assert is_right(connection)
        marks.leave(connection, [3])
        assert not is_right(connection)
        make_anew(connection)
        assert is_right(connection)
        assert sorted(marks.having(connection, {OTHER})) == [(OTHER, 2, 1), (OTHER, 4, 3)]


def test_of_a_thousand_all_leave(register: Register) -> None:
    with register.transaction() as connection:
        marks.leave(connection, range(1, 1001))
        assert connection.execute(select(mark_table)).all() == []


def test_a_way_that_is_there_already_hinders_nobody(register: Register) -> None:
    with register.transaction() as connection:
        marks.enter(connection, [(1, marks.pack([(ONE, 1)]), LIKE_IT)])
        assert is_right(connection)
