"""The bundle's lists; `make try-bundle` tries the bundle itself."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import PySide6
import pytest

_BUNDLE = Path(__file__).parents[2] / "packaging" / "bundle"
_QT = Path(PySide6.__file__).parent / "Qt"
_TRIM = runpy.run_path(str(_BUNDLE / "trim.py"))


def test_its_readme_names_the_packages_that_it_is_tried_with() -> None:
    readme = (_BUNDLE / "README.md").read_text(encoding="utf-8")
    command = readme.split("--no-install-recommends")[1].split("```")[0]
    packages = re.sub("#.*", "", (_BUNDLE / "debian-packages.txt").read_text(encoding="utf-8"))
    assert command.replace("\\", "").split() == packages.split()


@pytest.mark.parametrize("name", [f"plugins/{name}" for name in _TRIM["PLUGINS"]])
def test_a_plugin_that_it_keeps_is_one_that_qt_has(name: str) -> None:
    assert (_QT / name).exists()


@pytest.mark.parametrize("name", [f"qml/{name}" for name in _TRIM["QML"]])
def test_a_qml_module_that_it_keeps_is_one_that_qt_has(name: str) -> None:
    assert (_QT / name).exists()


def test_it_leaves_out_a_library_that_only_a_plugin_left_out_needs() -> None:
    def entry(place: str) -> tuple[str, str, str]:
        return f"PySide6/Qt/{place}", str(_QT / place), "BINARY"

    shown, database = entry("plugins/platforms/libqxcb.so"), entry("plugins/sqldrivers/libqsqlite.so")
    needed, only_database = entry("lib/libQt6XcbQpa.so.6"), entry("lib/libQt6Sql.so.6")
    link = ("libQt6Sql.so.6", only_database[0], "SYMLINK")
    assert _TRIM["trimmed"]([shown, database, needed, only_database], [link]) == ([shown, needed], [])
