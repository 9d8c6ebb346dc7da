"""The little Markdown of campaign texts, as a label will show it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.campaign.markdown import _finder, _first_forbidden, find_forbidden, to_safe_html


def test_paragraphs_bold_emphasis_and_lists_are_shown() -> None:
    html = to_safe_html("One **bold** and *soft*.\n\n- first\n- second\n")
    assert "<strong>bold</strong>" in html
    assert "<em>soft</em>" in html
    assert html.count("<li>") == 2


def test_a_text_of_allowed_markup_has_nothing_forbidden() -> None:
    assert (
        find_forbidden("# Head\n\nOne **bold** and *soft*: 5 < 6, R&D [sic].\n\n1. first\n2. second\n")
        is None
    )


@pytest.mark.parametrize(
    "sneaked",
    [
        "<img src=x onerror=alert(1)>",
        "![x](file:///etc/passwd)",
        "[x](javascript:alert(1))",
        "<https://a.example>",
    ],
)
def test_markup_that_slipped_by_is_shown_as_plain_text(sneaked: str) -> None:
    html = to_safe_html(f"Before {sneaked} after.")
    assert "<img" not in html
    assert "<a " not in html
    assert "href" not in html.replace("&quot;", "")


@given(st.text(alphabet=st.sampled_from("<>[]()!*_`#-&;:/'\"=\n abimgsrcxhtp"), max_size=60))
def test_whatever_is_typed_only_harmless_tags_come_out(text: str) -> None:
    html = to_safe_html(text)
    for tag in (
        "p",
        "strong",
        "em",
        "ul",
        "ol",
        "li",
        "blockquote",
        "code",
        "br /",
        *(f"h{n}" for n in range(1, 7)),
    ):
        html = html.replace(f"<{tag}>", "").replace(f"</{tag}>", "")
    assert "<" not in html


_PIECES = st.sampled_from(
    (
        "a",
        "字",
        *"<>[]()!`~-*_#=+.:|&; \t\n\r\\",
        "    ",
        "\n\n",
        "```",
        "- ",
        "1. ",
        "> ",
        "***",
        "<b>",
        "![a](b)",
    )
)


@settings(max_examples=1000)
@given(st.lists(_PIECES, max_size=6).map("".join))
def test_what_is_not_looked_through_has_nothing_forbidden_in_it(text: str) -> None:
    assert find_forbidden(text) == _first_forbidden(_finder().parse(text), 0)
