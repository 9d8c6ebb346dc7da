"""The coordinator's word that a kiosk's staff may choose a new PIN."""

from __future__ import annotations

import datetime
import os
from pathlib import Path

from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.exchange.new_pin import NONCE_BYTES, NewPin, new_pin_file, read_new_pins, write_new_pins
from kiosk.files import no_folder, storage


def let_choose_new_pin(
    kiosk: bytes, keys: CampaignKeys, campaign: str, folder: Path, today: datetime.date
) -> Path:
    """Signs a word for the kiosk with the 16-byte id `kiosk`, and writes it where its staff's stick has it.

    Words for other kiosks that lie there stay; one that was made for this kiosk before goes.

    Args:
        campaign: the campaign's id.
        folder: a stick or folder.

    Returns:
        the file.

    Raises:
        StorageError: there is no such folder, or it cannot be written.
        ExportError, NewerVersionError: what has the file's name there cannot be replaced.
    """
    with storage(folder):
        if not folder.is_dir():
            raise no_folder(folder)
    path = new_pin_file(folder, campaign)
    others = [
        word
        for word in read_new_pins(path)
        if word.kiosk != kiosk and word.campaign == keys.key_id and word.verify(keys.signer)
    ]
    word = NewPin(keys.key_id, kiosk, os.urandom(NONCE_BYTES), today.isoformat())
    write_new_pins(path, [*others, word.signed(keys.signing_key)])
    return path
