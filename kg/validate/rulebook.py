"""All rules that a finding can name; each is described where it is defined.

There are three kinds: rules of reading (in `reading_rules.toml`), shapes (in shapes/, with examples in
shapes/invalid/), and integrity queries across sources (in shapes/integrity/).
"""

from __future__ import annotations

import tomllib
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kg.findings import Rule, Severity
from kg.namespaces import PREFIXES
from kg.validate.integrity_rules import integrity_rules
from kg.validate.shacl.examples import SHAPES, ShapeExamples

if TYPE_CHECKING:
    import pyoxigraph as ox

__all__ = ["rulebook", "with_example"]

_SEVERITIES = {f"{PREFIXES['sh']}{severity.name.title()}": severity for severity in Severity}


@cache
def rulebook(*, examples: bool = True) -> dict[str, Rule]:
    """Return every rule by name, sorted; without `examples`, which take most of the time, shapes have none."""
    found = [*_of_reading(), *_of_shapes(), *(item.rule for item in integrity_rules())]
    rules = {rule.name: rule for rule in sorted(found, key=lambda rule: rule.name.lower())}
    return {name: with_example(rule) for name, rule in rules.items()} if examples else rules


def with_example(rule: Rule) -> Rule:
    """Return a rule with its examples; those of a shape are cut out of files."""
    if not rule.shape or rule.wrong:
        return rule
    wrong, right = _examples().of(rule.shape)
    return replace(rule, wrong=wrong, right=right)


@cache
def _examples() -> ShapeExamples:
    return ShapeExamples()


def _of_reading() -> list[Rule]:
    entries = tomllib.loads((Path(__file__).parent / "reading_rules.toml").read_text("utf-8"))
    return [
        Rule(name, **{**entry, "severity": Severity[str(entry.get("severity", "violation")).upper()]})
        for name, entry in entries.items()
    ]


def _of_shapes() -> list[Rule]:
    shapes = _examples()
    query = """SELECT ?shape ?name ?description ?message ?severity WHERE {
        ?shape sh:name ?name ; sh:description ?description ; sh:message ?message .
        OPTIONAL { ?shape sh:severity ?severity } }"""
    solutions = shapes.store.query(query, prefixes=PREFIXES)
    rows = [{v.value: s[v] for v in solutions.variables} for s in solutions]  # type: ignore[union-attr]  # SELECT
    return [_of_shape(row) for row in rows]


def _of_shape(row: dict[str, ox.NamedNode | ox.Literal]) -> Rule:
    iri, severity = row["shape"].value, row["severity"]
    # Every message of a shape gives the fault before the colon, and what to do after it.
    what, _, solution = row["message"].value.partition(": ")
    return Rule(
        iri.removeprefix(SHAPES),
        row["name"].value,
        f"{what}. {row['description'].value}",
        f"{solution[:1].upper()}{solution[1:]}",
        _SEVERITIES[severity.value] if severity else Severity.VIOLATION,
        shape=iri,
    )
