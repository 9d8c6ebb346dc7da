"""Words of shares are taken as people give them: across the rows, one a line, as a whole sheet."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from kiosk.coordinator.campaign.folder import CampaignFolder
from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.campaign.share_text import has_words, is_numbered, sheets_in
from kiosk.coordinator.campaign.shares import Share, make_shares, read_share, read_shares
from kiosk.errors import ShareError
from kiosk.ui.desk.keys.sheet import ShareSheet, keys_of, share_text
from kiosk.ui.language import Language
from tests.program import done
from tests.terminal import Terminal

SEED = bytes(range(32))


def rows(share: Share, columns: int = 3, form: str = "{} {}", between: str = "  ") -> str:
    """The words with their numbers, across the rows of a sheet."""
    words = list(enumerate(share.words.split(), 1))
    many = -(-len(words) // columns)
    return "\n".join(between.join(form.format(*cell) for cell in words[row::many]) for row in range(many))


@pytest.fixture
def two() -> list[Share]:
    return make_shares(SEED, 2, 3)[:2]


@pytest.mark.parametrize("columns", [1, 2, 3, 11, 33])
@pytest.mark.parametrize(
    "form",
    ["{} {}", "{}. {}", "{}){}", "{}: {},", "{}\t{}", "{}{}", "（{}）{}", "{} – {}", "{} | {}", "[{}] “{}”"],
)
def test_numbers_say_the_order(two: list[Share], columns: int, form: str) -> None:
    assert read_share(rows(two[0], columns, form), 1) == two[0]
    assert read_shares(rows(two[0], columns, form) + "\n" + rows(two[1], columns, form)) == two


def test_what_a_pdf_hides_in_a_word_is_passed_over(two: list[Share]) -> None:
    assert read_share(rows(two[0], 3, "{}. \u00ad{}").replace("er", "e\u00adr"), 1) == two[0]


def test_numbers_say_it_in_any_order_and_in_capitals(two: list[Share]) -> None:
    cells = rows(two[0], 1).upper().splitlines()
    random.Random(5).shuffle(cells)
    assert read_share(" ".join(cells), 1) == two[0]


@pytest.mark.parametrize("between", ["\n", "\r\n", " ", "\n\n", ",\n"])
def test_without_numbers_one_a_line_or_all_in_one(two: list[Share], between: str) -> None:
    texts = [share.words.replace(" ", between) for share in two]
    assert read_shares("\n\n".join(texts)) == two
    assert read_shares(between.join(texts)) == two


def test_a_few_words_in_each_line(two: list[Share]) -> None:
    def lines(share: Share) -> str:
        words = share.words.split()
        return "\n".join(" ".join(words[first : first + 5]) for first in range(0, 33, 5))

    assert read_shares(lines(two[0]) + "\n\n" + lines(two[1])) == two
    assert read_shares(lines(two[0]) + "\n" + lines(two[1])) == two


@pytest.mark.parametrize("over", [0, 40])
def test_no_more_is_looked_at_than_a_sheet_can_be_long(two: list[Share], over: int) -> None:
    text = two[0].words.rjust(64 * 1024 + over)
    if over:
        with pytest.raises(ShareError):
            read_shares(text)
    else:
        assert read_shares(text) == [two[0]]


def sheets(folder: CampaignFolder, shares: list[Share], language: str) -> list[str]:
    keys = keys_of(folder, language)
    return [share_text(ShareSheet(keys, one, 3, "2026-11-29"), Language(language)) for one in shares]


@pytest.mark.parametrize("language", ["en", "zh-Hant", "zh-Hans"])
@pytest.mark.parametrize("title", ["", "10 demands", "2026", "3 acid"])
def test_the_programs_own_sheets_are_taken_whole(
    campaign: CampaignFolder, two: list[Share], language: str, title: str
) -> None:
    texts = [text.split("\n", 1)[1] if title else text for text in sheets(campaign, two, language)]
    pasted = [f"{title}\n{text}" if title else text for text in texts]
    assert [read_share(text, 1) for text in pasted] == two
    assert read_shares("\n".join(pasted)) == two
    assert read_shares("\r\n".join("\n".join(pasted).splitlines())) == two


def half_numbered(text: str) -> str:
    lines = text.splitlines()
    return "\n".join([*lines[:5], *(" ".join(line.split()[1::2]) for line in lines[5:])])


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda text: text.replace("13 ", "12 ", 1), "number 12 twice"),
        (lambda text: text.replace("33 ", "34 ", 1), "the number 34, but there are only 33"),
        (lambda text: text.replace("11 ", "0 ", 1), "the number 0,"),
        (lambda text: "\n".join(text.splitlines()[:-1]), "lacks the word with the number"),
        (half_numbered, "have numbers, and others have none"),
    ],
    ids=["twice", "too high", "zero", "cut short", "mixed"],
)
def test_numbers_that_do_not_fit_get_their_sentence(two: list[Share], change, told: str) -> None:
    with pytest.raises(ShareError, match=told) as error:
        read_share(change(rows(two[0])), 1)
    assert "ey sheet 1" in error.value.what
    assert error.value.todo


def test_recovering_takes_sheets_as_files(
    desk_folder: Path, keys: CampaignKeys, passphrase_file: Path, tmp_path: Path
) -> None:
    opened = CampaignFolder.open(desk_folder)
    shares = opened.make_shares(keys, 2, 3)
    files = []
    for number, text in enumerate(sheets(opened, shares[:2], "zh-Hant")):
        files.append(tmp_path / f"{number}.txt")
        files[-1].write_text(text, encoding="utf-8-sig")
    given = ("--shares-file", files[0], "--shares-file", files[1])
    done("campaign", "recover", desk_folder, *given, "--new-passphrase-file", passphrase_file)
    assert opened.public != CampaignFolder.open(desk_folder).public
    assert CampaignFolder.open(desk_folder).public.rehearsed


def test_sheets_are_pasted_at_the_terminal(desk_folder: Path, keys: CampaignKeys) -> None:
    opened = CampaignFolder.open(desk_folder)
    one, two, _ = opened.make_shares(keys, 2, 3)
    terminal = Terminal("campaign", "rehearse", desk_folder)
    terminal.see("Key sheet 1, word 1 to 33")
    terminal.send(sheets(opened, [one], "en")[0].encode())
    terminal.see("Right: sheet 1. 1 more.")
    terminal.see("Key sheet 2, word 1 to 33")
    for row in rows(two).splitlines():
        terminal.type(row)
    terminal.see("restore the key")
    assert terminal.end() == 0


WORDS = [share_word for share_word in ("academic", "acid", "acne", "acquire", "acrobat") for _ in range(20)]


@pytest.mark.parametrize(
    ("many", "shares"), [(24, [33, 15]), (25, [25, 25]), (41, [41, 41]), (42, [33, 33, 18])]
)
def test_so_many_words_in_a_line_or_a_paragraph_are_meant_for_one_share(many: int, shares: list[int]) -> None:
    line = " ".join(WORDS[:many])
    assert [len(sheet) for sheet in sheets_in(f"{line}\n{line}", 1)] == shares
    paragraph = line.replace(" ", "\n")
    assert [len(sheet) for sheet in sheets_in(f"{paragraph}\n\n{paragraph}", 1)] == shares


def numbered(first: int, last: int) -> str:
    return "\n".join(f"{n} {WORDS[n]}" for n in range(first, last + 1))


@pytest.mark.parametrize(("more", "is_passed_over"), [(11, True), (12, False)])
def test_a_few_numbered_lines_beside_a_whole_share_are_none(more: int, is_passed_over: bool) -> None:
    text = f"{numbered(1, 33)}\n\ntheir own words\n\n{numbered(1, more)}"
    if is_passed_over:
        assert [len(sheet) for sheet in sheets_in(text, 1)] == [33]
    else:
        with pytest.raises(ShareError, match=f"Key sheet 2 lacks the word with the number {more + 1}"):
            sheets_in(text, 1)


@pytest.mark.parametrize(
    ("line", "has"),
    [
        ("academic acid", True),
        ("ACADEMIC", True),
        ("acad xyzq", False),
        ("acad acid xyzq", True),
        ("academic one two", False),
        ("", False),
        ("12 34", False),
    ],
)
def test_a_line_is_of_words_where_most_are(line: str, has: bool) -> None:
    assert has_words(line) is has


@pytest.mark.parametrize(
    ("line", "is_one"),
    [("1 academic", True), ("１．acid", True), ("1 acid 2 acne", True), ("acid 1", False),
     ("12345 acid", False), ("1234 acid", True), ("1 acid acne", False), ("acid", False), ("", False)],
)  # fmt: skip
def test_a_line_is_numbered_where_each_word_has_a_number(line: str, is_one: bool) -> None:
    assert is_numbered(line) is is_one


def test_a_share_is_named_by_its_place() -> None:
    with pytest.raises(ShareError, match="Key sheet 4 lacks the word with the number 33"):
        sheets_in(numbered(1, 32), 4)
    with pytest.raises(ShareError, match="Key sheet 5 has the number 3 twice"):
        sheets_in(f"{numbered(1, 33)}\n{numbered(1, 32)}\n3 acid", 4)
    with pytest.raises(ShareError, match="Key sheet 1 has a word with the number 0, but there are only 33"):
        sheets_in(numbered(0, 32), 1)
    with pytest.raises(ShareError, match="Some words of key sheet 1 have numbers"):
        sheets_in(f"{numbered(1, 20)}\nacademic acid", 1)
