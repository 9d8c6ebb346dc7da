"""Three hours at a busy stall: `python -m tests.benchmarks.soak [VISITS] [--seed SEED] [--first NUMBER]`.

Plays random visits through a real window on a training kiosk, one after another in one process, and reports
memory as it goes. Says at the end whether every finished visit is stored and whether the memory of its own
stayed flat. What it has of files in memory (libraries, fonts) is told beside it: the system gives and takes
it. Waiting is skipped, see docs/performance.md. A visit that went wrong is told with its seed and number;
`--seed SEED --first NUMBER` begins with it.
"""

from __future__ import annotations

import argparse
import gc
import random
import shutil
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from kiosk.app import application, make_training, stall_window
from tests.benchmarks.passer_by import PasserBy
from tests.benchmarks.process import give_back, memory, own_memory
from tests.conftest import CAMPAIGNS
from tests.ui.conftest import Stall

VISITS = 3600
"""Three hours, 20 visits a minute."""
WARM_UP = 200
"""Visits until everything has been loaded once: fonts, pictures, the on-screen keyboard."""
EVERY = 60
"""Visits from one look at the memory to the next."""
FLAT = 0.05
"""How much its own memory may rise from the first look to the last, as a share of its mean. Measured along
the line through all looks: what the last visitors did moves a single look by a few per cent, up and down."""

_SIZE = (1366, 768)
"""Of the window whenever the memory is looked at."""


@dataclass(frozen=True)
class Sample:
    """What the process had after so many visits, with the start on the screen.

    Attributes:
        own: what nothing but the process has, in MiB.
        files: what it has of files, in MiB; a page that is mapped several times counts as often.
    """

    visits: int
    own: float
    files: float
    objects: int
    widgets: int


class Soak:
    """A kiosk with its window open, and everybody who has come by.

    Args:
        folder: an empty folder.
        seed: chooses what they do.
    """

    def __init__(self, folder: Path, seed: str) -> None:
        application()
        self.seed = seed
        training = make_training(folder, _campaign_with_drawing(folder))
        window = stall_window(training.kiosk)
        window.resize(*_SIZE)
        window.show()
        window.activateWindow()
        assert QTest.qWaitForWindowActive(window)  # only then does it have an input method
        self._stall = Stall(training, window, [])
        self._names: list[str] = []

    def visit(self, number: int) -> None:
        """One more visit; if it was finished, its signature is in the vault, and there is no other."""
        someone = PasserBy(self._stall.window, f"{self.seed}-{number}")
        try:
            someone.visit()
            if someone.name:
                self._names.append(someone.name)
            assert self._stall.window.visit.is_blank(), "something is left of the visit"
            assert self._stall.kiosk.vault.count() == len(self._names), "not every finished visit is stored"
        except Exception:
            print(f"visit {number} of seed {self.seed}: {' > '.join(someone.did)}", file=sys.stderr)
            raise

    def sample(self, visits: int) -> Sample:
        """What the process has now, at the start in the window's first size."""
        self._stall.window.resize(*_SIZE)
        self._stall.window.new_visit()
        QTest.qWait(200)
        gc.collect()
        give_back()
        own = own_memory()
        return Sample(visits, own, memory() - own, len(gc.get_objects()), len(QApplication.allWidgets()))

    def close(self) -> int:
        """Ends the program. Opens all signatures: they are those of the finished visits; returns how many."""
        self._stall.window.close()
        self._stall.kiosk.vault.check()
        assert [signature.name for signature in self._stall.signatures()] == self._names
        return len(self._names)


def _campaign_with_drawing(folder: Path) -> Path:
    """The bundled campaign, whose form also asks for a drawn signature."""
    content = Path(shutil.copytree(CAMPAIGNS / "stop-repression-hong-kong", folder / "content"))
    top = content / "campaign.toml"
    top.write_text(top.read_text(encoding="utf-8").replace("[form]", '[form]\nsignature = "asked"'), "utf-8")
    return content


def main() -> bool:
    """Plays the visits; returns whether all went well."""
    parser = argparse.ArgumentParser()
    parser.add_argument("visits", type=int, nargs="?", default=VISITS)
    parser.add_argument("--seed", default=str(random.randrange(10**6)))
    parser.add_argument("--first", type=int, default=1)
    asked = parser.parse_args()
    faults: list[str] = []
    sys.excepthook = lambda kind, error, traceback: _note(faults, kind, error, traceback)
    samples: list[Sample] = []
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="kiosk-soak-") as folder:
        soak = Soak(Path(folder), asked.seed)
        print(f"{asked.visits} visits, seed {asked.seed}", flush=True)
        for number in range(asked.first, asked.first + asked.visits):
            soak.visit(number)
            assert not faults, "the program has a fault"
            done = number - asked.first + 1
            if done >= WARM_UP and (done - WARM_UP) % EVERY == 0:
                samples.append(soak.sample(done))
                _say(samples[-1], time.monotonic() - started)
        stored = soak.close()
    print(f"{asked.visits} visits, {stored} finished, and all of them stored, in order")
    return not samples or _is_flat(samples)


def _note(faults: list[str], kind: type[BaseException], error: BaseException, traceback: object) -> None:
    """An exception in a slot, which Qt would survive."""
    faults.append(str(error))
    sys.__excepthook__(kind, error, traceback)  # type: ignore[arg-type]


def _say(sample: Sample, seconds: float) -> None:
    print(
        f"{sample.visits} visits, {seconds:.0f} s: {sample.own:.1f} MiB of its own, "
        f"{sample.files:.1f} of files, {sample.objects} objects, {sample.widgets} widgets",
        flush=True,
    )


def _is_flat(samples: list[Sample]) -> bool:
    for what, unit in (("own", " MiB"), ("files", " MiB"), ("objects", ""), ("widgets", "")):
        seen = [getattr(sample, what) for sample in samples]
        print(f"{what}: {min(seen):.0f} to {max(seen):.0f}{unit}, mean {statistics.mean(seen):.0f}")
    if len(samples) < 2:
        return True
    visits, own = [sample.visits for sample in samples], [sample.own for sample in samples]
    slope = statistics.linear_regression(visits, own).slope
    rise = slope * (visits[-1] - visits[0]) / statistics.mean(own)
    print(f"own: {slope * 1000:+.2f} MiB in 1000 visits, {rise:+.1%} over all looks (flat: up to {FLAT:.0%})")
    return rise <= FLAT


if __name__ == "__main__":
    sys.exit(not main())
