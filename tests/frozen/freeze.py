"""Freezes a campaign as this version of the program makes it, for later versions to open.

A step of every release (see docs/releasing.md), with that version's own program: `make freeze` makes the
folder of the version's number here. What it made is never changed, and later versions must go on with it.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from kiosk import __version__
from kiosk.stall.journal import Event, Journal
from kiosk.stall.kiosk import Kiosk
from kiosk.stall.settings import Display, load_settings, save_settings
from kiosk.stall.shift import current_shift
from tests.conftest import PASSPHRASE
from tests.people import PAPER_COLUMNS, row, write_csv
from tests.program import ROOT, done

HERE = Path(__file__).parent
PIN = "246810"
_COLUMNS = (*PAPER_COLUMNS, "student-number")


def freeze(folder: Path) -> None:
    """Makes `folder`: a campaign with two stalls, a stick, and what the desk said of them.

    At "Library steps" 12 people signed, all merged, nothing released. At "Fair" 13 signed, of whom
    3 had signed at the steps; their receipt was taken, and 2 more signed since. One of the steps was
    withdrawn, two records were declared one person's, a name was put right, and a stall was trusted.
    A shift is open at both, and every visit begins in Chinese with large text.
    """

    def run(*arguments: object) -> str:
        return done(*arguments, cwd=folder)

    key = ("--campaign", "campaign", "--passphrase-file", "passphrase")
    steps = [_row(n) for n in range(12)]
    again = [{**steps[n], "date": "2026-11-22", "paper_ref": f"again {n}"} for n in (1, 3, 5)]
    folder.mkdir()
    (folder / "passphrase").write_text(PASSPHRASE + "\n")
    (folder / "pin").write_text(PIN + "\n")
    (folder / "stick").mkdir()
    write_csv(folder / "steps.csv", steps, _COLUMNS)
    write_csv(folder / "fair.csv", [_row(n) for n in range(100, 110)] + again, _COLUMNS)
    write_csv(folder / "later.csv", [_row(n) for n in range(200, 202)], _COLUMNS)

    content = ROOT / "resources" / "campaigns" / "campus-library-hours"
    run("campaign", "new", "campaign", "--content", content, "--passphrase-file", "passphrase")
    (pack,) = (folder / "campaign").glob("*.kioskpack")
    shutil.copy(pack, folder / "stick")
    for name, stall in (("Library steps", "steps"), ("Fair", "fair")):
        run("setup", pack, "--name", name, "--data", stall, "--pin-file", "pin")
        _open_for_the_day(folder / stall)
        run("sign", f"{stall}.csv", "--data", stall)
        run("sync", "stick", "--data", stall)
    run("merge", "stick", *key)
    run("withdraw", "--record", "Library steps:9", "--yes", "--alone", *key)
    run("duplicates", "decide", "Fair:2", "Fair:4", "--same", "--who", "AB", "--reason", "met them", *key)
    (folder / "right.json").write_text('{"city": "Porto"}')
    run("corrections", "make", "Fair:6", "--values", "right.json", "--who", "AB", "--reason", "moved", *key)
    run("kiosks", "trust", "Fair", *key)
    run("receipts", "stick", *key)
    run("sync", "stick", "--data", "fair")
    run("sign", "later.csv", "--data", "fair")
    sheets = ("--needed", "2", "--total", "3", "--out", "shares", "--text", "--later")
    run("campaign", "shares", "campaign", *sheets, "--passphrase-file", "passphrase")
    (folder / "report.json").write_text(run("report", "--campaign", "campaign", "--json"))
    run("export", "all.csv", *key)
    run("export", "public.csv", "--list", "public", *key)


def _open_for_the_day(data: Path) -> None:
    """What staff and the window leave in a kiosk's folder besides signatures."""
    display = Display(language="zh-Hant", text_size="large")
    save_settings(data, msgspec.structs.replace(load_settings(data), display=display))
    current_shift(Kiosk.open(data))
    Journal(data).note(Event.STAFF)


def _row(n: int) -> dict[str, str]:
    return {**row(n, email=f"canary{n}@example{n}.org"), "student-number": f"{20_260_000 + n}"}


if __name__ == "__main__":
    if (HERE / __version__).exists():
        sys.exit(f"{HERE / __version__} is there already: what was frozen is never changed.")
    with TemporaryDirectory() as made:
        freeze(Path(made) / __version__)
        shutil.copytree(Path(made) / __version__, HERE / __version__)
