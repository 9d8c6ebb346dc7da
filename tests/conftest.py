"""What all tests share: one campaign a session (its key costs half a second), and fresh kiosks and desks."""

from __future__ import annotations

import datetime
import gc
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # no window of a test comes between anybody's
os.environ["LC_ALL"] = "C.UTF-8"  # the desk speaks the system's language: see tests/test_locales.py
os.environ.pop("LANGUAGE", None)

from kiosk.app import application
from kiosk.campaign.content import read_folder
from kiosk.campaign.pack import Pack, build_pack, open_pack
from kiosk.coordinator.campaign import keys as key_files
from kiosk.coordinator.campaign.folder import CampaignFolder
from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.merge.merge import MergeResult, merge
from kiosk.coordinator.register.register import Register
from kiosk.coordinator.reports.csv_export import export_csv
from kiosk.signing.signature import RECORD_BYTES
from kiosk.stall import clock_check
from kiosk.stall.clock import Clock, LaptopClock
from kiosk.stall.device import Device, device_of
from kiosk.stall.kiosk import Kiosk, set_up
from kiosk.stall.state import load_state
from kiosk.stall.warnings import OF_THE_LAPTOP, look_at_stall, warnings
from tests import patience

CAMPAIGNS = Path(__file__).parent.parent / "resources" / "campaigns"
TODAY = datetime.date(2026, 11, 22)
"""The day in tests that say what day it is."""
PASSPHRASE = "correct horse battery"

