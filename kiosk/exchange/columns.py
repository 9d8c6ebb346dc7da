"""The columns that typed-up paper sheets and the coordinator's list share."""

COLUMNS = (
    "id", "kiosk", "date", "kind", "name", "organisation", "role", "country", "city", "postcode", "email",
    "phone", "public", "updates", "help", "language", "paper_ref", "status", "duplicate_of", "consent",
)  # fmt: skip
"""In the order of the exported list. A paper sheet may have any of them; `id`, `kiosk`, `status`,
`duplicate_of` and `consent` are written by the program and passed over there."""
