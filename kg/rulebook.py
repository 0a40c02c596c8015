"""All rules that a finding can name, each described where it is defined.

There are three kinds: rules of reading (in `reading_rules.toml`), shapes (in shapes/, with an example
in shapes/invalid/), and integrity queries across sources (in shapes/integrity/).
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from kg.findings import Severity
from kg.integrityrules import integrity_rules
from kg.namespaces import PREFIXES
from kg.paths import shipped
from kg.rules import Rule

__all__ = ["rulebook"]

_SHAPES = "https://w3id.org/diplomatic-positions/shapes#"
_SEVERITIES = {f"{PREFIXES['sh']}{severity.name.title()}": severity for severity in Severity}


@cache
def rulebook() -> dict[str, Rule]:
    """Return every rule by name, sorted."""
    found = [*_of_reading(), *_of_shapes(), *(item.rule for item in integrity_rules())]
    return {rule.name: rule for rule in sorted(found, key=lambda rule: rule.name.lower())}


def _of_reading() -> list[Rule]:
    entries = tomllib.loads((Path(__file__).parent / "reading_rules.toml").read_text("utf-8"))
    return [
        Rule(name, **{**entry, "severity": Severity[str(entry.get("severity", "violation")).upper()]})
        for name, entry in entries.items()
    ]


def _of_shapes() -> list[Rule]:
    store = ox.Store()
    for file in sorted(shipped("shapes").glob("*.ttl")):
        store.load(path=str(file), format=ox.RdfFormat.TURTLE)
    query = """SELECT ?shape ?name ?description ?message ?severity WHERE {
        ?shape sh:name ?name ; sh:description ?description ; sh:message ?message .
        OPTIONAL { ?shape sh:severity ?severity } }"""
    solutions = store.query(query, prefixes=PREFIXES)
    return [_of_shape({v.value: s[v] for v in solutions.variables}) for s in solutions]  # type: ignore[union-attr]  # SELECT


def _of_shape(row: dict[str, ox.NamedNode | ox.Literal]) -> Rule:
    iri, severity = row["shape"].value, row["severity"]
    name = iri.removeprefix(_SHAPES)
    what, _, solution = row["message"].value.partition(": ")
    wrong = _example(name)
    right = _mended(wrong)
    return Rule(
        name,
        row["name"].value,
        f"{what}. {row['description'].value}",
        f"{solution[:1].upper()}{solution[1:]}",
        _SEVERITIES[severity.value] if severity else Severity.VIOLATION,
        shape=iri,
        wrong=_excerpt(wrong, right),
        right=_excerpt(right, wrong.replace("  # wrong", "")),
    )


def _example(name: str) -> str:
    """Return the block of the first example of a shape that holds the mistake."""
    file = next(iter(sorted((shipped("shapes") / "invalid").glob(f"{name}.*.ttl"))), None)
    blocks = file.read_text("utf-8").split("\n\n") if file else []
    return next((block for block in blocks if "# wrong" in block), "")


def _mended(wrong: str) -> str:
    """Return the block of the valid examples that is about the same node."""
    subject = wrong.split(" ", 1)[0]
    for file in sorted((shipped("shapes") / "valid").glob("*.ttl")):
        for block in file.read_text("utf-8").split("\n\n"):
            if subject and block.startswith(f"{subject} "):
                return block
    return ""


def _excerpt(block: str, other: str) -> str:
    """Return the lines of a block that the other one lacks, with the first for the subject, and dots for the rest."""
    said = {line.strip(" ;.") for line in other.splitlines()}
    first, *rest = block.splitlines() or [""]
    told = [line for line in rest if "# wrong" in line or line.strip(" ;.") not in said]
    return "\n".join([first, *told, *(["    # ..."] if len(told) < len(rest) else [])])
