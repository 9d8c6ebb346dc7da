"""`kiosk export`: the lists and the petition, for people to read."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kiosk.cli.desk import check_register, existing_register
from kiosk.cli.options import (
    Folder,
    campaign_option,
    draw_without_display,
    passphrase,
    passphrase_option,
    progress,
    register_option,
    say,
)
from kiosk.errors import SettingsError
from kiosk.wording import counted

if TYPE_CHECKING:
    from kiosk.campaign.model import Campaign
    from kiosk.coordinator.campaign.folder import CampaignFolder
    from kiosk.coordinator.campaign.keys import CampaignKeys
    from kiosk.coordinator.register.register import Register
    from kiosk.coordinator.reports.formats import Print


_LISTS = ("all", "public", "mailing-civicrm", "mailing-actionnetwork", "helpers")
_PRINTS = ("petition", "summary", "open-letter", "picture")


@click.command()
@click.argument("out", type=Folder, metavar="OUT")
@campaign_option
@register_option
@passphrase_option
@click.option(
    "--list",
    "kind",
    type=click.Choice((*_LISTS, *_PRINTS)),
    help='Which list: "all" if none is named, or of a PDF file "petition".',
)
@click.option(
    "--language", help="In which language countries and the like are named; else the campaign's first."
)
def export(
    out: Path,
    campaign: Path,
    register: str | None,
    passphrase_file: Path | None,
    kind: str | None,
    language: str | None,
) -> None:
    """Write a list of those who signed to OUT.csv or OUT.xlsx, or the petition to OUT.pdf.

    The petition is what is handed over: the demands, how many signed, and the public list, signed with
    the campaign's key ("kiosk verify" checks it). From the same numbers:

    \b
    summary                one page, OUT.pdf
    open-letter            one page of names for a newspaper, OUT.pdf
    picture                the number and the slogan for social media, OUT.png

    The lists:

    \b
    all                    every field as it was typed, for the coordinators
    public                 who agreed to be listed, with the name or the initials
    mailing-civicrm        who wants news, as CiviCRM imports it
    mailing-actionnetwork  who wants news, as Action Network imports it
    helpers                who offered which help

    The list "all" is not the list that is handed over: e-mails and telephone numbers are in
    it, and the people who did not want to be listed. Anyone who gets a file can read it: keep
    it where the campaign key is kept, and delete it when you are done (docs/reports.md).
    """
    from kiosk.campaign.report import words_report
    from kiosk.coordinator.campaign.folder import CampaignFolder
    from kiosk.coordinator.reports.formats import FORMATS, PRINTS, Print

    ending = out.suffix.lower()
    wanted = kind or ("petition" if ending == ".pdf" else "all")
    endings = [PRINTS[Print(wanted)]] if wanted in _PRINTS else sorted(FORMATS)
    if ending not in endings:
        allowed = [*endings, *([] if kind else [".pdf"])]
        raise SettingsError(
            f"{out} does not end in {' or '.join(allowed)}.", "Give the file a name that ends in that."
        )
    opened = CampaignFolder.open(campaign)
    found = existing_register(opened, register)
    content = opened.read_content()
    spoken = _language(content, language)
    keys = opened.unlock(passphrase(passphrase_file))
    check_register(found, keys, opened)
    if wanted in _PRINTS:
        pages = _write_print(Print(wanted), out, found, keys, opened, content, spoken)
        written = counted(pages, "page")
        if lacking := words_report(content, spoken):
            say(f"! {lacking}", error=True)
    else:
        number = _write_list(out, wanted, found, keys, content, spoken)
        written = counted(number, "record" if wanted == "all" else "line")
    say(f"{written} written to {out}. It is not encrypted.")


def _write_list(
    out: Path, kind: str, register: Register, keys: CampaignKeys, content: Campaign, language: str
) -> int:
    from kiosk.coordinator.reports.formats import FORMATS
    from kiosk.coordinator.reports.lists import ListKind, make_list

    sheet = make_list(ListKind(kind), register, keys, content, language)
    return FORMATS[out.suffix.lower()].write(sheet, out)


def _write_print(
    kind: Print,
    out: Path,
    register: Register,
    keys: CampaignKeys,
    folder: CampaignFolder,
    content: Campaign,
    language: str,
) -> int:
    """Tells what is still open, writes `kind`, and says both in the log."""
    draw_without_display()
    from kiosk.app import application
    from kiosk.coordinator.reports.hand_over import before_hand_over, log_hand_over
    from kiosk.coordinator.reports.petition import Petition
    from kiosk.coordinator.reports.proof import Signatory
    from kiosk.ui.desk.parts.matters import matter_words
    from kiosk.ui.desk.petition.prints import write_print
    from kiosk.ui.language import Language

    day = datetime.date.today()
    petition = Petition.gather(register, keys, content, language, day)
    signatory = Signatory.of(register, keys, content.id, day, petition.counted)
    matters = before_hand_over(register, keys, folder, day, petition.listed)
    for matter in matters:
        say(f"Still open: {matter_words(matter, Language('en'))}")
    _drawing = application()  # Qt has no letters without it
    with progress("Drawing", quiet=False) as bar:
        pages = write_print(kind, out, content, petition, signatory, bar)
    log_hand_over(register, keys, kind.value, day, petition.counted, matters)
    return pages


def _language(content: Campaign, wanted: str | None) -> str:
    if wanted is None:
        return content.languages[0]
    if wanted not in content.languages:
        raise SettingsError(
            f"The campaign has no language {wanted!r}.", f"Choose one of: {', '.join(content.languages)}."
        )
    return wanted
