"""The main job by hand: two stalls, one stick, one desk, and not a name in the clear on the way."""

from __future__ import annotations

import base64
import csv
import json
import random
import shutil
import urllib.parse
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from kiosk.coordinator.campaign.keys import CampaignKeys, load_keys
from tests.conftest import PASSPHRASE, make_cheap
from tests.people import row, write_csv
from tests.program import done, kiosk

TYPED = (
    "date", "kind", "name", "organisation", "role", "country", "city", "postcode", "email", "phone", "public",
    "updates", "help", "language", "paper_ref",
)  # fmt: skip


@dataclass(frozen=True)
class Day:
    """A day at two stalls: the folder with everything, and what was typed up at each."""

    folder: Path
    a: list[dict[str, str]]
    b: list[dict[str, str]]


def sign_again(one: dict[str, str]) -> dict[str, str]:
    """The same person at the other stall: the e-mail in capitals, or the phone in another notation."""
    return {
        **one,
        "date": "2026-11-22",
        "email": one["email"].upper(),
        "phone": one["phone"].replace("+852 ", "00852-").replace(" ", "-"),
        "paper_ref": "again " + one["paper_ref"],
    }


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory, content: Path) -> Day:
    """The whole chain, by the commands that people type."""
    folder = tmp_path_factory.mktemp("day")
    pick = random.Random(7)
    a = [row(n) for n in range(500)]
    b = [row(n) for n in range(1000, 1440)] + [sign_again(one) for one in pick.sample(a, 60)]
    pick.shuffle(b)
    write_csv(folder / "a.csv", a)
    write_csv(folder / "b.csv", b)
    (folder / "P").write_text(PASSPHRASE + "\n")
    (folder / "PIN").write_text("246810\n")
    (folder / "stick").mkdir()

    def run(*arguments: object) -> str:
        return done(*arguments, cwd=folder)

    run("campaign", "new", "C", "--content", content, "--passphrase-file", "P")
    run("campaign", "pack", "C")
    (pack,) = (folder / "C").glob("*.kioskpack")
    for stall in "AB":
        run("setup", pack, "--name", f"Stall {stall}", "--data", stall, "--pin-file", "PIN")
    with ThreadPoolExecutor(2) as both:
        signed = list(both.map(lambda stall: run("sign", f"{stall.lower()}.csv", "--data", stall), "AB"))
    assert all("500 signatures are sealed and stored" in said for said in signed)
    run("sync", "stick/", "--data", "A")
    run("sync", "stick/", "--data", "B")
    return Day(folder, a, b)


def merge(day: Day, campaign: Path, *files: Path) -> list[str]:
    """Merges `files` and gives back the lines that it printed."""
    said = done("merge", *files, "--campaign", campaign, "--passphrase-file", day.folder / "P")
    return said.splitlines()


def export(day: Day, campaign: Path) -> bytes:
    out = campaign.with_suffix(".csv")
    done("export", out, "--campaign", campaign, "--passphrase-file", day.folder / "P")
    return out.read_bytes()


@pytest.fixture(scope="module")
def export_file(day: Day) -> Path:
    (file,) = (day.folder / "stick").glob("*.signatures")
    return file


@pytest.fixture(scope="module")
def merged(day: Day, export_file: Path) -> list[str]:
    """What the first merge said."""
    return merge(day, day.folder / "C", export_file)


BOOKS = "In all: collected 1000 = counted 940 + duplicate 60 + withdrawn 0 + rejected 0 + unreadable 0"


def test_the_books(day: Day, merged: list[str], export_file: Path) -> None:
    assert {BOOKS, "1000 new"} <= set(merged)
    assert {BOOKS, "0 new"} <= set(merge(day, day.folder / "C", export_file))
    assert BOOKS in done("report", "--campaign", day.folder / "C")
    report = json.loads(done("report", "--campaign", day.folder / "C", "--json"))
    assert (report["collected"], report["counted"], report["duplicate"]) == (1000, 940, 60)


def test_every_field_comes_back_as_typed(day: Day, merged: list[str]) -> None:
    export(day, day.folder / "C")
    with (day.folder / "C.csv").open(encoding="utf-8-sig", newline="") as file:
        listed = list(csv.DictReader(file))

    def as_typed(rows: Iterable[dict[str, str]]) -> list[tuple[str, ...]]:
        return sorted(tuple(one[field] for field in TYPED) for one in rows)

    assert as_typed(one for one in listed if one["kiosk"] == "Stall A") == as_typed(day.a)
    assert as_typed(one for one in listed if one["kiosk"] == "Stall B") == as_typed(day.b)
    duplicates = [one for one in listed if one["status"] == "duplicate"]
    assert len(duplicates) == 60
    assert all(one["paper_ref"].startswith("again ") for one in duplicates)
    names = {one["id"]: one["name"] for one in listed}
    assert all(names[one["duplicate_of"]] == one["name"] for one in duplicates)


