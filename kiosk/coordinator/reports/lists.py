"""The lists that a coordinator makes from the register: who is in each, and in which columns.

Only signatures that count are in them, but for the full list, which has every record; and
only that one is in the order of signing, which would tell who watched a stall which name
belongs to which face. docs/reports.md says who may get which.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

import msgspec

from kiosk.campaign.model import Campaign
from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.counting.kiosk_names import kiosk_names
from kiosk.coordinator.records.people import rows_that_hold
from kiosk.coordinator.register.register import Register, Row, State
from kiosk.coordinator.reports import mailing
from kiosk.exchange.columns import COLUMNS
from kiosk.signing.countries import country_name
from kiosk.signing.listing import listed_name
from kiosk.signing.signature import Signature
from kiosk.wording import searchable

Progress = Callable[[int], object]
"""Told how many records of the register are read; what it raises ends the reading."""


class ListKind(StrEnum):
    """Which list."""

    ALL = "all"
    PUBLIC = "public"
    CIVICRM = "mailing-civicrm"
    ACTION_NETWORK = "mailing-actionnetwork"
    HELPERS = "helpers"


@dataclass(frozen=True)
class Sheet:
    """A table to be written once: a title, columns, and rows of as many cells, all of them text."""

    title: str
    columns: tuple[str, ...]
    rows: Iterable[tuple[str, ...]]


class Listed(msgspec.Struct, frozen=True, gc=False):
    """One line of the public list: nothing in it but what may leave the coordinators' hands.

    `initials` says that the name is only these. `country` is as in the signature. `drawn` is
    the drawn signature of those listed by name.
    """

    name: str
    initials: bool
    organisation: str
    role: str
    city: str
    country: str
    drawn: str


def make_list(
    kind: ListKind,
    register: Register,
    keys: CampaignKeys,
    campaign: Campaign,
    language: str,
    progress: Progress = lambda read: None,
) -> Sheet:
    """The list `kind`, with countries and kinds of help named in `language`.

    All but `ListKind.ALL` are sorted, so they are read whole before there is a row of them.

    Making it, or reading its rows, raises CampaignError if a record was changed in the register.
    """
    if kind is ListKind.ALL:
        return full_list(register, keys)
    if kind is ListKind.PUBLIC:
        columns = ("name", "organisation", "role", "city", "country")
        return Sheet("Public list", columns, _public_rows(register, keys, language, progress))
    if kind is ListKind.HELPERS:
        return Sheet(
            "Helpers", _HELPER_COLUMNS, sorted(_helper_rows(register, keys, campaign, language, progress))
        )
    layout = mailing.CIVICRM if kind is ListKind.CIVICRM else mailing.ACTION_NETWORK
    news = (layout.row(one) for one in counted_signatures(register, keys, progress) if mailing.gets_news(one))
    return Sheet("Mailing list", layout.columns, sorted(news))


def full_list(register: Register, keys: CampaignKeys) -> Sheet:
    """Every record with every field, by kiosk and number. A duplicate names the one that counts.

    Fields are as typed, unless a coordinator put them right; choices are those that hold for the person.
    """
    names = kiosk_names(register)
    return Sheet("Signatures", COLUMNS, (_full_row(row, names) for row in rows_that_hold(register, keys)))


def public_list(
    register: Register, keys: CampaignKeys, progress: Progress = lambda read: None
) -> list[Listed]:
    """Those who agreed to be listed, by name: in another order than that in which they signed."""
    listed = []
    for one in counted_signatures(register, keys, progress):
        name = listed_name(one)
        if name is not None:
            short = one.public == "initials"
            drawn = "" if short else one.drawn
            listed.append(Listed(name, short, one.organisation, one.role, one.city, one.country, drawn))
    return sorted(listed, key=lambda one: (searchable(one.name), *msgspec.structs.astuple(one)))


def counted_signatures(
    register: Register, keys: CampaignKeys, progress: Progress = lambda read: None
) -> Iterator[Signature]:
    """Every signature that counts, with the choices that hold for its person (`people.py`).

    Raises CampaignError if a record was changed in the register.
    """
    for read, row in enumerate(rows_that_hold(register, keys), 1):
        progress(read)
        if row.status is State.COUNTED and row.signature is not None:
            yield row.signature


def _full_row(row: Row, names: dict[bytes, str]) -> tuple[str, ...]:
    cells = {
        "id": row.id.hex(),
        "kiosk": names[row.kiosk],
        "status": row.status.value,
        "duplicate_of": row.duplicate_of.hex() if row.duplicate_of else "",
    }
    signature = row.signature
    if signature is not None:
        for column in COLUMNS:
            value = getattr(signature, column, "")
            if isinstance(value, str) and column not in cells:
                cells[column] = value
        cells["public"] = {"name": "yes", "initials": "initials", "no": "no"}[signature.public]
        cells["updates"] = "yes" if signature.updates else "no"
        cells["help"] = "; ".join(signature.help) or "no"
    return tuple(cells.get(column, "") for column in COLUMNS)


def _public_rows(
    register: Register, keys: CampaignKeys, language: str, progress: Progress
) -> Iterator[tuple[str, ...]]:
    for one in public_list(register, keys, progress):
        yield one.name, one.organisation, one.role, one.city, country_name(one.country, language)


_HELPER_COLUMNS = (
    "name", "organisation", "role", "email", "phone", "city", "country", "language", "help",
)  # fmt: skip


def _helper_rows(
    register: Register, keys: CampaignKeys, campaign: Campaign, language: str, progress: Progress
) -> Iterator[tuple[str, ...]]:
    titles = {action.id: action.title for action in campaign.texts[language].actions}
    for one in counted_signatures(register, keys, progress):
        if one.help:
            offers = "; ".join(titles.get(id, id) for id in one.help)
            country = country_name(one.country, language)
            yield (
                one.name, one.organisation, one.role, one.email, one.phone, one.city, country, one.language,
                offers,
            )  # fmt: skip
