"""The staff's card of a campaign; for its pictures a laptop is set up and signed on, and then thrown away."""

from __future__ import annotations

import datetime
import multiprocessing
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractButton, QLabel

from kiosk.app import application, stall_window, training_with, write_pack
from kiosk.campaign.content import parse_content
from kiosk.campaign.model import Campaign
from kiosk.campaign.pack import open_pack
from kiosk.errors import ContentError, KioskError, StorageError
from kiosk.languages import spoken
from kiosk.memory import keep_out_of_files
from kiosk.rehearsal.pipe import PipeEnd
from kiosk.rehearsal.visitor import Person, RehearsalError, Visitor
from kiosk.stall.device import DeviceStanding
from kiosk.stall.kiosk import Kiosk
from kiosk.stall.lasting import must_last
from kiosk.stall.release import Released
from kiosk.stall.settings import Display, load_settings, save_settings
from kiosk.stall.sync import SyncResult
from kiosk.ui.language import Language
from kiosk.ui.places import Stick
from kiosk.ui.staff.card import STICK, StaffCard, staff_card_pdf
from kiosk.ui.staff.sync_work import SyncOutcome
from kiosk.ui.theme import TextSize
from kiosk.ui.window.window import StallWindow

_SIZE = (1366, 768)
_FREE = 15_000_000_000
_SIGNED = 128
"""How many signatures the picture of a sync speaks of."""
_PIN = "246810"
_TEXT: TextSize = "large"
"""On the pictures, which are small on paper."""
_ROUNDS = 3
"""Of Qt's loop until a screen that was built anew is laid out."""


def staff_cards(
    files: Mapping[str, bytes],
    languages: Sequence[str],
    progress: Callable[[int, int], object] = lambda done, of: None,
) -> bytes:
    """The PDF file of the staff's card, a page for each of `languages`.

    Args:
        files: the campaign's content: a content folder's, or a pack's.
        languages: tags, each of the campaign's.
        progress: told how many pages are done, of how many.

    Raises:
        ContentError: the content has a mistake, or does not speak one of `languages`.
        RehearsalError: a screen could not be reached.
        StorageError: there is no room for a kiosk to throw away.
    """
    campaign = parse_content(files)
    for tag in languages:
        if tag not in campaign.languages:
            raise ContentError(
                "The campaign does not speak {language}.",
                "Choose one of its languages: {languages}.",
                language=repr(tag),
                languages=", ".join(campaign.languages),
            )
    cards = []
    for done, tag in enumerate(languages):
        progress(done, len(languages))
        pictures: dict[str, QImage] = {}

        def keep(name: str, window: StallWindow, into: dict[str, QImage] = pictures) -> None:
            into[name] = window.grab().toImage()

        walk(files, tag, keep)
        texts = campaign.texts[tag]
        language = Language(tag, texts.words)
        cards.append(StaffCard(language, texts.title, campaign.colours, campaign.contact.email, pictures))
    progress(len(languages), len(languages))
    return staff_card_pdf(cards)


def card_of_pack(pack: Path) -> bytes:
    """The PDF file of the staff's card of the pack in the file `pack`, for a window that goes on meanwhile.

    It is drawn in a process of its own: a stall listens to all keys and clicks.

    Raises:
        KioskError: as `open_pack` and `staff_cards`; or that process ended.
    """
    context = multiprocessing.get_context("spawn")  # Qt's state does not survive a fork
    come, going = context.Pipe(duplex=False)
    drawing = context.Process(target=_draw, args=(pack, going), daemon=True)
    drawing.start()
    going.close()
    try:
        made: bytes | KioskError = come.recv()
    except EOFError as error:
        raise RehearsalError(
            "The staff’s card could not be drawn.", "Close other programs, try again."
        ) from error
    finally:
        drawing.kill()
        drawing.join()
        come.close()
    if isinstance(made, KioskError):
        raise made
    return made


def _draw(pack: Path, going: PipeEnd[Any, Any]) -> None:
    """What that process does."""
    keep_out_of_files()
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    application()
    try:
        files = open_pack(pack).files
        going.send(staff_cards(files, languages_of(files)))
    except KioskError as error:
        going.send(error)


def languages_of(files: Mapping[str, bytes]) -> list[str]:
    """The languages of the campaign of the content `files` in which there are the program's words, too.

    Where there is none of them, the campaign's first: the words are English then.
    """
    campaign = parse_content(files)
    written = campaign.languages
    return [tag for tag in written if spoken(tag) or campaign.words_in(tag)] or written[:1]


