"""A register is shared with other desks, one decision a step: what was typed so far, and the step due."""

from __future__ import annotations

from kiosk.coordinator.campaign.folder import CampaignFolder
from kiosk.coordinator.counting.books import balance
from kiosk.coordinator.register.register import Register
from kiosk.coordinator.register.server_address import PORT, ServerAddress, is_this_computer
from kiosk.coordinator.register.store import Place
from kiosk.ui.desk.detour import Detours
from kiosk.ui.desk.parts.cards import step_row
from kiosk.ui.desk.shared_register.kept import Sharing
from kiosk.ui.desk.shared_register.steps import ConnectionStep, DatabaseStep, ServerStep, SharedPage
from kiosk.ui.desk.view import DeskPage, DeskView


class ShareRegister:
    """What was typed so far. It outlives its pages, which are built anew for every language.

    Nothing is changed before the server has let this desk in. Whoever leaves or locks drops it, with the
    password.

    Attributes:
        port: as typed.
        encrypted: what was chosen; None before that.
        in_folder: how many signatures the folder's own register holds; None before they are counted.
        held: how many the shared one holds, once it is used.
    """

    def __init__(self, folder: CampaignFolder, detours: Detours, sharing: Sharing) -> None:
        before = sharing.kept.server
        self.folder = folder
        self.sharing = sharing
        self.host = before.host if before else ""
        self.port = str(before.port if before else PORT)
        self.database = before.database if before else ""
        self.user = before.user if before else ""
        self.password = ""
        self.encrypted: bool | None = before.encrypted if before else None
        self.in_folder: int | None = None
        self.held = 0
        self._detours = detours
        self._step = 0

    @property
    def server(self) -> ServerAddress:
        """What was typed; encrypted unless it never leaves this computer, or was chosen otherwise."""
        encrypted = not is_this_computer(self.host) if self.encrypted is None else self.encrypted
        return ServerAddress(self.host, self.database, self.user, int(self.port), encrypted)

    def page(self, view: DeskView) -> DeskPage:
        """The page of the step that is due, with the row of steps above it."""
        text = view.language.text
        page = (ServerStep, DatabaseStep, ConnectionStep, SharedPage)[self._step](view, self)
        names = (text("Server"), text("Database and user"), text("Connection"))
        page.body.insertWidget(0, step_row(view, names, self._step))
        return page

    def go_on(self) -> None:
        """To the next step."""
        self._step += 1
        self._detours.show(self.page)

    def go_back(self) -> None:
        """To the step before; from the first one away."""
        self._step -= 1
        if self._step < 0:
            self.leave()
        else:
            self._detours.show(self.page)

    def leave(self) -> None:
        """Back to the campaign's page."""
        self._detours.back()

    def signatures_in(self, place: Place) -> int:
        """How many signatures the register at `place` holds, which is made when it is not there.

        Raises:
            KioskError: as `Register` says. Not on the UI thread.
        """
        return balance(Register(place, self.folder.public.key_id)).total.collected

    def use(self) -> None:
        """Has this desk merge into the shared register from now on, and forgets the password.

        Raises:
            KioskError: it cannot be remembered; nothing changes.
        """
        self.sharing.use(self.server, self.password)
        self.password = ""
