"""What there is to say of a field of the form, in one place: `Signature` is the table of them."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

import msgspec

Asked = Literal["required", "asked", "off"]
"""Whether the form has a field: it must be filled, may be filled, or is not there."""


class Compared(StrEnum):
    """In which form two values are the same (`normalise`, docs/duplicates.md)."""

    AS_WRITTEN = "as written"
    NAME = "name"
    EMAIL = "email"
    PHONE = "phone"
    COUNTRY = "country"
    POSTCODE = "postcode"


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """One field of a signature; its name is the key in the signature and the column in the lists.

    Attributes:
        title: what the desk calls it, in English: a key of the catalogues.
        question: what the form asks; as `title` if empty.
        limit: code points that a text may have; 0 where it is no text that a person types.
        form: how a campaign's form has it if `[form]` does not say; None if it does not decide.
        form_key: what `[form]` calls it, if that is not its name.
        page: on which of the form's pages it stands (a `Step`).
        place: its place among those that are typed there, from 1; 0 if it is drawn or chosen.
        compared: in which form two of it are the same.
        correctable: whether a coordinator can put it right.
        public, helpers: which column it is in that list, from 1; 0 if it does not go there.
        mailing: whether mailing lists have it.
        petition: whether the petition's pages have it.
        since: the version of signatures from which on it is there.
        never: it goes into no list at all, for it is the person's own or a drawing.
    """

    title: str
    question: str = ""
    limit: int = 0
    form: Asked | None = None
    form_key: str = ""
    page: str = ""
    place: int = 0
    compared: Compared = Compared.AS_WRITTEN
    correctable: bool = False
    public: int = 0
    helpers: int = 0
    mailing: bool = False
    petition: bool = False
    since: int = 1
    never: bool = False
