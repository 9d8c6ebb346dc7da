"""What a coordinator is told by the bundle for stalls, which comes without the desk's heavy libraries."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.exports import HandmadeKiosk
from tests.people import person
from tests.program import ENVIRONMENT, ROOT, done

_AS_IN_THE_BUNDLE = f"""
import ast, sys
from pathlib import Path
spec = Path("{ROOT.as_posix()}/packaging/bundle/kiosk.spec").read_text(encoding="utf-8")
(excluded,) = (node.value for node in ast.walk(ast.parse(spec)) if getattr(node, "arg", "") == "excludes")
sys.modules.update(dict.fromkeys(ast.literal_eval(excluded)))  # none of them can be imported
from kiosk.cli import main
main()
"""


def bundled(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Runs `kiosk` without the modules that `kiosk.spec` leaves out."""
    return subprocess.run(
        [sys.executable, "-c", _AS_IN_THE_BUNDLE, *map(str, arguments)],
        env=ENVIRONMENT,
        capture_output=True,
        encoding="utf-8",
    )


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
    assert "cannot search for probable duplicates.\n→ Install the whole program" in result.stderr


def test_a_register_on_a_server_says_what_to_install(desk_folder: Path) -> None:
    address = "postgresql+psycopg://desk:geheim@127.0.0.1:1/register"
    result = bundled("report", "--campaign", desk_folder, "--register", address)
    assert result.returncode == 1
    assert "cannot use a register on a server.\n→ Install the whole program" in result.stderr
    assert "geheim" not in result.stderr
