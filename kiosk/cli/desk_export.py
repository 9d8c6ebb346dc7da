"""`kiosk export`: the lists and the petition, for people to read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kiosk.cli.desk import existing_register
from kiosk.cli.options import Folder, campaign_option, passphrase, passphrase_option, say
from kiosk.errors import SettingsError
from kiosk.wording import counted

if TYPE_CHECKING:
    from kiosk.campaign.model import Campaign


_LISTS = ("all", "public", "mailing-civicrm", "mailing-actionnetwork", "helpers")


@click.command()
@click.argument("out", type=Folder, metavar="OUT.csv|OUT.xlsx")
@campaign_option
@passphrase_option
@click.option(
    "--list",
    "kind",
    type=click.Choice(_LISTS),
    default="all",
    show_default=True,
    help="Which list.",
)
@click.option(
    "--language", help="In which language countries and the like are named; else the campaign's first."
)
def export(out: Path, campaign: Path, passphrase_file: Path | None, kind: str, language: str | None) -> None:
    """Write a list of those who signed to OUT, in the format that its ending names.

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
    from kiosk.coordinator.csv_export import write_csv
    from kiosk.coordinator.folder import CampaignFolder
    from kiosk.coordinator.lists import ListKind, make_list
    from kiosk.coordinator.totals import total
    from kiosk.coordinator.xlsx_export import write_xlsx

    ending = out.suffix.lower()
    if ending not in (".csv", ".xlsx"):
        raise SettingsError(f"{out} ends neither in .csv nor in .xlsx.", "Name the file OUT.csv or OUT.xlsx.")
    opened = CampaignFolder.open(campaign)
    register = existing_register(opened)
    content = opened.read_content()
    wanted, spoken = ListKind(kind), _language(content, language)
    keys = opened.unlock(passphrase(passphrase_file))
    sheet = make_list(wanted, register, keys, content, spoken)
    if ending == ".xlsx":
        number = write_xlsx(sheet, out, total(register) if wanted is ListKind.ALL else None)
    else:
        number = write_csv(sheet, out, mark=not wanted.startswith("mailing"))
    what = "record" if wanted is ListKind.ALL else "line"
    say(f"{counted(number, what)} written to {out}. It is not encrypted.")


def _language(content: Campaign, wanted: str | None) -> str:
    if wanted is None:
        return content.languages[0]
    if wanted not in content.languages:
        raise SettingsError(
            f"The campaign has no language {wanted!r}.", f"Choose one of: {', '.join(content.languages)}."
        )
    return wanted
