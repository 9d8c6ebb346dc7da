"""A wiped laptop holds nothing of a kiosk, and a wipe that was cut short is finished."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk import paths
from kiosk.app import make_training
from kiosk.errors import KioskError, StorageError
from kiosk.stall.folder import PACK, SETTINGS, STATE, VAULT, WIPING
from kiosk.stall.journal import Event, Journal
from kiosk.stall.kiosk import Kiosk, is_kiosk, set_up
from kiosk.stall.state import KioskState, load_state
from kiosk.stall.wipe import is_wiped_in_part, wipe
from tests import patience
from tests.program import ENVIRONMENT, ROOT


@pytest.fixture
def kiosk(tmp_path: Path) -> Kiosk:
    kiosk = make_training(tmp_path).kiosk
    Journal(kiosk.data).note(Event.STARTED)
    return kiosk


def _names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_everything_of_the_kiosk_goes_and_a_locked_laptop_is_left(kiosk: Kiosk) -> None:
    seed = kiosk.settings.signing_seed
    (kiosk.data / ".kiosk.json.abc").write_bytes(seed)  # of a write that a power cut ended
    (kiosk.data / f"{VAULT}-journal").write_bytes(b"x")
    wipe(kiosk.data)
    assert _names(kiosk.data) == {STATE}
    assert load_state(kiosk.data) == KioskState(locked=True)
    assert not is_kiosk(kiosk.data)


@pytest.mark.skipif(os.name == "nt", reason="only POSIX has a way to sync a folder")
def test_the_mark_is_on_the_disk_before_anything_goes_and_until_all_is_gone(
    kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A power cut loses what was not synced: of a folder, which files are in it."""
    before, synced = _names(kiosk.data), list[set[str]]()
    sync = os.fsync

    def watched(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            synced.append(_names(kiosk.data))
        sync(handle)

    monkeypatch.setattr(os, "fsync", watched)
    wipe(kiosk.data)
    assert synced == [before | {WIPING}, {WIPING}, {WIPING, STATE}, {STATE}]


def test_words_that_a_keyboard_kept_elsewhere_go_too(
    kiosk: Kiosk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On Windows and macOS, where Qt's Pinyin kept a dictionary for earlier versions."""
    monkeypatch.setattr(sys, "platform", "darwin")
    for variable in ("XDG_CONFIG_HOME", "HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(variable, str(tmp_path / "home"))
    words = paths.words_typed()
    assert words is not None
    dictionary = words / "pinyin" / "usr_dict.dat"
    dictionary.parent.mkdir(parents=True)
    dictionary.write_bytes(b"zhong wen")
    wipe(kiosk.data)
    assert not dictionary.exists()
    assert not is_wiped_in_part(kiosk.data)


def test_files_that_are_not_the_kiosks_stay(kiosk: Kiosk) -> None:
    (kiosk.data / "holiday.jpg").write_bytes(b"sea")
    wipe(kiosk.data)
    assert _names(kiosk.data) == {STATE, "holiday.jpg"}


def test_a_link_goes_and_what_it_leads_to_stays(kiosk: Kiosk, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    (kiosk.data / PACK).rename(elsewhere)
    (kiosk.data / PACK).symlink_to(elsewhere)
    wipe(kiosk.data)
    assert elsewhere.exists()
    assert not (kiosk.data / PACK).is_symlink()


def test_an_empty_folder_is_wiped_too(tmp_path: Path) -> None:
    wipe(tmp_path)
    assert _names(tmp_path) == {STATE}


def test_what_cannot_be_deleted_is_named_and_all_else_is_gone(kiosk: Kiosk) -> None:
    (kiosk.data / PACK).unlink()
    (kiosk.data / PACK / "in the way").mkdir(parents=True)
    with pytest.raises(StorageError, match=PACK):
        wipe(kiosk.data)
    assert not {SETTINGS, VAULT} & _names(kiosk.data)
    assert is_wiped_in_part(kiosk.data)
    (kiosk.data / PACK / "in the way").rmdir()
    (kiosk.data / PACK).rmdir()
    wipe(kiosk.data)
    assert _names(kiosk.data) == {STATE}


@pytest.mark.parametrize("deletions", range(8))
def test_a_killed_wipe_leaves_no_kiosk_and_is_finished_by_another(kiosk: Kiosk, deletions: int) -> None:
    code = (
        "import os, sys; from pathlib import Path; from kiosk.stall.wipe import wipe\n"
        "left = int(sys.argv[2])\n"
        "def count(event, _):\n"
        "    global left\n"
        "    if event == 'os.remove':\n"
        "        if not left: os.kill(os.getpid(), 9)\n"
        "        left -= 1\n"
        "sys.addaudithook(count)\n"
        "wipe(Path(sys.argv[1]))\n"
    )
    command = [sys.executable, "-c", code, str(kiosk.data), str(deletions)]
    killed = subprocess.run(command, cwd=ROOT, env=ENVIRONMENT, timeout=patience.SECONDS, check=False)
    assert killed.returncode == -9
    assert is_wiped_in_part(kiosk.data)
    if deletions:
        with pytest.raises(KioskError):
            Kiosk.open(kiosk.data)
    wipe(kiosk.data)
    assert _names(kiosk.data) == {STATE}


def test_a_laptop_can_be_set_up_after_a_wipe_that_was_cut_short(kiosk: Kiosk, tmp_path: Path) -> None:
    pack = tmp_path / "again.kioskpack"
    pack.write_bytes(kiosk.pack.data)
    wipe(kiosk.data)
    (kiosk.data / WIPING).touch()
    set_up(pack, "Steps", kiosk.data, None)
    assert not is_wiped_in_part(kiosk.data), "else the next start would wipe the new kiosk"


def test_a_folder_that_is_not_there_cannot_be_wiped(tmp_path: Path) -> None:
    with pytest.raises(StorageError):
        wipe(tmp_path / "gone")
