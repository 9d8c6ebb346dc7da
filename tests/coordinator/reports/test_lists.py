"""The lists: everybody is in those they agreed to, and in no other; nobody's name is cut in two."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from click.testing import CliRunner

from kiosk.cli import kiosk as program
from kiosk.coordinator.reports.csv_export import write_csv
from kiosk.coordinator.reports.formats import FORMATS, Format
from kiosk.coordinator.reports.lists import ListKind, Sheet, make_list, public_list
from tests.exports import HandmadeKiosk
from tests.people import person
from tests.program import refused

SIGNED = [
    person(1, name="陳大文", public="name", updates=True, language="zh-Hant", city="九龍", phone="9123 4567"),
    person(2, name="Zoë Ångström", public="initials", organisation="Union", role="Chair", country="SE"),
    person(3, name="Hidden Person", public="no", updates=True, email="hidden@example.org"),
    person(4, name="Ana Canário", public="name", email=" ", phone="+351 1", updates=True,
           help=("union-motion", "old-id")),
    person(1, name="陳大文", public="name", updates=True, language="zh-Hant"),
    person(5, name="Rejected", public="name", updates=True, help=("media",), consent=""),
    person(6, name="=1+1", public="name", kind="organisation", organisation="Spreadsheet Union",
           country="Germany"),
]  # fmt: skip


class ListDesk:
    """A desk that merged `SIGNED` and exports lists by command."""

    def __init__(self, folder: Path, passphrase_file: Path) -> None:
        self.folder = folder
        self._unlock = ("--campaign", str(folder), "--passphrase-file", str(passphrase_file))

    def run(self, *arguments: object) -> str:
        result = CliRunner().invoke(program, [*map(str, arguments), *self._unlock])
        assert result.exit_code == 0, result.output
        return result.output

    def rows(self, kind: str, *options: str) -> list[dict[str, str]]:
        out = self.folder / "out.csv"
        self.run("export", out, "--list", kind, *options)
        with out.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))


@pytest.fixture
def lists(desk_folder: Path, keys, tmp_path: Path, passphrase_file: Path) -> ListDesk:
    kiosk = HandmadeKiosk(keys, "Library steps")
    file = tmp_path / "x.signatures"
    file.write_bytes(kiosk.batch(kiosk.sign(*SIGNED)))
    desk = ListDesk(desk_folder, passphrase_file)
    desk.run("merge", file)
    return desk


def test_the_public_list_has_what_people_chose_and_not_a_cell_more(lists: ListDesk) -> None:
    rows = lists.rows("public")
    assert rows == [
        {"name": "'=1+1", "organisation": "Spreadsheet Union", "role": "", "city": SIGNED[6].city,
         "country": "Germany"},
        {"name": "Ana Canário", "organisation": "", "role": "", "city": SIGNED[3].city,
         "country": "Hong Kong"},
        {"name": "ZÅ", "organisation": "Union", "role": "Chair", "city": SIGNED[1].city, "country": "Sweden"},
        {"name": "陳大文", "organisation": "", "role": "", "city": "九龍", "country": "Hong Kong"},
    ]  # fmt: skip


def test_it_speaks_the_language_that_is_asked_for(lists: ListDesk) -> None:
    assert {row["country"] for row in lists.rows("public", "--language", "zh-Hant")} >= {"香港", "瑞典"}


def test_it_does_not_tell_in_which_order_people_signed(desk, keys, tmp_path: Path) -> None:
    kiosk = HandmadeKiosk(keys)
    file = tmp_path / "x.signatures"
    signed = [person(n, name=name, public="name") for n, name in enumerate(["Cem", "ana", "Émile", "Bo"])]
    file.write_bytes(kiosk.batch(kiosk.sign(*signed)))
    desk.merge(file)
    assert [one.name for one in public_list(desk.register, keys)] == ["ana", "Bo", "Cem", "Émile"]


def test_the_mailing_list_for_civicrm(lists: ListDesk) -> None:
    rows = lists.rows("mailing-civicrm")
    assert [row["Email"] for row in rows] == ["hidden@example.org", "canary1@example1.org"]
    assert rows[1] == {
        "First Name": "陳大文", "Last Name": "", "Email": "canary1@example1.org", "City": "九龍",
        "Postal Code": "", "Country": "HK", "Preferred Language": "zh_TW",
    }  # fmt: skip
    assert rows[0]["Preferred Language"] == "en_US"


def test_the_mailing_list_for_action_network(lists: ListDesk) -> None:
    rows = lists.rows("mailing-actionnetwork")
    assert rows[0] == {
        "email": "canary1@example1.org", "first_name": "陳大文", "last_name": "", "city": "九龍",
        "zip_code": "", "country": "HK", "language": "zh-Hant",
    }  # fmt: skip
    assert len(rows) == 2


def test_a_mailing_list_has_addresses_as_they_are_and_nothing_that_runs(
    desk, keys, campaign, tmp_path: Path
) -> None:
    given = {
        "-dash@example.org": "-Ana", " bo@example.org ": "=HYPERLINK(1)",
        "o'neil@example.org": "\u200b\uff1dCy", "=cmd|calc@example.org": "Di", "gil@example.org": "⩵1+1",
        "hal@example.org": "@=+",
        "no address": "Ed", "+49 30 1234": "Flo",
    }  # fmt: skip
    signed = [
        person(number, name=name, email=email, city="+1;-2", updates=True)
        for number, (email, name) in enumerate(given.items(), 1)
    ]
    kiosk = HandmadeKiosk(keys)
    file = tmp_path / "x.signatures"
    file.write_bytes(kiosk.batch(kiosk.sign(*signed)))
    desk.merge(file)
    out = tmp_path / "news.csv"
    made = make_list(ListKind.ACTION_NETWORK, desk.register, keys, campaign.read_content(), "en")
    write_csv(made, out)
    with out.open(encoding="utf-8", newline="") as rows:
        found = {row["email"]: (row["first_name"], row["city"]) for row in csv.DictReader(rows)}
    assert found == {
        "-dash@example.org": ("Ana", "1 -2"),
        "bo@example.org": ("HYPERLINK(1)", "1 -2"),
        "o'neil@example.org": ("Cy", "1 -2"),
        "gil@example.org": ("1+1", "1 -2"),
        "hal@example.org": ("", "1 -2"),
    }


@pytest.mark.parametrize(
    ("language", "country", "codes"),
    [
        ("en", "Deutschland", ("DE", "en_US")),
        ("en-GB", "", ("", "en_GB")),
        ("zh-Hant", "Atlantis", ("", "zh_TW")),
        ("zh-Hant-HK", "HK", ("HK", "zh_HK")),
        ("tlh", "HK", ("HK", "")),
        ("", "HK", ("HK", "")),
    ],
)
def test_a_program_gets_the_codes_that_it_knows_and_nothing_for_what_has_none(
    desk, keys, campaign, tmp_path: Path, language: str, country: str, codes: tuple[str, str]
) -> None:
    kiosk = HandmadeKiosk(keys)
    file = tmp_path / "x.signatures"
    file.write_bytes(kiosk.batch(kiosk.sign(person(1, updates=True, language=language, country=country))))
    desk.merge(file)
    content = campaign.read_content()
    ((*_, code, locale),) = make_list(ListKind.CIVICRM, desk.register, keys, content, "en").rows
    assert (code, locale) == codes
    ((*_, code, tag),) = make_list(ListKind.ACTION_NETWORK, desk.register, keys, content, "en").rows
    assert (code, tag) == (codes[0], language)


def test_a_drawn_signature_stands_with_a_name_and_never_with_initials(desk, keys, tmp_path: Path) -> None:
    kiosk = HandmadeKiosk(keys)
    file = tmp_path / "x.signatures"
    signed = [
        person(n, name=f"Ana {n}", public=public, drawn="AQIEAWQB")
        for n, public in enumerate(("name", "initials", "no"))
    ]
    file.write_bytes(kiosk.batch(kiosk.sign(*signed)))
    desk.merge(file)
    listed = public_list(desk.register, keys, beside=lambda one: (one.city,))
    assert [(one.name, one.initials, one.drawn, one.own) for one in listed] == [
        ("A", True, "", ("",)),
        ("Ana 0", False, "AQIEAWQB", (signed[0].city,)),
    ]


@pytest.mark.parametrize(
    ("kind", "begins"), [("all", b"\xef\xbb\xbfid,"), ("mailing-actionnetwork", b"email,first_name,")]
)
def test_excel_is_told_that_it_is_utf_8_and_programs_are_not_bothered(
    lists: ListDesk, kind: str, begins: bytes
) -> None:
    lists.rows(kind)
    assert (lists.folder / "out.csv").read_bytes().startswith(begins)


def test_the_helpers_with_what_they_offered_as_the_campaign_names_it(lists: ListDesk) -> None:
    (row,) = lists.rows("helpers")
    assert (row["name"], row["phone"], row["help"]) == (
        "Ana Canário",
        "+351 1",
        "Bring it to your union or organisation; old-id",
    )


def test_another_ending_or_language_is_refused(lists: ListDesk) -> None:
    refused("export", "list.ods", "--campaign", lists.folder, saying=("does not end in .csv",))
    refused("export", "l.csv", "--language", "fr", "--campaign", lists.folder, saying=("zh-Hant",))


def test_a_line_in_the_table_is_all_that_a_new_format_takes(
    lists: ListDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write_names(sheet: Sheet, path: Path) -> int:
        return path.write_text("".join(f"{row[0]}\n" for row in sheet.rows), encoding="utf-8")

    out = tmp_path / "names.txt"
    refused("export", out, "--campaign", lists.folder, saying=("does not end in",))
    monkeypatch.setitem(FORMATS, ".txt", Format("Plain text", write_names))
    lists.run("export", out, "--list", "public")
    assert "陳大文" in out.read_text(encoding="utf-8").splitlines()
