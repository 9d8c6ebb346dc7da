"""Single lines: what is written is read back the same, and nothing that a line can hold stops the reader."""

from __future__ import annotations

import io
from dataclasses import replace

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.exchange.kiosk_name import MAX_NAME
from kiosk.exchange.lines import (
    MAX_BATCH,
    MAX_LINE,
    MAX_SEQ,
    Checkpoint,
    Damaged,
    Line,
    Newer,
    read_lines,
    write_checkpoint,
    write_record,
)
from kiosk.exchange.record import Record
from tests.exchange.conftest import ShortKiosk


def read(data: bytes) -> list[Line]:
    return list(read_lines(io.BytesIO(data)))


@given(
    st.binary(min_size=16, max_size=16),
    st.integers(1, MAX_SEQ),
    st.binary(min_size=16, max_size=16),
    st.binary(max_size=300),
)
def test_a_record_is_read_back_as_it_was(kiosk: bytes, seq: int, id: bytes, sealed: bytes) -> None:
    record = Record(kiosk, seq, id, sealed)
    assert read(write_record(record)) == [record]


def test_all_record_lines_of_a_campaign_have_one_size(library: ShortKiosk) -> None:
    records = [library.record(seq) for seq in (1, 9, 10, 99_999_999)]
    assert len({len(write_record(record)) for record in records}) == 1


PRINTABLE = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=MAX_NAME)


@given(PRINTABLE, st.integers(1, 4))
def test_a_checkpoint_is_read_back_and_verified_whatever_the_kiosk_is_called(name: str, count: int) -> None:
    kiosk = ShortKiosk(name)
    written = kiosk.checkpoint(3, 2 + count)
    (line,) = read(write_checkpoint(written, kiosk.key))
    assert isinstance(line, Checkpoint)
    assert replace(line, signature=b"") == written
    assert line.verify()
    assert line.kiosk == kiosk.id


@pytest.mark.parametrize("name", ["Library\x1b[2J", "A\nIn all: collected 0", "\u202eA", ""])
def test_a_name_that_could_drive_a_terminal_is_refused(name: str) -> None:
    kiosk = ShortKiosk(name)
    assert read(write_checkpoint(kiosk.checkpoint(1, 1), kiosk.key)) == [Damaged()]


def test_the_largest_batch_fits_a_line(library: ShortKiosk) -> None:
    digests = tuple(bytes([n % 256]) * 32 for n in range(MAX_BATCH))
    largest = replace(
        library.checkpoint(1, 1), name="𠮷" * MAX_NAME, first=MAX_SEQ - 999, last=MAX_SEQ, digests=digests
    )
    line = write_checkpoint(largest, library.key)
    assert len(line) < MAX_LINE
    (back,) = read(line)
    assert isinstance(back, Checkpoint)
    assert back.verify()


@pytest.mark.parametrize(
    "change",
    [
        {"campaign": bytes(16)},
        {"name": "Library step"},
        {"first": 4, "last": 6},
        {"start": bytes(32)},
        {"key": ShortKiosk(number=2).key.public_key().public_bytes_raw()},
    ],
)
def test_a_checkpoint_with_anything_changed_is_not_the_kiosks_word(
    library: ShortKiosk, change: dict[str, object]
) -> None:
    (line,) = read(library.closing(3, 5))
    assert isinstance(line, Checkpoint)
    assert line.verify()
    assert not replace(line, **change).verify()
    assert not replace(line, digests=line.digests[::-1]).verify()


def test_a_damaged_record_still_says_whose_it_claims_to_be(library: ShortKiosk) -> None:
    line = write_record(library.record(7))
    for damaged in (line.replace(b'"id":"', b'"id":"zz', 1), line.replace(b'"digest":"', b'"digest":"00', 1)):
        assert read(damaged) == [Damaged(library.id, 7)]


