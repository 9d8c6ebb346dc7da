"""`words.toml`: the program's words as a campaign would rather say them, or in a language it does not speak.

A key is an English message of the program, its value says the same in the language of the folder; where that
depends on a number, it is a table of CLDR's plural forms. Whatever it says is shown as plain text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from kiosk.campaign.source import HOW, Source
from kiosk.catalogues import Message, messages, translated

NAME = "words.toml"
"""The file's name in a language's folder."""
MAX_LENGTH = 2_000
"""Characters of one text."""

Words = str | dict[str, str]
"""What a message says: a text, or one for each plural form of the language."""

_PLACE = re.compile(r"\{[a-z_]+\}")
_DRIVING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e]")
"""What moves a cursor, ends a line, or turns the rest of a sentence around."""
_FORMS = ("zero", "one", "two", "few", "many", "other")
"""CLDR's plural forms; every language has the last."""


def read_words(source: Source, language: str) -> dict[str, Words]:
    """The words in the file `source`, without those that are still empty.

    Whether the program says such messages is not asked: a pack may have been made by another version.

    Raises:
        ContentError: it cannot be read; a text has other {places} than its message; plural forms are not
            those of the language.
    """
    for message, words in source.toml.items():
        _check(source, message, words, language)
    return {message: words for message, words in source.toml.items() if any(_texts(words))}


def check_known(source: Source) -> None:
    """Raises ContentError for the first message in `source` that the program does not say in this way."""
    said = messages()
    for message, words in source.toml.items():
        if message not in said:
            import difflib  # where something is wrong there is time

            close = difflib.get_close_matches(message, said, n=1, cutoff=0.6)
            what = "{file}, line {line}: '{key}' is not known here."
            if close:
                what = "{file}, line {line}: '{key}' is not known here. Did you mean '{meant}'?"
            raise source.mistake(as_key(message), what, key=message, meant="".join(close))
        if isinstance(words, dict) is not bool(said[message].many):
            what = HOW[str] if isinstance(words, dict) else HOW[dict]
            raise source.mistake(as_key(message), what, key=message)


def needed_words() -> list[Message]:
    """What a campaign's screens and its petition say, in the order in which one would write it."""
    return [message for message in messages().values() if message.part != "desk"]


def missing_words(words: Mapping[str, Words], language: str) -> int:
    """How many of `needed_words` neither the program says in `language` nor the campaign in its `words`."""
    spoken = translated(language)
    return sum(message.one not in spoken and message.one not in words for message in needed_words())


def plural_forms(language: str) -> list[str]:
    """The plural forms that a language has, such as "one" and "other"."""
    from babel import Locale  # a pack without words of its own needs none of it

    tags = Locale.parse(language, sep="-").plural_form.tags
    return [form for form in _FORMS if form in tags or form == "other"]


def as_key(message: str) -> str:
    """A message as it stands in the file, as a key between quotation marks."""
    return json.dumps(message, ensure_ascii=False)[1:-1]


def _texts(words: Words) -> list[str]:
    """What `words` says in each of its forms, without blanks around it: blanks alone say nothing."""
    return [text.strip() for text in ([words] if isinstance(words, str) else words.values())]


def _check(source: Source, message: str, words: Any, language: str) -> None:
    """Raises ContentError unless `words` can be shown for `message`; empty ones are none yet."""
    forms = words if isinstance(words, dict) else {"": words}
    if not all(isinstance(text, str) for text in forms.values()):
        what = HOW[str]
        raise source.mistake(as_key(message), what, key=message)
    texts = _texts(words)
    if isinstance(words, dict) and (set(words) != set(plural_forms(language)) or any(texts) > all(texts)):
        raise source.mistake(
            as_key(message),
            "{file}, line {line}: '{key}' needs words for each of these plural forms: {forms}.",
            key=message,
            forms=", ".join(plural_forms(language)),
        )
    if any(len(text) > MAX_LENGTH or _DRIVING.search(text) for text in texts):
        raise source.mistake(
            as_key(message),
            "{file}, line {line}: '{key}' is too long, or has a sign in it that cannot be seen.",
            key=message,
        )
    if any(texts) and not _has_places(message, texts):
        raise source.mistake(
            as_key(message),
            "{file}, line {line}: '{key}' must have these places, and no others: {places}.",
            key=message,
            places=" ".join(dict.fromkeys(_PLACE.findall(message))) or "–",
        )


def _has_places(message: str, texts: list[str]) -> bool:
    """Whether `texts` together have the places of `message`, and no other braces."""
    if any(sign in _PLACE.sub("", text) for text in texts for sign in "{}"):
        return False
    return {place for text in texts for place in _PLACE.findall(text)} == set(_PLACE.findall(message))
