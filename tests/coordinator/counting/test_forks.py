"""Two different records of one kiosk with the same number: both are shown, and neither counts silently."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from kiosk.coordinator.counting.books import Account, balance
from kiosk.coordinator.counting.forks import accept, forks, take_back
from kiosk.coordinator.counting.kiosks import restore, revoke
from kiosk.coordinator.counting.listing import listing
from kiosk.coordinator.register.register import Register, State
from tests.conftest import TODAY, Desk
from tests.exports import HandmadeKiosk
from tests.people import person
from tests.program import done, refused


@pytest.fixture
def library(keys) -> HandmadeKiosk:
    made = HandmadeKiosk(keys, "Library steps")
    made.sign(*(person(n) for n in (1, 2, 3, 4)))
    return made


@pytest.fixture
def clone(keys, library: HandmadeKiosk) -> HandmadeKiosk:
    """The same laptop put back to its third record; then others signed, the last of them twice."""
    made = HandmadeKiosk(keys, library.name, library.key)
    made.records = library.records[:2]
    made.sign(person(13), person(14), person(1, date="2026-12-01"))
    return made


@pytest.fixture
def files(library: HandmadeKiosk, clone: HandmadeKiosk, tmp_path: Path) -> list[Path]:
    written = [tmp_path / "one.signatures", tmp_path / "other.signatures"]
    for path, kiosk in zip(written, (library, clone), strict=True):
        path.write_bytes(kiosk.batch(kiosk.records))
    return written


def test_neither_counts_until_somebody_says_so_in_any_order(make_desk, files: list[Path]) -> None:
    lists = set()
    for order in itertools.permutations(files):
        together, apart = make_desk(), make_desk()
        assert together.merge(*order).books.total == Account(counted=2, duplicate=1, rejected=4)
        for file in order:
            apart.merge(file)
        lists |= {together.list(), apart.list()}
    assert len(lists) == 1


def test_both_are_shown(desk: Desk, files: list[Path], library: HandmadeKiosk, clone) -> None:
    desk.merge(*files)
    found = list(forks(desk.register))
    assert [(fork.kiosk, fork.seq) for fork in found] == [(library.id, 3), (library.id, 4)]
    for fork, one, other in zip(found, library.records[2:], clone.records[2:4], strict=True):
        assert {claim.digest for claim in fork.claims} == {one.digest(), other.digest()}
    assert all("Two different records" in one.reason for one in balance(desk.register).failures)


def test_the_records_of_a_number_are_shown_by_day(desk: Desk, keys, tmp_path: Path) -> None:
    gate = HandmadeKiosk(keys, "Gate")
    written = [tmp_path / "late.signatures", tmp_path / "early.signatures"]
    while True:  # until its digest would put the earlier one behind
        gate.records.clear()
        (late,) = gate.sign(person(1, date="2026-11-03"))
        gate.records.clear()
        (early,) = gate.sign(person(2, date="2026-11-02"))
        if early.digest() > late.digest():
            break
    written[0].write_bytes(gate.batch([late]))
    written[1].write_bytes(gate.batch([early]))
    desk.merge(*written)
    (fork,) = forks(desk.register)
    assert [(one.day, one.digest) for one in fork.claims] == [
        ("2026-11-02", early.digest()), ("2026-11-03", late.digest()),
    ]  # fmt: skip


def test_an_accepted_record_that_is_alone_is_no_fork(desk: Desk, files: list[Path], library) -> None:
    desk.merge(files[0])
    assert accept(desk.register, desk.keys, [library.records[0].digest(), bytes(32)], TODAY) == 1
    assert list(forks(desk.register)) == []


def test_one_is_accepted_and_taken_back(desk: Desk, files: list[Path], library: HandmadeKiosk) -> None:
    desk.merge(*files)
    before = desk.list()
    mine = [record.digest() for record in library.records[2:]]
    assert accept(desk.register, desk.keys, mine, TODAY) == 2
    assert balance(desk.register).total == Account(counted=4, duplicate=1, rejected=2)
    assert {one.reason for one in balance(desk.register).failures} == {
        "Another record of this number was accepted in its place."
    }
    claims = [claim for fork in forks(desk.register) for claim in fork.claims]
    assert sorted(claim.digest for claim in claims if claim.accepted) == sorted(mine)
    assert len(claims) == 4
    assert take_back(desk.register, desk.keys, mine, TODAY) == 2
    assert desk.list() == before


def test_both_are_accepted_and_settled_as_any_others(desk: Desk, files: list[Path], keys, tmp_path) -> None:
    desk.merge(*files)
    accept(
        desk.register,
        desk.keys,
        {claim.digest for fork in forks(desk.register) for claim in fork.claims},
        TODAY,
    )
    assert balance(desk.register).total == Account(counted=6, duplicate=1)
    assert len(list(forks(desk.register))) == 2, "they can still be taken back"
    canteen = HandmadeKiosk(keys, "Canteen")
    file = tmp_path / "canteen.signatures"
    file.write_bytes(canteen.batch(canteen.sign(person(13, date="2026-01-01"))))
    assert desk.merge(file).books.total == Account(counted=6, duplicate=2)


def test_a_third_record_of_the_number_waits_for_a_word_of_its_own(
    desk: Desk, files: list[Path], keys, library: HandmadeKiosk
) -> None:
    desk.merge(*files)
    accept(desk.register, desk.keys, [record.digest() for record in library.records[2:]], TODAY)
    third = HandmadeKiosk(keys, library.name, library.key)
    third.records = library.records[:2]
    files[0].write_bytes(third.batch(third.sign(person(23))))
    assert desk.merge(files[0]).books.total == Account(counted=4, duplicate=1, rejected=3)


def test_what_does_not_open_takes_nothing_away(desk: Desk, files: list[Path], library: HandmadeKiosk) -> None:
    """Otherwise whoever has a laptop's key could take all its signatures away with rubbish."""
    from kiosk.exchange.record import Record

    rubbish = HandmadeKiosk(library.keys, library.name, library.key)
    rubbish.records = [Record(one.kiosk, one.seq, one.id, bytes(3184)) for one in library.records]
    files[1].write_bytes(rubbish.batch(rubbish.records))
    assert desk.merge(*files).books.total == Account(counted=4, unreadable=4)
    assert list(forks(desk.register)) == []


