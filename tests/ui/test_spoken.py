"""A visit by screen reader: what AT-SPI, which Orca reads, is told on a session bus of its own."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import msgspec
import pytest

from kiosk import paths
from kiosk.campaign.content import parse_content, read_folder
from kiosk.campaign.poster_versions import poster_versions
from kiosk.languages import own_name
from kiosk.signing.countries import find_countries
from kiosk.ui.language import Language
from kiosk.ui.window.sections import SECTIONS
from tests import patience
from tests.lacking import need
from tests.program import COMMAND, ENVIRONMENT, ROOT
from tests.ui.x_session import x_display

_PYTHON = "/usr/bin/python3"
"""The system's own, for which Debian has pyatspi."""
_CONTROLS = ("push button", "check box", "radio button", "page tab", "text")


@pytest.mark.parametrize(("language", "letters"), [("en", "hong"), ("zh-Hant", "香港")])
def test_a_visit_is_told_from_the_start_to_thank_you(tmp_path: Path, language: str, letters: str) -> None:
    _need_atspi()
    spoken = Language(language)
    text = spoken.text
    texts = parse_content(read_folder(paths.bundled_campaign())).texts[language]
    steps = [
        *([own_name(language)] if language != "en" else []),
        text("Touch to sign"),
        text("Continue"),
        "=Ann",
        text("Continue"),
        f"={letters}",
        spoken.country("HK"),
        text("Continue"),
        texts.consent,
        text("Sign now"),
        text("See what you can do"),
        text("Demands"),
    ]
    pages, titles, said = _visit(tmp_path, steps)
    *_, name, missing, typed, country, found, extras, consent, ticked, thanks, actions, demands = pages
    for page, heading in (
        (name, text("What is your name?")),
        (country, text("Which country do you live in?")),
        (extras, text("Would you like to add something?")),
        (consent, text("Do you agree?")),
        (actions, text("What you can do")),
        (demands, texts.slogan),
    ):
        assert [told.name for told in page.showing if told.role == "heading"] == [heading]
        assert page.names.count(heading) >= 2, "the screen and its heading say what is asked"
        assert heading in page.announced
    needed, missed = text("needed"), text("Please fill this in.")
    assert [page.only("text").description for page in (name, missing, typed)] == [needed, missed, needed]
    kinds = [told for told in name.showing if told.role == "radio button" and told.checked]
    assert [told.name for told in kinds] == [own_name(language), text("I sign as a person")]
    codes = find_countries(letters, language, 300)
    assert country.only("text").description == needed
    one, several = "{number} country found: {countries}", "{number} countries found: {countries}"
    names = ", ".join(spoken.country(code) for code in codes)
    assert spoken.plural(one, several, len(codes), countries=names) in found.announced
    assert extras.announced[0] == spoken.country("HK")
    assert [page.only("check box").checked for page in (consent, ticked)] == [False, True]
    assert (consent.only("check box").name, consent.only("check box").description) == (texts.consent, needed)
    (thanked,) = thanks.announced
    assert thanked.startswith(text("Thank you!"))
    assert thanked in thanks.names
    for page, selected in ((actions, text("What you can do")), (demands, text("Demands"))):
        tabs = [told for told in page.showing if told.role == "page tab"]
        assert len(tabs) == len(SECTIONS)
        assert [told.name for told in tabs if told.selected] == [selected]
    assert titles == [f"{texts.slogan} · {texts.title}"]
    for page in pages:
        for told in page.showing:
            assert told.name.strip() or told.role not in _CONTROLS
    assert "Could not find accessible" not in said


def test_what_one_opens_in_the_sections_is_read_out(tmp_path: Path) -> None:
    _need_atspi()
    campaign = parse_content(read_folder(paths.bundled_campaign()))
    texts = campaign.texts["en"]
    question, endorser = texts.questions[1], texts.endorsers[0]
    printed, *translated = poster_versions(campaign)[0]
    (english,) = [version for version in translated if version.language == "en"]
    steps = {
        "sections": "Touch anywhere else to read more.",
        "questions": SECTIONS["questions"].title(Language("en")),
        "none": "=xyzzy",
        "answer": question.question,
        "endorsers": SECTIONS["endorsers"].title(Language("en")),
        "people": "People",
        "countries": "Country",
        "posters": SECTIONS["posters"].title(Language("en")),
        "poster": f"{printed.slogan} ({english.slogan})",
        "next": "Next poster",
    }
    pages, titles, said = _visit(tmp_path, list(steps.values()))
    heard = {name: page.announced for name, page in zip(steps, pages[1:], strict=True)}
    assert heard["sections"] == [texts.slogan]
    assert heard["none"] == ["No answer speaks of that. Ask us: we are right here."]
    assert question.answer.split("\n")[0].split("*")[0] in heard["answer"][0]
    people = [each.name for each in texts.endorsers if each.kind == "person"]
    assert endorser.name in people
    assert heard["people"] == [", ".join(people)]
    assert Language("en").country("HK") in heard["countries"][0]
    assert heard["next"] == [texts.posters[1].title]
    assert titles == [f"{texts.posters[1].title} · {texts.title}"]
    assert "Could not find accessible" not in said


class Told(msgspec.Struct):
    """What a screen reader is told of a part of a page."""

    role: str
    name: str
    description: str
    checked: bool
    selected: bool


class Page(msgspec.Struct):
    """What is showing, and what was announced on the way there."""

    showing: list[Told]
    announced: list[str]

    @property
    def names(self) -> list[str]:
        return [told.name for told in self.showing]

    def only(self, role: str) -> Told:
        """The one part that is called so."""
        (told,) = [told for told in self.showing if told.role == role]
        return told


def _need_atspi() -> None:
    need("dbus-run-session", "Xvfb", _PYTHON)
    if subprocess.run([_PYTHON, "-c", "import pyatspi"], capture_output=True).returncode:
        pytest.skip("not installed: python3-pyatspi (make install-dev brings it)")


def _visit(tmp_path: Path, steps: list[str]) -> tuple[list[Page], list[str], str]:
    """The pages that the steps led to, the titles of the windows at the end, and what the kiosk printed."""
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
    pages, titles = msgspec.json.decode(heard.stdout.splitlines()[-1], type=tuple[list[Page], list[str]])
    return pages, titles, printed
