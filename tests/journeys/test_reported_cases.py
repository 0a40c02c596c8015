"""What was reported of other tools is shown to be right here: each report has tests, and they exist."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

from cases import for_each
from ruamel.yaml import YAML

TESTS = Path(__file__).parents[1]
CASES = YAML(typ="safe").load((TESTS / "support/reported_cases.yaml").read_text("utf-8"))
#: The reports themselves, where they are beside the clone.
REPORTS = TESTS.parents[1] / "shared/cases"


@cache
def functions_of(file: str) -> frozenset[str]:
    """Return the tests of a file by name, without parameters: `test_x`, or `TestX::test_y` in a class."""
    body = ast.parse((TESTS / file).read_text("utf-8")).body
    inside = [(f"{node.name}::", node.body) for node in body if isinstance(node, ast.ClassDef)]
    return frozenset(
        f"{owner}{node.name}"
        for owner, nodes in [("", body), *inside]
        for node in nodes
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    )


@for_each("name", sorted(CASES))
def test_a_report_names_its_kind_and_tests_that_exist(name: str) -> None:
    case = CASES[name]
    assert case["kind"].endswith(".")
    named = [test.partition("::") for test in case["tests"]]
    assert named
    assert [f"{file}::{test}" for file, _, test in named if test not in functions_of(file)] == []


def test_every_report_is_in_the_table() -> None:
    reports = {folder.name for folder in REPORTS.iterdir()} if REPORTS.is_dir() else set(CASES)
    assert reports == CASES.keys()
