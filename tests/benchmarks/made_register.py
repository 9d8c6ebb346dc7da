"""A campaign folder whose register holds many signatures, as a merge leaves it: all but the opening is real.

`python -m tests.benchmarks.made_register NUMBER FOLDER` makes one to keep: a million take half an hour.
"""

from __future__ import annotations

import datetime
import hashlib
import os
import sys
from pathlib import Path

from kiosk.coordinator.campaign.folder import CampaignFolder
from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.merge.adding import Brought, add
from kiosk.coordinator.records.opening import EntryMaker, RegisterEntry
from kiosk.coordinator.register.register import KioskRow, Register
from kiosk.signing.receipt_code import new_receipt_code
from tests.conftest import CAMPAIGNS, PASSPHRASE, TODAY, make_cheap
from tests.people import person

KIOSKS = 40
DAYS = 90
BATCH = 250
COUNTRIES = ["HK"] * 12 + ["GB", "GB", "DE", "US", "TW", "CA", "AU", "JP", "FR", "NL", "KR", "SE", "IE", "BR"]
LANGUAGES = ("en", "en", "zh-Hant", "zh-Hant", "zh-Hans")


def made_campaign(folder: Path, number: int, kiosks: int = KIOSKS) -> CampaignFolder:
    """A new campaign in `folder`, with `number` signatures of `kiosks` kiosks over `DAYS` days."""
    made = CampaignFolder.create(folder, CAMPAIGNS / "stop-repression-hong-kong", PASSPHRASE, TODAY)
    keys = made.unlock(PASSPHRASE)
    make_cheap(made.path, keys)
    register = Register(made.path / "register.sqlite", keys.key_id)
    maker = EntryMaker(keys)
    share = number // kiosks
    for first in range(0, share, BATCH):
        last = min(share, first + BATCH)
        with register.transaction() as connection:
            batches = [_batch(maker, keys, kiosk, first, last, share) for kiosk in range(kiosks)]
            add(connection, keys, batches, TODAY)
    return made


def _batch(maker: EntryMaker, keys: CampaignKeys, kiosk: int, first: int, last: int, share: int) -> Brought:
    id = hashlib.sha256(b"kiosk %d" % kiosk).digest()[:16]
    entries = [_entry(maker, id, kiosk * share + n, n, share) for n in range(first, last)]
    return Brought(KioskRow(id, f"Stall {kiosk + 1}", last), entries)


def _entry(maker: EntryMaker, kiosk: bytes, n: int, seq: int, share: int) -> RegisterEntry:
    day = TODAY - datetime.timedelta(days=DAYS - 1 - seq * DAYS // share)
    signature = person(
        n - (n % 100 == 99),  # one of a hundred has signed before
        date=day.isoformat(),
        country=COUNTRIES[n * 7 % len(COUNTRIES)],
        language=LANGUAGES[n % len(LANGUAGES)],
        receipt=new_receipt_code(),
        kind="organisation" if n % 50 == 7 else "person",
        organisation="A society" if n % 50 == 7 else "",
    )
    record = os.urandom(16)
    return maker.opened((kiosk, seq + 1, record, hashlib.sha256(record).digest()), signature, None)


if __name__ == "__main__":
    made_campaign(Path(sys.argv[2]), int(sys.argv[1]))
