"""What is different between two states of a campaign's content, as a plain list."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

_MISSING = object()


@dataclass(frozen=True)
class Change:
    """One difference: `what` names the key in a TOML file, and is empty where it is about the whole file."""

    file: str
    what: str
    kind: Literal["new", "changed", "gone"]


def content_changes(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> list[Change]:
    """What was changed from `before` to `after` (path to bytes); texts of TOML files one by one.

    What stands in a file differently, but says the same, is no change.
    """
    return [
        change
        for file in sorted(before.keys() | after.keys())
        if before.get(file) != after.get(file)
        for change in _in_file(file, before.get(file), after.get(file))
    ]


def _in_file(file: str, before: bytes | None, after: bytes | None) -> Iterator[Change]:
    if before is None or after is None:
        yield Change(file, "", "new" if before is None else "gone")
    elif file.endswith(".toml"):
        one, other = (dict(_leaves(tomllib.loads(data.decode("utf-8-sig")))) for data in (before, after))
        for key in dict.fromkeys((*one, *other)):
            was, now = one.get(key, _MISSING), other.get(key, _MISSING)
            if was != now:
                yield Change(
                    file, key, "new" if was is _MISSING else "gone" if now is _MISSING else "changed"
                )
    else:
        yield Change(file, "", "changed")


def _leaves(table: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, object]]:
    for key, value in table.items():
        name = f"{above}.{key}" if above else key
        if isinstance(value, dict):
            yield from _leaves(value, name)
        else:
            yield name, value