def test_another_order_and_files_laid_end_to_end(day: Day, merged: list[str], tmp_path: Path) -> None:
    apart = {}
    for stall in "AB":
        apart[stall] = tmp_path / f"{stall}.signatures"
        # A copy: noting another sync must not change the folders that are searched below.
        shutil.copytree(day.folder / stall, tmp_path / stall)
        done("sync", apart[stall], "--data", tmp_path / stall)
    joined = tmp_path / "joined.signatures"
    joined.write_bytes(apart["B"].read_bytes() + apart["A"].read_bytes())
    expected = export(day, day.folder / "C")
    keys = load_keys(day.folder / "C" / "campaign.key", PASSPHRASE)
    for name, files in (("reversed", [apart["B"], apart["A"]]), ("joined", [joined])):
        desk = tmp_path / name
        shutil.copytree(day.folder / "C", desk)
        (desk / "register.sqlite").unlink()
        make_cheap(desk, keys)
        assert {BOOKS, "1000 new"} <= set(merge(day, desk, *files))
        assert export(day, desk) == expected


def every_form(text: str) -> set[bytes]:
    """`text` in every form in which a program may have left it in a file."""
    raw = [text.encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be")]
    forms = set(raw)
    for one in raw:
        for shift in range(3):
            # What of the base64 does not depend on the bytes before and after it.
            encoded = base64.b64encode(bytes(shift) + one)
            start, end = (0, 2, 3)[shift], len(encoded) - (0, 3, 2)[(shift + len(one)) % 3] - 1
            forms |= {
                encoded[start + 1 : end],
                encoded[start + 1 : end].translate(bytes.maketrans(b"+/", b"-_")),
            }
    forms.add(urllib.parse.quote(text, safe="").encode())
    forms.add(urllib.parse.quote_plus(text).encode())
    forms.add(json.dumps(text)[1:-1].encode())
    # A few letters are in megabytes of base64 by chance.
    return {form for form in forms if len(form) >= (8 if form.isalnum() else 5)}


def test_every_form_is_really_looked_for() -> None:
    """The search below can fail: it finds a name that was written in each of these ways."""
    name = "歐陽娜娜 123"
    for before in range(4):
        for hidden in (
            name.encode(),
            name.encode("utf-16-le"),
            name.encode("utf-16-be"),
            base64.b64encode(b"x" * before + name.encode() + b" and more"),
            base64.urlsafe_b64encode(b"x" * before + name.encode("utf-16-le") + b"more"),
            json.dumps({"name": name}).encode(),
            urllib.parse.urlencode({"name": name}).encode(),
        ):
            assert any(form in hidden for form in every_form(name)), hidden


def test_no_name_email_phone_or_place_is_anywhere(day: Day, merged: list[str]) -> None:
    register = day.folder / "C" / "register.sqlite"
    places = [day.folder / "A", day.folder / "B", day.folder / "stick"]
    files = [path for place in places for path in place.rglob("*") if path.is_file()] + [register]
    assert len(files) >= 8
    # A name without its number is a canary too, and so is the local part of an e-mail.
    canaries = {one[field] for one in day.a + day.b for field in ("name", "email", "phone", "city")}
    canaries |= {one["name"].rsplit(" ", 1)[0] for one in day.a}
    canaries |= {one["email"].partition("@")[2] for one in day.a}
    canaries = {one for one in canaries if len(one) > 3}
    forms = sorted({form for canary in canaries for form in every_form(canary)})
    found = [(path.name, form) for path in files for form in search(path.read_bytes(), forms)]
    assert found == []


def search(data: bytes, forms: list[bytes]) -> list[bytes]:
    """Which of `forms` are in `data`: by their first five bytes, then each in full."""
    starts: dict[bytes, list[bytes]] = {}
    for form in forms:
        starts.setdefault(form[:5], []).append(form)
    here = {data[at : at + 5] for at in range(len(data) - 4)} & starts.keys()
    return [form for start in here for form in starts[start] if form in data]


def test_no_private_key_is_in_a_file_that_a_laptop_gets(day: Day) -> None:
    keys: CampaignKeys = load_keys(day.folder / "C" / "campaign.key", PASSPHRASE)
    secrets = [
        keys.seed, keys.opening_seed, keys.register_key, keys.fingerprint_key,
        keys.signing_key.private_bytes_raw(),
    ]  # fmt: skip
    (pack,) = (day.folder / "C").glob("*.kioskpack")
    laptop = [path for stall in "AB" for path in (day.folder / stall).rglob("*")] + [pack]
    for path in [*laptop, *(day.folder / "stick").iterdir()]:
        data = path.read_bytes()
        for secret in secrets:
            assert secret not in data
            assert secret.hex().encode() not in data
            for shift in range(3):
                assert base64.b64encode(bytes(shift) + secret)[4:-4] not in data


def test_a_laptop_tells_what_it_has(day: Day) -> None:
    status = json.loads(done("status", "--data", day.folder / "A", "--json"))
    # Its "stick" is a folder on its own disk, so nothing there is safe.
    assert (status["signatures"], status["synced"], status["waiting"]) == (500, 0, 500)
    assert status["name"] == "Stall A"
    assert kiosk("status", "--data", day.folder / "A").returncode == 0
