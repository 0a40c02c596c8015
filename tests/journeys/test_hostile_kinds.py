"""Every kind of hostile or broken surroundings has a test; those of a new repository are here."""

from __future__ import annotations

import ast
import shlex
from collections import Counter
from pathlib import Path

import pytest
from data_repository import new_repository, run
from ruamel.yaml import YAML

from kg.sources.assertion import assert_reference

TESTS = Path(__file__).parents[1]
KINDS = YAML(typ="safe").load((TESTS / "support/hostile_kinds.yaml").read_text("utf-8"))


def marks(file: Path) -> list[str]:
    """Return the kinds that the tests of a file are marked with."""
    calls = [
        decorator
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef)
        for decorator in node.decorator_list
        if isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == "pytest.mark.hostile"
    ]
    return [ast.literal_eval(call.args[0]) for call in calls]


def test_every_kind_has_a_test_and_every_mark_a_kind() -> None:
    found = Counter(kind for file in TESTS.rglob("test_*.py") for kind in marks(file))
    assert sorted(KINDS.keys() - found.keys()) == [], "kinds without a test"
    assert sorted(found.keys() - KINDS.keys()) == [], "marks that are in no table"


@pytest.mark.hostile("interrupted-init")
def test_init_resumes_after_a_full_disk(tmp_path: Path) -> None:
    call = ("kg", "init", "mine", "--from", "git+https://forge.example.org/team/kg@0123abc")
    # No file may be larger than 1,024 bytes: .gitattributes is written, the workflow is not, nor half of a .pyc.
    first = run(tmp_path, "bash", "-c", f"ulimit -f 1; PYTHONDONTWRITEBYTECODE=1 {shlex.join(call)}")
    assert (first.returncode, "cannot be written" in first.stderr) == (2, True), first.stderr
    assert all(path.stat().st_size for path in (tmp_path / "mine").rglob("*") if path.is_file())
    second = run(tmp_path, *call)
    assert second.returncode == 0, second.stderr
    assert "mine/kg.toml" in second.stdout
    update = run(tmp_path / "mine", "kg", "init", "--update", *call[3:])
    assert (update.returncode, update.stdout, update.stderr) == (0, "", ""), "what the first run wrote is known as well"


@pytest.mark.hostile("reference-named-yml")
def test_reference_data_in_a_yml_file_are_read(tmp_path: Path) -> None:
    folder = new_repository(tmp_path) / "seeds/reference"
    (folder / "states.yaml").rename(folder / "states.yml")
    (folder / "states.yml").write_text("westland: {label: Westland}\nnorthland: 5\n", "utf-8")
    reference, assertion = assert_reference(folder)
    assert reference.get("westland")
    assert [(Path(finding.file or "").name, finding.line) for finding in assertion.findings][:1] == [("states.yml", 2)]
