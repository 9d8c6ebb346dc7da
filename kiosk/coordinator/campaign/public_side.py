"""`campaign.json`: what may be known of a campaign without its passphrase.

Version 2 says whether there are shares of the key. A file of version 1 is read as one that
has none, and becomes version 2 with the next change.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final, Literal

import msgspec

from kiosk.campaign.pack import campaign_key_id
from kiosk.errors import CampaignError, NewerVersionError
from kiosk.files import read_capped, storage, write_whole
from kiosk.versioned import decode_versioned

FILE: Final = "campaign.json"
VERSION: Final = 2


class SharesMade(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The newest set of shares of the key.

    `set` is what its shares have in common, `needed` of `total` restore the key (`total` is
    not known where a folder was recovered), and `rehearsed` says whether that was tried.
    """

    set: int
    needed: int
    total: int | None
    rehearsed: bool = False


class PublicSide(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What `campaign.json` holds; `edition` is that of the newest pack."""

    version: Literal[1, 2]
    campaign: str
    public_key: bytes
    signer: bytes
    edition: int
    training: bool = False
    shares: SharesMade | None = None

    @property
    def key_id(self) -> bytes:
        """The campaign's 16-byte key id."""
        return campaign_key_id(self.public_key, self.signer)

    @property
    def rehearsed(self) -> bool:
        """Whether the key has been restored from its newest shares."""
        return self.shares is not None and self.shares.rehearsed


def read_public(folder: Path) -> PublicSide:
    """What the campaign folder `folder` says of itself.

    Raises:
        CampaignError: it is none, or its `campaign.json` is damaged.
        NewerVersionError: a newer program made it.
    """
    file = folder / FILE
    with storage(folder):
        is_campaign = file.is_file()
    if not is_campaign:
        raise CampaignError(
            "{folder} is not a campaign folder.",
            "Choose the right folder, or make a new campaign.",
            folder=folder,
        )
    public = decode_versioned(
        read_capped(file, 64 * 1024, CampaignError),
        PublicSide,
        VERSION,
        newer=lambda: NewerVersionError(
            "{path} was made by a newer version of this program.", "Update this program.", path=folder
        ),
        damaged=lambda: CampaignError("{path} is damaged.", "Put back a copy of it.", path=file),
    )
    return msgspec.structs.replace(public, version=VERSION)


def write_public(folder: Path, public: PublicSide) -> None:
    """Writes `campaign.json` into `folder`. Raises StorageError; the old file then stays."""
    write_whole(folder / FILE, msgspec.json.format(msgspec.json.encode(public)))
