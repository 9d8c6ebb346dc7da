"""What kiosks bring to a desk: a few stalls' files with everything in them that can happen."""

from __future__ import annotations

from pathlib import Path

from kiosk.coordinator.campaign.keys import CampaignKeys
from tests.exports import HandmadeKiosk
from tests.people import person

STALLS = ("Library steps", "Canteen", "Gate")


def harvest(keys: CampaignKeys, folder: Path, each: int = 20) -> list[Path]:
    """One file for each of `STALLS` in `folder`.

    Everywhere the first person is the same one; one line at the second stall is damaged, and the third
    stall's numbers 3 to 5 are missing.
    """
    files = []
    for stall, name in enumerate(STALLS):
        kiosk = HandmadeKiosk(keys, name)
        people = [person(1000 * stall + n, date=f"2026-11-{1 + n % 20:02d}") for n in range(1, each)]
        records = kiosk.sign(person(0, date="2026-11-20"), *people)
        data = kiosk.batch(records)
        if stall == 1:
            data = data.replace(b'"sealed":"', b'"sealed":"!', 1) if b'"sealed":"' in data else _damaged(data)
        if stall == 2:
            data = kiosk.batch(records[:2]) + kiosk.batch(records[5:])
        path = folder / f"{name}.signatures"
        path.write_bytes(data)
        files.append(path)
    return files


def _damaged(data: bytes) -> bytes:
    """`data` with a flaw in the middle of its fourth line."""
    lines = data.splitlines(keepends=True)
    middle = len(lines[3]) // 2
    lines[3] = lines[3][:middle] + b"#" + lines[3][middle + 1 :]
    return b"".join(lines)
