"""Asks for files and folders; the sticks that are plugged in stand at the side."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QFileDialog, QWidget

from kiosk.ui.places import sticks


class FileDialog:
    """The system's own dialogs where there are any, which know the sticks themselves; else Qt's.

    All give an empty answer if the person wants none.
    """

    @staticmethod
    def folder(parent: QWidget, title: str, first: str = "") -> str:
        """Asks for a folder, `first` to begin with."""
        dialog = _dialog(parent, title, first)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        return next(iter(_answer(dialog)), "")

    @staticmethod
    def open(parent: QWidget, title: str, kinds: str) -> str:
        """Asks for a file of `kinds` (Qt's name filters)."""
        dialog = _dialog(parent, title, kinds=kinds)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        return next(iter(_answer(dialog)), "")

    @staticmethod
    def open_many(parent: QWidget, title: str, kinds: str) -> list[str]:
        """The same for several files."""
        dialog = _dialog(parent, title, kinds=kinds)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        return _answer(dialog)

    @staticmethod
    def save(parent: QWidget, title: str, suggested: str, kinds: str) -> tuple[str, str]:
        """Asks where to save a file, and as which of `kinds`; `suggested` is its name, or its path."""
        path = Path(suggested)
        dialog = _dialog(parent, title, str(path.parent) if path.is_absolute() else "", kinds)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.selectFile(path.name)
        return next(iter(_answer(dialog)), ""), dialog.selectedNameFilter()


def _dialog(parent: QWidget, title: str, first: str = "", kinds: str = "") -> QFileDialog:
    dialog = QFileDialog(parent, title, first, kinds)
    plugged_in = [QUrl.fromLocalFile(str(stick.folder)) for stick in sticks()]
    beside = dialog.sidebarUrls()
    dialog.setSidebarUrls([*beside, *(one for one in plugged_in if one not in beside)])
    return dialog


def _answer(dialog: QFileDialog) -> list[str]:
    chosen = dialog.selectedFiles() if dialog.exec() else []
    dialog.deleteLater()
    return chosen
