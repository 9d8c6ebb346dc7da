"""A test signature: sealed for the campaign, stored, synced and read back, and then thrown away."""

from __future__ import annotations

import tempfile
from pathlib import Path

from kiosk.signing.signature import VERSION, Signature
from kiosk.stall.kiosk import VAULT_FILE, Kiosk
from kiosk.stall.sync import sync
from kiosk.stall.vault import Vault


def try_out(kiosk: Kiosk) -> None:
    """Takes one signature through this laptop, in a folder of its own: the kiosk's vault is not touched.

    Raises:
        KioskError: something on the way does not work here; it says what.
    """
    with tempfile.TemporaryDirectory(prefix="kiosk-trial-") as folder:
        data, stick = Path(folder) / "kiosk", Path(folder) / "stick"
        data.mkdir()
        stick.mkdir()
        Vault.create(data / VAULT_FILE, kiosk.settings.kiosk, kiosk.pack.key_id)
        trial = Kiosk(data, kiosk.settings, kiosk.pack, kiosk.today)
        campaign = kiosk.campaign
        trial.sign(
            Signature(
                version=VERSION,
                date=kiosk.today().isoformat(),
                kind="person",
                name="Test",
                consent=campaign.consent_version,
                language=campaign.languages[0],
            )
        )
        trial.vault.check()
        sync(trial, stick)
