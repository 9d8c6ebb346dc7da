"""The list as CSV: every field as typed, nothing that a spreadsheet would run, whole or not at all."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from kiosk.coordinator.reports.csv_export import export_csv
from kiosk.errors import CampaignError, StorageError
from kiosk.exchange.columns import COLUMNS
from kiosk.signing.signature import Signature
from tests.exports import HandmadeKiosk
from tests.people import NAMES, person

pytestmark = pytest.mark.slow


@pytest.fixture
def listed(keys, desk, tmp_path: Path):
    """Merges signatures and gives back the rows of the list."""

    def list_them(*signatures: Signature) -> list[dict[str, str]]:
        kiosk = HandmadeKiosk(keys, "Library steps")
        file = tmp_path / "x.signatures"
        file.write_bytes(kiosk.batch(kiosk.sign(*signatures)))
        desk.merge(file)
        return list(csv.DictReader(io.StringIO(desk.list().decode("utf-8-sig"), newline="")))

    return list_them


def test_every_field_is_there_as_it_was_typed(listed) -> None:
    typed = [
        person(
            n,
            name=f' {name}, "{n}" ',
            phone="(+852) 9123-4567",
            email=f"MiXed.{n}@Example.ORG",
            organisation="工人連線\nsecond line",
            role="Chair; speaker",
            postcode="sw1a  1aa",
            paper_ref="sheet 3 row 4",
            language="zh-Hant",
            public="initials",
            updates=True,
            help=("write", "speak"),
        )
        for n, name in enumerate(NAMES)
    ]
    rows = listed(*typed)
    assert tuple(rows[0]) == (*COLUMNS, "other_fields")
    for one, row in zip(typed, rows, strict=True):
        for field in (
            "date", "kind", "name", "organisation", "role", "country", "city", "postcode", "email",
            "language", "paper_ref", "consent",
        ):  # fmt: skip
            assert row[field] == getattr(one, field)
        assert (row["public"], row["updates"], row["help"]) == ("initials", "yes", "write; speak")
        assert (row["kiosk"], row["status"], row["duplicate_of"]) == ("Library steps", "counted", "")
        assert len(row["id"]) == 32


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+1+1", "'+1+1"),
        ("-1+1", "'-1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ('=HYPERLINK("http://x","y")', '\'=HYPERLINK("http://x","y")'),
        ("\tAna", "'\tAna"),
        ("\t=1+1", "'\t'=1+1"),
        ("\r=1+1", "'\r'=1+1"),
        ("\n=1", "'\n'=1"),
        ("＝1+1", "'＝1+1"),
        ("＋1", "'＋1"),
        ("－1", "'－1"),
        ("＠SUM(A1)", "'＠SUM(A1)"),
        (" =1+1", "' =1+1"),
        ("\u3000\u00a0=1+1", "'\u3000\u00a0=1+1"),
        ("\u200b\u202e\x00=1+1", "'\u200b\u202e\x00=1+1"),
        ("\ufe0f=1+1", "'\ufe0f=1+1"),
        ("Bob;=1+1", "Bob;'=1+1"),
        ("Bob; \u200b＝1+1", "Bob;' \u200b＝1+1"),
        ("Eve\t=1+1;-2", "Eve\t'=1+1;'-2"),
        ("Eve\r\n=1+1", "Eve\r\n'=1+1"),
    ],
)
def test_nothing_runs_in_a_spreadsheet(listed, cell: str, written: str) -> None:
    fields = ("name", "organisation", "role", "city", "postcode", "email", "paper_ref", "country")
    (row,) = listed(person(1, **dict.fromkeys(fields, cell), help=(cell,)))
    for field in (*fields, "help"):
        assert row[field] == written


@pytest.mark.parametrize(
    "name",
    [
        "ʻOkina",
        "'t Hooft",
        "’s-Gravenhage",
        "O=Neill",
        "Ana; Bob",
        "a@example.org",
        "Müller-Lüdenscheidt",
        "1=1",
    ],
)
def test_a_name_that_only_looks_odd_stays_as_it_is(listed, name: str) -> None:
    (row,) = listed(person(1, name=name))
    assert row["name"] == name


@pytest.mark.parametrize(
    ("phone", "written"),
    [
        ("+852 9123 4567", "+852 9123 4567"),
        ("+1 (212) 555-0100", "+1 (212) 555-0100"),
        ("9123 4567", "9123 4567"),
        ("+852 9123 4567 ext. 5", "'+852 9123 4567 ext. 5"),
        ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
        ("=1+1", "'=1+1"),
        ("-2+3", "'-2+3"),
    ],
)
def test_a_phone_number_stays_one(listed, phone: str, written: str) -> None:
    (row,) = listed(person(1, phone=phone))
    assert row["phone"] == written


def test_a_duplicate_names_the_one_that_counts(listed) -> None:
    first, second = listed(person(1), person(1, email="CANARY1@example1.org"))
    assert (first["status"], second["status"]) == ("counted", "duplicate")
    assert second["duplicate_of"] == first["id"]


def test_unreadable_records_are_in_the_list_too(listed) -> None:
    accepted, rejected = listed(person(1), person(2, consent=""))
    assert [accepted[choice] for choice in ("public", "updates", "help")] == ["no", "no", "no"]
    assert [rejected[choice] for choice in ("public", "updates", "help")] == ["", "", ""]
    assert rejected["status"] == "rejected"
    assert rejected["name"] == ""


def test_only_its_owner_may_read_it(listed, desk) -> None:
    listed(person(1))
    assert (desk.folder / "out.csv").stat().st_mode & 0o777 == 0o600


def test_a_full_disk_leaves_the_old_list(listed, desk, keys, small_disk) -> None:
    listed(*(person(n) for n in range(50)))
    out = small_disk.path / "out.csv"
    out.write_text("the old list")
    small_disk.fill()
    with pytest.raises(StorageError, match="full"):
        export_csv(desk.register, keys, out)
    assert out.read_text() == "the old list"
    assert {path.name for path in small_disk.path.iterdir()} == {"out.csv", "film.mov"}


def test_a_record_changed_in_the_register_is_told_and_nothing_is_written(listed, desk, keys) -> None:
    listed(person(1), person(2))
    out = desk.folder / "out.csv"
    out.unlink()
    path = desk.folder / "register.sqlite"
    (row, _) = desk.register.rows(keys.register_key)
    data = path.read_bytes()
    from sqlalchemy import select, update

    from kiosk.coordinator.register.tables import record_table

    with desk.register.transaction() as connection:
        box = connection.execute(select(record_table.c.box).where(record_table.c.id == row.id)).scalar_one()
        connection.execute(
            update(record_table)
            .where(record_table.c.id != row.id)
            .values(box=box)  # one person's for another's
        )
    assert path.read_bytes() != data
    with pytest.raises(CampaignError, match="changed or damaged"):
        desk.list()
    with desk.register.transaction() as connection:
        connection.execute(update(record_table).values(box=b"cut"))
    with pytest.raises(CampaignError, match="changed or damaged"):
        desk.list()
    assert not out.exists()
