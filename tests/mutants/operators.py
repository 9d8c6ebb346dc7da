"""Every small way in which a module can be broken: what `make mutants` draws its samples from.

A mutant is the module's text with one place changed. None is made of what people only read: docstrings, the
words of errors, type hints, asserts (for mypy's sake only) and what is made from strings with {places}.
"""

from __future__ import annotations

import ast
import difflib
import re
from dataclasses import dataclass
from pathlib import Path

_COMPARED = {
    ast.Lt: ("<", "<="), ast.LtE: ("<=", "<"), ast.Gt: (">", ">="), ast.GtE: (">=", ">"),
    ast.Eq: ("==", "!="), ast.NotEq: ("!=", "=="), ast.Is: ("is", "is not"), ast.IsNot: ("is not", "is"),
    ast.In: ("in", "not in"), ast.NotIn: ("not in", "in"),
}  # fmt: skip
_CALCULATED = {
    ast.Add: ("+", "-"), ast.Sub: ("-", "+"), ast.Mult: ("*", "//"), ast.FloorDiv: ("//", "*"),
    ast.Mod: ("%", "//"), ast.Pow: ("**", "*"), ast.LShift: ("<<", ">>"), ast.RShift: (">>", "<<"),
    ast.BitAnd: ("&", "|"), ast.BitOr: ("|", "&"), ast.BitXor: ("^", "&"),
}  # fmt: skip
_EXCHANGED = {"min": "max", "max": "min", "any": "all", "all": "any"}
_IN_ANY_ORDER = {
    "Table",
    "and_",
    "compare_digest",
    "group_by",
    "hypot",
    "max",
    "min",
    "or_",
    "suppress",
    "union",
    "where",
}
"""What is the same in whatever order it is given: a table's columns and SQL's conditions among it."""
_NO_BEHAVIOUR = {"frozen", "gc", "slots", "encoding", "strict"}
"""Keywords that change nothing of what right code does where everything is UTF-8."""


@dataclass(frozen=True)
class Mutant:
    """`module` (a path below the project's root) with the bytes `start` to `end` replaced by `text`.

    `at_import` says that the place is run when the module is loaded, before any test.
    """

    module: str
    start: int
    end: int
    text: str
    line: int
    at_import: bool

    def applied(self, source: bytes) -> bytes:
        """The module's text as the mutant has it."""
        return source[: self.start] + self.text.encode() + source[self.end :]

    def diff(self, source: bytes) -> str:
        """The change as people read it."""
        before, after = (data.decode().splitlines() for data in (source, self.applied(source)))
        lines = list(difflib.unified_diff(before, after, self.module, self.module, lineterm="", n=1))
        return "\n".join(lines)

    def change(self, source: bytes) -> tuple[str, str]:
        """The lines that it changes, before and after, each as one line without indents."""
        changed = [line for line in self.diff(source).splitlines()[2:] if line[0] in "+-"]
        before, after = (
            " ".join(" ".join(line[1:].split()) for line in changed if line[0] == sign) for sign in "-+"
        )
        return before, after


def mutants_of(root: Path, module: str) -> list[Mutant]:
    """All mutants of a module, in the order of its text; the file is at `root / module`."""
    source = (root / module).read_bytes()
    found = _Finder(module, source)
    found.visit(ast.parse(source))
    unique = {(one.start, one.end, one.text): one for one in found.mutants}
    return sorted(unique.values(), key=lambda one: (one.start, one.end, one.text))


