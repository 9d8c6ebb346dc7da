"""The guest itself: booted once, saved right before a sync, and woken up from there for every power cut.

Emulated (TCG), so that it runs wherever QEMU does. It has two disks: the laptop's, ext4 with the vault, and
the stick, FAT32. Ending the process is the power cut: what the guest had not written yet is gone.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests import patience
from tests.boot.machine import Machine, machine
from tests.faults.guest.image import kernel
from tests.faults.guest.inside import ANSWER

STICK_BYTES_A_SECOND = 1024 * 1024
"""What the stick takes: as slow as cheap ones are, so that a cut finds it in the middle of a write."""


@dataclass(frozen=True)
class Disks:
    """The images of both disks; everything that is written to the stick is also logged, in order."""

    vault: Path
    stick: Path
    log: Path


class Guest:
    """A running guest."""

    def __init__(self, running: Machine) -> None:
        self._machine = running
        self._serial = running.serial[0].makefile("r", encoding="utf-8", errors="replace")
        self.said: list[str] = []

    def order(self, word: str) -> None:
        """Has the guest do `word`, see `inside`."""
        self._machine.serial[0].sendall(f"{word}\n".encode())

    def wait_for(self, word: str) -> str:
        """What the guest adds to its answer `word`. Raises RuntimeError when it ends before."""
        for line in self._serial:
            self.said.append(line.rstrip())
            _, found, answer = line.partition(ANSWER)
            if found and answer.split()[0] == word:
                return answer.removeprefix(word).strip()
        raise RuntimeError("The guest ended early:\n" + "\n".join(self.said[-20:]))

    def do(self, order: str, answer: str) -> str:
        """An order, and the answer to it."""
        self.order(order)
        return self.wait_for(answer)

    def save(self, state: Path) -> None:
        """Writes memory and processors to the file `state`, and ends the guest."""
        self._machine.qmp("migrate", uri=f"exec:cat > {state}")
        told = patience.until(self._saved)
        if told != "completed":
            raise RuntimeError(f"The guest could not be saved: {told}.")
        self._machine.cut_the_power()

    def _saved(self) -> str:
        """How saving ended; "" as long as it goes on."""
        status: str = self._machine.qmp("query-migrate")["status"]
        return status if status in ("completed", "failed", "cancelled") else ""

    def cut_the_power(self) -> None:
        """Now. What the guest could still say is in `said`."""
        self._machine.cut_the_power()
        self.said += self._serial.read().splitlines()


@contextmanager
def guest(disks: Disks, memory: Path, state: Path | None = None) -> Iterator[Guest]:
    """Boots a guest from `memory`, or wakes up the one saved in `state`; without power at the end."""
    stick = f"driver=file,node-name=bytes,filename={disks.stick}"
    log = f"driver=file,node-name=log,filename={disks.log}"
    disks.log.write_bytes(b"")
    arguments: list[str | Path] = [
        "-m", "640", "-kernel", kernel(), "-initrd", memory, "-append", "console=ttyS0 quiet panic=-1",
        "-blockdev", f"driver=file,node-name=vault,filename={disks.vault}",
        "-device", "virtio-blk-pci,drive=vault",
        "-object", f"throttle-group,id=slow,x-bps-write={STICK_BYTES_A_SECOND}",
        "-blockdev", stick, "-blockdev", log,
        "-blockdev", "driver=blklogwrites,node-name=logged,file=bytes,log=log",
        "-blockdev", "driver=throttle,node-name=stick,throttle-group=slow,file=logged",
        "-device", "virtio-blk-pci,drive=stick",
    ]  # fmt: skip
    if state:
        arguments += ["-incoming", f"exec:cat {state}"]
    with machine(disks.log.parent / "computer", arguments, lines=1) as running:
        yield Guest(running)
