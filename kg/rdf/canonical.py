"""Compares graphs that have been in a triplestore, which rewrites literals and renames blank nodes.

Two graphs are equal here if their statements are equal after normalisation: language tags in lower case, numbers in
their shortest form (every kind of integer is an xsd:integer), times in UTC, and canonical names for blank nodes (RDF
Dataset Canonicalization). Decimals are compared to 15 digits, the precision of Virtuoso.
"""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

import pyoxigraph as ox

from kg.namespaces import VOCABULARIES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = ["Change", "canonical_literal", "canonical_statements", "compare_graphs"]

Statements: TypeAlias = "Iterable[ox.Triple | ox.Quad]"
Term: TypeAlias = "ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple"

_XSD = VOCABULARIES["xsd"]
_INTEGER = ox.NamedNode(_XSD + "integer")
_INTEGERS = frozenset(
    _XSD + name
    for name in (
        "integer",
        *(f"{sign}Integer" for sign in ("nonNegative", "nonPositive", "positive", "negative")),
        *(f"{sign}{size}" for sign in ("", "unsigned") for size in ("long", "int", "short", "byte")),
        *(f"unsigned{size}" for size in ("Long", "Int", "Short", "Byte")),
    )
)


class Change:
    """The difference between two graphs: the statements to add and to remove, as lines of N-Triples."""

    __slots__ = ("added", "removed")

    def __init__(self, added: list[str], removed: list[str]) -> None:
        self.added, self.removed = added, removed

    def __bool__(self) -> bool:
        """Return whether there is any difference."""
        return bool(self.added or self.removed)


def compare_graphs(old: Statements, new: Statements) -> Change:
    """Return the statements that are only in `new`, and those that are only in `old`."""
    before, after = canonical_statements(old), canonical_statements(new)
    return Change(sorted(after - before), sorted(before - after))


def canonical_statements(statements: Statements) -> set[str]:
    """Return the statements as lines of N-Triples, which are equal for all graphs with the same meaning."""
    triples = [(item.subject, item.predicate, _canonical(item.object)) for item in statements]
    # Only if needed: canonical names of blank nodes take far longer than everything else here, and our own graphs have
    # none.
    if any(isinstance(term, ox.BlankNode) for subject, _, value in triples for term in (subject, value)):
        dataset = ox.Dataset(ox.Quad(*triple) for triple in triples)
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
        triples = [(quad.subject, quad.predicate, quad.object) for quad in dataset]
    return {f"{subject} {predicate} {value}" for subject, predicate, value in triples}


def _canonical(term: Term) -> Term:
    return canonical_literal(term) if isinstance(term, ox.Literal) else term


@lru_cache(maxsize=65536)
def canonical_literal(literal: ox.Literal) -> ox.Literal:
    """Return one literal for all those with the same meaning; an ill-formed one stays as it is."""
    if literal.language:
        return ox.Literal(literal.value, language=literal.language.lower())
    name = literal.datatype.value
    if name in _INTEGERS:
        # Virtuoso returns every kind of integer as xsd:integer; 0042 and 42 are the same number in any store.
        return _rewritten(literal, lambda text: str(int(text)), _INTEGER)
    rewrite = _FORMS.get(name.removeprefix(_XSD)) if name.startswith(_XSD) else None
    return _rewritten(literal, rewrite, literal.datatype) if rewrite else literal


def _rewritten(literal: ox.Literal, rewrite: Callable[[str], str], datatype: ox.NamedNode) -> ox.Literal:
    try:
        return ox.Literal(rewrite(literal.value.strip()), datatype=datatype)
    except (ValueError, InvalidOperation, OverflowError):
        return literal


def _decimal(text: str) -> str:
    value = Decimal(text)
    # 15 digits counted from the first non-zero digit, wherever the decimal point is.
    value = value.quantize(Decimal(1).scaleb(value.adjusted() - 14)) if len(value.as_tuple().digits) > 15 else value
    plain = f"{value:f}"
    return (plain.rstrip("0").rstrip(".") if "." in plain else plain) or "0"


def _double(text: str) -> str:
    return repr(float(f"{float(text):.15g}"))


def _boolean(text: str) -> str:
    return {"1": "true", "0": "false"}.get(text, text)


def _moment(text: str) -> str:
    """Return a date-time with a time zone in UTC, and any date-time without trailing zeros in its fraction."""
    value = datetime.fromisoformat(text)
    if value.tzinfo is not None:
        value = value.astimezone(UTC).replace(tzinfo=None)
        return value.isoformat() + "Z"
    return value.isoformat()


def _day(text: str) -> str:
    return text.replace("+00:00", "Z").replace("-00:00", "Z")


_FORMS: dict[str, Callable[[str], str]] = {
    "boolean": _boolean,
    "date": _day,
    "dateTime": _moment,
    "dateTimeStamp": _moment,
    "decimal": _decimal,
    "double": _double,
    "float": _double,
}
