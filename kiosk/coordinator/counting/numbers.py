"""Records' numbers as runs, and in words that are the same in every language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kiosk.wording import counted

MAX_TOLD = 10
"""Kiosks that one sentence names."""
_MAX_RUNS = 20
"""Runs of numbers that are told before the rest is only counted."""


def runs(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Ascending `numbers` as runs (first, last)."""
    found: list[tuple[int, int]] = []
    for number in numbers:
        first = found.pop()[0] if found and found[-1][1] == number - 1 else number
        found.append((first, number))
    return found


def run_text(numbers: Iterable[tuple[int, int]]) -> str:
    """Runs of numbers as people write them: "41 to 57, 60", and how many more after the first few."""
    texts = [str(first) if first == last else f"{first} to {last}" for first, last in numbers]
    more = [f"and {counted(len(texts) - _MAX_RUNS, 'more run')}"] if len(texts) > _MAX_RUNS else []
    return ", ".join(texts[:_MAX_RUNS] + more)


def places_text(numbers: Mapping[bytes, list[int]], names: Mapping[bytes, str]) -> str:
    """Which they are, in every language: "Library steps: 41–57; Stall A: 3"."""
    parts = [f"{shown_name(kiosk, names)}: {runs_text(seqs)}" for kiosk, seqs in numbers.items()]
    return "; ".join(parts[:MAX_TOLD]) + (" …" if len(parts) > MAX_TOLD else "")


def runs_text(numbers: list[int]) -> str:
    """Ascending numbers, in every language: "3, 41–57"."""
    found = [str(first) if first == last else f"{first}–{last}" for first, last in runs(numbers)]
    return ", ".join(found[:_MAX_RUNS]) + (" …" if len(found) > _MAX_RUNS else "")


def shown_name(kiosk: bytes, names: Mapping[bytes, str]) -> str:
    """What to call a kiosk: as in `names`, or by the beginning of its id."""
    return names.get(kiosk) or kiosk.hex()[:8]
