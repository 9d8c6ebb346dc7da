"""Every text of the program is in every catalogue, and nothing else is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import kiosk
from kiosk import paths
from kiosk.signing.signature import FIELDS
from tests.ui.told import Told, told

_PROGRAM = Path(kiosk.__file__).parent


def _messages_in_the_code() -> set[str]:
    """What the screens say, and what findings and errors do wherever they come from."""
    screens = _messages(_PROGRAM / "ui", text=None, plural=(1, 2))
    errors = {sentence for one in told() for sentence in one.sentences if sentence}
    titles = {words for field in FIELDS.values() for words in (field.title, field.question) if words}
    return screens | _messages(_PROGRAM, Finding=(3,)) | errors | titles


def _messages(folder: Path, **keywords: tuple[int, ...] | None) -> set[str]:
    found = extract_from_dir(str(folder), method_map=[("**.py", "python")], keywords=keywords)
    return {message if isinstance(message, str) else message[0] for _, _, message, _, _ in found}


@pytest.mark.parametrize("tag", ["zh-Hant", "zh-Hans"])
def test_the_catalogue_is_complete_and_has_nothing_too_many(tag: str) -> None:
    with (paths.resources() / "locale" / f"{tag}.po").open("rb") as file:
        catalogue = read_po(file, locale=tag.replace("-", "_"))
    translated = {
        message.id if isinstance(message.id, str) else message.id[0]
        for message in catalogue
        if message.id and message.string and all(message.string)
    }
    assert translated == _messages_in_the_code()


@pytest.mark.parametrize("tag", ["zh-Hant", "zh-Hans"])
def test_values_to_be_put_in_are_kept(tag: str) -> None:
    with (paths.resources() / "locale" / f"{tag}.po").open("rb") as file:
        catalogue = read_po(file, locale=tag.replace("-", "_"))
    for message in catalogue:
        if message.id:
            ids = [message.id] if isinstance(message.id, str) else message.id
            strings = [message.string] if isinstance(message.string, str) else message.string
            assert {part for id in ids for part in _places(id)} == {p for s in strings for p in _places(s)}


@pytest.mark.parametrize("one", told(), ids=lambda one: one.where)
def test_what_a_window_shows_of_an_error_can_be_looked_up_and_gets_its_values(one: Told) -> None:
    assert all(sentence is not None for sentence in one.sentences), "it is put together in the code"
    assert {place for sentence in one.sentences for place in _places(sentence or "")} == one.values


def _places(text: str) -> set[str]:
    return {part.split("}")[0] for part in text.split("{")[1:]}


_SHELL = re.compile(
    r"\b(sudo|chmod|chown|systemctl|swapoff|apt|apt-get|dnf|umount|udisksctl|rm -|kill -|loginctl|powercfg)\b"
    r"|(?<!\w)kiosk (run|setup|sync|sign|rehearse|merge|destroy|export|kiosks|withdraw|campaign (new|pack))\b"
    r"|(?<!\w)--[a-z]|/etc/|\$\("
)


@pytest.mark.parametrize("tag", ["zh-Hant", "zh-Hans"])
def test_no_window_says_a_command_of_a_shell(tag: str) -> None:
    with (paths.resources() / "locale" / f"{tag}.po").open("rb") as file:
        catalogue = read_po(file, locale=tag.replace("-", "_"))
    said = [words for one in catalogue if one.id for words in (*_all(one.id), *_all(one.string))]
    assert [words for words in said if _SHELL.search(words)] == []


def _all(words: str | Sequence[str]) -> Sequence[str]:
    return [words] if isinstance(words, str) else words
