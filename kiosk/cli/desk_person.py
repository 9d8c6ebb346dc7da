"""`kiosk person-data`: a copy of what the register has of one person, for that person."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kiosk.cli.desk import check_register, existing_register
from kiosk.cli.options import (
    Folder,
    campaign_option,
    first_line,
    passphrase,
    passphrase_option,
    register_option,
    say,
)
from kiosk.errors import SettingsError
from kiosk.languages import LANGUAGES
from kiosk.wording import counted

if TYPE_CHECKING:
    from kiosk.coordinator.rights.withdrawals import Held


@click.command("person-data")
@click.argument("out", type=Folder, metavar="OUT")
@click.argument("code", nargs=-1)
@campaign_option
@register_option
@passphrase_option
@click.option("--code-file", type=Folder, help="A file whose first line is the six words.")
@click.option("--record", metavar="KIOSK:NUMBER", help="Of this record, as 'kiosk withdraw --find' lists it.")
@click.option("--alone", is_flag=True, help="Leave the same person's other signatures out.")
@click.option("--yes", is_flag=True, help="Do not ask about the same person's other signatures.")
@click.option(
    "--language", type=click.Choice(LANGUAGES), default="en", show_default=True, help="Of the page to read."
)
def person_data(
    out: Path,
    code: tuple[str, ...],
    campaign: Path,
    register: str | None,
    passphrase_file: Path | None,
    code_file: Path | None,
    record: str | None,
    alone: bool,
    yes: bool,
    language: str,
) -> None:
    """Write everything that the register has of one person to OUT.html (to read) or OUT.json (for programs).

    Whose it is, the six words CODE of the receipt say, or --record. The same person's other
    signatures are in it too: they are listed before. If one comes from a kiosk that you do not
    know, somebody may have signed in this person's name to learn what they left: say no, and
    write it with --alone.

    Make sure that it is the person who asks. The file is not encrypted; nobody else's data is in it.
    """
    from kiosk.coordinator.campaign.folder import CampaignFolder
    from kiosk.coordinator.rights.person_data import person_data as gather
    from kiosk.coordinator.rights.person_data import write_person_data
    from kiosk.coordinator.rights.withdrawals import plan_by_code, plan_by_record
    from kiosk.signing.receipt_code import read_receipt_code

    ending = out.suffix.lower()
    if ending not in (".html", ".json"):
        raise SettingsError(f"{out} does not end in .html or .json.", "Name the file OUT.html or OUT.json.")
    if sum((bool(code), code_file is not None, record is not None)) != 1:
        raise SettingsError(
            "This does not say in one way whose data is wanted.",
            "Give the six words, or --code-file, or --record.",
        )
    words = first_line(code_file, "receipt code") if code_file else " ".join(code)
    if record is None:
        words = read_receipt_code(words)  # a slip is told before the passphrase is asked
    opened = CampaignFolder.open(campaign)
    found = existing_register(opened, register)
    keys = opened.unlock(passphrase(passphrase_file))
    check_register(found, keys, opened)
    plan = plan_by_record(found, keys, record) if record else plan_by_code(found, keys, words)
    copies = [] if alone else plan.copies
    if copies and not yes:
        _confirm([*plan.asked, *copies])
    places = [held.place for held in (*plan.asked, *copies)]
    data = gather(found, keys, opened.public.campaign, places, datetime.date.today())
    if ending == ".json":
        write_person_data(out, data)
    else:
        from kiosk.ui.desk.signatures.person_sheet import write_person_sheet
        from kiosk.ui.language import Language

        own = opened.read_content().fields_in(language)
        write_person_sheet(out, data, Language(language), own)
    say(f"{counted(len(data.records), 'signature')} written to {out}. It is not encrypted.")


def _confirm(records: list[Held]) -> None:
    for held in records:
        say(f"{held.reference}: signed on {held.day}, {held.status}")
    if not sys.stdin.isatty():
        raise SettingsError(
            "Nothing was written: nobody was there to say whether all of these are the same person's.",
            "Say it with --yes, or take only the one with --alone.",
        )
    if not click.confirm("Are all of these the person's who asks?", err=True):
        raise SettingsError("Nothing was written.", "Leave the others out with --alone.")
