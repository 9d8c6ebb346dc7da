"""What this process has used so far, as Linux counts it."""

from __future__ import annotations

import ctypes
import os
import resource
from pathlib import Path


def memory() -> float:
    """What the process has in memory now (its resident set), in MiB."""
    _, resident, *_ = _pages()
    return _mebibytes(resident)


def own_memory() -> float:
    """The part of it that is nobody else's: without what is mapped from files, as fonts and libraries are."""
    _, resident, shared, *_ = _pages()
    return _mebibytes(resident - shared)


def _pages() -> list[int]:
    return [int(number) for number in Path("/proc/self/statm").read_text().split()]


def _mebibytes(pages: int) -> float:
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def give_back() -> None:
    """Gives memory back to the system that was freed already (glibc keeps some of it): malloc_trim(3)."""
    ctypes.CDLL(None).malloc_trim(0)


def cpu_seconds() -> float:
    """Seconds of processor time of all its threads, in the program and in the kernel for it."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime
