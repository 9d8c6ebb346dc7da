"""Paths that mean something else on Windows than they seem to."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import TypeVar

P = TypeVar("P", bound=PurePath)

_DEVICE = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])", re.IGNORECASE)


def is_device(name: str) -> bool:
    """Whether Windows takes a file called `name` for a device, whatever its ending: `nul.txt` too."""
    return _DEVICE.fullmatch(name.partition(".")[0].rstrip(" ")) is not None


def whole_drive(path: P) -> P:
    """`path`; but the drive's root where it is a mere letter (`D:`), which is that drive's current folder."""
    return path / "\\" if path.drive and not path.root and len(path.parts) == 1 else path
