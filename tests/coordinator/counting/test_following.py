"""What follows from a coordinator's words, and that nothing else is left in the register."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.coordinator.counting.books import Account, balance
from kiosk.coordinator.counting.following import follow, is_followed, say
from kiosk.coordinator.counting.questions import find_probable, questions
from kiosk.coordinator.integrity.checking import check
from kiosk.coordinator.records.fingerprints import Fingerprinter
from kiosk.coordinator.register.words import OfNewKiosks, OfRecords, OfTwo, Verdict, Withdrawn
from kiosk.coordinator.rights.correcting import correct
from kiosk.exchange.record import Record
from tests.conftest import TODAY, Desk
from tests.exports import HandmadeKiosk
from tests.people import person

pytestmark = pytest.mark.slow

ANA = person(
    1,
    name="Ana Lee",
    email="ana.lee@example.org",
    city="Porto",
    receipt="priority temple employer counter rescue broken",
)
NEAR = person(1, name="Ana Leee", email="ana.lee@example.org", city="Porto")


@pytest.fixture
def records(desk: Desk, tmp_path: Path) -> list[Record]:
    """Merged: Ana's, the same again, one that is near hers, and others'."""
    kiosk = HandmadeKiosk(desk.keys)
    file = tmp_path / "x.signatures"
    made = kiosk.sign(ANA, ANA, NEAR, *(person(n) for n in range(4, 9)))
    file.write_bytes(kiosk.batch(made))
    desk.merge(file)
    return made


@pytest.mark.parametrize(("withdrawn", "counts"), [(1, 2), (2, 1)])
def test_what_is_withdrawn_leaves_nothing_but_its_place(
    desk: Desk, records: list[Record], withdrawn: int, counts: int
) -> None:
    assert find_probable(desk.register, desk.keys) >= 1
    digest = records[withdrawn - 1].digest()
    say(desk.register, desk.keys, Withdrawn([digest], []))
    assert balance(desk.register).total == Account(counted=7, withdrawn=1)
    with desk.register.reading() as connection:
        one = connection.exec_driver_sql(
            "SELECT key, outcome, reason, day, kind, country, language, box, fingerprints, duplicate_of "
            "FROM record WHERE seq = ?",
            (withdrawn,),
        ).one()
        assert tuple(one[1:]) == ("withdrawn", "", "", "", "", "", None, None, None)
        left = connection.exec_driver_sql(
            "SELECT count(*) FROM suggestion WHERE ? IN (one, other)", (one[0],)
        )
        assert left.scalar() == 0
        ways = connection.exec_driver_sql("SELECT count(*) FROM mark WHERE record = ?", (one[0],))
        assert ways.scalar() == 1, "to its receipt"
    assert [(one.one.seq, one.other.seq) for one in questions(desk.register, desk.keys)] == [(counts, 3)]
    assert check(desk.register, desk.keys) == []


@pytest.mark.parametrize(("known_by", "withdrawn"), [("code", 2), ("content", 1)])
def test_what_is_known_by_a_mark_is_withdrawn_and_nothing_else(
    desk: Desk, records: list[Record], known_by: str, withdrawn: int
) -> None:
    """Both of Ana's have the same receipt code."""
    marks = Fingerprinter(desk.keys.fingerprint_key)
    code, content = marks.of_receipt(ANA.receipt), marks.of_sealed(records[0].id, records[0].sealed)
    assert code
    say(desk.register, desk.keys, Withdrawn([], [code if known_by == "code" else content]))
    assert balance(desk.register).total == Account(counted=8 - withdrawn, withdrawn=withdrawn)
    with desk.register.reading() as connection:
        gone = connection.exec_driver_sql("SELECT seq FROM record WHERE outcome = 'withdrawn' ORDER BY seq")
        assert list(gone.scalars()) == [1, 2][:withdrawn]
    assert check(desk.register, desk.keys) == []


@pytest.mark.parametrize(
    ("change", "table"),
    [
        ("DELETE FROM withdrawal", "withdrawal"),
        ("INSERT INTO withdrawal VALUES (x'00')", "withdrawal"),
        ("DELETE FROM accepted", "accepted"),
        ("UPDATE accepted SET day = '2020-01-01'", "accepted"),
        ("DELETE FROM setting WHERE name = 'new kiosks'", "setting"),
        ("UPDATE setting SET value = 'yes' WHERE name = 'new kiosks'", "setting"),
        ("INSERT INTO setting VALUES (CAST(x'ff' AS TEXT), 'yes')", "setting"),  # no UTF-8
        ("DELETE FROM decision", "decision"),
        ("UPDATE decision SET verdict = 'same'", "decision"),
        ("UPDATE kiosk SET standing = 'held'", "kiosk"),
        ("UPDATE kiosk SET revoked_from = 2", "kiosk"),
        ("UPDATE record SET outcome = 'opened', status = 'counted' WHERE seq = 8", "record"),
        ("UPDATE record SET seal = x'00' WHERE seq = 4", "correction"),
    ],
)
def test_one_row_that_is_not_as_was_said_is_seen_and_put_right(
    desk: Desk, records: list[Record], change: str, table: str
) -> None:
    one, other, _, _, _, _, accepted, withdrawn = (record.digest() for record in records)
    one, other = sorted((one, other))
    words = (
        OfNewKiosks(True),
        OfTwo(one, other, Verdict.DIFFERENT, "Kim", "", TODAY.isoformat()),
        OfRecords([accepted], True, TODAY.isoformat()),
        Withdrawn([withdrawn], []),
    )
    say(desk.register, desk.keys, *words)
    corrected = records[3].digest()
    correct(desk.register, desk.keys, corrected, {"city": "Porto"}, None, "Kim", "", TODAY)
    before = balance(desk.register).total
    with desk.register.transaction() as connection:
        assert is_followed(connection, desk.keys)
        assert set(follow(connection, desk.keys).values()) == {0}
        connection.exec_driver_sql(change)
        assert not is_followed(connection, desk.keys)
        assert {name for name, rows in follow(connection, desk.keys).items() if rows == 1} == {table}
        assert is_followed(connection, desk.keys)
    assert balance(desk.register).total == before == Account(counted=7, withdrawn=1)
