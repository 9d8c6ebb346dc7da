"""A passphrase is drawn by chance: words that can be written down, learnt and typed.

Six words of a list of 1,024 (SLIP-39's) are 60 bits: at `GUESSES_A_SECOND`, more than fifty
thousand years on average.
"""

from __future__ import annotations

import secrets

from kiosk.coordinator.campaign.shares import LISTED

WORDS_DRAWN = 6


def draw_passphrase() -> str:
    """Six words with a space between them, drawn by the system's source of randomness."""
    return " ".join(secrets.choice(LISTED) for _ in range(WORDS_DRAWN))
