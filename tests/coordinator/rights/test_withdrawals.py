"""Somebody takes a signature back: nothing of it stays, and it never comes back by another file."""

from __future__ import annotations

import base64
import re
import shutil
import sqlite3
from pathlib import Path

import pytest

from kiosk.coordinator.campaign.folder import CampaignFolder
from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.counting.books import balance
from kiosk.coordinator.counting.decisions import decide
from kiosk.coordinator.counting.forks import accept, forks
from kiosk.coordinator.merge.merge import MergeResult
from kiosk.coordinator.register.marks import unpack
from kiosk.coordinator.register.register import Row, State
from kiosk.coordinator.register.words import Verdict
from kiosk.coordinator.reports.receipts import merged
from kiosk.coordinator.reports.search import search
from kiosk.coordinator.rights.certificates import destruction_certificate
from kiosk.coordinator.rights.withdrawals import plan_by_code, plan_by_record, recall, withdraw
from kiosk.errors import CampaignError, ExportError, ReceiptError, StorageError
from kiosk.exchange.certificates import Certificate, write_certificate
from kiosk.exchange.lines import write_record
from kiosk.exchange.record import Record
from kiosk.signing.receipt_code import new_receipt_code
from tests.conftest import TODAY, Desk
from tests.exports import HandmadeKiosk
from tests.people import NEWER, person

pytestmark = pytest.mark.slow

CODE = new_receipt_code(lambda bits: 0x2B7E151628AED)
OTHER_CODE = new_receipt_code(lambda bits: 0x1A6ABF7158809)


class Office(Desk):
    """A desk with its campaign folder."""

    @property
    def campaign(self) -> CampaignFolder:
        return CampaignFolder.open(self.folder)

    def merge_batch(self, kiosk: HandmadeKiosk, records: list[Record] | None = None) -> MergeResult:
        file = self.folder.parent / f"{kiosk.name}.signatures"
        file.write_bytes(kiosk.batch(records or kiosk.records))
        recall(self.register, self.keys, self.campaign)
        return self.merge(file)

    def withdraw_code(self, code: str, *, with_copies: bool = True) -> Certificate:
        plan = plan_by_code(self.register, self.keys, code)
        return withdraw(self.register, self.keys, self.campaign, plan, TODAY, with_copies=with_copies)

    def withdraw_record(self, reference: str, *, with_copies: bool = True) -> Certificate:
        plan = plan_by_record(self.register, self.keys, reference)
        return withdraw(self.register, self.keys, self.campaign, plan, TODAY, with_copies=with_copies)

    def states(self) -> list[tuple[int, State]]:
        return [(row.seq, row.status) for row in self.register.rows(self.keys.register_key)]

    def found(self, text: str) -> list[Row]:
        return list(search(self.register, self.keys, text))

    def ask(self, question: str) -> list[tuple[object, ...]]:
        """What the register's file answers to a question in SQL."""
        connection = sqlite3.connect(self.folder / "register.sqlite")
        answer = connection.execute(question).fetchall()
        connection.close()
        return answer


@pytest.fixture
def office(desk_folder: Path, keys: CampaignKeys) -> Office:
    return Office(desk_folder, keys)


@pytest.fixture
def library(keys: CampaignKeys) -> HandmadeKiosk:
    """Three signatures; the second has a receipt that its visitor kept."""
    made = HandmadeKiosk(keys, "Library steps")
    made.sign(person(1), person(2, receipt=CODE), person(3, receipt=OTHER_CODE))
    return made


@pytest.fixture
def market(keys: CampaignKeys) -> HandmadeKiosk:
    """Another stall, where the person of the library's second signature signed again a day later."""
    made = HandmadeKiosk(keys, "Market")
    made.sign(person(2, date="2026-11-02"), person(4))
    return made


W, C, D = State.WITHDRAWN, State.COUNTED, State.DUPLICATE


def test_a_record_that_arrives_between_the_plan_and_the_word_is_withdrawn_too(
    office: Office, library: HandmadeKiosk
) -> None:
    plan = plan_by_code(office.register, office.keys, CODE)
    assert plan.is_awaited
    office.merge_batch(library)
    certificate = withdraw(office.register, office.keys, office.campaign, plan, TODAY)
    assert office.states() == [(1, C), (2, W), (3, C)]
    assert [record.number for record in certificate.facts.records] == [2]


