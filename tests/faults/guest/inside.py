"""What runs inside the guest instead of a system: it mounts the disks and syncs when the host says so.

Answers on the serial line, each on a line of its own that begins with `ANSWER`. The program is loaded
before the first answer, so that the saved guest goes on right before a sync.
"""

from __future__ import annotations

import os
import select
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from kiosk.cli import main
from kiosk.stall.kiosk import Kiosk

ANSWER = "guest: "
DATA = Path("/vault/kiosk")
STICK = Path("/stick")
WARM = Path("/warm")
"""A kiosk and an empty folder, to load everything once."""

_AS_A_DESKTOP_DOES = "flush,utf8,shortname=mixed,fmask=0022,dmask=0022,errors=remount-ro"
"""How udisks2 mounts a FAT stick."""


def obey() -> None:
    """Obeys until the power goes."""
    _sync(WARM / "stick", WARM / "kiosk")
    while True:
        _say("ready")
        if not select.select([sys.stdin], [], [], 0.5)[0]:
            continue  # a guest that was saved says again that it is there
        match sys.stdin.readline().strip():
            case "plug":
                _busybox("mount", "-t", "ext4", "/dev/vda", DATA.parent)
                _busybox("mount", "-t", "vfat", "-o", _AS_A_DESKTOP_DOES, "/dev/vdb", STICK)
                _say("plugged")
            case "sync":
                _say("syncing")
                _say(f"synced {_sync(STICK, DATA)}")
            case "check":
                _say(f"checked {_in_a_process(_check)}")
            case "unplug":
                _busybox("umount", STICK)
                _busybox("umount", DATA.parent)
                _say("unplugged")


def _check() -> None:
    Kiosk.open(DATA).vault.check()


def _sync(stick: Path, data: Path) -> int:
    """Runs `kiosk sync` and returns its exit code."""
    sys.argv = ["kiosk", "sync", str(stick), "--data", str(data), "--json"]
    return _in_a_process(main)


def _in_a_process(task: Callable[[], object]) -> int:
    """Runs `task` in a process of its own and returns its exit code."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    code = 1
    try:
        task()
        code = 0
    except SystemExit as end:
        code = int(end.code or 0)
    finally:
        sys.stdout.flush()
        os._exit(code)


def _busybox(*command: str | Path) -> None:
    subprocess.run(["/bin/busybox", *map(str, command)], check=True)


def _say(word: str) -> None:
    print(f"{ANSWER}{word}", flush=True)


if __name__ == "__main__":
    obey()
