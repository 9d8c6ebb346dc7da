"""Setting a laptop up in its window: a pack from a stick, ten words, a name, a PIN, a test signature."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel
from pytestqt.qtbot import QtBot

from kiosk.app import application, make_training
from kiosk.campaign.pack import fingerprint, open_pack
from kiosk.coordinator.campaign.folder import CampaignFolder
from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.rehearsal import Visitor
from kiosk.stall.journal import Event, Journal
from kiosk.stall.kiosk import Kiosk, is_kiosk, set_up
from kiosk.stall.pin import pin_fits
from kiosk.ui.language import Language
from kiosk.ui.places import Stick
from kiosk.ui.staff.pages import Ending
from kiosk.ui.window.window import StallWindow
from tests import patience
from tests.conftest import MakeKiosk, MakePack
from tests.disks import mounted
from tests.ui.conftest import tell_of_sticks
from tests.ui.faults import faults

PIN = "135790"


class Laptop:
    """A laptop with the program open, before any set-up or as a kiosk, and a stick beside it.

    Args:
        pack: what is on the stick already.
    """

    def __init__(
        self, qtbot: QtBot, folder: Path, kiosk: Kiosk | None = None, pack: Path | None = None
    ) -> None:
        self._qtbot = qtbot
        self.data = kiosk.data if kiosk else folder / "laptop"
        self.stick = folder / "BLUE"
        self.stick.mkdir()
        if pack is not None:
            shutil.copy(pack, self.stick)
        shown = kiosk or make_training(_made(folder / "training")).kiosk
        set_up_in = None if kiosk else self.data
        self.plugged_in = [Stick("BLUE", self.stick, 10**9)]
        self.window = StallWindow(
            application(), shown, set_up_in=set_up_in, find_sticks=lambda: list(self.plugged_in)
        )
        qtbot.addWidget(self.window)
        self.window.resize(1366, 768)
        self.window.show()
        self.visitor = Visitor(self.window)
        self.tap = self.visitor.tap

    def come_in(self) -> None:
        self.window.staff.enter()
        patience.settle()
        if self.window.staff.lock is not None:
            self.give_pin()
        self.tap("set-up")

    def look_for_sticks(self) -> None:
        """What the system tells it to when one is plugged in or pulled out."""
        tell_of_sticks(self.window)
        patience.settle()

    def give_pin(self, pin: str = PIN) -> None:
        for digit in pin:
            self.tap(f"digit-{digit}")
        self.tap("enter-pin")

    def read(self) -> str:
        labels = self.window.findChildren(QLabel)
        return "\n".join(label.text() for label in labels if label.isVisible())

    def words(self) -> list[str]:
        """The ten words to compare, with their numbers."""
        rows = [self.visitor.button(f"words-{number}").text().replace("\xa0", " ") for number in range(1, 6)]
        return [word for row in rows for word in row.replace("\n", " ").split(" · ")]

    def wait_to_read(self, words: str) -> None:
        self._qtbot.waitUntil(lambda: words in self.read())

    def go_to_the_name(self) -> None:
        self.come_in()
        self.tap("pack-0")
        self.visitor.compare_words()


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


@pytest.fixture
def laptop(qtbot: QtBot, tmp_path: Path) -> Laptop:
    return Laptop(qtbot, tmp_path)


def test_a_laptop_that_keeps_everything_in_memory_says_so_before_a_pack_is_chosen(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with mounted(tmp_path / "laptop", "-t", "tmpfs", "none"):
        laptop = Laptop(qtbot, tmp_path)
        laptop.come_in()
        assert "This laptop cannot become a kiosk" in laptop.read()
        assert "every signature would be lost when it goes off" in laptop.read()
        laptop.tap("back")
        assert not is_kiosk(laptop.data)


def test_a_stick_with_a_pack_leads_to_the_set_up_and_one_without_to_the_sync(
    laptop: Laptop, campaign: CampaignFolder
) -> None:
    sticks = laptop.plugged_in.copy()
    for pack, asked in ((None, "Sync to a stick"), (campaign.pack_file, "Choose the campaign’s pack")):
        laptop.plugged_in.clear()
        laptop.look_for_sticks()
        if pack is not None:
            shutil.copy(pack, laptop.stick)
        laptop.plugged_in.extend(sticks)
        laptop.look_for_sticks()
        assert asked in laptop.read()
        laptop.tap("back")
        laptop.tap("back")


def test_a_disk_that_is_gone_when_set_up_ends_leaves_training_as_it_is(
    laptop: Laptop, campaign: CampaignFolder
) -> None:
    shutil.copy(campaign.pack_file, laptop.stick)
    laptop.go_to_the_name()
    laptop.visitor.type_into("stall-name", "Gate")
    laptop.tap("next")
    with mounted(laptop.data, "-t", "tmpfs", "none"):
        for _ in range(2):
            laptop.give_pin()
        laptop.wait_to_read("every signature would be lost when it goes off")
        assert not is_kiosk(laptop.data)


def test_a_pack_that_is_opened_leads_to_the_set_up_wherever_it_lies(
    laptop: Laptop, campaign: CampaignFolder
) -> None:
    laptop.window.staff.open_pack(campaign.pack_file)
    patience.settle()
    laptop.wait_to_read(campaign.pack_file.name)
    laptop.tap("pack-0")
    manifest = open_pack(campaign.pack_file).manifest
    assert fingerprint(manifest.signer, manifest.public_key)[0] in laptop.words()[0]


def test_a_kiosk_asks_for_the_pin_before_it_shows_a_pack_that_is_opened(
    qtbot: QtBot, tmp_path: Path, campaign: CampaignFolder
) -> None:
    kiosk = set_up(campaign.pack_file, "Gate", tmp_path / "kiosk", PIN)
    laptop = Laptop(qtbot, tmp_path, kiosk)
    laptop.window.staff.open_pack(campaign.pack_file)
    patience.settle()
    assert campaign.pack_file.name not in laptop.read()
    laptop.give_pin()
    laptop.wait_to_read(campaign.pack_file.name)


def test_a_pack_on_a_stick_that_is_opened_is_shown_once(laptop: Laptop, campaign: CampaignFolder) -> None:
    file = Path(shutil.copy(campaign.pack_file, laptop.stick))
    laptop.window.staff.open_pack(file)
    patience.settle()
    laptop.wait_to_read(file.name)
    assert laptop.read().count(file.name) == 1


def test_a_file_that_is_opened_and_is_no_pack_is_told(laptop: Laptop, tmp_path: Path) -> None:
    odd = tmp_path / "odd.kioskpack"
    odd.write_bytes(b"odd")
    laptop.window.staff.open_pack(odd)
    patience.settle()
    laptop.wait_to_read(odd.name)
    assert not is_kiosk(laptop.data)


def test_a_laptop_is_set_up_in_its_window(laptop: Laptop, campaign: CampaignFolder, qtbot: QtBot) -> None:
    shutil.copy(campaign.pack_file, laptop.stick)
    laptop.come_in()
    laptop.tap("pack-0")
    manifest = open_pack(campaign.pack_file).manifest
    words = fingerprint(manifest.signer, manifest.public_key)
    assert laptop.words() == [f"{number}. {word}" for number, word in enumerate(words, 1)]
    laptop.visitor.compare_words()
    laptop.tap("next")
    assert "1 to 100 letters" in laptop.read()
    laptop.visitor.type_into("stall-name", "Library steps")
    laptop.tap("next")
    laptop.give_pin()
    assert not is_kiosk(laptop.data), "nothing is written before everything is chosen"
    laptop.give_pin()
    laptop.wait_to_read("Ready: this laptop is the kiosk “Library steps”.")
    kiosk = Kiosk.open(laptop.data)
    assert kiosk.settings.name == "Library steps"
    assert kiosk.settings.pin is not None
    assert pin_fits(PIN, kiosk.settings.pin)
    assert kiosk.status().signatures == 0, "the test signature is not kept"
    assert [entry.event for entry in Journal(laptop.data).entries()] == [Event.SET_UP]
    with qtbot.waitSignal(laptop.window.ended) as told:
        laptop.tap("open-kiosk")
    assert told.args == [Ending.REOPEN]


def test_a_pin_that_was_typed_once_outlives_a_change_of_language_and_nothing_else(
    laptop: Laptop, campaign: CampaignFolder
) -> None:
    shutil.copy(campaign.pack_file, laptop.stick)
    laptop.go_to_the_name()
    laptop.visitor.type_into("stall-name", "Library steps")
    laptop.tap("next")
    again = "The same PIN once more, please."
    laptop.give_pin()
    laptop.tap("back")
    laptop.tap("next")
    assert again not in laptop.read(), "it is chosen anew"
    laptop.give_pin()
    assert again in laptop.read()
    laptop.tap("language-zh-Hant")
    assert Language("zh-Hant").text(again) in laptop.read()
    laptop.tap("language-en")
    assert again in laptop.read()
    laptop.give_pin("975310")
    assert "two different PINs" in laptop.read()
    for _ in range(2):
        laptop.give_pin()
    laptop.wait_to_read("Ready")


def test_a_pack_in_a_folder_of_the_stick_is_found_and_one_that_was_changed_is_not_taken(
    laptop: Laptop, campaign: CampaignFolder
) -> None:
    (laptop.stick / "campaign").mkdir()
    shutil.copy(campaign.pack_file, laptop.stick / "campaign")
    data = bytearray(campaign.pack_file.read_bytes())
    data[len(data) // 2] ^= 1
    (laptop.stick / "changed.kioskpack").write_bytes(data)
    (laptop.stick / "notes.txt").write_text("nothing")
    laptop.come_in()
    laptop.wait_to_read("changed.kioskpack")
    assert "cannot be trusted" in laptop.read()
    laptop.tap("pack-0")
    laptop.wait_to_read("Compare these ten words")


def test_the_pack_is_found_among_many_that_are_none_and_the_rest_is_told(
    laptop: Laptop, campaign: CampaignFolder
) -> None:
    for number in range(13):
        (laptop.stick / f"a{number:02}.kioskpack").write_bytes(b"junk")
    shutil.copy(campaign.pack_file, laptop.stick / "z.kioskpack")
    laptop.come_in()
    laptop.wait_to_read("2 more pack files are not shown.")
    assert "a10.kioskpack" in laptop.read()
    assert "a11.kioskpack" not in laptop.read()
    laptop.tap("pack-0")
    laptop.wait_to_read("Compare these ten words")


@pytest.mark.skipif(os.name == "nt", reason="pipes, devices and links are POSIX")
def test_what_is_no_ordinary_file_is_no_pack_and_waits_for_nobody(
    laptop: Laptop, campaign: CampaignFolder, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere.kioskpack"
    shutil.copy(campaign.pack_file, elsewhere)
    (laptop.stick / "link.kioskpack").symlink_to(elsewhere)
    (laptop.stick / "device.kioskpack").symlink_to("/dev/ptmx")  # reading it waits for ever
    os.mkfifo(laptop.stick / "pipe.kioskpack")
    shutil.copy(campaign.pack_file, laptop.stick / "z.kioskpack")
    laptop.come_in()
    laptop.wait_to_read("z.kioskpack")
    for name in ("link", "device", "pipe"):
        assert f"{name}.kioskpack" not in laptop.read()


def test_the_words_are_the_same_only_when_every_row_was_compared(
    laptop: Laptop, campaign: CampaignFolder
) -> None:
    shutil.copy(campaign.pack_file, laptop.stick)
    laptop.come_in()
    laptop.tap("pack-0")
    same = laptop.visitor.find(QAbstractButton, "same")
    for number in (1, 2, 3, 5, 4):
        assert not same.isEnabled()
        laptop.tap(f"words-{number}")
    assert same.isEnabled()
    laptop.tap("words-2")
    assert not same.isEnabled(), "somebody has thought better of it"
    laptop.tap("words-2")
    assert same.hasFocus()
    laptop.tap("same")
    laptop.wait_to_read("Name this stall")


def test_words_that_differ_lead_back_with_a_warning(laptop: Laptop, campaign: CampaignFolder) -> None:
    shutil.copy(campaign.pack_file, laptop.stick)
    laptop.come_in()
    laptop.tap("pack-0")
    laptop.tap("different")
    laptop.wait_to_read("Do not use that pack")
    assert not is_kiosk(laptop.data)


def test_the_pack_that_was_compared_is_the_one_that_is_taken(
    laptop: Laptop, campaign: CampaignFolder, make_pack: MakePack
) -> None:
    shutil.copy(campaign.pack_file, laptop.stick / "a.kioskpack")
    laptop.go_to_the_name()
    shutil.copy(make_pack(edition=7, by=CampaignKeys.new()), laptop.stick / "a.kioskpack")
    laptop.visitor.type_into("stall-name", "Library steps")
    laptop.tap("next")
    laptop.give_pin()
    laptop.give_pin()
    laptop.wait_to_read("Ready")
    assert Kiosk.open(laptop.data).pack.data == campaign.pack_file.read_bytes()


def test_going_back_loses_nothing_and_leaving_forgets_everything(
    laptop: Laptop, campaign: CampaignFolder
) -> None:
    shutil.copy(campaign.pack_file, laptop.stick)
    laptop.go_to_the_name()
    laptop.visitor.type_into("stall-name", "Library steps")
    laptop.tap("next")
    laptop.tap("back")
    assert laptop.window.staff.set_up._name == "Library steps"
    laptop.window.new_visit()
    laptop.come_in()
    assert laptop.window.staff.set_up._name == ""


def test_a_disk_that_is_full_is_told_and_nothing_is_half_done(
    laptop: Laptop, campaign: CampaignFolder
) -> None:
    shutil.copy(campaign.pack_file, laptop.stick)
    laptop.go_to_the_name()
    laptop.data.write_text("a file where the folder should be")
    laptop.visitor.type_into("stall-name", "Library steps")
    laptop.tap("next")
    laptop.give_pin()
    laptop.give_pin()
    laptop.wait_to_read("That did not work.")
    laptop.tap("back")
    laptop.wait_to_read("Choose the campaign’s pack")


def test_who_leaves_at_the_last_step_finds_the_kiosk_open(
    laptop: Laptop, campaign: CampaignFolder, qtbot: QtBot
) -> None:
    shutil.copy(campaign.pack_file, laptop.stick)
    laptop.go_to_the_name()
    laptop.visitor.type_into("stall-name", "Library steps")
    laptop.tap("next")
    laptop.give_pin()
    laptop.give_pin()
    laptop.wait_to_read("Ready")
    with qtbot.waitSignal(laptop.window.ended) as ended:
        laptop.window.new_visit()
    assert ended.args == [Ending.REOPEN]


def test_a_panic_in_mid_set_up_still_ends_as_the_kiosk(
    laptop: Laptop, campaign: CampaignFolder, qtbot: QtBot
) -> None:
    shutil.copy(campaign.pack_file, laptop.stick)
    laptop.go_to_the_name()
    laptop.visitor.type_into("stall-name", "Library steps")
    laptop.tap("next")
    laptop.give_pin()
    with qtbot.waitSignal(laptop.window.ended) as ended:
        laptop.give_pin()
        laptop.window.staff.lock_up()
    assert ended.args == [Ending.REOPEN]
    assert Kiosk.open(laptop.data).settings.name == "Library steps"


def test_a_test_signature_that_fails_leaves_the_laptop_as_it_was(
    laptop: Laptop, campaign: CampaignFolder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    shutil.copy(campaign.pack_file, laptop.stick)
    laptop.go_to_the_name()
    laptop.visitor.type_into("stall-name", "Library steps")
    laptop.tap("next")
    (tmp_path / "no-folder").write_text("")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "no-folder"))
    laptop.give_pin()
    laptop.give_pin()
    laptop.wait_to_read("That did not work.")
    assert not is_kiosk(laptop.data)


@pytest.fixture
def kiosk(qtbot: QtBot, tmp_path: Path, campaign: CampaignFolder) -> Laptop:
    return Laptop(qtbot, tmp_path, set_up(campaign.pack_file, "Stall A", tmp_path / "A", PIN))


def test_a_newer_pack_of_the_same_coordinator_is_taken(kiosk: Laptop, make_pack: MakePack) -> None:
    shutil.copy(make_pack(edition=2), kiosk.stick)
    kiosk.come_in()
    kiosk.tap("pack-0")
    kiosk.wait_to_read("Ready")
    updated = Kiosk.open(kiosk.data)
    assert updated.settings.edition == 2
    assert updated.settings.name == "Stall A"
    assert updated.settings.pin is not None
    assert pin_fits(PIN, updated.settings.pin)


def test_any_other_pack_is_refused(kiosk: Laptop, make_pack: MakePack) -> None:
    shutil.copy(make_pack(edition=9, by=CampaignKeys.new()), kiosk.stick)
    kiosk.come_in()
    kiosk.wait_to_read("another coordinator")
    assert Kiosk.open(kiosk.data).settings.edition == 1


def test_a_pack_whose_words_differ_is_not_offered_again_and_others_are(
    laptop: Laptop, campaign: CampaignFolder, make_pack: MakePack
) -> None:
    shutil.copy(make_pack(edition=7, by=CampaignKeys.new()), laptop.stick / "a.kioskpack")
    shutil.copy(campaign.pack_file, laptop.stick / "b.kioskpack")
    laptop.come_in()
    laptop.wait_to_read("b.kioskpack")
    laptop.tap("pack-0")
    laptop.tap("different")
    laptop.wait_to_read("b.kioskpack")
    assert "a.kioskpack" not in laptop.read()
    laptop.tap("pack-0")
    manifest = open_pack(campaign.pack_file).manifest
    assert fingerprint(manifest.signer, manifest.public_key)[0] in laptop.words()[0]
    for _ in range(3):
        laptop.tap("back")  # to the room, and in once more
    laptop.come_in()
    laptop.wait_to_read("b.kioskpack")
    assert "a.kioskpack" not in laptop.read()
    assert "Do not use that pack" in laptop.read()


def test_a_pack_that_is_there_at_the_start_is_offered_at_once(
    qtbot: QtBot, tmp_path: Path, campaign: CampaignFolder
) -> None:
    laptop = Laptop(qtbot, tmp_path, pack=campaign.pack_file)
    laptop.wait_to_read("Set up for “Stop Repression in Hong Kong”")
    laptop.tap("pack-0")
    assert laptop.words()


def test_a_kiosk_goes_on_as_one_though_there_is_a_pack_at_the_start(
    qtbot: QtBot, tmp_path: Path, make_kiosk: MakeKiosk, campaign: CampaignFolder
) -> None:
    laptop = Laptop(qtbot, tmp_path, make_kiosk("Gate"), campaign.pack_file)
    laptop.window.staff._plugged_in.wait()
    patience.settle()
    assert not laptop.window.staff.active


def test_a_pack_stays_where_it_is_when_another_stick_comes(
    laptop: Laptop, campaign: CampaignFolder, make_pack: MakePack, tmp_path: Path
) -> None:
    shutil.copy(campaign.pack_file, laptop.stick / "b.kioskpack")
    laptop.come_in()
    laptop.wait_to_read("b.kioskpack")
    first = laptop.visitor.button("pack-0")
    place = first.mapTo(laptop.window, first.rect().topLeft())
    (tmp_path / "AZURE").mkdir()
    shutil.copy(make_pack(edition=7, by=CampaignKeys.new()), tmp_path / "AZURE" / "a.kioskpack")
    laptop.plugged_in.insert(0, Stick("AZURE", tmp_path / "AZURE", 10**9))
    laptop.look_for_sticks()
    laptop.wait_to_read("a.kioskpack")
    first = laptop.visitor.button("pack-0")
    assert "b.kioskpack" in first.accessibleDescription()
    assert first.mapTo(laptop.window, first.rect().topLeft()) == place


def test_packs_that_say_the_same_are_told_apart_by_their_file_and_their_place(
    laptop: Laptop, campaign: CampaignFolder, tmp_path: Path
) -> None:
    def told() -> list[str]:
        cards = [card for card in laptop.window.findChildren(QAbstractButton) if card.isVisible()]
        return [card.accessibleDescription() for card in cards if card.objectName().startswith("pack-")]

    shutil.copy(campaign.pack_file, laptop.stick / "mine.kioskpack")
    laptop.come_in()
    laptop.wait_to_read("mine.kioskpack")
    assert told() == ["Pack 1, made on Nov 22, 2026 · mine.kioskpack"]
    shutil.copy(campaign.pack_file, laptop.stick / "a\nlie.kioskpack")
    laptop.look_for_sticks()
    laptop.wait_to_read("lie.kioskpack")
    assert [lines.partition(" · ")[2] for lines in told()] == ["mine.kioskpack", "a?lie.kioskpack"]
    (laptop.stick / "a\nlie.kioskpack").unlink()
    (tmp_path / "RED" / "old").mkdir(parents=True)
    shutil.copy(campaign.pack_file, tmp_path / "RED" / "old" / "mine.kioskpack")
    laptop.plugged_in.append(Stick("RED", tmp_path / "RED", 10**9))
    laptop.look_for_sticks()
    laptop.wait_to_read("RED")
    assert [lines.splitlines()[1:] for lines in told()] == [["on BLUE"], [f"on {Path('RED', 'old')}"]]
    assert faults(laptop.window) == []


def test_nobody_is_hurried_who_reads_the_ten_words_on_the_phone(
    laptop: Laptop, campaign: CampaignFolder
) -> None:
    shutil.copy(campaign.pack_file, laptop.stick)
    laptop.come_in()
    before = laptop.window._watching.idle.seconds
    laptop.tap("pack-0")
    assert laptop.window._watching.idle.seconds == 3 * before


def test_the_end_of_the_set_up_teaches_the_ways_in_and_offers_the_rehearsal(
    laptop: Laptop, campaign: CampaignFolder
) -> None:
    shutil.copy(campaign.pack_file, laptop.stick)
    laptop.go_to_the_name()
    laptop.visitor.type_into("stall-name", "Gate")
    laptop.tap("next")
    laptop.give_pin()
    remark = laptop.window.findChild(QLabel, "remark-pin")
    assert remark is not None
    assert (remark.text(), remark.property("role")) == ("The same PIN once more, please.", "item")
    laptop.give_pin()
    laptop.wait_to_read("Ready")
    assert "hold a finger in the very corner" in laptop.read()
    assert "4 quick taps in the very corner" in laptop.read()
    laptop.tap("rehearse")
    laptop.wait_to_read("It takes less than three minutes.")
    laptop.tap("back")
    laptop.wait_to_read("Ready")
