"""A campaign is set up in the window and kept: key, sheets, packs, passphrase, and getting it back."""

from __future__ import annotations

import multiprocessing
import re
import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit

from kiosk.app import application
from kiosk.coordinator.campaign import keys as key_files
from kiosk.coordinator.campaign.folder import CampaignFolder
from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.campaign.shares import LISTED, WORDS, make_shares
from kiosk.coordinator.merge.merge import merge
from kiosk.coordinator.register.register import Register
from kiosk.coordinator.reports.update import Named, Update
from kiosk.errors import PassphraseError
from kiosk.stall.kiosk import set_up
from kiosk.ui.desk.campaign import update as update_page
from kiosk.ui.desk.keys import shares as shares_page
from kiosk.ui.desk.keys.sheet import ShareSheet, keys_of, share_text
from kiosk.ui.desk.parts.file_dialog import FileDialog
from kiosk.ui.language import Language
from kiosk.ui.places import Printer
from tests import patience
from tests.conftest import PASSPHRASE, TODAY, on
from tests.exports import HandmadeKiosk
from tests.people import person
from tests.ui.desk.conftest import DeskHand, OpenDesk
from tests.ui.desk.tour import settle
from tests.ui.faults import faults
from tests.ui.languages import LANGUAGES

STRONG = "lantern oboe quartz meadow fiddle umbrella"
SIZES = ((1024, 700), (1366, 768))

Choose = Callable[[Path], None]


@pytest.fixture(autouse=True)
def _cheap_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(key_files, "MEMORY_KIB", 64)


@pytest.fixture
def choose(monkeypatch: pytest.MonkeyPatch) -> Choose:
    """What the system's dialogue for a folder or a file will say next."""

    def answer(path: Path) -> None:
        monkeypatch.setattr(FileDialog, "folder", lambda *_: str(path))
        monkeypatch.setattr(FileDialog, "open", lambda *_: str(path))

    return answer


@pytest.fixture
def hand(hand: DeskHand) -> DeskHand:
    """An unlocked desk, on the campaign's page."""
    hand.click("page-campaign")
    return hand


def words_on(sheet: Path) -> list[str]:
    """The words that are printed on a sheet."""
    text = PdfReader(sheet).pages[0].extract_text()
    found = dict(re.findall(r"\b(\d{1,2})\s+([a-z]{4,8})\b", text))
    return [found[str(number)] for number in range(1, WORDS + 1)]


def _word_field(hand: DeskHand) -> QLineEdit | None:
    """The one field for a word that is to be seen."""
    seen = [one for one in hand.window.findChildren(QLineEdit, "field-word") if one.isVisible()]
    return seen[0] if len(seen) == 1 else None


def type_words(hand: DeskHand, words: list[str]) -> None:
    """Types words into the field for them, each with a space after it."""
    for word in words:
        line = patience.until(lambda: _word_field(hand))  # the last word may have led to the next sheet
        line.setFocus()
        hand.qtbot.keyClicks(line, f"{word} ")
    patience.settle()


def said(hand: DeskHand, name: str) -> str:
    label = hand.window.findChild(QLabel, name)
    return label.text() if isinstance(label, QLabel) else ""


def make_sheets(hand: DeskHand, choose: Choose, folder: Path) -> Path:
    """Saves the sheets in `folder`, from the page for it; gives the folder that they are in."""
    folder.mkdir(exist_ok=True)
    choose(folder)
    hand.click("save")
    hand.click("try")
    return folder / shares_page.FOLDER


# -------------------------------------------------------------------------- a new campaign


