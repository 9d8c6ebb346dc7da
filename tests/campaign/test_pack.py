"""A pack as coordinators make it and kiosks take it: built, verified, updated, and compared aloud."""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path

import pytest
from shamir_mnemonic.wordlist import WORDLIST

from kiosk.campaign import pack as packs
from kiosk.campaign.content import read_folder
from kiosk.campaign.pack import (
    MAX_PACK,
    Pack,
    Pinned,
    build_pack,
    fingerprint,
    open_pack,
    verify_pack,
)
from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.errors import ContentError, KioskError, NewerVersionError, PackError

OURS = CampaignKeys(bytes(range(32)))
THEIRS = CampaignKeys(bytes(32))


def build(files: dict[str, bytes], by: CampaignKeys = OURS, edition: int = 1) -> bytes:
    return build_pack(
        files,
        public_key=by.public_key,
        signing_key=by.signing_key,
        edition=edition,
        made="2026-11-22",
        record_bytes=2048,
    )


def test_a_pack_brings_the_content_and_the_keys(content: Path, tmp_path: Path) -> None:
    path = tmp_path / "hk.kioskpack"
    path.write_bytes(build(read_folder(content), edition=4))
    pack = open_pack(path)
    assert pack.campaign.id == pack.manifest.campaign == "stop-repression-hong-kong"
    assert len(pack.campaign.texts["zh-Hans"].demands) == 5
    assert (pack.manifest.public_key, pack.manifest.signer) == (OURS.public_key, OURS.signer)
    assert (pack.manifest.edition, pack.manifest.made, pack.manifest.training) == (4, "2026-11-22", False)
    assert pack.key_id == OURS.key_id


def test_the_same_content_gives_the_same_pack(tiny: dict[str, bytes]) -> None:
    assert build(tiny) == build(dict(reversed(tiny.items())))


def test_content_with_a_mistake_makes_no_pack(tiny: dict[str, bytes]) -> None:
    with pytest.raises(ContentError):
        build({**tiny, "en/petition.md": b"<b>Sign</b>"})


def test_a_pack_damaged_at_any_byte_is_refused_or_unharmed(tiny: dict[str, bytes]) -> None:
    data = build(tiny)
    good = verify_pack(data, "P")
    unharmed = 0
    for at in range(len(data)):
        changed = bytearray(data)
        changed[at] ^= 1 << at % 8
        try:
            pack = verify_pack(bytes(changed), "P")
        except (PackError, NewerVersionError):
            continue
        # Dates and permissions in the ZIP's own headers mean nothing to a kiosk.
        assert (pack.manifest, pack.campaign) == (good.manifest, good.campaign)
        unharmed += 1
    assert unharmed < len(data) / 5


def test_a_pack_cut_short_anywhere_is_refused(tiny: dict[str, bytes]) -> None:
    data = build(tiny)
    for end in range(len(data)):
        with pytest.raises(PackError):
            verify_pack(data[:end], "P")


def test_a_file_of_another_kind_or_size_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "P.kioskpack"
    for data in (b"", b"PK\x05\x06" + bytes(18), b"hello" * 100):
        path.write_bytes(data)
        with pytest.raises(PackError):
            open_pack(path)
    with path.open("wb") as file:
        file.truncate(MAX_PACK + 1)
    with pytest.raises(PackError, match="larger than"):
        open_pack(path)
    with pytest.raises(KioskError, match="does not exist"):
        open_pack(tmp_path / "gone.kioskpack")


def update(old: Pack, new: Pack) -> None:
    """What a kiosk that was set up with `old` says to `new`."""
    manifest = old.manifest
    pinned = Pinned(manifest.signer, manifest.public_key, manifest.edition)
    verify_pack(new.data, "new", pinned)


def test_a_kiosk_takes_the_same_or_a_newer_edition(tiny: dict[str, bytes]) -> None:
    old = verify_pack(build(tiny, edition=2), "old")
    update(old, old)
    update(old, verify_pack(build({**tiny, "en/petition.md": b"More.\n"}, edition=3), "new"))


def test_a_kiosk_refuses_an_older_edition(tiny: dict[str, bytes]) -> None:
    with pytest.raises(PackError, match="older"):
        update(verify_pack(build(tiny, edition=2), "old"), verify_pack(build(tiny, edition=1), "new"))


def test_a_kiosk_refuses_another_coordinators_pack(tiny: dict[str, bytes]) -> None:
    old = verify_pack(build(tiny), "old")
    mixed = build_pack(
        tiny,
        public_key=THEIRS.public_key,
        signing_key=OURS.signing_key,
        edition=9,
        made="2026-11-22",
        record_bytes=2048,
    )
    for other in (build(tiny, by=THEIRS, edition=9), mixed):
        with pytest.raises(PackError, match="another coordinator"):
            update(old, verify_pack(other, "new"))


def _with_another_signature(pack: bytes) -> bytes:
    """The same pack, signed by nobody."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(pack)) as old, zipfile.ZipFile(kept, "w") as new:
        for info in old.infolist():
            new.writestr(info, bytes(64) if info.filename == "signature" else old.read(info))
    return kept.getvalue()


def test_a_pack_is_known_again_by_its_digest_and_any_other_is_verified(tiny: dict[str, bytes]) -> None:
    data = build(tiny)
    unsigned = _with_another_signature(data)
    ours = verify_pack(data, "ours").manifest
    known = Pinned(ours.signer, ours.public_key, ours.edition, hashlib.sha256(unsigned).digest())
    assert verify_pack(unsigned, "known", known).manifest == ours
    assert verify_pack(data, "signed anew", known).manifest == ours
    for pinned in (None, known):
        with pytest.raises(PackError, match="signature does not fit"):
            verify_pack(_with_another_signature(build(tiny, edition=2)), "forged", pinned)


def test_anothers_pack_is_refused_before_its_content_is_looked_at(
    tiny: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = verify_pack(build(tiny, edition=2), "ours").manifest
    pinned = Pinned(ours.signer, ours.public_key, ours.edition)
    assert verify_pack(build(tiny, edition=3), "next", pinned).manifest.edition == 3
    others = ((build(tiny, by=THEIRS, edition=9), "another coordinator"), (build(tiny), "older"))
    monkeypatch.setattr(packs, "parse_content", lambda files: pytest.fail("its content was parsed"))
    for other, why in others:
        with pytest.raises(PackError, match=why):
            verify_pack(other, "other", pinned)


@pytest.mark.parametrize("key", [b"", bytes(1215), bytes(1217)])
def test_a_public_key_of_another_length_is_refused(tiny: dict[str, bytes], key: bytes) -> None:
    data = build_pack(
        tiny, public_key=key, signing_key=OURS.signing_key, edition=1, made="2026-11-22", record_bytes=2048
    )
    with pytest.raises(PackError, match="wrong length"):
        verify_pack(data, "P")


def test_the_fingerprint_is_ten_words_that_differ_for_every_key() -> None:
    ours = fingerprint(OURS.signer, OURS.public_key)
    assert len(ours) == 10
    assert set(ours) <= set(WORDLIST)
    assert ours == fingerprint(OURS.signer, OURS.public_key)
    for signer, public in (
        (THEIRS.signer, OURS.public_key),
        (OURS.signer, THEIRS.public_key),
        (THEIRS.signer, THEIRS.public_key),
    ):
        assert fingerprint(signer, public) != ours
