"""What a kiosk makes of an export file that is there already, and how much junk is too much."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.errors import ExportError
from kiosk.stall.holdings import TooMuchJunkError, give_up_on_junk
from kiosk.stall.kiosk import Kiosk
from kiosk.stall.sync import sync
from tests.exports import verified
from tests.people import person

NAME = "stop-repression-hong-kong.signatures"


@pytest.mark.parametrize(("lines", "size"), [(50_001, 0), (0, 16 * 2**20 + 1), (50_001, 16 * 2**20 + 1)])
def test_fifty_thousand_lines_or_16_mib_of_junk_are_the_most(lines: int, size: int) -> None:
    give_up_on_junk(Path(NAME), 50_000, 16 * 2**20)
    with pytest.raises(TooMuchJunkError):
        give_up_on_junk(Path(NAME), lines, size)


@pytest.mark.parametrize(
    ("start", "torn"),
    [
        (b"", True),
        (b"{", True),
        (b'{"record":1,"kiosk":', True),
        (b'{"record":1,"kiosk":"', True),
        (b'{"record":1,"kiosk":"ab', True),
        (b'{"record":1,"kiosk":x', False),
        (b'{"rekord":1', False),
        (b"x", False),
    ],
)
def test_what_an_interrupted_first_sync_leaves_is_gone_on_with(
    stall: Kiosk, stick: Path, start: bytes, torn: bool
) -> None:
    stall.sign(person(1))
    (stick / NAME).write_bytes(start)
    if torn:
        assert sync(stall, stick).written == 1
        assert verified(stall, stick / NAME) == 1
        assert (stick / NAME).read_bytes().startswith(start)
    else:
        with pytest.raises(ExportError, match="not a signatures file"):
            sync(stall, stick)
        assert (stick / NAME).read_bytes() == start


def test_a_line_that_another_kiosk_left_open_is_closed_first(stall: Kiosk, stick: Path) -> None:
    stall.sign(person(1))
    file = sync(stall, stick).file
    whole = file.read_bytes()
    for end in (b"", b"\n", b"x", b"\nx"):
        file.write_bytes(whole + end)
        stall.sign(person(2))
        sync(stall, stick)
        added = file.read_bytes()[len(whole + end) :]
        assert added.startswith(b"\n{" if end.endswith(b"x") else b"{")
        whole = file.read_bytes()
