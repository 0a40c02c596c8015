"""Every rule that a finding can name has a page, and every page a rule."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from test_sheet import MISTAKES

from kg.cli import main
from kg.validate.rulebook import rulebook
from kg.validate.shacl.shapes import shapes

PACKAGE = Path(__file__).parents[2] / "kg"
#: Where findings are made that no shape and no integrity query makes.
CODE = "\n".join(path.read_text("utf-8") for path in PACKAGE.rglob("*.py"))
READING = [
    rule
    for rule in rulebook().values()
    if rule.name
    in re.findall(r"^\[([\w-]+)\]", (PACKAGE / "validate" / "reading_rules.toml").read_text(), re.MULTILINE)
]


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as left:
        main(["rules", *arguments])
    return int(left.value.code or 0)


@pytest.mark.parametrize("rule", rulebook().values(), ids=lambda rule: rule.name)
def test_a_page_has_a_problem_and_a_solution(rule) -> None:
    page = rule.page()
    assert page.startswith(f"# {rule.name}\n")
    assert rule.problem.rstrip().endswith(".")
    assert re.fullmatch(r"[A-Z`].{8,}\.", rule.solution, re.DOTALL)
    assert rule.title


@pytest.mark.parametrize("rule", READING, ids=lambda rule: rule.name)
def test_a_rule_of_reading_is_one_that_the_code_names(rule) -> None:
    assert f'"{rule.name}"' in CODE


def test_every_mistake_in_a_sheet_has_a_page() -> None:
    assert {mistake[2] for mistake in MISTAKES} <= rulebook().keys()


def test_every_rule_that_the_code_names_has_a_page() -> None:
    made = re.findall(
        r'(?:report|wrong|Finding\.at|Finding|Misquote)\(\s*(?:[\w.\[\]"]+,\s*)*?"([a-z]+(?:-[a-z]+)+)"', CODE
    )
    assert len(set(made)) > 20
    assert set(made) - rulebook().keys() == set()


def test_every_shape_with_a_message_is_a_rule() -> None:
    named = {str(rule.shape) for rule in rulebook().values() if rule.shape}
    sh = "http://www.w3.org/ns/shacl#"
    told = {str(s) for s, p, _ in shapes() if str(p) == sh + "message"}
    queries = {str(s) for s, p, _ in shapes() if str(p) == sh + "select"}
    assert named == told - queries


def said(example: str) -> list[str]:
    """Return what an example says: its lines without comments, and without lines of dots."""
    lines = (re.sub(r"(^|\s)# .*", "", line).rstrip(" .;") for line in example.splitlines())
    return [line for line in lines if line]


@pytest.mark.parametrize("rule", rulebook().values(), ids=lambda rule: rule.name)
def test_a_page_has_a_wrong_and_a_right_example_that_differ(rule) -> None:
    assert f"## Wrong\n\n```{'turtle' if rule.shape else ''}\n{rule.wrong.rstrip()}\n```" in rule.page()
    assert f"## Right\n\n```{'turtle' if rule.shape else ''}\n{rule.right.rstrip()}\n```" in rule.page()
    assert said(rule.wrong)
    assert said(rule.right)
    assert said(rule.wrong) != said(rule.right)


@pytest.mark.parametrize("rule", [rule for rule in rulebook().values() if rule.shape], ids=lambda rule: rule.name)
def test_the_right_example_of_a_shape_is_more_than_its_first_line(rule) -> None:
    assert len(said(rule.right)) > 1 or said(rule.right)[0].startswith(("interval:open.open", "<")), rule.right


def test_an_example_shows_what_its_shape_is_about() -> None:
    withdrawal = rulebook()["statement-withdrawal"]
    assert "prov:invalidatedAtTime" in withdrawal.wrong
    assert "dp:invalidationReason" not in withdrawal.wrong
    assert "dp:invalidationReason" in withdrawal.right
    inside = rulebook()["quote-inside"]
    assert 'dp:length "20"' in inside.wrong
    assert 'dp:length "200"' in inside.right
    assert rulebook()["row-iri"].right.startswith("event:2024-05-02-talks.meeting a dp:Meeting ;")


@pytest.mark.parametrize("rule", [rule for rule in rulebook().values() if rule.shape], ids=lambda rule: rule.name)
def test_the_example_of_a_shape_shows_the_mistake(rule) -> None:
    assert "# wrong" in rule.wrong
    assert "# wrong" not in rule.right


def test_the_command_lists_and_explains(capsys) -> None:
    assert run() == 0
    assert "quote-not-found\tviolation\t" in capsys.readouterr().out
    assert run("quote-not-found") == 0
    assert "## Solution" in capsys.readouterr().out


def test_an_unknown_rule_gets_the_nearest(capsys) -> None:
    assert run("quote-not-fund") == 2
    assert "`quote-not-found`" in capsys.readouterr().err
