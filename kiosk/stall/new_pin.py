"""A forgotten PIN: the coordinator's signed word on a stick lets staff choose a new one, once.

Without such a word nothing does. See docs/decisions/0039-a-forgotten-pin-is-the-coordinators-to-open.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec

from kiosk.errors import KioskError, SettingsError
from kiosk.exchange.new_pin import NewPin, new_pin_file, read_new_pins
from kiosk.stall.kiosk import Kiosk
from kiosk.stall.pin import make_pin
from kiosk.stall.settings import load_settings, save_settings
from kiosk.stall.state import save_state


def find_new_pin(kiosk: Kiosk, folders: Iterable[Path]) -> NewPin | None:
    """A word in one of `folders` that this kiosk can take; None if there is none.

    Raises:
        KioskError: why a file that is there has none, where nothing else has one.
    """
    fault: KioskError | None = None
    for folder in folders:
        try:
            for word in read_new_pins(new_pin_file(folder, kiosk.settings.campaign)):
                try:
                    _check(kiosk, word)
                except SettingsError as error:
                    fault = error
                else:
                    return word
        except KioskError as error:
            fault = error
    if fault is not None:
        raise fault
    return None


def take_new_pin(kiosk: Kiosk, word: NewPin, pin: str) -> None:
    """Makes `pin` the staff's PIN, and takes that word never again.

    Raises:
        SettingsError: the word is not the coordinator's, for another kiosk, or was taken before; or the
            PIN does not do.
        StorageError: it cannot be written down; the PIN is the old one, and the word can be taken.
    """
    _check(kiosk, word)
    settings = load_settings(kiosk.data)
    taken = (*settings.taken_words, word.nonce)
    changed = msgspec.structs.replace(settings, pin=make_pin(pin), taken_words=taken)
    save_state(kiosk.data, lambda state: msgspec.structs.replace(state, wrong_pins=0))
    save_settings(kiosk.data, changed)  # last: if this fails, the word was not taken


def _check(kiosk: Kiosk, word: NewPin) -> None:
    """Raises SettingsError where this kiosk may not take `word`."""
    if word.campaign != kiosk.pack.key_id or not word.verify(kiosk.settings.signer):
        raise SettingsError(
            "The file for a new PIN is not this kiosk’s coordinator’s.",
            "Ask the coordinator for another one.",
        )
    if word.kiosk not in {life.kiosk for life in kiosk.vault.lives()}:
        raise SettingsError(
            "The file for a new PIN is for another kiosk.", "Ask the coordinator for another one."
        )
    if word.nonce in load_settings(kiosk.data).taken_words:
        raise SettingsError(
            "The file for a new PIN was used already.", "Ask the coordinator for another one."
        )
