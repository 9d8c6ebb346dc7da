"""The limits of files that travel: what is at a limit is taken, what is one past it is not."""

from __future__ import annotations

import base64
import io
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.exchange import batches as reading
from kiosk.exchange.batches import Lost, ReadStats, read_batches
from kiosk.exchange.lines import (
    MAX_BATCH,
    MAX_LINE,
    MAX_SEALED,
    MAX_SEQ,
    Checkpoint,
    Damaged,
    Line,
    Newer,
    from_hex,
    read_lines,
    write_checkpoint,
    write_record,
)
from kiosk.exchange.receipts import Receipt, read_receipts, write_receipts
from kiosk.exchange.record import Record
from tests.exchange.conftest import CAMPAIGN, ShortKiosk
from tests.exports import numbers, read
from tests.lacking import need_posix

LIBRARY = ShortKiosk()


def lines(data: bytes) -> list[Line]:
    return list(read_lines(io.BytesIO(data)))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "all.signatures"


# ---------------------------------------------------------------- lines


def test_the_limits_are_those_of_the_format() -> None:
    assert (MAX_LINE, MAX_BATCH, MAX_SEALED, MAX_SEQ) == (128 * 1024, 1000, 32 * 1024, 99_999_999)
    limits = (reading.MAX_PENDING, reading.MAX_PENDING_BYTES, reading.MAX_TORN, reading.MAX_UNCLOSED)
    assert limits == (20_000, 96 * 1024 * 1024, 1000, 20_000)


def test_a_sealed_signature_may_have_32_kib_and_not_one_byte_more() -> None:
    largest = replace(LIBRARY.record(1), sealed=bytes(MAX_SEALED))
    assert lines(write_record(largest)) == [largest]
    assert lines(write_record(replace(largest, sealed=bytes(MAX_SEALED + 1)))) == [Damaged(LIBRARY.id, 1)]


def test_a_line_may_have_128_kib_with_its_end_and_not_one_byte_more() -> None:
    line = write_record(LIBRARY.record(1))
    longest = line.rstrip() + b" " * (MAX_LINE - len(line)) + b"\n"
    assert len(longest) == MAX_LINE
    assert lines(longest) == [LIBRARY.record(1)]
    assert lines(b" " + longest) == [Damaged()]
    assert lines(b" " + longest + line) == [Damaged(), LIBRARY.record(1)]


@pytest.mark.parametrize(("seq", "sound"), [(0, False), (1, True), (MAX_SEQ, True)])
def test_numbers_go_from_one_to_eight_digits(seq: int, sound: bool) -> None:
    record = LIBRARY.record(seq)
    assert lines(write_record(record)) == ([record] if sound else [Damaged(LIBRARY.id)])


@pytest.mark.parametrize("seq", ["0000001", "000000001", "0000000x", "٠٠٠٠٠٠٠١", "+0000001", "0000_001"])
def test_a_number_is_written_with_eight_digits(seq: str) -> None:
    line = write_record(LIBRARY.record(1)).decode().replace('"seq":"00000001"', f'"seq":"{seq}"')
    assert lines(line.encode()) == [Damaged(LIBRARY.id)]


@pytest.mark.parametrize("field", ["kiosk", "id", "digest"])
@pytest.mark.parametrize("change", [str.upper, lambda text: text[:-2], lambda text: text + "00"])
def test_hexadecimal_has_one_form_and_one_length(field: str, change) -> None:  # type: ignore[no-untyped-def]
    fields = msgspec.json.decode(write_record(Record(b"\xab" * 16, 1, b"\xcd" * 16, b"sealed")))
    line = msgspec.json.encode({**fields, field: change(fields[field])})
    assert all(isinstance(one, Damaged) for one in lines(line))


@pytest.mark.parametrize("text", ["ab", "abcdef", "ABCD", "ab cd", "abcg", ""])
def test_two_bytes_of_hexadecimal_are_four_small_digits(text: str) -> None:
    assert from_hex("abcd", 2) == b"\xab\xcd"
    with pytest.raises(ValueError, match=r"hex"):
        from_hex(text, 2)


def closing(**changes: object) -> list[Line]:
    """What a signed checkpoint with these changes is read as."""
    return lines(write_checkpoint(replace(LIBRARY.checkpoint(1, 1), **changes), LIBRARY.key))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("first", "last", "count", "sound"),
    [
        (1, 1, 1, True),
        (0, 0, 1, False),
        (2, 1, 0, False),
        (1, MAX_BATCH, MAX_BATCH, True),
        (1, MAX_BATCH + 1, MAX_BATCH + 1, False),
        (MAX_SEQ, MAX_SEQ, 1, True),
        (MAX_SEQ + 1, MAX_SEQ + 1, 1, False),
        (1, 3, 2, False),
        (1, 3, 4, False),
    ],
)
def test_a_checkpoint_closes_one_to_a_thousand_records(
    first: int, last: int, count: int, sound: bool
) -> None:
    (line,) = closing(first=first, last=last, digests=(b"d" * 32,) * count)
    assert isinstance(line, Checkpoint) == sound
    assert not sound or line.verify()  # type: ignore[union-attr]


