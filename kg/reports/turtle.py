"""The sh:ValidationReport of SHACL (W3C Recommendation, section 3), with every node an IRI."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.findings import Severity
from kg.fingerprints import fingerprints
from kg.namespaces import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kg.findings import Finding
    from kg.rules import Rule

__all__ = ["render"]

_SH, _RDF = PREFIXES["sh"], PREFIXES["rdf"]
_SEVERITIES = {Severity.VIOLATION: "Violation", Severity.WARNING: "Warning", Severity.INFO: "Info"}
_REPORT = ox.NamedNode("urn:kg:report")


def render(findings: Sequence[Finding], rules: Mapping[str, Rule]) -> str:
    """Return Turtle; a finding that no shape made names its rule as sh:sourceConstraintComponent."""
    triples = [*_head(findings)]
    for finding, mark in zip(findings, fingerprints(findings), strict=True):
        triples += _result(finding, ox.NamedNode(f"urn:kg:finding:{mark}"), rules.get(finding.rule))
    prefixes = {name: PREFIXES[name] for name in ("sh", "xsd", "dp", "statement", "prov", "oa", "org")}
    written = ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=prefixes)
    return written.decode() if written else ""


def _sh(name: str) -> ox.NamedNode:
    return ox.NamedNode(_SH + name)


def _head(findings: Sequence[Finding]) -> Iterator[ox.Triple]:
    conforms = not any(finding.severity is Severity.VIOLATION for finding in findings)
    yield ox.Triple(_REPORT, ox.NamedNode(_RDF + "type"), _sh("ValidationReport"))
    yield ox.Triple(_REPORT, _sh("conforms"), ox.Literal(conforms))


def _result(finding: Finding, node: ox.NamedNode, rule: Rule | None) -> Iterator[ox.Triple]:
    yield ox.Triple(_REPORT, _sh("result"), node)
    yield ox.Triple(node, ox.NamedNode(_RDF + "type"), _sh("ValidationResult"))
    yield ox.Triple(node, _sh("resultSeverity"), _sh(_SEVERITIES[finding.severity]))
    yield ox.Triple(node, _sh("resultMessage"), ox.Literal(_located(finding), language="en"))
    if rule is not None and rule.shape:
        yield ox.Triple(node, _sh("sourceShape"), ox.NamedNode(rule.shape))
    component = rule.component if rule and rule.component else f"urn:kg:rule:{finding.rule}"
    yield ox.Triple(node, _sh("sourceConstraintComponent"), ox.NamedNode(component))
    for name, term in (("focusNode", finding.focus), ("resultPath", finding.path), ("value", finding.value)):
        if term is not None:
            yield ox.Triple(node, _sh(name), _term(term))


def _located(finding: Finding) -> str:
    place = ":".join(str(part) for part in (finding.file, finding.line, finding.column) if part is not None)
    return f"{place}: {finding.message}" if place else finding.message


def _term(text: str) -> ox.NamedNode | ox.Literal:
    """Return the IRI that `text` is, else a literal: findings carry lexical forms."""
    try:
        return ox.NamedNode(text) if ":" in text and not any(char.isspace() for char in text) else ox.Literal(text)
    except ValueError:
        return ox.Literal(text)
