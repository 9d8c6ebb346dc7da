"""A register that an earlier version left unsealed is taken over once, with all that was said of it."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec
import pytest
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from sqlalchemy import Engine, create_engine, event, text

from kiosk.coordinator.campaign.folder import CampaignFolder
from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.counting.books import Account, balance
from kiosk.coordinator.counting.decisions import decide, log
from kiosk.coordinator.counting.following import choose_rules, say
from kiosk.coordinator.counting.forks import accept
from kiosk.coordinator.counting.kiosks import hold, let_new_wait, revoke, trust
from kiosk.coordinator.integrity import adoption
from kiosk.coordinator.integrity.checking import check, open_register
from kiosk.coordinator.merge.merge import merge
from kiosk.coordinator.records.fingerprints import HiddenRules, Rule
from kiosk.coordinator.register import words
from kiosk.coordinator.register.marks import Fingerprint, pack, unpack
from kiosk.coordinator.register.register import Register
from kiosk.coordinator.register.words import Meaning, OfNewKiosks, OfRule, Verdict, Withdrawn
from kiosk.coordinator.reports.receipts import merged
from kiosk.coordinator.reports.totals import total
from kiosk.coordinator.rights.withdrawals import plan_by_record, withdraw
from kiosk.errors import CampaignError
from kiosk.exchange.record import Record
from kiosk.signing.receipt_code import new_receipt_code
from kiosk.signing.signature import to_json
from tests.conftest import TODAY
from tests.exports import HandmadeKiosk, flip_bit, line_starts
from tests.people import person

pytestmark = pytest.mark.slow

SEALED = "The register is sealed from now on"
LOST = "Records in the register that do not open"
UNSOUND = "Decisions on duplicates that were changed by hand"


@dataclass
class OldDesk:
    """A desk whose register is as version 67b21b2 left it, once `age` was called."""

    folder: CampaignFolder
    keys: CampaignKeys
    files: list[Path]

    @property
    def register(self) -> Register:
        return open_register(self.folder)

    def sql(self, statement: str, **values: object) -> list[tuple[object, ...]]:
        engine = create_engine(f"sqlite:///{self.folder.path / 'register.sqlite'}")
        with engine.begin() as connection:
            result = connection.execute(text(statement), values)
            rows = [tuple(row) for row in result] if result.returns_rows else []
        engine.dispose()
        return rows

    def age(self, decisions: list[tuple[bytes, bytes, Verdict, str]]) -> None:
        """Takes seals and words out, and puts in boxes and decisions as they were made before."""
        cipher, hidden = ChaCha20Poly1305(self.keys.register_key), HiddenRules(self.keys.rule_key)
        for row in list(self.register.rows(self.keys.register_key)):
            if row.signature is not None:
                bound = b"signing-kiosk register v1\0" + row.kiosk + row.seq.to_bytes(8, "big") + row.id
                box = bytes(12) + cipher.encrypt(bytes(12), to_json(row.signature).ljust(512), bound)
                self.sql("UPDATE record SET box = :box WHERE digest = :digest", box=box, digest=row.digest)
        for key, held in self.fingerprints():
            shown = [(value, rule or 0) for (value, _), rule in zip(held, hidden.read(held), strict=True)]
            self.sql("UPDATE record SET fingerprints = :shown WHERE key = :key", shown=pack(shown), key=key)
        for table in ("record", "kiosk", "lost", "suggestion"):
            self.sql(f"UPDATE {table} SET seal = NULL")
        self.sql("DELETE FROM word")
        self.sql("DELETE FROM decision")
        self.sql("DELETE FROM setting WHERE name = 'words'")
        self.sql("INSERT INTO setting VALUES ('fill in', 'yes')")
        self.folder.words_file.unlink()
        self.sql("CREATE TABLE old_decision (id INTEGER PRIMARY KEY, one BLOB, other BLOB, verdict TEXT, "
                 "day TEXT, box BLOB, seal BLOB, stands BOOLEAN)")  # fmt: skip
        before = b""
        for number, (first, second, verdict, reason) in enumerate(decisions, 1):
            one, other = sorted((first, second))
            told = msgspec.json.encode({"who": "Kim", "reason": reason})
            box = bytes(12) + cipher.encrypt(bytes(12), told, b"signing-kiosk decision v1\0" + one + other)
            parts = (before, number.to_bytes(8, "big"), one, other, verdict.encode(), b"2026-11-20", box)
            framed = b"".join(len(part).to_bytes(4, "big") + part for part in parts)
            before = hmac.digest(self.keys.decision_key, b"decision" + framed, sha256)
            self.sql(
                "INSERT INTO old_decision VALUES (:id, :one, :other, :verdict, '2026-11-20', :box, :seal, 1)",
                id=number, one=one, other=other, verdict=verdict.value, box=box, seal=before,
            )  # fmt: skip

    def fingerprints(self) -> list[tuple[int, list[Fingerprint]]]:
        """Of each record that has any, by key."""
        held = self.sql("SELECT key, fingerprints FROM record WHERE fingerprints IS NOT NULL")
        return [(key, unpack(packed)) for key, packed in held]  # type: ignore[misc, arg-type]

    def check(self) -> list[str]:
        """What opening the key told, each up to its first full stop or colon."""
        return [str(one).split(".")[0].split(":")[0] for one in check(self.register, self.keys, self.folder)]

    def stand(self) -> dict[str, object]:
        """What leaves the desk, and the tables that say what the coordinator said."""
        register = self.register
        tables = {
            "kiosk": "name, standing, revoked_from, first_seen",
            "setting": "name, value",
            "withdrawal": "mark",
            "accepted": "digest, day",
            "decision": "one, other, verdict",
            "mark": "start, record",
            "record": "digest, outcome, day, kind, country, language, receipt, fingerprints",
        }
        held = {table: sorted(self.sql(f"SELECT {names} FROM {table}")) for table, names in tables.items()}
        held["setting"] = [pair for pair in held["setting"] if pair[0] != "words"]
        return {
            **held,
            "books": balance(register),
            "totals": total(register),
            "receipts": merged(register),
            "rows": list(register.rows(self.keys.register_key)),
        }


@dataclass
class Made:
    """The old desk, what it was before, and the kiosks."""

    desk: OldDesk
    before: dict[str, Any]
    library: HandmadeKiosk
    canteen: HandmadeKiosk


@pytest.fixture
def made(desk_folder: Path, keys: CampaignKeys, tmp_path: Path) -> Made:
    """Two kiosks and a stranger, with records and words of every kind.

    Library: 1 Ana, 2 Ben, 3 Ben's namesake, 4 Ana again, 5 withdrawn by its code, 6 no signature, 7 lost.
    Canteen: 1 and 2 others, 3 twice, of which one was accepted. Stranger: revoked from 2 on; another is held.
    """
    library, canteen, stranger, held = (
        HandmadeKiosk(keys, name) for name in ("Library", "Canteen", "Stranger", "Held")
    )
    ana = {"name": "Ana Lee", "email": "ana@example.org"}
    library.sign(
        person(1, date="2026-11-02", receipt=new_receipt_code(), **ana),
        person(2, name="Ben Ho", email="", country="DE", language="de"),
        person(3, name="Ben Hoo", kind="organisation", organisation="Union"),
        person(4, date="2026-11-03", **ana),
        person(5, receipt=new_receipt_code()),
        person(6, consent=""),
        person(7),
    )
    canteen.sign(person(11), person(12), person(13))
    clone = HandmadeKiosk(keys, "Canteen", canteen.key, canteen.records[:2])
    clone.sign(person(14))
    stranger.sign(person(21), person(22), person(23))
    held.sign(person(31))
    files = []
    for number, kiosk in enumerate((library, canteen, clone, stranger, held)):
        files.append(tmp_path / f"{number}.signatures")
        files[-1].write_bytes(kiosk.batch(kiosk.records))
    flip_bit(files[0], line_starts(files[0].read_bytes())[6] + 600)
    desk = OldDesk(CampaignFolder.open(desk_folder), keys, files)
    register = desk.register
    merge(register, keys, files, today=TODAY, folder=desk.folder)
    ben, namesake = library.records[1].digest(), library.records[2].digest()
    decide(register, keys, ben, namesake, Verdict.SAME, "one Ben", "Kim", TODAY)
    withdraw(register, keys, desk.folder, plan_by_record(register, keys, "Library:5"), TODAY)
    accept(register, keys, [canteen.records[2].digest()], TODAY)
    revoke(register, keys, stranger.id, 2)
    hold(register, keys, held.id)
    trust(register, keys, library.id)
    say(register, keys, OfNewKiosks(True))
    choose_rules(register, keys, {"email": Meaning.NOTHING, "name+postcode": Meaning.QUESTION})
    assert desk.check() == []
    before = desk.stand()
    ana_again = (library.records[0].digest(), library.records[3].digest())
    desk.age([(*ana_again, Verdict.DIFFERENT, "two Anas"), (ben, namesake, Verdict.SAME, "one Ben"),
              (*ana_again, Verdict.OPEN, "after all")])  # fmt: skip
    return Made(desk, before, library, canteen)


def test_all_is_as_it_was_and_sealed(made: Made) -> None:
    desk = made.desk
    desk.sql("INSERT INTO suggestion (one, other, probability) SELECT min(key), max(key), 0.9 FROM record")
    assert desk.check() == [SEALED], "probable pairs are only looked for again"
    assert desk.check() == []
    assert desk.stand() == made.before
    for table in ("record", "kiosk", "lost"):
        assert desk.sql(f"SELECT count(*) FROM {table} WHERE seal IS NULL") == [(0,)]
    assert desk.sql("SELECT name FROM sqlite_master WHERE name = 'old_decision'") == []
    said = [(one.verdict, one.reason, one.who, one.day, one.stands) for one in log(desk.register, desk.keys)]
    assert said == [
        (Verdict.DIFFERENT, "two Anas", "Kim", "2026-11-20", False),
        (Verdict.SAME, "one Ben", "Kim", "2026-11-20", True),
        (Verdict.OPEN, "after all", "Kim", "2026-11-20", True),
    ]
    assert merge(desk.register, desk.keys, desk.files, today=TODAY, folder=desk.folder).changed == []
    assert desk.stand() == made.before


def test_what_was_said_outlives_a_new_register(made: Made) -> None:
    """It is the coordinator's words now, which the campaign folder keeps."""
    desk = made.desk
    desk.check()
    with desk.register.reading() as connection:
        spoken = [one.word for one in words.said(connection, desk.keys)]
    (withdrawn,) = (word for word in spoken if isinstance(word, Withdrawn))
    assert withdrawn.digests == [made.library.records[4].digest()]
    desk.sql("DELETE FROM word")
    desk.sql("DELETE FROM withdrawal")
    desk.sql("DELETE FROM accepted")
    desk.sql("UPDATE kiosk SET standing = 'new', revoked_from = NULL")
    desk.sql("DELETE FROM setting")
    desk.check()
    assert desk.stand() == made.before


