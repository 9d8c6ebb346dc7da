"""A laptop as a kiosk: set up from a pack, opened again, and asked how it is doing."""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import msgspec

from kiosk.campaign.model import Campaign
from kiosk.campaign.pack import Pack, open_pack, verify_pack
from kiosk.errors import SettingsError
from kiosk.exchange.kiosk_name import clean_name
from kiosk.files import locked, storage, write_whole
from kiosk.signing.seal import SealingKey
from kiosk.signing.signature import Signature
from kiosk.stall.pin import make_pin
from kiosk.stall.settings import FILE, VERSION, Settings, load_settings, save_settings
from kiosk.stall.vault import SheetMark, SyncNote, Vault, may_hold_signatures

PACK_FILE = "campaign.kioskpack"
VAULT_FILE = "vault.sqlite"
LOCK_FILE = "setup.lock"
WIPE_FILE = "wiping"
"""There while the folder is being wiped, and after that was cut short."""


class Status(msgspec.Struct, frozen=True):
    """How a kiosk is doing; the fields of `kiosk status --json`.

    `signatures` counts all that were ever taken here. `synced` counts those that are verified
    in at least one export file or merged, `waiting` all others, and `released` those that a
    receipt let this laptop delete. `last_sync` and `last_release` are days (ISO 8601) or empty.
    `damaged` are the numbers that are damaged in the vault or missing from it.
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
    targets: list[SyncNote]
    damaged: list[int]
    warnings: list[str]


@dataclass(frozen=True)
class Kiosk:
    """An opened kiosk: its settings, its verified pack and its vault.

    Attributes:
        data: the data folder.
        today: the clock, as a day.
    """

    data: Path
    settings: Settings
    pack: Pack
    today: Callable[[], datetime.date] = datetime.date.today

    @classmethod
    def open(cls, data: Path, today: Callable[[], datetime.date] = datetime.date.today) -> Kiosk:
        """The kiosk in the data folder `data`.

        Raises:
            SettingsError, PackError, NewerVersionError, StorageError: the folder is no
                kiosk's, or a file in it is damaged, newer, or cannot be read.
        """
        settings = load_settings(data)
        return cls(data, settings, open_pack(data / PACK_FILE, settings.pinned), today)

    @property
    def campaign(self) -> Campaign:
        """The campaign's content."""
        return self.pack.campaign

    @cached_property
    def vault(self) -> Vault:
        """The vault; opened when first asked for. Raises as `Vault`."""
        return Vault(self.data / VAULT_FILE, self.settings.kiosk, self.pack.key_id)

    @cached_property
    def sealing_key(self) -> SealingKey:
        """The campaign's public key. Raises SealError where this computer cannot seal."""
        return SealingKey(self.settings.public_key, self.pack.key_id, self.pack.manifest.record_bytes)

    def prepare(self) -> int:
        """Opens what signing needs, so that the first signature is not slow, and returns how many there are.

        Raises:
            VaultError, SealError, StorageError: this kiosk cannot take signatures.
        """
        _ = self.sealing_key
        return self.vault.count()

    def sign(self, signature: Signature, mark: SheetMark | None = None) -> int:
        """Seals `signature`, stores it, and returns its number; it is durable when this returns.

        Args:
            mark: how far this takes a typed-up sheet.

        Raises:
            SignatureError: its texts are too long for one record.
            StorageError, VaultError: nothing was stored; what was typed is still the caller's.
        """
        return self.vault.append(self.sealing_key.seal(signature), mark)

    def status(self) -> Status:
        """How the kiosk is doing."""
        signatures = self.vault.count()
        notes = self.vault.sync_notes()
        damaged = self.vault.survey().faults
        released = self.vault.released()
        synced = max([released.upto, *(note.last_seq for note in notes)])
        return Status(
            campaign=self.settings.campaign,
            title=self.campaign.texts[self.campaign.languages[0]].title,
            kiosk=self.settings.kiosk.hex(),
            name=self.settings.name,
            training=self.pack.manifest.training,
            edition=self.pack.manifest.edition,
            signatures=signatures,
            synced=synced,
            waiting=max(0, signatures - synced),
            released=released.upto,
            last_sync=notes[0].day if notes else "",
            last_release=released.day,
            targets=notes,
            damaged=damaged,
            warnings=self._warnings(signatures - synced, damaged),
        )

    def _warnings(self, waiting: int, damaged: list[int]) -> list[str]:
        warnings = []
        if waiting > 0:
            warnings.append(f"Not synced yet, and on this laptop only: {waiting}. Sync to a stick.")
        if damaged or waiting < 0:
            named = ", ".join(map(str, damaged)) or "the last ones"
            warnings.append(f"Damaged or missing in the vault: {named}. Keep a copy of it and ask for help.")
        if self.settings.pin is None:
            warnings.append("This kiosk has no PIN.")
        if self.today() > self.campaign.retention.destroy_by:
            warnings.append(
                "The campaign's day for destroying all signatures has passed. Ask the coordinator."
            )
        return warnings


