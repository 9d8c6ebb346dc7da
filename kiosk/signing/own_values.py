"""What a signature of version 2 carries of a campaign's own fields (docs/format.md, "Own fields").

A reader needs no campaign for it: what a field means, and what may stand in it, its pack says
(`own_fields`). Here is only what a forged signature cannot go beyond.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

OwnValue = str | bool | tuple[str, ...]
"""A text, number, day or choice; yes or no; several choices."""
Own = dict[str, OwnValue]
"""By the field's id."""

MAX_OWN = 24
"""Own fields of a campaign."""
MAX_OWN_TEXT = 500
"""Code points of one value."""
MAX_OPTIONS = 60
"""Things to choose from in one field."""
MAX_ID = 40

_ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")


def is_own_id(text: str) -> bool:
    """Whether `text` can be the id of an own field, or of one of its options."""
    return len(text) <= MAX_ID and _ID.fullmatch(text) is not None


def are_own(own: Mapping[str, OwnValue], identified_by: str) -> bool:
    """Whether these can be the own fields of a signature: there are some, and none is empty or too long."""
    return (
        0 < len(own) <= MAX_OWN
        and all(is_own_id(id) and _is_value(value) for id, value in own.items())
        and (not identified_by or isinstance(own.get(identified_by), str))
    )


def _is_value(value: OwnValue) -> bool:
    if isinstance(value, str):
        return 0 < len(value) <= MAX_OWN_TEXT and not value.isspace()
    if isinstance(value, bool):
        return True
    return 0 < len(value) <= MAX_OPTIONS and len(set(value)) == len(value) and all(map(is_own_id, value))
