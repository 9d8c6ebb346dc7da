"""The command that opens the coordinator's window."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kiosk.cli.options import Folder, load_qt, register_option


@click.command()
@click.argument("exports", metavar="[EXPORT]...", type=Folder, nargs=-1)
@click.option("--campaign", type=Folder, help="The campaign folder to open; without it the window asks.")
@register_option
def desk(exports: tuple[Path, ...], campaign: Path | None, register: str | None) -> None:
    """Open the coordinator's window: merge, look signatures up, hand the list over.

    It asks for the campaign's passphrase, and locks itself when nobody uses it for ten minutes.
    Signatures files, EXPORT, are merged as soon as it is open.
    """
    load_qt()
    from kiosk.app import run_desk
    from kiosk.rehearsal.preview import previews
    from kiosk.rehearsal.staff_card import card_of_pack
    from kiosk.rehearsal.still import draw_still, still_names
    from kiosk.ui.desk.preview import StallScreens

    stall = StallScreens(still_names, draw_still)
    files = [each.absolute() for each in exports]
    sys.exit(run_desk(campaign, register, previews, card_of_pack, stall, files))
