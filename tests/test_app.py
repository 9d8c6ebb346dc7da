"""Which kiosk `kiosk run` opens: never training in the place of one that has lost a file."""

from __future__ import annotations

import pytest

from kiosk.app import run_kiosk
from kiosk.errors import KioskError
from tests.conftest import MakeKiosk


@pytest.mark.parametrize("lost", ["kiosk.json", "campaign.kioskpack"])
def test_a_kiosk_that_lost_a_file_does_not_open_as_training(make_kiosk: MakeKiosk, lost: str) -> None:
    data = make_kiosk().data
    (data / lost).unlink()
    with pytest.raises(KioskError):
        run_kiosk(data, (800, 600))
