"""In which encoding a text is: told by its first bytes, guessed by what its letters look like, or refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.errors import PaperError
from kiosk.stall.encoding import Text, read_text

FILE = Path("sheet.csv")
GUESS = 256 * 1024
"""Bytes that are looked at for a guess."""


def read(raw: bytes) -> Text | None:
    """None if nobody can tell."""
    try:
        return read_text(FILE, raw, None)
    except PaperError:
        return None


@pytest.mark.parametrize(
    ("text", "encoding", "guessed"),
    [
        ("一丁七丈", "big5", "Big5"),  # the first of the common ones
        ("籲", "big5", "Big5"),  # and the last
        ("ΑΒΓ", "big5", ""),  # signs before them say nothing
        ("カ，キ、ク。ケ．", "big5hkscs", ""),  # nor do those after them
        ("伴佰俺傍亖", "gbk", "GBK"),  # the first of these, beside one that Big5 has not
        ("专仔住佐", "gb2312", "GBK"),
        ("匮劐亓", "gb2312", ""),  # rare ones
        ("专仔住丌丐", "gb2312", "GBK"),  # three of five are common
        ("专仔丌丐", "gb2312", ""),
        ("专仔住─━│┃┄┅", "gb2312", "GBK"),
    ],
)
def test_a_chinese_text_is_known_by_its_common_characters(text: str, encoding: str, guessed: str) -> None:
    found = read(text.encode(encoding) + b"\r\n")
    assert found == (Text(text + "\r\n", guessed) if guessed else None)


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("José,", True),
        (",Übung", True),
        ("Ün", True),
        ("Übung", True),
        ("nü", True),
        ("é", False),
        (",é-a", False),
        ("a-é,", False),
        ("a£b", False),  # no letter
        ("é1", False),
        ("ané,é,é", False),  # one of three
        ("ané,éa,é", True),
        ("ané,éa,éb,é,é", True),  # three of five
        ("ané,éa,é,é", False),
    ],
)
def test_a_western_text_is_known_by_letters_beside_plain_ones(text: str, known: bool) -> None:
    assert read(text.encode("cp1252")) == (Text(text, "Windows-1252") if known else None)


def test_a_text_that_may_be_in_either_of_two_encodings_is_not_guessed() -> None:
    """Common characters as Big5 and as GBK: neither is ahead."""
    both = b"\xb0\xb1\xb3\xb4\xb5\xb6"
    assert read(both) is None
    assert read_text(FILE, both, "big5").guessed == read_text(FILE, both, "gbk").guessed == ""


def filled(before: bytes, upto: int) -> bytes:
    """Plain lines, then `before`, which ends with byte `upto`."""
    plain = b"a" * 9 + b"\n"
    lines = plain * (upto // 10 + 1)
    return lines[-(upto - len(before)) :] + before


LETTERS = "Zoë,Müller\n".encode("cp1252")
SIGNS = "££££££££££\n".encode("cp1252")


def test_a_guess_is_made_from_the_first_quarter_of_a_mebibyte() -> None:
    told = read(filled(LETTERS, GUESS) + SIGNS * 9)
    assert told is not None, "what comes later does not count"
    assert told.guessed == "Windows-1252"
    assert told.content.endswith("£\n"), "but is read"
    assert read(filled(LETTERS, GUESS + 1) + SIGNS * 9) is None, "this line ends too late"
    assert read(filled(LETTERS[:-1], GUESS)), "a text that ends here is looked at whole"
    assert read(filled(LETTERS[:-1], GUESS + 1)) is None
    assert read(filled(SIGNS, GUESS) + LETTERS * 9) is None


def test_no_character_is_cut_in_two_where_the_guess_ends() -> None:
    told = read(filled("陳大文\n".encode("big5"), GUESS) + "李小龍\n".encode("big5"))
    assert told is not None
    assert told.guessed == "Big5"


def test_a_text_that_is_not_in_its_encoding_to_the_end_is_not_guessed() -> None:
    assert read(filled(LETTERS, GUESS) + b"\x81\n") is None, "there is no such character in it"


def test_one_endless_line_is_cut_there_too() -> None:
    letters = LETTERS[:-1]
    assert read(b"," * (GUESS - len(letters)) + letters + b"," * 99)
    assert read(b"," * (GUESS - 1) + letters) is None


@pytest.mark.parametrize("text", ["aĀ", "name,國\r\n", "n\r\n", "國,a\r\n", "國a", "a國", "\r\n國家", "Ȁab"])
def test_zero_bytes_say_which_half_of_a_character_comes_first(text: str) -> None:
    assert read_text(FILE, text.encode("utf-16-le"), None) == Text(text, "UTF-16LE")
    if text != "aĀ":
        assert read_text(FILE, text.encode("utf-16-be"), None) == Text(text, "UTF-16BE")


@pytest.mark.parametrize("raw", [b"a\0b", b"a\0\0\0", b"\0\0\0a", b"a\0\0\xd8"])
def test_zero_bytes_in_anything_else_are_no_text(raw: bytes) -> None:
    with pytest.raises(PaperError, match="not a CSV file"):
        read_text(FILE, raw, None)


def test_the_line_that_is_not_in_an_encoding_is_named() -> None:
    for number, raw in ((1, b"\xff\n"), (2, b"a\n\xff"), (3, b"a\n\nb\xff\n\n")):
        with pytest.raises(PaperError, match=rf"\(line {number}\)"):
            read_text(FILE, raw, "utf-8")


def test_a_mark_at_the_beginning_is_no_part_of_the_text() -> None:
    for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
        raw = "\ufeffname".encode(encoding)
        assert read_text(FILE, raw, None) == Text("name")
        assert read_text(FILE, raw, encoding) == Text("name")
