"""`kiosk duplicates`: who may have signed twice, and the coordinator's word on it."""

from __future__ import annotations

import datetime
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kiosk.cli.desk import check_register, existing_register, say_unchecked
from kiosk.cli.options import (
    Folder,
    InOrder,
    campaign_option,
    json_option,
    passphrase,
    passphrase_option,
    print_json,
    progress,
    register_option,
    say,
    who_option,
)
from kiosk.errors import SettingsError
from kiosk.wording import counted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kiosk.coordinator.campaign.keys import CampaignKeys
    from kiosk.coordinator.counting.decisions import Decision
    from kiosk.coordinator.counting.questions import CandidatePair, Line
    from kiosk.coordinator.register.register import Register
    from kiosk.coordinator.register.words import Verdict

_RULES = ("name+email", "name+phone", "name+postcode", "name+paper", "email", "phone", "own-field")
_MEANINGS = ("duplicate", "question", "nothing")
_WIDTH = 36


@click.group(cls=InOrder, invoke_without_command=True)
@click.option("--campaign", type=Folder, help="The campaign folder (from 'kiosk campaign new').")
@register_option
@passphrase_option
@click.option("--spark", metavar="URL", help="A Spark master that compares them, such as spark://HOST:7077.")
@json_option
@click.pass_context
def duplicates(
    context: click.Context,
    campaign: Path | None,
    register: str | None,
    passphrase_file: Path | None,
    spark: str | None,
    as_json: bool,
) -> None:
    """Look for people who may have signed twice, and say how many questions are open.

    Exact duplicates are settled at every merge. This looks for probable ones: misspelt, in
    another script, with the names swapped. It happens in memory alone, and can take
    minutes; with --spark it happens on a cluster, whose workers then see the names.
    'review' then asks about each pair. Whatever you decide is kept when more files are
    merged, and can be taken back.
    """
    if context.invoked_subcommand is None:
        if campaign is None:
            raise click.MissingParameter(ctx=context, param_hint="--campaign", param_type="option")
        _find(campaign, register, passphrase_file, spark, as_json=as_json)


def _find(
    campaign: Path, register: str | None, passphrase_file: Path | None, spark: str | None, *, as_json: bool
) -> None:
    from kiosk.coordinator.counting.questions import find_probable, questions
    from kiosk.coordinator.register.register import State
    from kiosk.coordinator.rights.correcting import choice_questions

    if spark is not None and find_spec("pyspark") is None:
        raise SettingsError(
            "pyspark is not installed, so nothing can be searched on Spark.",
            "Install it with pip install 'signing-kiosk[scale]', and Java.",
        )
    held, keys = _opened(campaign, register, passphrase_file)
    records = held.count()
    with progress("Reading", quiet=as_json) as bar:
        probable = find_probable(held, keys, lambda read: bar(read, records), spark)
    open_questions, wider = questions(held, keys), len(choice_questions(held, keys))
    duplicate = held.count(State.DUPLICATE)
    if as_json:
        told = [_question_json(question) for question in open_questions]
        print_json({"duplicates": duplicate, "probable": probable, "questions": told, "choices": wider})
    else:
        say(f"{counted(duplicate, 'record')} settled as duplicates; {counted(probable, 'pair')} alike.")
        say(f"{counted(len(open_questions), 'question')} open: kiosk duplicates review")
        if wider:
            say(f"{counted(wider, 'wider choice')} to decide: kiosk choices")


