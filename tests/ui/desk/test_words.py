"""A window in Chinese says everything in Chinese, also what the parts behind it found."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtWidgets import QTableView

from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.ui.desk.navigation import PageId
from tests.conftest import Desk
from tests.exports import HandmadeKiosk
from tests.people import person
from tests.ui.desk.conftest import DeskHand, OpenDesk
from tests.ui.desk.harvest import harvest
from tests.ui.desk.tour import settle, tour

_SENTENCE = re.compile(r"\b[a-z]+ [a-z]+ [a-z]+\b")
"""Three words in a row, which no name of a person, a stall or a file in these tests has."""
_FINGERPRINT = re.compile(r"\b(?:[0-9a-f]{4}\s){3,}[0-9a-f]{4}\b")
"""A kiosk's, in groups of four, of which one may look like a word."""
_TEN_WORDS = 10
"""A campaign's words to compare aloud are English everywhere."""
CHINESE = pytest.mark.parametrize("language", ["zh-Hant", "zh-Hans"])


def english(hand: DeskHand) -> list[str]:
    """Every text on the page, also in its tables, that has a piece of an English sentence in it."""
    texts = hand.texts()
    for table in hand.window.findChildren(QTableView):
        if table.isVisible():
            model = table.model()
            places = [(row, col) for row in range(model.rowCount()) for col in range(model.columnCount())]
            texts += [str(model.index(*place).data() or "") for place in places]
    told = [_FINGERPRINT.sub("", text) for text in texts]
    return [text for text in told if _SENTENCE.search(text) and len(text.split()) != _TEN_WORDS]


@pytest.fixture
def files(keys: CampaignKeys, stick: Path) -> list[Path]:
    """Three stalls' files, and on the same stick all that can be wrong with others."""
    other = HandmadeKiosk(CampaignKeys.new(), "Another campaign")
    (stick / "other.signatures").write_bytes(other.batch(other.sign(person(1))))
    open_end = HandmadeKiosk(keys, "Tram stop")
    lines = open_end.batch(open_end.sign(person(2), person(3, date="2999-01-01"))).splitlines(keepends=True)
    (stick / "open.signatures").write_bytes(b"".join(lines[:-1]))
    twin = HandmadeKiosk(keys, "Tram stop", open_end.key)
    (stick / "ahead.signatures").write_bytes(b"".join(lines) + twin.batch(twin.sign(person(4))))
    (stick / "photo.signatures").write_bytes(b"\xff\xd8\xff" * 100)
    (stick / "empty").mkdir()
    return harvest(keys, stick)


@CHINESE
def test_what_a_merge_and_the_kiosks_have_to_say(
    open_desk: OpenDesk, desk_folder: Path, files: list[Path], stick: Path, language: str
) -> None:
    hand = open_desk(desk_folder)
    hand.window.speak(language)
    hand.unlock()
    hand.click("page-merge")
    hand.window.work.merging.start([stick, stick / "empty", stick / "nowhere.signatures"])
    hand.click("chip-files")
    table = hand.window.page.findChild(QTableView, "files")
    for row in range(table.model().rowCount()):
        table.chosen.emit(row, 0)
        assert english(hand) == []
    for page in (PageId.KIOSKS, PageId.SIGNATURES):
        hand.click(f"page-{page}")
        settle(hand)
        table = next(one for one in hand.window.page.findChildren(QTableView) if one.isVisible())
        for row in range(table.model().rowCount()):
            table.selectRow(row)
            settle(hand)
            assert english(hand) == [], page


@CHINESE
def test_why_a_signature_does_not_count(
    open_desk: OpenDesk, desk_folder: Path, files: list[Path], language: str
) -> None:
    hand = open_desk(desk_folder)
    hand.window.speak(language)
    hand.unlock()
    hand.button("lock")
    hand.window.work.merging.start(files)
    hand.qtbot.waitUntil(lambda: not hand.window.work.merging.busy)
    hand.click("page-signatures")
    hand.click("chip-unreadable")
    settle(hand)
    hand.window.page.findChild(QTableView).selectRow(0)
    settle(hand)
    assert hand.sees(
        {"zh-Hant": "它在簽名檔案裏的那一行已損壞。", "zh-Hans": "它在签名文件里的那一行已损坏。"}[language]
    )


@CHINESE
def test_a_mistake_in_the_content(open_desk: OpenDesk, desk_folder: Path, language: str) -> None:
    hand = open_desk(desk_folder)
    hand.window.speak(language)
    hand.unlock()
    hand.button("lock")
    content = desk_folder / "content" / "campaign.toml"
    content.write_text(content.read_text(encoding="utf-8").replace("id =", "idd =", 1), encoding="utf-8")
    hand.click("page-campaign")
    hand.wait_for({"zh-Hant": "是否想寫「id」？", "zh-Hans": "是否想写“id”？"}[language])
    assert hand.sees({"zh-Hant": "請改正這一行，然後再試。", "zh-Hans": "请改正这一行，然后再试。"}[language])


@CHINESE
def test_every_page(
    open_desk: OpenDesk, desk_folder: Path, keys: CampaignKeys, files: list[Path], stick: Path, language: str
) -> None:
    Desk(desk_folder, keys).merge(*files, stick / "ahead.signatures")
    hand = open_desk()
    hand.window.speak(language)
    for name in tour(hand, desk_folder):
        assert english(hand) == [], name
