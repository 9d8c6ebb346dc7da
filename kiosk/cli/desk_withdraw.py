"""The coordinator's commands by which signatures go: withdraw, destroy, and the certificates of both."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kiosk.cli.desk import check_register, existing_register
from kiosk.cli.options import (
    Folder,
    campaign_option,
    first_line,
    json_option,
    passphrase,
    passphrase_option,
    print_json,
    register_option,
    say,
)
from kiosk.errors import CampaignError, ExportError, SettingsError
from kiosk.wording import counted

if TYPE_CHECKING:
    from kiosk.coordinator.campaign.folder import CampaignFolder
    from kiosk.coordinator.campaign.keys import CampaignKeys
    from kiosk.coordinator.register.register import Register, Row
    from kiosk.coordinator.rights.destroy import Inventory
    from kiosk.coordinator.rights.withdrawals import Held, Plan

_MOST_NEAR = 100
"""Signatures that are only near of which each is printed."""
_ASKED_FOR = "-"
"""Stands for a text that is asked for, so that it gets into no shell's history."""


@click.command()
@click.argument("code", nargs=-1)
@campaign_option
@register_option
@passphrase_option
@click.option("--code-file", type=Folder, help="A file whose first line is the six words.")
@click.option(
    "--find",
    is_flag=False,
    flag_value=_ASKED_FOR,
    metavar="[TEXT]",
    help="Only list who has TEXT in a name, e-mail, phone or paper reference; without TEXT you are asked.",
)
@click.option("--record", metavar="KIOSK:NUMBER", help="Withdraw this record, as --find lists it.")
@click.option("--alone", is_flag=True, help="Leave the same person's other signatures in.")
@click.option("--yes", is_flag=True, help="Do not ask before withdrawing.")
@click.option("--certificate", type=Folder, help="Write the certificate to this file, too.")
@json_option
def withdraw(
    code: tuple[str, ...],
    campaign: Path,
    register: str | None,
    passphrase_file: Path | None,
    code_file: Path | None,
    find: str | None,
    record: str | None,
    alone: bool,
    yes: bool,
    certificate: Path | None,
    as_json: bool,
) -> None:
    """Withdraw the signature whose receipt has the six words CODE, and make the certificate.

    Without any words you are asked for them. Everything of the signature leaves the
    register, and it stays out when its file is merged again, here or into a new register.
    A code whose signature has not come yet is noted, and honoured when it comes. The
    same person's other signatures go too: they are listed before.

    Six words on the command line stay in the shell's history; to whoever has no campaign
    key they say nothing. A name does: leave TEXT away and type it when you are asked.
    """
    from kiosk.coordinator.campaign.folder import CampaignFolder
    from kiosk.coordinator.integrity.checking import open_register
    from kiosk.signing.receipt_code import read_receipt_code

    opened = CampaignFolder.open(campaign)
    ways = [bool(code), code_file is not None, find is not None, record is not None]
    if sum(ways) > 1:
        raise SettingsError(
            "This says in more than one way what to withdraw.",
            "Give the six words, or --code-file, --find or --record.",
        )
    words = first_line(code_file, "receipt code") if code_file else " ".join(code)
    if not any(ways):
        words = _asked("Receipt code (six words)", "the six words, --code-file, --find or --record")
    by_code = find is None and record is None
    if by_code:
        words = read_receipt_code(words)  # a slip is told before the passphrase is asked
    if find == _ASKED_FOR:
        find = _asked("Find", "--find TEXT")
    keys = opened.unlock(passphrase(passphrase_file))
    # Somebody may withdraw before the first file comes.
    held = open_register(opened, register) if by_code else existing_register(opened, register)
    check_register(held, keys, opened)
    if find is not None:
        _list(held, keys, find, as_json=as_json)
    else:
        _withdraw(opened, held, keys, words, record, alone=alone, yes=yes, out=certificate, as_json=as_json)


