"""`kiosk rehearse`, as staff run it: green on a good laptop, red with what to do on another."""

from __future__ import annotations

import datetime
import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TypeVar

import psutil
import pytest
from PySide6.QtWidgets import QApplication

from kiosk.coordinator.campaign.folder import CampaignFolder
from kiosk.rehearsal import rehearse
from kiosk.stall.kiosk import Kiosk
from tests import patience
from tests.conftest import CAMPAIGNS, PASSPHRASE, TODAY, Disk, MakeKiosk
from tests.people import person
from tests.program import COMMAND, ENVIRONMENT, done, kiosk
from tests.rehearsal.test_chain import STEPS

T = TypeVar("T")


def test_before_any_set_up_it_plays_the_bundled_campaign(tmp_path: Path) -> None:
    said = done("rehearse", "--data", tmp_path / "nothing here", "--screenshots", tmp_path / "pictures")
    lines = said.splitlines()
    assert "Stop Repression in Hong Kong" in lines[0]
    assert any("killed 2 times" in line for line in lines)
    assert any("collected 5 = counted 5" in line for line in lines)
    assert not [line for line in lines if line.startswith("✗")]
    warned = any(line.startswith("!") for line in lines[:-2])  # some laptops have no battery, or no clock set
    assert lines[-2].startswith("! Nothing is broken, but" if warned else "✓ All is well.")
    taken = {picture.stem for picture in (tmp_path / "pictures").iterdir()}
    assert {"demands-en", "consent-zh-Hant", "thanks-zh-Hans"} <= taken
    assert not (tmp_path / "nothing here").exists()


@pytest.mark.long
def test_a_kiosk_lends_its_content_and_is_not_touched(tmp_path: Path, make_kiosk: MakeKiosk) -> None:
    content = shutil.copytree(CAMPAIGNS / "campus-library-hours", tmp_path / "content")
    settings = content / "campaign.toml"
    text = settings.read_text("utf-8")
    assert "destroy_by = 2027-07-31" in text
    later = datetime.date.today() + datetime.timedelta(days=200)  # the rehearsal looks at the real clock
    settings.write_text(text.replace("2027-07-31", later.isoformat()), "utf-8")
    campus = CampaignFolder.create(tmp_path / "C", content, PASSPHRASE, TODAY)
    stall = make_kiosk(pack=campus.pack_file)
    stall.data.chmod(0o700)
    stall.sign(person(1))
    before = everything_in(stall.data)
    said = [json.loads(line) for line in done("rehearse", "--data", stall.data, "--json").splitlines()]
    assert everything_in(stall.data) == before
    found = {finding["name"]: finding for finding in said}
    assert [finding["name"] for finding in said][:6] == STEPS
    title = stall.campaign.texts["en"].title
    assert found["set-up"]["values"] == {"title": title}
    assert found["set-up"]["sentence"] == found["set-up"]["message"].replace("{title}", title)
    assert found["vault"]["values"] == {"number": 1}
    assert {"fonts-en", "fonts-zh-Hant", "clock", "battery", "disk", "permissions", "swap"} <= found.keys()
    assert said[-1]["name"] == "rehearsal"
    assert said[-1]["state"] == "well"
    assert 0 < said[-1]["values"]["seconds"] < 180


def everything_in(folder: Path) -> dict[str, tuple[bytes, int, int]]:
    return {
        path.name: (path.read_bytes(), path.stat().st_mtime_ns, path.stat().st_mode)
        for path in folder.iterdir()
    }


@pytest.mark.long
def test_what_is_wrong_with_the_laptop_is_red(
    qapp: QApplication, small_disk: Disk, make_kiosk: MakeKiosk
) -> None:
    data = make_kiosk(data=small_disk.path / "A").data
    (data / "vault.sqlite").chmod(0o644)
    small_disk.fill()
    found = {f.name: f for f in rehearse(data, now=datetime.datetime(1970, 1, 1, 12, tzinfo=datetime.UTC))}
    del found["core-dumps"]  # it is the program's start that sees to that, not this test's process
    faults = {name: finding.sentence for name, finding in found.items() if finding.state == "fault"}
    assert faults.keys() == {"clock", "disk", "permissions", "rehearsal"}
    assert "The clock says 1970-01-01" in faults["clock"]
    assert "Set the date and time." in faults["clock"]
    assert "Free some space." in faults["disk"]
    assert f"Other users of this laptop can get at the data folder {data}" in faults["permissions"]
    assert faults["rehearsal"].startswith("Faults found: ")


def test_a_full_disk_for_temporary_files_stops_the_chain_only(
    qapp: QApplication, small_disk: Disk, stall: Kiosk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(small_disk.path))
    small_disk.fill()
    first, *others = rehearse(stall.data)
    assert (first.name, first.state) == ("chain", "fault")
    assert "full" in first.sentence
    assert "Free some space" in first.sentence
    assert {"fonts-en", "clock", "vault", "rehearsal"} <= {finding.name for finding in others}


def test_a_damaged_kiosk_is_told_and_the_rest_is_played(stall: Kiosk) -> None:
    stall.data.chmod(0o700)
    (stall.data / "kiosk.json").write_text("{")
    (stall.data / "kiosk.json").chmod(0o600)
    said = kiosk("rehearse", "--data", stall.data)
    assert said.returncode == 1
    first, *others, last = said.stdout.splitlines()
    assert first.startswith("✗")
    assert "damaged" in first
    assert any("collected 5 = counted 5" in line for line in others)
    assert not [line for line in others if line.startswith("✗")]
    assert last.startswith("✗ Faults found: 1.")


@pytest.mark.long
@pytest.mark.skipif(os.name == "nt", reason="fontconfig finds the fonts on Linux")
def test_without_chinese_letters_it_names_the_package(tmp_path: Path) -> None:
    fonts = tmp_path / "fonts"
    fonts.mkdir()
    configuration = tmp_path / "fonts.conf"
    configuration.write_text(
        f"<fontconfig><dir>{fonts}</dir><cachedir>{tmp_path}/cache</cachedir></fontconfig>"
    )
    said = subprocess.run(
        [*COMMAND, "rehearse", "--data", str(tmp_path / "none")],
        env={**ENVIRONMENT, "FONTCONFIG_FILE": str(configuration)},
        capture_output=True,
        encoding="utf-8",
        timeout=patience.LONG_SECONDS,
        check=False,
    )
    assert said.returncode == 1, said.stdout + said.stderr
    (line,) = [line for line in said.stdout.splitlines() if "繁體中文" in line]
    assert line.startswith("✗ No font on this laptop has")
    assert "on Debian it is called fonts-noto-cjk" in line


@pytest.mark.skipif(os.name == "nt", reason="kill -9 is POSIX")
def test_when_it_is_killed_itself_nothing_goes_on_running(tmp_path: Path) -> None:
    played = subprocess.Popen(
        [*COMMAND, "rehearse", "--data", str(tmp_path / "none")],
        env={**ENVIRONMENT, "TMPDIR": str(tmp_path)},
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    with played:
        assert played.stdout is not None
        assert played.stdout.readline().startswith("✓")
        started = patience.until(lambda: psutil.Process(played.pid).children(recursive=True))
        played.kill()
    patience.until(lambda: not any(process.is_running() for process in started))
