"""A signature's whole way, with a throw-away key: from the form to the coordinator's list."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from itertools import cycle
from pathlib import Path

from kiosk.app import Training, application, stall_window, training_with
from kiosk.coordinator.counting.books import Account
from kiosk.coordinator.merge.merge import merge
from kiosk.coordinator.register.register import Register
from kiosk.coordinator.reports.csv_export import export_csv
from kiosk.rehearsal.killed import KILLS, look_for_names, sign_and_be_killed
from kiosk.rehearsal.visitor import Person, RehearsalError, Visitor
from kiosk.stall.findings import Finding
from kiosk.stall.kiosk import Kiosk
from kiosk.stall.sync import sync
from kiosk.ui.places import no_sticks
from kiosk.ui.window.sections import sections_of

_NAMES = {"en": "Rosa Álvarez-O’Neill", "zh-Hant": "陳大文", "zh-Hans": "刘小明"}
_COUNTRIES = ("HK", "TW", "GB")
_SIZE = (1366, 768)


def play_chain(files: Mapping[str, bytes], folder: Path, pictures: Path | None) -> Iterator[Finding]:
    """Plays everything with the content `files`, each step told when it went well.

    Args:
        folder: an empty one, for a kiosk, a stick and a register of its own.
        pictures: where to put a picture of every screen.

    Raises:
        KioskError: what did not go well; the rest was not played.
        OSError: `folder` or `pictures` cannot be written.
    """
    training = training_with(files, folder)
    kiosk = training.kiosk
    campaign = kiosk.campaign
    title = campaign.texts[campaign.languages[0]].title
    yield Finding("set-up", "well", "A kiosk was set up with a throw-away key for: {title}", {"title": title})
    *everyone, unfinished = _people(kiosk)
    first, second, *people = everyone
    sign_and_be_killed(kiosk, (first, second), unfinished)
    yield Finding(
        "killed",
        "well",
        "The program was killed {kills} times while people signed. All that were thanked for are there, and "
        "nothing of who was still typing.",
        {"kills": KILLS},
    )
    _sign_all(kiosk, people, pictures)
    yield Finding(
        "signed",
        "well",
        "It was opened again, and {number} people signed through the real screens, in {languages}.",
        {"number": len(people), "languages": ", ".join(campaign.languages)},
    )
    kiosk.vault.check()
    look_for_names(kiosk.data, everyone)
    yield Finding("sealed", "well", "Their signatures are sealed: nothing of them can be read here.")
    stick = folder / "stick"
    stick.mkdir()
    result = sync(kiosk, stick)
    yield Finding(
        "synced",
        "well",
        "{number} signatures were synced, read back and verified.",
        {"number": result.total},
    )
    total = _merge_and_compare(training, folder, result.file, everyone)
    yield Finding(
        "merged",
        "well",
        "They were merged and came out as typed: collected {collected} = counted {counted}",
        {"collected": total.collected, "counted": total.counted},
    )


def _people(kiosk: Kiosk) -> list[Person]:
    """Two who sign before the program is killed, one in each language after it, and one who never ends."""
    languages = kiosk.campaign.languages
    endorsers = kiosk.campaign.texts[languages[0]].endorsers
    countries = cycle(dict.fromkeys(endorser.country for endorser in endorsers) or _COUNTRIES)
    names = ["Early Bird", "Second Reader", *(_NAMES.get(tag, f"Test {tag}") for tag in languages)]
    speak = [languages[0], languages[-1], *languages, languages[0]]
    return [
        Person(language, name, country, f"person{number}@rehearsal.example")
        for number, (language, name, country) in enumerate(
            zip(speak, [*names, "Unfinished Visitor"], countries, strict=False)
        )
    ]


def _sign_all(kiosk: Kiosk, people: list[Person], pictures: Path | None) -> None:
    window = stall_window(kiosk, find_sticks=no_sticks)

    def picture(name: str) -> None:
        if pictures:
            application().processEvents()
            window.grab().save(str(pictures / f"{name}-{window.visit.language}.png"))

    try:
        window.resize(*_SIZE)
        window.show()
        visitor = Visitor(window, picture)
        for person in people:
            visitor.speak(person.language)
            picture("attract")
            for section in sections_of(kiosk.campaign):
                visitor.read(section)
                picture(section)
            visitor.tap("home")
            visitor.sign(person)
            visitor.tap("done")
    finally:
        window.close()
        window.deleteLater()
        application().processEvents()


def _merge_and_compare(training: Training, folder: Path, export: Path, people: list[Person]) -> Account:
    register = Register(folder / "register.sqlite", training.keys.key_id)
    books = merge(register, training.keys, [export]).books
    export_csv(register, training.keys, folder / "list.csv")
    with (folder / "list.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    asked = training.kiosk.campaign.asked
    wanted = [_row(person, asked) for person in people]
    if [{column: row[column] for column in wanted[0]} for row in rows] != wanted:
        raise RehearsalError("What came out is not what was typed in.", "Do not use this kiosk. Report this.")
    return books.total


def _row(person: Person, asked: Mapping[str, str]) -> dict[str, str]:
    """What the list must say of a person who gave all that is asked (see `Visitor.sign`)."""
    given = {"country": person.country, "email": person.email, "updates": "yes", "public": "initials"}
    blank = {"country": "", "email": "", "updates": "no", "public": "no"}
    fields = {name: (given if asked.get(name, "off") != "off" else blank)[name] for name in given}
    return {"name": person.name, "language": person.language, "status": "counted", **fields}
