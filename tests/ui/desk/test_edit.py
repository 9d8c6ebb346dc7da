"""The content of a campaign is edited in the desk's window, and the files stay those that people wrote."""

from __future__ import annotations

import datetime
import re
import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPixmap
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPlainTextEdit

from kiosk.app import application
from kiosk.campaign.content import parse_content, read_folder
from kiosk.campaign.editing import ContentEditor
from kiosk.campaign.slots import entries, languages, sections
from kiosk.coordinator.campaign.folder import CampaignFolder
from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.errors import ContentError
from kiosk.ui.desk.edit.editing import Editing
from kiosk.ui.desk.edit.page import slot_name
from kiosk.ui.desk.edit.photograph import read_photograph
from kiosk.ui.desk.edit.wording import section_words
from kiosk.ui.desk.parts.file_dialog import FileDialog
from kiosk.ui.desk.preview import StallScreens
from tests import patience
from tests.conftest import CAMPAIGNS
from tests.ui.desk.conftest import DeskHand
from tests.ui.faults import faults

SIZES = ((1920, 1080), (1366, 768), (1024, 700))
"""The smallest last: what is shown next is drawn as large as the window is then."""


@pytest.fixture
def hand(hand: DeskHand, desk_folder: Path) -> DeskHand:
    """A desk that edits its campaign's content."""
    hand.click("page-campaign")
    hand.click("edit")
    return hand


def write(hand: DeskHand, name: str, text: str) -> None:
    """Writes `text` into the box of a text of several lines, in place of what stands there."""
    (box,) = [one for one in hand.window.findChildren(QPlainTextEdit, f"text-{name}") if one.isVisible()]
    box.setFocus()
    box.selectAll()
    box.insertPlainText(text)


def type_over(hand: DeskHand, name: str, text: str) -> None:
    """Writes `text` into the line `name`, in place of what stands there."""

    (line,) = [one for one in hand.window.findChildren(QLineEdit, f"field-{name}") if one.isVisible()]
    line.setFocus()
    line.selectAll()
    line.insert(text)
    line.textEdited.emit(line.text())


@pytest.mark.parametrize("campaign", sorted(path.name for path in CAMPAIGNS.iterdir()))
def test_a_bundled_campaign_that_is_opened_everywhere_and_saved_is_as_it_was(
    campaign: str, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(CAMPAIGNS / campaign, tmp_path / "content"))
    before = read_folder(folder)
    editor = ContentEditor(folder)
    seen = 0
    for language in languages(editor):
        for section in sections(editor):
            for entry in entries(editor, section, language):
                for slot in entry.slots:
                    slot.write(editor, slot.read(editor))
                    seen += 1
    assert seen > 150
    assert editor.save() == []
    assert read_folder(folder) == before


def test_opening_every_section_and_saving_changes_no_byte(hand: DeskHand, desk_folder: Path) -> None:
    before = read_folder(desk_folder / "content")
    for language in ("zh-Hant", "en"):
        hand.click(f"tongue-{language}")
        for section in (
            "demands",
            "petition",
            "questions",
            "endorsers",
            "actions",
            "posters",
            "figures",
            "links",
            "fields",
        ):
            hand.click(f"section-{section}")
    hand.click("save")
    assert hand.sees("Nothing was changed.")
    assert read_folder(desk_folder / "content") == before


def test_what_is_written_is_saved_and_the_new_pack_says_what_changed(
    hand: DeskHand, desk_folder: Path, keys: CampaignKeys
) -> None:
    folder = hand.window.work.session.folder  # type: ignore[union-attr]
    folder.rehearse_shares(folder.make_shares(keys, 2, 3))
    content = desk_folder / "content"
    was = (content / "en/texts.toml").read_text(encoding="utf-8").split("\n")
    type_over(hand, "en/texts.toml:slogan", "Free them all")
    hand.click("section-petition")
    write(hand, "en/consent.md", "I agree to this.\n")
    hand.click("section-figures")
    figures = entries(ContentEditor(content), "figures", "en")
    number = next(slot for entry in figures for slot in entry.slots if slot.kind == "number")
    type_over(hand, slot_name(number), "42")
    hand.click("tongue-zh-Hant")
    hand.click("section-texts")
    assert hand.sees("Free them all"), "the first language stands beside it"
    hand.click("save")
    hand.wait_for("Saved: campaign.toml, en/consent.md, en/texts.toml, figures.toml.")
    campaign = parse_content(read_folder(content))
    assert campaign.texts["en"].slogan == "Free them all"
    assert campaign.texts["en"].consent == "I agree to this."
    now = (content / "en/texts.toml").read_text(encoding="utf-8").split("\n")
    assert [one for one, other in zip(was, now, strict=True) if one != other] == [
        next(line for line in was if line.startswith("slogan"))
    ]
    hand.click("back")
    hand.wait_for("en/texts.toml: slogan (changed)")
    assert hand.sees("campaign.toml: consent.version (changed)"), "agreed words have a version of their own"
    hand.click("make-pack")
    hand.button("save-pack")
    pack = CampaignFolder.open(desk_folder).current_pack()
    assert pack is not None
    assert pack.campaign.texts["en"].slogan == "Free them all"


