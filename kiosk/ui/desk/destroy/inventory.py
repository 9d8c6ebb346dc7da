"""What destroying a campaign deletes, what it keeps and why, and what only people can destroy."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from kiosk.campaign.pack import SUFFIX
from kiosk.coordinator.campaign.folder import CampaignFolder
from kiosk.coordinator.campaign.public_side import PublicSide
from kiosk.coordinator.rights.destroy import Inventory
from kiosk.ui.desk.parts.cards import Card
from kiosk.ui.desk.view import DeskView
from kiosk.ui.language import Language
from kiosk.ui.widgets.labels import label
from kiosk.wording import printable


class InventoryView(QWidget):
    """Cards: what goes, what has to be destroyed by hand, what stays, and what is not the program's.

    Args:
        elsewhere: the register's name, if it is not in the folder; its tables go, too.
    """

    def __init__(self, view: DeskView, folder: CampaignFolder, found: Inventory, elsewhere: str = "") -> None:
        super().__init__()
        text = view.language.text
        self._view = view
        self._folder = folder
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(view.theme.px(12))
        goes = [self._goes(path, found) for path in found.goes if path.parent != folder.withdrawals]
        certificates = [path for path in found.goes if path.parent == folder.withdrawals]
        if certificates:
            what = view.language.plural(
                "{number} certificate of a withdrawal",
                "{number} certificates of withdrawals",
                len(certificates),
            )
            goes.append((folder.withdrawals.name, what))
        if elsewhere:
            goes.append((elsewhere, text("the tables with all merged signatures")))
        if found.doubtful:
            what = text("another key, or a key sheet: delete it if it is this campaign’s, or move it")
            self._add(text("Look at these first"), [(self._name(path), what) for path in found.doubtful])
        self._add(text("Goes"), goes)
        self._column.addWidget(by_hand_card(view, folder.public))
        stays = {
            folder.content: text("the texts that people signed; they are public"),
            folder.path / "campaign.json": text(
                "which campaign it was, and what its certificates are checked with"
            ),
        }
        self._add(text("Stays"), [(path.name, stays.get(path, "")) for path in found.stays])
        if found.unknown:
            what = text("not put there by this program: look at it yourself")
            self._add(text("Left alone"), [(path.name, what) for path in found.unknown])

    def _name(self, path: Path) -> str:
        return path.relative_to(self._folder.path).as_posix()

    def _goes(self, path: Path, found: Inventory) -> tuple[str, str]:
        text = self._view.language.text
        if path == self._folder.key_file:
            what = text("the campaign’s key: without it nobody can read any copy of any signature")
        elif path.suffix == SUFFIX:
            what = text("the pack for the kiosks")
        elif path.name.startswith(f".{self._folder.key_file.name}."):
            what = text("a piece of the key, from a save that was cut short")
        elif path in found.keys:
            what = text("a copy of the campaign’s key")
        elif path in found.words:
            what = text("what you said of kiosks, records and rules, encrypted")
        elif path == self._folder.upkeep_file:
            what = text("how far receipts were given, and when the folder was copied")
        else:
            what = text("the register with all merged signatures")
        return self._name(path), what

    def _add(self, title: str, rows: Iterable[tuple[str, str]]) -> None:
        card = Card(self._view, title)
        grid = QGridLayout()
        grid.setHorizontalSpacing(self._view.theme.px(20))
        grid.setVerticalSpacing(self._view.theme.px(4))
        grid.setColumnStretch(0, 4)
        grid.setColumnStretch(1, 7)
        for number, (name, what) in enumerate(rows):
            grid.addWidget(label(_breakable(name), "body"), number, 0)
            grid.addWidget(label(what, "body"), number, 1)
        card.column.addLayout(grid)
        self._column.addWidget(card)


def by_hand_card(view: DeskView, public: PublicSide) -> Card:
    """What no program can destroy: printed sheets by their numbers, copies, lists."""
    text = view.language.text
    copies = text("Every other copy of the campaign’s folder, and backups of it.")
    lists = text("Lists that were exported or printed, and sticks with signatures files.")
    title = text("By hand: burn or shred, and delete")
    return Card(view, title, (_sheets(public, view.language), "value"), (copies, "body"), (lists, "body"))


def _sheets(public: PublicSide, language: Language) -> str:
    made = public.shares
    if made is None:
        return language.text("Printed sheets of the key, if any were ever made.")
    if made.total is None:
        return language.text("All printed sheets of set {set}, and of any earlier set.", set=made.set)
    return language.text(
        "The printed sheets 1 to {total} of set {set}, and those of any earlier set.",
        total=made.total,
        set=made.set,
    )


def _breakable(name: str) -> str:
    """`name` with places where a line may end."""
    return (
        printable(name)
        .replace("-", "-\u200b")
        .replace(".", "\u200b.")
        .replace("_", "_\u200b")
        .replace("/", "/\u200b")
    )
