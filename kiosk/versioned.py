"""JSON that says its version: a newer one is told as such, and everything else is read strictly."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

from kiosk.errors import KioskError, NewerVersionError

Kind = TypeVar("Kind")


def decode_versioned(
    raw: bytes,
    kind: type[Kind],
    version: int,
    *,
    newer: NewerVersionError,
    damaged: KioskError,
    key: str = "version",
) -> Kind:
    """What `raw` holds, as a `kind`; `key` is where it says its version, which is looked at first.

    Raises:
        newer: the version is above `version`.
        damaged: it is not JSON, or not exactly a `kind`.
    """
    try:
        said = msgspec.json.decode(raw, type=dict[str, Any]).get(key)
        if isinstance(said, int) and said > version:
            raise newer
        return msgspec.json.decode(raw, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise damaged from error