def test_a_revoked_kiosk_stays_revoked_whatever_is_accepted(desk: Desk, files: list[Path], library) -> None:
    desk.merge(*files)
    revoke(desk.register, desk.keys, library.id, 3)
    accept(desk.register, desk.keys, [library.records[2].digest()], TODAY)
    assert balance(desk.register).total == Account(counted=2, rejected=5)
    restore(desk.register, desk.keys, library.id)
    assert balance(desk.register).total == Account(counted=3, duplicate=1, rejected=3)


def test_the_command_shows_and_accepts(
    desk_folder: Path, passphrase_file: Path, files: list[Path], library: HandmadeKiosk
) -> None:
    campaign = ("--campaign", desk_folder, "--passphrase-file", passphrase_file)
    done("merge", *files, *campaign)
    said = done("kiosks", *campaign)
    assert "! Library steps number 3 has 2 records: " in said
    mine = library.records[2].digest().hex()[:8]
    assert f"{mine} of 2026-11-01 (rejected)" in said
    said = done("kiosks", "accept", "Library steps", "--record", mine, *campaign)
    assert "1 record accepted\n" in said
    assert f"{mine} of 2026-11-01 (accepted)" in said
    assert "2 records accepted\n" in done("kiosks", "accept", "Library steps", "--numbers", "4", *campaign)
    assert "counted 5 + duplicate 1 + withdrawn 0 + rejected 1" in done("report", *campaign)
    assert "4 records taken back" in done(
        "kiosks", "take-back", "Library steps", "--numbers", "1-9", *campaign
    )
    for wrong, saying in ((("--numbers", "x"), "not a range"), ((), "None of these numbers")):
        refused("kiosks", "accept", "Library steps", *wrong, *campaign, saying=(saying,))


@pytest.mark.parametrize("page", [1, 2, 500])
def test_each_number_of_the_books_opens_its_list(
    desk: Desk, files: list[Path], library: HandmadeKiosk, monkeypatch: pytest.MonkeyPatch, page: int
) -> None:
    monkeypatch.setattr("kiosk.coordinator.counting.listing._PAGE", page)
    canteen = HandmadeKiosk(library.keys, "Canteen")
    lines = canteen.batch(canteen.sign(person(50), person(51, consent=""), person(52))).splitlines(True)
    lines[2] = lines[2][:500] + b"?" + lines[2][501:]
    files.append(files[0].with_name("canteen.signatures"))
    files[-1].write_bytes(b"".join(lines))
    total = desk.merge(*files).books.total
    assert total == Account(counted=3, duplicate=1, rejected=5, unreadable=1)
    register: Register = desk.register
    for state in State:
        found = list(listing(register, state))
        assert len(found) == getattr(total, state.value)
        assert {one.status for one in found} <= {state}
        assert found == sorted(found, key=lambda one: (one.kiosk, one.seq, one.key))
        of_library = list(listing(register, state, library.id))
        assert of_library == [one for one in found if one.kiosk == library.id]
    (duplicate,) = listing(register, State.DUPLICATE)
    first = next(one for one in listing(register, State.COUNTED) if one.key == duplicate.duplicate_of)
    assert (duplicate.seq, first.seq, first.digest) == (5, 1, library.records[0].digest())
    assert next(listing(register, State.UNREADABLE)).reason == "Its line in the signatures file is damaged."
