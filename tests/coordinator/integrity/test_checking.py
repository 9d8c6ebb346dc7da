"""What is told of a register that was changed by hand: how many of what, of which kiosk, and all of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, event, text

from kiosk.coordinator.campaign.folder import CampaignFolder
from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.counting.forks import accept
from kiosk.coordinator.counting.kiosks import revoke
from kiosk.coordinator.integrity import suspects
from kiosk.coordinator.integrity.checking import check
from kiosk.coordinator.merge.merge import merge
from kiosk.coordinator.rights.withdrawals import plan_by_record, withdraw
from tests.conftest import TODAY
from tests.coordinator.integrity.test_changed_by_hand import Office, all_of, make_up, sql
from tests.exports import HandmadeKiosk
from tests.people import person

pytestmark = pytest.mark.slow

CHANGED = "Records were changed in the register"
MADE_UP = "Records that no merge put so into the register"
UNDECIDED = "What became of records was changed in the register"
ODD = "Values of a kind that this program never writes were in the register"
WORDS = "What you said was changed in the register"
NOTES = "Notes of lost records or of probable duplicates were made up in the register"


@pytest.fixture
def office(desk_folder: Path, keys: CampaignKeys, tmp_path: Path) -> Iterator[Office]:
    """Library steps: 1 Ana, 2 Ben, 3, 4 Ana again, 5 withdrawn, 6 no signature.

    Fair: 1 twice, of which none was accepted, 2 twice, of which one was. Gate: revoked. Empty: nothing of it.
    """
    library, fair, gate = (HandmadeKiosk(keys, name) for name in ("Library steps", "Fair", "Gate"))
    ana = {"name": "Ana Lee", "email": "ana@example.org"}
    library.sign(person(1, **ana), person(2, name="Ben Ho", email=""), person(3),
                 person(4, date="2026-11-03", **ana), person(5), person(6, consent=""))  # fmt: skip
    fair.sign(person(11), person(12))
    clone = HandmadeKiosk(keys, "Fair", fair.key)
    clone.sign(person(13), person(14))
    gate.sign(person(21))
    files = []
    for number, kiosk in enumerate((library, fair, clone, gate)):
        files.append(tmp_path / f"{number}.signatures")
        files[-1].write_bytes(kiosk.batch(kiosk.records))
    made = Office(
        CampaignFolder.open(desk_folder), keys, f"sqlite:///{desk_folder / 'register.sqlite'}", files
    )
    made.merge()
    withdraw(made.register, keys, made.folder, plan_by_record(made.register, keys, "Library steps:5"), TODAY)
    accept(made.register, keys, [fair.records[1].digest()], TODAY)
    revoke(made.register, keys, gate.id)
    assert made.check() == []
    yield made
    made.engine.dispose()


LIBRARY = "(SELECT id FROM kiosk WHERE name = 'Library steps')"
GATE = "(SELECT id FROM kiosk WHERE name = 'Gate')"


def of(*numbers: int) -> str:
    return f"kiosk = {LIBRARY} AND seq IN ({', '.join(map(str, numbers))})"


def begun(sentences: list[str]) -> list[str]:
    """Each sentence up to what was done about it."""
    return [one.partition("). ")[0].partition(". ")[0].rstrip(".") for one in sentences]


@pytest.mark.parametrize(
    ("change", "sentences"),
    [
        (sql(f"UPDATE record SET day = '2020-01-01' WHERE {of(2)}"), [f"{CHANGED}: 1 (Library steps: 2"]),
        (sql(f"UPDATE record SET country = 'KP' WHERE {of(1, 2, 4)}"),
         [f"{CHANGED}: 3 (Library steps: 1–2, 4"]),
        (sql(f"UPDATE record SET language = x'00' WHERE {of(2)}"),
         [f"{ODD}: 1", f"{CHANGED}: 1 (Library steps: 2"]),
        (sql(f"UPDATE record SET seal = 'text' WHERE {of(2)}"),
         [f"{ODD}: 1", f"{CHANGED}: 1 (Library steps: 2"]),
        (sql(f"UPDATE record SET fingerprints = 'text' WHERE {of(2)}"),
         [f"{ODD}: 1", f"{CHANGED}: 1 (Library steps: 2"]),
        (lambda connection: make_up(connection, 3), [f"{MADE_UP}: 3 (Library steps: 101–103"]),
        (lambda connection: make_up(connection, 1), [f"{MADE_UP}: 1 (Library steps: 101"]),
        (all_of(lambda connection: make_up(connection, 2), sql("UPDATE record SET day = '' WHERE seq = 3")),
         [f"{MADE_UP}: 2 (Library steps: 101–102", f"{CHANGED}: 1 (Library steps: 3"]),
        (sql(f"UPDATE record SET status = 'perhaps' WHERE {of(2, 3)}"),
         [f"{UNDECIDED}: 2 (Library steps: 2–3"]),
        (all_of(sql(f"INSERT INTO lost (kiosk, seq, reason) SELECT {LIBRARY}, 99, 'damaged'"),
                sql(f"INSERT INTO lost (kiosk, seq, reason) SELECT {LIBRARY}, 98, 'damaged'"),
                sql("INSERT INTO suggestion (one, other, probability) SELECT min(key), max(key), 0.9 "
                    "FROM record")), [f"{NOTES}: 3"]),
        (sql(f"INSERT INTO lost (kiosk, seq, reason) SELECT {LIBRARY}, 99, 'damaged'"), [f"{NOTES}: 1"]),
        (sql("INSERT INTO suggestion (one, other, probability) SELECT min(key), max(key), 0.9 FROM record"),
         [f"{NOTES}: 1"]),
        (sql("DELETE FROM word"), [f"{WORDS}, or is missing there"]),
    ],
)  # fmt: skip
def test_it_is_told_how_many_and_which(office: Office, change, sentences: list[str]) -> None:
    before = office.stand()
    office.by_hand(change)
    assert begun(office.check()) == sentences
    assert office.check() == []
    assert office.stand() == before


@pytest.mark.parametrize(
    "change",
    [
        f"reason = 'Another one.' WHERE {of(2)}",
        f"duplicate_of = (SELECT key FROM record WHERE {of(1)}) WHERE {of(2)}",
        f"duplicate_of = (SELECT key FROM record WHERE {of(1)}) WHERE {of(6)}",
        f"status = 'unreadable' WHERE {of(6)}",
        f"duplicate_of = (SELECT key FROM record WHERE {of(1)}) WHERE {of(5)}",
        f"reason = 'This kiosk is revoked.' WHERE {of(5)}",
        f"status = 'rejected' WHERE {of(5)}",
        f"reason = 'This kiosk is revoked.' WHERE {of(4)}",
        f"status = 'counted' WHERE {of(4)}",
        f"reason = '' WHERE kiosk = {GATE}",
        f"status = 'counted' WHERE kiosk = {GATE}",
        f"status = 'counted', reason = '' WHERE kiosk = {GATE}",
        f"duplicate_of = (SELECT key FROM record WHERE {of(1)}) WHERE kiosk = {GATE}",
        "status = 'counted', reason = '' WHERE reason LIKE 'Another record%'",
        "status = 'counted', reason = '' WHERE reason LIKE '%accepted%' OR reason LIKE '%coordinator%'",
    ],
)
def test_whatever_cannot_follow_is_decided_anew(office: Office, change: str) -> None:
    before = office.stand()
    office.by_hand(sql(f"UPDATE record SET {change}"))
    changed = office.stand()
    found = office.check()
    assert changed == before or any(one.startswith(UNDECIDED) for one in found)
    assert found
    assert office.check() == []
    assert office.stand() == before


@pytest.mark.parametrize("page", [1, 2, 3, 11, 12, 100])
def test_every_record_is_looked_at_whatever_the_page(
    office: Office, monkeypatch: pytest.MonkeyPatch, page: int
) -> None:
    monkeypatch.setattr(suspects, "_PAGE", page)
    assert office.check() == []
    before = office.stand()
    with office.engine.connect() as connection:
        keys = connection.execute(text("SELECT key FROM record WHERE outcome = 'opened'")).scalars().all()
    for key in keys:
        office.by_hand(sql(f"UPDATE record SET day = '2020-01-01' WHERE key = {key}"))
        (one,) = office.check()
        assert one.startswith(f"{CHANGED}: 1 (")
    office.by_hand(sql("UPDATE record SET day = '2020-01-01' WHERE outcome = 'opened'"))
    (one,) = office.check()
    assert one.startswith(f"{CHANGED}: {len(keys)} (")
    assert office.stand() == before


@pytest.mark.parametrize("page", [2, 11, 12])
def test_a_check_of_what_is_sound_only_reads_whatever_the_page(
    office: Office, monkeypatch: pytest.MonkeyPatch, page: int
) -> None:
    """Whoever else works with the register is not kept waiting."""
    monkeypatch.setattr(suspects, "_PAGE", page)
    done: list[str] = []

    def note(connection: object, cursor: object, statement: str, *more: object) -> None:
        done.append(statement.split(" (")[0].partition("\n")[0])

    register = office.register
    event.listen(Engine, "before_cursor_execute", note)
    try:
        assert check(register, office.keys, office.folder) == []
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert {one.split()[0] for one in done} <= {"SELECT", "PRAGMA", "BEGIN", "WITH"}
    assert "BEGIN IMMEDIATE" not in done


def test_it_is_told_how_many_records_were_compared_and_of_how_many(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(suspects, "_PAGE", 4)
    told: list[tuple[int, int]] = []
    check(office.register, office.keys, looked=lambda done, of: told.append((done, of)))
    assert told == [(4, 11), (8, 11), (11, 11)]


def test_what_another_desk_puts_right_meanwhile_is_not_told(office: Office) -> None:
    before = office.stand()
    ((day,),) = office.rows(f"SELECT day FROM record WHERE {of(2)}")
    office.by_hand(sql(f"UPDATE record SET day = '2020-01-01' WHERE {of(2)}"))
    put_right = sql(f"UPDATE record SET day = '{day}' WHERE {of(2)}")
    told = check(office.register, office.keys, looked=lambda done, of: office.by_hand(put_right))
    assert told == []
    assert office.stand() == before


def test_a_value_of_another_type_that_is_put_in_meanwhile_is_put_right(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = office.stand()
    monkeypatch.setattr(suspects, "_PAGE", 2)
    changes = [sql(f"UPDATE record SET fingerprints = 'text' WHERE {of(3)}")]

    def meddle(done: int, of: int) -> None:
        if changes:
            office.by_hand(changes.pop())

    told = list(map(str, check(office.register, office.keys, looked=meddle)))
    assert f"{CHANGED}: 1 (Library steps: 3" in begun(told)
    assert office.check() == []
    assert office.stand() == before


def test_what_another_desk_merges_meanwhile_is_no_change_by_hand(
    office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(suspects, "_PAGE", 2)
    later = HandmadeKiosk(office.keys, "Later")
    files = [tmp_path / "later.signatures"]
    files[0].write_bytes(later.batch(later.sign(person(1), person(901))))
    locking: list[str] = []

    def another(done: int, of: int) -> None:
        if files and done == of:
            merge(office.register, office.keys, [files.pop()])
            event.listen(Engine, "before_cursor_execute", note)

    def note(connection: object, cursor: object, statement: str, *_: object) -> None:
        if "IMMEDIATE" in statement or "advisory" in statement:
            locking.append(statement)

    try:
        told = check(office.register, office.keys, looked=another)
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert told == []
    assert locking == [], "nobody is kept waiting"
    assert office.check() == []


def test_who_counts_instead_of_a_record_that_goes_is_not_told_of(office: Office) -> None:
    before = office.stand()
    office.by_hand(sql(f"UPDATE record SET box = NULL WHERE {of(1)}"))
    assert begun(office.check()) == [f"{MADE_UP}: 1 (Library steps: 1"]
    assert office.rows(f"SELECT status FROM record WHERE {of(4)}") == [("counted",)]
    office.merge()
    assert office.stand() == before


def test_a_record_of_a_kiosk_that_cannot_be_goes_with_all_that_hangs_on_it(office: Office) -> None:
    before = office.stand()
    office.by_hand(
        all_of(
            sql("INSERT INTO suggestion (one, other, probability) SELECT one.key, other.key, 0.9 "
                f"FROM record one, record other WHERE one.kiosk = {LIBRARY} AND one.seq = 1 "
                f"AND other.kiosk = {LIBRARY} AND other.seq = 2"),
            sql(f"UPDATE record SET kiosk = 'abc' WHERE {of(1)}"),
        )
    )  # fmt: skip
    assert begun(office.check())[0] == f"{ODD}: 1"
    assert office.rows("SELECT count(*) FROM suggestion") == [(0,)]
    office.merge()
    assert office.stand() == before


@pytest.mark.parametrize("key", [-5, 0, 7_000_000])
@pytest.mark.parametrize("page", [2, 100])
def test_fingerprints_of_no_record_go(
    office: Office, monkeypatch: pytest.MonkeyPatch, key: int, page: int
) -> None:
    monkeypatch.setattr(suspects, "_PAGE", page)
    orphan = f"INSERT INTO mark SELECT start, {key} FROM mark LIMIT 1"
    before = office.stand()
    office.by_hand(sql(orphan))
    office.check()
    with office.engine.connect() as connection:
        left = "SELECT count(*) FROM mark WHERE record NOT IN (SELECT key FROM record)"
        assert connection.execute(text(left)).scalar() == 0
    assert office.stand() == before


def test_a_kiosk_that_is_deleted_or_changed_is_called_by_its_id(office: Office) -> None:
    (library,) = (one for one in office.register.kiosks() if one.name == "Library steps")
    short = library.id.hex()[:8]
    before = office.stand()
    office.by_hand(sql(f"DELETE FROM kiosk WHERE id = {LIBRARY}"))
    assert [one.split(". ")[0] for one in office.check()] == [
        f"What kiosks said of themselves was changed in the register ({short})"
    ]
    (row,) = (one for one in office.register.kiosks() if one.id == library.id)
    assert (row.name, row.last_seq) == (short, 5)  # so that a merge of number 6 brings its name
    assert office.check() == []
    office.merge()
    assert office.stand() == before


def test_a_kiosk_that_nobody_ever_met_goes(office: Office) -> None:
    before = office.stand()
    office.by_hand(sql("INSERT INTO kiosk (id, name, last_seq, first_seen, standing) VALUES "
                       "(:id, 'Odd', 900, '2026-11-01', 'trusted')", id=bytes(16)))  # fmt: skip
    (told,) = office.check()
    assert "(00000000)" in told
    assert office.stand() == before


def test_at_most_ten_kiosks_are_named(office: Office) -> None:
    for n in range(11):
        office.by_hand(sql("INSERT INTO kiosk (id, name, last_seq, first_seen, standing) VALUES "
                           "(:id, 'Odd', 1, '', 'new')", id=bytes([n + 1] * 16)))  # fmt: skip
    (one,) = office.check()
    assert one.count(",") == 9


def test_a_record_that_is_there_twice_is_there_once_again(office: Office) -> None:
    """Whoever runs the database can take away what forbids it."""
    before = office.stand()
    with office.engine.connect() as connection:
        columns = ", ".join(
            row.name for row in connection.execute(text("PRAGMA table_info(record)")) if row.name != "key"
        )
        made = connection.execute(text("SELECT sql FROM sqlite_master WHERE name = 'record'")).scalar_one()
    office.by_hand(
        all_of(
            sql(made.replace("UNIQUE (digest)", "CHECK (1)").replace("record (", "other (", 1)),
            sql("INSERT INTO other SELECT * FROM record"),
            sql("DROP TABLE record"),
            sql("ALTER TABLE other RENAME TO record"),
            sql(f"INSERT INTO record (key, {columns}) SELECT 900 + key, {columns} FROM record WHERE {of(3)}"),
            sql(
                "INSERT INTO mark SELECT start, 900 + record FROM mark "
                f"WHERE record = (SELECT min(key) FROM record WHERE {of(3)})"
            ),
        )
    )
    assert office.stand().books != before.books
    (one,) = office.check()
    assert one.startswith(f"{MADE_UP}: 1 (Library steps: 3)")
    assert office.stand() == before
    assert office.check() == []
