"""A test signature: sealed for the campaign, stored, synced and read back, and then thrown away."""

from __future__ import annotations

import tempfile
from pathlib import Path

from kiosk.campaign.pack import Pack
from kiosk.signing.signature import Signature
from kiosk.stall.clock import Clock
from kiosk.stall.kiosk import set_up
from kiosk.stall.sync import sync


def try_out(pack: Pack, clock: Clock | None = None) -> None:
    """Makes a kiosk of `pack` in a folder of its own, and takes one signature through it to a stick.

    Raises:
        KioskError: something on the way does not work here; it says what.
    """
    with tempfile.TemporaryDirectory(prefix="kiosk-trial-") as folder:
        stick = Path(folder) / "stick"
        stick.mkdir()
        trial = set_up(pack, "Test", Path(folder) / "kiosk", None, clock)
        campaign = pack.campaign
        trial.sign(
            Signature(
                version=1,
                date=trial.today().isoformat(),
                kind="person",
                name="Test",
                consent=campaign.consent_version,
                language=campaign.languages[0],
            )
        )
        trial.vault.check()
        sync(trial, stick)
