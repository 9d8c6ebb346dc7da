"""The copy of one person's data as a page to read and print: one HTML file that needs nothing else.

What people typed is escaped and kept apart from the words around it, and nothing in the file is run
or fetched.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path
from types import MappingProxyType

import msgspec

from kiosk.campaign.model import FieldText
from kiosk.coordinator.rights.person_data import CorrectionOn, DecisionOn, PersonData, QuestionOn, RecordData
from kiosk.files import writing_private
from kiosk.languages import own_name
from kiosk.signing.own_fields import OwnField, text_of
from kiosk.signing.own_values import OwnValue
from kiosk.signing.signature import Public
from kiosk.signing.strokes import HEIGHT, WIDTH, decode_strokes
from kiosk.ui.desk.wording import field_words, state_words
from kiosk.ui.language import Language
from kiosk.ui.wording import listing_words, own_words

OwnFields = Mapping[str, tuple[OwnField, FieldText]]
"""The campaign's own fields by id, each with its words."""
_ALLOWED = "default-src 'none'; style-src 'unsafe-inline'"
_STYLE = (
    "body{font:16px/1.5 sans-serif;max-width:46em;margin:2em auto;padding:0 1em;color:#111;background:#fff}"
    "h1{font-size:1.6em}h2{font-size:1.25em;margin-top:2em;border-top:1px solid #999;padding-top:.7em}"
    "h3{font-size:1em;margin-bottom:0}table{border-collapse:collapse;width:100%}"
    "th,td{text-align:start;vertical-align:top;padding:.25em .6em .25em 0;border-bottom:1px solid #ddd;"
    "overflow-wrap:anywhere}th{width:32%;font-weight:normal;color:#555}"
    "svg{width:20em;max-width:100%;border:1px solid #ddd}"
)


def write_person_sheet(
    path: Path, data: PersonData, language: Language, own: OwnFields = MappingProxyType({})
) -> None:
    """Writes the page to `path`, in `language`; `own` are the campaign's own fields, with their words.

    Raises StorageError; an older file then stays.
    """
    with writing_private(path) as file:
        file.write("\n".join(_page(data, language, own)).encode(errors="replace"))


def _page(data: PersonData, language: Language, own: OwnFields) -> Iterator[str]:
    text = language.text
    title = escape(text("What we have about you"))
    yield f'<!DOCTYPE html>\n<html lang="{escape(language.tag)}"><head><meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{_ALLOWED}">'
    yield '<meta name="viewport" content="width=device-width">'
    yield f"<title>{title}</title><style>{_STYLE}</style></head><body><h1>{title}</h1>"
    yield _paragraph(
        text(
            "This is everything that the register of the campaign “{campaign}” had of your signatures on "
            "{day}. Anybody can read this file: keep it to yourself.",
            campaign=data.campaign,
            day=language.date(data.made),
        )
    )
    for record in data.records:
        yield from _record(record, language, own)
    yield _paragraph(
        text(
            "Beside this the register keeps marks that are made of your name with your e-mail, phone or "
            "postcode, of a number that tells people apart, and of your six words, by which your signatures "
            "are found. Without the campaign key they say nothing."
        )
    )
    yield "</body></html>\n"


def _record(record: RecordData, language: Language, own: OwnFields) -> Iterator[str]:
    text = language.text
    yield f"<h2>{_apart(record.kiosk)} · {record.number}</h2><table>"
    became = state_words(language)[record.status]
    if record.same_as:
        same = text("the same person as {kiosk} · {number}, which counts", **_named(record.same_as))
        became = f"{became}: {same}"
    yield _row(text("State"), " ".join(filter(None, (became, record.reason and text(record.reason)))))
    for name, title in _titles(language).items():
        if name in record.signed:
            yield from _field(name, title, record, language)
    yield from _own(record, own, language)
    for title, value in (
        (text("Kiosk"), record.kiosk_id),
        (text("Record"), record.id),
        (text("Checksum of the sealed record"), record.digest),
    ):
        yield _row(title, value)
    yield "</table>"
    yield from _drawn(str(record.signed.get("drawn", "")), text("Signature as drawn"))
    said = [_correction(one, language) for one in record.corrections]
    said += [_decision(one, language) for one in record.decisions]
    said += [_question(one, language) for one in record.questions]
    if said:  # another person stands for each of several: said once
        yield "<ul>" + "".join(f"<li>{escape(one)}</li>" for one in dict.fromkeys(said)) + "</ul>"


