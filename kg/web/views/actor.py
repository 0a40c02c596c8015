"""The page of an actor: its description, positions, agreements and differences, speakers, and what others say of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.namespaces import DP, VOCABULARIES
from kg.web.content.compare import tallies
from kg.web.content.posts import independence, posts
from kg.web.content.stances import grounds, holdings
from kg.web.content.timeline import bars
from kg.web.templating import Page
from kg.web.views.parameters import read
from kg.web.views.plain import name_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.web.content.edition import Edition
    from kg.web.content.posts import Post
    from kg.web.content.reading import Node
    from kg.web.content.stances import Holding
    from kg.web.content.statements import ReadStatement
    from kg.web.messages import Request

__all__ = ["Group", "actor", "by_issue"]

_FOAF, _ORG, _RDF, _SKOS, _DCTERMS = (VOCABULARIES[name] for name in ("foaf", "org", "rdf", "skos", "dcterms"))
_PROV = VOCABULARIES["prov"]
#: How many statements by others are shown; the rest are a question of the catalogue.
_MOST = 40
#: With more positions than this, each issue shows the latest of them and folds the rest: nobody scrolls through
#: fifty screens, and an address that leads to a folded position opens it.
_CROWDED = 100


@dataclass(slots=True)
class Group:
    """The positions under one issue; `issue` is None for those under none."""

    issue: str | None
    holdings: list[Holding]


def actor(edition: Edition, request: Request, iri: str) -> Page:
    """Return the page of an actor."""
    read(request)
    node = edition.reading.node(iri)
    held = holdings(grounds(edition, actor=iri))
    own = posts(edition, edition.reading.subjects(_ORG + "member", iri))
    drawn, axis = bars([(p.post, p.since, p.until) for p in own], edition.built, [p.days for p in own])
    about = edition.column("statements-about", "statement", actor=iri)
    context = {
        "iri": iri,
        "node": node,
        "kinds": _kinds(edition, node),
        "names": sorted(set(node.values(_SKOS + "altLabel"))),
        "description": node.one(_DCTERMS + "description"),
        "matches": [match for match in node.values(_SKOS + "exactMatch") if match.startswith("http")],
        "relations": _relations(edition, iri, node),
        "independent": independence(edition, node),
        "posts": own,
        "bars": list(zip(own, drawn, strict=True)) if drawn else [],
        "axis": axis,
        "groups": by_issue(edition, held),
        "count": len(held),
        "crowded": len(held) > _CROWDED,
        "loaded": _loaded(edition, held),
        "tallies": tallies(edition, iri),
        "speakers": _speakers(edition, iri, held),
        "about": edition.statements.load(about[:_MOST]),
        "more_about": max(0, len(about) - _MOST),
        "ties": _ties(edition, iri),
    }
    return Page("actor.html", edition.reading.label(iri), context)


def by_issue(edition: Edition, held: Sequence[Holding]) -> list[Group]:
    """Return holdings under the first issue of their proposition, the issue that was spoken on last first."""
    groups: dict[str | None, list[Holding]] = {}
    for holding in held:
        # Under the first alone: shown under each of its issues, one position would look like several.
        issues = edition.reading.labelled(edition.reading.node(holding.proposition).values(DP + "issue"))
        groups.setdefault(issues[0][0] if issues else None, []).append(holding)
    return [Group(issue, found) for issue, found in groups.items()]


def _loaded(edition: Edition, held: Iterable[Holding]) -> dict[str, ReadStatement]:
    return {name: edition.statements.one(name) for holding in held for name in holding.statements}


def _kinds(edition: Edition, node: Node) -> list[str]:
    """Return the most special classes of ours in words."""
    # Where a class and one above it are given, only the narrower one says anything.
    ours = [type_ for type_ in node.values(_RDF + "type") if type_.startswith(DP)]
    above = {up for type_ in ours for up in edition.reading.superclasses(type_) - {type_}}
    return [edition.reading.label(type_) for type_ in ours if type_ not in above]


def _relations(edition: Edition, iri: str, node: Node) -> list[tuple[str, list[str]]]:
    """Return its relations in the reference data: nationality, members, the bodies it is a member or an organ of."""
    reading = edition.reading
    rows = [
        ("Nationality", node.values(VOCABULARIES["schema"] + "nationality") or node.values(DP + "nationality")),
        ("Part of", node.values(_ORG + "subOrganizationOf")),
        ("Member of", [*node.values(_ORG + "memberOf"), *reading.subjects(_FOAF + "member", iri)]),
        ("Members", [*node.values(_FOAF + "member"), *reading.subjects(_ORG + "memberOf", iri)]),
        ("Its organs", reading.subjects(_ORG + "subOrganizationOf", iri)),
        ("Speaks for", node.values(_PROV + "actedOnBehalfOf")),
        ("Narrates", node.values(DP + "narrates")),
        ("Capital", node.values(DP + "capital")),
        ("Publishes", reading.subjects(_DCTERMS + "publisher", iri)),
    ]
    return [(word, [name for name, _ in reading.labelled(set(names))]) for word, names in rows if names]


def _speakers(edition: Edition, iri: str, held: Iterable[Holding]) -> list[tuple[str, int, list[Post]]]:
    """Return who speaks for it: how often in the sources, and with which of its posts."""
    counts: dict[str, set[str]] = {}
    for holding in held:
        for ground in holding.grounds:
            if ground.capacity in ("represented", "in-office") and ground.through and ground.through != iri:
                counts.setdefault(ground.through, set()).add(ground.statement)
    officers = posts(edition, edition.reading.subjects(_ORG + "organization", iri))
    everyone = {*counts, *(post.person for post in officers)}
    rows = [(name, len(counts.get(name, ())), [p for p in officers if p.person == name]) for name in everyone]
    return sorted(rows, key=lambda row: (-row[1], edition.reading.by_label(row[0])))


def _ties(edition: Edition, iri: str) -> list[tuple[str, list[str]]]:
    """Return what follows for it besides positions: meetings, vetoes, allies and rivals, and which these were once."""
    rows = [(row["property"] or "", row["other"] or "", row["ended"]) for row in edition.ask("ties", actor=iri)]
    lasting = {(key, other) for key, other, ended in rows if not ended}
    found: dict[tuple[str, bool], set[str]] = {}
    for key, other, _ in rows:
        found.setdefault((key, (key, other) not in lasting), set()).add(other)
    return [
        (f"{'formerly ' * over}{name_of(edition, key)}", [n for n, _ in edition.reading.labelled(names)])
        for (key, over), names in sorted(found.items())
    ]
