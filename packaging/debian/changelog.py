"""CHANGELOG.md in the form that Debian packages have: `changelog.py CHANGELOG.md VERSION DAY`.

Whatever is not released yet belongs to the version that is being packaged.
"""

from __future__ import annotations

import datetime
import email.utils
import re
import sys
from collections.abc import Iterator
from pathlib import Path

MAINTAINER = "Signing kiosk maintainers <maintainers@signing-kiosk.invalid>"
"""The project has no address of its own; its authors are in `git log`."""

_HEADING = re.compile(r"^## \[(?P<version>[^\]]+)\](?: - (?P<day>\d{4}-\d\d-\d\d))?\s*$")
_NOON = 12
"""The hour of a release, UTC: a heading has only its day."""
_POINT = re.compile(r"^- ")


def changelog(text: str, version: str, day: datetime.date) -> str:
    """The versions of CHANGELOG.md, `text`, newest first, as debian/changelog has them.

    Args:
        version: of the package; it stands for what is not released yet and for its own heading.
        day: of the package, where the heading has none.
    """
    told = []
    for heading, made, points in _entries(text):
        if not points:
            continue
        number = heading if told else version
        # What is not released yet is newer than the release of the same day.
        hour = _NOON + (heading == "Unreleased")
        told.append(_entry(number, made or day, hour, points))
    return "\n".join(told)


def _entries(text: str) -> Iterator[tuple[str, datetime.date | None, list[str]]]:
    """Each version, its day, and its points, a line each."""
    sections = re.split(r"^(?=## \[)", text, flags=re.MULTILINE)
    for section in sections[1:]:
        head, *lines = section.splitlines()
        found = _HEADING.match(head)
        if found is None:
            raise SystemExit(f"CHANGELOG.md has a heading that is no version: {head}")
        made = datetime.date.fromisoformat(found["day"]) if found["day"] else None
        yield found["version"], made, list(_points(lines))


def _points(lines: list[str]) -> Iterator[str]:
    point: list[str] = []
    for line in [*lines, ""]:
        if point and line.startswith("  "):
            point.append(line.strip())
            continue
        if point:
            yield " ".join(point)
            point = []
        if _POINT.match(line):
            point = [line[2:].strip()]


def _entry(version: str, day: datetime.date, hour: int, points: list[str]) -> str:
    plain = (re.sub(r"\[([^\]]+)\]\([^)]+\)", r"\1", point).replace("**", "") for point in points)
    signed = datetime.datetime(day.year, day.month, day.day, hour, tzinfo=datetime.UTC)
    told = "\n".join(_wrapped(point) for point in plain)
    date = email.utils.format_datetime(signed)
    return f"signing-kiosk ({version}) stable; urgency=medium\n\n{told}\n\n -- {MAINTAINER}  {date}\n"


def _wrapped(point: str, width: int = 76) -> str:
    lines, line = [], "  *"
    for word in point.split():
        if len(line) + 1 + len(word) > width and line.strip() != "*":
            lines.append(line)
            line = "   "
        line += f" {word}"
    return "\n".join([*lines, line])


if __name__ == "__main__":
    source, number, made = sys.argv[1:]
    words = changelog(Path(source).read_text(encoding="utf-8"), number, datetime.date.fromisoformat(made))
    sys.stdout.write(words)
