"""A forgotten PIN: the coordinator's signed word on a stick lets staff choose a new one, once.

Without such a word nothing does. See docs/decisions/0039-a-forgotten-pin-is-the-coordinators-to-open.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import msgspec

from kiosk.errors import ExportError, KioskError, SettingsError
from kiosk.exchange.new_pin import NewPin, new_pin_files, read_new_pins
from kiosk.stall.kiosk import Kiosk
from kiosk.stall.pin import make_pin
from kiosk.stall.settings import load_settings, save_settings
from kiosk.stall.state import save_state


@dataclass(frozen=True)
class FoundNewPin:
    """A word that this kiosk can take, and what people call the place where it is."""

    word: NewPin
    place: str


def find_new_pin(kiosk: Kiosk, folder: Path, place: str) -> FoundNewPin:
    """The word in `folder` that this kiosk can take.

    Args:
        place: what people call the folder, such as a stick's name.

    Raises:
        KioskError: why there is none.
    """
    files = new_pin_files(folder, kiosk.settings.campaign)
    taken = load_settings(kiosk.data).taken_words
    used: KioskError | None = None
    fault: KioskError | None = None
    for file in files:
        try:
            words = read_new_pins(file)
        except KioskError as error:
            fault = error
            continue
        for word in words:
            found = FoundNewPin(word, place)
            try:
                _check(kiosk, found)
            except SettingsError as error:
                if word.nonce in taken:
                    used = error
                else:
                    fault = error
            else:
                return found
    raise used or fault or _nothing(bool(files), place)


def take_new_pin(kiosk: Kiosk, found: FoundNewPin, pin: str) -> None:
    """Makes `pin` the staff's PIN, and takes that word never again.

    Raises:
        SettingsError: the word is not the coordinator's, for another kiosk, or was taken before; or the
            PIN does not do.
        StorageError: it cannot be written down; the PIN is the old one, and the word can be taken.
    """
    _check(kiosk, found)
    settings = load_settings(kiosk.data)
    taken = (*settings.taken_words, found.word.nonce)
    changed = msgspec.structs.replace(settings, pin=make_pin(pin), taken_words=taken)
    save_state(kiosk.data, lambda state: msgspec.structs.replace(state, wrong_pins=0))
    save_settings(kiosk.data, changed)  # last: if this fails, the word was not taken


def _check(kiosk: Kiosk, found: FoundNewPin) -> None:
    """Raises SettingsError where this kiosk may not take the word that was found."""
    word, place = found.word, found.place
    if word.campaign != kiosk.pack.key_id or not word.verify(kiosk.settings.signer):
        raise SettingsError(
            "The file for a new PIN on {place} is not this kiosk’s coordinator’s.",
            "Ask the coordinator for another one.",
            place=place,
        )
    if word.kiosk not in {life.kiosk for life in kiosk.vault.lives()}:
        raise SettingsError(
            "The file for a new PIN on {place} is for another kiosk.",
            "Ask the coordinator for another one.",
            place=place,
        )
    if word.nonce in load_settings(kiosk.data).taken_words:
        raise SettingsError(
            "The file for a new PIN on {place} was used already.",
            "Ask the coordinator for another one.",
            place=place,
        )


def _nothing(there: bool, place: str) -> KioskError:
    """What to say where no word was read, though there is a file, or because there is none."""
    if there:
        return ExportError(
            "The file for a new PIN on {place} is damaged.",
            "Ask the coordinator for another one.",
            place=place,
        )
    return SettingsError(
        "There is no file for a new PIN for this kiosk on {place}.",
        "Ask the coordinator to make one with the id above, or try another stick.",
        place=place,
    )
