"""Kiosks are known by their ids: no name passes for another's, and none costs anybody a signature."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import openpyxl
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.coordinator.counting.kiosk_names import kiosk_names, name_remarks, short_ids
from kiosk.coordinator.reports.totals import total
from tests.conftest import Desk
from tests.exports import HandmadeKiosk
from tests.people import person
from tests.program import done, refused

CAFE = 9600
"""Of this seed is the kiosk whose id begins with "cafeed8d"."""
ALIKE = (6766, 1930)
"""Of these seeds are two kiosks whose ids begin with the same six digits."""
HANGUL_FILLER, BRAILLE_BLANK, CYRILLIC_I, NO_BREAK = "\u3164", "\u2800", "\u0456", "\xa0"


def kiosk_of(keys, name: str, seed: int | None = None) -> HandmadeKiosk:
    if seed is None:
        return HandmadeKiosk(keys, name)
    return HandmadeKiosk(keys, name, Ed25519PrivateKey.from_private_bytes(seed.to_bytes(32)))


def written(file: Path, *kiosks: HandmadeKiosk) -> Path:
    """A file to which each of `kiosks` brings as many people as it stands in the row."""
    batches = [one.batch(one.sign(*(person(n) for n in range(many)))) for many, one in enumerate(kiosks, 1)]
    file.write_bytes(b"".join(batches))
    return file


def warnings(desk: Desk, kiosk: HandmadeKiosk) -> str:
    return " ".join(map(str, name_remarks(desk.register)[kiosk.id]))


def test_a_kiosk_that_takes_anothers_shown_name_takes_nothing_out_of_the_totals(
    desk: Desk, keys, tmp_path: Path
) -> None:
    true, twin = kiosk_of(keys, "Library steps"), kiosk_of(keys, "Library steps")
    forged = kiosk_of(keys, f"Library steps ({true.id.hex()[:8]})")
    desk.merge(written(tmp_path / "x.signatures", true, twin, forged))
    names = kiosk_names(desk.register)
    assert len(set(names.values())) == 3
    assert names[true.id] == f"Library steps ({true.id.hex()[:8]})"
    assert names[forged.id] == f"Library steps ({true.id.hex()[:8]}) ({forged.id.hex()[:8]})"
    stalls = total(desk.register).stalls
    assert {id: one.collected for id, one in stalls.items()} == {
        true.id.hex(): 1, twin.id.hex(): 2, forged.id.hex(): 3,
    }  # fmt: skip


def test_every_report_counts_by_id(desk_folder: Path, passphrase_file: Path, keys, tmp_path: Path) -> None:
    true, twin = kiosk_of(keys, "Library steps"), kiosk_of(keys, "Library steps")
    forged = kiosk_of(keys, f"Library steps ({true.id.hex()[:8]})")
    file = written(tmp_path / "x.signatures", true, twin, forged)
    words = ("--campaign", desk_folder)
    done("merge", file, *words, "--passphrase-file", passphrase_file)
    stalls = json.loads(done("report", "--json", *words))["totals"]["stalls"]
    assert {id: one["collected"] for id, one in stalls.items()} == {
        true.id.hex(): 1, twin.id.hex(): 2, forged.id.hex(): 3,
    }  # fmt: skip
    sheet = tmp_path / "list.xlsx"
    done("export", sheet, *words, "--passphrase-file", passphrase_file)
    rows = [[cell.value for cell in row] for row in openpyxl.load_workbook(sheet)["Totals"].iter_rows()]
    first = next(at for at, row in enumerate(rows) if row[0] == "Stall") + 1
    assert len({row[0] for row in rows[first : first + 3]}) == 3
    assert sum(sum(row[1:]) for row in rows[first : first + 3]) == 6


@pytest.mark.parametrize(
    "name",
    [
        f"Library steps{HANGUL_FILLER}", f"Library{BRAILLE_BLANK}steps", f"Library{NO_BREAK}steps",
        f"L{CYRILLIC_I}brary steps", "Library st\u0435ps", "Library   steps", "Library steps ",
        "Library\ufe0f steps", "Library\u1160steps",
        "Library\u3000steps", "Libra\u0335ry steps",
        "ＬIBRARY STEPS", "library steps", "Llbrary steps", "LIBRARY-STEPS", "Librarysteps.",
        "𝐋ibrary steps", "Lïbrary steps", "Library steps",
    ],
)  # fmt: skip
def test_a_name_that_may_be_taken_for_anothers_is_shown_with_its_id_and_a_warning(
    desk: Desk, keys, tmp_path: Path, name: str
) -> None:
    true, false = kiosk_of(keys, "Library steps"), kiosk_of(keys, name)
    desk.merge(written(tmp_path / "x.signatures", true, false))
    assert kiosk_names(desk.register)[true.id] == f"Library steps ({true.id.hex()[:8]})"
    assert kiosk_names(desk.register)[false.id].endswith(f" ({false.id.hex()[:8]})")
    for kiosk in (true, false):
        assert "looks like another kiosk’s" in warnings(desk, kiosk)


@pytest.mark.parametrize(
    ("name", "shown", "warning"),
    [
        (f"Gate{HANGUL_FILLER}", "Gate[U+3164]", "cannot be seen"),
        (f"North{BRAILLE_BLANK}gate", "North[U+2800]gate", "cannot be seen"),
        (f"North{NO_BREAK}gate", "North[U+00A0]gate", "cannot be seen"),
        ("North   gate", "North [U+0020][U+0020]gate", "cannot be seen"),
        (" Gate", "[U+0020]Gate", "cannot be seen"),
        ("North\u1160gate", "North[U+1160]gate", "cannot be seen"),
        ("Ga\u0335te", "Ga\u0335te", "cannot be seen"),
        ("\ue000ate", "[U+E000]ate", "cannot be seen"),
        (f"F{CYRILLIC_I}eld", f"F{CYRILLIC_I}eld", "another alphabet"),
        ("Gate (0123abcd)", "Gate (0123abcd)", "as if an id were in it"),
        ("Gate （0123ABCD）", "Gate （0123ABCD）", "as if an id were in it"),
    ],
)  # fmt: skip
def test_what_is_odd_about_a_name_is_told_without_any_other(
    desk: Desk, keys, tmp_path: Path, name: str, shown: str, warning: str
) -> None:
    odd = kiosk_of(keys, name)
    desk.merge(written(tmp_path / "x.signatures", odd))
    assert kiosk_names(desk.register) == {odd.id: f"{shown} ({odd.id.hex()[:8]})"}
    assert warning in warnings(desk, odd)


@pytest.mark.parametrize(
    "name",
    [
        "Library steps",
        "Café Núñez",
        "圖書館 門口",
        "Ελλάδα",
        "Москва",
        "ความ",
        "हिन्दी",
        "שער",
        "Stall 12",
        "Decade",
        "Škoda façade",
    ],
)
def test_an_ordinary_name_is_shown_as_it_is(desk: Desk, keys, tmp_path: Path, name: str) -> None:
    kiosk = kiosk_of(keys, name)
    desk.merge(written(tmp_path / "x.signatures", kiosk))
    assert kiosk_names(desk.register) == {kiosk.id: name}
    assert warnings(desk, kiosk) == ""


def test_a_name_with_characters_that_this_python_does_not_know_counts(
    desk: Desk, keys, tmp_path: Path
) -> None:
    """A kiosk may be newer than the desk. Nobody has assigned this one yet."""
    assert unicodedata.category("\U0003fff0") == "Cn"
    kiosk = kiosk_of(keys, "Gate \U0003fff0")
    assert desk.merge(written(tmp_path / "x.signatures", kiosk)).books.total.counted == 1
    assert kiosk_names(desk.register)[kiosk.id].startswith("Gate [U+3FFF0] (")


def test_the_name_comes_before_the_beginning_of_an_id(
    desk_folder: Path, passphrase_file: Path, keys, tmp_path: Path
) -> None:
    named, other = kiosk_of(keys, "Cafe"), kiosk_of(keys, "Market", CAFE)
    short = [kiosk_of(keys, name, seed) for name, seed in zip(("North", "South"), ALIKE, strict=True)]
    words = ("--campaign", desk_folder, "--passphrase-file", passphrase_file)
    file = written(tmp_path / "x.signatures", named, other, *short)
    done("merge", file, *words)

    def trusted() -> set[str]:
        listed = json.loads(done("kiosks", "--json", *words))["kiosks"]
        return {one["name"] for one in listed if one["standing"] == "trusted"}

    done("kiosks", "trust", "Cafe", *words)
    assert trusted() == {"Cafe"}
    done("kiosks", "restore", "cafe", *words)
    assert trusted() == set()
    done("kiosks", "trust", "cafeed", *words)
    assert trusted() == {"Market"}
    refused("kiosks", "trust", "cafee", *words, saying=("too short", "cafeed8d (Market)"))
    both = short[0].id.hex()[:6]
    assert short[1].id.hex().startswith(both)
    refused(
        "kiosks",
        "hold",
        both,
        *words,
        saying=("Several kiosks", short[0].id.hex()[:8], short[1].id.hex()[:8]),
    )
    refused("withdraw", "--record", f"{both}:1", *words, "--yes")
    assert trusted() == {"Market"}


def test_a_kiosk_called_like_anothers_id_is_not_taken_for_it(
    desk_folder: Path, passphrase_file: Path, keys, tmp_path: Path
) -> None:
    true = kiosk_of(keys, "Library steps")
    forged = kiosk_of(keys, true.id.hex()[:8])
    words = ("--campaign", desk_folder, "--passphrase-file", passphrase_file)
    file = written(tmp_path / "x.signatures", true, forged)
    done("merge", file, *words)
    for called in (true.id.hex()[:8], true.id.hex()[:8].upper()):
        refused("kiosks", "revoke", called, *words, saying=("Several kiosks", forged.id.hex()[:8]))
    assert "! " in done("kiosks", *words)
    done("kiosks", "revoke", true.id.hex(), *words)


@pytest.mark.parametrize("name", ["Gate cafeed", "CAFEED", "cafeed Gate"])
def test_a_name_with_six_digits_of_anothers_id_is_told(desk: Desk, keys, tmp_path: Path, name: str) -> None:
    market, other = kiosk_of(keys, "Market", CAFE), kiosk_of(keys, name)
    desk.merge(written(tmp_path / "x.signatures", market, other))
    assert warnings(desk, market) == ""
    assert "as if an id were in it" in warnings(desk, other)


@pytest.mark.parametrize(("alike", "shown"), [(0, 8), (7, 8), (8, 16), (15, 16), (16, 32), (31, 32)])
def test_of_ids_that_begin_alike_so_much_is_shown_that_they_differ(alike: int, shown: int) -> None:
    one, other = (bytes.fromhex("a" * alike + digit * (32 - alike)) for digit in "01")
    assert short_ids([one, other]) == {one: one.hex()[:shown], other: other.hex()[:shown]}


def test_a_stranger_of_whom_nothing_came_is_not_told_of_as_another(desk: Desk, keys, tmp_path: Path) -> None:
    true, forged = kiosk_of(keys, "Library steps"), kiosk_of(keys, "Library steps")
    forged_checkpoint = forged.batch(forged.sign(person(8), person(9))).splitlines(True)[-1]
    desk.merge(written(tmp_path / "true.signatures", true))
    (tmp_path / "x.signatures").write_bytes(forged_checkpoint)
    (problem,) = desk.merge(tmp_path / "x.signatures").files[0].problems
    assert f"(Library steps ({forged.id.hex()[:8]}): 1–2)" in str(problem)


def test_accepting_needs_one_record_and_no_more(
    desk_folder: Path, passphrase_file: Path, keys, tmp_path: Path
) -> None:
    kiosk = kiosk_of(keys, "Gate")
    first = kiosk.batch(kiosk.sign(person(1)))
    kiosk.records.clear()
    second = kiosk.batch(kiosk.sign(person(2)))
    file = tmp_path / "x.signatures"
    file.write_bytes(first + second)
    words = ("--campaign", desk_folder, "--passphrase-file", passphrase_file)
    done("merge", file, *words)
    digest = kiosk.records[0].digest().hex()
    for wrong, saying in (("", "too short"), (digest[:3], "too short"), ("zzzz", "No record")):
        refused("kiosks", "accept", "Gate", "--record", wrong, *words, saying=(saying,))
    assert "1 record accepted" in done("kiosks", "accept", "Gate", "--record", digest[:4], *words)