class _Finder(ast.NodeVisitor):
    """Walks a module and notes every mutant."""

    def __init__(self, module: str, source: bytes) -> None:
        self.mutants: list[Mutant] = []
        self._module = module
        self._source = source
        self._at_import = True
        self._lines = [0]
        for line in source.splitlines(keepends=True):
            self._lines.append(self._lines[-1] + len(line))

    # What people only read

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None: ...

    def visit_Assert(self, node: ast.Assert) -> None: ...

    def visit_Import(self, node: ast.Import) -> None: ...

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        self._visit_limits(node.annotation)
        if node.value:
            self.visit(node.value)

    def visit_arg(self, node: ast.arg) -> None: ...

    def _visit_limits(self, annotation: ast.expr) -> None:
        """A type hint is none of ours, but a limit in it (`msgspec.Meta(ge=1)`) is."""
        for node in ast.walk(annotation):
            if isinstance(node, ast.Call):
                self.generic_visit(node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        for default in (*node.args.defaults, *node.args.kw_defaults):
            if default:
                self.visit(default)
        outside, self._at_import = self._at_import, False
        for statement in node.body:
            self.visit(statement)
        self._at_import = outside

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        for part in (*node.keywords, *node.body):
            self.visit(part)

    # Expressions

    def visit_Compare(self, node: ast.Compare) -> None:
        for left, kind, right in zip(
            [node.left, *node.comparators], node.ops, node.comparators, strict=False
        ):
            self._replace_between(left, right, *_COMPARED[type(kind)])
        self.generic_visit(node)

    def visit_BinOp(self, node: ast.BinOp) -> None:
        told = any(
            isinstance(one, ast.JoinedStr) or (isinstance(one, ast.Constant) and isinstance(one.value, str))
            for one in (node.left, node.right)
        )
        if type(node.op) in _CALCULATED and not told:  # not `/`, which joins paths
            self._replace_between(node.left, node.right, *_CALCULATED[type(node.op)])
        self.generic_visit(node)

    def visit_BoolOp(self, node: ast.BoolOp) -> None:
        word, other = ("and", "or") if isinstance(node.op, ast.And) else ("or", "and")
        if len(node.values) == 2:
            self._replace_between(node.values[0], node.values[1], word, other)
        else:
            self._put(node, f"({f' {other} '.join(f'({self._text(one)})' for one in node.values)})")
        for left_out in node.values:
            kept = [one for one in node.values if one is not left_out]
            self._put(node, f"({f' {word} '.join(f'({self._text(one)})' for one in kept)})")
        self.generic_visit(node)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> None:
        if isinstance(node.op, ast.Not):
            self._put(node, f"({self._text(node.operand)})")
        self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        match node.value:
            case bool():
                self._put(node, str(not node.value))
            case int():
                self._put(node, f"{node.value + 1}")
                self._put(node, f"{node.value - 1}" if node.value else "(-1)")
            case float():
                self._put(node, f"{node.value + 1}")

    def visit_Call(self, node: ast.Call) -> None:
        name = _name(node.func)
        if name.endswith(("Error", "advice")):
            return
        if isinstance(node.func, ast.Name) and name in _EXCHANGED:
            self._put(node.func, _EXCHANGED[name])
        ordered = name not in _IN_ANY_ORDER and not any(isinstance(one, ast.Starred) for one in node.args)
        for left, right in zip(node.args, node.args[1:], strict=False) if ordered else ():
            if self._text(left) != self._text(right):
                start, end = self._span(left)[0], self._span(right)[1]
                between = self._source[self._span(left)[1] : self._span(right)[0]].decode()
                self._put_at(start, end, self._text(right) + between + self._text(left), node.lineno)
        for keyword in node.keywords:
            if keyword.arg and keyword.arg not in _NO_BEHAVIOUR and isinstance(node.func, ast.expr):
                fewer = [one for one in node.keywords if one is not keyword]
                self._put(node, ast.unparse(ast.Call(node.func, node.args, fewer)))
        self.generic_visit(node)

    def visit_keyword(self, node: ast.keyword) -> None:
        if node.arg not in _NO_BEHAVIOUR:
            self.generic_visit(node)

    # Conditions

    def _negate(self, test: ast.expr) -> None:
        if not isinstance(test, ast.Compare | ast.UnaryOp | ast.Constant):
            self._put(test, f"(not ({self._text(test)}))")

    def visit_If(self, node: ast.If) -> None:
        if not isinstance(node.test, ast.Name) or node.test.id != "TYPE_CHECKING":
            self._negate(node.test)
            self.generic_visit(node)

    def visit_While(self, node: ast.While) -> None:
        self._negate(node.test)
        self.generic_visit(node)

    def visit_IfExp(self, node: ast.IfExp) -> None:
        self._negate(node.test)
        self.generic_visit(node)

    def visit_comprehension(self, node: ast.comprehension) -> None:
        for condition in node.ifs:
            self._negate(condition)
        self.generic_visit(node)

    # Statements

    def visit_Expr(self, node: ast.Expr) -> None:
        if isinstance(node.value, ast.Call):
            self._put(node, "pass")
        self.generic_visit(node)

    def visit_Raise(self, node: ast.Raise) -> None:
        self._put(node, "pass")
        self.generic_visit(node)

    def visit_Return(self, node: ast.Return) -> None:
        if node.value is None:
            self._put(node, "pass")
        elif not isinstance(node.value, ast.Constant) or node.value.value:
            self._put(node, "return None")  # which says the same as False, 0 or ""
        self.generic_visit(node)

    def visit_Continue(self, node: ast.Continue) -> None:
        self._put(node, "pass")

    def visit_Break(self, node: ast.Break) -> None:
        self._put(node, "pass")

    def visit_Delete(self, node: ast.Delete) -> None:
        self._put(node, "pass")

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        self._put(node, "pass")
        if type(node.op) in _CALCULATED:
            mark, other = _CALCULATED[type(node.op)]
            self._replace_between(node.target, node.value, f"{mark}=", f"{other}=")
        self.generic_visit(node)

    def visit_Assign(self, node: ast.Assign) -> None:
        if isinstance(node.targets[0], ast.Attribute | ast.Subscript):
            self._put(node, "pass")
        self.generic_visit(node)

    # Places in the text

    def _span(self, node: ast.expr | ast.stmt) -> tuple[int, int]:
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        start = self._lines[node.lineno - 1] + node.col_offset
        return start, self._lines[node.end_lineno - 1] + node.end_col_offset

    def _text(self, node: ast.expr) -> str:
        start, end = self._span(node)
        return self._source[start:end].decode()

    def _put(self, node: ast.expr | ast.stmt, text: str) -> None:
        start, end = self._span(node)
        self._put_at(start, end, text, node.lineno)

    def _replace_between(self, left: ast.expr, right: ast.expr, old: str, new: str) -> None:
        start, end = self._span(left)[1], self._span(right)[0]
        pattern = rf"(?<![\w<>=*/]){re.escape(old)}(?![\w<>=*/])".replace(r"\ ", r"\s+")
        between, times = re.subn(pattern, new, self._source[start:end].decode(), count=1)
        if times:
            self._put_at(start, end, between, right.lineno)

    def _put_at(self, start: int, end: int, text: str, line: int) -> None:
        self.mutants.append(Mutant(self._module, start, end, text, line, self._at_import))


def _name(function: ast.expr) -> str:
    match function:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""
