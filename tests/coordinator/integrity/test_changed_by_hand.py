"""Whoever runs the database without the passphrase may delete; whatever else is told and put right."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, create_engine, event, text

from kiosk.coordinator.campaign.folder import CampaignFolder
from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.counting.books import Books, balance
from kiosk.coordinator.counting.decisions import decide
from kiosk.coordinator.counting.following import say
from kiosk.coordinator.counting.forks import accept
from kiosk.coordinator.counting.kiosks import hold, revoke, trust
from kiosk.coordinator.counting.questions import questions
from kiosk.coordinator.integrity.checking import check, open_register
from kiosk.coordinator.integrity.odd_values import refuse_odd_values
from kiosk.coordinator.merge.merge import merge
from kiosk.coordinator.records.fingerprints import withdrawal_mark
from kiosk.coordinator.register.marks import Fingerprint, pack, unpack
from kiosk.coordinator.register.register import Register
from kiosk.coordinator.register.words import OfNewKiosks, Verdict
from kiosk.coordinator.reports.counts import count
from kiosk.coordinator.reports.csv_export import export_csv
from kiosk.coordinator.reports.receipts import MergedKiosk, merged
from kiosk.coordinator.reports.totals import Totals, total
from kiosk.coordinator.rights.correcting import correct
from kiosk.coordinator.rights.withdrawals import plan_by_record, withdraw
from kiosk.errors import CampaignError
from kiosk.signing.receipt_code import new_receipt_code
from tests.conftest import TODAY, make_cheap
from tests.exports import HandmadeKiosk, flip_bit, line_starts
from tests.people import person
from tests.program import kiosk as command_line

ANA = {"name": "Ana Lee", "email": "ana@example.org"}


@dataclass(frozen=True)
class Stand:
    """All that leaves a desk: books, totals, the list, how far receipts go, and what is asked.

    And by what records meet their duplicates: the marks of each, by its digest.
    """

    books: Books
    totals: Totals
    list: bytes
    receipts: list[MergedKiosk]
    questions: set[frozenset[bytes]]
    marks: set[tuple[bytes, bytes, int]]


@dataclass
class Office:
    """A campaign's desk, and whoever runs its database."""

    folder: CampaignFolder
    keys: CampaignKeys
    address: str
    files: list[Path]
    engine: Engine = field(init=False)

    def __post_init__(self) -> None:
        self.engine = create_engine(self.address)
        heedless = (  # by hand, nobody heeds what refers to what
            "PRAGMA foreign_keys = OFF"
            if self.engine.dialect.name == "sqlite"
            else "SET session_replication_role = replica"
        )
        event.listen(self.engine, "begin", lambda connection: connection.exec_driver_sql(heedless))

    @property
    def place(self) -> str | None:
        return None if self.address.startswith("sqlite") else self.address

    @property
    def register(self) -> Register:
        return open_register(self.folder, self.place)

    def merge(self) -> list[str]:
        """Merges everything again; returns what was told of changes."""
        result = merge(self.register, self.keys, self.files, today=TODAY, folder=self.folder)
        return list(map(str, result.changed))

    def check(self) -> list[str]:
        return list(map(str, check(self.register, self.keys, self.folder)))

    def stand(self) -> Stand:
        out = self.folder.path / "list.csv"
        export_csv(self.register, self.keys, out)
        found = self.register
        asked = {frozenset((one.one.digest, one.other.digest)) for one in questions(found, self.keys)}
        return Stand(balance(found), total(found), out.read_bytes(), merged(found), asked, self.marks())

    def marks(self) -> set[tuple[bytes, bytes, int]]:
        with self.engine.connect() as connection:
            rows = connection.execute(text("SELECT digest, fingerprints FROM record"))
            return {(bytes(digest), *one) for digest, held in rows for one in unpack(held)}

    def rows(self, query: str) -> list[tuple[object, ...]]:
        with self.engine.connect() as connection:
            return [tuple(row) for row in connection.exec_driver_sql(query)]

    def by_hand(self, change: Callable[[Connection], object]) -> None:
        with self.engine.begin() as connection:
            change(connection)


Found = tuple[Path, str]
"""A folder with the campaign and the export files, and the register's address."""


@pytest.fixture(scope="module")
def offices() -> dict[str, Found]:
    """The office on each kind of database, once it was needed; each test works in a copy."""
    return {}


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def office(
    request: pytest.FixtureRequest,
    offices: dict[str, Found],
    campaign: CampaignFolder,
    keys: CampaignKeys,
    tmp_path_factory: pytest.TempPathFactory,
    tmp_path: Path,
) -> Iterator[Office]:
    """A copy of what `furnish` makes."""
    server = request.getfixturevalue("postgres") if request.param == "PostgreSQL" else None
    if request.param not in offices:
        made = tmp_path_factory.mktemp(request.param)
        shutil.copytree(campaign.path, made / "C")
        make_cheap(made / "C", keys)
        address = server.new_database() if server else _register_in(made / "C")
        furnish(made, keys, address)
        offices[request.param] = (made, address)
    made, address = offices[request.param]
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    address = server.copy_of(address) if server else _register_in(tmp_path / "C")
    opened = _office(tmp_path, keys, address)
    yield opened
    opened.engine.dispose()


def _register_in(folder: Path) -> str:
    return f"sqlite:///{folder / 'register.sqlite'}"


def _office(folder: Path, keys: CampaignKeys, address: str) -> Office:
    files = sorted(folder.glob("*.signatures"))
    return Office(CampaignFolder.open(folder / "C"), keys, address, files)


