"""Answers to the campaign's own fields, as somebody typed them up from paper."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kiosk.campaign.model import Campaign
from kiosk.errors import PaperError
from kiosk.signing.findings import FieldRemark, is_blank
from kiosk.signing.own_fields import OwnField, own_values, plain
from kiosk.signing.own_values import Own
from kiosk.stall.days import DateOrder, read_any_day

YES = {"yes", "y", "true", "1", "x", "ja", "oui", "sí", "si", "是", "好"}
NO = {"no", "n", "false", "0", "nein", "non", "否", "不"}


def read_own(campaign: Campaign, cells: Mapping[str, str], order: DateOrder | None) -> Own:
    """What a row says of the campaign's own fields.

    Args:
        order: how the sheet writes a day that can be two.

    Raises:
        PaperError: something required is missing, or an answer does not fit. Its sentence quotes nothing.
    """
    answers: dict[str, object] = {}
    for field in campaign.fields:
        if field.asked == "off":
            continue
        cell = cells.get(field.id, "")
        answers[field.id] = None if is_blank(cell) else _answer(campaign, field, cell, order)
        for finding in field.findings(answers[field.id], required=field.asked == "required"):
            raise PaperError(_why(field, finding.remark))
    return own_values(campaign.fields, answers)


def _answer(campaign: Campaign, field: OwnField, cell: str, order: DateOrder | None) -> object:
    if field.kind == "date":
        return read_any_day(field.id, cell, order).isoformat()
    if field.kind == "yes-no":
        word = plain(cell).lower()
        if word not in YES | NO:
            raise PaperError(f"Its {field.id} is neither yes nor no.")
        return word in YES
    if field.kind == "choice":
        return _option(campaign, field, cell)
    if field.kind == "choices":
        return frozenset(_option(campaign, field, part) for part in cell.split(";") if not is_blank(part))
    return cell


def _option(campaign: Campaign, field: OwnField, text: str) -> str:
    """The option that a text means: by its id, or by its words in any language of the campaign."""
    wanted = plain(text).casefold()
    found = {option for option, words in _options(campaign, field) if plain(words).casefold() == wanted}
    if len(found) != 1:
        raise PaperError(f"Its {field.id} is none of: {', '.join(field.options)}.")
    return found.pop()


def _options(campaign: Campaign, field: OwnField) -> Iterator[tuple[str, str]]:
    for option in field.options:
        yield option, option
        for texts in campaign.texts.values():
            yield option, texts.fields[field.id].options[option]


def _why(field: OwnField, remark: FieldRemark) -> str:
    if remark is FieldRemark.REQUIRED:
        return f"It has no {field.id}."
    if remark is FieldRemark.TOO_LONG:
        return f"Its {field.id} is longer than {field.limit} characters."
    return f"Its {field.id} does not fit what the campaign asks for."
