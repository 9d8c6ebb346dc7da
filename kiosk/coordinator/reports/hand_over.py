"""Before something is handed over: what is open then, and the word in the log that says so."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterable, Sequence

from kiosk.coordinator.campaign.folder import CampaignFolder
from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.counting.following import say
from kiosk.coordinator.register.register import Register
from kiosk.coordinator.register.words import HandedOver, said
from kiosk.coordinator.reports.counts import count
from kiosk.coordinator.reports.lists import Listed
from kiosk.coordinator.reports.open_matters import Matter, MatterKind, open_matters

_ODD = re.compile(r"^[=+@|-]|[<>{}\\^~|]|https?:|www\.|@\w+\.|\d{3}|[=;]")
"""What begins like a formula, looks like a page's code or an address, or has a number in it."""


def is_odd(name: str) -> bool:
    """Whether `name` is likely none: code, a formula, an address, or without a letter."""
    plain = unicodedata.normalize("NFKC", name.strip())
    return bool(_ODD.search(plain)) or not any(char.isalpha() for char in plain)


def before_hand_over(
    register: Register,
    keys: CampaignKeys,
    folder: CampaignFolder,
    today: datetime.date,
    listed: Iterable[Listed],
) -> list[Matter]:
    """Everything that is open, and how many of the public list have an odd name.

    Raises:
        CampaignError: a record was changed in the register.
    """
    odd = sum(not one.initials and is_odd(one.name) for one in listed)
    found = open_matters(register, keys, folder, today, count(register))
    return [*found, *([Matter(MatterKind.ODD_NAMES, odd)] if odd else [])]


def log_hand_over(
    register: Register,
    keys: CampaignKeys,
    what: str,
    day: datetime.date,
    counted: int,
    matters: Sequence[Matter],
) -> None:
    """Says in the coordinator's log that `what` was written to be handed over, and what was open then.

    Raises:
        CampaignError, StorageError: the register cannot be written.
    """
    open_then = {matter.kind.value: matter.number for matter in matters}
    say(register, keys, HandedOver(what, day.isoformat(), counted, open_then))


def hand_overs(register: Register, keys: CampaignKeys) -> list[HandedOver]:
    """What the log says was handed over, in its order."""
    with register.reading() as connection:
        return [one.word for one in said(connection, keys) if isinstance(one.word, HandedOver)]
