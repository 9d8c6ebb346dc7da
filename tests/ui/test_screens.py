"""Every screen, in every language and at several sizes: all there, named, inside, large enough, not cut."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from kiosk.signing.countries import country_names
from kiosk.signing.listing import initials
from kiosk.ui.language import Language
from kiosk.ui.window.sections import SECTIONS
from tests import long_campaign
from tests.long import also_long
from tests.ui.conftest import OpenStall, Stall
from tests.ui.faults import faults, poor_contrast
from tests.ui.languages import LANGUAGES, OTHER_LANGUAGES
from tests.ui.tour import LONG_NAME, tour
from tests.ui.untranslated import untranslated

SIZES = [(1024, 600), (1280, 800), (1366, 768), (1920, 1080), (3840, 2160), (1080, 1920)]


STRAINS = [
    long_campaign.very_long,
    long_campaign.twelve_languages,
    long_campaign.damaged_picture,
    long_campaign.signed_by_hand,
]


def _named(size: tuple[int, int]) -> str:
    return f"{size[0]}x{size[1]}"


def _middle(stall: Stall, name: str) -> int:
    """How far from the left a widget stands."""
    widget = stall.visitor.find(QWidget, name)
    return widget.mapTo(stall.window, widget.rect().center()).x()


def _choose_text(stall: Stall, size: str) -> None:
    stall.visitor.tap("appearance")
    stall.visitor.tap(f"text-{size}")
    stall.visitor.tap("appearance-done")


def _shown_text(window: QWidget) -> str:
    labels = [label.text() for label in window.findChildren(QLabel) if label.isVisibleTo(window)]
    named = [widget.accessibleName() for widget in window.findChildren(QWidget)]
    return "\n".join(labels + named)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_section_is_one_tap_away_and_whole(stall: Stall, language: str) -> None:
    texts = stall.kiosk.campaign.texts[language]
    expected = {
        "demands": [texts.slogan, *texts.demands],
        "endorsers": [endorser.name for endorser in texts.endorsers],
        "actions": [action.title for action in texts.actions] + [action.text for action in texts.actions],
        "questions": [question.question for question in texts.questions],
        "posters": [line for poster in texts.posters for line in poster.lines],
        "contact": [link.title for link in texts.links],
    }
    counts = {name: len(words) for name, words in expected.items()}
    assert (counts["demands"], counts["endorsers"], counts["questions"]) == (6, 11, 12)
    assert (len(texts.actions), len(texts.posters)) == (9, 7)
    stall.visitor.tap(f"language-{language}")
    for section in SECTIONS:
        stall.visitor.read(section)
        shown = _shown_text(stall.window)
        for words in expected[section]:
            assert words in shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_question_opens_its_answer_alone_and_the_figure_is_in_words(stall: Stall, language: str) -> None:
    stall.visitor.tap(f"language-{language}")
    stall.visitor.read("questions")
    texts = stall.kiosk.campaign.texts[language]
    for question in texts.questions:
        stall.visitor.tap(f"question-{question.id}")
        QApplication.processEvents()
        shown = [label.text() for label in stall.window.findChildren(QLabel) if label.isVisible()]
        assert shown.count(question.question) == 1
        described = "\n".join(w.accessibleDescription() for w in stall.window.findChildren(QWidget))
        for figure in question.figures:
            assert figure.text in described


def _wrong(stall: Stall, language: str) -> Iterator[str]:
    """Goes through every screen; says what is wrong with any."""
    stall.window.speak(language)
    for screen in tour(stall.visitor):
        yield from (f"{screen}: {fault}" for fault in faults(stall.window))


# English at every size, for its words are long; the two ways of writing Chinese, which are as long as
# each other, take turns, but for the sizes of a laptop. 3840x2160 has the shape of 1920x1080, so one language
# shows that it scales.
@pytest.mark.parametrize(
    ("size", "language"),
    [
        ((1024, 600), "en"),
        ((1366, 768), "zh-Hant"),
        ((1920, 1080), "zh-Hans"),
        ((1080, 1920), "en"),
        *also_long([(size, "en") for size in ((1280, 800), (1366, 768), (1920, 1080), (3840, 2160))]),
        *also_long([((1024, 600), "zh-Hant"), ((1080, 1920), "zh-Hant")]),
        *also_long([(size, "zh-Hans") for size in ((1024, 600), (1280, 800), (1366, 768))]),
    ],
    ids=lambda value: value if isinstance(value, str) else _named(value),
)
def test_every_screen_is_whole(open_stall: OpenStall, size: tuple[int, int], language: str) -> None:
    assert list(_wrong(open_stall(size=size, before_set_up=True), language)) == []


@pytest.mark.parametrize(
    ("size", "text_size"),
    [
        ((1024, 600), "normal"),
        ((1366, 768), "largest"),
        *also_long([((1366, 768), "normal"), ((1080, 1920), "normal")]),
    ],
    ids=lambda value: value if isinstance(value, str) else _named(value),
)
def test_every_screen_is_whole_in_long_words(
    open_stall: OpenStall, tmp_path: Path, size: tuple[int, int], text_size: str
) -> None:
    content = long_campaign.pseudo_locale(tmp_path)
    stall = open_stall(content, size=size, before_set_up=True)
    _choose_text(stall, text_size)
    stall.window.speak(long_campaign.PSEUDO)
    values = [LONG_NAME, "BLUE", "Training", *country_names(long_campaign.PSEUDO).values()]
    values += [
        "Touch to sign",
        stall.kiosk.campaign.texts["en"].slogan,
    ]  # the start offers other languages, too
    for screen in tour(stall.visitor):
        assert faults(stall.window) == [], screen
        assert untranslated(stall.window, values) == [], screen


@pytest.mark.parametrize(
    ("size", "text_size"),
    [
        ((1024, 600), "largest"),
        *also_long([((1366, 768), "large"), ((1366, 768), "largest"), ((1080, 1920), "largest")]),
    ],
    ids=lambda value: value if isinstance(value, str) else _named(value),
)
def test_every_screen_is_whole_in_large_text(
    open_stall: OpenStall, size: tuple[int, int], text_size: str
) -> None:
    stall = open_stall(size=size, before_set_up=True)
    _choose_text(stall, text_size)
    assert list(_wrong(stall, "en")) == []


@pytest.mark.parametrize("size", [(1366, 768), (1080, 1920)], ids=_named)
def test_every_screen_is_whole_from_right_to_left(
    open_stall: OpenStall, tmp_path: Path, size: tuple[int, int]
) -> None:
    stall = open_stall(long_campaign.right_to_left(tmp_path), size=size, before_set_up=True)
    assert list(_wrong(stall, "ar")) == []
    assert _middle(stall, "act") < _middle(stall, "done")


@pytest.mark.parametrize(
    ("language", "size"),
    [
        ("de", (1024, 600)),
        ("ar", (1024, 600)),
        *also_long((language, (1024, 600)) for language in OTHER_LANGUAGES if language not in ("de", "ar")),
        *also_long((language, (1366, 768)) for language in OTHER_LANGUAGES),
    ],
    ids=lambda value: value if isinstance(value, str) else _named(value),
)
def test_every_screen_is_whole_in_the_other_languages_too(
    open_stall: OpenStall, tmp_path: Path, language: str, size: tuple[int, int]
) -> None:
    stall = open_stall(long_campaign.also_in(tmp_path, language), size=size, before_set_up=True)
    assert list(_wrong(stall, language)) == []


@pytest.mark.parametrize("make", STRAINS)
def test_every_screen_is_whole_and_one_can_sign_whatever_a_pack_brings(
    open_stall: OpenStall, tmp_path: Path, make: Callable[[Path], Path]
) -> None:
    stall = open_stall(make(tmp_path), before_set_up=True)
    assert list(_wrong(stall, "en")) == []
    assert len(stall.signatures()) == 1


# Each campaign has a light and a dark palette of its own; in high contrast only the accent is the campaign's.
@pytest.mark.parametrize(
    ("mode", "campaign"),
    [
        ("light", "stop-repression-hong-kong"),
        ("contrast", "stop-repression-hong-kong"),
        ("dark", "campus-library-hours"),
        *also_long([("dark", "stop-repression-hong-kong"), ("light", "campus-library-hours")]),
    ],
)
def test_every_text_stands_out_from_what_is_behind_it(
    open_stall: OpenStall, campaign: str, mode: str
) -> None:
    stall = open_stall(campaign, before_set_up=True)
    stall.visitor.tap("appearance")
    stall.visitor.tap(f"colours-{mode}")
    stall.visitor.tap("appearance-done")
    least = 7 if mode == "contrast" else 4.5
    for screen in tour(stall.visitor):
        assert poor_contrast(stall.window, least) == [], screen


class _Windows(QObject):
    """Notes every window that appears."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.add(f"{type(watched).__name__} {watched.objectName()}")
        return False


