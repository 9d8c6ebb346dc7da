"""Content that is edited in the window: nothing else changes, and nobody's words are lost."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.campaign.content import read_folder
from kiosk.campaign.editing import ContentEditor
from kiosk.errors import ChangedOnDiskError, ContentError
from tests.campaign.conftest import Editor
from tests.conftest import CAMPAIGNS

BUNDLED = sorted(path.name for path in CAMPAIGNS.iterdir())
TEXTS = [
    (campaign, name)
    for campaign in BUNDLED
    for name in read_folder(CAMPAIGNS / campaign)
    if name.endswith(("texts.toml", "demands.toml", "endorsers.toml", "campaign.toml"))
]


def leaves(value: object, *above: str) -> list[tuple[str, ...]]:
    """The keys that lead to every text in a TOML file."""
    if isinstance(value, dict):
        return [keys for key, inner in value.items() for keys in leaves(inner, *above, key)]
    return [above] if isinstance(value, str) else []


@pytest.mark.parametrize("campaign", BUNDLED)
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_what_was_opened_and_saved_without_a_change_is_as_it_was(
    campaign: str, ends: str, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(CAMPAIGNS / campaign, tmp_path / "content"))
    for file in folder.rglob("*.*"):
        file.write_bytes(b"\xef\xbb\xbf" * (ends == "\r\n") + file.read_bytes().replace(b"\n", ends.encode()))
    before = read_folder(folder)
    stamps = {name: (folder / name).stat().st_mtime_ns for name in before}
    editor = ContentEditor(folder)
    for name in before:
        if name.endswith(".md"):
            editor.set_text(name, editor.text(name))
            continue
        for keys in leaves(editor.value(name)):
            editor.set_value(name, keys, editor.value(name, *keys))
        editor._document(name)
        editor._put(name, editor._document(name).as_string())
    assert editor.changed == []
    assert editor.save() == []
    assert read_folder(folder) == before
    assert {name: (folder / name).stat().st_mtime_ns for name in before} == stamps


@pytest.mark.slow
@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_an_edited_text_reads_back_and_every_other_line_stays(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    campaign, name = data.draw(st.sampled_from(TEXTS))
    folder = Path(shutil.copytree(CAMPAIGNS / campaign, tmp_path_factory.mktemp("edit") / "content"))
    crlf, marked = data.draw(st.booleans()), data.draw(st.booleans())
    raw = (folder / name).read_bytes()
    raw = b"\xef\xbb\xbf" * marked + (raw.replace(b"\n", b"\r\n") if crlf else raw)
    (folder / name).write_bytes(raw)
    editor = ContentEditor(folder)
    keys = data.draw(st.sampled_from(leaves(editor.value(name))))
    text = data.draw(st.text(st.characters(exclude_categories=["Cs"])))
    expected = editor.value(name)
    inner = expected
    for key in keys[:-1]:
        inner = inner[key]
    was, inner[keys[-1]] = inner[keys[-1]], text
    editor.set_value(name, keys, text)
    editor.save()
    now = (folder / name).read_bytes()
    assert tomllib.loads(now.decode("utf-8-sig")) == expected
    assert ContentEditor(folder).value(name, *keys) == text
    assert now.startswith(b"\xef\xbb\xbf") == marked
    assert not crlf or b"\n" not in now.replace(b"\r\n", b"")
    # Comments and all other lines stand as they did.
    lost = [line for line in raw.splitlines(keepends=True) if line not in now.splitlines(keepends=True)]
    assert all(keys[-1].encode() in line for line in lost[:1])
    assert len(lost) <= 1 + was.count("\n")
    editor.set_value(name, keys, was)
    editor.save()
    assert (folder / name).read_bytes() == raw


@pytest.mark.parametrize(
    "text",
    [
        "One.\nTwo.",
        "\nOne.",
        "One.\n",
        "\n",
        'She said "yes"\n"',
        '"""\n""""',
        "C:\\new\\\nat home",
        "👩‍👩‍👧\n",
    ],
)
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_a_text_of_several_lines_reads_back_however_often_it_is_edited(
    text: str, ends: str, editor: Editor
) -> None:
    file = editor.folder / "en/texts.toml"
    file.write_bytes(file.read_bytes().replace(b"\n", ends.encode()))
    for _ in range(2):
        content = ContentEditor(editor.folder)
        content.set_value("en/texts.toml", ("thanks",), "another")
        content.set_value("en/texts.toml", ("thanks",), text)
        content.save()
        assert ContentEditor(editor.folder).value("en/texts.toml", "thanks") == text


@pytest.mark.parametrize(
    "wrong", ['lights = "on"', 'lights = ["on"]', "lights = 5", '[[lights]]\ntext = "on"']
)
def test_what_should_have_been_a_table_becomes_one_when_it_is_edited(wrong: str, editor: Editor) -> None:
    editor.write("en/demands.toml", f'{wrong}\n[more]\ntext = "More."\n')
    content = ContentEditor(editor.folder)
    content.set_value("en/demands.toml", ("lights", "text"), "Lights on.")
    content.save()
    expected = {"lights": {"text": "Lights on."}, "more": {"text": "More."}}
    assert tomllib.loads((editor.folder / "en/demands.toml").read_text()) == expected


def test_a_comment_behind_a_value_stays(editor: Editor) -> None:
    content = ContentEditor(editor.folder)
    content.set_value("campaign.toml", ("form", "public"), "off")
    content.set_value("en/texts.toml", ("next_steps",), ["One.", "Two."])
    content.set_text("zh-Hant/petition.md", "致館長：\n\n請開門。\n")
    assert content.save() == ["campaign.toml", "en/texts.toml", "zh-Hant/petition.md"]
    assert 'public = "off"     # may the name be listed' in (editor.folder / "campaign.toml").read_text()
    assert 'next_steps = [\n    "One.",\n    "Two.",\n]' in (editor.folder / "en/texts.toml").read_text()
    assert editor.read().texts["zh-Hant"].petition == "致館長：\n\n請開門。"
    assert editor.read().texts["en"].next_steps == ["One.", "Two."]


def test_comments_between_the_entries_of_a_list_stay(editor: Editor) -> None:
    steps = (
        'next_steps = [\n    # today\n    "One.",  # at once\n    # tomorrow\n    "Two.",\n    "Three.",\n]\n'
    )
    editor.write("en/texts.toml", steps)
    content = ContentEditor(editor.folder)

    def listed_as(*entries: str) -> str:
        content.set_value("en/texts.toml", ("next_steps",), list(entries))
        assert content.value("en/texts.toml", "next_steps") == list(entries)
        return content.files["en/texts.toml"].decode()

    assert listed_as("One.", "Two.", "Three.", "Four.") == steps.replace("]", '    "Four.",\n]')
    assert listed_as("One.", "Two.", "Three.") == steps
    assert listed_as("One.", "2.", "Three.") == steps.replace("Two.", "2.")
    for entries in (["2.", "One."], ["2.", "2."], [], ["One."]):
        listed_as(*entries)


def test_a_markdown_file_keeps_its_line_ends(editor: Editor) -> None:
    editor.write("en/consent.md", b"\xef\xbb\xbfI agree.\r\n")
    content = ContentEditor(editor.folder)
    content.set_text("en/consent.md", "I agree.\n\nTo all of it.")
    content.save()
    assert (editor.folder / "en/consent.md").read_bytes() == (
        b"\xef\xbb\xbfI agree.\r\n\r\nTo all of it.\r\n"
    )


def test_entries_come_and_go_and_a_file_that_a_language_lacks_is_made(editor: Editor) -> None:
    content = ContentEditor(editor.folder)
    content.set_value("zh-Hant/actions.toml", ("count-seats",), {"title": "數座位"})
    content.set_value("posters.toml", ("lights-on",), None)
    for language in ("en", "zh-Hant", "zh-Hans"):
        content.remove(f"{language}/posters.toml")
    content.set_text("zh-Hans/questions/02-who-pays.md", "")
    content.save()
    campaign = editor.read()
    assert campaign.texts["zh-Hant"].actions[1].title == "數座位"
    assert campaign.texts["en"].posters == []
    assert not (editor.folder / "zh-Hans/questions/02-who-pays.md").exists()


def test_what_somebody_wrote_meanwhile_is_not_overwritten_unless_that_is_said(editor: Editor) -> None:
    content = ContentEditor(editor.folder)
    content.set_value("en/texts.toml", ("slogan",), "Mine")
    content.set_text("en/consent.md", "I agree, mine.\n")
    editor.replace("en/texts.toml", "Lights on till midnight", "Theirs")
    with pytest.raises(ChangedOnDiskError, match=r"en/texts\.toml"):
        content.save()
    assert content.changed_on_disk() == ["en/texts.toml"]
    assert "Theirs" in (editor.folder / "en/texts.toml").read_text()
    assert "mine" not in (editor.folder / "en/consent.md").read_text()
    assert b"Theirs" in (content.on_disk("en/texts.toml") or b"")
    content.keep_mine("en/texts.toml")
    editor.replace("en/consent.md", "I sign", "They sign")
    content.take_theirs("en/consent.md")
    content.save()
    assert editor.read().texts["en"].slogan == "Mine"
    assert "They sign" in editor.read().texts["en"].consent

    # What only they changed is theirs without a question, and what they deleted is told, too.
    editor.replace("en/demands.toml", "text", "text")
    content.set_value("en/texts.toml", ("slogan",), "Mine again")
    editor.delete("en/texts.toml")
    assert content.changed_on_disk() == ["en/texts.toml"]


def test_a_file_that_is_no_toml_is_told_with_its_line(editor: Editor) -> None:
    editor.append("en/texts.toml", "title\n")
    content = ContentEditor(editor.folder)
    with pytest.raises(ContentError, match=r"en/texts.toml, line \d+"):
        content.set_value("en/texts.toml", ("slogan",), "Mine")
