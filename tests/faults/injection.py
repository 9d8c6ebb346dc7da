"""Faults put into the real program with strace: at any call that touches the stick or the vault.

`strace --inject` makes the n-th call of a kind fail, or kills the program there (man 1 strace). Which calls
there are is seen in an undisturbed sync first.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.merge.merge import MergeResult, merge
from kiosk.coordinator.register.register import Register
from kiosk.stall.kiosk import Kiosk
from kiosk.stall.sync import sync
from tests import patience
from tests.conftest import with_sticks
from tests.people import person
from tests.program import COMMAND, ENVIRONMENT

CALLS = (
    "openat", "read", "pread64", "write", "pwrite64", "fsync", "fdatasync", "flock", "close",
    "ftruncate", "truncate", "rename", "unlink", "mkdir",
)  # fmt: skip
FAULTS = ("signal=KILL", "error=EIO", "error=ENOSPC")
EARLIER, OTHERS, NEW = 7, 3, 12
"""Signatures on the stick already: of the kiosk and of another one; and those to be synced."""


@dataclass(frozen=True)
class Fault:
    """`fault` (one of `FAULTS`) at the `nth` time that `call` touches the stick or the vault."""

    call: str
    nth: int
    fault: str

    def __str__(self) -> str:
        return f"{self.call} {self.nth} {self.fault}"


@dataclass(frozen=True)
class Outcome:
    """What the program did: its exit code (negative: killed) and what it said."""

    code: int
    said: str


class Stall:
    """A laptop right before a sync, and the stick, to begin with again after every fault.

    Args:
        kiosk: a new kiosk.
        other: another one of its campaign.
        keys: the campaign's.
        folder: an empty folder.
        empty_stick: nothing was synced before.
    """

    def __init__(
        self, kiosk: Kiosk, other: Kiosk, keys: CampaignKeys, folder: Path, *, empty_stick: bool = False
    ) -> None:
        self._keys = keys
        self._before = folder / "before"
        self._now = folder / "now"
        stick = self._before / "stick"
        stick.mkdir(parents=True)
        self.earlier = 0 if empty_stick else EARLIER + OTHERS
        self.everything = self.earlier + NEW
        if not empty_stick:
            for n in range(OTHERS):
                other.sign(person(1000 + n))
            for n in range(EARLIER):
                kiosk.sign(person(n))
            sync(other, stick)
            sync(kiosk, stick)
        for n in range(EARLIER, EARLIER + NEW):
            kiosk.sign(person(n))
        shutil.copytree(kiosk.data, self._before / "kiosk")
        self._name = f"{kiosk.settings.campaign}.signatures"

    def faults(self) -> list[Fault]:
        """Every fault that an undisturbed sync can meet."""
        self._begin_again()
        log = self._now / "calls"
        assert self._sync("-o", log).code == 0
        counts = Counter(re.findall(r"^\d+ +(\w+)\(", log.read_text(), re.MULTILINE))
        return [
            Fault(call, nth, fault)
            for call in CALLS
            for nth in range(1, counts[call] + 1)
            for fault in FAULTS
        ]

    def meet(self, fault: Fault) -> Outcome:
        """Syncs and meets `fault`; asserts that no harm is done and that the next sync completes."""
        self._begin_again()
        before = self._file.read_bytes() if self._file.exists() else b""
        log = self._now / "calls"
        injected = f"inject={fault.call}:{fault.fault}:when={fault.nth}"
        outcome = self._sync("-o", log, "-e", injected)
        if fault.fault == "signal=KILL":
            assert outcome.code == -9, outcome
        else:
            assert log.read_text().count("INJECTED") == 1
            assert outcome.code in (0, 1), outcome
            assert "Traceback" not in outcome.said
            assert "has a fault" not in outcome.said, outcome
            assert outcome.code == 0 or 1 <= len(outcome.said.splitlines()) <= 2, outcome
        after = self._file.read_bytes() if self._file.exists() else b""
        assert after.startswith(before), "earlier content was changed"
        counted = self._merge().books.total.counted if after else 0
        assert counted >= (self.everything if outcome.code == 0 else self.earlier)
        kiosk = with_sticks(Kiosk.open(self._now / "kiosk"))
        kiosk.vault.check()
        sync(kiosk, self._now / "stick")
        merged = self._merge()
        assert merged.books.total.counted == merged.books.total.collected == self.everything
        assert not merged.files[0].problems
        assert kiosk.status().waiting == 0
        return outcome

    @property
    def _file(self) -> Path:
        return self._now / "stick" / self._name

    def _begin_again(self) -> None:
        shutil.rmtree(self._now, ignore_errors=True)
        shutil.copytree(self._before, self._now)

    def _sync(self, *options: str | Path) -> Outcome:
        stick, data = self._now / "stick", self._now / "kiosk"
        vault = data / "vault.sqlite"
        touched = (stick, self._file, f"{self._file}.lock", data, vault, f"{vault}-journal")
        watch = [word for path in touched for word in ("-P", path)]
        strace = ["strace", "-f", "-e", f"trace={','.join(CALLS)}", *watch, *options]
        done = subprocess.run(
            [*strace, *COMMAND, "sync", stick, "--data", data],
            env={**ENVIRONMENT, "PYTHONDONTWRITEBYTECODE": "1"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=patience.SECONDS,
        )
        return Outcome(done.returncode, done.stderr)

    def _merge(self) -> MergeResult:
        register = self._now / "register.sqlite"
        register.unlink(missing_ok=True)
        return merge(Register(register, self._keys.key_id), self._keys, [self._file])
