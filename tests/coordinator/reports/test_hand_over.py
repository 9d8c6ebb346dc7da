"""Before a hand-over: what is open is told, and what was handed over nonetheless is in the log."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.coordinator.integrity.checking import check
from kiosk.coordinator.reports.hand_over import before_hand_over, hand_overs, is_odd, log_hand_over
from kiosk.coordinator.reports.lists import public_list
from kiosk.coordinator.reports.open_matters import Matter, MatterKind
from tests.conftest import TODAY, Desk
from tests.exports import HandmadeKiosk
from tests.people import person


@pytest.mark.parametrize(
    "name",
    ["=SUM(A1) Hacker", "+1 555", "@everyone", "-", "???", "<b>Ana</b>", "https://example.org",
     "Buy now www.x", "12345", "＝SUM(A1)", "a@example.org", "Robert'); DROP TABLE"],
)  # fmt: skip
def test_what_is_likely_no_name_is_odd(name: str) -> None:
    assert is_odd(name)


@pytest.mark.parametrize(
    "name",
    ["陳大文", "O", "Ana-María O’Brien d'Àlba", "Nguyễn Thị Minh Jr.", "J. R. R. Tolkien", "علاء الدين",
     "X Æ A-12", "Ana 🇭🇰",
     "李（小明）", "Müller & Sons", "Ben (Block 10)", "काव्या", "Elizabeth II", "Union, Local 12"],
)  # fmt: skip
def test_a_name_of_any_kind_is_not(name: str) -> None:
    assert not is_odd(name)


def test_odd_names_are_told_with_what_else_is_open(desk: Desk, keys, campaign, tmp_path: Path) -> None:
    kiosk = HandmadeKiosk(keys, "Gate")
    signed = [
        person(1, name="=SUM(A1) Hacker", public="name"),
        person(2, name="=1+1", public="no"),
        person(3, name="陳大文", public="name"),
        person(4, name="<b> 7", public="initials"),
    ]
    file = tmp_path / "x.signatures"
    file.write_bytes(kiosk.batch(kiosk.sign(*signed)))
    desk.merge(file)
    listed = public_list(desk.register, keys)
    matters = before_hand_over(desk.register, keys, campaign, TODAY, listed)
    assert Matter(MatterKind.ODD_NAMES, 1) in matters
    assert MatterKind.UNCONFIRMED in {one.kind for one in matters}


def test_the_log_keeps_what_was_open_and_nobody_changes_it_unseen(
    desk: Desk, keys, campaign, tmp_path: Path
) -> None:
    kiosk = HandmadeKiosk(keys, "Gate")
    file = tmp_path / "x.signatures"
    file.write_bytes(kiosk.batch(kiosk.sign(person(1))))
    desk.merge(file)
    matters = [Matter(MatterKind.QUESTIONS, 3), Matter(MatterKind.GAPS, 4)]
    log_hand_over(desk.register, keys, "petition", TODAY, 1, matters)
    (one,) = hand_overs(desk.register, keys)
    assert (one.what, one.day, one.counted) == ("petition", TODAY.isoformat(), 1)
    assert one.open == {"questions": 3, "gaps": 4}
    assert check(desk.register, keys, campaign) == []
