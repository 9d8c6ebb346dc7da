"""The search: records in, likely pairs out, through the model on one of Splink's backends."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from splink import Linker

from kiosk.coordinator.counting.likeness.model import COMPARED, RARE, settings

LIKELY = 0.3
"""The probability from which a pair is put before the coordinator."""
MAX_SHARE = 200
"""A key that more records share finds nobody: nobody is compared with all who live in London."""
MAX_PAIRS = 30_000_000
"""Pairs that are compared at most; with more, the keys that the most records share find nobody."""
LEARN_FROM = 1000
"""Records from which chance agreement is measured in the campaign itself, not taken from the model."""

PEOPLE, KEYS = "people", "keys"
"""The two tables that a backend must have: `Columns` without its keys; and (key, unique_id)."""

_CHUNK = 2_000_000
"""Pairs that are compared at a time, so that memory stays flat."""
_SAMPLE = 2000
"""Records of which every two are compared to measure chance agreement."""
_PRIME = 1_000_003
_LEAST_U = 1e-6
_SURE = 0.9
_TO_EACH_SURE = 1.5
"""Pairs in all for each that is sure."""
_ROUNDS = 20
_PAIRS_A_RECORD = 10
"""Duplicates of each record at most, on average: evidence that would not even then do is not kept."""

# What Splink tells could quote what people typed.
logging.getLogger("splink").setLevel(logging.CRITICAL)


@dataclass(frozen=True)
class Likely:
    """Two records that are probably one person's.

    Attributes:
        one, other: their keys with the caller, the smaller first.
        probability: between 0 and 1.
        why: how far name, contact, city and postcode agree; without those that tell nothing.
    """

    one: int
    other: int
    probability: float
    why: dict[str, str]


class _Weighed(NamedTuple):
    """A pair, its match weight (the evidence: a binary logarithm of odds), and the levels it reached."""

    one: int
    other: int
    weight: float
    levels: tuple[int, ...]


Alive = Callable[[], None]
"""Called now and then while a search is under way; what it raises ends the search."""


def search(api: Any, alive: Alive = lambda: None) -> list[Likely]:
    """All likely pairs of the records in `PEOPLE`, the likeliest first.

    Args:
        api: a backend of Splink's (DuckDBAPI or SparkAPI) on which `PEOPLE` and `KEYS` are.
    """
    records = _number(api, f"SELECT count(*) AS n FROM {PEOPLE}")
    if records < 2:
        return []
    people = api.register(PEOPLE)
    model = _learned(api, people, records)
    weighed = sorted(
        _weigh(api, people, model, records, alive), key=lambda pair: (-pair.weight, pair.one, pair.other)
    )
    odds = _odds([pair.weight for pair in weighed], records)
    says = _says(model)
    return [_likely(pair, odds, says) for pair in weighed if _probability(pair.weight, odds) >= LIKELY]


def _learned(api: Any, people: Any, records: int) -> dict[str, Any]:
    """The model as Splink writes it down, with how often strangers agree in this campaign."""
    if records >= LEARN_FROM:
        # Splink would draw another sample on each backend; keys that stay with a record are as good as drawn.
        drawn = f"SELECT * FROM {PEOPLE} ORDER BY unique_id % {_PRIME}, unique_id LIMIT {_SAMPLE}"
        linker = _linker(api, api.query_sql(drawn), settings(records))
        linker.training.estimate_u_using_random_sampling(_SAMPLE**2, min_count_per_level=None, num_chunks=1)
    else:
        linker = _linker(api, people, settings(records))
    model: dict[str, Any] = linker.misc.save_model_to_json()
    for level in (level for one in model["comparisons"] for level in one["comparison_levels"]):
        if "u_probability" in level:
            level["u_probability"] = max(level["u_probability"], _LEAST_U)
    return model


def _linker(api: Any, people: Any, model: Any) -> Linker:
    linker = Linker(people, model, log_level=None, validate_settings=False)
    for column in RARE:
        linker.table_management.register_term_frequency_lookup(api.query_sql(_frequencies(column)), column)
    return linker


def _frequencies(column: str) -> str:
    """How likely a stranger has each value of `column`: counted without the two that agree on it."""
    rare, held = RARE[column]
    frequency = f"(count(*) - 2 + {rare * held}) / (max(n) - 2 + {held})"
    return f"""
        SELECT {column}, greatest({rare}, {frequency}) AS tf_{column}
        FROM {PEOPLE} CROSS JOIN (SELECT count(*) AS n FROM {PEOPLE}) AS everybody
        WHERE {column} IS NOT NULL GROUP BY {column}
    """


def _weigh(api: Any, people: Any, model: dict[str, Any], records: int, alive: Alive) -> Iterator[_Weighed]:
    """Every pair that shares a key and could become likely, some millions at a time."""
    linker = _linker(api, people, model)
    # No pair of less evidence becomes likely, however common duplicates are.
    least = math.log2(LIKELY / (1 - LIKELY)) - math.log2(2 * _PAIRS_A_RECORD / records)
    levels = ", ".join(f"gamma_{column}" for column in COMPARED)
    share, pairs = _share(api)
    chunks = 1 + pairs // _CHUNK
    for chunk in range(chunks):
        alive()
        candidates = api.query_sql(_pairs(share, chunk, chunks))
        linker.table_management.register_blocked_pairs_for_predict(candidates)
        found = linker.inference.predict(threshold_match_weight=least, warning_mode="never")
        kept = f"SELECT unique_id_l, unique_id_r, match_weight, {levels} FROM {found.physical_name}"
        rows = api.query_sql(kept)
        for row in rows.as_record_list():
            left, right, weight, *reached = row.values()
            yield _Weighed(min(left, right), max(left, right), weight, tuple(reached))
        for table in (rows, found, candidates):
            table.drop_table_from_database_and_remove_from_cache()


def _share(api: Any) -> tuple[int, int]:
    """How many records may share a key that counts, and how many pairs that makes."""
    sizes = api.query_sql(f"""
        SELECT n, count(*) AS keys FROM (SELECT count(*) AS n FROM {KEYS} GROUP BY key) AS sizes
        WHERE n BETWEEN 2 AND {MAX_SHARE} GROUP BY n ORDER BY n
    """)
    share, pairs = 1, 0
    for row in sorted(sizes.as_record_list(), key=lambda row: int(row["n"])):
        more = row["keys"] * row["n"] * (row["n"] - 1) // 2
        if pairs + more > MAX_PAIRS:
            break
        share, pairs = row["n"], pairs + more
    return share, pairs


def _pairs(share: int, chunk: int, chunks: int) -> str:
    return f"""
        SELECT DISTINCT l.unique_id AS join_key_l, r.unique_id AS join_key_r, '0' AS match_key
        FROM {KEYS} l JOIN {KEYS} r ON l.key = r.key AND l.unique_id < r.unique_id
        WHERE l.key IN (SELECT key FROM {KEYS} GROUP BY key HAVING count(*) BETWEEN 2 AND {share})
        AND l.unique_id % {chunks} = {chunk}
    """


def _odds(weights: Sequence[float], records: int) -> float:
    """How likely it is, before any evidence, that two records are one person's: learned from the clear cases.

    Starts from one duplicate in a hundred records, and counts those that are then beyond
    doubt, until that changes nothing. The doubtful ones do not raise it: they may be families.
    """
    pairs = records * (records - 1) / 2
    sure, odds = 0, 0.0
    for _ in range(_ROUNDS):
        share = min(0.5, (records / 100 + _TO_EACH_SURE * sure) / pairs)
        odds = share / (1 - share)
        before, sure = sure, sum(_probability(weight, odds) >= _SURE for weight in weights)
        if sure == before:
            break
    return odds


def _probability(weight: float, odds: float) -> float:
    return 1 - 1 / (1 + odds * 2**weight)


def _likely(pair: _Weighed, odds: float, says: dict[str, list[str]]) -> Likely:
    why = {what: says[what][level] for what, level in zip(COMPARED, pair.levels, strict=True) if level >= 0}
    return Likely(pair.one, pair.other, _probability(pair.weight, odds), why)


def _says(model: dict[str, Any]) -> dict[str, list[str]]:
    """For each comparison, what each of its levels says: the one that Splink calls 0 first."""
    return {
        one["output_column_name"]: [
            level["label_for_charts"]
            for level in reversed(one["comparison_levels"])
            if not level.get("is_null_level")
        ]
        for one in model["comparisons"]
    }


def _number(api: Any, query: str) -> int:
    return int(api.query_sql(query).as_record_list()[0]["n"])
