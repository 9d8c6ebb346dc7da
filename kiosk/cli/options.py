"""Options that several commands share, and how they print."""

from __future__ import annotations

import builtins
import json
import os
import re
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Any, ParamSpec, TypeVar

import click
import msgspec

from kiosk import paths
from kiosk.errors import KioskError, PassphraseError, SettingsError
from kiosk.files import read_capped
from kiosk.languages import spoken
from kiosk.windows.names import is_device, whole_drive
from kiosk.wording import printable, without_unseen

P = ParamSpec("P")
R = TypeVar("R")


class _Place(click.Path):
    """A path, as people mean it who write it on Windows."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        path = whole_drive(Path(os.fsdecode(super().convert(value, param, ctx))))
        if sys.platform == "win32" and is_device(path.name):
            self.fail(f"Windows keeps the name {path.name} for a device. Choose another name.", param, ctx)
        return path


Folder = _Place(path_type=Path)
"""A path argument; whether it is there is for the command to say."""


class InOrder(click.Group):
    """Lists the commands in the order in which people meet them, not by alphabet.

    Args:
        elsewhere: commands by their names, each as "module.function" of this package, which is loaded when
            somebody asks for it: opening the stall's window need not wait for what the desk's commands load.
    """

    def __init__(
        self, *args: Any, elsewhere: Mapping[str, str] = MappingProxyType({}), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._elsewhere = elsewhere

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the commands: those of the group's own module, then the others as they were given."""
        return [*self.commands, *self._elsewhere]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, if there is one."""
        if cmd_name not in self._elsewhere:
            return super().get_command(ctx, cmd_name)
        module, function = self._elsewhere[cmd_name].split(".")
        command = getattr(import_module(f"kiosk.cli.{module}"), function)
        assert isinstance(command, click.Command)
        return command


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


def who_option(command: Callable[P, R]) -> Callable[P, R]:
    """The option that says which coordinator decides."""
    return click.option("--who", required=True, metavar="NAME", help="Who decides: a name or initials.")(
        command
    )


def say(line: str, *, error: bool = False) -> None:
    """Prints one line, whatever names are in it; `error`: where the complaints go."""
    click.echo(printable(line), err=error)


def sentences_of(error: KioskError) -> tuple[str, str]:
    """What happened and what to do, in the system's language as far as the program speaks it."""
    from babel import default_locale  # an error is told seldom, and then it has the time

    system = spoken((default_locale("LC_MESSAGES") or "en").replace("_", "-")) or "en"
    if system == "en":
        return error.what, error.todo
    from kiosk.ui.language import Language

    what, todo = (Language(system).text(words, **error.values) for words in error.templates)
    return what, todo


def print_json(value: object, *, in_one_line: bool = False) -> None:
    """Prints `value` as JSON, with numbers (`\\u5927`) for letters that stdout has no code for."""
    written = msgspec.json.encode(value, enc_hook=_as_text)
    text = (written if in_one_line else msgspec.json.format(written, indent=2)).decode()
    try:
        text.encode(sys.stdout.encoding)
    except UnicodeEncodeError:
        text = json.dumps(msgspec.json.decode(written), indent=None if in_one_line else 2)
    click.echo(text)


def _as_text(value: object) -> str:
    return printable(value)  # a path need not be text


def first_line(path: Path, what: str) -> str:
    """The first line of the text file `path`, without its line end."""
    try:
        text = read_capped(path, 4096, SettingsError).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path} is not UTF-8 text.", f"Save the {what} again as UTF-8.") from error
    line = text.split("\n", 1)[0].strip("\r")
    if not line:
        raise SettingsError(f"The first line of {path} is empty.", f"Write the {what} there.")
    return line


def passphrase(file: Path | None) -> str:
    """The campaign's passphrase as it was entered, in `file` or at a prompt."""
    if file is not None:
        return first_line(file, "passphrase")
    if not sys.stdin.isatty():
        raise PassphraseError(
            "The campaign's passphrase is needed.", "Give a file that holds it: --passphrase-file FILE."
        )
    return ask_hidden("Passphrase of the campaign")


def new_passphrase(file: Path | None, option: str, known: Iterable[str]) -> str:
    """A passphrase to be kept, from `file` or typed twice; says so where it is weak.

    Args:
        option: the one that names the file.
        known: what somebody would try first, such as the campaign's name.

    Raises:
        PassphraseError: it cannot be taken, or nobody can be asked.
    """
    from kiosk.coordinator.campaign import passphrases

    if file is not None:
        words = passphrases.chosen(first_line(file, "new passphrase"))
    elif sys.stdin.isatty():
        words = passphrases.chosen(ask_hidden_twice("New passphrase of the campaign"))
    else:
        raise PassphraseError("A new passphrase is needed.", f"Give a file that holds it: {option} FILE.")
    _warn_of_weak(words, known)
    return words


def _warn_of_weak(words: str, known: Iterable[str]) -> None:
    from kiosk.coordinator.campaign.strength import GOOD, strength

    found = strength(words, [word for name in known for word in re.split(r"[\W_]+", name) if word])
    if found.level < GOOD:
        say("! This passphrase is weak.", error=True)
        for sentence in found.sentences:
            say(f"! {sentence}", error=True)


def ask_hidden(what: str) -> str:
    """Asks for `what` at the terminal, without showing what is typed."""
    while True:
        with suppress(UnicodeError):  # a byte of another encoding
            typed = str(click.prompt(what, hide_input=True, err=True))
            typed.encode()
            return typed
        say("That was not UTF-8 text. Type it again.", error=True)


def ask_hidden_twice(what: str) -> str:
    """Asks for `what` until it was typed the same twice, but for what nobody sees."""
    while True:
        first, again = ask_hidden(what), ask_hidden("The same again")
        if without_unseen(first) == without_unseen(again):
            return first
        say("Those were not the same. Type both again.", error=True)


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


def load_qt() -> None:
    """Loads Qt before all that is imported with it, and lets Python go on importing by itself.

    PySide6 puts a function of its own in the place of Python's, which reads the source of every module that
    is imported from then on, in search of a `__feature__` that nothing here uses.
    """
    imports = builtins.__import__
    import PySide6.QtCore  # noqa: F401

    builtins.__import__ = imports


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
