"""A visitor looks at posters: all of them, one of them large, in one language or the other."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QScrollArea, QWidget

from kiosk.app import application
from kiosk.campaign.model import PosterColours
from kiosk.campaign.poster_versions import PosterVersion
from kiosk.ui.artwork.drawing import paint_poster
from kiosk.ui.posters.view import PosterButton, PosterView
from tests import long_campaign
from tests.ui.conftest import OpenStall, Stall

SIZES = [(1024, 600), (1366, 768), (1920, 1080), (1080, 1920), (3840, 2160)]


def _in_window(widget: QWidget, window: QWidget) -> QRect:
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


def _settle() -> None:
    for _ in range(4):
        QApplication.processEvents()


def _poster(stall: Stall) -> PosterView:
    (shown,) = [view for view in stall.window.findChildren(PosterView) if view.isVisible()]
    return shown


def _read(stall: Stall) -> str:
    return "\n".join(label.text() for label in stall.window.findChildren(QLabel) if label.isVisible())


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("language", ["en", "zh-Hant", "zh-Hans"])
def test_the_first_row_is_seen_whole_with_its_captions(
    open_stall: OpenStall, size: tuple[int, int], language: str
) -> None:
    stall = open_stall(size=size)
    stall.visitor.tap(f"language-{language}")
    stall.visitor.read("posters")
    _settle()
    posters = stall.window.findChildren(PosterButton)
    assert len(posters) == 7
    top = posters[0].y() + posters[0].parentWidget().y()
    row = [poster for poster in posters if poster.parentWidget().y() + poster.y() == top]
    assert 2 <= len(row) <= 4
    (page,) = [area for area in stall.window.findChildren(QScrollArea) if area.isAncestorOf(posters[0])]
    seen = _in_window(page.viewport(), stall.window)
    titles = [poster.title for poster in stall.kiosk.campaign.texts[language].posters]
    for poster, title in zip(row, titles, strict=False):
        assert poster.width() > 100
        (caption,) = poster.parentWidget().findChildren(QLabel)
        assert caption.text() == title
        assert seen.contains(_in_window(poster, stall.window))
        assert seen.contains(_in_window(caption, stall.window))


def test_on_a_portrait_screen_all_posters_are_seen_at_once(open_stall: OpenStall) -> None:
    stall = open_stall(size=(1080, 1920))
    stall.visitor.read("posters")
    _settle()
    posters = stall.window.findChildren(PosterButton)
    (page,) = [area for area in stall.window.findChildren(QScrollArea) if area.isAncestorOf(posters[0])]
    seen = _in_window(page.viewport(), stall.window)
    assert all(seen.contains(_in_window(poster.parentWidget(), stall.window)) for poster in posters)


def test_a_poster_says_to_a_screen_reader_what_is_on_it(stall: Stall) -> None:
    stall.visitor.read("posters")
    (poster,) = stall.window.findChildren(PosterButton, "poster-history-repeats")
    assert "歷史重複上演" in poster.accessibleName()
    assert "History repeats itself" in poster.accessibleName()


def test_the_keyboard_s_place_is_seen(stall: Stall) -> None:
    stall.visitor.read("posters")
    stall.window.activateWindow()
    first, second = stall.window.findChildren(PosterButton)[:2]
    second.setFocus()
    _settle()
    without = first.grab().toImage()
    first.setFocus()
    _settle()
    assert first.hasFocus()
    assert first.grab().toImage() != without


def test_a_tap_shows_a_poster_large_and_back_leads_to_all(open_stall: OpenStall) -> None:
    for size in SIZES[:4]:
        stall = open_stall(size=size)
        stall.visitor.read("posters")
        stall.visitor.tap("poster-no-public-security")
        _settle()
        text = stall.kiosk.campaign.texts["en"].posters[1]
        shown = _read(stall)
        for words in (text.title, text.note, *text.lines):
            assert words in shown
        poster = _poster(stall)
        assert poster.accessibleName() == "不要公安 入侵香港"
        assert stall.window.rect().contains(_in_window(poster, stall.window))
        assert poster.height() > 0.4 * size[1]
        stall.visitor.tap("back")
        assert len(stall.window.findChildren(PosterButton)) >= 7


def test_previous_and_next_go_round(stall: Stall) -> None:
    stall.visitor.read("posters")
    stall.visitor.tap("poster-shame-release-prisoners")
    said = [_poster(stall).accessibleName()]
    for _ in range(7):
        stall.visitor.tap("next")
        said.append(_poster(stall).accessibleName())
    assert said[0] == said[7]
    assert len(set(said)) == 7
    stall.visitor.tap("previous")
    assert _poster(stall).accessibleName() == said[6]
    QTest.keyClick(_poster(stall), Qt.Key.Key_PageDown)
    assert _poster(stall).accessibleName() == said[0]


def test_the_window_is_called_by_the_poster_that_is_shown(stall: Stall) -> None:
    stall.visitor.read("posters")
    texts = stall.kiosk.campaign.texts["en"]
    stall.visitor.tap(f"poster-{texts.posters[0].id}")
    titles = [stall.window.windowTitle()]
    stall.visitor.tap("next")
    titles.append(stall.window.windowTitle())
    _swipe(_poster(stall), to=-200)
    titles.append(stall.window.windowTitle())
    assert titles == [f"{poster.title} · {texts.title}" for poster in texts.posters[:3]]
    stall.visitor.tap("poster")
    full = stall.visitor.find(PosterView, "full-poster")
    _swipe(full, to=-200)
    assert stall.window.windowTitle() == f"{full.accessibleName()} · {texts.title}"


def test_the_other_versions_are_one_tap_away_and_stay_chosen(stall: Stall) -> None:
    stall.visitor.read("posters")
    stall.visitor.tap("poster-shame-release-prisoners")
    printed = _poster(stall).grab().toImage()
    stall.visitor.tap("version-en")
    assert _poster(stall).accessibleName() == "Shame on Hong Kong government Release all political prisoners"
    assert _poster(stall).grab().toImage() != printed
    (chosen,) = [b for b in stall.window.findChildren(QPushButton, "version-en") if b.isVisible()]
    assert chosen.isChecked()
    assert chosen.text() == "English"
    stall.visitor.tap("next")
    assert _poster(stall).accessibleName() == "No Chinese Public Security in Hong Kong"
    stall.visitor.tap("version-zh-Hant")
    assert _poster(stall).accessibleName() == "不要公安 入侵香港"


def test_turning_the_screen_or_changing_the_language_keeps_the_poster(stall: Stall) -> None:
    stall.visitor.read("posters")
    stall.visitor.tap("poster-no-to-article-23")
    stall.visitor.tap("version-en")
    stall.window.resize(1080, 1920)
    _settle()
    assert _poster(stall).accessibleName().startswith("No to Article 23")
    stall.visitor.tap("language-zh-Hans")
    assert _poster(stall).accessibleName().startswith("No to Article 23")
    assert "反对二十三条" in _read(stall)


def test_the_next_visitor_starts_with_all_posters(stall: Stall) -> None:
    stall.visitor.read("posters")
    stall.visitor.tap("poster-no-to-article-23")
    stall.visitor.tap("home")
    stall.visitor.read("posters")
    assert len([b for b in stall.window.findChildren(PosterButton) if b.isVisible()]) == 7


def test_a_campaign_with_one_poster_has_one(open_stall: OpenStall) -> None:
    stall = open_stall("campus-library-hours")
    stall.visitor.read("posters")
    stall.visitor.tap("poster-lights-on")
    assert _poster(stall).accessibleName() == "Lights on till midnight"
    QTest.keyClick(_poster(stall), Qt.Key.Key_PageDown)
    assert _poster(stall).accessibleName() == "Lights on till midnight"
    stall.visitor.tap("version-zh-Hant")
    assert _poster(stall).accessibleName() == "燈火 亮到午夜"


def _swipe(poster: PosterView, *, to: int) -> None:
    """A finger over the poster, `to` pixels to the right."""
    middle = poster.rect().center()
    QTest.mousePress(poster, Qt.MouseButton.LeftButton, pos=middle)
    QTest.mouseMove(poster, middle + QPoint(to // 2, 4))
    QTest.mouseRelease(poster, Qt.MouseButton.LeftButton, pos=middle + QPoint(to, 8))


def _fill(stall: Stall, poster: str) -> PosterView:
    """The poster on the whole screen."""
    stall.visitor.tap(f"poster-{poster}")
    QTest.mouseClick(_poster(stall), Qt.MouseButton.LeftButton)
    _settle()
    return stall.visitor.find(PosterView, "full-poster")


@pytest.mark.parametrize("size", SIZES[:4], ids=lambda size: f"{size[0]}x{size[1]}")
def test_a_tap_makes_a_poster_fill_the_screen_and_another_closes_it(
    open_stall: OpenStall, size: tuple[int, int]
) -> None:
    stall = open_stall(size=size)
    stall.visitor.read("posters")
    full = _fill(stall, "no-public-security")
    across, down = full.width() / size[0], full.height() / size[1]
    assert down == 1 or across == 1
    assert not [each for each in stall.window.findChildren(QWidget, "sections") if each.isVisible()]
    QTest.mouseClick(full, Qt.MouseButton.LeftButton)
    _settle()
    assert stall.kiosk.campaign.texts["en"].posters[1].title in _read(stall)
    stall.visitor.find(QWidget, "sections")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_on_the_whole_screen_swipes_arrows_and_buttons_lead_on_and_esc_closes(
    open_stall: OpenStall, tmp_path: Path, language: str
) -> None:
    stall = open_stall(long_campaign.right_to_left(tmp_path)) if language == "ar" else open_stall()
    stall.window.speak(language)
    forward = -1 if language == "en" else 1  # the way a page is turned
    ahead, behind = Qt.Key.Key_Right, Qt.Key.Key_Left
    if language == "ar":
        ahead, behind = behind, ahead
    stall.visitor.read("posters")
    full = _fill(stall, stall.kiosk.campaign.texts[language].posters[0].id)
    said = [full.accessibleName()]
    _swipe(full, to=forward * 200)
    said.append(full.accessibleName())
    QTest.keyClick(stall.window.focusWidget(), ahead)
    said.append(full.accessibleName())
    stall.visitor.tap("next")
    said.append(full.accessibleName())
    assert len(set(said)) == 4
    QTest.keyClick(stall.window.focusWidget(), behind)
    assert full.accessibleName() == said[2], "the arrows work on a button, too"
    stall.visitor.tap("previous")
    _swipe(full, to=-forward * 200)
    assert full.accessibleName() == said[0]
    QTest.keyClick(full, Qt.Key.Key_PageDown)
    QTest.keyClick(stall.window.focusWidget(), Qt.Key.Key_Escape)
    _settle()
    assert _poster(stall).objectName() == "poster"
    assert _poster(stall).accessibleName() == said[1]


def test_a_swipe_leads_on_beside_the_words_too(stall: Stall) -> None:
    stall.visitor.read("posters")
    stall.visitor.tap("poster-shame-release-prisoners")
    _swipe(_poster(stall), to=-200)
    _settle()
    assert stall.kiosk.campaign.texts["en"].posters[1].title in _read(stall)
    assert _poster(stall).objectName() == "poster"


def test_two_long_chinese_lines_on_a_cut_poster_are_as_wide_as_the_sheet() -> None:
    application()
    lines = ("图书馆每天开放到午夜，", "周末和假期也不例外。")
    version = PosterVersion("demand-1", 0, "zh-Hans", lines, PosterColours("#ffffff", "#000000"), "", "")
    image = QImage(210, 297, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    paint_poster(painter, QRectF(image.rect()), version)
    painter.end()
    for rows, of_letters in ((range(10, 110), "#ffffff"), (range(180, 270), "#000000")):
        columns = [x for x in range(210) if any(image.pixelColor(x, y).name() == of_letters for y in rows)]
        assert max(columns) - min(columns) > 170
