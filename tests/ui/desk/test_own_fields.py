"""The desk shows a campaign's own fields: counted, beside the record, and where something is put right."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit, QTableView

from kiosk.coordinator.campaign.folder import CampaignFolder
from kiosk.coordinator.merge.merge import merge
from kiosk.coordinator.register.register import Register
from kiosk.ui.desk.navigation import PageId
from tests.conftest import CAMPAIGNS, PASSPHRASE, TODAY, make_cheap
from tests.exports import HandmadeKiosk
from tests.people import person
from tests.ui.desk.conftest import DeskHand, OpenDesk
from tests.ui.desk.test_signatures import choose, names


@pytest.fixture
def campus(open_desk: OpenDesk, tmp_path: Path) -> DeskHand:
    """An unlocked desk of the campus campaign, where three have signed."""
    content = CAMPAIGNS / "campus-library-hours"
    folder = CampaignFolder.create(tmp_path / "C", content, PASSPHRASE, TODAY)
    keys = folder.unlock(PASSPHRASE)
    make_cheap(folder.path, keys)
    kiosk = HandmadeKiosk(keys, "Library")
    file = tmp_path / "x.signatures"
    own = [
        {"student-number": "20260001", "faculty": "law"},
        {"student-number": "20260002", "faculty": "law"},
        {},
    ]
    signed = [
        person(n, version=2 if one else 1, own=one, identified_by="student-number" if one else "")
        for n, one in enumerate(own)
    ]
    file.write_bytes(kiosk.batch(kiosk.sign(*signed)))
    merge(Register(folder.register_file, keys.key_id), keys, [file])
    hand = open_desk(folder.path)
    hand.unlock()
    hand.wait_for("Merge")
    return hand


def test_the_answers_to_a_choice_are_counted_among_the_totals(campus: DeskHand) -> None:
    campus.window.show_page(PageId.REPORTS)
    campus.click("by-faculty")
    campus.click("totals-faculty-table")
    (table,) = campus.window.findChildren(QTableView, "totals-faculty-numbers")
    model = table.model()
    rows = [[model.index(row, column).data() for column in (0, 1)] for row in range(model.rowCount())]
    assert ["Law", "2"] in rows
    assert ["No answer", "1"] in rows


def test_a_record_tells_them_and_a_number_is_put_right(campus: DeskHand) -> None:
    campus.click("page-signatures")
    campus.wait_for("3 signatures")
    row = next(number for number, name in enumerate(names(campus)) if name == person(0).name)
    choose(campus, row)
    campus.wait_for("20260001")
    assert campus.sees("Your student number")
    assert campus.sees("Law")
    campus.click("correct")
    campus.qtbot.waitUntil(lambda: campus.window.findChild(QLineEdit, "field-student-number") is not None)
    campus.clear("student-number")
    campus.type("student-number", "20260009")
    campus.type("who", "AB")
    campus.click("put-right")
    campus.wait_for("Your student number: 20260009")
