"""The sentences of all errors that staff can meet in a window, found in the code that makes them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import kiosk
import kiosk.rehearsal.visitor
from kiosk import database, files
from kiosk.campaign import markdown, own_fields, source
from kiosk.coordinator.register import server_errors
from kiosk.errors import KioskError, Remark

_PROGRAM = Path(kiosk.__file__).parent
_SHOWN = (
    "files.py",
    "database.py",
    "campaign",
    "coordinator",
    "signing/receipt_code.py",
    "signing/seal.py",
    "signing/signature.py",
    "exchange",
    "stall",
    "ui",
    "rehearsal",
)
_FOR_A_TERMINAL = (
    "stall/own_cells.py",
    "stall/paper.py",
    "stall/sheet.py",
    "stall/workbook.py",
    "stall/days.py",
    "stall/encoding.py",
    "coordinator/counting/likeness/spark.py",
)
_HANDED_OVER = ("error", "damaged", "LikenessError")
"""What functions call a kind of error that they are given; and one whose module takes a second to load."""
_HANDED_ON = ("what", "reason")
"""What a sentence is called that comes from elsewhere, and is found there."""
_MISTAKES = {"mistake": (1, {"file", "line"}), "_wrong": (2, {"file", "line", "id"})}
"""What makes an error of a content file: which argument is the sentence, and which values they add."""
_KEEPING_REASONS = (
    "coordinator/records/opening.py",
    "coordinator/merge/merge.py",
    "coordinator/counting/barring.py",
)
"""Modules that say, in the register, why a record does not count."""


@dataclass(frozen=True)
class Told:
    """One place that makes an error.

    Attributes:
        sentences: what it says; None for what is put together there, which no catalogue can hold.
        values: the names of the values that are put in.
    """

    where: str
    sentences: tuple[str | None, ...]
    values: frozenset[str]


def told() -> list[Told]:
    """Every place that makes an error which a window may show."""
    found = [one for path in _files() for one in _in_file(path)]
    for advice in (*files.ADVICE.values(), *files.ADVICE_ON_WINDOWS.values(), *database.ADVICE.values()):
        found.append(Told("ADVICE", advice, frozenset({"path"})))
    refusals = (advice for _, advice in server_errors.REFUSALS.values())
    for advice in dict.fromkeys((*server_errors.ADVICE.values(), *refusals)):
        found.append(Told("server", advice, frozenset({"database", "host"})))
    for how in source.HOW.values():
        found.append(Told("source.HOW", (how,), frozenset({"file", "line", "key"})))
    for what in own_fields.WRONG.values():
        places = {place for place in ("file", "line", "id", "most", "longest") if f"{{{place}}}" in what}
        found.append(Told("own_fields.WRONG", (what,), frozenset(places)))
    for what in dict.fromkeys(markdown.FORBIDDEN.values()):
        found.append(Told("markdown.FORBIDDEN", (what,), frozenset({"file", "line"})))
    found += [one for name in _KEEPING_REASONS for one in _reasons(_PROGRAM / name)]
    return found


def _reasons(path: Path) -> Iterator[Told]:
    """The sentences in a module, other than those that explain the code."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    explained = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        said = _literal(node) if isinstance(node, ast.expr) and id(node) not in explained else None
        if said and " " in said and said.endswith("."):
            yield Told(f"{path.relative_to(_PROGRAM)}:{node.lineno}", (said,), frozenset())


def _files() -> Iterator[Path]:
    for name in _SHOWN:
        path = _PROGRAM / name
        for file in [path] if path.is_file() else sorted(path.rglob("*.py")):
            if not any(file.is_relative_to(_PROGRAM / other) for other in _FOR_A_TERMINAL):
                yield file


def _in_file(path: Path) -> Iterator[Told]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    constants = {
        node.targets[0].id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    }
    kinds = {kind.__name__ for kind in _kinds(KioskError)} | {Remark.__name__, *_HANDED_OVER}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = node.func.id if isinstance(node.func, ast.Name) else ""
        sentence, _ = _MISTAKES.get(_name(node.func), (None, None))
        if sentence is not None and _name(node.args[sentence]) not in _HANDED_ON:
            yield _mistake(path, node)
        if called not in kinds or any(isinstance(part, ast.Starred) for part in node.args):
            continue  # or it is what a table says
        values = frozenset(keyword.arg or "" for keyword in node.keywords)
        given = node.args
        if given and _name(given[0]) in _HANDED_ON:
            given, values = given[1:], frozenset()  # the values are the first one's
        if not given:
            continue
        given = [constants.get(part.id, part) if isinstance(part, ast.Name) else part for part in given]
        sentences = tuple(_literal(part) for part in given)
        yield Told(f"{path.relative_to(_PROGRAM)}:{node.lineno}", sentences, values)


def _mistake(path: Path, call: ast.Call) -> Told:
    """A mistake in a content file, whose error is put together elsewhere from what stands in `call`."""
    sentence, added = _MISTAKES[_name(call.func)]
    values = {keyword.arg or "" for keyword in call.keywords} | added
    sentences = (_literal(call.args[sentence]),)
    return Told(f"{path.relative_to(_PROGRAM)}:{call.lineno}", sentences, frozenset(values))


def _name(part: ast.expr) -> str:
    """What a name, or an attribute whoever has it, is called; empty for anything else."""
    return part.id if isinstance(part, ast.Name) else part.attr if isinstance(part, ast.Attribute) else ""


def _literal(part: ast.expr) -> str | None:
    return part.value if isinstance(part, ast.Constant) and isinstance(part.value, str) else None


def _kinds(kind: type[KioskError]) -> Iterator[type[KioskError]]:
    yield kind
    for narrower in kind.__subclasses__():
        yield from _kinds(narrower)