def furnish(folder: Path, keys: CampaignKeys, address: str) -> None:
    """Two kiosks' records of every kind: counted, duplicate, withdrawn, contested, revoked, rejected, lost.

    Library steps: 1 Ana, 2 Ben, 3 Chan, 4 Ana again, 5 withdrawn, 6 no signature, 7 lost, 8 Dora.
    Canteen: 1 Ana's e-mail with another name, 2 Ben's namesake, of whom it was said that he is Ben;
    3 twice, of which one was accepted. Stranger: revoked from 2 on.
    """
    library, canteen, stranger = (
        HandmadeKiosk(keys, name) for name in ("Library steps", "Canteen", "Stranger")
    )
    library.sign(
        person(1, date="2026-11-02", receipt=new_receipt_code(), **ANA),
        person(2, date="2026-10-30", name="Ben Ho", language="de", receipt=new_receipt_code()),
        person(3, country="DE"),
        person(4, date="2026-11-03", **ANA),
        person(5),
        person(6, consent=""),
        person(7),
        person(8, kind="organisation", organisation="Dora & Co."),
    )
    canteen.sign(person(11, name="Ann Li", email="ana@example.org"), person(12, name="Ben Hoo"), person(13))
    clone = HandmadeKiosk(keys, "Canteen", canteen.key, canteen.records[:2])
    clone.sign(person(14))
    stranger.sign(person(21), person(22), person(23))
    files = []
    for number, kiosk in enumerate((library, canteen, clone, stranger)):
        files.append(folder / f"{number}.signatures")
        files[-1].write_bytes(kiosk.batch(kiosk.records))
    flip_bit(files[0], line_starts(files[0].read_bytes())[6] + 600)
    made = _office(folder, keys, address)
    made.merge()
    register = made.register
    ben, namesake = library.records[1].digest(), canteen.records[1].digest()
    decide(register, keys, ben, namesake, Verdict.SAME, "one Ben", "Kim", TODAY)
    plan = plan_by_record(register, keys, "Library steps:5")
    withdraw(register, keys, made.folder, plan, TODAY)
    accept(register, keys, [canteen.records[2].digest()], TODAY)
    revoke(register, keys, stranger.id, 2)
    assert made.check() == []
    made.engine.dispose()


def sql(statement: str, **values: object) -> Callable[[Connection], object]:
    return lambda connection: connection.execute(text(statement), values)


LIBRARY = "(SELECT id FROM kiosk WHERE name = 'Library steps')"
STRANGER = "(SELECT id FROM kiosk WHERE name = 'Stranger')"


def of(seq: int, kiosk: str = LIBRARY) -> str:
    return f"kiosk = {kiosk} AND seq = {seq}"


def key(seq: int, kiosk: str = LIBRARY) -> str:
    return f"(SELECT key FROM record WHERE {of(seq, kiosk)})"


def make_up(connection: Connection, number: int = 1000, kiosk: str = LIBRARY) -> None:
    """Rows that say that they count."""
    (id,) = connection.execute(text(f"SELECT {kiosk}")).one()
    (last,) = connection.execute(text("SELECT max(key) FROM record")).one()
    (box,) = connection.execute(text(f"SELECT box FROM record WHERE {of(1)}")).one()
    for n in range(1, number + 1):
        connection.execute(
            text(
                "INSERT INTO record (key, kiosk, seq, id, digest, outcome, status, reason, day, kind, "
                "country, language, box) VALUES (:key, :kiosk, :seq, :id, :digest, 'opened', 'counted', '', "
                "'2026-11-01', 'person', 'HK', 'en', :box)"
            ),
            {
                "key": last + n,
                "kiosk": id,
                "seq": 100 + n,
                "id": os.urandom(16),
                "digest": os.urandom(32),
                "box": box,
            },
        )


def copied(what: str, *, digest: bytes) -> Callable[[Connection], object]:
    """A row beside record 1 that is the same but for its digest and `what`."""
    columns = "kiosk, seq, id, outcome, status, reason, day, kind, country, language, receipt, box, seal"
    chosen = columns.replace("seq", what)
    return sql(
        f"INSERT INTO record (key, digest, {columns}) SELECT (SELECT max(key) + 1 FROM record), :digest, "
        f"{chosen} FROM record WHERE {of(1)}",
        digest=digest,
    )


def swap(column: str, one: str, other: str) -> Callable[[Connection], object]:
    def change(connection: Connection) -> None:
        (first,) = connection.execute(text(f"SELECT {column} FROM record WHERE {one}")).one()
        (second,) = connection.execute(text(f"SELECT {column} FROM record WHERE {other}")).one()
        for which, value in ((one, second), (other, first)):
            connection.execute(text(f"UPDATE record SET {column} = :value WHERE {which}"), {"value": value})

    return change


def flip(connection: Connection) -> None:
    for row in connection.execute(text("SELECT key, box FROM record WHERE box IS NOT NULL")).all():
        box = bytes([*row.box[:40], row.box[40] ^ 1, *row.box[41:]])
        connection.execute(
            text("UPDATE record SET box = :box WHERE key = :key"), {"box": box, "key": row.key}
        )


def all_of(*changes: Callable[[Connection], object]) -> Callable[[Connection], object]:
    def change(connection: Connection) -> None:
        for one in changes:
            one(connection)

    return change


def delete(which: str) -> Callable[[Connection], object]:
    """Deletes records, and what hangs on them."""
    keys = f"(SELECT key FROM record WHERE {which})"
    return all_of(
        sql(f"UPDATE record SET duplicate_of = NULL WHERE duplicate_of IN {keys}"),
        sql(f"DELETE FROM mark WHERE record IN {keys}"),
        sql(f"DELETE FROM record WHERE {which}"),
    )


def fingered(
    seq: int, made: Callable[[list[Fingerprint]], list[Fingerprint]]
) -> Callable[[Connection], None]:
    """Gives record `seq` of Library steps what `made` makes of its fingerprints."""

    def change(connection: Connection) -> None:
        held = connection.execute(text(f"SELECT fingerprints FROM record WHERE {of(seq)}")).scalar_one()
        packed = pack(made(unpack(held)))
        connection.execute(
            text(f"UPDATE record SET fingerprints = :packed WHERE {of(seq)}"), {"packed": packed}
        )

    return change


def reversed_fingerprints(connection: Connection) -> None:
    held = connection.execute(text(f"SELECT fingerprints FROM record WHERE {of(2)}")).scalar_one()
    turned = b"".join(pack([one]) or b"" for one in reversed(unpack(held)))
    connection.execute(text(f"UPDATE record SET fingerprints = :turned WHERE {of(2)}"), {"turned": turned})


