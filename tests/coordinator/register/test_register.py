"""The register at rest: nothing in the clear, and the file is what it says."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.counting.kiosks import kiosk_views
from kiosk.coordinator.register.register import Register, State
from kiosk.errors import CampaignError, NewerVersionError, StorageError
from tests.conftest import TODAY
from tests.exports import HandmadeKiosk
from tests.people import person, written_forms


@pytest.fixture
def merged(keys, desk, tmp_path: Path) -> Path:
    """The register file after five people were merged."""
    kiosk = HandmadeKiosk(keys)
    file = tmp_path / "x.signatures"
    file.write_bytes(kiosk.batch(kiosk.sign(*(person(n) for n in range(5)))))
    desk.merge(file)
    return desk.folder / "register.sqlite"


def test_no_one_is_in_it_in_the_clear(merged: Path) -> None:
    data = merged.read_bytes()
    for n in range(5):
        one = person(n)
        for words in (one.name, one.email, one.city):
            assert not any(form in data for form in written_forms(words))
    assert merged.stat().st_mode & 0o777 == 0o600


def test_boxes_do_not_tell_how_long_a_name_is(merged: Path) -> None:
    with sqlite3.connect(merged) as connection:
        sizes = {size for (size,) in connection.execute("SELECT length(box) FROM record")}
    connection.close()
    assert len(sizes) == 1


def test_kiosks_come_by_name_and_namesakes_by_id(keys, desk, tmp_path: Path) -> None:
    stalls = [HandmadeKiosk(keys, name) for name in ("Fair", "Canteen", "Fair", "Canteen", "Fair")]
    file = tmp_path / "x.signatures"
    file.write_bytes(b"".join(stall.batch(stall.sign(person(n))) for n, stall in enumerate(stalls)))
    desk.merge(file)
    found = [(one.name, one.id) for one in desk.register.kiosks()]
    assert found == sorted((stall.name, stall.id) for stall in stalls)


def test_records_come_by_kiosk_and_number(keys, desk, tmp_path: Path) -> None:
    stalls = [HandmadeKiosk(keys) for _ in range(3)]
    file = tmp_path / "x.signatures"
    file.write_bytes(b"".join(stall.batch(stall.sign(*map(person, range(4)))) for stall in stalls))
    desk.merge(file)
    found = [(row.kiosk, row.seq, row.id, row.digest) for row in desk.register.rows(keys.register_key)]
    records = [one for stall in stalls for one in stall.records]
    assert found == sorted((one.kiosk, one.seq, one.id, one.digest()) for one in records)


def test_records_are_counted_by_their_state(merged: Path, keys) -> None:
    register = Register(merged, keys.key_id)
    assert (register.count(), register.count(State.COUNTED), register.count(State.WITHDRAWN)) == (5, 5, 0)


def test_where_all_records_of_a_kiosk_are_deleted_all_its_numbers_are_a_gap(merged: Path, keys) -> None:
    with sqlite3.connect(merged) as connection:
        connection.execute("DELETE FROM mark")
        connection.execute("DELETE FROM record")
    connection.close()
    register = Register(merged, keys.key_id)
    (kiosk,) = register.kiosks()
    assert register.gaps() == {kiosk.id: [(1, 5)]}


def test_a_register_that_goes_away_is_not_made_anew(merged: Path, keys) -> None:
    register = Register(merged, keys.key_id)
    away = merged.rename(merged.with_suffix(".away"))
    with pytest.raises(StorageError, match="cannot be opened"):
        register.kiosks()
    assert not merged.exists()
    away.rename(merged)
    assert len(register.kiosks()) == 1


def test_another_campaigns_register_is_refused(merged: Path) -> None:
    with pytest.raises(CampaignError, match="another campaign"):
        Register(merged, CampaignKeys.new().key_id)


def test_a_newer_register_is_left_alone(merged: Path, keys) -> None:
    connection = sqlite3.connect(merged)
    connection.execute("PRAGMA user_version = 3")
    connection.close()
    with pytest.raises(NewerVersionError):
        Register(merged, keys.key_id)


def test_what_is_no_register_is_told_and_kept(tmp_path: Path, keys) -> None:
    path = tmp_path / "register.sqlite"
    path.write_text("Dear coordinator, " * 1000)
    with pytest.raises(CampaignError) as told:
        Register(path, keys.key_id)
    assert str(path) in told.value.what
    assert path.read_text() == "Dear coordinator, " * 1000
    with pytest.raises(StorageError):
        Register(tmp_path / "no folder" / "register.sqlite", keys.key_id)


def test_a_damaged_register_is_told(merged: Path, keys) -> None:
    data = bytearray(merged.read_bytes())
    data[4096:] = b"\xa5" * (len(data) - 4096)
    merged.write_bytes(data)
    with pytest.raises(CampaignError, match=str(merged)):
        list(Register(merged, keys.key_id).rows(keys.register_key))


@pytest.mark.parametrize(
    ("change", "read"),
    [
        ("record SET status", Register.tally),
        ("kiosk SET standing", lambda register: kiosk_views(register, TODAY)),
    ],
    ids=["state", "standing"],
)
def test_a_word_that_somebody_wrote_into_it_is_told(
    merged: Path, keys, change: str, read: Callable[[Register], object]
) -> None:
    with sqlite3.connect(merged) as connection:
        connection.execute(f"UPDATE {change} = 'nonsense'")
    connection.close()
    with pytest.raises(CampaignError, match="somebody changed it"):
        read(Register(merged, keys.key_id))
