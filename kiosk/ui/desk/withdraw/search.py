"""Looking for a person's signatures while the window goes on: how far it is, and how to stop it."""

from __future__ import annotations

import threading
from contextlib import closing
from dataclasses import dataclass

from kiosk.coordinator.counting.kiosk_names import kiosk_names
from kiosk.coordinator.register.register import State
from kiosk.coordinator.reports.search import Fit, record_finder
from kiosk.signing.signature import Signature
from kiosk.ui.desk.session import Session

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


class PersonSearch:
    """One search for `text` in the register.

    Attributes:
        looked, of: how many records were looked at, and of how many; `of` is 0 while that is not known.
    """

    def __init__(self, session: Session, text: str) -> None:
        self._session = session
        self._text = text
        self._stopped = threading.Event()
        self.looked = 0
        self.of = 0

    @property
    def stopped(self) -> bool:
        """Whether somebody stopped it."""
        return self._stopped.is_set()

    def stop(self) -> None:
        """Ends it soon; it returns what it has found by then."""
        self._stopped.set()

    def run(self) -> list[Hit]:
        """The first `MOST` signatures in which `text` is, then as many that are near.

        Takes long: not on the UI thread.

        Raises:
            KioskError: as `Register` says.
        """
        hits: list[Hit] = []
        near: list[Hit] = []
        register = self._session.existing_register()
        if register is None:
            return hits
        self.of = sum(sum(states.values()) for states in register.tally().values())
        names, fits = kiosk_names(register), record_finder(register, self._session.keys, self._text)
        with closing(
            register.rows(self._session.keys.register_key)
        ) as rows:  # its connection is this thread's
            for row in rows:
                if self.stopped or len(hits) == MOST:
                    break
                self.looked += 1
                fit = fits(row.digest, row.signature) if row.signature else None
                if row.signature is None or not fit or (fit is Fit.NEAR and len(near) == MOST):
                    continue
                reference = f"{row.kiosk.hex()}:{row.seq}:{row.digest.hex()}"
                hit = Hit(
                    reference, names[row.kiosk], row.seq, row.status, row.signature, is_near=fit is Fit.NEAR
                )
                (near if hit.is_near else hits).append(hit)
        return hits + near