def test_six_words_take_everything_of_the_signature_out(office: Office, library: HandmadeKiosk) -> None:
    office.merge_batch(library)
    ((box,),) = office.ask("SELECT box FROM record WHERE seq = 2")
    assert isinstance(box, bytes)
    ((held, receipt),) = office.ask("SELECT fingerprints, receipt FROM record WHERE seq = 2")
    assert isinstance(held, bytes)
    assert isinstance(receipt, bytes)
    marks = [value for value, _ in unpack(held)]
    assert len(marks) >= 2
    office.withdraw_code(CODE.upper().replace(" ", "-"))
    assert office.states() == [(1, C), (2, W), (3, C)]
    assert balance(office.register).total.withdrawn == 1
    ((left),) = office.ask(
        "SELECT outcome, day, kind, country, language, reason, duplicate_of, box, fingerprints "
        "FROM record WHERE seq = 2"
    )
    assert left == ("withdrawn", "", "", "", "", "", None, None, None)
    assert office.ask("SELECT start FROM mark WHERE record = 2") == [
        (int.from_bytes(receipt[:4], "big", signed=True),)
    ]
    raw = (office.folder / "register.sqlite").read_bytes()
    assert box[:64] not in raw
    assert box[-64:] not in raw
    assert office.found("canary2@") == []


def test_the_same_file_or_another_stick_does_not_bring_it_back(
    office: Office, library: HandmadeKiosk
) -> None:
    office.merge_batch(library)
    office.withdraw_code(CODE)
    assert office.merge_batch(library).new == 0
    assert office.merge_batch(library, library.records[1:]).new == 0
    assert office.states() == [(1, C), (2, W), (3, C)]


def test_a_withdrawal_before_the_file_comes_is_honoured_when_it_comes(
    office: Office, library: HandmadeKiosk, make_desk
) -> None:
    plan = plan_by_code(office.register, office.keys, CODE)
    assert (plan.is_awaited, plan.is_done) == (True, False)
    certificate = office.withdraw_code(CODE)
    assert "has not reached this desk yet" in certificate.statement
    assert certificate.facts.records == []
    office.merge_batch(library)
    assert office.states() == [(1, C), (2, W), (3, C)]
    assert office.ask("SELECT box FROM record WHERE seq = 2") == [(None,)]
    (named,) = office.withdraw_code(CODE).facts.records
    assert (named.kiosk, named.number) == (library.id.hex(), 2)


def test_the_order_of_merging_and_withdrawing_does_not_matter(
    office: Office, library: HandmadeKiosk, market: HandmadeKiosk
) -> None:
    office.withdraw_code(CODE)
    office.merge_batch(market)
    office.merge_batch(library)
    before = office.states()
    (office.folder / "register.sqlite").unlink()
    office.merge_batch(library)
    office.merge_batch(market)
    assert office.states() == before


def test_who_signed_twice_is_withdrawn_in_both_places(
    office: Office, library: HandmadeKiosk, market: HandmadeKiosk
) -> None:
    office.merge_batch(library)
    office.merge_batch(market)
    plan = plan_by_code(office.register, office.keys, CODE)
    assert [held.reference for held in plan.asked] == ["Library steps:2"]
    assert [held.reference for held in plan.copies] == ["Market:1"]
    assert len(office.withdraw_code(CODE).facts.records) == 2
    total = balance(office.register).total
    assert (total.withdrawn, total.duplicate, total.counted) == (2, 0, 3)


