"""A visit by screen reader: what AT-SPI, which Orca reads, is told on a session bus of its own."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from kiosk import paths
from kiosk.campaign.content import parse_content, read_folder
from kiosk.languages import own_name
from kiosk.ui.language import Language
from tests import patience
from tests.lacking import need
from tests.program import COMMAND, ENVIRONMENT, ROOT
from tests.ui.x_session import x_display

_PYTHON = "/usr/bin/python3"
"""The system's own, for which Debian has pyatspi."""


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_a_visit_is_told_from_the_start_to_thank_you(tmp_path: Path, language: str) -> None:
    _need_atspi()
    text = Language(language).text
    campaign = parse_content(read_folder(paths.bundled_campaign()))
    steps = [
        *([own_name(language)] if language != "en" else []),
        text("Touch to sign"),
        text("Continue"),
        "=Ann",
        text("Continue"),
        Language(language).country("HK"),
        text("Continue"),
        campaign.texts[language].consent,
        text("Sign now"),
    ]
    pages, said = _visit(tmp_path, steps)
    *_, name, missing, typed, country, extras, consent, ticked, thanks = pages
    for page, heading in (
        (name, "What is your name?"),
        (country, "Which country do you live in?"),
        (consent, "Do you agree?"),
    ):
        assert text(heading) in _names(page), "the screen and its heading say what is asked"
        assert _names(page).count(text(heading)) == 2
    assert extras
    assert typed
    (field,) = (each for each in missing if each["role"] == "text")
    assert field["description"] == text("Please fill this in.")
    consent_box = [each for each in ticked if each["name"] == campaign.texts[language].consent]
    assert [each["checked"] for each in consent_box if each["role"] == "check box"] == [True]
    assert any(each.startswith(text("Thank you!")) for each in _names(thanks))
    for page in pages:
        for each in page:
            if each["role"] in ("push button", "check box", "radio button", "text"):
                assert each["name"].strip()
    assert "Could not find accessible" not in said


def _names(page: list[dict[str, str]]) -> list[str]:
    return [each["name"] for each in page]


def _need_atspi() -> None:
    need("dbus-run-session", "Xvfb", _PYTHON)
    if subprocess.run([_PYTHON, "-c", "import pyatspi"], capture_output=True).returncode:
        pytest.skip("not installed: python3-pyatspi (make install-dev brings it)")


def _visit(tmp_path: Path, steps: list[str]) -> tuple[list[list[dict[str, str]]], str]:
    """The pages that the steps led to, and what the kiosk printed."""
    with x_display(tmp_path) as display, (tmp_path / "said").open("w") as said:
        environment = {
            **ENVIRONMENT,
            "DISPLAY": display,
            "QT_QPA_PLATFORM": "xcb",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
            "KIOSK": " ".join(COMMAND),
        }
        script = '$KIOSK run --data "$1" >&2 & kiosk=$!; shift; "$@"; ended=$?; kill $kiosk; exit $ended'
        spoken = [_PYTHON, str(ROOT / "tests" / "spoken.py"), *steps]
        heard = subprocess.run(
            ["dbus-run-session", "--", "sh", "-c", script, "sh", str(tmp_path / "none"), *spoken],
            cwd=ROOT,
            env={**environment, "HOME": os.fspath(tmp_path)},
            stdout=subprocess.PIPE,
            stderr=said,
            text=True,
            timeout=patience.LONG_SECONDS,
            check=False,
        )
    printed = (tmp_path / "said").read_text(encoding="utf-8")
    assert heard.returncode == 0, printed
    return json.loads(heard.stdout.splitlines()[-1]), printed
