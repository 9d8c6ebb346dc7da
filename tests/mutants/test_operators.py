"""The mutants of `make mutants`: what is changed and what is not; what is explained is still there."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.mutants.__main__ import explained
from tests.mutants.operators import mutants_of
from tests.program import ROOT


def changes(folder: Path, code: str) -> set[str]:
    """What each mutant makes of the one line of `code` that it changes."""
    (folder / "module.py").write_text(code, encoding="utf-8")
    source = code.encode()
    found = mutants_of(folder, "module.py")
    for mutant in found:
        ast.parse(mutant.applied(source))
    return {mutant.change(source)[1] for mutant in found}


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("ok = a < b", {"ok = a <= b"}),
        ("ok = a is not None", {"ok = a is None"}),
        ("ok = 0 <= n <= 9", {"ok = 0 < n <= 9", "ok = 0 <= n < 9", "ok = 1 <= n <= 9", "ok = 0 <= n <= 10"}),
        ("ok = a and b", {"ok = a or b", "ok = ((a))", "ok = ((b))"}),
        ("ok = not a", {"ok = (a)"}),
        ("n = 文 + m", {"n = 文 - m"}),
        ("f(a, key=b)", {"pass", "f(a)"}),
        ("f(a, b)", {"pass", "f(b, a)"}),
        ("n += 2", {"pass", "n -= 2", "n += 3", "n += 1"}),
        ("x = min(a, b)", {"x = max(a, b)"}),
        ("x.y = True", {"pass", "x.y = False"}),
    ],
)
def test_code_is_broken_in_small_ways(tmp_path: Path, code: str, expected: set[str]) -> None:
    assert expected <= changes(tmp_path, code + "\n")


@pytest.mark.parametrize(
    "code",
    [
        '"""Words with 3 numbers."""',
        "x: Final = y",
        "assert a < b",
        'x = f"{a + 1}"',
        'raised = OddError("a", count=a + 1)',
        "import a.b",
        "if TYPE_CHECKING:\n    from a import b",
        'x = "a" + "b"',
        "path = a / b",
    ],
)
def test_what_people_only_read_is_left_alone(tmp_path: Path, code: str) -> None:
    assert changes(tmp_path, code + "\n") == set()


@pytest.mark.parametrize("call", ["min({})", "and_({})", "rows.where({})"])
def test_what_has_no_order_is_not_put_in_another(tmp_path: Path, call: str) -> None:
    assert f"x = {call}".format("b, a") not in changes(tmp_path, f"x = {call}\n".format("a, b"))


def test_a_limit_in_a_type_hint_is_a_limit(tmp_path: Path) -> None:
    assert changes(tmp_path, "n: Annotated[int, Meta(ge=5)] = x\n") >= {"n: Annotated[int, Meta(ge=6)] = x"}


def test_what_is_explained_is_still_a_mutant() -> None:
    """Else the explanation is of code that has gone, and may excuse what comes in its place."""
    reasons = explained()
    assert reasons
    for module in {module for module, _, _ in reasons}:
        source = (ROOT / module).read_bytes()
        there = {mutant.change(source) for mutant in mutants_of(ROOT, module)}
        for one, before, after in reasons:
            assert one != module or (before, after) in there, f"{module}: {before} → {after}"
