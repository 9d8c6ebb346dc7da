"""Every text of the program is in every catalogue, and nothing else is."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from babel import Locale

from kiosk.catalogues import Catalogue, messages
from kiosk.languages import LANGUAGES, spoken
from tests.messages import (
    catalogue,
    catalogue_file,
    messages_in_the_code,
    parts_in_the_code,
    translated,
)
from tests.ui.told import told

OTHERS = LANGUAGES[1:]


@pytest.mark.parametrize("tag", OTHERS)
def test_the_catalogue_is_complete_and_has_nothing_too_many(tag: str) -> None:
    assert translated(tag) == set(messages_in_the_code())


@pytest.mark.parametrize("tag", OTHERS)
def test_values_to_be_put_in_are_kept(tag: str) -> None:
    for message in catalogue(tag):
        if message.id:
            ids = [message.id] if isinstance(message.id, str) else message.id
            strings = [message.string] if isinstance(message.string, str) else message.string
            assert {part for id in ids for part in _places(id)} == {p for s in strings for p in _places(s)}


@pytest.mark.parametrize("tag", OTHERS)
def test_the_program_reads_a_catalogue_as_gettext_does(tag: str) -> None:
    read = Catalogue(tag)
    for message in catalogue(tag):
        if not message.id or not message.string or not all(message.string):
            continue
        if isinstance(message.id, str):
            assert read.text(message.id) == message.string
        else:
            one, many = message.id
            forms = {read.plural(one, many, number) for number in range(200)}
            assert forms <= set(message.string)
            assert len(forms) > 1 or len(set(message.string)) == 1


_CATEGORIES = ("zero", "one", "two", "few", "many", "other")
_NUMBERS = (*range(201), 1000, 4218)


@pytest.mark.parametrize("tag", OTHERS)
def test_each_number_has_the_words_that_its_language_has_for_it(tag: str) -> None:
    """CLDR says which; its forms for fractions and for millions no catalogue has."""
    read, rule = Catalogue(tag), Locale.parse(tag, sep="-").plural_form
    kinds = [kind for kind in _CATEGORIES if kind in map(rule, _NUMBERS)]
    if catalogue(tag).num_plurals == 1:
        kinds = ["other"]  # a Turkish noun stays as it is behind every number
    for message in catalogue(tag):
        if isinstance(message.id, tuple | list) and message.id:
            words = dict(zip(kinds, message.string, strict=True))
            for number in _NUMBERS:
                assert read.plural(*message.id, number) == words.get(rule(number), message.string[-1]), number


@pytest.mark.parametrize(("tag", "other"), [("zh-Hant", "您"), ("zh-Hans", "你")])
def test_nobody_is_addressed_in_two_ways(tag: str, other: str) -> None:
    said = [words for one in catalogue(tag) if one.id for words in _all(one.string)]
    assert [words for words in said if other in words] == []


def test_each_catalogue_is_a_language_of_the_program() -> None:
    assert {file.stem for file in catalogue_file("en").parent.glob("*.po")} == set(OTHERS)


@pytest.mark.parametrize("tag", OTHERS)
def test_each_plural_has_all_forms_of_its_language(tag: str) -> None:
    made = catalogue(tag)
    for message in made:
        if isinstance(message.id, tuple | list) and message.id:
            assert len(message.string) == made.num_plurals, message.id


@pytest.mark.parametrize(
    ("read", "tag"),
    [
        ("en-GB", "en"),
        ("de-AT", "de"),
        ("pt", "pt-BR"),
        ("zh-TW", "zh-Hant"),
        ("zh-HK", "zh-Hant"),
        ("zh", "zh-Hans"),
        ("xx", None),
    ],
)
def test_the_closest_language_is_spoken(read: str, tag: str | None) -> None:
    assert spoken(read) == tag


def test_what_a_window_shows_of_an_error_can_be_looked_up_and_gets_its_values() -> None:
    for one in told():
        assert all(sentence is not None for sentence in one.sentences), f"put together in {one.where}"
        places = {place for sentence in one.sentences for place in _places(sentence or "")}
        assert places == one.values, one.where


def test_the_list_of_messages_is_what_the_code_says() -> None:
    said, parts = messages_in_the_code(), parts_in_the_code()
    assert {one.one: (one.many, one.part) for one in messages().values()} == {
        message: (many, parts[message]) for message, many in said.items()
    }


def _places(text: str) -> set[str]:
    return {part.split("}")[0] for part in text.split("{")[1:]}


_SHELL = re.compile(
    r"\b(sudo|chmod|chown|systemctl|swapoff|apt|apt-get|dnf|umount|udisksctl|rm -|kill -|loginctl|powercfg)\b"
    r"|(?<!\w)kiosk (run|setup|sync|sign|rehearse|merge|destroy|export|kiosks|withdraw|campaign (new|pack))\b"
    r"|(?<!\w)--[a-z]|/etc/|\$\("
)


@pytest.mark.parametrize("tag", OTHERS)
def test_no_window_says_a_command_of_a_shell(tag: str) -> None:
    said = [words for one in catalogue(tag) if one.id for words in (*_all(one.id), *_all(one.string))]
    assert [words for words in said if _SHELL.search(words)] == []


def _all(words: str | Sequence[str]) -> Sequence[str]:
    return [words] if isinstance(words, str) else words
