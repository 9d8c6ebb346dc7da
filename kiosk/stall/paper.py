"""Paper sheets, typed up as CSV, become signatures like the rest.

The columns are those of the coordinator's CSV export. A bad row is listed with its
line and the others go in.
"""

from __future__ import annotations

import datetime
import hmac
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import cast

from kiosk.errors import PaperError, SignatureError
from kiosk.signing.checks import Remark, check_fields, is_blank
from kiosk.signing.signature import (
    LIMITS,
    MAX_HELP,
    MAX_HELP_ITEM,
    MAX_LANGUAGE,
    VERSION,
    Kind,
    Public,
    Signature,
)
from kiosk.stall.kiosk import Kiosk
from kiosk.stall.sheet import Sheet, SheetRow
from kiosk.stall.vault import SheetMark

_YES = {"yes", "y", "true", "1", "x", "ja", "oui", "sí", "si", "是", "好"}
_KINDS: dict[str, Kind] = {
    "": "person",
    "person": "person",
    "individual": "person",
    "organisation": "organisation",
    "organization": "organisation",
}
_ONLY_COUNTED = {"count", "none"}
_NO = {"", "no", "n", "false", "0", "nein", "non", "否", "不"}


@dataclass(frozen=True)
class Row:
    """What became of one row.

    Attributes:
        line: its line in the file.
        seq: its number in the vault, or None when it was not taken.
        reason: why it was not taken.
        doubts: the fields of a stored row that may have been misread.
    """

    line: int
    seq: int | None
    reason: str = ""
    doubts: tuple[str, ...] = ()


def required_columns(asked: Mapping[str, str]) -> list[str]:
    """The columns that a sheet must have, given the campaign's form."""
    return [name for name, how in asked.items() if how == "required" and name in LIMITS]


def sign_sheet(kiosk: Kiosk, sheet: Sheet, *, again: bool = False) -> Iterator[Row]:
    """Seals and stores each row of `sheet`; a row is yielded when it is durable, or cannot be taken.

    A sheet without a column `paper_ref` gets its name and the line as reference. Of a
    file that was taken in in part, only what is left is stored.

    Args:
        again: take all of it in, whatever was before.

    Raises:
        PaperError: all of the file was taken in before.
        StorageError, VaultError: the vault failed; the rows already yielded are stored.
    """
    # The vault keeps this under a key that is nowhere else: a mark there tells nothing about the file to
    # whoever has the settings. (This part of it is what vaults of version 2 kept, and know again.)
    known_by = hmac.digest(kiosk.settings.signing_seed, b"signing-kiosk sheet v1\0" + sheet.digest, "sha256")
    done = 0 if again else kiosk.vault.rows_done(known_by)
    if sheet.rows and done >= len(sheet.rows):
        raise PaperError(
            f"All rows of {sheet.name} were taken in before.",
            "Nothing was stored now. To take them in once more, say --again.",
        )
    for number, row in enumerate(sheet.rows, 1):
        if number <= done:
            continue
        try:
            signature = _signature(kiosk, row, f"{sheet.name} line {row.line}")
            seq = kiosk.sign(signature, SheetMark(known_by, number))
            yield Row(row.line, seq, doubts=_doubts(row.cells))
        except (PaperError, SignatureError) as error:
            yield Row(row.line, None, error.what)


def _signature(kiosk: Kiosk, row: SheetRow, reference: str) -> Signature:
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
    for finding in check_fields(
        cells, needed, tuple(name for name in LIMITS if name in cells or name == "name")
    ):
        if finding.remark is Remark.REQUIRED:
            raise PaperError(f"It has no {finding.field}.")
        if finding.remark is Remark.TOO_LONG:
            raise PaperError(f"Its {finding.field} is longer than {LIMITS[finding.field]} characters.")
    return Signature(
        version=VERSION,
        date=_date(cells.get("date", ""), kiosk.today()),
        kind=kind,
        consent=kiosk.campaign.consent_version,
        language=cells.get("language", "").strip()[:MAX_LANGUAGE] or kiosk.campaign.languages[0],
        public=_public(cells.get("public", "")),
        updates=_yes_or_no("updates", cells.get("updates", "")),
        help=_help(cells.get("help", "")),
        typed_signature=False,  # it stands on the paper
        **{name: cells.get(name, "") for name in LIMITS},
    )


def _doubts(cells: Mapping[str, str]) -> tuple[str, ...]:
    """The fields that may have been misread: an odd e-mail, phone or country."""
    asked = dict.fromkeys(("country", "email", "phone"), "asked")
    return tuple(finding.field for finding in check_fields(cells, asked, tuple(asked)))


def _check_consent(text: str, version: str) -> None:
    """A sheet is signed under the wording of the pack in use; it may say so, and nothing else."""
    if text.strip() != version and not is_blank(text) and text.strip().lower() not in _YES:
        raise PaperError("Its consent is not to the wording of the pack in use.")


def _kind(cells: Mapping[str, str]) -> Kind:
    kind = _KINDS.get(cells.get("kind", "").strip().lower())
    if kind is None:
        raise PaperError("Its kind is neither 'person' nor 'organisation'.")
    return kind


def _date(text: str, today: datetime.date) -> str:
    if not text.strip():
        return today.isoformat()
    try:
        return datetime.date.fromisoformat(text.strip()).isoformat()
    except ValueError as error:
        raise PaperError("Its date is not written as 2026-12-31 (year-month-day).") from error


def _public(text: str) -> Public:
    word = text.strip().lower()
    if word in ("initials", "name"):
        return cast(Public, word)
    if word in _ONLY_COUNTED:
        return "no"
    return "name" if _yes_or_no("public", text) else "no"


def _yes_or_no(column: str, text: str) -> bool:
    word = text.strip().lower()
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise PaperError(f"Its {column} is neither yes nor no.")


def _help(text: str) -> tuple[str, ...]:
    items = [item.strip() for item in text.split(";") if item.strip()]
    if [item.lower() for item in items] == ["no"]:
        return ()
    if len(items) > MAX_HELP or any(len(item) > MAX_HELP_ITEM for item in items):
        raise PaperError(
            f"Its help names more than {MAX_HELP} things, or one longer than {MAX_HELP_ITEM} characters."
        )
    return tuple(items)
