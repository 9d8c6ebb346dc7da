"""A walk through every page of the desk, by clicks as a coordinator would."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtWidgets import QTableView

from kiosk.app import application
from kiosk.ui.desk.navigation import PageId
from kiosk.ui.desk.register_notice import RegisterNotice
from kiosk.ui.desk.sizes import ResizeWatch
from kiosk.ui.tasks import Tasks
from tests.ui.desk.conftest import DeskHand

PARTS: dict[str, tuple[str, ...]] = {
    "merge": (),
    "kiosks": ("revoke", "part-forks"),
    "duplicates": ("part-choices", "part-decisions", "part-rules", "rule-email-nothing"),
    "reports": ("by-countries", "part-lists"),
    "campaign": ("share-register",),
}
"""What is clicked on a page, one after the other, to see all of it."""


def tour(hand: DeskHand, folder: Path) -> Iterator[str]:
    """Goes from page to page, from an empty window on; says the name of each once it stands.

    Args:
        folder: the campaign folder.
    """
    for name in _tour(hand, folder):
        settle(hand)
        yield name


def _tour(hand: DeskHand, folder: Path) -> Iterator[str]:
    yield "opening"
    hand.window.open(folder)
    yield "unlock"
    hand.unlock("not the passphrase")
    yield "unlock-wrong"
    hand.unlock()
    hand.button("lock")
    for page in PageId:
        hand.click(f"page-{page}")
        yield str(page)
        for part in PARTS.get(page, ()):
            hand.click(part)
            yield f"{page}-{part}"
        if page is PageId.SIGNATURES:
            yield from _of_one(hand)
    hand.window.lock_itself()
    yield "locked"


def _of_one(hand: DeskHand) -> Iterator[str]:
    """What can be done for the person of the first signature."""
    for way in ("copy", "correct"):
        settle(hand)
        (table,) = (one for one in hand.window.findChildren(QTableView, "records") if one.isVisible())
        table.setCurrentIndex(table.model().index(0, 0))  # Qt’s selectRow misses from right to left
        hand.click(way)
        yield f"signatures-{way}"
        hand.click("back")


def settle(hand: DeskHand) -> None:
    """Waits until everything that was asked for is on the page."""
    resized = hand.window.findChild(ResizeWatch)
    if resized.isActive():  # it need not wait for its timer
        resized.stop()
        resized.timeout.emit()
    moment = hand.window.language.text("One moment, please.")
    for _ in range(3):
        for tasks in hand.window.findChildren(Tasks):
            tasks.wait()
        for notice in hand.window.findChildren(RegisterNotice):
            notice._look()  # it need not wait for its timer
        hand.qtbot.waitUntil(lambda: not hand.sees(moment))
        application().processEvents()
