"""What the desk's certificates say, in plain words: what was removed, what stays, what nobody can promise."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

import msgspec

from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.counting.books import Account, Books
from kiosk.coordinator.counting.kiosk_names import RecordPlace
from kiosk.exchange.certificates import VERSION, Certificate, CertificateFacts, RecordFact
from kiosk.wording import counted, printable


def withdrawal_certificate(
    keys: CampaignKeys,
    campaign: str,
    places: Sequence[RecordPlace],
    marks: Sequence[bytes],
    is_awaited: bool,
    today: datetime.date,
) -> Certificate:
    """The signed certificate that the records at `places` were withdrawn and removed.

    Args:
        campaign: the campaign's id.
        marks: the keyed marks by which their signatures are known when they come again.
        is_awaited: the record of the code that was given has not come yet.
    """
    lines = [
        "WITHDRAWAL",
        "",
        f"Campaign: {campaign} (key id {keys.key_id.hex()})",
        f"Day: {today.isoformat()}",
        "",
    ]
    if places:
        lines += [
            f"Withdrawn and removed from the campaign's register: {counted(len(places), 'signature')}.",
            "",
            *(
                f"  {printable(place.name)}, number {place.seq}\n"
                f"    kiosk {place.kiosk.hex()}\n"
                f"    record digest (SHA-256) {place.digest.hex()}"
                for place in places
            ),
            "",
            *_paragraphs(_REMOVED),
        ]
    if is_awaited:
        lines += _paragraphs(_AWAITED)
    lines += ["What this certificate cannot promise:", "", *_points(_WITHDRAWAL_LIMITS)]
    facts = CertificateFacts(
        certificate=VERSION,
        kind="withdrawal",
        campaign=keys.key_id.hex(),
        made=today.isoformat(),
        records=[RecordFact(place.kiosk.hex(), place.seq, place.digest.hex()) for place in places],
        marks=[mark.hex() for mark in marks],
    )
    return Certificate.of("\n".join(lines), facts).signed(keys.signing_key)


def destruction_certificate(
    keys: CampaignKeys,
    campaign: str,
    books: Books | None,
    gone: Sequence[str],
    elsewhere: str,
    sheets: str,
    today: datetime.date,
) -> Certificate:
    """The signed certificate that a campaign's key and register were destroyed, with the totals.

    Args:
        campaign: the campaign's id.
        books: what was in the register; None if it could not be read.
        gone: what was destroyed, by name.
        elsewhere: the register's name, if it was not in the campaign folder.
        sheets: which printed shares of the key have to be destroyed by hand.
    """
    lines = [
        "DESTRUCTION",
        "",
        f"Campaign: {campaign} (key id {keys.key_id.hex()})",
        f"Day: {today.isoformat()}",
        "",
        "The campaign's key and all signatures that this desk held were destroyed:",
        "",
        *(f"  {printable(name)}" for name in gone),
        "",
        *_in_all(books),
        "",
        *_paragraphs(_SHREDDED),
        "What this certificate cannot promise:",
        "",
        *_points(
            (
                "Copies of the key that are elsewhere: other copies of the campaign folder, backups, and\n"
                f"  {sheets}.\n"
                "  Each must be destroyed by hand; enough sheets together restore the key.",
                *_DESTRUCTION_LIMITS,
            )
        ),
    ]
    facts = CertificateFacts(
        certificate=VERSION,
        kind="destruction",
        campaign=keys.key_id.hex(),
        made=today.isoformat(),
        totals=_totals(books.total) if books else {},
        elsewhere=elsewhere,
    )
    return Certificate.of("\n".join(lines), facts).signed(keys.signing_key)


def _in_all(books: Books | None) -> list[str]:
    if books is None:
        return ["The register could not be read: how many signatures were in it is not known."]
    kiosks = (f"  {printable(kiosk.name)}: {_account(kiosk.account)}" for kiosk in books.kiosks)
    return [f"In all: {_account(books.total)}", *kiosks]


def _account(account: Account) -> str:
    return ", ".join(f"{name} {number}" for name, number in _totals(account).items())


def _totals(account: Account) -> dict[str, int]:
    return {"collected": account.collected, **msgspec.structs.asdict(account)}


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.strip().splitlines()] + [""]


def _points(points: Sequence[str]) -> list[str]:
    return [f"- {point}" for point in points]


_REMOVED = """
Removed: the encrypted signature with everything that was entered, its keyed fingerprints, by which
duplicates are found, and its day, kind, country and language.

Kept: that this kiosk's record of this number is withdrawn, its digest, and the keyed mark of its
receipt code, so that the signature stays out when the same record comes again. They say nothing of
the person.
"""

_AWAITED = """
The signature of the receipt code that was given has not reached this desk yet. The keyed mark of that
code is noted: when the signature comes, it enters as withdrawn and nothing of it is kept. Ask again
later for the certificate that names it.
"""

_WITHDRAWAL_LIMITS = (
    "The kiosk and its sticks may still hold the sealed signature: unreadable without the campaign key.\n"
    "  The kiosk deletes its own on a receipt of the coordinators; sticks and copies of files are deleted\n"
    "  by hand.",
    "The disk, its flash memory, a database server's logs and older copies of the register may keep\n"
    "  traces: unreadable without the campaign key.",
    "A list that was handed over, printed or published before this day cannot be called back.",
    "Another signature of the same person, with other six words, that comes later counts until it is\n"
    "  withdrawn too.",
)

_SHREDDED = """
Every signature was encrypted for that key: on kiosks, on sticks, in the register and in every copy of
these. Without the key nobody can read them, the coordinators included. What stands above is all that is
left.
"""

_DESTRUCTION_LIMITS = (
    "The key's file was overwritten, but flash memory and some file systems keep old blocks. What they\n"
    "  keep is still under the passphrase.",
    "Lists that were exported, printed, handed over or published.",
)
