"""The chain with other campaigns than the bundled one: their languages, and what their forms ask for."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from kiosk.campaign.content import read_folder
from kiosk.rehearsal.chain import play_chain
from kiosk.rehearsal.killed import look_for_names
from kiosk.rehearsal.visitor import Person, RehearsalError
from tests.conftest import CAMPAIGNS
from tests.long_campaign import twelve_languages

STEPS = ["set-up", "killed", "signed", "sealed", "synced", "merged"]
_EVERYTHING = """[form]
organisation = "required"
country = "required"
city = "required"
postcode = "required"
phone = "required"
signature = "required"
"""
_A_NAME_ONLY = """[form]
country = "off"
"""


def played(content: Path, tmp_path: Path) -> list[str]:
    """The steps that went well."""
    folder = tmp_path / "rehearsal"
    folder.mkdir()
    return [finding.name for finding in play_chain(read_folder(content), folder, None)]


@pytest.mark.long
def test_people_sign_in_twelve_languages(qapp: QApplication, tmp_path: Path) -> None:
    assert played(twelve_languages(tmp_path), tmp_path) == STEPS


def test_the_campus_campaign_insists_on_an_e_mail_and_on_no_country(
    qapp: QApplication, tmp_path: Path
) -> None:
    assert played(CAMPAIGNS / "campus-library-hours", tmp_path) == STEPS


@pytest.mark.parametrize(
    "form",
    [
        pytest.param(_EVERYTHING, id="everything"),
        pytest.param(_A_NAME_ONLY, id="a name only", marks=pytest.mark.long),
    ],
)
def test_any_form_can_be_filled_in(qapp: QApplication, content: Path, tmp_path: Path, form: str) -> None:
    folder = shutil.copytree(content, tmp_path / "content")
    top = folder / "campaign.toml"
    text = top.read_text(encoding="utf-8")
    top.write_text(re.sub(r"(?s)\[form\].*?(?=\[consent\])", form, text), encoding="utf-8")
    assert played(folder, tmp_path) == STEPS


@pytest.mark.parametrize("coding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_a_name_on_the_disk_is_found(tmp_path: Path, coding: str) -> None:
    person = Person("zh-Hant", "陳大文", "HK", "someone@rehearsal.example")
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "history.db").write_bytes(b"\0" + "簽名：陳大文".encode(coding))
    with pytest.raises(RehearsalError, match=r"history\.db"):
        look_for_names(tmp_path, [person])
