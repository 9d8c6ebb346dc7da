"""Content from strangers: nothing outside the folder is read, and nothing makes the reader crash or stall."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from kiosk.campaign.content import MAX_FILES, MAX_PICTURE, check_path, parse_content, read_folder
from kiosk.errors import ContentError
from tests.campaign.conftest import Editor, jpeg, png

PNG = png(2, 2)


@pytest.mark.parametrize(
    "path",
    [
        "../campaign.toml", "/etc/passwd", "en/../../x.toml", "pictures/../x.png", "pictures/a.svg",
        "pictures/.png", "en/questions/../x.md", "en/questions/a/b.md", "en/run.sh", "EN/texts.toml",
        "en\\texts.toml", "en/texts.toml\n", "pictures/a.png\0", "", "en", "en/questions/Ünter.md",
    ],
)  # fmt: skip
def test_a_path_that_content_cannot_have_is_refused(tiny: dict[str, bytes], path: str) -> None:
    with pytest.raises(ContentError):
        check_path(path)
    with pytest.raises(ContentError):
        parse_content({**tiny, path: b"x"})


def test_a_link_out_of_the_folder_is_refused(editor: Editor, tmp_path: Path) -> None:
    secret = tmp_path / "secret.md"
    secret.write_text("My diary.")
    editor.delete("en/privacy.md")
    (editor.folder / "en/privacy.md").symlink_to(secret)
    with pytest.raises(ContentError, match=r"en/privacy\.md leads out of the content folder"):
        editor.read()


def test_a_link_to_a_folder_elsewhere_is_not_followed(editor: Editor, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "a.png").write_bytes(PNG)
    (editor.folder / "pictures").symlink_to(elsewhere, target_is_directory=True)
    assert not any(name.startswith("pictures/") for name in read_folder(editor.folder))


def test_a_link_that_leads_nowhere_is_refused(editor: Editor) -> None:
    (editor.folder / "en/links.toml").unlink()
    (editor.folder / "en/links.toml").symlink_to(editor.folder / "gone.toml")
    with pytest.raises(ContentError, match="not an ordinary file"):
        editor.read()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes in folders")
def test_a_pipe_does_not_keep_the_reader_waiting(editor: Editor) -> None:
    editor.delete("en/privacy.md")
    os.mkfifo(editor.folder / "en/privacy.md")
    with pytest.raises(ContentError, match="not an ordinary file"):
        editor.read()


def test_a_picture_of_two_gigabytes_is_refused_without_reading_it(editor: Editor) -> None:
    editor.write("pictures/huge.png", PNG)
    os.truncate(editor.folder / "pictures/huge.png", 2 * 2**30)
    started = time.process_time()
    with pytest.raises(ContentError, match="larger than"):
        editor.read()
    assert time.process_time() - started < 2


def test_the_largest_picture_is_fine_and_one_byte_more_is_not(tiny: dict[str, bytes]) -> None:
    largest = PNG.ljust(MAX_PICTURE, b"\0")
    assert parse_content({**tiny, "pictures/a.png": largest}).pictures["pictures/a.png"] == largest
    with pytest.raises(ContentError, match="larger than"):
        parse_content({**tiny, "pictures/a.png": largest + b"\0"})


def test_too_many_files_and_too_much_in_all_are_refused(tiny: dict[str, bytes]) -> None:
    many = {f"pictures/{n}.png": PNG for n in range(MAX_FILES)}
    heavy = {f"pictures/{n}.png": PNG.ljust(MAX_PICTURE, b"\0") for n in range(13)}
    for pictures in (many, heavy):
        with pytest.raises(ContentError, match="more than"):
            parse_content({**tiny, **pictures})


@pytest.mark.parametrize("make", [png, jpeg])
def test_a_small_file_of_very_many_pixels_is_refused(tiny: dict[str, bytes], make) -> None:
    name = f"pictures/a.{make.__name__}"
    assert parse_content({**tiny, name: make(2048, 2048)}).pictures
    for size in ((2049, 1), (1, 2049), (60_000, 60_000)):
        with pytest.raises(ContentError, match=rf"{name} has {size[0]} x {size[1]} pixels; at most 2048"):
            parse_content({**tiny, name: make(*size)})
    with pytest.raises(ContentError, match="0 x 5 pixels"):
        parse_content({**tiny, name: make(0, 5)})


@pytest.mark.parametrize("make", [png, jpeg])
def test_a_picture_cut_within_its_header_is_refused(tiny: dict[str, bytes], make) -> None:
    whole = make(300, 200)
    for cut in range(len(whole) - 10):
        with pytest.raises(ContentError, match="not the kind of picture"):
            parse_content({**tiny, f"pictures/a.{make.__name__}": whole[:cut]})


@pytest.mark.parametrize(
    "bomb",
    [
        "x = " + "[" * 50_000,
        "x = " + "{a = " * 12_000,
        "a." * 30_000 + "a = 1",
        '"a" . ' * 10_000 + "a = 1",
        "[" + "a." * 30_000 + "a]",
        "x = " + "1" * 5_000,
        "x = 1e999999999",
        "x = 9999-99-99",
        "\0",
        "x = '\ud7ff\U0010ffff'",
    ],
    ids=[
        "arrays",
        "tables",
        "dots",
        "quoted dots",
        "dotted table",
        "digits",
        "exponent",
        "date",
        "NUL",
        "odd",
    ],
)
def test_toml_made_to_crash_or_stall_the_reader_is_a_mistake_like_any_other(
    editor: Editor, bomb: str
) -> None:
    editor.append("en/texts.toml", bomb + "\n")
    started = time.process_time()
    with pytest.raises(ContentError, match=r"^en/texts\.toml"):
        editor.read()
    assert time.process_time() - started < 2


@pytest.mark.parametrize("bit", ["[", "*a ", "> ", "`a``b", "<a ", "&#", "- a\n  "])
def test_markdown_made_to_stall_the_reader_does_not(editor: Editor, bit: str) -> None:
    editor.write("en/petition.md", (bit * 50_000)[:50_000])
    started = time.process_time()
    editor.read()
    assert time.process_time() - started < 5


def test_a_long_text_full_of_dots_is_no_nesting(editor: Editor) -> None:
    editor.replace(
        "en/texts.toml", "thanks = ", f'thanks = "{"One. Two. And so on... See a.b.c. " * 1_000}" # '
    )
    assert editor.read().texts["en"].thanks.startswith("One. Two.")
