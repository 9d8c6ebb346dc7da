"""The program on systems in other languages: the other tests all say C.UTF-8 (see tests/conftest.py)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests import patience
from tests.conftest import MakeKiosk
from tests.program import COMMAND, ENVIRONMENT

_LANGUAGE = """
from kiosk.app import application
from kiosk.ui.desk.window import DeskWindow
from pathlib import Path
window = DeskWindow(application(), Path("desk.json"))
print(window.language.tag)
"""


def _played(locale: str, *command: object, cwd: Path) -> str:
    """What a program says on a system of this locale, in UTF-8."""
    done = subprocess.run(
        list(map(str, command)),
        cwd=cwd,
        env={name: value for name, value in ENVIRONMENT.items() if name != "PYTHONUTF8"} | {"LC_ALL": locale},
        capture_output=True,
        timeout=patience.SECONDS,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.decode("utf-8")


@pytest.mark.parametrize(
    ("locale", "language"),
    [
        *(("C", "en"), ("nl_NL.UTF-8", "en"), ("de_AT.UTF-8", "de"), ("pt_PT.UTF-8", "pt-BR")),
        *(("zh_CN.UTF-8", "zh-Hans"), ("zh_HK.UTF-8", "zh-Hant")),
    ],
)
def test_the_desk_speaks_the_systems_language(tmp_path: Path, locale: str, language: str) -> None:
    assert _played(locale, sys.executable, "-c", _LANGUAGE, cwd=tmp_path) == f"{language}\n"


@pytest.mark.parametrize(
    ("locale", "what", "todo"),
    [
        ("C", "There is no content folder", "Check the name."),
        ("nl_NL.UTF-8", "There is no content folder", "Check the name."),
        ("de_AT.UTF-8", "Es gibt keinen Inhaltsordner", "Prüfen Sie den Namen."),
        ("zh_HK.UTF-8", "沒有內容資料夾", "請檢查名稱。"),
    ],
)
def test_a_command_tells_an_error_in_the_systems_language(
    tmp_path: Path, locale: str, what: str, todo: str
) -> None:
    told = subprocess.run(
        [*COMMAND, "campaign", "words", "nowhere", "en"],
        cwd=tmp_path,
        env={**ENVIRONMENT, "LC_ALL": locale},
        capture_output=True,
        encoding="utf-8",
        timeout=patience.SECONDS,
    )
    assert told.returncode == 1
    assert what in told.stderr
    assert f"→ {todo}" in told.stderr
    assert "nowhere" in told.stderr


@pytest.mark.parametrize("locale", ["C", "zh_CN.UTF-8"])
def test_a_name_in_any_script_is_printed(make_kiosk: MakeKiosk, tmp_path: Path, locale: str) -> None:
    data = make_kiosk("圖書館 الرباط Łódź").data
    assert "圖書館 الرباط Łódź" in _played(locale, *COMMAND, "status", "--data", data, cwd=tmp_path)
