"""What waits for the coordinator, as a register tells it."""

from __future__ import annotations

import datetime
import shutil
from pathlib import Path

import pytest

from kiosk.coordinator.campaign.folder import CampaignFolder
from kiosk.coordinator.counting.kiosks import find_kiosk, revoke, trust
from kiosk.coordinator.reports.counts import Counts, count
from kiosk.coordinator.reports.open_matters import Matter, MatterKind, open_matters
from kiosk.coordinator.reports.totals import total
from kiosk.exchange.record import Record
from tests.conftest import TODAY, Desk
from tests.exports import HandmadeKiosk
from tests.people import person

pytestmark = pytest.mark.slow


def merge(desk: Desk, tmp_path: Path, *stalls: tuple[HandmadeKiosk, bytes]) -> None:
    files = []
    for kiosk, data in stalls:
        files.append(tmp_path / f"{kiosk.name}.signatures")
        files[-1].write_bytes(data)
    desk.merge(*files)


def found(desk: Desk, campaign, today: datetime.date = TODAY) -> dict[MatterKind, Matter]:
    return {
        one.kind: one for one in open_matters(desk.register, desk.keys, campaign, today, count(desk.register))
    }


def test_a_confirmed_kiosk_of_which_all_has_come_leaves_nothing_open(
    desk: Desk, keys, campaign, tmp_path: Path
) -> None:
    library = HandmadeKiosk(keys, "Library steps")
    merge(desk, tmp_path, (library, library.batch(library.sign(*(person(n) for n in range(5))))))
    assert found(desk, campaign) == {
        MatterKind.UNCONFIRMED: Matter(MatterKind.UNCONFIRMED, 1, ("Library steps",))
    }
    trust(desk.register, keys, find_kiosk(desk.register, "Library steps"))
    assert found(desk, campaign) == {}


def test_where_nobody_signed_and_nothing_says_how_long_it_may_be_kept_nothing_is_open(
    desk: Desk, desk_folder: Path
) -> None:
    folder = CampaignFolder.open(desk_folder)
    folder.pack_file.unlink()
    shutil.rmtree(folder.content)
    assert found(desk, folder) == {}
    assert count(desk.register) == Counts()


def test_whoever_stops_the_search_ends_it(desk: Desk, campaign) -> None:
    class NobodyWaits(Exception):
        pass

    def stop() -> None:
        raise NobodyWaits

    with pytest.raises(NobodyWaits):
        open_matters(desk.register, desk.keys, campaign, TODAY, count(desk.register), stop)


def test_what_never_came_is_told_with_its_kiosk(desk: Desk, keys, campaign, tmp_path: Path) -> None:
    gate = HandmadeKiosk(keys, "Gate")
    records = gate.sign(*(person(n) for n in range(9)))
    merge(desk, tmp_path, (gate, gate.batch(records[:3]) + gate.batch(records[7:])))
    assert found(desk, campaign)[MatterKind.GAPS] == Matter(MatterKind.GAPS, 4, ("Gate",))


def test_what_nobody_can_read_and_what_has_the_number_of_another_is_told(
    desk: Desk, keys, campaign, tmp_path: Path
) -> None:
    gate, market = HandmadeKiosk(keys, "Gate"), HandmadeKiosk(keys, "Market")
    gate.sign(*(person(n) for n in range(4)))
    gate.records[1:3] = [
        Record(one.kiosk, one.seq, one.id, bytes(len(one.sealed))) for one in gate.records[1:3]
    ]
    clone = HandmadeKiosk(keys, market.name, market.key)
    files = [
        (gate, gate.batch(gate.records)),
        (market, market.batch(market.sign(person(10), person(11)))),
    ]
    merge(desk, tmp_path, *files)
    merge(desk, tmp_path, (clone, clone.batch(clone.sign(person(20), person(21)))))
    told = found(desk, campaign)
    assert told[MatterKind.UNREADABLE] == Matter(MatterKind.UNREADABLE, 2, ("Gate",))
    assert told[MatterKind.FORKS] == Matter(MatterKind.FORKS, 2)
    assert told[MatterKind.UNCONFIRMED].number == 2
    assert MatterKind.GAPS not in told


def test_who_signed_again_and_chose_more_is_a_question(desk: Desk, keys, campaign, tmp_path: Path) -> None:
    gate = HandmadeKiosk(keys, "Gate")
    signed = gate.sign(person(1), person(1, date="2026-11-02", public="name"))
    merge(desk, tmp_path, (gate, gate.batch(signed)))
    assert found(desk, campaign)[MatterKind.CHOICES] == Matter(MatterKind.CHOICES, 1)