def is_kiosk(data: Path) -> bool:
    """Whether the folder `data` is set up as a kiosk.

    A folder with a vault or a pack but without settings is one that has lost them: it
    counts as a kiosk, so that opening it says so, and training mode never takes its place.
    """
    return any((data / name).exists() for name in (FILE, VAULT_FILE, PACK_FILE))


def set_up(
    pack: Path | Pack,
    name: str,
    data: Path,
    pin: str | None,
    today: Callable[[], datetime.date] = datetime.date.today,
) -> Kiosk:
    """Makes the folder `data` a kiosk of the pack's campaign, or takes a newer pack into one.

    A folder that is a kiosk already keeps its name, its signatures and its PIN, and
    takes only packs of the coordinator it was set up for; a kiosk without a PIN takes
    one. After any failure the folder is as it was.

    Args:
        pack: its file; or the pack that was opened, so that it is the one that was compared.

    Raises:
        PackError: the pack is damaged, forged, older, or another coordinator's.
        SettingsError: the name or the PIN does not do.
        StorageError: the folder cannot be written.
    """
    with storage(data):
        is_kiosk = (data / FILE).exists()
    if is_kiosk:
        return _update(pack, data, pin, today)
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
    )
    SealingKey(settings.public_key, pack.key_id)  # fail closed, before anything is written
    made_folder = not data.exists()
    with storage(data):
        data.mkdir(parents=True, exist_ok=True)
    try:
        busy = SettingsError("{data} is being set up already.", "Wait for that to finish.", data=data)
        with storage(data), locked(data / LOCK_FILE, 0, busy):
            _write_new(data, settings, pack)
    finally:
        with suppress(OSError):  # a write-protected disk refuses this too; the first error is to be told
            (data / LOCK_FILE).unlink(missing_ok=True)
            if made_folder:
                data.rmdir()  # only when nothing came of it: a folder with files in it stays
    return Kiosk(data, settings, pack, today)


def _write_new(data: Path, settings: Settings, pack: Pack) -> None:
    """Writes a new kiosk's files into `data`; the settings last, because they make the folder a kiosk."""
    if (data / FILE).exists():
        raise SettingsError(
            "{data} has just been set up as a kiosk.", "Use it, or choose another folder.", data=data
        )
    if (data / VAULT_FILE).exists() and may_hold_signatures(data / VAULT_FILE):
        raise SettingsError(
            "{data} holds a vault but no settings: it may hold signatures.",
            "Put its kiosk.json back, or choose an empty folder.",
            data=data,
        )
    leftovers = [data / name for name in (VAULT_FILE, f"{VAULT_FILE}-journal", PACK_FILE, WIPE_FILE)]
    for leftover in leftovers:  # of a set-up or a wipe that was cut short
        leftover.unlink(missing_ok=True)
    try:
        Vault.create(data / VAULT_FILE, settings.kiosk, pack.key_id)
        write_whole(data / PACK_FILE, pack.data)
        save_settings(data, settings)
    except BaseException:
        with suppress(OSError):
            for leftover in leftovers:
                leftover.unlink(missing_ok=True)
        raise


def _update(pack: Path | Pack, data: Path, pin: str | None, today: Callable[[], datetime.date]) -> Kiosk:
    settings = load_settings(data)
    if isinstance(pack, Path):
        pack = open_pack(pack, settings.pinned)
    else:
        pack = verify_pack(pack.data, PACK_FILE, settings.pinned)
    updated = msgspec.structs.replace(
        settings,
        edition=pack.manifest.edition,
        pin=make_pin(pin) if pin and settings.pin is None else settings.pin,
    )
    write_whole(data / PACK_FILE, pack.data)
    save_settings(data, updated)
    return Kiosk(data, updated, pack, today)
