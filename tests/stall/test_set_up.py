"""Setting a laptop up, and giving it a newer pack."""

import base64
import datetime
import hashlib
import io
import os
import sqlite3
import stat
import subprocess
import sys
import time
import zipfile
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from kiosk.campaign.pack import Pack, Pinned, build_pack, open_pack
from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.errors import NewerVersionError, PackError, SealError, SettingsError, StorageError
from kiosk.files import locked
from kiosk.stall import kiosk as kiosk_module
from kiosk.stall.clock import Clock, keep_clock
from kiosk.stall.clock_check import clock
from kiosk.stall.device import Device
from kiosk.stall.folder import PACK, SETTINGS, SETUP_LOCK, VAULT, WIPING
from kiosk.stall.kiosk import Kiosk, is_kiosk, set_up
from kiosk.stall.pin import pin_fits
from kiosk.stall.settings import Settings, save_settings
from kiosk.stall.stored import SyncNote
from kiosk.stall.sync import sync
from kiosk.stall.vault import Vault
from tests.conftest import TODAY, on, warned
from tests.people import person
from tests.program import ENVIRONMENT, ROOT, done


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_laptop_becomes_a_kiosk_and_opens_again(make_kiosk, tmp_path: Path) -> None:
    kiosk = make_kiosk("  圖書館 steps ", tmp_path / "new" / "folder")
    again = Kiosk.open(tmp_path / "new" / "folder")
    assert again.settings == kiosk.settings
    assert again.settings.name == "圖書館 steps"
    assert again.status().signatures == 0
    assert again.campaign.id == "stop-repression-hong-kong"


def test_a_kiosk_goes_by_the_clock_that_it_is_opened_with(stall: Kiosk) -> None:
    assert Kiosk.open(stall.data, on(datetime.date(2031, 5, 6))).today() == datetime.date(2031, 5, 6)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux names each of its starts")
def test_what_staff_said_of_the_clock_holds_through_a_set_up(campaign_pack: Pack, tmp_path: Path) -> None:
    said = Clock()
    said.say(said.own() + datetime.timedelta(400))
    keep_clock(tmp_path / "A", said)
    for kiosk in (set_up(campaign_pack, "A", tmp_path / "A", None), Kiosk.open(tmp_path / "A")):
        assert kiosk.clock.said == said.said


def test_a_kiosk_is_opened_before_a_database_and_cryptography_are_loaded() -> None:
    """They take longer than all the rest, and the first frame needs neither."""
    told = subprocess.run(
        [sys.executable, "-c", "import sys, kiosk.stall.kiosk; print(*sys.modules)"],
        cwd=ROOT,
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        check=True,
    )
    assert not {"sqlalchemy", "cryptography"} & set(told.stdout.split())


def test_two_laptops_set_up_from_one_pack_are_two_kiosks(make_kiosk) -> None:
    assert make_kiosk("A").settings.kiosk != make_kiosk("B").settings.kiosk


def test_a_newer_pack_is_taken_and_everything_else_stays(stall: Kiosk, make_pack) -> None:
    stall.sign(person(1))
    updated = set_up(make_pack(edition=2), "Another name", stall.data, None)
    assert updated.pack.manifest.edition == 2
    again = Kiosk.open(stall.data)
    assert (again.settings.name, again.settings.kiosk) == ("Stall A", stall.settings.kiosk)
    assert (
        again.settings.verified == hashlib.sha256((stall.data / "campaign.kioskpack").read_bytes()).digest()
    )
    assert again.vault.count() == 1
    assert again.sign(person(2)) == 2


def test_an_older_pack_is_refused(stall: Kiosk, make_pack) -> None:
    set_up(make_pack(edition=3), "", stall.data, None)
    before = contents(stall.data)
    with pytest.raises(PackError, match="older"):
        set_up(make_pack(edition=2), "", stall.data, None)
    assert contents(stall.data) == before


def test_another_coordinators_pack_is_refused(stall: Kiosk, make_pack) -> None:
    before = contents(stall.data)
    with pytest.raises(PackError, match="another coordinator"):
        set_up(make_pack(edition=9, by=CampaignKeys.new()), "", stall.data, None)
    assert contents(stall.data) == before


