"""The recipes for Windows and macOS: what they name is there, and what they change is put back."""

from __future__ import annotations

import plistlib
import re
import runpy
import struct
import sys
from pathlib import Path

import pytest

from kiosk import cli

ROOT = Path(__file__).parents[2]
WINDOWS = ROOT / "packaging" / "windows"
SCRIPT = (WINDOWS / "lockdown.ps1").read_text(encoding="utf-8")


def body(function: str) -> str:
    """What stands in a function of the lockdown's script."""
    found = re.search(rf"^function {function}\b.*?^(?=function |\$me)", SCRIPT, re.MULTILINE | re.DOTALL)
    assert found is not None, function
    return found[0]


def test_every_value_that_the_lockdown_sets_is_kept_before() -> None:
    """And set back: one list says what is kept, set and put back."""
    before, after = body("Enable-Kiosk").split("Set-Content -LiteralPath $Before", 1)
    assert "Get-RegistryValue $_[0] $_[1]" in before
    changes = ("Set-RegistryValue", "Set-FilterKey", "Set-PageFile", "Set-ShellLauncher", "New-LocalUser")
    for change in changes:
        assert change not in before, f"{change} comes before anything was written down"
        assert change in after
    for change in changes[:-1]:  # the account stays, as signatures may be in it
        assert change in body("Disable-Kiosk")
    rest = SCRIPT.replace(body("Set-RegistryValue"), "").replace(body("Enable-Kiosk"), "")
    assert "ItemProperty -Path" not in rest


def test_the_lockdowns_braces_and_quotes_are_closed() -> None:
    """There is no PowerShell on the machines that run this."""
    plain = re.sub(r"<#.*?#>", "", SCRIPT, flags=re.DOTALL)
    plain = re.sub(r'@"\n.*?\n"@', "''", plain, flags=re.DOTALL)
    plain = re.sub(r"'[^'\n]*'|\"(?:`.|[^\"`\n])*\"", "''", plain)
    plain = re.sub(r"#.*", "", plain)
    assert not re.search(r"['\"]", plain.replace("''", "")), "a quote that nothing closes"
    waiting = []
    for char in plain:
        if char in "([{":
            waiting.append(char)
        elif char in ")]}":
            assert waiting.pop() + char in ("()", "[]", "{}")
    assert waiting == []


def test_the_installers_recipe_names_what_the_build_makes() -> None:
    recipe = (WINDOWS / "kiosk.iss").read_text(encoding="utf-8")
    build = (WINDOWS / "build.sh").read_text(encoding="utf-8")
    assert r"..\..\dist\windows\kiosk\*" in recipe
    assert "--distpath dist/windows" in build
    assert r"..\..\build\windows\kiosk.ico" in recipe
    assert "build/windows/kiosk.ico" in build
    assert "{userappdata}" not in recipe, "uninstalling touches no data folder"
    assert "{localappdata}" not in recipe
    for file in ("LICENSE", "packaging/windows/README.txt", "packaging/windows/lockdown.ps1"):
        assert (ROOT / file).is_file()


def test_the_icon_has_every_size_that_windows_asks_for() -> None:
    icons = runpy.run_path(str(WINDOWS / "icon.py"))
    data = icons["icon"](ROOT / "resources" / "icon.svg")
    kind, count = struct.unpack_from("<HH", data, 2)
    assert (kind, count) == (1, len(icons["SIZES"]))
    for place, size in enumerate(icons["SIZES"]):
        side, *_, length, at = struct.unpack_from("<BBBBHHII", data, 6 + 16 * place)
        assert side == size % 256
        assert data[at : at + 8] == b"\x89PNG\r\n\x1a\n"
        assert struct.unpack_from(">II", data, at + 16) == (size, size)
        assert length > 100
    assert at + length == len(data)


def test_no_recipe_names_a_place_on_the_network() -> None:
    """Packages come from where the machine is set up to fetch them."""
    recipes = [
        *WINDOWS.rglob("*"),
        *(ROOT / "packaging/macos").iterdir(),
        *(ROOT / ".github/workflows").iterdir(),
    ]
    for path in recipes:
        if path.is_file() and path.suffix in (".sh", ".ps1", ".iss", ".yml", ".txt", ".py", ".c"):
            named = re.findall(r"https?://[^\s\"<>]+", path.read_text(encoding="utf-8"))
            assert all(name.startswith("http://schemas.microsoft.com/") for name in named), (path, named)


def test_the_macs_entitlements_are_a_property_list() -> None:
    entitlements = plistlib.loads((ROOT / "packaging/macos/entitlements.plist").read_bytes())
    assert set(entitlements.values()) == {True}
    assert not any("network" in name for name in entitlements)


@pytest.mark.parametrize(("typed", "meant"), [([], ["run"]), (["status", "--json"], ["status", "--json"])])
def test_a_click_opens_the_stall_and_a_command_is_a_command(
    monkeypatch: pytest.MonkeyPatch, typed: list[str], meant: list[str]
) -> None:
    asked = []
    monkeypatch.setattr(sys, "argv", ["kiosk", *typed])
    monkeypatch.setattr(cli, "main", lambda: asked.append(sys.argv[1:]))
    runpy.run_path(str(ROOT / "packaging" / "bundle" / "open.py"), run_name="__main__")
    assert asked == [meant]
