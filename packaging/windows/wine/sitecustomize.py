"""Comes before every program of the Windows Python under Wine: takes away what no Windows has."""

import os

# Qt's settings for this machine's own programs, and an X server, which only Wine itself needs.
os.environ.pop("DISPLAY", None)
for name in [name for name in os.environ if name.startswith("QT_")]:
    if name != "QT_QPA_PLATFORM" or os.environ[name] not in ("offscreen", "minimal"):
        del os.environ[name]
