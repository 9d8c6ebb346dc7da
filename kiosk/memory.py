"""Keeps what is in this process's memory out of files: no core dump, no other process looking in."""

from __future__ import annotations

import ctypes
import sys

_PR_SET_DUMPABLE = 4  # prctl(2)


def keep_out_of_files() -> None:
    """From now on a crash of this process leaves no core dump (rule 1: never a name in a crash file).

    On Linux the process also stops being dumpable, which holds for crash handlers that
    read memory through a pipe, and for debuggers of the same user. Elsewhere only the
    core size is limited, or nothing is done.
    """
    try:
        import resource
    except ImportError:  # not on Windows
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
