"""What the program costs, each beside what it cannot do without: `python -m tests.benchmarks [NAME ...]`.

Both sides of a line are measured in turn in this one run, so that what else the machine does falls on both.
What counts is the ratio. Exit code 1: one is above what docs/performance.md promises.
"""

from __future__ import annotations

import argparse
import os
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kiosk.coordinator.campaign.folder import CampaignFolder
from kiosk.stall.kiosk import Kiosk, set_up
from kiosk.stall.sync import sync
from tests.benchmarks import duplicates, start
from tests.benchmarks.classical import Classical
from tests.benchmarks.made_register import made_campaign
from tests.benchmarks.merge import make_files, signer
from tests.conftest import CAMPAIGNS, PASSPHRASE, TODAY, make_cheap, on
from tests.coordinator.counting.likeness.febrl import febrl
from tests.program import COMMAND, ENVIRONMENT

_REGISTER_BEFORE = 808
"""Bytes of a register for each signature, as commit 67b21b2 made them of the same signatures."""
_CAMPAIGN = CAMPAIGNS / "stop-repression-hong-kong"


@dataclass(frozen=True)
class Line:
    """A line of the table: `ours` beside `other`, both in `unit`; `most` is what their ratio may be."""

    what: str
    beside: str
    ours: float
    other: float
    unit: str
    most: float | None = None

    @property
    def ratio(self) -> float:
        return self.ours / self.other

    def __str__(self) -> str:
        may = f"{self.most:.1f}" if self.most else ""
        return (
            f"| {self.what} | {self.ours:.3g} {self.unit} | {self.beside} | {self.other:.3g} {self.unit} "
            f"| {self.ratio:.2f} | {may} |"
        )


def starting(folder: Path) -> Iterator[Line]:
    """From the command to the first frame."""
    bare, kiosk = start.compared(7)
    yield Line("start", "a bare Qt window", kiosk.seconds, bare.seconds, "s", start.MOST_TIME)
    yield Line("memory at the start", "the same", kiosk.mebibytes, bare.mebibytes, "MiB", start.MOST_MEMORY)


def signing(folder: Path, number: int = 200) -> Iterator[Line]:
    """From "Sign" to a signature that is on the disk: seconds on the clock."""
    kiosk = _kiosk(folder)
    bare = sqlite3.connect(folder / "bare.sqlite", isolation_level=None)
    bare.execute("PRAGMA synchronous = EXTRA")
    bare.execute("CREATE TABLE record (seq INTEGER PRIMARY KEY, sealed BLOB)")
    sealed = kiosk.sealing_key.seal(signer(0)).data
    ours, others = [], []
    for n in range(number):
        signature = signer(n)
        ours.append(_seconds(lambda one=signature: kiosk.sign(one)))
        others.append(_seconds(lambda: bare.execute("INSERT INTO record (sealed) VALUES (?)", (sealed,))))
    yield Line(
        "sign, until it is on the disk",
        "a bare insert of as many bytes",
        statistics.median(ours) * 1000,
        statistics.median(others) * 1000,
        "ms",
        2.0,
    )


def syncing(folder: Path, number: int = 1000) -> Iterator[Line]:
    """A sync of many signatures: seconds on the clock."""
    kiosk = _kiosk(folder)
    for n in range(number):
        kiosk.sign(signer(n))
    stick = folder / "stick"
    stick.mkdir()
    ours = _seconds(lambda: sync(kiosk, stick))
    (file,) = stick.glob("*.signatures")
    data = file.read_bytes()
    others = _seconds(lambda: _written_and_read(folder / "copy", data))
    yield Line(f"sync of {number:,}", "to write and read its file", ours * 1000, others * 1000, "ms")


def merging(folder: Path, number: int = 20_000, pairs: int = 3) -> Iterator[Line]:
    """A merge, in processor time of all its processes: what one more signature costs, whatever starting them
    does; and how large the register becomes by it.
    """
    made = CampaignFolder.create(folder / "C", _CAMPAIGN, PASSPHRASE, TODAY)
    keys = made.unlock(PASSPHRASE)
    make_cheap(made.path, keys)
    make_files(keys, folder / "exports", number)
    exports = sorted((folder / "exports").glob("*.signatures"))
    few = len(exports) // 4  # enough for all processes to be started
    count = number * (len(exports) - few) // len(exports)
    classical, same = Classical(keys), folder / "classical.signatures"
    classical.write(same, count)
    classical.merge(same, folder / "first.sqlite")  # loads what it needs
    ours, others = [], []
    for pair in range(pairs):
        of_few, of_all = (
            _command("merge", *some, "--register", folder / f"{name}-{pair}.sqlite", *_campaign(folder))
            for name, some in (("few", exports[:few]), ("all", exports))
        )
        ours.append(of_all - of_few)
        database = folder / f"classical-{pair}.sqlite"
        others.append(_processor(lambda database=database: classical.merge(same, database)))
    yield Line(
        "merge, one more signature",
        "classical age: the same reading, decoding, fingerprints and tables, no more",
        statistics.median(ours) * 1e6 / count,
        statistics.median(others) * 1e6 / count,
        "µs",
        1.5,
    )
    yield Line(
        "register, a signature",
        "as at commit 67b21b2",
        (folder / "all-0.sqlite").stat().st_size / number,
        _REGISTER_BEFORE,
        "bytes",
        0.85,
    )