def _list(register: Register, keys: CampaignKeys, text: str, *, as_json: bool) -> None:
    """Prints who is found as they are, then who is only near."""
    from kiosk.coordinator.counting.kiosk_names import kiosk_names
    from kiosk.coordinator.reports.search import search

    names = kiosk_names(register)
    near: list[Row] = []
    found = near_too = 0

    def keep(row: Row) -> None:
        nonlocal near_too
        near_too += 1
        if len(near) < _MOST_NEAR:
            near.append(row)

    for row in search(register, keys, text, keep):
        found += 1
        _print_hit(row, names, near=False, as_json=as_json)
    if near and not as_json:
        say("Near: it may be misspelt, or only a part of it fits.")
    for row in near:
        _print_hit(row, names, near=True, as_json=as_json)
    if not as_json:
        others = f", {near_too:,} near" if near_too else ""
        say(f"{counted(found, 'signature')} found{others}.", error=True)


def _print_hit(row: Row, names: Mapping[bytes, str], *, near: bool, as_json: bool) -> None:
    one = row.signature
    assert one is not None
    reference = f"{names[row.kiosk]}:{row.seq}:{row.digest.hex()[:8]}"
    told = {"name": one.name, "email": one.email, "phone": one.phone, "paper_ref": one.paper_ref}
    if as_json:
        print_json({"record": reference, "date": one.date, "status": row.status, **told, "near": near})
    else:
        say(", ".join([reference, one.date, row.status, *filter(None, told.values())]))


def _withdraw(
    opened: CampaignFolder,
    register: Register,
    keys: CampaignKeys,
    words: str,
    record: str | None,
    *,
    alone: bool,
    yes: bool,
    out: Path | None,
    as_json: bool,
) -> None:
    from kiosk.coordinator.rights.withdrawals import plan_by_code, plan_by_record, withdraw
    from kiosk.exchange.certificates import write_certificate

    plan = plan_by_record(register, keys, record) if record else plan_by_code(register, keys, words)
    copies = [] if alone else plan.copies
    if not as_json:
        _tell(plan, copies)
    if not (yes or plan.is_done):
        _confirm(plan)
    done = withdraw(register, keys, opened, plan, datetime.date.today(), with_copies=not alone)
    if out:
        write_certificate(out, done)
    if as_json:
        print_json(
            {
                "withdrawn": [held.reference for held in plan.asked],
                "copies": [held.reference for held in copies],
                "awaited": plan.is_awaited,
                "certificate": done.statement,
            }
        )
        return
    say("Noted." if plan.is_awaited else "Withdrawn.")
    say(f"The certificate is in {out or opened.withdrawals}. It is signed with the campaign's key.")


def _tell(plan: Plan, copies: list[Held]) -> None:
    if plan.is_awaited:
        say("No signature with these six words is merged yet. They are noted, and honoured when it comes.")
    for held in plan.asked:
        say(f"{_described(held)}")
    for held in copies:
        say(f"{_described(held)} (the same person's)")


def _described(held: Held) -> str:
    return f"{held.reference}: " + (f"signed on {held.day}, {held.status}" if held.day else "withdrawn")


def _confirm(plan: Plan) -> None:
    what = "Note them" if plan.is_awaited else "Withdraw this for good"
    if not sys.stdin.isatty():
        raise SettingsError("Nothing was withdrawn: nobody was there to confirm it.", "Say it with --yes.")
    if not click.confirm(f"{what}?", err=True):
        raise SettingsError("Nothing was withdrawn.", "Leave single signatures in with --alone.")


def _asked(prompt: str, instead: str) -> str:
    if not sys.stdin.isatty():
        raise SettingsError("It is not said what to withdraw.", f"Give {instead}.")
    return str(click.prompt(prompt, err=True))


