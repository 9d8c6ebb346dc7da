"""A passphrase is read in one way, wherever it comes from: what nobody sees is no part of it."""

from __future__ import annotations

import os
import subprocess
import unicodedata
from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from kiosk.coordinator.campaign import keys as key_files
from kiosk.coordinator.campaign.folder import CampaignFolder
from kiosk.coordinator.campaign.keys import CampaignKeys, load_keys, save_keys
from kiosk.errors import PassphraseError
from tests.conftest import PASSPHRASE
from tests.program import COMMAND, ENVIRONMENT, done, refused
from tests.terminal import Terminal

WORDS = "Grapefruit éclair 陳大文 owl"
UNSEEN = {
    "line end": "{}\n",
    "Windows line end": "{}\r\n",
    "space behind": "{} ",
    "spaces before": "   {}",
    "tab": "\t{}\t",
    "zero width space": "{}\u200b",
    "byte order mark": "\ufeff{}",
    "no-break space": "\u00a0{}\u00a0",
    "wide space": "{}\u3000",
    "soft hyphen": "{}\u00ad",
    "marks of direction": "\u202a{}\u202c\u200e",
    "isolates": "\u2068{}\u2069",
    "Hangul filler": "{}\u3164",
    "empty Braille": "{}\u2800",
    "variation selector": "{}\ufe0f",
    "tag": "{}\U000e0020",
    "line separator": "{}\u2028",
}


@pytest.fixture(autouse=True)
def cheap_guesses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(key_files, "MEMORY_KIB", 64)


def old_key_file(path: Path, keys: CampaignKeys, passphrase: str) -> None:
    """A key file as version 67b21b2 wrote it: under NFKC alone of the passphrase."""
    salt, nonce = os.urandom(16), os.urandom(12)
    words = unicodedata.normalize("NFKC", passphrase).encode()
    key = Argon2id(salt=salt, length=32, iterations=1, lanes=1, memory_cost=64).derive(words)
    bound = b"signing-kiosk key file v1\0" + b"".join(one.to_bytes(4, "big") for one in (64, 1, 1))
    box = ChaCha20Poly1305(key).encrypt(nonce, keys.seed, bound)
    cost = {"memory_kib": 64, "passes": 1, "lanes": 1}
    file = {"version": 1, "kdf": "argon2id", **cost, "salt": salt, "nonce": nonce, "box": box}
    path.write_bytes(msgspec.json.encode(file))


@pytest.mark.parametrize("pasted", UNSEEN.values(), ids=UNSEEN)
def test_what_nobody_sees_is_no_part_of_it_when_chosen_or_entered(tmp_path: Path, pasted: str) -> None:
    keys, path = CampaignKeys.new(), tmp_path / "campaign.key"
    save_keys(path, keys, pasted.format(WORDS))
    assert load_keys(path, WORDS) == keys
    save_keys(path, keys, WORDS)
    assert load_keys(path, pasted.format(WORDS)) == keys


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
def test_the_same_words_from_another_keyboard_open_it(tmp_path: Path, form: str) -> None:
    keys, path = CampaignKeys.new(), tmp_path / "campaign.key"
    save_keys(path, keys, WORDS.replace(" ", "\u200b  "))
    assert load_keys(path, unicodedata.normalize(form, WORDS.replace("Grape", "Ｇrape"))) == keys


@pytest.mark.parametrize("pasted", UNSEEN.values(), ids=UNSEEN)
def test_an_old_key_that_needs_what_nobody_sees_opens_with_it(tmp_path: Path, pasted: str) -> None:
    keys, path = CampaignKeys.new(), tmp_path / "campaign.key"
    old_key_file(path, keys, pasted.format(WORDS))
    assert load_keys(path, pasted.format(WORDS)) == keys


