"""What earlier versions made still opens and goes on: campaigns, keys, packs, registers, vaults, receipts."""

from __future__ import annotations

import csv
import datetime
import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from kiosk.app import stall_window
from kiosk.rehearsal import Visitor
from kiosk.rehearsal.visitor import Person
from kiosk.stall.clock_check import set_clock
from kiosk.stall.kiosk import Kiosk
from kiosk.ui.places import no_sticks
from tests.conftest import PASSPHRASE
from tests.people import row, write_csv
from tests.program import done
from tests.test_version import released

HERE = Path(__file__).parent
VERSIONS = sorted(path.name for path in HERE.iterdir() if (path / "campaign").is_dir())
LISTED_THEN = {"67b21b2": [("歐", "", "")]}
"""Who was on a version's public list and is on none of this one: of two that were declared one person's,
the other is not to be listed."""
KEY = ("--campaign", "campaign", "--passphrase-file", "passphrase")


_DAY = datetime.datetime(2027, 1, 1, 12)
"""After this version was made, and before the campaigns' signatures were to be destroyed."""


@pytest.fixture(params=VERSIONS)
def frozen(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A copy of what a version made (see freeze.py) to work in."""
    return Path(shutil.copytree(HERE / request.param, tmp_path / "frozen" / request.param))


def version(frozen: Path) -> str:
    """Which version made it."""
    return frozen.name


def books(folder: Path, campaign: str = "campaign") -> dict[str, Any]:
    """What the report says of all stalls and of each."""
    told = json.loads(done("report", "--campaign", campaign, "--json", cwd=folder))
    return balance(told)


def balance(told: dict[str, Any]) -> dict[str, Any]:
    """The numbers of a report that no later version may see otherwise."""
    names = ("collected", "counted", "duplicate", "withdrawn", "rejected", "unreadable")
    rows = {one["name"]: one for one in told["kiosks"]} | {"all": told}
    return {name: [row[of] for of in names] for name, row in rows.items()}


def people(path: Path) -> list[tuple[str, str, str]]:
    """Who stands on a list, with what became of them."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return sorted(
            (row["name"], row.get("status", ""), row.get("email", "")) for row in csv.DictReader(file)
        )


def words(sheet: str) -> str:
    """The words of a share's sheet, in the order of their numbers."""
    numbered = re.findall(r"(?<!\S)(\d{1,2}) ([a-z]+)", sheet.split("\n\n")[1])
    return " ".join(word for _, word in sorted((int(number), word) for number, word in numbered))


def test_every_released_version_is_frozen() -> None:
    assert set(released()) <= set(VERSIONS)


def test_a_register_opens_with_its_books_and_lists(frozen: Path) -> None:
    before = balance(json.loads((frozen / "report.json").read_text()))
    merged = done("merge", "stick", *KEY, cwd=frozen)
    assert "! " not in merged, merged
    assert books(frozen) == before
    done("export", "all-now.csv", *KEY, cwd=frozen)
    assert people(frozen / "all-now.csv") == people(frozen / "all.csv")
    done("export", "public-now.csv", "--list", "public", *KEY, cwd=frozen)
    listed = people(frozen / "public-now.csv") + LISTED_THEN.get(version(frozen), [])
    assert sorted(listed) == people(frozen / "public.csv")
    log = done("duplicates", "log", *KEY, cwd=frozen)
    assert "met them" in log


def test_the_files_of_a_stick_merge_into_a_new_register(frozen: Path) -> None:
    (frozen / "campaign" / "register.sqlite").unlink()
    done("merge", "stick", *KEY, cwd=frozen)
    now = books(frozen)
    assert now["all"][0] == 25
    assert sum(now["all"][1:]) == 25


def test_a_vault_goes_on_and_its_receipt_releases(frozen: Path) -> None:
    fair = json.loads(done("status", "--data", "fair", "--json", cwd=frozen))
    assert (fair["signatures"], fair["released"], fair["waiting"]) == (15, 13, 2)
    done("sync", "stick", "--data", "steps", cwd=frozen)
    steps = json.loads(done("status", "--data", "steps", "--json", cwd=frozen))
    assert (steps["signatures"], steps["released"]) == (12, 12)
    done("sync", "stick", "--data", "fair", cwd=frozen)
    done("merge", "stick", *KEY, cwd=frozen)
    assert books(frozen)["all"] == [27, 22, 4, 1, 0, 0]


def during_the_campaign(data: Path) -> Kiosk:
    """The kiosk in `data`, whose staff have said that it is a day of its campaign, whatever day this is."""
    kiosk = Kiosk.open(data)
    assert set_clock(kiosk, data, _DAY) is None
    return kiosk


def test_people_go_on_signing_where_they_signed_before(frozen: Path, qtbot: QtBot) -> None:
    """At the window, where the PIN still lets staff in, and from paper; and the register's books balance."""
    window = stall_window(during_the_campaign(frozen / "fair"), find_sticks=no_sticks)
    qtbot.addWidget(window)
    window.show()
    visitor = Visitor(window)
    visitor.sign(Person("en", "Naledi Dlamini", "HK", "naledi@example.org"))
    visitor.tap("done")
    window.staff.enter()
    for digit in (frozen / "pin").read_text().strip():
        visitor.tap(f"digit-{digit}")
    visitor.tap("enter-pin")
    visitor.find(QLabel, "fact")
    window.close()
    write_csv(frozen / "today.csv", [row(300, email="canary300@example300.org")])
    during_the_campaign(frozen / "steps")
    done("sign", "today.csv", "--data", "steps", cwd=frozen)
    for stall in ("fair", "steps"):
        done("sync", "stick", "--data", stall, cwd=frozen)
    merged = done("merge", "stick", *KEY, cwd=frozen)
    assert "! " not in merged, merged
    assert books(frozen)["all"] == [29, 24, 4, 1, 0, 0]
    done("export", "all-now.csv", *KEY, cwd=frozen)
    new = set(people(frozen / "all-now.csv")) - set(people(frozen / "all.csv"))
    assert {"Naledi Dlamini", row(300)["name"]} <= {name for name, _, _ in new}


def test_a_key_comes_back_from_its_sheets(frozen: Path) -> None:
    sheets = [(frozen / "shares" / f"share-{n}-of-3.txt").read_text() for n in (1, 3)]
    (frozen / "words").write_text("\n".join(map(words, sheets)))
    (frozen / "new").write_text(PASSPHRASE + " again\n")
    (frozen / "campaign" / "campaign.key").unlink()
    done(
        "campaign",
        "recover",
        "campaign",
        "--shares-file",
        "words",
        "--new-passphrase-file",
        "new",
        cwd=frozen,
    )
    done("merge", "stick", "--campaign", "campaign", "--passphrase-file", "new", cwd=frozen)


def test_a_pack_makes_another_kiosk(frozen: Path) -> None:
    (pack,) = (frozen / "stick").glob("*.kioskpack")
    done("setup", pack, "--name", "Gate", "--data", "gate", "--pin-file", "pin", cwd=frozen)
    during_the_campaign(frozen / "gate")
    done("sign", "later.csv", "--data", "gate", "--doubtful", cwd=frozen)
    done("sync", "stick", "--data", "gate", cwd=frozen)
    assert "27" in done("merge", "stick", *KEY, cwd=frozen)
