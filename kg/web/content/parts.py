"""Parts: nodes without a page of their own, which have a place on the page of their owner.

Each statement has about eight of them (its evidence with two selectors, the links of its chain, intervals, derived
edges). The address of a part redirects to an anchor on the page of its owner, and its data are among those of its
owner.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kg.namespaces import DP, VOCABULARIES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.web.content.reading import Reading

__all__ = ["PARTS", "Way", "anchor_of_edge", "owner", "parts_of"]

_OA, _ORG, _RDF, _TIME = (VOCABULARIES[name] for name in ("oa", "org", "rdf", "time"))


class Way(NamedTuple):
    """How a part belongs to its owner: the property of the owner (or `of_part`), and its place on the page."""

    property: str
    anchor: str
    of_part: bool = False


#: The kinds of parts, and the ways to their owners, in the order in which they are tried.
PARTS: dict[str, tuple[Way, ...]] = {
    "evidence": (Way(DP + "evidence", "evidence"),),
    "selector": (Way(_OA + "hasSelector", "evidence"),),
    "attribution": (Way(DP + "attribution", "attribution"),),
    "toll": (Way(DP + "toll", "toll"),),
    "ballot": (Way(DP + "ballot", "ballot"),),
    "membership": (Way(_ORG + "member", "posts", of_part=True),),
    "interval": (
        Way(DP + "holdsDuring", "holdsDuring"),
        Way(_ORG + "memberDuring", "posts"),
        Way(DP + "independentDuring", "independent"),
    ),
    "instant": (Way(_TIME + "hasBeginning", ""), Way(_TIME + "hasEnd", "")),
    "edge": (Way(_RDF + "subject", "ties", of_part=True),),
    "stance": (Way(DP + "actor", "positions", of_part=True),),
    "ground": (Way(DP + "ground", ""),),
    "period": (Way(DP + "period", ""),),
    "towards": (Way(DP + "actor", "ties", of_part=True),),
}
#: The derived edges that are shown as positions.
_SIDES = tuple(DP + name for name in ("supports", "opposes", "claims", "denies"))


def owner(reading: Reading, iri: str) -> tuple[str, str] | None:
    """Return the owner of a part, and the anchor on its page; None if it is not a part, or has no owner."""
    anchor = ""
    seen = {iri}
    while (kind := reading.addresses.kind(iri)) in PARTS:
        found = _step(reading, iri, PARTS[kind or ""])
        # Data from other programs can make a thing a part of itself.
        if found is None or found[0] in seen:
            return None
        anchor = anchor_of_edge(reading, iri) if kind in ("edge", "stance") else anchor or found[1]
        iri = found[0]
        seen.add(iri)
    return (iri, anchor) if len(seen) > 1 else None


def anchor_of_edge(reading: Reading, iri: str) -> str:
    """Return the anchor of a derived edge or a stance on its actor's page: at its proposition, or among the ties."""
    node = reading.node(iri)
    about = node.one(_RDF + "object", DP + "towards") or ""
    said = node.one(_RDF + "predicate") in (*_SIDES, None)
    return f"on_{reading.addresses.slug(about)}" if said and reading.addresses.kind(about) == "proposition" else "ties"


def parts_of(reading: Reading, iri: str) -> Iterator[str]:
    """Yield every part of a node, and the parts of its parts, each once."""
    seen, waiting = {iri}, [iri]
    while waiting:
        for part in _direct(reading, waiting.pop()):
            if part not in seen:
                seen.add(part)
                waiting.append(part)
                yield part


def _direct(reading: Reading, iri: str) -> Iterator[str]:
    for property_, terms in reading.node(iri).properties.items():
        if property_ in _FORWARD:
            yield from (term.value for term in terms if reading.addresses.kind(term.value) in PARTS)
    for property_ in _BACKWARD:
        yield from (part for part in reading.subjects(property_, iri) if reading.addresses.kind(part) in PARTS)


_FORWARD = {way.property for ways in PARTS.values() for way in ways if not way.of_part}
_BACKWARD = sorted({way.property for ways in PARTS.values() for way in ways if way.of_part})


def _step(reading: Reading, iri: str, ways: tuple[Way, ...]) -> tuple[str, str] | None:
    for way in ways:
        found = reading.node(iri).values(way.property) if way.of_part else reading.subjects(way.property, iri)
        if found:
            # The first in order, so that an interval shared by many posts has the same page in every run.
            return min(found), way.anchor
    return None
