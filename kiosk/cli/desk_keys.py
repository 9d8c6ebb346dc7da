"""The coordinator's commands for the campaign key: its shares, getting it back, its passphrase."""

from __future__ import annotations

import datetime
import os
import re
import select
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kiosk.cli.options import (
    Folder,
    draw_without_display,
    new_passphrase,
    passphrase,
    passphrase_option,
    say,
)
from kiosk.errors import SettingsError, ShareError
from kiosk.files import read_capped
from kiosk.languages import LANGUAGES
from kiosk.wording import counted

if TYPE_CHECKING:
    from kiosk.coordinator.campaign.folder import CampaignFolder
    from kiosk.coordinator.campaign.shares import Share

_MAX_SHARES_FILE = 64 * 1024
_NEW = "--new-passphrase-file"

_shares_file_option = click.option(
    "--shares-file",
    type=Folder,
    multiple=True,
    help="A file with the words of key sheets, such as a sheet saved as text; can be given again. Without it "
    "you are asked.",
)
_new_passphrase_option = click.option(
    _NEW,
    type=Folder,
    help="A file whose first line is the new passphrase; without it you are asked, twice.",
)
language_option = click.option(
    "--language",
    type=click.Choice(LANGUAGES),
    default="en",
    show_default=True,
    help="The language of what is printed.",
)


@click.command()
@click.argument("folder", type=Folder)
@click.option("--needed", type=int, required=True, help="How many sheets restore the key together.")
@click.option("--total", type=int, required=True, help="How many sheets there are.")
@click.option("--out", type=Folder, required=True, help="A new folder for the sheets.")
@click.option("--text", is_flag=True, help="Plain text instead of PDF.")
@click.option("--later", is_flag=True, help="Rehearse later: kiosk campaign rehearse.")
@language_option
@passphrase_option
def shares(
    folder: Path,
    needed: int,
    total: int,
    out: Path,
    text: bool,
    later: bool,
    language: str,
    passphrase_file: Path | None,
) -> None:
    """Write key sheets for the campaign in FOLDER, then rehearse with them.

    Any NEEDED of the TOTAL sheets restore the key without the passphrase, and fewer tell
    nothing. Print them, delete the files, and give each sheet to another person. Sheets made
    earlier go on working: destroy them.
    """
    draw_without_display()
    from kiosk.app import application
    from kiosk.coordinator.campaign.folder import CampaignFolder
    from kiosk.ui.desk.keys.sheet import ShareSheet, keys_of, prepare_folder, save_sheets
    from kiosk.ui.language import Language

    opened = CampaignFolder.open(folder)
    keys = opened.unlock(passphrase(passphrase_file))
    prepare_folder(out)
    made = opened.make_shares(keys, needed, total)
    today = datetime.date.today().isoformat()
    sheets = [ShareSheet(keys_of(opened, language), share, total, today) for share in made]
    _drawing = application()  # Qt has no letters without it
    save_sheets(out, sheets, Language(language), text=text)
    say(f"{counted(total, 'sheet')} in {out}. Print them, then delete the files: any {needed} are the key.")
    if needed == total:
        say("! Every one of them is needed: if one is lost, they are worth nothing.", error=True)
    if later or not sys.stdin.isatty():
        remind_of_shares(opened)
        return
    say("Now rehearse with the printed sheets.")
    _rehearse(opened, _ask_shares())


@click.command()
@click.argument("folder", type=Folder)
@_shares_file_option
def rehearse(folder: Path, shares_file: tuple[Path, ...]) -> None:
    """Restore the key of the campaign in FOLDER from its sheets, as a test.

    Nothing is changed but the note that it was done. Do it once with the printed sheets,
    before anybody signs.
    """
    from kiosk.coordinator.campaign.folder import CampaignFolder

    opened = CampaignFolder.open(folder)
    _rehearse(opened, _read_shares(shares_file) if shares_file else _ask_shares())


def _rehearse(opened: CampaignFolder, given: list[Share]) -> None:
    opened.rehearse_shares(given)
    say("The key sheets restore the key: a test signature was opened with it.")


@click.command()
@click.argument("folder", type=Folder)
@_shares_file_option
@click.option("--pack", type=Folder, help="The newest pack there is, where the folder itself is lost.")
@_new_passphrase_option
def recover(
    folder: Path, shares_file: tuple[Path, ...], pack: Path | None, new_passphrase_file: Path | None
) -> None:
    """Get the key of the campaign in FOLDER back from its sheets, under a new passphrase.

    Without the folder a pack gives the rest back: from a stick, or campaign.kioskpack in
    any kiosk's data folder. The register cannot come back from it: merge the signatures
    files again.
    """
    from kiosk.coordinator.campaign.recovery import recover_folder

    given = _read_shares(shares_file) if shares_file else _ask_shares()
    recovered = recover_folder(folder, given, new_passphrase(new_passphrase_file, _NEW, [folder.name]), pack)
    say(f"The campaign is in {folder}, and its key opens with the new passphrase.")
    if not recovered.register_file.exists():
        say("! It has no register: merge all signatures files again.", error=True)


