"""A laptop as a kiosk: set up from a pack, opened again, and asked how it is doing."""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from kiosk.campaign.model import Campaign
from kiosk.campaign.pack import Pack, open_pack, verify_pack
from kiosk.errors import SettingsError
from kiosk.exchange.record import kiosk_id
from kiosk.files import locked, storage, write_whole
from kiosk.signing.signature import Signature
from kiosk.stall import folder
from kiosk.stall.clock import Clock, load_clock
from kiosk.stall.device import Device, DeviceStanding, device_of, standing
from kiosk.stall.pin import make_pin
from kiosk.stall.settings import VERSION, Settings, load_settings, save_settings, signing_key_of

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from kiosk.signing.seal import SealingKey
    from kiosk.stall.stored import Life, SheetMark
    from kiosk.stall.vault import Vault


class SyncedTo(msgspec.Struct, frozen=True):
    """That everything up to the number `last_seq` was verified in the file `target` on `day` (ISO 8601).

    `safe` says that it was on another device than the vault is on now.
    """

    target: str
    last_seq: int
    day: str
    safe: bool


class Status(msgspec.Struct, frozen=True):
    """How a kiosk is doing; with `warnings`, the fields of `kiosk status --json`.

    `signatures` counts all that were ever taken here. `synced` counts those that are safe: verified in
    an export file on another device than the vault's, or merged; `waiting` all others, also those that
    were copied on the same disk; and `released` those that a receipt let this laptop delete. `last_sync`
    (to another device) and `last_release` are days (ISO 8601) or empty. `damaged` are the numbers that
    are damaged in the vault or missing from it. `copied` says that this laptop was put back from a copy,
    or copied, and cannot sync before it has a new identity. `has_pin` says whether staff have a PIN.
    """

    campaign: str
    title: str
    kiosk: str
    name: str
    training: bool
    edition: int
    signatures: int
    synced: int
    waiting: int
    released: int
    last_sync: str
    last_release: str
    targets: list[SyncedTo]
    damaged: list[int]
    copied: bool
    has_pin: bool

    @property
    def lacks_the_last(self) -> bool:
        """Whether more was synced than the vault remembers."""
        return any(target.safe and target.last_seq > self.signatures for target in self.targets)


