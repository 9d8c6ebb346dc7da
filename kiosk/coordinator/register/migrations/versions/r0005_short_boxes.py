"""Boxes hold MessagePack: a program that knows only JSON must not open them.

Those that are there stay as they are, and are read.
"""

from __future__ import annotations

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    pass
