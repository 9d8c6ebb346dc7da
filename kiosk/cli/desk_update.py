"""`kiosk campaign update`: the total and new names, back to the kiosks."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kiosk.cli.desk import check_register, existing_register
from kiosk.cli.options import Folder, passphrase, passphrase_option, register_option, say
from kiosk.wording import counted

if TYPE_CHECKING:
    from kiosk.campaign.signed import SignedName
    from kiosk.coordinator.reports.update import Update


@click.command()
@click.argument("folder", type=Folder)
@click.option(
    "--names",
    type=click.Choice(["all", "organisations", "none"]),
    default="all",
    show_default=True,
    help="Whom of those who agreed to be named publicly the screens shall name.",
)
@click.option("--write", is_flag=True, help="Write it; without this, it is only shown.")
@register_option
@passphrase_option
def update(folder: Path, names: str, write: bool, register: str | None, passphrase_file: Path | None) -> None:
    """Take the total and the names from the register into the content of FOLDER.

    Shows what changes: "+" for who comes, "-" for who goes, as somebody who has withdrawn. With
    --write it is written into content/signed.toml, and "kiosk campaign pack" brings it to
    the kiosks. A name that shall not be shown gets the line show = false there, which stays.
    """
    from kiosk.coordinator.campaign.folder import CampaignFolder
    from kiosk.coordinator.reports.update import Named, plan_update, write_update

    opened = CampaignFolder.open(folder)
    merged = existing_register(opened, register)
    keys = opened.unlock(passphrase(passphrase_file))
    check_register(merged, keys, opened)
    planned = plan_update(opened, merged, keys, datetime.date.today(), Named(names))
    _print_update(planned)
    if write:
        write_update(opened, planned)
        say(f"Written. Look through {opened.content / 'signed.toml'}, then: kiosk campaign pack {folder}")
    else:
        say("Nothing was written. To write it, add --write.")


def _print_update(planned: Update) -> None:
    for sign, names in (("+", planned.new), ("-", planned.gone)):
        for one in names:
            say(f"{sign} {_line(one)}")
    if planned.unfit:
        say(f"! {counted(planned.unfit, 'name')} cannot be shown: of markup, or not printable")
    if planned.left_out:
        say(f"! {counted(planned.left_out, 'name')} left out: there is no room for more")
    hidden = sum(not one.show for one in planned.file.names)
    notes = f", {hidden} of them hidden (show = false)" if hidden else ""
    before = "" if planned.before is None else f" (before: {planned.before:,})"
    say(f"{counted(planned.file.signed, 'signature')} in all{before}")
    say(f"{counted(len(planned.file.names), 'name')} for the screens{notes}")


def _line(name: SignedName) -> str:
    return ", ".join(filter(None, (name.name, name.role, name.country)))