def test_two_lines_run_together_are_two_lines(library: ShortKiosk) -> None:
    one, two = write_record(library.record(1)), write_record(library.record(2))
    assert read(one.strip() + two) == [library.record(1), library.record(2)]
    assert read(one[:50] + two) == [Damaged(), library.record(2)]
    assert read(one.strip() + b"garbage" + two) == [library.record(1), library.record(2)]
    assert [type(line) for line in read(one.strip() + library.closing(1, 1))] == [Record, Checkpoint]


def test_a_line_that_is_too_long_costs_only_itself(library: ShortKiosk) -> None:
    one, two = write_record(library.record(1)), write_record(library.record(2))
    for length in (MAX_LINE, 3 * MAX_LINE, 3 * MAX_LINE + 1):
        assert read(one + b"x" * length + b"\n" + two) == [library.record(1), Damaged(), library.record(2)]
    assert read(one + b"x" * 3 * MAX_LINE) == [library.record(1), Damaged()]


def test_a_newer_versions_line_is_told_from_a_damaged_one() -> None:
    assert read(b'{"record":2}\n') == [Newer()]
    assert read(b'{"checkpoint":2,"records":[]}\n') == [Newer()]
    assert read(b'{"record":0}\n') == [Damaged()]
    assert read(b'{"receipt":1}\n') == [Damaged()]


HOSTILE = [
    b"[" * 100_000,
    b'{"record":' + b"[" * 100_000,
    b'{"record":' + b'{"record":' * 10_000,
    b'{"record":1,"kiosk":"' + b"0" * 32 + b'","seq":1e400}',
    b'{"record":1,"kiosk":"' + b"0" * 32 + b'","seq":' + b"9" * 5_000 + b"}",
    b'{"record":1,"kiosk":null,"seq":null}',
    b'{"checkpoint":1,"name":"\\ud800"}',
    b'{"record":NaN}',
    b"\0" * 1000,
    b"\xff\xfe{\0",
    b'{"record":1' + b" " * 100_000 + b"}",
]


@pytest.mark.parametrize("line", HOSTILE, ids=range(len(HOSTILE)))
def test_a_line_made_to_stop_the_reader_does_not(library: ShortKiosk, line: bytes) -> None:
    lines = read(line + b"\n" + write_record(library.record(1)))
    assert lines[-1] == library.record(1)
    assert all(isinstance(one, Damaged | Newer) for one in lines[:-1])


@given(
    st.lists(
        st.sampled_from([b'{"record":', b'{"checkpoint":', b"1", b",", b'"seq":', b"}", b"\n", b'"', b"\xff"])
    )
)
def test_scraps_of_lines_in_any_order_give_no_record(scraps: list[bytes]) -> None:
    assert not any(isinstance(line, Record | Checkpoint) for line in read(b"".join(scraps)))


@given(
    st.recursive(st.none() | st.booleans() | st.floats() | st.integers() | st.text(), st.lists, max_leaves=4)
)
def test_any_value_in_any_field_is_survived(value: object) -> None:
    good = msgspec.json.decode(write_record(ShortKiosk().record(1)))
    for key in good:
        line = msgspec.json.encode({**good, key: value})
        (read_back,) = read(line) or [Damaged()]
        assert not isinstance(read_back, Checkpoint)
        if isinstance(read_back, Record):
            assert read_back == ShortKiosk().record(1)


def test_a_cut_line_with_another_on_its_heels_still_says_whose_it_was(library: ShortKiosk) -> None:
    one, two = write_record(library.record(1)), write_record(library.record(2))
    cut, sound = read(one[:80] + two)
    assert (cut, sound) == (Damaged(library.id), library.record(2))
    assert isinstance(cut, Damaged)
    assert not cut.stray
    junk, sound = read(b"words" + two)
    assert isinstance(junk, Damaged)
    assert (junk.stray, sound) == (True, library.record(2))


def test_nobody_need_watch(library: ShortKiosk) -> None:
    assert read(b"") == read(b"\n \n\t\n") == []
    assert read(b"\n\n" + write_record(library.record(1)) + b"\n") == [library.record(1)]
