"""What staff should know, in plain words and their language."""

from __future__ import annotations

from kiosk.ui.language import Language
from kiosk.ui.staff.report import Report


def warnings(report: Report, language: Language) -> list[str]:
    """A sentence for each thing that needs somebody."""
    text, plural, status = language.text, language.plural, report.status
    found = []
    if status.copied:
        found.append(
            text(
                "This laptop was put back from a copy, or copied, and needs a new identity before it can "
                "sync. Choose “Sync to a stick”."
            )
        )
    if status.waiting:
        found.append(
            plural(
                "{number} signature is on this laptop only. Sync to a stick.",
                "{number} signatures are on this laptop only. Sync to a stick.",
                status.waiting,
            )
        )
        if not report.shift.synced and report.shift.day < report.today:
            found.append(text("Nothing has been synced since {day}.", day=language.date(report.shift.day)))
    if status.damaged:
        numbers = ", ".join(map(language.number, status.damaged))
        found.append(
            text(
                "Damaged in the vault: number {numbers}. Sync, keep a copy of the whole data folder, "
                "and ask the coordinator for help.",
                numbers=numbers,
            )
        )
    if report.past_destroy_by:
        found.append(
            text("The day for destroying all signatures has passed. Ask the coordinator what to do.")
        )
    return found
