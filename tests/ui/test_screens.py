"""Every screen, in every language and at several sizes: all there, named, inside, and not cut."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QScrollArea, QWidget

from kiosk.ui.language import Language
from kiosk.ui.stall.endorsers import initials
from kiosk.ui.theme import Theme, contrast
from tests.ui.conftest import OpenStall, Stall

SECTIONS = ("demands", "endorsers", "actions", "questions", "posters", "contact")
LANGUAGES = ("en", "zh-Hant", "zh-Hans")
SIZES = [(1024, 600), (1366, 768), (1920, 1080)]


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
        stall.visitor.tap(f"section-{section}")
        shown = _shown_text(stall.window)
        for words in expected[section]:
            assert words in shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_question_opens_its_answer_alone_and_the_figure_is_in_words(stall: Stall, language: str) -> None:
    stall.visitor.tap(f"language-{language}")
    stall.visitor.tap("section-questions")
    texts = stall.kiosk.campaign.texts[language]
    for question in texts.questions:
        stall.visitor.tap(f"question-{question.id}")
        QApplication.processEvents()
        shown = [label.text() for label in stall.window.findChildren(QLabel) if label.isVisible()]
        assert shown.count(question.question) == 1
        described = "\n".join(w.accessibleDescription() for w in stall.window.findChildren(QWidget))
        for figure in question.figures:
            assert figure.text in described


def _walk(stall: Stall) -> list[str]:
    """Goes through every screen; returns what is wrong with any."""
    wrong: list[str] = []
    visitor, window = stall.visitor, stall.window

    def look(where: str) -> None:
        for _ in range(3):
            QApplication.processEvents()
        wrong.extend(f"{where}: {fault}" for fault in _faults(window))

    for section in SECTIONS:
        visitor.tap(f"section-{section}")
        look(section)
    visitor.tap("sign")
    visitor.tap("kind-organisation")
    visitor.tap("next")
    look("name")
    visitor.type_into("name", "Ann")
    visitor.type_into("organisation", "Ann")
    visitor.tap("next")
    look("country")
    visitor.tap("country-HK")
    look("contact")
    visitor.tap("next")
    look("consent")
    visitor.tap("read-petition")
    look("petition")
    visitor.tap("close-reading")
    visitor.tap("consent")
    visitor.tap("submit")
    visitor._find(QPushButton, "done")
    look("thanks")
    return wrong


def _faults(window: QWidget) -> list[str]:
    faults = []
    for widget in window.findChildren(QWidget):
        if not widget.isVisible():
            continue
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus and not widget.accessibleName():
            faults.append(f"{widget!r} has no accessible name")
        scrolls = _scroll_area_of(widget, window)
        corner = widget.mapTo(window, QPoint(0, 0))
        box = QRect(corner, widget.size())
        if scrolls is None and not window.rect().contains(box):
            faults.append(f"{widget.objectName() or widget!r} reaches out of the window: {box}")
        if scrolls is not None and not isinstance(widget, QScrollArea):
            inner = scrolls.widget()
            if widget is not inner and inner.isAncestorOf(widget):
                left = widget.mapTo(inner, QPoint(0, 0)).x()
                if left < 0 or left + widget.width() > scrolls.viewport().width() + 1:
                    faults.append(f"{widget!r} reaches out sideways")
        if isinstance(widget, QLabel) and widget.text() and widget.height() + 1 < _needed(widget):
            faults.append(f"cut text: {widget.text()[:40]!r} {widget.height()} < {_needed(widget)}")
        if (
            isinstance(widget, QPushButton)
            and widget.text()
            and widget.minimumSizeHint().width() > widget.width()
        ):
            faults.append(f"cut button: {widget.text()!r}")
    return faults


def _needed(label: QLabel) -> int:
    return label.heightForWidth(label.width()) if label.wordWrap() else label.sizeHint().height()


def _scroll_area_of(widget: QWidget, window: QWidget) -> QScrollArea | None:
    above = widget.parentWidget()
    while above is not None and above is not window:
        if isinstance(above, QScrollArea):
            return above
        above = above.parentWidget()
    return None


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_cut_nameless_or_outside(
    open_stall: OpenStall, size: tuple[int, int], language: str
) -> None:
    stall = open_stall(size=size)
    stall.visitor.tap(f"language-{language}")
    assert _walk(stall) == []


@pytest.mark.parametrize("campaign", ["stop-repression-hong-kong", "campus-library-hours"])
def test_text_can_be_read_on_its_background(open_stall: OpenStall, campaign: str) -> None:
    colours = open_stall(campaign).kiosk.campaign.colours
    theme = Theme.make(colours, 1366, 768, "en")
    for text, ground in [
        (theme.ink, theme.paper),
        (theme.ink, theme.card),
        (theme.quiet, theme.paper),
        (theme.quiet, theme.card),
        (theme.on_accent, theme.accent),
        (theme.warning, theme.paper),
    ]:
        assert contrast(text, ground) >= 4.5, (text, ground)


def test_a_missing_translation_is_shown_in_the_first_language(open_stall: OpenStall) -> None:
    campus = open_stall("campus-library-hours")
    (missing,) = campus.kiosk.campaign.missing
    campus.visitor.tap("language-zh-Hant")
    campus.visitor.tap("section-actions")
    english = {action.id: action.title for action in campus.kiosk.campaign.texts["en"].actions}
    assert english[missing.key] in _shown_text(campus.window)


def test_training_is_marked_on_every_screen(stall: Stall) -> None:
    for section in SECTIONS:
        stall.visitor.tap(f"section-{section}")
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