def _own(record: RecordData, own: OwnFields, language: Language) -> Iterator[str]:
    """What was given for the campaign's own fields, and what holds of it."""
    signed, holds = record.own
    for id in dict.fromkeys((*signed, *holds)):
        title = own[id][1].title if id in own else id
        before, now = (_own_value(id, answers.get(id, ""), own, language) for answers in (signed, holds))
        if before == now:
            yield _row(title, now)
        else:
            yield _row(
                title, language.text("{now} (as signed: {signed})", now=now or "—", signed=before or "—")
            )


def _own_value(id: str, value: OwnValue, own: OwnFields, language: Language) -> str:
    return own_words(own[id][0], value, own[id][1], language) if id in own and value != "" else text_of(value)


def _titles(language: Language) -> dict[str, str]:
    """What the fields of a signature are called, in their order on the page."""
    return {name: title for name, title in field_words(language).items() if name != "drawn"}


def _field(name: str, title: str, record: RecordData, language: Language) -> Iterator[str]:
    signed = _value(name, record.signed[name], language)
    holds = _value(name, record.holds[name], language) if name in record.holds else None
    if holds is not None:
        yield _row(title, language.text("{now} (as signed: {signed})", now=holds, signed=signed or "—"))
    elif signed:
        yield _row(title, signed)


def _value(name: str, value: object, language: Language) -> str:
    text = language.text
    if name == "public":
        words: dict[Public, str] = listing_words(language)
        return next(said for key, said in words.items() if key == value)
    if isinstance(value, bool):
        return text("yes") if value else text("no")
    if isinstance(value, tuple):
        return ", ".join(value) or text("no")
    said = str(value)
    if not said:
        return ""
    if name == "kind":
        return text("organisation") if said == "organisation" else text("person")
    return {"date": language.date, "country": language.country, "language": own_name}.get(name, str)(said)


def _correction(one: CorrectionOn, language: Language) -> str:
    text, titles = language.text, _titles(language)
    values = {**one.fields, **(msgspec.structs.asdict(one.choices) if one.choices else {})}
    told = "; ".join(
        f"{titles.get(name, name)}: {_value(name, value, language) or '—'}" for name, value in values.items()
    )
    said = text("{day}: put right: {values}.", day=language.date(one.day), values=told)
    if not one.stands:
        said = text(
            "{day}: put right, and taken back since: {values}.", day=language.date(one.day), values=told
        )
    return " ".join(filter(None, (said, one.reason)))


def _decision(one: DecisionOn, language: Language) -> str:
    text = language.text
    day = language.date(one.day)
    other = one.other.replace(":", " · ") or text("another person’s signature")
    said = {
        "same": text("{day}: decided that this and {other} are one person’s.", day=day, other=other),
        "different": text("{day}: decided that this and {other} are two people’s.", day=day, other=other),
    }.get(one.verdict, text("{day}: a decision on this and {other} was taken back.", day=day, other=other))
    return " ".join(filter(None, (said, one.reason)))


def _question(one: QuestionOn, language: Language) -> str:
    other = one.other.replace(":", " · ") or language.text("another person’s signature")
    return language.text("It is not decided whether this and {other} are one person’s.", other=other)


def _drawn(drawn: str, title: str) -> Iterator[str]:
    if drawn:
        lines = "".join(
            f'<polyline points="{" ".join(f"{x},{y}" for x, y in [*stroke, stroke[-1]])}"/>'
            for stroke in decode_strokes(drawn)
        )
        yield f"<h3>{escape(title)}</h3>"
        yield (
            f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" fill="none" stroke="#111" stroke-width="22" '
            f'stroke-linecap="round" stroke-linejoin="round">{lines}</svg>'
        )


def _named(reference: str) -> dict[str, object]:
    kiosk, _, number = reference.rpartition(":")
    return {"kiosk": kiosk, "number": number}


def _row(title: str, value: str) -> str:
    return f"<tr><th>{escape(title)}</th><td>{_apart(value)}</td></tr>"


def _paragraph(words: str) -> str:
    return f"<p>{escape(words)}</p>"


def _apart(value: str) -> str:
    """A value, escaped, whose direction of writing does not reach beyond it."""
    return f"<bdi>{escape(value)}</bdi>"