PUT_RIGHT = {
    "a day that makes another the first": sql(f"UPDATE record SET day = '2020-01-01' WHERE {of(4)}"),
    "another country": sql(f"UPDATE record SET country = 'KP' WHERE {of(3)}"),
    "another kind": sql(f"UPDATE record SET kind = 'organisation' WHERE {of(3)}"),
    "another language": sql(f"UPDATE record SET language = 'fr' WHERE {of(2)}"),
    "another's six words": swap("receipt", of(1), of(2)),
    "what opening it gave": sql(
        f"UPDATE record SET outcome = 'unreadable', status = 'unreadable', reason = 'Odd.' WHERE {of(2)}"
    ),
    "no seal": sql(f"UPDATE record SET seal = NULL WHERE {of(2)}"),
    "no fingerprints": sql(f"UPDATE record SET fingerprints = NULL WHERE {of(4)}"),
    "an empty place for fingerprints": sql(f"UPDATE record SET fingerprints = :none WHERE {of(4)}", none=b""),
    "what no fingerprints are": sql(f"UPDATE record SET fingerprints = :odd WHERE {of(4)}", odd=b"abc"),
    "another's fingerprints": swap("fingerprints", of(1), of(8)),
    "another's fingerprints in place of its own": sql(
        f"UPDATE record SET fingerprints = (SELECT fingerprints FROM record WHERE {of(2)}) WHERE {of(3)}"
    ),
    "one rule for all fingerprints": fingered(4, lambda held: [(value, 3) for value, _ in held]),
    "a fingerprint's rule": fingered(4, lambda held: [(held[0][0], 255 - held[0][1]), *held[1:]]),
    "fingerprints in another order": reversed_fingerprints,
    "more fingerprints": fingered(3, lambda held: [*held, (bytes(16), 3)]),
}
"""Changes of a record that its box puts right."""
DECIDED_ANEW = {
    "counted to duplicate": sql(
        f"UPDATE record SET status = 'duplicate', duplicate_of = {key(1)} WHERE {of(2)}"
    ),
    "counted to duplicate of nobody": sql(f"UPDATE record SET status = 'duplicate' WHERE {of(2)}"),
    "counted to withdrawn": sql(f"UPDATE record SET status = 'withdrawn' WHERE {of(2)}"),
    "counted to rejected": sql(
        f"UPDATE record SET status = 'rejected', reason = 'This kiosk is revoked.' WHERE {of(2)}"
    ),
    "counted to something": sql(f"UPDATE record SET status = 'perhaps' WHERE {of(2)}"),
    "duplicate to counted": sql(f"UPDATE record SET status = 'counted', duplicate_of = NULL WHERE {of(4)}"),
    "duplicate of another": sql(f"UPDATE record SET duplicate_of = {key(2)} WHERE {of(4)}"),
    "withdrawn to counted": sql(f"UPDATE record SET status = 'counted' WHERE {of(5)}"),
    "not a signature to counted": sql(f"UPDATE record SET status = 'counted' WHERE {of(6)}"),
    "revoked to counted": sql(f"UPDATE record SET status = 'counted', reason = '' WHERE kiosk = {STRANGER}"),
    "contested to counted": sql(
        "UPDATE record SET status = 'counted', reason = '' WHERE reason LIKE 'Another record%'"
    ),
}
MADE_UP = {
    "a thousand rows that count": make_up,
    "a box under two digests": copied("seq", digest=bytes(32)),
    "a box under another number": copied("seq + 90", digest=bytes(32)),
    "a row for a kiosk's withdrawn record": copied("seq + 4", digest=bytes(32)),
}
"""Rows that no merge put there: they go, and all is as it was."""
WORDS = {
    "revoked to trusted": sql(
        f"UPDATE kiosk SET standing = 'trusted', revoked_from = NULL WHERE id = {STRANGER}"
    ),
    "revoked from later on": sql(f"UPDATE kiosk SET revoked_from = 3 WHERE id = {STRANGER}"),
    "new to revoked": sql(f"UPDATE kiosk SET standing = 'revoked' WHERE id = {LIBRARY}"),
    "new to something": sql(f"UPDATE kiosk SET standing = 'odd' WHERE id = {LIBRARY}"),
    "all are accepted": sql(
        "INSERT INTO accepted SELECT digest, '2026-11-22' FROM record WHERE reason LIKE 'Another record%'"
    ),
    "nothing is accepted": sql("DELETE FROM accepted"),
    "a decision gone": sql("DELETE FROM decision"),
    "a decision turned": sql("UPDATE decision SET verdict = 'different'"),
    "a decision made up": sql(
        f"INSERT INTO decision SELECT one.digest, other.digest, 'same' FROM record one, record other "
        f"WHERE one.key = {key(2)} AND other.key = {key(3)}"
    ),
    "a rule that the program refuses": sql("INSERT INTO setting VALUES ('duplicates by email', 'duplicate')"),
    "a rule that nobody chose": sql("INSERT INTO setting VALUES ('duplicates by name+email', 'nothing')"),
    "a rule that there is not": sql("INSERT INTO setting VALUES ('duplicates by luck', 'duplicate')"),
    "a setting that there is not": sql("INSERT INTO setting VALUES ('colour', 'red')"),
    "new kiosks wait": sql("INSERT INTO setting VALUES ('new kiosks', 'wait')"),
    "a mark by which somebody vanishes": sql("INSERT INTO withdrawal VALUES (:mark)", mark=bytes(16)),
    "withdrawal marks gone": sql("DELETE FROM withdrawal"),
}
"""Tables that repeat the coordinator's words."""
LOST = {
    "no box": sql(f"UPDATE record SET box = NULL WHERE {of(2)}"),
    "an empty box": sql(f"UPDATE record SET box = :box WHERE {of(2)}", box=b""),
    "two boxes swapped": swap("box", of(2), of(3)),
    "a bit flipped in each box": flip,
    "counted made withdrawn": all_of(
        sql(f"DELETE FROM mark WHERE record = {key(2)}"),
        sql(
            "UPDATE record SET outcome = 'withdrawn', status = 'withdrawn', box = NULL, fingerprints = NULL "
            f"WHERE {of(2)}"
        ),
    ),
    "fingerprints of what was withdrawn": sql(
        f"UPDATE record SET fingerprints = :odd WHERE {of(5)}", odd=b"odd"
    ),
    "another number": sql(f"UPDATE record SET seq = 88 WHERE {of(2)}"),
    "another kiosk": sql(f"UPDATE record SET kiosk = {STRANGER} WHERE {of(2)}"),
    "another digest": sql(f"UPDATE record SET digest = :digest WHERE {of(2)}", digest=bytes(32)),
    "another id": sql(f"UPDATE record SET id = :id WHERE {of(2)}", id=bytes(16)),
    "not a signature made one": sql(
        f"UPDATE record SET outcome = 'opened', status = 'counted' WHERE {of(6)}"
    ),
    "a kiosk's id wherever it stands": all_of(
        sql(f"UPDATE record SET kiosk = :id WHERE kiosk = {STRANGER}", id=bytes(16)),
        sql("UPDATE kiosk SET id = :id WHERE name = 'Stranger'", id=bytes(16)),
    ),
    "a withdrawn one's digest": sql(f"UPDATE record SET digest = :digest WHERE {of(5)}", digest=bytes(32)),
}
"""Changes that leave nothing sound of a record: it goes, and comes back with its file."""
DELETED = {
    "a record": delete(of(2)),
    "the last record": delete(of(8)),
    "the one that counts": delete(of(1)),
    "a record without what hangs on it": sql(f"UPDATE record SET status = 'counted' WHERE {of(2)}"),
    "a lost number": sql("DELETE FROM lost"),
}
"""Who runs the database may delete; a merge brings it back."""


