"""Integrity across sources: duplicate ids, rival corrections, conflicting tenures, conflicting propositions.

The queries see only *facts*: the few triples of a source that some rule reads. They are small enough to be kept for
every source, so a changed source is compared with all others without reading these.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import quote, unquote

import pyoxigraph as ox

from kg.findings import Finding, Span, Terms
from kg.namespaces import GRAPHS, ID, ROW_KINDS, VOCABULARIES, kind_of, slug_of
from kg.validate.integrity_rules import integrity_rules, predicates_read, predicates_tying

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kg.rdf.quads import Assertion
    from kg.validate.integrity_rules import IntegrityRule

__all__ = ["Fact", "check_each", "check_facts", "check_integrity", "check_reference_data", "facts_of", "ties_of"]

#: A triple in N-Triples form with its place: subject, predicate, value, span.
Fact: TypeAlias = tuple[str, str, str, Span | None]
_FILE = ID + "file/"
_PART = f"<{VOCABULARIES['dcterms']}isPartOf>"


def facts_of(assertion: Assertion, scope: str = "sources") -> list[Fact]:
    """Return the triples of a source that the rules of a scope read, each with its place if known."""
    wanted = {f"<{name}>" for name in predicates_read(scope)}
    accepted = islice(assertion.written(), len(assertion.quads))
    facts = [(*key, assertion.spans.find(*key)) for key in accepted if key[1] in wanted]
    # Other sources can refer to a faulty row, although it is not in the graph.
    rows = (name for name in sorted(assertion.faulty) if kind_of(name) in ROW_KINDS)
    return [*facts, *((f"<{name}>", _PART, f"<{assertion.source}>", None) for name in rows)]


def ties_of(facts: Iterable[Fact]) -> set[str]:
    """Return the terms by which facts can affect another source: all subjects, and the values of tying properties."""
    tying = {f"<{name}>" for name in predicates_tying()}
    return {
        term
        for subject, predicate, value, _ in facts
        for term in ((subject, value) if predicate in tying else (subject,))
    }


def check_integrity(assertions: Sequence[Assertion], reference: Assertion) -> list[Finding]:
    """Return the findings across sources, within each of them, and within the reference data."""
    named = {f"{number:08}": assertion for number, assertion in enumerate(assertions)}
    across = check_facts({name: facts_of(assertion) for name, assertion in named.items()}).values()
    parts = (check_reference_data(reference), *across, *check_each(named).values())
    return [finding for findings in parts for finding in findings]


def check_each(assertions: Mapping[str, Assertion]) -> dict[str, list[Finding]]:
    """Return the findings of the `one-source` rules, by the names of the sources."""
    scope = "one-source"
    return check_facts({name: facts_of(assertion, scope) for name, assertion in assertions.items()}, scope)


def check_facts(facts: Mapping[str, Iterable[Fact]], scope: str = "sources") -> dict[str, list[Finding]]:
    """Return the findings of a scope's rules for facts, by the names of their sources.

    Sources without findings are left out.
    """
    pool = _Pool()
    for name, told in facts.items():
        pool.add(_FILE + quote(name, safe=""), told)
    pool.load()
    found = pool.run(integrity_rules(scope))
    return {unquote(graph.removeprefix(_FILE)): findings for graph, findings in found.items()}


def check_reference_data(reference: Assertion) -> list[Finding]:
    """Return the findings of the integrity rules for the reference data as a whole."""
    pool = _Pool()
    pool.store.bulk_extend(reference.quads)
    pool.find = lambda _, *key: reference.spans.find(*key)  # type: ignore[method-assign]  # all facts in one graph
    return pool.run(integrity_rules("reference")).get(GRAPHS["reference"], [])


@dataclass(slots=True)
class _Row:
    """One solution of a query: terms by variable."""

    terms: dict[str, ox.NamedNode | ox.Literal]

    def text(self, name: str) -> str:
        return str(self.terms[name]) if name in self.terms else ""

    def value(self, name: str) -> str | None:
        return self.terms[name].value if name in self.terms else None


@dataclass
class _Pool:
    """A store of facts in one graph per source, with their places."""

    store: ox.Store = field(default_factory=ox.Store)
    spans: dict[tuple[str, ...], Span] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)

    def add(self, graph: str, facts: Iterable[Fact]) -> None:
        for subject, predicate, value, span in facts:
            self.lines.append(f"{subject} {predicate} {value} <{graph}> .\n")
            if span:
                self.spans[graph, subject, predicate, value] = span
                # The place of a subject's first triple stands for the subject, for rules that report a node and not a
                # value.
                self.spans.setdefault((graph, subject), span)

    def load(self) -> None:
        """Put what was added into the store; each load has a fixed cost, which would be that of most sources."""
        self.store.bulk_load("".join(self.lines).encode(), format=ox.RdfFormat.N_QUADS)
        self.lines.clear()

    def find(self, graph: str, *key: str) -> Span | None:
        """Return the place of a triple, or else of its subject."""
        return self.spans.get((graph, *key)) or self.spans.get((graph, key[0]))

    def run(self, rules: Iterable[IntegrityRule]) -> dict[str, list[Finding]]:
        """Return the findings of rules by graph, in an order that depends only on the facts."""
        found: dict[str, list[Finding]] = {}
        for rule in rules:
            groups: dict[tuple[str, ...], list[_Row]] = {}
            for row in self.rows(rule.text):
                groups.setdefault(tuple(row.text(name) for name in ("graph", "focus", "path", "value")), []).append(row)
            for rows in groups.values():
                found.setdefault(rows[0].value("graph") or "", []).append(self.finding(rule, rows))
        return found

    def rows(self, query: str) -> list[_Row]:
        # A rule without GRAPH queries all graphs together, as the questions of the catalogue do.
        answers = self.store.query(query, use_default_graph_as_union=True)
        if not isinstance(answers, ox.QuerySolutions):
            raise TypeError("an integrity rule is a SELECT query")
        names = [variable.value for variable in answers.variables]
        # Oxigraph returns rows in any order, and the first row of a group determines the place of the finding. Sorting
        # makes it the same in every run.
        rows = [_Row({name: row[name] for name in names if row[name] is not None}) for row in answers]
        return sorted(rows, key=lambda row: [row.text(name) for name in names])

    def finding(self, rule: IntegrityRule, rows: list[_Row]) -> Finding:
        """Return one finding for rows about the same thing; the places of the others are related."""
        row = rows[0]
        key = [row.text(name) for name in ("focus", "path", "value")]
        others = (self.find(item.value("there") or "", item.text("other"), key[1], key[2]) for item in rows)
        return Finding.at(
            self.find(row.value("graph") or "", *key),
            rule.rule.name,
            self.message(rule.message, row),
            severity=rule.rule.severity,
            focus=row.value("focus"),
            path=row.value("path"),
            value=row.text("value") or None,
            related=tuple(dict.fromkeys(span for span in others if span)),
            terms=Terms(*(name or None for name in key)),
        )

    def message(self, template: str, row: _Row) -> str:
        return re.sub(r"\?(\w+)", lambda found: self.words(row, found[1]), template)

    def words(self, row: _Row, name: str) -> str:
        """Return the text for a term in a message: its slug, as sheets write it."""
        value = row.value(name)
        return f"?{name}" if value is None else unquote(slug_of(value))
