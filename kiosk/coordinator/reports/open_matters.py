"""What waits for the coordinator: before the day's work, and before anything is handed over."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from kiosk.coordinator.campaign.folder import CampaignFolder
from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.campaign.retention import countdown
from kiosk.coordinator.campaign.upkeep import read_upkeep
from kiosk.coordinator.counting.forks import forks
from kiosk.coordinator.counting.kiosk_names import kiosk_names
from kiosk.coordinator.counting.kiosks import KioskView, kiosk_views
from kiosk.coordinator.counting.questions import questions
from kiosk.coordinator.register.register import Register, State
from kiosk.coordinator.register.words import Standing
from kiosk.coordinator.reports.counts import Counts
from kiosk.coordinator.reports.receipts import merged
from kiosk.coordinator.rights.correcting import choice_questions

SILENT_DAYS = 7
"""Days before the newest signature of all from which on a kiosk that brought none is silent."""


class MatterKind(StrEnum):
    """What is open, in the order in which it matters."""

    RETENTION = "retention"
    """The day by which all is destroyed is near; `number` are the days left, below 0 when it is past."""
    UNCONFIRMED = "unconfirmed"
    """Kiosks that count, or wait, and of which nobody has said that they are the campaign's."""
    ODD_KIOSKS = "odd kiosks"
    """Kiosks about which something is odd: a name that misleads, more than can be, a wrong clock."""
    FORKS = "forks"
    """Numbers of a kiosk under which there are several records."""
    QUESTIONS = "questions"
    """Pairs who may be one person."""
    CHOICES = "choices"
    """People who signed again and chose more."""
    GAPS = "gaps"
    """Signatures that a kiosk has vouched for and that never came."""
    UNREADABLE = "unreadable"
    """Signatures that cannot be opened, or were lost on their way."""
    RECEIPTS = "receipts"
    """Kiosks of which more is merged than a receipt says."""
    COPY = "copy"
    """Signatures that are in no copy of the campaign's folder."""
    SILENT = "silent"
    """Kiosks of which nothing came for a week while others brought signatures."""
    ODD_NAMES = "odd names"
    """People to be listed whose name is likely none; looked for before a hand-over alone (`hand_over.py`)."""


@dataclass(frozen=True)
class Matter:
    """Something open, and of how many it is; `kiosks` names those that it is about."""

    kind: MatterKind
    number: int
    kiosks: tuple[str, ...] = ()


def open_matters(
    register: Register,
    keys: CampaignKeys,
    folder: CampaignFolder,
    today: datetime.date,
    counts: Counts,
    go_on: Callable[[], object] = lambda: None,
) -> list[Matter]:
    """Everything that is open in the checked `register`, the most pressing first; nothing of it is a name.

    For a million records it takes some ten seconds.

    Args:
        counts: how many count in it.
        go_on: called time and again; what it raises ends the search.

    Raises:
        CampaignError: a record was changed in the register.
    """
    parts = (
        _retention(folder, today),
        _about_kiosks(register, today),
        _asked(register, keys),
        _lacking(register),
        _silent(counts),
    )
    found: list[Matter] = []
    for part in parts:  # each looks only when its turn comes
        go_on()
        found += part
    return found


def upkeep_matters(register: Register, folder: CampaignFolder) -> list[Matter]:
    """What is still to be done so that nothing is lost, whoever is handed what."""
    upkeep, found = read_upkeep(folder), list[Matter]()
    more = merged(register, upkeep.receipts)
    due = [one for one in more if one.upto > upkeep.receipts.get(one.kiosk.hex(), 0)]
    if due:
        found.append(Matter(MatterKind.RECEIPTS, len(due), tuple(one.name for one in due)))
    uncopied = register.count() - upkeep.copied
    if uncopied > 0 and register.name == str(folder.register_file):
        found.append(Matter(MatterKind.COPY, uncopied))
    return found


def _retention(folder: CampaignFolder, today: datetime.date) -> Iterator[Matter]:
    left = countdown(folder, today)
    if left is not None and left.is_urgent:
        yield Matter(MatterKind.RETENTION, left.days_left)


def _about_kiosks(register: Register, today: datetime.date) -> Iterator[Matter]:
    views = kiosk_views(register, today)
    unconfirmed = [one for one in views if one.standing in (Standing.NEW, Standing.HELD)]
    odd = [one for one in views if one.remarks and one.standing is not Standing.REVOKED]
    for kind, found in ((MatterKind.UNCONFIRMED, unconfirmed), (MatterKind.ODD_KIOSKS, odd)):
        if found:
            yield Matter(kind, len(found), _names(found))
    contested = sum(1 for _ in forks(register))
    if contested:
        yield Matter(MatterKind.FORKS, contested)


def _names(views: list[KioskView]) -> tuple[str, ...]:
    return tuple(one.name for one in views)


def _asked(register: Register, keys: CampaignKeys) -> Iterator[Matter]:
    pairs, choices = len(questions(register, keys)), len(choice_questions(register, keys))
    for kind, number in ((MatterKind.QUESTIONS, pairs), (MatterKind.CHOICES, choices)):
        if number:
            yield Matter(kind, number)


def _lacking(register: Register) -> Iterator[Matter]:
    names, gaps = kiosk_names(register), register.gaps()
    missing = sum(last - first + 1 for runs in gaps.values() for first, last in runs)
    if missing:
        yield Matter(MatterKind.GAPS, missing, tuple(sorted(names[one] for one in gaps if one in names)))
    tally = register.tally()
    unreadable = {one: number for one, of in tally.items() if (number := of.get(State.UNREADABLE, 0))}
    if unreadable:
        of = tuple(sorted(names[one] for one in unreadable if one in names))
        yield Matter(MatterKind.UNREADABLE, sum(unreadable.values()), of)


def _silent(counts: Counts) -> Iterator[Matter]:
    newest = max((one.last for one in counts.stalls.values()), default="")
    if newest:
        since = (datetime.date.fromisoformat(newest) - datetime.timedelta(SILENT_DAYS)).isoformat()
        silent = sorted(one.name for one in counts.stalls.values() if "" < one.last < since)
        if silent:
            yield Matter(MatterKind.SILENT, len(silent), tuple(silent))
