"""Looking for a person's signatures, wherever they signed."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass

from kiosk.coordinator.counting.kiosk_names import kiosk_names
from kiosk.coordinator.register.register import State
from kiosk.coordinator.reports.search import Fit, record_finder
from kiosk.signing.signature import Signature
from kiosk.ui.desk.session import Session
from kiosk.ui.job import Run

MOST = 100
"""Signatures after which a search ends: nobody reads through more, but asks for more of the name."""


@dataclass(frozen=True)
class Hit:
    """A signature that was found, and where it is.

    Attributes:
        reference: names it for `plan_by_record`.
        is_near: it is not quite what was looked for.
    """

    reference: str
    kiosk: str
    number: int
    state: State
    signature: Signature
    is_near: bool


def find_person(session: Session, text: str, run: Run) -> list[Hit]:
    """The first `MOST` signatures in which `text` is, then as many that are near.

    Takes long: not on the UI thread. Stopped, it returns what it has found by then.

    Raises:
        KioskError: as `Register` says.
    """
    hits: list[Hit] = []
    near: list[Hit] = []
    register = session.existing_register()
    if register is None:
        return hits
    of = sum(sum(states.values()) for states in register.tally().values())
    names, fits = kiosk_names(register), record_finder(register, session.keys, text)
    with closing(register.rows(session.keys.register_key)) as rows:  # its connection is this thread's
        for looked, row in enumerate(rows, 1):
            if run.is_stopped() or len(hits) == MOST:
                break
            run.tell(looked, of)
            fit = fits(row.digest, row.signature) if row.signature else None
            if row.signature is None or not fit or (fit is Fit.NEAR and len(near) == MOST):
                continue
            reference = f"{row.kiosk.hex()}:{row.seq}:{row.digest.hex()}"
            hit = Hit(
                reference, names[row.kiosk], row.seq, row.status, row.signature, is_near=fit is Fit.NEAR
            )
            (near if hit.is_near else hits).append(hit)
    return hits + near
