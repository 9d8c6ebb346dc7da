"""The command line: parse, call, print, exit code.

Exit codes: 0 done; 1 it could not be done, or not all of it (the reason is printed);
2 the command was not understood.
"""

from __future__ import annotations

import datetime
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, ParamSpec, TypeVar

import click
import msgspec

from kiosk import __version__, paths
from kiosk.errors import CampaignError, KioskError, PassphraseError, SettingsError
from kiosk.files import read_capped

if TYPE_CHECKING:
    from kiosk.coordinator.books import Account, Books
    from kiosk.coordinator.folder import CampaignFolder
    from kiosk.coordinator.register import Register

P = ParamSpec("P")
R = TypeVar("R")

Folder = click.Path(path_type=Path)


class _Commands(click.Group):
    """Lists the commands in the order in which people meet them, not by alphabet."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


def main() -> NoReturn:
    """Runs the command line and exits."""
    try:
        kiosk.main(standalone_mode=True)
    except KioskError as error:
        click.echo(error.what, err=True)
        if error.todo:
            click.echo(f"→ {error.todo}", err=True)
        sys.exit(error.exit_code)
    raise SystemExit(0)


@click.group(
    cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(__version__, prog_name="kiosk")
def kiosk() -> None:
    """Collect petition signatures at a stall, offline and sealed, and merge them later.

    \b
    At the stall:   setup, run, status, sign, sync
    At the desk:    campaign, merge, report, export
    To try it out:  run (training mode), rehearse

    Exit codes: 0 done; 1 not done, or not all of it; 2 not understood.
    """


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


def _print_json(value: object) -> None:
    click.echo(msgspec.json.format(msgspec.json.encode(value), indent=2))


def _first_line(path: Path, what: str) -> str:
    text = read_capped(path, 4096, SettingsError).decode("utf-8-sig", errors="replace")
    line = text.split("\n", 1)[0].strip("\r")
    if not line:
        raise SettingsError(f"The first line of {path} is empty.", f"Write the {what} there.")
    return line


def _passphrase(file: Path | None, *, new: bool = False) -> str:
    if file is not None:
        return _first_line(file, "passphrase")
    if not sys.stdin.isatty():
        raise PassphraseError(
            "The campaign's passphrase is needed.", "Give a file that holds it: --passphrase-file FILE."
        )
    return str(click.prompt("Passphrase of the campaign", hide_input=True, confirmation_prompt=new, err=True))


# ---------------------------------------------------------------- at the stall


@kiosk.command()
@data_option
@click.option(
    "--windowed", metavar="WxH", help="In a window of this size, e.g. 1366x768, instead of full screen."
)
def run(data: Path, windowed: str | None) -> None:
    """Open the kiosk. Before any set-up it opens in training mode.

    Training mode shows the bundled campaign with a key that is thrown away: nothing
    signed there can get into a real campaign. Where there is no display, the
    rehearsal is played instead.
    """
    size = _size(windowed) if windowed else None
    if not _has_display():
        click.echo("There is no display here, so the kiosk cannot be shown. Playing the rehearsal instead.\n")
        _rehearse(None)
        return
    from kiosk.app import run_kiosk

    sys.exit(run_kiosk(data, size))


@kiosk.command()
@click.argument("pack", type=Folder)
@click.option("--name", required=True, help="What to call this kiosk, e.g. 'Library steps'.")
@click.option(
    "--pin-file", type=Folder, help="A file whose first line is the staff's PIN; without it you are asked."
)
@data_option
def setup(pack: Path, name: str, pin_file: Path | None, data: Path) -> None:
    """Make this laptop a kiosk of the campaign in PACK.

    Compare the ten words it prints with the coordinator's before you use it. On a
    laptop that is a kiosk already, a newer PACK of the same coordinator is taken.
    """
    from kiosk.campaign.pack import fingerprint
    from kiosk.stall.kiosk import set_up

    pin = _first_line(pin_file, "PIN") if pin_file else _ask_pin()
    made = set_up(pack, name, data, pin)
    manifest = made.pack.manifest
    title = made.campaign.texts[made.campaign.languages[0]].title
    click.echo(f"{data} is now the kiosk '{made.settings.name}' of: {title} (pack {manifest.edition})")
    click.echo("Read these words to the coordinator; they must be the same:")
    click.echo("  " + " ".join(fingerprint(manifest.signer, manifest.public_key)))


def _ask_pin() -> str | None:
    if not sys.stdin.isatty():
        return None
    return str(click.prompt("PIN for the staff", hide_input=True, confirmation_prompt=True, err=True))


@kiosk.command()
@data_option
@json_option
def status(data: Path, as_json: bool) -> None:
    """Tell how many signatures this kiosk has, and how many are not synced yet."""
    from kiosk.stall.kiosk import Kiosk

    state = Kiosk.open(data).status()
    if as_json:
        _print_json(state)
        return
    click.echo(f"Campaign:    {state.title}{' (training)' if state.training else ''}")
    click.echo(f"Kiosk:       {state.name} ({state.kiosk[:8]})")
    click.echo(f"Signatures:  {state.signatures}")
    click.echo(f"Synced:      {state.synced}")
    click.echo(f"Waiting:     {state.waiting}")
    click.echo(f"Last sync:   {state.last_sync or 'never'}")
    for note in state.targets:
        click.echo(f"  {note.target}: up to {note.last_seq} on {note.day}")
    for warning in state.warnings:
        click.echo(f"! {warning}")


@kiosk.command()
@click.argument("file", type=Folder)
@data_option
def sign(file: Path, data: Path) -> None:
    """Seal the signatures of a typed-up paper sheet, FILE (CSV, UTF-8).

    The first line names the columns; 'name' and what the campaign requires must be
    there. Each row is reported once it is safely stored. A row that cannot be taken is
    listed with its line, and the others go in.
    """
    from kiosk.stall.kiosk import Kiosk
    from kiosk.stall.paper import read_sheet, sign_sheet

    opened = Kiosk.open(data)
    sheet = read_sheet(file, opened.campaign.asked)
    for column in sheet.unknown_columns:
        click.echo(f"! The column {column!r} is not known and was left out.", err=True)
    stored, refused = 0, []
    for row in sign_sheet(opened, sheet):
        if row.seq is None:
            refused.append(row)
        else:
            stored += 1
            click.echo(f"line {row.line}: stored as number {row.seq}")
    click.echo(f"{stored} signatures are sealed and stored.")
    for row in refused:
        click.echo(f"! line {row.line} was not taken: {row.reason}", err=True)
    if refused:
        click.echo(
            f"→ Correct these {len(refused)} rows in a new file with the same first line, and sign that.",
            err=True,
        )
        sys.exit(1)


@kiosk.command()
@click.argument("target", type=Folder)
@data_option
@json_option
def sync(target: Path, data: Path, as_json: bool) -> None:
    """Bring all signatures of this kiosk to TARGET: a stick, a folder, or a .signatures file.

    It says so only when every one of them was read back from there and verified.
    """
    from kiosk.stall.kiosk import Kiosk
    from kiosk.stall.sync import sync as sync_kiosk

    opened = Kiosk.open(data)
    with _progress("Syncing", quiet=as_json) as bar:
        result = sync_kiosk(opened, target, lambda done, of: bar(done, of))
    if as_json:
        _print_json(
            {
                "file": str(result.file),
                "written": result.written,
                "total": result.total,
                "repaired": result.repaired,
            }
        )
        return
    click.echo(
        f"{result.total} signatures of '{opened.settings.name}' are in {result.file} ({result.written} new)."
    )
    if result.repaired:
        click.echo(f"{result.repaired} that an earlier sync had left were lost there; they are back.")


# ----------------------------------------------------------------- to try it out


@kiosk.command()
@click.option("--screenshots", type=Folder, help="Where to put a picture of every screen.")
def rehearse(screenshots: Path | None) -> None:
    """Play the whole chain on this laptop, with a key that is thrown away.

    Signs through the real screens in every language, seals, syncs, merges, and
    compares what comes out with what was typed in.
    """
    _rehearse(screenshots)


def _rehearse(screenshots: Path | None) -> None:
    if not _has_display():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from kiosk.rehearsal import rehearse as play

    sys.exit(0 if play(screenshots, lambda line: click.echo(line)) else 1)


def _has_display() -> bool:
    platform = os.environ.get("QT_QPA_PLATFORM", "").split(":")[0]
    if platform in ("offscreen", "minimal"):
        return False
    if sys.platform in ("win32", "darwin") or platform in ("eglfs", "linuxfb"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _size(text: str) -> tuple[int, int]:
    try:
        width, height = (int(number) for number in text.lower().split("x"))
    except ValueError as error:
        raise click.BadParameter(
            "write the size as WIDTHxHEIGHT, e.g. 1366x768", param_hint="--windowed"
        ) from error
    return width, height


# ------------------------------------------------------------------- at the desk


@kiosk.group(cls=_Commands)
def campaign() -> None:
    """Make a campaign and its packs for the kiosks."""


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
    from kiosk.campaign.report import content_report
    from kiosk.coordinator.folder import CampaignFolder

    passphrase = _passphrase(passphrase_file, new=True)
    made = CampaignFolder.create(folder, content, passphrase, datetime.date.today())
    for line in content_report(made.read_content()):
        click.echo(f"! {line}")
    click.echo(f"The campaign is in {folder}. Its key was opened again, and a test signature with it.")
    click.echo(f"The pack for the kiosks: {made.pack_file}")
    _print_fingerprint(made)


@campaign.command("pack")
@click.argument("folder", type=Folder)
@passphrase_option
def campaign_pack(folder: Path, passphrase_file: Path | None) -> None:
    """Sign a pack of the content in FOLDER as it is now, for the kiosks.

    When the content has not changed since the last pack, that one is kept and no
    passphrase is needed.
    """
    from kiosk.campaign.report import content_report
    from kiosk.coordinator.folder import CampaignFolder

    opened = CampaignFolder.open(folder)
    pack = opened.current_pack()
    if pack is None:
        opened.read_content()  # a mistake in the content is told before the passphrase is asked
        pack = opened.make_pack(_passphrase(passphrase_file), datetime.date.today())
    for line in content_report(pack.campaign):
        click.echo(f"! {line}")
    click.echo(f"{opened.pack_file} (pack {pack.manifest.edition}, {len(pack.data) // 1024:,} KiB)")


@campaign.command("fingerprint")
@click.argument("folder", type=Folder)
def campaign_fingerprint(folder: Path) -> None:
    """Print the ten words by which a kiosk knows the campaign in FOLDER, to read aloud."""
    from kiosk.coordinator.folder import CampaignFolder

    _print_fingerprint(CampaignFolder.open(folder))


def _print_fingerprint(opened: CampaignFolder) -> None:
    from kiosk.campaign.pack import fingerprint

    click.echo("Its words, to compare aloud at every kiosk's set-up:")
    click.echo("  " + " ".join(fingerprint(opened.public.signer, opened.public.public_key)))


@kiosk.command()
@click.argument("exports", type=Folder, nargs=-1, required=True, metavar="EXPORT...")
@campaign_option
@passphrase_option
@json_option
def merge(exports: tuple[Path, ...], campaign: Path, passphrase_file: Path | None, as_json: bool) -> None:
    """Merge signatures files (EXPORT...) into the campaign's register and print the books.

    Merging the same file again, or files in another order, changes nothing. What
    cannot be read is listed by kiosk and number; everything else is merged.
    """
    from kiosk.coordinator.folder import CampaignFolder
    from kiosk.coordinator.merge import merge as merge_files
    from kiosk.coordinator.register import Register

    opened = CampaignFolder.open(campaign)
    keys = opened.unlock(_passphrase(passphrase_file))
    register = Register(opened.register_file, keys.key_id)
    with _progress("Merging", quiet=as_json) as bar:
        total = sum(path.stat().st_size for path in exports if path.is_file())
        result = merge_files(register, keys, exports, lambda read: bar(read, total))
    problems = [(file.path, problem) for file in result.files for problem in file.problems]
    if as_json:
        _print_json({"new": result.new, "files": result.files, **_books_json(result.books)})
    else:
        _print_books(result.books)
        click.echo(f"{result.new} new")
    for path, problem in problems:
        click.echo(f"! {path.name}: {problem}", err=True)
    if problems:
        sys.exit(1)


@kiosk.command()
@campaign_option
@json_option
def report(campaign: Path, as_json: bool) -> None:
    """Print the books: what was collected and what became of it, in all and per kiosk."""
    from kiosk.coordinator.books import balance
    from kiosk.coordinator.folder import CampaignFolder

    books = balance(_existing_register(CampaignFolder.open(campaign)))
    if as_json:
        _print_json(_books_json(books))
    else:
        _print_books(books)


@kiosk.command()
@click.argument("out", type=Folder, metavar="OUT.csv")
@campaign_option
@passphrase_option
def export(out: Path, campaign: Path, passphrase_file: Path | None) -> None:
    """Write the whole list to OUT.csv, every field as it was typed.

    The file is readable by anyone who gets it: keep it where the campaign key is kept,
    and delete it when it has been handed over.
    """
    from kiosk.coordinator.csv_export import export_csv
    from kiosk.coordinator.folder import CampaignFolder

    if out.suffix.lower() != ".csv":
        raise SettingsError(f"{out} does not end in .csv.", "Name the file OUT.csv.")
    opened = CampaignFolder.open(campaign)
    register = _existing_register(opened)
    number = export_csv(register, opened.unlock(_passphrase(passphrase_file)), out)
    click.echo(f"{number} records are in {out}. It is not encrypted.")


def _existing_register(opened: CampaignFolder) -> Register:
    from kiosk.coordinator.register import Register

    if not opened.register_file.exists():
        raise CampaignError(
            f"{opened.path} has no register yet.", "Merge signatures files first: kiosk merge EXPORT..."
        )
    return Register(opened.register_file, opened.public.key_id)


def _print_books(books: Books) -> None:
    from kiosk.coordinator.books import gap_text

    for kiosk_account in books.kiosks:
        click.echo(f"{kiosk_account.name}: {_account_text(kiosk_account.account)}")
        if kiosk_account.gaps:
            click.echo(f"! {kiosk_account.name} lacks {gap_text(kiosk_account.gaps)}")
    for failure in books.failures:
        click.echo(f"! {failure.kiosk} number {failure.number} is {failure.state}: {failure.reason}")
    click.echo(f"In all: {_account_text(books.total)}")


def _account_text(account: Account) -> str:
    return (
        f"collected {account.collected} = counted {account.counted} + duplicate {account.duplicate}"
        f" + withdrawn {account.withdrawn} + rejected {account.rejected} + unreadable {account.unreadable}"
    )


def _books_json(books: Books) -> dict[str, Any]:
    kiosks = [
        {"kiosk": one.kiosk, "name": one.name, **_account_json(one.account), "gaps": one.gaps}
        for one in books.kiosks
    ]
    return {**_account_json(books.total), "kiosks": kiosks, "failures": books.failures}


def _account_json(account: Account) -> dict[str, int]:
    return {"collected": account.collected, **msgspec.structs.asdict(account)}


@contextmanager
def _progress(what: str, *, quiet: bool) -> Iterator[Callable[[int, int], None]]:
    """A progress bar on a terminal, nothing elsewhere; told how much is done, of how much."""
    if quiet or not sys.stderr.isatty():
        yield lambda done, of: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(what, total=None)
        yield lambda done, of: progress.update(task, completed=done, total=of)