@click.command("passphrase")
@click.argument("folder", type=Folder)
@passphrase_option
@_new_passphrase_option
def change_passphrase(folder: Path, passphrase_file: Path | None, new_passphrase_file: Path | None) -> None:
    """Change the passphrase of the campaign in FOLDER.

    Copies of the folder that you made before still open with the old one: replace them.
    """
    from kiosk.coordinator.campaign.folder import CampaignFolder

    opened = CampaignFolder.open(folder)
    old = passphrase(passphrase_file)
    opened.unlock(old)  # a wrong one is told before the new one is asked
    opened.change_passphrase(old, new_passphrase(new_passphrase_file, _NEW, [folder.name]))
    say("The passphrase is changed. Copies of the folder still open with the old one: replace them.")


def remind_of_shares(opened: CampaignFolder) -> None:
    """Says what is still to be done so that the key cannot be lost, if there is something."""
    if opened.public.training or opened.public.rehearsed or not opened.key_file.exists():
        return
    if opened.public.shares is None:
        what, todo = "There are no key sheets of this campaign", f"kiosk campaign shares {opened.path}"
        todo += " --needed 2 --total 3 --out SHEETS"
    else:
        what, todo = "The key sheets are not rehearsed yet", f"kiosk campaign rehearse {opened.path}"
    say(f"! {what}. Who loses it loses every signature: {todo}", error=True)


def save_fingerprint(opened: CampaignFolder, out: Path, language: str) -> None:
    """Saves the sheet with the campaign's ten words as the PDF file `out`."""
    draw_without_display()
    from kiosk.app import application
    from kiosk.files import write_whole
    from kiosk.ui.desk.keys.sheet import fingerprint_pdf, keys_of
    from kiosk.ui.language import Language

    _drawing = application()  # Qt has no letters without it
    write_whole(out, fingerprint_pdf(keys_of(opened, language), Language(language)))


def _read_shares(files: Sequence[Path]) -> list[Share]:
    from kiosk.coordinator.campaign.shares import read_shares

    texts = []
    for file in files:
        try:
            texts.append(read_capped(file, _MAX_SHARES_FILE, SettingsError).decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            raise SettingsError(f"{file} is not UTF-8 text.", "Save the words again as UTF-8.") from error
    return read_shares("\n\n".join(texts))


def _ask_shares() -> list[Share]:
    """Asks for shares until they suffice, on a screen of its own: nothing of it stays in the scrollback."""
    from rich.console import Console

    from kiosk.coordinator.campaign.shares import check_one_set, find_shares, read_share, still_needed

    if not sys.stdin.isatty():
        raise ShareError(
            "The words of the key sheets are needed.", "Give a file that holds them: --shares-file FILE."
        )
    given: list[Share] = []
    pasted: list[Share] = []
    with Console(stderr=True).screen(hide_cursor=False):
        while not given or still_needed(given):
            place = len(given) + 1
            try:
                share = pasted.pop(0) if pasted else read_share(_ask_words(place), place)
                check_one_set([*given, share])
            except ShareError as error:
                say(f"{error}", error=True)
                continue
            finally:
                pasted += find_shares(_waiting_lines())  # a sheet was pasted; perhaps the next one, too
            if share in given:
                say("You have given this sheet already.", error=True)
                continue
            given.append(share)
            more = still_needed(given)
            say(f"Right: sheet {share.number}." + (f" {more} more." if more else ""), error=True)
    return given


def _ask_words(place: int) -> str:
    """The words of a share as they are typed, on one line or on several; or as a sheet is pasted."""
    from kiosk.coordinator.campaign.share_text import WORDS, has_words, is_numbered

    lines: list[str] = []
    known = 0
    while known < WORDS:
        line = click.prompt(f"Key sheet {place}, word {known + 1} to {WORDS}", prompt_suffix=":\n", err=True)
        if not has_words(line):
            continue  # what else stands on a sheet
        if is_numbered(line) and lines and not any(map(is_numbered, lines)):
            lines = []  # these were no words of a share
        lines.append(line)
        known = len(re.findall(r"[^\W\d_]+", " ".join(lines)))
    return "\n".join(lines)


def _waiting_lines() -> str:
    """What lies at the terminal unread: the end of a sheet that was pasted."""
    waiting = b""
    with suppress(OSError, ValueError):  # not every system can tell
        while select.select([sys.stdin], [], [], 0.1)[0] and (line := os.read(sys.stdin.fileno(), 4096)):
            waiting += line
    return waiting.decode(errors="replace")