def test_unless_somebody_says_otherwise_the_others_go_too_and_all_come_by_day_kiosk_and_number(
    office: Office, keys: CampaignKeys
) -> None:
    low, high = sorted((HandmadeKiosk(keys, name) for name in ("Gate", "Hall")), key=lambda kiosk: kiosk.id)
    high.sign(person(2))
    low.sign(*(person(2, date=f"2026-11-0{day}") for day in (2, 1, 1, 1, 1, 1, 1)))
    office.merge_batch(high)
    office.merge_batch(low)
    plan = plan_by_record(office.register, office.keys, f"{low.name}:2")
    assert not plan.is_done
    assert [held.reference for held in plan.copies] == [
        *(f"{low.name}:{number}" for number in range(3, 8)), f"{high.name}:1", f"{low.name}:1",
    ]  # fmt: skip
    certificate = withdraw(office.register, office.keys, office.campaign, plan, TODAY)
    assert len(certificate.facts.records) == 8
    assert balance(office.register).total.withdrawn == 8


def test_the_copies_are_found_from_a_duplicate_too(
    office: Office, library: HandmadeKiosk, market: HandmadeKiosk
) -> None:
    office.merge_batch(library)
    office.merge_batch(market)
    assert len(office.withdraw_record("Market:1").facts.records) == 2


def test_alone_leaves_the_other_one_and_it_counts(
    office: Office, library: HandmadeKiosk, market: HandmadeKiosk
) -> None:
    office.merge_batch(library)
    office.merge_batch(market)
    office.withdraw_code(CODE, with_copies=False)
    total = balance(office.register).total
    assert (total.withdrawn, total.duplicate, total.counted) == (1, 0, 4)


def test_a_family_that_shares_an_e_mail_loses_nobody_else(office: Office, keys: CampaignKeys) -> None:
    home = HandmadeKiosk(keys)
    home.sign(
        person(1, email="family@example.org", receipt=CODE),
        person(2, email="family@example.org"),
    )
    office.merge_batch(home)
    office.withdraw_code(CODE)
    assert office.states() == [(1, W), (2, C)]


def test_a_new_register_from_the_sticks_honours_the_certificates(
    office: Office, library: HandmadeKiosk
) -> None:
    office.merge_batch(library)
    office.withdraw_code(CODE)
    office.withdraw_record("Library steps:1")
    (office.folder / "register.sqlite").unlink()
    office.merge_batch(library)
    assert office.states() == [(1, W), (2, W), (3, C)]


def test_a_register_put_back_from_an_older_copy_does_too(office: Office, library: HandmadeKiosk) -> None:
    office.merge_batch(library)
    register = office.folder / "register.sqlite"
    shutil.copy(register, office.folder.parent / "older")
    office.withdraw_code(CODE)
    shutil.copy(office.folder.parent / "older", register)
    assert office.states() == [(1, C), (2, C), (3, C)]
    recall(office.register, office.keys, office.campaign)
    assert office.states() == [(1, C), (2, W), (3, C)]


def test_another_desk_with_a_register_of_its_own_honours_a_copy_of_the_certificate(
    office: Office, library: HandmadeKiosk, tmp_path: Path
) -> None:
    office.merge_batch(library)
    other = Office(tmp_path / "other desk", office.keys)
    shutil.copytree(office.folder, other.folder)
    office.withdraw_code(CODE)
    shutil.copytree(office.campaign.withdrawals, other.campaign.withdrawals)
    recall(other.register, other.keys, other.campaign)
    assert other.states() == [(1, C), (2, W), (3, C)]


def test_a_desk_that_gets_the_certificate_later_counts_who_signed_again(
    office: Office, library: HandmadeKiosk, market: HandmadeKiosk, tmp_path: Path
) -> None:
    """The market's signature was a duplicate of the one that was withdrawn; now it stands alone."""
    office.merge_batch(library)
    office.withdraw_code(CODE)
    office.merge_batch(market)
    other = Office(tmp_path / "other desk", office.keys)
    shutil.copytree(office.folder, other.folder)
    for left in (other.folder / "register.sqlite", *other.campaign.withdrawals.iterdir()):
        left.unlink()
    other.merge_batch(library)
    other.merge_batch(market)
    assert balance(other.register).total.duplicate == 1
    shutil.copytree(office.campaign.withdrawals, other.campaign.withdrawals, dirs_exist_ok=True)
    recall(other.register, other.keys, other.campaign)
    assert balance(other.register) == balance(office.register)
    assert balance(other.register).total.duplicate == 0


