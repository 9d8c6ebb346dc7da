"""The sentences of all errors that staff can meet in a window, found in the code that makes them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import kiosk
import kiosk.rehearsal.visitor
from kiosk import database, files
from kiosk.coordinator import server_errors
from kiosk.errors import KioskError

_PROGRAM = Path(kiosk.__file__).parent
_SHOWN = (
    "files.py",
    "database.py",
    "campaign/pack.py",
    "coordinator/desk_memory.py",
    "coordinator/folder.py",
    "coordinator/keys.py",
    "coordinator/public_side.py",
    "coordinator/recovery.py",
    "coordinator/register.py",
    "coordinator/server.py",
    "coordinator/server_errors.py",
    "coordinator/shares.py",
    "coordinator/store.py",
    "signing/receipt_code.py",
    "signing/seal.py",
    "signing/signature.py",
    "exchange",
    "stall",
    "ui",
    "rehearsal",
)
_FOR_A_TERMINAL = ("stall/paper.py", "stall/sheet.py", "exchange/certificates.py", "ui/desk/petition_pdf.py")
_HANDED_OVER = ("error", "damaged")
"""What functions call a kind of error that they are given."""


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
    for advice in (*files.ADVICE.values(), *database.ADVICE.values()):
        found.append(Told("ADVICE", advice, frozenset({"path"})))
    refusals = (advice for _, advice in server_errors.REFUSALS.values())
    for advice in dict.fromkeys((*server_errors.ADVICE.values(), *refusals)):
        found.append(Told("server", advice, frozenset({"database", "host"})))
    return found


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
    kinds = {kind.__name__ for kind in _kinds(KioskError)} | set(_HANDED_OVER)
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in kinds):
            continue
        if any(isinstance(part, ast.Starred) for part in node.args):
            continue  # what a table says
        given = [constants.get(part.id, part) if isinstance(part, ast.Name) else part for part in node.args]
        sentences = tuple(_literal(part) for part in given)
        values = frozenset(keyword.arg or "" for keyword in node.keywords)
        yield Told(f"{path.relative_to(_PROGRAM)}:{node.lineno}", sentences, values)


def _literal(part: ast.expr) -> str | None:
    return part.value if isinstance(part, ast.Constant) and isinstance(part.value, str) else None


def _kinds(kind: type[KioskError]) -> Iterator[type[KioskError]]:
    yield kind
    for narrower in kind.__subclasses__():
        yield from _kinds(narrower)
