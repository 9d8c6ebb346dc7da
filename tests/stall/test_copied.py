"""A laptop that was put back from a copy, or copied: no number is used twice, and no signature is lost."""

from __future__ import annotations

import datetime
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.counting.books import balance
from kiosk.coordinator.reports.receipts import give_receipts, merged
from kiosk.errors import KioskError
from kiosk.exchange.receipts import Receipt, receipts_file, write_receipts
from kiosk.stall.kiosk import Kiosk
from kiosk.stall.release import Released, take_receipts
from kiosk.stall.sync import CopiedLaptopError, sync
from tests.conftest import TODAY, Desk, MakeKiosk, on, warned, with_sticks
from tests.exports import HandmadeKiosk, read
from tests.people import person
from tests.program import ENVIRONMENT, ROOT, done, kiosk, refused

ANA, BO, CY, DEE, ELI, FAY, GIL = range(1, 8)


def reopen(data: Path) -> Kiosk:
    return with_sticks(Kiosk.open(data, on(TODAY)))


def copied(kiosk: Kiosk, name: str = "copy") -> Kiosk:
    """A copy of the kiosk's data folder, opened: a cloned laptop, or what is put back later."""
    data = kiosk.data.with_name(name)
    shutil.copytree(kiosk.data, data)
    return reopen(data)


def sign(kiosk: Kiosk, *people: int) -> None:
    for each in people:
        kiosk.sign(person(each))


def stick_of(tmp_path: Path, name: str) -> Path:
    (tmp_path / name).mkdir(exist_ok=True)
    return tmp_path / name


def give(desk: Desk, kiosk: Kiosk, stick: Path) -> None:
    give_receipts(merged(desk.register), desk.keys, kiosk.settings.campaign, stick, TODAY)


def by_hand(kiosk: Kiosk, statement: str) -> None:
    """Changes the kiosk's vault, as a fault of the disk may."""
    connection = sqlite3.connect(kiosk.data / "vault.sqlite")
    connection.execute(statement)
    connection.commit()
    connection.close()


def merged_with_a_new_life(back: Kiosk, stick: Path, desk: Desk) -> Path:
    """Gives the laptop a new identity, under which one more signs; both are merged, and have receipts."""
    with pytest.raises(CopiedLaptopError):
        sync(back, stick)
    back.begin_again()
    sign(back, 8)
    file = sync(back, stick).file
    desk.merge(file)
    give(desk, back, stick)
    return file


def counts(desk: Desk) -> tuple[int, int, int, int]:
    total = balance(desk.register).total
    return total.collected, total.counted, total.duplicate, total.rejected


@pytest.fixture
def back(stall: Kiosk, stick: Path) -> Kiosk:
    """Put back as it was with three signatures; six, the fourth to sixth unknown to it, are on the stick."""
    sign(stall, ANA, BO, CY)
    older = copied(stall)
    sign(stall, DEE, ELI, FAY)
    sync(stall, stick)
    return older


def test_a_laptop_that_was_put_back_uses_no_number_again(back: Kiosk, stick: Path) -> None:
    sign(back, GIL)
    (file,) = stick.glob("*.signatures")
    before = file.read_bytes()
    with pytest.raises(CopiedLaptopError, match="put back from a copy, or copied"):
        sync(back, stick)
    assert file.read_bytes() == before
    assert back.status().copied
    assert any("needs a new identity" in warning for warning in warned(back))


def test_it_is_found_out_before_anybody_has_signed_again(back: Kiosk, stick: Path) -> None:
    with pytest.raises(CopiedLaptopError):
        sync(back, stick)


def test_an_empty_stick_gets_no_used_number_either_once_it_is_found_out(
    back: Kiosk, stick: Path, tmp_path: Path
) -> None:
    sign(back, GIL)
    with pytest.raises(CopiedLaptopError):
        sync(back, stick)
    empty = stick_of(tmp_path, "empty stick")
    with pytest.raises(CopiedLaptopError):
        sync(reopen(back.data), empty)
    assert not list(empty.glob("*.signatures"))