def test_a_new_campaign_is_set_up_step_by_step(
    open_desk: OpenDesk, tmp_path: Path, content: Path, choose: Choose, stick: Path
) -> None:
    application().clipboard().setText("my own")
    hand = open_desk()
    hand.click("new")
    assert not hand.button("next").isEnabled()

    # A mistake in the content is named with its file and line, and mended.
    mine = Path(shutil.copytree(content, tmp_path / "mine"))
    texts = mine / "en" / "texts.toml"
    right = texts.read_text()
    texts.write_text(right.replace("slogan =", "sloga ="))
    choose(mine)
    hand.click("choose")
    hand.wait_for("en/texts.toml, line 3")
    assert not hand.button("next").isEnabled()
    texts.write_text(right)
    hand.click("again")
    hand.wait_for("Stop Repression in Hong Kong")
    assert hand.sees("which is a placeholder")

    # Every screen is shown in every language, drawn elsewhere: nothing happens to the clipboard.
    hand.qtbot.waitUntil(lambda: "large" in said(hand, "drawing"))
    for language in LANGUAGES:
        assert len([hand.button(f"screen-{language}-{number}") for number in range(1, 13)]) == 12
    assert application().clipboard().text() == "my own"
    assert not multiprocessing.active_children()
    hand.click("next")

    # Where it goes: not where something is.
    choose(tmp_path)
    hand.click("place")
    hand.window.findChild(QLineEdit, "field-name").clear()
    hand.type("name", "mine")
    hand.click("next")
    assert hand.sees("There is something of this name already.")
    hand.window.findChild(QLineEdit, "field-name").clear()
    hand.type("name", "Our campaign")
    hand.click("next")

    # The passphrase: too short, weak, not the same, and good.
    hand.type("new-passphrase", "dragon")
    hand.click("make")
    assert hand.sees("at least 8 characters")
    hand.type("new-passphrase", "12")
    hand.type("again", "dragon12")
    assert hand.sees("minutes at most")
    hand.click("make")
    assert hand.sees("This passphrase is weak.")
    assert not (tmp_path / "Our campaign").exists()
    for field in ("new-passphrase", "again"):
        hand.window.findChild(QLineEdit, f"field-{field}").clear()
    hand.type("new-passphrase", STRONG)
    hand.type("again", STRONG + "s")
    assert hand.sees("longer than a thousand years")
    hand.click("make")
    assert hand.sees("This is not the same.")
    hand.type("again", STRONG)
    hand.click("make")
    hand.wait_for("Sheets that restore the key together")
    folder = CampaignFolder.open(tmp_path / "Our campaign")
    assert folder.unlock(STRONG).key_id == folder.public.key_id
    assert STRONG not in hand.texts()

    # The sheets, and the rehearsal with a wrong word.
    sheets = make_sheets(hand, choose, tmp_path / "out")
    first, second = (words_on(sheets / f"share-{number}-of-3.pdf") for number in (1, 3))
    type_words(hand, [*first[:4], "zzzz"])
    assert hand.sees("Key sheet 1, word 5 is not a word that key sheets are made of.")
    hand.window.findChild(QLineEdit, "field-word").clear()
    wrong = LISTED[(LISTED.index(first[4]) + 1) % len(LISTED)]
    type_words(hand, [wrong, *first[5:]])
    assert hand.sees("Key sheet 1 has a wrong word: number 5.")
    assert first[6] not in hand.texts(), "words are hidden unless they are wanted"
    type_words(hand, [first[4]])
    assert "this was sheet 1" in said(hand, "told")
    type_words(hand, first)
    assert hand.sees("You have given this sheet already.")
    type_words(hand, second)
    hand.wait_for("The sheets restore the key")
    assert CampaignFolder.open(folder.path).public.rehearsed
    hand.click("delete-files")
    assert list(sheets.iterdir()) == []
    hand.click("next")

    # The pack goes onto a stick with the page of words, and a kiosk is set up from it.
    choose(stick)
    hand.click("folder")
    hand.wait_for("Saved in")
    kiosk = set_up(stick / folder.pack_file.name, "Stall", tmp_path / "kiosk", None, on(TODAY))
    assert kiosk.pack.key_id == folder.public.key_id
    (page,) = stick.glob("*.pdf")
    assert kiosk.campaign.texts["en"].title in " ".join(PdfReader(page).pages[0].extract_text().split())
    hand.click("done")
    hand.wait_for("Any 2 of 3 sheets restore it")
    assert application().clipboard().text() == "my own"


