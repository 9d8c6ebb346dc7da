"""What a pack may not bring for the posters and offers of help."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.campaign.content import parse_content, read_folder
from kiosk.errors import ContentError


def _posters(content: Path, old: str, new: str) -> dict[str, bytes]:
    files = read_folder(content)
    text = files["posters.toml"].decode()
    assert old in text
    files["posters.toml"] = text.replace(old, new, 1).encode()
    return files


@pytest.mark.parametrize("language", ["en./../../../escaped", "en@x", "zh_Hant", "EN", ""])
def test_a_poster_s_language_is_a_plain_tag(content: Path, language: str) -> None:
    with pytest.raises(ContentError, match="a known language"):
        parse_content(_posters(content, 'language = "zh-Hant"', f'language = "{language}"'))


def test_a_poster_has_no_book_on_it(content: Path) -> None:
    with pytest.raises(ContentError, match="too much text"):
        parse_content(_posters(content, 'lines = ["', f'lines = ["{"W" * 201}", "'))


def test_no_more_actions_take_help_than_a_signature_has_room_for(content: Path) -> None:
    files = read_folder(content)
    more = "".join(f"[more-{number}]\nhelp = true\n\n" for number in range(20))
    files["actions.toml"] += b"\n" + more.encode()
    with pytest.raises(ContentError, match="one too many"):
        parse_content(files)
