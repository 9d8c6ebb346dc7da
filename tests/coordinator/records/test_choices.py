"""Who signs again and asks for less gets it at once, in everything that is made from the register."""

from __future__ import annotations

import csv
import itertools
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.coordinator.counting.decisions import Verdict, decide
from kiosk.coordinator.counting.kiosks import restore, revoke
from kiosk.coordinator.merge.merge import merge
from kiosk.coordinator.reports.browse import list_records, read_page
from kiosk.coordinator.reports.lists import full_list, public_list
from kiosk.signing.signature import Signature
from tests.conftest import TODAY, Desk, MakeDesk
from tests.exports import HandmadeKiosk
from tests.people import person
from tests.program import kiosk as run

LISTED = person(1, name="Ana Lee", email="ana@example.org", public="name", updates=True,
                help=("media", "translate"), organisation="Union", kind="organisation")  # fmt: skip


def again(day: str = "2026-11-02", **changes: object) -> Signature:
    """What the same person signs another time."""
    plain: dict[str, object] = {"kind": "organisation", "organisation": "Union", "email": "ana@example.org"}
    return person(1, name="Ana Lee", date=day, **{**plain, **changes})


Bring = Callable[..., Desk]


@pytest.fixture
def bring(desk: Desk, tmp_path: Path) -> Bring:
    """Merges signatures, each by a kiosk of its own."""
    number = itertools.count()

    def bring_all(*signed: Signature) -> Desk:
        for one in signed:
            stall = HandmadeKiosk(desk.keys, f"Stall {next(number)}")
            file = tmp_path / f"{stall.name}.signatures"
            file.write_bytes(stall.batch(stall.sign(one)))
            desk.merge(file)
        return desk

    return bring_all


def listed(desk: Desk) -> list[tuple[str, bool]]:
    return [(one.name, one.initials) for one in public_list(desk.register, desk.keys)]


def chosen(desk: Desk) -> set[tuple[str, str, str]]:
    """What the list of everything says of public, updates and help: the same of all of a person's records."""
    sheet = full_list(desk.register, desk.keys)
    rows = (dict(zip(sheet.columns, row, strict=True)) for row in sheet.rows)
    return {(row["public"], row["updates"], row["help"]) for row in rows}


def test_who_signs_again_to_be_left_out_is_in_no_list_any_more(
    desk_folder: Path, keys, tmp_path: Path, passphrase_file: Path
) -> None:
    first, later = HandmadeKiosk(keys, "Library"), HandmadeKiosk(keys, "Market")
    files = [tmp_path / "1.signatures", tmp_path / "2.signatures"]
    unlock = ("--campaign", str(desk_folder), "--passphrase-file", str(passphrase_file))
    files[0].write_bytes(first.batch(first.sign(LISTED)))
    files[1].write_bytes(later.batch(later.sign(again())))

    def lists() -> dict[str, str]:
        made = {}
        for kind in ("public", "mailing-civicrm", "mailing-actionnetwork", "helpers"):
            out = tmp_path / f"{kind}.csv"
            run("export", str(out), "--list", kind, *unlock)
            made[kind] = out.read_text(encoding="utf-8-sig")
        made["screens"] = run("campaign", "update", str(desk_folder), *unlock[2:]).stdout
        return made

    run("merge", str(files[0]), *unlock)
    assert all("Ana Lee" in text or "+ Union" in text for text in lists().values())
    run("merge", str(files[1]), *unlock)
    for text in lists().values():
        assert "Ana Lee" not in text
        assert "+ Union" not in text
    out = tmp_path / "all.csv"
    run("export", str(out), *unlock)
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["public"], row["updates"], row["help"]) for row in rows] == [("no", "no", "no")] * 2


