"""A register is shared with other desks, one decision a step."""

from __future__ import annotations

from kiosk.coordinator.campaign.folder import CampaignFolder
from kiosk.ui.desk.detour import Detours
from kiosk.ui.desk.parts.cards import with_steps
from kiosk.ui.desk.shared_register.draft import ServerDraft
from kiosk.ui.desk.shared_register.kept import Sharing
from kiosk.ui.desk.shared_register.steps import ConnectionStep, DatabaseStep, ServerStep, SharedPage
from kiosk.ui.desk.view import DeskPage, DeskView
from kiosk.ui.wizard import Wizard


class ShareRegister:
    """The steps. Nothing is changed before the server has let this desk in."""

    def __init__(self, folder: CampaignFolder, detours: Detours, sharing: Sharing) -> None:
        self._draft = ServerDraft.after(folder, sharing.kept.server)
        self._sharing = sharing
        self._leave = detours.back
        self._wizard = Wizard(
            (self._server, self._database, self._connection, self._done),
            lambda: detours.show(self.page),
            detours.back,
        )

    def page(self, view: DeskView) -> DeskPage:
        """The page of the step that is due, with the row of steps above it."""
        text = view.language.text
        names = (text("Server"), text("Database and user"), text("Connection"))
        return with_steps(self._wizard.page(view), names, self._wizard.step)

    def _server(self, view: DeskView) -> DeskPage:
        return ServerStep(view, self._draft, self._wizard.go_on, self._wizard.go_back)

    def _database(self, view: DeskView) -> DeskPage:
        return DatabaseStep(view, self._draft, self._wizard.go_on, self._wizard.go_back)

    def _connection(self, view: DeskView) -> DeskPage:
        return ConnectionStep(view, self._draft, self._sharing, self._wizard.go_on, self._wizard.go_back)

    def _done(self, view: DeskView) -> DeskPage:
        return SharedPage(view, self._draft, self._leave)
