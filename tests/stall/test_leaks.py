"""Where what is typed could be kept: disks, swap, hibernation and programs of laptops laid out as folders."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import psutil
import pytest

from kiosk.stall.findings import Finding
from kiosk.stall.leaks import core_dumps, input_methods, look_for_leaks, screen_reader, swap_places
from tests import patience

resource = pytest.importorskip("resource", reason="the /proc of a Linux laptop cannot be laid out here")

_DATA = Path("/home/stall/kiosk data")
_MOUNTS = """22 27 0:21 / /proc rw - proc proc rw
27 1 {root} / / rw,relatime shared:1 - ext4 {device} rw
28 27 {home} / /home/stall/kiosk\\040data rw - {kind} {source} rw
"""


class Laptop:
    """The `/proc`, `/sys`, `/dev` and `/etc` of a laptop, as files."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.write("proc/swaps", "Filename Type Size Used Priority\n")

    def write(self, path: str, text: str) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def disk(self, name: str, number: str, uuid: str = "", on: tuple[str, ...] = ()) -> None:
        """A block device; `uuid` is the device mapper's, `on` the devices that it lies on."""
        block = self.root / "sys/class/block" / name
        block.mkdir(parents=True)
        if uuid:
            self.write(f"sys/class/block/{name}/dm/uuid", uuid)
        for below in on:
            (block / "slaves").mkdir(exist_ok=True)
            (block / "slaves" / below).symlink_to(self.root / "sys/class/block" / below)
        (self.root / "sys/dev/block").mkdir(parents=True, exist_ok=True)
        (self.root / "sys/dev/block" / number).symlink_to(block)

    def mount(self, data: str, kind: str = "ext4", source: str = "/dev/mapper/home") -> None:
        """Mounts the data folder from the device numbered `data`; all else is on 8:1."""
        self.write(
            "proc/self/mountinfo",
            _MOUNTS.format(root="8:1", device="/dev/sda1", home=data, kind=kind, source=source),
        )

    def swap(self, *lines: str) -> None:
        self.write("proc/swaps", "Filename Type Size Used Priority\n" + "".join(f"{x}\n" for x in lines))

    def found(self, name: str) -> Finding:
        return {finding.name: finding for finding in look_for_leaks(_DATA, self.root)}[name]


@pytest.fixture
def laptop(tmp_path: Path) -> Laptop:
    return Laptop(tmp_path)


@pytest.fixture
def disks(laptop: Laptop) -> Laptop:
    """A plain disk (8:1), an encrypted one (254:0), LVM on that (254:1), and LVM on both (254:2)."""
    laptop.disk("sda1", "8:1")
    laptop.disk("dm-0", "254:0", "CRYPT-LUKS2-0123-luks", on=("sda1",))
    laptop.disk("dm-1", "254:1", "LVM-abc", on=("dm-0",))
    laptop.disk("dm-2", "254:2", "LVM-def", on=("dm-0", "sda1"))
    return laptop


@pytest.mark.parametrize(
    ("device", "state"),
    [
        ("254:0", "well"),
        ("254:1", "well"),
        ("254:2", "not known"),
        ("8:1", "not known"),
        ("7:7", "not known"),
    ],
)
def test_the_data_on_an_encrypted_disk(disks: Laptop, device: str, state: str) -> None:
    disks.mount(device)
    assert disks.found("encryption").state == state


def test_btrfs_has_a_number_of_its_own_and_its_source_names_the_disk(disks: Laptop) -> None:
    (disks.root / "dev/mapper").mkdir(parents=True)
    (disks.root / "dev/mapper/luks-home").symlink_to("../dm-0")
    disks.mount("0:42", "btrfs", "/dev/mapper/luks-home")
    assert disks.found("encryption").state == "well"
    disks.mount("0:42", "tmpfs", "tmpfs")
    assert disks.found("encryption").state == "not known"


def test_no_swap(laptop: Laptop) -> None:
    laptop.write("sys/power/state", "freeze mem disk\n")
    assert laptop.found("swap").state == "well"
    assert laptop.found("hibernation").state == "well", "it has no place to write its memory to"


def test_swap_in_memory_and_on_an_encrypted_disk(disks: Laptop) -> None:
    (disks.root / "dev").mkdir()
    disks.mount("254:1")
    disks.swap("/dev/zram0 partition 100 0 100", "/dev/dm-1 partition 100 0 -2")
    assert disks.found("swap").state == "well"
    disks.swap("/home/stall/kiosk\\040data/swapfile file 100 0 -2")
    assert disks.found("swap").state == "well"


@pytest.mark.parametrize(
    "line", ["/dev/sda1 partition 9 0 -2", "/swapfile file 9 0 -2", "/dev/x partition 9 0 1"]
)
def test_swap_on_a_plain_disk(disks: Laptop, line: str) -> None:
    disks.mount("254:1")
    disks.swap(line)
    disks.write("sys/power/state", "freeze mem disk\n")
    disks.write("sys/power/disk", "[platform] shutdown reboot suspend test_resume\n")
    place = line.split()[0]
    found = disks.found("swap")
    assert found.state == "warning"
    assert f"swapped to {place}, which is not encrypted" in found.sentence
    assert "turn swap off for good" in found.sentence
    found = disks.found("hibernation")
    assert found.state == "warning"
    assert f"to {place} to sleep" in found.sentence
    assert "turn hibernation off for good" in found.sentence


@pytest.mark.parametrize("group", ["system.slice/kiosk.service", "user.slice/app/kiosk.scope"])
def test_a_service_that_may_not_swap(disks: Laptop, group: str) -> None:
    disks.mount("8:1")
    disks.swap("/dev/sda1 partition 9 0 -2")
    disks.write("proc/self/cgroup", f"0::/{group}\n")
    disks.write(f"sys/fs/cgroup/{group}/memory.swap.max", "max\n")
    assert disks.found("swap").state == "warning"
    disks.write(f"sys/fs/cgroup/{group.split('/')[0]}/memory.swap.max", "0\n")
    assert disks.found("swap").state == "well"


