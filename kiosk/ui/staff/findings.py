"""Findings as lines to read: a mark, and a sentence in the staff's language."""

from __future__ import annotations

import re

from PySide6.QtWidgets import QLabel

from kiosk.stall.findings import ByteCount, Finding
from kiosk.ui.language import Language
from kiosk.ui.widgets.labels import label

_MARKS = {"well": "✓", "warning": "!", "fault": "✗", "not known": "?"}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def finding_words(finding: Finding, language: Language) -> str:
    """What was found, with days and sizes as the language writes them."""
    values = {place: _said(value, language) for place, value in finding.values.items()}
    if finding.many:
        number = values.pop("number")
        assert isinstance(number, int)
        return language.plural(finding.message, finding.many, number, **values)
    return language.told(finding.message, finding.todo, **values)


def _said(value: str | int, language: Language) -> str | int:
    if isinstance(value, ByteCount):
        return language.size(value)
    if isinstance(value, int):
        return value
    return language.date(value) if _DAY.fullmatch(value) else value


def finding_label(finding: Finding, language: Language) -> QLabel:
    """What was found; what needs somebody stands out."""
    return label(
        f"{_MARKS[finding.state]}  {finding_words(finding, language)}",
        "warning" if finding.state in ("warning", "fault") else "caption",
    )
