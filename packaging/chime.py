"""Makes resources/sounds/chime.wav, the chime when a signature is stored: `python packaging/chime.py`.

Two struck notes, a fifth apart, of our own making: sines with the partials of a small bell, each dying away
sooner the higher it is. 16,000 samples a second, 16 bits, one channel: 21 KB.
"""

from __future__ import annotations

import math
import struct
import sys
import wave
from pathlib import Path

OUT = Path(__file__).parents[1] / "resources" / "sounds" / "chime.wav"
RATE = 16_000
SECONDS = 0.65
NOTES = ((0.0, 880.0), (0.12, 1318.5))
"""When each begins, in seconds, and how high it is, in hertz: A5, E6."""
PARTIALS = ((1.0, 1.0, 7.0), (2.0, 0.35, 11.0), (2.76, 0.25, 16.0), (5.4, 0.1, 26.0))
"""Of a note: how many times as high, how loud, and how fast it dies away."""
LOUD = 0.28
_RISE, _FALL = 0.004, 0.08
"""Seconds in which it begins and ends, so that nothing clicks."""


def samples() -> list[int]:
    """The chime, as numbers of 16 bits."""
    return [round(32767 * LOUD * _at(number / RATE)) for number in range(round(RATE * SECONDS))]


def _at(second: float) -> float:
    ending = min(1.0, (SECONDS - second) / _FALL)
    return ending * sum(_note(second - begin, high) for begin, high in NOTES if second >= begin)


def _note(since: float, high: float) -> float:
    rising = min(1.0, since / _RISE)
    return rising * sum(
        loud * math.exp(-dying * since) * math.sin(2 * math.pi * high * times * since)
        for times, loud, dying in PARTIALS
    )


def main() -> None:
    """Writes the file."""
    OUT.parent.mkdir(exist_ok=True)
    with wave.open(str(OUT), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(struct.pack(f"<{len(samples())}h", *samples()))


if __name__ == "__main__":
    sys.exit(main())
