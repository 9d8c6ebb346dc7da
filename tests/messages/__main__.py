"""Brings every catalogue to what stands in the code, and says what lacks words: `make messages`.

`messages.pot` lists them, with the part of the program that says each, for the words of a campaign.
A catalogue keeps the order and the comments of the first one (zh-Hant). What is new stands at its end without
words; what the program no longer says goes. `make messages ARGS=nl` begins one, which then needs its tag in
`LANGUAGES` (kiosk/languages.py).
"""

from __future__ import annotations

import argparse
import re
import sys

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog
from babel.messages.pofile import denormalize, normalize

from kiosk.languages import LANGUAGES
from tests.messages import (
    PARTS,
    catalogue,
    catalogue_file,
    messages_in_the_code,
    parts_in_the_code,
    template_file,
    translated,
)

_FIRST = "zh-Hant"
_NEW = "# New"
_TITLE = "# The program’s own words. A campaign’s texts are in its content folder."
_HEADER = (
    _TITLE
    + """
msgid ""
msgstr ""
"Language: {language}\\n"
"Plural-Forms: {plurals}\\n"
"X-Reviewed: {reviewed}\\n"
"""
)


def main() -> int:
    """Writes the catalogues, and prints a line for each."""
    arguments = argparse.ArgumentParser(description=__doc__, prog="python -m tests.messages")
    arguments.add_argument("tag", nargs="*", help="a language that has no catalogue yet, such as nl")
    tags = dict.fromkeys((*LANGUAGES[1:], *arguments.parse_args().tag))
    messages = messages_in_the_code()
    blocks = _blocks(messages)
    template_file().write_text(_template(messages), encoding="utf-8")
    for tag in tags:
        try:
            Locale.parse(tag, sep="-")
        except (UnknownLocaleError, ValueError):
            print(f"'{tag}' is no language.", file=sys.stderr)
            return 2
        catalogue_file(tag).write_text(_written(tag, blocks, messages), encoding="utf-8")
        print(f"{tag}: {len(translated(tag))} of {len(messages)} messages have words")
    return 0


def _blocks(messages: dict[str, str]) -> list[str]:
    """The messages in order, and the comments (which begin with #) between them."""
    blocks: list[str] = []
    for line in catalogue_file(_FIRST).read_text(encoding="utf-8").splitlines():
        if line.startswith("# ") and line not in (_NEW, _TITLE):
            blocks.append(line)
        elif found := re.fullmatch('msgid (".+")', line):
            blocks.append(denormalize(found[1]))
    known = [block for block in blocks if block.startswith("#") or block in messages]
    new = [id for id in messages if id not in known]
    return known + ([_NEW, *new] if new else [])


def _template(messages: dict[str, str]) -> str:
    """All messages, those of a part together, each with its part as a comment."""
    parts = parts_in_the_code()
    nothing = Catalog(locale="en")
    entries = [
        f"#. {parts[message]}\n{_entry(message, many, nothing)}"
        for message, many in sorted(messages.items(), key=lambda one: PARTS.index(parts[one[0]]))
    ]
    return "\n".join((f'{_TITLE}\nmsgid ""\nmsgstr ""\n', *entries))


def _written(tag: str, blocks: list[str], messages: dict[str, str]) -> str:
    known = catalogue(tag) if catalogue_file(tag).is_file() else Catalog(locale=tag.replace("-", "_"))
    reviewed = dict(known.mime_headers).get("X-Reviewed", "no")
    written = [_HEADER.format(language=tag, plurals=known.plural_forms, reviewed=reviewed)]
    for block in blocks:
        written.append(f"{block}\n" if block.startswith("#") else _entry(block, messages[block], known))
    return "\n".join(written)


def _entry(id: str, plural: str, known: Catalog) -> str:
    message = known.get(id)
    words = message.string if message else ""
    forms = [words] if isinstance(words, str) else list(words)
    if not plural:
        return f"msgid {_quoted(id)}\nmsgstr {_quoted(forms[0])}\n"
    forms += [""] * (known.num_plurals - len(forms))
    strings = "".join(f"msgstr[{number}] {_quoted(form)}\n" for number, form in enumerate(forms))
    return f"msgid {_quoted(id)}\nmsgid_plural {_quoted(plural)}\n{strings}"


def _quoted(text: str) -> str:
    return normalize(text, width=0)


if __name__ == "__main__":
    sys.exit(main())