@dataclass(frozen=True)
class Kiosk:
    """An opened kiosk: its settings, its verified pack and its vault.

    Attributes:
        data: the data folder.
        clock: what time it is.
        device_of: says on which device a file is.
    """

    data: Path
    settings: Settings
    pack: Pack
    clock: Clock
    device_of: Callable[[Path], Device] = device_of

    @classmethod
    def open(cls, data: Path, clock: Clock | None = None) -> Kiosk:
        """The kiosk in the data folder `data`.

        Args:
            clock: what time it is; the laptop's clock, or what staff said in its place, without it.

        Raises:
            SettingsError, PackError, NewerVersionError, StorageError: the folder is no
                kiosk's, or a file in it is damaged, newer, or cannot be read.
        """
        settings = load_settings(data)
        return cls(data, settings, open_pack(data / folder.PACK, settings.pinned), clock or load_clock(data))

    def today(self) -> datetime.date:
        """The day, by the kiosk's clock."""
        return self.clock.today()

    @property
    def campaign(self) -> Campaign:
        """The campaign's content."""
        return self.pack.campaign

    @cached_property
    def vault(self) -> Vault:
        """The vault; opened when first asked for. Raises as `Vault`."""
        from kiosk.stall.vault import Vault  # SQLAlchemy: a window is shown without waiting for it

        return Vault(self.data / folder.VAULT, self.settings.kiosk, self.pack.key_id)

    @cached_property
    def sealing_key(self) -> SealingKey:
        """The campaign's public key, out of a pack that its coordinator signed.

        Raises:
            SealError: this computer cannot seal.
            PackError: nobody signed the pack, so what the visitors read may be another's words.
        """
        from kiosk.signing.seal import SealingKey  # cryptography: a window is shown without waiting for it

        self.pack.check_signature()
        return SealingKey(self.settings.public_key, self.pack.key_id, self.pack.manifest.record_bytes)

    def prepare(self) -> int:
        """Opens what signing needs, so that the first signature is not slow, and returns how many there are.

        Raises:
            VaultError, SealError, PackError, StorageError: this kiosk cannot take signatures.
        """
        _ = self.sealing_key
        return self.vault.count()

    def sign(self, signature: Signature, mark: SheetMark | None = None) -> int:
        """Seals `signature`, stores it, and returns its number; it is durable when this returns.

        Args:
            mark: how far this takes a typed-up sheet.

        Raises:
            SignatureError: its texts are too long for one record.
            StorageError, VaultError, SealError, PackError: nothing was stored; the caller still has it.
        """
        return self.vault.append(self.sealing_key.seal(signature), mark)

    def signing_key(self, life: Life) -> Ed25519PrivateKey:
        """The key that signs the checkpoints of `life`."""
        return self.settings.signing_key if life.seed is None else signing_key_of(life.seed)

    def begin_again(self) -> Life:
        """Gives this laptop a new identity, and keeps all that it holds; returns the new life.

        For one that was put back from a copy, or copied: see `kiosk.stall.lives`.

        Raises:
            StorageError, VaultError: nothing has changed.
        """
        seed = os.urandom(32)
        key = signing_key_of(seed).public_key().public_bytes_raw()
        return self.vault.begin_life(kiosk_id(key), seed)

    def standing(self, path: Path) -> DeviceStanding:
        """Where `path` is, seen from the vault: only what is on another device is safe."""
        return standing(self.device_of(self.data / folder.VAULT), self.device_of(path))

    def marks(self, path: Path) -> frozenset[str]:
        """What the device of `path` is known by in the vault, and nowhere else."""
        return self.device_of(path).marks(self.settings.signing_seed)

    def status(self) -> Status:
        """How the kiosk is doing."""
        lives = self.vault.lives()
        signatures = lives[-1].end
        here = self.marks(self.data / folder.VAULT)
        last_day = self.campaign.retention.destroy_by.isoformat()  # a sync after it went by a wrong clock
        targets = [
            SyncedTo(
                note.target, note.last_seq, note.day, bool(here and note.device) and not here & note.device
            )
            for note in self.vault.sync_notes()
        ]
        safe = max((target.last_seq for target in targets if target.safe), default=0)
        released = [self.vault.released(life) for life in lives]
        waiting = sum(
            max(0, life.end - max(safe, life.before + gone.upto))
            for life, gone in zip(lives, released, strict=True)
        )
        return Status(
            campaign=self.settings.campaign,
            title=self.campaign.texts[self.campaign.languages[0]].title,
            kiosk=lives[-1].kiosk.hex(),
            name=self.settings.name,
            training=self.pack.manifest.training,
            edition=self.pack.manifest.edition,
            signatures=signatures,
            synced=signatures - waiting,
            waiting=waiting,
            released=sum(gone.upto for gone in released),
            last_sync=max(
                (target.day for target in targets if target.safe and target.day <= last_day), default=""
            ),
            last_release=max(gone.day for gone in released),
            targets=targets,
            damaged=self.vault.survey().faults,
            copied=self.vault.copied_after() is not None,
            has_pin=load_settings(self.data).pin is not None,
        )


def is_kiosk(data: Path) -> bool:
    """Whether the folder `data` is set up as a kiosk.

    A folder with a vault or a pack but without settings is one that has lost them: it
    counts as a kiosk, so that opening it says so, and training mode never takes its place.
    """
    return any((data / name).exists() for name in (folder.SETTINGS, folder.VAULT, folder.PACK))


