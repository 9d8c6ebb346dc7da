"""What was typed so far of a register that is to be shared."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.coordinator.campaign.folder import CampaignFolder
from kiosk.coordinator.counting.books import balance
from kiosk.coordinator.register.register import Register
from kiosk.coordinator.register.server_address import PORT, ServerAddress, is_this_computer
from kiosk.coordinator.register.store import RegisterAddress


@dataclass
class ServerDraft:
    """It outlives the pages of its steps. Whoever leaves or locks drops it, with the password.

    Attributes:
        port: as typed.
        encrypted: what was chosen; None before that.
        in_folder: how many signatures the folder's own register holds; None before they are counted.
        held: how many the shared one holds, once it is used.
    """

    folder: CampaignFolder
    host: str = ""
    port: str = str(PORT)
    database: str = ""
    user: str = ""
    password: str = ""
    encrypted: bool | None = None
    in_folder: int | None = None
    held: int = 0

    @classmethod
    def after(cls, folder: CampaignFolder, before: ServerAddress | None) -> ServerDraft:
        """Begins with what was remembered of a server, if anything was."""
        if before is None:
            return cls(folder)
        port = str(before.port)
        return cls(folder, before.host, port, before.database, before.user, encrypted=before.encrypted)

    @property
    def server(self) -> ServerAddress:
        """What was typed; encrypted unless it never leaves this computer, or was chosen otherwise."""
        encrypted = not is_this_computer(self.host) if self.encrypted is None else self.encrypted
        return ServerAddress(self.host, self.database, self.user, int(self.port), encrypted)

    def signatures_in(self, place: RegisterAddress) -> int:
        """How many signatures the register at `place` holds, which is made when it is not there.

        Raises:
            KioskError: as `Register` says. Not on the UI thread.
        """
        return balance(Register(place, self.folder.public.key_id)).total.collected