def test_a_try_is_not_made_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, tries = tmp_path / "campaign.key", []
    save_keys(path, CampaignKeys.new(), WORDS)
    monkeypatch.setattr(key_files, "Argon2id", lambda **cost: tries.append(cost) or Argon2id(**cost))
    for wrong, cost in (("another one", 1), ("another one ", 2), ("\u200b", 1), ("", 0), ("Ａnother", 1)):
        tries.clear()
        with pytest.raises(PassphraseError):
            load_keys(path, wrong)
        assert len(tries) == cost, repr(wrong)


@pytest.mark.parametrize(
    "typed",
    ["one line\nanother line", "one line\ranother line", "a \x00 byte somewhere", "lost \ufffd lost",
     "private \ue000", "half \ud83d half", "escape \x1b[D here", "unassigned \u0378 here"],
)  # fmt: skip
def test_what_cannot_be_typed_again_is_not_taken(tmp_path: Path, typed: str) -> None:
    with pytest.raises(PassphraseError, match="cannot be typed again"):
        save_keys(tmp_path / "campaign.key", CampaignKeys.new(), typed)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("typed", ["       \n", "1234567\u200b", "seven  7", "\u200b" * 20, "ﷺ"])
def test_its_length_is_that_of_what_is_seen(tmp_path: Path, typed: str) -> None:
    short = typed.replace("seven  7", "seve  7")
    with pytest.raises(PassphraseError, match="at least 8"):
        save_keys(tmp_path / "campaign.key", CampaignKeys.new(), short)


def test_one_that_a_field_would_cut_off_is_not_taken(tmp_path: Path) -> None:
    save_keys(tmp_path / "campaign.key", CampaignKeys.new(), "陳" * 500)
    with pytest.raises(PassphraseError, match="more than 500"):
        save_keys(tmp_path / "campaign.key", CampaignKeys.new(), "陳" * 501)


def test_files_and_pipes_are_read_like_what_is_typed(desk_folder: Path, tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    old.write_bytes(f"\ufeff {PASSPHRASE}\t\r\nnotes".encode())
    new.write_bytes(f"{WORDS}\u200b \r\n".encode())
    done("campaign", "passphrase", desk_folder, "--passphrase-file", old, "--new-passphrase-file", new)
    assert CampaignFolder.open(desk_folder).unlock(WORDS)
    piped = subprocess.run(
        [*COMMAND, "campaign", "pack", str(desk_folder), "--passphrase-file", "/dev/stdin"],
        input=f"{WORDS} \n".encode(), env=ENVIRONMENT, capture_output=True, check=False,
    )  # fmt: skip
    assert piped.returncode == 0, piped.stderr


def test_a_file_whose_passphrase_cannot_be_typed_is_refused(
    desk_folder: Path, passphrase_file: Path, tmp_path: Path
) -> None:
    new = tmp_path / "new"
    new.write_bytes("words in UTF-16".encode("utf-16-le") + b"\n")
    before = (desk_folder / "campaign.key").read_bytes()
    refused(
        "campaign", "passphrase", desk_folder, "--passphrase-file", passphrase_file,
        "--new-passphrase-file", new, saying=("cannot be typed again",),
    )  # fmt: skip
    assert (desk_folder / "campaign.key").read_bytes() == before


def test_at_a_prompt_too(desk_folder: Path) -> None:
    screen = Terminal("campaign", "passphrase", desk_folder)
    screen.see("Passphrase of the campaign")
    screen.send(b"\xff\xfe not UTF-8\n")
    screen.see("not UTF-8")
    screen.see("Passphrase of the campaign")
    screen.type(f" {PASSPHRASE}\t")
    screen.see("New passphrase")
    screen.type(f"{WORDS}\u200b")
    screen.see("same again")
    screen.type(f"{WORDS}x")
    screen.see("not the same")
    screen.see("New passphrase")
    screen.type(f"{WORDS}\u200b")
    screen.see("same again")
    screen.type(f" {WORDS} ")
    screen.see("is changed")
    assert screen.end() == 0
    assert CampaignFolder.open(desk_folder).unlock(WORDS)