def walk(files: Mapping[str, bytes], language: str, look: Callable[[str, StallWindow], object]) -> None:
    """Goes the way of a stall's staff, from the first start to wiping.

    Args:
        look: told the name of each screen and the window that shows it, once it stands.
    """

    def look_at(name: str, window: StallWindow) -> None:
        for _ in range(_ROUNDS):
            application().processEvents()
        look(name, window)

    with tempfile.TemporaryDirectory(prefix="kiosk-staff-card-", dir=_lasting_place()) as folder:
        laptop = Path(folder) / "laptop"
        _set_up(files, Path(folder), laptop, language, look_at)
        _use(laptop, language, look_at)


def _lasting_place() -> Path:
    """A folder in which a laptop can be set up: temporary files are often kept in memory, where it cannot."""
    usual = Path(tempfile.gettempdir())
    try:
        must_last(usual)
    except StorageError:
        must_last(Path.home())
        return Path.home()
    return usual


def _set_up(
    files: Mapping[str, bytes],
    folder: Path,
    laptop: Path,
    language: str,
    look: Callable[[str, StallWindow], object],
) -> None:
    stick = Stick(STICK, folder / STICK, _FREE)
    stick.folder.mkdir()
    pack = stick.folder / f"{parse_content(files).id}.kioskpack"
    write_pack(files, pack, training=False, made=_day_of(parse_content(files)))
    kiosk = training_with(files, folder).kiosk
    with _open(stall_window(kiosk, laptop, lambda: [stick]), language) as visitor:
        visitor.tap("appearance")
        visitor.tap(f"text-{_TEXT}")
        visitor.tap("appearance-done")
        look("attract", visitor.window)
        visitor.window.staff.enter()
        visitor.find(QLabel, "fact")
        look("room", visitor.window)
        visitor.tap("set-up")
        visitor.find(QAbstractButton, "pack-0")
        look("set-up-pack", visitor.window)
        visitor.tap("pack-0")
        look("set-up-words", visitor.window)
        visitor.compare_words()
        visitor.type_into("stall-name", "Library steps")
        visitor.tap("next")
        look("set-up-pin", visitor.window)
        for _ in range(2):
            _enter_pin(visitor)
        visitor.find(QAbstractButton, "open-kiosk")
        look("set-up-done", visitor.window)


def _use(laptop: Path, language: str, look: Callable[[str, StallWindow], object]) -> None:
    plugged_in = [Stick(STICK, laptop.parent / STICK, _FREE)]
    save_settings(laptop, msgspec.structs.replace(load_settings(laptop), display=Display(text_size=_TEXT)))
    kiosk = Kiosk.open(laptop)
    day = _day_of(kiosk.campaign)
    if day != kiosk.today():
        kiosk.clock.say(datetime.datetime.combine(day, datetime.time(12)))
    with _open(stall_window(kiosk, find_sticks=lambda: list(plugged_in)), language) as visitor:
        window = visitor.window
        visitor.sign(Person(language, "Maria Example", "HK", "maria@example.org"))
        visitor.find(QAbstractButton, "done")
        look("thanks", window)
        visitor.tap("done")
        visitor.speak(language)
        window.staff.enter()
        _enter_pin(visitor)
        visitor.find(QLabel, "fact")
        look("room", window)
        visitor.tap("sync")
        visitor.find(QAbstractButton, "place-0")
        look("sync", window)
        visitor.tap("back")
        # No stick is written to here: what is shown is how it goes on a stall's laptop, which gives it out.
        stick = plugged_in.pop()
        result = SyncResult(stick.folder, _SIGNED, _SIGNED, [], noted=True, standing=DeviceStanding.APART)
        visitor.tap("sync")
        visitor.find(QLabel, "no-place")
        window.staff.sync.outcome = SyncOutcome(stick.name, result, Released(), out=True)
        window.staff.sync.changed.emit()
        visitor.find(QLabel, "synced")
        look("synced", window)
        visitor.tap("back")
        visitor.tap("wipe")
        visitor.button("wipe-now")  # then it is known what would be lost
        look("wipe", window)
        window.staff.lock_up()
        window.new_visit()
        look("neutral", window)


def _day_of(campaign: Campaign) -> datetime.date:
    """Today; or the last day of a campaign that is over, on which one could still sign."""
    return min(datetime.date.today(), campaign.retention.destroy_by)


def _enter_pin(visitor: Visitor) -> None:
    for digit in _PIN:
        visitor.tap(f"digit-{digit}")
    visitor.tap("enter-pin")


@contextmanager
def _open(window: StallWindow, language: str) -> Iterator[Visitor]:
    window.resize(*_SIZE)
    window.show()
    try:
        visitor = Visitor(window)
        visitor.speak(language)
        yield visitor
    finally:
        window.close()
        window.deleteLater()
        application().processEvents()
