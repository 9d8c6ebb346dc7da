"""The coordinator's commands."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from kiosk.cli.desk_keys import language_option, remind_of_shares, save_fingerprint
from kiosk.cli.options import (
    Folder,
    InOrder,
    campaign_option,
    interruptible,
    json_option,
    new_passphrase,
    passphrase,
    passphrase_option,
    print_json,
    progress,
    register_option,
    say,
)
from kiosk.errors import CampaignError, ExportError
from kiosk.wording import counted

if TYPE_CHECKING:
    from kiosk.coordinator.campaign.folder import CampaignFolder
    from kiosk.coordinator.campaign.keys import CampaignKeys
    from kiosk.coordinator.counting.books import Account, Books
    from kiosk.coordinator.register.register import Register

_MOST_PROBLEMS = 100
"""Problems with files that a merge tells one by one: among 10,000 files may be as many."""


_MORE = {
    "update": "desk_update.update",
    "shares": "desk_keys.shares",
    "rehearse": "desk_keys.rehearse",
    "recover": "desk_keys.recover",
    "passphrase": "desk_keys.change_passphrase",
}


@click.group(cls=InOrder, elsewhere=_MORE)
def campaign() -> None:
    """Make a campaign and its packs for the kiosks."""


@campaign.command("example")
@click.argument("folder", type=Folder)
def campaign_example(folder: Path) -> None:
    """Copy a small example's content to FOLDER, to write your own campaign into its files."""
    from kiosk.campaign.example import copy_example

    copy_example(folder)
    say(f"The content of an example is in {folder}. Put your own texts into its files, then:")
    say(f"kiosk campaign new CAMPAIGN --content {folder}")


@campaign.command("new")
@click.argument("folder", type=Folder)
@click.option(
    "--content", type=Folder, required=True, help="The content folder to start from (docs/content.md)."
)
@passphrase_option
def campaign_new(folder: Path, content: Path, passphrase_file: Path | None) -> None:
    """Make the campaign FOLDER: a new key, a copy of the content, and the first pack.

    The key is the only way to open signatures. Keep the folder and the passphrase
    safe, in two places: nobody can open a signature without them.
    """
    from kiosk.campaign.content import parse_new_content, read_folder
    from kiosk.campaign.report import content_report
    from kiosk.coordinator.campaign.folder import CampaignFolder
    from kiosk.files import storage

    with storage(content):
        parse_new_content(read_folder(content))  # nobody thinks of a passphrase for what cannot be made
    words = new_passphrase(passphrase_file, "--passphrase-file", [folder.name, content.name])
    made = CampaignFolder.create(folder, content, words, datetime.date.today())
    for remark in content_report(made.read_content()):
        say(f"! {remark}")
    say(f"The campaign is in {folder}. Its key was opened again, and a test signature with it.")
    say(f"The pack for the kiosks: {made.pack_file}")
    _print_fingerprint(made)
    remind_of_shares(made)


@campaign.command("pack")
@click.argument("folder", type=Folder)
@passphrase_option
def campaign_pack(folder: Path, passphrase_file: Path | None) -> None:
    """Sign a pack of the content in FOLDER as it is now, for the kiosks.

    When the content has not changed since the last pack, that one is kept and no
    passphrase is needed.
    """
    from kiosk.campaign.report import content_report
    from kiosk.coordinator.campaign.folder import CampaignFolder

    opened = CampaignFolder.open(folder)
    pack = opened.current_pack()
    if pack is None:
        opened.check_content()  # a mistake in the content is told before the passphrase is asked
        keys = opened.unlock(passphrase(passphrase_file))
        pack = opened.make_pack(keys, datetime.date.today())
    for remark in content_report(pack.campaign):
        say(f"! {remark}")
    say(f"{opened.pack_file} (pack {pack.manifest.edition}, {len(pack.data) // 1024:,} KiB)")
    remind_of_shares(opened)


