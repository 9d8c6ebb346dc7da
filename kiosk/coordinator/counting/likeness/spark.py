"""The same search on a Spark cluster, for more records than one machine's memory holds (docs/duplicates.md).

pyspark is not among the program's dependencies: install `kiosk[scale]`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec
from splink.backends.spark import SparkAPI

from kiosk.coordinator.counting.likeness.columns import Columns, columns
from kiosk.coordinator.counting.likeness.search import KEYS, PEOPLE, Likeness, search
from kiosk.errors import SettingsError
from kiosk.signing.signature import Signature

_TEXTS = ", ".join(f"{name} string" for name in Columns.__struct_fields__[3:-1])
_PEOPLE = f"unique_id long, name string, words array<string>, {_TEXTS}"


def likeness_on_spark(session: Any, records: Iterable[tuple[int, Signature]]) -> Likeness:
    """The probable duplicates among `records`, as `memory.likeness` finds them.

    Args:
        session: a pyspark.sql.SparkSession with Splink's jar (`similarity_jar_location`) in
            `spark.jars`, and `spark.io.encryption.enabled`: Spark writes to its workers' disks.

    Raises:
        SettingsError: the session would write names to disks in the clear.
    """
    if session.sparkContext.getConf().get("spark.io.encryption.enabled") != "true":
        raise SettingsError(
            "Spark would write names to its disks in the clear.", "Set spark.io.encryption.enabled to true."
        )
    rows = [columns(key, signature) for key, signature in records]
    people = [msgspec.structs.astuple(row)[:-1] for row in rows]
    keys = [(key, row.unique_id) for row in rows for key in row.keys]
    session.createDataFrame(people, _PEOPLE).createOrReplaceTempView(PEOPLE)
    session.createDataFrame(keys, "key long, unique_id long").createOrReplaceTempView(KEYS)
    api = SparkAPI(spark_session=session, break_lineage_method="persist")  # type: ignore[no-untyped-call]
    return search(api)
