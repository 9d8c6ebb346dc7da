"""Fields of a signature in the forms in which two of them are the same (`Field.compared`)."""

from __future__ import annotations

from kiosk.signing.countries import resolve_country
from kiosk.signing.fields import Compared
from kiosk.signing.normalise import email_key, name_key, phone_key, postcode_key
from kiosk.signing.signature import FIELDS, Signature


def own_key(signature: Signature) -> str:
    """The answer to the own field that tells people apart, as a postcode is compared; or empty."""
    answer = signature.own.get(signature.identified_by, "")
    return postcode_key(answer) if isinstance(answer, str) else ""


def key_of(signature: Signature, name: str) -> str:
    """A field of the table in the form in which two are the same (`Field.compared`)."""
    text = str(getattr(signature, name))
    match FIELDS[name].compared:
        case Compared.NAME:
            return name_key(text)
        case Compared.EMAIL:
            return email_key(text)
        case Compared.PHONE:
            return phone_key(text, resolve_country(signature.country))
        case Compared.COUNTRY:
            return resolve_country(text) or name_key(text)
        case Compared.POSTCODE:
            return postcode_key(text)
        case Compared.AS_WRITTEN:
            return text
