"""What somebody changed in the register by hand, as far as a check found it, in sentences."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from kiosk.coordinator.counting.numbers import places_text
from kiosk.errors import Remark

_Numbers = dict[bytes, list[int]]
"""By kiosk id: the numbers of records."""


@dataclass
class ChangedByHand:
    """Counted while it is put right."""

    repaired: _Numbers = field(default_factory=lambda: defaultdict(list))
    made_up: _Numbers = field(default_factory=lambda: defaultdict(list))
    undecided: _Numbers = field(default_factory=lambda: defaultdict(list))
    keys: set[int] = field(default_factory=set)
    """Rows to settle anew, because something about them changed."""
    kiosks: list[bytes] = field(default_factory=list)
    others: int = 0
    orphans: int = 0
    reindexed: bool = False
    odd: int = 0
    copied_words: int = 0
    put_back: int = 0
    settled: int = 0

    def remarks(self, names: dict[bytes, str]) -> list[Remark]:
        """All of it in sentences."""
        told: list[tuple[object, Remark]] = [
            (
                self.reindexed,
                Remark(
                    "By what the register finds its records did not fit what is in it. It was made anew.",
                ),
            ),
            (
                self.odd,
                Remark(
                    "Values of a kind that this program never writes were in the register: {number}. "
                    "They were taken out.",
                    number=self.odd,
                ),
            ),
            (
                self.made_up,
                Remark(
                    "Records that no merge put so into the register: {number} ({places}). "
                    "They were taken out.",
                    "If they were once merged, merge their signatures files again.",
                    number=_number(self.made_up),
                    places=_places(self.made_up, names),
                ),
            ),
            (
                self.repaired,
                Remark(
                    "Records were changed in the register: {number} ({places}). "
                    "They were put right from what is sealed in them.",
                    number=_number(self.repaired),
                    places=_places(self.repaired, names),
                ),
            ),
            (
                self.put_back,
                Remark(
                    "Withdrawn signatures were back in the register: {number}. They are withdrawn again.",
                    number=self.put_back,
                ),
            ),
            (
                self.undecided,
                Remark(
                    "What became of records was changed in the register: {number} ({places}). "
                    "It was decided anew.",
                    number=_number(self.undecided),
                    places=_places(self.undecided, names),
                ),
            ),
            (
                self.settled,
                Remark(
                    "Who is a duplicate of whom was changed in the register: {number}. It was decided anew.",
                    number=self.settled,
                ),
            ),
            (
                self.copied_words,
                Remark(
                    "What you said of kiosks, records and rules was changed in the register: {number}. "
                    "It is again as you said it.",
                    number=self.copied_words,
                ),
            ),
            (
                self.kiosks,
                Remark(
                    "What kiosks said of themselves was changed in the register ({kiosks}).",
                    "Merge their signatures files again: that brings back their names.",
                    kiosks=", ".join(names.get(kiosk, kiosk.hex()[:8]) for kiosk in self.kiosks[:10]),
                ),
            ),
            (
                self.orphans,
                Remark(
                    "Fingerprints of records that are not there were in the register: {number}. "
                    "They were taken out.",
                    number=self.orphans,
                ),
            ),
            (
                self.others,
                Remark(
                    "Notes of lost records or of probable duplicates were made up in the register: {number}. "
                    "They were taken out.",
                    number=self.others,
                ),
            ),
        ]
        return [remark for happened, remark in told if happened]


def _number(places: _Numbers) -> int:
    return sum(map(len, places.values()))


def _places(places: _Numbers, names: dict[bytes, str]) -> str:
    return places_text({kiosk: sorted(numbers) for kiosk, numbers in places.items()}, names)
