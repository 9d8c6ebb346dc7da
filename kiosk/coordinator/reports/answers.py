"""How many gave which answer to the campaign's own fields: counting takes the key."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.records.people import Progress, counted_signatures
from kiosk.coordinator.register.register import Register
from kiosk.signing.own_fields import COUNTED, OwnField, parts_of
from kiosk.signing.own_values import OwnValue

OTHER = "other"
"""Stands for an option that the campaign does not have."""

Answers = Mapping[str, Mapping[str, int]]
"""By field: how many of those who count gave which answer; "" for those who gave none."""


def count_answers(
    register: Register,
    keys: CampaignKeys,
    fields: Sequence[OwnField],
    progress: Progress = lambda read: None,
) -> Answers:
    """The answers to those of `fields` that can be counted; what is sensitive is not.

    Raises:
        CampaignError: a record was changed in the register.
    """
    asked = [field for field in fields if field.kind in COUNTED and not field.sensitive]
    if not asked:
        return {}
    found: dict[str, Counter[str]] = {field.id: Counter(dict.fromkeys(_options(field), 0)) for field in asked}
    for one in counted_signatures(register, keys, progress):
        for field in asked:
            found[field.id].update(_given(field, one.own.get(field.id)))
    return found


def _options(field: OwnField) -> tuple[str, ...]:
    return field.options or ("yes", "no")


def _given(field: OwnField, answer: OwnValue | None) -> list[str]:
    if answer is None:
        return [""]
    known = _options(field)
    return [part if part in known else OTHER for part in parts_of(answer)]