def test_two_who_may_be_one_person_are_a_question(desk: Desk, keys, campaign, tmp_path: Path) -> None:
    gate = HandmadeKiosk(keys, "Gate")
    family = [person(n, email="home@example.org") for n in range(2)]
    merge(desk, tmp_path, (gate, gate.batch(gate.sign(*family))))
    assert found(desk, campaign)[MatterKind.QUESTIONS].number == 1


def test_a_kiosk_is_silent_when_others_brought_signatures_for_a_week(
    desk: Desk, keys, campaign, tmp_path: Path
) -> None:
    stalls = []
    for place, (name, day) in enumerate((("Gate", "2026-11-02"), ("Market", "2026-11-10"))):
        kiosk = HandmadeKiosk(keys, name)
        stalls.append((kiosk, kiosk.batch(kiosk.sign(person(place, date=day)))))
    merge(desk, tmp_path, *stalls)
    assert found(desk, campaign)[MatterKind.SILENT] == Matter(MatterKind.SILENT, 1, ("Gate",))
    # A whole campaign that is over is not a hundred silent kiosks.
    much_later = datetime.date(2027, 6, 1)
    assert found(desk, campaign, much_later)[MatterKind.SILENT].kiosks == ("Gate",)


@pytest.mark.parametrize(("last", "silent"), [("2026-11-02", ("Gate",)), ("2026-11-03", ())])
def test_a_kiosk_that_brought_some_seven_days_before_the_last_is_not_silent(
    desk: Desk, keys, campaign, tmp_path: Path, last: str, silent: tuple[str, ...]
) -> None:
    """Nor is one of which none counts: nobody knows whether it was ever there."""
    stalls = []
    for place, (name, signed) in enumerate(
        (("Gate", {"date": last}), ("Market", {"date": "2026-11-10"}), ("Square", {"consent": ""}))
    ):
        kiosk = HandmadeKiosk(keys, name)
        stalls.append((kiosk, kiosk.batch(kiosk.sign(person(place, **signed)))))
    merge(desk, tmp_path, *stalls)
    matter = found(desk, campaign).get(MatterKind.SILENT)
    assert (matter.kiosks if matter else ()) == silent
    counts = {one.name: (one.counted, one.last) for one in count(desk.register).stalls.values()}
    assert counts == {"Gate": (1, last), "Market": (1, "2026-11-10"), "Square": (0, "")}


def test_a_kiosk_with_an_odd_name_is_told_until_it_is_revoked(
    desk: Desk, keys, campaign, tmp_path: Path
) -> None:
    odd = HandmadeKiosk(keys, "Gate (a1b2c3d4)")
    merge(desk, tmp_path, (odd, odd.batch(odd.sign(person(1)))))
    (name,) = found(desk, campaign)[MatterKind.ODD_KIOSKS].kiosks
    assert name.startswith("Gate (a1b2c3d4)")
    revoke(desk.register, keys, find_kiosk(desk.register, odd.id.hex()))
    assert not {MatterKind.ODD_KIOSKS, MatterKind.UNCONFIRMED} & found(desk, campaign).keys()


@pytest.mark.parametrize(("days", "told"), [(31, None), (30, 30), (0, 0), (-3, -3)])
def test_the_day_by_which_all_is_destroyed_is_told_when_it_is_near(
    desk: Desk, campaign, days: int, told: int | None
) -> None:
    today = campaign.read_content().retention.destroy_by - datetime.timedelta(days)
    matter = found(desk, campaign, today).get(MatterKind.RETENTION)
    assert (matter.number if matter else None) == told


def test_the_counts_are_those_of_the_totals(desk: Desk, keys, tmp_path: Path) -> None:
    stalls = []
    for place, name in enumerate(("Gate", "Market")):
        kiosk = HandmadeKiosk(keys, name)
        people = [
            person(9 * place + n, date=f"2026-11-{1 + n:02d}", country=("HK", "DE", "")[n % 3])
            for n in range(9)
        ]
        stalls.append((kiosk, kiosk.batch(kiosk.sign(*people, people[0]))))
    merge(desk, tmp_path, *stalls)
    revoke(desk.register, keys, find_kiosk(desk.register, "Market"), 5)
    counts, totals = count(desk.register), total(desk.register)
    assert counts.total == 9 + 4
    assert counts.days == {day: one.counted for day, one in totals.days.items() if one.counted}
    assert counts.countries == {code: one.counted for code, one in totals.countries.items() if one.counted}
    stalls_there = {id.hex(): (one.name, one.counted) for id, one in counts.stalls.items()}
    assert stalls_there == {id: (totals.names[id], one.counted) for id, one in totals.stalls.items()}
    assert {one.name: one.last for one in counts.stalls.values()} == {
        "Gate": "2026-11-09",
        "Market": "2026-11-04",
    }
