"""One table says of each field what there is to say, and everything else follows it."""

from __future__ import annotations

import msgspec

from kiosk.campaign.schema import Form
from kiosk.coordinator.records.corrections import FIELDS as CORRECTABLE
from kiosk.coordinator.reports.lists import Listed
from kiosk.coordinator.reports.mailing import ACTION_NETWORK, CIVICRM
from kiosk.exchange.columns import COLUMNS
from kiosk.signing.signature import (
    FIELDS,
    FORM,
    LIMITS,
    Signature,
    fields_in,
    fields_on,
    lowest_version,
    value_of,
)
from kiosk.signing.visit import Draft, Step
from tests.people import person


def test_every_key_but_the_version_and_the_campaigns_own_is_in_the_table() -> None:
    keys = {field.name for field in msgspec.structs.fields(Signature)}
    assert keys - {"version", "own", "identified_by"} == FIELDS.keys()
    assert all(field.title for field in FIELDS.values())


def test_what_is_typed_has_a_limit_a_page_and_a_place_of_its_own_there() -> None:
    typed = {name for name, field in FIELDS.items() if field.place}
    assert typed == Draft().texts.keys() == LIMITS.keys() - {"paper_ref"}
    for page in Step:
        places = [FIELDS[name].place for name in fields_on(page)]
        assert places == list(range(1, len(places) + 1))
    assert set(CORRECTABLE) == typed


def test_what_goes_into_no_list_is_in_none() -> None:
    never = {name for name, field in FIELDS.items() if field.never}
    assert never == {"drawn", "typed_signature", "receipt"}
    assert never.isdisjoint(COLUMNS)
    for column in (lambda field: field.public, lambda field: field.helpers):
        assert never.isdisjoint(fields_in(column))


def test_mailing_lists_and_the_petition_have_what_the_table_says() -> None:
    typed = {name: f"{name}@a.org" for name, field in FIELDS.items() if field.place}
    signed = person(1, **{**typed, "country": "PT"})
    mailed = " ".join((*CIVICRM.row(signed), *ACTION_NETWORK.row(signed)))
    shown = {**typed, "country": "PT"}
    assert {name for name, text in shown.items() if text in mailed} == {
        name for name, field in FIELDS.items() if field.mailing and field.place
    }
    listed = {field.name for field in msgspec.structs.fields(Listed)} - {"initials", "own"}
    assert listed == {name for name, field in FIELDS.items() if field.petition}


def test_each_list_has_its_columns_and_each_page_its_fields_in_their_order() -> None:
    assert fields_in(lambda field: field.public) == ("name", "organisation", "role", "city", "country")
    assert fields_in(lambda field: field.helpers) == (
        "name", "organisation", "role", "email", "phone", "city", "country", "language", "help",
    )  # fmt: skip
    assert fields_on(Step.NAME) == ("name", "organisation", "role")
    assert fields_on(Step.COUNTRY) == ("country",)
    assert fields_on(Step.CONTACT) == ("email", "phone", "city", "postcode")
    mailed = {name for name, field in FIELDS.items() if field.mailing}
    assert mailed == {"name", "language", "country", "city", "postcode", "email"}
    printed = {name for name, field in FIELDS.items() if field.petition}
    assert printed == {"name", "organisation", "role", "country", "city", "drawn"}


def test_what_a_campaign_does_not_say_of_its_form_holds_by_itself() -> None:
    required = {name for name, how in FORM.items() if how == "required"}
    assert required == {"name", "country"}
    assert {name for name, how in FORM.items() if how == "off"} == FORM.keys() - required
    assert "signature" in FORM, "as campaigns call what is drawn"


def test_the_form_of_a_campaign_asks_for_what_the_table_has() -> None:
    form = {field.name for field in msgspec.structs.fields(Form)}
    assert form == {field.form_key or name for name, field in FIELDS.items() if field.form}


def test_a_value_is_found_by_its_name_in_the_table_or_among_the_campaigns_own() -> None:
    signature = person(1, own={"number": "7", "halls": ("main",)}, updates=True)
    assert value_of(signature, "country") == "HK"
    assert value_of(signature, "updates") is True
    assert value_of(signature, "number") == "7"
    assert value_of(signature, "halls") == ("main",)
    assert value_of(signature, "faculty") == ""


def test_a_signature_is_written_in_the_lowest_version_that_can_say_it() -> None:
    assert lowest_version(person(1, version=2)).version == 1
    assert lowest_version(person(1, own={"number": "7"})).version == 2