def test_a_name_goes_from_the_kiosks_screens_when_its_owner_signs_again_without(
    desk_folder: Path, keys, tmp_path: Path, passphrase_file: Path
) -> None:
    stall = HandmadeKiosk(keys, "Library")
    file = tmp_path / "1.signatures"
    unlock = ("--passphrase-file", str(passphrase_file))
    file.write_bytes(stall.batch(stall.sign(LISTED)))
    run("merge", str(file), "--campaign", str(desk_folder), *unlock)
    run("campaign", "update", str(desk_folder), "--write", *unlock)
    file.write_bytes(stall.batch(stall.sign(again(public="no"))))
    run("merge", str(file), "--campaign", str(desk_folder), *unlock)
    assert "- Union" in run("campaign", "update", str(desk_folder), *unlock).stdout


def test_initials_alone_are_narrower_than_the_name(bring: Bring) -> None:
    desk = bring(LISTED, again(public="initials", updates=True, help=("translate",)))
    assert listed(desk) == [("AL", True)]
    assert chosen(desk) == {("initials", "yes", "translate")}


def test_each_choice_is_looked_at_by_itself(bring: Bring) -> None:
    desk = bring(LISTED, again(public="name", updates=False, help=("speak", "media")))
    assert chosen(desk) == {("yes", "no", "media")}


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_the_narrowest_holds_in_whatever_order_and_on_whatever_day_it_came(
    bring: Bring, order: tuple[int, ...]
) -> None:
    signed = [LISTED, again("2026-11-02", public="no"), again("2026-11-02", public="initials")]
    assert listed(bring(*(signed[place] for place in order))) == []


def test_a_wider_choice_changes_nothing_by_itself(bring: Bring) -> None:
    assert listed(bring(again("2026-11-01", public="no"), again("2026-11-02", public="name"))) == []


def test_whom_a_coordinator_took_for_one_person_gets_the_narrower_choice_too(bring: Bring) -> None:
    desk = bring(LISTED, again(public="no", email="a.lee@example.org"))
    assert listed(desk) == [("Ana Lee", False)]
    rows = list(desk.register.rows(desk.keys.register_key))
    number = decide(desk.register, desk.keys, rows[0].digest, rows[1].digest, Verdict.SAME, "", "Kim", TODAY)
    assert number == 2
    assert listed(desk) == []


def test_a_kiosk_that_is_revoked_narrows_nothing_any_more(bring: Bring) -> None:
    desk = bring(LISTED, again(public="no"))
    stranger = next(one.id for one in desk.register.kiosks() if one.name == "Stall 1")
    revoke(desk.register, desk.keys, stranger)
    assert listed(desk) == [("Ana Lee", False)]
    restore(desk.register, desk.keys, stranger)
    assert listed(desk) == []


def test_a_record_that_was_changed_in_the_register_may_have_narrowed(bring: Bring) -> None:
    desk = bring(LISTED, again(public="no"))
    with desk.register.transaction() as connection:
        connection.exec_driver_sql("UPDATE record SET box = x'00' WHERE status = 'duplicate'")
    (first, second) = read_page(desk.register, desk.keys, list_records(desk.register), 0, 2)
    shown = first if first.signature is not None else second
    assert shown.signature is not None
    assert shown.signature.public == "no"


def test_the_desk_shows_what_holds_and_what_was_signed(bring: Bring) -> None:
    desk = bring(LISTED, again(public="no"))
    for found in read_page(desk.register, desk.keys, list_records(desk.register), 0, 2):
        assert found.signature is not None
        assert found.signature.public == "no"
    signed = {found.signed.public for found in _all(desk) if found.signed is not None}
    assert signed == {"name", "no"}


def _all(desk: Desk):  # type: ignore[no-untyped-def]
    return read_page(desk.register, desk.keys, list_records(desk.register), 0, 10)


def test_two_desks_agree_whatever_they_merged_first(make_desk: MakeDesk, keys, tmp_path: Path) -> None:
    stall = HandmadeKiosk(keys)
    records = stall.sign(LISTED, again(public="no"), again("2026-11-03", public="name"))
    files = []
    for record in records:
        files.append(tmp_path / f"{record.seq}.signatures")
        files[-1].write_bytes(stall.batch([record]))
    found = set()
    for order in itertools.permutations(files):
        other = make_desk()
        merge(other.register, other.keys, order)
        found.add(frozenset(chosen(other)))
    assert found == {frozenset({("no", "no", "no")})}
