"""What a kiosk remembers from one start to the next."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.errors import NewerVersionError
from kiosk.stall.folder import STATE
from kiosk.stall.state import load_state, save_state


@pytest.mark.parametrize(
    "damaged",
    [
        "",
        "{}x",
        '{"version": 1, "wrong_pins": -5}',
        '{"version": 1, "shift": {"day": "yesterday", "before": 0}}',
        '{"version": 1, "shift": {"day": "2026-13-45", "before": 0}}',
        '{"version": 1, "shift": {"day": "2026-11-22", "before": -1}}',
    ],
)
def test_a_damaged_state_is_a_locked_kiosk_and_many_wrong_pins(tmp_path: Path, damaged: str) -> None:
    (tmp_path / STATE).write_text(damaged)
    state = load_state(tmp_path)
    assert state.locked
    assert state.wrong_pins >= 10


def test_a_newer_programs_state_is_never_overwritten(tmp_path: Path) -> None:
    newer = '{"version": 2, "more": true}'
    (tmp_path / STATE).write_text(newer)
    with pytest.raises(NewerVersionError, match="newer"):
        save_state(tmp_path, lambda state: state)
    assert (tmp_path / STATE).read_text() == newer