def reporting(folder: Path, number: int = 4000) -> Iterator[Line]:
    """Report and petition of one register: processor time of the whole command."""
    made_campaign(folder / "C", number)
    nothing = _command("--version")
    report = _command("report", *_campaign(folder))
    yield Line(f"report on {number:,}", "the command that does nothing", report, nothing, "s")
    petition = _command("export", folder / "petition.pdf", *_campaign(folder))
    lines = _python(_BARE_PDF, folder / "bare.pdf", number)
    yield Line(f"petition of {number:,}", "Qt drawing as many lines", petition, lines, "s")


def tapping(folder: Path, number: int = 30) -> Iterator[Line]:
    """From a tap to the next page of the form, painted: processor time."""
    from PySide6.QtWidgets import (
        QApplication,
        QLabel,
        QLineEdit,
        QPushButton,
        QStackedWidget,
        QVBoxLayout,
        QWidget,
    )

    from kiosk.app import application, make_training, stall_window

    app = application()
    window = stall_window(make_training(folder).kiosk)
    window.resize(1366, 768)
    window.show()
    bare = QStackedWidget()
    bare.resize(1366, 768)
    bare.show()

    def bare_page() -> None:
        page = QWidget()
        column = QVBoxLayout(page)
        for one in (QLabel("Your name"), QLineEdit(), QLineEdit(), QPushButton("Back"), QPushButton("Go on")):
            column.addWidget(one)
        bare.setCurrentIndex(bare.addWidget(page))

    def settled(tap: Callable[[], object]) -> float:
        def work() -> None:
            tap()
            app.processEvents()

        return _processor(work)

    ours, others = [], []
    for _ in range(number):
        ours.append(settled(window.start_signing))
        others.append(settled(bare_page))
        window.new_visit()
        QApplication.processEvents()
    window.close()
    yield Line(
        "tap to the next page",
        "a bare page with as many fields",
        statistics.median(ours) * 1000,
        statistics.median(others) * 1000,
        "ms",
    )


def finding_duplicates(folder: Path) -> Iterator[Line]:
    """The search for who is alike among 1,000 people (FEBRL 1): processor time."""
    records, _ = febrl(1)
    ours = _processor(lambda: duplicates.likeness(records))
    others = _processor(lambda: duplicates.plain_splink(records))
    yield Line(f"search for duplicates in {len(records):,}", "plain Splink", ours, others, "s")


BENCHES: dict[str, Callable[[Path], Iterator[Line]]] = {
    "start": starting,
    "tap": tapping,
    "sign": signing,
    "sync": syncing,
    "merge": merging,
    "report": reporting,
    "duplicates": finding_duplicates,
}

_BARE_PDF = """
import sys
from PySide6.QtGui import QGuiApplication, QPainter, QPdfWriter
app = QGuiApplication(["bare"])
pdf = QPdfWriter(sys.argv[1])
painter = QPainter(pdf)
for n in range(int(sys.argv[2])):
    if n and n % 40 == 0:
        pdf.newPage()
    painter.drawText(100, 300 + n % 40 * 300, f"Somebody {n} of a city, Hong Kong")
painter.end()
"""


def _kiosk(folder: Path) -> Kiosk:
    made = CampaignFolder.create(folder / "campaign", _CAMPAIGN, PASSPHRASE, TODAY)
    return set_up(made.pack_file, "Bench", folder / "data", None, on(TODAY))


def _campaign(folder: Path) -> tuple[object, ...]:
    words = folder / "words"
    words.write_text(PASSPHRASE)
    return ("--campaign", folder / "C", "--passphrase-file", words)


def _written_and_read(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        os.fsync(file.fileno())
    path.read_bytes()


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _processor(work: Callable[[], object]) -> float:
    """Seconds of processor time that `work` takes, in this process and those that it starts."""
    before = _used()
    work()
    return _used() - before


def _used() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _run(*command: object) -> float:
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return _processor(lambda: subprocess.run([*map(str, command)], env=ENVIRONMENT, check=True, **quiet))


def _command(*arguments: object) -> float:
    return _run(*COMMAND, *arguments)


def _python(script: str, *arguments: object) -> float:
    return _run(sys.executable, "-c", script, *arguments)


def main(names: list[str]) -> bool:
    """Prints the table; returns whether every line is within what it may be."""
    lines = []
    print("| what | here | beside | that | ratio | at most |\n|---|---|---|---|---|---|")
    for name in names or BENCHES:
        with tempfile.TemporaryDirectory(prefix="kiosk-bench-") as folder:
            for line in BENCHES[name](Path(folder)):
                print(line, flush=True)
                lines.append(line)
    return all(line.most is None or line.ratio <= line.most for line in lines)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("name", nargs="*", help=", ".join(BENCHES))
    sys.exit(not main(parser.parse_args().name))
