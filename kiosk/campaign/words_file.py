"""Writes `words.toml`: all that a campaign needs said, with what is filled in already."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from babel import Locale

from kiosk.campaign.content import parse_content, read_folder
from kiosk.campaign.words import NAME, Words, needed_words, plural_forms
from kiosk.catalogues import Message, catalogue, messages, translated
from kiosk.errors import ContentError
from kiosk.files import storage, write_whole
from kiosk.languages import own_name

_HEAD = """\
# The program's own words in {language}: English = {language}
#
# Write between the quotation marks on the right, and keep what stands in {{braces}}: a value is put there.
# What stays "" is shown in English. A line that begins with # says what the program says by itself: to say it
# otherwise, take the # away and change the right side. "kiosk campaign words" writes this file anew: it keeps
# what you filled in, and adds what is new.
"""
_TITLES = {
    "visitor": "What a visitor sees",
    "petition": "The petition, as it is printed",
    "staff": "What the people at the stall see, and what can go wrong there",
    "desk": "What the desk says",
}
_OLD = "What the program does not say any more"
_SAMPLES = (1_000_000, 1_000)
"""Numbers beyond 200 that some languages count in a way of their own."""


def write_words(content: Path, language: str) -> tuple[Path, dict[str, Words]]:
    """Writes the file of a `language` in the folder `content`, and returns it with the words that it has.

    Raises:
        ContentError: the content has a mistake, or is not written in that language.
        StorageError: the file cannot be written; then it is as it was.
    """
    campaign = parse_content(read_folder(content))
    if language not in campaign.languages:
        raise ContentError(
            "The campaign does not speak {language}.",
            "Choose one of its languages: {languages}.",
            language=repr(language),
            languages=", ".join(campaign.languages),
        )
    file = content / language / NAME
    words = campaign.words_in(language)
    with storage(file):
        file.parent.mkdir(exist_ok=True)
    write_whole(file, complete_words(words, language))
    return file, words


def complete_words(words: Mapping[str, Words], language: str) -> bytes:
    """The file for a `language` with its `words` so far, and a line for each that it may have."""
    blocks = [_HEAD.format(language=own_name(language))]
    said = messages()
    wanted = [*needed_words(), *(said[one] for one in words if one in said and said[one].part == "desk")]
    part = ""
    for message in wanted:
        if message.part != part:
            part = message.part
            blocks.append(f"\n# --- {_TITLES[part]} ---\n")
        blocks.append("\n".join(_entry(message, words, language)) + "\n")
    old = [_line(message, words[message], "# ") for message in words if message not in said]
    if old:
        blocks.append("\n".join((f"\n# --- {_OLD} ---\n", *old)) + "\n")
    return "".join(blocks).encode()


def _entry(message: Message, words: Mapping[str, Words], language: str) -> Iterator[str]:
    """The lines for one message: the campaign's words, else the program's as a comment, else none yet."""
    if message.many:
        yield f"# {message.many}"
    if message.one in words:
        yield _line(message.one, words[message.one])
    elif message.one in translated(language):
        yield _line(message.one, _said(message, language), "# ")
    else:
        yield _line(message.one, dict.fromkeys(plural_forms(language), "") if message.many else "")


def _said(message: Message, language: str) -> Words:
    """What the program says in a `language` that it speaks."""
    said = catalogue(language)
    if not message.many:
        return said.text(message.one)
    rule = Locale.parse(language, sep="-").plural_form
    numbers = {rule(number): number for number in (*_SAMPLES, *reversed(range(200)))}
    other = numbers.get("other", _SAMPLES[0])  # in some languages only fractions have that form
    return {
        form: said.plural(message.one, message.many, numbers.get(form, other))
        for form in plural_forms(language)
    }


def _line(message: str, words: Words, before: str = "") -> str:
    """`words` in TOML, whose strings and JSON's are the same for what may be in them."""
    if isinstance(words, str):
        value = _quoted(words)
    else:
        value = "{" + ", ".join(f"{form} = {_quoted(text)}" for form, text in words.items()) + "}"
    return f"{before}{_quoted(message)} = {value}"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
