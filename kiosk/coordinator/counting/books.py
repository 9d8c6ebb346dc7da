"""The books: what was collected and what became of it, per kiosk and in all. They always balance."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from itertools import islice
from operator import attrgetter

import msgspec

from kiosk.coordinator.counting.kiosk_names import kiosk_names, shown_names
from kiosk.coordinator.counting.listing import listing
from kiosk.coordinator.register.register import FAILED, Register, State

MAX_FAILURES = 1000
"""Failures that the books name one by one; `failures` gives them all."""


class Account(msgspec.Struct, frozen=True):
    """collected = counted + duplicate + withdrawn + rejected + unreadable."""

    counted: int = 0
    duplicate: int = 0
    withdrawn: int = 0
    rejected: int = 0
    unreadable: int = 0

    @property
    def collected(self) -> int:
        """All of them."""
        return self.counted + self.duplicate + self.withdrawn + self.rejected + self.unreadable


class KioskAccount(msgspec.Struct, frozen=True):
    """One kiosk's account; `gaps` are the runs of numbers (first, last) that never arrived."""

    kiosk: str
    name: str
    account: Account
    gaps: list[tuple[int, int]]


class Failure(msgspec.Struct, frozen=True):
    """A record that is not counted because it is rejected or unreadable."""

    kiosk: str
    number: int
    state: str
    reason: str


class Books(msgspec.Struct, frozen=True):
    """The whole register's account, each kiosk's, and the first `MAX_FAILURES` failures."""

    total: Account = Account()
    kiosks: list[KioskAccount] = []
    failures: list[Failure] = []


def balance(register: Register) -> Books:
    """The books of `register` as it stands."""
    tally = register.tally()
    gaps = register.gaps()
    kiosks = register.kiosks()  # last: another desk may add some meanwhile
    names = shown_names(kiosks)
    accounts = [
        KioskAccount(
            kiosk=kiosk.id.hex(),
            name=names[kiosk.id],
            account=_account(tally.get(kiosk.id, {})),
            gaps=gaps.get(kiosk.id, []),
        )
        for kiosk in kiosks
    ]
    total = _account({state: sum(states.get(state, 0) for states in tally.values()) for state in State})
    return Books(total, accounts, list(islice(failures(register), MAX_FAILURES)))


def failures(register: Register) -> Iterator[Failure]:
    """Every record that is rejected or unreadable, by kiosk id and number; read as they are asked for."""
    names = kiosk_names(register)
    for one in heapq.merge(*(listing(register, status) for status in FAILED), key=attrgetter("kiosk", "seq")):
        if one.kiosk in names:  # another desk may have added it since
            yield Failure(names[one.kiosk], one.seq, one.status, one.reason)


def _account(states: dict[State, int]) -> Account:
    return Account(**{state.value: number for state, number in states.items()})
