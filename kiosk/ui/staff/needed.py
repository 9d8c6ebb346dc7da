"""The one thing that staff should do now."""

from __future__ import annotations

from enum import Enum

from kiosk.stall.findings import Finding
from kiosk.ui.staff.report import Report


class Need(Enum):
    """What is to be done, the most urgent first."""

    CHARGE = "plug in the charger"
    CLOCK = "set the clock"
    SET_UP = "make this laptop a kiosk"
    SYNC = "sync to a stick"
    OPEN = "open the stall"
    NOTHING = "nothing"


def needed(report: Report, *, practice: bool, closed: bool) -> tuple[Need, Finding | None]:
    """What is to be done now, and the finding that says so where it is one.

    Args:
        practice: whether this laptop is not set up yet.
        closed: whether the stall is closed.
    """
    by_name = {finding.name: finding for finding in report.findings}
    for name, need in (("battery", Need.CHARGE), ("clock", Need.CLOCK)):
        if by_name[name].state == "fault":
            return need, by_name[name]
    if practice:
        return Need.SET_UP, None
    for name in ("copied", "waiting"):
        if name in by_name:
            return Need.SYNC, by_name[name]
    return (Need.OPEN if closed else Need.NOTHING), None
