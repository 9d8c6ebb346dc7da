"""A forgotten PIN: only the coordinator's word for this very kiosk opens a choice of a new one, and once."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.reports.new_pin import let_choose_new_pin
from kiosk.errors import ExportError, SettingsError, StorageError
from kiosk.exchange.new_pin import new_pin_file, read_new_pins, write_new_pins
from kiosk.stall.kiosk import Kiosk
from kiosk.stall.new_pin import FoundNewPin, find_new_pin, take_new_pin
from kiosk.stall.pin import PinGuard, pin_fits
from kiosk.stall.settings import load_settings
from kiosk.stall.state import load_state
from tests.conftest import TODAY, MakeKiosk
from tests.people import person
from tests.program import done, refused


def give(kiosk: Kiosk, keys: CampaignKeys, stick: Path) -> Path:
    return let_choose_new_pin(kiosk.settings.kiosk, keys, kiosk.settings.campaign, stick, TODAY)


def choose(kiosk: Kiosk, stick: Path, pin: str) -> None:
    take_new_pin(kiosk, find_new_pin(kiosk, stick, "CAMP"), pin)


def fits(kiosk: Kiosk, pin: str) -> bool:
    kept = load_settings(kiosk.data).pin
    return kept is not None and pin_fits(pin, kept)


def test_the_coordinators_word_lets_staff_choose_a_new_pin_and_changes_nothing_else(
    stall: Kiosk, keys: CampaignKeys, stick: Path
) -> None:
    stall.sign(person(1))
    give(stall, keys, stick)
    choose(stall, stick, "1357")
    guard = PinGuard(stall.data, load_settings(stall.data).pin)  # type: ignore[arg-type]
    for _ in range(5):
        guard.fits("0000")
    give(stall, keys, stick)
    choose(stall, stick, "2468")
    assert fits(stall, "2468")
    assert not fits(stall, "1357")
    assert load_state(stall.data).wrong_pins == 0
    assert Kiosk.open(stall.data).status().signatures == 1


def test_a_word_serves_once_however_often_it_is_copied_back(
    stall: Kiosk, keys: CampaignKeys, stick: Path, tmp_path: Path
) -> None:
    file = give(stall, keys, stick)
    kept = shutil.copy(file, tmp_path / "kept")
    choose(stall, stick, "1357")
    for later in ("2468", "3579"):
        shutil.copy(kept, file)
        with pytest.raises(SettingsError, match="used already"):
            find_new_pin(stall, stick, "CAMP")
        (used,) = read_new_pins(file)
        with pytest.raises(SettingsError, match="used already"):
            take_new_pin(stall, FoundNewPin(used, "CAMP"), later)
        give(stall, keys, stick)
        choose(stall, stick, "1357")
    assert fits(stall, "1357")


def test_without_a_word_for_this_kiosk_nothing_opens(
    stall: Kiosk, make_kiosk: MakeKiosk, keys: CampaignKeys, stick: Path
) -> None:
    with pytest.raises(SettingsError, match="There is no file for a new PIN for this kiosk on CAMP"):
        find_new_pin(stall, stick, "CAMP")
    other = make_kiosk("Stall B")
    give(other, keys, stick)
    with pytest.raises(SettingsError, match="another kiosk"):
        find_new_pin(stall, stick, "CAMP")
    stranger = CampaignKeys.new()
    (stick / f"{stall.settings.campaign}.newpin").unlink()
    give(stall, stranger, stick)
    with pytest.raises(SettingsError, match="coordinator"):
        find_new_pin(stall, stick, "CAMP")
    forged = [replace(word, campaign=stall.pack.key_id) for word in read_new_pins(_file(stall, stick))]
    write_new_pins(_file(stall, stick), forged)
    with pytest.raises(SettingsError, match="coordinator"):
        take_new_pin(stall, FoundNewPin(forged[0], "CAMP"), "1357")
    elsewhere = replace(forged[0], campaign=b"x" * 16).signed(keys.signing_key)
    with pytest.raises(SettingsError, match="coordinator"):
        take_new_pin(stall, FoundNewPin(elsewhere, "CAMP"), "1357")
    assert load_settings(stall.data).pin is None
    give(stall, keys, stick)
    give(other, keys, stick)
    choose(stall, stick, "1357")
    choose(other, stick, "2468")


def test_a_damaged_file_and_one_of_another_campaign_are_told_apart(
    stall: Kiosk, keys: CampaignKeys, stick: Path
) -> None:
    other = let_choose_new_pin(stall.settings.kiosk, CampaignKeys.new(), "another-campaign", stick, TODAY)
    (stick / "._Another.newpin").touch()  # as a Mac leaves it
    with pytest.raises(SettingsError, match="on CAMP is not this kiosk’s coordinator’s"):
        find_new_pin(stall, stick, "CAMP")
    other.unlink()
    with pytest.raises(SettingsError, match="There is no file for a new PIN for this kiosk on CAMP"):
        find_new_pin(stall, stick, "CAMP")
    file = give(stall, keys, stick)
    file.write_bytes(file.read_bytes()[:100])
    with pytest.raises(ExportError, match="on CAMP is damaged"):
        find_new_pin(stall, stick, "CAMP")


def test_a_file_that_was_downloaded_twice_serves_under_its_other_name(
    stall: Kiosk, keys: CampaignKeys, stick: Path
) -> None:
    file = give(stall, keys, stick)
    file.rename(stick / f"{file.stem} (1).newpin")
    file.mkdir()  # whatever lies there under the right name
    choose(stall, stick, "1357")
    assert fits(stall, "1357")


def test_a_used_word_is_told_before_those_of_other_kiosks(
    stall: Kiosk, make_kiosk: MakeKiosk, keys: CampaignKeys, stick: Path
) -> None:
    give(stall, keys, stick)
    choose(stall, stick, "1357")
    give(make_kiosk("Stall B"), keys, stick)  # behind it in the same file
    with pytest.raises(SettingsError, match="on CAMP was used already"):
        find_new_pin(stall, stick, "CAMP")


def test_a_former_identity_of_the_kiosk_counts_as_its_own(
    stall: Kiosk, keys: CampaignKeys, stick: Path
) -> None:
    life = stall.begin_again()
    let_choose_new_pin(life.kiosk, keys, stall.settings.campaign, stick, TODAY)
    choose(stall, stick, "1357")
    give(stall, keys, stick)
    choose(stall, stick, "2468")
    assert fits(stall, "2468")


@pytest.mark.parametrize("write", ["save_settings", "save_state"])
def test_a_full_disk_leaves_the_old_pin_and_the_word(
    write: str, stall: Kiosk, keys: CampaignKeys, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    give(stall, keys, stick)

    def full(*_: object) -> None:
        raise StorageError("The disk is full.", "Free some space.")

    with monkeypatch.context() as patch:
        patch.setattr(f"kiosk.stall.new_pin.{write}", full)
        with pytest.raises(StorageError):
            choose(stall, stick, "1357")
    assert load_settings(stall.data).pin is None
    choose(stall, stick, "1357")


def test_the_desk_writes_it_for_a_kiosk_that_never_synced(
    stall: Kiosk, desk_folder: Path, passphrase_file: Path, stick: Path
) -> None:
    words = ("--campaign", desk_folder, "--passphrase-file", passphrase_file)
    whole = stall.settings.kiosk.hex()
    said = done("kiosks", "new-pin", f"{whole[:16]} {whole[16:].upper()}", "--to", stick, *words)
    assert f"The staff of the kiosk {whole[:8]} can choose a new PIN, once" in said
    choose(stall, stick, "1357")
    refused("kiosks", "new-pin", "Library", "--to", stick, *words, saying=("no register yet",))


def _file(kiosk: Kiosk, stick: Path) -> Path:
    return new_pin_file(stick, kiosk.settings.campaign)