@pytest.mark.parametrize("change", [*PUT_RIGHT.values()], ids=[*PUT_RIGHT])
def test_a_changed_record_is_told_and_put_right(office: Office, change) -> None:
    before = office.stand()
    office.by_hand(change)
    assert any("Records were changed in the register" in one for one in office.check())
    assert office.stand() == before
    assert office.check() == []


@pytest.mark.parametrize("change", [*DECIDED_ANEW.values()], ids=[*DECIDED_ANEW])
def test_what_becomes_of_a_record_is_told_and_decided_anew(office: Office, change) -> None:
    before = office.stand()
    office.by_hand(change)
    assert any("It was decided anew." in one for one in office.check())
    assert office.stand() == before
    assert office.check() == []


@pytest.mark.parametrize("change", [*MADE_UP.values()], ids=[*MADE_UP])
def test_a_record_that_somebody_made_up_is_told_and_goes(office: Office, change) -> None:
    before = office.stand()
    office.by_hand(change)
    assert any("Records that no merge put so" in one for one in office.check())
    assert office.stand() == before
    assert office.check() == []


@pytest.mark.parametrize("change", [*WORDS.values()], ids=[*WORDS])
def test_what_the_coordinator_never_said_is_told_and_does_not_count(office: Office, change) -> None:
    before = office.stand()
    office.by_hand(change)
    assert any("It is again as you said it." in one for one in office.check())
    assert office.stand() == before
    assert office.check() == []


@pytest.mark.parametrize("change", [*LOST.values()], ids=[*LOST])
def test_a_record_that_does_not_open_is_told_stops_receipts_and_comes_back(office: Office, change) -> None:
    before = office.stand()
    office.by_hand(change)
    assert any("Records that no merge put so" in one for one in office.check())
    after = office.stand()
    assert after != before
    library = next(one for one in after.receipts if one.name == "Library steps")
    assert library.upto <= next(one for one in before.receipts if one.name == "Library steps").upto
    assert office.merge() == []
    assert office.stand() == before


@pytest.mark.parametrize("change", [*DELETED.values()], ids=[*DELETED])
def test_what_is_deleted_comes_back_with_its_file(office: Office, change) -> None:
    before = office.stand()
    office.by_hand(change)
    office.merge()
    assert office.stand() == before
    assert office.check() == []


def as_it_is_now(office: Office, seq: int) -> Callable[[Connection], object]:
    """Puts record `seq` of Library steps, with its fingerprints, back as it is now."""
    kept: dict[str, list[dict[str, object]]] = {}

    def keep(connection: Connection) -> None:
        for table, which in (("record", of(seq)), ("mark", f"record = {key(seq)}")):
            rows = connection.execute(text(f"SELECT * FROM {table} WHERE {which}"))
            kept[table] = [dict(row._mapping) for row in rows]

    def put_back(connection: Connection) -> None:
        connection.execute(text(f"DELETE FROM mark WHERE record = {key(seq)}"))
        connection.execute(text(f"DELETE FROM record WHERE {of(seq)}"))
        for table, rows in kept.items():
            for row in rows:
                values = ", ".join(f":{name}" for name in row)
                connection.execute(text(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({values})"), row)

    office.by_hand(keep)
    return put_back


def test_a_withdrawn_record_put_back_whole_from_an_older_copy_is_withdrawn_again(office: Office) -> None:
    """Its seal is right: it is the very row that was there before."""
    put_back = as_it_is_now(office, 3)
    register = office.register
    plan = plan_by_record(register, office.keys, "Library steps:3")
    withdraw(register, office.keys, office.folder, plan, TODAY)
    after = office.stand()
    office.by_hand(put_back)
    assert any("Withdrawn signatures were back in the register: 1." in one for one in office.check())
    assert office.stand() == after
    # Whoever has the older copy can take the word on it away, too; but not from the folder.
    office.by_hand(all_of(put_back, sql("DELETE FROM word WHERE id > 2")))
    assert any("put back as far as" in one for one in office.check())
    assert office.stand() == after


def test_an_older_word_put_in_the_place_of_a_newer_is_found_out(office: Office) -> None:
    before = office.stand()
    swapped = all_of(
        sql("UPDATE word SET id = -id"),
        sql("UPDATE word SET id = CASE id WHEN -4 THEN 5 WHEN -5 THEN 4 ELSE -id END"),
    )
    office.by_hand(swapped)
    assert any("What you said was changed in the register" in one for one in office.check())
    assert office.stand() == before


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM setting WHERE name = 'words'",
        "UPDATE setting SET value = 'nonsense' WHERE name = 'words'",
        "UPDATE setting SET value = '1 00 00' WHERE name = 'words'",
    ],
)
def test_where_the_words_end_is_told_when_it_was_changed(office: Office, change: str) -> None:
    before = office.stand()
    office.by_hand(sql(change))
    assert any("What you said was changed in the register" in one for one in office.check())
    assert office.stand() == before
    assert office.check() == []


def test_a_kiosks_name_and_last_number_are_told_and_come_back(office: Office) -> None:
    before = office.stand()
    for change in ("name = 'Canteen'", "last_seq = 3", "last_seq = 4000000", "first_seen = '2020-01-01'"):
        office.by_hand(sql(f"UPDATE kiosk SET {change} WHERE id = {LIBRARY}"))
        assert any("What kiosks said of themselves was changed" in one for one in office.check())
        (library,) = (one for one in office.register.kiosks() if one.name not in ("Canteen", "Stranger"))
        assert library.last_seq == 7, "so that a merge of its last number, 8, brings the rest"
        office.merge()
        assert office.stand() == before, change


def test_a_kiosk_that_somebody_made_up_goes_and_vouches_for_nothing(office: Office) -> None:
    before = office.stand()
    office.by_hand(
        sql(
            "INSERT INTO kiosk (id, name, last_seq, standing) VALUES (:id, 'Ours', 500, 'trusted')",
            id=bytes(16),
        )
    )
    assert any("What kiosks said of themselves was changed" in one for one in office.check())
    assert office.stand() == before