def test_a_middle_one_that_goes_parts_those_whom_it_joined(office: Office, keys: CampaignKeys) -> None:
    """The second shares an e-mail with the first and a phone with the third."""
    made = HandmadeKiosk(keys, "Gate")
    made.sign(
        person(1, name="Ana Lee", email="a@example.org"),
        person(
            1, name="Ana Lee", email="a@example.org", phone="+852 91234567", date="2026-11-02", receipt=CODE
        ),
        person(1, name="Ana Lee", email="", phone="+852 91234567", date="2026-11-03"),
    )
    office.merge_batch(made)
    assert office.states() == [(1, C), (2, D), (3, D)]
    office.withdraw_code(CODE, with_copies=False)
    assert office.states() == [(1, C), (2, W), (3, C)]


def test_two_whom_the_one_that_goes_kept_from_each_other_are_one_again(
    office: Office, keys: CampaignKeys
) -> None:
    """The coordinator says that 1 and 2 are two people; 3 could be either, and went with 1."""
    made = HandmadeKiosk(keys, "Gate")
    one, other, _ = made.sign(
        person(1, name="Ana Lee", email="a@example.org", receipt=CODE),
        person(1, name="Ana Lee", email="b@example.org", phone="+852 91234567", date="2026-11-02"),
        person(1, name="Ana Lee", email="a@example.org", phone="+852 91234567", date="2026-11-03"),
    )
    office.merge_batch(made)
    decide(office.register, keys, one.digest(), other.digest(), Verdict.DIFFERENT, "", "Kim", TODAY)
    settled = balance(office.register).total
    assert (settled.counted, settled.duplicate) == (2, 1)
    office.withdraw_code(CODE, with_copies=False)
    assert office.states() == [(1, W), (2, C), (3, D)]


@pytest.mark.parametrize("merged_first", [True, False])
def test_a_number_that_two_have_stays_open_when_one_of_them_is_withdrawn(
    office: Office, library: HandmadeKiosk, merged_first: bool
) -> None:
    clone = HandmadeKiosk(office.keys, library.name, library.key, library.records[:1])
    clone.sign(person(40))
    if merged_first:
        office.merge_batch(library)
        office.merge_batch(clone)
    office.withdraw_code(CODE)
    office.merge_batch(clone)
    office.merge_batch(library)
    assert sorted(office.states()) == [(1, C), (2, State.REJECTED), (2, W), (3, C)]
    (fork,) = forks(office.register)
    assert {claim.status for claim in fork.claims} == {State.REJECTED, W}
    (waiting,) = (claim.digest for claim in fork.claims if claim.status is State.REJECTED)
    accept(office.register, office.keys, {waiting}, TODAY)
    assert sorted(office.states()) == [(1, C), (2, C), (2, W), (3, C)]


def test_a_certificate_that_could_not_be_written_is_made_when_it_is_done_again(
    office: Office, library: HandmadeKiosk
) -> None:
    office.merge_batch(library)
    office.campaign.withdrawals.write_text("a file is in the way")
    with pytest.raises(StorageError):
        office.withdraw_code(CODE)
    office.campaign.withdrawals.unlink()
    (record,) = office.withdraw_code(CODE).facts.records
    assert record.number == 2
    assert office.states() == [(1, C), (2, W), (3, C)]


@pytest.mark.parametrize("by_code", [True, False])
def test_a_copy_of_the_record_in_another_kiosks_file_stays_out(
    office: Office, library: HandmadeKiosk, keys: CampaignKeys, by_code: bool
) -> None:
    office.merge_batch(library)
    # The first has no receipt: it is known by what was sealed alone.
    if by_code:
        office.withdraw_code(CODE)
    else:
        office.withdraw_record("Library steps:1")
    original = library.records[1 if by_code else 0]
    copier = HandmadeKiosk(keys, "Copier")
    copier.records = [Record(copier.id, 1, original.id, original.sealed)]
    office.merge_batch(copier)
    assert balance(office.register).total.withdrawn == 2
    assert office.ask("SELECT count(*) FROM record WHERE box IS NOT NULL") == [(2,)]