def test_the_staffs_card_is_saved_in_the_campaigns_languages(
    hand: DeskHand, tmp_path: Path, desk_folder: Path, keys: CampaignKeys, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = hand.window.work.session.folder  # type: ignore[union-attr]
    folder.rehearse_shares(folder.make_shares(keys, 2, 3))
    hand.click("page-campaign")
    monkeypatch.setattr(FileDialog, "save", lambda *_: (str(tmp_path / "card"), ""))
    hand.click("staff-card")
    hand.wait_for("The staff’s card is")
    campaign = CampaignFolder.open(desk_folder).read_content()
    pages = PdfReader(tmp_path / "card.pdf").pages
    assert len(pages) == len(campaign.languages)
    title = campaign.texts[campaign.languages[0]].title
    assert title.split() == pages[0].extract_text().split()[: len(title.split())]
    assert hand.button("staff-card").isEnabled()


def test_who_has_no_content_yet_begins_with_an_example(
    open_desk: OpenDesk, tmp_path: Path, choose: Choose
) -> None:
    hand = open_desk()
    hand.click("new")
    choose(tmp_path)
    hand.click("example")
    hand.wait_for("A library open until midnight")
    hand.qtbot.waitUntil(hand.button("next").isEnabled)
    assert hand.sees(str(tmp_path / "my-campaign"))
    texts = tmp_path / "my-campaign" / "en" / "texts.toml"
    texts.write_text(texts.read_text().replace("A library open until midnight", "Trams all night"))
    hand.click("again")
    hand.wait_for("Trams all night")
    hand.click("back")

    # What somebody wrote into it is not overwritten by a second one.
    hand.click("new")
    hand.click("example")
    hand.wait_for("There is something at")
    assert "Trams all night" in texts.read_text()


@pytest.mark.long
def test_every_step_fits_in_every_language_and_size(
    open_desk: OpenDesk, tmp_path: Path, content: Path, choose: Choose
) -> None:
    hand = open_desk()

    def look_at_sizes(language: str) -> None:
        for size in SIZES:
            hand.window.resize(*size)
            application().processEvents()
            assert faults(hand.window, by_mouse=True) == [], (language, size)

    def look() -> None:
        for language in LANGUAGES:
            hand.click(f"language-{language}")
            settle(hand)
            look_at_sizes(language)

    look()
    hand.click("new")
    look()
    choose(content)
    hand.click("choose")
    hand.qtbot.waitUntil(lambda: hand.button("next").isEnabled())
    hand.qtbot.waitUntil(lambda: hand.window.findChild(QLabel, "drawing") is not None)
    hand.button("screen-en-1")
    look()
    hand.click("next")
    choose(tmp_path)
    hand.click("place")
    look()
    hand.click("next")
    hand.click("make")
    look()
    hand.type("new-passphrase", "dragon12")
    hand.type("again", "dragon12")
    hand.click("make")
    look_at_sizes("zh-Hans")
    hand.click("make")
    hand.button("save")
    look()
    sheets = make_sheets(hand, choose, tmp_path / "out")
    look()
    type_words(hand, ["zzzz"])
    look_at_sizes("zh-Hans")
    hand.window.findChild(QLineEdit, "field-word").clear()
    for number in (1, 2):
        type_words(hand, words_on(sheets / f"share-{number}-of-3.pdf"))
        look()
    hand.click("next")
    look()
    hand.click("done")
    hand.button("save-pack")
    look()
    for page in ("passphrase", "update", "shares"):
        hand.click(page)
        look()
        hand.click("page-campaign")
    hand.click("lock")
    hand.click("other")
    hand.click("recover")
    look()
    for number in (1, 2):
        type_words(hand, words_on(sheets / f"share-{number}-of-3.pdf"))
        look()


def test_sheets_are_printed_one_a_page_and_leave_no_file(
    hand: DeskHand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = tmp_path / "paper.pdf"

    def begin() -> QPrinter:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(paper))
        return printer

    monkeypatch.setattr(shares_page, "printers", lambda: [Printer("Laser", begin)])
    hand.click("shares")
    hand.click("more-total")
    hand.click("more-needed")
    hand.click("print")
    hand.click("printer-0")
    hand.click("try")
    pages = PdfReader(paper).pages
    texts = [" ".join(page.extract_text().split()) for page in pages]
    assert [f"Key sheet {number} of 4" in text for number, text in enumerate(texts, 1)] == [True] * 4
    for number in (4, 2, 1):
        found = dict(re.findall(r"\b(\d{1,2})\s+([a-z]{4,8})\b", texts[number - 1]))
        type_words(hand, [found[str(place)] for place in range(1, WORDS + 1)])
    hand.wait_for("The sheets restore the key")
    assert not hand.sees("Delete the files")


# --------------------------------------------------------------------- a campaign that is there


def test_no_pack_goes_out_before_the_sheets_were_tried(
    hand: DeskHand, tmp_path: Path, choose: Choose
) -> None:
    hand.wait_for("No pack goes out before")
    assert not hand.sees("Save the pack to a stick")
    hand.click("shares")
    sheets = make_sheets(hand, choose, tmp_path / "out")
    hand.click("page-campaign")
    hand.wait_for("Its sheets have not been tried yet.")
    assert not hand.sees("Save the pack to a stick")
    hand.click("rehearse")
    for number in (3, 2):
        type_words(hand, words_on(sheets / f"share-{number}-of-3.pdf"))
    hand.wait_for("The sheets restore the key")
    hand.click("next")
    hand.click("save-pack")
    assert hand.sees("Where to?")


def test_one_may_go_back_from_the_sheets_and_from_trying_them(
    hand: DeskHand, tmp_path: Path, choose: Choose
) -> None:
    hand.click("shares")
    hand.click("back")
    hand.click("shares")
    make_sheets(hand, choose, tmp_path / "out")
    hand.click("back")
    hand.click("rehearse")
    assert hand.sees("Try whether the key sheets work")
    hand.click("back")
    hand.wait_for("Its sheets have not been tried yet.")


def test_sheets_of_another_campaign_restore_nothing(
    hand: DeskHand, desk_folder: Path, tmp_path: Path, choose: Choose
) -> None:
    hand.click("shares")
    make_sheets(hand, choose, tmp_path / "out")
    for share in make_shares(CampaignKeys.new().seed, 2, 3)[:2]:
        type_words(hand, share.words.split())
    hand.wait_for("These key sheets belong to another campaign.")
    assert not CampaignFolder.open(desk_folder).public.rehearsed


def test_changed_content_makes_a_new_pack(hand: DeskHand, desk_folder: Path, keys: CampaignKeys) -> None:
    folder = hand.window.work.session.folder  # type: ignore[union-attr]
    folder.rehearse_shares(folder.make_shares(keys, 2, 3))
    slogan = desk_folder / "content" / "en" / "texts.toml"
    slogan.write_text(slogan.read_text().replace('slogan = "', 'slogan = "Now: '))
    hand.click("page-campaign")
    hand.wait_for("The content was changed since the last pack")
    assert not hand.sees("Save the pack to a stick")
    hand.click("make-pack")
    hand.click("save-pack")
    pack = CampaignFolder.open(desk_folder).current_pack()
    assert pack is not None
    assert pack.manifest.edition == 3  # the rehearsal had signed the second


def test_the_passphrase_is_changed(hand: DeskHand, desk_folder: Path) -> None:
    hand.click("passphrase")
    hand.type("passphrase", "not the passphrase")
    hand.type("new-passphrase", STRONG)
    hand.type("again", STRONG)
    hand.click("change")
    hand.wait_for("This passphrase does not open")
    hand.type("passphrase", PASSPHRASE)
    hand.type("new-passphrase", STRONG)
    hand.type("again", STRONG)
    hand.click("change")
    hand.wait_for("The passphrase is changed.")
    assert not {PASSPHRASE, STRONG} & set(hand.texts())
    assert CampaignFolder.open(desk_folder).unlock(STRONG)
    with pytest.raises(PassphraseError):
        CampaignFolder.open(desk_folder).unlock(PASSPHRASE)


def test_a_passphrase_that_was_pasted_with_what_nobody_sees_can_be_typed(
    hand: DeskHand, desk_folder: Path
) -> None:
    hand.click("passphrase")
    for pasted, said in ((f"{STRONG}\nand a note", "cannot be typed again"), (f"{STRONG}\t\u200b\n", "")):
        hand.clear("new-passphrase")
        hand.clear("again")
        hand.type("passphrase", f"{PASSPHRASE}\n")
        hand.type("new-passphrase", pasted)
        hand.type("again", pasted.strip())
        hand.click("change")
        hand.wait_for(said or "The passphrase is changed.")
        hand.clear("passphrase")
    assert CampaignFolder.open(desk_folder).unlock(STRONG)


def test_what_is_typed_is_hidden_until_it_is_shown(hand: DeskHand) -> None:
    hand.click("passphrase")
    line = hand.window.findChild(QLineEdit, "field-new-passphrase")
    assert line.echoMode() is QLineEdit.EchoMode.Password
    hand.click("show-typed")
    assert line.echoMode() is QLineEdit.EchoMode.Normal


def test_a_burnt_folder_comes_back_from_sheets_and_a_kiosks_pack(
    open_desk: OpenDesk, tmp_path: Path, campaign: CampaignFolder, keys: CampaignKeys, choose: Choose
) -> None:
    hand = open_desk()
    hand.click("recover")
    other = make_shares(CampaignKeys.new().seed, 2, 3)[0]
    shares = make_shares(keys.seed, 2, 3)
    type_words(hand, shares[1].words.split())
    type_words(hand, other.words.split())
    assert hand.sees("is of another set than the others.")
    type_words(hand, shares[0].words.split())
    hand.click("recover")
    assert hand.sees("Choose the campaign’s folder, or an empty one.")
    new = tmp_path / "new"
    new.mkdir()
    choose(new)
    hand.click("folder")
    hand.type("new-passphrase", STRONG)
    hand.type("again", STRONG)
    hand.click("recover")
    hand.wait_for("no pack of the campaign")
    choose(campaign.pack_file)
    hand.click("pack")
    hand.type("new-passphrase", STRONG)
    hand.type("again", STRONG)
    hand.click("recover")
    hand.wait_for("2 sheets restore it")
    assert CampaignFolder.open(new).unlock(STRONG) == keys


def test_a_sheet_is_pasted_whole_and_another_is_read_across_its_rows(
    open_desk: OpenDesk, keys: CampaignKeys, campaign: CampaignFolder
) -> None:
    hand = open_desk()
    hand.click("recover")
    one, two, _ = make_shares(keys.seed, 2, 3)
    sheet = share_text(ShareSheet(keys_of(campaign, "zh-Hant"), one, 3, "2026-11-29"), Language("zh-Hant"))
    for pasted in (sheet.replace(one.words.split()[20], "zzzz", 1), sheet):
        application().clipboard().setText(pasted)
        (line,) = [one for one in hand.window.findChildren(QLineEdit, "field-word") if one.isVisible()]
        line.paste()
        assert hand.sees("is not a word that key sheets are made of") == (pasted != sheet)
    words = two.words.split()
    type_words(hand, [f"{at + 1} {words[at]}" for row in range(11) for at in (row, row + 11, row + 22)])
    assert hand.sees("The key sheets are complete")


def test_new_totals_go_into_the_content(
    hand: DeskHand, desk_folder: Path, keys: CampaignKeys, stick: Path
) -> None:
    folder = hand.window.work.session.folder  # type: ignore[union-attr]
    folder.rehearse_shares(folder.make_shares(keys, 2, 3))
    hand.click("page-campaign")
    hand.click("update")
    hand.wait_for("Nothing has been merged yet.")
    kiosk = HandmadeKiosk(keys, "Stall")
    people = kiosk.sign(person(1, name="Ana Ao", public="name"), person(2, name="Bo Bi", public="no"))
    export = stick / "a.signatures"
    export.write_bytes(kiosk.batch(people))
    merge(Register(desk_folder / "register.sqlite", keys.key_id), keys, [export])
    hand.click("named-organisations")
    hand.wait_for("Names that come: 0")
    hand.click("named-all")
    hand.wait_for("Ana Ao")
    assert not hand.sees("Bo Bi")
    assert not (desk_folder / "content" / "signed.toml").exists()
    hand.click("write")
    hand.wait_for("Now make a new pack.")
    signed = CampaignFolder.open(desk_folder).read_content().signed
    assert signed is not None
    assert signed.number == 2
    hand.click("back")
    hand.click("make-pack")


def test_names_that_were_chosen_away_are_not_written(
    hand: DeskHand,
    desk_folder: Path,
    keys: CampaignKeys,
    stick: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = hand.window.work.session.folder  # type: ignore[union-attr]
    folder.rehearse_shares(folder.make_shares(keys, 2, 3))
    kiosk = HandmadeKiosk(keys, "Stall")
    export = stick / "a.signatures"
    export.write_bytes(kiosk.batch(kiosk.sign(person(1, name="Ana Ao", public="name"))))
    merge(Register(desk_folder / "register.sqlite", keys.key_id), keys, [export])
    plan, go_on = update_page.plan_update, {named: threading.Event() for named in Named}
    all_planned = threading.Event()

    def slow(*given: Any) -> Update:
        assert go_on[given[-1]].wait(patience.SECONDS)
        planned = plan(*given)
        if given[-1] is Named.ALL:
            all_planned.set()
        return planned

    monkeypatch.setattr(update_page, "plan_update", slow)
    hand.click("page-campaign")
    hand.click("update")
    hand.click("named-none")
    go_on[Named.ALL].set()
    patience.until(all_planned.is_set)
    patience.settle()
    write = hand.window.findChild(QAbstractButton, "write")
    assert not hand.sees("Ana Ao")
    assert not write.isEnabled()
    go_on[Named.NONE].set()
    hand.wait_for("Names that come: 0")
    assert write.isEnabled()


def test_a_set_up_that_was_left_leaves_nothing(open_desk: OpenDesk, content: Path, choose: Choose) -> None:
    hand = open_desk()
    hand.click("new")
    choose(content)
    hand.click("choose")
    hand.button("screen-en-1")
    hand.click("back")
    hand.wait_for("Open a campaign")
    hand.qtbot.waitUntil(lambda: not multiprocessing.active_children())
