"""The coordinator's word on duplicates: kept, reversible, and found out when it was changed by hand."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.counting.books import Account, balance
from kiosk.coordinator.counting.decisions import decide, log, undo
from kiosk.coordinator.counting.duplicates import settle_all
from kiosk.coordinator.counting.following import choose_rules
from kiosk.coordinator.counting.kiosks import restore, revoke
from kiosk.coordinator.integrity.checking import check
from kiosk.coordinator.register.register import State
from kiosk.coordinator.register.words import Meaning, Verdict
from kiosk.errors import CampaignError
from kiosk.exchange.record import Record
from tests.conftest import TODAY, Desk, MakeDesk
from tests.exports import HandmadeKiosk
from tests.people import person
from tests.program import kiosk

ANA = person(1, name="Ana Lee", email="ana@example.org", date="2026-11-01")
AGAIN = person(1, name="Ana Lee", email="ana@example.org", date="2026-11-02")
ANNA = person(1, name="Anna Li", email="anna@example.org", date="2026-11-03")
BEN = person(1, name="Ben Ho", email="ben@example.org", date="2026-11-04")


@pytest.fixture
def records(keys) -> tuple[HandmadeKiosk, list[Record]]:
    """A kiosk, and the four records of it."""
    kiosk = HandmadeKiosk(keys, "Library")
    return kiosk, kiosk.sign(ANA, AGAIN, ANNA, BEN)


Merge = Callable[..., Desk]


@pytest.fixture
def merge(make_desk: MakeDesk, records: tuple[HandmadeKiosk, list[Record]], tmp_path: Path) -> Merge:
    """Merges the records of these places, one file each, at a new desk or at `desk`."""
    kiosk, signed = records

    def merge_some(*places: int, desk: Desk | None = None) -> Desk:
        desk = desk or make_desk()
        for place in places:
            file = tmp_path / f"{place}.signatures"
            file.write_bytes(kiosk.batch(signed[place : place + 1]))
            desk.merge(file)
        return desk

    return merge_some


def states(desk: Desk) -> list[str]:
    """Of each record, in order: that it counts, or the number of the one that counts for it."""
    rows = list(desk.register.rows(desk.keys.register_key))
    numbers = {row.id: row.seq for row in rows}
    return [f"like {numbers[row.duplicate_of]}" if row.duplicate_of else row.status.value for row in rows]


def say(desk: Desk, one: Record, other: Record, verdict: Verdict, reason: str = "", who: str = "Kim") -> int:
    return decide(desk.register, desk.keys, one.digest(), other.digest(), verdict, reason, who, TODAY)


def test_two_who_are_said_to_be_one_count_once(merge: Merge, records) -> None:
    _, signed = records
    desk = merge(0, 2, 3)
    assert states(desk) == ["counted"] * 3
    say(desk, signed[2], signed[0], Verdict.SAME, "the same handwriting")
    assert states(desk) == ["counted", "like 1", "counted"]


def test_two_who_are_said_to_be_two_both_count_although_a_rule_joins_them(merge: Merge, records) -> None:
    _, signed = records
    desk = merge(0, 1)
    assert states(desk) == ["counted", "like 1"]
    say(desk, signed[0], signed[1], Verdict.DIFFERENT, "father and daughter")
    assert states(desk) == ["counted", "counted"]


def test_a_decision_taken_back_leaves_everything_as_it_was(merge: Merge, records) -> None:
    _, signed = records
    desk = merge(0, 1, 2, 3)
    before = states(desk)
    first = say(desk, signed[0], signed[1], Verdict.DIFFERENT)
    second = say(desk, signed[1], signed[2], Verdict.SAME)
    assert states(desk) == ["counted", "counted", "like 2", "counted"]
    for number in (first, second):
        undo(desk.register, desk.keys, number, "Kim", TODAY)
    assert states(desk) == before
    entries = log(desk.register, desk.keys)
    assert [(one.id, one.verdict, one.stands) for one in entries] == [
        (2, "different", False), (3, "same", False), (4, "open", True), (5, "open", True),
    ]  # fmt: skip
    assert [(one.reason, one.who) for one in entries[2:]] == [
        ("Takes back 2.", "Kim"),
        ("Takes back 3.", "Kim"),
    ]
    assert all(one.one < one.other for one in entries), "two desks name the two in one order"
    with pytest.raises(CampaignError, match="Nobody says who decides"):
        undo(desk.register, desk.keys, 4, " ", TODAY)
    with pytest.raises(CampaignError, match="Decision 2 does not stand"):
        undo(desk.register, desk.keys, first, "Kim", TODAY)


def test_the_last_word_on_two_holds(merge: Merge, records) -> None:
    _, signed = records
    desk = merge(0, 2)
    say(desk, signed[0], signed[2], Verdict.SAME)
    say(desk, signed[2], signed[0], Verdict.DIFFERENT)
    assert states(desk) == ["counted", "counted"]


def test_decisions_and_merges_give_the_same_in_any_order(merge: Merge, records) -> None:
    """1 and 2 share name and e-mail, 2 and 3 are said to be one, 1 and 3 are not."""
    _, signed = records
    outcomes = set()
    for order in itertools.permutations(range(3)):
        desk = merge(order[0])
        say(desk, signed[1], signed[2], Verdict.SAME)
        merge(order[1], desk=desk)
        say(desk, signed[0], signed[2], Verdict.DIFFERENT)
        merge(order[2], desk=desk)
        outcomes.add(tuple(states(desk)))
    assert outcomes == {("counted", "counted", "like 2")}


def test_a_decision_waits_for_records_that_come_later(merge: Merge, records) -> None:
    _, signed = records
    desk = merge(3)
    say(desk, signed[0], signed[2], Verdict.SAME)
    say(desk, signed[0], signed[1], Verdict.DIFFERENT)
    assert states(desk) == ["counted"]
    merge(2, 1, 0, desk=desk)
    assert states(desk) == ["counted", "counted", "like 1", "counted"]


def test_the_only_decision_waits_for_whichever_record_comes_later(merge: Merge, records) -> None:
    _, signed = records
    for earlier, later in ((0, 2), (2, 0)):
        desk = merge(earlier)
        say(desk, signed[0], signed[2], Verdict.SAME)
        assert states(desk) == ["counted"]
        merge(later, desk=desk)
        assert states(desk) == ["counted", "like 1"]


def test_a_decision_waits_for_records_that_come_in_one_file(
    make_desk: MakeDesk, records, tmp_path: Path
) -> None:
    kiosk, signed = records
    desk = make_desk()
    say(desk, signed[2], signed[3], Verdict.SAME)
    file = tmp_path / "all.signatures"
    file.write_bytes(kiosk.batch(signed))
    desk.merge(file)
    assert states(desk) == ["counted", "like 1", "counted", "like 3"]


def test_who_was_one_with_another_only_by_a_third_counts_when_that_counts_no_more(
    desk: Desk, keys: CampaignKeys, tmp_path: Path
) -> None:
    kiosks = [HandmadeKiosk(keys, name) for name in ("Gate", "Hall", "Market")]
    first, third, last = (made.sign(signed)[0] for made, signed in zip(kiosks, (ANA, ANNA, BEN), strict=True))
    for made in kiosks:
        file = tmp_path / f"{made.name}.signatures"
        file.write_bytes(made.batch(made.records))
        desk.merge(file)
    say(desk, first, third, Verdict.SAME)
    say(desk, third, last, Verdict.SAME)
    assert balance(desk.register).total == Account(counted=1, duplicate=2)
    revoke(desk.register, desk.keys, kiosks[1].id)
    assert balance(desk.register).total == Account(counted=2, rejected=1)
    restore(desk.register, desk.keys, kiosks[1].id)
    assert balance(desk.register).total == Account(counted=1, duplicate=2)


def test_a_later_merge_and_settling_anew_keep_decisions(merge: Merge, records) -> None:
    _, signed = records
    desk = merge(0, 1, 2)
    say(desk, signed[0], signed[1], Verdict.DIFFERENT)
    say(desk, signed[1], signed[2], Verdict.SAME)
    merge(0, 1, 2, 3, desk=desk)
    with desk.register.transaction() as connection:
        settle_all(connection, desk.keys)
    assert states(desk) == ["counted", "counted", "like 2", "counted"]


def test_who_was_said_to_be_one_with_a_record_that_counts_no_more_counts_again(
    desk: Desk, keys: CampaignKeys, tmp_path: Path
) -> None:
    """The kiosk of the record that counted for both is revoked, and then it is not."""
    stranger, gate = HandmadeKiosk(keys, "Canteen"), HandmadeKiosk(keys, "Gate")
    (first,) = stranger.sign(ANA)
    (second,) = gate.sign(ANNA)
    for made in (stranger, gate):
        file = tmp_path / f"{made.name}.signatures"
        file.write_bytes(made.batch(made.records))
        desk.merge(file)
    say(desk, first, second, Verdict.SAME)
    assert balance(desk.register).total == Account(counted=1, duplicate=1)
    revoke(desk.register, desk.keys, stranger.id)
    assert balance(desk.register).total == Account(counted=1, rejected=1)
    restore(desk.register, desk.keys, stranger.id)
    assert balance(desk.register).total == Account(counted=1, duplicate=1)


def test_a_rule_that_only_asks_makes_no_duplicate(merge: Merge) -> None:
    desk = merge(0, 1)
    for meaning, expected in (
        (Meaning.QUESTION, "counted"),
        (Meaning.DUPLICATE, "like 1"),
        (Meaning.NOTHING, "counted"),
    ):
        choose_rules(desk.register, desk.keys, {"name+email": meaning})
        assert states(desk) == ["counted", expected]
    merge(2, 3, desk=desk)
    assert states(desk) == ["counted"] * 4


def test_an_email_alone_can_never_make_a_duplicate(merge: Merge) -> None:
    desk = merge(0)
    with pytest.raises(CampaignError, match="families share one"):
        choose_rules(desk.register, desk.keys, {"email": Meaning.DUPLICATE})


@pytest.mark.parametrize(
    ("who", "reason", "sentence"),
    [
        (" ", "", "Nobody says who decides this"),
        ("Kim", "x" * 1001, "longer than 1000 characters"),
        ("k" * 101, "", "the name than 100"),
    ],
)
def test_a_decision_needs_somebody_and_a_short_reason(
    merge: Merge, records, who: str, reason: str, sentence: str
) -> None:
    desk = merge(0, 1)
    with pytest.raises(CampaignError, match=sentence):
        say(desk, records[1][0], records[1][1], Verdict.SAME, reason, who)
    with pytest.raises(CampaignError, match="the same as itself"):
        say(desk, records[1][0], records[1][0], Verdict.SAME)
    assert log(desk.register, desk.keys) == []


def test_a_reason_of_a_thousand_letters_and_a_name_of_a_hundred_are_kept(merge: Merge, records) -> None:
    desk = merge(0, 1)
    say(desk, records[1][0], records[1][1], Verdict.SAME, "x" * 1000, "k" * 100)
    (entry,) = log(desk.register, desk.keys)
    assert (entry.reason, entry.who) == ("x" * 1000, "k" * 100)


def by_hand(desk: Desk, statement: str) -> None:
    with closing(sqlite3.connect(desk.folder / "register.sqlite")) as database, database:
        database.execute(statement)


@pytest.fixture
def decided(merge: Merge, records) -> Desk:
    """A desk with three decisions: 1 and 2 are two, 3 and 4 are two, 1 and 3 are one."""
    _, signed = records
    desk = merge(0, 1, 2, 3)
    say(desk, signed[0], signed[1], Verdict.DIFFERENT)
    say(desk, signed[2], signed[3], Verdict.DIFFERENT)
    say(desk, signed[0], signed[2], Verdict.SAME)
    assert check(desk.register, desk.keys) == []
    assert states(desk) == ["counted", "counted", "like 1", "counted"]
    return desk


@pytest.mark.parametrize(
    ("change", "more"),
    [
        ("UPDATE decision SET verdict = 'same' WHERE verdict = 'different'", []),
        (
            "UPDATE decision SET verdict = x'ff'",
            ["Values of a kind that this program never writes were in the register"],
        ),
        ("UPDATE decision SET one = other, other = one", []),
        ("DELETE FROM decision", []),
        ("INSERT INTO decision VALUES (x'00', x'01', 'same')", []),
    ],
)
def test_a_merge_does_not_follow_what_was_edited(decided: Desk, change: str, more: list[str]) -> None:
    by_hand(decided, change)
    said = decided.merge().changed
    assert [str(one).split(":")[0] for one in said] == [
        *more,
        "What you said of kiosks, records and rules was changed in the register",
    ]
    assert states(decided) == ["counted", "counted", "like 1", "counted"]
    assert decided.merge().changed == []


@pytest.mark.parametrize(
    ("change", "missing"),
    [
        ("DELETE FROM word WHERE id = 2", "2"),
        ("DELETE FROM word WHERE id > 2", "3–4"),
        ("DELETE FROM word", "1–4"),
        ("UPDATE word SET box = x'00' WHERE id = 3", "3"),
        ("UPDATE word SET box = 'because' WHERE id = 3", "3"),
        ("UPDATE word SET before = zeroblob(16) WHERE id = 3", "3"),
        ("UPDATE word SET id = -3 WHERE id = 3", "3"),
        ("UPDATE word SET box = (SELECT box FROM word WHERE id = 2) WHERE id = 3", "3"),
    ],
)
def test_a_word_that_is_gone_is_told_until_it_is_said_again(
    decided: Desk, change: str, missing: str, records
) -> None:
    by_hand(decided, change)
    sentence = f"Some of what you said is missing in the register, and in this campaign folder: {missing}."
    for _ in range(2):
        assert any(sentence in str(one) for one in decided.merge().changed)
    say(decided, records[1][0], records[1][1], Verdict.DIFFERENT)
    assert any(missing in str(one) for one in decided.merge().changed), "a new end hides no cut"


@pytest.mark.parametrize(
    "change", ["DELETE FROM word WHERE id = 2", "DELETE FROM word", "UPDATE word SET box = x'00'"]
)
def test_a_word_that_is_gone_comes_back_from_the_campaign_folder(
    merge: Merge, records, keys, desk_folder: Path, passphrase_file: Path, tmp_path: Path, change: str
) -> None:
    desk = merge(0, 1, desk=Desk(desk_folder, keys))
    options = ("--campaign", desk_folder, "--passphrase-file", passphrase_file)
    kiosk("duplicates", "decide", "Library:1", "Library:2", "--different", "--who", "Kim", *options)
    by_hand(desk, change)
    said = kiosk("merge", tmp_path / "0.signatures", *options).stderr
    assert "It was put back as far as this campaign folder has it." in said
    assert states(desk) == ["counted", "counted"]
    assert kiosk("merge", tmp_path / "0.signatures", *options).stderr == ""


def test_nothing_of_a_decision_can_be_read_at_rest(merge: Merge, records) -> None:
    _, signed = records
    desk = merge(0, 1)
    say(desk, signed[0], signed[1], Verdict.SAME, "CANARY reason", "CANARY Kim")
    found = b"".join(path.read_bytes() for path in desk.folder.iterdir())
    assert b"CANARY" not in found
    (entry,) = log(desk.register, desk.keys)
    assert (entry.reason, entry.who) == ("CANARY reason", "CANARY Kim")


def test_on_a_server_decisions_hold_too(address: str, keys: CampaignKeys, records, tmp_path: Path) -> None:
    from kiosk.coordinator.merge.merge import merge
    from kiosk.coordinator.register.register import Register

    kiosk, signed = records
    file = tmp_path / "all.signatures"
    file.write_bytes(kiosk.batch(signed))
    register = Register(address, keys.key_id)
    merge(register, keys, [file])
    decide(register, keys, signed[0].digest(), signed[1].digest(), Verdict.DIFFERENT, "", "Kim", TODAY)
    decide(register, keys, signed[2].digest(), signed[3].digest(), Verdict.SAME, "", "Kim", TODAY)
    assert check(register, keys) == []
    assert register.tally()[kiosk.id] == {State.COUNTED: 3, State.DUPLICATE: 1}
