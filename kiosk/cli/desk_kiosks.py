"""`kiosk kiosks`: which kiosks there are, and which of them count."""

from __future__ import annotations

import datetime
import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kiosk.cli.desk import check_register, existing_register, say_unchecked
from kiosk.cli.options import (
    Folder,
    campaign_option,
    json_option,
    passphrase,
    passphrase_option,
    print_json,
    register_option,
    say,
)
from kiosk.errors import SettingsError
from kiosk.wording import counted

if TYPE_CHECKING:
    from kiosk.coordinator.campaign.folder import CampaignFolder
    from kiosk.coordinator.campaign.keys import CampaignKeys
    from kiosk.coordinator.counting.kiosks import KioskView
    from kiosk.coordinator.register.register import Register

_MIN_DIGEST = 4
"""Digits of a digest that name its record."""
_MOST_CHOICES = 10
_WHOLE_ID = re.compile(r"[0-9a-f]{32}")
_ACTIONS = ("trust", "hold", "revoke", "restore", "accept", "take-back", "new-pin")


@click.command()
@click.argument("action", type=click.Choice(_ACTIONS), required=False)
@click.argument("kiosk", required=False)
@campaign_option
@register_option
@passphrase_option
@click.option("--from", "first", type=click.IntRange(1), help="revoke: only from this number on.")
@click.option(
    "--numbers",
    metavar="FIRST-LAST",
    help="accept, take-back: every record of these numbers, although several have them.",
)
@click.option(
    "--record",
    "records",
    multiple=True,
    metavar="DIGEST",
    help="accept, take-back: only the record whose digest begins so.",
)
@click.option("--to", type=Folder, help="new-pin: the stick or folder for the file.")
@click.option(
    "--new-kiosks",
    type=click.Choice(("count", "wait")),
    help="Whether records of kiosks that are met for the first time count at once, or wait for your word.",
)
@json_option
def kiosks(
    action: str | None,
    kiosk: str | None,
    campaign: Path,
    register: str | None,
    passphrase_file: Path | None,
    first: int | None,
    numbers: str | None,
    records: tuple[str, ...],
    to: Path | None,
    new_kiosks: str | None,
    as_json: bool,
) -> None:
    """List the campaign's kiosks and what is odd about them, or say whether one counts.

    \b
    trust KIOSK      it is one of ours (compare its id with 'kiosk status' on the laptop)
    hold KIOSK       nothing of it counts until you say more
    revoke KIOSK     nothing of it counts, from number --from on
    restore KIOSK    takes that back
    accept KIOSK     of the numbers that two records have, these records count
    take-back KIOSK  they do not
    new-pin KIOSK    its staff have forgotten the PIN: writes a file --to a stick which lets them
                     choose a new one on that laptop, once

    KIOSK is its name, or the beginning of its id (for new-pin also the whole id of one that has
    never synced: the laptop shows it under "PIN forgotten?"). To say something takes the passphrase; to list
    does not, but then nothing is checked. Nothing is lost: what does not count stays in the
    register, listed with the reason.
    """
    from kiosk.coordinator.campaign.folder import CampaignFolder
    from kiosk.coordinator.counting.kiosks import find_kiosk, kiosk_views, let_new_wait
    from kiosk.coordinator.integrity.odd_values import refuse_odd_values

    folder = CampaignFolder.open(campaign)
    if action == "new-pin":
        _write_new_pin(folder, register, kiosk, to, passphrase_file)
        return
    opened = existing_register(folder, register)
    if action is not None and kiosk is None:
        raise SettingsError(f"Which kiosk is it to {action}?", "Give its name, or the beginning of its id.")
    checked = action is not None or new_kiosks is not None or passphrase_file is not None
    if checked:
        keys = folder.unlock(passphrase(passphrase_file))
        check_register(opened, keys, folder)
        if new_kiosks is not None:
            let_new_wait(opened, keys, new_kiosks == "wait")
        if action is not None and kiosk is not None:
            _act(opened, keys, action, find_kiosk(opened, kiosk), first or 1, numbers, records)
    else:
        refuse_odd_values(opened)
    views = kiosk_views(opened, datetime.date.today())
    if as_json:
        print_json({"checked": checked, "kiosks": views, "forks": _forks_json(opened)})
        return
    for view in views:
        _print(view)
    _print_forks(opened)
    if not checked:
        say_unchecked()


