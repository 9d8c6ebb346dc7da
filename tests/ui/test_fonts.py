"""Whether this laptop has letters for what is to be shown."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from kiosk.campaign.content import parse_content, read_folder
from kiosk.ui.fonts import _package, check_fonts, missing_letters
from kiosk.ui.theme import fonts_for


def test_every_language_of_the_bundled_campaign_can_be_shown(qapp: QApplication, content: Path) -> None:
    found = list(check_fonts(parse_content(read_folder(content))))
    assert [(finding.name, finding.state) for finding in found] == [
        ("fonts-en", "well"),
        ("fonts-zh-Hant", "well"),
        ("fonts-zh-Hans", "well"),
    ]


def test_a_letter_that_no_font_has_is_named(qapp: QApplication, content: Path) -> None:
    files = read_folder(content)
    demands = files["zh-Hant/demands.toml"].decode()
    # A character of the last private use area: a letter in somebody's own font, and nowhere else.
    files["zh-Hant/demands.toml"] = demands.replace("停止", "停\U00100123止", 1).encode()
    english, traditional, simplified = check_fonts(parse_content(files))
    assert (english.state, traditional.state, simplified.state) == ("well", "fault", "well")
    assert "has 1 of the letters in 繁體中文, such as \U00100123." in traditional.sentence


def test_other_systems_than_linux_have_settings_for_that(
    qapp: QApplication, content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = read_folder(content)
    files["en/demands.toml"] = files["en/demands.toml"].decode().replace("Stop", "Stop\U00100123", 1).encode()
    monkeypatch.setattr(sys, "platform", "win32")
    found = next(check_fonts(parse_content(files)))
    assert found.state == "fault"
    assert found.sentence.endswith("Add that language in the system’s settings: its fonts come with it.")


def test_every_chinese_has_its_own_letters_on_windows() -> None:
    """The two write many a character in their own way: what one font lacks comes from the other's."""
    families = {tag: fonts_for(tag) for tag in ("zh-Hant", "zh-Hans")}
    traditional, simplified = "Microsoft JhengHei", "Microsoft YaHei"
    assert families["zh-Hant"].index(traditional) < families["zh-Hant"].index(simplified)
    assert families["zh-Hans"].index(simplified) < families["zh-Hans"].index(traditional)


def test_what_only_steers_letters_needs_no_font(qapp: QApplication) -> None:
    assert missing_letters("陳\u200d 大\u3000文\n\u2069\ufeff☂\ufe0f", "zh-Hant") == []
    assert missing_letters("\U00100123陳\U00100124\U00100123", "zh-Hant") == ["\U00100123", "\U00100124"]


def test_the_package_with_the_letters_is_named(qapp: QApplication) -> None:
    # Only who needs a package reads this: the letters of these are on every laptop that runs tests.
    assert [_package(letter) for letter in ("名", "ひ", "。", "ß", "ก", "✊", "🌂")] == [
        *["fonts-noto-cjk"] * 3,
        *["fonts-noto-core"] * 3,
        "fonts-noto-color-emoji",
    ]
