"""What is on another device than the vault's, and what only seems to be; only the first is safe."""

from __future__ import annotations

import hmac
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from kiosk.campaign.pack import Pack
from kiosk.errors import StorageError
from kiosk.stall.device import Device, DeviceStanding, device_of, standing
from kiosk.stall.kiosk import Kiosk, set_up
from kiosk.stall.sync import sync
from kiosk.windows import drives
from kiosk.windows.drives import Bus, Disk, Drive, Kind
from tests.disks import MEMORY, image, mounted, needs_root, run, stick
from tests.people import person
from tests.program import done, kiosk

# ------------------------------------------------------------------- real disks


@pytest.fixture
def laptop(tmp_path: Path, campaign_pack: Pack) -> Kiosk:
    """A kiosk with three signatures that really looks at its disks."""
    laptop = set_up(campaign_pack, "Gate", tmp_path / "data", None)
    for n in (1, 2, 3):
        laptop.sign(person(n))
    if laptop.device_of(laptop.data).kind != "disk":
        pytest.skip("it cannot be told which disk the tests are on")
    return laptop


def safe(laptop: Kiosk) -> int:
    return Kiosk.open(laptop.data).status().synced


def test_a_folder_on_the_vaults_own_disk_is_a_copy_and_not_safe(laptop: Kiosk, tmp_path: Path) -> None:
    folder = tmp_path / "media" / "RED STICK"
    folder.mkdir(parents=True)
    result = sync(laptop, folder)
    assert (result.total, result.standing, safe(laptop)) == (3, DeviceStanding.TOGETHER, 0)
    status = laptop.status()
    assert (status.waiting, status.last_sync, [target.safe for target in status.targets]) == (3, "", [False])


def test_a_stick_is_safe_also_after_it_was_taken_out(laptop: Kiosk, tmp_path: Path) -> None:
    with stick(tmp_path / "RED STICK") as folder:
        assert sync(laptop, folder).standing is DeviceStanding.APART
        assert safe(laptop) == 3
    assert safe(laptop) == 3
    laptop.sign(person(4))
    assert sync(laptop, folder).standing is DeviceStanding.TOGETHER, (
        "the stick is out, and its folder still there"
    )
    assert (safe(laptop), laptop.status().waiting) == (3, 1)
    with stick(folder):
        sync(laptop, folder)
    assert safe(laptop) == 4


def test_a_stick_that_comes_while_its_empty_folder_is_read_is_not_safe(laptop: Kiosk, tmp_path: Path) -> None:
    folder = tmp_path / "RED STICK"
    folder.mkdir()
    assert sync(laptop, folder).standing is DeviceStanding.TOGETHER, "the stick is out, its folder was left"
    with ExitStack() as plugged_in:

        def device(path: Path) -> Device:
            if path.is_relative_to(folder) and not folder.is_mount():
                plugged_in.enter_context(stick(folder))  # just then
            return device_of(path)

        with pytest.raises(StorageError, match="is gone"):
            sync(replace(laptop, device_of=device), folder)
        assert (safe(laptop), laptop.status().waiting) == (0, 3)
        assert sync(laptop, folder).written == 3
    assert safe(laptop) == 3


def test_numbers_that_a_damaged_vault_gives_again_are_in_no_copy_yet(laptop: Kiosk, tmp_path: Path) -> None:
    with stick(tmp_path / "RED STICK") as folder:
        sync(laptop, folder)
    with sqlite3.connect(laptop.data / "vault.sqlite") as vault:
        vault.execute("DELETE FROM record WHERE seq > 1")
    laptop.sign(person(8))
    status = laptop.status()
    assert (status.signatures, status.synced, status.waiting) == (2, 1, 1)


def test_a_data_folder_that_was_moved_onto_the_stick_is_together_with_what_is_there(
    laptop: Kiosk, tmp_path: Path
) -> None:
    with stick(tmp_path / "stick") as folder:
        sync(laptop, folder)
        shutil.copytree(laptop.data, folder / "data")
        assert Kiosk.open(folder / "data").status().waiting == 3
    assert safe(laptop) == 3


