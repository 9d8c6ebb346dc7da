"""What the form says about a field: too much, too little, or a gentle doubt. Qt-free.

Only a missing required field or an over-long one stops a person; everything else is
a doubt that they may wave away, because real names and numbers come in every shape.
"""

from __future__ import annotations

from collections.abc import Mapping

from kiosk.signing.countries import countries_named, resolve_country
from kiosk.signing.findings import FieldFinding, FieldRemark, is_blank
from kiosk.signing.signature import LIMITS


def check_text(field: str, text: str, *, required: bool) -> list[FieldFinding]:
    """What there is to say about one text field."""
    if is_blank(text):
        return [FieldFinding(field, FieldRemark.REQUIRED)] if required else []
    if len(text) > LIMITS[field]:
        return [FieldFinding(field, FieldRemark.TOO_LONG)]
    return []


def check_email(email: str) -> list[FieldFinding]:
    """A doubt about an address that no mail server would take."""
    if is_blank(email):
        return []
    from email_validator import EmailNotValidError, validate_email  # no start waits for it

    try:
        validate_email(email.strip(), test_environment=True)  # asks no name server, and takes ".test"
    except EmailNotValidError:
        return [FieldFinding("email", FieldRemark.DOUBTFUL_EMAIL)]
    return []


def check_phone(phone: str, country: str) -> list[FieldFinding]:
    """A doubt about a number that no phone in its country has."""
    if is_blank(phone):
        return []
    import phonenumbers  # no start waits for it

    try:
        number = phonenumbers.parse(phone, resolve_country(country))
        if phonenumbers.is_possible_number(number):
            return []
    except phonenumbers.NumberParseException:
        pass
    return [FieldFinding("phone", FieldRemark.DOUBTFUL_PHONE)]


def check_country(country: str) -> list[FieldFinding]:
    """A doubt about a country that is in no list, or whose name is that of several."""
    if is_blank(country) or resolve_country(country):
        return []
    several = countries_named(country)
    return [
        FieldFinding("country", FieldRemark.SEVERAL_COUNTRIES if several else FieldRemark.UNKNOWN_COUNTRY)
    ]


def check_fields(
    values: Mapping[str, str], asked: Mapping[str, str], fields: tuple[str, ...]
) -> list[FieldFinding]:
    """Everything there is to say about `fields` of a form.

    Args:
        values: what was typed, by field.
        asked: "required", "asked" or "off", by field.
        fields: the text fields to look at.
    """
    findings: list[FieldFinding] = []
    for field in fields:
        text = values.get(field, "")
        findings += check_text(field, text, required=asked.get(field) == "required")
        if field == "email":
            findings += check_email(text)
        elif field == "phone":
            findings += check_phone(text, values.get("country", ""))
        elif field == "country":
            findings += check_country(text)
    return findings
