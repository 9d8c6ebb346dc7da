"""Paper sheets, typed up in a spreadsheet, become signatures like the rest.

The columns are those of the coordinator's CSV export. What is sealed cannot be changed,
so all rows are checked first: a bad one is listed with its line, and what is doubtful is
said before any of them is sealed.
"""

from __future__ import annotations

import datetime
import hmac
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from kiosk.campaign.model import Campaign
from kiosk.errors import PaperError, SignatureError
from kiosk.signing.checks import check_fields
from kiosk.signing.findings import FieldRemark, is_blank
from kiosk.signing.own_fields import OwnField, identifier
from kiosk.signing.signature import (
    LIMITS,
    MAX_HELP,
    MAX_HELP_ITEM,
    MAX_LANGUAGE,
    Kind,
    Public,
    Signature,
    lowest_version,
)
from kiosk.stall.clock_check import must_be_possible
from kiosk.stall.days import DateOrder, order_of, read_day
from kiosk.stall.kiosk import Kiosk
from kiosk.stall.own_cells import NO, YES, read_own
from kiosk.stall.sheet import PaperSheet, SheetRow
from kiosk.stall.spoilt import is_doubtful
from kiosk.stall.stored import SheetMark

_KINDS: dict[str, Kind] = {
    "": "person",
    "person": "person",
    "individual": "person",
    "organisation": "organisation",
    "organization": "organisation",
}
_NO_HELP = NO | {"none", "-", "–", "n/a"}
_ONLY_COUNTED = {"count", "none"}


@dataclass(frozen=True)
class Checked:
    """One row, before anything is sealed.

    Attributes:
        number: of the row in the sheet, from 1.
        line: its line in the file.
        signature: what would be sealed, or None if it cannot be taken.
        reason: why it cannot be taken.
        doubts: the fields of a row that may have been misread.
    """

    number: int
    line: int
    signature: Signature | None
    reason: str = ""
    doubts: tuple[str, ...] = ()


def required_columns(asked: Mapping[str, str], own: Sequence[OwnField] = ()) -> list[str]:
    """The columns that a sheet must have, given the campaign's form and its own fields."""
    required = [name for name, how in asked.items() if how == "required" and name in LIMITS]
    return required + [field.id for field in own if field.asked == "required"]


def check_sheet(
    kiosk: Kiosk, sheet: PaperSheet, *, again: bool = False, order: DateOrder | None = None
) -> list[Checked]:
    """What each row of `sheet` that has not been taken in yet would become; stores nothing.

    A sheet without a column `paper_ref` gets its name and the line as reference.

    Args:
        again: take all of it in, whatever was before.
        order: how the sheet writes a day that can be two; without it as its other rows do.

    Raises:
        PaperError: all of the file was taken in before.
        ClockError: the kiosk's clock shows a day that it cannot be.
        VaultError, StorageError: the vault cannot be read.
    """
    must_be_possible(kiosk, thoroughly=False)
    done = 0 if again else kiosk.vault.rows_done(_known_by(kiosk, sheet))
    if sheet.rows and done >= len(sheet.rows):
        raise PaperError(
            f"All rows of {sheet.name} were taken in before.",
            "Nothing was stored now. To take them in once more, say --again.",
        )
    order = order or order_of(row.cells.get("date", "") for row in sheet.rows)
    return [_check(kiosk, sheet, number, order) for number in range(done + 1, len(sheet.rows) + 1)]


def seal_rows(kiosk: Kiosk, sheet: PaperSheet, checked: Iterable[Checked]) -> Iterator[tuple[Checked, int]]:
    """Seals and stores each row that can be taken; yields it with its number in the vault once it is durable.

    Raises:
        StorageError, VaultError: the vault failed; the rows already yielded are stored.
    """
    known_by = _known_by(kiosk, sheet)
    for row in checked:
        if row.signature is not None:
            yield row, kiosk.sign(row.signature, SheetMark(known_by, row.number))


def _known_by(kiosk: Kiosk, sheet: PaperSheet) -> bytes:
    # The vault keeps this under a key that is nowhere else: a mark there tells nothing about the file to
    # whoever has the settings. (This part of it is what vaults of version 2 kept, and know again.)
    return hmac.digest(kiosk.settings.signing_seed, b"signing-kiosk sheet v1\0" + sheet.digest, "sha256")