@campaign.command("words")
@click.argument("content", type=Folder)
@click.argument("language", metavar="LANG")
def campaign_words(content: Path, language: str) -> None:
    """Write the program's own words for the language LANG into the content folder CONTENT, to fill in.

    They are in LANG/words.toml, the English on the left. What is filled in already stays, and what is
    new is added. Kiosks show them once a pack of the content has reached them.
    """
    from kiosk.campaign.words import missing_words, needed_words
    from kiosk.campaign.words_file import write_words

    file, words = write_words(content, language)
    missing, total = missing_words(words, language), len(needed_words())
    say(f"{file}: {total - missing:,} of {total:,} words are there, {missing:,} are missing.")


@campaign.command("fingerprint")
@click.argument("folder", type=Folder)
@click.option("--sheet", type=Folder, help="Also save a page with the words, to print, as this PDF file.")
@language_option
def campaign_fingerprint(folder: Path, sheet: Path | None, language: str) -> None:
    """Print the ten words by which a kiosk knows the campaign in FOLDER, to read aloud."""
    from kiosk.coordinator.campaign.folder import CampaignFolder

    opened = CampaignFolder.open(folder)
    _print_fingerprint(opened)
    if sheet:
        save_fingerprint(opened, sheet, language)


def _print_fingerprint(opened: CampaignFolder) -> None:
    from kiosk.campaign.pack import fingerprint

    say("Its words, to compare aloud at every kiosk's set-up:")
    say("  " + " ".join(fingerprint(opened.public.signer, opened.public.public_key)))


@click.command()
@click.argument("places", type=Folder, nargs=-1, required=True, metavar="EXPORT...")
@campaign_option
@register_option
@passphrase_option
@json_option
def merge(
    places: tuple[Path, ...],
    campaign: Path,
    register: str | None,
    passphrase_file: Path | None,
    as_json: bool,
) -> None:
    """Merge signatures files (EXPORT...) into the campaign's register and print the books.

    Of a folder, all signatures files in it and below are merged, whatever they are called.
    Merging the same file again, or files in another order, changes nothing. What cannot be
    read is listed by kiosk and number; everything else is merged. Ctrl+C ends it between
    two batches: what was merged stays, and the next merge goes on from there.
    """
    from kiosk.coordinator.campaign.folder import CampaignFolder
    from kiosk.coordinator.integrity.checking import open_register
    from kiosk.coordinator.merge.exports import find_exports
    from kiosk.coordinator.merge.merge import merge as merge_files

    exports = find_exports(places)
    if not exports.files:
        why = " ".join(map(str, exports.problems)) or "There is no signatures file among these."
        raise ExportError(why, "Name the stick, or the files on it.")
    opened = CampaignFolder.open(campaign)
    keys = opened.unlock(passphrase(passphrase_file))
    into = open_register(opened, register)
    with progress("Merging", quiet=as_json) as bar, interruptible() as stopped:
        result = merge_files(
            into, keys, exports.files, lambda read: bar(read, exports.size), stopped, folder=opened
        )
    problems = [(file.path, problem) for file in result.files for problem in file.problems]
    if as_json:
        print_json(
            {
                "new": result.new,
                "repaired": result.repaired,
                "files": result.files,
                "others": exports.others,
                "stopped": result.stopped,
                **books_json(result.books, into),
            }
        )
    else:
        print_books(result.books)
        repaired = f", {result.repaired} repaired" if result.repaired else ""
        say(f"{result.new} new{repaired}")
        if exports.others:
            say(f"{counted(exports.others, 'other file')} left alone")
    for path, problem in problems[:_MOST_PROBLEMS]:
        told = str(problem)
        say(f"! {told}" if path.name in told else f"! {path.name}: {told}", error=True)
    if len(problems) > _MOST_PROBLEMS:
        more = counted(len(problems) - _MOST_PROBLEMS, "more problem")
        say(f"! and {more} with files: merging again with --json lists all", error=True)
    for sentence in (*exports.problems, *result.changed):
        say(f"! {sentence}", error=True)
    if result.stopped:
        say("! It was stopped before the end: merge again to go on.", error=True)
    if problems or exports.problems or result.stopped:
        sys.exit(1)


