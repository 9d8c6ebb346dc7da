"""The campaign folder on a coordinator's desk: key, content, packs and register.

```
campaign.key       the seed under the passphrase
campaign.json      the public side: which campaign, which keys
content/           the content folder, to edit
ID.kioskpack       the pack, for the kiosks
register.sqlite    merged signatures, encrypted
```
"""

from __future__ import annotations

import datetime
import shutil
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import msgspec

from kiosk.campaign import pack as packs
from kiosk.campaign.content import parse_content, read_folder
from kiosk.campaign.model import Campaign
from kiosk.campaign.pack import Pack, build_pack, campaign_key_id, file_digests, open_pack
from kiosk.coordinator.keys import CampaignKeys, load_keys, save_keys
from kiosk.errors import (
    CampaignError,
    ContentError,
    NewerVersionError,
    PackError,
    PassphraseError,
    StorageError,
)
from kiosk.files import read_capped, storage, write_whole
from kiosk.signing.seal import OpeningKey, SealingKey
from kiosk.signing.signature import VERSION as SIGNATURE_VERSION
from kiosk.signing.signature import Signature, record_bytes
from kiosk.versioned import decode_versioned

VERSION: Final = 1


class PublicSide(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`campaign.json`: what may be known without the passphrase; `edition` is that of the newest pack."""

    version: Literal[1]
    campaign: str
    public_key: bytes
    signer: bytes
    edition: int
    training: bool = False

    @property
    def key_id(self) -> bytes:
        """The campaign's 16-byte key id."""
        return campaign_key_id(self.public_key, self.signer)


@dataclass(frozen=True)
class CampaignFolder:
    """An opened campaign folder; the key stays closed until `unlock`."""

    path: Path
    public: PublicSide

    @classmethod
    def open(cls, path: Path) -> CampaignFolder:
        """The campaign folder `path`.

        Raises:
            CampaignError: it is none, or its `campaign.json` is damaged.
            NewerVersionError: a newer program made it.
        """
        file = path / "campaign.json"
        with storage(path):
            is_campaign = file.is_file()
        if not is_campaign:
            raise CampaignError(
                f"{path} is not a campaign folder.",
                "Make one with: kiosk campaign new FOLDER --content CONTENT.",
            )
        raw = read_capped(file, 64 * 1024, CampaignError)
        public = decode_versioned(
            raw,
            PublicSide,
            VERSION,
            newer=NewerVersionError(
                f"{path} was made by a newer version of this program.", "Update this program."
            ),
            damaged=CampaignError(f"{file} is damaged.", "Put back a copy of it."),
        )
        return cls(path, public)

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
            PassphraseError: the passphrase is too short.
        """
        with storage(path):
            is_taken = path.exists()
        if is_taken:
            raise CampaignError(
                f"There is something at {path} already.", "Choose another name for the campaign folder."
            )
        with storage(content):
            files = read_folder(content)
        campaign = parse_content(files)
        keys = CampaignKeys.new()
        with storage(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            staging = Path(tempfile.mkdtemp(prefix=f".{path.name}.", dir=path.parent))
            try:
                public = PublicSide(VERSION, campaign.id, keys.public_key, keys.signer, 1, training)
                folder = cls(staging, public)
                for name, data in files.items():
                    (folder.content / name).parent.mkdir(parents=True, exist_ok=True)
                    write_whole(folder.content / name, data)
                save_keys(folder._key_file, keys, passphrase)
                folder._write_public()
                folder._write_pack(keys, files, today)
                folder._rehearse(passphrase)
                staging.rename(path)
            except BaseException:
                shutil.rmtree(staging, ignore_errors=True)
                raise
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
    def _key_file(self) -> Path:
        return self.path / "campaign.key"

    def read_files(self) -> dict[str, bytes]:
        """The content's files as they are now, path to bytes. Raises ContentError."""
        return read_folder(self.content)

    def read_content(self) -> Campaign:
        """The campaign that the content folder describes now. Raises ContentError."""
        return parse_content(self.read_files())

    def unlock(self, passphrase: str) -> CampaignKeys:
        """The campaign's keys.

        Raises:
            PassphraseError: the passphrase is wrong.
            CampaignError: the key file is damaged or another campaign's.
        """
        keys = load_keys(self._key_file, passphrase)
        if (keys.public_key, keys.signer) != (self.public.public_key, self.public.signer):
            raise CampaignError(
                f"The key in {self.path} belongs to another campaign.", "Put the right campaign.key back."
            )
        return keys

    def current_pack(self) -> Pack | None:
        """The pack, if it is there and carries exactly the content as it is now."""
        if not self.pack_file.is_file():
            return None
        pack = open_pack(self.pack_file)
        files = read_folder(self.content)
        same = file_digests(files) == pack.manifest.files
        return pack if same and pack.manifest.signer == self.public.signer else None

    def check_content(self) -> dict[str, bytes]:
        """The content's files as they are now, if a pack may be made of them.

        Raises:
            ContentError: the content has a mistake, or other words to agree to under the same version.
            CampaignError: it is another campaign's.
        """
        files = read_folder(self.content)
        campaign = parse_content(files)
        if campaign.id != self.public.campaign:
            raise CampaignError(
                "The content's id is not this campaign's.", f"Put id = {self.public.campaign!r} back."
            )
        before = self._last_campaign()
        if before and before.consent_version == campaign.consent_version:
            for language in set(before.languages) & set(campaign.languages):
                one, other = before.texts[language], campaign.texts[language]
                if (one.consent, one.privacy) != (other.consent, other.privacy):
                    raise ContentError(
                        "The consent wording changed: give it a new version in campaign.toml.",
                        f"Write another text than {before.consent_version!r} under [consent] as version; it "
                        "says what a person agreed to. consent.md and privacy.md both belong to it.",
                    )
        return files

    def _last_campaign(self) -> Campaign | None:
        """The content of the last pack, if that is still there and sound."""
        with suppress(PackError, StorageError):
            pack = open_pack(self.pack_file)
            return pack.campaign if pack.manifest.signer == self.public.signer else None
        return None

    def make_pack(self, passphrase: str, today: datetime.date) -> Pack:
        """Signs a new edition of the pack from the content as it is now.

        Raises:
            ContentError: as `check_content` says; the pack stays as it was.
            PassphraseError, CampaignError, StorageError: as named.
        """
        files = self.check_content()
        keys = self.unlock(passphrase)
        next_edition = msgspec.structs.replace(self.public, edition=self.public.edition + 1)
        folder = CampaignFolder(self.path, next_edition)
        folder._write_public()  # first: an edition may be skipped, but never used twice
        return folder._write_pack(keys, files, today)

    def _write_public(self) -> None:
        write_whole(self.path / "campaign.json", msgspec.json.format(msgspec.json.encode(self.public)))

    def _write_pack(self, keys: CampaignKeys, files: dict[str, bytes], today: datetime.date) -> Pack:
        data = build_pack(
            files,
            public_key=keys.public_key,
            signing_key=keys.signing_key,
            edition=self.public.edition,
            made=today.isoformat(),
            record_bytes=record_bytes(parse_content(files).asked),
            training=self.public.training,
        )
        write_whole(self.pack_file, data)
        return open_pack(self.pack_file)

    def _rehearse(self, passphrase: str) -> None:
        """Restores the key from its file and opens a test signature sealed with the pack's key."""
        try:
            keys = self.unlock(passphrase)
        except PassphraseError as error:
            raise CampaignError(
                "The new key could not be opened again.", "Try again; check this disk."
            ) from error
        pack = open_pack(self.pack_file)
        test = Signature(
            version=SIGNATURE_VERSION,
            date="2000-01-01",
            kind="person",
            name="Test 測試",
            consent="test",
            language="en",
        )
        sealed = SealingKey(pack.manifest.public_key, pack.key_id).seal(test)
        if OpeningKey(keys.opening_seed, keys.key_id).open(sealed) != test:
            raise CampaignError(
                "A test signature did not open with the new key.", "Try again on another computer."
            )
