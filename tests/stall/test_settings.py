"""kiosk.json: strictly read, whole or not at all, readable by its owner only."""

import base64
import json
from pathlib import Path

import msgspec
import pytest

from kiosk.errors import NewerVersionError, SettingsError
from kiosk.stall.folder import SETTINGS as FILE
from kiosk.stall.kiosk import Kiosk
from kiosk.stall.settings import VERSION, Display, Settings, load_settings, save_settings

SETTINGS = Settings(
    version=VERSION,
    name="Library steps",
    campaign="a-campaign",
    signing_seed=b"s" * 32,
    signer=b"c" * 32,
    public_key=b"p" * 1216,
    edition=3,
)


def test_what_was_saved_is_loaded(tmp_path: Path) -> None:
    save_settings(tmp_path, SETTINGS)
    assert load_settings(tmp_path) == SETTINGS
    assert (tmp_path / FILE).stat().st_mode & 0o777 == 0o600


def test_an_empty_folder_is_no_kiosk(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="not set up") as told:
        load_settings(tmp_path)
    assert "Set it up first" in told.value.todo


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        "\x00" * 100,
        '{"version": 1}',
        '{"version": "1"}',
        "[" * 50_000,
        "x" * 100_000,
    ],
)
def test_damaged_settings_are_told(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text)
    with pytest.raises(SettingsError) as told:
        load_settings(tmp_path)
    assert FILE in told.value.what


@pytest.mark.parametrize(
    "change",
    [
        {"colour": "red"},
        {"signing_seed": "c2hvcnQ="},
        {"edition": "3"},
        {"name": None},
        {"display": {"beep": True, "colour": "red"}},
        {"pin": {"salt": "", "hash": "", "memory_kib": 64, "passes": 1, "colour": "red"}},
    ],
)
def test_one_wrong_key_is_told(tmp_path: Path, change: dict[str, object]) -> None:
    save_settings(tmp_path, SETTINGS)
    path = tmp_path / FILE
    path.write_text(json.dumps({**json.loads(path.read_text()), **change}))
    with pytest.raises(SettingsError, match="damaged"):
        load_settings(tmp_path)


def test_settings_of_64_kib_are_read_and_larger_ones_are_damage(tmp_path: Path) -> None:
    save_settings(tmp_path, SETTINGS)
    path = tmp_path / FILE
    path.write_bytes(path.read_bytes().ljust(64 * 1024))
    assert load_settings(tmp_path) == SETTINGS
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(SettingsError):
        load_settings(tmp_path)


@pytest.mark.parametrize("version", [0, -1, True, 1.5])
def test_no_version_was_ever_before_the_first(tmp_path: Path, version: object) -> None:
    save_settings(tmp_path, SETTINGS)
    path = tmp_path / FILE
    path.write_text(json.dumps({**json.loads(path.read_text()), "version": version}))
    with pytest.raises(SettingsError):
        load_settings(tmp_path)


def test_what_staff_have_not_chosen_is_the_plain_way() -> None:
    assert Display() == Display(language="", text_size="normal", beep=False, country="")
    assert (SETTINGS.pin, SETTINGS.display) == (None, Display())


def test_newer_settings_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(f'{{"version": {VERSION + 1}, "something": "new"}}')
    with pytest.raises(NewerVersionError, match="newer version"):
        load_settings(tmp_path)


def test_settings_of_version_1_are_taken_over(tmp_path: Path) -> None:
    old = {
        "version": 1,
        "name": "Library steps",
        "campaign": "a-campaign",
        "signing_seed": "c3Nzc3Nzc3Nzc3Nzc3Nzc3Nzc3Nzc3Nzc3Nzc3Nzc3M=",
        "signer": "Y2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2M=",
        "public_key": base64.b64encode(SETTINGS.public_key).decode(),
        "edition": 3,
        "pin": None,
    }
    (tmp_path / FILE).write_text(json.dumps(old))
    assert load_settings(tmp_path) == SETTINGS
    changed = msgspec.structs.replace(load_settings(tmp_path), display=Display(text_size="large", beep=True))
    save_settings(tmp_path, changed)
    assert json.loads((tmp_path / FILE).read_text())["version"] == VERSION
    assert load_settings(tmp_path) == changed


def test_settings_of_another_kiosk_do_not_open_this_vault(make_kiosk, tmp_path: Path) -> None:
    one, other = make_kiosk("Stall A"), make_kiosk("Stall B")
    save_settings(one.data, other.settings)
    with pytest.raises(Exception, match="another kiosk"):
        _ = Kiosk.open(one.data).vault


@pytest.mark.parametrize(
    ("version", "lacking"),
    [(2, "taken_words"), (3, "country"), (4, "verified"), (5, "idle_minutes"), (6, "nothing")],
)
def test_settings_of_later_versions_are_taken_over(tmp_path: Path, version: int, lacking: str) -> None:
    save_settings(tmp_path, SETTINGS)
    kept = json.loads((tmp_path / FILE).read_bytes())
    for part in (kept, kept["display"]):
        part.pop(lacking, None)
    (tmp_path / FILE).write_text(json.dumps({**kept, "version": version}))
    assert load_settings(tmp_path) == SETTINGS
