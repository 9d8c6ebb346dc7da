"""What the bundle leaves out of what PyInstaller found.

For a program that shows QML, PyInstaller takes every QML module that PySide6 has, a web engine among
them. Named here is what the kiosk loads while it runs; libraries that nothing of it needs go, too.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import PurePath

from PyInstaller.depend.bindepend import get_imports

Entry = tuple[str, str, str]
"""A file as PyInstaller has it: its place in the bundle, where it comes from, and its kind."""

WINDOWS = sys.platform == "win32"
_QT = "PySide6/" if WINDOWS else "PySide6/Qt/"
PLUGINS_ON_WINDOWS = (
    "iconengines/",
    "imageformats/qjpeg.dll",
    "imageformats/qsvg.dll",
    "imageformats/qwebp.dll",
    "platforminputcontexts/qtvirtualkeyboardplugin.dll",
    "platforms/qminimal.dll",
    "platforms/qoffscreen.dll",
    "platforms/qwindows.dll",
    "printsupport/",
)
PLUGINS = (
    "iconengines/",
    "imageformats/libqjpeg.so",
    "imageformats/libqsvg.so",
    "imageformats/libqwebp.so",
    "platforminputcontexts/libqtvirtualkeyboardplugin.so",
    "platforms/libqlinuxfb.so",
    "platforms/libqminimal.so",
    "platforms/libqoffscreen.so",
    "platforms/libqwayland.so",
    "platforms/libqxcb.so",
    "printsupport/",
    "wayland-decoration-client/",
    "wayland-graphics-integration-client/",
    "wayland-shell-integration/",
    "xcbglintegrations/",
)
"""Plugins that Qt looks for by itself. No input method of the system: it would remember names."""
QML = (
    "Qt/labs/folderlistmodel/",
    "QtQml/",
    "QtQuick/Layouts/",
    "QtQuick/Shapes/",
    "QtQuick/VirtualKeyboard/",
    "QtQuick/Window/",
    "QtQuick/qmldir",
    "QtQuick/qtquick2plugin.dll" if WINDOWS else "QtQuick/libqtquick2plugin.so",
)
"""What the on-screen keyboard imports."""
_ARROW = "pyarrow/"
_LOADED = ("libpython", "python3", f"{_ARROW}lib.")
"""Libraries that are loaded by their name; of Arrow, which the search for duplicates uses, the core alone."""
_TAKEN = tuple(f"{_QT}plugins/{name}" for name in (PLUGINS_ON_WINDOWS if WINDOWS else PLUGINS))
_TAKEN += tuple(f"{_QT}qml/{name}" for name in QML)
_LEFT = (f"{_QT}plugins/", f"{_QT}qml/", f"{_QT}translations/")
_SYSTEM = ("libgcc_s.so", "libstdc++.so")
"""Every Debian has them, and graphics drivers of a newer one need its own."""


def trimmed(binaries: Iterable[Entry], datas: Iterable[Entry]) -> tuple[list[Entry], list[Entry]]:
    """The entries of `binaries` and `datas` that the kiosk needs, in their order."""
    candidates = [entry for entry in binaries if _wanted(entry)]
    needed = _needed(candidates)
    libraries = [entry for entry in candidates if _is_root(entry) or _name(entry[0]) in needed]
    places = {place for place, _, _ in libraries}
    return (
        libraries,
        [entry for entry in datas if _wanted(entry) and (entry[2] != "SYMLINK" or entry[1] in places)],
    )


def _wanted(entry: Entry) -> bool:
    place = PurePath(entry[0]).as_posix()
    if place.startswith(_LEFT):
        return place.startswith(_TAKEN) and not place.endswith(".qmltypes")
    if place.startswith(_ARROW):
        return entry[2] == "BINARY"
    return not PurePath(place).name.startswith(_SYSTEM)


def _is_root(entry: Entry) -> bool:
    """Whether a file is loaded by its name while the program runs, and not because another needs it."""
    place, kind = PurePath(entry[0]).as_posix(), entry[2]
    return kind == "EXTENSION" or place.startswith(_TAKEN) or place.startswith(_LOADED)


def _needed(candidates: Iterable[Entry]) -> set[str]:
    """The names of all libraries that the roots need, and that those need in turn."""
    sources = {_name(place): source for place, source, kind in candidates if kind == "BINARY"}
    waiting = [source for place, source, kind in candidates if _is_root((place, source, kind))]
    needed: set[str] = set()
    while waiting:
        names = {_name(name) for name, _ in get_imports(waiting.pop())}
        new = names & sources.keys() - needed
        needed |= new
        waiting += [sources[name] for name in new]
    return needed


def _name(place: str) -> str:
    """What a library is called, which Windows writes as it likes."""
    name = PurePath(place).name
    return name.casefold() if WINDOWS else name
