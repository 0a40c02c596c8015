"""CONSTRUCT queries as SELECT queries whose rows are put into the template here.

Oxigraph remembers every triple that a CONSTRUCT query has returned, so as to return it only once. For the rule that
gives a million of them, this took 0.7 GB; a store keeps each triple once anyway. Nor is a triple made for each quad.
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
    """A query for rows, and triples whose parts are terms, or the positions of variables in a row."""

    query: str
    triples: tuple[tuple[Any, Any, Any], ...]

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
        places = {ox.NamedNode(_NAMED + name): place for place, name in enumerate(variables)}
        triples = tuple(
            (places.get(quad.subject, quad.subject), places.get(quad.predicate, quad.predicate),
             places.get(quad.object, quad.object)) for quad in parsed
        )  # fmt: skip
        # Errors are reported by line, so the lines keep their numbers.
        head = "SELECT " + " ".join(f"?{name}" for name in variables) + "\n" * form[0].count("\n")
        return cls(text[: form.start()] + (head if head.endswith("\n") else head + " ") + text[form.end() :], triples)

    def quads(self, rows: Iterable[Any], graph: ox.NamedNode) -> Iterator[ox.Quad]:
        """Yield the quads of all rows in a graph, without incomplete triples and those whose subject is a literal."""
        for row in rows:
            values = tuple(row)
            for triple in self.triples:
                subject, predicate, value = (values[part] if type(part) is int else part for part in triple)
                if value is not None and isinstance(predicate, ox.NamedNode) and isinstance(subject, _SUBJECTS):
                    yield ox.Quad(subject, predicate, value, graph)


_SUBJECTS = (ox.NamedNode, ox.BlankNode)
