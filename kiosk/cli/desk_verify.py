"""`kiosk verify`: whether a petition is what its campaign signed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kiosk.cli.desk import existing_register
from kiosk.cli.options import Folder, register_option, say
from kiosk.errors import CampaignError, SettingsError
from kiosk.wording import counted

if TYPE_CHECKING:
    from kiosk.coordinator.campaign.folder import CampaignFolder
    from kiosk.coordinator.reports.proof import Statement


@click.command()
@click.argument("file", type=Folder, metavar="PETITION.pdf")
@click.option("--campaign", type=Folder, help="The campaign folder: compare its key, and its register, too.")
@click.option("--pack", type=Folder, help="The campaign's pack: compare its key.")
@register_option
def verify(file: Path, campaign: Path | None, pack: Path | None, register: str | None) -> None:
    """Check that no byte of PETITION.pdf was changed since its campaign signed it.

    The file says itself which key signed it. Whether that is the campaign's, only the campaign folder or
    its pack can tell; with the folder it is also checked that its register still has what
    was counted in the petition. No passphrase is needed.
    """
    from kiosk.campaign.pack import open_pack
    from kiosk.coordinator.campaign.folder import CampaignFolder
    from kiosk.coordinator.reports import proof

    if register is not None and campaign is None:
        raise SettingsError("A register can be compared with its campaign's folder alone.", "Add --campaign.")
    said = proof.verify(file)
    if pack is not None:
        _check_key(said, file, open_pack(pack).manifest.signer)
    if campaign is not None:
        opened = CampaignFolder.open(campaign)
        _check_key(said, file, opened.public.signer)
        _check_register(said, file, opened, register)
    signed = counted(said.counted, "signature")
    say(f"{file} is whole: the petition of {said.campaign}, {signed}, as of {said.day}.")
    if campaign is not None:
        say("It is signed with the campaign's key, and the register has what was counted in it.")
        say("! The register is unchecked: whoever can write to it could have made it fit.", error=True)
    elif pack is not None:
        say("It is signed with the campaign's key.")
    else:
        say(f"It is signed with the key {said.signer}.")
        say("! Whose key that is, the file cannot prove: compare it with --campaign or --pack.", error=True)


def _check_key(said: Statement, file: Path, signer: bytes) -> None:
    if said.signer != signer.hex():
        raise CampaignError(
            "{path} was signed with another key than this campaign's.",
            "Choose the campaign that it belongs to. If that is this one, the petition is forged.",
            path=file,
        )


def _check_register(said: Statement, file: Path, opened: CampaignFolder, register: str | None) -> None:
    from kiosk.coordinator.register.register import State
    from kiosk.coordinator.reports.proof import counted_digest

    found = existing_register(opened, register)
    if counted_digest(found).hex() != said.register:
        raise CampaignError(
            "This register is not the one that {path} was made from: other signatures count in it "
            "({here}; in the petition {there}).",
            "Use that day’s register; if something was merged or withdrawn since, write the petition anew.",
            path=file,
            here=f"{found.count(State.COUNTED):,}",
            there=f"{said.counted:,}",
        )
