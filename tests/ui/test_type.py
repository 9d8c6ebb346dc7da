"""How words are set: apostrophes, plurals, spaces, what stays together, headings, equal buttons."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from kiosk.app import application
from kiosk.languages import LANGUAGES
from kiosk.ui.language import Language
from kiosk.ui.widgets.labels import HeadingLabel, label, markdown
from kiosk.ui.widgets.lines import balanced_lines, break_lines
from kiosk.ui.widgets.scroll import ScrollPage
from kiosk.ui.widgets.spacing import spaced
from tests import patience
from tests.messages import catalogue
from tests.ui.conftest import OpenStall, Stall
from tests.ui.tour import tour

_HAN = "\u3400-\u9fff"
_QUARTER_EM, _NO_BREAK = "\u2005", "\u00a0"


def _forms(tag: str) -> Iterator[tuple[str, ...]]:
    """Each message in a language: one text, or its plural forms."""
    for message in catalogue("zh-Hant" if tag == "en" else tag):
        words = message.id if tag == "en" else message.string
        if message.id and words:
            yield (words,) if isinstance(words, str) else tuple(words)


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_apostrophe_is_the_same(tag: str) -> None:
    texts = [text for forms in _forms(tag) for text in forms]
    assert len(texts) > 1000
    assert [text for text in texts if re.search(r"[^\W\d_]'[^\W\d_]", text)] == []


def test_one_is_and_several_are() -> None:
    """A form for one thing says nothing of several."""
    one = [forms[0] for forms in _forms("en") if len(forms) > 1]
    assert len(one) > 50
    assert [
        text for text in one if re.match(r"\{number\} ((?!has|was|is)\w+s |\w+ (are|have|were) )", text)
    ] == []


@pytest.mark.parametrize("tag", ["zh-Hant", "zh-Hans"])
def test_han_and_latin_stand_apart(tag: str) -> None:
    counted = r"\{(?:number|total|all|seconds|percent|needed|least|most|day)\}"
    seam = re.compile(f"[{_HAN}](?:[0-9A-Za-z]|{counted})|[0-9A-Za-z%][{_HAN}]")
    assert [text for forms in _forms(tag) for text in forms if seam.search(text)] == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("撤銷對2014年運動", f"撤銷對{_QUARTER_EM}2014{_NO_BREAK}年運動"),
        ("於2028年12月31日銷毀", f"於{_QUARTER_EM}2028_年_12_月_31_日銷毀".replace("_", _NO_BREAK)),
        ("在 2028 年 12 月 31 日销毁", "在 2028_年_12_月_31_日销毁".replace("_", _NO_BREAK)),
        ("您是第 1 人", f"您是第{_NO_BREAK}1{_NO_BREAK}人"),
        ("第23條", f"第{_NO_BREAK}23{_NO_BREAK}條"),
        ("no to Article 23, no", f"no to Article{_NO_BREAK}23, no"),
        ("Artikel 23 des", f"Artikel{_NO_BREAK}23{_NO_BREAK}des"),
        ("Стаття 23", f"Стаття{_NO_BREAK}23"),
        ("By Mar 12, 2027.", f"By Mar{_NO_BREAK}12,{_NO_BREAK}2027."),
        ("3 December 2028", f"3{_NO_BREAK}December{_NO_BREAK}2028"),
        ("collected 23 signatures", f"collected 23{_NO_BREAK}signatures"),
        ("Facebook主页", f"Facebook{_QUARTER_EM}主页"),
        ("有 5 個", f"有 5{_NO_BREAK}個"),
        ("4,218 people signed", f"4,218{_NO_BREAK}people signed"),
        ("Sign the petition", f"Sign the{_NO_BREAK}petition"),
        ("Die Stimme", f"Die{_NO_BREAK}Stimme"),
        ("the Donaudampfschifffahrt", "the Donaudampfschifffahrt"),
        ("Seán O'Brien", "Seán O'Brien"),
        ("Law (羅冠聰)", "Law (羅\u2060冠\u2060聰)"),
        ("梁國雄（長毛）", "梁國雄（長\u2060毛）"),
        ("歷史（第一次是悲劇第二次是鬧劇）", "歷史（第一次是悲劇第二次是鬧劇）"),
        ("lithe people", "lithe people"),
    ],
)
def test_what_belongs_together_stays_together(text: str, shown: str) -> None:
    assert spaced(text) == shown


def test_a_date_is_in_one_line_wherever_lines_end() -> None:
    metrics = _metrics()
    for text in ("我們最遲於2028年12月31日銷毀手上所有簽名。", "我们最迟在 2028 年 12 月 31 日销毁签名。"):
        whole = text.replace(" ", "")
        date = "2028年12月31日"
        for width in range(metrics.horizontalAdvance("2028 年 12 月 31 日 "), 1000, 13):
            lines = [re.sub(r"\s", "", line) for line in break_lines(text, metrics, width)]
            assert "".join(lines) == whole
            assert any(date in line for line in lines), (width, lines)


def test_a_text_says_what_it_said_however_it_is_set(qtbot: object) -> None:
    words = "對2014年: the petition"
    for made in (label(words, "body"), HeadingLabel()):
        made.setText(words)
        assert made.text() == words
        assert _QUARTER_EM in QLabel.text(made)
    assert _QUARTER_EM in markdown(words).text()


_LONG = "Donaudampfschifffahrtsgesellschaft"


def _shown_in(made: QLabel, wide_enough_for: str) -> str:
    made.show()
    made.resize(made.fontMetrics().horizontalAdvance(wide_enough_for) + 2, 200)
    return QLabel.text(made)


def test_what_is_tied_together_comes_loose_where_it_would_be_cut(qtbot: object) -> None:
    made = label("The coordinator’s desk", "body")
    assert _shown_in(made, "The coordinator’s desk") == f"The{_NO_BREAK}coordinator’s desk"
    assert _shown_in(made, "coordinator’s") == "The coordinator’s desk"
    assert _shown_in(made, "The coordinator’s desk, and more") == f"The{_NO_BREAK}coordinator’s desk"


def test_of_a_text_only_the_word_that_would_be_cut_is_broken(qtbot: object) -> None:
    words = f"all of {_LONG}, and more"
    made = label(words, "body")
    shown = _shown_in(made, "Donaudampfschiff")
    assert shown == words.replace(_LONG, "\u200b".join(_LONG)).replace("t, ", "t\u200b,\u200b ")
    assert made.text() == made.accessibleName() == words
    assert "\u200b" not in _shown_in(made, words)
    assert made.accessibleName() == ""


def test_words_that_come_later_are_not_cut_either(qtbot: object) -> None:
    made = label("short", "body")
    assert _shown_in(made, "Donaudampfschiff") == "short"
    for words in (_LONG, _LONG[::-1]):
        made.setText(words)
        assert QLabel.text(made) == "\u200b".join(words)
        assert made.accessibleName() == words
    made.setText("short")
    assert QLabel.text(made) == "short"
    made.setAccessibleName("a name of its own")
    made.setText(_LONG)
    assert made.accessibleName() == "a name of its own"


class _Resized(QObject):
    """Counts how often `watched` gets another size."""

    def __init__(self, watched: QWidget) -> None:
        super().__init__()
        self.count = 0
        watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() is QEvent.Type.Resize
        return False


def test_a_scroll_bar_beside_a_broken_word_does_not_come_and_go_for_ever(qtbot: object) -> None:
    """Whole it is higher than the page, and then there is a bar, and no room for it: broken it is lower."""
    made = label(f"We ask for a name against the law and so on, {_LONG} " * 2, "body")
    page = ScrollPage(Language("en"))
    page.content.addWidget(made)
    page.content.addStretch(1)
    page.show()
    resized = _Resized(made)
    widest = made.fontMetrics().horizontalAdvance(_LONG)
    for width in range(widest - 10, widest + 40, 3):
        for height in range(60, 400, 15):
            page.resize(width, height)
            patience.settle()
            resized.count = 0
            patience.settle()
            assert resized.count == 0, (width, height)


def _metrics() -> QFontMetrics:
    application()
    font = QFont()
    font.setPixelSize(36)
    return QFontMetrics(font)


@pytest.mark.parametrize(
    "text",
    [
        "Would you like to add something to it?",
        "Wie können wir Sie erreichen?",
    ],
)
def test_no_word_of_a_heading_is_left_alone(text: str) -> None:
    metrics = _metrics()
    whole = metrics.horizontalAdvance(text)
    for width in range(whole // 3, whole, 7):
        greedy, lines = break_lines(text, metrics, width), balanced_lines(text, metrics, width)
        across = [metrics.horizontalAdvance(line) for line in lines]
        assert len(lines) == len(greedy), "it takes no more room"
        assert "".join(lines).replace(" ", "") == "".join(greedy).replace(" ", "")
        assert max(across) <= max(width, *map(metrics.horizontalAdvance, greedy))
        assert sum(each**2 for each in across) <= sum(metrics.horizontalAdvance(each) ** 2 for each in greedy)


def test_a_chinese_heading_is_rather_broken_behind_a_comma_than_within_a_word() -> None:
    metrics = _metrics()

    def lines(text: str) -> list[str]:
        return balanced_lines(text, metrics, int(0.7 * metrics.horizontalAdvance(text)))

    assert lines("反對派贏得大多數選票，政府為甚麼仍能控制立法會？") == [
        "反對派贏得大多數選票，",
        "政府為甚麼仍能控制立法會？",
    ]
    assert lines("釋放所有政治犯，好嗎？") == ["釋放所有政", "治犯，好嗎？"], "else one line is too short"
    for width in range(150, 700, 7):
        text = "萬眾抗爭，打壓必敗，釋放所有政治犯"
        assert len(balanced_lines(text, metrics, width)) == len(break_lines(text, metrics, width))


def test_a_heading_is_balanced_on_its_screen(stall: Stall) -> None:
    stall.window.staff.enter()
    stall.visitor.tap("display")
    (heading,) = [each for each in stall.window.findChildren(HeadingLabel) if each.isVisible()]
    lines = QLabel.text(heading).split("\n")
    assert len(lines) > 1
    across = [heading.fontMetrics().horizontalAdvance(line) for line in lines]
    assert min(across) > 0.5 * max(across), "and not as it would be, with the last word alone"
    assert max(across) <= heading.width()


@pytest.mark.parametrize("size", [(1366, 768), (1080, 1920)])
def test_buttons_in_a_column_are_equally_wide(open_stall: OpenStall, size: tuple[int, int]) -> None:
    stall = open_stall(size=size)
    for name in tour(stall.visitor):
        for one, other in _stacked(stall):
            assert one.width() == other.width(), (name, one.objectName(), other.objectName())


def _stacked(stall: Stall) -> Iterator[tuple[QWidget, QWidget]]:
    """Buttons of one look of which one stands below the other, each alone in its row."""
    shown = [button for button in stall.window.findChildren(QPushButton) if button.isVisible()]
    boxes = [(button, button.mapTo(stall.window, QPoint())) for button in shown]
    alone = [
        (button, place)
        for button, place in boxes
        if not any(
            other.parent() is button.parent()
            and other is not button
            and at.y() < place.y() + button.height()
            and place.y() < at.y() + other.height()
            for other, at in boxes
        )
    ]
    alone.sort(key=lambda each: (id(each[0].parent()), each[1].x(), each[1].y()))
    for (one, place), (other, at) in pairwise(alone):
        same = one.parent() is other.parent() and one.property("role") == other.property("role")
        if same and place.x() == at.x():
            yield one, other