def _write_new_pin(
    folder: CampaignFolder, register: str | None, kiosk: str | None, to: Path | None, file: Path | None
) -> None:
    from kiosk.coordinator.counting.kiosks import find_kiosk
    from kiosk.coordinator.reports.new_pin import let_choose_new_pin

    if kiosk is None or to is None:
        raise click.UsageError("new-pin needs KIOSK and --to FOLDER.")
    digits = "".join(kiosk.split()).lower()
    if _WHOLE_ID.fullmatch(digits):
        whole = bytes.fromhex(digits)
    else:
        whole = find_kiosk(existing_register(folder, register), kiosk)
    keys = folder.unlock(passphrase(file))
    written = let_choose_new_pin(whole, keys, folder.public.campaign, to, datetime.date.today())
    say(f"The staff of the kiosk {whole.hex()[:8]} can choose a new PIN, once, with {written}.")
    say("Whoever has that file and the laptop can: carry it like a key.")


def _act(
    register: Register,
    keys: CampaignKeys,
    action: str,
    kiosk: bytes,
    first: int,
    numbers: str | None,
    records: tuple[str, ...],
) -> None:
    from kiosk.coordinator.counting import kiosks as words
    from kiosk.coordinator.counting.forks import accept, take_back

    if action == "revoke":
        words.revoke(register, keys, kiosk, first)
    elif action in ("accept", "take-back"):
        digests = _chosen(register, kiosk, numbers, records)
        today = datetime.date.today()
        number = (accept if action == "accept" else take_back)(register, keys, digests, today)
        say(f"{counted(number, 'record')} {'accepted' if action == 'accept' else 'taken back'}")
    else:
        {"trust": words.trust, "hold": words.hold, "restore": words.restore}[action](register, keys, kiosk)


def _chosen(register: Register, kiosk: bytes, numbers: str | None, records: tuple[str, ...]) -> list[bytes]:
    """The digests of the records of `kiosk` that are named, among those that share their number."""
    from kiosk.coordinator.counting.forks import forks

    first, last = _range(numbers) if numbers else (0, 0)
    claims = [
        (fork.seq, one.digest) for fork in forks(register) if fork.kiosk == kiosk for one in fork.claims
    ]
    digests = [digest for seq, digest in claims if first <= seq <= last]
    digests += [_begins_so([digest for _, digest in claims], one) for one in records]
    if not digests:
        raise SettingsError(
            "None of these numbers of this kiosk has two records.",
            "Give --numbers FIRST-LAST or --record DIGEST as 'kiosk kiosks' lists them.",
        )
    return digests


def _begins_so(digests: list[bytes], begin: str) -> bytes:
    """The one of `digests` that begins with the hexadecimal digits `begin`."""
    found = [digest for digest in digests if digest.hex().startswith(begin.lower())]
    if len(found) == 1 and len(begin) >= _MIN_DIGEST:
        return found[0]
    if found:
        raise SettingsError(
            f"{begin} is the beginning of more than one digest, or too short.",
            f"Give more of it: {', '.join(digest.hex()[:16] for digest in found[:_MOST_CHOICES])}",
        )
    raise SettingsError(
        f"No record of this kiosk that shares its number has a digest that begins with {begin}.",
        "'kiosk kiosks' lists them.",
    )


def _range(numbers: str) -> tuple[int, int]:
    first, _, last = numbers.partition("-")
    if not first.isdecimal() or (last and not last.isdecimal()):
        raise SettingsError(f"{numbers} is not a range of numbers.", "Write it as FIRST-LAST, like 41-57.")
    return int(first), int(last or first)


def _print(view: KioskView) -> None:
    standing = view.standing.value
    if view.revoked_from:
        standing += f" from number {view.revoked_from} on"
    seen = f", first seen {view.first_seen}" if view.first_seen else ""
    say(f"{view.name}: {standing}, {counted(view.records, 'record')}{seen}, id {view.id}")
    for remark in view.remarks:
        say(f"! {view.name}: {remark}")


def _print_forks(register: Register) -> None:
    from kiosk.coordinator.counting.forks import forks
    from kiosk.coordinator.counting.kiosk_names import kiosk_names

    names = kiosk_names(register)
    for fork in forks(register):
        claims = ", ".join(
            f"{one.digest.hex()[:8]} of {one.day} ({'accepted' if one.accepted else one.status.value})"
            for one in fork.claims
        )
        name = names.get(fork.kiosk) or fork.kiosk.hex()[:8]  # nothing was checked: it may be missing
        say(f"! {name} number {fork.seq} has {len(fork.claims)} records: {claims}")


def _forks_json(register: Register) -> list[dict[str, object]]:
    from kiosk.coordinator.counting.forks import forks

    return [
        {
            "kiosk": fork.kiosk.hex(),
            "number": fork.seq,
            "records": [
                {
                    "digest": claim.digest.hex(),
                    "day": claim.day,
                    "status": claim.status,
                    "accepted": claim.accepted,
                }
                for claim in fork.claims
            ],
        }
        for fork in forks(register)
    ]
