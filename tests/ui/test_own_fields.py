"""A visitor answers a campaign's own fields by clicking and typing, and reads them before signing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit

from kiosk.signing.visit import Step
from tests.conftest import CAMPAIGNS
from tests.ui.conftest import OpenStall, Stall

_FIELDS = """
[[fields]]
id = "room"
kind = "text"
asked = "required"

[[fields]]
id = "year"
kind = "number"
asked = "required"

[[fields]]
id = "since"
kind = "date"
asked = "required"

[[fields]]
id = "resident"
kind = "yes-no"

[[fields]]
id = "tongues"
kind = "choices"
options = ["english", "chinese"]
"""
_WORDS = """
[room]
title = "Your room"
[year]
title = "Your year"
wrong = "A year is a number."
[since]
title = "Here since"
[resident]
title = "Do you live on campus?"
[tongues]
title = "Which languages do you study in?"
[tongues.options]
english = "English"
chinese = "Chinese"
"""


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """The campus campaign with a field of every kind."""
    folder = Path(shutil.copytree(CAMPAIGNS / "campus-library-hours", tmp_path / "content"))
    for file, more in (("campaign.toml", _FIELDS), ("en/fields.toml", _WORDS)):
        with (folder / file).open("a", encoding="utf-8") as text:
            text.write(more)
    return folder


def _said(stall: Stall) -> str:
    return "\n".join(label.text() for label in stall.window.findChildren(QLabel) if label.isVisible())


def test_a_field_of_every_kind_is_answered_read_and_sealed(open_stall: OpenStall, content: Path) -> None:
    stall = open_stall(content)
    visitor, visit = stall.visitor, stall.window.visit
    visitor.tap("sign")
    visitor.type_into("name", "Ann")
    visitor.tap("next")
    visitor.type_into("email", "ann@example.org")
    visitor.tap("next")
    visitor.type_into("student-number", "20261234")
    visitor.tap("next")
    for name, answer in (("room", "12 B"), ("year", "third"), ("since", "2025-09-01")):
        visitor.type_into(name, answer)
    visitor.tap("next")
    assert "A year is a number." in _said(stall)
    visitor.find(QLineEdit, "field-year").clear()
    visitor.type_into("year", "3")
    visitor.tap("next")
    for extra, taps in (("own-2", ["own-faculty-law"]), ("own-4", ["own-resident-no"])):
        visitor.tap(f"extra-{extra}")
        for tap in (*taps, "next"):
            visitor.tap(tap)
    visitor.tap("extra-own-5")
    for tap in ("own-tongues-chinese", "own-tongues-english", "own-tongues-chinese", "next", "next"):
        visitor.tap(tap)
    assert visit.step is Step.CONSENT
    for given in ("20261234", "12 B", "3", "Sep 1, 2025", "Law", "No", "English"):
        assert given in _said(stall).split("\n"), given
    visitor.tap("consent")
    visitor.tap("submit")
    visitor.tap("done")
    (signature,) = stall.signatures()
    assert (signature.version, signature.identified_by) == (2, "student-number")
    assert signature.own == {
        "student-number": "20261234",
        "faculty": "law",
        "room": "12 B",
        "year": "3",
        "since": "2025-09-01",
        "resident": False,
        "tongues": ("english",),
    }


def test_what_does_not_fit_is_said_in_the_campaigns_words_and_in_each_language(open_stall: OpenStall) -> None:
    stall = open_stall("campus-library-hours")
    visitor = stall.visitor
    visitor.speak("zh-Hant")
    visitor.tap("sign")
    visitor.type_into("name", "Ann")
    visitor.tap("next")
    visitor.type_into("email", "ann@example.org")
    visitor.tap("next")
    visitor.tap("next")
    assert "請填寫這一項。" in _said(stall)
    visitor.type_into("student-number", "2026")
    visitor.tap("next")
    assert "學號有八個數字，印在學生證上。" in _said(stall)
    assert stall.window.visit.step == "own-1"


def test_a_choice_that_is_not_required_can_be_taken_back(open_stall: OpenStall, content: Path) -> None:
    stall = open_stall(content)
    visitor, visit = stall.visitor, stall.window.visit
    visit.step = Step.EXTRAS
    stall.window._build()
    visitor.tap("extra-own-2")
    visitor.tap("own-faculty-law")
    assert visit.draft.own == {"faculty": "law"}
    visitor.tap("next")
    visitor.tap("extra-own-2")
    assert visitor.find(QAbstractButton, "own-faculty-law").isChecked()
    visitor.tap("own-faculty-none")
    assert visit.draft.own == {}
