"""CONSTRUCT queries as updates, or as SELECT queries whose rows are put into the template here.

Oxigraph remembers every triple that a CONSTRUCT query has returned, so as to return it only once. For the rule that
gives a million of them, this took 0.7 GB; a store keeps each triple once anyway. An update makes no object of Python
for any of them, but does not tell whether it has added something.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

import pyoxigraph as ox

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["RuleTemplate"]

_FORM = re.compile(r"^CONSTRUCT\s*\{([^{}#]*)\}\s*(?=WHERE\s*\{)", re.MULTILINE)
_PREFIX = re.compile(r"^PREFIX .*$", re.MULTILINE)
_VARIABLE = re.compile(r"\?([A-Za-z0-9_]+)")
_NAMED = "urn:kg:variable:"


class RuleTemplate(NamedTuple):
    """A query in parts, and triples whose parts are terms, or the positions of variables in a row.

    The parts are what stands before the query's form, the template as it is written, the variables of the template as
    SELECT with as many lines as the form has after the template, and what stands after the form.
    """

    before: str
    template: str
    select: str
    after: str
    triples: tuple[tuple[Any, Any, Any], ...]

    # Errors are reported by line, so in both forms the lines keep their numbers.

    @property
    def query(self) -> str:
        """The query for rows."""
        return self.before + "\n" * self.template.count("\n") + self.select + self.after

    def insertion(self, graph: ox.NamedNode) -> str:
        """Return the update that adds the triples to a graph."""
        return f"{self.before}INSERT {{ GRAPH {graph} {{{self.template}}} }} WHERE {{ {self.select}{self.after}\n}}"

    @classmethod
    def of(cls, text: str) -> RuleTemplate | None:
        """Return the template of a CONSTRUCT query; None if it is written in another way, or is no such query."""
        form = _FORM.search(text)
        variables = sorted(set(_VARIABLE.findall(form[1]))) if form else []
        if form is None or not variables:
            return None
        # With a name in place of each variable, and a full stop at the end, a template is Turtle.
        named = _VARIABLE.sub(rf"<{_NAMED}\1>", form[1]).rstrip().removesuffix(".")
        turtle = "\n".join((*_PREFIX.findall(text), f"{named} ."))
        try:
            parsed = list(ox.parse(turtle, format=ox.RdfFormat.TURTLE))
        except SyntaxError:
            return None
        if any(isinstance(term, ox.BlankNode) for triple in parsed for term in triple):
            return None  # each row has another node, which a template cannot give
        places = {ox.NamedNode(_NAMED + name): place for place, name in enumerate(variables)}
        triples = tuple(
            (places.get(quad.subject, quad.subject), places.get(quad.predicate, quad.predicate),
             places.get(quad.object, quad.object)) for quad in parsed
        )  # fmt: skip
        ends = form[0].count("\n") - form[1].count("\n")
        select = "SELECT " + " ".join(f"?{name}" for name in variables) + ("\n" * ends or " ")
        return cls(text[: form.start()], form[1], select, text[form.end() :], triples)

    def quads(self, rows: Iterable[Any], graph: ox.NamedNode) -> Iterator[ox.Quad]:
        """Yield the quads of all rows in a graph, without incomplete triples and those whose subject is a literal."""
        for row in rows:
            values = tuple(row)
            for triple in self.triples:
                subject, predicate, value = (values[part] if type(part) is int else part for part in triple)
                if value is not None and isinstance(predicate, ox.NamedNode) and isinstance(subject, _SUBJECTS):
                    yield ox.Quad(subject, predicate, value, graph)


_SUBJECTS = (ox.NamedNode, ox.BlankNode)
