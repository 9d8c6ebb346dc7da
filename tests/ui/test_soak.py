"""A short soak: random visits, one after another; `make soak` plays three hours of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.benchmarks.soak import Soak

VISITS = 12


@pytest.mark.long
def test_random_visits_are_stored_and_leave_nothing_in_memory(qtbot: object, tmp_path: Path) -> None:
    soak = Soak(tmp_path, seed="short")
    widgets = set()
    for number in range(VISITS):
        soak.visit(number)
        widgets.add(soak.sample(number).widgets)
    assert soak.close() > VISITS / 3
    assert len(widgets) == 1, f"widgets at the start of a visit: {sorted(widgets)}"
