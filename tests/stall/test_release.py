"""Receipts at the stall: the coordinator's own one deletes what is merged, and no other deletes anything."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.campaign.content import read_folder
from kiosk.campaign.pack import build_pack
from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.reports.receipts import give_receipts, merged
from kiosk.exchange.receipts import MAX_FILE, Receipt, read_receipts, receipts_file, write_receipts
from kiosk.signing.signature import RECORD_BYTES
from kiosk.stall.kiosk import Kiosk, set_up
from kiosk.stall.release import Released, take_receipts
from kiosk.stall.sync import CopiedLaptopError, sync
from tests.conftest import TODAY, Desk, MakeKiosk, on, warned
from tests.exports import numbers, read
from tests.people import person
from tests.program import done, kiosk

NOTHING = "Nothing was deleted."


@pytest.fixture
def signed(stall: Kiosk) -> Kiosk:
    """The kiosk with five signatures."""
    for n in range(1, 6):
        stall.sign(person(n))
    return stall


@pytest.fixture
def export_file(signed: Kiosk, stick: Path, desk: Desk) -> Path:
    """Its five signatures on the stick and merged, and no receipt yet."""
    file = sync(signed, stick).file
    desk.merge(file)
    return file


def give(desk: Desk, kiosk: Kiosk, target: Path) -> Path:
    return give_receipts(merged(desk.register), desk.keys, kiosk.settings.campaign, target, TODAY)


def true_receipt(kiosk: Kiosk, upto: int = 5) -> Receipt:
    """What the coordinator would say of this kiosk, without the signature."""
    chain = kiosk.vault.chain_after(upto)
    assert chain
    return Receipt(kiosk.pack.key_id, kiosk.settings.kiosk, upto, chain, "2026-11-22")


def held(kiosk: Kiosk) -> list[int]:
    """The numbers of what a laptop still has, opened anew; everything else about it must be sound."""
    again = Kiosk.open(kiosk.data)
    again.vault.check()
    return [stored.record.seq for stored in again.vault.records()]


def test_without_a_receipt_nothing_is_ever_deleted(signed: Kiosk, export_file: Path) -> None:
    for _ in range(3):
        assert take_receipts(signed, export_file) == Released()
        sync(signed, export_file)
    assert held(signed) == [1, 2, 3, 4, 5]


def test_what_is_merged_is_deleted(signed: Kiosk, export_file: Path, desk: Desk) -> None:
    give(desk, signed, export_file)
    taken = take_receipts(signed, export_file)
    assert (taken.upto, taken.deleted, taken.kept, taken.refused) == (5, 5, False, None)
    assert held(signed) == []
    status = signed.status()
    assert (status.signatures, status.synced, status.waiting, status.released) == (5, 5, 0, 5)
    assert status.last_release == "2026-11-22"
    assert warned(signed) == ["This kiosk has no PIN."]


def test_what_is_merged_does_not_wait_even_if_its_sync_was_not_noted(
    signed: Kiosk, desk: Desk, stick: Path
) -> None:
    before_the_sync = (signed.data / "vault.sqlite").read_bytes()
    file = sync(signed, stick).file
    desk.merge(file)
    give(desk, signed, file)
    (signed.data / "vault.sqlite").write_bytes(before_the_sync)
    assert signed.status().waiting == 5
    assert take_receipts(signed, file).deleted == 5
    assert (signed.status().synced, signed.status().waiting) == (5, 0)


def test_what_is_not_merged_yet_stays(signed: Kiosk, export_file: Path, desk: Desk) -> None:
    give(desk, signed, export_file)
    for n in (6, 7):
        signed.sign(person(n))
    assert take_receipts(signed, export_file) == Released(upto=5, deleted=5)
    assert held(signed) == [6, 7]
    assert signed.status().waiting == 2


def test_the_same_receipt_again_does_nothing_more(signed: Kiosk, export_file: Path, desk: Desk) -> None:
    give(desk, signed, export_file)
    take_receipts(signed, export_file)
    signed.sign(person(6))
    later = replace(signed, clock=on(TODAY + datetime.timedelta(1)))
    assert take_receipts(later, export_file) == Released(upto=5)
    assert held(signed) == [6]
    assert signed.status().last_release == TODAY.isoformat(), "nothing was deleted on the day after"


def test_an_older_receipt_after_a_newer_one_does_nothing(
    signed: Kiosk, export_file: Path, desk: Desk, keys: CampaignKeys
) -> None:
    old = true_receipt(signed, 3).signed(keys.signing_key)
    give(desk, signed, export_file)
    take_receipts(signed, export_file)
    write_receipts(receipts_file(export_file.parent, signed.settings.campaign), [old])
    assert take_receipts(signed, export_file) == Released(upto=5)
    assert held(signed) == []


def test_the_highest_that_fits_counts(
    signed: Kiosk, export_file: Path, keys: CampaignKeys, make_kiosk: MakeKiosk
) -> None:
    right = [true_receipt(signed, n).signed(keys.signing_key) for n in (2, 4, 3)]
    too_high = replace(true_receipt(signed), upto=6).signed(keys.signing_key)
    path = receipts_file(export_file.parent, signed.settings.campaign)
    write_receipts(path, [*right, too_high, replace(true_receipt(signed), signature=bytes(64))])
    assert take_receipts(signed, export_file) == Released(upto=4, deleted=4)
    assert held(signed) == [5]


def test_life_goes_on_after_a_release(
    signed: Kiosk, export_file: Path, desk: Desk, tmp_path: Path, make_desk: Callable[[], Desk]
) -> None:
    """Receipt, more signatures, a new stick, a merge: the books balance, and a second receipt follows."""
    give(desk, signed, export_file)
    take_receipts(signed, export_file)
    for n in range(6, 9):
        assert signed.sign(person(n)) == n
    new = tmp_path / "new stick"
    new.mkdir()
    result = sync(signed, new)
    assert (result.written, result.total, result.faults) == (3, 3, [])
    batches, stats = read(result.file, signed.pack.key_id)
    assert (numbers(batches), stats.forged) == ([6, 7, 8], 0)
    assert sync(signed, export_file).written == 3
    assert numbers(read(export_file, signed.pack.key_id)[0]) == list(range(1, 9))

    alone = make_desk().merge(result.file)
    assert alone.books.kiosks[0].gaps == [(1, 5)]
    books = desk.merge(result.file).books
    assert (books.total.collected, books.total.counted, books.kiosks[0].gaps) == (8, 8, [])
    give(desk, signed, new)
    assert take_receipts(signed, result.file) == Released(upto=8, deleted=3)
    assert held(signed) == []
    assert signed.sign(person(9)) == 9
    assert signed.status().waiting == 1


def test_a_desk_that_never_saw_the_first_ones_cannot_have_the_rest_deleted(
    signed: Kiosk, export_file: Path, desk: Desk, tmp_path: Path, make_desk: Callable[[], Desk]
) -> None:
    give(desk, signed, export_file)
    take_receipts(signed, export_file)
    signed.sign(person(6))
    new = tmp_path / "new stick"
    new.mkdir()
    second = make_desk()
    second.merge(sync(signed, new).file)
    assert [one.upto for one in merged(second.register)] == [0]


def forged(signed: Kiosk) -> Receipt:
    return true_receipt(signed).signed(CampaignKeys.new().signing_key)


def by_the_kiosk_itself(signed: Kiosk) -> Receipt:
    return true_receipt(signed).signed(signed.settings.signing_key)


def not_signed(signed: Kiosk) -> Receipt:
    return true_receipt(signed)


@pytest.mark.parametrize("make", [forged, by_the_kiosk_itself, not_signed])
def test_a_forged_receipt_deletes_nothing(
    signed: Kiosk, export_file: Path, make: Callable[[Kiosk], Receipt]
) -> None:
    write_receipts(receipts_file(export_file.parent, signed.settings.campaign), [make(signed)])
    result = take_receipts(signed, export_file)
    assert (result.upto, result.deleted) == (0, 0)
    assert "not its coordinator’s" in str(result.refused)
    assert held(signed) == [1, 2, 3, 4, 5]


def test_a_receipt_with_any_byte_changed_deletes_nothing(
    signed: Kiosk, export_file: Path, desk: Desk
) -> None:
    path = give(desk, signed, export_file)
    good = path.read_bytes()
    for at in range(0, len(good) - 1, 3):
        path.write_bytes(good[:at] + bytes([good[at] ^ 2]) + good[at + 1 :])
        assert take_receipts(signed, export_file).deleted == 0
    assert held(signed) == [1, 2, 3, 4, 5]


def test_another_kiosks_receipt_deletes_nothing(
    signed: Kiosk, export_file: Path, desk: Desk, make_kiosk: MakeKiosk
) -> None:
    give(desk, signed, export_file)
    other = make_kiosk("Stall B")
    for n in range(1, 6):
        other.sign(person(n))
    assert take_receipts(other, sync(other, export_file).file) == Released()
    assert held(other) == [1, 2, 3, 4, 5]


def test_a_receipt_of_before_the_laptop_was_set_up_again_deletes_nothing(
    signed: Kiosk, export_file: Path, desk: Desk, make_kiosk: MakeKiosk, tmp_path: Path
) -> None:
    give(desk, signed, export_file)
    again = make_kiosk("Stall A", tmp_path / "set up again")
    for n in range(1, 6):
        again.sign(person(n))
    assert take_receipts(again, export_file) == Released()
    assert held(again) == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("whose", ["their own key", "this coordinator's key"])
def test_another_campaigns_receipt_deletes_nothing(
    signed: Kiosk, export_file: Path, keys: CampaignKeys, whose: str
) -> None:
    foreign = replace(true_receipt(signed), campaign=CampaignKeys.new().key_id)
    by = CampaignKeys.new() if whose == "their own key" else keys
    path = receipts_file(export_file.parent, signed.settings.campaign)
    write_receipts(path, [foreign.signed(by.signing_key)])
    assert "not its coordinator’s" in str(take_receipts(signed, export_file).refused)
    assert held(signed) == [1, 2, 3, 4, 5]


def test_a_receipt_for_more_than_was_taken_deletes_nothing(
    signed: Kiosk, export_file: Path, keys: CampaignKeys
) -> None:
    path = receipts_file(export_file.parent, signed.settings.campaign)
    too_high = [replace(true_receipt(signed), upto=upto).signed(keys.signing_key) for upto in (7, 6)]
    for receipts, upto in ((too_high[1:], 6), (too_high, 7)):
        write_receipts(path, receipts)
        refused = str(take_receipts(signed, export_file).refused)
        assert f"speaks of signatures 1 to {upto}, but this kiosk has taken only 5" in refused
    assert held(signed) == [1, 2, 3, 4, 5]


def test_a_receipt_for_other_signatures_with_the_same_numbers_deletes_nothing(
    signed: Kiosk, desk: Desk, make_kiosk: MakeKiosk, stick: Path
) -> None:
    """A laptop put back from a copy: what the desk merged is not what this laptop holds."""
    other_stick = stick.with_name("other stick")
    other_stick.mkdir()
    clone = make_kiosk("clone")
    for name in ("kiosk.json", "vault.sqlite"):
        (clone.data / name).write_bytes((signed.data / name).read_bytes())
    clone = Kiosk.open(clone.data, on(TODAY))
    for n in (6, 7):
        clone.sign(person(100 + n))
        signed.sign(person(n))
    file = sync(clone, stick).file
    desk.merge(file)
    give(desk, signed, stick)
    refused = str(take_receipts(signed, file).refused)
    assert "other signatures 1 to 7 than those" in refused
    assert held(signed) == [1, 2, 3, 4, 5, 6, 7]
    # Once the desk has both, it says only of the first five that either may delete them.
    desk.merge(sync(signed, other_stick).file)
    receipts = read_receipts(give(desk, signed, stick))
    assert [one.upto for one in receipts] == [5, 7]
    assert take_receipts(signed, file) == Released(upto=5, deleted=5)
    assert held(signed) == [6, 7]
    assert take_receipts(clone, file) == Released(upto=7, deleted=7), "those of the first receipt"


def test_a_sync_finds_out_from_receipts_how_far_a_copied_laptop_is_one_with_what_is_merged(
    signed: Kiosk, export_file: Path, keys: CampaignKeys
) -> None:
    one = true_receipt(signed, 2)
    other = replace(true_receipt(signed, 4), chain=bytes(32))
    receipts = [each.signed(keys.signing_key) for each in (true_receipt(signed, 1), one, other)]
    write_receipts(receipts_file(export_file.parent, signed.settings.campaign), receipts)
    with pytest.raises(CopiedLaptopError):
        sync(signed, export_file)
    assert signed.vault.copied_after() == 2


def test_a_receipt_for_what_is_deleted_already_is_no_alarm(
    signed: Kiosk, export_file: Path, desk: Desk, keys: CampaignKeys
) -> None:
    give(desk, signed, export_file)
    take_receipts(signed, export_file)
    other = Receipt(signed.pack.key_id, signed.settings.kiosk, 5, bytes(32), str(TODAY))
    path = receipts_file(export_file.parent, signed.settings.campaign)
    write_receipts(path, [other.signed(keys.signing_key)])
    signed.sign(person(6))
    assert sync(signed, export_file).written == 1
    assert not signed.status().copied


Put = Callable[[Path, bytes], object]


def a_link(path: Path, good: bytes) -> None:
    elsewhere = path.with_name("elsewhere")
    elsewhere.write_bytes(good)
    path.symlink_to(elsewhere)


def a_folder(path: Path, good: bytes) -> None:
    path.mkdir()


def too_large(path: Path, good: bytes) -> None:
    path.write_bytes(good + b"\n" * (10 * 1024 * 1024))


def just_too_large(path: Path, good: bytes) -> None:
    path.write_bytes(good + b"\n" * (MAX_FILE + 1 - len(good)))


def a_newer_programs(path: Path, good: bytes) -> None:
    path.write_bytes(good + b'{"receipt":2}\n')


@pytest.mark.parametrize("put", [a_link, a_folder, too_large, just_too_large, a_newer_programs])
def test_what_is_no_receipts_file_deletes_nothing_and_the_sync_stands(
    signed: Kiosk, export_file: Path, desk: Desk, put: Put
) -> None:
    path = give(desk, signed, export_file)
    good = path.read_bytes()
    path.unlink()
    put(path, good)
    result = take_receipts(signed, export_file)
    assert (result.upto, result.deleted) == (0, 0)
    assert result.refused is not None
    assert held(signed) == [1, 2, 3, 4, 5]


def test_garbage_beside_a_receipt_does_not_hide_it(signed: Kiosk, export_file: Path, desk: Desk) -> None:
    path = give(desk, signed, export_file)
    path.write_bytes(b"\xff\0garbage\n" + path.read_bytes() + b'{"receipt":1,"kiosk":')
    assert take_receipts(signed, export_file) == Released(upto=5, deleted=5)


@pytest.mark.parametrize("day", [datetime.date(1970, 1, 1), datetime.date(2099, 12, 31)])
def test_no_clock_matters(signed: Kiosk, export_file: Path, desk: Desk, day: datetime.date) -> None:
    give_receipts(merged(desk.register), desk.keys, signed.settings.campaign, export_file, day)
    other_day = replace(signed, clock=on(datetime.date(2140 - day.year % 100, 1, 1)))
    assert take_receipts(other_day, export_file) == Released(upto=5, deleted=5)


def test_a_damaged_vault_whose_records_were_merged_is_well_again(
    signed: Kiosk, export_file: Path, desk: Desk
) -> None:
    give(desk, signed, export_file)
    path = signed.data / "vault.sqlite"
    sealed = next(signed.vault.records(3)).record.sealed
    data = path.read_bytes()
    path.write_bytes(data.replace(sealed[:50], bytes(50)))
    assert signed.vault.survey().faults == [3]
    assert take_receipts(signed, export_file).deleted == 5
    assert signed.vault.survey().faults == []


def pack_of(keys: CampaignKeys, content: Path, path: Path, edition: int, after_merge: str) -> Path:
    files = read_folder(content)
    settings = files["campaign.toml"].replace(
        b'after_merge = "delete"', f'after_merge = "{after_merge}"'.encode()
    )
    data = build_pack(
        {**files, "campaign.toml": settings},
        public_key=keys.public_key,
        signing_key=keys.signing_key,
        edition=edition,
        made="2026-11-22",
        record_bytes=RECORD_BYTES,
    )
    path.write_bytes(data)
    return path


def test_a_campaign_that_keeps_says_so_of_an_identity_that_was_given_up(
    signed: Kiosk, export_file: Path, desk: Desk, keys: CampaignKeys, content: Path, tmp_path: Path
) -> None:
    give(desk, signed, export_file.parent)
    keeps = set_up(pack_of(keys, content, tmp_path / "2", 2, "keep"), "", signed.data, None)
    keeps.begin_again()
    assert take_receipts(keeps, export_file) == Released(kept=True)
    assert held(signed) == [1, 2, 3, 4, 5]


def test_a_campaign_that_keeps_deletes_nothing_until_a_pack_says_otherwise(
    signed: Kiosk, export_file: Path, desk: Desk, content: Path, keys: CampaignKeys, tmp_path: Path
) -> None:
    give(desk, signed, export_file)
    keeps = set_up(pack_of(keys, content, tmp_path / "2", 2, "keep"), "", signed.data, None)
    assert take_receipts(keeps, export_file) == Released(upto=5, kept=True)
    assert held(signed) == [1, 2, 3, 4, 5]
    assert keeps.status().released == 0
    deletes = set_up(pack_of(keys, content, tmp_path / "3", 3, "delete"), "", signed.data, None)
    assert take_receipts(deletes, export_file) == Released(upto=5, deleted=5)
    assert held(signed) == []


def test_the_commands(
    desk_folder: Path, passphrase_file: Path, signed: Kiosk, stick: Path, tmp_path: Path
) -> None:
    """The whole story as people type it: sync, merge, receipts, sync, sign, a new stick, merge."""
    at_the_desk = ("--campaign", desk_folder, "--passphrase-file", passphrase_file)
    at_the_stall = ("--data", signed.data)
    assert "merged" not in done("sync", stick, *at_the_stall)
    file = stick / "stop-repression-hong-kong.signatures"
    done("merge", file, *at_the_desk)
    assert "Stall A: merged up to 5\n" in done("receipts", stick, *at_the_desk)
    said = done("sync", stick, *at_the_stall)
    assert "5 signatures of 'Stall A' in" in said
    assert "The coordinator has merged 1 to 5.\n5 signatures were deleted from this laptop" in said
    assert "traces may remain, unreadable without the campaign key" in said
    assert "Deleted:     5 (merged by the coordinator)" in done("status", *at_the_stall)
    signed.sign(person(6))
    status = json.loads(done("status", *at_the_stall, "--json"))
    assert [status[key] for key in ("signatures", "synced", "waiting", "released")] == [6, 5, 1, 5]
    new = tmp_path / "new stick"
    new.mkdir()
    said = done("sync", new, *at_the_stall)
    assert "1 signature of 'Stall A' in" in said
    assert "Numbers 1 to 5 are merged already and no longer on this laptop." in said
    books = done("merge", *new.glob("*.signatures"), *at_the_desk)
    assert "In all: collected 6 = counted 6 + duplicate 0" in books
    assert "lacks" not in books


def test_the_sync_command_tells_a_receipt_that_it_refused_and_stands(
    signed: Kiosk, export_file: Path
) -> None:
    write_receipts(receipts_file(export_file.parent, signed.settings.campaign), [forged(signed)])
    result = kiosk("sync", export_file, "--data", signed.data)
    assert result.returncode == 0
    assert "5 signatures of 'Stall A'" in result.stdout
    assert "not its coordinator’s" in result.stderr
    assert NOTHING in result.stderr
    said = json.loads(done("sync", export_file, "--data", signed.data, "--json"))
    assert said["total"] == 5
    assert said["receipt"]["deleted"] == 0
    assert NOTHING in said["receipt"]["refused"]
    assert held(signed) == [1, 2, 3, 4, 5]