def _check(kiosk: Kiosk, sheet: PaperSheet, number: int, order: DateOrder | None) -> Checked:
    row = sheet.rows[number - 1]
    try:
        signature = _signature(kiosk, row, f"{sheet.name} line {row.line}", order)
        kiosk.sealing_key.check(signature)
    except (PaperError, SignatureError) as error:
        return Checked(number, row.line, None, error.what)
    return Checked(number, row.line, signature, doubts=_doubts(row.cells, signature, kiosk.campaign))


def _signature(kiosk: Kiosk, row: SheetRow, reference: str, order: DateOrder | None) -> Signature:
    if row.reason:
        raise PaperError(row.reason)
    cells = {"paper_ref": reference[: LIMITS["paper_ref"]], **row.cells}
    if not is_blank(cells.get("id", "")):
        raise PaperError("It has an id: it comes from an exported list, not from paper.")
    _check_consent(cells.get("consent", ""), kiosk.campaign.consent_version)
    kind = _kind(cells)
    needed: dict[str, str] = dict(kiosk.campaign.asked)
    if kind == "organisation":
        needed["organisation"] = "required"
    elif needed.get("organisation") == "required":
        needed["organisation"] = "asked"
    always = ("name", "organisation") if kind == "organisation" else ("name",)
    for finding in check_fields(cells, needed, tuple(name for name in LIMITS if name in {*cells, *always})):
        if finding.remark is FieldRemark.REQUIRED:
            raise PaperError(f"It has no {finding.field}.")
        if finding.remark is FieldRemark.TOO_LONG:
            raise PaperError(f"Its {finding.field} is longer than {LIMITS[finding.field]} characters.")
    own = read_own(kiosk.campaign, cells, order)
    signed = Signature(
        version=1,
        date=_date(cells.get("date", ""), order, kiosk.today()),
        kind=kind,
        consent=kiosk.campaign.consent_version,
        language=cells.get("language", "").strip()[:MAX_LANGUAGE] or kiosk.campaign.languages[0],
        public=_public(cells.get("public", "")),
        updates=_yes_or_no("updates", cells.get("updates", "")),
        help=_help(cells.get("help", "")),
        typed_signature=False,  # it stands on the paper
        own=own,
        identified_by=identifier(kiosk.campaign.fields, own),
        **{name: cells.get(name, "") for name in LIMITS},
    )
    return lowest_version(signed)


def _doubts(cells: Mapping[str, str], signature: Signature, campaign: Campaign) -> tuple[str, ...]:
    """The fields that may have been misread: an odd name, e-mail, phone, country, letters, or help."""
    asked = dict.fromkeys(("country", "email", "phone"), "asked")
    odd = {finding.field for finding in check_fields(cells, asked, tuple(asked))}
    doubts = tuple(name for name in LIMITS if name in odd or is_doubtful(name, cells.get(name, "")))
    is_unknown = not set(signature.help) <= _actions(campaign)
    return (*doubts, "help") if is_unknown else doubts


def _actions(campaign: Campaign) -> set[str]:
    """The ids of what people can offer their help with."""
    return {action.id for texts in campaign.texts.values() for action in texts.actions if action.help}


def _check_consent(text: str, version: str) -> None:
    """A sheet is signed under the wording of the pack in use; it may say so, and nothing else."""
    if text.strip() != version and not is_blank(text) and text.strip().lower() not in YES:
        raise PaperError("Its consent is not to the wording of the pack in use.")


def _kind(cells: Mapping[str, str]) -> Kind:
    kind = _KINDS.get(cells.get("kind", "").strip().lower())
    if kind is None:
        raise PaperError("Its kind is neither 'person' nor 'organisation'.")
    return kind


def _date(text: str, order: DateOrder | None, today: datetime.date) -> str:
    return (today if is_blank(text) else read_day(text, order, today)).isoformat()


def _public(text: str) -> Public:
    word = text.strip().lower()
    if word in ("initials", "name"):
        return cast(Public, word)
    if word in _ONLY_COUNTED:
        return "no"
    return "name" if _yes_or_no("public", text) else "no"


def _yes_or_no(column: str, text: str) -> bool:
    word = text.strip().lower()
    if word in YES:
        return True
    if not word or word in NO:
        return False
    raise PaperError(f"Its {column} is neither yes nor no.")


def _help(text: str) -> tuple[str, ...]:
    items = [item.strip() for item in text.split(";") if item.strip()]
    if all(item.lower() in _NO_HELP for item in items):
        return ()
    if len(items) > MAX_HELP or any(len(item) > MAX_HELP_ITEM for item in items):
        raise PaperError(
            f"Its help names more than {MAX_HELP} things, or one longer than {MAX_HELP_ITEM} characters."
        )
    return tuple(items)
