"""Release: what a coordinator's receipt says is merged may leave this laptop.

Without a receipt that fits these very signatures nothing is ever deleted. No clock
is asked.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from kiosk.errors import ExportError, KioskError
from kiosk.exchange.receipts import Receipt, read_receipts, receipts_file
from kiosk.files import storage
from kiosk.stall.holdings import give_up_on_junk, read_holdings
from kiosk.stall.kiosk import Kiosk
from kiosk.stall.stored import Life, Release, Survey

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
        receipts = read_receipts(path)
        *former, present = kiosk.vault.lives()
        released = _follow(kiosk, path, receipts, present)
    except KioskError as error:
        return Released(refused=error)
    try:
        earlier = [_follow_former(kiosk, export_file, receipts, life) for life in former]
    except KioskError as error:
        return replace(released, refused=error)
    return replace(
        released,
        deleted=released.deleted + sum(one.deleted for one in earlier),
        kept=released.kept or any(one.kept for one in earlier),
    )


def parted_by_receipt(kiosk: Kiosk, export_file: Path, life: Life, survey: Survey) -> int | None:
    """The row up to which the vault surely is one with what the coordinator has merged under the numbers of
    `life`, where a receipt beside `export_file` speaks of other signatures than those that are here.

    None where no receipt does. One that cannot be read says nothing; neither does what is damaged here.
    """
    try:
        receipts = read_receipts(receipts_file(export_file.parent, kiosk.settings.campaign))
    except KioskError:
        return None
    before = kiosk.vault.released(life).upto
    shared, is_parted = before, False
    for receipt in _signed(kiosk, receipts, life):
        here = kiosk.vault.chain_after(receipt.upto, life)
        if here == receipt.chain:
            shared = max(shared, receipt.upto)
        elif receipt.upto > life.last:
            is_parted = True
        elif receipt.upto > before and here is not None:
            is_parted |= life.before + receipt.upto not in survey.faults
    return life.before + shared if is_parted else None


def _follow(kiosk: Kiosk, path: Path, receipts: list[Receipt], life: Life) -> Released:
    signed = _signed(kiosk, receipts, life)
    if not signed and any(receipt.kiosk == life.kiosk for receipt in receipts):
        raise ExportError(
            "The receipt for this kiosk in {path} is not its coordinator’s.",
            "Ask the coordinator who had that stick.",
            path=path,
        )
    before = kiosk.vault.released(life).upto
    new = [receipt for receipt in signed if receipt.upto > before]
    if not new:
        return Released(before if signed else 0)
    fitting = [receipt for receipt in new if kiosk.vault.chain_after(receipt.upto, life) == receipt.chain]
    if not fitting:
        raise _none_fits(life, max(receipt.upto for receipt in new))
    best = max(fitting, key=lambda receipt: receipt.upto)
    return _release(kiosk, life, best.upto, best.chain)


def _follow_former(kiosk: Kiosk, export_file: Path, receipts: list[Receipt], life: Life) -> Released:
    """As `_follow`, for an identity that this laptop has given up: its records may go on elsewhere.

    A receipt that speaks of those, too, fits where the export file's own signed checkpoints lead from this
    laptop's last record to the receipt's chain. One that does not is nobody's fault.
    """
    before, chain = kiosk.vault.released(life).upto, kiosk.vault.chain_after(life.last, life)
    new = [receipt for receipt in _signed(kiosk, receipts, life) if receipt.upto > before]
    fitting = [one for one in new if kiosk.vault.chain_after(one.upto, life) == one.chain]
    longer = [receipt for receipt in new if receipt.upto > life.last]
    if longer and before < life.last and chain is not None:
        with storage(export_file):
            holdings = read_holdings(kiosk, export_file, [life], partial(give_up_on_junk, export_file))
        if any(holdings.leads_to(life, chain, receipt.upto, receipt.chain) for receipt in longer):
            return _release(kiosk, life, life.last, chain)
    if not fitting:
        return Released()
    best = max(fitting, key=lambda receipt: receipt.upto)
    return _release(kiosk, life, best.upto, best.chain)


def _release(kiosk: Kiosk, life: Life, upto: int, chain: bytes) -> Released:
    if kiosk.campaign.retention.after_merge == "keep":
        return Released(upto, kept=True)
    release = Release(upto, chain, kiosk.today().isoformat())
    return Released(upto, kiosk.vault.release(release, life))


def _signed(kiosk: Kiosk, receipts: list[Receipt], life: Life) -> list[Receipt]:
    """Those for `life` that are its coordinator's."""
    return [
        receipt
        for receipt in receipts
        if receipt.kiosk == life.kiosk
        and receipt.campaign == kiosk.pack.key_id
        and receipt.verify(kiosk.settings.signer)
    ]


def _none_fits(life: Life, upto: int) -> ExportError:
    taken = life.last
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
