"""JSON that says its version: a newer one is told as such, and everything else is read strictly."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import msgspec

from kiosk.errors import KioskError, NewerVersionError

Kind = TypeVar("Kind")


def decode_versioned(
    raw: bytes,
    kind: type[Kind],
    version: int,
    *,
    newer: Callable[[], NewerVersionError],
    damaged: Callable[[], KioskError],
    key: str = "version",
) -> Kind:
    """What `raw` holds, as a `kind`; `key` is where it says its version, which decides before anything else.

    Args:
        newer, damaged: make the errors that are raised.

    Raises:
        newer: the version is above `version`.
        damaged: it is not JSON, or not exactly a `kind`.
    """
    try:
        decoded = msgspec.json.decode(raw, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        if _version(raw, key) > version:
            raise newer() from None
        raise damaged() from error
    if getattr(decoded, key) > version:
        raise newer()
    return decoded


def _version(raw: bytes, key: str) -> int:
    """The version that JSON says under `key`; 0 where it says none."""
    try:
        said = msgspec.json.decode(raw, type=dict[str, Any]).get(key)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return 0
    return said if isinstance(said, int) else 0
