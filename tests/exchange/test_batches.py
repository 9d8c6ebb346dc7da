"""Whole export files: several kiosks, files put together, what is missing, and what belongs elsewhere."""

from __future__ import annotations

import bz2
import os
from pathlib import Path

import pytest

from kiosk.errors import ExportError, NewerVersionError, StorageError
from kiosk.exchange import batches as reading
from kiosk.exchange.batches import Lost, ReadStats
from kiosk.exchange.lines import write_record
from tests.exchange.conftest import CAMPAIGN, ShortKiosk
from tests.exports import numbers, read
from tests.lacking import need_posix


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "all.signatures"


def test_each_batch_comes_with_its_records_in_order(file: Path, library: ShortKiosk) -> None:
    file.write_bytes(library.batch(1, 3) + library.batch(4, 5))
    batches, stats = read(file, CAMPAIGN)
    assert [[record.seq for record in batch.records] for batch in batches] == [[1, 2, 3], [4, 5]]
    assert batches[1].records[0] == library.record(4)
    assert not any(batch.lost for batch in batches)
    assert stats == ReadStats(batches=2, read=file.stat().st_size)


def test_several_kiosks_share_a_file(file: Path, library: ShortKiosk, town_hall: ShortKiosk) -> None:
    mixed = b"".join(write_record(kiosk.record(n)) for n in range(1, 4) for kiosk in (town_hall, library))
    file.write_bytes(mixed + library.closing(1, 3) + town_hall.closing(1, 3))
    batches, stats = read(file, CAMPAIGN)
    assert {batch.checkpoint.name: numbers([batch]) for batch in batches} == {
        "Library steps": [1, 2, 3],
        "Town hall 大會堂": [1, 2, 3],
    }
    assert not stats.unclosed


def test_two_files_one_after_the_other_are_a_file(file: Path, library: ShortKiosk) -> None:
    older, newer = library.batch(1, 2), library.batch(1, 2) + library.batch(3, 4)
    file.write_bytes(older + newer)
    batches, _ = read(file, CAMPAIGN)
    assert set(numbers(batches)) == {1, 2, 3, 4}
    file.write_bytes(newer.rstrip(b"\n") + older)
    batches, _ = read(file, CAMPAIGN)
    assert set(numbers(batches)) == {1, 2, 3, 4}


def test_a_batch_stands_alone_without_the_earlier_ones(file: Path, library: ShortKiosk) -> None:
    file.write_bytes(library.batch(41, 57))
    batches, _ = read(file, CAMPAIGN)
    assert numbers(batches) == list(range(41, 58))


def test_a_missing_record_and_a_damaged_one_are_named_and_told_apart(file: Path, library: ShortKiosk) -> None:
    lines = library.batch(1, 4).splitlines(keepends=True)
    damaged = lines[2].replace(b'"sealed":"', b'"sealed":"AAAA')
    file.write_bytes(lines[0] + damaged + lines[3] + lines[4])
    (batch,), stats = read(file, CAMPAIGN)
    assert numbers([batch]) == [1, 4]
    assert batch.lost == [Lost(2, damaged=False), Lost(3, damaged=True)]
    assert (stats.damaged, stats.torn) == (1, set())


def test_a_line_that_nobody_can_read_makes_what_its_batch_lacks_damaged(
    file: Path, library: ShortKiosk
) -> None:
    lines = library.batch(1, 3).splitlines(keepends=True)
    file.write_bytes(lines[0] + b"\0" * len(lines[1]) + b"\n" + lines[2] + lines[3] + library.batch(4, 5))
    batches, _ = read(file, CAMPAIGN)
    assert [batch.lost for batch in batches] == [[Lost(2, damaged=True)], []]


def test_a_damaged_record_that_came_again_soundly_is_not_lost(file: Path, library: ShortKiosk) -> None:
    lines = library.batch(1, 2).splitlines(keepends=True)
    file.write_bytes(lines[0].replace(b'"id":"', b'"id":"x') + b"".join(lines))
    (batch,), _ = read(file, CAMPAIGN)
    assert (numbers([batch]), batch.lost) == ([1, 2], [])


def test_one_kiosk_cannot_vouch_for_anothers_records(
    file: Path, library: ShortKiosk, town_hall: ShortKiosk
) -> None:
    file.write_bytes(library.lines(1, 2) + town_hall.closing(1, 2))
    (batch,), stats = read(file, CAMPAIGN)
    assert batch.records == []
    assert [lost.seq for lost in batch.lost] == [1, 2]
    assert [kiosk for kiosk, _, _ in stats.unclosed] == [library.id] * 2


def test_what_belongs_to_another_campaign_or_is_forged_is_counted_and_left_out(
    file: Path, library: ShortKiosk, town_hall: ShortKiosk
) -> None:
    forged = town_hall.batch(1, 2).replace(b'"name":"Town', b'"name":"town')
    file.write_bytes(library.batch(1, 2, campaign=bytes(16)) + forged + library.batch(3, 4))
    batches, stats = read(file, CAMPAIGN)
    assert numbers(batches) == [3, 4]
    assert (stats.foreign, stats.forged) == (1, 1)
    # The foreign records are their own campaign's; nobody vouches for the forged ones.
    assert [kiosk for kiosk, _, _ in stats.unclosed] == [town_hall.id] * 2


