"""What staff may call a kiosk, whatever Unicode version its Python knows."""

from __future__ import annotations

import pytest

from kiosk.errors import SettingsError
from kiosk.exchange.kiosk_name import (
    MAX_NAME,
    clean_name,
    is_plain,
    is_readable,
    plainly,
    without_what_is_not_seen,
)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("  Library \t steps\n", "Library steps"),
        ("圖書館　門口", "圖書館 門口"),
        ("X", "X"),
        ("North\xa0gate", "North gate"),
        ("Cafe\u0301", "Café"),
        ("❤\ufe0f Stall", "❤ Stall"),
        ("\U0003fff0 of another year", "\U0003fff0 of another year"),
        ("𠮷" * MAX_NAME, "𠮷" * MAX_NAME),
    ],
)
def test_a_name_is_tidied(typed: str, name: str) -> None:
    assert clean_name(typed) == name
    assert is_readable(name)


@pytest.mark.parametrize(
    "typed",
    [
        "", " \u3000", "x" * (MAX_NAME + 1), "Gate\u3164", "North\u2800gate", "Gate\u202eetag",
        "North\u200bgate", "Gate\xad", "Gate\0", "Gate\x1b[2J", "\ue000", "\U000e0041", "\U0001ffff",
        "\ufeffGate", "Gate\x86gate",
    ],
)  # fmt: skip
def test_a_name_with_what_nobody_sees_is_refused(typed: str) -> None:
    with pytest.raises(SettingsError):
        clean_name(typed)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "x" * (MAX_NAME + 1),
        "a\0",
        "a\x1f",
        "\x7f",
        "\x9fa",
        "\u202eA",
        "\u2069",
        "X\u200b",
        "\ufeffX",
        "\U000e0041",
    ],
)
def test_a_reader_refuses_what_drives_a_line_and_what_is_too_long_alone(name: str) -> None:
    assert not is_readable(name)


@pytest.mark.parametrize("name", ["x", "\u3164", "a\ufe0fb", "\U0003fff0", "\ue000", "\xa0", "x" * MAX_NAME])
def test_a_reader_takes_what_a_writer_refuses_and_shows_it(name: str) -> None:
    assert is_readable(name)
    assert plainly(name).isprintable()


@pytest.mark.parametrize("plane", range(17))
def test_what_is_no_character_of_any_plane_is_no_part_of_a_name(plane: int) -> None:
    for last in (0xFFFE, 0xFFFF):
        with pytest.raises(SettingsError, match="cannot be seen"):
            clean_name(f"Gate{chr((plane << 16) + last)}s")


@pytest.mark.parametrize(
    ("name", "shown", "bare", "plain"),
    [
        ("Library steps", "Library steps", "Library steps", True),
        ("Cafe\u0301", "Café", "Cafe", False),
        ("Café", "Café", "Cafe", True),
        ("圖書館", "圖書館", "圖書館", True),
        ("Gate\u3164", "Gate[U+3164]", "Gate", False),
        ("Gate ", "Gate[U+0020]", "Gate ", False),
        ("x\u0332", "x\u0332", "x", False),
        ("\U0003fff0", "[U+3FFF0]", "\U0003fff0", False),
    ],
)
def test_what_cannot_be_seen_in_a_name_is_shown_by_its_number(
    name: str, shown: str, bare: str, plain: bool
) -> None:
    assert plainly(name) == shown
    assert without_what_is_not_seen(name) == bare
    assert is_plain(name) == plain


def test_a_name_has_up_to_a_hundred_letters() -> None:
    assert MAX_NAME == 100
    with pytest.raises(SettingsError, match="1 to 100 letters"):
        clean_name("x" * 101)
