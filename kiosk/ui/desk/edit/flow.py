"""The content is edited: from the campaign's page there and back."""

from __future__ import annotations

from kiosk.ui.desk.detour import Detours
from kiosk.ui.desk.edit.editing import Editing
from kiosk.ui.desk.edit.page import EditPage
from kiosk.ui.desk.parts.leave import LeavePage
from kiosk.ui.desk.view import DeskView


class ContentEditing:
    """Leads to the editor, and away from it; what is not saved is given up only when that is said."""

    def __init__(self, detours: Detours, editing: Editing) -> None:
        self._detours, self._editing = detours, editing

    def show(self) -> None:
        """Shows the section that is due."""
        self._detours.show(self._page)

    def _page(self, view: DeskView) -> EditPage:
        return EditPage(view, self._editing, self.show, self._leave)

    def _leave(self) -> None:
        if self._editing.editor.changed:
            self._detours.show(lambda view: LeavePage(view, self._detours.back, self.show))
        else:
            self._detours.back()