def test_words_of_a_mail_are_damage_and_nobodys_torn_line(file: Path, library: ShortKiosk) -> None:
    file.write_bytes(library.batch(1, 2) + b"-- \nSent from my phone\n")
    stats = read(file, CAMPAIGN)[1]
    assert (stats.damaged, stats.torn) == (2, set())


def test_a_file_without_a_checkpoint_is_read_up_to_nowhere(file: Path, library: ShortKiosk) -> None:
    file.write_bytes(library.lines(1, 2))
    assert read(file, CAMPAIGN)[1].read == 0


def test_an_interrupted_sync_leaves_records_that_nobody_vouches_for(file: Path, library: ShortKiosk) -> None:
    file.write_bytes(library.batch(1, 2) + library.lines(3, 5))
    batches, stats = read(file, CAMPAIGN)
    assert numbers(batches) == [1, 2]
    assert [kiosk for kiosk, _, _ in stats.unclosed] == [library.id] * 3
    file.write_bytes(file.read_bytes() + library.batch(3, 5))
    batches, stats = read(file, CAMPAIGN)
    assert numbers(batches) == [1, 2, 3, 4, 5]
    assert not stats.unclosed


def test_a_cut_line_is_known_to_be_its_kiosks_until_that_kiosk_syncs_again(
    file: Path, library: ShortKiosk, town_hall: ShortKiosk
) -> None:
    cut = library.lines(3, 3)[:70] + b"\n"
    for end, torn in (
        (cut, {library.id}),
        (cut + town_hall.batch(1, 2), {library.id}),
        (cut + library.batch(3, 4), set()),
        (cut[:20], {None}),
        (cut[:20] + b"\n" + town_hall.batch(1, 2), set()),
    ):
        file.write_bytes(library.batch(1, 2) + end)
        assert read(file, CAMPAIGN)[1].torn == torn


def test_records_without_end_do_not_fill_the_memory(
    file: Path, library: ShortKiosk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MAX_PENDING", 10)
    file.write_bytes(library.lines(1, 500) + library.batch(501, 505))
    batches, stats = read(file, CAMPAIGN)
    assert numbers(batches) == list(range(501, 506))
    assert [kiosk for kiosk, _, _ in stats.unclosed] == [library.id] * 500


@pytest.mark.parametrize("data", [b"", b"\n\n"])
def test_an_empty_file_is_said_to_be_empty(file: Path, data: bytes) -> None:
    file.write_bytes(data)
    with pytest.raises(ExportError, match="is empty"):
        read(file, CAMPAIGN)


@pytest.mark.parametrize("data", [b"name,city\nAna,Berlin\n", b"\xff\xd8\xff" + bytes(5_000), b"{}\n", b"[]"])
def test_a_file_of_another_kind_is_refused(file: Path, data: bytes) -> None:
    file.write_bytes(data)
    with pytest.raises(ExportError, match="is not a signatures file"):
        read(file, CAMPAIGN)


def test_a_newer_programs_file_asks_for_an_update(file: Path) -> None:
    file.write_bytes(b'{"record":2}\n{"checkpoint":2}\n')
    with pytest.raises(NewerVersionError, match="newer version"):
        read(file, CAMPAIGN)


def test_a_folder_and_a_file_that_is_not_there_are_told(file: Path) -> None:
    with pytest.raises(ExportError, match="is a folder"):
        read(file.parent, CAMPAIGN)
    with pytest.raises(StorageError, match="does not exist"):
        read(file, CAMPAIGN)


@need_posix
def test_what_is_no_ordinary_file_is_not_waited_for(file: Path) -> None:
    os.mkfifo(file)
    with pytest.raises(ExportError, match="not an ordinary file"):
        read(file, CAMPAIGN)


@need_posix
def test_a_link_to_a_file_of_another_kind_is_told_as_the_file_is(file: Path, tmp_path: Path) -> None:
    diary = tmp_path / "diary.txt"
    file.symlink_to(diary)
    diary.write_text("Dear diary")
    with pytest.raises(ExportError, match="is not a signatures file"):
        read(file, CAMPAIGN)
    diary.write_bytes(bz2.compress(b"Dear diary"))
    with pytest.raises(ExportError, match="is compressed"):
        read(file, CAMPAIGN)


@pytest.mark.parametrize("newer", [b'{"record":2}\n', b""])
def test_one_line_of_any_kind_makes_it_an_export_file(file: Path, library: ShortKiosk, newer: bytes) -> None:
    for line, stats in (
        (library.lines(1, 1), {"unclosed": [(library.id, 1, library.record(1).digest())]}),
        (library.closing(1, 1, bytes(16)), {"foreign": 1}),
    ):
        file.write_bytes(line + newer)
        seen = read(file, CAMPAIGN)[1]
        assert {name: getattr(seen, name) for name in stats} == stats
        assert seen.newer == bool(newer)