def test_a_mistake_is_told_where_it_is_and_nothing_is_saved(hand: DeskHand, desk_folder: Path) -> None:
    before = read_folder(desk_folder / "content")
    type_over(hand, "en/texts.toml:call", "<b>Sign</b>")
    hand.click("save")
    patience.settle()
    remark = hand.window.findChild(QLabel, "remark-en/texts.toml:call")
    hand.qtbot.waitUntil(lambda: "en/texts.toml" in remark.text())
    assert read_folder(desk_folder / "content") == before
    hand.click("back")
    assert hand.sees("Leave without saving?")
    hand.click("stay")
    hand.click("back")
    hand.click("leave")
    hand.button("edit")


def test_entries_are_added_and_taken_away_in_every_language(hand: DeskHand, desk_folder: Path) -> None:
    hand.click("section-demands")
    hand.click("add")
    write(hand, "en/demands.toml:demand-01:text", "One thing more.")
    hand.click("section-endorsers")
    hand.click("add")
    type_over(hand, "en/endorsers.toml:endorser-01:name", "Ana Ao")
    hand.click("section-questions")
    first = sorted((desk_folder / "content/en/questions").iterdir())[0].stem
    hand.click(f"remove-{first}")
    hand.click("save")
    campaign = parse_content(read_folder(desk_folder / "content"))
    assert campaign.texts["en"].demands[-1] == "One thing more."
    assert campaign.texts["zh-Hant"].endorsers[-1].name == "Ana Ao"
    assert first not in [question.id for question in campaign.texts["en"].questions]


def choose(hand: DeskHand, name: str, words: str) -> None:
    """Chooses that from the list `name`, with the arrow keys."""
    (box,) = [one for one in hand.window.findChildren(QComboBox, f"choice-{name}") if one.isVisible()]
    box.setFocus()
    steps = box.findText(words) - box.currentIndex()
    for _ in range(abs(steps)):
        hand.qtbot.keyClick(box, Qt.Key.Key_Down if steps > 0 else Qt.Key.Key_Up)
    assert box.currentText() == words


def test_posters_and_actions_are_added_moved_and_taken_away(hand: DeskHand, desk_folder: Path) -> None:
    content = desk_folder / "content"
    before = parse_content(read_folder(content)).texts["en"]
    hand.click("section-posters")
    hand.click("add")
    type_over(hand, "en/posters.toml:poster-01:title", "Free speech")
    write(hand, "posters.toml:poster-01:lines", "Free\nspeech")
    type_over(hand, "posters.toml:poster-01:colours:paper", "#ffd60a")
    choose(hand, "posters.toml:poster-01:language", "English")
    hand.click("up-poster-01")
    hand.click(f"remove-{before.posters[0].id}")
    hand.click("section-actions")
    hand.click("add")
    type_over(hand, "en/actions.toml:action-01:title", "Bring a friend")
    choose(hand, "actions.toml:action-01:help", "Yes")
    hand.click("save")
    hand.wait_for("Saved:")
    now = parse_content(read_folder(content)).texts["en"]
    posters = [one.id for one in before.posters]
    assert [one.id for one in now.posters] == [*posters[1:-1], "poster-01", posters[-1]]
    added = next(one for one in now.posters if one.id == "poster-01")
    assert (added.printed, added.language, added.colours.paper) == (["Free", "speech"], "en", "#ffd60a")
    assert (now.actions[-1].title, now.actions[-1].help) == ("Bring a friend", True)
    assert now.actions[:-1] == before.actions


def test_a_question_is_moved_up_in_every_language(hand: DeskHand, desk_folder: Path) -> None:
    content = desk_folder / "content"
    before = parse_content(read_folder(content)).texts
    hand.click("section-questions")
    hand.click(f"up-{before['en'].questions[1].id}")
    hand.click("save")
    hand.wait_for("Saved:")
    now = parse_content(read_folder(content)).texts
    for language, texts in before.items():
        first, second, *others = (one.question for one in texts.questions)
        assert [one.question for one in now[language].questions] == [second, first, *others]


def test_an_endorsers_kind_and_country_are_chosen(hand: DeskHand, desk_folder: Path) -> None:
    content = desk_folder / "content"
    first, second, *_ = parse_content(read_folder(content)).texts["en"].endorsers
    was = (content / "endorsers.toml").read_text(encoding="utf-8").split("\n")
    hand.click("section-endorsers")
    choose(hand, f"endorsers.toml:{first.id}:country", "Germany")
    choose(hand, f"endorsers.toml:{second.id}:kind", "organisation")
    hand.click("save")
    hand.wait_for("Saved: endorsers.toml.")
    now, after, *_ = parse_content(read_folder(content)).texts["en"].endorsers
    assert (now.country, after.kind) == ("DE", "organisation")
    changed = (content / "endorsers.toml").read_text(encoding="utf-8").split("\n")
    assert sum(one != other for one, other in zip(was, changed, strict=True)) == 2