def test_a_receipt_alone_finds_it_out_and_both_lives_count(
    back: Kiosk, stick: Path, desk: Desk, tmp_path: Path
) -> None:
    desk.merge(*stick.glob("*.signatures"))
    receipts = stick_of(tmp_path, "a stick with receipts alone")
    give(desk, back, receipts)
    sign(back, GIL)
    with pytest.raises(CopiedLaptopError):
        sync(back, receipts)
    assert not list(receipts.glob("*.signatures"))
    assert back.status().copied
    back.begin_again()
    sync(back, receipts)
    desk.merge(*receipts.glob("*.signatures"))
    collected, counted, _, rejected = counts(desk)
    assert (counted, rejected) == (7, 0), "the six that were merged, and the one after"
    give(desk, back, receipts)
    assert take_receipts(back, next(receipts.glob("*.signatures"))).refused is None
    assert back.status().waiting == 0
    assert collected == 7 + len(SHARED)


SHARED = (ANA, BO, CY)
"""Who is in both: no receipt tells where the two parted, so they go along and count once."""


@pytest.mark.parametrize("people", [(11, 12, 13), (11, 12, 13, 14)])
def test_a_receipt_for_other_people_under_the_same_numbers_finds_it_out(
    back: Kiosk, stick: Path, desk: Desk, tmp_path: Path, people: tuple[int, ...]
) -> None:
    """As many have signed again, or more, as the coordinator has merged: no number is unknown here."""
    desk.merge(*stick.glob("*.signatures"))
    receipts = stick_of(tmp_path, "a stick with receipts alone")
    give(desk, back, receipts)
    sign(back, *people)
    with pytest.raises(CopiedLaptopError):
        sync(back, receipts)
    back.begin_again()
    sync(back, receipts)
    desk.merge(*receipts.glob("*.signatures"))
    assert counts(desk)[1] == 6 + len(people)


def test_a_receipt_that_is_another_coordinators_is_no_alarm(
    back: Kiosk, stick: Path, desk: Desk, tmp_path: Path
) -> None:
    desk.merge(*stick.glob("*.signatures"))
    receipts = stick_of(tmp_path, "a stick with receipts alone")
    others = CampaignKeys.new()
    give_receipts(merged(desk.register), others, back.settings.campaign, receipts, TODAY)
    assert sync(back, receipts).total == len(SHARED)


def test_people_go_on_signing_before_and_after(back: Kiosk, stick: Path) -> None:
    with pytest.raises(CopiedLaptopError):
        sync(back, stick)
    sign(back, GIL)
    back.begin_again()
    sign(back, 8)
    assert back.status().signatures == 5
    back.vault.check()


def test_with_a_new_identity_both_lives_merge_count_and_are_released(
    back: Kiosk, stick: Path, desk: Desk
) -> None:
    sign(back, GIL)
    with pytest.raises(CopiedLaptopError):
        sync(back, stick)
    old = back.status().kiosk
    life = back.begin_again()
    assert (life.before, life.last) == (3, 1)
    assert back.status().kiosk != old
    sign(back, 8)
    result = sync(back, stick)
    assert (result.written, result.total) == (2, 5)
    assert (back.status().waiting, back.status().copied) == (0, False)
    assert sync(back, stick).written == 0
    desk.merge(result.file)
    assert counts(desk) == (8, 8, 0, 0)
    give(desk, back, stick)
    assert take_receipts(back, result.file).deleted == 5, "three of the old life, two of the new"
    again = reopen(back.data)
    again.vault.check()
    assert (again.status().signatures, again.status().released, again.status().waiting) == (5, 5, 0)
    sign(again, 9)
    assert sync(again, stick).written == 1


def test_what_cannot_be_read_of_the_old_life_keeps_nothing_of_the_new_one_back(
    back: Kiosk, stick: Path, desk: Desk
) -> None:
    file = merged_with_a_new_life(back, stick, desk)
    file.unlink()
    file.mkdir()  # where the old life's records went on, nobody can tell now
    taken = take_receipts(back, file)
    assert (taken.upto, taken.deleted) == (1, 1)
    assert isinstance(taken.refused, KioskError)
    assert back.status().last_release == TODAY.isoformat()


def test_of_an_old_life_whose_last_record_is_gone_nothing_is_deleted(
    back: Kiosk, stick: Path, desk: Desk
) -> None:
    file = merged_with_a_new_life(back, stick, desk)
    by_hand(back, "DELETE FROM record WHERE seq = 3")
    assert take_receipts(back, file) == Released(upto=1, deleted=1)
    assert back.status().signatures - back.status().released > 0


