"""Takes a stick out of the system, so that it can be pulled out: unmounted, and all on it written.

Only who mounted it may unmount it: the kiosk's own locked session, or udisks2 where a desktop runs it.
Elsewhere people have to eject it themselves.
"""

from __future__ import annotations

import shutil
import subprocess
import time
from contextlib import suppress
from pathlib import Path

from kiosk.errors import KioskError
from kiosk.stall.disks import block_of, is_mounted, mount_of
from kiosk.stall.session import ask_root, is_locked_session

_STICKS = (Path("/media"), Path("/run/media"))
"""Where systems mount what people plug in; nothing else is ever taken out."""
_SECONDS = 60.0
"""A slow stick may have much to write."""
_BUSY_SECONDS = 2.0
"""Somebody may be looking at it for a moment, as the kiosk itself does."""


def eject(folder: Path) -> bool:
    """Unmounts the stick with `folder` on it; returns whether it is out. Takes as long as the stick does."""
    with suppress(OSError, KioskError):
        mount = mount_of(folder)
        if mount is None or block_of(mount) is None or not any(map(mount.point.is_relative_to, _STICKS)):
            return False
        if is_locked_session():
            ask_root(f"eject-{Path(mount.source).name}")
            until = time.monotonic() + _SECONDS
            while is_mounted(mount) and time.monotonic() < until:
                time.sleep(0.1)
        elif udisks := shutil.which("udisksctl"):
            command = [udisks, "unmount", "--no-user-interaction", "--block-device", mount.source]
            until = time.monotonic() + _BUSY_SECONDS
            with suppress(subprocess.TimeoutExpired):
                while (
                    subprocess.run(
                        command, stdin=subprocess.DEVNULL, capture_output=True, timeout=_SECONDS, check=False
                    ).returncode
                    and time.monotonic() < until
                ):
                    time.sleep(0.1)
        return not is_mounted(mount)
    return False