def set_up(
    pack: Path | Pack,
    name: str,
    data: Path,
    pin: str | None,
    clock: Clock | None = None,
) -> Kiosk:
    """Makes the folder `data` a kiosk of the pack's campaign, or takes a newer pack into one.

    A folder that is a kiosk already keeps its name, its signatures and its PIN, and
    takes only packs of the coordinator it was set up for; a kiosk without a PIN takes
    one. After any failure the folder is as it was.

    Args:
        pack: its file; or the pack that was opened, so that it is the one that was compared.
        clock: the kiosk's; what staff said before the set-up holds without it.

    Raises:
        PackError: the pack is damaged, forged, older, or another coordinator's.
        SettingsError: the name or the PIN does not do.
        StorageError: the folder cannot be written.
    """
    from kiosk.exchange.kiosk_name import clean_name  # what there is in Unicode, which takes a while
    from kiosk.signing.seal import SealingKey

    with storage(data):
        is_kiosk = (data / folder.SETTINGS).exists()
        clock = clock or load_clock(data)
    if is_kiosk:
        return _update(pack, data, pin, clock)
    if isinstance(pack, Path):
        pack = open_pack(pack)
    name = clean_name(name)
    settings = Settings(
        version=VERSION,
        name=name,
        campaign=pack.manifest.campaign,
        signing_seed=os.urandom(32),
        signer=pack.manifest.signer,
        public_key=pack.manifest.public_key,
        edition=pack.manifest.edition,
        pin=make_pin(pin) if pin else None,
        verified=pack.digest,
    )
    SealingKey(settings.public_key, pack.key_id)  # fail closed, before anything is written
    made_folder, is_held = not data.exists(), False
    folder.make_folder(data)
    try:
        busy = SettingsError("{data} is being set up already.", "Wait for that to finish.", data=data)
        with storage(data), locked(data / folder.SETUP_LOCK, 0, busy, private=True):
            is_held = True
            _write_new(data, settings, pack)
    finally:
        with suppress(OSError):  # a write-protected disk refuses this too; the first error is to be told
            if is_held:  # else it is somebody's who sets up now
                (data / folder.SETUP_LOCK).unlink(missing_ok=True)
            if made_folder:
                data.rmdir()  # only when nothing came of it: a folder with files in it stays
        folder.settle(data)
    return Kiosk(data, settings, pack, clock)


def _write_new(data: Path, settings: Settings, pack: Pack) -> None:
    """Writes a new kiosk's files into `data`; the settings last, because they make the folder a kiosk."""
    from kiosk.stall.tables import may_hold_signatures
    from kiosk.stall.vault import Vault

    if (data / folder.SETTINGS).exists():
        raise SettingsError(
            "{data} has just been set up as a kiosk.", "Use it, or choose another folder.", data=data
        )
    if (data / folder.VAULT).exists() and may_hold_signatures(data / folder.VAULT):
        raise SettingsError(
            "{data} holds a vault but no settings: it may hold signatures.",
            "Put its kiosk.json back, or choose an empty folder.",
            data=data,
        )
    leftovers = [
        data / name for name in (folder.VAULT, f"{folder.VAULT}-journal", folder.PACK, folder.WIPING)
    ]
    for leftover in leftovers:  # of a set-up or a wipe that was cut short
        leftover.unlink(missing_ok=True)
    try:
        Vault.create(data / folder.VAULT, settings.kiosk, pack.key_id)
        write_whole(data / folder.PACK, pack.data, private=True)
        save_settings(data, settings)
    except BaseException:
        with suppress(OSError):
            for leftover in leftovers:
                leftover.unlink(missing_ok=True)
        raise


def _update(pack: Path | Pack, data: Path, pin: str | None, clock: Clock) -> Kiosk:
    settings = load_settings(data)
    if isinstance(pack, Path):
        pack = open_pack(pack, settings.pinned)
    else:
        pack = verify_pack(pack.data, folder.PACK, settings.pinned)
    updated = msgspec.structs.replace(
        settings,
        edition=pack.manifest.edition,
        pin=make_pin(pin) if pin and settings.pin is None else settings.pin,
        verified=pack.digest,
    )
    write_whole(data / folder.PACK, pack.data, private=True)
    save_settings(data, updated)
    return Kiosk(data, updated, pack, clock)
