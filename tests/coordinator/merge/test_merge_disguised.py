"""Signatures files after a browser, a mail program, a Mac or an editor had them: taken, or told by name."""

from __future__ import annotations

import base64
import bz2
import gzip
import io
import lzma
import os
import quopri
import zipfile
from pathlib import Path

import pytest

from kiosk.coordinator.merge.exports import find_exports
from tests.conftest import Desk
from tests.exports import HandmadeKiosk
from tests.people import person
from tests.program import done, kiosk

APPLE_DOUBLE = b"\x00\x05\x16\x07\x00\x02\x00\x00Mac OS X        " + bytes(4000)
FOOTER = "\r\n-- \r\nTo leave this list, Grüße: https://example.org/leave\r\n____________\r\n".encode()


@pytest.fixture
def lines(keys) -> bytes:
    """What a kiosk wrote of five people."""
    made = HandmadeKiosk(keys, "Library steps")
    return made.batch(made.sign(*(person(n) for n in range(5))))


def zipped(name: str, data: bytes, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        archive.writestr(name, data)
    return file.getvalue()


@pytest.mark.parametrize(
    "name",
    [
        "b.signatures.txt", "x.signatures (1)", "x (1).signatures", "x.signatures.crdownload", "x.dat",
        "Unconfirmed 1234.crdownload", "x.signatures.part", "export", "x.SIGNATURES.TXT", "._x.signatures",
        "文件", ".x.signatures", "signatures.json", "Kopie von x.signatures~",
    ],
)  # fmt: skip
def test_a_file_is_known_by_what_is_in_it(desk: Desk, stick: Path, lines: bytes, name: str) -> None:
    (stick / "Day 1").mkdir()
    (stick / "Day 1" / name).write_bytes(lines)
    found = find_exports([stick])
    assert (len(found.files), found.others, found.problems) == (1, 0, [])
    assert desk.merge(*found.files).books.total.counted == 5


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"\xef\xbb\xbf", b""),
        (b"\r\n\r\n", b""),
        (b"From: Mei\r\nSubject: signatures\r\n\r\nHello,\r\nhere they are.\r\n\r\n", b""),
        (b"", FOOTER),
        (b"", b"\n--\n" + "簽名\n".encode() + b"Gr\xfc\xdfe\n"),
    ],
)
def test_words_around_the_lines_cost_nothing_and_are_no_interrupted_sync(
    desk: Desk, stick: Path, lines: bytes, before: bytes, after: bytes
) -> None:
    (stick / "from Mei").write_bytes(before + lines.replace(b"\n", b"\r\n") + after)
    result = desk.merge(*find_exports([stick]).files)
    assert result.books.total.counted == 5
    assert result.files[0].problems == []


@pytest.mark.parametrize("tail", [b'{"record":1,"kiosk":"00', b"\0" * 5000, b'{"rec', b"Qx8\x9c\x02\x00\x01"])
def test_what_a_kiosk_left_half_written_still_is_one(
    desk: Desk, stick: Path, lines: bytes, tail: bytes
) -> None:
    (stick / "x.signatures").write_bytes(lines + tail)
    (problem,) = desk.merge(stick / "x.signatures").files[0].problems
    assert "in the middle of a sync" in str(problem)


DISGUISES = {
    "utf-16": (lambda data: data.decode().encode("utf-16"), "as UTF-16 text"),
    "utf-16 without a mark": (lambda data: data.decode().encode("utf-16-le"), "as UTF-16 text"),
    "utf-16 of a big-endian": (
        lambda data: b"\xfe\xff" + data.decode().encode("utf-16-be"),
        "as UTF-16 text",
    ),
    "gzip": (gzip.compress, "is compressed"),
    "zip": (lambda data: zipped("x", data), "is compressed"),
    "base64": (base64.encodebytes, "base64"),
    "a mail": (
        lambda data: b"From: Mei\nContent-Transfer-Encoding: base64\n\n" + base64.encodebytes(data),
        "base64",
    ),
    "quoted-printable": (quopri.encodestring, "quoted-printable"),
    "broken lines": (
        lambda data: b"\n".join(data[at : at + 76] for at in range(0, len(data), 76)),
        "its lines are broken",
    ),
}


