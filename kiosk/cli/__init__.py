"""The command line: parse, call, print, exit code.

Exit codes: 0 done; 1 it could not be done, or not all of it (the reason is printed);
2 the command was not understood; 70 the program has a fault.
"""

from __future__ import annotations

import io
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import NoReturn

import click

from kiosk import __version__
from kiosk.cli.options import InOrder, say, sentences_of
from kiosk.errors import KioskError
from kiosk.files import storage_error
from kiosk.memory import keep_out_of_files
from kiosk.supervisor import FAULT, exit_code

_COMMANDS = {
    "run": "stall.run",
    "setup": "stall.setup",
    "status": "stall.status",
    "sign": "paper.sign",
    "sync": "stall.sync",
    "posters": "stall.posters",
    "staff-card": "staff_card.staff_card",
    "rehearse": "stall.rehearse",
    "laptop": "laptop.laptop",
    "desk": "desk_window.desk",
    "campaign": "desk.campaign",
    "merge": "desk.merge",
    "kiosks": "desk_kiosks.kiosks",
    "duplicates": "desk_duplicates.duplicates",
    "choices": "desk_corrections.choices",
    "report": "desk_report.report",
    "export": "desk_export.export",
    "verify": "desk_verify.verify",
    "receipts": "desk.receipts",
    "person-data": "desk_person.person_data",
    "corrections": "desk_corrections.corrections",
    "withdraw": "desk_withdraw.withdraw",
    "certificate": "desk_withdraw.certificate",
    "destroy": "desk_withdraw.destroy",
}


@click.group(
    cls=InOrder,
    elsewhere=_COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="kiosk")
def kiosk() -> None:
    """Collect petition signatures at a stall, offline and sealed, and merge them later.

    \b
    At the stall:   setup, run, status, sign, sync, posters, staff-card, laptop
    At the desk:    desk, campaign, merge, kiosks, duplicates, choices, report, export, verify, receipts,
                    person-data, corrections, withdraw, certificate, destroy
    To try it out:  run (training mode), rehearse

    Exit codes: 0 done; 1 not done, or not all of it; 2 not understood.
    """


def main() -> NoReturn:
    """Runs the command line and exits."""
    _say_what_can_be_said()
    try:
        _run()
    except SystemExit as ended:
        raise SystemExit(exit_code(ended.code if isinstance(ended.code, int) else 0)) from None


def _say_what_can_be_said() -> None:
    """From now on a letter that stdout or stderr has no code for is written as its number, `\\u5927`.

    On Windows a pipe or file has a code for the letters of the system's own language only.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a program without a console has none
            stream.reconfigure(errors="backslashreplace")


def _run() -> NoReturn:
    sys.excepthook = _tell_fault
    threading.excepthook = lambda args: _tell_fault(
        args.exc_type, args.exc_value or args.exc_type(), args.exc_traceback
    )
    keep_out_of_files()
    try:
        try:
            ended = kiosk.main(standalone_mode=False)
        except OSError as error:
            raise storage_error(error.filename or "A file", error) from error
    except click.ClickException as error:
        told = io.StringIO()
        error.show(told)
        for line in told.getvalue().splitlines():
            say(line, error=True)  # it may quote anything
        sys.exit(error.exit_code)
    except click.Abort:
        say("Aborted!", error=True)
        sys.exit(1)
    except KioskError as error:
        what, todo = sentences_of(error)
        say(what, error=True)
        if todo:
            say(f"→ {todo}", error=True)
        sys.exit(error.exit_code)
    except Exception as fault:
        _tell_fault(type(fault), fault, fault.__traceback__)
        raise SystemExit(FAULT) from fault
    raise SystemExit(ended or 0)


def _tell_fault(kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
    """Says where the program itself failed, but not with what: a message could quote what was typed."""
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f" in {Path(trace.tb_frame.f_code.co_filename).name}, line {trace.tb_lineno}" if trace else ""
    click.echo(f"This program has a fault ({kind.__name__}{place}).", err=True)
    click.echo("→ Report that line; there is nothing in it of what anybody typed.", err=True)
