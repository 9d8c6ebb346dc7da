"""What is still to be done so that nothing is lost: receipts, and a copy of the campaign's folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.coordinator.campaign.folder import CampaignFolder
from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.campaign.upkeep import Upkeep, note_copy, note_receipts, read_upkeep
from kiosk.coordinator.integrity.checking import open_register
from kiosk.coordinator.merge.merge import merge
from kiosk.coordinator.register.register import Register
from kiosk.coordinator.reports.open_matters import Matter, MatterKind, upkeep_matters
from kiosk.coordinator.rights.destroy import inventory
from tests.conftest import TODAY
from tests.exports import HandmadeKiosk
from tests.people import person
from tests.program import done

RECEIPT = Matter(MatterKind.RECEIPTS, 1, ("Gate",))


@pytest.fixture
def folder(desk_folder: Path) -> CampaignFolder:
    return CampaignFolder.open(desk_folder)


@pytest.fixture
def gate(keys: CampaignKeys) -> HandmadeKiosk:
    return HandmadeKiosk(keys, "Gate")


def bring(
    folder: CampaignFolder, kiosk: HandmadeKiosk, keys: CampaignKeys, first: int, number: int
) -> Register:
    """Merges so many signatures more of `kiosk`."""
    file = folder.path.parent / f"{first}.signatures"
    file.write_bytes(kiosk.batch(kiosk.sign(*(person(first + n) for n in range(number)))))
    register = open_register(folder)
    merge(register, keys, [file])
    return register


def test_what_was_merged_is_due_until_it_is_done_and_again_when_more_comes(
    folder: CampaignFolder, gate: HandmadeKiosk, keys: CampaignKeys
) -> None:
    register = bring(folder, gate, keys, 0, 5)
    assert upkeep_matters(register, folder) == [RECEIPT, Matter(MatterKind.COPY, 5)]
    note_receipts(folder, {gate.id: 5})
    assert upkeep_matters(register, folder) == [Matter(MatterKind.COPY, 5)]
    note_copy(folder, 5, TODAY)
    assert upkeep_matters(register, folder) == []
    bring(folder, gate, keys, 5, 2)
    assert upkeep_matters(register, folder) == [RECEIPT, Matter(MatterKind.COPY, 2)]
    note_receipts(folder, {gate.id: 3})
    assert read_upkeep(folder).receipts == {gate.id.hex(): 5}, "a receipt that was given stays given"


def test_the_very_first_signature_is_due(
    folder: CampaignFolder, gate: HandmadeKiosk, keys: CampaignKeys
) -> None:
    register = bring(folder, gate, keys, 0, 1)
    assert upkeep_matters(register, folder) == [RECEIPT, Matter(MatterKind.COPY, 1)]
    note_receipts(folder, {gate.id: 1})
    assert read_upkeep(folder).receipts == {gate.id.hex(): 1}


def test_a_receipt_is_due_only_where_it_would_say_more(
    folder: CampaignFolder, gate: HandmadeKiosk, keys: CampaignKeys
) -> None:
    """What comes behind a missing number is in no receipt."""
    market = HandmadeKiosk(keys, "Market")
    market.sign(person(50))
    bring(folder, market, keys, 51, 1)
    register = bring(folder, gate, keys, 0, 5)
    assert upkeep_matters(register, folder)[0] == RECEIPT
    note_receipts(folder, {gate.id: 5, market.id: 0})
    gate.sign(person(5))
    bring(folder, gate, keys, 6, 1)
    assert upkeep_matters(register, folder) == [Matter(MatterKind.COPY, 7)]
    assert read_upkeep(folder).receipts == {gate.id.hex(): 5}


def test_a_receipt_for_one_kiosk_leaves_those_of_others_as_they_are(
    folder: CampaignFolder, gate: HandmadeKiosk
) -> None:
    note_receipts(folder, {gate.id: 5})
    note_copy(folder, 5, TODAY)
    note_receipts(folder, {bytes(16): 2})
    assert read_upkeep(folder) == Upkeep(
        receipts={gate.id.hex(): 5, bytes(16).hex(): 2}, copied=5, day=TODAY.isoformat()
    )


@pytest.mark.parametrize(
    "damaged", [b"", b"[]", b'{"version": 2}', b'{"copied": "all"}', b'{"copies": 3}', b"\xff" * 99]
)
def test_a_note_that_cannot_be_read_is_as_if_nothing_was_done(
    folder: CampaignFolder, gate: HandmadeKiosk, keys: CampaignKeys, damaged: bytes
) -> None:
    register = bring(folder, gate, keys, 0, 3)
    folder.upkeep_file.write_bytes(damaged)
    assert upkeep_matters(register, folder) == [RECEIPT, Matter(MatterKind.COPY, 3)]
    note_copy(folder, 3, TODAY)
    assert upkeep_matters(register, folder) == [RECEIPT]


def test_a_register_elsewhere_is_not_in_the_folder_to_be_copied(
    folder: CampaignFolder, gate: HandmadeKiosk, keys: CampaignKeys, tmp_path: Path
) -> None:
    bring(folder, gate, keys, 0, 3)
    elsewhere = Register(tmp_path / "elsewhere.sqlite", keys.key_id)
    merge(elsewhere, keys, [tmp_path / "0.signatures"])
    assert upkeep_matters(elsewhere, folder) == [RECEIPT]


def test_the_command_notes_the_receipts_that_it_gives_and_the_note_goes_with_the_campaign(
    folder: CampaignFolder, gate: HandmadeKiosk, keys: CampaignKeys, passphrase_file: Path, tmp_path: Path
) -> None:
    register = bring(folder, gate, keys, 0, 4)
    done("receipts", tmp_path, "--campaign", folder.path, "--passphrase-file", passphrase_file)
    assert upkeep_matters(register, folder) == [Matter(MatterKind.COPY, 4)]
    found = inventory(folder)
    assert folder.upkeep_file in found.goes
    assert folder.upkeep_file not in found.unknown
