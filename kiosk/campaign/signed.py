"""`signed.toml`: how many have signed so far, and who of them may be named, as `campaign update` writes it.

The coordinator may edit it like any other file of the content. The names are a stranger's
text: they are shown plain, and held to the same limits as the rest.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from typing import Literal

import msgspec

from kiosk.campaign.checks import COUNTRIES
from kiosk.campaign.model import Endorser, Signed
from kiosk.campaign.source import MAX_ITEMS, Source

NAME = "signed.toml"
"""The file's path in a content folder."""
MAX_SIGNED = 1_000_000_000

_HEAD = """\
# How many have signed so far, and who of them agreed to be named. "kiosk campaign update"
# writes this file anew. Write show = false below a name that the screens shall not show:
# later updates keep that.
"""


class SignedName(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody who signed and may be named; `country` is an ISO 3166 code or empty."""

    name: str
    kind: Literal["person", "organisation"]
    role: str = ""
    country: str = ""
    show: bool = True

    @property
    def who(self) -> tuple[str, str]:
        """By which one is known again at the next update."""
        return self.kind, self.name


class SignedFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of `signed.toml`."""

    signed: int
    day: datetime.date
    names: list[SignedName] = []


def read_signed(files: Mapping[str, bytes]) -> SignedFile | None:
    """What `signed.toml` holds; None where there is no such file.

    Raises:
        ContentError: the first mistake in it, with its line.
    """
    if NAME not in files:
        return None
    source = Source(NAME, files[NAME])
    file = source.convert(source.toml, SignedFile)
    if not 0 <= file.signed <= MAX_SIGNED:
        raise source.mistake(
            "signed",
            "{file}, line {line}: the number must be from 0 to {most}.",
            most=f"{MAX_SIGNED:,}",
        )
    if len(file.names) > MAX_ITEMS:
        raise source.mistake(
            "names", "{file}, line {line}: there are more than {most} names.", most=MAX_ITEMS
        )
    for name in file.names:
        if not name.name.strip():
            raise source.mistake("names", "{file}, line {line}: a name is empty.")
        if name.country and name.country not in COUNTRIES:
            raise source.mistake(
                name.country,
                "{file}, line {line}: use a code such as 'HK' for '{country}'.",
                country=name.country,
            )
    return file


def shown(file: SignedFile) -> Signed:
    """What the screens show of `file`."""
    endorsers = [
        Endorser(f"signed-{number}", one.kind, one.country, "", one.name, one.role)
        for number, one in enumerate(file.names, 1)
        if one.show
    ]
    return Signed(file.signed, file.day, endorsers)


def write_signed(file: SignedFile) -> bytes:
    """The TOML file that `read_signed` reads as `file`."""
    lines = [_HEAD, f"signed = {file.signed}", f"day = {file.day.isoformat()}"]
    for name in file.names:
        lines += ["", "[[names]]", f"name = {_text(name.name)}", f"kind = {_text(name.kind)}"]
        lines += [f"role = {_text(name.role)}"] if name.role else []
        lines += [f"country = {_text(name.country)}"] if name.country else []
        lines += ["show = false"] if not name.show else []
    return ("\n".join(lines) + "\n").encode()


def _text(text: str) -> str:
    """`text` as a TOML basic string, which JSON's strings are but for U+007F (TOML 1.0)."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
