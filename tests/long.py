"""Cases that `make test` leaves to `make test-long`: the same walk again, in one more language or size."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest


def also_long(cases: Iterable[Any]) -> list[Any]:
    """The cases of a `parametrize`, each a value or a tuple of values, marked "long"."""
    return [
        pytest.param(*(case if isinstance(case, tuple) else (case,)), marks=pytest.mark.long)
        for case in cases
    ]