@pytest.mark.parametrize("damage", ["sealed = x'00'", "chain = zeroblob(32)", "seq = 30"])
def test_a_receipt_for_a_last_signature_that_is_damaged_is_no_alarm(
    stall: Kiosk, stick: Path, desk: Desk, tmp_path: Path, damage: str
) -> None:
    sign(stall, ANA, BO, CY)
    desk.merge(sync(stall, stick).file)
    receipts = stick_of(tmp_path, "a stick with receipts alone")
    give(desk, stall, receipts)
    by_hand(stall, f"UPDATE record SET {damage} WHERE seq = 3")
    assert 3 in sync(stall, receipts).faults


def test_what_was_synced_elsewhere_under_used_numbers_counts_once(
    back: Kiosk, stick: Path, tmp_path: Path, desk: Desk
) -> None:
    sign(back, GIL)
    other = stick_of(tmp_path, "other stick")
    sync(back, other)  # nothing there could tell
    with pytest.raises(CopiedLaptopError):
        sync(back, stick)
    back.begin_again()
    assert back.status().waiting == 1, "under its new number it is nowhere yet"
    sync(back, stick)
    sync(back, other)
    desk.merge(*stick.glob("*.signatures"), *other.glob("*.signatures"))
    total = balance(desk.register).total
    assert total.counted == 6, "the fourth of the old life is in dispute; all others count, each once"
    assert (total.collected, total.rejected) == (8, 2)
    give(desk, back, stick)
    assert take_receipts(back, next(stick.glob("*.signatures"))).deleted == 4


def test_a_copied_laptop_finds_the_others_numbers(stall: Kiosk, stick: Path, desk: Desk) -> None:
    sign(stall, ANA)
    clone = copied(stall)
    sign(stall, BO)
    sign(clone, CY, DEE)
    sync(stall, stick)
    with pytest.raises(CopiedLaptopError):
        sync(clone, stick)
    clone.begin_again()
    file = sync(clone, stick).file
    assert sync(stall, stick).written == 0, "the first to come keeps its numbers"
    desk.merge(file)
    assert counts(desk) == (4, 4, 0, 0)
    sign(stall, ELI)
    sync(stall, stick)
    desk.merge(file)
    give(desk, stall, stick)
    assert take_receipts(clone, file).deleted == 3, "though the old identity has gone on without it"
    assert take_receipts(stall, file).deleted == 3


@pytest.mark.parametrize("shared", [0, 1])
def test_one_signature_each_since_the_copy_is_enough_to_find_it_out(
    stall: Kiosk, stick: Path, shared: int
) -> None:
    sign(stall, *range(1, shared + 1))
    clone = copied(stall)
    sign(stall, GIL)
    sign(clone, 8)
    sync(stall, stick)
    with pytest.raises(CopiedLaptopError):
        sync(clone, stick)
    assert clone.vault.copied_after() == shared


def test_one_receipt_to_which_the_old_life_leads_on_is_enough(
    stall: Kiosk, back: Kiosk, stick: Path, desk: Desk
) -> None:
    with pytest.raises(CopiedLaptopError):
        sync(back, stick)
    back.begin_again()
    former = Receipt(
        stall.pack.key_id, stall.settings.kiosk, 6, stall.vault.chain_after(6) or b"", str(TODAY)
    )
    other = replace(former, upto=7, chain=bytes(32))
    receipts = receipts_file(stick, stall.settings.campaign)
    write_receipts(receipts, [each.signed(desk.keys.signing_key) for each in (former, other)])
    file = stick / "stop-repression-hong-kong.signatures"
    assert take_receipts(back, file) == Released(deleted=3)
    later = replace(back, clock=on(TODAY + datetime.timedelta(1)))
    assert take_receipts(later, file) == Released()
    assert later.status().last_release == TODAY.isoformat(), "nothing was deleted on the day after"


