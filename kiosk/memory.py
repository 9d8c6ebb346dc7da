"""Keeps what is in this process's memory out of files: no core dump, no other process looking in."""

from __future__ import annotations

import ctypes
import sys

_PR_SET_DUMPABLE = 4  # prctl(2)
# SetErrorMode (errhandlingapi.h), WerSetFlags (werapi.h)
_SEM_FAILCRITICALERRORS = 0x0001
_SEM_NOGPFAULTERRORBOX = 0x0002
_SEM_NOOPENFILEERRORBOX = 0x8000
_WER_FAULT_REPORTING_FLAG_NOHEAP = 0x0001


def keep_out_of_files() -> None:
    """From now on a crash of this process leaves no core dump (rule 1: never a name in a crash file).

    On Linux the process also stops being dumpable, which holds for crash handlers that
    read memory through a pipe, and for debuggers of the same user. On Windows no error report
    is made nor shown; what an administrator has set up for all programs (LocalDumps) it
    cannot keep from being written. Elsewhere only the core size is limited.
    """
    if sys.platform == "win32":
        kernel = ctypes.windll.kernel32
        kernel.SetErrorMode(_SEM_FAILCRITICALERRORS | _SEM_NOGPFAULTERRORBOX | _SEM_NOOPENFILEERRORBOX)
        kernel.WerSetFlags(_WER_FAULT_REPORTING_FLAG_NOHEAP)
    else:
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
