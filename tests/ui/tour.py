"""A walk through every screen of a stall, by taps and keys as a visitor would."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from kiosk.rehearsal import Person, Visitor
from kiosk.signing.visit import Step
from kiosk.stall.folder import PACK
from kiosk.stall.kiosk import Kiosk
from kiosk.ui.places import Stick
from kiosk.ui.window.sections import sections_of
from tests import patience

LONG_NAME = "Maria-Magdalena Fitzgerald-Wolstenholme"


def stick_with_pack(kiosk: Kiosk) -> Stick:
    """A stick with the kiosk's own pack on it."""
    stick = kiosk.data.parent / "BLUE"
    stick.mkdir()
    shutil.copy(kiosk.data / PACK, stick)
    return Stick("BLUE", stick, 10**9)


def tour(visitor: Visitor) -> Iterator[str]:
    """Goes from screen to screen, in the language that is shown; says the name of each once it stands.

    Ends with "Thank you": one signature is stored.
    """
    for name in _tour(visitor):
        patience.settle()
        yield name


def _tour(visitor: Visitor) -> Iterator[str]:
    yield "attract"
    visitor.tap("appearance")
    yield "appearance"
    visitor.tap("appearance-done")
    yield from _staff(visitor)
    visitor.touch_elsewhere()
    for section in sections_of(visitor.window.campaign):
        visitor.tap(f"section-{section}")
        yield section
        if section == "endorsers":
            yield from _endorsers(visitor)
        if section == "questions":
            yield from _questions(visitor)
        if section == "posters":
            yield from _posters(visitor)
    visitor.tap("sign")
    yield from _form(visitor)


def _staff(visitor: Visitor) -> Iterator[str]:
    """The staff's room: in training there is no PIN before it."""
    visitor.window.staff.enter()
    visitor.find(QLabel, "fact")
    yield "staff"
    for page in ("sync", "shift", "display", "rehearse", "journal", "clock", "leave"):
        visitor.tap(page)
        if page == "shift":
            visitor.find(QLabel, "shift-signed")
        if page == "sync":
            _wait_for_one_of(visitor, "place-0", "no-place")
        yield f"staff-{page}"
        visitor.tap("back")
    visitor.tap("wipe")
    patience.until(visitor.find(QAbstractButton, "wipe-now").isEnabled)
    yield "staff-wipe"
    visitor.tap("back")
    if visitor.window.staff.can_be_set_up:
        yield from _set_up(visitor)
    visitor.tap("back")


def _wait_for_one_of(visitor: Visitor, *names: str) -> None:
    """Waits until what is plugged in has been looked for."""
    patience.until(
        lambda: any(one.isVisible() for name in names for one in visitor.window.findChildren(QWidget, name))
    )
    patience.settle()


def _set_up(visitor: Visitor) -> Iterator[str]:
    """A laptop's set-up up to its PIN, and back."""
    visitor.tap("set-up")
    visitor.find(QAbstractButton, "pack-0")
    yield "set-up-pack"
    visitor.tap("pack-0")
    yield "set-up-words"
    visitor.compare_words()
    yield "set-up-name"
    visitor.type_into("stall-name", "Library steps")
    visitor.tap("next")
    yield "set-up-pin"
    for _ in range(4):
        visitor.tap("back")


def _endorsers(visitor: Visitor) -> Iterator[str]:
    """The countries of those who have signed, and those of the first."""
    for name in ("only-country", "only-HK"):
        if visitor.window.findChild(QAbstractButton, name) is not None:
            visitor.tap(name)
            yield name.replace("only", "endorsers").lower()


def _questions(visitor: Visitor) -> Iterator[str]:
    for question in visitor.window.campaign.texts[visitor.window.visit.language].questions:
        if question.figures:
            visitor.tap(f"question-{question.id}")
            yield "question-figure"
            break
    visitor.type_into("search", "xyzzy")
    yield "questions-none"


def _posters(visitor: Visitor) -> Iterator[str]:
    """One poster, and the staff's page: in training there is no PIN before it."""
    posters = visitor.window.campaign.texts[visitor.window.visit.language].posters
    if posters:
        visitor.tap(f"poster-{posters[0].id}")
        yield "poster"
        QTest.mouseClick(visitor.find(QWidget, "poster"), Qt.MouseButton.LeftButton)
        visitor.find(QWidget, "full-poster")
        yield "poster-full"
        visitor.tap("back")
        visitor.tap("staff")
        _wait_for_one_of(visitor, "printer-0", "no-printer")
        yield "staff-copies"
        visitor.tap("back")
        visitor.tap("back")


def _form(visitor: Visitor) -> Iterator[str]:
    visit = visitor.window.visit
    yield "name"
    if visit.is_asked("organisation"):
        visitor.tap("kind-organisation")
    visitor.tap("next")
    yield "name-missing"
    visitor.type_into("name", LONG_NAME)
    if visit.is_asked("organisation"):
        visitor.type_into("organisation", LONG_NAME)
    visitor.tap("next")
    if visit.step is Step.COUNTRY:
        yield "country"
        visitor.tap("country-HK")
    if visit.step is Step.CONTACT:
        yield "needed-contact"
        visitor.type_into("email", "maria@example.org")
        visitor.tap("next")
    while visit.step in visit.own_pages:
        page = visit.step
        visitor.tap("next")
        yield f"needed-{page}"
        for field in visit.own_pages[page]:
            visitor.answer(field, Person(visit.language, LONG_NAME, "HK", "maria@example.org"))
        visitor.tap("next")
    if visit.step is Step.DRAWN:
        visitor.tap("next")
        yield "needed-drawn"
        visitor.tap("typed-signature")
        visitor.tap("next")
    yield "extras"
    for extra in visit.extras:
        visitor.tap(f"extra-{extra}")
        if extra is Step.CONTACT:
            visitor.type_into("email", "maria@example,org")
            visitor.type_into("phone", "12")
            visitor.tap("next")
        yield f"add-{extra}"
        visitor.tap("back")
    visitor.tap("next")
    yield from _consent(visitor)


def _consent(visitor: Visitor) -> Iterator[str]:
    yield "consent"
    visitor.tap("submit")
    yield "consent-missing"
    for text in ("petition", "privacy"):
        visitor.tap(f"read-{text}")
        yield text
        visitor.tap("close-reading")
    visitor.tap("home")
    yield "start-anew"
    visitor.tap("go-on")
    visitor.tap("consent")
    visitor.tap("submit")
    visitor.find(QAbstractButton, "done")
    yield "thanks"