def test_a_made_up_record_lends_a_kiosk_no_number(office: Office) -> None:
    before = office.stand()
    office.by_hand(copied("seq + 900", digest=bytes(32)))
    office.by_hand(sql(f"UPDATE kiosk SET last_seq = 900 WHERE id = {LIBRARY}"))
    assert office.check()
    office.merge()
    assert office.stand() == before


def test_rows_behind_the_words_take_no_numbers_and_keep_none_out_of_the_folder(office: Office) -> None:
    number = len(office.folder.words_file.read_bytes().splitlines())
    office.by_hand(sql("INSERT INTO word VALUES (999999998, :link, :box)", link=bytes(16), box=bytes(300)))
    hold(office.register, office.keys, HandmadeKiosk(office.keys).id)
    assert office.check() == []
    hold(office.register, office.keys, HandmadeKiosk(office.keys).id)
    with office.engine.connect() as connection:
        assert connection.execute(text("SELECT max(id) FROM word")).scalar() == number + 2
    # Both are in the folder, or the register's loss would be one.
    office.by_hand(sql(f"DELETE FROM word WHERE id > {number}"))
    assert any("It was put back" in one for one in office.check())
    assert office.check() == []


ODD = {
    "a kiosk's id": sql("UPDATE kiosk SET id = 'abc' WHERE name = 'Stranger'"),
    "a kiosk's number": sql("UPDATE kiosk SET id = 7 WHERE name = 'Stranger'"),
    "a record's kiosk": sql(f"UPDATE record SET kiosk = 'abc' WHERE {of(1)}"),
    "a record's number": sql(f"UPDATE record SET seq = 'abc' WHERE {of(1)}"),
    "a number that is none": sql(f"UPDATE record SET seq = 1.5 WHERE {of(1)}"),
    "a digest": sql(f"UPDATE record SET digest = 'abc' WHERE {of(1)}"),
    "two digests": sql(f"UPDATE record SET digest = 'abc' || seq WHERE kiosk = {LIBRARY} AND seq < 3"),
    "a day": sql(f"UPDATE record SET day = x'00' WHERE {of(1)}"),
    "a box": sql(f"UPDATE record SET box = 8 WHERE {of(1)}"),
    "who counts instead": sql(f"UPDATE record SET duplicate_of = 'abc' WHERE {of(4)}"),
    "a name": sql("UPDATE kiosk SET name = x'ff00' WHERE name = 'Stranger'"),
    "a last number": sql("UPDATE kiosk SET last_seq = 'abc' WHERE name = 'Stranger'"),
    "fingerprints": sql("UPDATE record SET fingerprints = 'abc' || hex(fingerprints)"),
    "how a mark begins": sql("UPDATE mark SET start = 'abc' || start"),
    "a mark's record": sql(f"UPDATE mark SET record = 'abc' WHERE record = {key(1)}"),
    "a decision": sql("UPDATE decision SET one = 'abc'"),
    "a lost number": sql("UPDATE lost SET seq = 'abc'"),
    "a word": sql("UPDATE word SET box = 'abc' WHERE id = 2"),
}
"""What SQLite takes, whatever the column is for."""


@pytest.mark.parametrize("office", ["SQLite"], indirect=True)
@pytest.mark.parametrize("change", [*ODD.values()], ids=[*ODD])
def test_values_of_another_type_are_told_taken_out_and_refused_without_the_key(
    office: Office, change
) -> None:
    before = office.stand()
    office.by_hand(change)
    with pytest.raises(CampaignError, match="never writes"):
        refuse_odd_values(office.register)
    assert any("Values of a kind" in one for one in office.check())
    office.merge()
    assert office.stand() == before
    assert office.check() == []


NO_TEXT = "CAST(x'41ff42' AS TEXT)"
"""What SQLite takes for a text, and nobody can read."""
UNREADABLE = {
    "a day": sql(f"UPDATE record SET day = {NO_TEXT} WHERE {of(2)}"),
    "what became of it": sql(f"UPDATE record SET status = {NO_TEXT} WHERE {of(2)}"),
    "a kiosk's name": sql(f"UPDATE kiosk SET name = {NO_TEXT} WHERE name = 'Stranger'"),
    "a standing": sql(f"UPDATE kiosk SET standing = {NO_TEXT} WHERE name = 'Stranger'"),
    "a decision": sql(f"UPDATE decision SET verdict = {NO_TEXT}"),
    "a lost number": sql(f"UPDATE lost SET reason = {NO_TEXT}"),
    "a setting": sql(f"INSERT INTO setting VALUES ({NO_TEXT}, {NO_TEXT})"),
}


@pytest.mark.parametrize("office", ["SQLite"], indirect=True)
@pytest.mark.parametrize("change", [*UNREADABLE.values()], ids=[*UNREADABLE])
def test_a_text_that_is_no_utf_8_is_told_and_put_right(office: Office, change) -> None:
    before = office.stand()
    office.by_hand(change)
    assert office.check() != []
    office.merge()
    assert office.stand() == before
    assert office.check() == []


WITHOUT_KEY = {
    "a first day that is none": "UPDATE kiosk SET first_seen = 'yesterday'",
    "a first day before all days": "UPDATE kiosk SET first_seen = '0001-01-01'",
    "kiosks that are missing": "DELETE FROM kiosk",
}


@pytest.mark.parametrize("change", [*WITHOUT_KEY.values()], ids=[*WITHOUT_KEY])
@pytest.mark.parametrize("command", ["kiosks", "report"])
def test_without_the_key_nonsense_is_shown_as_it_stands_or_refused(
    office: Office, change: str, command: str
) -> None:
    office.by_hand(sql(change))
    where = ["--register", office.place] if office.place else []
    shown = command_line(command, "--campaign", office.folder.path, *where)
    assert "has a fault" not in shown.stderr
    assert ("Unchecked" if shown.returncode == 0 else "never writes") in shown.stderr


@pytest.mark.parametrize("office", ["SQLite"], indirect=True)
@pytest.mark.parametrize("command", [["kiosks"], ["duplicates", "rule"]], ids=" ".join)
def test_a_list_that_needs_no_key_says_that_it_is_unchecked_and_is_checked_with_it(
    office: Office, command: list[str], passphrase_file: Path
) -> None:
    office.by_hand(sql("INSERT INTO setting VALUES ('duplicates by name+email', 'nothing')"))
    words = [*command, "--campaign", office.folder.path]
    assert "Unchecked" in command_line(*words).stderr
    checked = command_line(*words, "--passphrase-file", passphrase_file)
    assert "Unchecked" not in checked.stderr
    assert "It is again as you said it." in checked.stderr