@pytest.mark.parametrize("disguise", DISGUISES)
@pytest.mark.parametrize("name", ["x.signatures", "x"])
def test_what_another_program_made_of_a_file_is_named(
    stick: Path, lines: bytes, desk: Desk, disguise: str, name: str
) -> None:
    change, saying = DISGUISES[disguise]
    (stick / name).write_bytes(change(lines))
    (stick / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    found = find_exports([stick])
    (problem,) = desk.merge(*found.files).files[0].problems
    assert saying in str(problem)
    assert name in str(problem)
    assert found.others == 1


def test_a_zip_of_a_folder_is_named_too(stick: Path, lines: bytes, desk: Desk) -> None:
    with zipfile.ZipFile(stick / "Archive.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("stall/", b"")
        archive.writestr("stall/A.signatures", lines)
    (problem,) = desk.merge(*find_exports([stick]).files).files[0].problems
    assert "is compressed" in str(problem)


@pytest.mark.parametrize("pack", [bz2.compress, lzma.compress])
def test_what_is_packed_another_way_is_named_where_its_name_says_so(
    stick: Path, lines: bytes, desk: Desk, pack
) -> None:
    (stick / "x.signatures.packed").write_bytes(pack(lines))
    (problem,) = desk.merge(*find_exports([stick]).files).files[0].problems
    assert "is compressed" in str(problem)


def test_files_that_have_nothing_to_do_with_it_are_only_counted(stick: Path, lines: bytes) -> None:
    for name, data in {
        "photos.zip": zipped("IMG_0001.jpg", b"\xff\xd8\xff" * 100),
        "notes.txt.gz": gzip.compress(b"shopping"),
        "bomb.gz": gzip.compress(bytes(50_000_000)),
        "letter.txt": "Grüße".encode("utf-16"),
        "zeros": bytes(1000),
        "cut.zip": zipped("x", lines)[:20],
        "cut.gz": gzip.compress(lines)[:5],
    }.items():
        (stick / name).write_bytes(data)
    with (stick / "huge").open("wb") as file:
        file.truncate(1 << 40)
    (stick / "x.signatures").write_bytes(lines)
    found = find_exports([stick])
    assert [path.name for path in found.files] == ["x.signatures"]
    assert (found.others, found.problems) == (8, [])


def test_what_a_mac_leaves_beside_a_file_is_passed_over(
    stick: Path, lines: bytes, desk_folder: Path, passphrase_file: Path
) -> None:
    (stick / "x.signatures").write_bytes(lines)
    (stick / "._x.signatures").write_bytes(APPLE_DOUBLE)
    result = kiosk("merge", stick, "--campaign", desk_folder, "--passphrase-file", passphrase_file)
    assert (result.returncode, result.stderr) == (0, "")
    assert "other file" not in result.stdout


def test_the_command_takes_what_it_can_and_fails_for_the_rest(
    stick: Path, lines: bytes, desk_folder: Path, passphrase_file: Path
) -> None:
    options = ("--campaign", desk_folder, "--passphrase-file", passphrase_file)
    (stick / "b.signatures.txt").write_bytes(lines)
    assert "5 new" in done("merge", stick, *options)
    (stick / "c").write_bytes(gzip.compress(lines))
    result = kiosk("merge", stick, *options)
    assert result.returncode == 1
    assert "is compressed" in result.stderr
    result = kiosk("merge", *(stick / name for name in ("c", "b.signatures.txt")), *options)
    assert (result.returncode, "is compressed" in result.stderr) == (1, True)


@pytest.mark.skipif(os.name == "nt", reason="root may open everything, and Windows has other rights")
def test_a_file_that_cannot_be_looked_into_is_told(
    stick: Path, lines: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    (stick / "x").write_bytes(lines)
    opened = Path.open

    def refuse(path: Path, *arguments: str) -> object:
        if path.name == "x":
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, *arguments)

    monkeypatch.setattr(Path, "open", refuse)
    problem, _ = find_exports([stick]).problems
    assert "x may not be opened" in str(problem)