@duplicates.command("review")
@campaign_option
@register_option
@passphrase_option
@who_option
def review(campaign: Path, register: str | None, passphrase_file: Path | None, who: str) -> None:
    """Go through the open questions, two signatures side by side.

    For each: s the same person, d different people, n next, p previous, q quit. Only s and
    d are kept.
    """
    from kiosk.coordinator.counting.questions import questions, side_by_side
    from kiosk.coordinator.register.words import Verdict

    held, keys = _opened(campaign, register, passphrase_file)
    waiting = questions(held, keys)
    at = 0
    while 0 <= at < len(waiting):
        question = waiting[at]
        say(f"\nQuestion {at + 1} of {len(waiting)}: {_why(question)}")
        _print_lines(question, side_by_side(held, keys, question))
        match _key("sdnpq"):
            case "s":
                _decide(held, keys, question, Verdict.SAME, who)
                waiting = questions(held, keys)
            case "d":
                _decide(held, keys, question, Verdict.DIFFERENT, who)
                waiting = questions(held, keys)
            case "n":
                at += 1
            case "p":
                at = max(0, at - 1)
            case _:
                return
    say("No more questions." if waiting else "No question is open.")


@duplicates.command("decide")
@click.argument("one", metavar="KIOSK:NUMBER")
@click.argument("other", metavar="KIOSK:NUMBER")
@campaign_option
@register_option
@passphrase_option
@click.option("--same", "verdict", flag_value="same", help="They are one person's: only the first counts.")
@click.option("--different", "verdict", flag_value="different", help="They are two people's: both count.")
@click.option("--reason", default="", metavar="TEXT", help="Why; it is encrypted.")
@who_option
def decide_command(
    one: str,
    other: str,
    campaign: Path,
    register: str | None,
    passphrase_file: Path | None,
    verdict: str | None,
    reason: str,
    who: str,
) -> None:
    """Say of two records that they are one person's, or two people's."""
    from kiosk.coordinator.counting.decisions import decide
    from kiosk.coordinator.register.words import Verdict
    from kiosk.coordinator.rights.withdrawals import held_record

    if verdict is None:
        raise SettingsError("This does not say what the two are.", "Give --same or --different.")
    held, keys = _opened(campaign, register, passphrase_file)
    first, second = (held_record(held, reference).place.digest for reference in (one, other))
    number = decide(held, keys, first, second, Verdict(verdict), reason, who, datetime.date.today())
    say(f"Decision {number}: {one} and {other} are {_said(Verdict(verdict))}.")


@duplicates.command("undo")
@click.argument("number", type=int)
@campaign_option
@register_option
@passphrase_option
@who_option
def undo_command(
    number: int, campaign: Path, register: str | None, passphrase_file: Path | None, who: str
) -> None:
    """Take decision NUMBER back. It stays in the log, with the entry that takes it back."""
    from kiosk.coordinator.counting.decisions import undo

    held, keys = _opened(campaign, register, passphrase_file)
    undone = undo(held, keys, number, who, datetime.date.today())
    say(f"Decision {undone}: {number} is taken back.")


@duplicates.command("log")
@campaign_option
@register_option
@passphrase_option
@json_option
def log_command(campaign: Path, register: str | None, passphrase_file: Path | None, as_json: bool) -> None:
    """List every decision, who took it and why, and whether it stands."""
    from kiosk.coordinator.counting.decisions import log
    from kiosk.coordinator.counting.kiosk_names import kiosk_names
    from kiosk.coordinator.counting.questions import places_of

    held, keys = _opened(campaign, register, passphrase_file)
    decisions = log(held, keys)
    digests = {digest for one in decisions for digest in (one.one, one.other)}
    names = {
        digest: f"{place.name}:{place.seq}"
        for digest, place in places_of(held, kiosk_names(held), digests).items()
    }
    if as_json:
        print_json([_decision_json(decision, names) for decision in decisions])
        return
    for one in decisions:
        called = [
            names.get(digest, f"a record not here ({digest.hex()[:8]})") for digest in (one.one, one.other)
        ]
        state = "" if one.stands else " (no longer stands)"
        reason = f": {one.reason}" if one.reason else ""
        say(f"{one.id}. {one.day} {one.who}: {' and '.join(called)} are {_said(one.verdict)}{reason}{state}")


