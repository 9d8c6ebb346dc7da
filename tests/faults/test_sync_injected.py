"""Killed, an I/O error or a full disk at any call of a sync. All of them: `python -m tests.faults.sweep`."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.faults.injection import FAULTS, Stall
from tests.lacking import need_strace

SAMPLES = 2
"""Faults of each kind that are tried here."""


@pytest.fixture
def traced(make_kiosk, make_pack, keys, quick_path: Path, request: pytest.FixtureRequest) -> Stall:
    need_strace()
    pack = make_pack(record_bytes=1024)
    kiosk, other = (make_kiosk(name, quick_path / name, pack) for name in ("Library steps", "Gate"))
    return Stall(kiosk, other, keys, quick_path / "stall", empty_stick=request.param)


@pytest.mark.parametrize("traced", [False, True], ids=["in use", "empty"], indirect=True)
def test_a_fault_at_any_call_costs_nothing_and_the_next_sync_completes(traced: Stall) -> None:
    faults = traced.faults()
    assert len(faults) > 150, "the sync was not seen"
    chance = random.Random(2026)
    for kind in FAULTS:
        for fault in chance.sample([fault for fault in faults if fault.fault == kind], SAMPLES):
            traced.meet(fault)


@pytest.mark.parametrize("traced", [False], ids=["in use"], indirect=True)
@pytest.mark.parametrize(
    ("call", "fault", "saying"),
    [("write", "error=ENOSPC", "disk that is full"), ("fsync", "error=EIO", "disk that reports errors")],
)
def test_the_staff_are_told_what_happened(traced: Stall, call: str, fault: str, saying: str) -> None:
    first = next(one for one in traced.faults() if (one.call, one.fault) == (call, fault))
    outcome = traced.meet(first)
    assert outcome.code == 1
    assert saying in outcome.said
    assert "→" in outcome.said, "and what to do"


@pytest.mark.parametrize("traced", [False], ids=["in use"], indirect=True)
@pytest.mark.parametrize("error", ["ENOSYS", "ENOLCK"])
def test_a_network_folder_without_locks_can_be_synced_to(traced: Stall, error: str) -> None:
    lock = next(one for one in traced.faults() if one.call == "flock")
    outcome = traced.meet(type(lock)("flock", lock.nth, f"error={error}"))
    assert outcome.code == 0, outcome


@pytest.mark.parametrize("traced", [False], ids=["in use"], indirect=True)
def test_a_folder_that_cannot_be_made_durable_itself_will_do(traced: Stall) -> None:
    """fsync of a folder, not of a file: FUSE and network file systems refuse it."""
    last = [one for one in traced.faults() if one.call == "fsync"][-1]
    outcome = traced.meet(type(last)("fsync", last.nth, "error=EINVAL"))
    assert outcome.code == 0, outcome
