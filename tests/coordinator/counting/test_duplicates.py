"""Who signed twice: the same name with the same e-mail, phone or postcode, however it was written."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.coordinator.counting.books import Account, balance
from kiosk.coordinator.counting.duplicates import settle_runs, unsettled
from kiosk.coordinator.counting.following import choose_rules
from kiosk.coordinator.records.fingerprints import EXACT, Fingerprinter, Rule
from kiosk.coordinator.register.words import Meaning
from kiosk.exchange.record import Record
from kiosk.signing.signature import Signature
from tests.conftest import Desk
from tests.exports import HandmadeKiosk
from tests.people import person

SAME = [
    ({"email": "Ana.Lee@Example.org"}, {"email": "ana.lee@EXAMPLE.ORG"}),
    ({"email": "ana@example.org"}, {"email": "ana+petition@example.org"}),
    ({"email": "a.na@gmail.com"}, {"email": "ana@googlemail.com"}),
    ({"email": "ana@bücher.example.org"}, {"email": "ana@xn--bcher-kva.example.org"}),
    ({"phone": "+852 9123 4567"}, {"phone": "00852-9123-4567"}),
    ({"phone": "+852 9123 4567"}, {"phone": "9123 4567", "country": "HK"}),
    ({"phone": "+852 9123 4567"}, {"phone": "91234567", "country": "香港"}),
    ({"phone": "+852 9123 4567"}, {"phone": "+852 ９１２３４５６７"}),
    ({"postcode": "sw1a 1aa"}, {"postcode": "SW1A-1AA"}),
    ({"email": "a@b.org", "name": "SEÁN  O'BRIEN"}, {"email": "a@b.org", "name": "Seán O’Brien "}),
    ({"email": "a@b.org", "name": "ﬁona ＬＥＥ"}, {"email": "a@b.org", "name": "Fiona Lee"}),
    ({"email": "a@b.org", "phone": "+852 9123 4567"}, {"phone": "+852 9123 4567"}),
    ({"paper_ref": "sheet 3 row 7"}, {"paper_ref": "Sheet 3, Row 7", "city": "Leipzig"}),
]
OTHERS = [
    ({"email": "family@example.org", "name": "Ana Lee"}, {"email": "family@example.org", "name": "Ben Lee"}),
    ({"phone": "+852 9123 4567", "name": "Ana Lee"}, {"phone": "+852 9123 4567", "name": "Ben Lee"}),
    ({"email": "ana@example.org"}, {"email": "ana@example.com"}),
    ({"email": "a.na@example.org"}, {"email": "ana@example.org"}),
    ({"phone": "91234567", "country": "HK"}, {"phone": "91234567", "country": "SG"}),
    ({"postcode": "10115"}, {"postcode": "10117"}),
    ({"postcode": "10115", "email": "ana@example.org"}, {"postcode": "10115"}),
    ({}, {}),
    ({"paper_ref": "sheet 3 row 7"}, {"paper_ref": "sheet 3 row 8"}),
    ({"paper_ref": "sheet 3 row 7"}, {"paper_ref": "sheet 3 row 7", "name": "Ben Lee"}),
    (
        {"paper_ref": "sheet 3 row 7", "postcode": "10115"},
        {"paper_ref": "sheet 3 row 7", "postcode": "10117"},
    ),
    ({"paper_ref": "sheet 3"}, {"paper_ref": "sheet 3"}),
    ({"paper_ref": "paper line 5"}, {"paper_ref": "paper line 5"}),
    ({"email": "a@b.org", "name": "José"}, {"email": "a@b.org", "name": "Jose"}),
    ({"email": "a@b.org"}, {"email": "a@b.org", "kind": "organisation", "organisation": "Society"}),
    (
        {"email": "a@b.org", "kind": "organisation", "organisation": "One"},
        {"email": "a@b.org", "kind": "organisation", "organisation": "Two"},
    ),
]


def ana(**changes: object) -> Signature:
    return person(1, **{"name": "Ana Lee", "email": "", "city": "", **changes})


@pytest.mark.parametrize(("one", "other"), SAME)
def test_one_person(one: dict[str, object], other: dict[str, object]) -> None:
    assert exact(one) & exact(other)


@pytest.mark.parametrize(("one", "other"), OTHERS)
def test_two_people(one: dict[str, object], other: dict[str, object]) -> None:
    assert not exact(one) & exact(other)


def exact(changes: dict[str, object]) -> set[bytes]:
    return {value for rule, value in Fingerprinter(b"key").of(ana(**changes)) if rule in EXACT}


def test_a_shared_contact_alone_is_marked_as_such() -> None:
    contact = {"email": "family@example.org", "phone": "+852 9123 4567"}
    one, other = (
        dict(Fingerprinter(b"key").of(ana(name=name, **contact))) for name in ("Ana Lee", "Ben Lee")
    )
    assert {rule for rule in one if one[rule] == other[rule]} == {Rule.EMAIL_ALONE, Rule.PHONE_ALONE}


def test_a_fingerprint_says_nothing_without_the_key() -> None:
    signature = ana(email="ana@example.org")
    assert Fingerprinter(b"one").of(signature) != Fingerprinter(b"other").of(signature)


MergeAll = Callable[..., list[tuple[str, str]]]


@pytest.fixture
def merge_all(keys, make_desk, tmp_path: Path) -> MergeAll:
    """Merges one file a signature, in the order given, and tells each one's name and status."""
    kiosk = HandmadeKiosk(keys)
    files: dict[Signature, Path] = {}

    def merge(*signatures: Signature) -> list[tuple[str, str]]:
        desk = make_desk()
        for signature in signatures:
            if signature not in files:
                files[signature] = tmp_path / f"{len(files)}.signatures"
                files[signature].write_bytes(kiosk.batch(kiosk.sign(signature)))
            desk.merge(files[signature])
        rows = desk.register.rows(keys.register_key)
        return sorted((row.signature.paper_ref, row.status.value) for row in rows if row.signature)

    return merge


