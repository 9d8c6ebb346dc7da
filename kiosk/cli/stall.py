"""The commands at the stall, and the two to try it out."""

from __future__ import annotations

import gc
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click
import msgspec

from kiosk import paths
from kiosk.cli.options import (
    Folder,
    ask_hidden_twice,
    data_option,
    draw_without_display,
    first_line,
    has_display,
    json_option,
    load_qt,
    print_json,
    progress,
    say,
)
from kiosk.supervisor import end_with_supervisor, supervise
from kiosk.wording import counted, grouped, printable, without_unseen

_MARKS = {
    "well": ("✓", "green"),
    "warning": ("!", "yellow"),
    "fault": ("✗", "red"),
    "not known": ("?", None),
}
"""How the rehearsal marks what it found."""

_NOT_SAFE: dict[str, str] = {
    "together": "Not safe: that is on the disk that holds this kiosk's own signatures.",
    "memory": "Not safe: that is in this laptop's memory, and gone when it goes off.",
    "unknown": "Not known to be safe: it cannot be told whether that is another device.",
}
"""What to say of a synced file, by its `kiosk.stall.device.Standing`."""

_IN_A_TERMINAL = {"copied": "That is: kiosk setup --again."}
"""What to add to a warning, by its name, for somebody who has no window."""

if TYPE_CHECKING:
    from kiosk.stall.release import Released


@click.command()
@click.argument("pack", type=Folder, required=False)
@data_option
@click.option(
    "--windowed", metavar="WxH", help="In a window of this size, e.g. 1366x768, instead of full screen."
)
@click.option("--supervised", is_flag=True, hidden=True, help="Ends when its standard input is closed.")
def run(pack: Path | None, data: Path, windowed: str | None, supervised: bool) -> None:
    """Open the kiosk. Before any set-up it opens in training mode.

    With PACK it opens at the set-up, with that pack to choose; a laptop that is a kiosk
    already asks for the staff's PIN first.

    Training mode shows the bundled campaign with a key that is thrown away: nothing
    signed there can get into a real campaign. Where there is no display, the
    rehearsal is played instead.
    """
    size = _size(windowed) if windowed else None
    if not has_display():
        say("There is no display here, so the kiosk cannot be shown. Playing the rehearsal instead.")
        say("")
        _rehearse(data, Path(tempfile.mkdtemp(prefix="kiosk-rehearsal-pictures-")))
    if supervised:
        end_with_supervisor()
    elif size is None:
        sys.exit(supervise([str(pack)] if pack else []))
    gc.disable()  # up to the first frame nearly all that is made stays, and looking for garbage takes time
    load_qt()
    from kiosk.app import run_kiosk

    sys.exit(run_kiosk(data, size, pack.absolute() if pack else None))


@click.command()
@click.argument("pack", type=Folder, required=False)
@click.option("--name", help="What to call this kiosk, e.g. 'Library steps'.")
@click.option(
    "--pin-file", type=Folder, help="A file whose first line is the staff's PIN; without it you are asked."
)
@click.option(
    "--again",
    is_flag=True,
    help="Give a laptop that was put back from a copy, or copied, a new identity; without PACK.",
)
@data_option
def setup(pack: Path | None, name: str | None, pin_file: Path | None, again: bool, data: Path) -> None:
    """Make this laptop a kiosk of the campaign in PACK.

    Compare the ten words it prints with the coordinator's before you use it. On a
    laptop that is a kiosk already, a newer PACK of the same coordinator is taken.

    --again is for a laptop that was put back from a copy, or copied, where a sync says so: it
    keeps everything that it holds, and goes on under numbers that nobody else uses.
    """
    if again:
        if pack or name or pin_file:
            raise click.UsageError("--again keeps the pack, the name and the PIN: say it without them.")
        _begin_again(data)
        return
    if pack is None or name is None:
        raise click.UsageError(f"Missing {'PACK' if pack is None else '--name'}.")
    from kiosk.campaign.pack import fingerprint
    from kiosk.stall import folder
    from kiosk.stall.kiosk import set_up
    from kiosk.stall.lasting import must_last

    if (data / folder.SETTINGS).exists():
        made = set_up(pack, name, data, _pin_in(pin_file) if pin_file else None)
        say(f"{data} is a kiosk already: '{made.settings.name}'. It has the new pack;")
        say("its name, its signatures, and its PIN if it had one, stay as they are.")
    else:
        must_last(data)
        pin = _pin_in(pin_file) if pin_file else _ask_pin()
        made = set_up(pack, name, data, pin)
        say(f"{data} is now the kiosk '{made.settings.name}'.")
        if pin is None:
            say("! It has no PIN. Give one with --pin-file FILE.", error=True)
    manifest = made.pack.manifest
    title = made.campaign.texts[made.campaign.languages[0]].title
    say(f"Campaign: {title} (pack {manifest.edition})")
    if manifest.untested:
        say(
            "! This pack is untested: its key was never restored from the key sheets. Ask for another.",
            error=True,
        )
    say("Read these words to the coordinator; they must be the same:")
    say("  " + " ".join(fingerprint(manifest.signer, manifest.public_key)))


