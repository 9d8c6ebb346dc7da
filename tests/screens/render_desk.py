"""Renders every page of the coordinator's desk in every language, the same way each time.

It is a real desk on a real register. Held still are the campaign's key, the kiosks' keys, the day and
the cursor's blinking.
"""

from __future__ import annotations

import datetime
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from PySide6.QtGui import QImage
from pytestqt.qt_compat import qt_api
from pytestqt.qtbot import QtBot

from kiosk import paths
from kiosk.app import application
from kiosk.coordinator.campaign import keys as key_files
from kiosk.coordinator.campaign.folder import CampaignFolder
from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.counting.decisions import decide
from kiosk.coordinator.counting.questions import questions
from kiosk.coordinator.merge.merge import merge
from kiosk.coordinator.register.register import Register
from kiosk.coordinator.register.words import Verdict
from kiosk.signing.signature import Signature
from kiosk.ui.desk.session import Session
from kiosk.ui.desk.window import DeskWindow
from tests.conftest import PASSPHRASE
from tests.exports import HandmadeKiosk
from tests.people import person
from tests.ui.desk.conftest import DeskHand
from tests.ui.desk.tour import tour

DESK_SIZE = (1366, 768)
_TODAY = datetime.date(2026, 11, 22)
_STALLS = {"Library steps": 64, "Canteen": 41, "Gate": 23, "Paper, typed up": 12}
_COUNTRIES = ("HK", "HK", "GB", "TW", "HK", "CA", "DE")
_FAMILIES = {
    7: ("Rosa Lam", "lam@example.org"),
    19: ("Peter Lam", "lam@example.org"),
    1006: ("陳美玲", "chan@example.org"),
    1013: ("陳家樂", "chan@example.org"),
}
"""Those who share an e-mail, by number."""
_AGAIN = 2021
"""Is the one before, who chose more the second time."""
_LANGUAGES = ("zh-Hant", "en", "zh-Hant", "zh-Hans")


def render_desk(language: str) -> Iterator[tuple[str, QImage]]:
    """The name and the picture of every page in turn."""
    application().setCursorFlashTime(0)
    qt_api.set_qt_api("pyside6")  # pytest does so, but here may be none
    with tempfile.TemporaryDirectory() as place, _inside(Path(place)), _held_still():
        folder = _campaign(Path("desk"))
        window = DeskWindow(application(), Path("desk.json"))
        try:
            window.resize(*DESK_SIZE)
            window.show()
            window.speak(language)
            hand = DeskHand(QtBot(None), window)  # type: ignore[arg-type]
            for name in tour(hand, folder):
                yield name, window.grab().toImage()
        finally:
            window.close()
            window.deleteLater()


def _campaign(folder: Path) -> Path:
    """A campaign folder with some stalls' signatures merged: one line is damaged, a few never came.

    One laptop was copied, and both went on.
    """
    opened = CampaignFolder.create(folder, paths.bundled_campaign(), PASSPHRASE, _TODAY)
    keys = opened.unlock(PASSPHRASE)
    files = []
    for stall, (name, people) in enumerate(_STALLS.items()):
        kiosk = HandmadeKiosk(keys, name, Ed25519PrivateKey.from_private_bytes(bytes([stall + 1] * 32)))
        records = kiosk.sign(*(_person(1000 * stall + n if n else 0) for n in range(people)))
        data = kiosk.batch(records)
        if stall == 1:
            lines = data.splitlines(keepends=True)
            lines[16] = lines[16][:300] + b"#" + lines[16][301:]
            data = b"".join(lines)
        if stall == 2:
            data = kiosk.batch(records[:8]) + kiosk.batch(records[11:])
        if stall == 1:
            copied = HandmadeKiosk(keys, name, kiosk.key)
            copied.records = kiosk.records[:39]
            data += copied.batch(copied.sign(_person(1100), _person(1102)))
        files.append(Path(f"{name}.signatures"))
        files[-1].write_bytes(data)
    register = Register(opened.register_file, keys.key_id)
    merge(register, keys, files, today=_TODAY)
    first = questions(register, keys)[-1]
    one, other = first.one.digest, first.other.digest
    decide(register, keys, one, other, Verdict.DIFFERENT, "Met them both at the stall", "RL", _TODAY)
    return folder


def _person(n: int) -> Signature:
    if n == _AGAIN:
        more = {"public": "name", "updates": True, "help": ("union-motion",)}
        return msgspec.structs.replace(_person(n - 1), date="2026-11-21", **more)
    family = _FAMILIES.get(n)
    if family:
        name, email = family
        return person(n, name=name, email=email, date="2026-11-07", language="zh-Hant")
    of_society = {"kind": "organisation", "organisation": f"Society {n % 100}"} if n % 11 == 5 else {}
    return person(
        n,
        date=f"2026-11-{2 + (n * n + n) % 53 % 19:02d}",
        country=_COUNTRIES[n % len(_COUNTRIES)],
        language=_LANGUAGES[n % len(_LANGUAGES)],
        public=("name", "no", "initials")[n % 3],
        updates=n % 2 == 0,
        **of_society,
    )


@contextmanager
def _inside(place: Path) -> Iterator[None]:
    """In that folder, so that no path of this computer gets into a picture."""
    before = Path.cwd()
    os.chdir(place)
    try:
        yield
    finally:
        os.chdir(before)


@contextmanager
def _held_still() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(key_files, "MEMORY_KIB", 64)
        patch.setattr(CampaignKeys, "new", classmethod(lambda cls: cls(bytes(range(32)))))
        patch.setattr(Session.__init__, "__defaults__", (None, lambda: _TODAY))
        yield
