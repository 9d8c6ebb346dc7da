"""The test signature of a rehearsal goes the whole way and leaves nothing; a fault on the way is told."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from kiosk.campaign.pack import Pack
from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.errors import StorageError
from kiosk.signing.seal import OpeningKey, Sealed
from kiosk.signing.signature import Signature
from kiosk.stall import trial
from kiosk.stall.findings import Finding
from kiosk.stall.kiosk import Kiosk
from kiosk.stall.trial import try_out
from tests.conftest import TODAY, on


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary folders are made."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def test_it_is_stored_synced_and_thrown_away(
    campaign_pack: Pack, keys: CampaignKeys, scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[tuple[str, int, int]] = []
    opening = OpeningKey(keys.opening_seed, keys.key_id)

    def watched(kiosk: Kiosk, stick: Path) -> None:
        kiosk.vault.check()
        (stored,) = kiosk.vault.records()
        assert opening.open(Sealed(stored.record.id, stored.record.sealed)) == Signature(
            1, TODAY.isoformat(), "person", "Test", campaign_pack.campaign.consent_version, "en"
        )
        before = kiosk.vault.count()
        done = sync(kiosk, stick)
        synced.append((kiosk.settings.name, before, done.written))
        assert stick.parent.parent == scratch
        assert stick.parent.name.startswith("kiosk-trial-")

    sync = trial.sync
    monkeypatch.setattr(trial, "sync", watched)
    try_out(campaign_pack, on(TODAY))
    assert synced == [("Test", 1, 1)]
    assert list(scratch.iterdir()) == []


def test_a_vault_that_is_not_sound_and_a_disk_that_is_full_are_told(
    campaign_pack: Pack, scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: object, *_: object) -> None:
        raise StorageError("The disk is full.", "Free some space.")

    for method in ("check", "append"):
        with monkeypatch.context() as patch:
            patch.setattr(f"kiosk.stall.vault.Vault.{method}", full)
            with pytest.raises(StorageError, match="full"):
                try_out(campaign_pack)
    assert list(scratch.iterdir()) == []


def test_a_finding_is_one_sentence_with_its_values_put_in() -> None:
    plain = Finding("clock", "well", "The clock is right {so far}.")
    assert plain.sentence == "The clock is right {so far}.", "without values nothing is put in"
    error = StorageError("{path} is full.", "Free {size} there.", path="/a", size=3)
    found = Finding.of("disk", error)
    assert (found.name, found.state) == ("disk", "fault")
    assert found.sentence == "/a is full. Free 3 there."