@click.command()
@campaign_option
@register_option
@passphrase_option
@click.option("--dry-run", is_flag=True, help="Only list what would be destroyed, and what not.")
@click.option("--yes-destroy", metavar="ID", help="The campaign's id, typed out, to confirm it.")
@click.option(
    "--without-totals",
    is_flag=True,
    help="Where the register cannot be read: destroy the key and all that is in the folder nevertheless.",
)
def destroy(
    campaign: Path,
    register: str | None,
    passphrase_file: Path | None,
    dry_run: bool,
    yes_destroy: str | None,
    without_totals: bool,
) -> None:
    """Destroy the campaign's key and all signatures that this desk holds, for good.

    Every copy of a signature is encrypted for that key: on sticks, on kiosks, in the
    register. Without it they stay unreadable for everybody. What stays is a certificate
    with the totals, signed with the key before it goes. A destruction that was interrupted
    goes on when this is run again.
    """
    from kiosk.coordinator.campaign.folder import CampaignFolder
    from kiosk.coordinator.integrity.checking import open_register
    from kiosk.coordinator.rights.destroy import destroy as destroy_all
    from kiosk.coordinator.rights.destroy import finish, inventory, is_under_way

    opened = CampaignFolder.open(campaign)
    under_way = is_under_way(opened)
    if not under_way:
        opened.check_kept()
    found = inventory(opened)
    _print_inventory(opened, found, register)
    if dry_run:
        say("Nothing was destroyed.")
        return
    is_there = register or (opened.register_file.exists() and not under_way)
    if under_way:
        file = finish(opened, open_register(opened, register) if is_there else None)
    else:
        _confirm_destruction(opened, yes_destroy)
        keys = opened.unlock(passphrase(passphrase_file))
        held = _register_to_destroy(opened, register, keys) if is_there and not without_totals else None
        today = datetime.date.today()
        file = destroy_all(opened, held, keys, today, with_totals=not without_totals)
        if without_totals and register:
            say("! The register's tables are still on the server: have them deleted there.", error=True)
    say(f"Destroyed. The certificate{'' if without_totals else ' with the totals'} is {file}.")
    for path in found.unknown:
        say(f"! Look at this yourself: {path}", error=True)


def _register_to_destroy(opened: CampaignFolder, register: str | None, keys: CampaignKeys) -> Register:
    """The register, checked, so that its totals can be certified."""
    from kiosk.coordinator.integrity.checking import open_register

    try:
        held = open_register(opened, register)
        check_register(held, keys, opened)
    except CampaignError as error:
        error.todo = (
            "Nothing was destroyed. If the register is the right one, --without-totals destroys the key and "
            "all that is in the folder nevertheless: the certificate then tells no numbers."
        )
        raise
    return held


def _confirm_destruction(opened: CampaignFolder, typed: str | None) -> None:
    id = opened.public.campaign
    if typed is None and sys.stdin.isatty():
        typed = str(click.prompt(f"Type the campaign's id ({id}) to destroy all of this", err=True))
    if typed != id:
        raise SettingsError("Nothing was destroyed.", f"To do it, give --yes-destroy {id}")


def _print_inventory(opened: CampaignFolder, found: Inventory, register: str | None) -> None:
    from kiosk.coordinator.rights.destroy import sheets_to_burn

    for path in found.goes:
        say(f"goes:  {path.relative_to(opened.path)} ({path.stat().st_size // 1024:,} KiB)")
    if register:
        say("goes:  the tables of the register that --register names")
    elif not opened.register_file.exists():
        say("! There is no register here. If it is on a server, name it with --register.", error=True)
    for path in found.stays:
        say(f"stays: {path.relative_to(opened.path)}")
    for path in found.doubtful:
        say(f"! stops it, a key or a key sheet: {path.relative_to(opened.path)}", error=True)
    for path in found.unknown:
        say(f"not touched, not of this program: {path.relative_to(opened.path)}")
    say("Looked into were this folder and those below it, but no archives and no folders that are links.")
    say(f"By hand: other copies of the campaign folder, exported lists, {sheets_to_burn(opened.public)}.")


@click.command()
@click.argument("file", type=Folder)
@campaign_option
def certificate(file: Path, campaign: Path) -> None:
    """Check a certificate of withdrawal or destruction, and print what it says.

    Of the campaign folder only campaign.json is needed.
    """
    from kiosk.coordinator.campaign.folder import CampaignFolder
    from kiosk.exchange.certificates import read_certificate

    opened = CampaignFolder.open(campaign)
    found = read_certificate(file)
    if not found.verify(opened.public.signer):
        raise ExportError(
            f"{file} was not signed with this campaign's key, or was changed since.",
            "Do not rely on it. Ask the coordinator for a new copy.",
        )
    for line in found.statement.splitlines():
        say(line)
    say("")
    say("The signature is good.")