@pytest.mark.parametrize("piece", [1, 3, 500])
def test_it_goes_on_where_it_was_interrupted(made: Made, monkeypatch: pytest.MonkeyPatch, piece: int) -> None:
    monkeypatch.setattr(adoption, "_PIECE", piece)
    desk = made.desk

    def stop(connection: object, cursor: object, statement: str, *more: object) -> None:
        if statement.startswith("INSERT INTO word"):
            raise KeyboardInterrupt

    event.listen(Engine, "before_cursor_execute", stop)
    try:
        with pytest.raises(KeyboardInterrupt):
            desk.check()
    finally:
        event.remove(Engine, "before_cursor_execute", stop)
    boxes = desk.sql("SELECT box FROM record ORDER BY key")
    assert desk.check() == [SEALED]
    assert desk.sql("SELECT box FROM record ORDER BY key") == boxes
    assert desk.stand() == made.before


def test_records_that_do_not_open_go_and_come_back(made: Made) -> None:
    desk = made.desk
    for seq, kiosk in ((1, made.library), (2, made.canteen)):
        desk.sql("UPDATE record SET box = x'00' WHERE kiosk = :id AND seq = :seq", id=kiosk.id, seq=seq)
    told = check(desk.register, desk.keys, desk.folder)
    assert [str(one).split(": ")[0] for one in told[1:]] == [LOST]
    assert f"{LOST}: 2." in str(told[1])
    (left,) = (one for one in balance(desk.register).kiosks if one.name == "Library")
    # Ana's second signature counts, now that the first is gone; Ben's namesake is still he.
    assert left.account == Account(counted=2, duplicate=1, withdrawn=1, rejected=1, unreadable=1)
    for table, column in (("mark", "record"), ("suggestion", "one"), ("suggestion", "other")):
        orphans = f"SELECT count(*) FROM {table} WHERE {column} NOT IN (SELECT key FROM record)"
        assert desk.sql(orphans) == [(0,)]
    merge(desk.register, desk.keys, desk.files, today=TODAY, folder=desk.folder)
    assert balance(desk.register) == made.before["books"]