def test_a_copy_that_is_there_already_goes_along(
    office: Office, library: HandmadeKiosk, keys: CampaignKeys
) -> None:
    original = library.records[0]
    copier = HandmadeKiosk(keys, "Copier")
    copier.records = [Record(copier.id, 1, original.id, original.sealed)]
    office.merge_batch(library)
    office.merge_batch(copier)
    office.withdraw_record("Library steps:1", with_copies=False)
    assert balance(office.register).total.withdrawn == 2


def test_a_record_that_could_not_be_read_at_first_enters_as_withdrawn(
    office: Office, library: HandmadeKiosk
) -> None:
    lines = library.batch(library.records).splitlines(keepends=True)
    damaged = bytearray(lines[1])
    damaged[500] ^= 1
    file = office.folder.parent / "damaged.signatures"
    file.write_bytes(lines[0] + bytes(damaged) + lines[2] + lines[3])
    office.merge(file)
    assert balance(office.register).total.unreadable == 1
    office.withdraw_code(CODE)
    office.merge_batch(library)
    assert office.states() == [(1, C), (2, W), (3, C)]


def test_what_only_a_newer_program_can_open_enters_as_withdrawn(
    office: Office, library: HandmadeKiosk, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = new_receipt_code(lambda bits: 7)
    library.sign(person(7, version=NEWER, receipt=code))
    office.merge_batch(library)
    assert office.states()[-1] == (4, State.REJECTED)
    office.withdraw_code(code)
    with monkeypatch.context() as patch:
        patch.setattr("kiosk.signing.signature.VERSION", NEWER)
        office.merge_batch(library)
    assert office.states()[-1] == (4, W)


def test_a_withdrawn_record_is_merged_for_the_kiosk_which_may_delete_it(
    office: Office, library: HandmadeKiosk
) -> None:
    office.merge_batch(library)
    office.withdraw_code(CODE)
    assert merged(office.register)[0].upto == 3


def test_withdrawing_again_gives_the_certificate_again(office: Office, library: HandmadeKiosk) -> None:
    office.merge_batch(library)
    first = office.withdraw_code(CODE)
    assert plan_by_code(office.register, office.keys, CODE).is_done
    assert office.withdraw_code(CODE).facts.records == first.facts.records
    kept = list(office.campaign.withdrawals.iterdir())
    assert len(kept) == 2
    assert all(re.fullmatch(r"2026-11-22-[0-9a-f]{8}\.txt", path.name) for path in kept)


def test_the_certificate_names_the_record_and_no_person(office: Office, library: HandmadeKiosk) -> None:
    office.merge_batch(library)
    said = office.withdraw_code(CODE)
    assert said.verify(office.keys.signer)
    assert "Library steps, number 2" in said.statement
    assert library.records[1].digest().hex() in said.statement
    assert "unreadable without the campaign key" in said.statement
    assert "2026-11-22" in said.statement
    whole = said.body.decode()
    assert "canary" not in whole
    assert CODE not in whole


@pytest.mark.parametrize(
    ("reference", "why"),
    [
        ("Library steps:4", "no opened record"),
        ("Nowhere:1", "no opened record"),
        ("Library steps", "does not name"),
        ("Library steps:", "does not name"),
        (":1", "does not name"),
    ],
)
def test_a_record_that_is_not_there_is_named(
    office: Office, library: HandmadeKiosk, reference: str, why: str
) -> None:
    office.merge_batch(library)
    with pytest.raises(CampaignError, match=why) as caught:
        plan_by_record(office.register, office.keys, reference)
    assert caught.value.todo


def test_a_kiosk_is_named_by_name_or_by_the_beginning_of_its_id(
    office: Office, library: HandmadeKiosk
) -> None:
    office.merge_batch(library)
    for reference in ("library steps:2", f"{library.id.hex()[:8]}:2", f"{library.id.hex()}:2"):
        (held,) = plan_by_record(office.register, office.keys, reference).asked
        assert held.place.seq == 2


def test_of_two_records_with_one_number_the_digest_says_which(office: Office, library: HandmadeKiosk) -> None:
    office.merge_batch(library)
    library.records = library.records[:1]
    (second,) = library.sign(person(5))
    office.merge_batch(library)
    with pytest.raises(CampaignError, match="Several") as caught:
        plan_by_record(office.register, office.keys, "Library steps:2")
    reference = f"Library steps:2:{second.digest().hex()[:8]}"
    assert reference in caught.value.todo
    (held,) = plan_by_record(office.register, office.keys, reference).asked
    assert held.place.digest == second.digest()


def test_a_digest_that_begins_with_nothing_but_digits_is_a_digest(
    office: Office, library: HandmadeKiosk
) -> None:
    office.merge_batch(library)
    for _ in range(2000):  # one in 43 does
        clone = HandmadeKiosk(office.keys, library.name, library.key, library.records[:1])
        (second,) = clone.sign(person(5))
        if second.digest().hex()[:8].isdecimal():
            break
    office.merge_batch(clone)
    (held,) = plan_by_record(
        office.register, office.keys, f"Library steps:2:{second.digest().hex()[:8]}"
    ).asked
    assert held.place.digest == second.digest()


def test_a_kiosk_whose_name_ends_in_a_number_is_named(office: Office, keys: CampaignKeys) -> None:
    hall = HandmadeKiosk(keys, "Hall: 2026")
    hall.sign(person(7))
    office.merge_batch(hall)
    assert len(plan_by_record(office.register, office.keys, "Hall: 2026:1").asked) == 1


def test_a_slip_in_the_six_words_changes_nothing(office: Office, library: HandmadeKiosk) -> None:
    office.merge_batch(library)
    with pytest.raises(ReceiptError, match="Word 2"):
        plan_by_code(office.register, office.keys, CODE.replace("temple", "tempel"))


@pytest.mark.parametrize("damage", ["a word changed", "another campaign's", "another kind", "cut"])
def test_a_certificate_that_was_changed_stops_the_merge(
    office: Office, library: HandmadeKiosk, damage: str
) -> None:
    office.merge_batch(library)
    office.withdraw_code(CODE)
    (path,) = office.campaign.withdrawals.iterdir()
    raw = path.read_bytes()
    if damage == "a word changed":
        path.write_bytes(raw.replace(b"number 2", b"number 3"))
    elif damage == "another kind":
        other = destruction_certificate(office.keys, office.campaign.public.campaign, None, [], "", "", TODAY)
        write_certificate(path, other)
    elif damage == "cut":
        path.write_bytes(raw[:-5])
    else:
        stranger = CampaignKeys.new()
        body = raw[: raw.rindex(b"signature ")]
        signed = Certificate(body).signed(stranger.signing_key)
        path.write_bytes(
            raw.replace(raw[len(body) :], b"signature " + base64.b64encode(signed.signature) + b"\n")
        )
    with pytest.raises(ExportError) as caught:
        office.merge_batch(library)
    assert caught.value.todo


def test_an_old_line_alone_without_its_batch_brings_nothing_back(
    office: Office, library: HandmadeKiosk
) -> None:
    office.merge_batch(library)
    office.withdraw_code(CODE)
    file = office.folder.parent / "line.signatures"
    file.write_bytes(write_record(library.records[1]))
    office.merge(file)
    assert office.states() == [(1, C), (2, W), (3, C)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("canary1@example1.org", [1]),
        ("CANARY1+news@Example1.org", [1]),
        ("example1.org", [1]),
        ("大文", [2]),
        ("lluis", [1]),
        ("9123 4567", [2]),
        ("+852-91234567", [2]),
        ("４５６７８", []),
        ("Sheet 3 row 7", [3]),
        ("gewerkschaft", [3]),
        ("nobody of that name", []),
        ("   ", []),
        ("12", []),
    ],
)
def test_whoever_writes_in_is_found_however_it_is_written(
    office: Office, keys: CampaignKeys, text: str, found: list[int]
) -> None:
    kiosk = HandmadeKiosk(keys)
    kiosk.sign(
        person(1, name="Lluís Canário"),
        person(2, name="陳大文", email="", phone="+852 9123 4567"),
        person(3, name="Ona Puig", email="", organisation="Die Gewerkschaft", paper_ref="sheet 3 row 7"),
    )
    office.merge_batch(kiosk)
    assert [row.seq for row in office.found(text)] == found
