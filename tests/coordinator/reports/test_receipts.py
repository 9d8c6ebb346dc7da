"""The coordinator's receipts: they name only records that are here and were opened, from the first one on."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.reports.receipts import give_receipts, merged
from kiosk.errors import CampaignError, ExportError, NewerVersionError, StorageError
from kiosk.exchange.receipts import MAX_FILE, read_receipts, write_receipts
from kiosk.exchange.record import GENESIS, Record, chain_over
from tests.conftest import TODAY, Desk
from tests.exports import HandmadeKiosk, flip_bit, flipped, line_starts
from tests.people import NEWER, person
from tests.program import done, kiosk, refused

NAME = "stop-repression-hong-kong"


@pytest.fixture
def library(keys: CampaignKeys) -> HandmadeKiosk:
    """A kiosk with six signatures, the sixth by who gave the fifth."""
    made = HandmadeKiosk(keys, "Library steps")
    made.sign(*(person(n) for n in (1, 2, 3, 4, 5, 5)))
    return made


def merge(desk: Desk, data: bytes) -> None:
    file = desk.folder / "merged.signatures"
    file.write_bytes(data)
    desk.merge(file)


def chain(kiosk: HandmadeKiosk, upto: int) -> bytes:
    return chain_over(GENESIS, (record.digest() for record in kiosk.records[:upto]))


def upto(desk: Desk) -> dict[str, int]:
    return {kiosk.name: kiosk.upto for kiosk in merged(desk.register)}


def give(desk: Desk, target: Path, today: datetime.date = TODAY) -> Path:
    return give_receipts(merged(desk.register), desk.keys, NAME, target, today)


def test_counted_and_duplicate_records_are_merged(desk: Desk, library: HandmadeKiosk, stick: Path) -> None:
    merge(desk, library.batch(library.records))
    (receipt,) = read_receipts(give(desk, stick))
    assert (receipt.kiosk, receipt.upto, receipt.chain) == (library.id, 6, chain(library, 6))
    assert (receipt.campaign, receipt.made) == (desk.keys.key_id, "2026-11-22")
    assert receipt.verify(desk.keys.signer)


def test_several_batches_in_any_order_are_one_run(desk: Desk, library: HandmadeKiosk) -> None:
    for first, last in ((4, 6), (1, 2), (2, 3)):
        merge(desk, library.batch(library.records[first - 1 : last]))
    (one,) = merged(desk.register)
    assert (one.upto, one.chain, one.last) == (6, chain(library, 6), 6)


def test_those_that_have_vouched_for_no_more_than_is_known_are_left_out(
    desk: Desk, library: HandmadeKiosk
) -> None:
    merge(desk, library.batch(library.records))
    (one,) = merged(desk.register, {library.id.hex(): 5})
    assert one.upto == 6
    assert merged(desk.register, {library.id.hex(): 6}) == []
    assert len(merged(desk.register, {bytes(16).hex(): 9})) == 1


def test_a_missing_record_ends_the_run(desk: Desk, library: HandmadeKiosk) -> None:
    lines = library.batch(library.records).splitlines(keepends=True)
    merge(desk, b"".join(lines[:3] + lines[4:]))
    (one,) = merged(desk.register)
    assert (one.upto, one.chain, one.last) == (3, chain(library, 3), 6)


def test_a_damaged_record_ends_the_run_until_it_comes_soundly(desk: Desk, library: HandmadeKiosk) -> None:
    file = desk.folder / "damaged.signatures"
    file.write_bytes(library.batch(library.records))
    flip_bit(file, line_starts(file.read_bytes())[1] + 500)
    desk.merge(file)
    assert upto(desk) == {"Library steps": 1}
    merge(desk, library.batch(library.records))
    assert upto(desk) == {"Library steps": 6}


def test_a_record_that_does_not_open_ends_the_run(desk: Desk, library: HandmadeKiosk) -> None:
    third = library.records[2]
    library.records[2] = Record(third.kiosk, 3, third.id, flipped(third.sealed, -1))
    merge(desk, library.batch(library.records))
    assert desk.merge().books.total.unreadable == 1
    assert upto(desk) == {"Library steps": 2}


def test_a_rejected_record_ends_the_run(desk: Desk, library: HandmadeKiosk) -> None:
    library.sign(person(7, version=NEWER))
    library.sign(person(8))
    merge(desk, library.batch(library.records))
    assert desk.merge().books.total.rejected == 1
    assert upto(desk) == {"Library steps": 6}


def test_two_records_of_one_number_end_the_run(desk: Desk, library: HandmadeKiosk) -> None:
    """A laptop that was put back from a copy used its numbers twice; which one it has, nobody here knows."""
    merge(desk, library.batch(library.records))
    library.records = library.records[:3]
    merge(desk, library.batch(library.sign(person(40), person(50))))
    assert desk.merge().books.total.collected == 8
    (one,) = merged(desk.register)
    assert (one.upto, one.chain) == (3, chain(library, 3))


def test_a_desk_that_never_saw_the_first_ones_says_nothing(
    make_desk, library: HandmadeKiosk, stick: Path
) -> None:
    second = make_desk()
    merge(second, library.batch(library.records[2:]))
    assert upto(second) == {"Library steps": 0}
    with pytest.raises(CampaignError, match="nothing to give a receipt for"):
        give(second, stick)
    assert list(stick.iterdir()) == []


def test_a_desk_keeps_the_higher_receipts_of_another(make_desk, library: HandmadeKiosk, stick: Path) -> None:
    first, second = make_desk(), make_desk()
    other = HandmadeKiosk(first.keys, "Canteen")
    merge(first, library.batch(library.records) + other.batch(other.sign(person(20))))
    merge(second, library.batch(library.records[:4]))
    give(first, stick)
    found = read_receipts(give(second, stick))
    assert sorted((one.kiosk, one.upto) for one in found) == sorted(
        [(library.id, 6), (library.id, 4), (other.id, 1)]
    )
    assert all(one.verify(first.keys.signer) for one in found)
    found = read_receipts(give(first, stick))
    assert sorted((one.kiosk, one.upto) for one in found) == sorted([(library.id, 6), (other.id, 1)])


def test_what_is_not_this_campaigns_word_is_not_kept(desk: Desk, library: HandmadeKiosk, stick: Path) -> None:
    merge(desk, library.batch(library.records[:4]))
    file = give(desk, stick)
    good = file.read_bytes()
    (receipt,) = read_receipts(file)
    forged = replace(receipt, upto=6)
    foreign = replace(forged, campaign=bytes(16)).signed(desk.keys.signing_key)
    write_receipts(file, [forged, foreign])
    file.write_bytes(good + file.read_bytes() + b"garbage\n")
    assert give(desk, stick).read_bytes() == good


def test_another_campaigns_receipts_are_not_signed_anew(
    make_desk, library: HandmadeKiosk, stick: Path
) -> None:
    foreign = CampaignKeys.new()
    theirs = HandmadeKiosk(foreign)
    theirs.sign(person(1))
    desk = make_desk()
    merge(desk, library.batch(library.records))
    their_desk = Desk(make_desk().folder, foreign)
    merge(their_desk, theirs.batch(theirs.records))
    give(their_desk, stick)
    assert [one.kiosk for one in read_receipts(give(desk, stick))] == [library.id]


def test_it_lies_where_a_sync_finds_it(desk: Desk, library: HandmadeKiosk, stick: Path) -> None:
    merge(desk, library.batch(library.records))
    expected = stick / f"{NAME}.receipts"
    assert give(desk, stick) == expected
    assert give(desk, stick / "Saturday.signatures") == expected


@pytest.mark.parametrize("target", ["nowhere", "nowhere/a.signatures", "notes.txt"])
def test_a_target_that_is_not_there_is_told(
    desk: Desk, library: HandmadeKiosk, stick: Path, target: str
) -> None:
    merge(desk, library.batch(library.records))
    (stick / "notes.txt").write_text("hello")
    with pytest.raises(StorageError, match="There is no folder"):
        give(desk, stick / target)


def test_what_cannot_be_replaced_stays(desk: Desk, library: HandmadeKiosk, stick: Path) -> None:
    merge(desk, library.batch(library.records))
    path = stick / f"{NAME}.receipts"
    path.write_bytes(b'{"receipt":2}\n')
    with pytest.raises(NewerVersionError):
        give(desk, stick)
    assert path.read_bytes() == b'{"receipt":2}\n'
    path.write_bytes(b"x" * (MAX_FILE + 1))
    with pytest.raises(ExportError, match="larger than"):
        give(desk, stick)
    path.unlink()
    path.mkdir()
    with pytest.raises(ExportError, match="not an ordinary file"):
        give(desk, stick)


def test_the_command_says_how_far_each_kiosk_is_merged(
    desk_folder: Path, passphrase_file: Path, library: HandmadeKiosk, stick: Path, tmp_path: Path
) -> None:
    options = ("--campaign", desk_folder, "--passphrase-file", passphrase_file)
    refused("receipts", stick, *options, saying=("has no register yet",))
    canteen = HandmadeKiosk(library.keys, "Canteen")
    lines = library.batch(library.records).splitlines(keepends=True)
    file = tmp_path / "a.signatures"
    file.write_bytes(b"".join(lines[:3] + lines[4:]) + canteen.batch(canteen.sign(person(30), person(31))))
    assert kiosk("merge", file, *options).returncode == 1
    said = done("receipts", stick, *options)
    assert "Canteen: merged up to 2\n" in said
    assert "Library steps: merged up to 3 of 6: number 4 is missing, not readable, or there twice\n" in said
    assert f"The receipts are in {stick / NAME}.receipts." in said
    assert {one.upto for one in read_receipts(stick / f"{NAME}.receipts")} == {2, 3}


def test_a_receipt_is_replaced_by_a_higher_one(desk: Desk, library: HandmadeKiosk, stick: Path) -> None:
    merge(desk, library.batch(library.records[:4]))
    (low,) = read_receipts(give(desk, stick))
    merge(desk, library.batch(library.records[4:]))
    (high,) = read_receipts(give(desk, stick, datetime.date(1970, 1, 1)))
    assert (low.upto, high.upto, high.made) == (4, 6, "1970-01-01")
    assert not replace(low, upto=6).verify(desk.keys.signer)


@pytest.mark.parametrize("name", ["sent.txt", "LIBRARY.SIGNATURES", "library.signatures"])
def test_receipts_lie_beside_a_file_whatever_it_is_called(
    desk: Desk, library: HandmadeKiosk, stick: Path, name: str
) -> None:
    merge(desk, library.batch(library.records))
    (stick / name).write_bytes(library.batch(library.records))
    assert give(desk, stick / name).parent == stick
