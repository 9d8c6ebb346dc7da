"""The command that makes the staff's card."""

from __future__ import annotations

from pathlib import Path

import click

from kiosk import paths
from kiosk.cli.options import Folder, data_option, draw_without_display, progress, say
from kiosk.wording import counted


@click.command("staff-card")
@click.argument("file", metavar="OUT.pdf", type=Folder)
@click.option("--pack", type=Folder, help="The pack of the campaign whose name, colours and screens it gets.")
@click.option(
    "--language",
    "languages",
    multiple=True,
    metavar="TAG",
    help="Of the campaign's languages; may be given several times. Without it, all that the program speaks.",
)
@data_option
def staff_card(file: Path, pack: Path | None, languages: tuple[str, ...], data: Path) -> None:
    """Make the card for the people at the stall: how it is run, on a page of A4 to print.

    Its words are the program's own, and its pictures are drawn by the program's own screens: those of
    the campaign in --pack, or of the kiosk on this laptop, or of the bundled campaign.
    """
    draw_without_display()
    from kiosk.app import application
    from kiosk.campaign.content import read_folder
    from kiosk.campaign.pack import open_pack
    from kiosk.files import write_whole
    from kiosk.rehearsal.staff_card import languages_of, staff_cards
    from kiosk.stall.kiosk import Kiosk, is_kiosk

    if pack is not None:
        files = open_pack(pack).files
    elif is_kiosk(data):
        files = Kiosk.open(data).pack.files
    else:
        files = read_folder(paths.bundled_campaign())
    _drawing = application()  # Qt has no letters without it
    chosen = list(dict.fromkeys(languages)) or languages_of(files)
    with progress("Drawing", quiet=False) as bar:
        write_whole(file, staff_cards(files, chosen, bar))
    say(f"{counted(len(chosen), 'page')} in {file}: {', '.join(chosen)}. Print it on A4.")
