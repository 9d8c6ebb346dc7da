"""What one person's choices come to, when they signed more than once or a coordinator put them right.

The narrowest holds, whatever came first: so nobody's clock decides, and who signs in another's
name can only make less of that person known. A choice that may be a later and wider one is a
question for the coordinator, whose ruling then stands for all that they had before them
(docs/decisions/0019).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from kiosk.signing.choices import Choices, narrowest


@dataclass(frozen=True)
class SignedChoices:
    """What one signature says.

    Attributes:
        kiosk, seq, day: where and when it was signed; of one kiosk the numbers tell the order.
    """

    digest: bytes
    kiosk: bytes
    seq: int
    day: str
    choices: Choices


@dataclass(frozen=True)
class Ruling:
    """What a coordinator ruled of a person's choices.

    Attributes:
        number: the higher, the later it was given.
        record: the digest of the signature about which it was given.
        over: the digests of all that was before the coordinator, that one among them.
    """

    number: int
    record: bytes
    day: str
    choices: Choices
    over: frozenset[bytes]


@dataclass(frozen=True)
class PersonRecords:
    """One person's signatures, and the rulings on them, the oldest first.

    Attributes:
        standing: the rulings over which no newer one was given.
        free: the signatures over which none of those was given.
    """

    signed: Sequence[SignedChoices]
    rulings: Sequence[Ruling] = ()

    @property
    def standing(self) -> list[Ruling]:
        rulings = self.rulings
        return [
            one
            for at, one in enumerate(rulings, 1)
            if all(one.record not in new.over for new in rulings[at:])
        ]

    @property
    def free(self) -> list[SignedChoices]:
        standing = self.standing
        return [one for one in self.signed if all(one.digest not in ruling.over for ruling in standing)]

    @property
    def holds(self) -> Choices:
        """The choices that hold."""
        return narrowest(one.choices for one in self._sources())

    def wider(self) -> SignedChoices | None:
        """The newest signature whose choices are wider and may be later: a coordinator must say."""
        asked = [one for one in self.signed if self._is_asked(one)]
        return max(asked, key=lambda one: (one.day, one.kiosk, one.seq), default=None)

    def if_taken(self, one: SignedChoices) -> Choices:
        """What would hold if the choices of `one` did, and those that are surely later."""
        return narrowest([one.choices, *(other.choices for other in self.signed if _is_later(other, one))])

    def _sources(self) -> Collection[SignedChoices | Ruling]:
        return [*self.standing, *self.free]

    def _is_asked(self, one: SignedChoices) -> bool:
        holds, sources = self.holds.widths(), self._sources()
        for name, width in one.choices.widths().items():
            if width <= holds.get(name, 0):
                continue
            narrow = [other for other in sources if other.choices.widths().get(name, 0) < width]
            if not any(_settles(other, one) for other in narrow):
                return True
        return False


def _settles(other: SignedChoices | Ruling, one: SignedChoices) -> bool:
    """Whether `other`, which is narrower, surely has the last word on what `one` chose."""
    if isinstance(other, SignedChoices):
        return _is_later(other, one)
    return one.digest in other.over or other.day > one.day


def _is_later(other: SignedChoices, one: SignedChoices) -> bool:
    """Whether `other` surely was signed later; on one day at two kiosks nobody can tell."""
    if other.kiosk == one.kiosk:
        return other.seq > one.seq
    return other.day > one.day
