"""The signing kiosk: petition signatures at a stall, offline and sealed."""

import datetime

__version__ = "1.0.0"
RELEASED = datetime.date(2026, 11, 29)
"""The day of this version, that of its heading in CHANGELOG.md: a clock that is behind it is wrong.

Written here, and never read from a file's date: a copy or a clone is not a new program.
"""