hypothesis.settings.register_profile(
    "everywhere",
    deadline=None,  # a busy machine is no fault of the program's
    derandomize=True,
    database=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("everywhere")


def pytest_configure(config: pytest.Config) -> None:
    """Has the tests' folders on a disk: some systems keep `/tmp` in memory, where nothing can be set up."""
    if device_of(Path(tempfile.gettempdir())).kind == "memory":
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", "/var/tmp")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks what starts the whole program, a window or a server, which `make test-fast` leaves out."""
    programs = ("tests.program", "tests.terminal")
    for item in items:
        if isinstance(item, pytest.Function):
            starts = any(getattr(one, "__module__", "") in programs for one in vars(item.module).values())
            if starts or {"qapp", "postgres"} & set(item.fixturenames):
                item.add_marker("whole")


def pytest_collection_finish() -> None:
    """Thousands of tests, and what they are about, are not looked through for garbage again and again."""
    gc.collect()
    gc.freeze()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Names the seed of the tests' order, so that a run can be had again."""
    seed = terminalreporter.config.getoption("randomly_seed", None)
    if seed is not None:
        terminalreporter.write_line(f"The order of the tests was that of --randomly-seed={seed}")


@pytest.fixture(autouse=True)
def made_today(monkeypatch: pytest.MonkeyPatch) -> None:
    """The program of these tests was made on `TODAY`, whatever version it is."""
    monkeypatch.setattr(clock_check, "RELEASED", TODAY)


@pytest.fixture(scope="session")
def qapp() -> QApplication:
    """The program's own Qt application, for pytest-qt: it decides how text is typed."""
    return application()


_PATIENCE_MS = round(patience.SECONDS * 1000)


class PatientBot(QtBot):
    """pytest-qt's hands, with the patience that a busy machine needs."""

    def waitUntil(self, callback: Callable[[], object], *, timeout: int = _PATIENCE_MS) -> None:
        super().waitUntil(callback, timeout=max(timeout, _PATIENCE_MS))

    def waitSignal(
        self, signal: object, *, timeout: int = _PATIENCE_MS, raising: bool = True, **more: Any
    ) -> Any:
        patience_ms = max(timeout, _PATIENCE_MS) if raising else timeout  # assertNotEmitted raises nothing
        return super().waitSignal(signal, timeout=patience_ms, raising=raising, **more)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    return PatientBot(request)


@pytest.fixture(scope="session")
def content() -> Path:
    """The bundled campaign's content folder. Copy it before changing anything."""
    return CAMPAIGNS / "stop-repression-hong-kong"


@pytest.fixture(scope="session")
def tiny() -> dict[str, bytes]:
    """The files of the smallest campaign that there can be."""
    return {
        "campaign.toml": b"""format = 1
id = "tiny"
languages = ["en"]
colours = {paper = "#ffffff", ink = "#000000", accent = "#0b4a5a"}
form = {}
consent = {version = "1"}
retention = {destroy_by = 2028-12-31}
""",
        "en/texts.toml": b'title = "Tiny"\nslogan = "Small"\nthanks = "Thanks"\n',
        "en/demands.toml": b'[one]\ntext = "One thing."\n',
        "en/petition.md": b"One thing.\n",
        "en/privacy.md": b"Private.\n",
        "en/consent.md": b"I agree.\n",
    }


@pytest.fixture
def tiny_content(tmp_path: Path, tiny: dict[str, bytes]) -> Path:
    """Its content folder."""
    folder = tmp_path / "tiny"
    for name, data in tiny.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


@pytest.fixture(scope="session")
def campaign(tmp_path_factory: pytest.TempPathFactory, content: Path) -> CampaignFolder:
    """A campaign folder with its key and first pack. Copy it before changing anything."""
    return CampaignFolder.create(tmp_path_factory.mktemp("desk") / "C", content, PASSPHRASE, TODAY)


@pytest.fixture(scope="session")
def keys(campaign: CampaignFolder) -> CampaignKeys:
    """Its keys, unlocked."""
    return campaign.unlock(PASSPHRASE)


@pytest.fixture(scope="session")
def passphrase_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("passphrase") / "P"
    path.write_text(PASSPHRASE + "\n")
    return path


@pytest.fixture
def desk_folder(tmp_path: Path, campaign: CampaignFolder, keys: CampaignKeys) -> Path:
    """A copy of the campaign folder to work in, with the same key made cheap to unlock."""
    folder = tmp_path / "C"
    shutil.copytree(campaign.path, folder)
    make_cheap(folder, keys)
    return folder


def make_cheap(folder: Path, keys: CampaignKeys) -> None:
    """Puts the same key into a campaign folder at a cost that tests can pay many times."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(key_files, "MEMORY_KIB", 64)
        key_files.save_keys(folder / "campaign.key", keys, PASSPHRASE)


MakePack = Callable[..., Path]


@pytest.fixture
def make_pack(tmp_path: Path, content: Path, keys: CampaignKeys) -> MakePack:
    """Signs a pack: of another edition, by another coordinator's keys, or with smaller records."""

    def make(edition: int = 1, *, by: CampaignKeys = keys, record_bytes: int = RECORD_BYTES) -> Path:
        path = tmp_path / f"edition-{edition}-{by.signer.hex()[:8]}-{record_bytes}.kioskpack"
        data = build_pack(
            read_folder(content),
            public_key=by.public_key,
            signing_key=by.signing_key,
            edition=edition,
            made=TODAY.isoformat(),
            record_bytes=record_bytes,
        )
        path.write_bytes(data)
        return path

    return make


MakeKiosk = Callable[..., Kiosk]


def on(day: datetime.date) -> Clock:
    """A clock that says noon of `day`."""
    noon = datetime.datetime.combine(day, datetime.time(12)).timestamp()
    return Clock(laptop=LaptopClock(lambda: noon, lambda: 600.0, lambda: "this start"))


def with_sticks(kiosk: Kiosk) -> Kiosk:
    """The kiosk on a laptop where every folder is a stick, but its own and those with a file "no stick"."""

    def device_of(path: Path) -> Device:
        on_laptop = path.is_relative_to(kiosk.data) or any(
            (at / "no stick").exists() for at in (path, path.parent)
        )
        return Device("disk", frozenset({"the laptop's" if on_laptop else "a stick's"}))

    return replace(kiosk, device_of=device_of)


def warned(kiosk: Kiosk) -> list[str]:
    """What `kiosk status` warns of, but for what it says of the laptop that the tests run on."""
    found = look_at_stall(kiosk, kiosk.status(), load_state(kiosk.data).shift)
    return [finding.sentence for finding in warnings(found) if finding.name not in OF_THE_LAPTOP]


@pytest.fixture(scope="session")
def campaign_pack(campaign: CampaignFolder) -> Pack:
    """Its first pack, opened and checked."""
    return open_pack(campaign.pack_file)


@pytest.fixture
def make_kiosk(tmp_path: Path, campaign_pack: Pack) -> MakeKiosk:
    """Sets up a laptop as a kiosk of the campaign, or of `pack`."""

    def make(name: str = "Stall A", data: Path | None = None, pack: Path | None = None) -> Kiosk:
        return with_sticks(set_up(pack or campaign_pack, name, data or tmp_path / name, None, on(TODAY)))

    return make


@pytest.fixture
def stall(make_kiosk: MakeKiosk) -> Kiosk:
    """One kiosk, "Stall A"."""
    return make_kiosk()


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """An empty folder that stands in for a USB stick."""
    path = tmp_path / "stick"
    path.mkdir()
    return path


@dataclass(frozen=True)
class Desk:
    """A coordinator's desk: a register of its own, and the campaign's keys."""

    folder: Path
    keys: CampaignKeys

    @property
    def register(self) -> Register:
        return Register(self.folder / "register.sqlite", self.keys.key_id)

    def merge(self, *files: Path) -> MergeResult:
        return merge(self.register, self.keys, files)

    def list(self) -> bytes:
        """The exported CSV."""
        out = self.folder / "out.csv"
        export_csv(self.register, self.keys, out)
        return out.read_bytes()


MakeDesk = Callable[[], Desk]


@pytest.fixture
def make_desk(tmp_path: Path, keys: CampaignKeys) -> MakeDesk:
    """A new desk each time, all with the same campaign's keys."""

    def make() -> Desk:
        return Desk(Path(tempfile.mkdtemp(prefix="desk", dir=tmp_path)), keys)

    return make


@pytest.fixture
def desk(make_desk: MakeDesk) -> Desk:
    return make_desk()


@pytest.fixture
def quick_path(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory, where there is one: for thousands of writes that need not last."""
    memory = Path("/dev/shm")
    if not os.access(memory, os.W_OK):
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        yield Path(folder)


class Disk:
    """A small disk of its own (a tmpfs), which can be filled and write-protected."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def fill(self) -> None:
        """Leaves not one byte free."""
        with (self.path / "film.mov").open("wb", buffering=0) as film:
            for size in (64 * 1024, 1):
                with suppress(OSError):
                    while film.write(bytes(size)):
                        pass

    def free(self) -> None:
        (self.path / "film.mov").unlink()

    def protect(self) -> None:
        subprocess.run(["mount", "-o", "remount,ro", self.path], check=True)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Disk]:
    """A disk of 1 MiB; needs root to mount it."""
    path = tmp_path / "small disk"
    path.mkdir()
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("mounting a small disk needs root")
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "none", path], capture_output=True)
    if mounted.returncode:
        pytest.skip("this system does not let root mount a small disk")
    yield Disk(path)
    subprocess.run(["umount", path], check=True)
