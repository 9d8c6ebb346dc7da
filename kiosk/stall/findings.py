"""What is found when a laptop is looked at, or a rehearsal played: well, or what to do about it."""

from __future__ import annotations

from typing import Literal

import msgspec

from kiosk.errors import KioskError

Health = Literal["well", "warning", "fault", "not known"]
"""A fault must be repaired before the stall opens; a warning should be. What cannot be seen is not known."""


class ByteCount(int):
    """So many bytes, in English; a window writes them as its language does."""

    def __str__(self) -> str:
        return f"{self // 10**6} MB" if self < 10**10 else f"{self // 10**9} GB"


class Finding(msgspec.Struct, frozen=True):
    """One thing that was looked at.

    Attributes:
        name: what was looked at; the same in every version of this program.
        state: how it is.
        message: what was found and what to do, in English, with `{places}` for the values. It is also
            the key of the catalogues, so a screen shows `language.text(message, **values)`.
        values: what stands in the places.
        todo: what to do, a message too; empty where the first one says that as well.
        many: the message where the value `number` asks for a plural; empty where there is none.
    """

    name: str
    state: Health
    message: str
    values: dict[str, str | int] = {}
    todo: str = ""
    many: str = ""

    @classmethod
    def of(cls, name: str, error: KioskError) -> Finding:
        """The fault that keeps one from looking at `name`, or from its being well."""
        what, todo = error.templates
        return cls(name, "fault", what, error.values, todo)

    @property
    def sentence(self) -> str:
        """All of it in English, with the values put in."""
        message = self.many if self.many and self.values["number"] != 1 else self.message
        both = f"{message} {self.todo}".strip()
        return both.format(**self.values) if self.values else both
