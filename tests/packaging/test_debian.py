"""The Debian packages, made of a bundle with next to nothing in it; `make try-deb` installs the real ones."""

from __future__ import annotations

import gzip
import os
import re
import subprocess
import sys
from email.utils import parsedate_to_datetime
from pathlib import Path

import click
import pytest

from kiosk.cli import kiosk
from tests.lacking import need
from tests.program import ROOT

_DEBIAN = ROOT / "packaging" / "debian"
_PACKAGES = ("signing-kiosk", "signing-kiosk-desk", "signing-kiosk-session")
_COMMIT = 1_790_000_000
_PARTS = "usr/lib/signing-kiosk/_internal"


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that looks like a bundle."""
    folder = tmp_path_factory.mktemp("bundle")
    for name in ("_duckdb.x.so", "pyarrow/lib.so", "psycopg_binary/pq.so", "psycopg_binary.libs/libpq-1.so"):
        file = folder / "_internal" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(name)
    (folder / "_internal" / "libpq-1.so").symlink_to("psycopg_binary.libs/libpq-1.so")
    (folder / "_internal" / "libQt.so").write_text("Qt")
    (folder / "_internal" / "libQt.so").chmod(0o770)
    metadata = folder / "_internal" / "click-8.dist-info" / "METADATA"
    metadata.parent.mkdir()
    metadata.write_text("Name: click\nVersion: 8\nLicense-Expression: BSD-3-Clause\n")
    (folder / "README.md").write_text("of the folder")
    (folder / "kiosk").write_text("#!/bin/sh\necho kiosk\n")
    (folder / "kiosk").chmod(0o755)
    return folder


def build(bundle: Path, folder: Path, *version: str) -> None:
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(_COMMIT)}
    subprocess.run([_DEBIAN / "build.sh", bundle, folder, *version], env=environment, check=True)


@pytest.fixture(scope="module")
def made(bundle: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The packages by name."""
    need("dpkg-deb")
    folder = tmp_path_factory.mktemp("made")
    build(bundle, folder, "1.2.3")
    return {file.name.split("_")[0]: file for file in folder.iterdir()}