def test_a_pack_swapped_behind_its_back_is_refused_at_the_next_start(stall: Kiosk, make_pack) -> None:
    forged = make_pack(by=CampaignKeys.new())
    (stall.data / "campaign.kioskpack").write_bytes(forged.read_bytes())
    with pytest.raises(PackError, match="another coordinator"):
        Kiosk.open(stall.data)


def test_a_pack_that_was_changed_on_the_laptop_is_refused_at_the_next_start(stall: Kiosk) -> None:
    pack = stall.data / "campaign.kioskpack"
    whole = pack.read_bytes()
    pack.write_bytes(whole.replace(b'"training":false', b'"training":true ', 1))
    with pytest.raises(PackError, match="cannot be trusted"):
        Kiosk.open(stall.data)
    pack.write_bytes(whole)
    assert Kiosk.open(stall.data).settings.verified == hashlib.sha256(whole).digest()


def test_nobody_signs_under_words_that_somebody_put_in_with_the_digest(stall: Kiosk) -> None:
    """Who can write both files keeps both keys, and with them the words to compare and the vault."""
    files = {**stall.pack.files, "en/petition.md": b"We withdraw all our demands.\n"}
    theirs = CampaignKeys.new()
    built = build_pack(
        files,
        public_key=stall.settings.public_key,
        signing_key=theirs.signing_key,
        edition=1,
        made=stall.pack.manifest.made,
        record_bytes=stall.pack.manifest.record_bytes,
    )
    (stall.data / "campaign.kioskpack").write_bytes(_as_if_by(stall.settings.signer, built, theirs.signer))
    digest = hashlib.sha256(contents(stall.data)["campaign.kioskpack"]).digest()
    save_settings(stall.data, msgspec.structs.replace(stall.settings, verified=digest))
    kiosk = Kiosk.open(stall.data)
    assert "withdraw" in kiosk.campaign.texts["en"].petition
    for sign in (kiosk.prepare, lambda: kiosk.sign(person(1))):
        with pytest.raises(PackError, match="signature does not fit"):
            sign()
    assert kiosk.vault.count() == 0