def _begin_again(data: Path) -> None:
    from kiosk.stall.journal import Event, Journal
    from kiosk.stall.kiosk import Kiosk

    kiosk = Kiosk.open(data)
    life = kiosk.begin_again()
    Journal(data, kiosk.today).note(Event.BEGAN_AGAIN)
    say(f"'{kiosk.settings.name}' has a new identity: {life.kiosk.hex()[:8]}. All that it holds is kept.")
    if life.last:
        say(f"{counted(life.last, 'signature goes', 'signatures go')} under new numbers, 1 to {life.last}.")
    say("Sync it again, and tell the coordinator: its signatures now come from what looks like a new kiosk.")


def _ask_pin() -> str | None:
    if not sys.stdin.isatty():
        return None
    return without_unseen(ask_hidden_twice("PIN for the staff"))


def _pin_in(file: Path) -> str:
    return without_unseen(first_line(file, "PIN"))


@click.command()
@data_option
@json_option
def status(data: Path, as_json: bool) -> None:
    """Tell how many signatures this kiosk has, and how many are not synced yet."""
    from kiosk.stall.kiosk import Kiosk
    from kiosk.stall.state import load_state
    from kiosk.stall.warnings import look_at_stall, warnings

    kiosk = Kiosk.open(data)
    state = kiosk.status()
    found = warnings(look_at_stall(kiosk, state, load_state(data).shift))
    told = [f"{one.sentence} {_IN_A_TERMINAL.get(one.name, '')}".strip() for one in found]
    if as_json:
        print_json({**msgspec.structs.asdict(state), "warnings": told})
        return
    say(f"Campaign:    {state.title}{' (training)' if state.training else ''}")
    say(f"Kiosk:       {state.name} ({state.kiosk[:8]})")
    say(f"Id:          {' '.join(grouped(state.kiosk).split())}")
    say(f"Signatures:  {state.signatures}")
    say(f"Synced:      {state.synced}")
    say(f"Waiting:     {state.waiting}")
    if state.released:
        say(f"Deleted:     {state.released} (merged by the coordinator) on {state.last_release}")
    say(f"Last sync:   {state.last_sync or 'never'}")
    for note in state.targets:
        where = "" if note.safe else ", not known to be on another device"
        say(f"  {note.target}: up to {note.last_seq} on {note.day}{where}")
    for warning in told:
        say(f"! {warning}")


@click.command()
@click.argument("target", type=Folder)
@data_option
@json_option
def sync(target: Path, data: Path, as_json: bool) -> None:
    """Bring all signatures of this kiosk to TARGET: a stick, a folder, or a .signatures file.

    It says so only when every one of them was read back from there and verified. Where a
    coordinator's receipt lies beside the file, what it proves to be merged is deleted from
    this laptop, unless the campaign keeps it. What lies on the disk that holds the kiosk's own
    vault is a copy, and not safe: it says so, and such signatures go on waiting.
    """
    from kiosk.stall.device import DeviceStanding
    from kiosk.stall.kiosk import Kiosk
    from kiosk.stall.release import take_receipts
    from kiosk.stall.sync import CopiedLaptopError
    from kiosk.stall.sync import sync as sync_kiosk

    opened = Kiosk.open(data)
    try:
        with progress("Syncing", quiet=as_json) as bar:
            result = sync_kiosk(opened, target, lambda done, of: bar(done, of))
    except CopiedLaptopError as error:
        error.todo += f" {_IN_A_TERMINAL['copied']}"
        raise
    gone = opened.vault.released().upto
    released = take_receipts(opened, result.file)
    refused = f"{released.refused} Nothing was deleted." if released.refused else ""
    if as_json:
        safe = result.standing is DeviceStanding.APART
        print_json({**asdict(result), "safe": safe, "receipt": {**asdict(released), "refused": refused}})
    else:
        say(
            f"{counted(result.total, 'signature')} of '{opened.settings.name}' in {result.file} "
            f"({result.written} new)."
        )
        if gone:
            say(f"Numbers 1 to {gone} are merged already and no longer on this laptop.")
        _say_released(released)
    if refused:
        say(f"! {refused}", error=True)
    if result.standing in _NOT_SAFE and opened.status().waiting:
        say(f"! {_NOT_SAFE[result.standing]}", error=True)
        say("→ Is the stick plugged in? Sync to one.", error=True)
    if not result.noted:
        say("! They are there, but this laptop's own disk is full or cannot be written to.", error=True)
    if result.faults:
        numbers = ", ".join(map(str, result.faults))
        say(f"! Damaged or missing in this kiosk's vault: number {numbers}.", error=True)
        say("→ Keep a copy of the whole data folder and ask for help.", error=True)
        sys.exit(1)