def test_a_bind_mount_leads_to_the_same_disk(laptop: Kiosk, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    with mounted(tmp_path / "stick", "--bind", tmp_path / "elsewhere") as folder:
        assert sync(laptop, folder).standing is DeviceStanding.TOGETHER


def test_an_image_on_the_vaults_disk_is_no_disk_of_its_own(laptop: Kiosk, tmp_path: Path) -> None:
    with image(tmp_path) as file, mounted(tmp_path / "stick", "-o", "loop", file) as folder:
        assert sync(laptop, folder).standing is DeviceStanding.TOGETHER
    assert safe(laptop) == 0


def test_memory_is_gone_when_the_laptop_goes_off(laptop: Kiosk, tmp_path: Path) -> None:
    with mounted(tmp_path / "stick", "-t", "tmpfs", "none") as folder:
        assert sync(laptop, folder).standing is DeviceStanding.MEMORY
    assert safe(laptop) == 0


def test_an_overlay_is_on_the_disk_of_its_upper_folder(laptop: Kiosk, tmp_path: Path) -> None:
    for name in ("lower", "upper", "work"):
        (tmp_path / name).mkdir()
    folders = f"lowerdir={tmp_path}/lower,upperdir={tmp_path}/upper,workdir={tmp_path}/work"
    with mounted(tmp_path / "stick", "-t", "overlay", "-o", folders, "overlay") as folder:
        assert sync(laptop, folder).standing is DeviceStanding.TOGETHER


def test_a_mapped_device_is_on_the_disk_beneath(laptop: Kiosk, tmp_path: Path) -> None:
    """As with LVM and LUKS; the disk beneath is once the vault's, and once a stick's."""
    needs_root()
    for where, wanted in ((tmp_path, DeviceStanding.TOGETHER), (MEMORY, DeviceStanding.APART)):
        with image(where) as file:
            loop = subprocess.run(
                ["losetup", "--find", "--show", str(file)], capture_output=True, text=True, check=False
            ).stdout.strip()
            name = f"kiosk-test-{where.name}"
            try:
                sectors = file.stat().st_size // 512
                run("dmsetup", "create", name, "--table", f"0 {sectors} linear {loop} 0")
                run("dmsetup", "mknodes", name)
                with mounted(tmp_path / "stick", f"/dev/mapper/{name}") as folder:
                    assert sync(laptop, folder).standing is wanted
            finally:
                subprocess.run(["dmsetup", "remove", name], capture_output=True, check=False)
                subprocess.run(["losetup", "--detach", loop], capture_output=True, check=False)


def test_what_a_mount_hides_is_not_taken_for_what_is_there(laptop: Kiosk, tmp_path: Path) -> None:
    """A stick mounted in a folder over which another thing was mounted since."""
    (tmp_path / "media").mkdir()
    with stick(tmp_path / "media" / "STICK"), mounted(tmp_path / "media", "--bind", laptop.data.parent):
        below = tmp_path / "media" / "STICK"
        below.mkdir(exist_ok=True)
        assert laptop.standing(below) is DeviceStanding.TOGETHER


def test_the_command_line_says_what_is_not_safe(laptop: Kiosk, tmp_path: Path) -> None:
    folder = tmp_path / "left behind"
    folder.mkdir()
    said = kiosk("sync", folder, "--data", laptop.data)
    assert said.returncode == 0
    assert "Not safe: that is on the disk that holds this kiosk's own signatures." in said.stderr
    assert json.loads(done("sync", folder, "--data", laptop.data, "--json"))["safe"] is False
    told = done("status", "--data", laptop.data)
    assert laptop.status().kiosk in told.replace(" ", ""), "the whole id, to compare"
    assert "Waiting:     3" in told
    assert "not known to be on another device" in told
    assert "Last sync:   never" in told
    assert "3 signatures are on this laptop only. Sync to a stick." in told
    with stick(tmp_path / "stick") as real:
        said = kiosk("sync", real, "--data", laptop.data)
        assert "safe" not in said.stderr
        assert json.loads(done("sync", real, "--data", laptop.data, "--json"))["safe"] is True
    said = kiosk("sync", folder, "--data", laptop.data)
    assert "safe" not in said.stderr, "all of them are on the stick by now"
    assert json.loads(done("status", "--data", laptop.data, "--json"))["waiting"] == 0


def test_a_sync_that_an_older_version_noted_counts_after_the_next_one(laptop: Kiosk, tmp_path: Path) -> None:
    with stick(tmp_path / "stick") as folder:
        sync(laptop, folder)
        connection = sqlite3.connect(laptop.data / "vault.sqlite")
        connection.execute("ALTER TABLE synced DROP COLUMN device")
        connection.execute("DROP TABLE life")
        connection.execute("DROP TABLE secret")
        connection.execute("DROP TABLE copied")
        connection.execute("PRAGMA user_version = 2")
        connection.commit()
        connection.close()
        assert safe(laptop) == 0
        again = Kiosk.open(laptop.data)
        assert sync(again, folder).written == 0
        assert again.status().synced == 3


# ------------------------------------------------- other laptops, as Linux tells of them

VAULT, STICK = Path("/home/stall/data"), Path("/media/STICK")


class Machine:
    """What a laptop's `/proc` and `/sys` say; the vault is in /home, and something is at /media/STICK."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def disk(self, name: str, number: str, *, serial: str = "", parts: str = "", made_of: str = "") -> None:
        """A disk with its partitions (`sda1=8:1 sda2=8:2`), or one that is `made_of` others."""
        block = self.root / "sys/devices/pci/usb" / name
        self._block(block, name, number)
        if made_of:
            (block / "slaves").mkdir()
            for each in made_of.split():
                (block / "slaves" / each).symlink_to(self.root / "sys/class/block" / each)
        else:
            (block / "device").mkdir()
            (block / "serial").write_text(serial or f"number of {name}")
        for part in parts.split():
            part_name, _, part_number = part.partition("=")
            self._block(block / part_name, part_name, part_number)
            (block / part_name / "partition").write_text("1")

    def _block(self, block: Path, name: str, number: str) -> None:
        block.mkdir(parents=True)
        (block / "size").write_text("1000")
        for link in (f"sys/class/block/{name}", f"sys/dev/block/{number}"):
            (self.root / link).parent.mkdir(parents=True, exist_ok=True)
            (self.root / link).symlink_to(block)

    def mount(self, vault: str, target: str) -> None:
        """Each as `NUMBER KIND SOURCE [OPTIONS]`."""
        lines = ["1 0 0:1 / / rw - ramfs rootfs rw"]
        for at, what in (("/home", vault), ("/media/STICK", target)):
            number, kind, source, *options = what.split()
            lines.append(f"2 1 {number} / {at} rw - {kind} {source} {' '.join(options) or 'rw'}")
        (self.root / "proc/self").mkdir(parents=True, exist_ok=True)
        (self.root / "proc/self/mountinfo").write_text("\n".join(lines) + "\n")

    def standing(self, vault: str, target: str) -> DeviceStanding:
        self.mount(vault, target)
        return standing(device_of(VAULT, self.root), device_of(STICK, self.root))


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    machine = Machine(tmp_path)
    machine.disk("sda", "8:0", parts="sda1=8:1 sda2=8:2 sda3=8:3")
    machine.disk("sdb", "8:16", parts="sdb1=8:17")
    machine.disk("sdc", "8:32", parts="sdc1=8:33")
    machine.disk("dm-0", "254:0", made_of="sda3")
    machine.disk("dm-1", "254:1", made_of="dm-0")
    machine.disk("dm-2", "254:2", made_of="sdb1")
    machine.disk("md0", "9:0", made_of="sda2 sdb1")
    return machine


@pytest.mark.parametrize("odd", ["\u2028", "\u0085", "\x0c", "\x1e", "\udcff"])
def test_a_name_with_what_ends_a_line_elsewhere_hides_no_stick(machine: Machine, odd: str) -> None:
    machine.mount("8:2 ext4 /dev/sda2", "8:17 vfat /dev/sdb1")
    table = machine.root / "proc/self/mountinfo"
    line = f"3 1 8:33 / /media/A{odd}B rw - vfat /dev/sdc1 rw\n"
    table.write_bytes(line.encode(errors="surrogateescape") + table.read_bytes())
    vault, target = device_of(VAULT, machine.root), device_of(STICK, machine.root)
    assert standing(vault, target) is DeviceStanding.APART


def test_a_file_system_over_several_disks_that_only_its_name_tells_is_not_known(machine: Machine) -> None:
    assert (
        machine.standing("8:2 bcachefs /dev/sda2:/dev/sdb1", "8:17 vfat /dev/sdb1") is DeviceStanding.UNKNOWN
    )


@pytest.mark.parametrize(
    ("vault", "target", "wanted"),
    [
        ("8:1 ext4 /dev/sda1", "8:17 vfat /dev/sdb1", DeviceStanding.APART),
        ("8:1 ext4 /dev/sda1", "8:2 ext4 /dev/sda2", DeviceStanding.TOGETHER),
        ("8:1 ext4 /dev/sda1", "8:16 vfat /dev/sdb", DeviceStanding.APART),
        ("8:1 ext4 /dev/sda1", "8:17 bcachefs /dev/sdb1", DeviceStanding.APART),
        ("8:1 ext4 /dev/sda1", "8:17 vfat /dev/A:B", DeviceStanding.APART),
        ("8:1 ext4 /dev/sda1", "8:17 vfat /dev/sdb1 rw,label=A B", DeviceStanding.APART),
        ("254:1 ext4 /dev/mapper/vg-home", "8:2 ext4 /dev/sda2", DeviceStanding.TOGETHER),
        ("254:1 ext4 /dev/mapper/vg-home", "254:2 ext4 /dev/mapper/stick", DeviceStanding.APART),
        ("9:0 ext4 /dev/md0", "8:17 vfat /dev/sdb1", DeviceStanding.TOGETHER),
        ("9:0 ext4 /dev/md0", "8:33 vfat /dev/sdc1", DeviceStanding.APART),
        ("0:40 btrfs /dev/sda1", "0:41 btrfs /dev/sda1", DeviceStanding.TOGETHER),
        ("0:40 btrfs /dev/sda1", "0:42 btrfs /dev/sdb1", DeviceStanding.APART),
        ("8:1 ext4 /dev/sda1", "0:50 fuseblk /dev/sdb1", DeviceStanding.APART),
        ("8:1 ext4 /dev/sda1", "0:50 tmpfs tmpfs", DeviceStanding.MEMORY),
        ("0:60 tmpfs tmpfs", "8:17 vfat /dev/sdb1", DeviceStanding.APART),
        ("0:60 tmpfs tmpfs", "0:61 tmpfs tmpfs", DeviceStanding.MEMORY),
        ("8:1 ext4 /dev/sda1", "0:50 nfs4 server:/share", DeviceStanding.APART),
        ("8:1 ext4 /dev/sda1", "0:50 cifs //SERVER/share", DeviceStanding.APART),
        ("8:1 ext4 /dev/sda1", "0:50 nfs4 localhost:/share", DeviceStanding.UNKNOWN),
        ("8:1 ext4 /dev/sda1", "0:50 nfs 127.0.0.1:/share", DeviceStanding.UNKNOWN),
        ("8:1 ext4 /dev/sda1", "0:50 nfs [::1]:/share", DeviceStanding.UNKNOWN),
        ("0:40 nfs server:/home", "0:50 nfs SERVER:/share", DeviceStanding.TOGETHER),
        ("8:1 ext4 /dev/sda1", "0:50 fuse.sshfs me@server:", DeviceStanding.UNKNOWN),
        ("8:1 ext4 /dev/sda1", "0:50 fuse.gocryptfs /home/x", DeviceStanding.UNKNOWN),
        ("8:1 ext4 /dev/sda1", "0:50 9p host", DeviceStanding.UNKNOWN),
        ("8:1 ext4 /dev/sda1", "0:50 zfs pool/sticks", DeviceStanding.UNKNOWN),
        ("0:40 overlay overlay rw,upperdir=/nowhere/upper", "8:17 vfat /dev/sdb1", DeviceStanding.UNKNOWN),
        ("0:40 overlay overlay rw", "8:17 vfat /dev/sdb1", DeviceStanding.UNKNOWN),
        ("8:99 ext4 /dev/gone", "8:17 vfat /dev/sdb1", DeviceStanding.UNKNOWN),
    ],
)
def test_where_a_target_is_seen_from_the_vault(
    machine: Machine, vault: str, target: str, wanted: DeviceStanding
) -> None:
    assert machine.standing(vault, target) is wanted


def test_btrfs_over_several_disks_is_on_all_of_them(machine: Machine) -> None:
    devices = machine.root / "sys/fs/btrfs/0123/devices"
    devices.mkdir(parents=True)
    for name in ("sda1", "sdb1"):
        (devices / name).symlink_to(machine.root / "sys/class/block" / name)
    assert machine.standing("0:40 btrfs /dev/sda1", "8:17 vfat /dev/sdb1") is DeviceStanding.TOGETHER
    assert machine.standing("0:40 btrfs /dev/sda1", "8:33 vfat /dev/sdc1") is DeviceStanding.APART


def test_a_mapped_device_is_known_by_name_where_there_are_no_device_files(machine: Machine) -> None:
    (machine.root / "sys/class/block/dm-1/dm").mkdir()
    (machine.root / "sys/class/block/dm-1/dm/name").write_text("vg-home\n")
    vault = "0:40 btrfs /dev/mapper/vg-home"
    assert machine.standing(vault, "8:2 ext4 /dev/sda2") is DeviceStanding.TOGETHER
    assert machine.standing(vault, "8:17 vfat /dev/sdb1") is DeviceStanding.APART


def test_a_disk_made_by_software_does_not_show_what_it_is_made_of(machine: Machine) -> None:
    machine.disk("zd0", "230:0")
    (machine.root / "sys/devices/pci/usb/zd0/device").rmdir()
    assert machine.standing("8:1 ext4 /dev/sda1", "230:0 ext4 /dev/zd0") is DeviceStanding.UNKNOWN


def test_a_disk_made_in_memory_is_a_disk_by_its_name(machine: Machine) -> None:
    machine.disk("ram0", "1:0")
    (machine.root / "sys/devices/pci/usb/ram0/device").rmdir()
    assert machine.standing("8:1 ext4 /dev/sda1", "1:0 ext4 /dev/ram0") is DeviceStanding.APART


def test_disks_with_one_number_from_the_factory_are_told_apart_by_their_size(machine: Machine) -> None:
    for name, number in (("sdd", "8:48"), ("sde", "8:64")):
        machine.disk(name, number, serial="0000")
    assert machine.standing("8:48 vfat /dev/sdd", "8:64 vfat /dev/sde") is DeviceStanding.TOGETHER
    (machine.root / "sys/class/block/sde/size").write_text("2000")
    assert machine.standing("8:48 vfat /dev/sdd", "8:64 vfat /dev/sde") is DeviceStanding.APART


def test_a_disk_is_known_by_its_stick_where_it_has_no_number_itself(machine: Machine) -> None:
    """In two sockets one stick has two names; a hub's number is not a stick's."""
    usb = machine.root / "sys/devices/pci/usb"
    for name, number, device_class, serial in (
        ("sdd", "8:48", "00", "stick"),
        ("sde", "8:64", "00", "stick"),
        ("sdf", "8:80", "09", "hub"),
        ("sdg", "8:96", "09", "hub"),
    ):
        machine.disk(name, number)
        block = usb / name
        (block / "serial").unlink()
        (block / "device").rmdir()
        socket = machine.root / f"sys/devices/socket-{name}"
        (socket / "host").mkdir(parents=True)
        (block / "device").symlink_to(socket / "host")
        for file, text in (("idVendor", "1234"), ("bDeviceClass", device_class), ("serial", serial)):
            (socket / file).write_text(f"{text}\n")
    assert machine.standing("8:48 vfat /dev/sdd", "8:64 vfat /dev/sde") is DeviceStanding.TOGETHER
    assert machine.standing("8:80 vfat /dev/sdf", "8:96 vfat /dev/sdg") is DeviceStanding.APART
    (usb / "sde/wwid").write_text("naa.1\n")
    assert machine.standing("8:48 vfat /dev/sdd", "8:64 vfat /dev/sde") is DeviceStanding.APART


def test_the_number_of_what_disks_are_plugged_into_is_not_theirs(machine: Machine) -> None:
    controller = machine.root / "sys/devices/controller"
    for name, number in (("sdd", "8:48"), ("sde", "8:64")):
        machine.disk(name, number)
        block = machine.root / "sys/devices/pci/usb" / name
        (block / "serial").unlink()
        (block / "device").rmdir()
        (controller / name).mkdir(parents=True)
        (block / "device").symlink_to(controller / name)
    (controller / "serial").write_text("of both")
    assert machine.standing("8:48 ext4 /dev/sdd", "8:64 ext4 /dev/sde") is DeviceStanding.APART


def test_what_is_only_partly_known_is_not_known(machine: Machine) -> None:
    """RAID over a disk and over something made by software; btrfs over them."""
    machine.disk("zd0", "230:0")
    (machine.root / "sys/devices/pci/usb/zd0/device").rmdir()
    machine.disk("md1", "9:1", made_of="sdc1 zd0")
    assert machine.standing("8:1 ext4 /dev/sda1", "9:1 ext4 /dev/md1") is DeviceStanding.UNKNOWN
    devices = machine.root / "sys/fs/btrfs/0123/devices"
    devices.mkdir(parents=True)
    for name in ("sdc1", "zd0"):
        (devices / name).symlink_to(machine.root / "sys/class/block" / name)
    assert machine.standing("8:1 ext4 /dev/sda1", "0:40 btrfs /dev/sdc1") is DeviceStanding.UNKNOWN


@pytest.mark.parametrize(
    ("below", "layers", "wanted"),
    [
        ("sdc", 10, DeviceStanding.APART),
        ("sdc", 11, DeviceStanding.APART),
        ("sdc", 12, DeviceStanding.UNKNOWN),
        ("sdc1", 10, DeviceStanding.APART),
        ("sdc1", 11, DeviceStanding.UNKNOWN),
    ],
)
def test_a_dozen_layers_are_looked_through(
    machine: Machine, below: str, layers: int, wanted: DeviceStanding
) -> None:
    """`layers` devices above a disk, or its partition: the twelfth may be a circle."""
    for n in range(layers):
        machine.disk(f"dm-{10 + n}", f"253:{n}", made_of=below)
        below = f"dm-{10 + n}"
    number = f"253:{layers - 1}"
    assert machine.standing("8:1 ext4 /dev/sda1", f"{number} ext4 /dev/x") is wanted


def test_a_device_that_is_made_of_itself_is_not_known(machine: Machine) -> None:
    machine.disk("dm-9", "253:9", made_of="dm-9")
    assert machine.standing("8:1 ext4 /dev/sda1", "253:9 ext4 /dev/x") is DeviceStanding.UNKNOWN


@pytest.mark.parametrize("file", ["", "image", "/nowhere/image"])
def test_a_disk_made_of_a_file_that_is_not_seen_is_not_known(machine: Machine, file: str) -> None:
    machine.disk("loop7", "7:7")
    (machine.root / "sys/devices/pci/usb/loop7/loop").mkdir()
    (machine.root / "sys/devices/pci/usb/loop7/loop/backing_file").write_text(f"{file}\n")
    assert machine.standing("8:1 ext4 /dev/sda1", "7:7 ext4 /dev/loop7") is DeviceStanding.UNKNOWN


def test_this_very_laptop_is_no_server(machine: Machine) -> None:
    me = os.uname().nodename
    for source in (
        f"{me}:/share",
        f"{me.upper()}:/share",
        f"//{me}/share",
        "127.1.2.3:/share",
        "//localhost/a",
    ):
        assert machine.standing("8:1 ext4 /dev/sda1", f"0:50 nfs {source}") is DeviceStanding.UNKNOWN, source
    assert machine.standing("8:1 ext4 /dev/sda1", "0:50 nfs 128.0.0.1:/share") is DeviceStanding.APART
    one, other = "0:50 cifs //server/share", "0:51 nfs4 server:/a:/b"
    assert machine.standing(one, "0:52 smb3 //server/other") is DeviceStanding.TOGETHER
    assert machine.standing(one, "0:52 ceph other:/") is DeviceStanding.APART
    assert machine.standing(one, other) is DeviceStanding.TOGETHER, "a folder may have a colon in its name"


def test_an_overlay_is_where_its_upper_folder_is(machine: Machine, tmp_path: Path) -> None:
    """Its other folders tell nothing."""
    upper = tmp_path / "upper"
    upper.mkdir()
    lower = f"rw,lowerdir=/home,upperdir={upper},workdir=/media/STICK"
    machine.mount("8:1 ext4 /dev/sda1", f"0:40 overlay overlay {lower}")
    table = machine.root / "proc/self/mountinfo"
    table.write_text(table.read_text() + f"3 1 8:33 / {upper} rw - ext4 /dev/sdc1 rw\n")
    found = device_of(STICK, machine.root)
    assert found.kind == "disk"
    assert found == device_of(upper, machine.root)
    assert standing(device_of(VAULT, machine.root), found) is DeviceStanding.APART


@pytest.mark.parametrize(("layers", "wanted"), [(11, DeviceStanding.APART), (12, DeviceStanding.UNKNOWN)])
def test_a_dozen_overlays_are_looked_through(
    machine: Machine, tmp_path: Path, layers: int, wanted: DeviceStanding
) -> None:
    """Each is in the next one, and the last on a stick."""
    folders = [tmp_path / f"upper-{n}" for n in range(layers)]
    machine.mount("8:1 ext4 /dev/sda1", f"0:40 overlay overlay rw,upperdir={folders[0]}")
    table = machine.root / "proc/self/mountinfo"
    lines = [
        f"3 1 0:{50 + n} / {folder} rw - overlay overlay rw,upperdir={above}\n"
        for n, (folder, above) in enumerate(pairwise(folders))
    ]
    table.write_text(table.read_text() + "".join(lines) + f"3 1 8:32 / {folders[-1]} rw - vfat /dev/sdc rw\n")
    for folder in folders:
        folder.mkdir()
    assert standing(device_of(VAULT, machine.root), device_of(STICK, machine.root)) is wanted


def test_an_overlay_of_itself_is_not_known(machine: Machine, tmp_path: Path) -> None:
    (tmp_path / "upper").mkdir()
    machine.mount("8:1 ext4 /dev/sda1", f"0:40 overlay overlay rw,upperdir={tmp_path}/upper")
    table = machine.root / "proc/self/mountinfo"
    circle = f"3 1 0:41 / {tmp_path}/upper rw - overlay overlay rw,upperdir={tmp_path}/upper\n"
    table.write_text(table.read_text() + circle)
    assert device_of(STICK, machine.root) == Device("unknown")


def test_a_number_from_the_factory_that_is_no_text_hides_no_stick(machine: Machine) -> None:
    (machine.root / "sys/devices/pci/usb/sdc/serial").write_bytes(b"\xff\xfe 1")
    assert machine.standing("8:1 ext4 /dev/sda1", "8:33 vfat /dev/sdc1") is DeviceStanding.APART


@pytest.mark.skipif(sys.platform != "linux", reason="names are bytes on Linux")
def test_a_disk_in_a_file_whose_name_is_no_text_is_where_the_file_is(
    machine: Machine, tmp_path: Path
) -> None:
    file = os.fsencode(tmp_path) + b"/\xff.img"
    Path(os.fsdecode(file)).touch()
    machine.disk("loop7", "7:7")
    (machine.root / "sys/devices/pci/usb/loop7/loop").mkdir()
    (machine.root / "sys/devices/pci/usb/loop7/loop/backing_file").write_bytes(file + b"\n")
    assert machine.standing("8:1 ext4 /dev/sda1", "7:7 ext4 /dev/loop7") is DeviceStanding.APART


@pytest.mark.parametrize(
    ("drive", "wanted"),
    [
        (Drive(Kind.FIXED, (Disk(Bus.OTHER, "WD-1 1000"),)), Device("disk", frozenset({"WD-1 1000"}))),
        (Drive(Kind.FIXED), Device("unknown")),
        (Drive(Kind.MEMORY), Device("memory", frozenset({"memory"}))),
        (Drive(Kind.REMOTE, server="nas"), Device("network", frozenset({"server nas"}))),
        (Drive(Kind.REMOTE, server="localhost"), Device("unknown")),
    ],
)
def test_on_windows_the_drive_tells(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, drive: Drive, wanted: Device
) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(drives, "drive_of", {tmp_path: drive}.__getitem__, raising=False)
    assert device_of(tmp_path) == wanted


def test_of_two_mounts_of_one_folder_the_later_is_seen(machine: Machine) -> None:
    machine.mount("8:1 ext4 /dev/sda1", "8:2 ext4 /dev/sda2")
    vault = device_of(VAULT, machine.root)
    assert standing(vault, device_of(STICK / "folder", machine.root)) is DeviceStanding.TOGETHER
    table = machine.root / "proc/self/mountinfo"
    for line in (
        "3 1 8:33 / /media/STICK rw - vfat /dev/sdc1 rw",
        "4 1 8:1 / /media rw - ext4 /dev/sda1 rw",
        "5 1 8:1 / /media/STICK2 rw - ext4 /dev/sda1 rw",
    ):
        table.write_text(table.read_text() + f"{line}\n")
        assert standing(vault, device_of(STICK / "folder", machine.root)) is DeviceStanding.APART


def test_where_the_system_tells_nothing_nothing_is_known(tmp_path: Path) -> None:
    assert device_of(tmp_path, tmp_path / "a system without /proc") == Device("unknown")


Marks = Callable[[bytes], frozenset[str]]


def test_a_stick_that_a_vault_noted_is_known_by_every_later_version() -> None:
    for part in ("server desk", "loop0 /no text \udcff"):
        noted = b"signing-kiosk device v1\0" + part.encode(errors="surrogateescape")
        mark = hmac.digest(b"k" * 32, noted, "sha256").hex()[:16]
        assert Device("disk", frozenset({part})).marks(b"k" * 32) == {mark}
    assert Device("unknown").marks(b"k" * 32) == frozenset()


def test_what_a_vault_notes_of_a_stick_tells_nothing_without_the_laptops_key(machine: Machine) -> None:
    machine.mount("8:1 ext4 /dev/sda1", "8:17 vfat /dev/sdb1")
    marks: Marks = device_of(STICK, machine.root).marks
    assert marks(b"k" * 32) == marks(b"k" * 32) != marks(b"x" * 32)
    assert all("sdb" not in mark and len(mark) == 16 for mark in marks(b"k" * 32))
