"""What staff are told of their stall: each thing in its words, and what is most urgent before all else."""

from __future__ import annotations

import datetime
import errno
import shutil
from typing import NamedTuple

import msgspec
import psutil
import pytest

from kiosk.stall.kiosk import Kiosk, Status, SyncedTo
from kiosk.stall.state import Shift
from kiosk.stall.warnings import look_at_stall, warnings
from tests.conftest import TODAY

YESTERDAY = TODAY - datetime.timedelta(days=1)
GIB = 2**30


class Battery(NamedTuple):
    percent: float
    power_plugged: bool


class Usage(NamedTuple):
    total: int
    used: int
    free: int


@pytest.fixture(autouse=True)
def laptop(monkeypatch: pytest.MonkeyPatch) -> None:
    """One whose battery runs low, and which has room enough."""
    monkeypatch.setattr(psutil, "sensors_battery", lambda: Battery(20, False), raising=False)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(9 * GIB, GIB, 8 * GIB))


@pytest.fixture
def status(stall: Kiosk) -> Status:
    """How a kiosk with a PIN is doing to which nothing has happened."""
    return msgspec.structs.replace(stall.status(), has_pin=True)


def looked(stall: Kiosk, status: Status, shift: Shift | None = None) -> list[tuple[str, str]]:
    return [(found.name, found.state) for found in look_at_stall(stall, status, shift)]


def told(stall: Kiosk, status: Status, shift: Shift | None = None) -> list[str]:
    """What is said of the signatures and of who keeps them."""
    found = look_at_stall(stall, status, shift)
    return [one.sentence for one in found if one.name not in ("battery", "clock", "disk")]


def test_a_fault_comes_before_a_warning_and_what_is_not_known_before_what_is_well(
    stall: Kiosk, status: Status, monkeypatch: pytest.MonkeyPatch
) -> None:
    odd = msgspec.structs.replace(status, copied=True, damaged=[3], waiting=2)
    assert looked(stall, odd) == [
        ("copied", "fault"),
        ("vault", "fault"),
        ("battery", "warning"),
        ("waiting", "warning"),
        ("clock", "not known"),
        ("disk", "well"),
    ]
    monkeypatch.setattr(psutil, "sensors_battery", lambda: Battery(90, True))
    assert looked(stall, odd) == [
        ("copied", "fault"),
        ("vault", "fault"),
        ("waiting", "warning"),
        ("clock", "not known"),
        ("battery", "well"),
        ("disk", "well"),
    ]


def test_only_faults_and_warnings_need_somebody(stall: Kiosk, status: Status) -> None:
    odd = msgspec.structs.replace(status, copied=True)
    found = look_at_stall(stall, odd, None)
    assert [one.name for one in warnings(found)] == ["copied", "battery"]


def test_a_disk_that_cannot_be_asked_is_a_fault(
    stall: Kiosk, status: Status, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(shutil, "disk_usage", broken)
    assert looked(stall, status)[0] == ("disk", "fault")
    assert "reports errors" in look_at_stall(stall, status, None)[0].sentence


def test_a_kiosk_where_all_is_well_needs_nothing(stall: Kiosk, status: Status) -> None:
    assert told(stall, status) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"copied": True}, "This laptop was put back from a copy, or copied, and needs a new identity"),
        ({"damaged": [3, 17]}, "Damaged in the vault: number 3, 17. Sync"),
        (
            {"targets": [SyncedTo("a", 1, "2026-11-01", True)]},
            "The last signatures are missing in the vault.",
        ),
        ({"waiting": 1}, "1 signature is on this laptop only. Sync to a stick."),
        ({"waiting": 2}, "2 signatures are on this laptop only. Sync to a stick."),
        ({"has_pin": False}, "This kiosk has no PIN."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_else(
    stall: Kiosk, status: Status, change: dict[str, object], said: str
) -> None:
    (sentence,) = told(stall, msgspec.structs.replace(status, **change))
    assert sentence.startswith(said)


def test_damage_is_told_rather_than_what_may_come_of_it(stall: Kiosk, status: Status) -> None:
    odd = msgspec.structs.replace(status, damaged=[2], targets=[SyncedTo("a", 2, "2026-11-01", True)])
    (sentence,) = told(stall, odd)
    assert sentence.startswith("Damaged in the vault: number 2.")


@pytest.mark.parametrize(
    ("day", "last_sync", "waiting", "late"),
    [
        (YESTERDAY, "", 1, True),
        (YESTERDAY, (YESTERDAY - datetime.timedelta(days=1)).isoformat(), 1, True),
        (YESTERDAY, YESTERDAY.isoformat(), 1, False),
        (YESTERDAY, TODAY.isoformat(), 1, False),
        (YESTERDAY, "", 0, False),
        (TODAY, "", 1, False),
        (None, "", 1, False),
    ],
)
def test_that_a_whole_shift_was_not_synced_is_told_from_its_next_day_on(
    stall: Kiosk, status: Status, day: datetime.date | None, last_sync: str, waiting: int, late: bool
) -> None:
    kiosk = msgspec.structs.replace(status, waiting=waiting, last_sync=last_sync)
    shift = None if day is None else Shift(day, 0)
    said = [one for one in look_at_stall(stall, kiosk, shift) if one.name == "not-synced"]
    assert [(one.state, one.sentence) for one in said] == (
        [("warning", f"Nothing has been synced since {YESTERDAY}.")] if late else []
    )