@duplicates.command("rule")
@click.argument("rule", type=click.Choice(_RULES), required=False)
@click.argument("meaning", type=click.Choice(_MEANINGS), required=False)
@campaign_option
@register_option
@passphrase_option
def rule_command(
    rule: str | None, meaning: str | None, campaign: Path, register: str | None, passphrase_file: Path | None
) -> None:
    """List what it means that two signatures agree by a RULE, or choose it and settle anew.

    An e-mail or a telephone alone never makes a duplicate: families share one. To choose takes
    the passphrase; to list does not, but then nothing is checked.
    """
    from kiosk.coordinator.campaign.folder import CampaignFolder
    from kiosk.coordinator.counting.following import choose_rules
    from kiosk.coordinator.counting.rules import chosen_rules
    from kiosk.coordinator.integrity.odd_values import refuse_odd_values
    from kiosk.coordinator.register.register import State
    from kiosk.coordinator.register.words import Meaning

    checked = meaning is not None or passphrase_file is not None
    if checked:
        held, keys = _opened(campaign, register, passphrase_file)
    else:
        held = existing_register(CampaignFolder.open(campaign), register)
        refuse_odd_values(held)
    if rule and meaning:
        choose_rules(held, keys, {rule: Meaning(meaning)})
        duplicate = held.count(State.DUPLICATE)
        say(f"{counted(duplicate, 'record')} settled as duplicates.")
    for name, means in chosen_rules(held).items():
        if rule in (None, name):
            say(f"the same {name.replace('+', ' and ')}: {means}")
    if not checked:
        say_unchecked()


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


def _decide(
    register: Register, keys: CampaignKeys, question: CandidatePair, verdict: Verdict, who: str
) -> None:
    from kiosk.coordinator.counting.decisions import decide

    reason = click.prompt("Reason", default="", show_default=False)
    today = datetime.date.today()
    number = decide(register, keys, question.one.digest, question.other.digest, verdict, reason, who, today)
    say(f"Decision {number}. To take it back: kiosk duplicates undo {number}")


def _key(allowed: str) -> str:
    if not sys.stdin.isatty():
        return str(click.prompt("s/d/n/p/q", type=click.Choice(list(allowed)), show_choices=False))
    say("s same person   d different people   n next   p previous   q quit")
    while (pressed := click.getchar().lower()) not in allowed:
        pass
    return pressed


def _print_lines(question: CandidatePair, lines: list[Line]) -> None:
    signs = {True: "=", False: "≠", None: " "}
    heads = (f"{place.name}:{place.seq}" for place in (question.one, question.other))
    say(f"  {'':14}{next(heads):{_WIDTH}} {next(heads)}")
    for line in lines:
        say(f"{signs[line.agrees]} {line.field:14}{line.one:{_WIDTH}} {line.other}")


def _why(question: CandidatePair) -> str:
    from kiosk.coordinator.counting.rules import RULES

    alike = [f"{question.percent}% likely by estimate"] if question.percent is not None else []
    names = {rule: name for name, rule in RULES.items()}
    shared = [f"the same {names[rule].replace('+', ' and ')}" for rule in question.shared]
    return ", ".join([*alike, *shared])


def _said(verdict: str) -> str:
    return {"same": "one person's", "different": "two people's"}.get(verdict, "open again")


def _question_json(question: CandidatePair) -> dict[str, Any]:
    return {
        "one": f"{question.one.name}:{question.one.seq}",
        "other": f"{question.other.name}:{question.other.seq}",
        "probability": question.probability,
        "shared": [rule.name.lower() for rule in question.shared],
    }


def _decision_json(decision: Decision, names: Mapping[bytes, str]) -> dict[str, Any]:
    told = ("id", "day", "who", "verdict", "reason", "stands")
    return {
        **{name: getattr(decision, name) for name in told},
        "records": [names.get(digest, digest.hex()) for digest in (decision.one, decision.other)],
    }