def test_both_versions_are_shown_where_somebody_wrote_meanwhile(hand: DeskHand, desk_folder: Path) -> None:
    file = desk_folder / "content/en/texts.toml"
    type_over(hand, "en/texts.toml:slogan", "Mine")
    theirs = file.read_text(encoding="utf-8").replace("slogan = ", 'slogan = "Theirs" #')
    file.write_text(theirs, encoding="utf-8")
    hand.click("save")
    assert hand.sees("Somebody changed en/texts.toml meanwhile, and so did you.")
    shown = [one.toPlainText() for one in hand.window.findChildren(QPlainTextEdit, "text-both-en/texts.toml")]
    assert ["Theirs" in one for one in shown] == [True, False]
    assert file.read_text(encoding="utf-8") == theirs
    hand.click("mine-en/texts.toml")
    hand.click("save")
    hand.wait_for("Saved: en/texts.toml.")
    assert parse_content(read_folder(desk_folder / "content")).texts["en"].slogan == "Mine"


def test_theirs_is_taken_only_where_it_can_be_shown(hand: DeskHand, desk_folder: Path) -> None:
    file = desk_folder / "content/en/texts.toml"
    was = file.read_text(encoding="utf-8")
    type_over(hand, "en/texts.toml:slogan", "Mine")
    file.write_text(was + "title\n", encoding="utf-8")
    hand.click("save")
    hand.click("theirs-en/texts.toml")
    assert hand.sees("this line cannot be read")
    file.write_text(was, encoding="utf-8")
    hand.click("theirs-en/texts.toml")
    hand.click("save")
    assert hand.sees("Nothing was changed.")


@pytest.mark.parametrize("languages", ["[]", "5", '"en"', "[5]", '["../en"]'])
def test_a_campaign_without_a_language_is_told_and_not_opened(languages: str, desk_folder: Path) -> None:
    file = desk_folder / "content/campaign.toml"
    whole = file.read_text(encoding="utf-8")
    file.write_text(re.sub(r"(?m)^languages = \[.*?\]", f"languages = {languages}", whole), encoding="utf-8")
    stall = StallScreens(lambda _: (), lambda *_: QPixmap())
    with pytest.raises(ContentError, match="language"):
        Editing.of(desk_folder / "content", stall, datetime.date.today)


def test_a_drawing_that_calls_itself_a_photograph_brings_no_other_file_along(tmp_path: Path) -> None:
    secret = QImage(20, 20, QImage.Format.Format_RGB32)
    secret.fill(QColor("#ff0000"))
    secret.save(str(tmp_path / "secret.png"))
    drawing = tmp_path / "photo.jpg"
    drawing.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="90" '
        f'height="90"><image xlink:href="{tmp_path}/secret.png" width="90" height="90"/></svg>'
    )
    with pytest.raises(ContentError, match=r"photo\.jpg is no picture"):
        read_photograph(drawing)


def test_a_photograph_is_cut_scaled_and_stripped(
    hand: DeskHand, desk_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture = QImage(1600, 900, QImage.Format.Format_RGB32)
    picture.fill(QColor("#336699"))
    picture.setText("Comment", "at home, 22.3193 114.1694")
    picture.save(str(tmp_path / "photo.png"))
    assert b"22.3193" in (tmp_path / "photo.png").read_bytes()
    data = read_photograph(tmp_path / "photo.png")
    small = QImage.fromData(data)
    assert (small.width(), small.height()) == (512, 512)
    assert b"22.3193" not in data
    assert not small.textKeys()
    hand.click("section-endorsers")
    id = next(iter(ContentEditor(desk_folder / "content").value("endorsers.toml")))
    monkeypatch.setattr(FileDialog, "open", lambda *_: str(tmp_path / "photo.png"))
    hand.click(f"photograph-{id}")
    hand.click("save")
    campaign = parse_content(read_folder(desk_folder / "content"))
    assert campaign.texts["en"].endorsers[0].picture == f"pictures/{id}.jpg"
    (tmp_path / "photo.png").write_bytes(b"no picture")
    hand.click(f"photograph-{id}")
    assert hand.sees("photo.png is no picture that can be read.")


def test_every_section_fits_in_every_size(hand: DeskHand) -> None:
    for language in ("en", "zh-Hant"):
        hand.window.speak(language)
        for section in section_words(hand.window.language):
            hand.click(f"section-{section}")
            for size in SIZES:
                hand.window.resize(*size)
                application().processEvents()
                assert faults(hand.window, by_mouse=True) == [], (section, size)
