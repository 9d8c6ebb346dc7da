"""The disk of a Debian laptop with a login screen, made a kiosk by install-kiosk.sh. Needs root to make."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.program import ROOT

RELEASE = "bookworm"
_GIGABYTES = 6
_FOR_THE_INSTALLER = "xinput"
"""A package that install-kiosk.sh has to fetch, with no package list there."""
_HERE = Path(__file__).parent
_SHELL_UNIT = """\
[Unit]
Description=Root at the second serial line, for the play

[Service]
ExecStart=/bin/sh -c 'stty raw -echo; while read -r line; do eval "$line" </dev/null; done'
StandardInput=tty
StandardOutput=tty
StandardError=tty
TTYPath=/dev/ttyS1
Restart=always

[Install]
WantedBy=multi-user.target
"""


@dataclass(frozen=True)
class Disk:
    """A disk's image, and the kernel and memory disk that it is booted with."""

    image: Path
    kernel: Path
    memory: Path

    @classmethod
    def in_folder(cls, folder: Path) -> Disk:
        """The one that is, or will be, in `folder`."""
        return cls(folder / "disk.img", folder / "vmlinuz", folder / "initrd")

    @property
    def arguments(self) -> list[str | Path]:
        """What QEMU needs to boot it."""
        drive = f"file={self.image},format=raw,if=virtio,cache=writeback"
        # A busy computer is no broken one, however long a timer or a unit takes on it.
        patient = "no_timer_check systemd.default_timeout_start_sec=1800"
        line = f"root=/dev/vda rw console=ttyS0 console=tty0 quiet {patient}"
        return ["-drive", drive, "-kernel", self.kernel, "-initrd", self.memory, "-append", line]


def make_disk(folder: Path, bundle: Path) -> Disk:
    """Makes the disk in `folder`, of `bundle`. Raises CalledProcessError where something of it fails."""
    root = folder / "root"
    lists = (ROOT / "packaging/bundle/debian-packages.txt", ROOT / "packaging/session/debian-packages.txt")
    packages = {*_packages(*lists), *_packages(_HERE / "debian-packages.txt")} - {_FOR_THE_INSTALLER}
    hooks = [
        f'cp -r {shlex.quote(str(bundle))} "$1/opt/kiosk"',
        # What a bundle brings along; the one that is tried may have been made before.
        'rm -rf "$1/opt/kiosk/session"',
        f'cp -r {shlex.quote(str(ROOT / "packaging/session"))} "$1/opt/kiosk/"',
        'rm -rf "$1"/var/lib/apt/lists/*',
        'chroot "$1" sh /opt/kiosk/session/install-kiosk.sh /opt/kiosk',
        'chroot "$1" sh -c "useradd --create-home --shell /bin/bash anna && echo anna:anna | chpasswd"',
        'echo "/dev/vda / ext4 defaults 0 1" >"$1/etc/fstab"',
        'echo laptop >"$1/etc/hostname"',
    ]
    # Whatever it mounts goes with it, even if it is killed: nothing is left that a clearing could run into.
    command = ["unshare", "--mount", "mmdebstrap", "--variant=minbase"]
    command += [f"--include={','.join(sorted(packages))}"]
    # A small memory disk: this laptop is known.
    small = "usr/share/initramfs-tools/modules.d/small", "etc/initramfs-tools/conf.d/small"
    command += [f'--essential-hook=mkdir -p "$1/{Path(file).parent}"' for file in small]
    command += [f'--essential-hook=printf "virtio_pci\\nvirtio_blk\\next4\\n" >"$1/{small[0]}"']
    command += [f'--essential-hook=echo MODULES=list >"$1/{small[1]}"']
    command += [f"--customize-hook={hook}" for hook in hooks]
    subprocess.run([*command, RELEASE, root], check=True)
    (root / "etc/systemd/system/play-shell.service").write_text(_SHELL_UNIT)
    subprocess.run(["systemctl", f"--root={root}", "--quiet", "enable", "play-shell.service"], check=True)
    (kernel,) = (root / "boot").glob("vmlinuz-*")
    (memory,) = (root / "boot").glob("initrd.img-*")
    disk = Disk.in_folder(folder)
    shutil.copy(kernel, disk.kernel)
    shutil.copy(memory, disk.memory)
    with disk.image.open("wb") as file:
        os.truncate(file.fileno(), _GIGABYTES << 30)
    subprocess.run(["mke2fs", "-q", "-t", "ext4", "-d", root, disk.image], check=True)
    shutil.rmtree(root)
    return disk


def _packages(*lists: Path) -> list[str]:
    """The packages of lists such as packaging/linux/debian-packages.txt."""
    return [name for list in lists for name in re.sub("#.*", "", list.read_text()).split()]
