"""Looking for a person's signatures, wherever they signed."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from itertools import islice

from kiosk.coordinator.counting.kiosk_names import kiosk_names
from kiosk.coordinator.register.register import Row, State
from kiosk.coordinator.reports.search import search
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
    register = session.existing_register()
    if register is None:
        return []
    near: list[Row] = []

    def keep(row: Row) -> None:
        if len(near) < MOST:
            near.append(row)

    found = search(register, session.keys, text, keep, progress=run.tell, stop=run.is_stopped)
    with closing(found):
        hits = list(islice(found, MOST))
    names = kiosk_names(register)
    return [_hit(row, names, is_near=False) for row in hits] + [
        _hit(row, names, is_near=True) for row in near
    ]


def _hit(row: Row, names: Mapping[bytes, str], *, is_near: bool) -> Hit:
    assert row.signature is not None
    reference = f"{row.kiosk.hex()}:{row.seq}:{row.digest.hex()}"
    return Hit(reference, names[row.kiosk], row.seq, row.status, row.signature, is_near)
