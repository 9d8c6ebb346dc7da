"""What a merge makes of what the register knows already: forks, late openings, names, lost numbers."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.coordinator.campaign.folder import CampaignFolder
from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.counting.books import Account
from kiosk.coordinator.counting.kiosks import revoke
from kiosk.coordinator.integrity.checking import open_register
from kiosk.coordinator.merge.adding import Added, Brought, add
from kiosk.coordinator.merge.merge import merge
from kiosk.coordinator.records.opening import Opener
from kiosk.coordinator.register.register import KioskRow
from kiosk.signing import signature
from tests.conftest import TODAY, Desk
from tests.exports import HandmadeKiosk
from tests.people import NEWER, person


def written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def damaged(line: bytes) -> bytes:
    """The line of a record, of which can still be read whose it is."""
    return line.replace(b'"id":"', b'"id":"x')


def test_what_two_batches_bring_is_counted_apart(desk: Desk, keys: CampaignKeys) -> None:
    kiosk, other = HandmadeKiosk(keys), HandmadeKiosk(keys)
    opener = Opener(keys)
    batches = [
        Brought(KioskRow(one.id, one.name, number), opener.entries(one.sign(*map(person, range(number)))))
        for one, number in ((kiosk, 2), (other, 3))
    ]
    with desk.register.transaction() as connection:
        added = add(connection, keys, batches, TODAY)
    assert added == [Added(new=2, repaired=0, known=0), Added(new=3, repaired=0, known=0)]


def test_a_copied_laptop_is_found_out_when_its_file_comes_later(
    desk: Desk, keys: CampaignKeys, tmp_path: Path
) -> None:
    """Its first number that is not known goes with another record; it has more than the original."""
    kiosk = HandmadeKiosk(keys)
    kiosk.sign(person(1), person(2), person(3))
    clone = HandmadeKiosk(keys, kiosk.name, kiosk.key, kiosk.records[:2])
    clone.sign(person(13), person(14))
    assert desk.merge(written(tmp_path / "1.signatures", kiosk.batch(kiosk.records))).new == 3
    later = desk.merge(written(tmp_path / "2.signatures", clone.batch(clone.records)))
    assert (later.new, later.books.total) == (2, Account(counted=3, rejected=2))


def test_what_opens_after_an_update_meets_its_duplicates(
    desk: Desk, keys: CampaignKeys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library, newer = HandmadeKiosk(keys, "Library steps"), HandmadeKiosk(keys, "Newer")
    library.sign(person(1), person(2), person(3))
    newer.sign(person(1, version=NEWER))
    files = [
        written(tmp_path / f"{kiosk.name}.signatures", kiosk.batch(kiosk.records))
        for kiosk in (library, newer)
    ]
    assert desk.merge(*files).books.total == Account(counted=3, rejected=1)
    monkeypatch.setattr(signature, "VERSION", NEWER)
    updated = desk.merge(files[1])
    assert [(one.new, one.repaired, one.known) for one in updated.files] == [(0, 1, 0)]
    assert updated.books.total == Account(counted=3, duplicate=1)
    assert desk.merge().changed == []


def test_what_opens_after_an_update_does_not_count_for_a_revoked_kiosk(
    desk: Desk, keys: CampaignKeys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    newer = HandmadeKiosk(keys)
    newer.sign(person(1, version=NEWER))
    file = written(tmp_path / "x.signatures", newer.batch(newer.records))
    desk.merge(file)
    revoke(desk.register, keys, newer.id)
    monkeypatch.setattr(signature, "VERSION", NEWER)
    updated = desk.merge(file)
    assert (updated.repaired, updated.books.total) == (1, Account(rejected=1))


def test_what_still_does_not_open_and_what_is_still_lost_is_known_the_next_time(
    desk: Desk, keys: CampaignKeys, tmp_path: Path
) -> None:
    kiosk = HandmadeKiosk(keys)
    *lines, damaged_line, checkpoint = kiosk.batch(
        kiosk.sign(person(1), person(2, consent=""), person(3, consent=""), person(4))
    ).splitlines(keepends=True)
    file = written(tmp_path / "x.signatures", b"".join([*lines, damaged(damaged_line), checkpoint]))
    for told in ((4, 0, 0), (0, 0, 3)):
        result = desk.merge(file)
        assert [(one.new, one.repaired, one.known) for one in result.files] == [told]
        assert result.books.total == Account(counted=1, rejected=2, unreadable=1)


def test_a_kiosk_of_which_one_damaged_line_came_through_is_in_the_books(
    desk: Desk, keys: CampaignKeys, tmp_path: Path
) -> None:
    kiosk = HandmadeKiosk(keys)
    first, *_, checkpoint = kiosk.batch(kiosk.sign(*map(person, range(3)))).splitlines(keepends=True)
    result = desk.merge(written(tmp_path / "x.signatures", damaged(first) + checkpoint))
    (one,) = result.books.kiosks
    assert (result.new, one.account, one.gaps) == (1, Account(unreadable=1), [(2, 3)])


@pytest.mark.parametrize("together", [True, False])
def test_the_batch_with_the_highest_number_says_a_kiosks_name_and_how_far_it_is(
    desk: Desk, keys: CampaignKeys, tmp_path: Path, together: bool
) -> None:
    """Of two with the same number the first that came."""
    kiosk = HandmadeKiosk(keys)
    records = kiosk.sign(*map(person, range(6)))

    def batch(name: str, first: int, last: int) -> bytes:
        kiosk.name = name
        lines = kiosk.batch(records[first - 1 : last]).splitlines(keepends=True)
        return b"".join(lines[:-2] + lines[-1:] if last == 6 else lines)  # number 6 is missing

    batches = [batch("Library", 1, 3), batch("Steps", 4, 6), batch("Fair", 4, 6), batch("Canteen", 1, 3)]
    for number, data in enumerate([b"".join(batches)] if together else batches):
        result = desk.merge(written(tmp_path / f"{number}.signatures", data))
        assert result.changed == []
    assert desk.register.kiosks() == [KioskRow(kiosk.id, "Steps", 6)]
    assert result.books.kiosks[0].gaps == [(6, 6)]
    assert desk.merge().changed == []


def test_a_kiosk_that_a_check_had_to_call_by_its_id_gets_its_name_back(
    desk: Desk, keys: CampaignKeys, tmp_path: Path
) -> None:
    """From a file that goes no further than to the number before its last."""
    kiosk = HandmadeKiosk(keys, "Library steps")
    records = kiosk.sign(*map(person, range(6)))
    early = written(tmp_path / "1.signatures", kiosk.batch(records[:5]))
    desk.merge(early, written(tmp_path / "2.signatures", kiosk.batch(records[5:])))
    with closing(sqlite3.connect(desk.folder / "register.sqlite")) as connection:
        connection.execute("DELETE FROM kiosk")
        connection.commit()
    assert len(desk.merge(early).changed) == 1
    assert desk.register.kiosks() == [KioskRow(kiosk.id, "Library steps", 5)]
    assert desk.merge().changed == []


def test_a_kiosk_that_is_revoked_from_a_number_on_is_so_in_a_register_made_anew(
    desk_folder: Path, keys: CampaignKeys, tmp_path: Path
) -> None:
    folder = CampaignFolder.open(desk_folder)
    kiosk = HandmadeKiosk(keys)
    file = written(tmp_path / "x.signatures", kiosk.batch(kiosk.sign(*map(person, range(3)))))
    merge(open_register(folder), keys, [file], folder=folder)
    revoke(open_register(folder), keys, kiosk.id, 3)
    folder.register_file.unlink()
    anew = merge(open_register(folder), keys, [file], folder=folder)
    assert anew.books.total == Account(counted=2, rejected=1)
