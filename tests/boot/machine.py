"""A QEMU computer, emulated (TCG) so that it runs wherever QEMU does: its power, its disks, its serial lines.

What is done to it goes through QMP, QEMU's own protocol (docs/interop/qmp-spec.rst in QEMU's sources).
"""

from __future__ import annotations

import json
import socket
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests import patience

COMMAND = (
    "qemu-system-x86_64", "-nodefaults", "-no-user-config", "-display", "none", "-no-reboot",
    "-machine", "q35", "-accel", "tcg", "-cpu", "max",
)  # fmt: skip


class MachineError(Exception):
    """QEMU refused something, or ended."""


class Machine:
    """A computer that is on. `serial` are its serial lines, in the order in which they were asked for."""

    def __init__(self, folder: Path, process: subprocess.Popen[bytes], lines: int) -> None:
        self.folder = folder
        self._process = process
        self._control = self._connect("control")
        self._answers = self._control.makefile("r", encoding="utf-8")
        self._read()  # the greeting
        self.qmp("qmp_capabilities")
        self.serial = [self._connect(f"serial{number}") for number in range(lines)]
        self.qmp("cont")

    def _connect(self, name: str) -> socket.socket:
        end = socket.socket(socket.AF_UNIX)
        patience.until(lambda: self._tried(end, self.folder / name))
        return end

    def _tried(self, end: socket.socket, place: Path) -> bool:
        if self._process.poll() is not None:
            raise MachineError((self.folder / "said").read_text(errors="replace"))
        try:
            end.connect(str(place))
        except OSError:
            return False
        return True

    def _read(self) -> dict[str, Any]:
        try:
            line = self._answers.readline()
        except OSError:
            line = ""
        if not line:
            said = (self.folder / "said").read_text(errors="replace")
            raise MachineError(f"The computer is off. {said}".strip())
        answer: dict[str, Any] = json.loads(line)
        return answer

    def qmp(self, command: str, **arguments: object) -> Any:
        """Has QEMU do `command`, and returns its answer. Raises MachineError where it refuses, or is off."""
        try:
            self._control.sendall(json.dumps({"execute": command, "arguments": arguments}).encode() + b"\n")
        except OSError as error:
            raise MachineError("The computer is off.") from error
        while True:
            answer = self._read()
            if "return" in answer:
                return answer["return"]
            if "error" in answer:
                raise MachineError(f"{command}: {answer['error']['desc']}")

    def is_on(self) -> bool:
        """Whether it has not been switched off, from inside or by its power."""
        return self._process.poll() is None

    def cut_the_power(self) -> None:
        """Now: what it had not written to a disk by then is gone."""
        self._process.kill()
        self._process.wait()

    def close(self) -> None:
        """Cuts the power, if it is still on, and lets go of it."""
        self.cut_the_power()
        for end in (self._control, *self.serial):
            end.close()
        self._answers.close()


@contextmanager
def machine(folder: Path, arguments: Sequence[str | Path], lines: int = 0) -> Iterator[Machine]:
    """A computer with what `arguments` (of QEMU) add to it; its power is cut at the end.

    Args:
        folder: is made; holds what it needs while it is on, and in `said` what QEMU said. A short path.
        lines: how many serial lines it has; each one's output is kept in `serial0.log` and so on.
    """
    folder.mkdir(parents=True, exist_ok=True)
    command: list[str | Path] = [
        *COMMAND,
        "-S",
        "-qmp",
        f"unix:{folder}/control,server=on,wait=off",
        *arguments,
    ]
    for number in range(lines):
        place = folder / f"serial{number}"
        command += ["-chardev", f"socket,id=line{number},path={place},server=on,wait=off,logfile={place}.log"]
        command += ["-serial", f"chardev:line{number}"]
    with (folder / "said").open("wb") as said:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=said, stderr=said)
    try:
        running = Machine(folder, process, lines)
    except BaseException:
        process.kill()
        process.wait()
        raise
    try:
        yield running
    finally:
        running.close()