def test_chains_of_the_same_person_count_once_in_any_order(merge_all: MergeAll) -> None:
    """The first and the last share nothing: the one in the middle is both."""
    chain = [
        ana(email="ana@example.org", paper_ref="1", date="2026-11-03"),
        ana(email="ANA@example.org", phone="+852 9123 4567", paper_ref="2", date="2026-11-02"),
        ana(phone="00852 91234567", paper_ref="3", date="2026-11-01"),
    ]
    for order in itertools.permutations(chain):
        assert merge_all(*order) == [("1", "duplicate"), ("2", "duplicate"), ("3", "counted")]


def test_without_the_one_in_the_middle_both_count(merge_all: MergeAll) -> None:
    assert merge_all(
        ana(email="ana@example.org", paper_ref="1"), ana(phone="+852 9123 4567", paper_ref="3")
    ) == [("1", "counted"), ("3", "counted")]


def test_the_first_day_counts_even_when_it_arrives_late(merge_all: MergeAll) -> None:
    late = ana(email="ana@example.org", paper_ref="late", date="2026-11-09")
    early = ana(email="ana@example.org", paper_ref="early", date="2026-11-02")
    assert merge_all(late, early) == merge_all(early, late) == [("early", "counted"), ("late", "duplicate")]


@pytest.mark.parametrize("piece", [1, 2, 5, 6])
def test_all_are_settled_anew_however_many_are_looked_at_together(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, piece: int
) -> None:
    monkeypatch.setattr("kiosk.coordinator.counting.duplicates._PIECE", piece)
    kiosk = HandmadeKiosk(desk.keys)
    file = tmp_path / "x.signatures"
    twice = ana(email="ana@example.org")
    file.write_bytes(kiosk.batch(kiosk.sign(person(2), twice, person(3), twice, person(4))))
    desk.merge(file)
    told: list[tuple[int, int]] = []
    for meaning, total in ((Meaning.NOTHING, Account(counted=5)), (Meaning.DUPLICATE, Account(4, 1))):
        told.clear()
        choose_rules(desk.register, desk.keys, {"name+email": meaning}, lambda *so_far: told.append(so_far))
        assert balance(desk.register).total == total
        assert told == [(min(5, done), 5) for done in range(piece, 5 + piece, piece)]


def test_who_is_not_settled_as_they_should_be_is_found(desk: Desk, tmp_path: Path) -> None:
    kiosk = HandmadeKiosk(desk.keys)
    file = tmp_path / "x.signatures"
    twice = ana(email="ana@example.org")
    file.write_bytes(kiosk.batch(kiosk.sign(twice, twice, person(2), person(3))))
    desk.merge(file)
    with desk.register.transaction() as connection:
        assert unsettled(connection, desk.keys) == set()
        for change, wrong in (
            ("status = 'counted', duplicate_of = NULL WHERE seq = 2", {2}),  # it is one
            (
                "status = 'duplicate', duplicate_of = (SELECT key FROM record WHERE seq = 3) WHERE seq = 4",
                {2, 4},
            ),
        ):
            connection.exec_driver_sql(f"UPDATE record SET {change}")
            found = unsettled(connection, desk.keys)
            seq = dict(map(tuple, connection.exec_driver_sql("SELECT key, seq FROM record")))
            assert {seq[key] for key in found} == wrong


def test_who_was_the_same_as_one_of_those_that_are_settled_and_is_not_counts_again(
    desk: Desk, tmp_path: Path
) -> None:
    """Nothing joins the third to the second but what a hand wrote."""
    kiosk = HandmadeKiosk(desk.keys)
    file = tmp_path / "x.signatures"
    file.write_bytes(kiosk.batch(kiosk.sign(person(1), person(2), person(3))))
    desk.merge(file)
    with desk.register.transaction() as connection:
        first, second, third = connection.exec_driver_sql("SELECT key FROM record ORDER BY seq").scalars()
        connection.exec_driver_sql(
            "UPDATE record SET status = 'duplicate', duplicate_of = ? WHERE key = ?", (second, third)
        )
        assert settle_runs(connection, desk.keys, [(first, second)]) == 1
    assert balance(desk.register).total == Account(counted=3)


def test_a_record_that_is_copied_into_anothers_file_counts_once_whatever_is_in_it(
    desk: Desk, tmp_path: Path
) -> None:
    """Nothing but the copy itself tells: no contact, no postcode, no sheet."""
    true, copied = HandmadeKiosk(desk.keys, "Gate"), HandmadeKiosk(desk.keys, "Hall")
    (record,) = true.sign(ana())
    copied.records.append(Record(copied.id, 1, record.id, record.sealed))
    for kiosk in (true, copied):
        file = tmp_path / f"{kiosk.name}.signatures"
        file.write_bytes(kiosk.batch(kiosk.records))
        desk.merge(file)
    assert balance(desk.register).total == Account(counted=1, duplicate=1)
