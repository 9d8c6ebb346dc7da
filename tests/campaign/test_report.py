"""What a coordinator is told about content that can be read but is not ready for a stall."""

from __future__ import annotations

import struct

import pytest

from kiosk.campaign.report import content_report
from kiosk.campaign.words import needed_words
from tests.campaign.conftest import Editor, jpeg, png
from tests.long_campaign import write_words


def test_placeholders_and_missing_translations_are_reported(editor: Editor) -> None:
    editor.delete("zh-Hant/petition.md")
    editor.replace("zh-Hant/texts.toml", "slogan = ", "# slogan = ")
    report = [str(remark) for remark in content_report(editor.read())]
    assert "zh-Hant/petition.md is missing: shown in en instead, marked." in report
    assert "zh-Hant/texts.toml lacks slogan: shown in en instead, marked." in report
    assert any("link website" in line and "placeholder" in line for line in report)
    assert any("contact address" in line for line in report)
    assert len(report) == 5


def test_content_that_is_ready_has_an_empty_report(editor: Editor) -> None:
    editor.append("zh-Hant/actions.toml", '\n[count-seats]\ntitle = "一起數座位"\n')
    editor.replace("campaign.toml", "https://riverside-students.example", "https://riverside-students.org")
    editor.replace("campaign.toml", "library@riverside-students.example", "library@riverside-students.org")
    assert content_report(editor.read()) == []


def test_a_language_that_the_program_does_not_speak_is_told(editor: Editor) -> None:
    editor.replace("campaign.toml", 'languages = ["en", ', 'languages = ["en", "cy", ')
    editor.write("cy/texts.toml", 'title = "Oriau’r llyfrgell"\n')
    report = [str(remark) for remark in content_report(editor.read())]
    total = len(needed_words())
    told = f"{total} of {total} words of the program are missing in Cymraeg: there it speaks English."
    assert told in report


def test_a_word_that_a_language_lacks_is_counted(editor: Editor) -> None:
    editor.replace("campaign.toml", 'languages = ["en", ', 'languages = ["en", "nl", ')
    editor.write("nl/texts.toml", 'title = "De bibliotheek"\n')
    write_words(editor.folder / "nl", lambda text: text)
    editor.replace("nl/words.toml", '"Sign now" = "Sign now"', '"Sign now" = ""')
    report = [str(remark) for remark in content_report(editor.read())]
    total = len(needed_words())
    assert f"1 of {total} words of the program are missing in Nederlands: there it speaks English." in report


def _segment(marker: int, says: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, 2 + len(says)) + says


def _chunk(name: bytes, says: bytes) -> bytes:
    return struct.pack(">I4s", len(says), name) + says + bytes(4)


_JPEG, _PNG = jpeg(40, 30), png(40, 30)
_PICTURES = {
    "exif.jpg": _JPEG[:2] + _segment(0xE1, b"Exif\0\0II*\0") + _JPEG[2:],
    "xmp.jpg": _JPEG[:2] + _segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>") + _JPEG[2:],
    "iptc.jpeg": _JPEG[:2] + _segment(0xED, b"Photoshop 3.0\0") + _JPEG[2:],
    "exif.png": _PNG + _chunk(b"gAMA", b"1234") + _chunk(b"eXIf", b"MM\0*"),
    "xmp.png": _PNG + _chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0<x:xmpmeta>"),
    "author.png": _PNG + _chunk(b"tEXt", b"Author\0Robin"),
    "older.png": _PNG + _chunk(b"zTXt", b"Raw profile type exif\0\0"),
    "time.png": _PNG + _chunk(b"tIME", bytes(7)),
    "comment.jpg": _JPEG[:2] + _segment(0xFE, b"By Robin") + _JPEG[2:],
}


@pytest.mark.parametrize("name", _PICTURES)
def test_a_picture_in_which_a_camera_has_noted_where_it_was_is_told(editor: Editor, name: str) -> None:
    editor.write(f"pictures/{name}", _PICTURES[name])
    (told,) = [str(remark) for remark in content_report(editor.read()) if name in str(remark)]
    assert told.startswith(f"pictures/{name} carries notes of a camera or a program (EXIF), such as where")


@pytest.mark.parametrize(
    ("name", "picture"),
    [
        ("clean.jpg", _JPEG),
        ("clean.png", _PNG + _chunk(b"gAMA", b"eXIf") + _chunk(b"IDAT", b"eXIf")),
        ("cut.png", _PICTURES["exif.png"][:50]),
    ],
)
def test_of_another_picture_nothing_is_said(editor: Editor, name: str, picture: bytes) -> None:
    editor.write(f"pictures/{name}", picture)
    assert not any(name in str(remark) for remark in content_report(editor.read()))
