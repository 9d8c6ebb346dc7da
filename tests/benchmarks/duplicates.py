"""Probable duplicates on FEBRL, beside plain Splink: `python -m tests.benchmarks.duplicates`.

Both see the same columns: name, city and postcode. Plain Splink has its ready-made comparisons,
compares all who share a name, a city or a postcode, and learns by its own training. Its figures are
told at its best: at the threshold with the highest recall that keeps the precision, which nobody
knows without the labels.
"""

from __future__ import annotations

import sys
import time

import duckdb
import pyarrow
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
from splink import comparison_library as library

from kiosk.coordinator.counting.likeness.memory import likeness
from kiosk.signing.signature import Signature
from tests.coordinator.counting.likeness.febrl import Pair, febrl, pair, quality

PRECISION = 0.99


def main() -> bool:
    """Prints the figures of all four data sets; returns whether they are as good as they have to be."""
    good = True
    print("set    people  pairs   precision  recall  seconds   plain Splink: precision  recall")
    for number in range(1, 5):
        records, links = febrl(number)
        started = time.monotonic()
        found = {pair(one.one, one.other) for one in likeness(records)}
        seconds = time.monotonic() - started
        precision, recall = quality(found, links)
        plain_precision, plain_recall = at_its_best(plain_splink(records), links)
        print(
            f"FEBRL{number} {len(records):7} {len(links):6} {precision:11.4f} {recall:7.4f} {seconds:8.1f}"
            f" {plain_precision:24.4f} {plain_recall:7.4f}"
        )
        good = good and precision >= PRECISION and recall >= plain_recall
    return good


def plain_splink(records: list[tuple[int, Signature]]) -> dict[Pair, float]:
    """Every pair that plain Splink compares, with its probability."""
    rows = [
        {"unique_id": key, "name": one.name, "city": one.city or None, "postcode": one.postcode or None}
        for key, one in records
    ]
    api = DuckDBAPI(duckdb.connect())
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            library.NameComparison("name"),
            library.NameComparison("city"),
            library.LevenshteinAtThresholds("postcode", [1, 2]),
        ],
        blocking_rules_to_generate_predictions=[block_on("name"), block_on("city"), block_on("postcode")],
    )
    linker = Linker(api.register(pyarrow.Table.from_pylist(rows)), settings, log_level=None)
    training = linker.training
    training.estimate_probability_two_random_records_match([block_on("name", "postcode")], recall=0.6)
    training.estimate_u_using_random_sampling(max_pairs=2e6, seed=1)
    training.estimate_parameters_using_expectation_maximisation(block_on("name"))
    training.estimate_parameters_using_expectation_maximisation(block_on("postcode"))
    found = linker.inference.predict(warning_mode="never").as_record_list()
    return {pair(row["unique_id_l"], row["unique_id_r"]): row["match_probability"] for row in found}


def at_its_best(probability: dict[Pair, float], links: set[Pair]) -> tuple[float, float]:
    """The precision and recall at the threshold of the highest recall that keeps `PRECISION`."""
    best = (0.0, 0.0)
    for threshold in sorted(set(probability.values())):
        figures = quality({one for one, value in probability.items() if value >= threshold}, links)
        if figures[0] >= PRECISION and figures[1] > best[1]:
            best = figures
    return best


if __name__ == "__main__":
    sys.exit(not main())
