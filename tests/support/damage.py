"""Damages the graph of a source at random, as hand-written RDF might be damaged; the same seed does the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.namespaces import VOCABULARIES

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

_XSD = VOCABULARIES["xsd"]


def _typed(text: str, datatype: str) -> ox.Literal:
    return ox.Literal(text, datatype=ox.NamedNode(_XSD + datatype))


#: Values that have no business where they are put: of other datatypes, ill-formed, or names of nothing.
STRAY = (
    ox.Literal(""),
    ox.Literal('a\nb “ü” \\ "q"'),
    ox.Literal("x", language="en"),
    ox.Literal("x", language="de"),
    *(_typed(text, "date") for text in ("2012-02-31", "2012-02-28", "2012-02-28Z", "2012-03-11+05:00")),
    *(_typed(text, "dateTime") for text in ("2012-02-28T10:00:00Z", "2010-02-28T10:00:00")),
    *(_typed(text, "decimal") for text in ("1.5", "0.50")),
    *(_typed(text, "integer") for text in ("0", "1", "-1", "abc")),
    *(_typed(text, "nonNegativeInteger") for text in ("-1", "abc", "99999")),
    *(_typed(text, "positiveInteger") for text in ("01", "1", "7")),
    *(_typed(text, "double") for text in ("NaN", "1E0")),
    _typed("true", "boolean"),
    ox.NamedNode("http://nowhere.example/x"),
    ox.NamedNode("http://www.wikidata.org/entity/Q159"),
)


def damaged(chance: random.Random, quads: Sequence[ox.Quad], times: int, *, stray: bool = True) -> list[ox.Quad]:
    """Return quads with `times` changes: dropped, given again with another value, or with a value from elsewhere.

    Without `stray` values, a property only ever gets values that it has elsewhere in the source.
    """
    left = list(quads)
    for _ in range(times):
        at = chance.randrange(len(left))
        value = _value(chance, left, left[at], stray=stray)
        what = chance.choice(("drop", "drop", "replace", "add"))
        old = left[at] if what == "add" else left.pop(at)
        if what != "drop":
            left.append(ox.Quad(old.subject, old.predicate, value, old.graph_name))
    return list(dict.fromkeys(left))


def _value(chance: random.Random, quads: Sequence[ox.Quad], quad: ox.Quad, *, stray: bool) -> ox.NamedNode | ox.Literal:
    if stray and chance.random() < 0.6:
        return chance.choice((*STRAY, chance.choice(quads).object))
    return chance.choice([other for other in quads if other.predicate == quad.predicate]).object
