"""Content folders to edit, and a campaign so small that its pack can be damaged at every byte."""

from __future__ import annotations

import shutil
import struct
from dataclasses import dataclass
from pathlib import Path

import pytest

from kiosk.campaign.content import parse_content, read_folder
from kiosk.campaign.model import Campaign
from tests.conftest import CAMPAIGNS

LIBRARY = "campus-library-hours"


WHOLE_PNG, WHOLE_JPEG = b"IDAT..IEND", b"\xff\xda..\xff\xd9"
"""What begins and ends the pixels, behind the beginning that `png` and `jpeg` make."""


@dataclass(frozen=True)
class Editor:
    """Somebody who edits a content folder with a text editor."""

    folder: Path

    def replace(self, file: str, old: str, new: str) -> None:
        path = self.folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def append(self, file: str, text: str) -> None:
        path = self.folder / file
        path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")

    def write(self, file: str, text: str | bytes) -> None:
        path = self.folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)

    def delete(self, file: str) -> None:
        (self.folder / file).unlink()

    def line_of(self, file: str, text: str) -> int:
        """The number of the first line of `file` that shows `text`."""
        lines = (self.folder / file).read_text(encoding="utf-8").split("\n")
        return next(number for number, line in enumerate(lines, 1) if text in line)

    def read(self) -> Campaign:
        return parse_content(read_folder(self.folder))


def png(width: int, height: int) -> bytes:
    """The beginning of a PNG picture of that size: all that is looked at."""
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII5x4x", 13, b"IHDR", width, height)


def jpeg(width: int, height: int) -> bytes:
    """The beginning of a JPEG picture of that size, with a thumbnail of another size before it."""
    thumbnail = b"\xff\xd8\xff\xc0" + struct.pack(">HBHH", 17, 8, 9_999, 9_999)
    return b"".join(
        (
            b"\xff\xd8\xff\xe1" + struct.pack(">H", 2 + len(thumbnail)) + thumbnail,
            b"\xff\xc4" + struct.pack(">H3x", 5),
            b"\xff\xff\xc2" + struct.pack(">HBHH", 17, 8, height, width) + bytes(10),
        )
    )


@pytest.fixture
def editor(tmp_path: Path) -> Editor:
    """An editor of a copy of the campus campaign, which has English and Chinese."""
    return Editor(Path(shutil.copytree(CAMPAIGNS / LIBRARY, tmp_path / "content")))
