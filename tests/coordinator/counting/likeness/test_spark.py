"""The search on Spark finds the same people. Runs where pyspark and Java are; the program needs neither."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kiosk.coordinator.counting.likeness.memory import likeness
from kiosk.errors import SettingsError
from tests.coordinator.counting.likeness.febrl import febrl

sql = pytest.importorskip("pyspark.sql")


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


@pytest.mark.slow
def test_spark_finds_the_same_people(session: Any) -> None:
    from kiosk.coordinator.counting.likeness.spark import likeness_on_spark

    records, _ = febrl(1)
    assert likeness_on_spark(session, records).clusters == likeness(records).clusters


@pytest.mark.parametrize("session", ["false"], indirect=True)
def test_spark_that_would_write_names_in_the_clear_is_refused(session: Any) -> None:
    from kiosk.coordinator.counting.likeness.spark import likeness_on_spark

    with pytest.raises(SettingsError, match="in the clear"):
        likeness_on_spark(session, [])
