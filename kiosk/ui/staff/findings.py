"""Findings as lines to read: a mark, and a sentence in the staff's language."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel

from kiosk.stall.findings import Finding
from kiosk.ui.language import Language
from kiosk.ui.widgets.labels import label

_MARKS = {"well": "✓", "warning": "!", "fault": "✗", "not known": "?"}


def finding_label(finding: Finding, language: Language) -> QLabel:
    """What was found; what needs somebody stands out."""
    words = language.told(finding.message, finding.todo, **finding.values)
    return label(
        f"{_MARKS[finding.state]}  {words}",
        "warning" if finding.state in ("warning", "fault") else "caption",
    )
