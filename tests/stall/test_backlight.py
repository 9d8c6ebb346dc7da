"""How bright a laptop's screen is, to the nearest step that can be chosen."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.errors import SettingsError
from kiosk.stall import backlight
from kiosk.stall.backlight import brightness, set_brightness
from tests import patience


@pytest.fixture
def lamp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The lamp of a laptop with systemd's busctl, which notes what it was asked."""
    lamp = tmp_path / "backlight" / "intel_backlight"
    lamp.mkdir(parents=True)
    (lamp / "max_brightness").write_text("200\n")
    monkeypatch.setattr(backlight, "BACKLIGHTS", lamp.parent)
    monkeypatch.setattr(backlight, "_SECONDS", patience.SECONDS)
    busctl = tmp_path / "programs" / "busctl"
    busctl.parent.mkdir()
    busctl.write_text(f'#!/bin/sh\necho "$*" >"{lamp}/asked"\n')
    busctl.chmod(0o755)
    monkeypatch.setenv("PATH", str(busctl.parent))
    return lamp


@pytest.mark.parametrize(
    ("now", "level"),
    [(0, 25), (50, 25), (74, 25), (76, 50), (104, 50), (126, 75), (174, 75), (176, 100), (200, 100)],
)
def test_the_nearest_level_is_told(lamp: Path, now: int, level: int) -> None:
    (lamp / "brightness").write_text(f"{now}\n")
    assert brightness() == level


@pytest.mark.parametrize(("level", "value"), [(100, 200), (75, 150), (25, 50)])
def test_it_is_set_in_the_lamps_own_steps(lamp: Path, level: int, value: int) -> None:
    set_brightness(level)
    assert (lamp / "asked").read_text().endswith(f"SetBrightness ssu backlight intel_backlight {value}\n")


def test_the_system_is_asked_in_silence_and_without_the_bundles_own_libraries(
    lamp: Path, typed_before: None, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """It can read nothing either that somebody has typed where the kiosk was started."""
    monkeypatch.setenv("LD_LIBRARY_PATH", "/of/the/bundle")
    monkeypatch.setenv("DISPLAY", ":7")
    (lamp.parent.parent / "programs" / "busctl").write_text(
        "#!/bin/sh\nread typed\n"
        f'echo "$DISPLAY ${{LD_LIBRARY_PATH-none}} [$typed]" >"{lamp}/asked"\necho "done"; echo "well" >&2\n'
    )
    set_brightness(50)
    assert (lamp / "asked").read_text() == ":7 none []\n"
    assert capfd.readouterr() == ("", "")


def test_of_two_lamps_the_first_by_its_name_is_set(lamp: Path) -> None:
    for other in ("acpi_video0", "nv_backlight"):
        (lamp.parent / other).mkdir()
        (lamp.parent / other / "max_brightness").write_text("10\n")
    set_brightness(100)
    assert (lamp / "asked").read_text().endswith(" backlight acpi_video0 10\n")


def test_it_never_goes_dark(lamp: Path) -> None:
    (lamp / "max_brightness").write_text("1\n")
    set_brightness(25)
    assert (lamp / "asked").read_text().endswith(" 1\n")


def test_where_it_cannot_be_set_that_is_known_and_told(lamp: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (lamp / "brightness").write_text("bright\n")
    assert brightness() is None
    (lamp / "brightness").write_text("100\n")
    (lamp / "max_brightness").write_text("0\n")
    assert brightness() is None
    (lamp / "max_brightness").write_text("200\n")
    monkeypatch.setenv("PATH", "")
    assert brightness() is None
    with pytest.raises(SettingsError):
        set_brightness(50)


def test_where_there_is_no_lamp_it_cannot_be_set(lamp: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (lamp.parent / "none").mkdir()
    for folder in ("none", "gone"):
        monkeypatch.setattr(backlight, "BACKLIGHTS", lamp.parent / folder)
        assert brightness() is None
        with pytest.raises(SettingsError):
            set_brightness(50)


@pytest.mark.parametrize("does", ["exit 1", "exec /bin/sleep 999"], ids=["refuses", "hangs"])
def test_a_system_that_refuses_or_does_not_answer_is_told(
    lamp: Path, does: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if "sleep" in does:
        monkeypatch.setattr(backlight, "_SECONDS", 0.1)
    (lamp.parent.parent / "programs" / "busctl").write_text(f"#!/bin/sh\n{does}\n")
    with pytest.raises(SettingsError, match="cannot be set here"):
        set_brightness(50)