def test_a_checkpoints_numbers_take_eight_bytes_in_what_is_signed() -> None:
    message = LIBRARY.checkpoint(3, 5).message()
    name = LIBRARY.name.encode()
    assert message.startswith(b"signing-kiosk checkpoint v1\0" + CAMPAIGN)
    rest = message[len(b"signing-kiosk checkpoint v1\0") + 16 + 32 :]
    assert rest.startswith(
        len(name).to_bytes(2, "big") + name + (3).to_bytes(8, "big") + (5).to_bytes(8, "big")
    )
    assert len(rest) == 2 + len(name) + 16 + 32 + 32


@pytest.mark.parametrize(
    "change",
    [
        {"checkpoint": 0},
        {"colour": "red"},
        {"campaign": "00" * 15},
        {"key": "00" * 31},
        {"start": "00" * 31},
        {"signature": "!" * 8},
        {"digests": base64.b64encode(LIBRARY.record(1).digest()).decode() + "!!!!"},
    ],
)
def test_a_checkpoint_that_is_not_exactly_so_is_damaged(change: dict[str, object]) -> None:
    fields = msgspec.json.decode(LIBRARY.closing(1, 1))
    assert lines(msgspec.json.encode({**fields, **change})) == [Damaged()]


@pytest.mark.parametrize("change", [{"record": 0}, {"colour": "red"}])
def test_a_record_that_is_not_exactly_so_is_damaged(change: dict[str, object]) -> None:
    fields = msgspec.json.decode(write_record(LIBRARY.record(7)))
    (line,) = lines(msgspec.json.encode({**fields, **change}))
    assert isinstance(line, Damaged)
    assert line.kiosk == LIBRARY.id


def test_a_whole_line_of_the_next_version_is_newer_in_every_field_of_this_one() -> None:
    record = msgspec.json.decode(write_record(LIBRARY.record(7)))
    checkpoint = msgspec.json.decode(LIBRARY.closing(1, 1))
    for line in ({**record, "record": 2}, {**checkpoint, "checkpoint": 2}):
        assert lines(msgspec.json.encode(line)) == [Newer()]
        assert lines(msgspec.json.encode({**line, "more": 1})) == [Newer()]
        assert lines(msgspec.json.encode(line)[:40]) != [Newer()]


def test_a_watcher_is_told_lines_and_bytes_since_the_last_sound_one() -> None:
    told: list[tuple[int, int]] = []
    sound = write_record(LIBRARY.record(1))
    list(
        read_lines(io.BytesIO(b"ab\ncde\n" + sound + b"f\n"), lambda count, size: told.append((count, size)))
    )
    assert told == [(1, 3), (2, 7), (3, 7 + len(sound)), (1, 2)]


@pytest.mark.parametrize(
    ("junk", "stray"),
    [
        (b"-- ", True),
        (b"Sent from my phone\twith a tab", True),
        ("von meinem Händi".encode(), True),
        (b'{"record":1,"ki', False),
        (b'0"}', False),
        (b"\x00\x00\x01", False),
        (b"a\x7fb", False),
        (b"a\x1fb", False),
        (b"a\x08b", False),
    ],
)
def test_words_are_told_from_what_a_kiosk_began(junk: bytes, stray: bool) -> None:
    (line,) = lines(junk + b"\n")
    assert isinstance(line, Damaged)
    assert line.stray == stray


# ---------------------------------------------------------------- batches


