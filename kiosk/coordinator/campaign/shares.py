"""Shares of the campaign key: any k of n sheets of words restore it, and fewer tell nothing.

SLIP-39 by the library shamir-mnemonic; the parameters are in docs/format.md, "Key sheets".
"""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Final

import shamir_mnemonic
from shamir_mnemonic import MnemonicError, rs1024
from shamir_mnemonic.constants import (
    CHECKSUM_LENGTH_WORDS,
    CUSTOMIZATION_STRING_EXTENDABLE,
    CUSTOMIZATION_STRING_ORIG,
)
from shamir_mnemonic.wordlist import WORD_INDEX_MAP, WORDLIST

from kiosk.coordinator.campaign.share_text import MOST_TEXT, PREFIX, WORDS, sheets_in
from kiosk.errors import ShareError

LEAST_NEEDED: Final = 2
"""A sheet that restores the key alone would be the key itself."""
MOST_SHARES: Final = 16
SAME_WORDS: Final = 3
"""So many words at the beginning are the same on all sheets of a set, and on no other set's."""
_SEED_BYTES = 32
_ITERATION_EXPONENT = 0
LISTED: Final[tuple[str, ...]] = tuple(WORDLIST)
"""The 1,024 words that shares are made of, by alphabet."""
_LOOK = "Look at the sheet again."

_BEGINNINGS: dict[str, str] = {word[:PREFIX]: word for word in WORDLIST}


@dataclass(frozen=True)
class Share:
    """One sheet's share: sound in itself, whether or not it belongs with others.

    Attributes:
        set: what all shares made together have in common, 0 to 32,767.
        needed: how many of them restore the key.
        number: of the sheet, from 1.
        words: 33 words with a space between. They never go to a log or a command line.
    """

    set: int
    needed: int
    number: int
    words: str = field(repr=False)


def make_shares(seed: bytes, needed: int, total: int) -> list[Share]:
    """A new set of `total` shares of the 32-byte `seed`, of which any `needed` restore it.

    Sets made earlier restore it too: nothing takes that back.

    Raises:
        ShareError: these numbers cannot be.
    """
    if not LEAST_NEEDED <= needed <= total <= MOST_SHARES:
        raise ShareError(
            "There cannot be {total} key sheets of which {needed} are needed.",
            "At least {least} must be needed, and there are at most {most}: 2 of 3 or 3 of 5.",
            total=total,
            needed=needed,
            least=LEAST_NEEDED,
            most=MOST_SHARES,
        )
    (mnemonics,) = shamir_mnemonic.generate_mnemonics(
        1, [(needed, total)], seed, extendable=True, iteration_exponent=_ITERATION_EXPONENT
    )
    return [read_share(mnemonic, place) for place, mnemonic in enumerate(mnemonics, 1)]


def read_share(text: str, place: int) -> Share:
    """The share that a person typed, or scanned, as `text`.

    Capitals, commas and line ends do not matter, and of each word the first four letters are enough.
    Numbers before the words say their order.

    Args:
        place: which share the person gave as this one, from 1: what errors call it.

    Raises:
        ShareError: a word is wrong, missing or too many; it is named by its number on the
            sheet where that can be told.
    """
    sheets = sheets_in(text, place)
    return _sound([word for sheet in sheets for word in sheet], place)


def read_shares(text: str) -> list[Share]:
    """The shares that stand in `text`, one after another: typed, or the program's own sheets.

    Raises:
        ShareError: as `read_share`, for the first that is wrong.
    """
    if len(text) > MOST_TEXT:
        raise ShareError("This text is too long to be of key sheets.", "Give the words of the sheets alone.")
    return [_sound(words, place) for place, words in enumerate(sheets_in(text, 1), 1)]


def find_shares(text: str) -> list[Share]:
    """The shares in a text that may be anything; none where it has no whole one."""
    try:
        return read_shares(text)
    except ShareError:
        return []


def _sound(typed: list[str], place: int) -> Share:
    words = [listed(word, place, number) for number, word in enumerate(typed, 1)]
    if len(words) != WORDS:
        raise ShareError(
            "Key sheet {place} has {words} words, but it needs {all}.",
            _LOOK,
            place=place,
            words=len(words),
            all=WORDS,
        )
    indices = [WORD_INDEX_MAP[word] for word in words]
    if not _fits(indices):
        if rs1024.verify_checksum(indices, CUSTOMIZATION_STRING_ORIG):
            raise _of_another_program(place)
        raise _mistaken(indices, place)
    try:
        share = shamir_mnemonic.Share.from_mnemonic(" ".join(words))
    except MnemonicError as error:
        raise _of_another_program(place) from error
    ours = (share.extendable, share.iteration_exponent, share.group_threshold, share.group_count)
    if ours != (True, _ITERATION_EXPONENT, 1, 1) or len(share.value) != _SEED_BYTES:
        raise _of_another_program(place)
    return Share(share.identifier, share.member_threshold, share.index + 1, " ".join(words))


def still_needed(shares: Sequence[Share]) -> int:
    """How many more of their set are needed to restore the key; the same sheet twice counts once."""
    return max(0, max((share.needed for share in shares), default=LEAST_NEEDED) - _sheets(shares))