def _as_if_by(signer: bytes, pack: bytes, really: bytes) -> bytes:
    """`pack`, which `really` signed, with `signer` named in it."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(pack)) as old, zipfile.ZipFile(made, "w") as new:
        for info in old.infolist():
            member = old.read(info)
            if info.filename == "manifest.json":
                member = member.replace(base64.b64encode(really), base64.b64encode(signer))
            new.writestr(info, member)
    return made.getvalue()


def test_a_kiosk_of_an_earlier_version_verifies_its_pack_as_before(stall: Kiosk) -> None:
    save_settings(stall.data, msgspec.structs.replace(stall.settings, version=4, verified=b""))
    assert Kiosk.open(stall.data).pack.manifest == stall.pack.manifest
    pack = stall.data / "campaign.kioskpack"
    pack.write_bytes(pack.read_bytes().replace(b'"training":false', b'"training":true ', 1))
    with pytest.raises(PackError, match="cannot be trusted"):
        Kiosk.open(stall.data)


def test_a_changed_pack_leaves_no_folder_behind(make_pack, tmp_path: Path) -> None:
    pack = make_pack()
    data = bytearray(pack.read_bytes())
    data[len(data) // 2] ^= 1
    pack.write_bytes(data)
    with pytest.raises(PackError, match="cannot be trusted"):
        set_up(pack, "Stall A", tmp_path / "A", None)
    assert not (tmp_path / "A").exists()


def test_a_pack_with_a_key_that_cannot_seal_leaves_no_folder_behind(
    campaign_pack: Pack, keys: CampaignKeys, tmp_path: Path
) -> None:
    pack = tmp_path / "bad.kioskpack"
    pack.write_bytes(
        build_pack(
            campaign_pack.files,
            public_key=b"\xff" * 1216,
            signing_key=keys.signing_key,
            edition=1,
            made=TODAY.isoformat(),
            record_bytes=campaign_pack.manifest.record_bytes,
        )
    )
    with pytest.raises(SealError, match="damaged"):
        set_up(pack, "Stall A", tmp_path / "A", None)
    assert not (tmp_path / "A").exists()


@pytest.mark.parametrize("name", ["", "   ", "x" * 101, "bell\a", "\u202eright to left"])
def test_a_name_that_cannot_be_shown_is_refused(make_kiosk, tmp_path: Path, name: str) -> None:
    with pytest.raises(SettingsError, match="name"):
        make_kiosk(name, tmp_path / "A")
    assert not (tmp_path / "A").exists()


def test_a_name_on_two_lines_is_put_on_one(make_kiosk, tmp_path: Path) -> None:
    assert make_kiosk("two\nlines", tmp_path / "A").settings.name == "two lines"


def test_a_short_pin_leaves_no_folder_behind(campaign, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="PIN"):
        set_up(campaign.pack_file, "Stall A", tmp_path / "A", "123")
    assert not (tmp_path / "A").exists()


def test_a_pin_in_a_file_is_read_without_what_nobody_sees(campaign, tmp_path: Path) -> None:
    file, data = tmp_path / "pin", tmp_path / "A"
    file.write_text("\ufeff 2468\u200b\t\r\nnotes", encoding="utf-8")
    done("setup", campaign.pack_file, "--name", "Stall A", "--pin-file", file, "--data", data)
    pin = Kiosk.open(data).settings.pin
    assert pin is not None
    assert pin_fits("2468", pin)


def test_a_kiosk_without_a_pin_takes_one_from_a_set_up_and_one_that_has_one_keeps_it(stall: Kiosk) -> None:
    first = set_up(stall.pack, "", stall.data, "2468").settings.pin
    assert first is not None
    assert pin_fits("2468", first)
    for pin in ("1357", None):
        assert set_up(stall.pack, "", stall.data, pin).settings.pin == first
        assert Kiosk.open(stall.data).settings.pin == first


@pytest.mark.parametrize("name", [SETTINGS, VAULT, PACK])
def test_what_is_left_of_a_kiosk_counts_as_one(tmp_path: Path, name: str) -> None:
    assert not is_kiosk(tmp_path)
    (tmp_path / name).touch()
    assert is_kiosk(tmp_path)


def test_what_a_set_up_that_was_cut_short_left_is_written_over(campaign_pack: Pack, tmp_path: Path) -> None:
    Vault.create(tmp_path / VAULT, b"k" * 16, b"c" * 16)
    for name in (f"{VAULT}-journal", PACK, WIPING):
        (tmp_path / name).write_bytes(b"half")
    assert set_up(campaign_pack, "Stall A", tmp_path, None).sign(person(1)) == 1
    left = contents(tmp_path)
    assert left.keys() == {SETTINGS, VAULT, f"{VAULT}-journal", PACK}
    assert not left[f"{VAULT}-journal"]


def test_whoever_sets_up_a_folder_at_the_same_time_is_told_at_once(
    campaign_pack: Pack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    busy = StorageError("busy")
    with locked(tmp_path / SETUP_LOCK, 0, busy), monkeypatch.context() as patch:
        patch.setattr(time, "sleep", lambda seconds: pytest.fail("it waits"))
        with pytest.raises(SettingsError, match="is being set up already"):
            set_up(campaign_pack, "Stall A", tmp_path, None)
        assert contents(tmp_path).keys() == {SETUP_LOCK}, "the lock is somebody else's"
    set_up(campaign_pack, "Stall A", tmp_path, None)
    assert SETUP_LOCK not in contents(tmp_path)


def test_whoever_sets_up_a_folder_second_writes_over_nothing(
    campaign, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slowly(path: Path, pinned: Pinned | None = None) -> Pack:
        pack = open_pack(path, pinned)
        if not is_kiosk(tmp_path):
            set_up(pack, "The first", tmp_path, None)
        return pack

    with monkeypatch.context() as patch:
        patch.setattr(kiosk_module, "open_pack", slowly)
        with pytest.raises(SettingsError, match="has just been set up"):
            set_up(campaign.pack_file, "The second", tmp_path, None)
    assert Kiosk.open(tmp_path).settings.name == "The first"


@pytest.mark.skipif(os.name == "nt", reason="modes are POSIX")
def test_nothing_of_a_set_up_is_open_to_others_for_a_moment(
    campaign_pack: Pack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, open_umask: None
) -> None:
    seen: list[str] = []

    def watched(data: Path, settings: Settings) -> None:
        for path in data.iterdir():
            seen.append(f"{path.name} {stat.S_IMODE(path.stat().st_mode):o}")
        save_settings(data, settings)

    monkeypatch.setattr(kiosk_module, "save_settings", watched)
    set_up(campaign_pack, "Stall A", tmp_path, None)
    assert sorted(seen) == [f"{PACK} 600", f"{SETUP_LOCK} 600", f"{VAULT} 600"]
    seen.clear()
    set_up(campaign_pack, "Stall A", tmp_path, None)
    assert sorted(seen) == [f"{PACK} 600", f"{SETTINGS} 600", f"{VAULT} 600"]


@pytest.mark.parametrize("before", [None, {}, {"letter.txt": b"mine"}])
def test_after_a_set_up_that_fails_at_its_end_the_folder_is_as_it_was(
    campaign_pack: Pack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: dict[str, bytes] | None
) -> None:
    def full(data: Path, settings: Settings) -> None:
        raise StorageError("The disk is full.")

    data = tmp_path / "A"
    if before is not None:
        data.mkdir()
        for name, content in before.items():
            (data / name).write_bytes(content)
    monkeypatch.setattr(kiosk_module, "save_settings", full)
    with pytest.raises(StorageError, match="full"):
        set_up(campaign_pack, "Stall A", data, None)
    assert (contents(data) if data.exists() else None) == before


def test_a_vault_without_settings_is_not_written_over(stall: Kiosk, campaign) -> None:
    stall.sign(person(1))
    kept = stall.data / "kiosk.json"
    aside = kept.rename(stall.data.parent / "aside.json")
    with pytest.raises(SettingsError, match="vault"):
        set_up(campaign.pack_file, "Stall A", stall.data, None)
    aside.rename(kept)
    assert Kiosk.open(stall.data).vault.count() == 1


def test_other_files_in_the_folder_survive_a_failed_set_up(small_disk, campaign) -> None:
    folder = small_disk.path / "A"
    folder.mkdir()
    (folder / "letter.txt").write_text("mine")
    small_disk.fill()
    with pytest.raises(StorageError, match="full"):
        set_up(campaign.pack_file, "Stall A", folder, None)
    assert contents(folder) == {"letter.txt": b"mine"}
    small_disk.free()
    assert set_up(campaign.pack_file, "Stall A", folder, None).status().signatures == 0


@pytest.mark.parametrize("folder_is_there", [True, False])
def test_a_write_protected_disk_is_told(small_disk, campaign, folder_is_there: bool) -> None:
    folder = small_disk.path / "A"
    if folder_is_there:
        folder.mkdir()
    small_disk.protect()
    with pytest.raises(StorageError):
        set_up(campaign.pack_file, "Stall A", folder, None)


def test_no_newer_pack_on_a_full_disk_leaves_the_old_one(small_disk, campaign, make_pack) -> None:
    kiosk = set_up(campaign.pack_file, "Stall A", small_disk.path / "A", None)
    small_disk.fill()
    before = contents(kiosk.data)
    with pytest.raises(StorageError, match="full"):
        set_up(make_pack(edition=2), "", kiosk.data, None)
    assert contents(kiosk.data) == before
    assert Kiosk.open(kiosk.data).pack.manifest.edition == 1


def test_a_pack_of_a_newer_version_says_so(tmp_path: Path) -> None:
    pack = tmp_path / "future.kioskpack"
    with zipfile.ZipFile(pack, "w") as archive:
        archive.writestr("manifest.json", '{"kioskpack": 3, "something": "new"}')
        archive.writestr("signature", bytes(64))
    with pytest.raises(NewerVersionError, match="newer version"):
        set_up(pack, "Stall A", tmp_path / "A", None)
    assert not (tmp_path / "A").exists()


def test_the_status_warns_of_what_staff_should_do(stall: Kiosk) -> None:
    stall.sign(person(1))
    status = stall.status()
    assert (status.signatures, status.synced, status.waiting, status.last_sync) == (1, 0, 1, "")
    assert warned(stall) == [
        "1 signature is on this laptop only. Sync to a stick.",
        "This kiosk has no PIN.",
    ]
    stall.sign(person(2))
    assert "2 signatures are on this laptop only. Sync to a stick." in warned(stall)


def test_a_kiosk_with_nothing_to_say_warns_of_nothing(campaign_pack: Pack, tmp_path: Path) -> None:
    kiosk = set_up(campaign_pack, "Gate", tmp_path / "data", "2468", on(TODAY))
    status = kiosk.status()
    assert warned(kiosk) == []
    assert (status.signatures, status.synced, status.waiting, status.released) == (0, 0, 0, 0)
    assert (status.last_sync, status.last_release, status.targets, status.damaged) == ("", "", [], [])
    assert (status.name, status.copied, status.kiosk) == ("Gate", False, kiosk.settings.kiosk.hex())
    assert (status.campaign, status.title) == ("stop-repression-hong-kong", "Stop Repression in Hong Kong")


def test_a_kiosk_that_takes_a_pack_again_is_the_same_kiosk(stall: Kiosk, tmp_path: Path) -> None:
    stall.sign(person(1))
    file = tmp_path / "again.kioskpack"
    file.write_bytes(stall.pack.data)
    for pack in (stall.pack, file):
        again = set_up(pack, "another name", stall.data, None, on(TODAY))
        assert (again.data, again.settings, again.pack) == (stall.data, stall.settings, stall.pack)
        assert again.today() == TODAY
        assert again.prepare() == 1


def test_the_campaigns_last_day_is_not_over_before_it_has_passed(stall: Kiosk) -> None:
    last = stall.campaign.retention.destroy_by
    for day, late in ((last, False), (last + datetime.timedelta(1), True)):
        kiosk = Kiosk(stall.data, stall.settings, stall.pack, on(day))
        noon = datetime.datetime.combine(day, datetime.time(12), datetime.UTC)
        assert ("were to be destroyed by" in clock(noon, kiosk).sentence) is late


def test_the_furthest_and_the_newest_sync_to_a_stick_count(stall: Kiosk, stick: Path, tmp_path: Path) -> None:
    stall.sign(person(1))
    stall.sign(person(2))
    sync(stall, stick)
    stall.sign(person(3))
    other = frozenset({"another stick"})
    stall.vault.note_sync(SyncNote("/behind", 1, "2026-11-25", other))
    stall.vault.note_sync(SyncNote("/copy on this disk", 3, "2026-11-30", frozenset()))
    stall.vault.note_sync(SyncNote("/an older copy on this disk", 9, "2026-11-20", frozenset()))
    here = SyncNote("/where the vault is now", 3, "2026-11-30", stall.marks(stall.data) | other)
    stall.vault.note_sync(here)
    status = stall.status()
    assert (status.synced, status.waiting, status.last_sync) == (2, 1, "2026-11-25")
    safe = [target.target for target in status.targets if target.safe]
    assert len(safe) == 2
    assert "/behind" in safe
    assert not status.lacks_the_last, "what is no safe copy proves nothing"


@pytest.mark.parametrize(("day", "told"), [("2028-12-31", "2028-12-31"), ("2029-01-01", "")])
def test_a_sync_after_the_campaigns_last_day_went_by_a_wrong_clock(stall: Kiosk, day: str, told: str) -> None:
    stall.sign(person(1))
    stall.vault.note_sync(SyncNote("/stick", 1, day, frozenset({"a stick"})))
    assert (stall.status().waiting, stall.status().last_sync) == (0, told)


def test_where_nobody_knows_what_the_vault_is_on_no_copy_is_safe(stall: Kiosk, stick: Path) -> None:
    stall.sign(person(1))
    sync(stall, stick)
    assert stall.status().waiting == 0
    unknown = replace(stall, device_of=lambda path: Device("unknown"))
    assert (unknown.status().synced, unknown.status().waiting) == (0, 1)


def test_signatures_that_were_synced_and_are_gone_from_the_vault_are_missed(
    stall: Kiosk, stick: Path
) -> None:
    for n in (1, 2, 3):
        stall.sign(person(n))
    sync(stall, stick)
    assert not any("missing" in warning for warning in warned(stall))
    with closing(sqlite3.connect(stall.data / "vault.sqlite")) as vault, vault:
        vault.execute("DELETE FROM record WHERE seq = 3")
    status = stall.status()
    assert (status.signatures, status.waiting, status.damaged) == (2, 0, [])
    assert any("The last signatures are missing in the vault." in warning for warning in warned(stall))
    with closing(sqlite3.connect(stall.data / "vault.sqlite")) as vault, vault:
        vault.execute("UPDATE record SET sealed = x'00'")
    assert any("Damaged in the vault: number 1, 2." in warning for warning in warned(stall))
