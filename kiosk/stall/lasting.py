"""Whether a folder outlasts the computer going off: no signature is taken into what does not.

A system started from a stick often keeps everything in memory, and looks as if it did not.
"""

from __future__ import annotations

from pathlib import Path

from kiosk.errors import StorageError
from kiosk.stall.device import device_of

_LIVE = frozenset({"boot=live", "boot=casper", "rd.live.image", "misobasedir", "archisobasedir"})
"""Words on the command line of a kernel that was started from a stick or a disc, by who makes such."""
_KEPT = ("persistence", "persistent", "rd.live.overlay", "cow_label", "cow_device")
"""What words begin with that say that changes are kept all the same."""


def must_last(data: Path, root: Path = Path("/")) -> None:
    """Raises StorageError where the folder `data`, which need not be there yet, would be lost at power-off.

    Where it cannot be told, it is let pass: most systems of which little can be seen keep their files.

    Args:
        root: the folder with this system's `/proc` and `/sys`, on Linux.
    """
    device = device_of(data, root)
    if device.kind == "memory" or (device.kind == "unknown" and _keeps_nothing(root)):
        raise StorageError(
            "{folder} is in this computer’s memory: every signature would be lost when it goes off.",
            "Use a computer with a disk of its own, or a stick that keeps signatures.",
            folder=data,
        )


def _keeps_nothing(root: Path) -> bool:
    """Whether this system was started from a stick or a disc, and keeps no changes."""
    told = root / "proc/cmdline"
    if not told.is_file():
        return False
    words = told.read_text(encoding="utf-8", errors="replace").split()
    live = any(word in _LIVE or word.partition("=")[0] in _LIVE for word in words)
    return live and not any(word.startswith(_KEPT) for word in words)
