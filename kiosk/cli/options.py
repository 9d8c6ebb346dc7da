"""Options that several commands share, and how they print."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import ParamSpec, TypeVar

import click
import msgspec

from kiosk import paths
from kiosk.errors import PassphraseError, SettingsError
from kiosk.files import read_capped
from kiosk.wording import printable

P = ParamSpec("P")
R = TypeVar("R")

Folder = click.Path(path_type=Path)
"""A path argument; whether it is there is for the command to say."""


class InOrder(click.Group):
    """Lists the commands in the order in which people meet them, not by alphabet."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the commands, as they were added."""
        return list(self.commands)


def data_option(command: Callable[P, R]) -> Callable[P, R]:
    """The option that names the kiosk's data folder."""
    return click.option(
        "--data",
        type=Folder,
        default=paths.default_data,
        show_default="this user's own",
        help="The kiosk's data folder.",
    )(command)


def campaign_option(command: Callable[P, R]) -> Callable[P, R]:
    """The option that names the campaign folder."""
    return click.option(
        "--campaign", type=Folder, required=True, help="The campaign folder (from 'kiosk campaign new')."
    )(command)


def register_option(command: Callable[P, R]) -> Callable[P, R]:
    """The option that names a register elsewhere than in the campaign folder."""
    return click.option(
        "--register",
        envvar="KIOSK_REGISTER",
        metavar="ADDRESS",
        help="The register, if it is not the campaign folder's own: postgresql+psycopg://USER@HOST/DATABASE, "
        "or a file. Write a password into the variable KIOSK_REGISTER or ~/.pgpass, not here.",
    )(command)


def passphrase_option(command: Callable[P, R]) -> Callable[P, R]:
    """The option that names a file with the campaign's passphrase."""
    return click.option(
        "--passphrase-file",
        type=Folder,
        help="A file whose first line is the campaign's passphrase; without it you are asked.",
    )(command)


def json_option(command: Callable[P, R]) -> Callable[P, R]:
    """The option that prints JSON for scripts."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON, for scripts.")(command)


def say(line: str, *, error: bool = False) -> None:
    """Prints one line, whatever names are in it; `error`: where the complaints go."""
    click.echo(printable(line), err=error)


def print_json(value: object) -> None:
    click.echo(msgspec.json.format(msgspec.json.encode(value, enc_hook=_as_text), indent=2))


def _as_text(value: object) -> str:
    return str(value).encode(errors="replace").decode()  # a path need not be text


def first_line(path: Path, what: str) -> str:
    try:
        text = read_capped(path, 4096, SettingsError).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path} is not UTF-8 text.", f"Save the {what} again as UTF-8.") from error
    line = text.split("\n", 1)[0].strip("\r")
    if not line:
        raise SettingsError(f"The first line of {path} is empty.", f"Write the {what} there.")
    return line


def passphrase(file: Path | None, *, new: bool = False) -> str:
    if file is not None:
        return first_line(file, "passphrase")
    if not sys.stdin.isatty():
        raise PassphraseError(
            "The campaign's passphrase is needed.", "Give a file that holds it: --passphrase-file FILE."
        )
    return str(click.prompt("Passphrase of the campaign", hide_input=True, confirmation_prompt=new, err=True))


@contextmanager
def interruptible() -> Iterator[Callable[[], bool]]:
    """Turns the first Ctrl+C into a wish to stop, for long work to ask for; the next one ends it at once."""
    asked = threading.Event()

    def ask(*_: object) -> None:
        asked.set()
        signal.signal(signal.SIGINT, before)

    before = signal.signal(signal.SIGINT, ask)
    try:
        yield asked.is_set
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def progress(what: str, *, quiet: bool) -> Iterator[Callable[[int, int], None]]:
    """A progress bar on a terminal, nothing elsewhere; told how much is done, of how much."""
    if quiet or not sys.stderr.isatty():
        yield lambda done, of: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(what, total=None)
        yield lambda done, of: progress.update(task, completed=done, total=of)


def draw_without_display() -> None:
    """Lets Qt draw where there is no display."""
    if not has_display():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"


def has_display() -> bool:
    """Whether there is a display to open a window on."""
    platform = os.environ.get("QT_QPA_PLATFORM", "").split(":")[0]
    if platform in ("offscreen", "minimal"):
        return False
    if sys.platform in ("win32", "darwin") or platform in ("eglfs", "linuxfb"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
