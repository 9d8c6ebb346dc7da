"""What tests of the stall share."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest


@pytest.fixture
def typed_before() -> Iterator[None]:
    """Somebody has typed something where the kiosk was started; no program that it runs may read it."""
    before = os.dup(0)
    reading, writing = os.pipe()
    os.write(writing, b"yes\n")
    os.close(writing)
    os.dup2(reading, 0)
    yield
    os.dup2(before, 0)
    os.close(reading)
    os.close(before)


@pytest.fixture
def open_umask() -> Iterator[None]:
    """This user's files are everybody's, where no program sees to it that they are not."""
    before = os.umask(0)
    yield
    os.umask(before)
