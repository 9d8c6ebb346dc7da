"""The little Markdown that campaign texts may use: paragraphs, bold, emphasis, lists.

Texts come from packs, and packs come from sticks: HTML, images and links are
refused when content is read, and would be shown as plain text if one slipped by.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

HTML = "{file}, line {line}: HTML is not allowed in a campaign’s texts."
IMAGE = "{file}, line {line}: an image is not allowed in a campaign’s texts."
FORBIDDEN = {
    "html_block": HTML,
    "html_inline": HTML,
    "image": IMAGE,
    "link_open": "{file}, line {line}: a link is not allowed in a campaign’s texts.",
    "code_block": "{file}, line {line}: indented code is not allowed in a campaign’s texts.",
    "fence": "{file}, line {line}: code is not allowed in a campaign’s texts.",
    "hr": "{file}, line {line}: a rule is not allowed in a campaign’s texts.",
}
"""What to say of each kind of token that a campaign text may not have: templates of a `ContentError`."""

_SUSPECT = re.compile(r"[<\[~\t]|`` *`|    |([-*_]) *\1 *\1")
"""Without one of these there is none of that: no tag, bracket, fence, indentation by four, or rule."""


@cache
def _finder() -> MarkdownIt:
    from markdown_it import MarkdownIt  # most texts are so plain that a stall's first screen needs none of it

    finder = MarkdownIt("commonmark", {"html": True})
    # Find every link and image, also those with an address that the library itself would not make one of.
    finder.validateLink = lambda url: True  # type: ignore[method-assign]
    return finder


@cache
def _renderer() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False}).disable(
        ["image", "link", "autolink", "html_inline", "html_block", "reference", "fence", "code", "hr"]
    )


class Forbidden(msgspec.Struct, frozen=True):
    """Markup that a campaign text may not have: what to say of it, and its line (from 1)."""

    what: str
    line: int


def find_forbidden(text: str) -> Forbidden | None:
    """The first piece of markup in `text` that campaign texts may not have, if any."""
    return _first_forbidden(_finder().parse(text), 0) if _SUSPECT.search(text) else None


def _first_forbidden(tokens: list[Token], line: int) -> Forbidden | None:
    for token in tokens:
        if token.map:
            line = token.map[0]
        if token.type in FORBIDDEN:
            return Forbidden(FORBIDDEN[token.type], line + 1)
        if token.children:
            found = _first_forbidden(token.children, line)
            if found:
                return found
        if token.type in ("softbreak", "hardbreak"):
            line += 1
    return None


def to_safe_html(text: str) -> str:
    """`text` as the small subset of HTML that Qt's labels show; everything else is escaped."""
    return str(_renderer().render(text)).strip()