@pytest.mark.parametrize(
    ("change", "unsound", "kept"),
    [
        ("UPDATE old_decision SET verdict = 'same' WHERE id = 1", 1, ["one Ben", "after all"]),
        ("UPDATE old_decision SET day = '2020-01-01' WHERE id = 2", 1, ["two Anas", "after all"]),
        ("UPDATE old_decision SET seal = zeroblob(32) WHERE id = 1", 2, ["after all"]),
        ("DELETE FROM old_decision WHERE id = 2", 1, ["two Anas"]),
        ("UPDATE old_decision SET id = 9 WHERE id = 3", 1, ["two Anas", "one Ben"]),
        ("UPDATE old_decision SET id = -1 WHERE id = 1", 2, ["after all"]),
        ("UPDATE old_decision SET seal = 'text' WHERE id = 2", 2, ["two Anas"]),
        ("DELETE FROM old_decision", 0, []),
        ("DROP TABLE old_decision", 0, []),  # nothing was ever decided
    ],
)
def test_decisions_that_were_changed_by_hand_do_not_count(
    made: Made, change: str, unsound: int, kept: list[str]
) -> None:
    made.desk.sql(change)
    told = check(made.desk.register, made.desk.keys, made.desk.folder)
    wanted = [f"{UNSOUND}: {unsound}."] if unsound else []
    again = "Who is a duplicate of whom was changed in the register"
    assert [str(one).split(" They")[0] for one in told[1:] if again not in str(one)] == wanted
    assert [one.reason for one in log(made.desk.register, made.desk.keys)] == kept


