"""The manual page kiosk(1), made from what the commands themselves say: `python -m packaging.debian.manual`.

Everything in it is the help that `kiosk COMMAND --help` prints, so that it is true by itself.
"""

from __future__ import annotations

import datetime
import inspect
import os
import re
import sys
from collections.abc import Iterator

import click

from kiosk import __version__
from kiosk.cli import kiosk


def manual(day: str) -> str:
    """The page as troff, with the man macros; `day`: of the version, in ISO 8601."""
    about = kiosk.help or ""
    return "\n".join(
        (
            f'.TH KIOSK 1 "{day}" "signing-kiosk {__version__}" "Signing kiosk"',
            ".SH NAME",
            "kiosk \\- collect petition signatures at a stall, offline and sealed, and merge them later",
            ".SH SYNOPSIS",
            ".B kiosk",
            "[\\fIOPTION\\fR] \\fICOMMAND\\fR [\\fIARGUMENT\\fR ...]",
            ".SH DESCRIPTION",
            *_text(about),
            ".SH COMMANDS",
            *(line for name, command in _commands(kiosk, "kiosk") for line in _command(name, command)),
            ".SH FILES",
            ".TP",
            ".I ~/.local/share/signing-kiosk",
            "A user's own kiosk, where \\fB\\-\\-data\\fR names no other folder.",
            ".TP",
            ".I /var/lib/signing-kiosk",
            "The kiosk of a laptop that shows nothing else (package signing-kiosk-session).",
            "",
        )
    )


def _commands(group: click.Group, called: str) -> Iterator[tuple[str, click.Command]]:
    """Every command with its whole name, in the order in which people meet them."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is None or command.hidden:
            continue
        if isinstance(command, click.Group):
            yield from _commands(command, f"{called} {name}")
        else:
            yield f"{called} {name}", command


def _command(name: str, command: click.Command) -> Iterator[str]:
    context = click.Context(command, info_name=name)
    yield f'.SS "{_escaped(" ".join((name, *command.collect_usage_pieces(context))))}"'
    yield from _text(command.help or "")
    for parameter in command.get_params(context):
        record = parameter.get_help_record(context)
        if record is not None and record[1] and "--help" not in parameter.opts:
            yield ".TP"
            yield f".B {_escaped(record[0])}"
            yield _escaped(record[1])


def _text(text: str) -> Iterator[str]:
    """Paragraphs; one that begins with a backspace keeps its lines, as click has it."""
    for number, paragraph in enumerate(re.split(r"\n\s*\n", inspect.cleandoc(text))):
        if number:
            yield ".PP"
        if "\b" in paragraph:
            yield ".nf"
            yield from (_escaped(line) for line in paragraph.splitlines() if line.strip(" \b"))
            yield ".fi"
        else:
            yield _escaped(" ".join(paragraph.split()))


def _escaped(text: str) -> str:
    plain = text.replace("\\", "\\e").replace("-", "\\-").replace('"', "\\(dq")
    return f"\\&{plain}" if plain.startswith((".", "'")) else plain


if __name__ == "__main__":
    made = datetime.datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), datetime.UTC)
    sys.stdout.write(manual(made.date().isoformat()))