def _say_released(released: Released) -> None:
    if released.deleted:
        say(f"The coordinator has merged 1 to {released.upto}.")
        deleted = counted(released.deleted, "signature was", "signatures were")
        say(f"{deleted} deleted from this laptop and can no longer be synced from it.")
        say("On a flash disk traces may remain, unreadable without the campaign key.")
    elif released.kept:
        say(f"The coordinator has merged 1 to {released.upto}. This campaign keeps them on the laptop.")


@click.command()
@click.argument("folder", type=Folder)
@data_option
def posters(folder: Path, data: Path) -> None:
    """Save the campaign's posters as PDF files in FOLDER, to print.

    Each is there in A4 and A3, and in every language that it exists in. Before any
    set-up they are those of the bundled campaign.
    """
    draw_without_display()
    from kiosk.app import application
    from kiosk.campaign.content import parse_content, read_folder
    from kiosk.stall.kiosk import Kiosk, is_kiosk
    from kiosk.ui.posters.files import save_posters

    if is_kiosk(data):
        campaign = Kiosk.open(data).campaign
    else:
        campaign = parse_content(read_folder(paths.bundled_campaign()))
    _drawing = application()  # Qt has no letters without it
    with progress("Drawing", quiet=False) as bar:
        files = save_posters(campaign, folder, lambda done, of: bar(done, of))
    say(f"{counted(len(files), 'PDF file')} in {folder}.")


@click.command()
@data_option
@click.option("--screenshots", type=Folder, help="Where to put a picture of every screen.")
@json_option
def rehearse(data: Path, screenshots: Path | None, as_json: bool) -> None:
    """Play the whole chain on this laptop, with a key that is thrown away.

    Signs through the real screens in every language, kills the program meanwhile, seals,
    syncs, merges, and compares what comes out with what was typed in. Then it looks at the
    laptop: fonts, clock, battery, disk, permissions, and where what is typed could be kept.
    A kiosk in the data folder lends its content; nothing in that folder is changed.

    With --json it prints a line for each finding as soon as it is there: an object with its
    name, state ("well", "warning", "fault" or "not known"), message and todo with {places},
    values for them, and all together as a sentence. The last one's name is "rehearsal". Exit
    code 1 when one of them is a fault.
    """
    _rehearse(data, screenshots, as_json=as_json)


def _rehearse(data: Path, pictures: Path | None, *, as_json: bool = False) -> NoReturn:
    draw_without_display()
    from kiosk.rehearsal import rehearse as play

    state = "fault"
    for finding in play(data, pictures):
        state = finding.state  # the last one sums up
        if as_json:
            print_json({**msgspec.structs.asdict(finding), "sentence": finding.sentence}, in_one_line=True)
        else:
            mark, colour = _MARKS[finding.state]
            click.secho(printable(f"{mark} {finding.sentence}"), fg=colour)
    if pictures and not as_json:
        say(f"The pictures of the screens are in {pictures}")
    sys.exit(1 if state == "fault" else 0)


def _size(text: str) -> tuple[int, int]:
    try:
        width, height = (int(number) for number in text.lower().split("x"))
    except ValueError as error:
        raise click.BadParameter(
            "write the size as WIDTHxHEIGHT, e.g. 1366x768", param_hint="--windowed"
        ) from error
    return width, height
