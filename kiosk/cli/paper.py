"""`kiosk sign`: typed-up paper sheets, checked, shown, and sealed."""

from __future__ import annotations

import sys
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kiosk.cli.options import Folder, data_option, say
from kiosk.errors import KioskError, PaperError
from kiosk.wording import counted, short_name

if TYPE_CHECKING:
    from kiosk.stall.kiosk import Kiosk
    from kiosk.stall.paper import Checked
    from kiosk.stall.sheet import PaperSheet

_SHOWN = 3
"""Rows that --dry-run shows in full, and words that tell whether an encoding is right."""


@click.command()
@click.argument("file", type=Folder)
@click.option("--dry-run", is_flag=True, help="Show what would be taken; nothing is sealed or stored.")
@click.option("--encoding", help="In which encoding a CSV file is, such as big5, gbk or cp1252.")
@click.option(
    "--days",
    type=click.Choice(["day-first", "month-first"]),
    help="What comes first in 03/04/2026, where the sheet does not tell.",
)
@click.option("--doubtful", is_flag=True, help="Take doubtful rows as they are.")
@click.option("--again", is_flag=True, help="Take the whole file in, even if it was taken in before.")
@data_option
def sign(
    file: Path, dry_run: bool, encoding: str | None, days: str | None, doubtful: bool, again: bool, data: Path
) -> None:
    """Seal the signatures of a typed-up paper sheet, FILE (XLSX, or CSV).

    The first line names the columns; 'name' and what the campaign requires must be
    there. All rows are checked first: what is doubtful is said, and nothing is sealed
    until it is answered. A row that cannot be taken is listed with its line, and the
    others go in. A file that was taken in in part goes on where it stopped.
    """
    from kiosk.stall.days import DateOrder
    from kiosk.stall.kiosk import Kiosk
    from kiosk.stall.paper import check_sheet, required_columns
    from kiosk.stall.sheet import read_sheet

    opened = Kiosk.open(data)
    campaign = opened.campaign
    sheet = read_sheet(file, required_columns(campaign.asked, campaign.fields), encoding, campaign.fields)
    if sheet.guessed:
        _tell_guess(file, sheet, sure=dry_run)
    checked = check_sheet(opened, sheet, again=again, order=DateOrder(days) if days else None)
    refused = [row for row in checked if row.signature is None]
    doubts = [row for row in checked if row.doubts]
    for row in doubts:
        say(f"! line {row.line}: please check the {' and the '.join(row.doubts)}", error=True)
    if dry_run:
        _show(sheet, checked)
    elif doubts and not doubtful:
        _confirm(
            f"Take {counted(len(doubts), 'doubtful row')} as written?",
            f"{counted(len(doubts), 'row is', 'rows are')} doubtful, and what is sealed cannot be changed. "
            "Nothing was stored.",
            "Correct the sheet and try again, or take them as they are: --doubtful.",
        )
    before = len(sheet.rows) - len(checked)
    if before:
        say(f"Of this file, {counted(before, 'row')} had been taken in before.")
    if not dry_run:
        _seal(opened, sheet, checked)
    for row in refused:
        say(f"! line {row.line} {'would not be' if dry_run else 'was not'} taken: {row.reason}", error=True)
    if refused and not dry_run:
        say(
            "→ Put the rows that were not taken into a new file with the same first line, and sign that.",
            error=True,
        )
    if refused:
        sys.exit(1)


def _tell_guess(file: Path, sheet: PaperSheet, *, sure: bool) -> None:
    """Says as what the file was read, and unless nothing is at stake (`sure`) asks whether that is right."""
    say(
        f"! {file} is not UTF-8. As {sheet.guessed} these words stand in it: {_telling(sheet)}",
        error=True,
    )
    if not sure:
        _confirm(
            "Are they right?",
            f"Whether {file} is in {sheet.guessed} must be confirmed.",
            f"If its words are right (--dry-run shows some), say --encoding {sheet.guessed.lower()}. "
            "Otherwise save it as 'CSV UTF-8' or as XLSX.",
        )


def _seal(opened: Kiosk, sheet: PaperSheet, checked: list[Checked]) -> None:
    from kiosk.stall.paper import seal_rows

    stored = 0
    try:
        for row, seq in seal_rows(opened, sheet, checked):
            stored += 1
            say(f"line {row.line}: stored as number {seq}")
    except KioskError as error:
        if stored:
            error.todo += f" The first {stored} signatures are stored; the same command goes on from there."
        raise
    say(f"{counted(stored, 'signature is', 'signatures are')} sealed and stored.")


def _show(sheet: PaperSheet, checked: list[Checked]) -> None:
    """What would be taken, and the first rows as they would be sealed."""
    taken = [row for row in checked if row.signature is not None]
    doubtful = sum(bool(row.doubts) for row in taken)
    say(
        f"{counted(len(checked), 'row')}: {len(taken)} would be taken ({doubtful} of them doubtful), "
        f"{len(checked) - len(taken)} would not. Nothing was sealed or stored."
    )
    columns = dict.fromkeys(column for row in sheet.rows for column in row.cells)
    for row in taken[:_SHOWN]:
        cells = {name: getattr(row.signature, name, "") for name in ("date", "paper_ref", *columns)}
        say(
            f"line {row.line}: " + "; ".join(f"{name}: {_word(cell)}" for name, cell in cells.items() if cell)
        )


def _word(cell: object) -> str:
    if isinstance(cell, tuple):
        return ", ".join(cell)
    return "yes" if cell is True else short_name(cell)


def _telling(sheet: PaperSheet) -> str:
    """A few cells by whose letters somebody can tell whether the encoding is right."""
    cells = (cell for row in sheet.rows for cell in row.cells.values() if not cell.isascii())
    return ", ".join(short_name(cell) for cell in islice(dict.fromkeys(cells), _SHOWN))


def _confirm(question: str, what: str, todo: str) -> None:
    """Goes on when a person says yes.

    Raises:
        PaperError: they say no, or there is nobody to ask.
    """
    if not (sys.stdin.isatty() and click.confirm(question, err=True)):
        raise PaperError(what, todo)
