"""The campaign key: everything follows from one seed, and only the passphrase opens its file."""

from __future__ import annotations

import json
import os
import stat
from base64 import b64decode
from pathlib import Path

import pytest

from kiosk.coordinator.campaign import keys as key_files
from kiosk.coordinator.campaign.keys import CampaignKeys, load_keys, replace_keys, save_keys
from kiosk.errors import CampaignError, NewerVersionError, PassphraseError, StorageError

VECTORS = Path(__file__).parents[2] / "vectors"
"""Files and their contents as docs/format.md says, which every program for them has to give."""


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a key file goes; one guess is cheap here, except where a test says otherwise."""
    monkeypatch.setattr(key_files, "MEMORY_KIB", 64)
    return tmp_path / "campaign.key"


def test_the_passphrase_opens_it(path: Path) -> None:
    keys = CampaignKeys.new()
    save_keys(path, keys, "six random words are good 陳")
    assert load_keys(path, "six random words are good 陳") == keys
    assert path.stat().st_mode & 0o777 == 0o600
    assert keys.seed not in path.read_bytes()


def test_a_real_key_file_costs_256_mib_a_guess(campaign) -> None:
    file = json.loads((campaign.path / "campaign.key").read_text())
    assert file["kdf"] == "argon2id"
    assert (file["memory_kib"], file["passes"], file["lanes"]) == (256 * 1024, 4, 4)
    assert (len(b64decode(file["salt"])), len(b64decode(file["nonce"]))) == (16, 12)


def test_no_two_key_files_share_chance(path: Path) -> None:
    keys = CampaignKeys.new()
    files = []
    for _ in range(2):
        save_keys(path, keys, "correct horse battery")
        files.append(json.loads(path.read_text()))
    for part in ("salt", "nonce", "box"):
        assert files[0][part] != files[1][part]


@pytest.mark.parametrize(
    ("cost", "sane"),
    [
        ({"passes": 0}, False),
        ({"passes": 1}, True),
        ({"passes": 100}, True),
        ({"passes": 101}, False),
        ({"lanes": 1}, True),
        ({"lanes": 16, "memory_kib": 128}, True),
        ({"lanes": 17, "memory_kib": 136}, False),
        ({"memory_kib": 32}, True),
        ({"memory_kib": 31}, False),
        ({"lanes": 0, "memory_kib": 0}, False),
        ({"memory_kib": 4 * 1024 * 1024 + 1}, False),
    ],
)
def test_a_cost_that_no_program_would_write_is_damage_and_is_not_paid(
    path: Path, cost: dict[str, int], sane: bool
) -> None:
    """A stranger's key file could ask for all memory, or for hours."""
    save_keys(path, CampaignKeys.new(), "correct horse battery")
    path.write_text(json.dumps({**json.loads(path.read_text()), **cost}))
    with pytest.raises(PassphraseError if sane else CampaignError, match="open" if sane else "damaged"):
        load_keys(path, "another horse battery")


@pytest.mark.parametrize(
    "passphrase", ["", " ", "correct horse", "Correct horse battery", "correct horse batterx ", "\ud800"]
)
def test_another_passphrase_does_not(path: Path, passphrase: str) -> None:
    save_keys(path, CampaignKeys.new(), "correct horse battery")
    with pytest.raises(PassphraseError) as told:
        load_keys(path, passphrase)
    assert told.value.todo


def test_a_short_passphrase_is_refused_before_anything_is_written(path: Path) -> None:
    with pytest.raises(PassphraseError, match="at least 8"):
        save_keys(path, CampaignKeys.new(), "1234567")
    assert not path.exists()
    save_keys(path, CampaignKeys.new(), "12345678")


def test_nobody_can_lower_the_cost_unseen(path: Path) -> None:
    save_keys(path, CampaignKeys.new(), "correct horse battery")
    for change in ({"memory_kib": 128}, {"passes": 1}, {"lanes": 1}):
        path.write_text(json.dumps({**json.loads(path.read_text()), **change}))
        with pytest.raises(PassphraseError):
            load_keys(path, "correct horse battery")


@pytest.mark.parametrize(
    "change",
    [
        {"memory_kib": 2**40},
        {"memory_kib": -1},
        {"passes": 10**9},
        {"lanes": 0},
        {"lanes": 2**31},
        {"nonce": "AAAA"},
        {"salt": "AA=="},
        {"kdf": "md5"},
        {"colour": "red"},
        {"box": 3},
    ],
)
def test_a_damaged_key_file_is_told(path: Path, change: dict[str, object]) -> None:
    save_keys(path, CampaignKeys.new(), "correct horse battery")
    path.write_text(json.dumps({**json.loads(path.read_text()), **change}))
    with pytest.raises(CampaignError, match="damaged"):
        load_keys(path, "correct horse battery")


