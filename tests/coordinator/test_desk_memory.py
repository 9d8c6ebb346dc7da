"""What the desk remembers from one start to the next: its language, six folders, and where registers are."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from kiosk.coordinator.desk_memory import DeskMemory, load_memory, save_memory
from kiosk.coordinator.register.server_address import ServerAddress
from kiosk.errors import NewerVersionError, SettingsError


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "settings" / "desk.json"


def test_nothing_is_remembered_before_the_first_time(path: Path) -> None:
    assert load_memory(path) == DeskMemory(2, "", (), {})


def test_what_is_saved_is_there_again_for_this_user_alone(path: Path, tmp_path: Path) -> None:
    server = msgspec.convert(
        {"host": "db.example", "database": "petition", "user": "ana"}, ServerAddress, strict=False
    )
    memory = DeskMemory().speaking("zh-Hant").used(tmp_path / "C").kept_on(tmp_path / "C", server)
    save_memory(path, memory)
    assert path.stat().st_mode & 0o777 == 0o600
    back = load_memory(path)
    assert back == memory
    assert back.server(tmp_path / "C") == server
    assert back.server(tmp_path / "D") is None
    assert back.kept_on(tmp_path / "D", None).server(tmp_path / "C") == server
    assert back.kept_on(tmp_path / "C", None).servers == {}


def test_it_is_saved_again_and_again_into_folders_that_are_made_for_it(tmp_path: Path) -> None:
    path = tmp_path / "user" / "settings" / "desk.json"
    for language in ("en", "nl"):
        save_memory(path, DeskMemory().speaking(language))
        assert load_memory(path).language == language


def test_two_campaigns_are_kept_on_two_servers(tmp_path: Path) -> None:
    servers = [
        msgspec.convert({"host": host, "database": "d", "user": "ana"}, ServerAddress, strict=False)
        for host in ("one.example", "two.example")
    ]
    memory = DeskMemory()
    for name, server in zip("CD", servers, strict=True):
        memory = memory.kept_on(tmp_path / name, server)
    assert [memory.server(tmp_path / name) for name in "CD"] == servers


def test_the_last_six_folders_are_offered_the_last_one_first(tmp_path: Path) -> None:
    memory = DeskMemory()
    for n in range(6):
        memory = memory.used(tmp_path / str(n))
    assert [Path(one).name for one in memory.folders] == ["5", "4", "3", "2", "1", "0"]
    memory = memory.used(tmp_path / "0")
    assert [Path(one).name for one in memory.folders] == ["0", "5", "4", "3", "2", "1"]
    memory = memory.used(tmp_path / "6")
    assert [Path(one).name for one in memory.folders] == ["6", "0", "5", "4", "3", "2"]
    assert [Path(one).name for one in memory.without(tmp_path / "5").folders] == ["6", "0", "4", "3", "2"]


def test_a_memory_of_the_first_version_is_taken_over(path: Path) -> None:
    save_memory(path, DeskMemory(1, "en", ("/a",)))
    assert load_memory(path) == DeskMemory(2, "en", ("/a",))


@pytest.mark.parametrize("text", ["", "{", "[]", '{"version": 0}', '{"version": 2, "colour": "red"}'])
def test_a_damaged_memory_is_told_and_kept(path: Path, text: str) -> None:
    path.parent.mkdir()
    path.write_text(text)
    with pytest.raises(SettingsError, match="damaged") as told:
        load_memory(path)
    assert "Put a copy of it back" in told.value.todo
    assert path.read_text() == text


def test_a_memory_of_64_kib_is_read_a_larger_one_and_a_newer_one_are_not(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b'{"version": 2}'.ljust(64 * 1024))
    assert load_memory(path) == DeskMemory()
    path.write_bytes(b'{"version": 2}'.ljust(64 * 1024 + 1))
    with pytest.raises(SettingsError, match="larger than"):
        load_memory(path)
    path.write_text('{"version": 3, "more": true}')
    with pytest.raises(NewerVersionError, match="newer version"):
        load_memory(path)
