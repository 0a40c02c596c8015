"""Every rule that a finding can name has a page, and every page a rule."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from rdflib.namespace import SH
from reading_mistakes import READING_MISTAKES

from kg.cli import main
from kg.validate.rulebook import rulebook
from kg.validate.shacl.shapes import shapes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.findings import Rule

PACKAGE = Path(__file__).parents[2] / "kg"
#: Where findings are made that no shape and no integrity query makes.
CODE = "\n".join(path.read_text("utf-8") for path in PACKAGE.rglob("*.py"))
RULES = list(rulebook().values())
OF_SHAPES = [rule for rule in RULES if rule.shape]
READING = [rulebook()[name] for name in tomllib.loads((PACKAGE / "validate" / "reading_rules.toml").read_text("utf-8"))]


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as left:
        main(["rules", *arguments])
    return int(left.value.code or 0)


def names(rules: Iterable[Rule]) -> list[str]:
    return [rule.name for rule in rules]


def test_a_page_has_a_title_a_problem_and_a_solution() -> None:
    assert names(rule for rule in RULES if not rule.page().startswith(f"# {rule.name}\n")) == []
    assert names(rule for rule in RULES if not rule.title) == []
    assert names(rule for rule in RULES if not rule.problem.rstrip().endswith(".")) == []
    assert names(rule for rule in RULES if not re.fullmatch(r"[A-Z`].{8,}\.", rule.solution, re.DOTALL)) == []


def test_a_title_names_the_fault_and_not_what_is_right() -> None:
    """A reader of a report sees the title alone: "Missing id", where "The id of a row" would be no fault."""
    right = re.compile(r"(A|An|The|All|Each|Every|Known|Valid|What|Whose|Who|Whether|In|On|Of|Since|Until|Through) ")
    assert [rule.title for rule in RULES if right.match(rule.title)] == []
    closed = {str(shape).rpartition("#")[2] for shape in shapes().subjects(SH.closed, None)}
    wanted = [rule for rule in OF_SHAPES if rule.name in closed]
    assert wanted
    assert names(rule for rule in wanted if not rule.title.startswith("Unknown property of ")) == []


def test_the_code_reports_each_reading_rule() -> None:
    assert names(rule for rule in READING if f'"{rule.name}"' not in CODE) == []


def test_every_mistake_in_a_sheet_has_a_page() -> None:
    assert {mistake[2] for mistake in READING_MISTAKES} <= rulebook().keys()


def test_every_rule_that_the_code_names_has_a_page() -> None:
    made = re.findall(
        r'(?:report|wrong|Finding\.at|Finding|Misquote)\(\s*(?:[\w.\[\]"]+,\s*)*?"([a-z]+(?:-[a-z]+)+)"', CODE
    )
    assert made
    assert set(made) - rulebook().keys() == set()


def test_every_shape_with_a_message_is_a_rule() -> None:
    named = {str(rule.shape) for rule in rulebook().values() if rule.shape}
    sh = "http://www.w3.org/ns/shacl#"
    told = {str(s) for s, p, _ in shapes() if str(p) == sh + "message"}
    queries = {str(s) for s, p, _ in shapes() if str(p) == sh + "select"}
    assert named == told - queries


def code_of(example: str) -> list[str]:
    """Return the lines of an example without comments and without the dots for what is left out."""
    lines = (re.sub(r"(^|\s)# .*", "", line).rstrip(" .;") for line in example.splitlines())
    return [line for line in lines if line]


def shows_both(rule: Rule) -> bool:
    language, page = "turtle" if rule.shape else "", rule.page()
    pairs = (("Wrong", rule.wrong), ("Right", rule.right))
    return all(f"## {title}\n\n```{language}\n{text.rstrip()}\n```" in page and code_of(text) for title, text in pairs)


def test_a_page_has_a_wrong_and_a_right_example_that_differ() -> None:
    assert names(rule for rule in RULES if not shows_both(rule)) == []
    assert names(rule for rule in RULES if code_of(rule.wrong) == code_of(rule.right)) == []


def test_the_right_example_of_a_shape_is_more_than_its_first_line() -> None:
    short = [rule for rule in OF_SHAPES if len(code_of(rule.right)) < 2]
    assert names(rule for rule in short if not rule.right.startswith("interval:open.open")) == []


def test_an_example_shows_what_its_shape_is_about() -> None:
    withdrawal = rulebook()["statement-withdrawal"]
    assert "prov:invalidatedAtTime" in withdrawal.wrong
    assert "dp:invalidationReason" not in withdrawal.wrong
    assert "dp:invalidationReason" in withdrawal.right
    inside = rulebook()["quote-inside"]
    assert 'dp:length "20"' in inside.wrong
    assert 'dp:length "200"' in inside.right
    assert rulebook()["row-iri"].right.startswith("event:2024-05-02-talks.meeting a dp:Meeting ;")


def test_the_wrong_example_of_a_shape_marks_the_mistake_and_the_right_one_has_none() -> None:
    assert names(rule for rule in OF_SHAPES if "# wrong" not in rule.wrong or "# wrong" in rule.right) == []


def test_the_command_lists_and_explains(capsys) -> None:
    assert run() == 0
    assert "quote-not-found\tviolation\t" in capsys.readouterr().out
    assert run("quote-not-found") == 0
    assert "## Solution" in capsys.readouterr().out


def test_an_unknown_rule_gets_the_nearest(capsys) -> None:
    assert run("quote-not-fund") == 2
    assert "`quote-not-found`" in capsys.readouterr().err


#: Rules whose findings are violations or warnings, by what is wrong.
_BOTH = {"unread-file", "table-row"}


def test_the_page_of_a_rule_gives_the_severity_of_its_findings() -> None:
    """By the code: `Finding("rule", message, Severity.WARNING ...)`, or `report(node, "rule", message, ...)`."""
    made = re.findall(r'"([a-z]+(?:-[a-z]+)+)", message[^\n]*?(?:severity=)?Severity\.([A-Z]+)', CODE)
    assert len(made) >= 12
    told = {rule.name: rule.severity.name for rule in READING}
    assert [(name, told[name]) for name, severity in made if name not in _BOTH and told[name] != severity] == []
