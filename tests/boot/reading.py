"""Reads what is on a screen, with tesseract: words and where they are."""

from __future__ import annotations

import csv
import difflib
import io
import os
import re
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QImage

Grey = npt.NDArray[np.uint8]

_SCALE = 2
"""Letters are read better when they are larger."""
_ALIKE = 0.8
"""How alike what is read must be to what is looked for: large letters are misread now and then."""
_FLAT_ACROSS, _FLAT_DOWN = 20, 50
"""Runs of one colour, in pixels, that are no part of a letter."""


@dataclass(frozen=True)
class Word:
    """A word, the line that it is in, and its middle in pixels."""

    text: str
    line: tuple[int, int, int]
    x: int
    y: int


def words_on(screen: QImage) -> list[Word]:
    """The words on a screen."""
    image = _black_on_white(screen)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "screen.png"
        image.scaled(image.size() * _SCALE).save(str(file))
        told = subprocess.run(
            ["tesseract", file, "-", "--psm", "11", "tsv"],
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},  # its threads wait for each other on a busy machine
            capture_output=True, text=True, check=True,
        ).stdout  # fmt: skip
    found = []
    for row in csv.DictReader(io.StringIO(told), delimiter="\t", quoting=csv.QUOTE_NONE):
        if plain(row["text"] or ""):
            left, top, width, height = (int(row[key]) // _SCALE for key in ("left", "top", "width", "height"))
            line = (int(row["block_num"]), int(row["par_num"]), int(row["line_num"]))
            found.append(Word(row["text"], line, left + width // 2, top + height // 2))
    return found


def place_of(words: str, among: list[Word]) -> tuple[int, int] | None:
    """The middle of `words`, which stand in one line `among` others; None where they are not."""
    best, place = _ALIKE, None
    for part in _parts(among, len(words.split()) + 1):
        alike = difflib.SequenceMatcher(
            None, plain("".join(word.text for word in part)), plain(words)
        ).ratio()
        if alike > best:
            best, place = alike, ((part[0].x + part[-1].x) // 2, (part[0].y + part[-1].y) // 2)
    return place


def plain(text: str) -> str:
    """Letters and digits alone: signs and spaces are what is misread first."""
    return re.sub(r"[\W_]", "", text).lower()


def _parts(words: list[Word], longest: int) -> Iterator[list[Word]]:
    """Every piece of a line of up to `longest` words."""
    lines: dict[tuple[int, int, int], list[Word]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word)
    for line in lines.values():
        for first in range(len(line)):
            for last in range(first + 1, min(first + longest, len(line)) + 1):
                yield line[first:last]


def _black_on_white(screen: QImage) -> QImage:
    """The letters alone, whatever their colours: tesseract takes what stands in a box for a picture."""
    grey = screen.convertToFormat(QImage.Format.Format_Grayscale8)
    height, width, across = grey.height(), grey.width(), grey.bytesPerLine()
    pixels: Grey = np.frombuffer(grey.constBits(), np.uint8).reshape(height, across)[:, :width].copy()
    flat = (_runs(pixels) >= _FLAT_ACROSS) | (_runs(pixels.T.copy()).T >= _FLAT_DOWN)
    flat[:, 0] = True
    nearest = np.maximum.accumulate(np.where(flat, np.arange(width), 0), axis=1)
    behind = np.take_along_axis(pixels, nearest, axis=1).astype(int)
    letters = (255 - np.clip(np.abs(pixels.astype(int) - behind) * 2, 0, 255)).astype(np.uint8)
    # A copy, as the picture does not keep what it is made of.
    return QImage(letters.tobytes(), width, height, width, QImage.Format.Format_Grayscale8).copy()


def _runs(pixels: Grey) -> npt.NDArray[np.int64]:
    """For every pixel, how many in its row have its colour without a gap."""
    begins = np.ones(pixels.shape, bool)
    begins[:, 1:] = pixels[:, 1:] != pixels[:, :-1]
    run = np.cumsum(begins.ravel()) - 1
    return np.bincount(run)[run].reshape(pixels.shape)
