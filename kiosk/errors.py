"""What can go wrong, each with what to do about it; and what there is to remark on.

Every error that a person can meet is a `KioskError`: one sentence of what
happened and one of what to do next. Neither ever quotes what a visitor typed.

What staff can meet in a window is written as templates, which are the keys of the
catalogues (`Language.error`); what only a terminal shows may be ready sentences.
"""

from __future__ import annotations

import datetime
from typing import ClassVar

Value = str | int | datetime.date


class Remark:
    """What there is to say, in a sentence or two that can be told in every language (`Language.remark`).

    It is no struct, so that JSON has its words.

    Args:
        what: in English, with `{places}` for values: the key of the catalogues.
        todo: what to do, a key too; empty where there is nothing to do, or `what` says it as well.
        values: what stands in the places. Without any, both are taken as they are, braces and all.
    """

    def __init__(self, what: str, todo: str = "", /, **values: Value) -> None:
        self.templates = (what, todo)
        self.values = values

    def __str__(self) -> str:
        """All of it in English; numbers with separators, days in ISO 8601."""
        words = " ".join(filter(None, self.templates))
        values = {
            name: f"{value:,}" if isinstance(value, int) else str(value)
            for name, value in self.values.items()
        }
        return words.format(**values) if values else words


class KioskError(Exception):
    """Something went wrong that the person can do something about.

    Args:
        what: one sentence in English: what happened, with `{places}` for the file's name and the like.
        todo: one sentence: what to do next.
        values: what stands in the places. Without any, both are taken as they are, braces and all.

    Attributes:
        what, todo: the sentences with their values put in.
        templates: the sentences as they were given.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, what: str, todo: str = "", /, **values: object) -> None:
        self.templates = (what, todo)
        self.values = {
            name: value if isinstance(value, int) else str(value) for name, value in values.items()
        }
        if values:
            what, todo = what.format(**self.values), todo.format(**self.values)
        self.what = what
        self.todo = todo
        super().__init__(what)  # the only argument: pickle brings back the rest itself

    def __str__(self) -> str:
        return f"{self.what} {self.todo}".strip()

    @property
    def remark(self) -> Remark:
        """The same as a remark, where the error is one of several things to tell."""
        return Remark(*self.templates, **self.values)


class StorageError(KioskError):
    """A disk, stick or folder cannot be read or written: full, read-only, gone."""


class LoginError(StorageError):
    """A server does not take this user and password, or asks for one."""


class NewerVersionError(KioskError):
    """A file or folder was made by a newer version of this program."""


class ContentError(KioskError):
    """A campaign's content folder has a mistake: the file and line are in the sentence."""


class ChangedOnDiskError(ContentError):
    """Somebody else changed files of the content since they were read for editing."""


class PackError(KioskError):
    """A pack is damaged, forged, or not for this kiosk."""


class SealError(KioskError):
    """A signature cannot be sealed or opened."""


class SignatureError(KioskError):
    """What was typed cannot become a signature (something required is missing, or too long)."""


class ReceiptError(KioskError):
    """What was typed is not a receipt code."""


class SettingsError(KioskError):
    """This laptop's settings are missing, damaged, or do not allow what was asked."""


class ClockError(KioskError):
    """The clock shows a day that it cannot be."""


class VaultError(KioskError):
    """The vault that keeps the sealed signatures is damaged or does not fit."""


class PaperError(KioskError):
    """A typed-up paper sheet (CSV) cannot be read."""


class ExportError(KioskError):
    """A signatures file is not one, is damaged as a whole, or belongs elsewhere."""


class CampaignError(KioskError):
    """A coordinator's campaign folder, its key or its register cannot be used."""


class PassphraseError(CampaignError):
    """The passphrase does not open the campaign key."""


class ShareError(CampaignError):
    """Shares of the campaign key cannot be read, are too few, or do not belong together."""