@pytest.fixture(scope="module")
def root(made: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is on the disk where all of them are installed."""
    folder = tmp_path_factory.mktemp("root")
    for file in made.values():
        subprocess.run(["dpkg-deb", "-x", file, folder], check=True)
    return folder


def field(package: Path, name: str) -> str:
    asked = subprocess.run(["dpkg-deb", "-f", package, name], capture_output=True, text=True, check=True)
    return asked.stdout.strip()


def contents(package: Path) -> list[str]:
    """The files and links of a package, as `ls -l` shows them, without its folders."""
    told = subprocess.run(["dpkg-deb", "-c", package], capture_output=True, text=True, check=True)
    return [line for line in told.stdout.splitlines() if not line.startswith("d")]


def test_there_are_three_and_they_fit_each_other(made: dict[str, Path]) -> None:
    assert set(made) == set(_PACKAGES)
    assert {field(package, "Version") for package in made.values()} == {"1.2.3"}
    for name in _PACKAGES[1:]:
        assert "signing-kiosk (= 1.2.3)" in field(made[name], "Depends")


def test_the_program_asks_for_what_the_bundle_needs_and_for_nothing_of_the_desk(
    made: dict[str, Path],
) -> None:
    lines = (ROOT / "packaging/bundle/debian-packages.txt").read_text().splitlines()
    listed = {line for line in lines if line and not line.startswith("#")}
    assert listed < set(field(made["signing-kiosk"], "Depends").split(", "))
    files = " ".join(contents(made["signing-kiosk"]))
    assert f"{_PARTS}/libQt.so" in files
    assert not re.search("duckdb|pyarrow|psycopg|libpq", files)


def test_the_desks_parts_come_with_the_links_to_them(made: dict[str, Path]) -> None:
    files = " ".join(contents(made["signing-kiosk-desk"]))
    for part in ("_duckdb.x.so", "pyarrow/lib.so", "libpq-1.so -> psycopg_binary.libs/libpq-1.so"):
        assert f"./{_PARTS}/{part}" in files


def test_everything_belongs_to_root_and_nobody_else_can_write_it(made: dict[str, Path]) -> None:
    for package in made.values():
        for line in contents(package):
            assert line.split()[1] == "root/root", line
            assert line.startswith(("lrwxrwxrwx", "-rw-r--r--", "-rwxr-xr-x")), line
            assert ".so" not in line or not line.startswith("-rwx"), line


def test_twice_from_one_commit_they_are_the_same_to_the_byte(
    bundle: Path, made: dict[str, Path], tmp_path: Path
) -> None:
    again = tmp_path / "again"
    os.utime(bundle / "_internal" / "libQt.so", (1_000_000_000, 1_000_000_000))
    old = os.umask(0o077)
    try:
        build(bundle, again, "1.2.3")
    finally:
        os.umask(old)
    for package in made.values():
        assert (again / package.name).read_bytes() == package.read_bytes(), package.name


def test_a_later_commit_that_is_no_release_is_a_later_version(bundle: Path, tmp_path: Path) -> None:
    need("dpkg")
    build(bundle, tmp_path / "made")
    (program,) = (tmp_path / "made").glob("signing-kiosk_*.deb")
    version = field(program, "Version")
    if "+" not in version:
        pytest.skip("this commit is a release: CHANGELOG.md has nothing newer")
    later = version.replace(re.split(r"[+.]", version)[-1], "235959")
    subprocess.run(["dpkg", "--compare-versions", later, "gt", version], check=True)


def test_kiosk_is_on_the_path(root: Path) -> None:
    told = subprocess.run([root / "usr/bin/kiosk"], capture_output=True, text=True, check=True)
    assert told.stdout == "kiosk\n"


def test_menu_entries_are_as_they_should_be(root: Path) -> None:
    need("desktop-file-validate")
    entries = sorted((root / "usr/share/applications").iterdir())
    names = ["signing-kiosk-desk", "signing-kiosk-off", "signing-kiosk-on", "signing-kiosk"]
    assert [entry.stem for entry in entries] == sorted(names, key=lambda name: f"{name}.desktop")
    checked = subprocess.run(["desktop-file-validate", *entries], capture_output=True, text=True)
    assert checked.stdout == ""
    for entry in entries:
        words = entry.read_text(encoding="utf-8")
        for tag in ("", "[de]", "[zh_TW]", "[zh_CN]"):
            assert f"\nName{tag}=" in words
        assert "@" not in words
        assert "\nIcon=signing-kiosk\n" in words
    assert (root / "usr/share/icons/hicolor/48x48/apps/signing-kiosk.png").exists()


@pytest.mark.parametrize(
    ("file", "kind", "entry", "command"),
    [
        ("library.kioskpack", "application/vnd.signing-kiosk.pack", "signing-kiosk", "kiosk run %f"),
        ("all.signatures", "application/vnd.signing-kiosk.signatures", "signing-kiosk-desk", "kiosk desk %F"),
    ],
)
def test_a_double_click_opens_the_right_window(
    root: Path, file: str, kind: str, entry: str, command: str
) -> None:
    need("update-mime-database")
    subprocess.run(["update-mime-database", root / "usr/share/mime"], check=True, capture_output=True)
    assert f":{kind}:*{Path(file).suffix}\n" in (root / "usr/share/mime/globs2").read_text()
    words = (root / f"usr/share/applications/{entry}.desktop").read_text(encoding="utf-8")
    assert f"MimeType={kind};" in words
    assert f"Exec={command}\n" in words


def test_what_software_centres_are_told_is_valid(root: Path) -> None:
    need("appstreamcli")
    (file,) = (root / "usr/share/metainfo").iterdir()
    checked = subprocess.run(["appstreamcli", "validate", "--no-net", file], capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout
    assert 'version="1.2.3"' in file.read_text(encoding="utf-8")


def test_the_manual_has_every_command_and_option(root: Path) -> None:
    page = gzip.decompress((root / "usr/share/man/man1/kiosk.1.gz").read_bytes()).decode()
    page = page.replace("\\-", "-")

    def look(command: click.Command, name: str) -> None:
        if isinstance(command, click.Group):
            context = click.Context(command)
            for one in command.list_commands(context):
                below = command.get_command(context, one)
                assert below is not None
                look(below, f"{name} {one}")
            return
        assert f'.SS "{name} ' in page
        part = page.split(f'.SS "{name} ')[1].split(".SS ")[0]
        for parameter in command.params:
            if isinstance(parameter, click.Option) and not parameter.hidden:
                assert all(option in part for option in parameter.opts), (name, parameter.opts)

    look(kiosk, "kiosk")


def test_the_changelog_is_the_projects_own(root: Path) -> None:
    packed = root / "usr/share/doc/signing-kiosk/changelog.gz"
    words = gzip.decompress(packed.read_bytes()).decode()
    assert words.startswith("signing-kiosk (1.2.3) stable; urgency=medium\n")
    assert re.search(r"^ -- .+ <\S+@\S+>  \w{3}, \d\d \w{3} \d{4} 12:00:00 \+0000$", words, re.MULTILINE)


def _debian_changelog(released: str) -> str:
    """What is packed on 28 February 2026, when 1.0.0 was released on the day `released`."""
    code = "import sys; sys.path.insert(0, sys.argv[1]); import changelog, datetime; sys.stdout.write("
    code += "changelog.changelog(sys.stdin.read(), '2.0', datetime.date(2026, 2, 28)))"
    text = "# C\n\n## [Unreleased]\n\n- New **thing**,\n  wide.\n\n"
    text += f"## [1.0.0] - {released}\n\n### Added\n\n- Old.\n"
    return subprocess.run(
        [sys.executable, "-c", code, _DEBIAN], input=text, capture_output=True, text=True, check=True
    ).stdout


def test_what_is_made_on_the_day_of_a_release_is_newer() -> None:
    """Lintian asks for it."""
    signed = re.findall(r"^ -- .*>  (.*)$", _debian_changelog("2026-02-28"), re.MULTILINE)
    newer, released = map(parsedate_to_datetime, signed)
    assert newer > released


def test_a_version_of_the_changelog_has_its_own_day() -> None:
    told = _debian_changelog("2025-01-02")
    assert "signing-kiosk (2.0) stable" in told
    assert "  * New thing, wide.\n" in told
    assert "Sat, 28 Feb 2026" in told
    assert "signing-kiosk (1.0.0) stable; urgency=medium\n\n  * Old.\n" in told
    assert "Thu, 02 Jan 2025" in told


def test_whose_parts_there_are_is_told(root: Path) -> None:
    words = (root / "usr/share/doc/signing-kiosk/copyright").read_text(encoding="utf-8")
    assert " click 8, by the authors of click: BSD-3-Clause\n" in words


@pytest.mark.parametrize(
    "script", sorted(_DEBIAN.glob("**/p*[tm]")), ids=lambda script: f"{script.parent.name}-{script.name}"
)
def test_no_script_of_a_package_touches_signatures_or_restarts_anything(script: Path) -> None:
    words = re.sub(r"^ *#.*", "", script.read_text(), flags=re.MULTILINE)
    assert subprocess.run(["sh", "-n", script]).returncode == 0
    assert not re.search(r"systemctl[^\n]*\b(start|restart|try-restart|stop)\b", words)
    assert not re.search(r"rm -r\w* [^\n]*(\$data|/var/lib/signing-kiosk(\s|/|$))", words)
    assert "/home" not in words


def test_a_folder_that_is_no_bundle_is_told(tmp_path: Path) -> None:
    told = subprocess.run([_DEBIAN / "build.sh", tmp_path, tmp_path / "x"], capture_output=True, text=True)
    assert told.returncode == 1
    assert "make bundle" in told.stderr
