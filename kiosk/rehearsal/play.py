"""The rehearsal: the whole chain first, then what this laptop is like."""

from __future__ import annotations

import datetime
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from kiosk import paths
from kiosk.app import application
from kiosk.campaign.content import parse_content, read_folder
from kiosk.campaign.model import Campaign
from kiosk.errors import KioskError
from kiosk.files import storage
from kiosk.rehearsal.chain import play_chain
from kiosk.stall.findings import Finding
from kiosk.stall.kiosk import Kiosk, is_kiosk
from kiosk.stall.laptop import look_at_laptop
from kiosk.ui.fonts import check_fonts

MOST_SECONDS = 180


def rehearse(
    data: Path, pictures: Path | None = None, now: datetime.datetime | None = None
) -> Iterator[Finding]:
    """Plays the rehearsal; gives each finding as soon as it is there.

    A kiosk in `data` lends its content and is looked at, but nothing in its folder is changed:
    everybody who signs, signs on a kiosk of its own that is thrown away. Without a kiosk there the
    bundled campaign is played.

    The findings come in this order: `kiosk` (only where it cannot be opened); the steps `set-up`,
    `killed`, `signed`, `sealed`, `synced`, `merged`, or `chain` in place of the first that failed;
    `fonts-` and the tag of each language; those of `laptop.look_at_laptop`; and last `rehearsal`,
    which is a fault when any of them was, else a warning when any was, and whose values are `seconds` and,
    where there are any, `faults`.

    Args:
        data: a kiosk's data folder, or one that will be.
        pictures: a folder for a picture of every screen; none are taken without it.
        now: the clock's time with its zone; this laptop's own without it.
    """
    begun = time.monotonic()
    states: Counter[str] = Counter()
    for finding in _everything(data, pictures, now):
        states[finding.state] += 1
        yield finding
    yield _summary(states["fault"], states["warning"], round(time.monotonic() - begun))


def _everything(data: Path, pictures: Path | None, now: datetime.datetime | None) -> Iterator[Finding]:
    kiosk: Kiosk | None = None
    try:
        with storage(data):
            kiosk = Kiosk.open(data) if is_kiosk(data) else None
    except KioskError as error:
        yield Finding.of("kiosk", error)
    application()
    files = kiosk.pack.files if kiosk else read_folder(paths.bundled_campaign())
    yield from _chain(files, pictures)
    campaign: Campaign = kiosk.campaign if kiosk else parse_content(files)
    yield from check_fonts(campaign)
    yield from look_at_laptop(data, kiosk, now)


def _chain(files: Mapping[str, bytes], pictures: Path | None) -> Iterator[Finding]:
    place = Path(tempfile.gettempdir())
    try:
        with storage(pictures or place):
            if pictures:
                pictures.mkdir(parents=True, exist_ok=True)
        with storage(place), tempfile.TemporaryDirectory(prefix="kiosk-rehearsal-") as folder:
            yield from play_chain(files, Path(folder), pictures)
    except KioskError as error:
        yield Finding.of("chain", error)


def _summary(faults: int, warnings: int, seconds: int) -> Finding:
    values: dict[str, str | int] = {"seconds": seconds}
    if faults:
        return Finding(
            "rehearsal",
            "fault",
            "Faults found: {faults}. Mend what is marked before the stall opens. "
            "The rehearsal took {seconds} seconds.",
            {**values, "faults": faults},
        )
    if seconds > MOST_SECONDS:
        return Finding(
            "rehearsal",
            "warning",
            "All is well, but the rehearsal took {seconds} seconds. Close other programs.",
            values,
        )
    if warnings:
        return Finding(
            "rehearsal",
            "warning",
            "Nothing is broken, but look at what is marked. The rehearsal took {seconds} seconds.",
            values,
        )
    return Finding("rehearsal", "well", "All is well. The rehearsal took {seconds} seconds.", values)
