"""The words of CONTRIBUTING.md are those of the code: of every public name in it."""

from __future__ import annotations

import ast
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.languages import LANGUAGES
from tests.messages import catalogue

ROOT = Path(__file__).parents[1]
GLOSSARY = tomllib.loads((ROOT / "tests" / "messages" / "glossary.toml").read_text("utf-8"))
_NO_WORDS = re.compile(r"\{\w+\}|\w+\.(?:key|toml|json)")
_WORDS = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+")
_NEVER = {"manager", "managers", "util", "utils", "misc", "mend", "mended", "mending", "heal", "healed"}


def glossary() -> dict[str, list[str]]:
    """Each term, and the words that are never used for it."""
    section = (ROOT / "CONTRIBUTING.md").read_text("utf-8").partition("## Words\n")[2].partition("\n## ")[0]
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in section.splitlines() if "|" in line
    ]
    return {term: never.split(", ") for term, _, never in rows[2:]}


MOST = 0.75
"""Of the messages about a thing, how many have its word at least: some say it with a verb, or "it"."""
NOT_THIS = {"zh-Hant": ("攤位", "簽名站", "統籌人員", "運動包"), "zh-Hans": ("街站", "统筹人员", "运动")}
"""Words that would be a second one for a thing."""


def said_in(tag: str) -> list[tuple[str, str]]:
    """What the program says, in English and in a language, without values and the names of files."""
    both = []
    for message in catalogue(tag):
        forms = ([one] if isinstance(one, str) else one for one in (message.id, message.string))
        english, words = map(" ".join, forms)
        if english and words.strip():
            both.append((_NO_WORDS.sub(" ", english).casefold(), _NO_WORDS.sub(" ", words).casefold()))
    return both


@pytest.mark.parametrize("tag", LANGUAGES[1:])
def test_one_thing_has_one_word_in_the_catalogue(tag: str) -> None:
    terms: dict[str, list[str]] = GLOSSARY[tag]
    assert len(terms) == 30
    said = said_in(tag)
    wandering = {}
    for term, words in terms.items():
        about = [own for english, own in said if re.search(rf"\b{term}s?\b", english)]
        without = [own for own in about if not any(word.casefold() in own for word in words)]
        if len(without) > (1 - MOST) * len(about):
            wandering[term] = without
    assert wandering == {}
    assert [(word, own) for word in NOT_THIS.get(tag, ()) for _, own in said if word in own] == []


@pytest.mark.parametrize("tag", NOT_THIS)
def test_the_bundled_campaigns_call_a_stall_as_the_program_does(tag: str) -> None:
    other = NOT_THIS[tag][0]
    texts = (ROOT / "resources" / "campaigns").glob(f"*/{tag}/**/*.*")
    assert [text.name for text in texts if other in text.read_text("utf-8")] == []


def trees() -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted((ROOT / "kiosk").rglob("*.py")):
        yield path, ast.parse(path.read_text("utf-8"))


def public_names() -> Iterator[tuple[str, Path]]:
    """What is said in modules, classes, functions, attributes and constants without a first underscore."""
    for path, tree in trees():
        yield path.stem, path
        for node in ast.walk(tree):
            match node:
                case ast.ClassDef(name=name) | ast.FunctionDef(name=name):
                    yield name, path
                case ast.AnnAssign(target=ast.Name(id=name)):
                    yield name, path
                case ast.Assign(targets=[ast.Name(id=name)]) if name.isupper():
                    yield name, path


@pytest.fixture(scope="module")
def said() -> dict[str, str]:
    """Every word in a public name, with a name and file that has it."""
    return {
        word.lower(): f"{name} in {path.relative_to(ROOT)}"
        for name, path in public_names()
        if not name.startswith("_")
        for word in _WORDS.findall(name)
    }


def test_the_glossary_has_twenty_terms() -> None:
    assert len(glossary()) == 20


@pytest.mark.parametrize("term", glossary())
def test_a_term_is_in_a_public_name_and_no_other_word_for_it(term: str, said: dict[str, str]) -> None:
    assert term in said
    assert [said[word] for word in glossary()[term] if word in said] == []


def test_no_public_name_has_a_word_that_says_nothing(said: dict[str, str]) -> None:
    assert [said[word] for word in sorted(_NEVER) if word in said] == []


def test_no_two_public_classes_have_one_name() -> None:
    names = Counter(
        node.name
        for _, tree in trees()
        for node in tree.body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    )
    assert not {name for name, number in names.items() if number > 1}