def test_exactly_as_many_records_as_may_wait_are_vouched_for(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MAX_PENDING", 10)
    file.write_bytes(LIBRARY.batch(1, 10))
    assert numbers(read(file, CAMPAIGN)[0]) == list(range(1, 11))
    file.write_bytes(LIBRARY.batch(1, 11))
    (batch,), stats = read(file, CAMPAIGN)
    assert numbers([batch]) == list(range(2, 12)), "the oldest went"
    assert [seq for _, seq, _ in stats.unclosed] == [1]


def test_exactly_as_many_bytes_as_may_wait_are_vouched_for(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And what was vouched for, dropped or another campaign's makes room again."""
    monkeypatch.setattr(reading, "MAX_PENDING_BYTES", 5 * 24)
    other = bytes(16)
    file.write_bytes(
        LIBRARY.batch(1, 5) + LIBRARY.batch(6, 10, other) + LIBRARY.batch(11, 15) + LIBRARY.batch(16, 20)
    )
    batches, stats = read(file, CAMPAIGN)
    assert numbers(batches) == [*range(1, 6), *range(11, 21)]
    assert not stats.unclosed
    file.write_bytes(LIBRARY.lines(1, 6) + LIBRARY.lines(7, 7) + LIBRARY.closing(1, 7))
    (batch,), stats = read(file, CAMPAIGN)
    assert numbers([batch]) == [3, 4, 5, 6, 7], "two went, one for each that was too many"
    assert [seq for _, seq, _ in stats.unclosed] == [1, 2]
    file.write_bytes(LIBRARY.lines(1, 5) * 3 + LIBRARY.closing(1, 5))
    assert numbers(read(file, CAMPAIGN)[0]) == [1, 2, 3, 4, 5], "what comes again takes no room"
    monkeypatch.setattr(reading, "MAX_PENDING_BYTES", 5 * 24 - 1)
    assert numbers(read(file, CAMPAIGN)[0]) == [2, 3, 4, 5], "a byte too many"


def test_records_that_nobody_vouches_for_are_remembered_up_to_a_limit(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MAX_UNCLOSED", 3)
    file.write_bytes(LIBRARY.lines(1, 3))
    assert [seq for _, seq, _ in read(file, CAMPAIGN)[1].unclosed] == [1, 2, 3]
    file.write_bytes(LIBRARY.lines(1, 4))
    assert [seq for _, seq, _ in read(file, CAMPAIGN)[1].unclosed] == [1, 2, 3]


def test_kiosks_of_torn_lines_are_remembered_up_to_a_limit(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MAX_TORN", 2)
    cut = [ShortKiosk(number=n).lines(1, 1)[:70] + b"\n" for n in (2, 3, 4)]
    file.write_bytes(LIBRARY.batch(1, 1) + b"".join(cut))
    stats = read(file, CAMPAIGN)[1]
    assert stats.torn == {ShortKiosk(number=2).id, ShortKiosk(number=3).id}
    assert stats.damaged == 3


def damaged(seq: int) -> bytes:
    """A line that still says whose it claims to be."""
    return write_record(LIBRARY.record(seq)).replace(b'"digest":"', b'"digest":"00', 1)


def test_damaged_lines_past_the_limit_make_all_that_the_batch_lacks_damaged(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MAX_PENDING", 2)
    file.write_bytes(damaged(1) + damaged(2) + LIBRARY.closing(1, 3))
    assert [one.damaged for one in read(file, CAMPAIGN)[0][0].lost] == [True, True, False]
    file.write_bytes(damaged(1) + damaged(2) + damaged(3) + LIBRARY.closing(1, 4))
    assert [one.damaged for one in read(file, CAMPAIGN)[0][0].lost] == [True] * 4


def test_a_damaged_line_is_one_checkpoints_and_is_forgotten_after_it(file: Path) -> None:
    file.write_bytes(damaged(1) + LIBRARY.closing(1, 1) + LIBRARY.closing(1, 1))
    first, second = read(file, CAMPAIGN)[0]
    assert first.lost == [Lost(1, damaged=True)]
    assert second.lost == [Lost(1, damaged=False)]


def test_a_line_that_says_its_kiosk_and_no_number_counts_as_nobodys(file: Path) -> None:
    cut = LIBRARY.lines(1, 1)[:70] + b"\n"
    file.write_bytes(cut + LIBRARY.closing(1, 2) + LIBRARY.closing(1, 1))
    first, second = read(file, CAMPAIGN)[0]
    assert [one.damaged for one in first.lost] == [True, True]
    assert [one.damaged for one in second.lost] == [False]


def test_a_checkpoint_with_its_records_in_another_order_vouches_for_none(file: Path) -> None:
    checkpoint = LIBRARY.checkpoint(1, 2)
    turned = replace(checkpoint, digests=checkpoint.digests[::-1])
    file.write_bytes(LIBRARY.lines(1, 2) + write_checkpoint(turned, LIBRARY.key))
    (batch,), stats = read(file, CAMPAIGN)
    assert (batch.records, [one.seq for one in batch.lost]) == ([], [1, 2])
    assert len(stats.unclosed) == 2


def test_a_kiosk_that_signs_for_anothers_records_vouches_for_none(file: Path) -> None:
    other = ShortKiosk(number=2)
    checkpoint = replace(other.checkpoint(1, 2), digests=LIBRARY.checkpoint(1, 2).digests)
    file.write_bytes(LIBRARY.lines(1, 2) + write_checkpoint(checkpoint, other.key))
    (batch,), stats = read(file, CAMPAIGN)
    assert (batch.records, len(batch.lost), len(stats.unclosed)) == ([], 2, 2)


def test_every_kind_of_leftover_is_counted_one_by_one(file: Path) -> None:
    other, forger = bytes(16), ShortKiosk(number=2)
    forged = forger.closing(1, 1).replace(b'"name":"L', b'"name":"l')
    file.write_bytes(
        LIBRARY.batch(1, 1, other) * 2
        + forged * 3
        + b'{"record":2}\n' * 4
        + damaged(9) * 5
        + LIBRARY.batch(2, 2)
    )
    _, stats = read(file, CAMPAIGN)
    assert (stats.foreign, stats.forged, stats.newer, stats.damaged) == (2, 3, 4, 5)
    assert stats.batches == 1
    assert stats.read == file.stat().st_size


def test_what_was_read_is_told_at_every_checkpoint_also_another_campaigns(file: Path) -> None:
    foreign = LIBRARY.batch(1, 2, bytes(16))
    file.write_bytes(foreign + LIBRARY.lines(3, 4))
    assert read(file, CAMPAIGN)[1].read == len(foreign)


def test_what_another_campaign_closes_is_neither_open_nor_torn_here_unless_it_is_forged(file: Path) -> None:
    cut = LIBRARY.lines(3, 3)[:70] + b"\n"
    foreign = LIBRARY.batch(1, 2, bytes(16))
    file.write_bytes(cut + foreign)
    assert (read(file, CAMPAIGN)[1].torn, read(file, CAMPAIGN)[1].unclosed) == (set(), [])
    file.write_bytes(cut + foreign.replace(b'"name":"L', b'"name":"l'))
    stats = read(file, CAMPAIGN)[1]
    assert stats.torn == {LIBRARY.id}
    assert len(stats.unclosed) == 2


def test_a_file_with_nothing_but_forged_lines_is_an_export_file_all_the_same(file: Path) -> None:
    forged = LIBRARY.closing(1, 1).replace(b'"name":"L', b'"name":"l')
    file.write_bytes(forged)
    assert read(file, CAMPAIGN)[1].forged == 1
    file.write_bytes(forged + b'{"record":2}\n')
    assert read(file, CAMPAIGN)[1].newer == 1


@need_posix
def test_a_link_to_a_file_is_read(file: Path, tmp_path: Path) -> None:
    file.write_bytes(LIBRARY.batch(1, 2))
    link = tmp_path / "link.signatures"
    link.symlink_to(file)
    assert numbers(read(link, CAMPAIGN)[0]) == [1, 2]


def test_whoever_reads_may_give_up(file: Path) -> None:
    class Enough(Exception):
        pass

    def watch(count: int, size: int) -> None:
        raise Enough

    file.write_bytes(LIBRARY.batch(1, 2))
    with pytest.raises(Enough):
        list(read_batches(file, CAMPAIGN, ReadStats(), watch))


def test_a_records_digest_is_taken_once() -> None:
    """A merge asks for it again and again, and it costs as much as the signature is long."""
    record = LIBRARY.record(1)
    assert record.digest() is record.digest()


# ---------------------------------------------------------------- receipts

COORDINATOR = Ed25519PrivateKey.from_private_bytes(b"c" * 32)


@pytest.mark.parametrize(
    ("change", "sound"),
    [
        ({"upto": 0}, False),
        ({"upto": 1}, True),
        ({"upto": MAX_SEQ}, True),
        ({"upto": MAX_SEQ + 1}, False),
        ({"made": "20261122"}, False),
        ({"campaign": bytes(15)}, False),
        ({"kiosk": bytes(17)}, False),
        ({"chain": bytes(31)}, False),
    ],
)
def test_a_receipt_is_exactly_as_specified(tmp_path: Path, change: dict[str, object], sound: bool) -> None:
    good = Receipt(CAMPAIGN, LIBRARY.id, 132, b"n" * 32, "2026-11-22").signed(COORDINATOR)
    changed = replace(good, **change).signed(COORDINATOR)  # type: ignore[arg-type]
    path = tmp_path / "tiny.receipts"
    write_receipts(path, [changed, good])
    assert read_receipts(path) == ([changed, good] if sound else [good])


@pytest.mark.parametrize("change", [{"receipt": 0}, {"colour": "red"}, {"signature": "AAAA!AAAA"}])
def test_a_receipts_line_that_is_not_exactly_so_is_passed_over(
    tmp_path: Path, change: dict[str, object]
) -> None:
    good = Receipt(CAMPAIGN, LIBRARY.id, 132, b"n" * 32, "2026-11-22").signed(COORDINATOR)
    path = tmp_path / "tiny.receipts"
    write_receipts(path, [good])
    line = msgspec.json.decode(path.read_bytes())
    path.write_bytes(msgspec.json.encode({**line, **change}) + b"\n\n" + path.read_bytes())
    assert read_receipts(path) == [good]
