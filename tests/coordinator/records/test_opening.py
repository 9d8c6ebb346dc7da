"""What the register holds of a sealed record: said field by field, and bound together by the seal."""

from __future__ import annotations

import msgspec
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.records.fingerprints import Fingerprinter, HiddenRules, Rule
from kiosk.coordinator.records.opening import EntryMaker, Opener, Outcome, RegisterEntry
from kiosk.coordinator.register.boxes import RecordRef, unbox_all
from kiosk.coordinator.register.marks import pack, unpack
from kiosk.coordinator.register.seals import record_seal
from kiosk.exchange.record import Record
from kiosk.signing.receipt_code import new_receipt_code
from kiosk.signing.signature import Signature
from tests.exports import HandmadeKiosk
from tests.people import NEWER, person


def place_of(record: Record) -> RecordRef:
    return record.kiosk, record.seq, record.id, record.digest()


def opened(keys: CampaignKeys, *signatures: Signature) -> list[tuple[Record, RegisterEntry]]:
    records = HandmadeKiosk(keys).sign(*signatures)
    return list(zip(records, Opener(keys).entries(records), strict=True))


def test_a_signature_enters_with_all_that_is_made_of_it(keys: CampaignKeys) -> None:
    signed = person(2, kind="organisation", organisation="Union", country="Germany", language="fr",
                    receipt=new_receipt_code())  # fmt: skip
    _, (record, entry) = opened(keys, person(1), signed)
    maker = Fingerprinter(keys.fingerprint_key)
    copy, receipt = maker.of_sealed(record.id, record.sealed), maker.of_receipt(signed.receipt)
    assert entry.box is not None
    assert unbox_all(ChaCha20Poly1305(keys.register_key), entry.box, place_of(record)) == (signed, copy)
    (hidden,) = HiddenRules(keys.rule_key).hide([[*maker.of(signed), (Rule.COPY, copy)]])
    facts = ("2026-11-01", "organisation", "DE", "fr")
    assert entry == RegisterEntry(
        2, record.id, record.digest(), Outcome.OPENED, "", facts[0], entry.box, pack(hidden), *facts[1:],
        receipt,
        record_seal(keys.seal_key, place_of(record), "opened", "", facts, receipt, entry.box, hidden),
    )  # fmt: skip


def test_what_is_no_signature_enters_with_the_reason(keys: CampaignKeys) -> None:
    """One without consent, one of a newer program, and one for another campaign."""
    stranger = opened(CampaignKeys.new(), person(1))[0][0]
    found = [*opened(keys, person(2, consent=""), person(3, version=NEWER))]
    found.append((stranger, Opener(keys).entries([stranger])[0]))
    for record, entry in found:
        where = (record.seq, record.id, record.digest())
        facts = ("", "", "", "")
        seal = record_seal(
            keys.seal_key, place_of(record), entry.outcome, entry.reason, facts, None, None, ()
        )
        assert entry == RegisterEntry(*where, entry.outcome, entry.reason, seal=seal)
    assert [entry.outcome for _, entry in found] == ["rejected", "rejected", "unreadable"]
    assert [type(entry.outcome) for _, entry in found] == [Outcome] * 3
    assert "this campaign’s key" in found[2][1].reason


def test_what_opens_and_what_does_not_keep_their_order(keys: CampaignKeys) -> None:
    stranger = opened(CampaignKeys.new(), person(1))[0][0]
    first, rejected, second, newer = (
        record
        for record, _ in opened(keys, person(1), person(2, consent=""), person(3), person(4, version=NEWER))
    )
    given = [rejected, first, stranger, second, newer]
    entries = Opener(keys).entries(given)
    assert [entry.digest for entry in entries] == [record.digest() for record in given]
    assert [entry.outcome for entry in entries] == ["rejected", "opened", "unreadable", "opened", "rejected"]
    cipher = ChaCha20Poly1305(keys.register_key)
    for record, entry, name in ((first, entries[1], person(1).name), (second, entries[3], person(3).name)):
        assert entry.box is not None
        assert unbox_all(cipher, entry.box, place_of(record))[0].name == name


def test_of_a_withdrawn_one_is_left_where_it_is_and_its_receipt(keys: CampaignKeys) -> None:
    ((record, entry),) = opened(keys, person(1, receipt=new_receipt_code()))
    facts = ("", "", "", "")
    seal = record_seal(keys.seal_key, place_of(record), "withdrawn", "", facts, entry.receipt, None, ())
    assert entry.receipt is not None
    assert entry.emptied(record.kiosk, keys.seal_key) == RegisterEntry(
        1, record.id, record.digest(), Outcome.WITHDRAWN, receipt=entry.receipt, seal=seal
    )


def test_a_withdrawal_is_known_by_digest_content_and_receipt(keys: CampaignKeys) -> None:
    for receipt in ("", new_receipt_code()):
        ((record, entry),) = opened(keys, person(1, receipt=receipt))
        marks = {record.digest()[:16], *(value for value, _ in unpack(entry.fingerprints))}
        assert entry.withdrawal_marks() == (marks | {entry.receipt} if receipt else marks)


def test_what_is_boxed_already_keeps_its_box(keys: CampaignKeys) -> None:
    """A desk that puts a record right leaves what the kiosk sent as it was."""
    signed = person(1)
    ((record, entry),) = opened(keys, signed)
    copy = Fingerprinter(keys.fingerprint_key).of_sealed(record.id, record.sealed)
    maker = EntryMaker(keys)
    assert maker.opened(place_of(record), signed, copy, entry.box) == entry
    unknown = maker.opened(place_of(record), signed, None, entry.box)
    held, left = unpack(entry.fingerprints), unpack(unknown.fingerprints)
    assert [one for one in held if one[0] != copy] == left, "without the mark of its very content"
    assert len(left) == len(held) - 1
    corrected = msgspec.structs.replace(signed, name="Ana Lee")
    assert maker.opened(place_of(record), corrected, copy, entry.box).box == entry.box
