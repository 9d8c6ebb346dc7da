"""What the guest boots: a Debian kernel, and in memory this Python, this program and nothing else."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.faults.guest import inside
from tests.program import ROOT

_MODULES = ("virtio_pci", "virtio_blk", "vfat", "nls_cp437", "nls_ascii", "nls_utf8")
_INIT = """#!/bin/busybox sh
/bin/busybox mount -t proc proc /proc
/bin/busybox mount -t devtmpfs dev /dev
for module in {modules}; do /bin/busybox insmod $module; done
cd {root}
export HOME=/ PYTHONDONTWRITEBYTECODE=1 PYTHONUTF8=1
exec {python} -m {script}
"""
_LOADED = """
import sys
from kiosk.cli import main
sys.argv[0] = "kiosk"
try:
    main()
finally:
    print(*{getattr(module, "__file__", "") for module in sys.modules.values()}, sep="\\n")
"""


def kernel() -> Path:
    """The newest kernel of Debian's package linux-image-cloud-amd64. Raises FileNotFoundError."""
    found = sorted(Path("/boot").glob("vmlinuz-*-cloud-amd64"))
    if not found:
        raise FileNotFoundError("There is no /boot/vmlinuz-*-cloud-amd64. Install linux-image-cloud-amd64.")
    return found[-1]


def build(data: Path, folder: Path) -> Path:
    """Packs the guest's memory disk into `folder` and returns it.

    Args:
        data: the data folder of a kiosk with a few signatures, for the guest to warm up with.
    """
    stage = folder / "stage"
    for name in ("proc", "dev", "vault", "stick", "warm/stick", "usr/lib", "usr/lib64", "bin"):
        (stage / name).mkdir(parents=True)
    for name in ("lib", "lib64"):
        (stage / name).symlink_to(f"usr/{name}")
    modules = list(_kernel_modules())
    programs = [Path("/bin/busybox"), Path(sys.executable)]
    for path in (*modules, *programs):
        _copy(path, stage)
    _copy_python(data, stage)
    shutil.copytree(data, stage / "warm" / "kiosk")
    objects = [path for path in stage.rglob("*.so*") if path.is_file()]
    for library in _libraries([Path(sys.executable), *objects]):
        _copy(library, stage)
    init = stage / "init"
    init.write_text(
        _INIT.format(
            modules=" ".join(map(str, modules)), root=ROOT, python=sys.executable, script=inside.__name__
        )
    )
    init.chmod(0o755)
    image = folder / "memory.cpio"
    names = "\0".join(str(path.relative_to(stage)) for path in sorted(stage.rglob("*")))
    with image.open("wb") as out:
        subprocess.run(
            ["cpio", "--quiet", "-0", "-o", "-H", "newc"],
            cwd=stage, input=names.encode(), stdout=out, check=True,
        )  # fmt: skip
    shutil.rmtree(stage)
    return image


def _copy(path: Path, stage: Path) -> None:
    """Copies a file to the same place under `stage`; what a link leads to, under the link's name."""
    copy = stage / path.relative_to("/")
    copy.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy2(path, copy)


def _copy_python(data: Path, stage: Path) -> None:
    """Copies the standard library, and every package that a sync loads."""
    stdlib = Path(sysconfig.get_path("stdlib"))
    unused = shutil.ignore_patterns(
        "site-packages", "dist-packages", "test", "tests", "idlelib", "tkinter", "ensurepip", "config-*"
    )
    shutil.copytree(stdlib, stage / stdlib.relative_to("/"), ignore=unused)
    configuration = Path(sys.prefix) / "pyvenv.cfg"
    if configuration.exists():
        _copy(configuration, stage)
    for place in sorted(_packages(data)):
        copy = stage / place.relative_to("/")
        if place.is_dir():
            shutil.copytree(place, copy, dirs_exist_ok=True)
        else:
            _copy(place, stage)
    for script in Path(__file__).parent.glob("*.py"):
        _copy(script, stage)
    for package in (ROOT / "tests", ROOT / "tests" / "faults"):
        _copy(package / "__init__.py", stage)


def _packages(data: Path) -> set[Path]:
    """Where the packages and modules lie that a sync of the kiosk in `data` loads, beside Python's own."""
    stick = data.parent / "loaded"
    stick.mkdir()
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    loaded = subprocess.run(
        [sys.executable, "-c", _LOADED, "sync", stick, "--data", data],
        env=environment, capture_output=True, text=True, check=False,
    ).stdout.splitlines()  # fmt: skip
    # The packages' home may be a folder of the project's: what lies there is not the project's own.
    homes = [Path(sysconfig.get_path("purelib")), Path(sysconfig.get_path("platlib")), ROOT]
    found = set()
    for file in loaded:
        home = next((home for home in homes if file.startswith(f"{home}/")), None)
        if home is not None:
            found.add(home / Path(file).relative_to(home).parts[0])
    return found


def _libraries(objects: Iterable[Path]) -> Iterator[Path]:
    """The shared libraries that `objects` need, by the names they are asked for."""
    told = subprocess.run(["ldd", *objects], capture_output=True, text=True, check=False).stdout
    # Each as "NAME => PATH (ADDRESS)", the loader as "PATH (ADDRESS)".
    for path in set(re.findall(r"^\t(?:\S+ => )?(/\S+) \(0x", told, re.MULTILINE)):
        yield Path(path)


def _kernel_modules() -> Iterator[Path]:
    """The files of `_MODULES` and of what they need, in the order in which they load."""
    version = kernel().name.removeprefix("vmlinuz-")
    told = subprocess.run(
        ["modprobe", "--show-depends", "-a", "-S", version, *_MODULES],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    files = [Path(line.split()[1]) for line in told.splitlines() if line.startswith("insmod ")]
    yield from dict.fromkeys(files)
