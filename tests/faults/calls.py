"""What a program asks of the disk, call by call, and what a power cut would cost at each moment.

Seen with strace (man 1 strace). What was written is on the disk once its file has been flushed; a name
that was given, changed or taken is, once its folder has been.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.program import ENVIRONMENT

_WATCHED = (
    "openat", "read", "pread64", "write", "pwrite64", "writev", "ftruncate", "truncate", "fsync", "fdatasync",
    "rename", "renameat", "renameat2", "linkat", "unlink", "unlinkat", "fadvise64",
)  # fmt: skip
_NAMELESS = "#"
"""What the name of a file begins with that has none yet (O_TMPFILE), as strace shows it."""
_PRELUDE = "import sys\nfrom pathlib import Path\ndef say(): print('it is safe', flush=True)\n"


@dataclass(frozen=True)
class Call:
    """A call to the system, and what would be lost if the power went right before it.

    Attributes:
        name: as in section 2 of the manual; "say" when the program told a person that all is safe.
        file: what it is about; of a rename, the new name.
        detail: all that strace shows of it.
        lost: files whose last content is not on the disk yet.
        unnamed: folders in which a name is not.
    """

    name: str
    file: Path
    detail: str
    lost: frozenset[Path]
    unnamed: frozenset[Path]


def can_watch() -> str:
    """Why no program can be watched here; "" where it can be."""
    if not shutil.which("strace"):
        return "strace is not installed"
    if subprocess.run(["strace", "-o", "/dev/null", "true"], capture_output=True).returncode:
        return "this system does not let strace watch a program"
    return ""


def watched(program: str, folder: Path, *arguments: object) -> list[Call]:
    """The calls that a Python program makes in `folder`, with `say()` where it would tell that all is safe.

    Its `arguments` are in `sys.argv`. Asserts that nothing gets its name before its content is on the disk.
    """
    if reason := can_watch():
        pytest.skip(reason)
    there = {folder, *folder.rglob("*")}
    log = folder.parent / "calls"
    done = subprocess.run(
        [
            "strace", "-f", "-y", "-s", "200", "-e", f"trace={','.join(_WATCHED)}", "-o", log,
            sys.executable, "-c", _PRELUDE + program, *map(str, arguments),
        ],
        env={**ENVIRONMENT, "PYTHONDONTWRITEBYTECODE": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return _replayed(_whole_lines(log.read_text(errors="replace")), folder, there)


def _whole_lines(log: str) -> list[str]:
    """The calls in the order in which they ended; strace cuts one in two where threads cross."""
    begun: dict[str, str] = {}
    lines = []
    for line in log.splitlines():
        process, _, rest = line.partition(" ")
        rest = rest.strip()
        if rest.endswith("<unfinished ...>"):
            begun[process] = rest.removesuffix("<unfinished ...>")
        elif resumed := re.match(r"<\.\.\. \w+ resumed>(.*)", rest):
            lines.append(begun.pop(process, "") + resumed[1])
        else:
            lines.append(rest)
    return lines


def _replayed(lines: list[str], folder: Path, there: set[Path]) -> list[Call]:
    calls: list[Call] = []
    lost: set[Path] = set()
    unnamed: set[Path] = set()
    for line in lines:
        name, _, rest = line.partition("(")
        if re.search(r"= -1 E", rest):
            continue
        if name == "write" and "it is safe" in rest:
            calls.append(Call("say", folder, line, frozenset(lost), frozenset(unnamed)))
            continue
        files = [Path(path.removesuffix(" (deleted)")) for path in _paths(name, rest)]
        file = files[-1] if files else Path()
        if not file.is_relative_to(folder):
            continue
        name = re.sub(r"(at|at2|64|v)$", "", name)
        calls.append(Call(name, file, line, frozenset(lost), frozenset(unnamed)))
        if name == "open" and not ("O_CREAT" in rest and file not in there):
            continue
        _keep_account(name, files, lost, unnamed)
        if name == "open":
            there.add(file)
    return calls


def _keep_account(name: str, files: list[Path], lost: set[Path], unnamed: set[Path]) -> None:
    """What a power cut would lose after this call: contents, and names in folders."""
    file = files[-1]
    match name:
        case "write" | "pwrite" | "ftruncate" | "truncate":
            lost.add(file)
        case "fsync" | "fdatasync":
            lost.discard(file)
            unnamed.discard(file)
        case "rename":
            assert files[0] not in lost, f"{file.name} is there before its content is"
            unnamed.add(file.parent)
        case "link":
            before = [one for one in lost if one.name.startswith(_NAMELESS)]
            assert not before, "linked before it was flushed"
            unnamed.add(file.parent)
        case "unlink":
            lost.discard(file)
            unnamed.add(file.parent)
        case "open":
            unnamed.add(file.parent)


def _paths(name: str, rest: str) -> list[str]:
    """What the call is about: the file behind its handle, or the names that it is given."""
    if name.startswith(("open", "rename", "unlink", "link")):
        named = re.findall(r'(?:(?:AT_FDCWD|\d+)(?:<([^>]*)>)?, )?"([^"]*)"', rest)
        opened = re.search(r"= \d+<([^>]*)>", rest)
        if name == "openat" and opened:
            return [opened[1]]
        return [str(Path(within, path)) for within, path in named]
    handle = re.match(r"\d+<([^>]*)>", rest)
    return [handle[1]] if handle else []


def at(calls: list[Call], name: str, file: Path | None = None) -> list[int]:
    """Where in `calls` those of that name are, about `file`."""
    return [n for n, call in enumerate(calls) if call.name == name and file in (None, call.file)]