MEDDLING = {
    "SQLite": (
        "CREATE TRIGGER t AFTER INSERT ON word BEGIN DELETE FROM word WHERE id = NEW.id; END",
        "CREATE VIEW v AS SELECT * FROM record",
        "CREATE UNIQUE INDEX u ON record (day) WHERE key > 1000",
    ),
    "PostgreSQL": (
        "CREATE RULE r AS ON INSERT TO word DO INSTEAD NOTHING",
        "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'; "
        "CREATE TRIGGER t BEFORE INSERT ON word FOR EACH ROW EXECUTE FUNCTION f()",
        "ALTER TABLE record ENABLE ROW LEVEL SECURITY",
        "CREATE UNIQUE INDEX u ON record (day) WHERE key > 1000",
        "ALTER TABLE record RENAME TO other; CREATE VIEW record AS SELECT * FROM other",
        "ALTER TABLE record ALTER seq TYPE text",
        "ALTER TABLE record ALTER seq TYPE numeric; UPDATE record SET seq = 'NaN' WHERE seq = 1",
        "ALTER TABLE record ALTER digest TYPE text USING encode(digest, 'hex')",
        "ALTER TABLE record ALTER seq TYPE bigint; UPDATE record SET seq = 9007199254740993 WHERE seq = 1",
        "ALTER TABLE kiosk ALTER name DROP NOT NULL; UPDATE kiosk SET name = NULL",
        "ALTER TABLE kiosk DROP CONSTRAINT kiosk_pkey CASCADE; INSERT INTO kiosk SELECT * FROM kiosk",
        "ALTER TABLE word DROP CONSTRAINT word_pkey; INSERT INTO word SELECT * FROM word",
    ),
}
"""What swallows, hides or hinders what the program writes."""


@pytest.mark.parametrize(
    ("office", "meddling"),
    [(kind, what) for kind, several in MEDDLING.items() for what in several],
    indirect=["office"],
)
def test_what_meddles_with_what_is_written_is_refused_even_while_the_desk_is_open(
    office: Office, meddling: str
) -> None:
    register = office.register
    office.by_hand(sql(meddling))
    with pytest.raises(CampaignError, match="never writes"):
        hold(register, office.keys, HandmadeKiosk(office.keys).id)
    with pytest.raises(CampaignError, match="never writes"):
        office.check()


MORE_UNIQUE = {
    "how marks begin": ("PRIMARY KEY (start, record), UNIQUE (start)", "UNIQUE (start)"),
    "a mark's record": ("PRIMARY KEY (start, record), UNIQUE (record)", "UNIQUE (record)"),
    "a column more": ("n INTEGER NOT NULL DEFAULT 7 UNIQUE, PRIMARY KEY (start, record)",
                      "EXCLUDE (record WITH =)"),
}  # fmt: skip
"""What somebody lets be there once only, in SQLite and in PostgreSQL: what comes then could be left out."""


@pytest.mark.parametrize(("declared", "added"), [*MORE_UNIQUE.values()], ids=[*MORE_UNIQUE])
def test_where_more_must_be_unique_than_should_the_register_is_refused(
    office: Office, declared: str, added: str
) -> None:
    register = office.register
    columns = f"start INTEGER NOT NULL, record INTEGER NOT NULL, {declared}"
    if office.place is None:
        changes = ["DROP TABLE mark", f"CREATE TABLE mark ({columns}) WITHOUT ROWID"]
    else:
        changes = ["DELETE FROM mark", f"ALTER TABLE mark ADD CONSTRAINT u {added}"]
    office.by_hand(all_of(*map(sql, changes)))
    with pytest.raises(CampaignError, match="never writes"):
        hold(register, office.keys, HandmadeKiosk(office.keys).id)
    with pytest.raises(CampaignError, match="never writes"):
        office.check()


LYING = {
    "the place of records": ("record_position", "record (kiosk, seq, status)", "kiosk, seq + 100, status"),
    "what counts": (
        "record_counted",
        "record (kiosk, day, country) WHERE status = ''counted''",
        "kiosk, day, country) WHERE (status = 'duplicate'",
    ),
}
"""Indexes: name, what they are of, and what somebody made them of."""


@pytest.mark.parametrize("office", ["SQLite"], indirect=True)
@pytest.mark.parametrize(("name", "of_what", "made_of"), [*LYING.values()], ids=[*LYING])
def test_an_index_that_does_not_find_what_is_there_is_told_and_made_anew(
    office: Office, name: str, of_what: str, made_of: str
) -> None:
    before, counted = office.stand(), count(office.register)
    table = of_what.partition(" ")[0]
    (version,) = office.rows("PRAGMA schema_version")[0]
    office.by_hand(
        all_of(
            sql(f"DROP INDEX {name}"),
            sql(f"CREATE INDEX {name} ON {table} ({made_of})"),
            sql("PRAGMA writable_schema = ON"),
            sql(f"UPDATE sqlite_master SET sql = 'CREATE INDEX {name} ON {of_what}' WHERE name = '{name}'"),
            sql(f"PRAGMA schema_version = {version + 9}"),
        )
    )
    assert any("It was made anew" in one for one in office.check())
    assert office.rows("PRAGMA integrity_check") == [("ok",)]
    assert office.stand() == before
    assert count(office.register) == counted
    assert office.check() == []


@pytest.mark.parametrize("office", ["SQLite"], indirect=True)
def test_an_index_that_lies_is_not_hidden_behind_many_other_faults(office: Office) -> None:
    counted = count(office.register)
    (version,) = office.rows("PRAGMA schema_version")[0]
    name, of_what, made_of = LYING["what counts"]
    office.by_hand(
        all_of(
            sql("CREATE TABLE a (a)"),
            sql(
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION SELECT i + 1 FROM n WHERE i < 300) "
                "INSERT INTO a SELECT NULL FROM n"
            ),
            sql(f"DROP INDEX {name}"),
            sql(f"CREATE INDEX {name} ON record ({made_of})"),
            sql("PRAGMA writable_schema = ON"),
            sql("UPDATE sqlite_master SET sql = 'CREATE TABLE a (a NOT NULL)' WHERE name = 'a'"),
            sql(f"UPDATE sqlite_master SET sql = 'CREATE INDEX {name} ON {of_what}' WHERE name = '{name}'"),
            sql(f"PRAGMA schema_version = {version + 9}"),
        )
    )
    assert count(office.register) != counted
    assert any("It was made anew" in one for one in office.check())
    assert count(office.register) == counted


