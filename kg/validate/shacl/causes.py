"""Words for faults in the data, by the constraint component that reports them: `has no dp:act`, `is not an actor`.

A cause is a predicate of the focus node. For components made of other shapes (sh:or, sh:xone, sh:not, sh:and, sh:node,
sh:qualifiedValueShape), the causes are those of the inner shapes: pySHACL checks the same node against each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rdflib import Literal, URIRef
from rdflib.namespace import RDF, SH

from kg.namespaces import kind_of, shorten
from kg.rdf.parse import term_of
from kg.validate.shacl.labels import OF_A_SOURCE, a, literal_of, short, word
from kg.validate.shacl.rdflib_terms import ntriples, term_in_rdflib
from kg.validate.shacl.shapes import members, shapes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    import rdflib

    from kg.validate.shacl.context import SourceContext
    from kg.validate.shacl.engines import ShapeResult

__all__ = ["cause", "cause_of"]


def cause_of(result: ShapeResult, around: SourceContext, focus: str) -> str | None:
    """Return the fault as a sentence without a full stop; None if the component does not show it (as for a query).

    `focus` is the node to name; for a rule about a whole source, it differs from the result's focus.
    """
    told = _Told(result, around)
    # If the value is wrong, it is named first: people look for what they have typed.
    if told.component not in _WHOLE and result.path is not None and (flaw := told.flaw_of_value()):
        return f"{told.path} of {word(focus)} is {word(result.value or '')}, which {flaw}"
    why = cause(result, around)
    return f"{word(focus)} {why}" if why else None


def cause(result: ShapeResult, around: SourceContext) -> str | None:
    """Return the fault as a predicate of the focus node; None if the component does not show it (as for a query)."""
    told = _Told(result, around)
    return told.whole() if told.component in _WHOLE else told.about_value()


class _Told:
    """A result together with the parameters of its shape."""

    def __init__(self, result: ShapeResult, around: SourceContext) -> None:
        self.result, self.around = result, around
        self.shape = URIRef(result.shape)
        self.component = result.component.rpartition("#")[2].removesuffix("ConstraintComponent")

    def whole(self) -> str:
        """Return the cause for a fault of the property or the node as a whole."""
        return _WHOLE[self.component](self)

    def about_value(self) -> str | None:
        """Return the cause for a fault of one value, or of the node itself."""
        flaw, value = self.flaw_of_value(), self.result.value
        if flaw is None or value is None:
            return None
        if self.result.path is None:
            return flaw if value == self.result.focus else f"{word(value)} {flaw}"
        return f"has {word(value)} as {self.path}, which {flaw}"

    def flaw_of_value(self) -> str | None:
        """Return what is wrong with the value, as a predicate; None if there is no value, or nothing to say."""
        if self.result.value is None:
            return None
        if self.component in _INNER:
            return _INNER[self.component](self)
        return _FLAWS[self.component](self) if self.component in _FLAWS else None

    @property
    def path(self) -> str:
        return short(self.result.path or "")

    def parameter(self, name: str) -> str:
        """Return a parameter of the shape in N-Triples form."""
        value = shapes().value(self.shape, SH[name])
        return "" if value is None else ntriples(value)

    def values(self) -> list[str]:
        return self.around.values(self.result.focus, self.result.path or "")

    def node(self) -> str:
        """Return the node that the inner shapes are checked against."""
        return self.result.value or self.result.focus

    def failing(self, inner: Iterable[rdflib.term.Node]) -> str:
        """Return why the node does not conform to the inner shapes, for those that it violates."""
        return _joined([why for shape in inner if (why := _why(shape, self.node(), self.around))])


def _why(shape: rdflib.term.Node, node: str, around: SourceContext) -> str:
    """Return why a node does not conform to a shape; empty if it does."""
    told = []
    for result in around.results(shape, node):
        flaw = cause(result, around) or f"does not conform to {short(str(shape))}"
        # An inner shape can report a node further along the path (such as the type of an addressee), which then has to
        # be named.
        told.append(flaw if result.focus == node else f"{word(result.focus)} {flaw}")
    return _joined(told)


def _joined(causes: Sequence[str]) -> str:
    """Join causes with commas and `and`, without duplicates."""
    *first, last = dict.fromkeys(causes) or [""]
    return f"{', '.join(first)}, and {last}" if first else last


def _listed(names: Sequence[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


def _too_few(told: _Told) -> str:
    number = len(told.values())
    return f"has only {number} value{'s' * (number > 1)} of {told.path}" if number else f"has no {told.path}"


def _too_many(told: _Told) -> str:
    number = len(told.values())
    return f"has {number} values of {told.path}" if number > 1 else f"has {told.path}"


def _without(told: _Told) -> str:
    wanted, there = word(told.parameter("hasValue")), [word(value) for value in told.values()]
    return f"has {_listed(there)} as {told.path} instead of {wanted}" if there else f"has no {told.path}"


def _unlike(told: _Told) -> str:
    other = told.parameter("equals")
    there, missing = told.path, short(other)
    if told.result.value not in told.values():
        there, missing = missing, there
    return f"has {word(told.result.value or '')} as {there}, but not as {missing}"


def _fitting(told: _Told) -> list[str]:
    """Return the values that conform to the qualified value shape."""
    shape = shapes().value(told.shape, SH.qualifiedValueShape)
    return [value for value in told.values() if shape and not told.around.results(shape, value)]


def _too_few_fit(told: _Told) -> str:
    number, fit = len(_fitting(told)), _fits(shapes().value(told.shape, SH.qualifiedValueShape))
    return f"has {f'only {number}' if number else 'no'} {told.path} that {fit}"


def _too_many_fit(told: _Told) -> str:
    names, fit = [word(value) for value in _fitting(told)], _fits(shapes().value(told.shape, SH.qualifiedValueShape))
    if len(names) == 1:
        return f"has {names[0]} as {told.path}, which {fit}"
    return f"has {_listed(names)} as {told.path}, each of which {fit}"


def _fits(shape: rdflib.term.Node | None) -> str:
    """Return words for conforming to a shape."""
    path, kind, value = (shapes().value(shape, key) for key in (SH.path, SH["class"], SH.hasValue))
    if kind is not None:
        return f"is {a(str(kind))}"
    if path is None:
        return f"conforms to {short(str(shape))}"
    return f"has {short(str(path))}" if value is None else f"has {word(ntriples(value))} as {short(str(path))}"


def _none_fits(told: _Told) -> str:
    return told.failing(members(told.shape, "or"))


def _not_all_fit(told: _Told) -> str:
    return told.failing(members(told.shape, "and"))


def _not_one_fits(told: _Told) -> str:
    fitting = [shape for shape in members(told.shape, "xone") if not told.around.results(shape, told.node())]
    return _joined([_fits(shape) for shape in fitting]) or told.failing(members(told.shape, "xone"))


def _fits_wrongly(told: _Told) -> str:
    return _joined([_fits(shape) for shape in shapes().objects(told.shape, SH["not"])])


def _node(told: _Told) -> str:
    return told.failing(shapes().objects(told.shape, SH.node))


def _datatype(told: _Told) -> str:
    wanted = told.parameter("datatype").strip("<>")
    literal = literal_of(told.result.value or "")
    # Nobody writes this datatype by hand: the fault is a missing language tag, so the message says that.
    if wanted == str(RDF.langString):
        return "is not text" if literal is None else "has no language"
    there = None if literal is None else literal.datatype.value
    if there is None or there == wanted:
        return f"is not a valid {short(wanted)}"
    return f"has the type {short(there)} instead of {short(wanted)}"


def _after(told: _Told, parameter: str, words: str) -> str:
    """Return words for the values of the other property that this value should precede."""
    other = told.parameter(parameter)
    order = {value: _before(told, value, parameter) for value in told.around.values(told.result.focus, other)}
    late, unlike = ([word(value) for value, before in order.items() if before is wrong] for wrong in (False, None))
    if late or not unlike:
        return f"{words} its {short(other)}" + (f", {_listed(late)}" if late else "")
    return f"cannot be compared with its {short(other)}, {_listed(unlike)}"


def _before(told: _Told, value: str, parameter: str) -> bool | None:
    """Return whether the value comes before another one; None if the two cannot be compared."""
    first, second = (term_in_rdflib(term_of(term)) for term in (told.result.value or "", value))
    # A year and a day cannot be ordered. rdflib still orders them for sorting, by the names of their datatypes.
    if not (isinstance(first, Literal) and isinstance(second, Literal) and first.datatype == second.datatype):
        return None
    return bool(first < second or (parameter == "lessThanOrEquals" and first == second))


def _no_member(told: _Told) -> str:
    """Return words for a value of the wrong class, or for one whose class is not declared where it is described."""
    wanted = told.parameter("class").strip("<>")
    untyped = not told.around.values(told.node(), f"<{RDF.type}>") and kind_of(told.node().strip("<>")) in OF_A_SOURCE
    return f"is not declared as {a(wanted)} (`a {shorten(wanted)}`)" if untyped else f"is not {a(wanted)}"


#: Faults of a property or a whole node.
_WHOLE: dict[str, Callable[[_Told], str]] = {
    "MinCount": _too_few,
    "MaxCount": _too_many,
    "HasValue": _without,
    "Equals": _unlike,
    "Closed": lambda told: f"has the property {told.path}",
    "QualifiedMinCount": _too_few_fit,
    "QualifiedMaxCount": _too_many_fit,
}
#: Faults of a value that depend on inner shapes.
_INNER: dict[str, Callable[[_Told], str]] = {
    "Or": _none_fits,
    "And": _not_all_fit,
    "Xone": _not_one_fits,
    "Not": _fits_wrongly,
    "Node": _node,
}
#: Faults of a value.
_FLAWS: dict[str, Callable[[_Told], str]] = {
    "Class": _no_member,
    "Datatype": _datatype,
    "NodeKind": lambda told: f"is not of the kind {told.parameter('nodeKind').strip('<>').rpartition('#')[2]}",
    "Pattern": lambda _: "does not have the required form",
    "In": lambda _: "is not an allowed value",
    "MinLength": lambda _: "is too short",
    "MaxLength": lambda _: "is too long",
    "MinInclusive": lambda told: f"is less than {word(told.parameter('minInclusive'))}",
    "MaxInclusive": lambda told: f"is more than {word(told.parameter('maxInclusive'))}",
    "LessThan": lambda told: _after(told, "lessThan", "is not before"),
    "LessThanOrEquals": lambda told: _after(told, "lessThanOrEquals", "is after"),
    "Disjoint": lambda told: f"is also its {short(told.parameter('disjoint'))}",
}