def test_a_receipt_to_which_the_old_life_does_not_lead_deletes_nothing_of_it(
    stall: Kiosk, stick: Path, tmp_path: Path, desk: Desk
) -> None:
    """Its third signature was never merged: what was merged has another third one, and goes on from there."""
    sign(stall, ANA, BO)
    clone = copied(stall)
    sign(clone, CY)
    sync(clone, stick_of(tmp_path, "other stick"))
    clone.begin_again()
    sign(stall, DEE, ELI)
    file = sync(stall, stick).file
    desk.merge(file)
    give(desk, stall, stick)
    assert take_receipts(clone, file) == Released()
    assert [stored.row for stored in clone.vault.records()] == [1, 2, 3]


def test_the_highest_receipt_that_fits_the_old_life_counts_without_any_export_file(
    stall: Kiosk, stick: Path, desk: Desk
) -> None:
    sign(stall, ANA, BO, CY)
    file = sync(stall, stick).file
    first = [
        Receipt(stall.pack.key_id, stall.settings.kiosk, n, stall.vault.chain_after(n) or b"", str(TODAY))
        for n in (1, 3, 2)
    ]
    stall.begin_again()
    write_receipts(
        receipts_file(stick, stall.settings.campaign),
        [each.signed(desk.keys.signing_key) for each in first],
    )
    file.unlink()
    file.mkdir()  # nobody asks it
    assert take_receipts(stall, file) == Released(deleted=3)
    later = replace(stall, clock=on(TODAY + datetime.timedelta(1)))
    assert take_receipts(later, file) == Released()
    assert later.status().last_release == TODAY.isoformat(), "nothing was deleted on the day after"


def test_it_can_happen_to_the_new_identity_too(back: Kiosk, stick: Path, desk: Desk) -> None:
    with pytest.raises(CopiedLaptopError):
        sync(back, stick)
    back.begin_again()
    sign(back, GIL)
    older = copied(back, "copied again")
    sign(back, 8)
    sync(back, stick)
    sign(older, 9)
    with pytest.raises(CopiedLaptopError):
        sync(older, stick)
    older.begin_again()
    file = sync(older, stick).file
    assert [life.last for life in older.vault.lives()] == [3, 1, 1]
    desk.merge(file)
    assert counts(desk) == (9, 9, 0, 0)
    give(desk, older, stick)
    assert take_receipts(older, file).deleted == 5


def test_a_stick_with_less_or_with_nothing_is_no_alarm(stall: Kiosk, stick: Path, tmp_path: Path) -> None:
    sign(stall, ANA, BO, CY)
    file = sync(stall, stick).file
    older = file.read_bytes()
    sign(stall, DEE)
    sync(stall, stick)
    file.write_bytes(older)
    assert sync(stall, stick).written == 1
    assert sync(stall, stick_of(tmp_path, "new stick")).written == 4


def test_what_is_damaged_in_the_vault_is_no_alarm(stall: Kiosk, stick: Path) -> None:
    sign(stall, ANA, BO, CY)
    sync(stall, stick)
    for change in ("UPDATE record SET sealed = x'00' WHERE seq = 2", "DELETE FROM record WHERE seq = 2"):
        by_hand(stall, change)
        assert sync(stall, stick).faults == [2]


def test_only_this_kiosks_own_key_raises_the_alarm(
    stall: Kiosk, stick: Path, keys: CampaignKeys, make_kiosk: MakeKiosk
) -> None:
    sign(stall, ANA)
    file = sync(stall, stick).file
    own = file.read_bytes()
    forger = HandmadeKiosk(keys, "Stall A")
    forged = forger.batch(forger.sign(person(8), person(9)))
    forged = forged.replace(forger.id.hex().encode(), stall.settings.kiosk.hex().encode())
    key = stall.settings.signing_key.public_key().public_bytes_raw()
    mine = forger.key.public_key().public_bytes_raw()
    file.write_bytes(own + forged + forged.replace(mine.hex().encode(), key.hex().encode()))
    sign(stall, BO)
    assert sync(stall, stick).written == 1
    assert not stall.status().copied


def test_a_stick_without_the_numbers_between_moves_more_and_loses_nothing(
    back: Kiosk, stick: Path, desk: Desk
) -> None:
    """Of the other life only numbers are left that say nothing of where the two parted."""
    original = reopen(stick.with_name("Stall A"))
    sign(original, 7, 8)
    file = sync(original, stick).file
    whole = stick.with_name("whole.signatures")
    shutil.copy(file, whole)
    file.write_bytes(b"".join(file.read_bytes().splitlines(keepends=True)[-3:]))
    with pytest.raises(CopiedLaptopError):
        sync(back, stick)
    assert back.begin_again().last == 3
    sync(back, stick)
    desk.merge(whole, file)
    assert counts(desk) == (11, 8, 3, 0)


