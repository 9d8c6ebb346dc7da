"""Han characters that are one another's forms, out of resources/han/ (Unicode's Unihan database)."""

from __future__ import annotations

from functools import cache

from kiosk import paths


def one_form(text: str) -> str:
    """`text` with one form of each Han character that has several: 國 for 国, 台 for 臺."""
    return text if text.isascii() else text.translate(_forms())


def han_lines(file: str) -> list[str]:
    """The lines of a file of resources/han/, without those that say where it comes from."""
    lines = (paths.resources() / "han" / file).read_text("utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]


@cache
def _forms() -> dict[int, str]:
    return {ord(char): line[0] for line in han_lines("variants.txt") for char in line}
