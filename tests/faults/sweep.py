"""Every fault at every call of a sync: `python -m tests.faults.sweep`, see docs/faults.md.

Takes some minutes. Goes on after one that did harm, and lists these in the end; exit code 1 if there are any.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from pathlib import Path

from kiosk.campaign.content import read_folder
from kiosk.campaign.pack import build_pack
from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.stall.kiosk import set_up
from tests.faults.injection import Stall
from tests.program import ROOT


def main() -> int:
    """Plays them all and prints what came of them."""
    harm: list[str] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        keys = CampaignKeys.new()
        pack = folder / "campaign.kioskpack"
        pack.write_bytes(
            build_pack(
                read_folder(ROOT / "resources" / "campaigns" / "stop-repression-hong-kong"),
                public_key=keys.public_key,
                signing_key=keys.signing_key,
                edition=1,
                made="2026-11-22",
                record_bytes=1024,
            )
        )
        for stick in ("empty stick", "stick in use"):
            place = folder / stick
            kiosk, other = (set_up(pack, name, place / name, None) for name in ("Library steps", "Gate"))
            stall = Stall(kiosk, other, keys, place / "stall", empty_stick=stick == "empty stick")
            outcomes: Counter[str] = Counter()
            faults = stall.faults()
            for n, fault in enumerate(faults, 1):
                try:
                    outcome = stall.meet(fault)
                except Exception as error:  # noqa: BLE001  # whatever it is, the others are to be played
                    harm.append(f"{stick}, {fault}: {type(error).__name__}: {error}")
                    print(harm[-1], flush=True)
                    continue
                outcomes[f"{fault.fault}, exit code {outcome.code}"] += 1
                print(f"\r{stick}: {n} of {len(faults)}", end="", file=sys.stderr, flush=True)
            print(f"\n{stick}: {len(faults)} faults at {len(faults) // 3} calls")
            for what, times in sorted(outcomes.items()):
                print(f"  {what}: {times}")
    print(f"{len(harm)} did harm.")
    return 1 if harm else 0


if __name__ == "__main__":
    sys.exit(main())
