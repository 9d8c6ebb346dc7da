"""The model: what is compared, and how much each agreement or difference weighs (Fellegi and Sunter, 1969).

It is a settings object of Splink's, the same for each of its backends.

An e-mail, a telephone and an address are what a household shares. So the three are not
added up: where the e-mail or the telephone is the same, the address says nothing more.
And a name that shares one word only (the family's) counts against the pair, however rare
the word is.
"""

from __future__ import annotations

from typing import Any

from splink import SettingsCreator
from splink import comparison_level_library as levels
from splink.comparison_library import CustomComparison

COMPARED = ("name", "contact", "city", "postcode")
"""The comparisons; of each, a result has a column `gamma_...` with the level that was reached."""

RARE = {"name": (1e-5, 100), "city": (0.02, 20), "postcode": (0.002, 20)}
"""Of each column: how frequent a rare value is at least, and how many people's worth of belief that is."""

_SAME_CONTACT = "email_l = email_r or phone_l = phone_r"


def settings(records: int) -> SettingsCreator:
    """The model for so many records, before it has learned how often strangers agree by chance."""
    return SettingsCreator(
        link_type="dedupe_only",
        probability_two_random_records_match=0.5,  # a match weight is then the evidence alone
        comparisons=[_name(), _contact(records), _place("city"), _place("postcode")],
    )


def _name() -> CustomComparison:
    return _comparison(
        "name",
        levels.NullLevel("name"),
        _level(levels.ExactMatchLevel("name", term_frequency_adjustments=True), "the same", 0.6, 1e-5),
        _level(
            levels.And(
                levels.DamerauLevenshteinLevel("spelling", 2), levels.JaroWinklerLevel("spelling", 0.9)
            ),
            "nearly the same",
            0.2,
            2e-5,
        ),
        _level(levels.ArraySubsetLevel("words"), "the same, but one has more words", 0.04, 1e-4),
        _level(
            levels.Or(levels.ExactMatchLevel("mandarin"), levels.ExactMatchLevel("cantonese")),
            "sounds the same",
            0.02,
            1e-4,
        ),
        _level(
            levels.And(*(levels.JaroWinklerLevel(column, 0.8) for column in ("spelling", "first", "last"))),
            "similar in each word",
            0.02,
            5e-4,
        ),
        # What a family shares: fixed, and more often so among the people of one household than by typos.
        _level(
            levels.Or(
                levels.ArrayIntersectLevel("words", 1),
                levels.JaroWinklerLevel("first", 0.9),
                levels.JaroWinklerLevel("last", 0.9),
            ),
            "one word the same or nearly so",
            0.1,
            0.08,
            fixed=True,
        ),
        _level(levels.ElseLevel(), "different", 0.02, 0.92, fixed=True),
    )


def _contact(records: int) -> CustomComparison:
    # A household's people share it: each with two others or so.
    household = min(0.25, 2 / records)
    return _comparison(
        "contact",
        levels.CustomLevel(
            "(email_l is null or email_r is null) and (phone_l is null or phone_r is null)"
        ).configure(is_null_level=True),
        _level(levels.CustomLevel(_SAME_CONTACT), "the same", 0.7, household, fixed=True),
        _level(
            levels.Or(levels.ExactMatchLevel("local"), levels.DamerauLevenshteinLevel("email", 1)),
            "nearly the same",
            0.1,
            2 * household,
            fixed=True,
        ),
        _level(levels.ElseLevel(), "different", 0.2, 0.99, fixed=True),
    )


def _place(column: str) -> CustomComparison:
    close = (
        levels.JaroWinklerLevel("city_spelling", 0.88)
        if column == "city"
        else levels.DamerauLevenshteinLevel(column, 1)
    )
    return _comparison(
        column,
        levels.CustomLevel(f"{column}_l is null or {column}_r is null or {_SAME_CONTACT}").configure(
            is_null_level=True
        ),
        _level(levels.ExactMatchLevel(column, term_frequency_adjustments=True), "the same", 0.8, 0.02),
        _level(close, "nearly the same", 0.13, 0.005),
        _level(levels.ElseLevel(), "different", 0.07, 0.97),
    )


def _comparison(column: str, *of: Any) -> CustomComparison:
    return CustomComparison(output_column_name=column, comparison_levels=list(of))


def _level(level: Any, says: str, same: float, strangers: float, *, fixed: bool = False) -> Any:
    """`level`, reached by the share `same` of one person's pairs, and `strangers` of other people's."""
    return level.configure(
        label_for_charts=says, m_probability=same, u_probability=strangers, fix_u_probability=fixed
    )
