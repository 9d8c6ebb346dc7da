"""Where what is typed could get out of this program's memory: disks, core dumps, other programs.

Linux tells most of it in `/proc`, `/sys` and `/etc`; elsewhere it is not known. Every function takes
the folder that holds them as `root`.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator
from pathlib import Path

from kiosk.stall.disks import is_encrypted, unescaped
from kiosk.stall.findings import Finding

_INPUT_METHODS = ("fcitx", "fcitx5", "ibus-daemon", "maliit-server", "scim", "uim-xim")
_SCREEN_READERS = ("orca", "nvda.exe", "narrator.exe", "VoiceOver")


def look_for_leaks(data: Path, root: Path = Path("/")) -> Iterator[Finding]:
    """Everything that can be said of them, one finding after the other.

    Args:
        data: the kiosk's data folder.
    """
    yield encryption(data, root)
    places = swap_places(root)
    yield swap(places, root)
    yield hibernation(places, root)
    yield core_dumps()
    running = _running()
    # Elsewhere an input method is no process of its own, but part of the system.
    yield input_methods(running if sys.platform == "linux" else None)
    yield screen_reader(running)


def _running() -> set[str] | None:
    """The names of the processes that run; None where the system does not tell."""
    import psutil  # no start waits for it

    try:
        return {process.info["name"] for process in psutil.process_iter(["name"])}
    except OSError:
        return None


def encryption(data: Path, root: Path) -> Finding:
    """Whether the disk with the data folder can be seen to be encrypted."""
    if is_encrypted(data, root):
        return Finding("encryption", "well", "The disk with the data folder is encrypted.")
    return Finding(
        "encryption",
        "not known",
        "It cannot be seen whether this laptop’s disk is encrypted. If it is not, whoever takes it learns "
        "which campaign it is for and how many have signed: encrypt it when the system is installed.",
    )


def swap_places(root: Path) -> list[str] | None:
    """Unencrypted places on a disk to which memory may be swapped; None where that is not known."""
    table = root / "proc/swaps"
    if not table.is_file():
        hidden = sys.platform == "linux"  # from a program in a sandbox
        return None if hidden or _may_swap() else []
    places = []
    for line in table.read_text(encoding="utf-8").splitlines()[1:]:
        place, kind = line.split()[:2]
        in_memory = place.startswith("/dev/zram")
        if not in_memory and not is_encrypted(Path(unescaped(place)), root, device=kind == "partition"):
            places.append(unescaped(place))
    return places


def _may_swap() -> bool:
    import psutil

    try:
        return psutil.swap_memory().total > 0
    except (OSError, RuntimeError):  # Windows may have its performance counters turned off
        return True


def swap(places: list[str] | None, root: Path) -> Finding:
    """Whether this program's memory can be swapped to an unencrypted disk.

    Args:
        places: from `swap_places`.
    """
    if places == [] or _never_swapped(root):
        return Finding("swap", "well", "Nothing typed here is swapped to an unencrypted disk.")
    if places is None:
        return Finding(
            "swap",
            "not known",
            "It is not known where this laptop swaps its memory to. Turn swap off, or encrypt the disk.",
        )
    return Finding(
        "swap",
        "warning",
        "Memory may be swapped to {place}, which is not encrypted, and with it what visitors type. Ask "
        "whoever looks after the laptop to turn swap off for good.",
        {"place": ", ".join(places)},
    )


def _never_swapped(root: Path) -> bool:
    """Whether this process's control group, or one around it, may not swap (systemd's MemorySwapMax=0)."""
    groups = root / "proc/self/cgroup"
    if not groups.is_file():
        return False
    own = next(
        (line[4:] for line in groups.read_text(encoding="utf-8").splitlines() if line.startswith("0::/")), ""
    )
    top = root / "sys/fs/cgroup"
    folder = top / own
    limits = [group / "memory.swap.max" for group in (folder, *folder.parents) if group.is_relative_to(top)]
    return any(limit.is_file() and limit.read_text().strip() == "0" for limit in limits)


def hibernation(places: list[str] | None, root: Path) -> Finding:
    """Whether all memory could be written to an unencrypted disk when the laptop sleeps.

    Args:
        places: from `swap_places`: that is where Linux writes it.
    """
    if places == [] or (places is not None and not _can_hibernate(root)):
        return Finding("hibernation", "well", "This laptop does not write its memory to the disk to sleep.")
    if places is None:
        return Finding(
            "hibernation",
            "not known",
            "It is not known whether this laptop writes its memory to the disk to sleep (hibernation). "
            "Turn that off.",
        )
    return Finding(
        "hibernation",
        "warning",
        "This laptop can write all of its memory to {place} to sleep, which is not encrypted. Ask whoever "
        "looks after the laptop to turn hibernation off for good.",
        {"place": ", ".join(places)},
    )


def _can_hibernate(root: Path) -> bool:
    modes, ways = root / "sys/power/state", root / "sys/power/disk"
    able = modes.is_file() and "disk" in modes.read_text().split()
    disabled = ways.is_file() and "[disabled]" in ways.read_text()
    masked = (root / "etc/systemd/system/hibernate.target").resolve() == Path("/dev/null")
    return able and not disabled and not masked


def core_dumps() -> Finding:
    """Whether a crash of this process would write its memory to a file."""
    if sys.platform == "win32":
        return Finding("core-dumps", "not known", "It is not known whether a crash writes memory to a file.")
    import resource

    if resource.getrlimit(resource.RLIMIT_CORE)[1] == 0:
        return Finding("core-dumps", "well", "A crash of this program writes no memory to a file.")
    return Finding(
        "core-dumps",
        "fault",
        "A crash of this program would write its memory to a file. Start it with the command ‘kiosk’.",
    )


def input_methods(running: Collection[str] | None) -> Finding:
    """Whether an input method of the system runs, which could remember what is typed.

    Args:
        running: the names of the processes that run; None where they do not tell.
    """
    if running is None:
        return Finding(
            "input-methods",
            "not known",
            "It is not known whether another program remembers which words are typed. This program types "
            "without the system’s input method, but paper sheets should not be typed up on this laptop.",
        )
    found = [name for name in _INPUT_METHODS if name in running]
    if not found:
        return Finding("input-methods", "well", "No other program remembers which words are typed.")
    return Finding(
        "input-methods",
        "warning",
        "{program} is running and remembers words. This program types without it, but paper sheets should "
        "not be typed up on this laptop while it runs.",
        {"program": ", ".join(found)},
    )


def screen_reader(running: Collection[str] | None) -> Finding:
    """Whether a screen reader runs, which says aloud what is typed. Takes what `input_methods` takes."""
    if running is None:
        return Finding("screen-reader", "not known", "It is not known whether a screen reader is running.")
    found = [name for name in _SCREEN_READERS if name in running]
    if not found:
        return Finding("screen-reader", "well", "No screen reader is running: nothing is said aloud.")
    return Finding(
        "screen-reader",
        "warning",
        "{program} is running and says aloud what is typed. Have headphones for those who need it, and end "
        "it for others.",
        {"program": ", ".join(found)},
    )
