"""words.toml: a campaign says the program's own words itself, and is told what it still lacks."""

from __future__ import annotations

import re

import pytest

from kiosk.campaign.content import parse_new_content, read_folder
from kiosk.campaign.pack import build_pack, verify_pack
from kiosk.campaign.source import Source
from kiosk.campaign.words import plural_forms, read_words
from kiosk.campaign.words_file import complete_words
from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.errors import ContentError
from kiosk.languages import LANGUAGES
from kiosk.ui.language import Language
from tests.campaign.conftest import Editor
from tests.program import done, refused

FILE = "nl/words.toml"


@pytest.fixture
def dutch(editor: Editor) -> Editor:
    """The campus campaign, in Dutch, too."""
    editor.replace("campaign.toml", 'languages = ["en", ', 'languages = ["en", "nl", ')
    editor.write("nl/texts.toml", 'title = "De bibliotheek"\n')
    return editor


def test_what_the_campaign_says_is_said_and_the_rest_is_the_programs(dutch: Editor) -> None:
    dutch.write(
        FILE,
        '"Sign now" = "Nu tekenen"\n"Thank you!" = ""\n"Touch to sign" = " "\n'
        '"{number} signature" = {one = "Eén handtekening", other = "{number} handtekeningen"}\n',
    )
    language = Language("nl", dutch.read().words_in("nl"))
    assert language.text("Sign now") == "Nu tekenen"
    assert language.text("Thank you!") == "Thank you!"
    assert language.text("Touch to sign") == "Touch to sign"
    said = [language.plural("{number} signature", "{number} signatures", number) for number in (1, 1234)]
    assert said == ["Eén handtekening", "1.234 handtekeningen"]


def test_a_language_that_the_program_speaks_can_be_overruled_word_by_word(editor: Editor) -> None:
    editor.write("zh-Hant/words.toml", '"Sign now" = "立即聯署"\n')
    campaign = editor.read()
    chinese = Language("zh-Hant", campaign.words_in("zh-Hant"))
    assert chinese.text("Sign now") == "立即聯署" != Language("zh-Hant").text("Sign now")
    assert chinese.text("Thank you!") == Language("zh-Hant").text("Thank you!")
    assert Language("en", campaign.words_in("en")).text("Sign now") == "Sign now"


MISTAKES = {
    "a place too few": ('"Page {page} of {pages}" = "Pagina {page}"', "must have these places"),
    "a place too many": ('"Sign now" = "Nu tekenen, {name}"', "must have these places"),
    "a place that looks inside": ('"Page {page} of {pages}" = "{page.x} {page} {pages}"', "these places"),
    "a brace alone": ('"Sign now" = "Nu {tekenen"', "must have these places"),
    "a plural form too few": ('"{number} signature" = {other = "{number} x"}', "plural forms: one, other"),
    "a plural form left empty": ('"{number} signature" = {one = "", other = "{number} x"}', "plural forms"),
    "a plural form of another language": (
        '"{number} signature" = {one = "{number}", few = "{number}", other = "{number}"}',
        "plural forms: one, other",
    ),
    "a number": ('"Sign now" = 5', "write a text between quotation marks"),
    "a number as a form": ('"{number} signature" = {one = 1, other = "x"}', "write a text"),
    "markup": ('"Sign now" = "<b>Nu</b>"', "HTML is not allowed"),
    "what turns a line around": ('"Sign now" = "Nu \\u202e tekenen"', "cannot be seen"),
    "what drives a terminal": ('"Sign now" = "Nu \\u001b[2J tekenen"', "cannot be seen"),
    "far too long": (f'"Sign now" = "{"x" * 2001}"', "too long"),
}


@pytest.mark.parametrize(("line", "told"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_told_with_its_line(dutch: Editor, line: str, told: str) -> None:
    dutch.write(FILE, f'# Ours\n"Thank you!" = "Dank je!"\n{line}\n')
    with pytest.raises(ContentError) as caught:
        dutch.read()
    assert caught.value.what.startswith(f"{FILE}, line 3: ")
    assert told in caught.value.what


UNKNOWN = {
    "a slip": ('"Sing now" = "Nu tekenen"', "'Sing now' is not known here. Did you mean 'Sign now'?"),
    "nothing like it": ('"Xyzzy" = "Nu"', "'Xyzzy' is not known here."),
    "forms where there is one": ('"Sign now" = {one = "a", other = "b"}', "write a text between"),
    "one where there are forms": ('"{number} signature" = "{number} x"', "write a table"),
}


@pytest.mark.parametrize(("line", "told"), UNKNOWN.values(), ids=UNKNOWN)
def test_what_the_program_does_not_say_makes_no_pack_but_one_of_another_version_opens(
    dutch: Editor, line: str, told: str
) -> None:
    dutch.write(FILE, f'"Thank you!" = "Dank je!"\n{line}\n')
    files = read_folder(dutch.folder)
    with pytest.raises(ContentError, match=re.escape(f"{FILE}, line 2: ")) as caught:
        parse_new_content(files)
    assert told in caught.value.what
    keys = CampaignKeys(bytes(32))
    pack = build_pack(
        files,
        public_key=keys.public_key,
        signing_key=keys.signing_key,
        edition=1,
        made="2026-11-22",
        record_bytes=2048,
    )
    language = Language("nl", verify_pack(pack, "nl").campaign.words_in("nl"))
    assert language.text("Thank you!") == "Dank je!"
    assert language.plural("{number} signature", "{number} signatures", 2)


def test_the_command_writes_what_is_to_be_said_and_keeps_what_is_filled_in(dutch: Editor) -> None:
    told = done("campaign", "words", dutch.folder, "nl")
    total = re.search(r"0 of (\d+) words are there, (\d+) are missing", told)
    assert total
    assert total[1] == total[2]
    dutch.replace(FILE, '"Sign now" = ""', '"Sign now" = "Nu tekenen"')
    dutch.replace(FILE, '= {one = "", other = ""}', '= {one = "Eén", other = "{number}"}')
    dutch.append(FILE, '"Merge" = "Samenvoegen"\n"Said in version 0" = "Ooit"\n')
    assert f": 2 of {total[1]} words" in done("campaign", "words", dutch.folder, "nl")
    again = (dutch.folder / FILE).read_text(encoding="utf-8")
    assert '\n"Sign now" = "Nu tekenen"\n' in again
    assert '\n"Merge" = "Samenvoegen"\n' in again
    assert '\n# "Said in version 0" = "Ooit"\n' in again
    assert again.count('"Thank you!" = ""') == 1
    parse_new_content(read_folder(dutch.folder))


def test_the_command_refuses_a_language_that_the_campaign_has_not(dutch: Editor) -> None:
    refused("campaign", "words", dutch.folder, "fr", saying=("does not speak 'fr'",))
    assert not (dutch.folder / "fr").exists()


@pytest.mark.parametrize("tag", LANGUAGES)
def test_what_the_program_says_in_a_language_can_be_changed_where_it_stands(tag: str) -> None:
    file = complete_words({}, tag).decode()
    entries = [line[2:] for line in file.splitlines() if re.match('# ".*" = ', line)]
    assert len(entries) > 500
    words = read_words(Source(f"{tag}/words.toml", "\n".join(entries).encode()), tag)
    language, own = Language(tag), Language(tag, words)
    assert len(words) == len(entries)
    for number in (0, 1, 2, 3, 5, 11, 21, 100, 1_000_000):
        both = [one.plural("{number} signature", "{number} signatures", number) for one in (language, own)]
        assert both[0] == both[1], number
    assert plural_forms(tag)[-1] == "other"