def restore_seed(shares: Sequence[Share]) -> bytes:
    """The seed that `shares` restore. More than are needed, or one given twice, are welcome.

    Whose seed it is must be compared with a campaign's public keys: nothing in a share says so.

    Raises:
        ShareError: they are too few, or do not belong together.
    """
    check_one_set(shares)
    missing = still_needed(shares)
    if missing:
        here = _sheets(shares)
        raise ShareError(
            "You gave {here} of the {needed} key sheets that are needed.",
            "Add {missing} more of the same set.",
            needed=here + missing,
            here=here,
            missing=missing,
        )
    sheets = [share.words for share in {share.number: share for share in shares}.values()]
    needed = shares[0].needed
    try:
        # Every sheet takes part, also those beyond what is needed: one that does not fit is an error.
        seed, *_ = [
            shamir_mnemonic.combine_mnemonics(sheets[first : first + needed])
            for first in range(len(sheets) - needed + 1)
        ]
    except MnemonicError as error:
        raise _not_together() from error
    return bytes(seed)


def check_one_set(shares: Sequence[Share]) -> None:
    """Raises ShareError naming the first of `shares` that is of another set than most are."""
    sets = Counter((share.set, share.needed) for share in shares)
    for place, share in enumerate(shares, 1):
        if (share.set, share.needed) != sets.most_common(1)[0][0]:
            raise ShareError(
                "Key sheet {place} is of another set than the others.",
                "All sheets of a set begin with the same {words} words: take those that do.",
                place=place,
                words=SAME_WORDS,
            )
    numbers: dict[int, Share] = {}
    for share in shares:
        if numbers.setdefault(share.number, share) != share:
            raise _not_together()


def _sheets(shares: Sequence[Share]) -> int:
    return len({share.number for share in shares})


# --------------------------------------------------------------------- what is wrong in a share


def listed(word: str, place: int, number: int) -> str:
    """The word of the list that `word` is, or begins with at least four letters.

    Raises:
        ShareError: there is none; it is named as word `number` of share `place`.
    """
    whole = _BEGINNINGS.get(word[:PREFIX], "")
    if len(word) >= PREFIX and whole.startswith(word):
        return whole
    near = difflib.get_close_matches(word, WORDLIST)
    if near:
        raise ShareError(
            "Key sheet {place}, word {number} is not a word that key sheets are made of.",
            "Did you mean one of these: {words}? Look at the sheet again.",
            place=place,
            number=number,
            words=", ".join(near),
        )
    raise ShareError(
        "Key sheet {place}, word {number} is not a word that key sheets are made of.",
        _LOOK,
        place=place,
        number=number,
    )


def _fits(indices: Sequence[int]) -> bool:
    return bool(rs1024.verify_checksum(indices, CUSTOMIZATION_STRING_EXTENDABLE))


def _mistaken(indices: Sequence[int], place: int) -> ShareError:
    """What is wrong in a share whose checksum does not fit, without telling what would be right (SLIP-39)."""
    for one, other in combinations(range(WORDS), 2):
        swapped = list(indices)
        swapped[one], swapped[other] = indices[other], indices[one]
        if _fits(swapped):
            return ShareError(
                "Key sheet {place} has word {one} and word {other} swapped.",
                _LOOK,
                place=place,
                one=one + 1,
                other=other + 1,
            )
    wrong = _wrong_word(indices)
    if wrong:
        return ShareError(
            "Key sheet {place} has a wrong word: number {number}.", _LOOK, place=place, number=wrong
        )
    return ShareError("Key sheet {place} has several wrong words.", _LOOK, place=place)


def _wrong_word(indices: Sequence[int]) -> int | None:
    """The only word, from 1, that can be wrong if just one is.

    RS1024 has distance 4 over so few words: with two wrong ones no third place can be taken
    for the fault. It is linear: what a wrong bit does to the remainder does not depend on the others.
    """
    remainder = _remainder(indices)
    for place in range(WORDS):
        reached = [remainder]
        for bit in range(10):
            changed = list(indices)
            changed[place] ^= 1 << bit
            effect = remainder ^ _remainder(changed)
            reached += [other ^ effect for other in reached]
        if 0 in reached:
            return place + 1
    return None


def _remainder(indices: Sequence[int]) -> int:
    """How the checksum words differ from what they should be: 30 bits, 0 when they fit."""
    data, given = indices[:-CHECKSUM_LENGTH_WORDS], indices[-CHECKSUM_LENGTH_WORDS:]
    right = rs1024.create_checksum(data, CUSTOMIZATION_STRING_EXTENDABLE)
    return sum(
        (one ^ other) << 10 * place for place, (one, other) in enumerate(zip(given, right, strict=True))
    )


def _of_another_program(place: int) -> ShareError:
    return ShareError(
        "Key sheet {place} is sound, but not of a campaign key: another program made it.",
        "Take the sheets that this program made.",
        place=place,
    )


def _not_together() -> ShareError:
    return ShareError(
        "These key sheets do not belong together, though each is sound.",
        "Look whether one of the sheets is of another campaign or set.",
    )
