"""What a bored teenager does: any key, any button, anywhere on the screen."""

from __future__ import annotations

import random

from tests.ui.shortcuts import BUTTONS, KEYS, MODIFIERS
from tests.ui.x_hand import XHand

SCREEN = (1920, 1080)
"""Of the display (`x_display`)."""


def do_anything(hand: XHand, chance: random.Random) -> None:
    """One event; a button or a modifier that is pressed may stay so."""
    down = chance.random() < 0.5
    match chance.randrange(8):
        case 0 | 1:
            hand.move(chance.randrange(SCREEN[0]), chance.randrange(SCREEN[1]))
        case 2 | 3:
            hand.button(chance.choice(BUTTONS), down=down)
        case 4:
            hand.key(chance.choice(MODIFIERS), down=down)
        case _:
            key = chance.choice(KEYS)
            hand.key(key, down=True)
            hand.key(key, down=False)


def let_go(hand: XHand) -> None:
    """No button and no modifier is pressed any more."""
    for button in BUTTONS:
        hand.button(button, down=False)
    for modifier in MODIFIERS:
        hand.key(modifier, down=False)
