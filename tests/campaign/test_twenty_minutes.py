"""docs/campaign-in-twenty-minutes.md is true: its commands, with the changes it tells, lead to a pack."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from pathlib import Path

from pypdf import PdfReader

from tests.conftest import PASSPHRASE
from tests.program import ROOT, done, refused

GUIDE = ROOT / "docs" / "campaign-in-twenty-minutes.md"
ASKS_FOR_THE_PASSPHRASE = ("new", "pack")


def told() -> list[list[str]]:
    """The commands of the guide that stand on a line of their own."""
    lines = re.findall(r"^    kiosk (.+)$", GUIDE.read_text(encoding="utf-8"), re.MULTILINE)
    return [shlex.split(line) for line in lines]


def write_own_words(content: Path) -> None:
    """What the guide says to do with the example, for a campaign of one language and without extras."""
    for other in ("zh-Hant", "zh-Hans"):
        shutil.rmtree(content / other)
    for name in ("endorsers.toml", "posters.toml", "figures.toml", "actions.toml"):
        (content / name).unlink()
        (content / "en" / name).unlink()
    campaign = content / "campaign.toml"
    text = campaign.read_text(encoding="utf-8")
    text = text.replace('"campus-library-hours"', '"night-trams"').replace(
        '["en", "zh-Hant", "zh-Hans"]', '["en"]'
    )
    campaign.write_text(text, encoding="utf-8")
    texts = content / "en" / "texts.toml"
    title = texts.read_text(encoding="utf-8").replace("A library open until midnight", "Trams all night")
    texts.write_text(title, encoding="utf-8")


def test_the_guides_commands_lead_to_a_pack_and_a_kiosk(tmp_path: Path) -> None:
    (tmp_path / "passphrase").write_text(PASSPHRASE + "\n")
    commands = told()
    assert len(commands) == 7
    for command in commands:
        if command[0] == "campaign" and command[1] in ASKS_FOR_THE_PASSPHRASE:
            command += ["--passphrase-file", "passphrase"]
        if command[0] == "rehearse":
            continue  # it says what is wrong with this computer, too, and has its own tests
        done(*command, cwd=tmp_path)
        if command[1] == "example":
            write_own_words(tmp_path / "my-campaign")
    status = json.loads(done("status", "--data", "trial", "--json", cwd=tmp_path))
    assert (status["title"], status["name"]) == ("Trams all night", "Trial")
    (page,) = PdfReader(tmp_path / "card.pdf").pages
    assert "Trams all night" in " ".join(page.extract_text().split())


def test_an_example_overwrites_nothing(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    refused("campaign", "example", "mine", cwd=tmp_path, saying=("There is something at mine already.",))
    assert list((tmp_path / "mine").iterdir()) == []