@pytest.mark.parametrize("office", ["SQLite"], indirect=True)
def test_a_table_in_which_all_is_there_twice_is_refused(office: Office) -> None:
    register = office.register
    office.by_hand(
        all_of(
            sql("ALTER TABLE kiosk RENAME TO old"),
            sql("CREATE TABLE kiosk AS SELECT * FROM old UNION ALL SELECT * FROM old"),
            sql("DROP TABLE old"),
        )
    )
    with pytest.raises(CampaignError, match="never writes"):
        hold(register, office.keys, HandmadeKiosk(office.keys).id)
    with pytest.raises(CampaignError, match="never writes"):
        office.check()


@pytest.mark.parametrize("office", ["SQLite"], indirect=True)
def test_a_table_that_swallows_words_is_refused(office: Office) -> None:
    made_anew = all_of(
        sql("ALTER TABLE word RENAME TO old"),
        sql(
            "CREATE TABLE word (id INTEGER PRIMARY KEY, before BLOB NOT NULL, box BLOB NOT NULL, "
            "z INTEGER DEFAULT 1 UNIQUE ON CONFLICT IGNORE)"
        ),
        sql("INSERT INTO word SELECT id, before, box, id FROM old"),
        sql("DROP TABLE old"),
    )
    register = office.register
    office.by_hand(made_anew)
    with pytest.raises(CampaignError, match="never writes"):
        hold(register, office.keys, HandmadeKiosk(office.keys).id)
    with pytest.raises(CampaignError, match="never writes"):
        office.check()


def in_the_schema(office: Office, change: str) -> Callable[[Connection], object]:
    """SQLite's own description of the tables, written by hand."""
    (version,) = office.rows("PRAGMA schema_version")[0]
    return all_of(
        sql("PRAGMA writable_schema = ON"), sql(change), sql(f"PRAGMA schema_version = {version + 9}")
    )


RETYPED = {
    "who counts instead": ("record", "duplicate_of INTEGER", "duplicate_of TEXT"),
    "a record's number": ("record", "seq INTEGER", "seq TEXT"),
    "a fingerprint": ("record", "fingerprints BLOB", "fingerprints INTEGER"),
    "how a mark begins": ("mark", "start INTEGER", "start TEXT"),
}
"""Columns in which numbers look as before, and no query finds them."""


@pytest.mark.parametrize("office", ["SQLite"], indirect=True)
@pytest.mark.parametrize(("table", "declared", "other"), [*RETYPED.values()], ids=[*RETYPED])
def test_a_column_of_another_type_is_refused(office: Office, table: str, declared: str, other: str) -> None:
    assert declared in str(office.rows(f"SELECT sql FROM sqlite_master WHERE name = '{table}'"))
    change = f"UPDATE sqlite_master SET sql = replace(sql, '{declared}', '{other}') WHERE name = '{table}'"
    office.by_hand(in_the_schema(office, change))
    with pytest.raises(CampaignError, match="never writes"):
        office.check()


@pytest.mark.parametrize("office", ["SQLite"], indirect=True)
def test_what_hinders_is_not_hidden_by_a_comment(office: Office) -> None:
    office.by_hand(sql("CREATE UNIQUE INDEX u ON record (day) WHERE key > 1000"))
    hidden = "UPDATE sqlite_master SET sql = replace(sql, 'CREATE ', 'CREATE/**/') WHERE name = 'u'"
    office.by_hand(in_the_schema(office, hidden))
    with pytest.raises(CampaignError, match="never writes"):
        office.check()


@pytest.mark.parametrize("office", ["SQLite"], indirect=True)
def test_a_record_that_only_a_look_at_all_finds_is_no_record(office: Office) -> None:
    ((number,),) = office.rows(f"SELECT {key(4)}")
    ((root,),) = office.rows("SELECT rootpage FROM sqlite_master WHERE name = 'record'")
    office.by_hand(sql(f"UPDATE record SET status = 'counted', duplicate_of = NULL WHERE {of(4)}"))
    office.engine.dispose()
    move_to_the_end(office.folder.register_file, int(str(root)), int(str(number)))
    assert office.rows(f"SELECT key FROM record WHERE key IN ({number})") == []
    assert (number,) in office.rows("SELECT key FROM record NOT INDEXED")
    with pytest.raises(CampaignError, match="never writes"):
        office.check()


def move_to_the_end(file: Path, root: int, key: int) -> None:
    """Has the row `key` come last on its page of a table (https://www.sqlite.org/fileformat2.html#b_tree_pages).

    Args:
        root: the table's first page.
    """
    data = bytearray(file.read_bytes())
    size = int.from_bytes(data[16:18], "big")
    pages = [root]
    while pages:
        start = (pages.pop() - 1) * size
        number = int.from_bytes(data[start + 3 : start + 5], "big")
        is_leaf = data[start] == 13
        first = start + (8 if is_leaf else 12)
        cells = [data[first + 2 * n : first + 2 * n + 2] for n in range(number)]
        if not is_leaf:
            below = [start + int.from_bytes(cell, "big") for cell in cells] + [start + 8]
            pages += [int.from_bytes(data[at : at + 4], "big") for at in below]
            continue
        for cell in cells:
            at = start + int.from_bytes(cell, "big")
            while data[at] & 0x80:  # how long the row is
                at += 1
            if data[at + 1] == key:
                cells.sort(key=lambda one, last=cell: one == last)
                assert cells[-1] == cell
                data[first : first + 2 * number] = b"".join(cells)
                file.write_bytes(data)
                return
    raise AssertionError(f"there is no row {key}")


@pytest.mark.parametrize("revision", ["0000", "", "0001", "0002", "0002b", "0003", "0004", "0005", None])
def test_a_version_that_is_not_that_of_the_tables_is_refused(office: Office, revision: str | None) -> None:
    if revision is None:
        office.by_hand(sql("DELETE FROM alembic_version"))
    else:
        office.by_hand(sql(f"UPDATE alembic_version SET version_num = '{revision}'"))
    with pytest.raises(CampaignError, match="never writes"):
        office.check()


ASTRAY = {
    "nowhere": sql("DELETE FROM mark"),
    "not to a duplicate": sql(f"DELETE FROM mark WHERE record = {key(4)}"),
    "to another record": sql(f"UPDATE mark SET record = {key(8)} WHERE record = {key(1)}"),
    "to a record that has no such mark": sql(f"INSERT INTO mark (start, record) SELECT 7, {key(2)}"),
}
"""Where the table of marks leads then."""


