"""The search on Spark finds the same people. Runs where pyspark and Java are; the program needs neither."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.counting.likeness.memory import likeness
from kiosk.coordinator.counting.likeness.search import Likely
from kiosk.errors import SettingsError
from tests.coordinator.counting.likeness.febrl import febrl
from tests.exports import HandmadeKiosk
from tests.people import person
from tests.program import done

sql = pytest.importorskip("pyspark.sql")
pytestmark = pytest.mark.filterwarnings(  # pyspark leaves the sockets to its Java open
    "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)


@pytest.fixture
def session(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Any]:
    from splink.backends.spark import similarity_jar_location

    session = (
        sql.SparkSession.builder.master("local[2]")
        .config("spark.jars", similarity_jar_location())
        .config("spark.io.encryption.enabled", getattr(request, "param", "true"))
        .config("spark.local.dir", str(tmp_path))
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.ui.enabled", "false")
        .getOrCreate()
    )
    yield session
    session.stop()


def groups(pairs: list[Likely]) -> set[frozenset[int]]:
    """Who hangs together by `pairs`."""
    found: dict[int, set[int]] = {}
    for pair in pairs:
        together = found.get(pair.one, {pair.one}) | found.get(pair.other, {pair.other})
        found |= dict.fromkeys(together, together)
    return {frozenset(one) for one in found.values()}


@pytest.mark.slow
def test_spark_finds_the_same_people(session: Any) -> None:
    from kiosk.coordinator.counting.likeness.spark import likeness_on_spark

    records, _ = febrl(1)
    assert groups(likeness_on_spark(session, records)) == groups(likeness(records))


@pytest.mark.parametrize("session", ["false"], indirect=True)
def test_spark_that_would_write_names_in_the_clear_is_refused(session: Any) -> None:
    from kiosk.coordinator.counting.likeness.spark import likeness_on_spark

    with pytest.raises(SettingsError, match="in the clear"):
        likeness_on_spark(session, [])


@pytest.mark.slow
def test_the_command_asks_spark_and_finds_what_memory_finds(
    desk_folder: Path, keys: CampaignKeys, passphrase_file: Path, tmp_path: Path
) -> None:
    kiosk = HandmadeKiosk(keys, "Library steps")
    file = tmp_path / "x.signatures"
    twice = [person(1, name=name, city="Lisboa", postcode="1990-217") for name in ("Ana Lee", "Ana Leee")]
    file.write_bytes(kiosk.batch(kiosk.sign(*twice, *(person(n) for n in range(2, 10)))))
    unlock = ("--campaign", desk_folder, "--passphrase-file", passphrase_file, "--json")
    done("merge", file, *unlock[:-1])
    found = json.loads(done("duplicates", *unlock))
    assert json.loads(done("duplicates", "--spark", "local[2]", *unlock)) == found
    assert found["probable"] == 1