def test_no_other_window_ever_appears(stall: Stall) -> None:
    windows = _Windows()
    QApplication.instance().installEventFilter(windows)
    for _ in tour(stall.visitor):
        pass
    assert windows.seen == set()


def test_a_missing_translation_is_shown_in_the_first_language(open_stall: OpenStall) -> None:
    campus = open_stall("campus-library-hours")
    (missing,) = campus.kiosk.campaign.missing
    campus.visitor.tap("language-zh-Hant")
    campus.visitor.read("actions")
    english = {action.id: action.title for action in campus.kiosk.campaign.texts["en"].actions}
    assert english[missing.key] in _shown_text(campus.window)


def test_training_is_marked_on_every_screen(stall: Stall) -> None:
    for section in SECTIONS:
        stall.visitor.read(section)
        assert stall.window.findChild(QLabel, "training").isVisible()
    stall.visitor.tap("sign")
    assert stall.window.findChild(QLabel, "training").isVisible()


def test_the_program_s_own_words_are_all_translated() -> None:
    for tag in ("zh-Hant", "zh-Hans"):
        language = Language(tag)
        for message in ("Sign the petition", "Thank you!", "Please fill this in.", "Sign now"):
            assert language.text(message) != message
        assert "20" in language.plural("{number} second", "{number} seconds", 20)


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Noam Chomsky", "NC"),
        ("“Long Hair” Leung Kwok-hung (梁國雄)", "LK"),
        ("梁國雄（長毛）", "梁"),
        ("Søren Søndergaard", "SS"),
        ("CSP-Conlutas", "C"),
        ("...", "?"),
    ],
)
def test_initials(name: str, letters: str) -> None:
    assert initials(name) == letters
