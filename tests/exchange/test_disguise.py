"""What other programs make of a signatures file is told by how it begins; nothing else is taken for it."""

from __future__ import annotations

import base64
import bz2
import gzip
import io
import lzma
import quopri
import zipfile
from pathlib import Path

import pytest

from kiosk.errors import ExportError
from kiosk.exchange.disguise import APPLE_DOUBLE, START, disguise
from tests.exchange.conftest import CAMPAIGN, ShortKiosk
from tests.exports import read

WHOLE = ShortKiosk().batch(1, 40)
TEXT = WHOLE.decode()
PATH = Path("all.signatures")


def zipped(
    data: bytes, method: int = zipfile.ZIP_DEFLATED, name: str = "all.signatures", extra: bytes = b""
) -> bytes:
    packed = io.BytesIO()
    inside = zipfile.ZipInfo(name)
    inside.extra, inside.compress_type = extra, method
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(inside, data)
    return packed.getvalue()


def told(data: bytes, *, surely: bool = False) -> str:
    """What is said of a file that begins so; nothing where nothing is known."""
    found = disguise(PATH, data[:START], surely=surely)
    return found.what.removeprefix("all.signatures ") if found else ""


WIDE = "was saved by another program, as UTF-16 text."
BASE64 = "is an attachment as it travels inside a mail (base64)."
QUOTED = "was changed by a mail program (quoted-printable)."
BROKEN = "was changed by a mail program: its lines are broken."
PACKED = "is compressed."


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "utf-16-le", "utf-16-be"])
def test_text_in_wide_units_is_told(encoding: str) -> None:
    assert told(TEXT.encode(encoding)) == WIDE
    assert told("Dear diary".encode(encoding)) == ""


def test_with_the_other_order_of_bytes_too() -> None:
    assert told(b"\xfe\xff" + TEXT.encode("utf-16-be")) == WIDE
    assert told(b"\0\0\xfe\xff" + TEXT.encode("utf-32-be")) == WIDE


def test_an_attachment_in_base64_is_told_also_below_a_mails_head() -> None:
    packed = base64.encodebytes(WHOLE)
    assert told(packed) == BASE64
    assert told(b"From: rosa@example.org\n\n" + packed) == BASE64
    assert told(base64.encodebytes(ShortKiosk().closing(1, 1))) == BASE64
    assert told(base64.encodebytes(b"Dear diary, " * 30)) == ""
    assert told(base64.encodebytes(b'{"record breaking":' * 30)) == ""


def test_what_a_mail_program_broke_is_told() -> None:
    assert told(quopri.encodestring(WHOLE)) == QUOTED
    assert told(b'{"record":1,"ki\nwords\n' + quopri.encodestring(WHOLE)) == QUOTED, "one line is enough"
    lines = [line[at : at + 76] for line in TEXT.splitlines() for at in range(0, len(line), 76)]
    assert told("\n".join(lines).encode()) == BROKEN
    assert told("\r\n".join(lines).encode()) == BROKEN
    assert told(WHOLE) == ""
    assert told(WHOLE.replace(b"\n", b"\n\n")) == ""


@pytest.mark.parametrize(("length", "said"), [(997, BROKEN), (998, BROKEN), (999, "")])
def test_a_mail_program_breaks_a_line_after_998_characters_at_the_latest(length: int, said: str) -> None:
    begun = b'{"record":1,"kiosk":"' + b"0" * 2000
    assert told(begun[:length] + b"\n" + begun[21:50]) == said


def test_a_line_that_is_cut_at_the_end_or_before_another_is_not_broken_by_a_mail() -> None:
    one, two, *_ = WHOLE.splitlines(keepends=True)
    assert told(one + two[:70]) == ""
    assert told(one[:70] + b"\n" + two) == ""
    assert told(one[:70] + b"\n\n" + two) == ""
    assert told(one[:70] + b"}\nfooter") == ""


@pytest.mark.parametrize(
    "packed",
    [
        gzip.compress(WHOLE),
        zipped(WHOLE),
        zipped(WHOLE, zipfile.ZIP_STORED),
        zipped(WHOLE, name="x" * 300),
        zipped(WHOLE, name="x", extra=b"UT\5\0\1" + bytes(4)),
        zipped(WHOLE, zipfile.ZIP_STORED, "x", b"xx\x80\1" + bytes(0x180)),
    ],
    ids=["gzip", "zip", "stored", "long name", "with its time", "with much beside it"],
)
def test_a_packed_file_is_told_whatever_it_is_called(packed: bytes) -> None:
    assert told(packed) == PACKED


@pytest.mark.parametrize(
    "packed",
    [
        gzip.compress(b"Dear diary"),
        zipped(b"Dear diary", name="diary.txt"),
        zipped(b"Dear diary", zipfile.ZIP_STORED, "diary.txt"),
        bz2.compress(WHOLE),
        lzma.compress(WHOLE),
        b"\x28\xb5\x2f\xfd" + bytes(20),
        b"7z\xbc\xaf\x27\x1c" + bytes(20),
        b"\x1f\x8b" + bytes(20),
        b"PK\x03\x04" + b"\xff" * 40,
    ],
    ids=["gzip", "zip", "stored", "bzip2", "lzma", "zstd", "7z", "gzip head", "zip head"],
)
def test_where_what_is_in_it_is_not_seen_its_name_must_say_so(packed: bytes) -> None:
    assert told(packed) == ""
    assert disguise(PATH, packed[:START]) is None
    assert told(packed, surely=True) == PACKED


def test_a_name_in_a_zip_says_what_is_in_it() -> None:
    assert told(zipped(b"")) == PACKED


@pytest.mark.parametrize(
    "data", [b"", b"Dear diary", b"\xff\xd8\xff" + bytes(50), b"PK\x05\x06", b"\xff\xfe"]
)
def test_anything_else_is_nothing_that_is_known(data: bytes) -> None:
    assert told(data, surely=True) == ""


def test_of_a_file_sixteen_kib_are_looked_at() -> None:
    assert START == 16 * 1024
    assert (0x00051607).to_bytes(4, "big") == APPLE_DOUBLE


def test_whoever_reads_such_a_file_is_told_what_happened_to_it(tmp_path: Path) -> None:
    file = tmp_path / "all.signatures"
    for data, said in (
        (TEXT.encode("utf-16"), "UTF-16"),
        (base64.encodebytes(WHOLE), "base64"),
        (gzip.compress(WHOLE), "compressed"),
        (b"Dear diary", "is not a signatures file"),
    ):
        file.write_bytes(data)
        with pytest.raises(ExportError, match=said):
            read(file, CAMPAIGN)
