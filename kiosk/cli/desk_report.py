"""`kiosk report`: the books, and the totals as tables."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from kiosk.cli.desk import books_json, check_register, existing_register, print_books, say_unchecked
from kiosk.cli.desk_keys import remind_of_shares
from kiosk.cli.options import (
    Folder,
    campaign_option,
    draw_without_display,
    json_option,
    passphrase,
    passphrase_option,
    print_json,
    register_option,
    say,
)
from kiosk.wording import counted as counted_words
from kiosk.wording import printable

if TYPE_CHECKING:
    from kiosk.campaign.model import Campaign, FieldText
    from kiosk.coordinator.counting.books import Account
    from kiosk.coordinator.register.words import HandedOver
    from kiosk.coordinator.reports.answers import Answers
    from kiosk.coordinator.reports.totals import Totals


@click.command()
@campaign_option
@register_option
@passphrase_option
@json_option
@click.option("--pdf", type=Folder, metavar="FILE", help="Write the charts of the totals to a PDF file, too.")
def report(
    campaign: Path, register: str | None, passphrase_file: Path | None, as_json: bool, pdf: Path | None
) -> None:
    """Print the books and the totals by day, stall, country, kind and language.

    No passphrase is needed, and nobody's name is in it. With --passphrase-file it is checked
    that nobody has changed the register by hand, and the answers to the campaign's own fields are
    counted, and what was handed over is told; without, the report says that it is unchecked.
    """
    from kiosk.coordinator.campaign.folder import CampaignFolder
    from kiosk.coordinator.campaign.retention import countdown
    from kiosk.coordinator.counting.books import balance
    from kiosk.coordinator.integrity.odd_values import refuse_odd_values
    from kiosk.coordinator.reports.answers import count_answers
    from kiosk.coordinator.reports.hand_over import hand_overs
    from kiosk.coordinator.reports.totals import total

    opened = CampaignFolder.open(campaign)
    found = existing_register(opened, register)
    checked = passphrase_file is not None
    answers: Answers = {}
    handed_over: list[HandedOver] = []
    content = opened.read_content()
    if checked:
        keys = opened.unlock(passphrase(passphrase_file))
        check_register(found, keys, opened)
        answers = count_answers(found, keys, content.fields)
        handed_over = hand_overs(found, keys)
    else:
        refuse_odd_values(found)
    books, totals = balance(found), total(found)
    left = countdown(opened, datetime.date.today())
    if pdf is not None:
        _write_charts(pdf, totals, answers, content)
    if as_json:
        retention = {"destroy_by": left.destroy_by, "days_left": left.days_left} if left else {}
        print_json(
            {
                "checked": checked,
                **books_json(books, found),
                "totals": _totals_json(totals),
                **({"answers": answers} if answers else {}),
                **({"handed_over": handed_over} if handed_over else {}),
                **retention,
            }
        )
        return
    if pdf is not None:
        say(f"The charts are in {pdf}.")
    _print_totals(totals)
    for field, counted in answers.items():
        _print_answers(content.texts[content.languages[0]].fields[field], counted)
    print_books(books)
    for one in handed_over:
        still = ", ".join(f"{number:,} {kind}" for kind, number in one.open.items()) or "nothing"
        say(
            f"Handed over on {one.day}: {one.what}, {counted_words(one.counted, 'signature')}; open: {still}."
        )
    if not checked:
        say_unchecked()
    if left:
        say(f"! {left.sentence}" if left.is_urgent else left.sentence, error=left.is_urgent)
    remind_of_shares(opened)


def _write_charts(pdf: Path, totals: Totals, answers: Answers, content: Campaign) -> None:
    draw_without_display()
    from kiosk.app import application
    from kiosk.files import write_whole
    from kiosk.ui.desk.reports.pdf import report_pdf

    _drawing = application()  # Qt has no letters without it
    write_whole(pdf, report_pdf(totals, answers, content, datetime.date.today()), private=True)


def _totals_json(totals: Totals) -> dict[str, dict[str, dict[str, int | str]]]:
    """Each of the totals; a stall by its kiosk's id, with its name beside the numbers."""
    from kiosk.coordinator.reports.totals import TITLES

    def told(group: str, name: str, one: Account) -> dict[str, int | str]:
        named = {"name": totals.names[name]} if group == "stalls" else {}
        return {**named, "collected": one.collected, **msgspec.structs.asdict(one)}

    return {
        group: {name: told(group, name, one) for name, one in getattr(totals, group).items()}
        for group in TITLES
    }


def _print_totals(totals: Totals) -> None:
    from kiosk.coordinator.reports.totals import TITLES

    for group, title in TITLES.items():
        rows = [(totals.label(group, name), one) for name, one in getattr(totals, group).items()]
        _print_table(title, rows)
        say("")


def _print_answers(words: FieldText, counted: Mapping[str, int]) -> None:
    """How many gave which answer to one of the campaign's own fields."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    say(printable(words.title))
    table = Table(box=None, pad_edge=False)
    table.add_column()
    table.add_column("counted", justify="right")
    for answer, number in counted.items():
        table.add_row(Text(printable(words.options.get(answer, answer) or "no answer")), f"{number:,}")
    Console(highlight=False).print(table)
    say("")


def _print_table(title: str, rows: Sequence[tuple[str, Account]]) -> None:
    """A column for each state that some record is in, so that the table stays narrow."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from kiosk.coordinator.counting.books import Account

    states = [state for state in Account.__struct_fields__ if state != "counted"]
    shown = ["counted", *(s for s in states if any(getattr(one, s) for _, one in rows))]
    table = Table(title, box=None, pad_edge=False)
    for state in shown:
        table.add_column(state, justify="right")
    for name, account in rows:
        numbers = [f"{getattr(account, state):,}" for state in shown]
        table.add_row(Text(printable(name)), *numbers)
    Console(highlight=False).print(table)
