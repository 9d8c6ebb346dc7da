"""The same search on a Spark cluster, for more records than one machine's memory holds (docs/duplicates.md).

pyspark is not among the program's dependencies: install `signing-kiosk[scale]`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import msgspec
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession
from splink.backends.spark import SparkAPI, similarity_jar_location

from kiosk.coordinator.counting.likeness.columns import Columns, columns
from kiosk.coordinator.counting.likeness.memory import LikenessError
from kiosk.coordinator.counting.likeness.search import KEYS, PEOPLE, Alive, Likely, search
from kiosk.errors import SettingsError
from kiosk.signing.signature import Signature

_TEXTS = ", ".join(f"{name} string" for name in Columns.__struct_fields__[3:-1])
_PEOPLE = f"unique_id long, name string, words array<string>, {_TEXTS}"
_ENCRYPTED = "spark.io.encryption.enabled"
_SETTINGS = {
    "spark.jars": similarity_jar_location(),
    _ENCRYPTED: "true",  # what its workers write to their disks
    "spark.network.crypto.enabled": "true",
    "spark.authenticate": "true",
    "spark.ui.enabled": "false",  # a web page with what was asked
    "spark.ui.showConsoleProgress": "false",
}


def search_on_spark(
    master: str, records: Iterable[tuple[int, Signature]], alive: Alive = lambda: None
) -> list[Likely]:
    """The probable duplicates among `records`, as `memory.likeness` finds them.

    Args:
        master: where Spark is, such as `spark://db.example.org:7077`, or `local[4]` for this computer.
        alive: called now and then while they are compared; what it raises ends the search.

    Raises:
        LikenessError: Spark is not there, or stopped.
    """
    try:
        with _session(master) as session:
            return likeness_on_spark(session, records, alive)
    except PySparkException as error:
        # Neither passed on nor chained: what Spark says may quote what people typed.
        kind = type(error).__name__
    raise LikenessError(
        "The search for probable duplicates on Spark stopped ({kind}).",
        "Check the address, and that Java runs here. Spark’s own log says more.",
        kind=kind,
    )


def likeness_on_spark(
    session: SparkSession, records: Iterable[tuple[int, Signature]], alive: Alive = lambda: None
) -> list[Likely]:
    """The same in a session that is open.

    Raises:
        SettingsError: the session would write names to disks in the clear.
    """
    if session.sparkContext.getConf().get(_ENCRYPTED) != "true":
        raise SettingsError(
            "Spark would write names to its disks in the clear.", "Set spark.io.encryption.enabled to true."
        )
    rows = [columns(key, signature) for key, signature in records]
    people = [msgspec.structs.astuple(row)[:-1] for row in rows]
    keys = [(key, row.unique_id) for row in rows for key in row.keys]
    session.createDataFrame(people, _PEOPLE).createOrReplaceTempView(PEOPLE)
    session.createDataFrame(keys, "key long, unique_id long").createOrReplaceTempView(KEYS)
    api = SparkAPI(spark_session=session, break_lineage_method="persist")  # type: ignore[no-untyped-call]
    return search(api, alive)


@contextmanager
def _session(master: str) -> Iterator[SparkSession]:
    builder = SparkSession.builder.master(master).appName("signing kiosk")
    for name, value in _SETTINGS.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("OFF")  # what it logs could quote what people typed
    try:
        yield session
    finally:
        session.stop()