@pytest.mark.parametrize("change", [*ASTRAY.values()], ids=[*ASTRAY])
def test_marks_that_lead_astray_are_told_and_made_anew(office: Office, change) -> None:
    before = office.stand()
    office.by_hand(change)
    (told,) = office.check()
    assert told.startswith("By what the register finds its records did not fit what is in it.")
    assert office.stand() == before
    assert office.check() == []


def test_fingerprints_of_no_record_are_told_and_go(office: Office) -> None:
    before = office.stand()
    office.by_hand(sql("INSERT INTO mark (start, record) VALUES (7, 77777)"))
    (told,) = office.check()
    assert told.startswith("Fingerprints of records that are not there were in the register: 1.")
    assert office.stand() == before
    assert office.check() == []


def test_a_note_of_a_lost_record_put_back_when_that_has_come_goes(office: Office) -> None:
    lost = {}

    def keep(connection: Connection) -> None:
        lost.update(connection.execute(text("SELECT * FROM lost")).one()._mapping)

    office.by_hand(keep)
    flip_bit(office.files[0], line_starts(office.files[0].read_bytes())[6] + 600)
    office.merge()
    before = office.stand()
    office.by_hand(sql("INSERT INTO lost VALUES (:kiosk, :seq, :reason, :seal)", **lost))
    assert any("Notes of lost records or of probable duplicates" in one for one in office.check())
    assert office.stand() == before
    assert office.check() == []


def test_a_kiosk_of_which_only_a_lost_record_is_left_is_told_and_has_that(office: Office) -> None:
    before = office.stand()
    office.by_hand(
        all_of(delete(f"kiosk = {LIBRARY}"), sql("DELETE FROM kiosk WHERE name = 'Library steps'"))
    )
    assert any("What kiosks said of themselves was changed" in one for one in office.check())
    books = office.stand().books
    assert sum(kiosk.account.collected for kiosk in books.kiosks) == books.total.collected
    office.merge()
    assert office.stand() == before


@pytest.mark.parametrize("number", [2**63 - 1, 2**40 + 1, -5, 0])
def test_a_record_that_moved_to_a_key_that_no_merge_gives_goes_and_comes_back(
    office: Office, number: int
) -> None:
    before = office.stand()
    old = key(3)
    office.by_hand(
        all_of(
            sql(f"UPDATE mark SET record = {number} WHERE record = {old}"),
            sql(f"UPDATE record SET key = {number} WHERE {of(3)}"),
        )
    )
    assert any("Records that no merge put so" in one for one in office.check())
    assert office.merge() == []
    assert office.stand() == before
    assert office.check() == []


def test_a_column_that_somebody_added_is_nobodys_business(office: Office) -> None:
    before = office.stand()
    office.by_hand(sql("ALTER TABLE kiosk ADD COLUMN remark TEXT"))
    assert office.check() == []
    assert office.stand() == before


@pytest.mark.parametrize(("above", "told"), [(2**32, False), (2**32 + 1, True), (2**40, True)])
def test_a_record_that_moved_to_a_high_key_takes_no_later_one_away(
    office: Office, above: int, told: bool, tmp_path: Path
) -> None:
    old = key(3)
    ((there,),) = office.rows("SELECT count(*) FROM record")
    assert isinstance(there, int)
    number = there + above
    office.by_hand(
        all_of(
            sql(f"UPDATE mark SET record = {number} WHERE record = {old}"),
            sql(f"UPDATE record SET key = {number} WHERE {of(3)}"),
        )
    )
    assert bool(office.check()) is told
    office.merge()
    later = HandmadeKiosk(office.keys, "Later")
    for n in range(2):
        file = tmp_path / f"later-{n}.signatures"
        file.write_bytes(later.batch(later.sign(*(person(9000 + 10 * n + place) for place in range(4)))))
        counted = office.stand().books.total.counted
        merge(office.register, office.keys, [file])
        assert office.check() == []
        assert office.stand().books.total.counted == counted + 4


def test_a_corrected_record_put_back_as_it_was_before_is_told_and_corrected_again(office: Office) -> None:
    put_back = as_it_is_now(office, 4)
    ((digest,),) = office.rows(f"SELECT digest FROM record WHERE {of(4)}")
    assert isinstance(digest, bytes | memoryview)
    correct(office.register, office.keys, bytes(digest), {"country": "FR"}, None, "Kim", "wrote", TODAY)
    after = office.stand()
    office.by_hand(put_back)
    assert any("It is again as you said it." in one for one in office.check())
    assert office.stand() == after
    assert office.check() == []


@pytest.mark.parametrize("waits", [True, False])
def test_what_is_written_while_a_merge_runs_is_not_believed(
    office: Office, tmp_path: Path, waits: bool
) -> None:
    say(office.register, office.keys, OfNewKiosks(True))
    late = HandmadeKiosk(office.keys, "Late")
    late.sign(person(41), person(42))
    file = tmp_path / "late.signatures"
    file.write_bytes(late.batch(late.records))
    if waits:
        by_hand = sql("DELETE FROM setting WHERE name = 'new kiosks'")
    else:
        trust(office.register, office.keys, late.id)
        by_hand = sql("INSERT INTO withdrawal VALUES (:mark)", mark=withdrawal_mark(late.records[0].digest()))
    changes = [by_hand]

    def meddle(size: int) -> None:
        if changes:
            office.by_hand(changes.pop())

    merge(office.register, office.keys, [file], meddle, today=TODAY, folder=office.folder)
    assert any("It is again as you said it." in one for one in office.check())
    (account,) = [one.account for one in balance(office.register).kiosks if one.name == "Late"]
    assert (account.counted, account.withdrawn, account.rejected) == ((0, 0, 2) if waits else (2, 0, 0))


def test_made_up_notes_go(office: Office) -> None:
    before = office.stand()
    office.by_hand(sql(f"INSERT INTO lost (kiosk, seq, reason) SELECT {LIBRARY}, 99, 'It is damaged.'"))
    office.by_hand(sql(f"INSERT INTO suggestion (one, other, probability) SELECT {key(2)}, {key(3)}, 0.99"))
    assert any("Notes of lost records or of probable duplicates" in one for one in office.check())
    assert office.stand() == before


def test_all_at_once_is_told_and_put_right(office: Office) -> None:
    before = office.stand()
    changes = [*WORDS.values(), *DECIDED_ANEW.values()]
    for change in changes:
        office.by_hand(change)
    office.by_hand(make_up)
    assert len(office.check()) >= 3
    assert office.stand() == before
