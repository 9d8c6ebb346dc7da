"""The campaign folder on a coordinator's desk: key, content, packs and register.

```
campaign.key       the seed under the passphrase
campaign.json      the public side: which campaign, which keys
content/           the content folder, to edit
ID.kioskpack       the pack, for the kiosks
register.sqlite    merged signatures, encrypted
words.log          what the coordinator said, encrypted: the register has it, too
withdrawals/       certificates of what was withdrawn
upkeep.json        how far receipts were given, and when the folder was copied last
```
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import msgspec

from kiosk.campaign import pack as packs
from kiosk.campaign.changes import Change, content_changes
from kiosk.campaign.content import parse_content, parse_new_content, read_folder
from kiosk.campaign.model import Campaign
from kiosk.campaign.own_fields import check_own_fields_stay
from kiosk.campaign.pack import Pack, build_pack, file_digests, open_pack
from kiosk.coordinator.campaign.keys import CampaignKeys, load_keys, replace_keys, save_keys
from kiosk.coordinator.campaign.public_side import VERSION, PublicSide, SharesMade, read_public, write_public
from kiosk.coordinator.campaign.shares import Share, make_shares, restore_seed
from kiosk.errors import (
    CampaignError,
    ContentError,
    KioskError,
    PackError,
    PassphraseError,
    ShareError,
    StorageError,
)
from kiosk.files import close_to_others, making_folder, storage, write_files, write_whole
from kiosk.signing.own_fields import room
from kiosk.signing.signature import record_bytes


@dataclass
class CampaignFolder:
    """An opened campaign folder; the key stays closed until `unlock`. `public` follows what is changed."""

    path: Path
    public: PublicSide

    @classmethod
    def open(cls, path: Path) -> CampaignFolder:
        """The campaign folder `path`.

        Raises:
            CampaignError: it is none, or its `campaign.json` is damaged.
            NewerVersionError: a newer program made it.
        """
        return cls(path, read_public(path))

    @classmethod
    def create(
        cls, path: Path, content: Path, passphrase: str, today: datetime.date, *, training: bool = False
    ) -> CampaignFolder:
        """Makes a new campaign folder with a new key and a first pack, whole or not at all.

        The key is opened once more with the passphrase, and a test signature sealed with
        the pack is opened with it, before the folder appears.

        Raises:
            CampaignError: `path` is there already, or the rehearsal failed.
            ContentError: the content has a mistake.
            PassphraseError: the passphrase cannot be taken.
        """
        with storage(path):
            is_taken = path.exists()
        if is_taken:
            raise CampaignError(
                "There is something at {path} already.",
                "Choose another name for the campaign folder.",
                path=path,
            )
        with storage(content):
            files = read_folder(content)
        campaign = parse_new_content(files)
        keys = CampaignKeys.new()
        with storage(path):
            with making_folder(path) as staging:
                close_to_others(staging)
                public = PublicSide(VERSION, campaign.id, keys.public_key, keys.signer, 1, training)
                folder = cls(staging, public)
                write_files(folder.content, files)
                save_keys(folder.key_file, keys, passphrase)
                write_public(staging, public)
                pack = folder._write_pack(keys, files, today.isoformat())
                folder._rehearse(passphrase, pack)
        return cls(path, public)

    @property
    def content(self) -> Path:
        """The content folder."""
        return self.path / "content"

    @property
    def pack_file(self) -> Path:
        """The newest pack."""
        return self.path / f"{self.public.campaign}{packs.SUFFIX}"

    @property
    def register_file(self) -> Path:
        """The register's SQLite file."""
        return self.path / "register.sqlite"

    @property
    def words_file(self) -> Path:
        """The folder's copy of the coordinator's words; there once the first is said."""
        return self.path / "words.log"

    @property
    def withdrawals(self) -> Path:
        """The folder of the certificates of withdrawal; there once the first is made."""
        return self.path / "withdrawals"

    @property
    def upkeep_file(self) -> Path:
        """What was done to keep the signatures (`upkeep.py`); there once something was."""
        return self.path / "upkeep.json"

    @property
    def destruction(self) -> Path:
        """The certificate that the signatures were destroyed, with the totals."""
        return self.path / "destruction.txt"

    @property
    def destruction_under_way(self) -> Path:
        """The same while destroying them has not come to its end."""
        return self.path / "destruction-under-way.txt"

    @property
    def key_file(self) -> Path:
        """The campaign's key under its passphrase."""
        return self.path / "campaign.key"

    def read_files(self) -> dict[str, bytes]:
        """The content's files as they are now, path to bytes. Raises ContentError."""
        return read_folder(self.content)

    def read_content(self) -> Campaign:
        """The campaign that the content folder describes now. Raises ContentError."""
        return parse_content(self.read_files())

    def content_if_whole(self) -> Campaign | None:
        """That campaign, for its title and colours; None while it cannot be read or has a mistake."""
        with suppress(KioskError):
            return self.read_content()
        return None

    def check_kept(self) -> None:
        """Raises CampaignError if the campaign was destroyed, or is being."""
        if self.destruction.exists():
            raise CampaignError(
                "The key and the signatures of {path} were destroyed.",
                "The totals are in {file}.",
                path=self.path,
                file=self.destruction,
            )
        if self.destruction_under_way.exists():
            raise CampaignError(
                "The key and the signatures of {path} are being destroyed.",
                "Destroy the campaign once more: it goes on where it stopped.",
                path=self.path,
            )

    def unlock(self, passphrase: str) -> CampaignKeys:
        """The campaign's keys.

        Raises:
            PassphraseError: the passphrase is wrong.
            CampaignError: the key file is damaged, destroyed, or another campaign's.
        """
        self.check_kept()
        keys = load_keys(self.key_file, passphrase)
        if not self._is_ours(keys):
            raise CampaignError(
                "The key in {path} belongs to another campaign.",
                "Put the right campaign.key back.",
                path=self.path,
            )
        return keys

    def change_passphrase(self, old: str, new: str) -> None:
        """Keeps the key under another passphrase. Copies of the folder stay under the old one.

        Raises:
            PassphraseError: `old` is wrong, or `new` cannot be taken.
            CampaignError, StorageError: as named; the key file stays as it was.
        """
        replace_keys(self.key_file, self.unlock(old), new)

    def make_shares(self, keys: CampaignKeys, needed: int, total: int) -> list[Share]:
        """A new set of shares of the key, not rehearsed yet; what was known of an earlier set is forgotten.

        Args:
            keys: from `unlock`.

        Raises:
            ShareError: these numbers cannot be.
            StorageError: it cannot be noted in `campaign.json`.
        """
        shares = make_shares(keys.seed, needed, total)
        self._change_public(shares=SharesMade(shares[0].set, needed, total))
        return shares

    def rehearse_shares(self, shares: Sequence[Share]) -> None:
        """Restores the key from `shares`, opens a test signature with it, and notes that it was done.

        A pack that was untested until now is signed anew, as the next edition.

        Raises:
            ShareError: they are too few, do not belong together, or are another campaign's or an
                earlier set's.
            StorageError: it cannot be noted in `campaign.json`.
        """
        keys = self.restore(shares)
        made = read_public(self.path).shares
        if made is not None and made.set != shares[0].set:
            raise ShareError(
                "These key sheets restore the key, but they are of an earlier set.",
                "Rehearse with the newest sheets; destroy the earlier ones.",
            )
        keys.check_opens(self.public.public_key, self.public.key_id)
        total = made.total if made else None
        self._change_public(shares=SharesMade(shares[0].set, shares[0].needed, total, rehearsed=True))
        self._sign_tested(keys)

    def _sign_tested(self, keys: CampaignKeys) -> None:
        """Signs the pack anew if it says that it is untested; one that is gone or damaged stays as it is."""
        with suppress(PackError, StorageError):
            pack = open_pack(self.pack_file)
            if pack.manifest.untested and pack.manifest.signer == self.public.signer:
                self._change_public(edition=read_public(self.path).edition + 1)
                self._write_pack(keys, pack.files, pack.manifest.made)

    def restore(self, shares: Sequence[Share]) -> CampaignKeys:
        """The campaign's keys from `shares`.

        Raises:
            ShareError: they are too few, do not belong together, or are another campaign's.
        """
        keys = CampaignKeys(restore_seed(shares))
        if not self._is_ours(keys):
            raise ShareError(
                "These key sheets belong to another campaign.",
                "Take the sheets on which this campaign stands.",
            )
        return keys

    def recover(self, shares: Sequence[Share], passphrase: str) -> CampaignKeys:
        """Writes a new key file, under a new passphrase, from `shares`.

        Raises:
            ShareError: as `restore` says.
            PassphraseError: the passphrase cannot be taken.
            CampaignError: the campaign was destroyed.
            StorageError: it cannot be written; an old key file stays as it was.
        """
        self.check_kept()
        keys = self.restore(shares)
        keys.check_opens(self.public.public_key, self.public.key_id)
        replace_keys(self.key_file, keys, passphrase)
        return keys

    def _is_ours(self, keys: CampaignKeys) -> bool:
        return (keys.public_key, keys.signer) == (self.public.public_key, self.public.signer)

    def current_pack(self) -> Pack | None:
        """The pack, if it is there and carries exactly the content as it is now."""
        if not self.pack_file.is_file():
            return None
        pack = open_pack(self.pack_file)
        files = read_folder(self.content)
        same = file_digests(files) == pack.manifest.files
        return pack if same and pack.manifest.signer == self.public.signer else None

    def changes_since_pack(self) -> list[Change]:
        """What of the content was changed since the newest pack; nothing where there is none that is sound.

        Raises:
            ContentError, StorageError: the content cannot be read.
        """
        try:
            before = open_pack(self.pack_file).files
        except (PackError, StorageError):
            return []
        return content_changes(before, read_folder(self.content))

    def check_content(self) -> dict[str, bytes]:
        """The content's files as they are now, if a pack may be made of them.

        Raises:
            ContentError: the content has a mistake, or other words to agree to under the same version.
            CampaignError: it is another campaign's.
        """
        files = read_folder(self.content)
        campaign = parse_new_content(files)
        if campaign.id != self.public.campaign:
            raise CampaignError(
                "The content’s id is not this campaign’s.",
                "Put this id back: {id}",
                id=self.public.campaign,
            )
        before = self.last_campaign()
        if before:
            check_own_fields_stay(before.fields, campaign.fields)
        if before and before.consent_version == campaign.consent_version:
            for language in set(before.languages) & set(campaign.languages):
                one, other = before.texts[language], campaign.texts[language]
                if (one.consent, one.privacy) != (other.consent, other.privacy):
                    raise ContentError(
                        "The consent wording changed: give it a new version in campaign.toml.",
                        "Write another text than {version} under [consent] as version; it "
                        "says what a person agreed to. consent.md and privacy.md both belong to it.",
                        version=before.consent_version,
                    )
        return files

    def last_campaign(self) -> Campaign | None:
        """The content of the last pack, if that is still there and sound."""
        with suppress(PackError, StorageError):
            pack = open_pack(self.pack_file)
            return pack.campaign if pack.manifest.signer == self.public.signer else None
        return None

    def make_pack(self, keys: CampaignKeys, today: datetime.date) -> Pack:
        """Signs a new edition of the pack from the content as it is now.

        Args:
            keys: from `unlock`.

        Raises:
            ContentError: as `check_content` says; the pack stays as it was.
            CampaignError, StorageError: as named.
        """
        files = self.check_content()
        edition = read_public(self.path).edition + 1
        self._change_public(edition=edition)  # first: an edition may be skipped, but never used twice
        return self._write_pack(keys, files, today.isoformat())

    def _change_public(self, **changes: object) -> None:
        """Changes what `campaign.json` says now; another window may have changed it meanwhile."""
        self.public = msgspec.structs.replace(read_public(self.path), **changes)
        write_public(self.path, self.public)

    def _write_pack(self, keys: CampaignKeys, files: dict[str, bytes], made: str) -> Pack:
        content = parse_content(files)
        data = build_pack(
            files,
            public_key=keys.public_key,
            signing_key=keys.signing_key,
            edition=self.public.edition,
            made=made,
            record_bytes=record_bytes(content.asked, room(content.fields)),
            training=self.public.training,
            untested=not (self.public.training or self.public.rehearsed),
        )
        write_whole(self.pack_file, data)
        return open_pack(self.pack_file)

    def _rehearse(self, passphrase: str, pack: Pack) -> None:
        """Restores the key from its file and opens a test signature sealed with the pack's key."""
        try:
            keys = self.unlock(passphrase)
        except PassphraseError as error:
            raise CampaignError(
                "The new key could not be opened again.", "Try again; check this disk."
            ) from error
        keys.check_opens(pack.manifest.public_key, pack.key_id)
