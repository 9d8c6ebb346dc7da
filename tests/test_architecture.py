"""The picture in docs/architecture.md is what the code gives."""

from __future__ import annotations

import re
from graphlib import CycleError

import pytest

from tests import architecture


def test_the_picture_is_drawn_from_this_code() -> None:
    assert architecture.draw() == architecture.FILE.read_text(encoding="utf-8"), (
        "`make architecture`, and look"
    )


def test_an_arrow_stands_for_an_import_that_no_other_way_implies() -> None:
    imports = {"cli": {"app", "stall", "files"}, "app": {"stall"}, "stall": {"files"}, "files": set()}
    assert architecture.arrows(imports) == [("app", "stall"), ("cli", "app"), ("stall", "files")]
    assert architecture.rows(imports) == {"files": 0, "stall": 1, "app": 2, "cli": 3}


def test_rooms_that_import_each_other_have_no_picture() -> None:
    with pytest.raises(CycleError):
        architecture.rows({"stall": {"ui"}, "ui": {"stall"}})


def test_what_the_page_names_is_there() -> None:
    page = (architecture.FILE.parent / "architecture.md").read_text(encoding="utf-8")
    named = re.findall(r"`([\w.]+)`\s+\(`([\w/]+\.py)`\)", page)
    assert len(named) > 20
    for name, file in named:
        code = (architecture.FILE.parents[1] / "kiosk" / file).read_text(encoding="utf-8")
        assert re.search(rf"^\s*(def|class) {name.split('.')[-1]}\b", code, re.MULTILINE), f"{name} in {file}"
