"""The sh:ValidationReport of SHACL (W3C Recommendation, section 3.6), with every node an IRI.

Findings that are not from shapes are included too. Their component is `urn:kg:rule:` and the name of the rule; if they
are not about a node, their focus is the file, as `urn:kg:file:` and the path. In the Recommendation, sh:conforms is
true only if there is no result at all, not even a warning; the exit code of `kg validate` depends on --fail-on instead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import pyoxigraph as ox

from kg.findings import Severity, Terms, fingerprints
from kg.namespaces import PREFIXES
from kg.rdf.parse import term_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kg.findings import Finding, Rule

__all__ = ["render"]

_SH, _RDF = PREFIXES["sh"], PREFIXES["rdf"]
_SEVERITIES = {Severity.VIOLATION: "Violation", Severity.WARNING: "Warning", Severity.INFO: "Info"}
_REPORT = ox.NamedNode("urn:kg:report")


def render(findings: Sequence[Finding], rules: Mapping[str, Rule]) -> str:
    """Return the report as Turtle."""
    triples = [*_head(findings)]
    for finding, mark in zip(findings, fingerprints(findings), strict=True):
        # IRIs instead of the usual blank nodes, so that two reports can be compared line by line, and merged.
        triples += _result(finding, ox.NamedNode(f"urn:kg:finding:{mark}"), rules.get(finding.rule))
    prefixes = {name: PREFIXES[name] for name in ("sh", "xsd", "dp", "statement", "prov", "oa", "org")}
    written = ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=prefixes)
    return written.decode().rstrip("\n") + "\n" if written else ""


def _sh(name: str) -> ox.NamedNode:
    return ox.NamedNode(_SH + name)


def _head(findings: Sequence[Finding]) -> Iterator[ox.Triple]:
    yield ox.Triple(_REPORT, ox.NamedNode(_RDF + "type"), _sh("ValidationReport"))
    yield ox.Triple(_REPORT, _sh("conforms"), ox.Literal(not findings))


def _result(finding: Finding, node: ox.NamedNode, rule: Rule | None) -> Iterator[ox.Triple]:
    yield ox.Triple(_REPORT, _sh("result"), node)
    yield ox.Triple(node, ox.NamedNode(_RDF + "type"), _sh("ValidationResult"))
    yield ox.Triple(node, _sh("resultSeverity"), _sh(_SEVERITIES[finding.severity]))
    yield ox.Triple(node, _sh("resultMessage"), ox.Literal(_located(finding), language="en"))
    if rule is not None and rule.shape:
        yield ox.Triple(node, _sh("sourceShape"), ox.NamedNode(rule.shape))
    terms = finding.terms or _terms(finding)
    component = terms.component or _rule(finding)
    yield ox.Triple(node, _sh("sourceConstraintComponent"), ox.NamedNode(component))
    focus = _node(terms.focus) or ox.NamedNode(_file(finding))
    for name, term in (("focusNode", focus), ("resultPath", _node(terms.path)), ("value", _node(terms.value))):
        if term is not None:
            yield ox.Triple(node, _sh(name), term)


def _located(finding: Finding) -> str:
    place = ":".join(str(part) for part in (finding.file, finding.line, finding.column) if part is not None)
    return f"{place}: {finding.message}" if place else finding.message


def _rule(finding: Finding) -> str:
    return f"urn:kg:rule:{quote(finding.rule, safe='')}"


def _file(finding: Finding) -> str:
    """Return the focus of a finding that is not about a node: its file, or its rule if it has no file."""
    return _rule(finding) if finding.file is None else f"urn:kg:file:{quote(finding.file)}"


def _terms(finding: Finding) -> Terms:
    """Return the terms of a finding that does not come from RDF: IRIs where possible, and a plain literal."""
    value = None if finding.value is None else str(ox.Literal(finding.value))
    return Terms(f"<{finding.focus}>" if finding.focus else None, f"<{finding.path}>" if finding.path else None, value)


def _node(term: str | None) -> ox.NamedNode | ox.Literal | None:
    """Return the IRI or literal given in N-Triples form; None for anything else."""
    try:
        found = term_of(term or "")
    except (SyntaxError, ValueError):
        return None
    return found if isinstance(found, (ox.NamedNode, ox.Literal)) else None
