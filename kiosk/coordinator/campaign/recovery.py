"""Makes a campaign folder whole again when only shares of the key, and perhaps a pack, are left."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kiosk.campaign.pack import SUFFIX, Pack, open_pack
from kiosk.coordinator.campaign import passphrases
from kiosk.coordinator.campaign.folder import CampaignFolder
from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.campaign.public_side import (
    FILE,
    VERSION,
    PublicSide,
    SharesMade,
    read_public,
    write_public,
)
from kiosk.coordinator.campaign.shares import Share, restore_seed
from kiosk.errors import CampaignError, NewerVersionError, ShareError
from kiosk.files import storage, write_whole

_SKIPPED_EDITIONS = 100
"""The pack that is left need not be the newest one that kiosks have, and an edition is never used twice."""


def recover_folder(
    path: Path, shares: Sequence[Share], passphrase: str, pack_file: Path | None = None
) -> CampaignFolder:
    """The campaign folder `path` with its key again, under a new passphrase.

    Where `campaign.json` is lost or damaged, it is made anew from a pack; and so is the content,
    where that is lost. Everything else in the folder stays as it is, the register above all.
    What was interrupted can be done again.

    Args:
        path: the folder, or what is left of it; made if it is not there.
        pack_file: the newest pack that can be found, such as a kiosk's; without it one in the
            folder is taken.

    Raises:
        ShareError: the shares are too few, do not belong together, or are another campaign's.
        PassphraseError: the passphrase cannot be taken.
        CampaignError: no pack is left, or a newer program made the folder.
        PackError: the pack is damaged.
        StorageError: something cannot be read or written.
    """
    passphrases.chosen(passphrase)
    keys = CampaignKeys(restore_seed(shares))
    try:
        folder = CampaignFolder(path, read_public(path))
    except NewerVersionError:
        raise
    except CampaignError:
        return _rebuild(path, keys, shares, passphrase, pack_file)
    pack = _find_pack(path, keys, pack_file) if pack_file else None
    folder.recover(shares, passphrase)
    made = folder.public.shares
    if made is None or made.set == shares[0].set:
        folder.rehearse_shares(shares)  # it was no rehearsal, but it shows as much
    if pack is not None:
        _write_content(folder, pack)
    return folder


def _rebuild(
    path: Path, keys: CampaignKeys, shares: Sequence[Share], passphrase: str, pack_file: Path | None
) -> CampaignFolder:
    pack = _find_pack(path, keys, pack_file)
    folder = CampaignFolder(path, _public_side(pack, shares))
    with storage(path):
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.recover(shares, passphrase)
    _write_content(folder, pack)
    write_whole(folder.pack_file, pack.data)
    write_public(path, folder.public)  # last: until then it is no campaign folder
    return folder


def _find_pack(path: Path, keys: CampaignKeys, pack_file: Path | None) -> Pack:
    """The newest of the packs at hand; all of them must be of the campaign that `keys` open."""
    with storage(path):
        files = [pack_file] if pack_file else sorted(path.glob(f"*{SUFFIX}"))
    opened = [open_pack(file) for file in files]
    if not opened:
        raise CampaignError(
            "{path} has no {file} and no pack of the campaign: the key sheets alone do not tell its content.",
            "Give a pack, from a stick or from any kiosk’s data folder.",
            path=path,
            file=FILE,
        )
    if any(pack.key_id != keys.key_id for pack in opened):
        raise ShareError(
            "These key sheets and this pack belong to different campaigns.",
            "Take a pack and sheets of the same campaign.",
        )
    return max(opened, key=lambda pack: pack.manifest.edition)


def _public_side(pack: Pack, shares: Sequence[Share]) -> PublicSide:
    manifest = pack.manifest
    return PublicSide(
        version=VERSION,
        campaign=manifest.campaign,
        public_key=manifest.public_key,
        signer=manifest.signer,
        edition=manifest.edition + _SKIPPED_EDITIONS,
        training=manifest.training,
        shares=SharesMade(shares[0].set, shares[0].needed, None, rehearsed=True),
    )


def _write_content(folder: CampaignFolder, pack: Pack) -> None:
    """Writes the pack's content where the folder has lost its own."""
    if (folder.content / "campaign.toml").exists():
        return
    for name, data in pack.files.items():
        with storage(folder.content):
            (folder.content / name).parent.mkdir(parents=True, exist_ok=True)
        write_whole(folder.content / name, data)