def test_a_laptop_that_cannot_hibernate(disks: Laptop) -> None:
    disks.mount("8:1")
    disks.swap("/dev/sda1 partition 9 0 -2")
    disks.write("sys/power/state", "freeze mem\n")
    assert disks.found("hibernation").state == "well"
    disks.write("sys/power/state", "freeze mem disk\n")
    disks.write("sys/power/disk", "[disabled]\n")
    assert disks.found("hibernation").state == "well"
    disks.write("sys/power/disk", "[platform] shutdown\n")
    assert disks.found("hibernation").state == "warning"
    masked = disks.root / "etc/systemd/system/hibernate.target"
    masked.parent.mkdir(parents=True)
    masked.symlink_to("/dev/null")
    assert disks.found("hibernation").state == "well"


def test_a_system_that_tells_nothing(tmp_path: Path) -> None:
    found = {finding.name: finding.state for finding in look_for_leaks(_DATA, tmp_path / "empty")}
    assert (found["encryption"], found["swap"], found["hibernation"]) == ("not known",) * 3


@pytest.mark.parametrize(("hard", "state"), [(0, "well"), (1, "fault"), (-1, "fault")])
def test_a_crash_writes_no_memory_where_the_hard_limit_is_nothing(
    laptop: Laptop, monkeypatch: pytest.MonkeyPatch, hard: int, state: str
) -> None:
    """The soft one says little: whoever runs the program may raise it up to the hard one."""
    monkeypatch.setattr(
        resource, "getrlimit", lambda which: (0, hard if which == resource.RLIMIT_CORE else 7)
    )
    assert laptop.found("core-dumps").state == state


def test_whether_windows_writes_memory_to_a_file_is_not_known(
    laptop: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    found = core_dumps()
    assert (found.name, found.state) == ("core-dumps", "not known")


def test_another_system_than_linux_says_itself_whether_it_swaps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Swap(NamedTuple):
        total: int

    monkeypatch.setattr(sys, "platform", "darwin")
    for total, state in ((0, "well"), (1, "not known")):
        monkeypatch.setattr(psutil, "swap_memory", lambda total=total: Swap(total))
        found = {finding.name: finding.state for finding in look_for_leaks(_DATA, tmp_path / "empty")}
        assert (found["swap"], found["hibernation"]) == (state, state)


def test_every_place_that_is_swapped_to_is_named(disks: Laptop) -> None:
    disks.mount("254:1")
    disks.swap("/dev/sda1 partition 9 0 -2", "/dev/zram0 partition 9 0 1", "/a\\040b file 9 0 -2")
    disks.write("sys/power/state", "freeze mem disk\n")
    for name in ("swap", "hibernation"):
        assert disks.found(name).values == {"place": "/dev/sda1, /a b"}


def test_what_a_system_does_not_say_of_its_sleep_does_not_keep_it_from_it(disks: Laptop) -> None:
    disks.mount("8:1")
    disks.swap("/dev/sda1 partition 9 0 -2")
    assert disks.found("hibernation").state == "well", "it says of no way to sleep"
    disks.write("sys/power/state", "freeze mem disk\n")
    assert disks.found("hibernation").state == "warning", "no way is said to be disabled"


def test_all_programs_that_remember_are_named() -> None:
    found = input_methods(["init", "scim", "fcitx5"])
    assert (found.state, found.values) == ("warning", {"program": "fcitx5, scim"})
    assert input_methods(["init", "sh"]).state == "well"
    found = screen_reader(["VoiceOver", "orca", "init"])
    assert (found.state, found.values) == ("warning", {"program": "orca, VoiceOver"})
    assert screen_reader(["init"]).state == "well"


def test_where_programs_do_not_tell_nothing_is_claimed() -> None:
    assert input_methods(None).state == "not known"
    assert screen_reader(None).state == "not known"


def test_a_windows_without_counters_does_not_say_whether_it_swaps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_counters() -> None:
        raise RuntimeError("PdhAddEnglishCounterW failed. Performance counters may be disabled.")

    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(psutil, "swap_memory", no_counters)
    assert swap_places(tmp_path) is None


def test_only_the_group_of_version_2_is_asked(disks: Laptop) -> None:
    disks.mount("8:1")
    disks.swap("/dev/sda1 partition 9 0 -2")
    disks.write("sys/fs/cgroup/memory.swap.max", "max\n")
    disks.write("proc/self/cgroup", "4:memory:/old\n0::/new\n")
    disks.write("sys/fs/cgroup/old/memory.swap.max", "0\n")
    assert disks.found("swap").state == "warning"
    disks.write("sys/fs/cgroup/new/memory.swap.max", "0\n")
    assert disks.found("swap").state == "well"
    disks.write("proc/self/cgroup", "4:memory:/old\n")
    assert disks.found("swap").state == "warning"


@pytest.mark.parametrize(("program", "name"), [("ibus-daemon", "input-methods"), ("orca", "screen-reader")])
def test_a_program_that_remembers_or_says_what_is_typed(
    laptop: Laptop, tmp_path: Path, program: str, name: str
) -> None:
    assert laptop.found(name).state == "well"
    copy = shutil.copy(shutil.which("sleep") or "/bin/sleep", tmp_path / program)
    with subprocess.Popen([copy, "60"]) as running:
        patience.until(lambda: psutil.Process(running.pid).name() == program)
        found = laptop.found(name)
        running.kill()
    assert found.state == "warning"
    assert found.sentence.startswith(f"{program} is running")
