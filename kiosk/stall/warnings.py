"""What staff should know of their stall: one table, which the panel shows and `kiosk status` prints.

That the campaign's day for destroying has passed is the clock's finding: either is wrong.
"""

from __future__ import annotations

from kiosk.errors import KioskError
from kiosk.stall.clock_check import clock
from kiosk.stall.findings import Finding
from kiosk.stall.kiosk import Kiosk, Status
from kiosk.stall.laptop import battery, free_disk, read_battery
from kiosk.stall.state import Shift

OF_THE_LAPTOP = ("battery", "clock", "disk")
"""The names of findings that say nothing of signatures."""
_ORDER = {"fault": 0, "warning": 1, "not known": 2, "well": 3}


def look_at_stall(kiosk: Kiosk, status: Status, shift: Shift | None) -> list[Finding]:
    """What there is to say, the most urgent first; what is well or not known comes last.

    Args:
        status: how the kiosk is doing.
        shift: the newest one.
    """
    found = [
        battery(*read_battery()),
        clock(kiosk.clock.now(), kiosk, kiosk.clock.said),
        *_kept(kiosk, status, shift),
        _disk(kiosk),
    ]
    return sorted(found, key=lambda finding: _ORDER[finding.state])


def warnings(found: list[Finding]) -> list[Finding]:
    """Those of `found` that need somebody."""
    return [finding for finding in found if finding.state in ("fault", "warning")]


def _disk(kiosk: Kiosk) -> Finding:
    try:
        return free_disk(kiosk.data)
    except KioskError as error:
        return Finding.of("disk", error)


def _kept(kiosk: Kiosk, status: Status, shift: Shift | None) -> list[Finding]:
    """What is to be said of the signatures and of who keeps them."""
    found = []
    if status.copied:
        found.append(
            Finding(
                "copied",
                "fault",
                "This laptop was put back from a copy, or copied, and needs a new identity before it can "
                "sync. Choose “Sync to a stick”.",
            )
        )
    if status.damaged:
        found.append(
            Finding(
                "vault",
                "fault",
                "Damaged in the vault: number {numbers}. Sync, keep a copy of the whole data folder, and ask "
                "the coordinator for help.",
                {"numbers": ", ".join(map(str, status.damaged))},
            )
        )
    elif status.lacks_the_last:
        found.append(
            Finding(
                "vault",
                "fault",
                "The last signatures are missing in the vault. Keep a copy of the whole data folder, and ask "
                "the coordinator for help.",
            )
        )
    if status.waiting:
        found.append(
            Finding(
                "waiting",
                "warning",
                "{number} signature is on this laptop only. Sync to a stick.",
                {"number": status.waiting},
                many="{number} signatures are on this laptop only. Sync to a stick.",
            )
        )
    if status.waiting and shift is not None and shift.day < kiosk.today():
        day = shift.day.isoformat()
        if status.last_sync < day:
            found.append(
                Finding("not-synced", "warning", "Nothing has been synced since {day}.", {"day": day})
            )
    if not status.has_pin:
        found.append(Finding("pin", "warning", "This kiosk has no PIN."))
    return found
