"""`kiosk verify`: a petition is what its campaign signed, byte for byte, and from which register."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pypdf
import pytest
from PySide6.QtWidgets import QApplication

from kiosk.campaign.content import parse_content, read_folder
from kiosk.coordinator.reports.proof import verify
from kiosk.errors import KioskError
from tests.exports import HandmadeKiosk
from tests.people import person
from tests.program import done, kiosk, refused
from tests.ui.desk.test_petition_pdf import listed, petition, write_petition


@pytest.fixture(scope="module")
def signed(qapp: QApplication, content: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("proof") / "petition.pdf"
    write_petition(path, parse_content(read_folder(content)), petition(listed("Ana"), counted=7))
    return path.read_bytes()


def written_otherwise(data: bytes) -> bytes:
    """`data` with a last signature that stands for the same bytes: Base64 has bits to spare at its end."""
    letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    place = len(data) - len(b"w==\n")
    return data[:place] + letters[letters.index(data[place]) + 1 :][:1] + data[place + 1 :]


def refusal(data: bytes, path: Path) -> str:
    """What is said of `data` as a petition; empty if it is believed."""
    path.write_bytes(data)
    try:
        verify(path)
    except KioskError as error:
        return error.what
    return ""


def test_as_it_was_signed_it_is_believed(signed: bytes, tmp_path: Path) -> None:
    path = tmp_path / "petition.pdf"
    path.write_bytes(signed)
    said = verify(path)
    assert (said.campaign, said.counted) == ("stop-repression-hong-kong", 7)
    assert said.document == hashlib.sha256(signed[: said.size]).hexdigest()


def test_the_printed_digest_covers_every_page_before_it(signed: bytes, tmp_path: Path) -> None:
    path = tmp_path / "petition.pdf"
    path.write_bytes(signed)
    first = signed[: verify(path).size]
    reader = pypdf.PdfReader(path)
    *before, last = reader.pages
    for page in before:
        fonts = page["/Resources"]["/Font"].values()
        streams = [*page["/Contents"], *(font.get_object().raw_get("/ToUnicode") for font in fonts)]
        for stream in streams:
            assert b"\n%d 0 obj\n" % stream.idnum in first
        assert _stream_of(reader, page.indirect_reference.idnum) in first
    assert _stream_of(reader, last.indirect_reference.idnum) not in first


def _stream_of(reader: pypdf.PdfReader, number: int) -> bytes:
    """The beginning of the stream of objects in which an object is."""
    return b"\n%d 0 obj\n<</Type/ObjStm" % reader.xref_objStm[number][0]


def test_what_it_prints_is_what_it_is_signed_with(signed: bytes, tmp_path: Path) -> None:
    path = tmp_path / "petition.pdf"
    path.write_bytes(signed)
    said = verify(path)
    page = "".join(pypdf.PdfReader(path).pages[-1].extract_text().split())
    for printed in (said.document, said.register, said.signer, str(said.size)):
        assert printed in page


def test_no_byte_can_be_changed(signed: bytes, tmp_path: Path) -> None:
    path = tmp_path / "petition.pdf"
    line = signed.rindex(b"\n%kiosk-petition-")
    for place in (*range(0, line, 211), *range(line, len(signed))):
        for change in (1, 0x20):
            changed = bytearray(signed)
            changed[place] ^= change
            assert refusal(bytes(changed), path), place


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data[:-1],
        lambda data: data + b"\n",
        lambda data: data + data,
        lambda data: data[:1000],
        lambda data: b"",
        lambda data: b"%PDF-1.7\nnone of ours\n%%EOF\n",
        lambda data: data.replace(b"%kiosk-petition-1 ", b"%kiosk-petition-2 "),
        lambda data: data.replace(b"%kiosk-petition-1 ", b"%kiosk-petition-01 "),
        lambda data: data.replace(b'"counted":7', b'"counted":8'),
        lambda data: data.replace(b'"counted":7', b'"counted":7.0'),
        lambda data: data.replace(b'"petition":1,', b'"petition":1, '),
        lambda data: data[: data.rindex(b" ")] + b" \n",
        written_otherwise,
        lambda data: b"\n%kiosk-petition-1 \n" * 100,
    ],
)
def test_what_is_cut_or_made_up_is_told(signed: bytes, tmp_path: Path, change) -> None:
    assert refusal(change(signed), tmp_path / "petition.pdf")


def test_a_folder_and_a_file_that_is_not_there_are_told(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nothing.pdf"):
        with pytest.raises(KioskError):
            verify(path)


def test_by_command_it_is_compared_with_the_campaign_and_the_register(
    desk_folder: Path, keys, tmp_path: Path, passphrase_file: Path
) -> None:
    made = HandmadeKiosk(keys)
    one, other = tmp_path / "1.signatures", tmp_path / "2.signatures"
    one.write_bytes(made.batch(made.sign(person(1, name="陳大文", public="name"), person(2))))
    other.write_bytes(made.batch(made.sign(person(3))))
    key = ("--campaign", desk_folder, "--passphrase-file", passphrase_file)
    done("merge", one, *key)
    out = tmp_path / "petition.pdf"
    done("export", out, *key)

    assert "2 signatures" in done("verify", out)
    compared = kiosk("verify", out, "--campaign", desk_folder)
    assert "the register has what was counted" in compared.stdout
    assert "The register is unchecked" in compared.stderr
    (pack,) = desk_folder.glob("*.kioskpack")
    assert "signed with the campaign's key" in done("verify", out, "--pack", pack)

    before = tmp_path / "before.sqlite"
    shutil.copy(desk_folder / "register.sqlite", before)
    done("merge", other, *key)
    refused(
        "verify",
        out,
        "--campaign",
        desk_folder,
        saying=("This register is not the one", "3; in the petition 2"),
    )
    done("verify", out, "--campaign", desk_folder, "--register", before)

    changed = bytearray(out.read_bytes())
    changed[5000] ^= 1
    out.write_bytes(changed)
    refused("verify", out, saying=("was changed after it was signed",))
    refused("verify", before, saying=("is no petition",))
