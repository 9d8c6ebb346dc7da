"""What is handed over: the numbers are those of the register, and nobody is told by being one of few."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.coordinator.campaign.folder import CampaignFolder
from kiosk.coordinator.counting.books import Account
from kiosk.coordinator.reports.lists import Listed
from kiosk.coordinator.reports.petition import Petition, without_small_groups
from tests.conftest import TODAY, Desk
from tests.exports import HandmadeKiosk
from tests.people import person


@pytest.fixture
def gathered(desk: Desk, campaign: CampaignFolder, tmp_path: Path) -> Petition:
    """Of three stalls; two numbers of the first never came, and nothing of the third counts."""
    gate, market, square = (HandmadeKiosk(desk.keys, name) for name in ("Gate", "Market", "Square"))
    records = gate.sign(
        person(1, public="name"),
        person(2, public="initials", country="DE"),
        person(3, date="2026-11-02", country="DE"),
        person(1, date="2026-11-03", public="name"),
        person(4),
        person(5),
        person(6, country=""),
    )
    files = {
        "gate": gate.batch(records[:4]) + gate.batch(records[6:]),
        "market": market.batch(
            market.sign(
                *(person(n, kind="organisation", organisation=f"Union {n}", country="PT") for n in (7, 8)),
                *(person(n) for n in (9, 10, 11)),
            )
        ),
        "square": square.batch(square.sign(person(12, consent="", country="FR"))),
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    desk.merge(*(tmp_path / name for name in files))
    return Petition.gather(desk.register, desk.keys, campaign.read_content(), "en", TODAY)


def test_it_has_the_numbers_of_the_register(gathered: Petition) -> None:
    assert (gathered.language, gathered.day) == ("en", TODAY)
    assert gathered.account == Account(counted=9, duplicate=1, rejected=1)
    assert (gathered.organisations, gathered.lacking) == (2, 2)
    assert list(gathered.places.items()) == [("Market", 5), ("Gate", 4), ("Square", 0)]
    assert list(gathered.countries.items()) == [("HK", 4), ("DE", 2), ("PT", 2), ("", 1)]
    assert gathered.days == {"2026-11-01": 8, "2026-11-02": 1}
    assert gathered.answers == {}


def test_it_lists_who_agreed_and_counts_the_others(gathered: Petition) -> None:
    assert {(one.initials, one.country) for one in gathered.listed} == {(False, "HK"), (True, "DE")}
    assert (gathered.counted, gathered.named, gathered.initials, gathered.unlisted) == (9, 1, 1, 7)


def test_a_petition_without_any_organisation_says_none(
    desk: Desk, campaign: CampaignFolder, tmp_path: Path
) -> None:
    gate = HandmadeKiosk(desk.keys, "Gate")
    file = tmp_path / "x.signatures"
    file.write_bytes(gate.batch(gate.sign(person(1))))
    desk.merge(file)
    gathered = Petition.gather(desk.register, desk.keys, campaign.read_content(), "en", TODAY)
    assert (gathered.organisations, gathered.lacking) == (0, 0)


def test_what_is_not_known_of_a_petition_is_nothing() -> None:
    names = [Listed(name, name == "AL", "", "", "", "HK", "") for name in ("Ana Lee", "AL", "Ben")]
    petition = Petition("en", TODAY, Account(counted=10), 0, {"HK": 10}, names)
    assert (petition.days, petition.places, petition.answers, petition.lacking) == ({}, {}, {}, 0)
    assert (petition.named, petition.initials, petition.unlisted) == (2, 1, 7)


GROUPS = {"": 50, "HK": 9, "other": 60, "GB": 6, "DE": 5, "PT": 4, "FR": 1}


@pytest.mark.parametrize(
    ("most", "shown", "others"),
    [
        (None, {"HK": 9, "GB": 6, "DE": 5}, 115),
        (3, {"HK": 9, "GB": 6, "DE": 5}, 115),
        (2, {"HK": 9, "GB": 6}, 120),
        (0, {}, 135),
    ],
)
def test_a_group_of_fewer_than_five_is_told_with_the_others(
    most: int | None, shown: dict[str, int], others: int
) -> None:
    assert without_small_groups(GROUPS, most) == (shown, others)