@click.command()
@click.argument("target", type=Folder)
@campaign_option
@register_option
@passphrase_option
def receipts(target: Path, campaign: Path, register: str | None, passphrase_file: Path | None) -> None:
    """Write receipts for the kiosks to TARGET: a stick, a folder, or beside a .signatures file.

    A kiosk that syncs there deletes what its receipt proves to be merged, unless the
    campaign keeps it. From then on the register may be the only place where those
    signatures are: copy the campaign folder to a second disk first.
    """
    from kiosk.coordinator.campaign.folder import CampaignFolder
    from kiosk.coordinator.campaign.upkeep import note_receipts
    from kiosk.coordinator.reports.receipts import give_receipts, merged

    opened = CampaignFolder.open(campaign)
    found = existing_register(opened, register)
    keys = opened.unlock(passphrase(passphrase_file))
    check_register(found, keys, opened)
    kiosks = merged(found)
    for kiosk in kiosks:
        stop = ""
        if kiosk.upto < kiosk.last:
            stop = f" of {kiosk.last}: number {kiosk.upto + 1} is missing, not readable, or there twice"
        say(f"{kiosk.name}: merged up to {kiosk.upto}{stop}")
    file = give_receipts(kiosks, keys, opened.public.campaign, target, datetime.date.today())
    note_receipts(opened, {kiosk.kiosk: kiosk.upto for kiosk in kiosks})
    say(f"The receipts are in {file}. Copy the campaign folder to a second disk before kiosks sync there.")


def existing_register(opened: CampaignFolder, register: str | None) -> Register:
    """The register at the address `register`, or else the campaign folder's own; nothing in it is checked.

    Raises CampaignError when nothing has been merged into that yet.
    """
    from kiosk.coordinator.integrity.checking import open_register

    opened.check_kept()
    if register is None and not opened.register_file.exists():
        raise CampaignError(
            f"{opened.path} has no register yet.", "Merge signatures files first: kiosk merge EXPORT..."
        )
    return open_register(opened, register)


def check_register(register: Register, keys: CampaignKeys, opened: CampaignFolder) -> None:
    """Puts right what was changed in the register by hand, and tells it."""
    from kiosk.coordinator.integrity.checking import check

    for sentence in check(register, keys, opened):
        say(f"! {sentence}", error=True)


def say_unchecked() -> None:
    """Says that what was printed is what stands in the register, whoever wrote it there."""
    say("! Unchecked: whoever can write to the register could have changed this.", error=True)
    say("! With the passphrase it is checked: --passphrase-file FILE", error=True)


def print_books(books: Books) -> None:
    """Prints each kiosk's account, what is lacking, what failed, and the account of all."""
    from kiosk.coordinator.counting.numbers import run_text

    for kiosk_account in books.kiosks:
        say(f"{kiosk_account.name}: {_account_text(kiosk_account.account)}")
        if kiosk_account.gaps:
            say(f"! {kiosk_account.name} lacks {run_text(kiosk_account.gaps)}")
    for failure in books.failures:
        say(f"! {failure.kiosk} number {failure.number} is {failure.state}: {failure.reason}")
    more = books.total.rejected + books.total.unreadable - len(books.failures)
    if more:
        what = f"{counted(more, 'more record')} that {'is' if more == 1 else 'are'} rejected or unreadable"
        say(f"! and {what}: kiosk report --json lists all")
    say(f"In all: {_account_text(books.total)}")


def _account_text(account: Account) -> str:
    return (
        f"collected {account.collected} = counted {account.counted} + duplicate {account.duplicate}"
        f" + withdrawn {account.withdrawn} + rejected {account.rejected} + unreadable {account.unreadable}"
    )


def books_json(books: Books, register: Register) -> dict[str, Any]:
    """The books as scripts get them, with every failure in `register`."""
    from kiosk.coordinator.counting.books import failures

    kiosks = [
        {"kiosk": one.kiosk, "name": one.name, **_account_json(one.account), "gaps": one.gaps}
        for one in books.kiosks
    ]
    return {**_account_json(books.total), "kiosks": kiosks, "failures": list(failures(register))}


def _account_json(account: Account) -> dict[str, int]:
    return {"collected": account.collected, **msgspec.structs.asdict(account)}
