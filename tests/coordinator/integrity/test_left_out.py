"""What works with what the bundle has, and what is told where the desk's parts are not installed."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

from tests.exports import HandmadeKiosk
from tests.people import person
from tests.program import ENVIRONMENT, ROOT, done

_WITHOUT = """
import sys
sys.modules.update(dict.fromkeys(sys.argv.pop(1).split()))  # none of them can be imported
from kiosk.cli import main
main()
"""


def left_out() -> set[str]:
    """The modules that `kiosk.spec` leaves out of the bundle."""
    spec = (ROOT / "packaging/bundle/kiosk.spec").read_text(encoding="utf-8")
    (excluded,) = (node.value for node in ast.walk(ast.parse(spec)) if getattr(node, "arg", "") == "excludes")
    return set(ast.literal_eval(excluded))


def desk_parts() -> set[str]:
    """The modules that only the package signing-kiosk-desk has."""
    lines = (ROOT / "packaging/debian/desk-parts.txt").read_text(encoding="utf-8").splitlines()
    parts = {line.split(".")[0] for line in lines if line and not line.startswith("#")}
    return parts | {"psycopg"}  # it does not load without its library


def run_without(modules: set[str], *arguments: object) -> subprocess.CompletedProcess[str]:
    """Runs `kiosk` as if `modules` were not there."""
    return subprocess.run(
        [sys.executable, "-c", _WITHOUT, " ".join(modules), *map(str, arguments)],
        env=ENVIRONMENT,
        capture_output=True,
        encoding="utf-8",
    )


def bundled(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Runs `kiosk` as the package signing-kiosk does alone."""
    return run_without(left_out() | desk_parts(), *arguments)


def test_the_desks_other_commands_work(
    desk_folder: Path, passphrase_file: Path, keys, tmp_path: Path
) -> None:
    kiosk = HandmadeKiosk(keys, "Library")
    file = tmp_path / "x.signatures"
    file.write_bytes(kiosk.batch(kiosk.sign(person(1), person(2))))
    options = ("--campaign", desk_folder, "--passphrase-file", passphrase_file)
    for command in (("merge", file), ("export", tmp_path / "x.csv"), ("export", tmp_path / "x.xlsx")):
        result = bundled(*command, *options)
        assert (result.returncode, result.stderr) == (0, "")


def test_a_search_for_duplicates_says_what_to_install(
    desk_folder: Path, passphrase_file: Path, keys, tmp_path: Path
) -> None:
    kiosk = HandmadeKiosk(keys, "Library")
    file = tmp_path / "x.signatures"
    file.write_bytes(kiosk.batch(kiosk.sign(person(1), person(2))))
    options = ("--campaign", desk_folder, "--passphrase-file", passphrase_file)
    done("merge", file, *options)
    result = bundled("duplicates", *options)
    assert result.returncode == 1
    assert "cannot search for probable duplicates.\n→ Install the desk’s parts, too" in result.stderr


def test_with_the_desks_parts_the_bundle_searches_for_duplicates(
    desk_folder: Path, passphrase_file: Path, keys, tmp_path: Path
) -> None:
    kiosk = HandmadeKiosk(keys, "Library")
    file = tmp_path / "x.signatures"
    file.write_bytes(kiosk.batch(kiosk.sign(person(1), person(2))))
    options = ("--campaign", desk_folder, "--passphrase-file", passphrase_file)
    done("merge", file, *options)
    result = run_without(left_out(), "duplicates", *options)
    assert (result.returncode, result.stderr) == (0, "")


def test_a_register_on_a_server_says_what_to_install(desk_folder: Path) -> None:
    address = "postgresql+psycopg://desk:geheim@127.0.0.1:1/register"
    result = bundled("report", "--campaign", desk_folder, "--register", address)
    assert result.returncode == 1
    assert "cannot use a register on a server.\n→ Install the desk’s parts, too" in result.stderr
    assert "geheim" not in result.stderr
