"""What Qt must be told before its application is made, so that all text comes from our keyboard."""

from __future__ import annotations

import os
import re
import sys

from PySide6.QtCore import (
    QLoggingCategory,
    QMessageLogContext,
    QtMsgType,
    qFormatLogMessage,
    qInstallMessageHandler,
)

_ENVIRONMENT = {
    # An input method of the system would keep a history of names on the disk.
    "QT_IM_MODULE": "qtvirtualkeyboard",
    "QT_IM_MODULES": "qtvirtualkeyboard",
    # The keyboard is part of our window, never a window of its own.
    "QT_VIRTUALKEYBOARD_DESKTOP_DISABLE": "1",
    # Old laptops draw keys faster without their graphics driver, and the window stays a plain one.
    "QT_QUICK_BACKEND": "software",
    # The Pinyin method would keep a dictionary of what people typed in here. It does without when it cannot.
    "XDG_CONFIG_HOME": os.devnull,
    # QML that Qt compiled beforehand is used, but nothing is compiled into a cache on the disk.
    "QML_DISK_CACHE": "aot",
}
_RULES = """
# Qt's own PopupList.qml has a property that hides another.
qt.qml.propertyCache.append.warning=false
# No folder for a user dictionary, and no Pinyin dictionary of the user: as we want it.
qt.virtualkeyboard.warning=false
qt.virtualkeyboard.pinyin.warning=false
# A font that has a script's letters but cannot join them, as Devanagari's: the next font is taken.
qt.text.font.db.info=false
# A screen reader asks for controls that a new screen has replaced meanwhile: nothing is wrong then.
qt.accessibility.atspi.warning=false
# The sounds that the keyboard does not make.
qt.multimedia.symbolsresolver=false
"""
_FOCUS = re.compile(
    r"VirtualKeyboard/Components/Keyboard.qml:\d+:\d+ depends on non-bindable properties:$|^ *\w+::echoMode$"
)
"""Qt's own Keyboard.qml binds to a property of the field that has no signal, and says so at every focus."""


def prepare() -> None:
    """Makes Qt Virtual Keyboard this process's input method; comes before the application is made."""
    os.environ.update(_ENVIRONMENT)
    # Where there is no session bus Qt would start one.
    os.environ.setdefault("DBUS_SESSION_BUS_ADDRESS", "disabled:")
    if sys.platform == "linux" and os.environ.get("DISPLAY"):
        # As a Wayland client Qt has no keyboard of its own; through Xwayland it has.
        os.environ.setdefault("QT_QPA_PLATFORM", "xcb")
    QLoggingCategory.setFilterRules(_RULES)
    qInstallMessageHandler(_log)


def _log(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    """Writes a message of Qt to stderr, but not when somebody went to which field: logs keep the time."""
    if sys.stderr is not None and not _FOCUS.search(message):  # a program without a console has none
        sys.stderr.write(qFormatLogMessage(kind, context, message) + "\n")
