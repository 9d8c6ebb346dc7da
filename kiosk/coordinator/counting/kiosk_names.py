"""What kiosks are called: each so that it passes for no other, and how a person names one.

A kiosk is known by its id; its name is whatever its staff, or a stranger, typed.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kiosk.coordinator.counting.looks import look, mixes_alphabets
from kiosk.coordinator.register.register import KioskRow, Register
from kiosk.errors import Remark
from kiosk.exchange.kiosk_name import is_plain, plainly

MIN_ID = 6
"""Digits of an id that name its kiosk."""
_SHOWN_ID = 8
"""Digits of an id that are shown, unless more are needed to tell two apart."""
_LIKE_AN_ID = re.compile(r"[(\[{]\W*[0-9a-foil|]{6,}\W*[)\]}]", re.IGNORECASE)


@dataclass(frozen=True)
class RecordPlace:
    """Where a record is: its kiosk's id and name, its number there, and its digest."""

    kiosk: bytes
    name: str
    seq: int
    digest: bytes


def kiosk_names(register: Register) -> dict[bytes, str]:
    """What to call each kiosk of `register`, by id."""
    return shown_names(register.kiosks())


def shown_names(kiosks: Iterable[KioskRow]) -> dict[bytes, str]:
    """What to call each of `kiosks`, by id: no two the same.

    That is its name, with the beginning of its id where the name may mislead, as `name_remarks` says.
    """
    named = {kiosk.id: kiosk.name for kiosk in kiosks}
    doubtful = _doubts(named)
    short = short_ids(named)
    return {
        id: f"{plainly(name)} ({short[id]})" if doubtful[id] else plainly(name) for id, name in named.items()
    }


def name_remarks(register: Register) -> dict[bytes, list[Remark]]:
    """By id, why the name of a kiosk may mislead; no remarks where it does not."""
    return _doubts({kiosk.id: kiosk.name for kiosk in register.kiosks()})


def kiosks_called(kiosks: Iterable[KioskRow], called: str) -> set[bytes]:
    """The ids of those of `kiosks` that a person may mean by `called`.

    The very name comes first, as it is or as it is shown; then the name in other capitals, then the
    beginning of an id. As much of an id as is shown is never taken for a name alone: a
    stranger's kiosk may be called like it.
    """
    kiosks = list(kiosks)
    called = unicodedata.normalize("NFC", called.strip())
    shown = shown_names(kiosks)
    names = {
        kiosk.id: {unicodedata.normalize("NFC", kiosk.name), plainly(kiosk.name), shown[kiosk.id]}
        for kiosk in kiosks
    }
    found = {id for id, forms in names.items() if called in forms}
    if not found:
        folded = called.casefold()
        found = {id for id, forms in names.items() if folded in map(str.casefold, forms)}
    if len(called) >= (_SHOWN_ID if found else MIN_ID):
        found |= {id for id in names if id.hex().startswith(called.lower())}
    return found


def short_ids(ids: Iterable[bytes]) -> dict[bytes, str]:
    """The beginning of each id, long enough to tell it from the others."""
    ids = set(ids)
    digits = next(n for n in (_SHOWN_ID, 16, 32) if len({id.hex()[:n] for id in ids}) == len(ids))
    return {id: id.hex()[:digits] for id in ids}


def choices(kiosks: Iterable[KioskRow], found: Iterable[bytes]) -> str:
    """The `found` among `kiosks`, to choose from: each one's id and name."""
    short = short_ids(found)
    return ", ".join(f"{short[kiosk.id]} ({plainly(kiosk.name)})" for kiosk in kiosks if kiosk.id in short)


def _doubts(named: Mapping[bytes, str]) -> dict[bytes, list[Remark]]:
    """Why each name may mislead, by id."""
    looks = {id: look(name) for id, name in named.items()}
    alike = Counter(looks.values())
    id_of = {look(id.hex()[:MIN_ID]): id for id in named}

    def doubts(id: bytes, name: str) -> Iterable[Remark]:
        if alike[looks[id]] > 1:
            yield Remark("Its name looks like another kiosk’s: only the ids tell them apart.")
        if not is_plain(name):
            yield Remark("Its name has something in it that cannot be seen, or is easily overlooked.")
        if mixes_alphabets(name):
            yield Remark("Its name has letters of another alphabet that look like Latin ones.")
        starts = range(len(looks[id]) - MIN_ID + 1)
        if _LIKE_AN_ID.search(unicodedata.normalize("NFKC", name)) or any(
            id_of.get(looks[id][at : at + MIN_ID], id) != id for at in starts
        ):
            yield Remark("Its name is written as if an id were in it: go by the id that is shown beside it.")

    return {id: list(doubts(id, name)) for id, name in named.items()}
