"""The books always balance, whatever arrived, whatever was lost, in whatever order."""

from __future__ import annotations

import dataclasses
import tempfile
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.counting.books import Account, balance
from kiosk.coordinator.counting.numbers import run_text, runs
from kiosk.coordinator.merge.merge import merge
from kiosk.coordinator.register.register import Register
from tests.exports import HandmadeKiosk, flipped
from tests.people import person

pytestmark = pytest.mark.slow

KEYS = CampaignKeys(b"books" + bytes(27))
BATCHES, RECORDS = 4, 5


@cache
def batches() -> list[list[bytes]]:
    """The lines of four batches of two kiosks; among them duplicates, a rejected and an unreadable record."""
    kiosks = [HandmadeKiosk(KEYS, "One"), HandmadeKiosk(KEYS, "Two")]
    found = []
    for number in range(BATCHES):
        kiosk = kiosks[number % 2]
        start = number * 3  # the last two of a batch sign again at the beginning of the next one
        records = kiosk.sign(*(person(start + n) for n in range(RECORDS - 1)), person(90, consent=""))
        if number == 1:
            records[2] = dataclasses.replace(records[2], sealed=b"?" * 3184)
            kiosk.records[-3] = records[2]
        found.append(kiosk.batch(records).splitlines(keepends=True))
    return found


line_fates = st.lists(
    st.sampled_from(["whole", "whole", "whole", "lost", "flipped", "twice"]),
    min_size=RECORDS,
    max_size=RECORDS,
)


@settings(
    max_examples=40,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    fates=st.lists(line_fates, min_size=BATCHES, max_size=BATCHES),
    arrive=st.lists(st.integers(0, BATCHES - 1), min_size=1, max_size=6),
)
def test_they_balance(quick_path: Path, fates: list[list[str]], arrive: list[int]) -> None:
    with tempfile.TemporaryDirectory(dir=quick_path) as folder:
        files = [Path(folder) / f"{number}.signatures" for number in range(BATCHES)]
        for file, lines, fate in zip(files, batches(), fates, strict=True):
            file.write_bytes(b"".join(map(meet, lines, [*fate, "whole"])))
        register = Register(Path(folder) / "register.sqlite", KEYS.key_id)
        for number in arrive:
            merge(register, KEYS, [files[number]])
        books = balance(register)

        whole = sum(fate in ("whole", "twice") for n in set(arrive) for fate in fates[n])
        damaged = sum(fate == "flipped" for n in set(arrive) for fate in fates[n])
        total = books.total
        rows = list(register.rows(KEYS.register_key))
        assert total.collected == whole + damaged
        assert total.collected == (
            total.counted + total.duplicate + total.withdrawn + total.rejected + total.unreadable
        )
        assert len(rows) == whole
        assert len(books.failures) == total.rejected + total.unreadable
        for field in ("counted", "duplicate", "withdrawn", "rejected", "unreadable"):
            assert getattr(total, field) == sum(getattr(one.account, field) for one in books.kiosks)
        for one in books.kiosks:
            last = max(RECORDS * (n // 2 + 1) for n in set(arrive) if n % 2 == (one.name == "Two"))
            gaps = sum(end - first + 1 for first, end in one.gaps)
            assert one.account.collected + gaps == last, "every number is somewhere"

        again = Register(Path(folder) / "again.sqlite", KEYS.key_id)
        merge(again, KEYS, [files[number] for number in sorted(set(arrive), reverse=True)])
        assert balance(again) == books


def meet(line: bytes, fate: str) -> bytes:
    """What became of a line on its way."""
    if fate == "flipped":
        return flipped(line, 900)
    return {"whole": line, "twice": line * 2, "lost": b""}[fate]


def test_gaps_are_written_as_people_write_them() -> None:
    assert run_text([(41, 57), (60, 60)]) == "41 to 57, 60"
    assert run_text([]) == ""
    assert run_text((n, n) for n in range(1, 100, 2)).endswith("37, 39, and 30 more runs")
    assert runs([1, 2, 3, 5, 7, 8]) == [(1, 3), (5, 5), (7, 8)]


def test_twenty_runs_are_told_and_of_one_more_how_many_more() -> None:
    assert run_text((2 * n, 2 * n) for n in range(20)).endswith("36, 38")
    assert run_text((2 * n, 2 * n) for n in range(21)).endswith("36, 38, and 1 more run")


def test_an_account_adds_up_all_of_its_parts() -> None:
    assert Account(1, 20, 300, 4000, 50_000).collected == 54_321