def test_an_identity_without_any_alarm_moves_only_what_was_never_synced(
    stall: Kiosk, stick: Path, desk: Desk
) -> None:
    sign(stall, ANA, BO)
    sync(stall, stick)
    sign(stall, CY)
    assert stall.begin_again().before == 2
    file = sync(stall, stick).file
    desk.merge(file)
    assert counts(desk) == (3, 3, 0, 0)
    assert len({batch.checkpoint.kiosk for batch in read(file, stall.pack.key_id)[0]}) == 2


def test_where_it_parted_from_two_copies_the_earlier_place_counts(
    stall: Kiosk, stick: Path, tmp_path: Path
) -> None:
    sign(stall, ANA, BO)
    early = copied(stall, "early copy")
    sign(stall, CY, DEE)
    late = copied(stall, "late copy")
    sign(stall, ELI, FAY)
    sign(early, GIL)
    sign(late, 8)
    files = [sync(each, stick_of(tmp_path, each.data.name + " stick")).file for each in (early, late)]
    for order in (files, files[::-1]):
        both = stick / files[0].name
        both.write_bytes(b"".join(file.read_bytes() for file in order))
        with pytest.raises(CopiedLaptopError):
            sync(stall, stick)
        assert stall.vault.copied_after() == 2
    both.write_bytes(files[1].read_bytes())
    with pytest.raises(CopiedLaptopError):
        sync(stall, stick)
    assert stall.begin_again().before == 2


def test_what_was_damaged_does_not_seem_whole_afterwards(stall: Kiosk) -> None:
    sign(stall, ANA, BO, CY)
    by_hand(stall, "UPDATE record SET sealed = x'00' WHERE seq = 2")
    stall.begin_again()
    assert stall.vault.survey().faults == [2]


@pytest.mark.skipif(os.name == "nt", reason="strace and signals are POSIX")
@pytest.mark.parametrize("statements", range(0, 14, 3))
def test_a_kill_in_the_middle_leaves_the_old_identity_or_the_new(
    back: Kiosk, stick: Path, statements: int
) -> None:
    sign(back, GIL)
    with pytest.raises(CopiedLaptopError):
        sync(back, stick)
    code = (
        "import os, sys; from pathlib import Path\n"
        "from sqlalchemy import event; from sqlalchemy.engine import Engine\n"
        "from kiosk.stall.kiosk import Kiosk\n"
        "kiosk = Kiosk.open(Path(sys.argv[1])); kiosk.vault\n"
        "left = int(sys.argv[2])\n"
        "@event.listens_for(Engine, 'before_cursor_execute')\n"
        "def count(*_):\n"
        "    global left\n"
        "    if not left: os.kill(os.getpid(), 9)\n"
        "    left -= 1\n"
        "kiosk.begin_again()\n"
    )
    command = [sys.executable, "-c", code, str(back.data), str(statements)]
    killed = subprocess.run(command, cwd=ROOT, env=ENVIRONMENT, timeout=60, check=False)
    assert killed.returncode == -signal.SIGKILL
    again = reopen(back.data)
    again.vault.check()
    assert again.status().copied
    again.begin_again()
    assert sync(again, stick).total == 4


def test_on_the_command_line(stall: Kiosk, stick: Path) -> None:
    sign(stall, ANA)
    older = copied(stall)
    sign(stall, BO)
    sync(stall, stick)
    refused("sync", stick, "--data", older.data, saying=("put back from a copy", "kiosk setup --again"))
    assert "setup --again" in done("status", "--data", older.data)
    said = done("setup", "--again", "--data", older.data)
    assert "has a new identity" in said
    assert kiosk("sync", stick, "--data", older.data).returncode == 0
    assert kiosk("setup", "x.kioskpack", "--again", "--data", older.data).returncode == 2
    assert kiosk("setup", "--name", "X", "--data", older.data).returncode == 2
    refused("setup", "--again", "--data", stick, saying=("not set up as a kiosk",))
