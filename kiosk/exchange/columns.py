"""The columns that typed-up paper sheets and the coordinator's list share."""

from __future__ import annotations

from kiosk.signing.signature import FIELDS

_LATER = ("language", "paper_ref", "consent")

COLUMNS = (
    "id",
    "kiosk",
    *(name for name, field in FIELDS.items() if not field.never and name not in _LATER),
    "language",
    "paper_ref",
    "status",
    "duplicate_of",
    "consent",
)
"""In the order of the exported list. A paper sheet may have any of them; `id`, `kiosk`, `status`,
`duplicate_of` and `consent` are written by the program and passed over there."""
