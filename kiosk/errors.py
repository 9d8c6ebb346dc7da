"""What can go wrong, each with what to do about it.

Every error that a person can meet is a `KioskError`: one sentence of what
happened and one of what to do next. Neither ever quotes what a visitor typed.
"""

from __future__ import annotations

from typing import ClassVar


class KioskError(Exception):
    """Something went wrong that the person can do something about.

    Args:
        what: one sentence: what happened, naming the file or the place.
        todo: one sentence: what to do next.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, what: str, todo: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.todo = todo

    def __str__(self) -> str:
        return f"{self.what} {self.todo}".strip()

    def __reduce__(self) -> tuple[type[KioskError], tuple[str, str]]:
        return type(self), (self.what, self.todo)


class StorageError(KioskError):
    """A disk, stick or folder cannot be read or written: full, read-only, gone."""


class NewerVersionError(KioskError):
    """A file or folder was made by a newer version of this program."""


class ContentError(KioskError):
    """A campaign's content folder has a mistake: the file and line are in the sentence."""


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