def test_a_setting_that_nobody_could_choose_is_not_taken_over(made: Made) -> None:
    for name, value in (("duplicates by phone", "duplicate"), ("duplicates by luck", "nothing"),
                        ("name+phone", "nothing"), ("duplicates by name+phone", "perhaps")):  # fmt: skip
        made.desk.sql("INSERT INTO setting VALUES (:name, :value)", name=name, value=value)
    assert made.desk.check()[0] == SEALED
    with made.desk.register.reading() as connection:
        spoken = [one.word for one in words.said(connection, made.desk.keys)]
    chosen = {word.rule: word.meaning for word in spoken if isinstance(word, OfRule)}
    assert chosen == {"email": Meaning.NOTHING, "name+postcode": Meaning.QUESTION}
    made.desk.sql("DELETE FROM setting WHERE name = 'name+phone'")  # which nobody reads
    assert made.desk.stand() == made.before


@pytest.mark.parametrize("rule", [Rule.OLD, Rule.COPY])
def test_a_copy_at_another_kiosk_is_still_known_for_one(made: Made, rule: Rule) -> None:
    """The mark of a record's very content is in no box: it is taken from the fingerprints.

    The first version did not say of what rule an exact one was, of none.
    """
    desk, thief = made.desk, HandmadeKiosk(made.desk.keys, "Thief")
    alone = (Rule.EMAIL_ALONE, Rule.PHONE_ALONE)
    for key, held in desk.fingerprints():
        told = [(value, of if rule is Rule.COPY or of in alone else rule) for value, of in held]
        desk.sql(
            "UPDATE record SET fingerprints = :held WHERE key = :key",
            held=pack([*told, (bytes(16), Rule.EMAIL_ALONE)]),
            key=key,
        )
    desk.check()
    assert desk.stand() == made.before
    let_new_wait(desk.register, desk.keys, False)
    thief.records += [Record(thief.id, one.seq, one.id, one.sealed) for one in made.library.records[:2]]
    file = desk.files[0].with_name("thief.signatures")
    file.write_bytes(thief.batch(thief.records))
    merge(desk.register, desk.keys, [file], today=TODAY, folder=desk.folder)
    before, after = made.before["books"].total, balance(desk.register).total
    assert (after.counted, after.duplicate) == (before.counted, before.duplicate + 2)


@pytest.mark.parametrize("where", ["register", "folder"])
def test_one_that_was_sealed_before_is_not_taken_over_again(made: Made, where: str) -> None:
    desk = made.desk
    desk.check()
    desk.sql("INSERT INTO setting VALUES ('fill in', 'yes')")
    desk.sql("UPDATE record SET seal = NULL")
    if where == "folder":
        desk.sql("DELETE FROM word")
    else:
        desk.folder.words_file.unlink()
    with pytest.raises(CampaignError, match="old copy from before this program was updated"):
        desk.check()
    assert desk.sql("SELECT count(*) FROM record WHERE seal IS NOT NULL") == [(0,)]


def test_without_a_folder_it_is_taken_over_too(made: Made) -> None:
    bare = Register(made.desk.folder.path / "register.sqlite", made.desk.keys.key_id)
    assert [str(one).split(".")[0] for one in check(bare, made.desk.keys)] == [SEALED]
    assert made.desk.stand() == made.before