@pytest.mark.parametrize("text", ["", "{", "null", "\x00" * 100, "[" * 60_000, "x" * 100_000])
def test_what_is_no_key_file_is_told(path: Path, text: str) -> None:
    path.write_text(text)
    with pytest.raises(CampaignError) as told:
        load_keys(path, "correct horse battery")
    assert "campaign.key" in told.value.what


def test_a_missing_and_a_newer_key_file(path: Path) -> None:
    with pytest.raises(CampaignError, match="no campaign key"):
        load_keys(path, "correct horse battery")
    path.write_text('{"version": 2}')
    with pytest.raises(NewerVersionError):
        load_keys(path, "correct horse battery")


def test_a_key_file_of_64_kib_is_read_and_a_larger_one_is_not(path: Path) -> None:
    keys = CampaignKeys.new()
    save_keys(path, keys, "correct horse battery")
    whole = path.read_bytes()
    path.write_bytes(whole.ljust(64 * 1024))
    assert load_keys(path, "correct horse battery") == keys
    path.write_bytes(whole.ljust(64 * 1024 + 1))
    with pytest.raises(CampaignError, match="larger than"):
        load_keys(path, "correct horse battery")


def test_it_opens_what_another_program_wrote_by_the_specification(path: Path) -> None:
    vector = json.loads((VECTORS / "key-file" / "ok.json").read_text(encoding="utf-8"))
    path.write_text(vector["file"], encoding="utf-8")
    assert load_keys(path, vector["passphrase"]).seed.hex() == vector["seed"]
    derived = json.loads((VECTORS / "keys" / "derivation.json").read_text(encoding="utf-8"))
    keys = CampaignKeys(bytes.fromhex(derived["seed"]))
    for name in ("opening_seed", "signer", "register_key", "fingerprint_key"):
        assert getattr(keys, name).hex() == derived[name]
    assert keys.key_id.hex() == derived["campaign"]


@pytest.mark.parametrize("size", [0, 31, 33])
def test_a_seed_of_another_length_is_damage(path: Path, size: int) -> None:
    save_keys(path, CampaignKeys(bytes(size)), "correct horse battery")
    with pytest.raises(CampaignError, match="damaged"):
        load_keys(path, "correct horse battery")


def test_the_seed_does_not_show_where_keys_are_printed() -> None:
    keys = CampaignKeys(b"secret" * 5 + b"so")
    assert "secret" not in repr(keys)


def test_what_cannot_take_its_place_leaves_no_key_file_behind(path: Path) -> None:
    (path / "in the way").mkdir(parents=True)
    with pytest.raises(StorageError):
        replace_keys(path, CampaignKeys.new(), "correct horse battery")
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.skipif(os.name == "nt", reason="only POSIX has a way to sync a folder")
def test_another_passphrase_is_on_the_disk_when_it_is_changed(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A power cut loses what was not synced: of a folder, which files are in it."""
    keys = CampaignKeys.new()
    save_keys(path, keys, "an earlier passphrase")
    sync, synced = os.fsync, list[list[str]]()

    def watched(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            synced.append([one.name for one in path.parent.iterdir()])
        sync(handle)

    monkeypatch.setattr(os, "fsync", watched)
    replace_keys(path, keys, "correct horse battery")
    assert synced[-1] == [path.name]
    assert load_keys(path, "correct horse battery") == keys


def test_a_full_disk_leaves_the_old_key_file(small_disk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(key_files, "MEMORY_KIB", 64)
    path = small_disk.path / "campaign.key"
    old = CampaignKeys.new()
    save_keys(path, old, "correct horse battery")
    small_disk.fill()
    with pytest.raises(StorageError, match="full"):
        save_keys(path, CampaignKeys.new(), "correct horse battery")
    assert load_keys(path, "correct horse battery") == old
    assert {one.name for one in path.parent.iterdir()} == {"campaign.key", "film.mov"}


def test_all_keys_differ_and_follow_from_the_seed() -> None:
    keys = CampaignKeys(b"s" * 32)
    again = CampaignKeys(b"s" * 32)
    derived = [
        keys.opening_seed,
        keys.signing_key.private_bytes_raw(),
        keys.register_key,
        keys.fingerprint_key,
    ]
    assert len({keys.seed, *derived}) == 5
    assert (again.public_key, again.signer, again.key_id) == (keys.public_key, keys.signer, keys.key_id)
    assert CampaignKeys(b"t" * 32).key_id != keys.key_id
