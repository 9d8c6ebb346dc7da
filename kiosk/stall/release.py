"""Release: what a coordinator's receipt says is merged may leave this laptop.

Without a receipt that fits these very signatures nothing is ever deleted. No clock
is asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kiosk.errors import ExportError, KioskError
from kiosk.exchange.receipts import Receipt, read_receipts, receipts_file
from kiosk.stall.kiosk import Kiosk
from kiosk.stall.vault import Release

_COPY = "Tell the coordinator: this laptop may be a copy, or put back from one."


@dataclass(frozen=True)
class Released:
    """What the receipts beside an export file did.

    Attributes:
        upto: a receipt that fits says that this kiosk's signatures 1 to `upto` are merged; 0 if none does.
        deleted: signatures deleted from this laptop now.
        kept: whether the campaign keeps what is merged on the laptop.
        refused: why a receipt for this kiosk was not followed, so that nothing was deleted; or None.
    """

    upto: int = 0
    deleted: int = 0
    kept: bool = False
    refused: KioskError | None = None


def take_receipts(kiosk: Kiosk, export_file: Path) -> Released:
    """Follows the highest receipt beside `export_file` that fits this kiosk's own signatures.

    It deletes what is merged, or keeps it, as the campaign's pack says. It never raises a
    `KioskError`: a receipt that cannot be read or followed deletes nothing, `refused` says
    why, and the sync before it stands.
    """
    path = receipts_file(export_file.parent, kiosk.settings.campaign)
    try:
        return _follow(kiosk, path)
    except KioskError as error:
        return Released(refused=error)


def _follow(kiosk: Kiosk, path: Path) -> Released:
    mine = [receipt for receipt in read_receipts(path) if receipt.kiosk == kiosk.settings.kiosk]
    signed = [receipt for receipt in mine if _is_the_coordinators(kiosk, receipt)]
    if mine and not signed:
        raise ExportError(
            "The receipt for this kiosk in {path} is not its coordinator's.",
            "Ask the coordinator who had that stick.",
            path=path,
        )
    before = kiosk.vault.released().upto
    new = [receipt for receipt in signed if receipt.upto > before]
    if not new:
        return Released(before if signed else 0)
    fitting = [receipt for receipt in new if kiosk.vault.chain_after(receipt.upto) == receipt.chain]
    if not fitting:
        raise _none_fits(kiosk, max(receipt.upto for receipt in new))
    best = max(fitting, key=lambda receipt: receipt.upto)
    if kiosk.campaign.retention.after_merge == "keep":
        return Released(best.upto, kept=True)
    release = Release(best.upto, best.chain, kiosk.today().isoformat())
    return Released(best.upto, kiosk.vault.release(release))


def _is_the_coordinators(kiosk: Kiosk, receipt: Receipt) -> bool:
    return receipt.campaign == kiosk.pack.key_id and receipt.verify(kiosk.settings.signer)


def _none_fits(kiosk: Kiosk, upto: int) -> ExportError:
    taken = kiosk.vault.count()
    if upto > taken:
        return ExportError(
            "The receipt speaks of signatures 1 to {upto}, but this kiosk has taken only {taken}.",
            _COPY,
            upto=f"{upto:,}",
            taken=f"{taken:,}",
        )
    return ExportError(
        "The receipt speaks of other signatures 1 to {upto} than those that this kiosk has taken.",
        _COPY,
        upto=f"{upto:,}",
    )
