"""What a coordinator is told about content that can be read but is not ready for a stall."""

from __future__ import annotations

from kiosk.campaign.report import content_report
from kiosk.campaign.words import needed_words
from tests.campaign.conftest import Editor
from tests.long_campaign import write_words


def test_placeholders_and_missing_translations_are_reported(editor: Editor) -> None:
    editor.delete("zh-Hant/petition.md")
    editor.replace("zh-Hant/texts.toml", "slogan = ", "# slogan = ")
    report = [str(remark) for remark in content_report(editor.read())]
    assert "zh-Hant/petition.md is missing: shown in en instead, marked." in report
    assert "zh-Hant/texts.toml lacks slogan: shown in en instead, marked." in report
    assert any("link website" in line and "placeholder" in line for line in report)
    assert any("contact address" in line for line in report)
    assert len(report) == 5


def test_content_that_is_ready_has_an_empty_report(editor: Editor) -> None:
    editor.append("zh-Hant/actions.toml", '\n[count-seats]\ntitle = "一起數座位"\n')
    editor.replace("campaign.toml", "https://riverside-students.example", "https://riverside-students.org")
    editor.replace("campaign.toml", "library@riverside-students.example", "library@riverside-students.org")
    assert content_report(editor.read()) == []


def test_a_language_that_the_program_does_not_speak_is_told(editor: Editor) -> None:
    editor.replace("campaign.toml", 'languages = ["en", ', 'languages = ["en", "cy", ')
    editor.write("cy/texts.toml", 'title = "Oriau’r llyfrgell"\n')
    report = [str(remark) for remark in content_report(editor.read())]
    total = len(needed_words())
    told = f"{total} of {total} words of the program are missing in Cymraeg: there it speaks English."
    assert told in report


def test_a_word_that_a_language_lacks_is_counted(editor: Editor) -> None:
    editor.replace("campaign.toml", 'languages = ["en", ', 'languages = ["en", "nl", ')
    editor.write("nl/texts.toml", 'title = "De bibliotheek"\n')
    write_words(editor.folder / "nl", lambda text: text)
    editor.replace("nl/words.toml", '"Sign now" = "Sign now"', '"Sign now" = ""')
    report = [str(remark) for remark in content_report(editor.read())]
    total = len(needed_words())
    assert f"1 of {total} words of the program are missing in Nederlands: there it speaks English." in report
