"""The lists that a coordinator makes from the register: who is in each, and in which columns.

Only signatures that count are in them, but for the full list, which has every record; and
only that one is in the order of signing, which would tell who watched a stall which name
belongs to which face. docs/reports.md says who may get which.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import msgspec

from kiosk.campaign.model import Campaign
from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.counting.kiosk_names import kiosk_names
from kiosk.coordinator.records.people import Progress, counted_signatures, rows_that_hold
from kiosk.coordinator.register.register import Register, Row
from kiosk.coordinator.reports import mailing
from kiosk.coordinator.reports.answers import Answers, count_answers
from kiosk.coordinator.reports.totals import Totals, total
from kiosk.exchange.columns import COLUMNS
from kiosk.signing.countries import country_name
from kiosk.signing.listing import listed_name
from kiosk.signing.own_fields import OwnField, parts_of, text_of
from kiosk.signing.signature import Signature, fields_in
from kiosk.wording import searchable

Beside = Callable[[Signature], tuple[str, ...]]
"""Some more cells for a signature."""


class ListKind(StrEnum):
    """Which list."""

    ALL = "all"
    PUBLIC = "public"
    CIVICRM = "mailing-civicrm"
    ACTION_NETWORK = "mailing-actionnetwork"
    HELPERS = "helpers"


@dataclass(frozen=True)
class Sheet:
    """A table to be written once: a title, columns, and rows of as many cells, all of them text.

    Attributes:
        for_programs: a program reads it, so nothing is put before or into a cell for people's sake.
        totals: counts what belongs to it, for a format that has room for that.
    """

    title: str
    columns: tuple[str, ...]
    rows: Iterable[tuple[str, ...]]
    for_programs: bool = False
    totals: Callable[[], tuple[Totals, Answers]] | None = None


class Listed(msgspec.Struct, frozen=True, gc=False):
    """One line of the public list: nothing in it but what may leave the coordinators' hands.

    `initials` says that the name is only these. `country` is as in the signature. `drawn` is
    the drawn signature of those listed by name; `own` has what they gave in the campaign's own fields
    that go onto the petition.
    """

    name: str
    initials: bool
    organisation: str
    role: str
    city: str
    country: str
    drawn: str
    own: tuple[str, ...] = ()


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
        return full_list(register, keys, campaign.fields)
    if kind is ListKind.PUBLIC:
        columns = (*_PUBLIC, *(field.id for field in petition_fields(campaign)))
        return Sheet("Public list", columns, _public_rows(register, keys, campaign, language, progress))
    if kind is ListKind.HELPERS:
        columns = (*_HELPERS, *(field.id for field in _open_fields(campaign)))
        return Sheet("Helpers", columns, sorted(_helper_rows(register, keys, campaign, language, progress)))
    layout = mailing.CIVICRM if kind is ListKind.CIVICRM else mailing.ACTION_NETWORK
    news = (layout.row(one) for one in counted_signatures(register, keys, progress) if mailing.gets_news(one))
    return Sheet("Mailing list", layout.columns, sorted(news), for_programs=True)


def full_list(register: Register, keys: CampaignKeys, own: Sequence[OwnField] = ()) -> Sheet:
    """Every record with every field, by kiosk and number. A duplicate names the one that counts.

    The campaign's `own` fields have a column each, and one more has answers to others.

    Fields are as typed, unless a coordinator put them right; choices are those that hold for the person.
    """
    names = kiosk_names(register)
    ids = [field.id for field in own]
    rows = (_full_row(row, names, ids) for row in rows_that_hold(register, keys))
    return Sheet(
        "Signatures",
        (*COLUMNS, *ids, "other_fields"),
        rows,
        totals=lambda: (total(register), count_answers(register, keys, own)),
    )


def public_list(
    register: Register,
    keys: CampaignKeys,
    progress: Progress = lambda read: None,
    beside: Beside = lambda one: (),
) -> list[Listed]:
    """Those who agreed to be listed, by name: in another order than that in which they signed.

    Args:
        beside: what else the list has of those who are listed by name (`on_petition`).
    """
    listed = []
    for one in counted_signatures(register, keys, progress):
        name = listed_name(one)
        if name is not None:
            short = one.public == "initials"
            drawn = "" if short else one.drawn
            own = tuple("" if short else cell for cell in beside(one))
            fields = (one.organisation, one.role, one.city, one.country)
            listed.append(Listed(name, short, *fields, drawn, own))
    return sorted(listed, key=lambda one: (searchable(one.name), *msgspec.structs.astuple(one)))


def _full_row(row: Row, names: dict[bytes, str], own: Sequence[str]) -> tuple[str, ...]:
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
        others = []
        for id, answer in signature.own.items():
            if id in own:
                cells[id] = text_of(answer)
            else:
                others.append(f"{id}: {text_of(answer)}")
        cells["other_fields"] = "; ".join(others)
    return tuple(cells.get(column, "") for column in (*COLUMNS, *own, "other_fields"))


def _public_rows(
    register: Register, keys: CampaignKeys, campaign: Campaign, language: str, progress: Progress
) -> Iterator[tuple[str, ...]]:
    for one in public_list(register, keys, progress, on_petition(campaign, language)):
        country = country_name(one.country, language)
        yield (*(country if name == "country" else getattr(one, name) for name in _PUBLIC), *one.own)


_PUBLIC: Final = fields_in(lambda field: field.public)
_HELPERS: Final = fields_in(lambda field: field.helpers)


def petition_fields(campaign: Campaign) -> list[OwnField]:
    """The own fields that go onto the petition."""
    return [field for field in campaign.fields if field.petition]


def on_petition(campaign: Campaign, language: str) -> Beside:
    """What the petition has of a signature in `petition_fields`, in `language`."""
    return lambda one: _own_cells(one, petition_fields(campaign), campaign, language)


def _open_fields(campaign: Campaign) -> list[OwnField]:
    """The own fields that may go into other lists than that of everything."""
    return [field for field in campaign.fields if not field.sensitive]


def _own_cells(
    one: Signature, fields: Iterable[OwnField], campaign: Campaign, language: str
) -> tuple[str, ...]:
    """What `one` has in own fields; options as they are called in `language`."""
    words = campaign.texts[language].fields
    return tuple(
        "; ".join(words[field.id].options.get(part, part) for part in parts_of(one.own.get(field.id, "")))
        for field in fields
    )


def _helper_rows(
    register: Register, keys: CampaignKeys, campaign: Campaign, language: str, progress: Progress
) -> Iterator[tuple[str, ...]]:
    titles = {action.id: action.title for action in campaign.texts[language].actions}
    for one in counted_signatures(register, keys, progress):
        if one.help:
            shown = {
                "help": "; ".join(titles.get(id, id) for id in one.help),
                "country": country_name(one.country, language),
            }
            cells = [shown.get(name) or getattr(one, name) for name in _HELPERS]
            yield (*cells, *_own_cells(one, _open_fields(campaign), campaign, language))
