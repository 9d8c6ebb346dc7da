"""A stick's own cache: which writes are lost for good when the power goes before they were flushed.

Reads what QEMU's blklogwrites logged. The format is that of Linux' dm-log-writes
(Documentation/admin-guide/device-mapper/log-writes.rst): a sector that describes the log, then for
every request a sector that describes it and the sectors that it wrote.
"""

from __future__ import annotations

import random
import struct
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SECTOR = 512
BLOCK = 4096
"""What a stick writes or loses as a whole."""
_FLUSH, _FUA, _DISCARD = 1, 2, 4
_ENTRY = struct.Struct("<QQQQ")


@dataclass(frozen=True)
class Write:
    """A request to the stick: bytes at an offset (none for a mere flush).

    Attributes:
        flushed: everything before it was safe when it was done.
    """

    offset: int
    data: bytes
    flushed: bool


def copy(image: Path, to: Path) -> None:
    """Copies a disk image, holes and all."""
    subprocess.run(["cp", "--sparse=always", image, to], check=True)


def read_log(path: Path) -> list[Write]:
    """The requests in the log, in their order."""
    return list(_requests(path.read_bytes()))


def _requests(log: bytes) -> Iterator[Write]:
    at = SECTOR
    while at + SECTOR <= len(log):
        sector, sectors, flags, _ = _ENTRY.unpack_from(log, at)
        if not sectors and not flags:
            return
        at += SECTOR
        size = 0 if flags & _DISCARD else sectors * SECTOR
        yield Write(sector * SECTOR, log[at : at + size], bool(flags & (_FLUSH | _FUA)))
        at += size


def lose_what_was_not_flushed(before: Path, log: Path, after: Path, chance: random.Random) -> int:
    """Makes `after`: the stick `before` with the log's writes, but half of those after the last flush.

    Returns:
        how many blocks were lost.
    """
    writes = read_log(log)
    safe = max((n for n, write in enumerate(writes, 1) if write.flushed), default=0)
    lost = 0
    copy(before, after)
    with after.open("r+b") as stick:
        for n, write in enumerate(writes):
            for at in range(0, len(write.data), BLOCK):
                if n >= safe and chance.random() < 0.5:
                    lost += 1
                    continue
                stick.seek(write.offset + at)
                stick.write(write.data[at : at + BLOCK])
    return lost
