"""`kiosk corrections` and `kiosk choices`: what is put right on a signature, and which choices hold."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from kiosk.cli.desk import check_register, existing_register
from kiosk.cli.options import (
    Folder,
    InOrder,
    campaign_option,
    json_option,
    passphrase,
    passphrase_option,
    print_json,
    register_option,
    say,
    who_option,
)
from kiosk.errors import SettingsError
from kiosk.files import read_capped

if TYPE_CHECKING:
    from kiosk.coordinator.campaign.keys import CampaignKeys
    from kiosk.coordinator.records.corrections import Correction
    from kiosk.coordinator.register.register import Register
    from kiosk.signing.choices import Choices

_MOST_BYTES = 64 * 1024


@click.group(cls=InOrder, invoke_without_command=True)
@click.option("--campaign", type=Folder, help="The campaign folder (from 'kiosk campaign new').")
@register_option
@passphrase_option
@json_option
@click.pass_context
def corrections(
    context: click.Context,
    campaign: Path | None,
    register: str | None,
    passphrase_file: Path | None,
    as_json: bool,
) -> None:
    """List what was put right on signatures, by whom and why, and whether it stands.

    The signature stays as it was signed, and so do its receipt and its digest; what was put
    right is in every list, and by it duplicates are found. When the signature is withdrawn,
    nobody can read any more what was put right.
    """
    if context.invoked_subcommand is None:
        if campaign is None:
            raise click.MissingParameter(ctx=context, param_hint="--campaign", param_type="option")
        _list(campaign, register, passphrase_file, as_json=as_json)


def _list(campaign: Path, register: str | None, passphrase_file: Path | None, *, as_json: bool) -> None:
    from kiosk.coordinator.counting.kiosk_names import kiosk_names
    from kiosk.coordinator.counting.questions import places_of
    from kiosk.coordinator.records.corrections import corrections as read

    held, keys = _opened(campaign, register, passphrase_file)
    with held.reading() as connection:
        found = read(connection, keys)
    places = places_of(held, kiosk_names(held), {one.record for one in found})
    called = {digest: f"{place.name}:{place.seq}" for digest, place in places.items()}
    if as_json:
        print_json([_correction_json(one, called) for one in found])
        return
    for one in found:
        name = called.get(one.record, f"a record not here ({one.record.hex()[:8]})")
        say(f"{one.id}. {one.day} {name}: {_told(one)}")


def _told(one: Correction) -> str:
    contents = one.contents
    if contents is None:
        return "what was put right went with the signature, or comes with it"
    parts = [f"{name}: {value or 'nothing'}" for name, value in contents.fields.items()]
    if contents.choices is not None:
        parts += [_choices_text(contents.choices)]
    if one.takes_back is not None:
        parts = [f"takes back {one.takes_back}"]
    reason = f" ({contents.reason})" if contents.reason and one.takes_back is None else ""
    state = "" if one.stands or one.takes_back is not None else " (no longer stands)"
    return f"{contents.who}: {'; '.join(parts)}{reason}{state}"


def _correction_json(one: Correction, called: dict[bytes, str]) -> dict[str, Any]:
    contents = msgspec.to_builtins(one.contents, builtin_types=(bytes,)) if one.contents else {}
    contents.pop("over", None)
    record = called.get(one.record, one.record.hex())
    told = {"id": one.id, "day": one.day, "record": record, "stands": one.stands}
    return {**told, "takes_back": one.takes_back, **contents}


@corrections.command("make")
@click.argument("record", metavar="KIOSK:NUMBER")
@campaign_option
@register_option
@passphrase_option
@click.option(
    "--field",
    "fields",
    metavar="NAME",
    multiple=True,
    help="Ask for the right value of this: name, city … or the id of a field of the campaign's own.",
)
@click.option(
    "--values",
    type=Folder,
    metavar="FILE",
    help='The right values, as JSON: {"city": "Porto"}. For scripts: a name in a command stays in the '
    "shell's history.",
)
@click.option(
    "--public", type=click.Choice(["name", "initials", "no"]), help="How the person is to be listed."
)
@click.option("--updates", type=click.Choice(["yes", "no"]), help="Whether they get news.")
@click.option("--help-with", metavar="IDS", help='What they help with: ids with commas between, or "none".')
@click.option("--reason", default="", metavar="TEXT", help="Why; it is encrypted.")
@who_option
def make_command(
    record: str,
    campaign: Path,
    register: str | None,
    passphrase_file: Path | None,
    fields: tuple[str, ...],
    values: Path | None,
    public: str | None,
    updates: str | None,
    help_with: str | None,
    reason: str,
    who: str,
) -> None:
    """Put a field of one signature right, or what its signer chose.

    Choices then hold for the person, over all signatures that are settled as theirs now. If
    they sign again and choose less, that takes effect by itself.
    """
    from kiosk.coordinator.campaign.folder import CampaignFolder
    from kiosk.coordinator.rights.correcting import correct, read_record
    from kiosk.coordinator.rights.withdrawals import held_record
    from kiosk.signing.choices import choices_of

    given = _values(values) if values else {}
    given |= {name: _asked(name) for name in fields}
    held, keys = _opened(campaign, register, passphrase_file)
    digest = held_record(held, record).place.digest
    changed: dict[str, object] = {"public": public} if public else {}
    if updates:
        changed["updates"] = updates == "yes"
    if help_with is not None:
        ids = [] if help_with == "none" else help_with.split(",")
        changed["help"] = tuple(id.strip() for id in ids)
    choices = None
    if changed:
        choices = msgspec.structs.replace(choices_of(read_record(held, keys, digest).holds), **changed)
    own = CampaignFolder.open(campaign).read_content().fields
    number = correct(held, keys, digest, given, choices, who, reason, datetime.date.today(), own)
    say(f"Correction {number}: {record}. To take it back: kiosk corrections undo {number}")


@corrections.command("undo")
@click.argument("number", type=int)
@campaign_option
@register_option
@passphrase_option
@who_option
def undo_command(
    number: int, campaign: Path, register: str | None, passphrase_file: Path | None, who: str
) -> None:
    """Take correction NUMBER back. It stays in the list, with the entry that takes it back."""
    from kiosk.coordinator.rights.correcting import undo_correction

    held, keys = _opened(campaign, register, passphrase_file)
    undone = undo_correction(held, keys, number, who, datetime.date.today())
    say(f"Correction {undone}: {number} is taken back.")


@click.group(cls=InOrder, invoke_without_command=True)
@click.option("--campaign", type=Folder, help="The campaign folder (from 'kiosk campaign new').")
@register_option
@passphrase_option
@json_option
@click.pass_context
def choices(
    context: click.Context,
    campaign: Path | None,
    register: str | None,
    passphrase_file: Path | None,
    as_json: bool,
) -> None:
    """List who signed again and chose more than before: to be listed, to get news, to help.

    Who chooses less gets that at once. More is a question, for somebody else may have signed in
    this person's name: until you decide, the narrower choice holds.
    """
    if context.invoked_subcommand is None:
        if campaign is None:
            raise click.MissingParameter(ctx=context, param_hint="--campaign", param_type="option")
        _ask(campaign, register, passphrase_file, as_json=as_json)


def _ask(campaign: Path, register: str | None, passphrase_file: Path | None, *, as_json: bool) -> None:
    from kiosk.coordinator.rights.correcting import choice_questions

    held, keys = _opened(campaign, register, passphrase_file)
    asked = choice_questions(held, keys)
    if as_json:
        print_json(
            [
                {
                    "record": f"{one.place.name}:{one.place.seq}",
                    "name": one.name,
                    "holds": one.holds,
                    "wants": one.wants,
                    "signed": [
                        {"record": f"{place.name}:{place.seq}", "day": day, "choices": chosen}
                        for place, day, chosen in one.signed
                    ],
                }
                for one in asked
            ]
        )
        return
    for one in asked:
        say(f"{one.place.name}:{one.place.seq}, {one.name}")
        say(f"  holds now:        {_choices_text(one.holds)}")
        say(f"  if it were taken: {_choices_text(one.wants)}")
        for place, day, chosen in one.signed:
            say(f"  {day} {place.name}:{place.seq}: {_choices_text(chosen)}")
    if not asked:
        say("No question is open.")


@choices.command("decide")
@click.argument("record", metavar="KIOSK:NUMBER")
@campaign_option
@register_option
@passphrase_option
@click.option("--take", "take", flag_value="take", help="The wider choices of this signature hold.")
@click.option("--keep", "take", flag_value="keep", help="The narrower ones hold.")
@click.option("--reason", default="", metavar="TEXT", help="Why; it is encrypted.")
@who_option
def decide_command(
    record: str,
    campaign: Path,
    register: str | None,
    passphrase_file: Path | None,
    take: str | None,
    reason: str,
    who: str,
) -> None:
    """Decide whether the wider choices of a signature hold. 'kiosk corrections undo' takes it back."""
    from kiosk.coordinator.rights.correcting import answer
    from kiosk.coordinator.rights.withdrawals import held_record

    if take is None:
        raise SettingsError("This does not say which choices hold.", "Give --take or --keep.")
    held, keys = _opened(campaign, register, passphrase_file)
    digest = held_record(held, record).place.digest
    today = datetime.date.today()
    number = answer(held, keys, digest, take=take == "take", who=who, reason=reason, today=today)
    say(f"Correction {number}: {record}. To take it back: kiosk corrections undo {number}")


def _opened(
    campaign: Path, register: str | None, passphrase_file: Path | None
) -> tuple[Register, CampaignKeys]:
    """The register, checked, and the keys."""
    from kiosk.coordinator.campaign.folder import CampaignFolder

    opened = CampaignFolder.open(campaign)
    held = existing_register(opened, register)
    keys = opened.unlock(passphrase(passphrase_file))
    check_register(held, keys, opened)
    return held, keys


def _values(file: Path) -> dict[str, str]:
    raw = read_capped(file, _MOST_BYTES, SettingsError)
    try:
        return msgspec.json.decode(raw, type=dict[str, str])
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"{file} does not hold values as JSON.", 'Write an object of texts: {"city": "Porto"}.'
        ) from error


def _asked(name: str) -> str:
    if not sys.stdin.isatty():
        raise SettingsError("It is not said what is right.", "Give --values FILE.")
    return str(click.prompt(f"The right {name} (empty for none)", default="", show_default=False, err=True))


def _choices_text(chosen: Choices) -> str:
    news = "yes" if chosen.updates else "no"
    return f"public: {chosen.public}, news: {news}, help: {', '.join(chosen.help) or 'none'}"
