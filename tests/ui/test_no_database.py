"""The screens ask for what they show; how it is kept in a database is not theirs to know."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import kiosk

PROGRAM = Path(kiosk.__file__).parent
OF_A_DATABASE = re.compile(r"\b(Connection|Engine|Select|Table)\b")


def modules(folder: Path) -> Iterator[tuple[str, ast.Module]]:
    """The modules in `folder` by their names, such as `kiosk.stall.vault`."""
    for path in folder.rglob("*.py"):
        name = ".".join(path.relative_to(PROGRAM.parent).with_suffix("").parts)
        yield name, ast.parse(path.read_text(encoding="utf-8"))


def takes_or_gives_one(function: ast.FunctionDef) -> bool:
    """Whether it is called with an open database or a query, or answers with one."""
    arguments = function.args
    hints = [one.annotation for one in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)]
    return any(hint and OF_A_DATABASE.search(ast.unparse(hint)) for hint in (*hints, function.returns))


def functions_of_databases() -> set[str]:
    """Outside of the screens: functions as `kiosk.stall.vault.name`, and methods as `.name`."""
    found = set()
    for name, tree in modules(PROGRAM):
        if not name.startswith("kiosk.ui."):
            for scope in (tree, *(one for one in tree.body if isinstance(one, ast.ClassDef))):
                prefix = name if scope is tree else ""
                found |= {
                    f"{prefix}.{one.name}"
                    for one in scope.body
                    if isinstance(one, ast.FunctionDef) and takes_or_gives_one(one)
                }
    return found


def used(node: ast.AST) -> list[str]:
    """What `node` imports, or enters with `with`, in the same form."""
    if isinstance(node, ast.ImportFrom):
        return [f"{node.module}.{one.name}" for one in node.names]
    if isinstance(node, ast.withitem) and isinstance(node.context_expr, ast.Call):
        called = node.context_expr.func
        return [f".{called.attr}"] if isinstance(called, ast.Attribute) else []
    return []


def test_no_screen_is_handed_a_database() -> None:
    theirs = functions_of_databases()
    assert {".reading", "kiosk.coordinator.counting.rules.meanings"} <= theirs
    found = [
        f"{name}: {what}"
        for name, tree in modules(PROGRAM / "ui")
        for node in ast.walk(tree)
        for what in used(node)
        if what in theirs
    ]
    assert not found
